"""The timeline as a drawing: years as frames, parties as lanes, known days as dots and uncertain ones as bars.

Lengths are in the units of the SVG's view box. Only geometry is made here; `timeline.html` writes it as SVG.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Literal, TypeAlias

from summitry.queries import Entry
from summitry.records import ActorId

WIDTH = 960
GUTTER = 170  # for the names of the lanes
HEAD = 26  # for the names of the months
ROW = 24
DOT = 10  # radius of a dot, which holds the entry's number
MARGIN = 18  # before the first day: half a dot and an arrow
END = 36  # after the last day: the same, or the name of a tick
NAME = 40  # the room that the name of a tick takes
SPARSE = 2  # entries of a year that does not deserve a frame of its own
SPACIOUS = 6  # months in a frame that leave room for their full names
STUB = 40  # the length of a bar whose end is not known
OTHERS = "Others"

Look = Literal["done", "ahead", "off"]
Numbered: TypeAlias = tuple[int, Entry]

_LOOKS: dict[str, Look] = {
    "happened": "done", "held": "done", "ongoing": "done",
    "refused": "off", "denied": "off", "cancelled": "off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """A lane's name, the actors drawn in it, and the number of its colour."""

    name: str
    members: frozenset[ActorId]
    colour: int


@dataclass(frozen=True, slots=True)
class Bar:
    """An entry in a lane: its dot at `x`, the first day that is known, and a bar from `left` to `right`, all at height `y`.

    `number` is the entry's place in the list; `opens_left`, `opens_right`: it begins before, or goes on after, what is
    drawn.
    """

    number: int
    entry: Entry
    look: Look
    x: float
    left: float
    right: float
    y: float
    opens_left: bool
    opens_right: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A party's part of a frame."""

    party: Party
    y: float
    height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Some months of a year, or a run of years with little in them; `ticks` are the left edges and names of its parts."""

    name: str
    ticks: tuple[tuple[float, str], ...]
    height: float
    lanes: tuple[Lane, ...]


def draw(entries: Sequence[Entry], parties: Sequence[Party], first: int = 1) -> list[Frame]:
    """One frame for each year in which an entry begins (or ends, where its beginning is open), in order of time.

    Years in a row with hardly an entry share a frame. `first` is the number of the first entry. Entries without any day
    are left out; those of nobody in `parties` stand in a lane of their own at the end.
    """
    dated = [(number, entry) for number, entry in enumerate(entries, first) if entry.earliest or entry.latest]
    dated.sort(key=lambda pair: _anchor(pair[1]))
    years = [(year, tuple(own)) for year, own in groupby(dated, key=lambda pair: _anchor(pair[1]).year)]
    frames: list[Frame] = []
    for sparse, run in groupby(years, key=lambda pair: len(pair[1]) <= SPARSE):
        found = list(run)
        if sparse and len(found) > 1:
            frames.append(_frame(_years(found), [pair for _, own in found for pair in own], parties))
        else:
            frames += [_frame(_months(year, own), own, parties) for year, own in found]
    return frames


def lane_of(parties: Sequence[Party]) -> Mapping[ActorId, Party]:
    """Which party each actor belongs to; where two claim it, the first."""
    return {member: party for party in reversed(parties) for member in party.members}


def _anchor(entry: Entry) -> date:
    return date.fromisoformat(entry.earliest or entry.latest or "")


def _months(year: int, entries: Sequence[Numbered]) -> "_Axis":
    """Those months of a year in which something lies."""
    end = date(year, 12, 31)
    first = min(_clip(entry, end)[0].month for _, entry in entries)
    last = max(_clip(entry, end)[1].month for _, entry in entries)
    days = [date(year, month, 1) for month in range(first, last + 1)]
    style = "%B" if len(days) <= SPACIOUS else "%b"
    return _Axis(str(year), days[0], date(year, last, monthrange(year, last)[1]), [(d, f"{d:{style}}") for d in days])


def _years(found: Sequence[tuple[int, Sequence[Numbered]]]) -> "_Axis":
    """From the first to the last of some years, with those named that hold an entry."""
    first, last = found[0][0], found[-1][0]
    named = [(date(year, 1, 1), str(year)) for year, _ in found]
    return _Axis(f"{first}–{last}", date(first, 1, 1), date(last, 12, 31), named)


def _frame(axis: "_Axis", entries: Sequence[Numbered], parties: Sequence[Party]) -> Frame:
    lanes: list[Lane] = []
    y = float(HEAD)
    for party, own in _by_party(entries, parties).items():
        bars, rows = _stack([axis.bar(number, entry) for number, entry in own], y)
        lanes.append(Lane(party, y, rows * ROW + 8, bars))
        y += rows * ROW + 8
    return Frame(axis.name, axis.ticks(), y + 4, tuple(lanes))


def _by_party(entries: Sequence[Numbered], parties: Sequence[Party]) -> dict[Party, list[Numbered]]:
    """Each party's entries, in the order of the parties; a joint act stands in the lane of everybody who takes part."""
    home = lane_of(parties)
    others = Party(OTHERS, frozenset(), len(parties))
    found: dict[Party, list[Numbered]] = {party: [] for party in (*parties, others)}
    for number, entry in entries:
        for party in dict.fromkeys(home.get(who.id, others) for who in entry.actors) or [others]:
            found[party].append((number, entry))
    return {party: own for party, own in found.items() if own}


@dataclass(frozen=True, slots=True)
class _Axis:
    name: str
    start: date
    end: date
    named: Sequence[tuple[date, str]]

    def ticks(self) -> tuple[tuple[float, str], ...]:
        """The named days; a name that would touch the one before is left out."""
        made: list[tuple[float, str]] = []
        for day, name in self.named:
            room = not made or self.at(day) - made[-1][0] >= NAME
            made.append((self.at(day), name if room else ""))
        return tuple(made)

    def at(self, day: date) -> float:
        """Where a day begins; days outside are moved to the edge."""
        inside = min(max(day, self.start), self.end)
        scale = (WIDTH - GUTTER - MARGIN - END) / ((self.end - self.start).days + 1)
        return round(GUTTER + MARGIN + (inside - self.start).days * scale, 1)

    def bar(self, number: int, entry: Entry) -> Bar:
        first, last = _clip(entry, self.end)
        x, right = self.at(first), self.at(last)
        opens_left, opens_right = entry.earliest is None, entry.latest is None
        if opens_right:
            right = min(x + STUB, self.at(self.end))
        return Bar(
            number=number,
            entry=entry,
            look=_LOOKS.get(entry.modality or "happened", "ahead"),
            x=x,
            left=max(x - STUB, self.at(self.start)) if opens_left else x,
            right=right,
            y=0,
            opens_left=opens_left,
            opens_right=opens_right or date.fromisoformat(entry.latest or "") > self.end,
        )


def _clip(entry: Entry, end: date) -> tuple[date, date]:
    """An entry's interval, up to the end of what is drawn; an open side ends where the known one is."""
    first = _anchor(entry)
    last = date.fromisoformat(entry.latest) if entry.latest else first
    return first, max(first, min(last, end))


def _stack(bars: Sequence[Bar], top: float) -> tuple[tuple[Bar, ...], int]:
    """Put bars that would touch into rows of their own; the bars with their heights, and how many rows there are."""
    ends: list[float] = []
    placed: list[Bar] = []
    for bar in sorted(bars, key=lambda b: (b.x, b.number)):
        left, right = bar.left - DOT - 2, bar.right + DOT + 2
        row = next((i for i, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [right]
        placed.append(replace(bar, y=top + 4 + row * ROW + ROW / 2))
    return tuple(placed), len(ends)
