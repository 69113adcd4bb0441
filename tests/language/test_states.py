"""What a state is called when it is not named, and whose body a body is."""

import pytest
from test_descriptions import meant


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "Foreign Minister Oda Lint of Velmora met Aro Bek in Tarn. She said her country would sign.",
            "her country",
            "Velmora",
        ),
        ("Trade Minister Oda Lint of Canada spoke. She said her government would sign.", "her government", "Canada"),
        ("Envoys of Peru and Chile met. The Peruvian side will sign in May.", "The Peruvian side", "Peru"),
        ("Chilean soldiers left the port. Peru sent its army to the border.", "its army", "Peruvian army"),
    ],
)
def test_a_state_is_meant_by_its_nouns_and_its_bodies_are_called_after_it(text, words, name):
    assert meant(text, words) == [name]


def test_a_government_of_nobody_is_no_state():
    assert meant("Peru met Peru's neighbours. A government rarely signs in May.", "A government") != ["Peru"]


def test_a_ministry_named_with_its_state_keeps_its_name():
    assert meant("Iran's foreign ministry said Chile would sign.", "Iran's foreign ministry") == [
        "Iran's foreign ministry"
    ]


def test_the_rebels_are_the_one_movement_named():
    assert meant("The Taliban met officials of Qatar. The rebels will free ten men.", "The rebels") == ["Taliban"]


def test_the_rebels_stay_apart_where_two_movements_are_named():
    told = meant("The Taliban and Hezbollah sent letters. The rebels will free ten men.", "The rebels")
    assert told not in (["Taliban"], ["Hezbollah"])
