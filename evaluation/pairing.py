"""How alike two sets of places are, and which of two lists belong together."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def jaccard(a: Collection[int], b: Collection[int]) -> float:
    """Shared over all, 0 to 1; 0 where either is empty."""
    one, other = set(a), set(b)
    return len(one & other) / len(one | other) if one and other else 0.0


def pair(
    gold: Sequence[T], found: Sequence[T], likeness: Callable[[T, T], float | None], *, least: float
) -> list[tuple[int, int]]:
    """Places `(in gold, in found)` of what belongs together, best first; of equals, the last of both lists.

    `likeness` is null for two that can never be one; likeness below `least` does not count.
    """
    scored = ((likeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found))
    candidates = sorted(((s, i, j) for s, i, j in scored if s is not None and s >= least), reverse=True)
    taken: set[int] = set()
    given: set[int] = set()
    pairs = []
    for _, i, j in candidates:
        if i not in taken and j not in given:
            taken.add(i)
            given.add(j)
            pairs.append((i, j))
    return pairs


def runs(tokens: Iterable[int]) -> list[tuple[int, int]]:
    """Unbroken runs `[first, last)` of a set of numbers."""
    out: list[tuple[int, int]] = []
    for i in sorted(tokens):
        if out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out
