"""What an article and its records were asked before: answers that follow from one article, and from whom its actors stand for, are remembered.

A question is remembered by the name of the function that answers it. What is remembered holds for exactly what it was made from: the
document as people left it, the outlet whose telling it is, whom its actors stand for, and those seats of states that were asked for. So an
account that is made step by step is the one made at once; what is forgotten or does not fit is worked out again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, wraps
from hashlib import blake2b
from types import GenericAlias
from typing import Any, Protocol, TypeVar, get_type_hints

import msgspec

from summitry.ledger.parties import PartyId, Who
from summitry.records import Document

Asked = TypeVar("Asked", bound="Remembering")
V = TypeVar("V")
Answers = defaultdict[str, dict[int, Any]]  # by question, then by the place of the record among those of its article

_ALONE: dict[str, Callable[..., Any]] = {}  # the questions about articles
_TOLD: dict[str, Callable[..., Any]] = {}  # those about reports


class Remembering(Protocol):
    """What keeps the answers it gave."""

    @property
    def known(self) -> Answers:
        """Those of its article."""

    @property
    def place(self) -> int:
        """Which of the article's records it is."""


def remembered(ask: Callable[[Asked], V]) -> Callable[[Asked], V]:
    """A question about a report that is asked many times, whose answer follows from the report alone and is a plain value."""
    name = _registered(_TOLD, ask)

    @wraps(ask)
    def answer(report: Asked) -> V:
        held = report.known[name]
        try:
            found: V = held[report.place]
        except KeyError:
            found = held[report.place] = ask(report)
        return found

    return answer


def of_article(ask: Callable[[Document], V]) -> Callable[[Document, "Memory"], V]:
    """A question about an article that knows nothing of the others, whose answer is a plain value."""
    name = _registered(_ALONE, ask)

    @wraps(ask)
    def answer(document: Document, memory: "Memory") -> V:
        if name not in memory.alone:
            memory.alone[name] = ask(document)
        found: V = memory.alone[name]
        return found

    return answer


def answers_alike(one: Remembering, other: Remembering) -> bool:
    """Whether one answers all that another was asked in the same way."""
    asked = ((name, held[other.place]) for name, held in other.known.items() if other.place in held)
    return all(_TOLD[name](one) == answer for name, answer in asked)


def _registered(among: dict[str, Callable[..., Any]], ask: Callable[..., Any]) -> str:
    if ask.__name__ in _ALONE or ask.__name__ in _TOLD:
        raise TypeError(f"there are two questions {ask.__name__!r}")
    among[ask.__name__] = ask
    return ask.__name__


class Seats(Mapping[str, PartyId]):
    """The states that places stand for, noting which were asked for."""

    def __init__(self, seats: Mapping[str, PartyId], asked: Mapping[str, PartyId | None] | None = None) -> None:
        self._seats = seats
        self.asked = dict(asked or {})

    def __getitem__(self, name: str) -> PartyId:
        found = self.asked[name] = self._seats.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._seats)

    def __len__(self) -> int:
        return len(self._seats)


class Memory:
    """What is remembered of one article."""

    def __init__(self, document: Document, program: str, kept: Any = None) -> None:
        self._document = document
        self._program = program
        self.alone: dict[str, Any] = {}
        self._basis: tuple[str, Who] = ("", {})
        self._seats = Seats({})
        self._answers: Answers = defaultdict(dict)
        self._kept = -1  # how much of it
        if kept:
            self.alone |= {name: value for name, value in _held(kept.alone) if value is not msgspec.UNSET}
            self._basis, self._seats = (kept.origin, kept.who), Seats({}, kept.seats)
            self._answers.update((name, held) for name, held in _held(kept.told) if held)
            self._kept = self._size

    def told(self, origin: str, who: Who, seats: Mapping[str, PartyId]) -> tuple[Answers, Seats]:
        """What is remembered of its records where this is whose telling they are, and whom its actors stand for; and the seats to ask."""
        asked = self._seats.asked
        if (origin, who) != self._basis or any(seats.get(name) != seat for name, seat in asked.items()):
            self._basis, asked, self._answers, self._kept = (origin, who), {}, defaultdict(dict), -1
        self._seats = Seats(seats, asked)
        return self._answers, self._seats

    @property
    def _size(self) -> int:
        return len(self.alone) + sum(map(len, self._answers.values()))

    def packed(self) -> bytes | None:
        """All of it, to be kept; null where it has been."""
        if self._size == self._kept:
            return None
        shapes, (origin, who) = _shapes(), self._basis
        alone, told = shapes.alone(**self.alone), shapes.told(**self._answers)
        self._kept = self._size
        content = digest(self._document, self._program)
        return msgspec.msgpack.encode(shapes.kept(content, origin, dict(who), self._seats.asked, alone, told))


class Memories:
    """What is remembered of articles by a program; `recall` gives what was learnt before, by the ids of the articles."""

    def __init__(self, recall: Callable[[], Mapping[str, bytes]] = dict, program: str = "") -> None:
        self._recall = recall
        self._program = program
        self._held: dict[str, Memory] = {}

    @cached_property
    def _packed(self) -> dict[str, bytes]:
        return dict(self._recall())

    def of(self, document: Document) -> Memory:
        """What is remembered of a document; nothing where it was another, or another program remembered it."""
        held = self._held.get(document.article.id)
        if held is None:
            held = self._held[document.article.id] = Memory(document, self._program, self._read(document))
        return held

    def _read(self, document: Document) -> Any:
        packed = self._packed.pop(document.article.id, None)
        if packed is None:
            return None
        try:
            kept = _shapes().decoder.decode(packed)
        except msgspec.MsgspecError:
            return None
        return kept if kept.content == digest(document, self._program) else None

    def learnt(self) -> dict[str, bytes]:
        """What has been learnt since, by the ids of the articles."""
        return {i: packed for i, memory in self._held.items() if (packed := memory.packed()) is not None}


def digest(document: Document, program: str) -> bytes:
    """What tells a document, as a program sees it, from any other."""
    return blake2b(msgspec.msgpack.encode(document), digest_size=16, key=program.encode()[:64]).digest()


@dataclass(frozen=True)
class _Shapes:
    """The types of what is remembered."""

    alone: type[msgspec.Struct]
    told: type[msgspec.Struct]
    kept: type[msgspec.Struct]
    decoder: msgspec.msgpack.Decoder[Any]


def _shapes() -> _Shapes:
    return _shapes_of(len(_ALONE), len(_TOLD))


@cache
def _shapes_of(*_: int) -> _Shapes:
    """The types for so many questions."""
    types = {name: get_type_hints(ask)["return"] for name, ask in (_ALONE | _TOLD).items()}
    absent = msgspec.UNSET
    alone = msgspec.defstruct(
        "Alone", [(name, types[name] | msgspec.UnsetType, absent) for name in _ALONE], omit_defaults=True
    )
    told = msgspec.defstruct(
        "Told", [(name, GenericAlias(dict, (int, types[name])), msgspec.field(default_factory=dict)) for name in _TOLD], omit_defaults=True
    )  # fmt: skip
    named = [("content", bytes), ("origin", str), ("who", dict[str, frozenset[str]]), ("seats", dict[str, str | None])]
    kept = msgspec.defstruct("Kept", [*named, ("alone", alone), ("told", told)], array_like=True)
    return _Shapes(alone, told, kept, msgspec.msgpack.Decoder(kept))


def _held(kept: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(kept, name)) for name in kept.__struct_fields__)
