"""Review: what to look at first, what people decided, and how often the machine was right where they looked."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from heapq import nsmallest
from itertools import chain, islice, pairwise
from math import log2, sqrt
from typing import Any

from summitry.article import Span
from summitry.ledger.account import Account
from summitry.ledger.match import Report
from summitry.queries.answering import answered
from summitry.queries.answers import Agreement, Decided, DecidedRecord, Evidence, Precision, Queue, QueueLine
from summitry.queries.evidence import account_of, carried_by, evidence_of, marked, text_order, words_of
from summitry.queries.places import places
from summitry.records import KINDS, REFERENCES, Deadline, Document, Event, Record, RecordId, kind_of
from summitry.review.decisions import Decision, in_force, taken_back
from summitry.review.reviewed import Outcome, Verdict, outcome
from summitry.stores import View

RANKED = 1000  # records of a kind that are kept ready for the queue
MOST = 50  # lines of the queue: about what one reviews at one go
# How much of the account a record of a kind carries; an event that is a meeting carries as much as a demand.
WEIGHTS = {
    "statements": 1,
    "events": 2,
    "commitments": 5,
    "conditions": 3,
    "demands": 4,
    "obstacles": 3,
    "orders": 3,
    "questions": 2,
}
STEPS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)  # bands of confidence, as accuracy is reported
CERTAINTY = 1.96  # standard deviations to either side that hold 95 % of a normal distribution
ALIKE = 8  # candidates for a merge


# What to look at ---------------------------------------------------------------------------------------------------


def queue(view: View, kind: str | None = None, most: int = MOST) -> Queue:
    """Records that nobody has judged, by doubt and weight; those about which reviewers disagree come first."""
    account = view.reviewed
    kinds = {i: next(t.kind for d in decided for t in d.targets) for i, decided in account.history.items()}
    judged = {i for i, decided in account.history.items() if _judged(decided)}
    looked_at = judged.union(account.disputed)
    disputed = [view.record(i) for i in sorted(account.disputed) if kind in (None, kinds[i])]
    waiting = (one for one in _in_order(view) if kind in (None, one.kind) and one.id not in looked_at)
    first = list(islice(waiting, max(0, most - len(disputed))))
    there = {record.id: (d, record) for d in view.holding([one.id for one in first]) for record in d.records()}
    lines = [_line(view, Report(*found), _ranked(found[1])) for found in disputed]
    lines += (_line(view, Report(*there[one.id]), one) for one in first if one.id in there)
    total = sum(number for of, number in ranking(view).numbers.items() if kind in (None, of))
    seen = sum(1 for i in looked_at - account.added if kind in (None, kinds[i]))
    return Queue(len(disputed) + total - seen, len(judged), tuple(lines[:most]))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A record with what its place in the queue follows from; `told` counts the reports of its matter, `referred` what refers to it."""

    id: RecordId
    kind: str
    told: int
    referred: int
    doubt: float
    weight: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was read, by doubt times weight, and how much there is of each kind."""

    numbers: dict[str, int]
    lines: Sequence[Ranked]


@partial(answered, of="read")
def _ranking(view: View, most: int | None) -> Ranking:
    """What was read, at most so many of a kind, by doubt and weight: no decision changes it, and each is followed by a look at the queue."""
    account = account_of(view)
    if view.decisions:
        account = Account(view.readings, like=account)
    told = Counter({r.record.id: len(m.reports) for m in account.state.matters() for r in m.reports})
    found: defaultdict[str, list[tuple[float, int, Record, Ranked]]] = defaultdict(list)
    for number, document in enumerate(view.readings):
        referred = _referred_to(document)
        for record in document.records():
            one = _ranked(record, told[record.id], referred[record.id])
            found[one.kind].append((-one.doubt * one.weight, number, record, one))
    first = [line for lines in found.values() for line in _first(lines, most)]
    first.sort(key=lambda line: (line[0], line[1], text_order(line[2])))
    return Ranking({kind: len(lines) for kind, lines in found.items()}, tuple(line[3] for line in first))


def ranking(view: View) -> Ranking:
    """As much of it as is kept ready."""
    return _ranking(view, RANKED)


def _first(lines: list[tuple[float, int, Record, Ranked]], most: int | None) -> list[tuple[float, int, Record, Ranked]]:
    """The first so many lines, whose order is that of scores, then of articles, then of their texts."""
    if most is None or len(lines) <= most:
        return lines
    last = nsmallest(most, (line[0] for line in lines))[-1]
    likely = [line for line in lines if line[0] <= last]
    return sorted(likely, key=lambda line: (line[0], line[1], text_order(line[2])))[:most]


def _in_order(view: View) -> Iterator[Ranked]:
    """All that was read, by doubt and weight; beyond what is kept it is ranked anew."""
    first, seen = ranking(view), Counter[str]()
    for place, one in enumerate(first.lines, 1):
        yield one
        seen[one.kind] += 1
        if seen[one.kind] == RANKED < first.numbers[one.kind]:
            yield from islice(_ranking(view, None).lines, place, None)
            return


def _ranked(record: Record, told: int = 0, referred: int = 0) -> Ranked:
    kind = kind_of(record)
    doubt = 1.0 if record.confidence is None else 1.0 - abs(2.0 * record.confidence - 1.0)
    own = WEIGHTS["demands" if isinstance(record, Event) and record.meeting else kind]
    return Ranked(record.id, kind, told, referred, doubt, own * (1.0 + log2(max(told, 1) + referred)))


@dataclass(frozen=True, slots=True)
class Wordings:
    """The matters of a ledger, by the words of their first reports, oldest first.

    `matters` are their ids; `having` says by a kind and a word which of them have it, by their places among `matters`, and how many
    words each of these has.
    """

    matters: Sequence[RecordId]
    having: Mapping[str, tuple[tuple[int, int], ...]]


@answered
def wordings(view: View) -> Wordings:
    """By which words the matters are told."""
    firsts = sorted((matter.reports[0] for matter in account_of(view).state.matters()), key=lambda r: r.order)
    having: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for n, report in enumerate(firsts):
        own = _words(report)
        for word in own:
            having[f"{kind_of(report.record)} {word}"].append((n, len(own)))
    return Wordings(tuple(report.record.id for report in firsts), {word: tuple(held) for word, held in having.items()})


def alike(view: View, record_id: RecordId) -> tuple[Evidence, ...]:
    """Reports of other matters of the same kind, likest in their words first: what the record may be merged with.

    Raises:
        UnknownIdError: the view has no such record.
    """
    document, record = view.record(record_id)
    own, known, its = _words(Report(document, record)), wordings(view), places(view).matters.get(record.id)
    postings = [known.having.get(f"{kind_of(record)} {word}", ()) for word in own]
    shared = Counter(chain.from_iterable(postings))
    shares = ((-count / (len(own) + size - count), n) for (n, size), count in shared.items())
    likest = [known.matters[n] for _, n in nsmallest(ALIKE + 1, shares)]
    likest = [first for first in likest if first != its][:ALIKE]
    there = {r.id: Report(d, r) for d in view.holding(likest) for r in d.records()}
    return tuple(evidence_of(there[i]) for i in likest if i in there)


def _words(report: Report[Any]) -> set[str]:
    return set(report.words(*carried_by(report.record)))


def _referred_to(document: Document) -> Counter[RecordId]:
    """How many records of the article refer to each."""
    found: Counter[RecordId] = Counter()
    for kind, names in REFERENCES.items():
        for record in getattr(document, kind):
            for name in names:
                held = getattr(record, name)
                found.update((held,) if isinstance(held, str) else held or ())
    return found


def _line(view: View, report: Report[Record], one: Ranked) -> QueueLine:
    line = marked(report)
    sides = view.reviewed.disputed.get(line.id, ())
    return QueueLine(
        id=line.id,
        kind=line.kind,
        label=line.label,
        who=line.who,
        text=words_of(report.document.article, line.spans),
        confidence=report.record.confidence,
        doubt=round(one.doubt, 3),
        weight=round(one.weight, 3),
        score=round(one.doubt * one.weight, 3),
        reasons=tuple(_reasons(report.record, one, sides)),
        disputed=tuple(_decided(view, d) for d in sides),
        evidence=evidence_of(report),
    )


def _reasons(record: Record, one: Ranked, sides: Sequence[Decision]) -> Iterator[str]:
    sure = record.confidence
    if sides:
        yield f"{_in_a_row(sorted({d.by for d in sides}))} disagree"
    yield "how sure is not known" if sure is None else f"{100 * sure:.0f} % sure"
    if one.told > 1:
        yield f"told by {one.told} reports"
    if one.referred:
        yield f"{one.referred} other records refer to it" if one.referred > 1 else "another record refers to it"


def _in_a_row(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


# What was decided --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Ledger:
    """What is looked up for each decision shown."""

    documents: Mapping[str, Document]  # by the sha256 of their texts
    stands: frozenset[str]
    disputed: frozenset[str]


@lru_cache(maxsize=4)  # a page shows many decisions of one view
def _ledger(view: View) -> _Ledger:
    return _Ledger(
        {d.article.sha256: d for d in view.reviewed.documents},
        frozenset(d.id for d in view.decisions) - taken_back(view.decisions),
        frozenset(d.id for sides in view.reviewed.disputed.values() for d in sides),
    )


def history(view: View, record_id: RecordId | None = None) -> tuple[Decided, ...]:
    """What people decided, newest first; about one record, oldest first."""
    if record_id is None:
        return tuple(_decided(view, d) for d in reversed(view.decisions))
    account = view.reviewed
    return tuple(_decided(view, d) for d in account.history.get(account.found.get(record_id, record_id), ()))


def outcome_of(view: View, record_id: RecordId) -> Outcome | None:
    """What people made of a record; null where nobody judged it."""
    judged = _judged(view.reviewed.history.get(record_id, ()))
    return outcome(judged) if judged else None


def _judged(decided: Iterable[Decision]) -> list[Decision]:
    return [d for d in in_force(decided) if d.action in ("accept", "correct", "reject")]


def _decided(view: View, made: Decision) -> Decided:
    ledger = _ledger(view)
    was, now = _change(ledger.documents.get(made.targets[0].text), made) if made.field else ("", "")
    return Decided(
        id=made.id,
        action=made.action,
        by=made.by,
        at=made.at,
        records=tuple(
            DecidedRecord(view.reviewed.found.get(t.ids[0]), t.kind, " … ".join(t.record["quotes"]))
            for t in made.targets
        ),
        field=made.field,
        value=made.value,
        was=was,
        now=now,
        note=made.note,
        undoes=made.undoes,
        stands=made.id in ledger.stands,
        disputed=made.id in ledger.disputed,
    )


def _change(document: Document | None, made: Decision) -> tuple[str, str]:
    """What a correction found and what it set, in words."""
    then, field = made.targets[0].read(), made.field or ""
    now = replace(made.targets[0], record=made.targets[0].record | {field: made.value}).read()
    return in_words(document, getattr(then, field)), in_words(document, getattr(now, field))


def in_words(document: Document | None, value: Any) -> str:
    """What a field of a record holds, for reading; without its document, actors stay ids and passages positions."""
    match value:
        case None | ():
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case Span():
            return f"“{document.article.quote(value)}”" if document else f"{value.start}–{value.end}"
        case Deadline():
            days = " to ".join(dict.fromkeys(day for day in (value.earliest, value.latest) if day))
            return value.event or days or "nothing"
        case tuple():
            return ", ".join(in_words(document, one) for one in value)
    names = {actor.id: actor.name for actor in document.actors} if document else {}
    return names.get(value, str(value).replace("_", " "))


# How often the machine was right -----------------------------------------------------------------------------------


def agreement(view: View) -> Agreement:
    """The precision of the machine as reviewers measured it: over all, by kind, and by how sure it was."""
    verdicts = view.reviewed.verdicts
    bands = (
        (least, below, [v for v in verdicts if v.confidence is not None and least <= v.confidence < below])
        for least, below in pairwise(STEPS)
    )
    return Agreement(
        overall=_precision(verdicts) if verdicts else None,
        kinds=tuple(_precision(own, kind) for kind in KINDS if (own := [v for v in verdicts if v.kind == kind])),
        bands=tuple(_precision(own, None, least, min(below, 1.0)) for least, below, own in bands if own),
    )


def _precision(
    verdicts: Sequence[Verdict], kind: str | None = None, least: float | None = None, below: float | None = None
) -> Precision:
    counts = Counter(v.outcome for v in verdicts)
    sure = [v.confidence for v in verdicts if v.confidence is not None]
    n, share = len(verdicts), counts["accepted"] / len(verdicts)
    low, high = _wilson(share, n)
    return Precision(
        kind=kind,
        least=least,
        below=below,
        confidence=round(sum(sure) / len(sure), 3) if sure else None,
        judged=n,
        accepted=counts["accepted"],
        corrected=counts["corrected"],
        rejected=counts["rejected"],
        precision=round(share, 4),
        low=round(low, 4),
        high=round(high, 4),
    )


def _wilson(share: float, n: int) -> tuple[float, float]:
    """The interval that holds the true share of which `n` drawn cases show `share`, with 95 % certainty (Wilson 1927)."""
    z = CERTAINTY * CERTAINTY / n
    middle, half = share + z / 2, CERTAINTY * sqrt(share * (1 - share) / n + z / (4 * n))
    return max(0.0, (middle - half) / (1 + z)), min(1.0, (middle + half) / (1 + z))
