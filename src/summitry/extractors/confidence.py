"""How sure a record is: what each reading and its parties say for it, weighed as records of held-out reports were right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, log

from summitry.extractors.merging import redirected
from summitry.language.actors import is_stranger
from summitry.records import KINDS, Document, Record, RecordId

# What is weighed: a constant, whether the model and whether rules find it, the log odds that the model gives it, and which
# shares of its parties are strangers to the actor table and without a name.
FEATURES = ("always", "model", "rules", "odds", "strangers", "unnamed")
FARTHEST = 4.0  # log odds beyond which the model is believed no more
# Whose record it is.
PARTIES = {
    "statements": "speaker",
    "events": "actor",
    "commitments": "maker",
    "conditions": "required_of",
    "demands": "by",
    "obstacles": "between",
    "orders": "according_to",
    "questions": "",
}
Weights = Mapping[str, Sequence[float]]  # of the features, by kind of record


def weighed(document: Document, by_rules: Collection[RecordId], weights: Weights, least: float) -> Document:
    """The records that are right with a probability of `least` or more, which becomes their confidence.

    Before, it is the probability that the model gives them, null where only rules (`by_rules`) find them.
    """
    held: dict[str, list[Record]] = {kind: [] for kind in KINDS}
    for kind, record, values in features(document, by_rules):
        sure = 1 / (1 + exp(-sum(w * v for w, v in zip(weights[kind], values, strict=True))))
        if sure >= least:
            held[kind].append(replace(record, confidence=round(sure, 2)))
    return redirected(document, held, {})


def features(document: Document, by_rules: Collection[RecordId]) -> Iterator[tuple[str, Record, tuple[float, ...]]]:
    """Each record with its kind and its values of `FEATURES`."""
    kind_of = {actor.id: actor.kind for actor in document.actors}
    for kind in KINDS:
        for record in getattr(document, kind):
            parties = getattr(record, PARTIES[kind], ())
            some = max(1, len(parties))
            unnamed = sum(kind_of.get(i) == "unnamed" for i in parties) / some
            strangers = sum(is_stranger(i) for i in parties) / some
            score, found = record.confidence, record.id in by_rules
            odds = 0.0 if score is None else _log_odds(score)
            yield kind, record, (1.0, float(score is not None), float(found), odds, strangers, unnamed)


def _log_odds(chance: float) -> float:
    near = min(max(chance, 0.001), 0.999)
    return max(-FARTHEST, min(FARTHEST, log(near / (1 - near))))
