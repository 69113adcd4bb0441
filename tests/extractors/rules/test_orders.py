"""Orders: each test shows a text and what must come before what."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine will not sign the accord until Russia withdraws.", "Russia withdraws < sign the accord"),
        ("Iran would stop only if Russia lifted the ban.", "Russia lifted the ban < stop"),
        ("France will not send aid before the elections.", "the elections < send aid"),
        ("Kenya must hold elections before joining the bank.", "hold elections < joining the bank"),
        (
            "The loan to Greece depends on reforms to the pension system.",
            "reforms to the pension system < The loan to Greece",
        ),
        (
            "Iran said the sanctions must be lifted before the plant is shut.",
            "the sanctions must be lifted < the plant is shut",
        ),
        ("India will hold no talks with Pakistan unless the shelling stops.", "the shelling stops < hold no talks"),
        ("A summit with Iran would not come until after the vote.", "the vote < A summit with Iran"),
    ],
)
def test_a_needed_condition_comes_first(orders, text, expected):
    assert [o.startswith(expected) for o in orders(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "Norway will open its ports if Iceland lifts its ban.",
        "Russia sold gas before Turkey paid.",
        "Do not open the oven until the cake has risen.",
    ],
)
def test_a_bare_if_the_past_and_a_recipe_give_no_order(orders, text):
    assert orders(text) == []


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("Ukraine will not sign until Russia withdraws.", "required"),
        ("Ukraine wants a vote to be held before any talks with Russia.", "possible"),
        ("Ukraine offered to hold a vote before any talks with Russia.", "offered"),
    ],
)
def test_the_words_say_how_strongly(document, text, strength):
    assert [o.strength for o in document(text).orders] == [strength]


def test_the_speaker_says_so(document):
    d = document("Joe Biden said the ban would stay until Iran had shut the plant.")
    names = {a.id: a.name for a in d.actors}
    assert [[names[i] for i in o.according_to] for o in d.orders] == [["Joe Biden"]]
