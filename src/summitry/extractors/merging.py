"""Two readings of one article as one: what the first has stands, the second adds what the first has not seen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple, TypeVar

from summitry.article import Span
from summitry.extractors.attribution import nested, size
from summitry.records import KINDS, REFERENCES, Condition, Document, Order, Record, RecordId, Statement, key

R = TypeVar("R", bound=Record)

SAME = 0.3  # share of all characters of two records' keys from which on they tell of the same


def merged(first: Document, second: Document) -> Document:
    """The first reading with what only the second has, each as sure as the second is of it.

    What both have takes from the second what the first leaves open; which statement stands in which is told anew. References lead to the kept record of the same words where
    there is one.
    """
    twins = {kind: list(_twins(first, second, kind)) for kind in KINDS}
    same = {added.id: known.id for kind in KINDS for added, known in twins[kind] if known is not None}
    held: dict[str, list[Record]] = {}
    for kind in KINDS:
        both = {known.id: added for added, known in reversed(twins[kind]) if known is not None}
        held[kind] = [_completed(r, both[r.id], kind) if r.id in both else r for r in getattr(first, kind)]
        held[kind] += [added for added, known in twins[kind] if known is None]
    held["statements"] = list(nested([s for s in held["statements"] if isinstance(s, Statement)]))
    return redirected(second, held, same)


def redirected(document: Document, held: Mapping[str, Sequence[Record]], same: Mapping[RecordId, RecordId]) -> Document:
    """The document with these records of each kind; references lead to the record that is the `same`, or nowhere."""
    kept = {r.id for rows in held.values() for r in rows}

    def there(identity: RecordId) -> RecordId | None:
        identity = same.get(identity, identity)
        return identity if identity in kept else None

    changes: dict[str, Any] = {}
    for kind, rows in held.items():
        led = [_led(record, kind, there) for record in rows]
        hanging = [r for r in led if not (isinstance(r, Condition) and not r.on)]
        changes[kind] = tuple(sorted(hanging, key=lambda r: (key(r)[0], r.id)))
    return replace(document, **changes)


def _twins(first: Document, second: Document, kind: str) -> Iterator[tuple[Record, Record | None]]:
    """The records of a kind of the second reading, each with the record of the same words that stands before it in either reading."""
    known: list[tuple[Record, Places]] = []
    at: dict[int, list[int]] = defaultdict(list)  # which known records have a character in their key or cue
    least = 0 if kind in ("events", "orders") else SAME

    def know(record: Record, places: Places) -> None:
        for i in places.all():
            at[i].append(len(known))
        known.append((record, places))

    for record in getattr(first, kind):
        know(record, _places(record))
    for record in getattr(second, kind):
        own = _places(record)
        near = sorted({n for i in own.all() for n in at.get(i, ())})
        twin = next((known[n][0] for n in near if _alike(own, known[n][1], least)), None)
        yield record, twin
        if twin is None:
            know(record, own)


def _completed(known: R, added: R, kind: str) -> R:
    """A record with what only its twin tells, as sure as the twin is; of two contents of a statement the longer one."""
    left = {f.name for f in fields(known)} - {"chain", *REFERENCES.get(kind, ())}
    told = {name: getattr(added, name) for name in left if getattr(known, name) in (None, ())}
    if isinstance(known, Statement) and isinstance(added, Statement) and size(added) > size(known):
        told |= {name: getattr(added, name) for name in ("content", "mode", "evidence", "quotes")}
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


class Places(NamedTuple):
    """The characters of a record's cue, and of its key: of both sides of an order, of all of any other."""

    cue: set[int]
    parts: list[set[int]]

    def all(self) -> set[int]:
        """All of them."""
        return self.cue.union(*self.parts)


def _places(record: Record) -> Places:
    cue, spans = record.cue if isinstance(record, Statement) else (), key(record)
    parts = [(span,) for span in spans] if isinstance(record, Order) else [spans]
    return Places(_characters(cue), [_characters(part) for part in parts])


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for span in spans for i in range(*span)}


def _alike(one: Places, other: Places, least: float) -> bool:
    """Whether two records of a kind tell of the same: by the same cue, or by words of which neither holds the other's cue."""
    if one.cue or other.cue:
        if not one.cue.isdisjoint(other.cue):
            return True
        if not (one.cue.isdisjoint(other.parts[0]) and other.cue.isdisjoint(one.parts[0])):
            return False
    return all(_shared(a, b, least) for a, b in zip(one.parts, other.parts, strict=True))


def _shared(a: set[int], b: set[int], least: float) -> bool:
    """Whether two sets of characters begin at the same, or share more than `least` of all."""
    both = len(a & b)
    return min(a) == min(b) or both > least * (len(a) + len(b) - both)
