"""What a training step reads and what it is held against: a batch of texts as tensors, made before the model sees them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from summitry.language.frames import ATTRIBUTES, KINDS, ROLES
from summitry.language.model import encode
from training.heads import TAGS
from training.texts import Mark, Text

IGNORED = -100  # cross entropy's mark for "no label here"
MOST = 160  # of a kind's many frames in a batch, so many are looked at for their roles

Index = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A batch `[b texts, w words]`; what no text of it is labelled with is left out.

    `inputs` are what `Heads.read` reads. `tags` are indices `[b, w]`. `syntax` are of the texts that have it `[n]`: their rows,
    the governors `[n, w]` (0 the root, else 1 + the word), the words that cannot govern `[n, w, 1 + w]`, the labels `[n, w]`.
    `factuality` are rows, words and values. `anchors` are what is right and where that is known `[b, w, kinds]`. `values` are
    rows, words and indices by kind and attribute; `roles` are rows, anchors, what is right and where that is known
    `[frames, w, roles]` by kind. `framed` says whether frames are marked in any text.
    """

    inputs: tuple[Tensor, Tensor, Tensor]
    tags: dict[str, Tensor]
    syntax: tuple[Tensor, ...]
    factuality: tuple[Tensor, ...]
    anchors: tuple[Tensor, ...]
    values: dict[tuple[str, str], tuple[Tensor, ...]]
    roles: dict[str, tuple[Tensor, ...]]
    framed: bool

    def to(self, device: torch.device) -> "Labelled":
        """The same on another device."""

        def moved(what: Any) -> Any:
            if isinstance(what, Tensor):
                return what.to(device, non_blocking=True)
            if isinstance(what, dict):
                return {name: moved(part) for name, part in what.items()}
            return tuple(map(moved, what)) if isinstance(what, tuple) else what

        return Labelled(*(moved(getattr(self, name)) for name in Labelled.__slots__))


def labelled(texts: Sequence[Text], tokenizer: Any, index: Index) -> Labelled:
    """The tensors of a batch; `index` are the places of the labels of each tagger and of `deprel`."""
    read = encode(tokenizer, [t.words for t in texts])
    width = read.words.shape[1]
    tags = {name: _indices(texts, name, index[name], width) for name in TAGS}
    return Labelled(
        inputs=(torch.from_numpy(read.pieces), torch.from_numpy(read.casing), torch.from_numpy(read.words)),
        tags={name: gold for name, gold in tags.items() if (gold != IGNORED).any()},
        syntax=_syntax(texts, index["deprel"], width) if any(t.heads for t in texts) else (),
        factuality=_factuality(texts) if any(t.factuality for t in texts) else (),
        anchors=_anchors(texts, width) if any(t.complete for t in texts) else (),
        values=_values(texts),
        roles=_roles(texts, width),
        framed=any(t.marks or t.complete for t in texts),
    )


def _indices(texts: Sequence[Text], name: str, index: Mapping[str, int], width: int) -> Tensor:
    gold = torch.full((len(texts), width), IGNORED)
    for row, text in enumerate(texts):
        values = [index.get(v, IGNORED) for v in getattr(text, name)]
        gold[row, : len(values)] = torch.tensor(values, dtype=torch.long)
    return gold


def _syntax(texts: Sequence[Text], labels: Mapping[str, int], width: int) -> tuple[Tensor, ...]:
    rows = [i for i, t in enumerate(texts) if t.heads]
    gold = torch.full((len(rows), width), IGNORED)
    apart = torch.ones(len(rows), width, width + 1, dtype=torch.bool)  # words of other sentences govern nothing here
    apart[..., 0] = False
    for n, text in enumerate(texts[i] for i in rows):
        for first, end in text.sentences():
            apart[n, first:end, first + 1 : end + 1] = False
        gold[n, : len(text.heads)] = torch.tensor([0 if h == i else h + 1 for i, h in enumerate(text.heads)])
    return torch.tensor(rows), gold, apart, _indices([texts[i] for i in rows], "deprel", labels, width)


def _factuality(texts: Sequence[Text]) -> tuple[Tensor, ...]:
    rows, words, values = zip(*((r, w, v) for r, t in enumerate(texts) for w, v in t.factuality.items()), strict=True)
    return torch.tensor(rows), torch.tensor(words), torch.tensor(values)


def _anchors(texts: Sequence[Text], width: int) -> tuple[Tensor, ...]:
    gold = torch.zeros(len(texts), width, len(KINDS))
    known = torch.zeros_like(gold)
    for row, text in enumerate(texts):
        known[row, : len(text.words), [KINDS.index(kind) for kind in sorted(text.complete)]] = 1
        for mark in text.marks:
            gold[row, mark.anchor, KINDS.index(mark.kind)] = 1
    return gold * known, known


def _values(texts: Sequence[Text]) -> dict[tuple[str, str], tuple[Tensor, ...]]:
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for row, text in enumerate(texts):
        for mark in text.marks:
            for name, value in mark.attributes.items():
                allowed = ATTRIBUTES[mark.kind][name]
                if value in allowed:
                    found.setdefault((mark.kind, name), []).append((row, mark.anchor, allowed.index(value)))
    return {which: torch.tensor(at).unbind(1) for which, at in found.items()}


def _roles(texts: Sequence[Text], width: int) -> dict[str, tuple[Tensor, ...]]:
    found = {}
    for kind in KINDS:
        marks = [(r, m) for r, t in enumerate(texts) for m in t.marks if m.kind == kind]
        if len(marks) > MOST:
            marks = random.Random(len(marks)).sample(marks, MOST)
        if marks:
            rows, at = torch.tensor([r for r, _ in marks]), torch.tensor([m.anchor for _, m in marks])
            found[kind] = rows, at, *_words_in_roles(texts, marks, kind, width)
    return found


def _words_in_roles(
    texts: Sequence[Text], marks: Sequence[tuple[int, Mark]], kind: str, width: int
) -> tuple[Tensor, Tensor]:
    gold = torch.zeros(len(marks), width, len(ROLES[kind]))
    known = torch.zeros_like(gold)
    for n, (row, mark) in enumerate(marks):
        for r, role in enumerate(ROLES[kind]):
            if role not in mark.roles:
                continue
            if role == "same":  # only other mentions can be the same actor
                known[n, [m.anchor for m in texts[row].marks if m.kind == "mention"], r] = 1
                known[n, mark.anchor, r] = 0
            else:
                known[n, : len(texts[row].words), r] = 1
            gold[n, list(mark.roles.get(role, ())), r] = 1
    return gold, known
