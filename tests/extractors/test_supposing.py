"""What a condition supposes is not told as done, and what is only warned of is not asked for."""

import pytest

from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text


def read(text):
    return process(from_text(text, published="2024-05-10"), Options())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Tarn offered to cut its duties if Velmora lifted its tariff on steel.", "lifted"),
        ("The rebels would free the nurses if the government returned the body.", "returned"),
        ("Velmora would leave the talks unless the deal was signed.", "signed"),
    ],
)
def test_what_a_condition_supposes_has_not_happened(text, word):
    found = [e for e in read(text).events if word in text[slice(*e.trigger)]]
    assert {e.modality for e in found} <= {"conditional", "requested"}


def test_what_did_happen_stays():
    text = "Velmora lifted its tariff on steel on Monday. Tarn will cut its duties if the talks succeed."
    assert {e.modality for e in read(text).events if "lifted" in text[slice(*e.trigger)]} == {"happened"}


def test_what_somebody_warns_against_is_not_demanded():
    assert not read("Velmora warned that it would attack again if Tarn rebuilt the fort.").demands
    assert read("Velmora demanded that Tarn leave the fort, or it would attack again.").demands


def test_a_promise_names_the_conditions_that_bear_on_it():
    document = read("Tarn offered to cut its duties if Velmora lifted its tariff on steel.")
    (promise,), (condition,) = document.commitments, document.conditions
    assert promise.id in condition.on
    assert condition.id in promise.conditions


@pytest.mark.parametrize(
    "text",
    [
        "A second round of talks between Norway and Chile is planned for 2 June in Oslo.",
        "Talks between Norway and Chile have been scheduled for 2 June.",
        "Norway and Chile meet in Oslo on 2 June.",
    ],
)
def test_what_lies_ahead_has_not_happened(text):
    meetings = [e for e in read(text).events if e.meeting and e.earliest == "2024-06-02"]
    assert {e.modality for e in meetings} == {"planned"}
