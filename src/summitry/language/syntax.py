"""Trees from scores of arcs, and lemmas from edit scripts: the arithmetic after the encoder."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def apply_lemma(script: str, word: str) -> str:
    """A lemma from an edit script: `-2+y` cuts two letters and adds `y`; `=be` replaces the word; case is lowered unless `^`."""
    form = word if script.startswith("^") else word.lower()
    script = script.removeprefix("^")
    if script.startswith("="):
        return script[1:]
    cut, _, end = script[1:].partition("+")
    return (form[: len(form) - int(cut)] if int(cut) else form) + end


def tree(scores: npt.NDArray[np.float32]) -> list[int]:
    """The heads of one sentence: the best-scored tree with one root (Chu and Liu 1965, Edmonds 1967).

    Args:
        scores: `[words, words + 1]`, row = dependant, column 0 = root, column j = word j - 1 as head.

    Returns:
        For each word the index of its head, or its own index for the root.
    """
    n = len(scores)
    full = np.full((n + 1, n + 1), -np.inf, np.float64)
    full[1:] = scores
    np.fill_diagonal(full, -np.inf)
    heads = full[1:].argmax(1)
    if (heads == 0).sum() != 1 or _cycle([0, *heads.tolist()]):
        root = int(full[1:, 0].argmax()) + 1
        full[:, 0] = -np.inf
        full[root, :] = -np.inf
        full[root, 0] = 0.0
        heads = np.array(_spanning(full)[1:])
    return [i if h == 0 else int(h) - 1 for i, h in enumerate(heads)]


def _cycle(heads: Sequence[int]) -> list[int]:
    """The nodes of one cycle, or none; `heads[0]` is ignored."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = [], start
        while node and not state[node]:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node and state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _spanning(scores: npt.NDArray[np.float64]) -> list[int]:
    """Heads of the maximum spanning tree below node 0 (`scores[dependant, head]`): contract a cycle, solve, expand."""
    n = len(scores)
    heads = [0, *(int(h) for h in scores[1:].argmax(1))]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    rest = [i for i in range(n) if i not in set(cycle)]
    inside = sum(scores[c, heads[c]] for c in cycle)
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    enter, leave = {}, {}
    for j, outer in enumerate(rest):
        into = [inside - scores[c, heads[c]] + scores[c, outer] for c in cycle]
        enter[j] = cycle[int(np.argmax(into))]
        small[-1, j] = max(into)
        leave[j] = cycle[int(np.argmax(scores[outer, cycle]))]
        small[j, -1] = scores[outer, leave[j]]
    solved = _spanning(small)
    for j, outer in enumerate(rest):
        if j:
            heads[outer] = leave[j] if solved[j] == len(rest) else rest[solved[j]]
    entered = solved[-1]
    heads[enter[entered]] = rest[entered]
    return heads
