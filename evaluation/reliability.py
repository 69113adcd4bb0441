"""How sure records are and how often they are right: what a confidence of 0.8 is worth on texts nobody trained on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluation import ledger
from evaluation.ledger import Comparison, Row

STEPS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
# What makes a record right: the headline measure of its kind.
RIGHT = {m.pairing.kind: m for m in ledger.HEADLINES if m.pairing.kind != "times" and not m.pairing.only}


@dataclass(frozen=True, slots=True)
class Judged:
    """One of our records: its kind, how sure it is, whether it is right."""

    kind: str
    confidence: float
    right: bool


def judged(comparisons: Iterable[Comparison]) -> list[Judged]:
    """Every record that has a confidence, judged against gold by the headline measure of its kind."""
    out = []
    for comparison in comparisons:
        for kind in RIGHT:
            good = {row["id"] for row in right(comparison, kind)}
            out += [
                Judged(kind, row["confidence"], row["id"] in good)
                for row in comparison.found[kind]
                if row.get("confidence") is not None
            ]
    return out


def right(comparison: Comparison, kind: str) -> list[Row]:
    """Our records of a kind that are right."""
    measure = RIGHT[kind]
    pairs = ledger.pair_rows(measure.pairing, comparison)
    return [found for gold, found in pairs if measure.right(comparison, gold, found)]


def table(records: Sequence[Judged]) -> list[tuple[str, ...]]:
    """A row a step of confidence: how many records, how sure they are on average, how many of them are right."""
    rows: list[tuple[str, ...]] = []
    for low, high in pairwise(STEPS):
        held = [r for r in records if low <= r.confidence < high]
        if held:
            mean = sum(r.confidence for r in held) / len(held)
            share = sum(r.right for r in held) / len(held)
            rows.append((f"{low:.1f} to {min(high, 1.0):.1f}", str(len(held)), f"{mean:.2f}", f"{share:.2f}"))
    return rows


def error(records: Sequence[Judged]) -> float:
    """The expected calibration error: how far confidence and share of right lie apart, weighed by records."""
    total = 0.0
    for low, high in pairwise(STEPS):
        held = [r for r in records if low <= r.confidence < high]
        total += abs(sum(r.confidence for r in held) - sum(r.right for r in held))
    return round(total / max(len(records), 1), 3)
