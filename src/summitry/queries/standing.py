"""Where the negotiations stand: meetings, commitments, demands, obstacles, orders, questions, and what changed last."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from summitry.ledger.match import R, Report, party
from summitry.ledger.state import Item, Meeting, State, sources
from summitry.queries.actors import party_lines
from summitry.queries.answers import (
    Change,
    Changes,
    CommitmentLine,
    ConditionLine,
    DeadlineLine,
    DemandLine,
    Matter,
    MeetingLine,
    ObstacleLine,
    OrderLine,
    QuestionLine,
    Standing,
    Who,
)
from summitry.queries.evidence import all_evidence, article_line, evidence_of, is_among, named, state_of, words_of
from summitry.records import (
    Actor,
    ActorId,
    Commitment,
    Condition,
    Demand,
    Document,
    Event,
    Obstacle,
    Order,
    Question,
    RecordId,
    Response,
    Status,
)
from summitry.stores import View

QUIET = 180  # days without a word after which a plan without a date is taken to have come to nothing
STATUSES: tuple[Status, ...] = ("open", "in_progress", "broken", "done", "withdrawn", "refused")


def status(view: View, as_of: date | None = None) -> Standing:
    """Where things stand, judged at `as_of`: else at the view's own day, else at the day of the newest article."""
    state, documents = state_of(view), view.documents
    days = sorted(p.latest for d in documents if (p := d.article.published) and p.latest)
    day = _judged_at(view, as_of)
    meetings = [_meeting_line(meeting, day) for meeting in sorted(state.meetings, key=_when)]
    return Standing(
        as_of=day,
        articles=len(documents),
        sources=len({d.article.source.casefold() for d in documents if d.article.source}),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        parties=party_lines(documents),
        held=tuple(m for m in meetings if m.state == "held"),
        planned=tuple(sorted((m for m in meetings if m.state == "planned"), key=lambda m: m.passed)),
        cancelled=tuple(m for m in meetings if m.state == "cancelled"),
        proposed=tuple(m for m in meetings if m.state == "proposed"),
        commitments=_commitment_lines(state.commitments, day),
        obstacles=tuple(map(_obstacle_line, _newest_first(state.obstacles))),
        questions=tuple(map(_question_line, _newest_first(state.questions))),
        demands=tuple(map(_demand_line, _newest_first(state.demands))),
        orders=tuple(map(_order_line, _newest_first(state.orders))),
        last=_changes(documents, state, days[-1]) if days else None,
    )


def commitments(
    view: View, maker: str | None = None, status: Status | None = None, as_of: date | None = None
) -> tuple[CommitmentLine, ...]:
    """Commitments by status, then newest first; of a maker (part of a name, or an id), of one status."""
    items = (
        item
        for item in state_of(view).commitments
        if (status is None or item.state == status)
        and (maker is None or any(is_among(maker, r.actors(r.record.maker)) for r in item.reports))
    )
    return _commitment_lines(items, _judged_at(view, as_of))


def _judged_at(view: View, as_of: date | None) -> str | None:
    day = as_of or view.as_of
    if day:
        return day.isoformat()
    return max((p.latest for d in view.documents if (p := d.article.published) and p.latest), default=None)


def _when(meeting: Meeting) -> tuple[str, str, RecordId]:
    return meeting.earliest or meeting.latest or "9999", meeting.latest or "9999", meeting.reports[0].record.id


def _meeting_line(meeting: Meeting, day: str | None) -> MeetingLine:
    return MeetingLine(
        id=meeting.reports[0].record.id,
        parties=met(meeting),
        place=meeting.place,
        earliest=meeting.earliest,
        latest=meeting.latest,
        state=meeting.state,
        passed=_passed(meeting, day),
        text=fullest_trigger(meeting.reports),
        sources=sources(meeting.reports),
        evidence=all_evidence(meeting.reports),
    )


def _passed(meeting: Meeting, day: str | None) -> bool:
    if meeting.state != "planned" or day is None:
        return False
    if meeting.latest:
        return meeting.latest < day
    told = meeting.reports[-1].day
    return bool(told) and (date.fromisoformat(day) - date.fromisoformat(told)).days > QUIET


def met(meeting: Meeting) -> tuple[Who, ...]:
    """Who takes part: the people where they are known, else the state or body they would stand for."""
    found: dict[str, dict[Who, Actor]] = {}
    for report in meeting.reports:
        for actor in report.actors((*report.record.actor, *report.record.recipient)):
            found.setdefault(party(actor), {})[Who(actor.id, actor.name)] = actor
    known = []
    for group in found.values():
        people = [who for who, actor in group.items() if actor.kind == "person"]
        known += people or list(group)
    return tuple(sorted(known, key=lambda who: (who.name, who.id)))


def fullest_trigger(reports: Sequence[Report[Event]]) -> str:
    """The fullest words by which an article names the event."""
    triggers = [r.document.article.quote(r.record.trigger) for r in reports]
    return min(triggers, key=lambda words: (-len(words), words))


def _newest_first(items: Iterable[Item[R]]) -> list[Item[R]]:
    by_id = sorted(items, key=lambda item: item.reports[0].record.id)
    return sorted(by_id, key=lambda item: item.current.day, reverse=True)


def _reported(item: Item[R]) -> tuple[str | None, str | None]:
    """The days of the first and the last report."""
    return item.reports[0].day or None, item.current.day or None


def _commitment_lines(items: Iterable[Item[Commitment]], day: str | None) -> tuple[CommitmentLine, ...]:
    lines = [_commitment_line(item, day) for item in _newest_first(items)]
    return tuple(sorted(lines, key=lambda line: STATUSES.index(line.status)))


def _commitment_line(item: Item[Commitment], day: str | None) -> CommitmentLine:
    now, first_last = item.current, _reported(item)
    commitment = now.record
    deadline = next((_deadline(r, day) for r in reversed(item.reports) if r.record.deadline), None)
    status = next(s for s in STATUSES if s == item.state)
    return CommitmentLine(
        id=item.reports[0].record.id,
        maker=named(now, commitment.maker),
        beneficiary=named(now, commitment.beneficiary),
        action=now.document.article.quote(commitment.action),
        polarity=commitment.polarity,
        force=commitment.force,
        firmness=commitment.firmness,
        status=status,
        conditions=_conditions(item),
        deadline=deadline,
        overdue=bool(
            status in ("open", "in_progress") and deadline and deadline.days_left is not None and deadline.days_left < 0
        ),
        chain=named(now, commitment.chain),
        first_reported=first_last[0],
        last_reported=first_last[1],
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


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


def _demand_line(item: Item[Demand]) -> DemandLine:
    now, (first, last) = item.current, _reported(item)
    responses: tuple[Response, ...] = ("open", "accepted", "refused", "partly")
    return DemandLine(
        id=item.reports[0].record.id,
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


def _obstacle_line(item: Item[Obstacle]) -> ObstacleLine:
    now, (first, last) = item.current, _reported(item)
    return ObstacleLine(
        id=item.reports[0].record.id,
        what=now.document.article.quote(now.record.what),
        between=named(now, now.record.between),
        first_reported=first,
        last_reported=last,
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


def _order_line(item: Item[Order]) -> OrderLine:
    now, (first, last) = item.current, _reported(item)
    return OrderLine(
        id=item.reports[0].record.id,
        before=now.document.article.quote(now.record.before),
        after=now.document.article.quote(now.record.after),
        according_to=named(now, now.record.according_to),
        strength=now.record.strength,
        first_reported=first,
        last_reported=last,
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


def _question_line(item: Item[Question]) -> QuestionLine:
    now, (first, last) = item.current, _reported(item)
    return QuestionLine(
        id=item.reports[0].record.id,
        what=now.document.article.quote(now.record.what),
        first_reported=first,
        last_reported=last,
        sources=sources(item.reports),
        evidence=all_evidence(item.reports),
    )


def _changes(documents: Sequence[Document], state: State, day: str) -> Changes:
    """What the articles of a day brought that was not known before."""
    newest = [d for d in documents if (p := d.article.published) and p.latest == day]
    found: list[Change] = []
    for meeting in state.meetings:
        found += _changed("meeting", meeting, day, fullest_trigger(meeting.reports), met(meeting))
    matters: tuple[tuple[Matter, Sequence[Item[Any]]], ...] = (
        ("commitment", state.commitments),
        ("demand", state.demands),
        ("obstacle", state.obstacles),
        ("order", state.orders),
        ("question", state.questions),
    )
    for kind, items in matters:
        for item in items:
            text, ids = _gist(item.current)
            found += _changed(kind, item, day, text, named(item.current, ids))
    return Changes(day, tuple(map(article_line, newest)), tuple(found))


def _changed(kind: Matter, matter: Meeting | Item[Any], day: str, text: str, who: tuple[Who, ...]) -> Iterator[Change]:
    if not any(report.day == day for report in matter.reports):
        return
    before = matter.before(day)
    if before is None or before.state != matter.state:
        newest = matter.reports[-1]
        yield Change(
            kind=kind,
            id=matter.reports[0].record.id,
            text=text,
            who=who,
            new=before is None,
            was=before.state if before else None,
            now=matter.state,
            evidence=evidence_of(newest),
        )


def _gist(report: Report[Commitment | Demand | Obstacle | Order | Question]) -> tuple[str, tuple[ActorId, ...]]:
    """What a record is about, in its article's words, and whose matter it is."""
    record, quote = report.record, report.document.article.quote
    match record:
        case Commitment():
            return quote(record.action), record.maker
        case Demand():
            return quote(record.what), record.by
        case Obstacle():
            return quote(record.what), record.between
        case Order():
            return words_of(report.document.article, (record.before, record.after)), record.according_to
        case Question():
            return quote(record.what), ()
