"""What a model scores on held-out texts while it is trained, on given words: a guide, not the evaluation."""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from summitry.language.frames import ATTRIBUTES, KINDS, POINTING, ROLES, spans_of, value_columns
from summitry.language.model import encode
from summitry.language.syntax import apply_lemma, tree
from training.heads import Heads
from training.texts import Mark, Text, batches, windows

if TYPE_CHECKING:
    from training.language import Corpora

BATCH = 1500


@torch.no_grad()
def scores(model: Heads, tokenizer: Any, vocabulary: dict[str, list[str]], corpora: "Corpora") -> dict[str, float]:
    """Per cent right (tags, syntax), F1 (names, frames), correlation (factuality)."""
    model = deepcopy(model).cpu().eval()
    found: dict[str, float] = {}
    if corpora.treebank_dev:
        found |= syntax_scores(model, tokenizer, vocabulary, corpora.treebank_dev)
        found["wikigold_f1"] = name_f1(model, tokenizer, corpora.names_dev, vocabulary)
        found["ewt_names_f1"] = name_f1(model, tokenizer, corpora.names_elsewhere, vocabulary, leave="MISC")
    return found | frame_scores(model, tokenizer, corpora.framed_dev)


def _read(
    model: Heads, tokenizer: Any, texts: Sequence[Text], longest: int = 300
) -> Iterator[tuple[list[Text], Tensor]]:
    cut = [w for t in texts for w in windows(t, Random(0), least=longest, longest=longest)]
    for batch in batches(cut, BATCH, Random(0)):
        inputs = encode(tokenizer, [t.words for t in batch])
        yield batch, model.read(*(torch.from_numpy(a) for a in (inputs.pieces, inputs.casing, inputs.words)))


def syntax_scores(
    model: Heads, tokenizer: Any, vocabulary: dict[str, list[str]], texts: Sequence[Text]
) -> dict[str, float]:
    """Tags, lemmas, arcs and labels (subtypes counted), and Pearson's r of factuality."""
    right = Counter[str]()
    said, gold = list[float](), list[float]()
    for batch, y in _read(model, tokenizer, texts):
        tagged = {f: t(y[:, 1:]).argmax(-1) for f, t in model.taggers.items()}
        arcs, (dependants, governors) = model.arcs(y), model.labels(y)
        happened = model.factuality(y[:, 1:]).squeeze(-1)
        for row, text in enumerate(batch):
            said += [happened[row, w].item() for w in text.factuality]
            gold += list(text.factuality.values())
            for first, end in text.sentences():
                local = np.concatenate(
                    [arcs[row, first:end, :1].numpy(), arcs[row, first:end, first + 1 : end + 1].numpy()], 1
                )
                for i, head in enumerate(tree(local), first):
                    above = i if head == i - first else head + first
                    scores = dependants[row, i] @ governors[row, 0 if above == i else above + 1]
                    label = vocabulary["deprel"][int(scores.argmax())]
                    right["words"] += 1
                    right["upos"] += vocabulary["upos"][tagged["upos"][row, i]] == text.upos[i]
                    right["xpos"] += vocabulary["xpos"][tagged["xpos"][row, i]] == text.xpos[i]
                    lemmas = (
                        apply_lemma(s, text.words[i]).lower()
                        for s in (vocabulary["lemma"][tagged["lemma"][row, i]], text.lemma[i])
                    )
                    right["lemma"] += next(lemmas) == next(lemmas)
                    right["uas"] += above == text.heads[i]
                    right["las"] += above == text.heads[i] and label == text.deprel[i]
    out = {k: round(100 * v / right["words"], 2) for k, v in right.items() if k != "words"}
    return out | {"factuality_r": round(float(np.corrcoef(said, gold)[0, 1]), 4)}


def name_f1(
    model: Heads, tokenizer: Any, texts: Sequence[Text], vocabulary: dict[str, list[str]], *, leave: str = ""
) -> float:
    """Exact-span F1 of names, in per cent; names of the type `leave` do not count."""
    gold = found = both = 0
    for batch, y in _read(model, tokenizer, texts):
        best = model.taggers["name"](y[:, 1:]).argmax(-1)
        for row, text in enumerate(batch):
            said = [vocabulary["name"][int(t)] for t in best[row, : len(text.words)]]
            a, b = ({n for n in names_in(t) if n[2] != leave} for t in (text.name, said))
            gold, found, both = gold + len(a), found + len(b), both + len(a & b)
    return round(200 * both / (gold + found), 2) if both else 0.0


def names_in(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    """`(first, end, type)` of the names in a row of BIO tags."""
    out, start, kind = set(), -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{kind}":
            out.add((start, i, kind))
            start = -1
        if tag != "O" and start < 0:
            start, kind = i, tag[2:]
    return out


def frame_scores(model: Heads, tokenizer: Any, texts: Sequence[Text]) -> dict[str, float]:
    """F1 of anchors; of gold anchors, the words in each role (F1, for spans also the share overlapping by half), the values."""
    counts: dict[str, Counter[str]] = {}
    for batch, y in _read(model, tokenizer, texts):
        anchors, values = model.frames(y)
        fillers = model.role_words(y)
        for row, text in enumerate(batch):
            n = len(text.words)
            for k, kind in enumerate(KINDS):
                gold = {m.anchor for m in text.marks if m.kind == kind}
                said = set(np.flatnonzero(anchors[row, :n, k].numpy() > 0).tolist())
                c = counts.setdefault(kind, Counter())
                c["gold"] += len(gold)
                c["said"] += len(said)
                c["both"] += len(gold & said)
            for mark in text.marks:
                at = torch.tensor([mark.anchor])
                scored = model.roles(y[row, mark.anchor + 1][None], fillers[row : row + 1, :n], at, mark.kind)[
                    0
                ].numpy()
                for column, role in enumerate(ROLES[mark.kind]):
                    _count_role(
                        counts.setdefault(f"{mark.kind}.{role}", Counter()),
                        role,
                        mark,
                        scored[:, column],
                        text,
                    )
                for name, value in mark.attributes.items():
                    span = value_columns(mark.kind, name)
                    best = ATTRIBUTES[mark.kind][name][int(values[row, mark.anchor, span.start : span.stop].argmax())]
                    c = counts.setdefault(f"{mark.kind}={name}", Counter())
                    c.update(gold=1, said=1, both=int(best == value))
    return {
        f"frame {k}": round(200 * c["both"] / (c["gold"] + c["said"]), 1)
        for k, c in counts.items()
        if c["gold"] + c["said"]
    }


def _count_role(c: Counter[str], role: str, mark: Mark, scored: Any, text: Text) -> None:
    gold = mark.roles.get(role, frozenset())
    said = {w for a, b in spans_of(role, scored, mark.anchor) for w in range(a, b + 1)}
    if role == "same":
        said &= {m.anchor for m in text.marks if m.kind == "mention"}
    if role in POINTING:
        c.update(gold=len(gold), said=len(said), both=len(gold & said))
    elif gold or said:
        c.update(gold=bool(gold), said=bool(said), both=len(gold & said) * 2 >= len(gold | said))
