"""Events: each test shows a text and what happened in it, to whom, and whether it did."""

import pytest

from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import Document


def read(text: str) -> Document:
    return process(from_text(text, published="2024-05-10"), Options(backend="rules"))


def events(text: str) -> list[str]:
    """ "ROOT modality: actor > recipient" of each event."""
    d = read(text)
    names = {a.id: a.name for a in d.actors}
    return [
        f"{e.plover} {e.modality}: {', '.join(names[i] for i in e.actor)} > {', '.join(names[i] for i in e.recipient)}"
        for e in d.events
    ]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("The talks between France and Mali ended on Monday.", "happened"),
        ("France ended the talks with Mali on Monday.", "cancelled"),
    ],
)
def test_talks_that_end_were_held_and_those_that_somebody_ends_are_off(text, modality):
    assert {e.modality for e in read(text).events if e.meeting} == {modality}


@pytest.mark.parametrize("met", ["the threat of floods", "a deadline", "the needs of the poor"])
def test_a_thing_that_is_met_is_no_meeting(met):
    assert not [e for e in read(f"France met {met} with Mali's help.").events if e.meeting]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emmanuel Macron met Olaf Scholz in Berlin.", ["CONSULT happened: Emmanuel Macron > Olaf Scholz"]),
        ("France imposed sanctions on Mali.", ["SANCTION happened: France > Mali"]),
        ("France lifted its sanctions against Mali.", ["CONCEDE happened: France > Mali"]),
        ("France accused Mali of fraud.", ["ACCUSE happened: France > Mali"]),
        ("Sanctions were imposed on Mali by France.", ["SANCTION happened: France > Mali"]),
        ("France withdrew its troops from Mali.", ["RETREAT happened: France > Mali"]),
        ("North Korea tested a missile.", ["MOBILIZE happened: North Korea > "]),
        ("France and Mali signed an agreement.", ["AGREE happened: France, Mali > "]),
        ("The withdrawal of troops by France began.", ["RETREAT happened: France > "]),
    ],
)
def test_an_act_is_coded_with_its_parties(text, expected):
    assert events(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France expelled ambassadors from Mali.", ["SANCTION happened: France > Mali"]),
        ("France suspended flights to Mali.", ["SANCTION happened: France > Mali"]),
        ("France sent engineers to Mali.", ["AID happened: France > Mali"]),
        ("The club suspended flights to the island.", []),
        ("France sees Mali.", []),
    ],
)
def test_a_wide_word_counts_with_its_thing_and_between_two_known_parties(text, expected):
    assert events(text) == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Emmanuel Macron met Olaf Scholz.", "happened"),
        ("Emmanuel Macron is meeting Olaf Scholz.", "ongoing"),
        ("Emmanuel Macron will meet Olaf Scholz.", "planned"),
        ("Emmanuel Macron plans to meet Olaf Scholz.", "planned"),
        ("Emmanuel Macron promised to meet Olaf Scholz.", "promised"),
        ("Emmanuel Macron hopes to meet Olaf Scholz.", "possible"),
        ("Emmanuel Macron may meet Olaf Scholz.", "possible"),
        ("Emmanuel Macron refused to meet Olaf Scholz.", "refused"),
        ("Emmanuel Macron did not meet Olaf Scholz.", "denied"),
        ("Emmanuel Macron will meet Olaf Scholz if the truce holds.", "conditional"),
        ("Germany asked Emmanuel Macron to meet Olaf Scholz.", "requested"),
    ],
)
def test_the_modality_says_whether_it_is_so(text, modality):
    meetings = [e.modality for e in read(text).events if e.meeting]
    assert meetings == [modality]


def test_the_us_is_a_country_and_no_pronoun():
    assert events("Emmanuel Macron said the US imposed sanctions on Mali.") == [
        "SANCTION happened: United States > Mali"
    ]


def test_talks_called_off_are_cancelled():
    assert "CONSULT cancelled: France > " in events("France postponed the talks.")


def test_a_speech_act_told_in_the_present_has_been_done():
    assert events("France rejects the plan.") == ["REJECT happened: France > "]


def test_an_event_keeps_its_day_and_place():
    (event,) = read("Emmanuel Macron met Olaf Scholz in Berlin on 3 May.").events
    assert (event.place, event.earliest, event.latest) == ("Berlin", "2024-05-03", "2024-05-03")


def test_what_somebody_reports_is_according_to_the_statement():
    d = read("Emmanuel Macron said France had lifted its sanctions against Mali.")
    assert [e.according_to for e in d.events] == [s.id for s in d.statements]


@pytest.mark.parametrize(
    "text", ["The river rose by two metres.", "He baked bread for the guests.", "The price of salt fell again."]
)
def test_other_news_holds_no_event(text):
    assert events(text) == []
