"""Garbled sentences: what is still read of them, what is left out, and the problem that says so."""

import pytest

from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import Document

BEFORE = "Emmanuel Macron met Olaf Scholz in Berlin on Monday.\n\n"


def read(text: str, **options) -> Document:
    return process(from_text(BEFORE + text, published="2024-05-10"), Options(**options))


def problems(document: Document) -> list[tuple[str, str]]:
    return [(document.article.quote(p.span), p.message) for p in document.problems if p.span]


def doers(document: Document) -> set[str]:
    """Who is said to do, say, promise or ask something after the first sentence."""
    fields = ("actor", "recipient", "maker", "by", "to", "speaker")
    late = [r for r in document.records() if r.evidence[0].start >= len(BEFORE)]
    return {name for r in late for f in fields for name in getattr(r, f, ())}


LOST = [
    ("The talks the between France and Mali the Monday have finished.", "“the between” is no English"),
    ("France and Mali have parted without to sign the agreement.", "“without to” is no English"),
    ("France will sanctions Mali.", "“will sanctions” is no English"),
    ("Olaf Scholz Rishi Sunak met Berlin in Monday on.", "it ends with “on”"),
    ("FranÃ§ois Hollande said that Mali would leave Niger.", "characters were lost"),
    ("France threatened {{country}} and Mali with sanctions.", "words were left out"),
    ("France and Mali threatenedToImpose sanctions.", "words run together"),
]


def test_of_an_endless_word_no_more_is_shown_than_can_be_read():
    ((_, message),) = problems(read("France " + "x" * 5000 + " Mali."))
    assert "words run together" in message
    assert len(message) < 300


@pytest.mark.parametrize("backend", ["both", "rules", "model"])
@pytest.mark.parametrize(("text", "reason"), LOST)
def test_where_the_grammar_is_lost_nobody_of_several_is_named(text, reason, backend):
    document = read(text, backend=backend)
    ((where, message),) = problems(document)
    assert where == text
    assert reason in message
    assert doers(document) == set()
    assert [r.evidence for r in document.events]  # the sentence before is whole, and read


@pytest.mark.parametrize(
    ("text", "reason", "who"),
    [
        ("France promised promised to release the prisoners by June.", "“promised” stands twice", {"state:FRA"}),
        ("France accused accused Mali of fraud.", "“accused” stands twice", {"state:FRA", "state:MLI"}),
        ("The talks ended. France accused Mali of frau", "the text breaks off", {"state:FRA", "state:MLI"}),
        ("He President has said that France will send observers.", "“He President” is no English", set()),
    ],
)
def test_what_one_slip_leaves_whole_is_read_and_the_slip_is_named(text, reason, who):
    document = read(text, backend="rules")
    ((_, message),) = problems(document)
    assert reason in message
    assert who <= doers(document)


@pytest.mark.parametrize("backend", ["both", "rules", "model"])
def test_without_a_subject_nobody_has_said_or_promised_it(backend):
    document = read("Said that would close the port of Calais by June.", backend=backend)
    ((_, message),) = problems(document)
    assert message.startswith("a sentence looks garbled: nobody is named who does it")
    assert doers(document) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Boutros Boutros-Ghali said that that was all he had had.",
        "“We'd agreed,” Olaf Scholz said, “that the in-house team would wait for the will to bargain.”",
        "Did that amount to an ultimatum? It was the country that they live in.",
        "France, which met Mali in May, says it will. Mali's McDonald's shut.",
    ],
)
def test_good_english_is_no_problem(text):
    assert problems(read(text, backend="rules")) == []
