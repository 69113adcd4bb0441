"""How a commitment stands, on three axes with the history of each: its position, its performance, the evidence for it.

Each step rests on a report and was known from the day of its publication on; when the thing itself happened is kept beside.
An article that merely mentions a promise takes no step back: silence is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from summitry.article import Span
from summitry.ledger.disputes import Dispute
from summitry.ledger.links import Bearing, is_only_supposed, voices
from summitry.ledger.match import Report
from summitry.ledger.remembering import remembered
from summitry.ledger.state import Item
from summitry.ledger.turns import word_of
from summitry.records import Actor, Commitment, Event, Status

Position = Literal[
    "wished", "offered", "conditional", "pledged", "agreed", "binding", "refused", "withdrawn", "superseded", "lapsed",
]  # fmt: skip
Performance = Literal["not_started", "started", "partly_done", "done", "stalled", "reversed", "breached"]
Backing = Literal["claimed", "acknowledged", "reported", "verified", "disputed"]

V = TypeVar("V", bound=str)

# From the weakest tie to the strongest; what holds no more stands outside.
LADDER: tuple[Position, ...] = ("wished", "offered", "conditional", "pledged", "agreed", "binding")
_FORCES: dict[str, Position] = {
    "intention": "wished",
    "offer": "offered",
    "pledge": "pledged",
    "agreed": "agreed",
    "binding": "binding",
}
_STATUSES: dict[Performance, Status] = {
    "not_started": "open",
    "started": "in_progress",
    "partly_done": "in_progress",
    "stalled": "in_progress",
    "done": "done",
    "reversed": "broken",
    "breached": "broken",
}
_WHEN = ("before", "after")  # what tells only when makes nothing conditional
_UNPERFORMED: tuple[Position, ...] = ("wished", "offered", "conditional")  # what lapses with its deadline
_BACKINGS: tuple[Backing, ...] = ("claimed", "acknowledged", "reported", "verified")


@dataclass(frozen=True)
class Step(Generic[V]):
    """What an axis became: with the report it rests on, according to whom (nobody: the reporter), and why."""

    value: V
    report: Report[Any]
    by: tuple[Actor, ...]
    why: str

    @property
    def day(self) -> str:
        """The ISO day from which it was known; empty where that is unknown."""
        return self.report.day

    @property
    def happened(self) -> tuple[str | None, str | None]:
        """The days on which it came about, where the text dates it; null where open."""
        record = self.report.record
        return (record.earliest, record.latest) if isinstance(record, Event) else (None, None)


@dataclass(frozen=True)
class Course:
    """The steps of a commitment on each axis, oldest first; there is always a position, and evidence for it."""

    position: tuple[Step[Position], ...]
    performance: tuple[Step[Performance], ...]
    evidence: tuple[Step[Backing], ...]

    def before(self, day: str) -> "Course":
        """As it was known before an ISO day."""
        return Course(
            tuple(s for s in self.position if s.day < day),
            tuple(s for s in self.performance if s.day < day),
            tuple(s for s in self.evidence if s.day < day),
        )

    def position_on(self, day: str | None, deadline: str | None) -> Position:
        """Its position on an ISO day: an offer that nobody took up by its deadline has lapsed."""
        now = self.position[-1].value
        late = bool(day and deadline and deadline < day)
        return "lapsed" if late and now in _UNPERFORMED and not self.performance else now

    def is_overdue(self, day: str | None, deadline: str | None) -> bool:
        """Whether its deadline has passed on an ISO day and it is neither done nor dropped."""
        dropped = self.position_on(day, deadline) not in LADDER
        return bool(day and deadline and deadline < day) and not dropped and self.performed not in ("done", "breached")

    @property
    def status(self) -> Status:
        """The sum of it: whichever axis moved last, where it is dropped."""
        last = self.position[-1]
        if last.value not in LADDER and not (self.performance and self.performance[-1].day > last.day):
            return "refused" if last.value == "refused" else "withdrawn"
        return _STATUSES[self.performed]

    @property
    def performed(self) -> Performance:
        """How far it has come."""
        return self.performance[-1].value if self.performance else "not_started"


def course(item: Item[Commitment], bearings: Sequence[Bearing], disputes: Iterable[Dispute]) -> Course:
    """The course of a commitment from its reports, from what bears on it, and from what is disputed about it."""
    told = {report.record.id for report in item.reports}
    deeds = [b for b in bearings if b.report.record.id not in told]
    performance = _performance(item, deeds)
    return Course(_position(item, deeds), performance, _evidence(item, performance, disputes))


# Position ----------------------------------------------------------------------------------------------------------


def _position(item: Item[Commitment], deeds: Sequence[Bearing]) -> tuple[Step[Position], ...]:
    turns = [(r.order, _told_position(r)) for r in item.reports]
    turns += [(b.report.order, _turned(b)) for b in deeds if b.link.kind in ("withdraws", "supersedes")]
    steps: list[Step[Position]] = []
    for _, step in sorted(turns, key=lambda turn: turn[0]):
        if not steps or _moves(steps[-1], step):
            if steps and steps[-1].day == step.day:
                steps.pop()  # the headline of the same article, or another paper of that day
            if not steps or steps[-1].value != step.value:
                steps.append(step)
    return tuple(steps)


def _told_position(report: Report[Commitment]) -> Step[Position]:
    value, why = _position_in(report)
    return Step(value, report, voices(report), why)


@remembered
def _position_in(report: Report[Commitment]) -> tuple[Position, str]:
    """The position that a report tells, and why."""
    record = report.record
    value, why = _FORCES[record.force], f"told as {record.force}"
    conditions = (c for c in report.document.conditions if c.kind not in _WHEN)
    hangs_on = [c for c in conditions if c.id in record.conditions or record.id in c.on]
    if record.status in ("refused", "withdrawn"):
        value = "refused" if record.status == "refused" else "withdrawn"
        why = f"told as {value}"
    elif hangs_on and LADDER.index(value) <= LADDER.index("pledged"):
        value, why = "conditional", f"hangs on “{report.document.article.quote(hangs_on[0].span)}”"
    return value, why


def _turned(bearing: Bearing) -> Step[Position]:
    record, why = bearing.report.record, "; ".join(bearing.link.reasons)
    if bearing.link.kind == "supersedes":
        return Step("superseded", bearing.report, voices(bearing.report), why)
    refused = isinstance(record, Event) and record.modality == "refused"
    return Step("refused" if refused else "withdrawn", bearing.report, voices(bearing.report), why)


def _moves(last: Step[Position], step: Step[Position]) -> bool:
    """Whether a report changes the position: up the ladder, to a condition, out of it, or back by a new offer."""
    if step.value not in LADDER:
        return step.value != last.value
    if last.value not in LADDER:
        return step.day > last.day and step.value != "wished"
    if step.value == "conditional":
        return LADDER.index(last.value) <= LADDER.index("pledged")
    ready = last.value != "conditional" or step.value in ("agreed", "binding")  # a report that leaves out the condition
    return ready and LADDER.index(step.value) > LADDER.index(last.value)


# Performance -------------------------------------------------------------------------------------------------------


def _performance(item: Item[Commitment], deeds: Sequence[Bearing]) -> tuple[Step[Performance], ...]:
    turns = [(r.order, _told_performance(r)) for r in item.reports]
    turns += [(b.report.order, _deed(b)) for b in deeds if b.link.kind in ("fulfils", "breaks")]
    steps: list[Step[Performance]] = []
    for _, step in sorted(turns, key=lambda turn: turn[0]):
        if step is None:
            continue
        now = steps[-1].value if steps else "not_started"
        again = step.value == "started" and now in ("partly_done", "done")
        undone = step.value in ("stalled", "reversed") and now == "not_started"
        if step.value != now and not again and not undone:
            steps.append(step)
    return tuple(steps)


def _told_performance(report: Report[Commitment]) -> Step[Performance] | None:
    told = _performance_in(report)
    return Step(told[0], report, voices(report), told[1]) if told else None


@remembered
def _performance_in(report: Report[Commitment]) -> tuple[Performance, str] | None:
    """What a report tells of how far it has come, and why."""
    status, around = report.record.status, _around(report, report.record.action)
    if status in ("broken", "done") and is_only_supposed(report):
        return None
    if status == "broken":
        return "breached", "told as broken"
    if turn := word_of("reversed", around):
        return "reversed", f"“{turn}”"
    if status == "open":
        return None
    if status == "in_progress" and (turn := word_of("stalled", around)):
        return "stalled", f"“{turn}”"
    if status in ("in_progress", "done"):
        part = word_of("partly", around)
        value: Performance = "partly_done" if part else "done" if status == "done" else "started"
        return value, f"“{part}”" if part else f"told as {status.replace('_', ' ')}"
    return None


def _deed(bearing: Bearing) -> Step[Performance]:
    report, why = bearing.report, "; ".join(bearing.link.reasons)
    if bearing.link.kind == "breaks":
        return Step("breached", report, voices(report), why)
    part = word_of("partly", _around(report, report.record.trigger))
    going_on = report.record.modality == "ongoing" and not report.record.meeting
    return Step("partly_done" if part else "started" if going_on else "done", report, voices(report), why)


def _around(report: Report[Any], focus: Span) -> str:
    """A report's sentence without the words of the act itself: "stop the tests" does not say that it has stopped."""
    quote = report.document.article.text
    pieces = [
        f"{quote[span.start : max(span.start, focus.start)]} {quote[min(span.end, focus.end) : span.end]}"
        if span.overlaps(focus)
        else quote[span.start : span.end]
        for span in report.record.evidence
    ]
    return " ".join(pieces)


# Evidence ----------------------------------------------------------------------------------------------------------


def _evidence(
    item: Item[Commitment], performance: Sequence[Step[Performance]], disputes: Iterable[Dispute]
) -> tuple[Step[Backing], ...]:
    """How well it is attested: first that it was promised, then, from the first deed on, what has come of it."""
    who = frozenset().union(*(r.parties(r.record.maker) for r in item.reports))
    begun = performance[0].report.order if performance else None
    turns = [(r.order, _backing(r, who)) for r in item.reports if begun is None or r.order < begun]
    turns += [(step.report.order, _backing(step.report, who, done=True)) for step in performance]
    for dispute in disputes:
        newer = next(s for s in dispute.sides if s.reports[0].record.id == dispute.link.subject).reports[0]
        turns.append((newer.order, Step("disputed", newer, voices(newer), f"disputed: {dispute.about}")))
    steps: list[Step[Backing]] = []
    for order, step in sorted(turns, key=lambda turn: turn[0]):
        now = steps[-1].value if steps else None
        if now != step.value and (now is None or order == begun or _firmer(now, step.value)):
            steps.append(step)
    return tuple(steps)


def _firmer(now: Backing, then: Backing) -> bool:
    if "disputed" in (now, then):
        return then in ("disputed", "verified")
    return _BACKINGS.index(then) > _BACKINGS.index(now)


def _backing(report: Report[Any], who: frozenset[str], *, done: bool = False) -> Step[Backing]:
    """Who vouches for what a report tells: who is bound, another party, the reporter, or somebody who has looked."""
    by = voices(report)
    parties = report.parties(actor.id for actor in by)
    # Observers see what is done; named in a promise, they are part of it.
    looked = word_of("verified", " ".join(report.record.quotes)) if done else None
    if by and looked and not parties & who and not any(actor.country for actor in by):
        return Step("verified", report, by, f"“{looked}”")
    if parties & who:
        return Step("claimed", report, by, "told by who is bound")
    if any(actor.country for actor in by):
        return Step("acknowledged", report, by, "told by another party")
    return Step("reported", report, by, "told by the reporter" if not by else "told by others")
