"""What changed between two days, the weightiest first."""

from collections.abc import Iterator
from datetime import date
from math import log2
from typing import Any

from summitry.errors import DateError
from summitry.ledger.account import Account
from summitry.ledger.courses import Course
from summitry.ledger.state import Item, Meeting, sources
from summitry.queries.answering import answered
from summitry.queries.answers import Axis, Change, Changes, Evidence, Matter, Who
from summitry.queries.evidence import account_of, article_line, evidence_of
from summitry.queries.matters import deadlock_line, dispute_line, gist_of, tells
from summitry.records import Commitment
from summitry.stores import View

# How much it matters that a matter is new in a state, or comes into it; 1 is what one would not miss.
WEIGHTS: dict[tuple[Axis, str | None], float] = {
    ("state", "held"): 5, ("state", "cancelled"): 5, ("state", "postponed"): 4, ("state", "planned"): 4, ("state", "proposed"): 2,
    ("state", "accepted"): 4, ("state", "refused"): 4, ("state", "partly"): 3, ("state", "open"): 2, ("state", None): 2,
    ("position", "wished"): 1, ("position", "offered"): 2, ("position", "conditional"): 3, ("position", "pledged"): 3,
    ("position", "agreed"): 4, ("position", "binding"): 5, ("position", "refused"): 5, ("position", "withdrawn"): 6,
    ("position", "superseded"): 4, ("position", "lapsed"): 3,
    ("performance", "started"): 4, ("performance", "partly_done"): 5, ("performance", "done"): 6, ("performance", "stalled"): 5,
    ("performance", "reversed"): 6, ("performance", "breached"): 7, ("performance", "overdue"): 5,
    ("evidence", "claimed"): 1, ("evidence", "acknowledged"): 1, ("evidence", "reported"): 1, ("evidence", "verified"): 4,
    ("evidence", "disputed"): 4,
}  # fmt: skip
DEADLOCK = 7.0

# What a commitment is called by the position it had.
_NAMES = {
    "wished": "plan",
    "offered": "offer",
    "conditional": "conditional offer",
    "pledged": "pledge",
    "agreed": "agreement",
    "binding": "commitment",
}


@answered
def changes(view: View, since: date, until: date | None = None) -> Changes:
    """What the view knows that was not known by the end of `since`; judged at `until`, else at the view's own day or its newest article's.

    Where its newest article is older than `since`, nothing has changed.

    Raises:
        DateError: `until` is before `since`.
    """
    day = (until or view.as_of or max(_newest(view) or since, since)).isoformat()
    if day < since.isoformat():
        raise DateError(f"{day} is before {since}: changes run from the earlier to the later day")
    return changes_until(account_of(view), since.isoformat(), day)


def _newest(view: View) -> date | None:
    days = [p.latest for d in view.documents if (p := d.article.published) and p.latest]
    return date.fromisoformat(max(days)) if days else None


def changes_until(account: Account, since: str, day: str) -> Changes:
    """What an account knows on an ISO day and did not know by the end of an earlier one."""
    came = [d for d in account.documents if (p := d.article.published) and p.latest and since < p.latest <= day]
    found = sorted(_changes(account, since, day), key=lambda c: (-c.weight, c.kind, c.id, c.axis))
    return Changes(since, day, tuple(map(article_line, came)), tuple(found))


def _changes(account: Account, since: str, day: str) -> Iterator[Change]:
    state = account.state
    for meeting in state.meetings:
        yield from _of_state("meeting", meeting, since)
    for item in state.commitments:
        yield from _of_course(item, account.courses[item.id], since, day)
    for kind, items in _OTHERS.items():
        for item in getattr(state, items):
            yield from _of_state(kind, item, since)
    for dispute in account.disputes:
        if dispute.day > since:
            line = dispute_line(dispute)
            newer = next(s for s in dispute.sides if s.reports[0].record.id == line.id).reports[0]
            sentence = f"{_whose(line.who)}accounts differ on {_ABOUT[line.about]}: “{line.text}”"
            yield Change(
                "dispute", line.matter, line.text, line.who, True, "evidence", None, line.about, WEIGHTS["evidence", "disputed"], sentence, evidence_of(newer)
            )  # fmt: skip
    for deadlock in account.deadlocks:
        if deadlock.day > since:
            blocked = deadlock_line(deadlock)
            newest = max(
                (e for hold in blocked.holds for e in hold.evidence),
                key=lambda e: (e.published and e.published.latest) or "",
            )
            now = "possible" if blocked.possible else "deadlock"
            sentence = f"{'a possible' if blocked.possible else 'a'} deadlock: {blocked.sentence}"
            who = tuple(dict.fromkeys(w for hold in blocked.holds for w in hold.holder))
            matters = DEADLOCK - 2 * bool(blocked.possible)
            yield Change(
                "deadlock", blocked.id, blocked.sentence, who, True, "state", None, now, matters, sentence, newest
            )


_OTHERS: dict[Matter, str] = {
    "demand": "demands",
    "obstacle": "obstacles",
    "order": "orders",
    "question": "questions",
}
_ABOUT = {
    "date": "the day",
    "place": "the place",
    "who": "who is bound",
    "promise": "whether it was promised",
    "denial": "whether it is so",
    "performance": "whether it was kept",
}


def _of_state(kind: Matter, matter: Meeting | Item[Any], since: str) -> Iterator[Change]:
    """Of a matter with one state: that it is new, or stands otherwise."""
    if matter.reports[-1].day <= since:
        return
    before = matter.before(_after(since))
    if before is not None and before.state == matter.state:
        return
    newest = matter.reports[-1]
    if isinstance(matter, Meeting):
        newest = max(matter.reports, key=lambda report: (tells(report, matter), report.order))
    text, who = gist_of(matter)
    was, now = before.state if before else None, matter.state
    became = f"{now} instead of {was}" if before else f"new: {now}" if now else "new"
    yield Change(
        kind=kind,
        id=matter.id,
        text=text,
        who=who,
        new=before is None,
        axis="state",
        was=was,
        now=now,
        weight=weight("state", now, sources(matter.reports)) / (2 if kind == "question" else 1),
        sentence=f"{_whose(who)}{'' if kind == 'meeting' else f'{kind} '}“{text}”, {became}",
        evidence=evidence_of(newest),
    )


def _of_course(item: Item[Commitment], course: Course, since: str, day: str) -> Iterator[Change]:
    """Of a commitment: that it is new, or where it stands otherwise on one of its axes."""
    deadline = next((d.latest for r in reversed(item.reports) if (d := r.record.deadline)), None)
    before = course.before(_after(since))
    position = course.position_on(day, deadline)
    found: list[tuple[Axis, str | None, str, Evidence]] = []
    was: str | None
    now: str
    if not before.position:
        found.append(("position", None, position, evidence_of(course.position[-1].report)))
    elif (was := before.position_on(since, deadline)) != position:
        found.append(("position", was, position, evidence_of(course.position[-1].report)))
    if course.performed != before.performed:
        found.append(("performance", before.performed, course.performed, evidence_of(course.performance[-1].report)))
    if before.position and course.is_overdue(day, deadline) and not before.is_overdue(since, deadline):
        found.append(("performance", before.performed, "overdue", evidence_of(item.current)))
    if before.evidence and (was := before.evidence[-1].value) != (now := course.evidence[-1].value):
        found.append(("evidence", was, now, evidence_of(course.evidence[-1].report)))
    text, who = gist_of(item) if found else ("", ())
    for axis, was, now, evidence in found:
        yield Change(
            kind="commitment",
            id=item.id,
            text=text,
            who=who,
            new=axis == "position" and was is None,
            axis=axis,
            was=was,
            now=now,
            weight=weight(axis, now, sources(item.reports)),
            sentence=_whose(who) + _became(item, axis, was, now, text),
            evidence=evidence,
        )


def _became(item: Item[Commitment], axis: Axis, was: str | None, now: str, text: str) -> str:
    told = "broken" if now == "breached" else now.replace("_", " ")
    if axis == "position" and was is None:
        return f"new, {told}: “{text}”"
    first = item.reports[0].day
    of = f" of {date.fromisoformat(first):%B %Y}" if first else ""
    name = _NAMES.get(was or "", "commitment") if axis == "position" else "commitment"
    return f"the {name}{of} {'became' if axis == 'position' else 'is now'} {told}: “{text}”"


def _whose(who: tuple[Who, ...]) -> str:
    return ", ".join(one.name for one in who) + ": " if who else ""


def weight(axis: Axis, now: str | None, heard_from: int) -> float:
    """How much a state matters: more for what several sources tell, nothing for one that is none yet."""
    return round(WEIGHTS.get((axis, now), 0) * (1 + log2(max(1, heard_from)) / 2), 2)


def _after(day: str) -> str:
    """What sorts after an ISO day and before the next: what was published on the day itself was known."""
    return f"{day}T24"
