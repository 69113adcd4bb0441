"""The encoder's heads: tags and syntax of each word, whether its event happened, and the frames that words anchor."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from summitry.language.frames import ALL_ROLES, ALL_VALUES, KINDS, REACH, columns
from training.encoder import WIDTH

TAGS = ("upos", "xpos", "lemma", "name")
ARC, LABEL, ROLE, HIDDEN = 192, 64, 96, 256
QUICK = 6.0  # scores of roles are so many times what their weights say, so that few steps suffice to tell few words from many


class Heads(nn.Module):
    """The encoder and its heads; `words` [batch, words] is the first piece of each word, 0 for padding."""

    def __init__(self, encoder: nn.Module, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.taggers = nn.ModuleDict({f: nn.Linear(WIDTH, sizes[f]) for f in TAGS})
        self.factuality = nn.Linear(WIDTH, 1)
        self.drop = nn.Dropout(0.28)
        self.arc_dep, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.label_dep, self.label_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.arc = nn.Parameter(torch.empty(ARC + 1, ARC))
        self.label = nn.Parameter(torch.empty(LABEL + 1, sizes["deprel"], LABEL + 1))
        self.frame = nn.Linear(WIDTH, HIDDEN)
        self.anchors = nn.Linear(HIDDEN, len(KINDS))
        self.values = nn.Linear(HIDDEN, len(ALL_VALUES))
        self.role_anchor, self.role_word = nn.Linear(WIDTH, ROLE), nn.Linear(WIDTH, ROLE)
        self.role = nn.Parameter(torch.empty(len(ALL_ROLES), ROLE + 1, ROLE + 1))
        self.distance = nn.Parameter(torch.zeros(2 * REACH + 1, len(ALL_ROLES)))
        for parameter in (self.arc, self.label):
            nn.init.xavier_uniform_(parameter)
        # Few words anchor a frame and few are in a role: begin with that.
        nn.init.normal_(self.role, std=0.06 / QUICK)
        with torch.no_grad():
            self.role[:, -1, -1] = -4.0 / QUICK
            self.anchors.bias.fill_(-3.0)

    def read(self, pieces: Tensor, casing: Tensor, words: Tensor) -> Tensor:
        """Vectors of the root and the words `[b, 1 + w, 384]`."""
        x = self.encoder(pieces, casing)
        places = torch.cat([torch.zeros_like(words[:, :1]), words], 1)
        return self.drop(torch.gather(x, 1, places.unsqueeze(-1).expand(-1, -1, WIDTH)))

    def arcs(self, y: Tensor) -> Tensor:
        """Scores of arcs `[b, w, 1 + w]`; column 0 is the root."""
        return (
            self._with_one(self._lifted(self.arc_dep, y[:, 1:]))
            @ self.arc
            @ self._lifted(self.arc_head, y).transpose(1, 2)
        )

    def labels(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """What is multiplied for the scores of an arc's labels: its dependant's `[b, w, labels, 65]` and its governor's `[b, 1 + w, 65]`."""
        dependants = self._with_one(self._lifted(self.label_dep, y[:, 1:]))
        turned = (dependants @ self.label.flatten(1)).unflatten(-1, self.label.shape[1:])
        return turned, self._with_one(self._lifted(self.label_head, y))

    def frames(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of the words as anchors `[b, w, kinds]`, and of the values of their attributes `[b, w, values]`."""
        hidden = self._lifted(self.frame, y[:, 1:])
        return self.anchors(hidden), self.values(hidden)

    def role_words(self, y: Tensor) -> Tensor:
        """Vectors of words as fillers of roles `[b, w, 97]`."""
        return self._with_one(self._lifted(self.role_word, y[:, 1:]))

    def roles(self, anchors: Tensor, fillers: Tensor, at: Tensor, kind: str | None = None) -> Tensor:
        """Scores of words in the roles of anchors `[n, w, roles]`, of one kind or of all.

        Args:
            anchors: vectors of the anchors `[n, 384]`.
            fillers: `role_words` of each anchor's window `[n, w, 97]`, or of one window `[1, w, 97]`.
            at: the place of each anchor in its window `[n]`.
            kind: the kind whose roles are asked for.
        """
        role, distance = self.role, self.distance
        if kind:
            span = columns(kind)
            role, distance = role[span.start : span.stop], distance[:, span.start : span.stop]
        a = self._with_one(self._lifted(self.role_anchor, anchors))
        turned = torch.einsum("nx,rxy->nry", a, role)
        apart = torch.arange(fillers.shape[1], device=fillers.device)[None, :] - at[:, None]
        near = distance[apart.clamp(-REACH, REACH) + REACH]
        return QUICK * (torch.matmul(fillers, turned.transpose(1, 2)) + near)

    def _with_one(self, x: Tensor) -> Tensor:
        return torch.cat([x, torch.ones_like(x[..., :1])], -1)

    def _lifted(self, layer: nn.Module, x: Tensor) -> Tensor:
        return self.drop(functional.leaky_relu(layer(x), 0.1))


# Anchors less likely than this are not looked at: log odds.
POSSIBLE = -2.5


class Answers(nn.Module):
    """What is exported, for one window: the best tags, arcs, factuality, and the frames of the likely anchors.

    Of the labels both factors, since only those of the arcs in the tree are asked for, which is known when all arcs are scored.
    """

    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, pieces: Tensor, casing: Tensor, words: Tensor) -> tuple[Tensor, ...]:
        """Tensors named as in `OUTPUTS`; `at` are the words that may anchor a frame, `roles` `[n, w, roles]` is of these."""
        y = self.heads.read(pieces, casing, words)
        dependants, governors = self.heads.labels(y)
        anchors, values = self.heads.frames(y)
        at = (anchors[0].max(-1).values > POSSIBLE).nonzero().squeeze(-1)
        roles = self.heads.roles(y[0, 1:][at], self.heads.role_words(y), at)
        tags = (self.heads.taggers[f](y[:, 1:]).argmax(-1) for f in TAGS)
        factuality = self.heads.factuality(y[:, 1:]).squeeze(-1)
        arcs = self.heads.arcs(y)
        return (*tags, arcs, dependants, governors, factuality, anchors[0], values[0][at], at, roles)


OUTPUTS = (*TAGS, "arcs", "dependants", "governors", "factuality", "anchors", "values", "at", "roles")
