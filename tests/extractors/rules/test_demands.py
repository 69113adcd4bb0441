"""Demands: each test shows a text, and who asks whom for what."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cairo urged Addis Ababa to share its data.", ["Egypt > Ethiopia: share its data"]),
        ("Washington demanded that Beijing drop its tariffs.", ["United States > China: drop its tariffs"]),
        ("Beijing wants Washington to lift the curbs on chips.", ["China > United States: lift the curbs on chips"]),
        ("France called for an immediate ceasefire.", ["France > : an immediate ceasefire"]),
        ("Libya asked Malta for help.", ["Libya > Malta: help"]),
        ("Germany insists that Greece repay the loan.", ["Germany > Greece: repay the loan"]),
        ("Brazil was urged by Norway to protect the forest.", ["Norway > Brazil: protect the forest"]),
        ("Joe Biden told Iran to free the sailors.", ["Joe Biden > Iran: free the sailors"]),
        ("China does not want India to join the bank.", ["China > India: join the bank"]),
        (
            "The UN Security Council called on Israel and Lebanon to respect the truce.",
            ["United Nations Security Council > Israel and Lebanon: respect the truce"],
        ),
    ],
)
def test_one_party_asks_another(demands, text, expected):
    assert demands(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Russia must leave Crimea,” Volodymyr Zelensky said.", "Russia: leave Crimea"),
        ("China should open its markets, Olaf Scholz said.", "China: open its markets"),
        ("Chile has to pay for the bridge, Bolivia said.", "Chile: pay for the bridge"),
        ("There must be an inquiry, Ireland said.", ": There must be an inquiry"),
    ],
)
def test_a_duty_laid_on_another_is_a_demand(demands, text, expected):
    assert [d.partition(" > ")[2] for d in demands(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The withdrawal of the troops is a precondition for talks, Ukraine said.", "The withdrawal of the troops"),
        ("Losing the port is a red line for Yemen.", "Losing the port"),
        ("Norway will open its ports if Iceland lifts its ban.", "lifts its ban"),
        ("Mali gave France a week to leave.", "leave"),
        ("Sudan threatened to quit the talks unless Chad accepted a treaty.", "accepted a treaty"),
    ],
)
def test_preconditions_ultimatums_and_prices_are_demands(demands, text, expected):
    assert [d.partition(": ")[2] for d in demands(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Cairo urged Addis Ababa to stop filling the dam and to return to the talks.",
            ["stop filling the dam", "return to the talks"],
        ),
        (
            "Kenya repeated its demand that Somalia close the camp and urged the UN to help.",
            ["close the camp", "help"],
        ),
        ("France demanded an apology and an end to the raids.", ["an apology", "an end to the raids"]),
    ],
)
def test_coordinated_demands_are_separate(demands, text, expected):
    assert [d.partition(": ")[2] for d in demands(text)] == expected


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("India rejected Pakistan’s demand for a plebiscite.", "refused"),
        ("India accepted Pakistan’s request for a meeting.", "accepted"),
        ("India noted Pakistan’s demand for a plebiscite.", "open"),
    ],
)
def test_the_article_tells_the_answer(document, text, response):
    assert [d.response for d in document(text).demands] == [response]


@pytest.mark.parametrize(
    "text",
    [
        "Joe Biden told reporters that Iran had freed the sailors.",
        "France wants to buy more gas.",
        "France did not ask Mali to leave.",
        "France could ask Mali to leave.",
        "Emmanuel Macron said France should resist the pressure.",
        "The journey requires patience.",
        "Emmanuel Macron asked whether Mali ought to stay.",
        "Conditions in the camps were harsh, Kenya said.",
    ],
)
def test_what_is_not_asked_of_another_is_no_demand(demands, text):
    assert demands(text) == []
