"""Confidences that mean what they say: fitted where records are many, left alone where they are few."""

import random

import pytest

pytest.importorskip("numpy")
from evaluation.reliability import Judged
from training.calibrating import fitted


def judged(confidence: float, right: int, wrong: int) -> list[Judged]:
    return [Judged("demands", confidence, r < right) for r in range(right + wrong)]


def probability(confidence: float, fit: tuple[float, float]) -> float:
    import math

    odds = fit[0] * math.log(confidence / (1 - confidence)) + fit[1]
    return 1 / (1 + math.exp(-odds))


def test_scores_that_promise_too_much_are_brought_down():
    records = judged(0.95, 240, 160) + judged(0.6, 60, 240)
    random.Random(1).shuffle(records)
    fit = fitted(records)
    assert probability(0.95, fit) == pytest.approx(0.6, abs=0.03)
    assert probability(0.6, fit) == pytest.approx(0.2, abs=0.03)


def test_scores_that_keep_their_word_stay():
    slope, offset = fitted(judged(0.9, 90, 10) + judged(0.5, 50, 50))
    assert (slope, offset) == (pytest.approx(1.0, abs=0.1), pytest.approx(0.0, abs=0.1))


def test_without_records_nothing_is_changed():
    assert fitted([]) == (1.0, 0.0)
