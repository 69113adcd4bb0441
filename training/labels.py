"""What a training step reads and what it is held against: a batch of texts as tensors, made before the model sees them."""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from summitry.language.frames import ALL_ROLES, ATTRIBUTES, KINDS, ROLES, columns, value_columns
from summitry.language.model import encode
from training.heads import TAGS
from training.texts import Mark, Text

IGNORED = -100  # cross entropy's mark for "no label here"
LINKS = 3.0
MOST = 160  # of a kind's many frames in a batch, so many are looked at for their roles

Index = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A batch `[b texts, w words]`; what no text of it is labelled with is left out.

    `inputs` are what `Heads.read` reads. `tags` are indices `[b, w]`. `syntax` are of the texts that have it `[n]`: their rows,
    the governors `[n, w]` (0 the root, else 1 + the word), the words that cannot govern `[n, w, 1 + w]`, the labels `[n, w]`.
    `factuality` are rows, words and values. `anchors` are what is right and where that is known `[b, w, kinds]`. `values` are
    of the attributes `[n]` of frames: their rows and words, the first and the last column of their values, the right column,
    and what each weighs in the loss. `roles` are of frames `[n]` of all kinds: their rows, their anchors, what each role weighs
    in the loss `[n, roles]` (nothing where it is not known who is in it), the words that are in them `[3, m]` (frame, word, role),
    and of the texts which of their words there are and which are mentions `[b, w]`. `framed` says whether frames are marked in
    any text.
    """

    inputs: tuple[Tensor, Tensor, Tensor]
    tags: dict[str, Tensor]
    syntax: tuple[Tensor, ...]
    factuality: tuple[Tensor, ...]
    anchors: tuple[Tensor, ...]
    values: tuple[Tensor, ...]
    roles: tuple[Tensor, ...]
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


def _values(texts: Sequence[Text]) -> tuple[Tensor, ...]:
    """Each attribute's loss is the mean over its frames; their sum is divided by the root of how many there are."""
    found = [
        (row, mark.anchor, span.start, span.stop - 1, span.start + ATTRIBUTES[mark.kind][name].index(value))
        for row, text in enumerate(texts)
        for mark in text.marks
        for name, value in mark.attributes.items()
        if value in ATTRIBUTES[mark.kind][name]
        for span in [value_columns(mark.kind, name)]
    ]
    if not found:
        return ()
    seen = Counter(first for _, _, first, _, _ in found)
    weights = [1 / (seen[first] * math.sqrt(len(seen))) for _, _, first, _, _ in found]
    return *torch.tensor(found).unbind(1), torch.tensor(weights)


def _roles(texts: Sequence[Text], width: int) -> tuple[Tensor, ...]:
    """Each role's loss is the mean over its kind's frames; their sum is divided by the root of how many roles and kinds there are."""
    found: list[tuple[int, Mark]] = []
    for kind in KINDS:
        marks = [(r, m) for r, t in enumerate(texts) for m in t.marks if m.kind == kind]
        found += random.Random(len(marks)).sample(marks, MOST) if len(marks) > MOST else marks
    if not found:
        return ()
    seen = Counter(mark.kind for _, mark in found)
    weights = torch.zeros(len(found), len(ALL_ROLES))
    filled: list[tuple[int, int, int]] = []
    for n, (_, mark) in enumerate(found):
        for role, column in zip(ROLES[mark.kind], columns(mark.kind), strict=True):
            if role in mark.roles:
                # Who is the same actor is harder than all the rest, and every other record needs it.
                often = LINKS if role == "same" else 1.0
                weights[n, column] = often / (seen[mark.kind] * math.sqrt(len(ROLES[mark.kind]) * len(KINDS)))
                filled += [(n, word, column) for word in mark.roles[role]]
    words, mentions = torch.zeros(len(texts), width), torch.zeros(len(texts), width)
    for row, text in enumerate(texts):
        words[row, : len(text.words)] = 1
        mentions[row, [m.anchor for m in text.marks if m.kind == "mention"]] = 1
    at = torch.tensor([(row, mark.anchor) for row, mark in found])
    return *at.unbind(1), weights, torch.tensor(filled).reshape(-1, 3).T, words, mentions
