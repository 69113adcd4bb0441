"""Whether a text is about parties and their dealings (states, armed groups, unions that negotiate) or about something else."""

from dataclasses import replace
from math import exp

from summitry.language.analysis import Analysis
from summitry.language.lexicon import lexicon
from summitry.records import Document, Problem

SHORTEST = 4  # words; what is shorter is a heading, a dateline, a name
# How many times commoner a sentence is in reports of negotiations than elsewhere, in log odds: one that has a word of
# `data/topic.toml`, one that has none; and where a text begins, since most of what is read are such reports. Measured on the
# development part of our corpus (31 sentences in 100 have such a word) and on `training/off_topic` (fewer than one has).
SPEAKS, SILENT, PRIOR = 3.3, -0.36, 1.4
ELSEWHERE = Problem(
    "the text does not seem to be about parties and their dealings: "
    "no commitments, conditions, demands, obstacles, orders and questions are looked for"
)


def on_topic(a: Analysis, document: Document) -> Document:
    """The document; where the text is likelier about something else, without the records that only parties' dealings make."""
    if about(a) >= 0.5:
        return document
    return replace(
        document,
        commitments=(),
        conditions=(),
        demands=(),
        obstacles=(),
        orders=(),
        questions=(),
        problems=(*document.problems, ELSEWHERE),
    )


def about(a: Analysis) -> float:
    """The probability that the text is about parties: a naive Bayes estimate over its sentences."""
    words = frozenset[str]().union(*lexicon("topic")["words"].values())
    odds = PRIOR
    for s in a.sentences:
        if s.last - s.first >= SHORTEST:
            speaks = any(t.text.lower() in words for t in a.tokens[s.first : s.last])
            odds += SPEAKS if speaks else SILENT
    return 1 / (1 + exp(-odds))
