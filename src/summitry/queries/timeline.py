"""The timeline: what happened, was agreed to happen, or was said, by day."""

from collections.abc import Iterable, Iterator, Sequence

from summitry.ledger.match import Report
from summitry.ledger.regrouping import regrouped
from summitry.ledger.state import Meeting, sources
from summitry.queries.answering import answered
from summitry.queries.answers import Entry
from summitry.queries.evidence import account_of, all_evidence, evidence_of, named, words_of
from summitry.queries.matters import fullest_trigger, met
from summitry.records import Document, Event, Statement
from summitry.stores import View


@answered
def timeline(view: View) -> Sequence[Entry]:
    """Dated events, meetings, and statements in which somebody named commits or demands, by earliest day."""
    entries = [
        _meeting_entry(meeting) for meeting in account_of(view).state.meetings if meeting.earliest or meeting.latest
    ]
    entries += map(
        _event_entry, regrouped(_same_events(account_of(view).reports.of("events")), view.reviewed.regroupings)
    )
    entries += (_statement_entry(r) for d in view.documents for r in _weighty_statements(d))
    return tuple(sorted(entries, key=lambda e: (e.earliest or e.latest or "9999", e.latest or "9999", e.kind, e.id)))


def _meeting_entry(meeting: Meeting) -> Entry:
    is_dated = any(r.record.earliest or r.record.latest for r in meeting.reports)
    return Entry(
        kind="meeting",
        id=meeting.reports[0].record.id,
        earliest=meeting.earliest,
        latest=meeting.latest,
        uncertain=meeting.earliest is None or meeting.earliest != meeting.latest,
        basis="text" if is_dated else "published",
        text=fullest_trigger(meeting.reports),
        actors=met(meeting),
        recipients=(),
        plover="CONSULT",
        modality=meeting.state,
        place=meeting.place,
        sources=sources(meeting.reports),
        evidence=all_evidence(meeting.reports),
    )


def _same_events(reports: Iterable[Report[Event]]) -> Iterator[list[Report[Event]]]:
    """Dated events other than meetings; those of one kind, between the same parties, on the same days, are one."""
    groups: dict[tuple[object, ...], list[Report[Event]]] = {}
    for report in reports:
        event = report.record
        if not event.meeting and (event.earliest or event.latest):
            parties = report.parties(event.actor), report.parties(event.recipient)
            key = (event.plover, event.modality, event.earliest, event.latest, *parties)
            # Where nobody is named there is nothing to tell two events of a day apart by: each stays alone.
            groups.setdefault(key if any(parties) else (event.id,), []).append(report)
    yield from groups.values()


def _event_entry(reports: list[Report[Event]]) -> Entry:
    first = reports[0]
    event = first.record
    return Entry(
        kind="event",
        id=event.id,
        earliest=event.earliest,
        latest=event.latest,
        uncertain=event.earliest is None or event.earliest != event.latest,
        basis="text",
        text=fullest_trigger(reports),
        actors=named(first, event.actor),
        recipients=named(first, event.recipient),
        plover=event.plover,
        modality=event.modality,
        place=event.place,
        sources=sources(reports),
        evidence=all_evidence(reports),
    )


def _weighty_statements(document: Document) -> Iterator[Report[Statement]]:
    """Statements of somebody named, not inside another's, in which something is promised or asked."""
    named = {actor.id for actor in document.actors if actor.kind != "unnamed"}
    matters = [c.action for c in document.commitments] + [d.what for d in document.demands]
    for statement in document.statements:
        weighty = any(matter.overlaps(content) for content in statement.content for matter in matters)
        if weighty and statement.parent is None and named.intersection(statement.speaker):
            yield Report(document, statement)


def _statement_entry(report: Report[Statement]) -> Entry:
    published = report.document.article.published
    earliest, latest = (published.earliest, published.latest) if published else (None, None)
    return Entry(
        kind="statement",
        id=report.record.id,
        earliest=earliest,
        latest=latest,
        uncertain=earliest is None or earliest != latest,
        basis="published",
        text=words_of(report.document.article, report.record.content),
        actors=named(report, report.record.speaker),
        recipients=named(report, report.record.addressee),
        plover=None,
        modality=None,
        place=None,
        sources=1,
        evidence=(evidence_of(report),),
    )
