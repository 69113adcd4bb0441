"""How reports bear on one another: which tell the same, and which later deeds and words bear on a promise.

A link is a judgement about two records, with the rule that made it, a score and its reasons; it changes neither. Words decide,
compared as stems: a deed bears on a promise if a party bound by it did the deed afterwards, the words of the deed hold
most of the promise's objects, and the verb or the kind of act is the same.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Literal

from summitry.article import Span
from summitry.ledger.match import (
    ALIKE,
    BEHIND,
    RECALL,
    SEASON,
    Rarest,
    Report,
    Words,
    behind,
    content_words,
    dated,
    published,
    up_to_trigger,
)
from summitry.ledger.remembering import remembered
from summitry.ledger.state import REFRAIN, Item, Meeting, Reports, State, side, telling_of
from summitry.ledger.turns import is_ahead, is_supposed, is_topic, word_of
from summitry.records import Actor, ActorId, Commitment, Event, Plover, RecordId, Statement

LinkKind = Literal["same", "corroborates", "contradicts", "repeats", "supersedes", "fulfils", "breaks", "withdraws"]

_OR = re.compile(r",|\b(?:and|or)\b")
VERSION = 2  # of the rules below, told in each link's author
LONG = 180  # days after which a deed that has no day is no longer taken for the promised one
OBJECTS = 0.6  # share of a promise's objects that a deed or a statement about it names
OTHER_VERB = 0.7  # how sure a link is where only the kind of act is the same

_WORDS_ONLY: frozenset[Plover] = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST"})
_HARM: frozenset[Plover] = frozenset({"MOBILIZE", "SANCTION", "COERCE", "ASSAULT"})
_ANY_ACT: frozenset[Plover] = frozenset({"AGREE", "CONSULT", "SUPPORT"})  # too wide to tell one act from another


@dataclass(frozen=True, slots=True)
class Link:
    """`subject` does `kind` to `object`: a report corroborates the first of its matter, a deed fulfils a promise.

    `author` is a rule and its version; `score`, between 0 and 1, how sure it is, for the `reasons` given; `day` the ISO day
    by which both records had been published, empty where unknown.
    """

    kind: LinkKind
    subject: RecordId
    object: RecordId
    author: str
    score: float
    reasons: tuple[str, ...]
    day: str


@dataclass(frozen=True, slots=True)
class Bearing:
    """A link with what it joins: the later report, and the matter it bears on."""

    link: Link
    report: Report[Any]
    item: Item[Commitment]


def link(kind: LinkKind, rule: str, later: Report[Any], earlier: Report[Any], score: float, *reasons: str) -> Link:
    """The link that a rule finds between two reports."""
    day = max(later.day, earlier.day)
    return Link(kind, later.record.id, earlier.record.id, f"{rule}/{VERSION}", round(score, 2), reasons, day)


# The same ----------------------------------------------------------------------------------------------------------


def same(matters: Iterable[Item[Any] | Meeting]) -> Iterator[Link]:
    """From every report of a matter to its first: it corroborates if its source had not told of it yet."""
    for matter in matters:
        first, *others = matter.reports
        heard = {first.origin}
        for report in others:
            new = report.origin not in heard
            heard.add(report.origin)
            score, reason = _likeness(first, report)
            told = f"told by {report.origin or 'an unknown source'} independently" if new else _dependence(report)
            yield link("corroborates" if new else "same", "same-matter", report, first, score, reason, told)


def _likeness(first: Report[Any], report: Report[Any]) -> tuple[float, str]:
    if isinstance(first.record, Event):
        apart = published(first) if not (first.record.earliest or first.record.latest) else dated(first)
        gap = apart.gap(dated(report))
        return max(0.5, 1 - gap / 10), "the same parties, " + (f"{gap} days apart" if gap else "days that agree")
    one, other = telling_of(first).words, telling_of(report).words
    shared, fewer = len(set(one).intersection(other)), min(len(one), len(other))
    return shared / max(1, fewer), f"{shared} of {fewer} words are the same"


def _dependence(report: Report[Any]) -> str:
    own = (report.document.article.source or "").casefold()
    return f"told by {own or 'an unknown source'} again" if own == report.origin else f"a copy of {report.origin}"


# What bears on a promise -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promise:
    """A commitment as what it may be recognised by: who is bound, the verb, its objects, the kinds of act it is told as."""

    item: Item[Commitment]
    who: frozenset[str]
    verb: str
    objects: Words
    roots: frozenset[Plover]
    told_as: tuple[Report[Event], ...]

    @classmethod
    def of(cls, item: Item[Commitment], events: Mapping[str, Sequence[Report[Event]]]) -> "Promise":
        """`events`: the reports of each article, by its id; a promised act is told as an event of its own."""
        first = item.reports[0]
        makers = first.actors(first.record.maker)
        named = content_words(" ".join(actor.name for actor in makers))
        told = telling_of(first)
        verb, *rest = told.words or ("",)
        told_as = tuple(
            event
            for r in item.reports
            for event in events.get(r.document.article.id, ())
            if event.record.trigger.overlaps(r.record.action)
        )
        roots = frozenset(report.record.plover for report in told_as if report.record.modality != "denied")
        objects = tuple(word for word in rest if word not in named)
        return cls(item, told.who, verb, objects, roots, told_as)

    @property
    def first(self) -> Report[Commitment]:
        """Its first report."""
        return self.item.reports[0]

    @cached_property
    def stops(self) -> bool:
        """Whether it promises the end of something: "halt its tests"."""
        words = self.first.document.article.quote(self.first.record.action).split()
        return bool(words) and word_of("stopping", words[0]) is not None

    @cached_property
    def binds_to_do(self) -> bool:
        """Whether its maker keeps it by doing what its words name: "refrain from tests" is kept by refraining, whatever its polarity."""
        return self.first.record.polarity == "do" or (self.verb,) in REFRAIN

    @cached_property
    def ends(self) -> tuple[frozenset[str], ...]:
        """Of what promises the end of acts, each kind of act by the words that tell it: "nuclear" and "missile" of "nuclear and missile tests"."""
        action = self.first.document.article.quote(self.first.record.action)
        if not (self.stops and self.binds_to_do):
            return ()
        parts = [content_words(part) for part in _OR.split(action)]
        # The head of "nuclear and missile tests" is that of both.
        head = parts[-1][-1:] if len(parts) > 1 else ()
        kinds = (frozenset(part).difference(head, content_words(action)[:1]) for part in parts)
        return tuple(kind for kind in kinds if kind)

    @cached_property
    def ended(self) -> frozenset[Plover]:
        """The kinds of act that are to end: "tests" in "halt its tests"; where only their end was read, those that harm somebody."""
        return self.roots - {"RETREAT", "CONCEDE", "AGREE"} or _HARM

    @property
    def named(self) -> frozenset[str]:
        """All words that tell which acts are to end."""
        return frozenset().union(*self.ends)

    def is_broken_by(self, event: Event, words: frozenset[str]) -> bool:
        """Whether an act, told with some words, is of a kind that was to end."""
        return event.plover in self.ended and any(kind <= words for kind in self.ends)

    @cached_property
    def side(self) -> str:
        """Whether it is to do or to refrain."""
        return side(self.first)

    def share(self, words: frozenset[str]) -> float:
        """How many of its objects some words name."""
        number = len(self.objects)
        shared = len(words.intersection(self.objects))
        return shared / number if number and shared >= min(2, number) and shared >= OBJECTS * number else 0.0


class Promises:
    """All commitments of a ledger, looked up by who is bound and by the rarest words of what to."""

    def __init__(self, state: State, reports: Reports) -> None:
        events = reports.by_article("events")
        self.all = tuple(Promise.of(item, events) for item in state.commitments)
        rarest = Rarest(promise.objects for promise in self.all)
        # By party, "" being anybody, and word: their places among all.
        self._having: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._ending: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for n, promise in enumerate(self.all):
            for key in product((*promise.who, ""), rarest.of(promise.objects, OBJECTS)):
                self._having[key].append(n)
            for key in product(promise.who, map(min, promise.ends)):
                self._ending[key].append(n)

    def about(self, words: frozenset[str], who: frozenset[str] | None = None) -> Iterator[tuple[Promise, float]]:
        """The promises whose objects these words name, with the share they name; of some parties, where given."""
        for promise in self._found(self._having, [""] if who is None else who, words):
            if share := promise.share(words):
                yield promise, share

    def broken_by(self, report: Report[Event], words: frozenset[str], who: frozenset[str]) -> Iterator[Promise]:
        """The promises of some parties that acts are to end of which one, told with some words, is a report."""
        if report.record.modality in BEHIND and not _ends(report):
            near = self._found(self._ending, who, words)
            yield from (promise for promise in near if promise.is_broken_by(report.record, words))

    def _found(
        self, among: Mapping[tuple[str, str], Sequence[int]], who: Iterable[str], words: frozenset[str]
    ) -> Iterator[Promise]:
        held = (among[key] for key in product(who, words) if key in among)
        return (self.all[n] for n in set().union(*held))


def bearings(state: State, reports: Reports) -> list[Bearing]:
    """All that bears on promises, by the day it was published."""
    promises = Promises(state, reports)
    found = [
        *_retold(promises),
        *_turned_round(promises),
        *_deeds(promises, reports.of("events")),
        *_met(promises, state.meetings),
        *_taken_back(promises, reports.of("statements")),
    ]
    return sorted(found, key=lambda b: (b.link.day, b.report.order, b.link.object, b.link.kind))


def _retold(promises: Promises) -> Iterator[Bearing]:
    """What later reports of a promise say has come of it, and whether they give it other terms."""
    came_of: dict[str, LinkKind] = {
        "done": "fulfils",
        "broken": "breaks",
        "withdrawn": "withdraws",
        "refused": "withdraws",
    }
    for promise in promises.all:
        first, deadline = promise.first, promise.first.record.deadline
        for report in promise.item.reports:
            new = report.record
            if new.status in came_of and report is not first and not is_only_supposed(report):
                why = f"the report calls it {new.status.replace('_', ' ')}"
                yield _bearing(came_of[new.status], "told-status", report, promise, 0.9, why)
            if deadline and new.deadline and new.deadline.latest and deadline.latest not in (None, new.deadline.latest):
                why = f"by {new.deadline.latest} instead of {deadline.latest}"
                yield _bearing("supersedes", "new-deadline", report, promise, 0.8, why)
            elif new.status == "open" and published(report).gap(published(first)) > SEASON:
                why = f"told again {published(report).gap(published(first))} days later"
                yield _bearing("repeats", "told-again", report, promise, 0.8, why)
            deadline = new.deadline or deadline


def _turned_round(promises: Promises) -> Iterator[Bearing]:
    """A later promise of the same party to do what it had promised not to do, or the reverse."""
    for later in promises.all:
        words = frozenset((later.verb, *later.objects))
        for earlier, share in promises.about(words, later.who):
            opposite = (
                earlier.side != later.side and earlier.verb == later.verb and _is_negated(earlier) != _is_negated(later)
            )
            if opposite and earlier.first.day < later.first.day:
                why = f"to {later.side} it instead of to {earlier.side} it"
                yield _bearing("supersedes", "turned-round", later.first, earlier, share, why)


def before_action(report: Report[Commitment]) -> str:
    """The words of a promise's sentence before what is promised."""
    start = report.record.action.start
    begin = max((span.start for span in report.record.evidence if span.start <= start <= span.end), default=start)
    return report.document.article.text[begin:start]


@remembered
def is_only_supposed(report: Report[Commitment]) -> bool:
    """Whether the sentence of a promise, up to what is promised, only supposes or foretells what came of it."""
    return is_supposed(before_action(report))


def _is_negated(promise: Promise) -> bool:
    """Whether the sentence of a promise says no before what is promised: what was read as its side may be wrong."""
    near = " ".join(before_action(promise.first).split()[-6:])
    return word_of("negating", near) is not None or (promise.verb,) in REFRAIN


def _deeds(promises: Promises, events: Iterable[Report[Event]]) -> Iterator[Bearing]:
    """What a bound party has done since."""
    told_as = {report.record.id for promise in promises.all for report in promise.told_as}
    for report in events:
        event = report.record
        if event.plover in _WORDS_ONLY or event.id in told_as or not (behind(report) or event.modality == "refused"):
            continue
        who, words = report.parties(event.actor), _deed_words(report)
        kept = ((promise, _kept(promise, report, share)) for promise, share in promises.about(words, who))
        found = {promise.item.id: (promise, came) for promise, came in kept if came}
        for promise in promises.broken_by(report, words, who):
            ended = f"{event.plover} of what was to end", " ".join(sorted(words & promise.named))
            found.setdefault(promise.item.id, (promise, ("breaks", OTHER_VERB, ended)))
        for promise, (kind, score, why) in found.values():
            old = kind == "fulfils" and _is_late(report, promise)
            if _afterwards(report, promise) and _is_done(report, promise) and not old:
                yield _bearing(kind, "deed", report, promise, score, *why)


@remembered
def _deed_words(report: Report[Event]) -> frozenset[str]:
    """The words of an event: from those that name it to the end of its sentence."""
    return frozenset(report.words(*_from_trigger(report.record)))


def _kept(promise: Promise, report: Report[Event], share: float) -> tuple[LinkKind, float, tuple[str, ...]] | None:
    """What a deed that names a share of a promise's objects does to it, how sure that is and why; null if it is another matter."""
    event = report.record
    same_verb = promise.verb in report.words(event.trigger) or (promise.stops and _ends(report))
    sure = share >= ALIKE and len(promise.objects) > 1 and event.earliest and event.plover not in _ANY_ACT
    kind = _came_of(promise, event, same_verb)
    if kind is None or not (same_verb or sure):
        return None  # other words for an act are the promised one only if all is named and the day is told
    how = f"the same verb, {promise.verb}…" if same_verb else f"the same kind of act, {event.plover}"
    objects = f"{round(share * len(promise.objects))} of {len(promise.objects)} objects named"
    return kind, share * (1 if same_verb else OTHER_VERB), (how, objects)


@remembered
def _ends(report: Report[Event]) -> bool:
    """Whether an act is the end of another: "halted its tests"."""
    return word_of("stopping", report.document.article.quote(report.record.trigger)) is not None


def _came_of(promise: Promise, event: Event, same_verb: bool) -> LinkKind | None:
    """What a deed does to a promise whose objects it names; null if it is another matter."""
    is_it = same_verb or event.plover in promise.roots
    if event.modality == "refused":
        return "withdraws" if is_it and promise.binds_to_do else None
    if promise.stops and not same_verb and event.plover != "RETREAT":
        return "breaks" if promise.binds_to_do else None
    if not is_it:
        return None
    return "fulfils" if promise.binds_to_do else "breaks"


def _is_done(report: Report[Event], promise: Promise) -> bool:
    """Whether the words before a deed leave it done: it is no wish, right or attempt, nor what is stopped, nor describes its object."""
    if report.record.modality == "refused":
        return True
    describes = report.record.modality == "happened" and not _described(report).isdisjoint(promise.objects)
    return not (describes or _is_undone(report))


@remembered
def _described(report: Report[Event]) -> frozenset[str]:
    """What the words for a deed describe: "the gates opened to carts", of which what is named after its object tells nothing done."""
    trigger = report.document.article.quote(report.record.trigger)
    words = (*up_to_trigger(report).split()[-1:], *trigger.split())
    return frozenset(w for i in range(1, len(words)) if words[i].endswith("ed") for w in content_words(words[i - 1]))


@remembered
def _is_undone(report: Report[Event]) -> bool:
    """Whether the words before a deed make it a wish, a right, an attempt or a topic, or what is stopped."""
    before, trigger = up_to_trigger(report), report.document.article.quote(report.record.trigger)
    stopped = word_of("stopping", " ".join(before.split()[-2:])) is not None or word_of("stopped", before) is not None
    return is_ahead(before) or is_topic(before, trigger.partition(" ")[0]) or stopped


def _from_trigger(event: Event) -> list[Span]:
    """The words of an event: from those that name it to the end of its sentence."""
    return [
        Span(max(span.start, event.trigger.start), span.end)
        for span in event.evidence
        if span.end > event.trigger.start
    ]


def _afterwards(report: Report[Event], promise: Promise) -> bool:
    """Whether a deed came after the promise: reported later, and not dated before; on the same day only if dated.

    Of what has but one object ("reach an agreement") the next months bring others.
    """
    first, event = promise.first, report.record
    if len(promise.objects) < 2 and published(report).gap(published(first)) > RECALL:
        return False
    if report.day > first.day:
        return dated(report).last >= published(first).first and not _is_looked_back_on(report, promise)
    return report.day == first.day and event.earliest is not None and event.earliest >= first.day


def _is_late(report: Report[Event], promise: Promise) -> bool:
    """Whether a deed without a day is told long after anybody spoke of the promise: it may be another time, or another promise."""
    spoken = [published(r) for r in promise.item.reports if r.day <= report.day]
    return report.record.earliest is None and all(days.gap(published(report)) > LONG for days in spoken)


def _is_looked_back_on(report: Report[Event], promise: Promise) -> bool:
    """Whether the sentence of a deed without a day tells of days before the promise: "in 2003, when it opened the port"."""
    whole = [
        t for t in report.document.times if t.latest and any(span.covers(t.span) for span in report.record.evidence)
    ]
    return report.record.earliest is None and bool(whole) and all((t.latest or "") < promise.first.day for t in whole)


def _met(promises: Promises, meetings: Iterable[Meeting]) -> Iterator[Bearing]:
    """A promised meeting that was held, or called off by who promised it; one promised without a day may be any of these parties'."""
    told_of = {report.record.id: meeting for meeting in meetings for report in meeting.reports}
    for promise in (p for p in promises.all if p.binds_to_do):
        for told in (t for t in promise.told_as if t.record.id in told_of):
            meeting = told_of[told.record.id]
            held = next((r for r in meeting.reports if behind(r) and r.day > promise.first.day), None)
            off = next((r for r in reversed(meeting.reports) if _calls_off(r, promise, told)), None)
            if held and _is_dated_ahead(told, promise):
                why = "the promised meeting was held when promised"
                yield _bearing("fulfils", "meeting-held", held, promise, 0.8, why)
                break
            if meeting.state == "cancelled" and off:
                yield _bearing("withdraws", "meeting-off", off, promise, 0.7, "the promised meeting was called off")
                break


def _is_dated_ahead(told: Report[Event], promise: Promise) -> bool:
    """Whether a promised meeting has a day, and not the day on which it was promised."""
    days = dated(told)
    return not days.vague and days.last > published(promise.first).last


def _calls_off(report: Report[Event], promise: Promise, told: Report[Event]) -> bool:
    """Whether a bound party calls the promised meeting off: later, or by its day. Who walks out and will be back, calls nothing off."""
    own = report.parties(report.record.actor) & promise.who
    same_day = report.day == promise.first.day and _is_dated_ahead(told, promise) and report not in promise.told_as
    return (
        report.record.modality in ("cancelled", "refused")
        and bool(own)
        and (report.day > promise.first.day or same_day)
    )


def _taken_back(promises: Promises, statements: Iterable[Report[Statement]]) -> Iterator[Bearing]:
    """Statements by which a party takes its promise back, or somebody denies that it was made."""
    for report in statements:
        back, denied, promised = _taking_back(report)
        if not (back or denied):
            continue
        words, who = frozenset(report.words(*report.record.content)), report.parties(report.record.speaker)
        for promise, share in promises.about(words):
            own = bool(promise.who & who)
            if report.day < promise.first.day or _is_within(promise, report):
                continue
            if share < ALIKE or promise.verb not in words:
                continue
            if denied and (promise.side == "do" or promised):
                about = "that it was promised" if promised else "it"
                yield _bearing("contradicts", "denied", report, promise, share, f"“{denied}” {about}", _whose(own))
            elif back and own and report.day > promise.first.day:
                yield _bearing("withdraws", "taken-back", report, promise, share, f"“{back}”", _whose(own))


@remembered
def _taking_back(report: Report[Statement]) -> tuple[str | None, str | None, bool]:
    """The words by which a statement takes something back, those by which it denies something, and whether it speaks of a promise."""
    quote = report.document.article.quote
    cue, content = (" ".join(map(quote, spans)) for spans in (report.record.cue, report.record.content))
    said = f"{cue} {content}"
    denied = word_of("denying", cue) or word_of("untrue", content)
    return word_of("withdrawn", said), denied, word_of("promise", said) is not None


def _whose(own: bool) -> str:
    return "by who is bound" if own else "by another"


def _is_within(promise: Promise, report: Report[Statement]) -> bool:
    """Whether the promise is itself what the statement tells."""
    own = [r.record.action for r in promise.item.reports if r.document is report.document]
    return any(action.overlaps(content) for action in own for content in report.record.content)


def _bearing(kind: LinkKind, rule: str, later: Report[Any], on: Promise, score: float, *reasons: str) -> Bearing:
    return Bearing(link(kind, rule, later, on.first, score, *reasons), later, on.item)


# Whose words -------------------------------------------------------------------------------------------------------


def voices(report: Report[Any]) -> tuple[Actor, ...]:
    """According to whom a report tells its matter: the relays it names, else the speaker of the statement it stands in."""
    return report.actors(_voices(report))


@remembered
def _voices(report: Report[Any]) -> tuple[ActorId, ...]:
    record = report.record
    chain: tuple[ActorId, ...] = getattr(record, "chain", ())
    if chain:
        return chain
    focus = record.trigger if isinstance(record, Event) else getattr(record, "action", None)
    if isinstance(record, Statement):
        return record.speaker
    holding = [s for s in report.document.statements if focus and any(c.overlaps(focus) for c in s.content)]
    holding.sort(key=lambda s: (sum(c.end - c.start for c in s.content), s.id))
    return holding[0].speaker if holding else ()
