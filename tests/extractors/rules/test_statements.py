"""Statements: each test shows a text and, for every statement, who says what and how."""

import pytest

from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import Document


def read(text: str) -> Document:
    return process(from_text(text, published="2024-05-10"), Options(backend="rules"))


def said(text: str) -> list[str]:
    """ "Speaker: content" of each statement, content in pieces joined by " | "."""
    d = read(text)
    names = {a.id: a.name for a in d.actors}
    return [
        f"{' and '.join(names[i] for i in s.speaker) or '?'}: {' | '.join(d.article.quote(c) for c in s.content)}"
        for s in d.statements
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emmanuel Macron said that the talks had failed.", ["Emmanuel Macron: the talks had failed"]),
        ("The talks had failed, Emmanuel Macron said.", ["Emmanuel Macron: The talks had failed"]),
        ("“The talks have failed,” Emmanuel Macron said.", ["Emmanuel Macron: The talks have failed"]),
        ("“We came,” Emmanuel Macron said. “We left.”", ["Emmanuel Macron: We came | We left"]),
        ("France urged Iran to free the sailors.", ["France: free the sailors"]),
        ("France promised to reopen its embassy.", ["France: reopen its embassy"]),
        ("Iran is believed to hold four sailors.", ["?: Iran | hold four sailors"]),
        ("According to Emmanuel Macron, both sides signed the text.", ["Emmanuel Macron: both sides signed the text"]),
        ("Iran denied hiding a second plant.", ["Iran: hiding a second plant"]),
        ("Emmanuel Macron called the offer “a trap”.", ["Emmanuel Macron: the offer | a trap"]),
        ("Emmanuel Macron described the offer as generous.", ["Emmanuel Macron: the offer as generous"]),
        ("Emmanuel Macron said he believed the offer was honest.", ["Emmanuel Macron: the offer was honest"]),
        ("Iran rejected a claim by France that it had armed the rebels.", ["France: it had armed the rebels"]),
    ],
)
def test_somebody_is_reported_to_say_something(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "France and Iran agreed to open two consulates.",
        "Iran wants to sell more oil.",
        "The minister condemned the raid.",
        "France must explain who paid for the ships.",
        "The convoy reached the border at noon.",
    ],
)
def test_without_a_reported_content_there_is_no_statement(text):
    assert said(text) == []


def test_a_participle_goes_on_reporting_for_the_same_speaker():
    text = "Emmanuel Macron said the border was open, adding that the first trucks had crossed it."
    assert said(text) == [
        "Emmanuel Macron: the border was open",
        "Emmanuel Macron: the first trucks had crossed it",
    ]


def test_speech_relayed_has_a_parent_and_a_chain():
    d = read("Emmanuel Macron said that Vladimir Putin had told him that Russia would leave the city.")
    outer, inner = d.statements
    names = {a.id: a.name for a in d.actors}
    assert inner.parent == outer.id
    assert [names[i] for i in inner.chain] == ["Emmanuel Macron", "Vladimir Putin"]
    assert [names[i] for i in inner.addressee] == ["Emmanuel Macron"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“The road is closed,” Emmanuel Macron said.", "direct"),
        ("Emmanuel Macron said the road was closed.", "indirect"),
        ("Emmanuel Macron said the road was “closed for good”.", "mixed"),
    ],
)
def test_the_mode_says_how_much_is_quoted(text, mode):
    assert [s.mode for s in read(text).statements] == [mode]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Emmanuel Macron said in an interview that the road was closed.", "interview"),
        ("Emmanuel Macron told state television that the road was closed.", "broadcast"),
        ("Emmanuel Macron wrote in a letter that the road was closed.", "letter"),
        ("Emmanuel Macron told reporters that the road was closed.", None),
    ],
)
def test_the_medium_is_what_the_text_names(text, medium):
    assert [s.medium for s in read(text).statements] == [medium]


def test_a_hedge_is_marked():
    d = read("Iran reportedly told France that it would free the sailors.")
    assert [d.article.quote(s.hedge) for s in d.statements if s.hedge] == ["reportedly"]


def test_a_quotation_runs_on_over_paragraphs():
    text = "“The first bridge is open,” Emmanuel Macron said. “The second is not.\n\n“It will open in June.”"
    assert said(text) == ["Emmanuel Macron: The first bridge is open | The second is not | It will open in June"]


def test_a_paragraph_that_is_a_quotation_belongs_to_the_last_speaker():
    text = "Emmanuel Macron said the ports would open again.\n\n“The first ship leaves on Monday with flour and salt.”"
    assert said(text)[1] == "Emmanuel Macron: The first ship leaves on Monday with flour and salt"


def test_what_follows_an_announcement_is_stated():
    text = (
        "The foreign ministry of Ethiopia issued the following statement on Tuesday:\n\n"
        "We will not stop the work on the dam.\n\nWe demand that Egypt return to the talks in Khartoum without conditions."
    )
    assert said(text) == [
        (
            "foreign ministry of Ethiopia: We will not stop the work on the dam.\n\n"
            "We demand that Egypt return to the talks in Khartoum without conditions"
        )
    ]


def test_what_one_says_now_in_ones_own_statement_is_no_other_statement():
    text = "“We warn Mali that the road is closed,” Emmanuel Macron said."
    assert said(text) == ["Emmanuel Macron: We warn Mali that the road is closed"]


def test_what_one_said_before_is_another_statement():
    text = "“I told Mali that the road was closed,” Emmanuel Macron said."
    assert said(text) == [
        "Emmanuel Macron: I told Mali that the road was closed",
        "Emmanuel Macron: the road was closed",
    ]


def test_a_dateline_is_no_part_of_what_is_said():
    assert said("PARIS, May 9 (Northwire) — Emmanuel Macron said the road was closed.") == [
        "Emmanuel Macron: the road was closed"
    ]


def test_related_links_and_boilerplate_say_nothing():
    text = (
        "Ports open again\n\nThe ports of the north opened on Monday after three months of talks in the old capital city.\n\n"
        "Read more:\n\nMacron says the road is closed\n\nPowered by automated translation"
    )
    assert said(text) == []
