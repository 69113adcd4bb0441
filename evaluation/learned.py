"""The comparison with our coder of pairs: a linear model trained on the pairs themselves and scored by cross-validation; never shipped."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from evaluation import EvaluationError
from evaluation.events import QUADS, Pair

Floats = npt.NDArray[np.float64]

LABELS = tuple(QUADS)
SEEN = 2  # features of fewer training rows are left out
STEPS, HELD, TOLD = 200, 1e-4, 0.3  # of descent; L2; how much our coder's answer weighs beside the words


def cross_validated(pairs: Sequence[Pair], answers: Sequence[str], folds: int) -> list[str]:
    """The root of each pair by a model trained on the other folds; rows of one sentence are in one fold.

    `answers` are our coder's, which was trained on none of them: the model reads them beside the words.

    Raises:
        EvaluationError: there are too few rows with a root for so many folds.
    """
    rows = [Counter(_features(p, a)) for p, a in zip(pairs, answers, strict=True)]
    fold = [int(hashlib.sha256(p.sentence.encode()).hexdigest(), 16) // 2 % folds for p in pairs]
    if len({f for p, f in zip(pairs, fold, strict=True) if p.gold in QUADS}) < folds:
        raise EvaluationError(f"too few rows with a gold_root for {folds} folds")
    roots = [""] * len(pairs)
    for held in range(folds):
        known = [i for i, f in enumerate(fold) if f != held and pairs[i].gold in QUADS]
        asked = [i for i, f in enumerate(fold) if f == held]
        counts = Counter(name for i in known for name in rows[i])
        columns = {name: n for n, name in enumerate(sorted(n for n, c in counts.items() if c >= SEEN))}
        rarity = np.array([np.log(len(known) / counts[name]) + 1 for name in columns])
        x = _matrix([rows[i] for i in known], columns, rarity)
        weights = _trained(x @ x.T, np.array([LABELS.index(str(pairs[i].gold)) for i in known]))
        scores = _matrix([rows[i] for i in asked], columns, rarity) @ x.T @ weights
        for i, best in zip(asked, scores.argmax(1), strict=True):
            roots[i] = LABELS[best]
    return roots


def _features(pair: Pair, answer: str) -> Iterator[str]:
    """The words and pairs of neighbouring words, the parties as two words of their own, and our coder's answer."""
    text = pair.sentence.replace(pair.target.strip() or "\0", " _target ").replace(
        pair.source.strip() or "\0", " _source "
    )
    words = re.findall(r"\w+", text.lower())
    yield from words
    yield from (f"{a} {b}" for a, b in pairwise(words))
    yield f"={answer}"


def _matrix(rows: Sequence[Counter[str]], columns: dict[str, int], rarity: Floats) -> Floats:
    """Features as TF-IDF of length 1, our coder's answer and a constant added at weights of their own."""
    x = np.zeros((len(rows), len(columns)))
    for r, row in enumerate(rows):
        for name, count in row.items():
            if name in columns and not name.startswith("="):
                x[r, columns[name]] = count
    x *= rarity
    x /= np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)
    for r, row in enumerate(rows):
        for name in row.keys() & columns.keys():
            if name.startswith("="):
                x[r, columns[name]] = TOLD
    return np.concatenate([x, np.ones((len(rows), 1))], 1)


def _trained(products: Floats, gold: npt.NDArray[np.int64]) -> Floats:
    """Softmax regression by accelerated gradient descent (Nesterov 1983): weights of the training rows, from their products."""
    wanted = np.eye(len(LABELS))[gold]
    n = len(gold)
    step = 1 / (0.5 * np.abs(products).sum(1).max() / n + HELD)
    weights = ahead = np.zeros((n, len(LABELS)))
    for turn in range(1, STEPS + 1):
        scores = products @ ahead
        chances = np.exp(scores - scores.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        before, weights = weights, ahead - step * ((chances - wanted) / n + HELD * ahead)
        ahead = weights + turn / (turn + 3) * (weights - before)
    return weights
