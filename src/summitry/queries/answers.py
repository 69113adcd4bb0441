"""What the queries answer: plain frozen values that go to JSON and to pages as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from summitry.article import Block, Published, Span
from summitry.ledger.courses import Backing, Performance, Position
from summitry.ledger.disputes import About
from summitry.ledger.state import MeetingState
from summitry.records import (
    ActorId,
    ActorKind,
    ConditionKind,
    Firmness,
    Force,
    Medium,
    Modality,
    Mode,
    Plover,
    Polarity,
    Problem,
    Record,
    RecordId,
    Response,
    Status,
    Strength,
)
from summitry.review.decisions import Action
from summitry.review.reviewed import Outcome

Matter = Literal["meeting", "commitment", "demand", "obstacle", "order", "question", "dispute", "deadlock"]
Axis = Literal["state", "position", "performance", "evidence"]

# The pieces of every answer ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Who:
    """An actor, ready to be shown."""

    id: ActorId
    name: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a line rests on, and the article they stand in.

    `says` is what this article's record says of the matter: a meeting's modality, a commitment's status, a demand's
    response; null elsewhere.
    """

    record: RecordId
    article: str
    title: str
    source: str | None
    published: Published | None
    quote: str
    says: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a list; `title` is its id where it has none."""

    id: str
    title: str
    source: str | None
    url: str | None
    published: Published | None
    records: int
    problems: int


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A party: a state with the people and bodies that stand for it, or somebody who stands for none.

    `mentions` counts theirs in all articles, `articles` the articles that mention one of them.
    """

    who: Who
    kind: ActorKind
    country: str | None
    members: tuple[Who, ...]
    mentions: int
    articles: int


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting, visit, call or round of talks, as all its reports together tell it.

    `earliest` and `latest` are ISO days of a closed interval, null where open. `passed`: it was planned, its last day is
    over (or, without one, half a year), and nobody has reported whether it took place. `sources` counts distinct outlets. Evidence: first what says how it
    stands and when it is, of that the newest first.
    """

    id: RecordId
    parties: tuple[Who, ...]
    place: str | None
    earliest: str | None
    latest: str | None
    state: MeetingState
    passed: bool
    text: str
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """What something hangs on, in the article's words."""

    id: RecordId
    kind: ConditionKind
    text: str
    required_of: tuple[Who, ...]
    specified: bool


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """By when, in the article's words; `days_left` from the day of the standing to `latest`, negative when past."""

    text: str
    value: str | None
    earliest: str | None
    latest: str | None
    event: str | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """What an axis of a commitment became: `day` is the ISO day from which it was known, `earliest` and `latest` when it happened.

    `by`: according to whom; nobody where the reporter says so. `why`: the rule's reasons.
    """

    value: Position | Performance | Backing
    day: str | None
    earliest: str | None
    latest: str | None
    by: tuple[Who, ...]
    why: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class History:
    """The steps of a commitment on its three axes, oldest first."""

    position: tuple[StepLine, ...]
    performance: tuple[StepLine, ...]
    evidence: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment as it stands: the wording of its latest report, its three axes, its reports as evidence (newest first).

    `position` says how far its maker is bound, `performance` what has come of it, `backing` how well that is attested;
    `status` sums them up. `overdue`: its deadline has passed and it is neither done nor dropped. `chain`: who relays it.
    `sources` counts independent sources.
    """

    id: RecordId
    maker: tuple[Who, ...]
    beneficiary: tuple[Who, ...]
    action: str
    polarity: Polarity
    force: Force
    firmness: Firmness
    status: Status
    position: Position
    performance: Performance
    backing: Backing
    conditions: tuple[ConditionLine, ...]
    deadline: DeadlineLine | None
    overdue: bool
    chain: tuple[Who, ...]
    first_reported: str | None
    last_reported: str | None
    sources: int
    history: History
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DemandLine:
    """What a party asks of another, and how that answered."""

    id: RecordId
    by: tuple[Who, ...]
    to: tuple[Who, ...]
    what: str
    response: Response
    conditions: tuple[ConditionLine, ...]
    first_reported: str | None
    last_reported: str | None
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class ObstacleLine:
    """What is said to block, stall or threaten the talks or an agreement."""

    id: RecordId
    what: str
    between: tuple[Who, ...]
    first_reported: str | None
    last_reported: str | None
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`before` must come, or is offered, before `after`, according to somebody (nobody: the reporter)."""

    id: RecordId
    before: str
    after: str
    according_to: tuple[Who, ...]
    strength: Strength
    first_reported: str | None
    last_reported: str | None
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What is said to be unclear, unspecified, undecided or disputed."""

    id: RecordId
    what: str
    first_reported: str | None
    last_reported: str | None
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class SideLine:
    """What one side of a dispute tells, newest first."""

    says: str
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """What is told differently: `about` what, of which `matter` (a record's id), from which ISO day on, by two sides."""

    id: RecordId
    about: About
    matter: RecordId
    text: str
    who: tuple[Who, ...]
    day: str | None
    score: float
    sides: tuple[SideLine, ...]


@dataclass(frozen=True, slots=True)
class HoldLine:
    """One edge of a deadlock: who insists that `before` comes first; nobody where it is the reporter's word."""

    holder: tuple[Who, ...]
    before: str
    after: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DeadlockLine:
    """Parties that wait for each other: each hold's `after` is the next one's `before`. `possible`: what is not settled."""

    id: RecordId
    day: str | None
    possible: tuple[str, ...]
    sentence: str
    holds: tuple[HoldLine, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was new, or stood otherwise, on the later of two days; `sentence` says it in words.

    `axis`: which side of the matter changed, `was` → `now`; `weight`: how much it matters, more with more sources.
    """

    kind: Matter
    id: RecordId
    text: str
    who: tuple[Who, ...]
    new: bool
    axis: Axis
    was: str | None
    now: str | None
    weight: float
    sentence: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Changes:
    """What was known on the ISO day `day` and not on `since` (null: nothing was), the weightiest first; and the articles it came with."""

    since: str | None
    day: str
    articles: tuple[ArticleLine, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class NegotiationLine:
    """A negotiation: `defined` by the user, or found by its parties and the words it is about, the most frequent first."""

    name: str
    defined: bool
    parties: tuple[Who, ...]
    words: tuple[str, ...]
    articles: int
    sources: int
    first_day: str | None
    last_day: str | None


# The answers -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the negotiations stand. `as_of` is the ISO day it is judged at, null where no article has a date."""

    as_of: str | None
    articles: int
    sources: int
    first_day: str | None
    last_day: str | None
    parties: Sequence[PartyLine]
    held: Sequence[MeetingLine]
    planned: Sequence[MeetingLine]
    cancelled: Sequence[MeetingLine]
    proposed: Sequence[MeetingLine]
    commitments: Sequence[CommitmentLine]
    obstacles: Sequence[ObstacleLine]
    questions: Sequence[QuestionLine]
    demands: Sequence[DemandLine]
    orders: Sequence[OrderLine]
    disputes: Sequence[DisputeLine]
    deadlocks: Sequence[DeadlockLine]
    last: Changes | None


@dataclass(frozen=True, slots=True)
class Due:
    """A day ahead, in an interval open where null: of the `meeting` that is planned, or of the `commitment` whose deadline it is."""

    earliest: str | None
    latest: str
    meeting: MeetingLine | None
    commitment: CommitmentLine | None


@dataclass(frozen=True, slots=True)
class Glance:
    """The first lines of a standing; `sizes` says how many each section has in all, by its field of `standing`."""

    standing: Standing
    sizes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline. `earliest` to `latest` are ISO days, null where open.

    `uncertain`: the day is not exactly known. `basis`: whether the text dates the thing itself, or all that is known
    is the day it was reported. `modality` is an event's or a meeting's state, null for a statement.
    """

    kind: Literal["meeting", "event", "statement"]
    id: RecordId
    earliest: str | None
    latest: str | None
    uncertain: bool
    basis: Literal["text", "published"]
    text: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    plover: Plover | None
    modality: Modality | MeetingState | None
    place: str | None
    sources: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day that matters: `date`, and the interval it stands for; `summary` is a sentence that tells of it.

    `weight`: the articles that look back on it, and three tenths for each that appeared on it.
    """

    date: str
    earliest: str
    latest: str
    summary: str
    weight: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Who said what. `relayed_by` names those through whom it is known, outermost first; empty if said for oneself."""

    id: RecordId
    speaker: tuple[Who, ...]
    addressee: tuple[Who, ...]
    relayed_by: tuple[Who, ...]
    cue: str
    content: str
    mode: Mode
    medium: Medium | None
    hedge: str | None
    parent: RecordId | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of evidence between what stands before and after them in the article; whitespace as in the article."""

    before: str
    quote: str
    after: str
    span: Span


@dataclass(frozen=True, slots=True)
class Related:
    """Another record and how it bears on this one.

    `relation`: "refers to", "referred to by", "same matter" (another report of it), "same words" (another kind of record
    that rests on them), or what a link says ("fulfils", "broken by"); then `reasons` and `score` are the link's.
    """

    relation: str
    kind: str
    id: RecordId
    evidence: Evidence
    score: float | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedRecord:
    """A record that a decision is about: the id it has now, null where the newest reading lacks it, and its words."""

    id: RecordId | None
    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in the history.

    `at` is a moment in UTC; `value` the JSON form of what a correction sets, `was` and `now` the same in words. `stands`: nobody
    has taken it back; `disputed`: another person's decision that stands contradicts it. `undoes` is the id of the decision taken back.
    """

    id: str
    action: Action
    by: str
    at: str
    records: tuple[DecidedRecord, ...]
    field: str | None
    value: Any
    was: str
    now: str
    note: str | None
    undoes: str | None
    stands: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A record that nobody has judged, or about which reviewers disagree; `reasons` say why it stands where it stands.

    `doubt` is 1 where the machine might as well have guessed (or does not say how sure it is) and 0 where it is certain either way; `weight`
    grows with what depends on the record; `score` is their product.
    """

    id: RecordId
    kind: str
    label: str
    who: tuple[Who, ...]
    text: str
    confidence: float | None
    doubt: float
    weight: float
    score: float
    reasons: tuple[str, ...]
    disputed: tuple[Decided, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Queue:
    """What to look at first: the most telling `lines` of `waiting` records; `judged` have been looked at."""

    waiting: int
    judged: int
    lines: tuple[QueueLine, ...]


@dataclass(frozen=True, slots=True)
class Precision:
    """How often the machine was right, of the records that people judged: those accepted and not corrected.

    `kind` is null for all kinds together, `least` and `below` bound the confidence where only a band is counted (both null: any, or
    none given). `confidence` is the mean that the machine gave. `low` and `high` bound the precision with 95 % certainty (Wilson).
    """

    kind: str | None
    least: float | None
    below: float | None
    confidence: float | None
    judged: int
    accepted: int
    corrected: int
    rejected: int
    precision: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers and machine agree: over all (null where nothing is judged), by kind, and by confidence."""

    overall: Precision | None
    kinds: tuple[Precision, ...]
    bands: tuple[Precision, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One record with the words it rests on. `who` names every actor the record refers to, by its fields' names.

    `related` begins with records of its own article and ends with the other reports of its matter, newest first; those of
    other articles are read when somebody looks at them. `history` is that of the commitment it reports, null for other kinds.
    `outcome` is what people made of it, null where nobody judged it; `decisions` what they decided, oldest first.
    """

    kind: str
    record: Record
    who: dict[str, tuple[Who, ...]]
    article: ArticleLine
    passages: tuple[Passage, ...]
    related: Sequence[Related]
    outcome: Outcome | None
    decisions: tuple[Decided, ...]
    history: History | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A record on its article's page: `kind` is a key of `records.KINDS`, `spans` the characters to mark, sorted.

    `label` says in a few words what the record holds ("pledge, open", "CONSULT, planned").
    """

    id: RecordId
    kind: str
    label: str
    spans: tuple[Span, ...]
    who: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article to read: its text, its parts, its records by where they begin, its actors and what was not read."""

    article: ArticleLine
    text: str
    language: str
    sha256: str
    blocks: tuple[Block, ...]
    records: tuple[Marked, ...]
    actors: tuple["ActorLine", ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor over all articles: mentions, articles that mention it, statements made, commitments made."""

    who: Who
    kind: ActorKind
    country: str | None
    wikidata: str | None
    mentions: int
    articles: int
    statements: int
    commitments: int


@dataclass(frozen=True, slots=True)
class Found:
    """An article that holds all the words: an excerpt, and where in the excerpt they stand."""

    article: ArticleLine
    excerpt: str
    matches: tuple[Span, ...]
