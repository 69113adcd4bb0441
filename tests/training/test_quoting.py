"""Quoted text into characters: found once, told apart by marks, nearest to what it belongs to."""

import pytest

from summitry.article import Span
from training.annotation.quoting import QuotingError, place, places

TEXT = "He said the boats would leave. She said he had  signed\nthe paper, and that the paper was old."


def quoted(span: Span) -> str:
    return TEXT[span.start : span.end]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("the boats", "the boats"),
        ("said <he> had", "he"),
        ("the boats … leave", "the boats would leave"),
        ("had signed the paper", "had  signed\nthe paper"),
        ("the paper@2", "the paper"),
        ("She <said he … paper>, and", "said he had  signed\nthe paper"),
    ],
)
def test_words_are_found_where_they_stand(written, found):
    assert quoted(place(TEXT, written)) == found


def test_an_ordinal_tells_which():
    assert place(TEXT, "the paper@2").start > place(TEXT, "the paper@1").start


def test_a_quotation_begins_and_ends_with_whole_words():
    with pytest.raises(QuotingError, match="not in the text"):
        place(TEXT, "boat")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("a ship", "not in the text"),
        ("said", "stands in 2 places"),
        ("said <he", "one pair of marks"),
        ("said <> had", "no words between"),
        ("the paper@9", "not in the text"),
    ],
)
def test_what_does_not_hold_says_why(written, reason):
    with pytest.raises(QuotingError, match=reason):
        place(TEXT, written)


def test_of_several_places_the_nearest_to_its_neighbour_is_meant():
    content = place(TEXT, "he had … paper@1")
    assert place(TEXT, "said", [content]) == places(TEXT, "said")[1]
