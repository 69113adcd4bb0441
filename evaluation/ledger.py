"""Score documents against gold documents of the record scheme, line by line; the headline is the mean of ten F1s.

Both are plain values: the gold as its JSON file holds it, ours as `summitry.records.to_json` gives it. Records are paired
by the characters they share, counts are pooled over all articles.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, TypeAlias

from evaluation.counts import Counts
from evaluation.pairing import jaccard, pair

Row: TypeAlias = Mapping[str, Any]
Scores: TypeAlias = dict[str, Counts]

# Agreeing, consulting and cooperating have no direction: who is named first does not matter.
JOINT = ("AGREE", "CONSULT", "COOPERATE")


@dataclass(frozen=True, slots=True)
class Pairing:
    """How records of a kind are paired: by the characters of `parts`, all of which must share at least `least`.

    `alike` is a field that must be equal; `only` a field that must be true for a record to take part at all.
    """

    kind: str
    parts: tuple[str, ...]
    least: float
    alike: str | None = None
    only: str | None = None

    def rows(self, document: Row) -> list[Row]:
        """The records of a document that take part."""
        rows = document.get(self.kind) or []
        return [r for r in rows if r.get(self.only)] if self.only else list(rows)

    def likeness(self, gold: Row, found: Row) -> float | None:
        """Shared characters of the least alike part, over all of its characters; null where the two differ in kind."""
        if self.alike and gold.get(self.alike) != found.get(self.alike):
            return None
        return min(jaccard(characters(gold.get(p)), characters(found.get(p))) for p in self.parts)


class Names:
    """Which actor of ours is which of the gold's; a stranger is nobody's equal."""

    def __init__(self, gold: Sequence[Row], found: Sequence[Row]) -> None:
        self._gold = {f["id"]: next((g["id"] for g in gold if is_same_actor(g, f)), None) for f in found}

    def known(self, actor: str) -> str | None:
        """The gold's id of an actor of ours, or null."""
        return self._gold.get(actor)

    def all(self, actors: Sequence[str] | None) -> set[str]:
        """The gold's ids of actors of ours; strangers keep a mark of their own."""
        return {self.known(a) or f"?{a}" for a in actors or ()}


@dataclass(frozen=True)
class Comparison:
    """One gold document beside ours of the same text."""

    gold: Row
    found: Row
    text: str = field(default="", repr=False)

    @cached_property
    def names(self) -> Names:
        """Who is who."""
        return Names(self.gold["actors"], self.found.get("actors") or [])

    def same_actors(self, field: str, gold: Row, found: Row) -> bool:
        """Whether a field of two records names the same actors, in any order."""
        return set(gold.get(field) or ()) == self.names.all(found.get(field))

    def conditions(self, gold: Row, found: Row) -> tuple[set[int], set[int]]:
        """The characters of the conditions that each of two records hangs on."""
        return _condition_characters(self.gold, gold), _condition_characters(self.found, found)


Judge: TypeAlias = Callable[[Comparison, Row, Row], bool]


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table: of the records paired, which are right, and out of how many.

    `of` is what is counted as to be found: all records, those of the pairs only, or those that have something to say in
    the matter.
    """

    name: str
    pairing: Pairing
    right: Judge
    headline: bool = False
    of: Literal["all", "pairs"] | Callable[[Row], bool] = "all"

    def count(self, comparison: Comparison, pairs: Sequence[tuple[Row, Row]]) -> Counts:
        """The counts of one article, given what `Pairing` has paired."""
        right = [(g, f) for g, f in pairs if self.right(comparison, g, f)]
        if self.of == "pairs":
            return Counts(len(right), len(pairs), len(pairs))
        gold, found = self.pairing.rows(comparison.gold), self.pairing.rows(comparison.found)
        if self.of == "all":
            return Counts(len(right), len(gold), len(found))
        speaks = self.of
        both = sum(speaks(g) and speaks(f) for g, f in right)
        return Counts(both, sum(map(speaks, gold)), sum(map(speaks, found)))


def characters(spans: Sequence[Any] | None) -> set[int]:
    """The offsets covered by one span `[start, end]` or by several."""
    if not spans:
        return set()
    pieces = [spans] if isinstance(spans[0], int) else spans
    return {offset for start, end in pieces for offset in range(start, end)}


def is_same_actor(gold: Row, found: Row) -> bool:
    """By Q number where both have one; else by name, a person also by surname, the unnamed also by where they stand."""
    if gold.get("wikidata") and found.get("wikidata"):
        return bool(gold["wikidata"] == found["wikidata"])
    ours, theirs = _name_words(found), _name_words(gold)
    if ours and ours == theirs:
        return True
    if gold["kind"] == "person" and ours and theirs and ours[-1] == theirs[-1]:
        return set(ours) <= set(theirs) or set(theirs) <= set(ours)
    if gold["kind"] != "unnamed":
        return False
    mentions = ((characters(f), characters(g)) for f in found.get("mentions") or () for g in gold.get("mentions") or ())
    return any(jaccard(f, g) >= 0.5 for f, g in mentions)


def _name_words(actor: Row) -> list[str]:
    return re.sub(r"[^\w ]", " ", (actor.get("name") or "").lower()).split()


def _condition_characters(document: Row, record: Row) -> set[int]:
    spans = {c.get("id"): c.get("span") for c in document.get("conditions") or ()}
    return {offset for i in record.get("conditions") or () for offset in characters(spans.get(i))}


# What is right -----------------------------------------------------------------------------------------------------


def paired(_comparison: Comparison, _gold: Row, _found: Row) -> bool:
    """To be paired is enough."""
    return True


def same_field(field: str) -> Judge:
    """The two agree in a field."""
    return lambda _, gold, found: gold.get(field) == found.get(field)


def same_actors(field: str) -> Judge:
    """The two name the same actors."""
    return lambda comparison, gold, found: comparison.same_actors(field, gold, found)


def same_interval(_comparison: Comparison, gold: Row, found: Row) -> bool:
    """The two cover the same days."""
    return _interval(gold) == _interval(found)


def same_chain(comparison: Comparison, gold: Row, found: Row) -> bool:
    """The two are relayed through the same actors in the same order."""
    return list(gold["chain"]) == [comparison.names.known(a) for a in found.get("chain") or ()]


def same_parties(comparison: Comparison, gold: Row, found: Row) -> bool:
    """The same actors do it to the same; what is done jointly has no direction."""
    if gold["plover"] in JOINT:
        ours = [*(found.get("actor") or ()), *(found.get("recipient") or ())]
        return {*gold["actor"], *gold["recipient"]} == comparison.names.all(ours)
    return comparison.same_actors("actor", gold, found) and comparison.same_actors("recipient", gold, found)


def same_terms(comparison: Comparison, gold: Row, found: Row) -> bool:
    """The same maker binds itself to do or to refrain, on the same conditions and by the same day."""
    theirs, ours = comparison.conditions(gold, found)
    return (
        comparison.same_actors("maker", gold, found)
        and ((not theirs and not ours) or jaccard(theirs, ours) >= 0.5)
        and _interval(gold.get("deadline")) == _interval(found.get("deadline"))
        and gold.get("polarity") == found.get("polarity")
    )


def has(field: str) -> Callable[[Row], bool]:
    """The record says something in a field."""
    return lambda row: bool(row.get(field))


def is_relayed(row: Row) -> bool:
    """The statement came through somebody else."""
    return len(row.get("chain") or ()) > 1


def _interval(row: Row | None) -> tuple[str | None, str | None]:
    return ((row or {}).get("earliest"), (row or {}).get("latest"))


# The table ---------------------------------------------------------------------------------------------------------

TIMES = Pairing("times", ("span",), 0.5)
STATEMENTS = Pairing("statements", ("content",), 0.5)
EVENTS = Pairing("events", ("trigger",), 0.01, alike="plover")
MEETINGS = Pairing("events", ("trigger",), 0.01, only="meeting")
COMMITMENTS = Pairing("commitments", ("action",), 0.5)
CONDITIONS = Pairing("conditions", ("span",), 0.5)
DEMANDS = Pairing("demands", ("what",), 0.5)
OBSTACLES = Pairing("obstacles", ("what",), 0.3)
QUESTIONS = Pairing("questions", ("what",), 0.3)
ORDERS = Pairing("orders", ("before", "after"), 0.3)

MEASURES = (
    Measure("time.span", TIMES, paired),
    Measure("time.interval", TIMES, same_interval, headline=True),
    Measure("statement.found", STATEMENTS, paired),
    Measure("statement.speaker", STATEMENTS, same_actors("speaker"), headline=True),
    Measure("statement.mode", STATEMENTS, same_field("mode"), of="pairs"),
    Measure("statement.relayed", STATEMENTS, same_chain, of=is_relayed),
    Measure("statement.medium", STATEMENTS, same_field("medium"), of=has("medium")),
    Measure("statement.hedge", STATEMENTS, paired, of=has("hedge")),
    Measure("event.typed", EVENTS, paired),
    Measure("event.modality", EVENTS, same_field("modality"), headline=True),
    Measure("event.actors", EVENTS, same_parties),
    Measure("meeting.modality", MEETINGS, same_field("modality"), headline=True),
    Measure("commitment.found", COMMITMENTS, paired),
    Measure("commitment.maker", COMMITMENTS, same_actors("maker"), headline=True),
    Measure("commitment.whole", COMMITMENTS, same_terms),
    Measure("commitment.firmness", COMMITMENTS, same_field("firmness"), of="pairs"),
    Measure("commitment.force", COMMITMENTS, same_field("force"), of="pairs"),
    Measure("condition", CONDITIONS, paired, headline=True),
    Measure("demand.by", DEMANDS, same_actors("by"), headline=True),
    Measure("obstacle", OBSTACLES, paired, headline=True),
    Measure("question", QUESTIONS, paired, headline=True),
    Measure("order", ORDERS, paired, headline=True),
)
HEADLINES = tuple(m for m in MEASURES if m.headline)


def compare(comparison: Comparison) -> Scores:
    """The counts of every line for one article, in the order of `MEASURES`."""
    pairs = {p: pair_rows(p, comparison) for p in dict.fromkeys(m.pairing for m in MEASURES)}
    return {m.name: m.count(comparison, pairs[m.pairing]) for m in MEASURES}


def pair_rows(pairing: Pairing, comparison: Comparison) -> list[tuple[Row, Row]]:
    """The records of a comparison that belong together."""
    gold, found = pairing.rows(comparison.gold), pairing.rows(comparison.found)
    return [(gold[i], found[j]) for i, j in pair(gold, found, pairing.likeness, least=pairing.least)]


def pool(scores: Sequence[Scores]) -> Scores:
    """The counts of several articles together."""
    return {m.name: sum((s[m.name] for s in scores), Counts()) for m in MEASURES}


def headline(scores: Scores) -> float:
    """The mean of the ten headline F1s, in per cent, to one decimal."""
    return round(sum(scores[m.name].f1 for m in HEADLINES) / len(HEADLINES), 1)
