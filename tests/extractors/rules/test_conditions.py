"""Conditions: each test shows a text and what something in it hangs on."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway will open its ports if Iceland lifts its ban.", "if: if Iceland lifts its ban"),
        ("Chad will stay out unless Niger pays its share.", "unless: unless Niger pays its share"),
        ("Chad will not pay until Niger leaves the town.", "until: until Niger leaves the town"),
        ("France will not send aid before the elections.", "before: before the elections"),
        ("Ethiopia promised to consult Egypt before filling the dam.", "before: before filling the dam"),
        ("Iran promised to ship the fuel once France has paid.", "after: once France has paid"),
        ("Russia will sell gas provided Turkey pays in roubles.", "provided: provided Turkey pays in roubles"),
        ("Russia will sell gas on condition that Turkey pays.", "provided: on condition that Turkey pays"),
        ("Russia will sell gas as long as Turkey pays.", "provided: as long as Turkey pays"),
        ("Israel offered to free 50 prisoners in return for the soldier.", "in_return_for: in return for the soldier"),
        ("The union and Kenya agreed to a truce in exchange for food.", "in_return_for: in exchange for food"),
        ("Cuba promised to free the men, assuming Spain signs.", "provided: assuming Spain signs"),
    ],
)
def test_a_cue_opens_a_condition(conditions, text, expected):
    assert expected in conditions(text)


def test_only_belongs_to_the_condition(conditions):
    assert conditions("Iran said it would stop only if France paid.") == ["if: only if France paid"]


@pytest.mark.parametrize(
    "text",
    [
        "Russia sold gas before Turkey paid.",
        "Emmanuel Macron asked if Mali would keep the base.",
        "After the talks failed, France left.",
        "France will leave Mali even if Niger objects.",
        "France stayed in Mali until dawn.",
        "Turkey signed the accord after Greece had left.",
        "France promised to leave Mali before the end of the year.",
        "France will bring the matter before the United Nations.",
        "France will talk to Mali after all.",
        "The shares, which until Friday could be bought in Mali, will not be sold by France.",
    ],
)
def test_what_is_past_dated_or_asked_is_no_condition(conditions, text):
    assert conditions(text) == []


def test_a_condition_at_the_end_reaches_both_coordinated_acts(document):
    d = document("Kenya will open the camp and free the men if Somalia pays.")
    assert [len(c.conditions) for c in d.commitments] == [1, 1]


def test_the_party_that_has_to_act_is_named(document):
    d = document("Norway will open its ports if Iceland lifts its ban.")
    names = {a.id: a.name for a in d.actors}
    assert [[names[i] for i in c.required_of] for c in d.conditions] == [["Iceland"]]


def test_open_content_is_unspecified(document):
    d = document("Norway will open its ports if Iceland takes unspecified steps.")
    assert [c.specified for c in d.conditions] == [False]
