"""The days that matter most: those that later articles look back on."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from summitry.article import Span
from summitry.ledger.match import Report
from summitry.queries.answering import answered
from summitry.queries.answers import DayLine, Evidence
from summitry.queries.evidence import account_of, carried_by, evidence_of
from summitry.records import Document, Event
from summitry.stores import View

PRINTED = 0.3  # what an article counts for the day it appeared, against 1 for a day that it looks back on
SHOWN = 5  # pieces of evidence of a day


@answered
def days(view: View, most: int) -> Sequence[DayLine]:
    """At most so many days, by date: those that most articles published later name, and on which most appeared.

    Of a report the day it appeared says little; the days that it looks back on are those that mattered. Only days that are
    exactly known count.
    """
    return tuple(sorted(weightiest_days(view)[:most], key=lambda line: line.date))


@answered
def weightiest_days(view: View) -> Sequence[DayLine]:
    """All days that are exactly known, those that matter most first."""
    weights, named = _weigh(view.documents)
    events = _events(view)
    ranked = sorted(weights, key=lambda day: (-weights[day], day))
    return tuple(_line(day, round(weights[day], 1), events[day], named[day]) for day in ranked)


def _weigh(
    documents: Sequence[Document],
) -> tuple[defaultdict[str, float], defaultdict[str, list[tuple[Document, Span]]]]:
    """The weight of each ISO day, and where articles name it."""
    weights: defaultdict[str, float] = defaultdict(float)
    named: defaultdict[str, list[tuple[Document, Span]]] = defaultdict(list)
    for document in documents:
        published = document.article.published
        printed = (published and published.latest) or ""
        told: dict[str, Span] = {}
        for time in document.times:
            if time.earliest and time.earliest == time.latest and (not printed or time.earliest <= printed):
                told.setdefault(time.earliest, time.span)
        for day, span in told.items():
            named[day].append((document, span))
            weights[day] += day != printed
        if printed and published and published.earliest == printed:
            weights[printed] += PRINTED
    return weights, named


def _events(view: View) -> defaultdict[str, list[Report[Event]]]:
    """What is told to have happened on each day."""
    found: defaultdict[str, list[Report[Event]]] = defaultdict(list)
    for report in account_of(view).reports.of("events"):
        event = report.record
        if event.earliest and event.earliest == event.latest and event.modality in ("happened", "ongoing"):
            found[event.earliest].append(report)
    return found


def _line(day: str, weight: float, events: list[Report[Event]], named: list[tuple[Document, Span]]) -> DayLine:
    """A day with the sentence that tells it best: of the kind of act that most reports tell, by those who took part most often."""
    acts = Counter(report.record.plover for report in events)
    who = {report.record.id: report.parties((*report.record.actor, *report.record.recipient)) for report in events}
    busy = Counter(party for parties in who.values() for party in parties)

    def telling(report: Report[Event]) -> tuple[Any, ...]:
        return -acts[report.record.plover], -sum(busy[p] for p in who[report.record.id]), report.order

    ranked: list[Report[Any]] = sorted(events, key=telling)
    told = ranked or sorted((r for document, span in named for r in _around(document, span)), key=lambda r: r.order)
    evidence = tuple(evidence_of(report) for report in _each_once(told)[:SHOWN])
    return DayLine(day, day, day, _summary(evidence, named), weight, evidence)


def _around(document: Document, span: Span) -> list[Report[Any]]:
    """The records whose sentence holds a time, the one that says most first."""
    holding = [r for r in document.records() if any(e.overlaps(span) for e in r.evidence)]
    return (
        [Report(document, max(holding, key=lambda r: (sum(s.end - s.start for s in carried_by(r)), r.id)))]
        if holding
        else []
    )


def _each_once(reports: list[Report[Any]]) -> list[Report[Any]]:
    """One report for each sentence."""
    return list({(r.document.article.id, r.record.evidence): r for r in reversed(reports)}.values())[::-1]


def _summary(evidence: tuple[Evidence, ...], named: list[tuple[Document, Span]]) -> str:
    if evidence:
        return evidence[0].quote
    titles = (document.article.title or document.article.quote(span) for document, span in named)
    return next(titles, "")
