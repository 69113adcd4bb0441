"""The timeline as a drawing: years as frames, parties as lanes, known days as dots and uncertain ones as bars.

Lengths are in the units of the SVG's view box. Only geometry is made here; `timeline.html` writes it as SVG.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from summitry.queries import Entry
from summitry.records import ActorId

WIDTH = 960
GUTTER = 170  # for the names of the lanes
HEAD = 26  # for the names of the months
ROW = 24
DOT = 10  # radius of a dot, which holds the entry's number
MARGIN = 14
OTHERS = "Others"

Look = Literal["done", "ahead", "off"]

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
    """An entry in a lane, from `x` to `x + width` (0: a single day), with its middle at `y`.

    `number` is the entry's place in the list; `opens_left`, `opens_right`: it begins before, or goes on after, what is
    drawn.
    """

    number: int
    entry: Entry
    look: Look
    x: float
    width: float
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
    """A year, or those of its months in which something lies; `months` are the months' left edges and names."""

    year: int
    months: tuple[tuple[float, str], ...]
    height: float
    lanes: tuple[Lane, ...]


def draw(entries: Sequence[Entry], parties: Sequence[Party], first: int = 1) -> list[Frame]:
    """One frame for each year in which an entry begins (or ends, where its beginning is open), in order of time.

    `first` is the number of the first entry. Entries without any day are left out; those of nobody in `parties` stand in
    a lane of their own at the end.
    """
    dated = [(number, entry) for number, entry in enumerate(entries, first) if entry.earliest or entry.latest]
    years: dict[int, list[tuple[int, Entry]]] = {}
    for number, entry in dated:
        years.setdefault(_anchor(entry).year, []).append((number, entry))
    return [_frame(year, years[year], parties) for year in sorted(years)]


def lane_of(parties: Sequence[Party]) -> Mapping[ActorId, Party]:
    """Which party each actor belongs to; where two claim it, the first."""
    return {member: party for party in reversed(parties) for member in party.members}


def _anchor(entry: Entry) -> date:
    return date.fromisoformat(entry.earliest or entry.latest or "")


def _frame(year: int, entries: Sequence[tuple[int, Entry]], parties: Sequence[Party]) -> Frame:
    first_month = min(_clip(entry)[0].month for _, entry in entries)
    last_month = max(_clip(entry)[1].month for _, entry in entries)
    axis = _Axis(date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1]))
    months = tuple((axis.at(date(year, m, 1)), f"{date(year, m, 1):%B}") for m in range(first_month, last_month + 1))
    lanes: list[Lane] = []
    y = float(HEAD)
    for party, own in _by_party(entries, parties).items():
        bars, rows = _stack([axis.bar(number, entry) for number, entry in own], y)
        lanes.append(Lane(party, y, rows * ROW + 8, bars))
        y += rows * ROW + 8
    return Frame(year, months, y + 4, tuple(lanes))


def _by_party(
    entries: Sequence[tuple[int, Entry]], parties: Sequence[Party]
) -> dict[Party, list[tuple[int, Entry]]]:
    """Each party's entries, in the order of the parties; a joint act stands in the lane of everybody who takes part."""
    home = lane_of(parties)
    others = Party(OTHERS, frozenset(), len(parties))
    found: dict[Party, list[tuple[int, Entry]]] = {party: [] for party in (*parties, others)}
    for number, entry in entries:
        for party in dict.fromkeys(home.get(who.id, others) for who in entry.actors) or [others]:
            found[party].append((number, entry))
    return {party: own for party, own in found.items() if own}


@dataclass(frozen=True, slots=True)
class _Axis:
    start: date
    end: date

    def at(self, day: date) -> float:
        """Where a day begins; days outside are moved to the edge."""
        inside = min(max(day, self.start), self.end)
        scale = (WIDTH - GUTTER - 2 * MARGIN) / ((self.end - self.start).days + 1)
        return round(GUTTER + MARGIN + (inside - self.start).days * scale, 1)

    def bar(self, number: int, entry: Entry) -> Bar:
        first, last = _clip(entry)
        opens_left = entry.earliest is None
        opens_right = entry.latest is None or date.fromisoformat(entry.latest) > self.end
        x = self.at(self.start if opens_left else first)
        x_end = self.at(self.end if opens_right else last)
        look = _LOOKS.get(entry.modality or "happened", "ahead")
        return Bar(number, entry, look, x, round(x_end - x, 1), 0, opens_left, opens_right)


def _clip(entry: Entry) -> tuple[date, date]:
    """The part of an interval in the year it is drawn in; an open side ends where the known one is."""
    first = _anchor(entry)
    last = date.fromisoformat(entry.latest) if entry.latest else first
    return first, max(first, min(last, date(first.year, 12, 31)))


def _stack(bars: Sequence[Bar], top: float) -> tuple[tuple[Bar, ...], int]:
    """Put bars that would touch into rows of their own; the bars with their heights, and how many rows there are."""
    ends: list[float] = []
    placed: list[Bar] = []
    for bar in sorted(bars, key=lambda b: (b.x, b.number)):
        left, right = bar.x - DOT - 2, bar.x + bar.width + DOT + 2
        row = next((i for i, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [right]
        placed.append(replace(bar, y=top + 4 + row * ROW + ROW / 2))
    return tuple(placed), len(ends)
