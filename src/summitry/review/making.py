"""How a decision is made: the records are found, what is said is checked against the article, and the ledger keeps it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from summitry.article import Article, Span
from summitry.errors import DateError, OffsetError, ReviewError, UnknownIdError
from summitry.records import KINDS, REFERENCES, Deadline, Document, Event, Record, RecordId, kind_of
from summitry.review.decisions import Action, Decision, Target, decision, in_force, moment_after, signature
from summitry.review.reviewed import Reviewed
from summitry.stores.contract import Store, View

_FIXED = ("id", "evidence", "quotes", "why", "confidence")
MATTERS = ("events", "commitments", "demands", "obstacles", "orders", "questions")  # what several articles tell of
_SHOWN = 12  # allowed values in a message


def decide(  # noqa: PLR0913 - what a decision says
    store: Store,
    action: Action,
    ids: Sequence[RecordId],
    *,
    by: str,
    field: str | None = None,
    values: Sequence[str] = (),
    note: str | None = None,
) -> Decision:
    """Decide about the records of some ids and keep it.

    `accept`, `reject`, `correct` and `note` are about one record, `merge` and `split` about two or more of one kind.
    `values` is what `field` is to hold, in words: see `read_value`.

    Raises:
        UnknownIdError: the ledger has no record of an id.
        ReviewError: the decision cannot be made; the message says what is allowed.
        StoreError: the ledger cannot be written.
    """
    view = store.view()
    found = list({one.record.id: one for one in (_Found.of(view, i) for i in ids)}.values())
    _check_number(action, [one.record for one in found])
    value = None
    if action == "correct":
        (one,) = found
        if one.record.id in one.account.rejected:
            raise ReviewError(f"{one.record.id} was rejected; accept it, or undo that, before correcting it")
        value = read_value(one.account.documents[0], one.record, field or "", values)
    made = decision(
        action,
        [one.target for one in found],
        by=by,
        at=moment_after(view.decisions),
        field=field if action == "correct" else None,
        value=value,
        note=note,
    )
    store.decide(made)
    return made


def undo(store: Store, decision_id: str | None, *, by: str, note: str | None = None) -> Decision:
    """Take a decision back, or the last one of `by` that stands; taking an undoing back makes the decision count again.

    Raises:
        UnknownIdError: the ledger has no such decision.
        ReviewError: it was taken back already, or `by` has decided nothing.
        StoreError: the ledger cannot be written.
    """
    known = store.view().decisions
    if decision_id is None:
        own = [d for d in in_force(known) if d.by == signature(by)]
        if by.strip() and not own:
            raise ReviewError(f"{by} has decided nothing that stands")
        decision_id = own[-1].id if own else ""
    if by.strip() and all(d.id != decision_id for d in known):
        raise UnknownIdError(f"the ledger has no decision {decision_id!r}; `summitry review history` lists them")
    made = decision("undo", by=by, at=moment_after(known), note=note, undoes=decision_id)
    if in_force(known) == in_force([*known, made]):
        raise ReviewError(f"{decision_id} was taken back already; undo the undoing to make it count again")
    store.decide(made)
    return made


def _check_number(action: Action, records: Sequence[Record]) -> None:
    if action not in ("merge", "split"):
        if len(records) != 1:
            raise ReviewError(f"{action} one record at a time")
        return
    if len(records) < 2:
        raise ReviewError(f"{action} needs two records or more")
    kinds = {kind_of(r) + (" that are meetings" if isinstance(r, Event) and r.meeting else "") for r in records}
    if len(kinds) > 1:
        raise ReviewError(f"{' and '.join(sorted(kinds))} are never one matter; give records of one kind")
    if kind_of(records[0]) not in MATTERS:
        raise ReviewError(f"{kinds.pop()} are not merged or split, only {', '.join(MATTERS)} are")


@dataclass(frozen=True, slots=True)
class _Found:
    """A record that is decided about: as people left it, its article as it was read, what was decided about that."""

    record: Record
    read: Document
    account: Reviewed

    @classmethod
    def of(cls, view: View, record_id: RecordId) -> "_Found":
        return cls(view.record(record_id)[1], *view.reading(record_id))

    @property
    def target(self) -> Target:
        """The record as the machine read it, or as a person last vouched for it where the newest reading lacks it."""
        now, kind, found = self.record.id, kind_of(self.record), self.account.found
        earlier = [t for d in self.account.history.get(now, ()) for t in d.targets if found.get(t.ids[0]) == now]
        read = next((r for r in getattr(self.read, kind) if r.id == now), None) or earlier[-1].read()
        return Target.of(self.read.article.sha256, kind, read, (i for t in earlier for i in t.ids))


# What a field is to hold -------------------------------------------------------------------------------------------


def correctable(kind: str) -> tuple[str, ...]:
    """The fields of a kind that a person may correct."""
    return tuple(f.name for f in fields(KINDS[kind]) if f.name not in _FIXED)


def several(kind: str, field: str) -> bool:
    """Whether a field holds any number of values."""
    return any(get_origin(part) is tuple for part in _parts(get_type_hints(KINDS[kind]).get(field)))


def allowed(kind: str, field: str) -> tuple[str, ...]:
    """The values that a field may have, where there is a list of them."""
    asked = get_type_hints(KINDS[kind])[field]
    if bool in _parts(asked):
        return "yes", "no"
    return tuple(value for part in _parts(asked) if get_origin(part) is Literal for value in get_args(part))


def read_value(document: Document, record: Record, field: str, values: Sequence[str]) -> Any:
    """What the words say that a field holds, in its JSON form; no words empty it.

    A value of a list is written as it stands there, an actor by name or id, a record by its id, a day as `2018-09-24`,
    a passage by its words, a deadline by its day, by an interval `2018-09-01..2018-09-24` or by the words of an event.

    Raises:
        ReviewError: the kind has no such field, or the field cannot hold that; the message says what it can.
    """
    kind = kind_of(record)
    if field not in correctable(kind):
        raise ReviewError(
            f"{kind} have no field {field!r} that can be corrected; there are {', '.join(correctable(kind))}"
        )
    words = [value.strip() for value in values if value.strip()]
    value = _Words(document, record, field).read(words)
    plain = msgspec.to_builtins(record)
    try:
        made = msgspec.convert(plain | {field: value}, type(record))
    except msgspec.ValidationError:
        raise ReviewError(f"{field} cannot be empty") from None
    if made == record:
        raise ReviewError(f"{field} of {record.id} is so already; accept the record if it is right")
    if isinstance(made, Event) and made.earliest and made.latest and made.earliest > made.latest:
        raise ReviewError(f"an event cannot begin on {made.earliest} and end on {made.latest}, which is earlier")
    return msgspec.json.decode(msgspec.json.encode(value))


def _parts(asked: Any) -> tuple[Any, ...]:
    return get_args(asked) if get_origin(asked) in (Union, UnionType) else (asked,)


class _Words:
    """Words for one field of a record, read by the field's type."""

    def __init__(self, document: Document, record: Record, field: str) -> None:
        self._document = document
        self._article: Article = document.article
        self._record = record
        self._kind = kind_of(record)
        self._field = field

    def read(self, words: Sequence[str]) -> Any:
        """The value in plain types; null or nothing for no words."""
        one = self._reader(_parts(get_type_hints(type(self._record))[self._field]))
        if several(self._kind, self._field):
            return tuple(map(one, words))
        if len(words) > 1:
            raise ReviewError(f"{self._field} holds one value, and {len(words)} are given")
        return one(words[0]) if words else None

    def _reader(self, parts: Sequence[Any]) -> Callable[[str], Any]:
        inner = [p for part in parts for p in (get_args(part) if get_origin(part) is tuple else (part,))]
        if allowed(self._kind, self._field):
            return self._listed
        if Span in inner:
            return self._passage
        if Deadline in inner:
            return self._deadline
        if self._field in REFERENCES.get(self._kind, ()):
            return self._reference
        if self._field in ("earliest", "latest"):
            return self._day
        return str if self._field == "place" else self._actor

    def _listed(self, word: str) -> str | bool:
        listed = allowed(self._kind, self._field)
        found = next((v for v in listed if v.casefold() == word.casefold().replace(" ", "_")), None)
        if found is None:
            raise ReviewError(f"{word!r} is no {self._field}; there are {', '.join(listed)}")
        return found == "yes" if listed == ("yes", "no") else found

    def _passage(self, words: str) -> Span:
        """Where the words stand in the article, nearest to what the record rests on."""
        text, starts = self._article.text, []
        start = text.find(words)
        while start >= 0:
            starts.append(start)
            start = text.find(words, start + 1)
        if not starts:
            raise ReviewError(f"the article does not have the words {words!r}; give them exactly as they stand there")
        home = self._record.evidence[0]
        return min(
            (Span(s, s + len(words)) for s in starts), key=lambda s: (not home.covers(s), abs(s.start - home.start))
        )

    def _deadline(self, words: str) -> Deadline:
        held = getattr(self._record, "deadline", None)
        first, to, last = words.partition("..")
        try:
            earliest = self._day(first) if to and first else None
            latest = self._day(last if to else first) if last or not to else None
        except ReviewError:
            span = self._passage(words)
            return Deadline(span, None, None, None, words)
        span = held.span if held else self._record.evidence[0]
        return Deadline(span, None if to else latest, earliest, latest)

    def _reference(self, word: str) -> RecordId:
        kinds = {"parent": "statements", "according_to": "statements", "conditions": "conditions"}
        there = [r.id for r in self._document.records() if kind_of(r) == kinds.get(self._field, kind_of(r))]
        found = [i for i in there if i.startswith(word) and i != self._record.id]
        if len(found) != 1:
            raise ReviewError(f"the article has no record {word!r} for {self._field}; there are {_some(there)}")
        return found[0]

    def _actor(self, word: str) -> str:
        actors = self._document.actors
        exact = [a for a in actors if word == a.id or _folded(word) == _folded(a.name)]
        found = exact or [a for a in actors if _folded(word) in _folded(a.name)]
        if len({a.id for a in found}) != 1:
            named = _some([a.name for a in (found or actors)])
            raise ReviewError(
                f"{word!r} means {'several' if found else 'none'} of the article's actors; there are {named}"
            )
        return found[0].id

    def _day(self, word: str) -> str:
        from summitry.readers.dates import day_of

        try:
            return date.fromisoformat(word).isoformat()
        except ValueError:
            pass
        try:
            return day_of(word).isoformat()
        except (DateError, OffsetError):
            raise ReviewError(f"{word!r} is no day for {self._field}; write it as 2018-09-24") from None


def _folded(name: str) -> str:
    return name.casefold().replace("-", " ")


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:_SHOWN]) + (", …" if len(words) > _SHOWN else "") if words else "none"
