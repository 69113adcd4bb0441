"""Where the negotiations stand: meetings, commitments, demands, obstacles, orders, questions, disputes, and what changed last."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from summitry.ledger.state import Meeting
from summitry.queries.actors import party_lines
from summitry.queries.answering import answered
from summitry.queries.answers import CommitmentLine, DeadlockLine, Due, Glance, Standing, Who
from summitry.queries.changes import changes_until, weight
from summitry.queries.evidence import account_of, is_among, named
from summitry.queries.matters import (
    STATUSES,
    commitment_lines,
    deadlock_line,
    demand_line,
    dispute_line,
    meeting_line,
    newest_first,
    obstacle_line,
    order_line,
    question_line,
)
from summitry.records import RecordId, Status
from summitry.stores import View


@answered
def status(view: View, as_of: date | None = None) -> Standing:
    """Where things stand, judged at `as_of`: else at the view's own day, else at the day of the newest article."""
    account, documents = account_of(view), view.documents
    state = account.state
    days = sorted(p.latest for d in documents if (p := d.article.published) and p.latest)
    day = judged_at(view, as_of)
    meetings = [meeting_line(meeting, day) for meeting in sorted(state.meetings, key=_when)]
    return Standing(
        as_of=day,
        articles=len(documents),
        sources=len({d.article.source.casefold() for d in documents if d.article.source}),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
        parties=party_lines(documents, account.parties),
        held=tuple(m for m in meetings if m.state == "held"),
        planned=tuple(sorted((m for m in meetings if m.state == "planned"), key=lambda m: m.passed)),
        cancelled=tuple(m for m in meetings if m.state in ("cancelled", "postponed")),
        proposed=tuple(m for m in meetings if m.state == "proposed"),
        commitments=_weightiest_first(commitment_lines(account, state.commitments, day)),
        obstacles=tuple(map(obstacle_line, newest_first(state.obstacles))),
        questions=tuple(map(question_line, newest_first(state.questions))),
        demands=tuple(map(demand_line, newest_first(state.demands))),
        orders=tuple(map(order_line, newest_first(state.orders))),
        disputes=tuple(map(dispute_line, reversed(account.disputes))),
        deadlocks=deadlocks(view),
        last=changes_until(account, _day_before(days[-1]), days[-1]) if days else None,
    )


def glance(view: View, as_of: date | None = None, most: int = 8) -> Glance:
    """What to see first of `status`: of every section the most telling lines, at most `most`."""
    whole = status(view, as_of)
    # Plans and matters stand with the most telling first, what was held, proposed or cancelled with the newest last.
    last = ("held", "proposed", "cancelled")
    held = {name: getattr(whole, name) for name in Standing.__slots__}
    every = {name: lines for name, lines in held.items() if isinstance(lines, Sequence) and not isinstance(lines, str)}
    cut: dict[str, Any] = {name: lines[-most:] if name in last else lines[:most] for name, lines in every.items()}
    sizes = {name: len(lines) for name, lines in every.items()}
    if whole.last:
        sizes["last"] = len(whole.last.changes)
        cut["last"] = replace(whole.last, articles=(), changes=whole.last.changes[:most])
    return Glance(replace(whole, **cut), sizes)


@answered
def ahead(view: View, as_of: date | None = None) -> Sequence[Due]:
    """What is due on the day of the standing or later, the next first."""
    standing = status(view, as_of)
    today = standing.as_of or ""
    met = [Due(m.earliest, m.latest, m, None) for m in standing.planned if m.latest]
    bound = [c for c in standing.commitments if c.status in ("open", "in_progress")]
    owed = [Due(d.earliest, d.latest, None, c) for c in bound if (d := c.deadline) and d.latest]
    return tuple(sorted((due for due in (*met, *owed) if due.latest >= today), key=_next_first))


def _next_first(due: Due) -> tuple[str, RecordId]:
    line = due.meeting or due.commitment
    return due.latest, line.id if line else ""


@answered
def statuses(view: View, maker: str | None = None) -> dict[Status, int]:
    """How many commitments, of a maker, are of each status; those of which there are none are left out."""
    counts = Counter(line.status for line in commitments(view, maker))
    return {status: counts[status] for status in STATUSES if counts[status]}


@answered
def commitments(
    view: View, maker: str | None = None, status: Status | None = None, as_of: date | None = None
) -> Sequence[CommitmentLine]:
    """Commitments by status, then the weightiest first, then the newest; of a maker (part of a name, or an id), of one status."""
    bound = {i for i, who in makers(view).items() if is_among(maker, who)} if maker is not None else None
    lines = _judged(view, as_of)
    return tuple(line for line in lines if (bound is None or line.id in bound) and status in (None, line.status))


def _judged(view: View, as_of: date | None) -> Sequence[CommitmentLine]:
    return status(view, as_of).commitments


@answered
def makers(view: View) -> Mapping[RecordId, tuple[Who, ...]]:
    """Who is said by any report to be bound by each commitment."""
    return {
        item.id: tuple(dict.fromkeys(who for r in item.reports for who in named(r, r.record.maker)))
        for item in account_of(view).state.commitments
    }


def _weightiest_first(lines: Iterable[CommitmentLine]) -> tuple[CommitmentLine, ...]:
    return tuple(sorted(lines, key=lambda line: (STATUSES.index(line.status), -_weight(line))))


def _weight(line: CommitmentLine) -> float:
    return max(weight("position", line.position, line.sources), weight("performance", line.performance, line.sources))


@answered
def deadlocks(view: View) -> Sequence[DeadlockLine]:
    """Who waits for whom: what is certain first, then by the day it was known."""
    return tuple(map(deadlock_line, account_of(view).deadlocks))


def judged_at(view: View, as_of: date | None) -> str | None:
    """The ISO day that a view is judged at: the one given, the view's own, or that of the newest article."""
    day = as_of or view.as_of
    if day:
        return day.isoformat()
    return max((p.latest for d in view.documents if (p := d.article.published) and p.latest), default=None)


def _day_before(day: str) -> str:
    return date.fromordinal(max(1, date.fromisoformat(day).toordinal() - 1)).isoformat()


def _when(meeting: Meeting) -> tuple[str, str, RecordId]:
    return meeting.earliest or meeting.latest or "9999", meeting.latest or "9999", meeting.id
