"""An answer in parts, as a ledger keeps it, so that a question reads only what it shows.

What an answer declares as a `Sequence` is kept some lines at a time, a `Mapping` some keys at a time; both look like what they
were, and read a part when somebody looks there. Everything else stands in the first part, whose name is empty.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from types import GenericAlias
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints, overload
from zlib import crc32

import msgspec

Line = TypeVar("Line")
Value = TypeVar("Value")
Recall = Callable[[str], bytes | None]

LINES = 50  # of a part: a page shows a hundred
KEYS = 50  # of a part, more or less


class Lines(Sequence[Line]):
    """Lines that are read when they are looked at; equal to any sequence of the same lines."""

    def __init__(self, number: int, part: Callable[[int], Sequence[Line]]) -> None:
        self._number = number
        self._part = part
        self._read: tuple[int, Sequence[Line]] = -1, ()

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        if isinstance(at, slice):
            return tuple(map(self._at, range(*at.indices(self._number))))
        return self._at(range(self._number)[at])

    def _at(self, n: int) -> Line:
        part, read = self._read
        if part != n // LINES:
            part, read = n // LINES, self._part(n // LINES)
            self._read = part, read
        return read[n % LINES]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(a == b for a, b in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment] # as a list has none

    def __repr__(self) -> str:
        return repr(tuple(self))


class Keyed(Mapping[str, Value]):
    """Values that are read when they are asked for."""

    def __init__(self, number: int, parts: int, part: Callable[[int], Mapping[str, Value]]) -> None:
        self._number, self._parts, self._part = number, parts, part
        self._read: tuple[int, Mapping[str, Value]] = -1, {}

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[str]:
        return (key for n in range(self._parts) for key in self._at(n))

    def __getitem__(self, key: str) -> Value:
        if not self._parts:
            raise KeyError(key)
        return self._at(_part_of(key, self._parts))[key]

    def _at(self, n: int) -> Mapping[str, Value]:
        part, read = self._read
        if part != n:
            read = self._part(n)
            self._read = n, read
        return read


def plain(value: object) -> object:
    """What JSON can hold of the above; for `msgspec.json.encode`.

    Raises:
        NotImplementedError: it is something else.
    """
    if isinstance(value, Lines):
        return tuple(value)
    if isinstance(value, Keyed):
        return dict(value)
    raise NotImplementedError(type(value))


class Shape(Generic[Value]):
    """How answers of one type are kept."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    @cached_property
    def _fields(self) -> dict[str, Any]:
        """The types of the fields, in their order; of an answer that is lines or values itself, its own under no name."""
        if get_origin(self._answer) is None and isinstance(self._answer, type):
            return get_type_hints(self._answer)
        return {"": self._answer}

    @cached_property
    def _decoders(self) -> dict[str, msgspec.json.Decoder[Any]]:
        """Of the parts of each field that is kept in parts."""
        kept = {name: (get_origin(of), get_args(of)) for name, of in self._fields.items()}
        types = {name: GenericAlias(tuple, (*of, ...)) for name, (origin, of) in kept.items() if origin is Sequence}
        types |= {name: GenericAlias(dict, of) for name, (origin, of) in kept.items() if origin is Mapping}
        return {name: msgspec.json.Decoder(of) for name, of in types.items()}

    def parts(self, answer: Value) -> dict[str, bytes]:
        """The parts of an answer."""
        first: dict[str, object] = {}
        parts: dict[str, bytes] = {}
        for name in self._fields:
            value: Any = getattr(answer, name) if name else answer
            if name not in self._decoders:
                first[name] = value
                continue
            if isinstance(value, Mapping):
                number = -(-len(value) // KEYS)
                pieces: list[Any] = _by_part(value, number)
                first[name] = [len(value), number]
            else:
                pieces = [value[i : i + LINES] for i in range(0, len(value), LINES)]
                first[name] = len(value)
            parts |= {f"{name}/{n}": msgspec.json.encode(piece, enc_hook=plain) for n, piece in enumerate(pieces)}
        return {"": msgspec.json.encode(first), **parts}

    def read(self, recall: Recall, again: Callable[[], Value]) -> Value | None:
        """The answer of some parts; null where it is not there. What of it cannot be read later is taken from the answer made `again`."""
        first = self._first(recall)
        if first is None:
            return None
        try:
            fields = {name: self._field(name, first[name], recall, again) for name in self._fields}
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError):
            return None
        made: Value = fields[""] if "" in fields else self._answer(**fields)
        return made

    def json(self, recall: Recall) -> bytes | None:
        """The answer of some parts as JSON; null where a part is not there."""
        first = self._first(recall)
        if first is None:
            return None
        whole: dict[str, Any] = {}
        for name, value in first.items():
            if name not in self._decoders:
                whole[name] = value
                continue
            number = value[1] if isinstance(value, list) else -(-value // LINES)
            parts = [recall(f"{name}/{n}") for n in range(number)]
            if None in parts:
                return None
            inner = b",".join(part[1:-1] for part in parts if part)
            whole[name] = msgspec.Raw(b"{%b}" % inner if isinstance(value, list) else b"[%b]" % inner)
        return msgspec.json.encode(whole[""] if "" in self._fields else whole)

    def _first(self, recall: Recall) -> dict[str, Any] | None:
        known = recall("")
        try:
            first = msgspec.json.decode(known) if known is not None else None
        except msgspec.MsgspecError:
            return None
        return first if isinstance(first, dict) and first.keys() == self._fields.keys() else None

    def _field(self, name: str, first: Any, recall: Recall, again: Callable[[], Value]) -> Any:
        if name not in self._decoders:
            return msgspec.convert(first, self._fields[name])
        decoder = self._decoders[name]

        def whole() -> Any:
            made = again()
            return getattr(made, name) if name else made

        def read(n: int) -> Any:
            known = recall(f"{name}/{n}")
            try:
                return None if known is None else decoder.decode(known)
            except msgspec.MsgspecError:
                return None

        if isinstance(first, list):
            number, parts = first

            def values(n: int) -> Mapping[str, Any]:
                found: Mapping[str, Any] | None = read(n)
                return _by_part(whole(), parts)[n] if found is None else found

            return Keyed(number, parts, values)

        def lines(n: int) -> Sequence[Any]:
            found: Sequence[Any] | None = read(n)
            at = n * LINES
            return whole()[at : at + LINES] if found is None or len(found) != min(LINES, first - at) else found

        return Lines(first, lines)


def _part_of(key: str, parts: int) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % parts


def _by_part(values: Mapping[str, Value], parts: int) -> list[dict[str, Value]]:
    found: defaultdict[int, dict[str, Value]] = defaultdict(dict)
    for key, value in values.items():
        found[_part_of(key, parts)][key] = value
    return [found[n] for n in range(parts)]
