"""Which wordings and which reports are taken for the same thing."""

import pytest

from summitry.ledger.match import Days, alike, content_words


def same(a: str, b: str, *, by_verb: bool = True) -> bool:
    return alike(content_words(a), content_words(b), by_verb=by_verb)


def test_content_words_are_stems_without_function_words_and_possessives():
    assert content_words("the dismantling of Birchland’s two dams, and the dams") == ("disman", "birchl", "two", "dam")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("dismantle its main radar site", "dismantling the Northern radar site"),
        ("return the prisoners", "return all of the prisoners by the end of May"),
        ("withdraw", "withdrawing"),
    ],
)
def test_wordings_of_one_action_are_alike(a, b):
    assert same(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("give up its radar weapons", "test its radar weapons"),
        ("open the border", "open the talks"),
        ("return the prisoners", "count the votes"),
        ("", ""),
        ("it will", "it would"),
    ],
)
def test_wordings_of_two_actions_are_not(a, b):
    assert not same(a, b)


def test_two_names_for_a_thing_need_no_verb():
    assert same("sanctions on grain exports", "the grain export sanctions", by_verb=False)


def test_the_gap_between_days_is_none_where_they_touch():
    march, tenth = Days.of("2030-03-01", "2030-03-05"), Days.of("2030-03-10", None)
    assert [march.gap(march), march.gap(tenth), tenth.gap(march), tenth.gap(Days.of(None, None))] == [0, 5, 5, 0]
