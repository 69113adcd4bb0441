"""Confidences that mean what they say: fitted where records are many, left alone where they are few."""

import math

import pytest

pytest.importorskip("numpy")
from summitry.extractors.confidence import FEATURES
from training.calibrating import fitted

Rows = list[tuple[tuple[float, ...], bool]]


def found(confidence: float, right: int, wrong: int, **marks: float) -> Rows:
    """Records that the model gives so much, of which so many are right."""
    marks = {"always": 1.0, "model": 1.0, "odds": math.log(confidence / (1 - confidence)), **marks}
    values = tuple(marks.get(name, 0.0) for name in FEATURES)
    return [(values, r < right) for r in range(right + wrong)]


def fit(rows: Rows) -> list[float]:
    return fitted([values for values, _ in rows], [right for _, right in rows])


def probability(rows: Rows, weights: list[float]) -> float:
    return 1 / (1 + math.exp(-sum(w * v for w, v in zip(weights, rows[0][0], strict=True))))


def test_scores_that_promise_too_much_are_brought_down():
    high, low = found(0.95, 240, 160), found(0.6, 60, 240)
    weights = fit([*low, *high])
    assert probability(high, weights) == pytest.approx(0.6, abs=0.03)
    assert probability(low, weights) == pytest.approx(0.2, abs=0.03)


def test_of_records_of_one_score_those_of_strangers_may_be_right_less_often():
    known, strange = found(0.8, 160, 40), found(0.8, 80, 120, strangers=1.0)
    weights = fit([*known, *strange])
    assert probability(known, weights) == pytest.approx(0.8, abs=0.03)
    assert probability(strange, weights) == pytest.approx(0.4, abs=0.03)


def test_scores_that_keep_their_word_stay():
    weights = dict(zip(FEATURES, fit(found(0.9, 90, 10) + found(0.5, 50, 50)), strict=True))
    assert weights["odds"] == pytest.approx(1.0, abs=0.1)
    assert weights["always"] + weights["model"] == pytest.approx(0.0, abs=0.1)


def test_without_records_the_models_own_odds_are_believed():
    assert dict(zip(FEATURES, fitted([], []), strict=True)) == {name: float(name == "odds") for name in FEATURES}
