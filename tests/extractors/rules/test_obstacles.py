"""Obstacles: each test shows a text and what in it stands in the way of talks or a deal."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fate of the port is the main stumbling block in the talks.", "The fate of the port"),
        ("The biggest sticking point in the talks is the fate of the port.", "the fate of the port"),
        ("The biggest obstacle to a deal remains the price of gas.", "the price of gas"),
        ("Fishing rights remain the main obstacle to a deal.", "Fishing rights"),
        ("The talks between Israel and Lebanon stalled over the maritime border.", "the maritime border"),
        ("Negotiations on Cyprus broke down over pensions.", "pensions"),
        ("The talks were suspended because of the shelling.", "the shelling"),
        ("The talks have reached a deadlock over pensions.", "pensions"),
        ("A new tariff could jeopardise the trade agreement with Japan.", "A new tariff"),
        ("The question of fishing rights stands in the way of a treaty.", "The question of fishing rights"),
        ("The raid had a damaging effect on the negotiations.", "The raid"),
        ("Sudan and Egypt remain far apart on the dam, after ten rounds of talks.", "the dam"),
        ("The parties are far from an agreement on the budget.", "The parties are far from an agreement on the budget"),
        ("There was no sign of a breakthrough in the talks.", "no sign of a breakthrough in the talks"),
        ("Outstanding differences over the treaty remain.", "Outstanding differences over the treaty"),
        ("Hungary refused to sign the accord.", "Hungary refused to sign the accord"),
        ("Poland is not ready to accept a compromise.", "Poland is not ready to accept a compromise"),
        ("The talks go on. The pipeline is the sticking point.", "The pipeline"),
        ("The talks go on. The difficulty is the pipeline.", "the pipeline"),
        ("A quarrel over seats is holding up the talks.", "A quarrel over seats"),
        ("The negotiations ran aground on the price of gas.", "the price of gas"),
        ("The talks are bogged down over a clause on visas.", "a clause on visas"),
        ("A single clause sank the treaty.", "A single clause"),
        ("The strike threatens to derail the talks.", "The strike"),
    ],
)
def test_something_stands_in_the_way(obstacles, text, expected):
    assert obstacles(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The barrier across the road was lifted.",
        "The injury could hamper his progress.",
        "There is no obstacle to a deal, Norway said.",
        "The engine stalled on the hill.",
        "The defendant showed no sign of remorse.",
        "Chess has its deadlocks.",
        "The talks broke down on Monday.",
        "The minister threatened to block the deal.",
    ],
)
def test_what_does_not_bear_on_talks_is_none(obstacles, text):
    assert obstacles(text) == []


def test_between_whom(document):
    d = document("The gap between Serbia and Kosovo has widened since the talks began.")
    names = {a.id: a.name for a in d.actors}
    assert [{names[i] for i in o.between} for o in d.obstacles] == [{"Serbia", "Kosovo"}]
