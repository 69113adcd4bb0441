"""all-MiniLM-L6-v2 as a plain torch module (BERT, Devlin et al. 2019), with a casing embedding added to the words."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from summitry.language.model import CASINGS

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, PLACES = 384, 6, 12, 1536, 30522, 512


class Layer(nn.Module):
    """Self-attention and a two-layer network, each with its residual and norm."""

    def __init__(self, dropout: float = 0.11) -> None:
        super().__init__()
        self.query, self.key, self.value, self.joined = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """`x` [batch, pieces, width], `mask` [batch, 1, 1, pieces] added to the attention scores, none where nothing is padding."""
        b, t, _ = x.shape
        q, k, v = (f(x).view(b, t, HEADS, WIDTH // HEADS).transpose(1, 2) for f in (self.query, self.key, self.value))
        # No dropout on the attention: drawing it costs more than the rest of the layer.
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask if mask is None else mask.to(q.dtype))
        mixed = mixed.transpose(1, 2).reshape(b, t, WIDTH)
        x = self.norm1(x + self.drop(self.joined(mixed)))
        return self.norm2(x + self.drop(self.narrow(functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Pieces and their casing to vectors `[batch, pieces, 384]`."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(VOCABULARY, WIDTH, padding_idx=0)
        self.place = nn.Embedding(PLACES, WIDTH)
        self.kind = nn.Embedding(2, WIDTH)
        self.casing = nn.Embedding(len(CASINGS), WIDTH)
        nn.init.zeros_(self.casing.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.11)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces: Tensor, casing: Tensor) -> Tensor:
        """`pieces`, `casing`: int64 [batch, pieces]; piece 0 is padding, which a single row does not have."""
        place = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.word(pieces) + self.place(place) + self.kind(torch.zeros_like(pieces)) + self.casing(casing)
        x = self.drop(self.norm(x))
        mask = (pieces == 0).to(x.dtype)[:, None, None, :] * -1e4 if len(pieces) > 1 else None
        for layer in self.layers:
            x = layer(x, mask)
        return x


def pretrained(folder: Path) -> Encoder:
    """The encoder with the published weights (Apache-2.0) from `folder/model.safetensors`; the pooler is dropped."""
    from safetensors.torch import load_file

    theirs = load_file(folder / "model.safetensors")
    names = {
        "word": "embeddings.word_embeddings", "place": "embeddings.position_embeddings",
        "kind": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm",
    }  # fmt: skip
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "joined": "attention.output.dense", "norm1": "attention.output.LayerNorm",
        "wide": "intermediate.dense", "narrow": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    for i in range(LAYERS):
        names |= {f"layers.{i}.{ours}": f"encoder.layer.{i}.{its}" for ours, its in parts.items()}
    encoder = Encoder()
    state = encoder.state_dict()
    for name in state:
        module, _, leaf = name.rpartition(".")
        if module in names:
            state[name] = theirs[f"{names[module]}.{leaf}"]
    encoder.load_state_dict(state)
    return encoder
