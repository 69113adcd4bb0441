"""Two readings of one article as one: what the first has stands, the second adds what the first has not seen."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from summitry.article import Span
from summitry.records import (
    KINDS,
    Commitment,
    Condition,
    Demand,
    Document,
    Event,
    Obstacle,
    Order,
    Question,
    Record,
    RecordId,
    Statement,
)

R = TypeVar("R", bound=Record)

SAME = 0.3  # share of all characters of two records' keys from which on they tell of the same
REFERENCES = {
    "statements": ("parent",),
    "events": ("according_to",),
    "commitments": ("conditions",),
    "conditions": ("on",),
}


def merged(first: Document, second: Document, sure: Mapping[str, float], least: float = 0.0) -> Document:
    """The first reading with what only the second has; records that are right with a probability below `least` are left out.

    `sure` says for each kind how often records that only the first reading has are right: it becomes their confidence;
    those that both have are as sure as the second is of them, and take from it what the first leaves open. References lead to the
    kept record of the same words where there is one.
    """
    twins = {kind: list(_twins(first, second, kind)) for kind in KINDS}
    same = {added.id: known.id for kind in KINDS for added, known in twins[kind] if known is not None}
    held: dict[str, list[Record]] = {}
    for kind in KINDS:
        both = {known.id: added for added, known in reversed(twins[kind]) if known is not None}
        whole = [
            _completed(r, both[r.id], kind) if r.id in both else replace(r, confidence=sure.get(kind, 0.0))
            for r in getattr(first, kind)
        ]
        whole += [added for added, known in twins[kind] if known is None]
        held[kind] = [r for r in whole if (r.confidence or 0.0) >= least]
    kept = {r.id for rows in held.values() for r in rows}

    def there(identity: RecordId) -> RecordId | None:
        identity = same.get(identity, identity)
        return identity if identity in kept else None

    changes: dict[str, Any] = {}
    for kind, rows in held.items():
        led = [_led(record, kind, there) for record in rows]
        hanging = [r for r in led if not (isinstance(r, Condition) and not r.on)]
        changes[kind] = tuple(sorted(hanging, key=lambda r: (key(r)[0], r.id)))
    return replace(first, **changes)


def only_in(one: Document, other: Document) -> list[Record]:
    """The records of one reading that the other does not have."""
    return [r for kind in KINDS for r, twin in _twins(other, one, kind) if twin is None]


def _twins(first: Document, second: Document, kind: str) -> Iterator[tuple[Record, Record | None]]:
    """The records of a kind of the second reading, each with the first reading's record of the same words."""
    known: Sequence[Record] = getattr(first, kind)
    at: dict[int, list[int]] = defaultdict(list)  # which known records have a character in their key
    for n, record in enumerate(known):
        for i in _characters(record):
            at[i].append(n)
    for record in getattr(second, kind):
        own = _characters(record)
        shared = Counter(n for i in own for n in at.get(i, ()))
        alike = (n for n in sorted(shared) if _alike(record, shared[n], len(own | _characters(known[n]))))
        twin = next(alike, None)
        yield record, known[twin] if twin is not None else None


def _completed(known: R, added: R, kind: str) -> R:
    """A record with what only its twin tells, as sure as the twin is."""
    left = {f.name for f in fields(known)} - {"chain", *REFERENCES.get(kind, ())}
    told = {name: getattr(added, name) for name in left if getattr(known, name) in (None, ())}
    return replace(known, **(told | {"confidence": added.confidence}))


def _led(record: R, kind: str, there: Any) -> R:
    """A record whose references lead to what is kept."""
    values: dict[str, Any] = {}
    for field in REFERENCES.get(kind, ()):
        value = getattr(record, field)
        if isinstance(value, tuple):
            values[field] = tuple(dict.fromkeys(i for v in value if (i := there(v)) is not None))
        else:
            values[field] = there(value) if value is not None else None
    return replace(record, **values)


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


def _characters(record: Record) -> set[int]:
    return {i for span in key(record) for i in range(*span)}


def _alike(record: Record, shared: int, together: int) -> bool:
    return shared > (0 if isinstance(record, Event) else SAME * together)
