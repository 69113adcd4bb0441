"""The frames the encoder marks: an anchor word, the words in its roles, and its attributes; and how scores become frames.

One mechanism serves all kinds. A word can anchor a frame of each kind: the cue of a statement, the head of an event's
trigger, of a promised action, of a mention. For each role of its kind every word of the window is in or out; words that
stand together make spans. Attributes are choices made at the anchor.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from summitry import records

Floats: TypeAlias = npt.NDArray[np.float32]

NONE = "none"

ROLES: Mapping[str, tuple[str, ...]] = {
    "mention": ("extent", "same"),
    "statement": ("cue", "source", "content", "hedge", "speaker", "addressee"),
    "event": ("trigger", "actor", "recipient"),
    "commitment": ("action", "maker", "beneficiary", "deadline"),
    "condition": ("span", "on", "required_of"),
    "demand": ("what", "by", "to"),
    "obstacle": ("what", "between"),
    "order": ("before", "after", "according_to"),
    "question": ("what",),
}
KINDS = tuple(ROLES)
ATTRIBUTES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "mention": {"kind": get_args(records.ActorKind)},
    "statement": {"medium": (NONE, *get_args(records.Medium))},
    "event": {
        "plover": get_args(records.Plover),
        "modality": get_args(records.Modality),
        "meeting": ("false", "true"),
    },
    "commitment": {
        "polarity": get_args(records.Polarity),
        "force": get_args(records.Force),
        "firmness": get_args(records.Firmness),
        "status": get_args(records.Status),
    },
    "condition": {"kind": get_args(records.ConditionKind), "specified": ("false", "true")},
    "demand": {"response": get_args(records.Response)},
    "order": {"strength": get_args(records.Strength)},
}

# Roles filled by words that anchor other frames, one by one; the others are filled by spans.
POINTING = frozenset(
    "same speaker addressee actor recipient maker beneficiary on required_of by to between according_to".split()
)
# Roles that the anchor itself is part of, and roles that few words fill.
HOLDING = frozenset("extent cue trigger action span what before".split())
FEW_WORDS = frozenset("extent cue source hedge trigger deadline".split())
# What it costs, in log odds, to begin or end a span: little where few words are to be told from many, more where long
# stretches are not to break at a doubtful word.
SHORT, LONG, CERTAIN = 0.3, 1.5, 8.0
# Words farther apart than this are as far apart as these.
REACH = 48


@cache
def columns(kind: str) -> range:
    """Where a kind's roles stand among the roles of all kinds."""
    before = sum(len(ROLES[k]) for k in KINDS[: KINDS.index(kind)])
    return range(before, before + len(ROLES[kind]))


def no_anchors() -> Floats:
    """Scores of no words as anchors `[0, kinds]`."""
    return np.zeros((0, len(KINDS)), np.float32)


ALL_ROLES = tuple((kind, role) for kind in KINDS for role in ROLES[kind])
ALL_VALUES = tuple(
    (kind, name, value) for kind, names in ATTRIBUTES.items() for name, values in names.items() for value in values
)


@cache
def value_columns(kind: str, name: str) -> range:
    """Where an attribute's values stand among the values of all attributes."""
    first = next(i for i, v in enumerate(ALL_VALUES) if v[:2] == (kind, name))
    return range(first, first + len(ATTRIBUTES[kind][name]))


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame: indices of words; `roles` gives runs of words `(first, last)`, both included, or single words.

    `score` is the probability of the anchor, `choices` that of each attribute's value; `links` are the words that a mention may
    share its actor with, each with its probability.
    """

    kind: str
    anchor: int
    score: float
    roles: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, float] = field(default_factory=dict)
    links: tuple[tuple[int, float], ...] = ()


def probability(scores: Floats) -> Floats:
    """The logistic function."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float32)


def runs(scores: Floats, penalty: float) -> list[tuple[int, int]]:
    """The stretches of words that are in rather than out: the best sequence where each change costs `penalty`.

    `scores` are log odds; linear in the words (Viterbi over two states).
    """
    likely = np.flatnonzero(scores > 0)
    if not len(likely):
        return []
    begin = int(likely[0])  # no stretch begins or ends with a word that is rather out
    outside, inside, back = 0.0, -penalty, []
    for score in scores[begin : likely[-1] + 1].tolist():
        from_inside = (inside - penalty > outside, outside - penalty < inside)
        outside, inside = max(outside, inside - penalty), max(inside, outside - penalty) + score
        back.append(from_inside)
    state, found, last = inside - penalty > outside, list[tuple[int, int]](), -1
    for index in range(len(back) - 1, -1, -1):
        if state and last < 0:
            last = index
        before = back[index][1] if state else back[index][0]
        if state and not before:
            found.append((begin + index, begin + last))
            last = -1
        state = before
    if last >= 0:
        found.append((begin, begin + last))
    return found[::-1]


def softmax(scores: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)


def attributes_of(kind: str, values: Floats) -> tuple[dict[str, str], dict[str, float]]:
    """The likeliest value of each attribute of a kind, and its probability; `values` are the scores at the anchor."""
    chosen, sure = {}, {}
    for name, allowed in ATTRIBUTES.get(kind, {}).items():
        at = value_columns(kind, name)
        chances = softmax(values[at.start : at.stop])
        best = int(chances.argmax())
        chosen[name], sure[name] = allowed[best], float(chances[best])
    return chosen, sure


def spans_of(role: str, scores: Floats, anchor: int) -> tuple[tuple[int, int], ...]:
    """The words in a role: each alone where it points at other anchors, else runs; the anchor is in the runs it is part of."""
    if role in POINTING:
        return tuple((int(i), int(i)) for i in np.flatnonzero(scores > 0))
    if role in HOLDING and 0 <= anchor < len(scores):
        scores = scores.copy()
        scores[anchor] = max(scores[anchor], CERTAIN)
    return tuple(runs(scores, SHORT if role in FEW_WORDS else LONG))
