"""What is told more than once: each test shows a text, and how many events it tells or which sentences a headline shortens."""

import pytest

from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import Document, Event, Statement


def read(text: str, **options) -> Document:
    return process(from_text(text, published="2024-05-10"), Options(**({"backend": "rules"} | options)))


def events(text: str, root: str, **options) -> list[Event]:
    return [e for e in read(text, **options).events if e.plover == root]


def quotes(document: Document, *records) -> list[list[str]]:
    return [[" ".join(document.article.quote(s).split()) for s in r.evidence] for r in records]


@pytest.mark.parametrize("backend", ["rules", "model", "both"])
def test_one_meeting_told_three_times_is_one_event_with_three_tellings(backend):
    text = (
        "Emmanuel Macron met Olaf Scholz in Berlin on Monday. Grain prices rose that day.\n\n"
        "The meeting lasted three hours.\n\nEmmanuel Macron met Olaf Scholz for lunch, an aide said."
    )
    (meeting,) = events(text, "CONSULT", backend=backend)
    assert len(meeting.evidence) == 3
    assert (meeting.place, meeting.earliest) == ("Berlin", "2024-05-06")
    assert list(meeting.quotes) == [text[a:b] for a, b in meeting.evidence]


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("Germany imposed sanctions on Mali on Tuesday. Germany imposed sanctions on Mali over a coup.", "SANCTION"),
        ("North Korea tested a missile on Monday. The test alarmed Japan.", "MOBILIZE"),
        ("France and Mali signed an agreement on Monday. France and Mali signed the agreement in haste.", "AGREE"),
        ("France will meet Mali on Friday. Officials said France would meet Mali in Geneva.", "CONSULT"),
        ("France withdrew its troops from Mali in May. The withdrawal took a week.", "RETREAT"),
        ("Emmanuel Macron met Olaf Scholz. The talks took an hour.", "CONSULT"),
        ("France will hold a second summit with Mali. France will hold a second summit with Mali soon.", "CONSULT"),
    ],
)
def test_the_same_words_or_a_known_thing_name_the_same_event(text, root):
    (event,) = events(text, root)
    assert len(event.evidence) == 2


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("Emmanuel Macron met Olaf Scholz on Monday. Emmanuel Macron met Olaf Scholz on Thursday.", "CONSULT"),
        ("Emmanuel Macron met Olaf Scholz in Berlin. Emmanuel Macron met Olaf Scholz in Paris.", "CONSULT"),
        ("Emmanuel Macron met Olaf Scholz. Emmanuel Macron met Rishi Sunak.", "CONSULT"),
        ("Emmanuel Macron met Olaf Scholz on Monday. Emmanuel Macron met Olaf Scholz again.", "CONSULT"),
        ("Emmanuel Macron met Olaf Scholz. Emmanuel Macron will meet Olaf Scholz.", "CONSULT"),
        ("France plans a second meeting with Mali. France plans a third meeting with Mali.", "CONSULT"),
        ("Germany accused Mali of fraud. Germany accused Mali of theft.", "ACCUSE"),
        ("Germany imposed sanctions on Mali. Mali imposed sanctions on Germany.", "SANCTION"),
        ("France withdrew its troops from Mali. France withdrew its troops from Niger.", "RETREAT"),
        ("North Korea tested a missile on Monday. North Korea tested a missile in March.", "MOBILIZE"),
    ],
)
def test_another_day_place_party_or_modality_is_another_event(text, root):
    assert [len(e.evidence) for e in events(text, root)] == [1, 1]


def test_a_noun_that_may_be_either_of_two_events_is_neither():
    text = "Emmanuel Macron met Olaf Scholz. Emmanuel Macron met Rishi Sunak. The meeting was short."
    assert [len(e.evidence) for e in events(text, "CONSULT")] == [1, 1]


def test_a_meeting_only_planned_is_not_told_by_what_is_said_of_it():
    assert [len(e.evidence) for e in events("France will meet Mali. The meeting was put in doubt.", "CONSULT")] == [1]


def test_days_and_place_come_from_the_telling_that_has_them():
    text = "France and Mali signed an agreement. France and Mali signed the agreement in Geneva on Monday."
    (event,) = events(text, "AGREE")
    assert (event.earliest, event.place) == ("2024-05-06", "Geneva")


def test_a_condition_on_a_telling_hangs_on_the_event():
    text = "France will meet Mali in Geneva on Friday if Mali agrees. France will meet Mali, officials said, if Mali agrees."
    document = read(text)
    kept = {record.id for record in document.records()}
    assert document.conditions
    assert all(set(c.on) <= kept for c in document.conditions)


def statements(text: str, **options) -> tuple[Document, Statement, list[Statement]]:
    document = read(text, **options)
    head, *rest = document.statements
    return document, head, rest


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Peru and Chile will resume on Monday.",
        "A visit by Emmanuel Macron to Berlin was called off.",
        "Emmanuel Macron spoke to Olaf Scholz by telephone.",
    ],
)
def test_a_noun_and_its_verb_are_one_meeting(text):
    assert len([e for e in events(text, "CONSULT", backend="both", least=0.0) if e.meeting]) == 1


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        (
            "Mali will not return to the talks, envoy says",
            "Abdoulaye Diop said Mali would not return to the talks in May.",
        ),
        (
            "Macron: France will send observers",
            "France will send observers to the border, Emmanuel Macron told reporters.",
        ),
        (
            "Germany vows to close pipeline - minister",
            "Annalena Baerbock said Germany would close the pipeline this year.",
        ),
        (
            "Gas to flow to Mali in May – foreign ministry",
            "The foreign ministry of France said gas would flow to Mali in May.",
        ),
    ],
)
@pytest.mark.parametrize("backend", ["rules", "both"])
def test_a_headline_knows_the_sentence_that_it_shortens_and_who_said_it(headline, body, backend):
    document, head, rest = statements(f"{headline}\n\n{body}", backend=backend)
    assert quotes(document, head) == [[headline, body]]
    said = next(s for s in rest if document.article.text.index(body) <= s.content[0].start)
    assert head.speaker == said.speaker != ()


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Scholz says gas will flow", "Emmanuel Macron said gas would flow to Germany again."),
        ("Macron says France will wait", "Emmanuel Macron said that the harvest had been poor and that he was tired."),
    ],
)
def test_a_headline_of_somebody_else_or_of_other_words_stands_alone(headline, body):
    document, head, _ = statements(f"{headline}\n\n{body}")
    assert quotes(document, head) == [[headline]]


def test_a_dash_without_a_speaker_says_nothing():
    assert read("Price of wheat falls - again\n\nEmmanuel Macron met Olaf Scholz.").statements == ()
