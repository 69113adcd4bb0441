"""What a confidence is worth: records judged by the measure of their kind, and how far promise and fact lie apart."""

from evaluation.ledger import Comparison
from evaluation.reliability import Judged, error, judged, table


def records(*pairs: tuple[float, bool]) -> list[Judged]:
    return [Judged("demands", confidence, right) for confidence, right in pairs]


def test_records_that_are_as_often_right_as_they_say_have_no_error():
    assert error(records((0.5, True), (0.5, False))) == 0.0


def test_the_error_is_how_far_confidence_and_right_lie_apart():
    assert error(records((0.9, False), (0.9, True))) == 0.4


def test_a_row_tells_how_many_are_right():
    assert table(records((0.85, True), (0.81, True), (0.41, False))) == [
        ("0.4 to 0.5", "1", "0.41", "0.00"),
        ("0.8 to 0.9", "2", "0.83", "1.00"),
    ]


def test_a_question_is_right_where_the_gold_has_it():
    empty = {
        k: []
        for k in (
            "actors",
            "times",
            "statements",
            "events",
            "commitments",
            "conditions",
            "demands",
            "obstacles",
            "orders",
        )
    }
    gold = {**empty, "questions": [{"id": "q1", "what": [0, 10]}]}
    found = {
        **empty,
        "questions": [{"id": "a", "what": [0, 9], "confidence": 0.7}, {"id": "b", "what": [40, 50], "confidence": 0.6}],
    }
    assert [(j.confidence, j.right) for j in judged([Comparison(gold, found)])] == [(0.7, True), (0.6, False)]
