"""The lines of the answers: a meeting, a commitment, a dispute ... as it stands on a day, with the words it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from summitry.ledger.account import Account
from summitry.ledger.courses import Course, Step
from summitry.ledger.deadlocks import Deadlock, Hold
from summitry.ledger.disputes import Dispute
from summitry.ledger.match import R, Report, dated
from summitry.ledger.state import Item, Meeting, meeting_state, sources
from summitry.ledger.turns import names_meeting
from summitry.queries.answering import kept
from summitry.queries.answers import (
    CommitmentLine,
    ConditionLine,
    DeadlineLine,
    DeadlockLine,
    DemandLine,
    DisputeLine,
    History,
    HoldLine,
    MeetingLine,
    ObstacleLine,
    OrderLine,
    QuestionLine,
    SideLine,
    StepLine,
    Who,
)
from summitry.queries.evidence import all_evidence, evidence_of, named, words_of
from summitry.records import (
    Actor,
    Commitment,
    Condition,
    Demand,
    Event,
    Obstacle,
    Order,
    Question,
    RecordId,
    Response,
    Status,
)

QUIET = 180  # days without a word after which a plan without a date is taken to have come to nothing
STATUSES: tuple[Status, ...] = ("open", "in_progress", "broken", "done", "withdrawn", "refused")


def meeting_line(meeting: Meeting, day: str | None) -> MeetingLine:
    """A meeting as it stands on an ISO day."""
    return MeetingLine(
        id=meeting.id,
        parties=met(meeting),
        place=meeting.place,
        earliest=meeting.earliest,
        latest=meeting.latest,
        state=meeting.state,
        passed=_passed(meeting, day),
        text=fullest_trigger(meeting.reports),
        sources=sources(meeting.reports),
        evidence=all_evidence(sorted(meeting.reports, key=lambda report: tells(report, meeting))),
    )


def tells(report: Report[Event], meeting: Meeting) -> tuple[bool, bool]:
    """Whether a report says how the meeting stands, and on which day."""
    return meeting_state(report) == meeting.state, not dated(report).vague


def _passed(meeting: Meeting, day: str | None) -> bool:
    if meeting.state != "planned" or day is None:
        return False
    if meeting.latest:
        return meeting.latest < day
    told = meeting.reports[-1].day
    return bool(told) and (date.fromisoformat(day) - date.fromisoformat(told)).days > QUIET


def met(meeting: Meeting) -> tuple[Who, ...]:
    """Who takes part: of each party the people where they are known, else the state or body; "both sides" where nobody else is."""
    found: dict[str, dict[Who, Actor]] = {}
    together: dict[Who, frozenset[str]] = {}
    for report in meeting.reports:
        for actor in report.actors((*report.record.actor, *report.record.recipient)):
            who, parties = Who(actor.id, actor.name), report.parties([actor.id])
            if len(parties) == 1:
                found.setdefault(min(parties), {})[who] = actor
            elif parties:
                together[who] = parties
    known = [who for who, parties in together.items() if not parties & found.keys()]
    for group in found.values():
        people = [who for who, actor in group.items() if actor.kind == "person"]
        known += people or list(group)
    return tuple(sorted(known, key=lambda who: (who.name, who.id)))


def fullest_trigger(reports: Sequence[Report[Event]]) -> str:
    """The fullest words by which an article names the event: those that name a meeting before others, what it is before how it ended."""

    def key(report: Report[Event]) -> tuple[bool, bool, int, str]:
        words = report.document.article.quote(report.record.trigger)
        return not names_meeting(words), report.record.modality in _ENDED, -len(words), words

    return min(map(key, reports))[-1]


_ENDED = ("cancelled", "refused", "denied")


def newest_first(items: Iterable[Item[R]]) -> list[Item[R]]:
    """By the day they were last told of."""
    by_id = sorted(items, key=lambda item: item.id)
    return sorted(by_id, key=lambda item: item.current.day, reverse=True)


def _reported(item: Item[R]) -> tuple[str | None, str | None]:
    """The days of the first and the last report."""
    return item.reports[0].day or None, item.current.day or None


def commitment_lines(
    account: Account, items: Iterable[Item[Commitment]], day: str | None
) -> tuple[CommitmentLine, ...]:
    """Commitments as they stand on an ISO day, newest first."""
    told = histories(account)
    return tuple(_commitment_line(i, account.courses[i.id], told[i.id], day) for i in newest_first(items))


def _commitment_line(item: Item[Commitment], course: Course, history: History, day: str | None) -> CommitmentLine:
    now, first_last = item.current, _reported(item)
    commitment = now.record
    deadline = next((_deadline(r, day) for r in reversed(item.reports) if r.record.deadline), None)
    position = course.position_on(day, deadline.latest if deadline else None)
    return CommitmentLine(
        id=item.id,
        maker=named(now, commitment.maker),
        beneficiary=named(now, commitment.beneficiary),
        action=now.document.article.quote(commitment.action),
        polarity=commitment.polarity,
        force=commitment.force,
        firmness=commitment.firmness,
        status=course.status,
        position=position,
        performance=course.performed,
        backing=course.evidence[-1].value,
        conditions=_conditions(item),
        deadline=deadline,
        overdue=course.is_overdue(day, deadline.latest if deadline else None),
        chain=named(now, commitment.chain),
        first_reported=first_last[0],
        last_reported=first_last[1],
        sources=sources(item.reports),
        history=history,
        evidence=all_evidence(item.reports),
    )


@kept
def histories(account: Account) -> Mapping[RecordId, History]:
    """How each commitment came to stand as it does, by its id."""
    return {i: _history_of(course) for i, course in account.courses.items()}


def _history_of(course: Course) -> History:
    """The steps of a commitment, ready to be shown."""
    return History(
        tuple(map(_step_line, course.position)),
        tuple(map(_step_line, course.performance)),
        tuple(map(_step_line, course.evidence)),
    )


def _step_line(step: Step[Any]) -> StepLine:
    earliest, latest = step.happened
    by = tuple(Who(actor.id, actor.name) for actor in step.by)
    return StepLine(step.value, step.day or None, earliest, latest, by, step.why, evidence_of(step.report))


def _deadline(report: Report[Commitment], day: str | None) -> DeadlineLine | None:
    deadline = report.record.deadline
    if deadline is None:
        return None
    left = None
    if day and deadline.latest:
        left = (date.fromisoformat(deadline.latest) - date.fromisoformat(day)).days
    return DeadlineLine(
        text=report.document.article.quote(deadline.span),
        value=deadline.value,
        earliest=deadline.earliest,
        latest=deadline.latest,
        event=deadline.event,
        days_left=left,
    )


def _conditions(item: Item[R]) -> tuple[ConditionLine, ...]:
    """What any report says the matter hangs on, newest first, each wording once."""
    lines: dict[str, ConditionLine] = {}
    for report in reversed(item.reports):
        for condition in _conditions_of(report):
            text = report.document.article.quote(condition.span)
            line = ConditionLine(
                condition.id, condition.kind, text, named(report, condition.required_of), condition.specified
            )
            lines.setdefault(text.casefold(), line)
    return tuple(lines.values())


def _conditions_of(report: Report[R]) -> list[Condition]:
    own = getattr(report.record, "conditions", ())
    return [c for c in report.document.conditions if c.id in own or report.record.id in c.on]


def demand_line(item: Item[Demand]) -> DemandLine:
    """A demand with its reports."""
    now, (first, last) = item.current, _reported(item)
    responses: tuple[Response, ...] = ("open", "accepted", "refused", "partly")
    return DemandLine(
        id=item.id,
        by=named(now, now.record.by),
        to=named(now, now.record.to),
        what=now.document.article.quote(now.record.what),
        response=next(r for r in responses if r == item.state),
        conditions=_conditions(item),
        first_reported=first,
        last_reported=last,
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


def obstacle_line(item: Item[Obstacle]) -> ObstacleLine:
    """An obstacle with its reports."""
    now, (first, last) = item.current, _reported(item)
    return ObstacleLine(
        id=item.id,
        what=now.document.article.quote(now.record.what),
        between=named(now, now.record.between),
        first_reported=first,
        last_reported=last,
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


def order_line(item: Item[Order]) -> OrderLine:
    """An order of two steps with its reports."""
    now, (first, last) = item.current, _reported(item)
    return OrderLine(
        id=item.id,
        before=now.document.article.quote(now.record.before),
        after=now.document.article.quote(now.record.after),
        according_to=named(now, now.record.according_to),
        strength=now.record.strength,
        first_reported=first,
        last_reported=last,
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


def question_line(item: Item[Question]) -> QuestionLine:
    """An open question with its reports."""
    now, (first, last) = item.current, _reported(item)
    return QuestionLine(
        id=item.id,
        what=now.document.article.quote(now.record.what),
        first_reported=first,
        last_reported=last,
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


def dispute_line(dispute: Dispute) -> DisputeLine:
    """A dispute with both its sides."""
    first = dispute.sides[0].reports[0]
    text, who = gist(first)
    return DisputeLine(
        id=dispute.link.subject,
        about=dispute.about,
        matter=dispute.matter,
        text=text,
        who=who,
        day=dispute.day or None,
        score=dispute.link.score,
        sides=tuple(SideLine(s.says, sources(s.reports), all_evidence(s.reports)) for s in dispute.sides),
    )


def deadlock_line(deadlock: Deadlock) -> DeadlockLine:
    """A deadlock with each party's hold, and as a sentence."""
    holds = tuple(map(_hold_line, deadlock.holds))
    return DeadlockLine(
        id=deadlock.holds[0].edge.report.record.id,
        day=deadlock.day or None,
        possible=deadlock.possible,
        sentence="; ".join(f"{_names(h.holder) or 'somebody'} wants “{h.before}” before “{h.after}”" for h in holds)
        + ".",
        holds=holds,
    )


def _hold_line(hold: Hold) -> HoldLine:
    edge = hold.edge
    reports = sorted({e.report.record.id: e.report for e in hold.edges}.values(), key=lambda r: r.order)
    return HoldLine(named(edge.report, edge.holder), edge.before.text, edge.after.text, all_evidence(reports))


def _names(who: Iterable[Who]) -> str:
    return ", ".join(one.name for one in who)


def gist_of(matter: Meeting | Item[Any]) -> tuple[str, tuple[Who, ...]]:
    """What a matter is about, in an article's words, and whose it is."""
    if isinstance(matter, Meeting):
        return fullest_trigger(matter.reports), met(matter)
    return gist(matter.current)


def gist(report: Report[Any]) -> tuple[str, tuple[Who, ...]]:
    """What a record is about, in its article's words, and whose matter it is."""
    record, quote = report.record, report.document.article.quote
    match record:
        case Event():
            text, ids = quote(record.trigger), (*record.actor, *record.recipient)
        case Commitment():
            text, ids = quote(record.action), record.maker
        case Demand():
            text, ids = quote(record.what), record.by
        case Obstacle():
            text, ids = quote(record.what), record.between
        case Order():
            text, ids = words_of(report.document.article, (record.before, record.after)), record.according_to
        case _:
            text, ids = quote(record.what), ()
    return text, named(report, ids)
