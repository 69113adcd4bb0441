"""A deadlock as a drawing: its steps in a ring, an arrow from each to the one that waits for it, with who insists on it.

Lengths are in the units of the SVG's view box. Only geometry is made here; `parts.html` writes it as SVG.
"""

from dataclasses import dataclass
from math import cos, pi, sin
from textwrap import wrap

from summitry.queries import DeadlockLine

WIDTH, HEIGHT = 440, 320
BOX = 146  # the width of a step
LINE = 16  # the height of a line of text
CHARACTERS, LINES = 21, 5  # that fit into a step
BEND = 42  # how far an arrow swings out
MARGIN = 4  # above and below the drawing
GAP = 12  # between an arrow's ends and the steps


@dataclass(frozen=True, slots=True)
class Node:
    """A step: its box, by its centre and height, and its words line by line."""

    x: float
    y: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Who insists that one step comes before the next: an SVG path, and where the name stands."""

    path: str
    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class Ring:
    """The steps of a deadlock and the arrows between them, each from its step to the next, and what of the height they take."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    top: float
    height: float


def ring(deadlock: DeadlockLine) -> Ring:
    """The ring of a deadlock, the first step at the left."""
    count = len(deadlock.holds)
    nodes = [_node(i, count, _words(deadlock, i)) for i in range(count)]
    arrows = [
        _arrow(nodes[i], nodes[(i + 1) % count], ", ".join(who.name for who in hold.holder) or "somebody")
        for i, hold in enumerate(deadlock.holds)
    ]
    edges = [e for n in nodes for e in (n.y - n.height / 2, n.y + n.height / 2)]
    edges += [e for a in arrows for e in (a.y - LINE, a.y + LINE / 2)]
    top = round(min(edges) - MARGIN, 1)
    return Ring(tuple(nodes), tuple(arrows), top, round(max(edges) + MARGIN - top, 1))


def _words(deadlock: DeadlockLine, i: int) -> str:
    """What a step is called: by who wants it first, and by who waits for it where that says it otherwise."""
    first, other = deadlock.holds[i].before, deadlock.holds[i - 1].after
    return first if first.casefold() == other.casefold() else f"{first} / {other}"


def _node(i: int, count: int, words: str) -> Node:
    angle = pi + 2 * pi * i / count
    lines = wrap(words, CHARACTERS, max_lines=LINES, placeholder=" …")
    x = WIDTH / 2 + (WIDTH / 2 - BOX / 2 - 4) * cos(angle)
    y = HEIGHT / 2 + (HEIGHT / 2 - 50) * sin(angle)
    return Node(round(x, 1), round(y, 1), LINE * len(lines) + 14, tuple(lines))


def _arrow(one: Node, other: Node, name: str) -> Arrow:
    """A curve that leaves the straight line to its left, so that an arrow and its reverse are two."""
    length = max(1.0, ((other.x - one.x) ** 2 + (other.y - one.y) ** 2) ** 0.5)
    aside_x, aside_y = (other.y - one.y) / length, -(other.x - one.x) / length
    middle_x, middle_y = (one.x + other.x) / 2 + BEND * aside_x, (one.y + other.y) / 2 + BEND * aside_y
    start, end = _edge(one, middle_x, middle_y), _edge(other, middle_x, middle_y)
    path = f"M{start[0]:.1f} {start[1]:.1f}Q{middle_x:.1f} {middle_y:.1f} {end[0]:.1f} {end[1]:.1f}"
    return Arrow(path, round(middle_x, 1), round(middle_y + (LINE if aside_y > 0 else -4), 1), name)


def _edge(node: Node, x: float, y: float) -> tuple[float, float]:
    """Where the line from a step's centre towards a point leaves its box."""
    dx, dy = x - node.x, y - node.y
    half_x, half_y = BOX / 2 + GAP, node.height / 2 + GAP
    reach = min(half_x / abs(dx) if dx else 9e9, half_y / abs(dy) if dy else 9e9)
    return node.x + dx * reach, node.y + dy * reach
