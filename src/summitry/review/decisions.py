"""A person's decision about records: one immutable value, named by its content, and its form as JSON."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

import msgspec

from summitry.errors import ReviewError
from summitry.records import KINDS, Record, RecordId

Action = Literal["accept", "correct", "reject", "merge", "split", "note", "undo"]

LONGEST_NAME = 100
LONGEST_NOTE = 2_000
_UNSIGNED = "whose decision is it? Name a person"


@dataclass(frozen=True, slots=True)
class Target:
    """The record that is meant, by what a newer reading of the article leaves as it is.

    `text` is the sha256 of the article's text, `kind` a key of `records.KINDS`, `record` the JSON form of what the machine
    had read when the decision was made; `also` are ids that older readings gave the same record.
    """

    text: str
    kind: str
    record: dict[str, Any]
    also: tuple[RecordId, ...] = ()

    @classmethod
    def of(cls, text: str, kind: str, record: Record, also: Iterable[RecordId] = ()) -> "Target":
        """The target that a record is."""
        return cls(text, kind, msgspec.json.decode(msgspec.json.encode(record)), tuple(sorted(set(also) - {record.id})))

    @property
    def ids(self) -> tuple[RecordId, ...]:
        """Every id under which the record was known, the newest first."""
        return self.record["id"], *self.also

    def read(self) -> Record:
        """The record as the machine had read it.

        Raises:
            msgspec.ValidationError: it is none.
        """
        made: Record = msgspec.convert(self.record, KINDS[self.kind])
        return made


@dataclass(frozen=True, slots=True)
class Decision:
    """What `by` decided `at` a moment (UTC, `2030-01-05T12:00:00.000000Z`, so that text sorts as time does).

    `field` and `value` (its JSON form) are a correction's; `undoes` is the id of the decision that is taken back. A merge
    says that all its targets tell of one matter, a split that the first tells of another matter than the others.
    """

    id: str
    action: Action
    targets: tuple[Target, ...]
    by: str
    at: str
    field: str | None = None
    value: Any = None
    note: str | None = None
    undoes: str | None = None

    @property
    def order(self) -> tuple[str, str]:
        """Sorts decisions by time; what is of one moment, by id."""
        return self.at, self.id


def decision(  # noqa: PLR0913 - the fields of a decision
    action: Action,
    targets: Iterable[Target] = (),
    *,
    by: str,
    at: datetime,
    field: str | None = None,
    value: Any = None,
    note: str | None = None,
    undoes: str | None = None,
) -> Decision:
    """A decision with its id, which depends on all else that it says.

    Raises:
        ReviewError: nobody signs it, or the name or the note is too long or no text.
    """
    name, words = signature(by), (note or "").strip()
    if not name:
        raise ReviewError(_UNSIGNED)
    for what, text, most in (("name", name, LONGEST_NAME), ("note", words, LONGEST_NOTE)):
        if len(text) > most:
            raise ReviewError(f"a {what} of {len(text)} characters; at most {most} are kept")
        if any("\ud800" <= c <= "\udfff" or c == "\0" for c in text):
            raise ReviewError(f"the {what} holds characters that are no text")
    if action == "note" and not words:
        raise ReviewError("a note needs words")
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
    unnamed = Decision("", action, tuple(targets), name, moment, field, value, words or None, undoes)
    return replace(unnamed, id=_id_of(unnamed))


def signature(name: str) -> str:
    """A person's name as it is kept: one line, without characters that could steer what shows it."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "" for c in name).split())


def taken_back(decisions: Iterable[Decision]) -> frozenset[str]:
    """The ids of those that a later decision undoes which is not itself undone."""
    undone: set[str] = set()
    for one in sorted(decisions, key=lambda d: d.order, reverse=True):
        if one.undoes and one.id not in undone:
            undone.add(one.undoes)
    return frozenset(undone)


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that nobody has taken back, oldest first, without the undoings."""
    known = sorted(decisions, key=lambda d: d.order)
    undone = taken_back(known)
    return tuple(d for d in known if not d.undoes and d.id not in undone)


def moment_after(decisions: Sequence[Decision]) -> datetime:
    """Now, or just after the newest of some decisions where a clock elsewhere runs ahead: what is decided last counts."""
    now = datetime.now(UTC)
    newest = max((d.at for d in decisions), default="")
    return max(now, datetime.fromisoformat(newest) + datetime.resolution) if newest else now


def to_json(made: Decision) -> bytes:
    """The decision as JSON."""
    return msgspec.json.encode(made)


@lru_cache(maxsize=50_000)  # the ledger's decisions are read again after each new one
def from_json(written: bytes) -> Decision:
    """The decision of `to_json`.

    Raises:
        msgspec.MsgspecError: it is none.
        ReviewError: its id is not that of its content.
    """
    read = msgspec.json.decode(written, type=Decision)
    for target in read.targets:
        if target.kind not in KINDS:
            raise msgspec.ValidationError(f"{target.kind!r} is no kind of record")
        target.read()
        if read.field:
            replace(target, record=target.record | {read.field: read.value}).read()
    if read.id != _id_of(read):
        raise ReviewError(f"decision {read.id}: it was changed after it was made")
    return read


def _id_of(made: Decision) -> str:
    said = msgspec.json.encode(replace(made, id=""), order="deterministic")
    return f"dec-{hashlib.sha256(said).hexdigest()[:12]}"
