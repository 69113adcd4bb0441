"""What the headline measures count against us, record by record with its words: where to look for classes of error."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.ledger import HEADLINES, Comparison, Measure, Row, characters
from evaluation.pairing import pair, runs

# What tells a record of each kind from others, beside its words; actor fields are shown by the gold's ids.
SHOWN = {
    "times": ("value", "earliest", "latest"),
    "statements": ("speaker", "mode"),
    "events": ("plover", "modality", "actor", "recipient"),
    "commitments": ("maker", "force", "polarity"),
    "conditions": ("kind",),
    "demands": ("by", "to"),
}
ACTORS = ("speaker", "actor", "recipient", "maker", "by", "to")


@dataclass(frozen=True, slots=True)
class Errors:
    """One measure, one article: gold `missed`, found in excess (`spurious`), paired but `wrong` as `(gold, found)`."""

    missed: tuple[Row, ...]
    spurious: tuple[Row, ...]
    wrong: tuple[tuple[Row, Row], ...]


def find(measure: Measure, comparison: Comparison) -> Errors:
    """The errors of one measure in one article, as its documents order them."""
    pairing = measure.pairing
    gold, found = pairing.rows(comparison.gold), pairing.rows(comparison.found)
    pairs = sorted(pair(gold, found, pairing.likeness, least=pairing.least))
    met, given = {i for i, _ in pairs}, {j for _, j in pairs}
    return Errors(
        missed=tuple(g for i, g in enumerate(gold) if i not in met),
        spurious=tuple(f for j, f in enumerate(found) if j not in given),
        wrong=tuple((gold[i], found[j]) for i, j in pairs if not measure.right(comparison, gold[i], found[j])),
    )


def lines(articles: Mapping[str, Comparison], most: int, kind: str | None = None) -> Iterator[str]:
    """The errors of every headline measure in words.

    Args:
        articles: by name.
        most: how many missed, spurious and wrong records of each measure to show.
        kind: a key of the record scheme (`events`), or null for all.
    """
    for measure in HEADLINES:
        if kind not in (None, measure.pairing.kind):
            continue
        found = [(name, c, find(measure, c)) for name, c in articles.items()]
        missed = [f"{name}: {_tell(measure, c, r)}" for name, c, e in found for r in e.missed]
        spurious = [f"{name}: {_tell(measure, c, r, ours=True)}" for name, c, e in found for r in e.spurious]
        wrong = [
            f"{name}: {_tell(measure, c, g)}\n      ours: {_tell(measure, c, f, ours=True)}"
            for name, c, e in found
            for g, f in e.wrong
        ]
        for sort, told in (("missed", missed), ("spurious", spurious), ("wrong", wrong)):
            yield f"{measure.name}, {sort}: {len(told)}"
            yield from (f"  {line}" for line in _spread(told, most))


def _spread(told: Sequence[str], most: int) -> Sequence[str]:
    """At most so many lines, taken evenly, so that all articles have a say."""
    return told[:: -(-len(told) // most)] if told else ()


def _tell(measure: Measure, comparison: Comparison, row: Row, *, ours: bool = False) -> str:
    """A record in a line: its words, what it says, and for one of ours the rule that made it."""
    words = " → ".join(_quote(comparison.text, row.get(part)) for part in measure.pairing.parts)
    said = [f"{field}={_value(comparison, row, field, ours)}" for field in SHOWN.get(measure.pairing.kind, ())]
    why = [f"({row['why']})"] if row.get("why") else []
    return " ".join([f"“{words}”", *said, *why])


def _value(comparison: Comparison, row: Row, field: str, ours: bool) -> Any:
    if field not in ACTORS:
        return row.get(field)
    actors = comparison.names.all(row.get(field)) if ours else row.get(field) or ()
    return ",".join(sorted(actors)) or "nobody"


def _quote(text: str, spans: Sequence[Any] | None) -> str:
    """The words of spans on one line, `…` where something is left out between them."""
    pieces = [text[first:last] for first, last in runs(characters(spans))]
    return " ".join(" … ".join(pieces).split())
