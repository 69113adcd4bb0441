"""Sentences, words and quotations, each with its text in the test."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.article import Block, Span
from summitry.language import words


def body(text: str) -> list[Block]:
    return [Block(Span(0, len(text)), "body")]


def sentences(text: str) -> list[str]:
    return [text[a:b] for p, _ in words.paragraphs(text, body(text)) for a, b in words.sentences(text, p)]


def tokens(text: str) -> list[str]:
    return [text[a:b] for a, b in words.words(text, Span(0, len(text)))]


def quoted(text: str) -> list[str]:
    return [text[q.span.start : q.span.end] + ("…" if q.continued else "") for q in words.quotations(text, body(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks ended. Nobody signed.", ["Talks ended.", "Nobody signed."]),
        ("Mr. Oduya met Gen. Brand on Jan. 5. They smiled.", ["Mr. Oduya met Gen. Brand on Jan. 5.", "They smiled."]),
        ("He flew to the U.S. The envoy stayed.", ["He flew to the U.S.", "The envoy stayed."]),
        ("The U.S. Senate voted. J. R. Brand did not.", ["The U.S. Senate voted.", "J. R. Brand did not."]),
        ("“Will they sign?” he asked. No.", ["“Will they sign?” he asked.", "No."]),
        ('"We left." She stayed.', ['"We left."', "She stayed."]),
        ("It cost 3.5 million. Later, 1,929 more.", ["It cost 3.5 million.", "Later, 1,929 more."]),
        ("SEOUL, March 9 (Northwire) — Envoys left.", ["SEOUL, March 9 (Northwire) —", "Envoys left."]),
        ("GENEVA (AP) - Talks go on.", ["GENEVA (AP) -", "Talks go on."]),
        ("The U.N. – not the EU – decides.", ["The U.N. – not the EU – decides."]),
        ("First line\nSecond line. Third", ["First line", "Second line.", "Third"]),
    ],
)
def test_a_text_is_cut_into_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They can't, won't and cannot.", ["They", "ca", "n't", ",", "wo", "n't", "and", "can", "not", "."]),
        (
            "Oduya’s and the allies’ low-grade ore",
            ["Oduya", "’s", "and", "the", "allies", "’", "low", "-", "grade", "ore"],
        ),
        ("a non-aggression pact", ["a", "non-aggression", "pact"]),
        ("the U.N. said 1,929 at 10:30", ["the", "U.N.", "said", "1,929", "at", "10:30"]),
        ("Mr. Brand (left)", ["Mr.", "Brand", "(", "left", ")"]),
        ("we’ll see", ["we", "’ll", "see"]),
    ],
)
def test_a_sentence_is_cut_into_words_as_universal_dependencies_cuts_them(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” he said. “No.”", ["Yes,", "No."]),
        ('He called it "a start" and left.', ["a start"]),
        ("Minister ‘will go soon’, allies’ sources say", ["will go soon"]),
        ("She said “it’s a ‘first’ step”.", ["it’s a ‘first’ step"]),
        ("“We came.\n\n“We left,” he said.", ["We came.…", "We left,"]),
        ("A mark “never closed runs on.\n\nNext.", []),
        ("“A quotation left open\n\nNext.", ["A quotation left open"]),
        ("the ministers' plan and the generals' doubt", []),
    ],
)
def test_quotations_are_paired_over_paragraphs(text, expected):
    assert quoted(text) == expected


@given(st.text(max_size=300))
def test_any_text_gives_spans_that_hold_and_do_not_overlap(text):
    end = 0
    for paragraph, _ in words.paragraphs(text, body(text)):
        for sentence in words.sentences(text, paragraph):
            assert sentence.start >= end
            for word in words.words(text, sentence):
                assert end <= word.start < word.end <= sentence.end
                end = word.end
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in words.quotations(text, body(text)))
