"""What stands: meetings, commitments, demands, obstacles, orders and questions, each as all its reports together tell it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, Generic, Literal, Self

from summitry.ledger.match import (
    BEHIND,
    WISHED,
    Days,
    R,
    Report,
    Telling,
    Words,
    behind,
    content_words,
    dated,
    destination,
    from_trigger,
    gather,
    gather_meetings,
    is_homecoming,
    is_whole,
    published,
    takes_part,
    up_to_trigger,
    with_signings,
)
from summitry.ledger.parties import Parties
from summitry.ledger.regrouping import regrouped
from summitry.ledger.remembering import Answers, Memories, Seats, answers_alike, remembered
from summitry.ledger.turns import fell_through, is_supposed, names_meeting, word_of
from summitry.records import (
    KINDS,
    Commitment,
    Demand,
    Document,
    Event,
    Modality,
    Obstacle,
    Order,
    Question,
    Record,
    RecordId,
)
from summitry.review.reviewed import Regrouping

MeetingState = Literal["held", "planned", "cancelled", "postponed", "proposed"]

_STATES: dict[Modality, MeetingState] = {
    "happened": "planned",  # only where it is dated after its report; see `behind`
    "ongoing": "planned",
    "planned": "planned",
    "promised": "planned",
    "requested": "proposed",
    "possible": "proposed",
    "conditional": "proposed",
    "refused": "cancelled",
    "denied": "cancelled",
    "cancelled": "cancelled",
}
# Actions that are no doing, whatever the polarity of the record: "refrain from tests" is to refrain.
_END = "end"
REFRAIN = frozenset(map(content_words, ("refrain", "abstain", "forgo")))
# Of two reports of one day the more final counts.
_FINALITY: tuple[MeetingState, ...] = ("proposed", "planned", "postponed", "cancelled", "held")


@dataclass(frozen=True)
class Meeting:
    """A meeting, visit, call or round of talks; `reports` oldest first, `earliest` and `latest` ISO days or null.

    It was held once a report says so; else the newest report counts, and of one day the more final.
    """

    reports: tuple[Report[Event], ...]
    state: MeetingState
    place: str | None
    earliest: str | None
    latest: str | None

    @classmethod
    def of(cls, reports: tuple[Report[Event], ...]) -> Self:
        """The meeting as these reports tell it."""
        settled = [(r.day, _FINALITY.index(meeting_state(r))) for r in reports if meeting_state(r) != "proposed"]
        held = any(meeting_state(r) == "held" for r in reports)
        state = "held" if held else _FINALITY[max(settled, default=("", 0))[1]]
        told = {r.record.place for r in reports if r.record.place} or set(map(destination, reports)) - {None}
        places = sorted(filter(None, told), key=lambda place: (-len(place), place))
        return cls(reports, state, places[0] if places else None, *_days(reports, state))

    def before(self, day: str) -> Self | None:
        """As it was known before an ISO day."""
        earlier = tuple(r for r in self.reports if r.day < day)
        return self.of(earlier) if earlier else None

    @property
    def id(self) -> RecordId:
        """The id of its first report."""
        return self.reports[0].record.id

    @property
    def parties(self) -> frozenset[str]:
        """The parties that take part, by any report."""
        return frozenset().union(*map(takes_part, self.reports))


@dataclass(frozen=True)
class Item(Generic[R]):
    """A matter and its reports, oldest first.

    `state` is a commitment's status or a demand's response, null for others: the newest that is not "open", because an
    article that merely mentions a matter does not open it again.
    """

    reports: tuple[Report[R], ...]
    state: str | None

    @property
    def id(self) -> RecordId:
        """The id of its first report."""
        return self.reports[0].record.id

    @property
    def current(self) -> Report[R]:
        """The newest report, whose wording counts."""
        return self.reports[-1]

    @classmethod
    def of(cls, reports: tuple[Report[R], ...]) -> Self:
        """The matter as these reports tell it."""
        told = [outcome(report.record) for report in reversed(reports)]
        return cls(reports, next((state for state in told if state != "open"), "open"))

    def before(self, day: str) -> Self | None:
        """As it was known before an ISO day."""
        earlier = tuple(r for r in self.reports if r.day < day)
        return self.of(earlier) if earlier else None


@dataclass(frozen=True)
class State:
    """All that stands, each list by its first report."""

    meetings: tuple[Meeting, ...]
    commitments: tuple[Item[Commitment], ...]
    demands: tuple[Item[Demand], ...]
    obstacles: tuple[Item[Obstacle], ...]
    orders: tuple[Item[Order], ...]
    questions: tuple[Item[Question], ...]

    def matters(self) -> Iterator[Meeting | Item[Any]]:
        """All of them, list by list."""
        yield from self.meetings
        for items in (self.commitments, self.demands, self.obstacles, self.orders, self.questions):
            yield from items


@dataclass(frozen=True)
class Basis:
    """What a state follows from: reports, and how people grouped some of them."""

    reports: "Reports"
    regroupings: Sequence[Regrouping] = ()

    def same(self, other: "Basis", kind: str) -> bool:
        """Whether two have reports of a kind that answered alike when those of the other were grouped, and people grouped them alike."""
        own, others = self.reports.of(kind), other.reports.of(kind)
        ids = {report.record.id for report in own} if self.regroupings or other.regroupings else set()
        grouped, differently = ([r for r in one.regroupings if ids.intersection(r.records)] for one in (self, other))
        return len(own) == len(others) and all(map(_is_like, own, others)) and grouped == differently


def _is_like(one: Report[Any], other: Report[Any]) -> bool:
    """Whether nothing that was asked of another report is answered otherwise by this one, whatever else its document tells."""
    if one is other:
        return True
    ours, theirs = one.document, other.document
    same = (ours.article, ours.actors, ours.times) == (theirs.article, theirs.actors, theirs.times)
    return same and one == replace(other, document=ours) and one.who == other.who and answers_alike(one, other)


def read_state(basis: Basis, like: tuple[Basis, State] | None = None) -> State:
    """What reports together tell, grouped as people decided; their order does not matter.

    `like`: another state and its basis; what is the same in both is taken from it.
    """

    def told(name: str, kind: str, make: Callable[[Iterable[Report[Any]], Sequence[Regrouping]], Any]) -> Any:
        if like and basis.same(like[0], kind):
            return getattr(like[1], name)
        return make(basis.reports.of(kind), basis.regroupings)

    acts, topics = (partial(_items, by_verb=precise, who_needed=precise) for precise in (True, False))
    return State(
        meetings=told("meetings", "events", _meetings),
        commitments=told("commitments", "commitments", acts),
        demands=told("demands", "demands", acts),
        obstacles=told("obstacles", "obstacles", topics),
        orders=told("orders", "orders", topics),
        questions=told("questions", "questions", topics),
    )


@dataclass(frozen=True, slots=True)
class Reports:
    """Documents, whose telling each of them is, and whom their actors stand for."""

    documents: Sequence[Document]
    origins: Mapping[str, str]
    parties: Parties
    memories: Memories = field(default_factory=Memories, compare=False, repr=False)
    like: "Reports | None" = field(
        default=None, compare=False, repr=False
    )  # whose reports are taken where they are the same
    _made: dict[str, dict[str, tuple[Report[Any], ...]]] = field(
        default_factory=dict, compare=False, repr=False, init=False
    )
    _answers: dict[str, tuple[Answers, Seats]] = field(default_factory=dict, compare=False, repr=False, init=False)

    def of(self, kind: str) -> tuple[Report[Any], ...]:
        """All reports of one kind of record, a key of `records.KINDS`; the same ones to each rule, with what they remember."""
        return tuple(chain.from_iterable(self.by_article(kind).values()))

    def by_article(self, kind: str) -> Mapping[str, tuple[Report[Any], ...]]:
        """They, by the ids of their articles."""
        if kind not in self._made:
            others = self.like.by_article(kind) if self.like and self.like.parties.seats == self.parties.seats else {}
            self._made[kind] = {d.article.id: self._of(d, kind, others.get(d.article.id, ())) for d in self.documents}
        return self._made[kind]

    def _of(self, document: Document, kind: str, others: tuple[Report[Any], ...]) -> tuple[Report[Any], ...]:
        article, held = document.article.id, getattr(document, kind)
        if not held:
            return ()
        origin, who = self.origins[article], self.parties.of(document)
        if others and others[0].document is document and (others[0].origin, others[0].who) == (origin, who):
            return others
        if article not in self._answers:
            self._answers[article] = self.memories.of(document).told(origin, who, self.parties.seats)
        known, seats = self._answers[article]
        first = sum(len(getattr(document, earlier)) for earlier in _BEFORE[kind])
        return tuple(Report(document, r, origin, who, seats, known, place) for place, r in enumerate(held, first))


# The kinds of records that come before one of a kind among those of an article.
_BEFORE = {kind: tuple(KINDS)[:place] for place, kind in enumerate(KINDS)}


def outcome(record: Record) -> str | None:
    """What a record says has come of its matter: a commitment's status, a demand's response."""
    if isinstance(record, Commitment):
        return record.status
    return record.response if isinstance(record, Demand) else None


def sources(reports: Iterable[Report[R]]) -> int:
    """How many independent sources report it: copies are no source of their own, all unknown outlets are one."""
    return len({report.origin for report in reports})


@remembered
def meeting_state(report: Report[Event]) -> MeetingState:
    """What one report says of a meeting."""
    if behind(report):
        return "held"
    trigger, state = report.document.article.quote(report.record.trigger), _STATES[report.record.modality]
    # "If the talks fail" calls nothing off.
    if report.record.modality in BEHIND and fell_through(from_trigger(report)):
        return "cancelled"
    supposed = state == "cancelled" and is_supposed(up_to_trigger(report))
    if supposed or word_of("proposing", trigger.partition(" ")[0]):
        return "proposed"
    return "postponed" if state == "cancelled" and word_of("postponed", report.record.quotes[0]) else state


# Meetings ----------------------------------------------------------------------------------------------------------


def _meetings(events: Iterable[Report[Event]], regroupings: Sequence[Regrouping]) -> tuple[Meeting, ...]:
    told = list(events)
    reports = [report for report in told if report.record.meeting and not is_homecoming(report)]
    # "No talks are scheduled" calls off a meeting that somebody had announced, and is none by itself.
    gathered = regrouped(with_signings(gather_meetings(reports), told), regroupings)
    meetings = [Meeting.of(tuple(g)) for g in gathered if any(r.record.modality != "denied" for r in g) and _is_told(g)]
    return tuple(sorted(meetings, key=lambda m: m.reports[0].order))


def _is_told(reports: Sequence[Report[Event]]) -> bool:
    """Whether they tell which meeting is meant: by those who met, by one of them and a place, or by one, a day and a word for a meeting."""
    parties = frozenset().union(*map(takes_part, reports))
    placed = any(r.record.place for r in reports)
    if len(parties) > 1:
        # That somebody would meet somebody, some day, is an offer or a wish.
        return placed or any(r.record.modality not in WISHED or not dated(r).vague for r in reports)
    return bool(parties) and (placed or any(not dated(r).vague and (is_whole(r) or _is_named(r)) for r in reports))


def _is_named(report: Report[Event]) -> bool:
    return names_meeting(" ".join(report.record.quotes))


def _days(reports: Sequence[Report[Event]], state: MeetingState) -> tuple[str | None, str | None]:
    """The days that the reports agree on, beginning with the narrowest; undated, what the day of the report implies.

    Of a meeting that was held, a plan's days count only where no report of it has any.
    """
    given = [r for r in reports if r.record.earliest or r.record.latest]
    told = [r for r in given if meeting_state(r) == state] if state == "held" else given
    known = sorted(map(dated, told or given), key=lambda d: (d.last - d.first, d))
    days = known[0] if known else Days(date.min.toordinal(), date.max.toordinal())
    for other in known[1:]:
        days = days.narrowed(other)
    if not known and state == "held":
        days = Days(days.first, min(published(r).last for r in reports))
    elif not known and state != "cancelled":
        days = Days(max(published(r).first for r in reports), days.last)
    return _iso(days.first, date.min), _iso(days.last, date.max)


def _iso(ordinal: int, open_side: date) -> str | None:
    return None if ordinal == open_side.toordinal() else date.fromordinal(ordinal).isoformat()


# Other matters -----------------------------------------------------------------------------------------------------


def _items(
    reports: Iterable[Report[R]], regroupings: Sequence[Regrouping], *, by_verb: bool, who_needed: bool
) -> tuple[Item[R], ...]:
    groups = regrouped(gather(map(telling_of, reports), by_verb=by_verb, who_needed=who_needed), regroupings)
    return tuple(Item.of(tuple(g)) for g in groups)


def telling_of(report: Report[Any]) -> Telling[Any]:
    """What is compared of a report; not of a meeting, which its days and parties tell."""
    return Telling(report, *_compared(report))


@remembered
def _compared(report: Report[Any]) -> tuple[str, frozenset[str], Words, RecordId | None]:
    """The side, the parties, the words and, of a headline's promise, the one of its article's body that it shortens."""
    record = report.record
    match record:
        case Commitment():
            words = _action_words(report)
            return side(report), report.parties(record.maker), words, _in_full(report, words)
        case Demand():
            return "", report.parties(record.by), report.words(record.what), None
        case Obstacle():
            return "", report.parties(record.between), report.words(record.what), None
        case Order():
            return "", report.parties(record.according_to), report.words(record.before, record.after), None
        case _:
            return "", frozenset(), report.words(record.what), None


def _action_words(report: Report[Commitment]) -> Words:
    """The words of what is promised; all verbs for ending something are one: "halt" and "suspend" the tests."""
    verb, *rest = report.words(report.record.action) or ("",)
    action = report.document.article.quote(report.record.action)
    ends = word_of("stopping", action.partition(" ")[0]) and (verb,) not in REFRAIN
    return (_END if ends else verb, *rest)


@remembered
def side(report: Report[Commitment]) -> str:
    """Whether a promise is to do or to refrain, whatever its words: "refrain from tests" is to refrain."""
    refrains = report.record.polarity == "refrain" or report.words(report.record.action)[:1] in REFRAIN
    return "refrain" if refrains else "do"


def _in_full(report: Report[Commitment], words: Words) -> RecordId | None:
    """Of a headline's promise the one of its maker in the body that it shortens: the one that shares most words, half of its own at least."""
    document, block = report.document, report.document.article.block_at(report.record.action.start)
    if block is None or block.kind not in ("headline", "standfirst"):
        return None
    named = report.words(*(m for a in report.actors(report.record.maker) for m in a.mentions))
    telling = set(words).difference(named)
    best: tuple[int, RecordId] = (0, "")
    for record in document.commitments:
        other = Report(document, record, report.origin, report.who, report.seats)
        at = document.article.block_at(record.action.start)
        own = report.parties(record.maker) & report.parties(report.record.maker)
        if at is not None and at.kind == "body" and own and side(other) == side(report):
            best = max(
                best, (len(telling.intersection(other.words(record.action))), record.id), key=lambda found: found[0]
            )
    return best[1] if best[0] and 2 * best[0] >= len(telling) else None
