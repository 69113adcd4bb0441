"""From scores to frames: which words are in, how sure a choice is, and that no seam of the windows shows."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.language.frames import (
    ALL_ROLES,
    ALL_VALUES,
    ATTRIBUTES,
    KINDS,
    attributes_of,
    columns,
    runs,
    spans_of,
    value_columns,
)
from summitry.language.model import AROUND, LONGEST_SENTENCE, MIDDLE, windows


def log_odds(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ((-3, 4, 4, -3), [(1, 2)]),
        ((-3, 4, -0.5, 4, -3), [(1, 3)]),  # a doubtful word inside is taken along
        ((5, 5, -4, -4, 5, 5), [(0, 1), (4, 5)]),
        ((-3, 0.5, -3), []),  # one doubtful word alone begins nothing
        ((-1, -1), []),
        ((4, 4), [(0, 1)]),
    ],
)
def test_words_that_stand_together_make_a_span(scores, found):
    assert runs(log_odds(*scores), 1.0) == found


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=40), st.floats(0, 4))
def test_spans_are_in_order_and_apart(scores, penalty):
    found = runs(log_odds(*scores), penalty)
    ends = [i for span in found for i in span]
    assert ends == sorted(ends)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(found))


def test_a_role_that_points_takes_words_one_by_one():
    assert spans_of("actor", log_odds(2, 2, -1), 0) == ((0, 0), (1, 1))


def test_a_trigger_holds_its_anchor_however_little_the_scores_say():
    assert spans_of("trigger", log_odds(-2, -2, 1, -2), 1) == ((1, 2),)


def test_roles_and_values_have_columns_of_their_own():
    taken = [i for kind in KINDS for i in columns(kind)]
    assert taken == list(range(len(ALL_ROLES)))
    named = [i for kind, names in ATTRIBUTES.items() for name in names for i in value_columns(kind, name)]
    assert named == list(range(len(ALL_VALUES)))


def test_the_likeliest_value_is_chosen_with_its_chance():
    scores = np.zeros(len(ALL_VALUES), np.float32)
    scores[value_columns("condition", "kind")[1]] = 3.0
    chosen, sure = attributes_of("condition", scores)
    assert chosen["kind"] == "unless"
    assert 0.7 < sure["kind"] < 0.8


@given(st.lists(st.integers(1, LONGEST_SENTENCE), min_size=1, max_size=60))
def test_every_sentence_is_in_the_middle_of_one_window_that_the_encoder_can_hold(lengths):
    made = list(windows(lengths))
    assert [n for w in made for n in range(w.begin, w.end)] == list(range(len(lengths)))
    for w in made:
        assert w.first <= w.begin < w.end <= w.last
        assert sum(lengths[w.first : w.last]) <= max(MIDDLE, LONGEST_SENTENCE) + 2 * AROUND <= 510


@pytest.mark.parametrize("total", [190, 210, 400, 420, 1500, 3000])
def test_windows_are_as_few_as_can_be_and_of_even_length(total):
    middles = [(w.end - w.begin) * 10 for w in windows([10] * (total // 10))]
    assert len(middles) == -(-total // MIDDLE)
    assert max(middles) - min(middles) <= 60
