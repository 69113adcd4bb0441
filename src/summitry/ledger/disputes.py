"""What reports or parties tell differently: each dispute a matter of its own, with both sides and the words of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from summitry.ledger.links import Bearing, Link, link, voices
from summitry.ledger.match import (
    NEAR,
    SEASON,
    Days,
    Report,
    behind,
    content_words,
    dated,
    from_trigger,
    is_whole,
    published,
    up_to_trigger,
)
from summitry.ledger.state import Item, Meeting, Reports, State
from summitry.ledger.turns import fell_through, word_of
from summitry.records import Commitment, Event, RecordId

About = Literal["date", "place", "who", "promise", "denial", "performance"]

EXACT = 2  # days that an interval may have to be held against another
TELLING = 4  # words that two promises must share, all of them, to be one promise of two makers


@dataclass(frozen=True)
class Side:
    """What some of the reports tell."""

    says: str
    reports: tuple[Report[Any], ...]


@dataclass(frozen=True)
class Dispute:
    """A contradiction: `about` what, of which `matter` (its first report's id), the two sides, the older first, and the link."""

    about: About
    matter: RecordId
    sides: tuple[Side, Side]
    link: Link

    @property
    def day(self) -> str:
        """The ISO day by which both sides had been published."""
        return self.link.day


def disputes(state: State, reports: Reports, promises: Sequence[Bearing]) -> tuple[Dispute, ...]:
    """All contradictions, by the day on which both sides were known; `promises`: what bears on them."""
    found = [
        *_dates(state.meetings),
        *_places(state.meetings),
        *_denied_meetings(state.meetings),
        *_denied_events(reports.of("events")),
        *_denied_promises(promises),
        *_makers(state.commitments),
        *_performance(promises),
    ]
    return tuple(sorted(found, key=lambda d: (d.day, d.matter, d.about, d.link.subject)))


def _dispute(about: About, rule: str, sides: Iterable[Side], score: float, *reasons: str) -> Dispute:
    older, newer = sorted(sides, key=lambda side: side.reports[0].order)
    first, contrary = older.reports[0], newer.reports[0]
    return Dispute(about, first.record.id, (older, newer), link("contradicts", rule, contrary, first, score, *reasons))


# Meetings and other events -----------------------------------------------------------------------------------------


def _dates(meetings: Iterable[Meeting]) -> Iterator[Dispute]:
    """Reports that look back on one meeting and date it to different days."""
    for meeting in meetings:
        exact: defaultdict[Days, list[Report[Event]]] = defaultdict(list)
        for report in meeting.reports:
            if behind(report) and (days := dated(report)).last - days.first <= EXACT:
                exact[days].append(report)
        for one, other in combinations(sorted(exact), 2):
            if not one.overlaps(other):
                sides = [Side(days.text, tuple(exact[days])) for days in (one, other)]
                yield _dispute("date", "other-date", sides, 0.8, f"{one.gap(other)} days apart")
                break


def _places(meetings: Iterable[Meeting]) -> Iterator[Dispute]:
    """Meetings of the same parties on the same day that are said to have been held in different places."""
    by_who: defaultdict[tuple[frozenset[str], str], list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        who = meeting.parties
        if meeting.state == "held" and meeting.place and meeting.earliest == meeting.latest and len(who) > 1:
            by_who[who, meeting.earliest or ""].append(meeting)
    for (_, day), same in by_who.items():
        for one, other in combinations(same, 2):
            words = [set(content_words(meeting.place or "")) for meeting in (one, other)]
            if not (words[0] <= words[1] or words[1] <= words[0]) and not _share_article(one.reports, other.reports):
                sides = [Side(meeting.place or "", meeting.reports) for meeting in (one, other)]
                yield _dispute("place", "other-place", sides, 0.5, f"the same parties on {day}")


def _share_article(one: Sequence[Report[Any]], other: Sequence[Report[Any]]) -> bool:
    return bool({r.document.article.id for r in one} & {r.document.article.id for r in other})


def _denied_meetings(meetings: Iterable[Meeting]) -> Iterator[Dispute]:
    """Meetings that some say were held and others that they were not."""
    for meeting in meetings:
        held = tuple(r for r in meeting.reports if behind(r))
        denied = tuple(r for r in meeting.reports if _is_denied(r) and not _is_unarranged(r))
        if held and denied:
            sides = Side("held", held), Side("not held", denied)
            yield _dispute("denial", "denied-meeting", sides, 0.7, "one denies it")


def _is_denied(report: Report[Event]) -> bool:
    """Whether a report that names who met says that they did not: "the talks did not imply peace" denies something else."""
    if report.record.modality != "denied" or not is_whole(report):
        return False
    before = f"{up_to_trigger(report)} {report.document.article.quote(report.record.trigger)}"
    after = from_trigger(report)
    return word_of("negating", before) is not None or word_of("negating", after) is None or fell_through(after)


def _is_unarranged(report: Report[Event]) -> bool:
    """Whether what is denied is that a meeting is arranged, or something else about it, not that it was held."""
    words = f"{up_to_trigger(report)} {report.document.article.quote(report.record.trigger)}"
    return word_of("unarranged", " ".join(words.split()[-10:])) is not None


def _denied_events(events: Iterable[Report[Event]]) -> Iterator[Dispute]:
    """Acts of one party that some report and others deny, in the same words, on days that agree."""
    told: defaultdict[tuple[str, frozenset[str]], list[Report[Event]]] = defaultdict(list)
    denied: list[Report[Event]] = []
    for report in events:
        who = report.parties(report.record.actor)
        if report.record.meeting or not who:
            continue
        if report.record.modality == "denied":
            denied.append(report)
        elif behind(report):
            told[report.record.plover, who].append(report)
    for report in sorted(denied, key=lambda r: r.order):
        words = set(report.words(report.record.trigger))
        for other in sorted(told[report.record.plover, report.parties(report.record.actor)], key=lambda r: r.order):
            near = published(other).gap(published(report)) <= SEASON and dated(other).overlaps(dated(report))
            shared = words.intersection(other.words(other.record.trigger))
            if near and len(shared) >= 2 and other.document is not report.document:
                sides = Side("it happened", (other,)), Side("it did not", (report,))
                words_shared = f"{len(shared)} words are the same"
                yield _dispute("denial", "denied-act", sides, 0.6, "the same actor and kind of act", words_shared)
                break


# Promises ----------------------------------------------------------------------------------------------------------


def _denied_promises(promises: Iterable[Bearing]) -> Iterator[Dispute]:
    for bearing in promises:
        if bearing.link.kind == "contradicts":
            about: About = "promise" if "promised" in bearing.link.reasons[0] else "denial"
            sides = Side("promised", bearing.item.reports), Side("denied", (bearing.report,))
            yield Dispute(about, bearing.item.reports[0].record.id, sides, bearing.link)


def _makers(commitments: Iterable[Item[Commitment]]) -> Iterator[Dispute]:
    """The same promise in the same words, told within days by different articles of different makers."""
    by_words: defaultdict[tuple[str, frozenset[str]], list[Item[Commitment]]] = defaultdict(list)
    for item in commitments:
        first = item.reports[0]
        words = frozenset(first.words(first.record.action))
        if len(words) >= TELLING and first.record.maker:
            by_words[first.record.polarity, words].append(item)
    for same in by_words.values():
        for one, other in combinations(same, 2):
            first, second = one.reports[0], other.reports[0]
            who = [first.parties(first.record.maker), second.parties(second.record.maker)]
            near = published(first).gap(published(second)) <= NEAR
            if near and not who[0] & who[1] and not _share_article(one.reports, other.reports):
                sides = [Side(_names(item.reports[-1]), item.reports) for item in (one, other)]
                yield _dispute("who", "other-maker", sides, 0.5, "the same words, another maker")


def _names(report: Report[Commitment]) -> str:
    return ", ".join(actor.name for actor in report.actors(report.record.maker))


def _performance(promises: Iterable[Bearing]) -> Iterator[Dispute]:
    """Promises that are kept according to one and broken according to another."""
    by_item: defaultdict[RecordId, list[Bearing]] = defaultdict(list)
    for bearing in promises:
        by_item[bearing.link.object].append(bearing)
    for bearing in (b for own in by_item.values() for b in own if b.link.kind == "breaks"):
        for other in by_item[bearing.link.object]:
            if other.link.kind == "fulfils" and _whose(other.report) != _whose(bearing.report):
                sides = Side("kept", (other.report,)), Side("broken", (bearing.report,))
                found = _dispute("performance", "kept-or-broken", sides, 0.7, "two sides tell it differently")
                yield Dispute(found.about, bearing.link.object, found.sides, found.link)
                break


def _whose(report: Report[Any]) -> frozenset[str]:
    return report.parties(actor.id for actor in voices(report))
