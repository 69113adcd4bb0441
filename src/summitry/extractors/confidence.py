"""How sure a record is: what each reading and its parties say for it, weighed as records of held-out reports were right."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp, log

from summitry.article import Span
from summitry.extractors.merging import redirected
from summitry.language.actors import is_stranger
from summitry.language.analysis import Analysis
from summitry.records import KINDS, Document, Event, Record, RecordId, Statement, key

# What is weighed: a constant, whether the model and whether rules find it, the log odds that the model gives what it finds and
# what only rules find, and which shares of its parties are strangers to the actor table and without a name.
FEATURES = ("always", "model", "rules", "odds", "doubt", "strangers", "unnamed")
FARTHEST = 4.0  # log odds beyond which the model is believed no more
# ... and those against what only rules find: it has seen fewer kinds of news than a rule holds for.
DOUBT = 0.5
DOUBTFUL = (
    0.125  # of what lies between what is kept and what is certain: so far an event may be and not count as a meeting
)
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


def weighed(
    a: Analysis, document: Document, by_rules: Collection[RecordId], weights: Weights, least: float
) -> Document:
    """The records that are right with a probability of `least` or more, which becomes their confidence.

    Before, it is the probability that the model gives them, null where only rules (`by_rules`) find them.
    """
    sure: dict[RecordId, float] = {}
    for kind, record, values in features(a, document, by_rules):
        sure[record.id] = round(1 / (1 + exp(-sum(w * v for w, v in zip(weights[kind], values, strict=True)))), 2)
    kept = {i for i, chance in sure.items() if chance >= least}
    # A condition needs what hangs on it: of all that does, the surest.
    kept |= {max(c.on, key=lambda i: sure[i]) for c in document.conditions if c.id in kept}
    held = {kind: [_as_sure(r, sure[r.id], least) for r in getattr(document, kind) if r.id in kept] for kind in KINDS}
    return redirected(document, held, {})


def _as_sure(record: Record, chance: float, least: float) -> Record:
    """A record with its confidence; of a doubtful event it is not said that it is a meeting, for which others would be taken."""
    if isinstance(record, Event) and record.meeting and chance < least + DOUBTFUL * (1 - least):
        return replace(record, confidence=chance, meeting=False)
    return replace(record, confidence=chance)


def features(
    a: Analysis, document: Document, by_rules: Collection[RecordId]
) -> Iterator[tuple[str, Record, tuple[float, ...]]]:
    """Each record with its kind and its values of `FEATURES`."""
    kind_of = {actor.id: actor.kind for actor in document.actors}
    for kind in KINDS:
        for record in getattr(document, kind):
            parties = getattr(record, PARTIES[kind], ())
            some = max(1, len(parties))
            unnamed = sum(kind_of.get(i) == "unnamed" for i in parties) / some
            strangers = sum(is_stranger(i) for i in parties) / some
            score, found = record.confidence, record.id in by_rules
            odds = 0.0 if score is None else _within(FARTHEST, _log_odds(score))
            doubt = 0.0 if score is not None else _within(DOUBT, a.odds(kind.removesuffix("s"), _anchoring(record)))
            yield kind, record, (1.0, float(score is not None), float(found), odds, doubt, strangers, unnamed)


def _anchoring(record: Record) -> Sequence[Span]:
    """The characters among which the model would look for the word that a record hangs on."""
    return (*record.cue, *record.source) or record.content if isinstance(record, Statement) else key(record)


def _log_odds(chance: float) -> float:
    near = min(max(chance, 0.001), 0.999)
    return log(near / (1 - near))


def _within(most: float, odds: float) -> float:
    return max(-most, min(most, odds))
