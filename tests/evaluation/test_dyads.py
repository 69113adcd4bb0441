"""What one party does to another: the act that links the two given, not another one in the sentence."""

import pytest

from evaluation.events import Pair, code
from summitry.language.model import shipped


def root(sentence: str, source: str, target: str) -> str:
    return next(code([Pair("1", sentence, source, target, None)], shipped()))


@pytest.mark.parametrize(
    ("sentence", "source", "target", "expected"),
    [
        ("The union sued the ministry over unpaid wages.", "The union", "the ministry", "ACCUSE"),
        ("The senator was arrested by border guards.", "border guards", "The senator", "COERCE"),
        ("Norway imposed an embargo on Latvia.", "Norway", "Latvia", "COERCE"),
        ("Norway lifted the embargo on Latvia.", "Norway", "Latvia", "YIELD"),
        ("Norway recalled its ambassador from Latvia.", "Norway", "Latvia", "SANCTION"),
        ("Norway halted food aid to Latvia.", "Norway", "Latvia", "SANCTION"),
        ("Norway delivered blankets and tents to Latvia.", "Norway", "Latvia", "AID"),
        ("Norway promised aid to Latvia.", "Norway", "Latvia", "AGREE"),
        ("Gunmen ambushed a convoy of the army.", "Gunmen", "the army", "ASSAULT"),
        ("Miners went on strike against the company.", "Miners", "the company", "PROTEST"),
        ("Norway and Latvia signed a treaty.", "Norway", "Latvia", "SUPPORT"),
        ("The general's attack on the port began at dawn.", "The general", "the port", "ASSAULT"),
        ("Norway shared intelligence with Latvia.", "Norway", "Latvia", "COOPERATE"),
        ("The king said the rebels must disarm.", "The king", "the rebels", "REQUEST"),
    ],
)
def test_an_act_is_found_by_its_words_and_who_does_it_to_whom(sentence, source, target, expected):
    assert root(sentence, source, target) == expected


@pytest.mark.parametrize(
    ("sentence", "source", "target", "expected"),
    [
        ("Norway threatened to attack Latvia.", "Norway", "Latvia", "THREATEN"),
        ("Norway refused to meet Latvia.", "Norway", "Latvia", "REJECT"),
        ("Norway will send food to Latvia.", "Norway", "Latvia", "AGREE"),
        ("Norway will not release the pilots from Latvia.", "Norway", "the pilots from Latvia", "REJECT"),
        ("Norway announced the release of the pilots.", "Norway", "the pilots", "YIELD"),
    ],
)
def test_what_is_said_of_an_act_decides_before_the_act(sentence, source, target, expected):
    assert root(sentence, source, target) == expected


def test_the_act_of_the_source_is_taken_not_that_of_somebody_else():
    sentence = "Norway condemned Latvia after gunmen attacked a ship."
    assert root(sentence, "Norway", "Latvia") == "ACCUSE"
    assert root(sentence, "gunmen", "a ship") == "ASSAULT"
