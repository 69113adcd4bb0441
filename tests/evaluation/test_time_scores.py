"""How times are scored: TimeML's conventions where they differ from ours, and the figures for them."""

import pytest

from evaluation.times import agrees, articles_per_second, right_intervals, timeml, timex_scores
from summitry.article import Published
from summitry.language.times import find

MONDAY = Published("2018-09-24", "2018-09-24", "2018-09-24", "given")


def document(text: str, *timex: dict[str, object]) -> dict[str, object]:
    return {"id": "a", "dct": "2018-09-24", "text": text, "timex": list(timex)}


def marked(text: str, words: str, **attributes: object) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), **attributes}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("A deal is due within two weeks.", "two weeks", "P2W"),
        ("A deal is due by the end of the year.", "the end of the year", "2018"),
        ("The dispute lasted a decade.", "a decade", "P1E"),
        ("It took two and a half years.", "two and a half years", "P2Y6M"),
        ("Talks are due in the coming weeks.", "the coming weeks", "PXW"),
    ],
)
def test_scheme_is_turned_into_timeml(text, words, value):
    [found] = timeml(find(text, MONDAY), text)
    assert (text[found["start"] : found["end"]], found["value"]) == (words, value)


def test_what_timeml_leaves_unmarked_is_left_out():
    text = "Earlier, it had earned $3 million a year."
    assert timeml(find(text, MONDAY), text) == []


def test_scores_count_spans_types_and_values():
    text = "They met on Monday and in March."
    gold = document(
        text,
        marked(text, "Monday", type="DATE", value="2018-09-24"),
        marked(text, "in March", type="DATE", value="2017-03"),
    )
    assert timex_scores([gold]) == {"strict": 50.0, "relaxed": 100.0, "type": 100.0, "value": 50.0, "given": 50.0}


def test_interval_is_right_only_if_both_ends_are():
    text = "They met in March, again last week."
    gold = document(
        text,
        marked(text, "March", interval=["2018-03-01", "2018-03-31"]),
        marked(text, "last week", interval=["2018-09-17", "2018-09-24"]),
    )
    assert right_intervals([gold]) == 50.0


def test_speed_is_counted_in_articles_of_500_words():
    ticks = iter([0.0, 2.0])
    assert articles_per_second(["x" * 30_000], clock=lambda: next(ticks)) == 5.0


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("1989-W43", "1989-W43", True),
        ("1989-WXX", "1989-W43", True),
        ("1989-WXX", "1990-W43", False),
        ("2000-W7", "2000-W07", True),
        ("1949-XX", "1949", True),
        ("1949-XX", "1949-05", False),
        ("199X", "199", True),
        ("PXM", "PXM", True),
        ("PXM", "P3M", False),
        ("FUTURE_REF", "PRESENT_REF", False),
    ],
)
def test_a_value_is_right_as_far_as_it_is_given(gold, found, right):
    assert agrees(gold, found) is right
