"""Train the encoder's heads (tags, lemmas, syntax, names) on open treebanks, and export it for `summitry.language`."""

import hashlib
import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from summitry.article import Block, Span
from summitry.language import words as cut
from summitry.language.syntax import apply_lemma, encode, tree
from training.encoder import WIDTH, pretrained

IGNORED = -100  # cross entropy's mark for "no label here"
ARC, LABEL = 192, 64
RARE = 4  # lemma scripts seen less often are left to the word itself
WEIGHTS = {"name": 2.0}  # alone in its batches, beside five losses in the others
FIELDS = ("upos", "xpos", "lemma", "name", "deprel")
DATA = (
    (
        "language/ud_train.conllu",
        "UD English EWT 2.16 and open documents of GUM",
        "CC BY-SA 4.0; GUM texts CC BY / CC BY-SA / public domain",
    ),
    ("language/ner_wikigold.jsonl", "Wikigold named entities", "CC BY 4.0"),
    ("language/gum_coref_train.jsonl", "names among the mentions of open GUM documents", "CC BY / CC BY-SA"),
    (
        "language/ner_rel_re3d.jsonl",
        "re3d: names in texts on Syria and Iraq",
        "US public domain, OGL 3.0, CC BY(-SA) 3.0",
    ),
)


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence with the labels its corpus has; `heads` counts from 1, 0 is the root; empty lists where unlabelled."""

    words: list[str]
    upos: list[str]
    xpos: list[str]
    lemma: list[str]
    name: list[str]
    deprel: list[str]
    heads: list[int]


def lemma_script(word: str, lemma: str) -> str:
    """The edit script that `apply_lemma` undoes."""
    mark = "^" if lemma[:1].isupper() else ""
    form = word if mark else word.lower()
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    if shared == 0:
        return f"{mark}={lemma}"
    return f"{mark}-{len(form) - shared}+{lemma[shared:]}"


def read_conllu(path: Path) -> Iterator[Example]:
    """The sentences of a CoNLL-U file, on its syntactic words."""
    rows: list[list[str]] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line and not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line and rows:
            _, words, lemmas, upos, xpos, _, heads, deprel, *_ = zip(*rows, strict=True)
            scripts = [lemma_script(w, m) for w, m in zip(words, lemmas, strict=True)]
            yield Example(list(words), list(upos), list(xpos), scripts, [], list(deprel), [int(h) for h in heads])
            rows = []


def read_names(path: Path) -> Iterator[Example]:
    """Tokenised sentences with flat named entities, as BIO tags."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        words = [record["text"][a:b] for a, b in record["tokens"]]
        yield named(words, [(*e["tok"], e["type"]) for e in record["entities"]])


def read_gum_names(path: Path) -> Iterator[Example]:
    """The sentences of GUM documents with the names among its nested mentions, longest first."""
    kinds = {"person": "PER", "organization": "ORG", "place": "LOC"}
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        words = [record["text"][a:b] for a, b in record["tokens"]]
        names = [
            (*m["tok"], kinds[m["type"]])
            for m in record["mentions"]
            if m["named"] and not m["pron"] and m["type"] in kinds
        ]
        for first, last in pairwise([*record["sent_tok"], len(words)]):
            yield named(words[first:last], [(a - first, b - first, k) for a, b, k in names if first <= a and b <= last])


def read_passage_names(path: Path) -> Iterator[Example]:
    """The sentences of re3d documents, cut as the package cuts them, with persons, organisations and places that look like names."""
    kinds = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        found = [(*e["char"], kinds[e["type"]]) for e in record["entities"] if e["type"] in kinds]
        for paragraph, _ in cut.paragraphs(text, [Block(Span(0, len(text)), "body")]):
            for sentence in cut.sentences(text, paragraph):
                places = list(cut.words(text, sentence))
                names = []
                for start, end, kind in found:
                    inside = [i for i, (a, b) in enumerate(places) if start <= a and b <= end]
                    if inside:
                        names.append((inside[0], inside[-1] + 1, kind))
                yield named([text[a:b] for a, b in places], names)


def named(words: list[str], names: Iterable[tuple[int, int, str]]) -> Example:
    """A sentence with names `(first, last, type)`: articles are cut off, the longest wins, descriptions are left out."""
    tags = ["O"] * len(words)
    for start, last, kind in sorted(names, key=lambda n: n[0] - n[1]):
        first = next((i for i in range(start, last) if words[i].lower() not in ("the", "a", "an")), last)
        inside = words[first:last]
        like_name = inside and len(inside) <= 8 and inside[-1][:1].isupper() and inside[0][:1].isupper()
        if kind == "MISC" or (like_name and all(t == "O" for t in tags[first:last])):
            tags[first:last] = [f"B-{kind}", *[f"I-{kind}"] * (last - first - 1)]
    return Example(words, [], [], [], tags, [], [])


class Heads(nn.Module):
    """The encoder and its heads; `forward` gives scores for training, `answers` the tensors the package reads."""

    def __init__(self, encoder: nn.Module, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.taggers = nn.ModuleDict({f: nn.Linear(WIDTH, sizes[f]) for f in ("upos", "xpos", "lemma", "name")})
        self.drop = nn.Dropout(0.2)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label = nn.Parameter(torch.zeros(sizes["deprel"], LABEL + 1, LABEL + 1))

    def forward(self, pieces: Tensor, casing: Tensor, words: Tensor) -> tuple[dict[str, Tensor], Tensor, Tensor]:
        """Scores of the taggers `[b, w, tags]`, arcs `[b, w, w + 1]` and labels `[b, w, w + 1, labels]`; column 0 is the root."""
        x = self.encoder(pieces, casing)
        root = torch.zeros_like(words[:, :1])
        places = torch.cat([root, words], 1)
        y = self.drop(torch.gather(x, 1, places.unsqueeze(-1).expand(-1, -1, WIDTH)))
        ones = torch.ones_like(y[..., :1])
        act = functional.leaky_relu
        arc_dep = torch.cat([self.drop(act(self.arc_dep(y[:, 1:]), 0.1)), ones[:, 1:]], -1)
        arcs = arc_dep @ self.arc @ self.drop(act(self.arc_head(y), 0.1)).transpose(1, 2)
        label_dep = torch.cat([self.drop(act(self.label_dep(y[:, 1:]), 0.1)), ones[:, 1:]], -1)
        label_head = torch.cat([self.drop(act(self.label_head(y), 0.1)), ones], -1)
        labels = torch.einsum("bdx,lxy,bhy->bdhl", label_dep, self.label, label_head)
        return {f: t(y[:, 1:]) for f, t in self.taggers.items()}, arcs, labels


class Answers(nn.Module):
    """What is exported: the best tag of each word, arc scores, and the best label of each possible arc."""

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, pieces: Tensor, casing: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        """Tensors named upos, xpos, lemma, name `[b, w]`, arcs `[b, w, w + 1]`, labels `[b, w, w + 1]`."""
        tags, arcs, labels = self.heads(pieces, casing, words)
        return (*(tags[f].argmax(-1) for f in ("upos", "xpos", "lemma", "name")), arcs, labels.argmax(-1))


def batches(examples: Sequence[Example], pieces: int, rng: random.Random) -> Iterator[list[Example]]:
    """Shuffled batches of sentences of similar length with at most `pieces` word pieces (padding counted)."""
    order = sorted(examples, key=lambda e: len(e.words) + rng.random() * 4)
    groups: list[list[Example]] = [[]]
    for e in order:
        if groups[-1] and (len(groups[-1]) + 1) * (len(e.words) * 1.3 + 2) > pieces:
            groups.append([])
        groups[-1].append(e)
    rng.shuffle(groups)
    yield from groups


def labels_of(batch: Sequence[Example], vocabulary: dict[str, list[str]]) -> dict[str, Tensor]:
    """Label numbers `[batch, words]` a field, and `heads`; IGNORED where a sentence has none."""
    width = max(len(e.words) for e in batch)
    out = {f: torch.full((len(batch), width), IGNORED) for f in (*FIELDS, "heads")}
    index = {f: {v: i for i, v in enumerate(vocabulary[f])} for f in FIELDS}
    for row, e in enumerate(batch):
        for f in FIELDS:
            values = [index[f].get(v, IGNORED) for v in getattr(e, f)]
            out[f][row, : len(values)] = torch.tensor(values)
        out["heads"][row, : len(e.heads)] = torch.tensor(e.heads)
    return out


def loss_of(model: Heads, tokenizer: Any, batch: Sequence[Example], vocabulary: dict[str, list[str]]) -> Tensor:
    """Sum of the heads' cross entropies on what is labelled."""
    inputs = encode(tokenizer, [e.words for e in batch])
    words = torch.from_numpy(inputs.words)
    tags, arcs, labels = model(torch.from_numpy(inputs.pieces), torch.from_numpy(inputs.casing), words)
    gold = labels_of(batch, vocabulary)
    losses = [
        functional.cross_entropy(tags[f].flatten(0, 1), gold[f].flatten(), ignore_index=IGNORED) * WEIGHTS.get(f, 1.0)
        for f in tags
        if (gold[f] != IGNORED).any()
    ]
    if (gold["heads"] != IGNORED).any():
        padding = torch.cat([torch.zeros_like(words[:, :1]), (words == 0).long()], 1).bool()
        arcs = arcs.masked_fill(padding[:, None, :], -1e4)
        losses.append(functional.cross_entropy(arcs.flatten(0, 1), gold["heads"].flatten(), ignore_index=IGNORED))
        at = gold["heads"].clamp(min=0)[..., None, None].expand(-1, -1, 1, labels.shape[-1])
        chosen = labels.gather(2, at).squeeze(2)
        losses.append(functional.cross_entropy(chosen.flatten(0, 1), gold["deprel"].flatten(), ignore_index=IGNORED))
    return torch.stack(losses).sum()


@torch.no_grad()
def scores(
    model: Heads, tokenizer: Any, examples: Sequence[Example], vocabulary: dict[str, list[str]]
) -> dict[str, float]:
    """Per cent right on gold words: upos, xpos, lemma, UAS, LAS (subtypes counted)."""
    model.eval()
    right: Counter[str] = Counter()
    for batch in batches(examples, 3000, random.Random(0)):
        inputs = encode(tokenizer, [e.words for e in batch])
        tags, arcs, labels = model(*(torch.from_numpy(a) for a in (inputs.pieces, inputs.casing, inputs.words)))
        for row, e in enumerate(batch):
            n = len(e.words)
            heads = tree(arcs[row, :n, : n + 1].numpy())
            for i in range(n):
                above = 0 if heads[i] == i else heads[i] + 1
                label = vocabulary["deprel"][int(labels[row, i, above].argmax())]
                right["words"] += 1
                right["upos"] += vocabulary["upos"][int(tags["upos"][row, i].argmax())] == e.upos[i]
                right["xpos"] += vocabulary["xpos"][int(tags["xpos"][row, i].argmax())] == e.xpos[i]
                script = vocabulary["lemma"][int(tags["lemma"][row, i].argmax())]
                right["lemma"] += apply_lemma(script, e.words[i]).lower() == apply_lemma(e.lemma[i], e.words[i]).lower()
                right["uas"] += above == e.heads[i]
                right["las"] += above == e.heads[i] and label == e.deprel[i]
    model.train()
    return {k: round(100 * v / right["words"], 2) for k, v in right.items() if k != "words"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: `rate` is the encoder's highest learning rate, the heads have ten times that; `pieces` fill a batch."""

    epochs: int = 4
    seed: int = 1
    rate: float = 1.2e-4
    pieces: int = 1800
    start: Path | None = None


def train(data: Path, minilm: Path, out: Path, recipe: Recipe) -> None:
    """Train on the open corpora in `data`; after every epoch write a checkpoint `out`.pt and the exported model to `out`.

    With `recipe.start` training goes on from that checkpoint, with its label lists and the stages it went through.
    """
    from tokenizers import Tokenizer

    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    before = torch.load(recipe.start) if recipe.start else {"stages": []}
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    syntax = [e for e in read_conllu(data / "language/ud_train.conllu") if len(e.words) <= 120]
    wikigold = list(read_names(data / "language/ner_wikigold.jsonl"))
    held, names = wikigold[::10], [e for i, e in enumerate(wikigold) if i % 10]
    names += read_passage_names(data / "language/ner_rel_re3d.jsonl")
    names += read_gum_names(data / "language/gum_coref_train.jsonl")
    names = [e for e in names if 3 <= len(e.words) <= 120]
    elsewhere = list(read_names(data / "language/ner_uner_ewt_dev.jsonl"))
    dev = list(read_conllu(data / "language/ud_dev.conllu"))
    counts = {f: Counter(v for e in [*syntax, *names] for v in getattr(e, f)) for f in FIELDS}
    vocabulary = before.get("vocabulary") or {
        f: sorted(v for v, n in counts[f].items() if f != "lemma" or n >= RARE) for f in FIELDS
    }
    model = Heads(pretrained(minilm), {f: len(v) for f, v in vocabulary.items()})
    theirs = list(model.encoder.parameters())
    ours = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    nn.init.xavier_uniform_(model.arc)
    nn.init.xavier_uniform_(model.label)
    if recipe.start:
        model.load_state_dict(before["model"])
    rate = recipe.rate
    optimiser = torch.optim.AdamW(
        [{"params": theirs, "lr": rate}, {"params": ours, "lr": rate * 10}], weight_decay=0.01
    )
    steps = recipe.epochs * sum(1 for _ in batches([*syntax, *names], recipe.pieces, random.Random(0))) + 10
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [rate, rate * 10], total_steps=steps, pct_start=0.08)
    step, started, said = 0, time.monotonic(), 0.0
    for epoch in range(1, recipe.epochs + 1):
        both = [*batches(syntax, recipe.pieces, rng), *batches(names, recipe.pieces, rng)]
        rng.shuffle(both)
        for batch in both:
            loss = loss_of(model, tokenizer, batch, vocabulary)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            if step < steps - 1:
                schedule.step()
            step += 1
            if time.monotonic() - said > 30:
                said = time.monotonic()
                print(f"epoch {epoch} step {step}/{steps} loss {loss.item():.3f} {said - started:.0f} s", flush=True)
        found = scores(model, tokenizer, dev, vocabulary) | {
            "wikigold_f1": name_f1(model, tokenizer, held, vocabulary),
            "ewt_names_f1": name_f1(model, tokenizer, elsewhere, vocabulary, leave="MISC"),
        }
        print(f"epoch {epoch}: {found}", flush=True)
        stages = [*before["stages"], {"epochs": epoch, "seed": recipe.seed, "rate": rate, "pieces": recipe.pieces}]
        torch.save({"model": model.state_dict(), "vocabulary": vocabulary, "stages": stages}, out.with_suffix(".pt"))
        export(model, vocabulary, tokenizer, out, {"dev": found, "stages": stages})


@torch.no_grad()
def name_f1(
    model: Heads, tokenizer: Any, examples: Sequence[Example], vocabulary: dict[str, list[str]], *, leave: str = ""
) -> float:
    """Exact-span F1 of names on held-out sentences, in per cent; names of the type `leave` do not count."""
    model.eval()
    gold, found, both = 0, 0, 0
    for batch in batches(examples, 3000, random.Random(0)):
        inputs = encode(tokenizer, [e.words for e in batch])
        tags, _, _ = model(*(torch.from_numpy(a) for a in (inputs.pieces, inputs.casing, inputs.words)))
        for row, e in enumerate(batch):
            said = [vocabulary["name"][int(t)] for t in tags["name"][row, : len(e.words)].argmax(-1)]
            a, b = ({n for n in names_in(t) if n[2] != leave} for t in (e.name, said))
            gold, found, both = gold + len(a), found + len(b), both + len(a & b)
    model.train()
    return round(200 * both / (gold + found), 2) if both else 0.0


def names_in(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """`(first, last, type)` of the names in a row of BIO tags."""
    out, start, kind = set(), -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{kind}":
            out.add((start, i, kind))
            start = -1
        if tag != "O" and start < 0:
            start, kind = i, tag[2:]
    return out


def export(model: Heads, vocabulary: dict[str, list[str]], tokenizer: Any, out: Path, about: dict[str, Any]) -> None:
    """Write `model.onnx` (int8), `tokenizer.json` and `model.json` into the folder `out`."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    sample = encode(tokenizer, [["A", "short", "sentence", "."], ["Two", "words"]])
    names = ("pieces", "casing", "words")
    outputs = ("upos", "xpos", "lemma", "name", "arcs", "labels")
    axes = {"pieces": {0: "b", 1: "t"}, "casing": {0: "b", 1: "t"}, "words": {0: "b", 1: "w"}}
    axes |= {n: {0: "b", 1: "w"} for n in outputs[:4]} | {n: {0: "b", 1: "w", 2: "h"} for n in outputs[4:]}
    whole = out / "whole.onnx"
    torch.onnx.export(
        Answers(model), tuple(torch.from_numpy(getattr(sample, n)) for n in names), str(whole),
        input_names=list(names), output_names=list(outputs), dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    graph = onnx.load(whole).graph
    heads = [n.name for n in graph.node if n.op_type in ("MatMul", "Gemm") and "/layers." not in n.name]
    # A scale for each channel keeps 1.2 points of LAS that one scale a matrix loses; the heads are small and stay whole.
    quantize_dynamic(
        str(whole), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads
    )
    whole.unlink()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S607 - the developer's own git
    card = {
        "name": "summitry-en",
        "base": "all-MiniLM-L6-v2 (Apache-2.0)",
        "commit": commit,
        "trained": about,
        "data": [{"file": f, "what": w, "licence": c} for f, w, c in DATA],
        "sha256": {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in ("model.onnx", "tokenizer.json")},
        "tags": vocabulary,
    }
    (out / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    model.train()
