"""A deadlock as a drawing: its steps one below the other, an arrow from each to the one that waits for it, with who insists on it.

The last arrow leads back up to the first step. Lengths are in the units of the SVG's view box, which is no wider than a
telephone; only geometry is made here, `parts.html` writes it as SVG.
"""

from dataclasses import dataclass
from textwrap import wrap

from summitry.queries import DeadlockLine, HoldLine

WIDTH = 340
BOX = 296  # the width of a step, which leaves room at its right for the arrow that leads back
LINE = 17  # the height of a line of text
PAD = 8  # above and below the words of a step
GAP = 34  # between two steps: an arrow, with a name at its side
CHARACTERS, LINES = 38, 4  # that fit into a step
LONGEST = 36  # characters of a name
BEND = 12  # the radius of a corner
STEM = 24  # from the left edge to the arrows that lead down
MARGIN = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A step: the upper edge and the height of its box, and its words line by line."""

    y: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Who insists that one step comes before the next: an SVG path, and where the name begins."""

    path: str
    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Ring:
    """The steps of a deadlock and the arrows between them, each from its step to the next, and the height of them all."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    height: float


def ring(deadlock: DeadlockLine) -> Ring:
    """The ring of a deadlock, the first step at the top."""
    nodes: list[Node] = []
    y = float(MARGIN)
    for i in range(len(deadlock.holds)):
        lines = tuple(wrap(_words(deadlock, i), CHARACTERS, max_lines=LINES, placeholder=" …"))
        nodes.append(Node(y, LINE * len(lines) + 2 * PAD, lines))
        y += nodes[-1].height + GAP
    arrows = [_down(node, hold) for node, hold in zip(nodes[:-1], deadlock.holds, strict=False)]
    arrows.append(_back(nodes[0], nodes[-1], deadlock.holds[-1]))
    return Ring(tuple(nodes), tuple(arrows), y + MARGIN)


def _words(deadlock: DeadlockLine, i: int) -> str:
    """What a step is called: by who wants it first, and by who waits for it where that says it otherwise."""
    first, other = deadlock.holds[i].before, deadlock.holds[i - 1].after
    return first if first.casefold() == other.casefold() else f"{first} / {other}"


def _down(node: Node, hold: HoldLine) -> Arrow:
    """From a step to the one below."""
    start = node.y + node.height
    return Arrow(f"M{STEM} {start + 2}V{start + GAP - 3}m-4 -5l4 5l4 -5", STEM + 12, start + GAP / 2 + 4, _name(hold))


def _back(first: Node, last: Node, hold: HoldLine) -> Arrow:
    """From the last step, round the right of all of them, to the first."""
    start, end = last.y + last.height, first.y + first.height / 2
    below, side = start + GAP - 6, WIDTH - 16
    path = (
        f"M{STEM} {start + 2}V{below - BEND}Q{STEM} {below} {STEM + BEND} {below}H{side - BEND}"
        f"Q{side} {below} {side} {below - BEND}V{end + BEND}Q{side} {end} {side - BEND} {end}H{BOX + 3}m5 -4l-5 4l5 4"
    )
    return Arrow(path, STEM + 12, start + GAP / 2, _name(hold))


def _name(hold: HoldLine) -> str:
    name = ", ".join(who.name for who in hold.holder) or "somebody"
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
