"""Which records tell of the same thing: parties, places, days and words compared, in an order that only content decides."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import combinations
from math import ceil
from typing import Any, Generic, NamedTuple, TypeVar

from summitry.article import Span
from summitry.ledger.parties import PartyId, Who, party_of
from summitry.ledger.remembering import Answers, remembered
from summitry.ledger.turns import fell_through, is_ahead, is_hoped_for, word_of
from summitry.records import Actor, ActorId, Document, Event, Modality, Record, RecordId

R = TypeVar("R", bound=Record)
V = TypeVar("V")

ALIKE = 0.75  # share of the shorter wording that the longer one must have
NEAR = 3  # days by which papers differ on when a meeting was
RECALL = 60  # days from an article to what it calls "the meeting" without a date
STRETCH = 64  # days under which meetings are looked up together
SOON = 30  # days from an article to what it plans without a date
REACH = 40  # code points after the words for a visit in which its place stands
FEW = 4  # words before those for a meeting that may tell whether it is one occasion
SEASON = 14  # days between articles that tell of one meeting, where none of them dates it

_FUNCTION_WORDS = frozenset(
    word
    for line in (files("summitry") / "data/function_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_ENDING = re.compile(r"(?<=\w\w\w)(?:ings?|ed|es|s|e)$")
_STEM = 6  # "dismantle", "dismantling" and "dismantlement" share their first six letters


# Reports: a record, the article it stands in, the day it was reported ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Report(Generic[R]):
    """One article's telling of something.

    `origin` is the outlet, in lower case, whose telling it is: of a copy the one it was copied from; empty where unknown.
    `who` tells which parties the article's actors are or stand for, `seats` which states places stand for. `known` holds what its
    article's reports were asked before, by their `place` among them.
    """

    document: Document
    record: R
    origin: str = ""
    who: Who = field(default_factory=dict, compare=False, repr=False)
    seats: Mapping[str, PartyId] = field(default_factory=dict, compare=False, repr=False)
    known: Answers = field(default_factory=lambda: defaultdict(dict), compare=False, repr=False)  # see `remembered`
    place: int = field(default=0, compare=False, repr=False)

    @property
    def day(self) -> str:
        """The ISO day by which it had been published; empty where that is unknown, which sorts first."""
        published = self.document.article.published
        return (published and published.latest) or ""

    @property
    def order(self) -> tuple[str, str, Span, str]:
        """Oldest first; within an article as the text goes."""
        return self.day, self.document.article.id, self.record.evidence[0], self.record.id

    def words(self, *spans: Span) -> "Words":
        """The content words of some characters of the article."""
        return content_words(" ".join(self.document.article.quote(span) for span in spans))

    def actors(self, ids: Iterable[ActorId]) -> tuple[Actor, ...]:
        """The article's actors with these ids."""
        wanted = set(ids)
        return tuple(actor for actor in self.document.actors if actor.id in wanted) if wanted else ()

    def parties(self, ids: Iterable[ActorId]) -> frozenset[PartyId]:
        """The parties that these actors are or stand for."""
        return party_of(self.who, ids)


# Words -------------------------------------------------------------------------------------------------------------

Words = tuple[str, ...]


@lru_cache(maxsize=1 << 16)  # the same few words are compared by many rules
def content_words(text: str) -> Words:
    """The stems of the words that carry meaning, each once, in text order."""
    return tuple(dict.fromkeys(stem for _, stem in stems(text)))


def stems(text: str) -> Iterator[tuple[str, str]]:
    """The words that carry meaning, in lower case and as stems, in text order."""
    for word in WORD.findall(_POSSESSIVE.sub("", text.casefold())):
        if word not in _FUNCTION_WORDS:
            yield word, _stem(word)


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> str:
    return _ENDING.sub("", word)[:_STEM]


def alike(a: Words, b: Words, *, by_verb: bool) -> bool:
    """Whether two wordings are of one thing: they share two words at least, and nearly all of the shorter one.

    `by_verb`: the first word, the verb of an action, must be in both; "give up" and "test nuclear weapons" are not one.
    """
    if a == b:
        return bool(a)
    shared = len(set(a).intersection(b))
    if shared < needed(min(len(a), len(b))):
        return False
    return not by_verb or a[0] in b or b[0] in a


def needed(words: int, share: float = ALIKE) -> int:
    """How many of so many words must be shared."""
    return max(2, ceil(share * words))


class Rarest:
    """Which words of a wording to look it up by: so few, and so rare, that whatever is like it has one of them.

    Where t of n words must be shared, two wordings that share none of the shorter one's n - t + 1 rarest words cannot be
    alike: common words need not be looked up, and a ledger that grows has no lists that grow as fast.
    """

    def __init__(self, wordings: Iterable[Words]) -> None:
        self._seen = Counter(word for words in wordings for word in words)

    def of(self, words: Words, share: float = ALIKE) -> Words:
        """The rarest words of a wording, of which `share` must be found again."""
        by_rarity = sorted(words, key=lambda word: (self._seen[word], word))
        return tuple(by_rarity[: max(1, len(words) - needed(len(words), share) + 1)])


@dataclass(frozen=True, slots=True)
class Telling(Generic[R]):
    """What is compared of a report: `side` must be the same, `who` must share a party, `words` must be alike.

    `in_full`: the record of its own article that it is a headline of, if any.
    """

    report: Report[R]
    side: str
    who: frozenset[str]
    words: Words
    in_full: RecordId | None = None


def gather(tellings: Iterable[Telling[R]], *, by_verb: bool, who_needed: bool) -> list[list[Report[R]]]:
    """Reports of the same thing together, each group led by its first report.

    A report joins the first group whose leader it is like; comparing with leaders alone keeps a chain of small
    differences from joining what is not alike. `who_needed`: a report that names nobody is like no other that does.
    """
    ordered = sorted(
        tellings, key=lambda t: (t.in_full is not None, t.report.order)
    )  # headlines after what they shorten
    rarest = Rarest(telling.words for telling in ordered)
    leaders: list[Telling[R]] = []
    groups: list[list[Report[R]]] = []
    # Under each party: word → the leaders that have it, and those that it is one of the rarest of.
    having: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    known_by: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    at: dict[RecordId, int] = {}
    for telling in ordered:
        if telling.in_full in at:
            groups[at[telling.in_full]].append(telling.report)
            continue
        few, known = rarest.of(telling.words), telling.who or {_NOBODY}
        near: set[int] = set()
        for party in known if who_needed else known | {_NOBODY} if telling.who else {_ANYBODY}:
            have, rare = having[party], known_by[party]
            near.update(*(have.get(word, ()) for word in few), *(rare.get(word, ()) for word in telling.words))
        for i in sorted(near):
            leader = leaders[i]
            if alike(leader.words, telling.words, by_verb=by_verb) and (
                leader.side == telling.side or _is_copied(leader.report, telling.report)
            ):
                groups[i].append(telling.report)
                at[telling.report.record.id] = i
                break
        else:
            for party in known if who_needed else known | {_ANYBODY}:
                for word in telling.words:
                    having[party][word].append(len(leaders))
                for word in few:
                    known_by[party][word].append(len(leaders))
            at[telling.report.record.id] = len(leaders)
            leaders.append(telling)
            groups.append([telling.report])
    return groups


_NOBODY = ""  # the party under which those are found that name none
_ANYBODY = "*"  # the one under which all are found, where who names none is like anybody


def _is_copied(one: Report[Any], other: Report[Any]) -> bool:
    """Whether two reports rest on one sentence of which one outlet has a copy: where they differ, one was read wrongly."""
    outlets = {(report.document.article.source or "").casefold() for report in (one, other)}
    sentences = {content_words(report.record.quotes[0]) for report in (one, other)}
    return one.origin == other.origin in outlets and len(outlets) == 2 and len(sentences) == 1


# Meetings ----------------------------------------------------------------------------------------------------------


class Days(NamedTuple):
    """A closed interval of days, as ordinals; open sides reach to the ends of the calendar."""

    first: int
    last: int

    @classmethod
    @lru_cache(maxsize=1 << 14)
    def of(cls, earliest: str | None, latest: str | None) -> "Days":
        """From ISO days."""
        return cls(
            (date.fromisoformat(earliest) if earliest else date.min).toordinal(),
            (date.fromisoformat(latest) if latest else date.max).toordinal(),
        )

    @property
    def text(self) -> str:
        """The first and the last day, or the only one."""
        first, last = date.fromordinal(self.first).isoformat(), date.fromordinal(self.last).isoformat()
        return first if first == last else f"{first} to {last}"

    @property
    def vague(self) -> bool:
        """Whether the interval is too wide to tell one meeting from the next."""
        return self.last - self.first > RECALL

    def overlaps(self, other: "Days") -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last

    def gap(self, other: "Days") -> int:
        """Days between the two; 0 where they touch or overlap."""
        return max(0, self.first - other.last, other.first - self.last)

    def widened(self, days: int) -> "Days":
        """With so many days more on each side."""
        return Days(self.first - days, self.last + days)

    def narrowed(self, other: "Days") -> "Days":
        """The days both have, or this one unchanged where there are none."""
        both = Days(max(self.first, other.first), min(self.last, other.last))
        return both if both.first <= both.last else self


_OPEN = Days.of(None, None)
WISHED: frozenset[Modality] = frozenset({"possible", "conditional"})  # of a meeting: an offer or a wish
BEHIND: frozenset[Modality] = frozenset({"happened", "ongoing"})  # told of afterwards; the others look ahead


def published(report: Report[Any]) -> Days:
    """The days on which the report may have appeared."""
    day = report.document.article.published
    return Days.of(day.earliest if day else None, day.latest if day else None)


def behind(report: Report[Event]) -> bool:
    """Whether the report looks back on the meeting; one dated after the report cannot have been held, one broken off has been."""
    return _looks_back(report) and dated(report).first <= published(report).last


@remembered
def _looks_back(report: Report[Event]) -> bool:
    event, quote = report.record, report.document.article.quote
    trigger = quote(event.trigger)
    if event.meeting and event.modality == "cancelled":
        end = event.trigger.end + len(" down")
        ended = word_of("broken_off", report.document.article.text[event.trigger.start : end])
        return ended is not None and not is_ahead(up_to_trigger(report))
    if event.modality not in BEHIND or not event.meeting:
        return event.modality in BEHIND
    # With days of its own that have passed, "the first to meet her" met her.
    passed = bool(event.earliest and event.latest) and Days.of(None, event.latest).last < published(report).first
    before = up_to_trigger(report)
    if arranged(trigger) or is_hoped_for(before) or fell_through(from_trigger(report)):
        return False
    return (passed and not _is_of_another(report)) or not is_ahead(before)


def arranged(trigger: str) -> bool:
    """Whether the words for a meeting begin with its being proposed or arranged: "agree on talks", not "agreed in talks"."""
    first, *rest = trigger.split()
    if rest and rest[0] in ("in", "at", "during", "after"):
        return False
    return word_of("proposing", first) is not None or word_of("arranging", first) is not None


def up_to_trigger(report: Report[Event]) -> str:
    """The words of its sentence before those that name an event."""
    article, start = report.document.article, report.record.trigger.start
    begin = max((span.start for span in report.record.evidence if span.start <= start <= span.end), default=start)
    return article.text[begin:start]


def from_trigger(report: Report[Any]) -> str:
    """The words of its sentence after those that name an event."""
    article, end = report.document.article, report.record.trigger.end
    return article.text[end : max((s.end for s in report.record.evidence if s.start <= end <= s.end), default=end)]


@remembered
def dated(report: Report[Event]) -> Days:
    """The days the text gives; what has been held, by the day of the report."""
    event, told = report.record, published(report)
    days = (
        _OPEN if event.meeting and event.earliest and _is_of_another(report) else Days.of(event.earliest, event.latest)
    )
    if _looks_back(report):
        return Days(days.first, told.last) if days.first <= told.last < days.last else days
    # What has happened undated is read as done by the day of the report; what lies ahead is not.
    return Days.of(event.earliest, None) if event.modality in BEHIND and event.earliest is None else days


def _is_of_another(report: Report[Event]) -> bool:
    """Whether the days of an event are those of something else: since which there had been none, or on which it was arranged."""
    event, article = report.record, report.document.article
    spans = (t.span for t in report.document.times if (t.earliest, t.latest) == (event.earliest, event.latest))
    own = [span for span in spans if any(span.overlaps(whole) for whole in event.evidence)]
    return bool(own) and all(_OF_ANOTHER.search(article.text, max(0, span.start - REACH), span.start) for span in own)


# "The first talks since May", "a visit announced on Monday".
_OF_ANOTHER = re.compile(
    r"\b(?:(?:since|before)(?: late| early| mid| the(?:(?: [\w-]+){1,3} (?:in|of))?)?"
    r"|(?:announced|proposed|promised|offered|requested|agreed)(?: on| in| last| late| early)?) ?$",
    re.IGNORECASE,
)


@remembered
def is_general(report: Report[Event]) -> bool:
    """Whether a report without a day or a place speaks of talks that go on, of no one occasion: "his handling of the talks"."""
    event = report.record
    trigger = report.document.article.quote(event.trigger)
    if not dated(report).vague or event.place or word_of("talks", trigger.split()[-1]) is None:
        return False
    near = f"{' '.join(up_to_trigger(report).split()[-FEW:])} {trigger}"
    return not any(word_of(turn, near) for turn in ("occasion", "kind", "phone", "broken_off")) and not arranged(
        trigger
    )


@remembered
def takes_part(report: Report[Event]) -> frozenset[PartyId]:
    """The parties of a meeting: those that the text says take part, and the host of a visit."""
    event = report.record
    return report.parties((*event.actor, *event.recipient)) | _host(report)


@remembered
def is_whole(report: Report[Event]) -> bool:
    """Whether a report says who met whom: two parties, or two people of one."""
    event = report.record
    people = {actor.id for actor in report.actors((*event.actor, *event.recipient)) if actor.kind == "person"}
    return len(takes_part(report)) > 1 or len(people) > 1


@remembered
def is_homecoming(report: Report[Event]) -> bool:
    """Whether the report tells of nobody but a party that comes back to its own state, or of talks about it: "the talks on Alderland"."""
    event = report.record
    seat = _seat(report, event.place) if event.place and not is_whole(report) else None
    host = _host(report) or ({seat} if seat else set())
    return bool(host) and host == report.parties((*event.actor, *event.recipient))


@remembered
def _host(report: Report[Event]) -> frozenset[PartyId]:
    """The state that a visit leads to."""
    name = destination(report)
    return frozenset({seat}) if name and (seat := _seat(report, name)) else frozenset()


@remembered
def destination(report: Report[Event]) -> str | None:
    """The place of a state that a visit leads to: "travel to Elmtown", or the one named last before "go there"."""
    event, article = report.record, report.document.article
    trigger = article.quote(event.trigger)
    if word_of("going", trigger) is None:
        return None
    whole = trigger + article.text[event.trigger.end : event.trigger.end + REACH]
    for led in _LEADS_TO.finditer(whole, 0, len(whole)):
        if led.start() > len(trigger):
            break
        places = [*_PLACE.finditer(up_to_trigger(report)), *_PLACE.finditer(trigger)] if led[1] == "there" else [led]
        names = [place[place.lastindex or 0] for place in places]
        if found := [name for name in names if _seat(report, name)]:
            return found[-1]
    return None


def _seat(report: Report[Any], name: str) -> PartyId | None:
    """The state that a name, or the beginning of it, stands for."""
    words = name.casefold().split()
    return next((s for n in range(len(words), 0, -1) if (s := report.seats.get(" ".join(words[:n])))), None)


_PLACE = re.compile(r"[A-Z][\w’'-]*(?: [A-Z][\w-]*)*")
_LEADS_TO = re.compile(rf"(?<=\w)(?: to| in)?(?: the)? (there|{_PLACE.pattern})")


@remembered
def _kinds(report: Report[Event]) -> tuple[str | None, str | None]:
    """Of what kind a meeting is, and whether they spoke by telephone or saw each other; null where the words do not tell."""
    article, trigger = report.document.article, report.record.trigger
    words = article.quote(trigger)
    if word_of("phone", words) or _BY_PHONE.search(article.text[trigger.end : trigger.end + REACH]):
        return "phone", "phone"
    return word_of("kind", words), word_of("in_person", words) and "in person"


_BY_PHONE = re.compile(r"^[^.;,]*\b(?:by|over the|on the) (?:tele)?phone\b", re.IGNORECASE)


@dataclass
class _Gathering:
    """A meeting while its reports are being collected."""

    reports: list[Report[Event]]
    parties: frozenset[str]
    people: dict[str, set[ActorId]]
    places: set[frozenset[str]]
    kinds: set[str]
    ways: set[str]
    hosts: set[PartyId]
    days: Days

    @classmethod
    def of(cls, report: Report[Event], days: Days) -> "_Gathering":
        actors = report.actors((*report.record.actor, *report.record.recipient))
        people: dict[str, set[ActorId]] = {}
        for actor in actors:
            for party in report.who.get(actor.id, ()):
                if actor.kind == "person":
                    people.setdefault(party, set()).add(actor.id)
        place = frozenset(content_words(report.record.place or ""))
        places, (kind, how) = {place} if place else set(), _kinds(report)
        kinds, ways = {kind} if kind else set(), {how} if how else set()
        return cls([report], takes_part(report), people, places, kinds, ways, set(_host(report)), days)

    @property
    def keys(self) -> set[frozenset[str]]:
        """What reports of the same meeting have in common with this one: two parties, the only one, or a word of a place."""
        groups = combinations(sorted(self.parties), 2) if len(self.parties) > 1 else [self.parties]
        return {*map(frozenset, groups), *(frozenset({"", word}) for place in self.places for word in place)}

    def same_parties(self, other: "_Gathering") -> bool:
        """One set of parties holds the other, and no other people are named, nor another place.

        Two parties at least; a single one needs the place as well, or to be alone in both on the same day.
        """
        inner = self.parties & other.parties
        if inner not in (self.parties, other.parties):
            return False
        if len(inner) < 2 and not (self.places and other.places):
            alone = self.parties == other.parties and bool(inner)
            if not (alone and self.days.overlaps(other.days)):
                return False
        return self.may_be(other)

    def may_be(self, other: "_Gathering") -> bool:
        """Nothing tells the two apart: neither other people of a party, nor another place, kind or host."""
        both = self.people.keys() & other.people.keys()
        own, others = (self.kinds, self.ways, self.hosts), (other.kinds, other.ways, other.hosts)
        sides = *zip(own, others, strict=True), *((self.people[p], other.people[p]) for p in both)
        return self.same_place(other) and all(not (a and b) or a & b for a, b in sides)

    def is_part_of(self, other: "_Gathering") -> bool:
        """Whether its article tells of the other, by more parties than it names here itself: "the talks"."""
        article = self.reports[0].document.article.id
        told = any(r.document.article.id == article for r in other.reports)
        fuller = not is_whole(self.reports[0]) and len(self.parties) < 2 <= len(other.parties)
        # "The talks" of which an article tells are not the call in which two spoke of them.
        same_way = ("phone" in self.ways) == ("phone" in other.ways)
        return told and fuller and same_way and self.parties <= other.parties and self.may_be(other)

    def same_place(self, other: "_Gathering") -> bool:
        """No known place contradicts: "Capella hotel, Singapore" is in "Singapore"."""
        return not (self.places and other.places) or any(a <= b or b <= a for a in self.places for b in other.places)

    def take(self, other: "_Gathering") -> None:
        """Add a report; the parties stay those of the first one, lest each addition open the door to the next."""
        self.reports += other.reports
        for state, people in other.people.items():
            self.people.setdefault(state, set()).update(people)
        self.places |= other.places
        self.kinds |= other.kinds
        self.ways |= other.ways
        self.hosts |= other.hosts
        self.days = self.days.narrowed(other.days)


class _Gatherings:
    """Meetings found so far, looked up by what they have in common with a report."""

    def __init__(self) -> None:
        self.meetings: list[_Gathering] = []
        # Under what they have in common, by stretches of days: a ledger of years is not gone through for each report.
        self._having: defaultdict[frozenset[str], defaultdict[int | None, set[int]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self._told_by: defaultdict[str, set[int]] = defaultdict(set)  # article → the meetings of which it tells

    def like(self, one: _Gathering, days: Days) -> list[int]:
        """The numbers of those with the same parties in some days, in the order found."""
        first, last = days.first // STRETCH, days.last // STRETCH
        found: list[set[int]] = []
        for held in (self._having[key] for key in one.keys if key in self._having):
            some = range(first, last + 1) if last - first < len(held) else (n for n in held if n is not None)
            found += (held[n] for n in (None, *some) if n in held and (n is None or first <= n <= last))
        near = sorted(set().union(*found))
        return [i for i in near if days.overlaps(self.meetings[i].days) and self.meetings[i].same_parties(one)]

    def around(self, one: _Gathering, days: Days) -> list[int]:
        """The numbers of those, in some days, of which the article of a report tells more than the report."""
        article = one.reports[0].document.article.id
        near = sorted(self._told_by.get(article, ()))
        return [i for i in near if days.overlaps(self.meetings[i].days) and one.is_part_of(self.meetings[i])]

    def tells_more(self, report: Report[Event]) -> bool:
        """Whether the article of a report tells of a meeting of its parties and others."""
        near, own = self._told_by.get(report.document.article.id, ()), takes_part(report)
        return any(len(parties) > 1 and own <= parties for parties in (self.meetings[i].parties for i in near))

    def planned_by(self, one: _Gathering) -> list[int]:
        """The numbers of those of the same parties that the article of a report plans with a day, whenever they came about."""
        article = one.reports[0].document.article.id
        return [
            i
            for i in sorted(self._told_by.get(article, ()))
            if self.meetings[i].same_parties(one)
            and any(r.document.article.id == article and not behind(r) for r in self.meetings[i].reports)
        ]

    def put(self, one: _Gathering, into: int | None) -> None:
        """Add a report's meeting to the one of a number, or as a new one."""
        if into is None:
            into = len(self.meetings)
            self.meetings.append(one)
        else:
            self.meetings[into].take(one)
        for report in one.reports:
            self._told_by[report.document.article.id].add(into)
        days = self.meetings[into].days
        wide = days.last - days.first > 2 * STRETCH
        for key in self.meetings[into].keys:
            for stretch in [None] if wide else range(days.first // STRETCH, days.last // STRETCH + 1):
                self._having[key][stretch].add(into)


def gather_meetings(reports: Iterable[Report[Event]]) -> list[list[Report[Event]]]:
    """Reports of the same meeting together, oldest first.

    Reports with narrow dates come first and make the meetings; a vague one joins the meeting in its time that is
    nearest to the day it was published. Those that find none are one meeting if they appeared within two weeks.
    What names but one of the parties, or none, comes last: it tells of a meeting that its article tells more fully. Talks in
    general tell of a meeting of those days, and make none.
    """
    with_days, without = _Gatherings(), _Gatherings()
    for report in sorted(reports, key=_fullest_first):
        told, days = published(report), dated(report)
        if not is_whole(report) and _put_beside(report, (with_days, without)):
            continue
        if not days.vague:
            one = _Gathering.of(report, days)
            with_days.put(one, _nearest(report, with_days, with_days.like(one, _about(report))))
            continue
        one = _Gathering.of(report, told)
        near = [i for i in with_days.like(one, _in_reach(report)) if _is_as_real(report, with_days.meetings[i])]
        own = [] if behind(report) else with_days.planned_by(one)
        known = _nearest(report, with_days, own or [i for i in near if _is_soon(report, with_days.meetings[i])])
        if known is None:
            near = [i for i in without.like(one, told.widened(SEASON)) if _is_as_real(report, without.meetings[i])]
            same = [i for i in near if not any(_is_past(report, r) for r in without.meetings[i].reports)]
            if same or not is_general(report):
                without.put(one, _nearest(report, without, same))
        else:
            one.days = with_days.meetings[known].days  # the day of the report says nothing of the day of the meeting
            with_days.put(one, known)
    return [sorted(meeting.reports, key=lambda r: r.order) for meeting in with_days.meetings + without.meetings]


def _about(report: Report[Event]) -> Days:
    """The days in which a dated report means a known meeting; what was planned for a month or so may come true a little late."""
    days = dated(report)
    late = 0 if behind(report) else min(days.last - days.first, SEASON)
    return Days(days.first - NEAR, days.last + max(NEAR, late))


def _in_reach(report: Report[Event]) -> Days:
    """The days in which a vague report can mean a known meeting: back or ahead from it, as far as the text leaves open."""
    told, days, looks_back = published(report), dated(report), behind(report)
    reach = SEASON if is_general(report) else RECALL
    first = days.first if days.first > _OPEN.first else told.first - (reach if looks_back else 0)
    last = days.last if days.last < _OPEN.last else told.last + (0 if looks_back else reach)
    return Days(first, last)


def _is_soon(report: Report[Event], meeting: _Gathering) -> bool:
    """Whether a plan without a day can mean a meeting: one within the month, or one that had been planned for then."""
    told, own = published(report), dated(report)
    planned = (dated(r) for r in meeting.reports if r.day <= report.day and not behind(r))
    bounded = own.first > _OPEN.first and own.last < _OPEN.last
    return behind(report) or bounded or any(days.gap(told) <= SOON for days in (meeting.days, *planned))


def _is_as_real(report: Report[Event], meeting: _Gathering) -> bool:
    """Whether a report without a day can mean a meeting of another article: a mere wish is no plan and has not been held.

    Nor do talks in general mean a meeting of which nobody tells the day.
    """
    if any(r.document is report.document for r in meeting.reports):
        return True
    wished = (report.record.modality in WISHED) != all(r.record.modality in WISHED for r in meeting.reports)
    return not wished and not (is_general(report) and all(dated(r).vague for r in meeting.reports))


def _is_past(one: Report[Event], other: Report[Event]) -> bool:
    """Whether one of two reports without a day still awaits a meeting when the other has already looked back on it."""
    back, ahead = (one, other) if behind(one) else (other, one)
    return behind(back) and not behind(ahead) and ahead.record.modality != "denied" and back.day <= ahead.day


def with_signings(
    meetings: Sequence[list[Report[Event]]], events: Iterable[Report[Event]]
) -> list[list[Report[Event]]]:
    """Meetings, each with what its parties then agreed on together: it says that those planned for these days met, or when those met that did.

    When they met it says where no report of the meeting has a day, and one is of the same article.
    """
    planned, undated = _Gatherings(), _Gatherings()
    of_planned: list[int] = []
    of_undated: list[int] = []
    for number, reports in enumerate(meetings):
        held = [r for r in reports if behind(r)]
        ahead = [r for r in reports if not dated(r).vague and r.record.modality in ("planned", "promised")]
        if ahead:
            planned.put(_Gathering.of(ahead[0], _about(ahead[0])), None)
            of_planned.append(number)
        elif held and all(dated(r).vague for r in reports):
            undated.put(_Gathering.of(held[0], _in_reach(held[0])), None)
            of_undated.append(number)
    found = [list(reports) for reports in meetings]
    signings = (r for r in events if r.record.plover == "AGREE" and not r.record.meeting)
    for report in sorted(signings, key=lambda r: r.order):
        days = dated(report)
        joint = len(takes_part(report)) > 1 or report.record.place
        if not (joint and behind(report) and days.last - days.first <= NEAR):
            continue
        one = _Gathering.of(report, days)
        article = report.document.article.id
        same = [of_planned[i] for i in planned.like(one, days)]
        same = [i for i in same if not any(behind(r) and r.day <= report.day for r in meetings[i])]
        same += [
            number
            for i, number in ((i, of_undated[i]) for i in undated.like(one, days))
            if any(r.document.article.id == article for r in meetings[number])
            and one.parties == undated.meetings[i].parties
            and ("phone" in one.ways) == ("phone" in undated.meetings[i].ways)  # who rang has signed nothing
        ]
        if same:
            found[same[0]].append(report)
    return found


def _put_beside(report: Report[Event], among: Sequence[_Gatherings]) -> bool:
    """Add a report to a meeting that its article tells more fully, where there is one."""
    told, days = published(report), dated(report)
    for meetings in (m for m in among if m.tells_more(report)):
        one = _Gathering.of(report, told if days.vague else days)
        near = meetings.around(one, _in_reach(report) if days.vague else _about(report))
        known = _nearest(
            report, meetings, [i for i in near if not any(_is_past(report, r) for r in meetings.meetings[i].reports)]
        )
        if known is not None:
            if days.vague:
                one.days = meetings.meetings[known].days
            meetings.put(one, known)
            return True
    return False


def _fullest_first(report: Report[Event]) -> tuple[bool, bool, int, tuple[str, str, Span, str]]:
    days = dated(report)
    return not is_whole(report), is_general(report), days.last - days.first, report.order


def _nearest(report: Report[Event], among: _Gatherings, numbers: list[int]) -> int | None:
    """Of some meetings the one nearest to the day of a report; what is called off is a plan, where there is one."""
    off, told = report.record.modality in ("cancelled", "refused"), published(report)

    def key(number: int) -> tuple[bool, int]:
        meeting = among.meetings[number]
        planned = any(r.record.modality in ("planned", "promised") for r in meeting.reports)
        return off and not planned, meeting.days.gap(told)

    return min(numbers, key=key, default=None)
