"""What was said: one immutable record per kind, each with the characters it rests on; nothing guessed, null where open.

Every record begins with the same four fields: `id` (derived from its content, so reading twice gives the same ids),
`evidence` (spans of the article's text), `quotes` (the same characters, so that a shifted span is found out), and
`why` (the rule or head that made it, in words); they end with `confidence`, how likely the record is right, as measured
on held-out reports (null where a rule made it). Actors are referred to by id, other records by theirs. Dates are ISO
days of closed intervals; null is an open side. The JSON form is `summitry.records.to_json`, the contract of docs/records.md.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

import msgspec

from summitry.article import Article, Span
from summitry.errors import OffsetError

ActorKind = Literal["person", "state", "organisation", "group", "unnamed"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Mode = Literal["direct", "indirect", "mixed"]
Medium = Literal[
    "speech", "interview", "press_conference", "statement", "letter", "phone", "social_media", "broadcast", "news_agency", "document", "interpreter"
]  # fmt: skip
Plover = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Modality = Literal[
    "happened",
    "ongoing",
    "planned",
    "promised",
    "requested",
    "possible",
    "conditional",
    "refused",
    "denied",
    "cancelled",
]
Polarity = Literal["do", "refrain"]
Force = Literal["intention", "offer", "pledge", "agreed", "binding"]
Firmness = Literal["firm", "hedged", "vague"]
Status = Literal["open", "in_progress", "done", "broken", "withdrawn", "refused"]
ConditionKind = Literal["if", "unless", "until", "before", "after", "in_return_for", "provided"]
Response = Literal["open", "accepted", "refused", "partly"]
Strength = Literal["required", "offered", "possible"]

ActorId: TypeAlias = str
RecordId: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part. `id` is the actor table's (`state:PRK`), or made from the name for strangers.

    `wikidata` is a Q number where certain; `country` an ISO 3166-1 alpha-3 code where known.
    """

    id: ActorId
    name: str
    kind: ActorKind
    wikidata: str | None = None
    country: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: TIMEX3 `type`, `value` and `mod`, and the days it covers.

    `anchor` says what it was resolved against: `published`, `self` (complete in itself), or the text of an earlier
    expression or event.
    """

    span: Span
    type: TimeType
    value: str | None
    earliest: str | None
    latest: str | None
    mod: str | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: the cue and its time (`span`), a TIMEX3 `value`, the interval, or the `event` it hangs on, in words."""

    span: Span
    value: str | None
    earliest: str | None
    latest: str | None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody says, writes, thinks or is reported to hold something.

    `content` may be in pieces and leaves quotation marks outside; `source` may be empty. `chain` runs from the
    outermost named source to this speaker and is empty unless the statement is relayed.
    """

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    mode: Mode
    speaker: tuple[ActorId, ...] = ()
    addressee: tuple[ActorId, ...] = ()
    parent: RecordId | None = None
    chain: tuple[ActorId, ...] = ()
    medium: Medium | None = None
    hedge: Span | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something done between actors: the PLOVER root as if realised; `modality` says whether it is."""

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    plover: Plover
    trigger: Span
    actor: tuple[ActorId, ...]
    recipient: tuple[ActorId, ...]
    modality: Modality
    meeting: bool = False
    place: str | None = None
    earliest: str | None = None
    latest: str | None = None
    according_to: RecordId | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A party binds itself to do, keep doing or refrain from something."""

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    maker: tuple[ActorId, ...]
    beneficiary: tuple[ActorId, ...]
    action: Span
    polarity: Polarity
    force: Force
    firmness: Firmness
    conditions: tuple[RecordId, ...] = ()
    deadline: Deadline | None = None
    status: Status = "open"
    chain: tuple[ActorId, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What the records in `on` hang on; `specified` is false where the text leaves the content open."""

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    on: tuple[RecordId, ...]
    kind: ConditionKind
    span: Span
    required_of: tuple[ActorId, ...] = ()
    specified: bool = True
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """A party asks another to do or stop something."""

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    by: tuple[ActorId, ...]
    to: tuple[ActorId, ...]
    what: Span
    response: Response = "open"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What the text says blocks, stalls or threatens the talks or an agreement."""

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    what: Span
    between: tuple[ActorId, ...] = ()
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """X (`before`) must come, or is offered, before Y (`after`), according to somebody (empty: the reporter)."""

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    before: Span
    after: Span
    according_to: tuple[ActorId, ...] = ()
    strength: Strength = "required"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What the text itself says is unclear, unspecified, undecided or disputed."""

    id: RecordId
    evidence: tuple[Span, ...]
    quotes: tuple[str, ...]
    why: str
    what: Span
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: a message for people, and where."""

    message: str
    span: Span | None = None


Record: TypeAlias = Statement | Event | Commitment | Condition | Demand | Obstacle | Order | Question

# The plural words are the keys of a document, the names of the extractors' files and of the ledger's tables.
KINDS: dict[str, type[Record]] = {
    "statements": Statement,
    "events": Event,
    "commitments": Commitment,
    "conditions": Condition,
    "demands": Demand,
    "obstacles": Obstacle,
    "orders": Order,
    "questions": Question,
}


# The fields that hold ids of other records of the same article.
REFERENCES: dict[str, tuple[str, ...]] = {
    "statements": ("parent",),
    "events": ("according_to",),
    "commitments": ("conditions",),
    "conditions": ("on",),
}


@dataclass(frozen=True, slots=True)
class Document:
    """Everything one article yields."""

    article: Article
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    conditions: tuple[Condition, ...] = ()
    demands: tuple[Demand, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    orders: tuple[Order, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()

    def records(self) -> Iterator[Record]:
        """All records, kind by kind in the order of `KINDS`."""
        for kind in KINDS:
            yield from getattr(self, kind)


_KIND_OF: dict[type[Record], str] = {made: kind for kind, made in KINDS.items()}


def kind_of(record: Record) -> str:
    """The record's key in `KINDS`."""
    return _KIND_OF[type(record)]


def key(record: Record) -> tuple[Span, ...]:
    """The characters that tell a record from others of its kind."""
    match record:
        case Statement():
            return record.content
        case Event():
            return (record.trigger,)
        case Commitment():
            return (record.action,)
        case Condition():
            return (record.span,)
        case Order():
            return (record.before, record.after)
        case Demand() | Obstacle() | Question():
            return (record.what,)


_POINTING = {
    kind: tuple(f.name for f in fields(kind) if f.type in (Span, Span | None, tuple[Span, ...], Deadline | None))
    for kind in KINDS.values()
}


def spans(record: Record) -> Iterator[Span]:
    """All characters that a record points at, field by field."""
    for name in _POINTING[type(record)]:
        value = getattr(record, name)
        if isinstance(value, Span):
            yield value
        elif isinstance(value, Deadline):
            yield value.span
        elif value:
            yield from value


def record_id(article: Article, kind: str, *spans: Span, also: str = "") -> RecordId:
    """An id that depends only on the article's text, the kind and the characters that tell the record from others."""
    key = "|".join([article.sha256, kind, *(f"{s.start}-{s.end}" for s in spans), also])
    return f"{kind[:3]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def verify(document: Document) -> None:
    """Check that every record of a document has evidence, that its spans hold words of the text, and that its quotes are these.

    Raises:
        OffsetError: a record has no evidence, a span is empty, ends before it starts or is out of the text, a quote differs,
            or two records share an id.
    """
    seen: set[RecordId] = set()
    text, length = document.article.text, len(document.article.text)
    for record in document.records():
        if not record.evidence or record.id in seen:
            raise OffsetError(f"record {record.id}: {'its id is taken' if record.id in seen else 'no evidence'}")
        seen.add(record.id)
        for start, end in spans(record):
            if not 0 <= start < end <= length:
                raise OffsetError(f"record {record.id}: no characters at {[start, end]}")
        for (start, end), quote in zip(record.evidence, record.quotes, strict=True):
            if text[start:end] != quote:
                raise OffsetError(f"record {record.id}: the text at {[start, end]} is not {quote!r}")


def to_json(document: Document) -> dict[str, Any]:
    """The document as plain JSON values; the article's text itself is left out, its sha256 stays."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
    plain["article"].pop("text")
    return plain


def from_json(plain: dict[str, Any], text: str) -> Document:
    """The document of `to_json`, given its article's text again.

    Raises:
        msgspec.ValidationError: a field is missing or has a value outside its list.
        OffsetError: the text is not the one that was read.
    """
    whole = {**plain, "article": {**plain["article"], "text": text}}
    document: Document = msgspec.convert(whole, Document)
    verify(document)
    return document
