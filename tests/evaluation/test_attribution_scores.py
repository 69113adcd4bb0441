import re
from dataclasses import replace

import pytest

from evaluation.attribution import ROLES, Text, attributions, score, statement_frames
from evaluation.counts import Counts
from summitry.article import Span
from summitry.language import parse
from summitry.language.frames import Frame
from summitry.language.model import shipped
from summitry.readers import from_text

MARK = re.compile(r"<(\w+?)(\d?)>(.*?)</\1\2>", re.DOTALL)


def marked(text):
    """The text, and its attributions: `<source>`, `<cue>`, `<content>` with a number where there are several."""
    plain, found = "", {}
    end = 0
    for mark in MARK.finditer(text):
        plain += text[end : mark.start()]
        attribution = found.setdefault(mark[2], {role: [] for role in ROLES})
        attribution[mark[1]].append([len(plain), len(plain) + len(mark[3])])
        plain += mark[3]
        end = mark.end()
    return plain + text[end:], list(found.values())


@pytest.fixture
def scored():
    """The counts of a line, given the gold and what was found as marked-up texts."""

    def of(name, gold, found):
        (text, theirs), (same, ours) = marked(gold), marked(found)
        assert text == same
        return score(text, theirs, ours)[name]

    return of


def test_tokens_are_words_and_single_marks():
    assert Text("Ana’s “yes”.").tokens([[0, 12]]) == frozenset(range(7))


def test_a_token_is_in_a_span_that_holds_a_character_of_it():
    assert Text("Ana spoke").tokens([[2, 5]]) == {0, 1}


def test_a_run_is_broken_at_a_line_end():
    text = Text("It is\nover now")
    assert text.pieces(text.tokens([[0, 14]])) == {(0, 2), (2, 4)}


def test_exact_spans_want_every_mark(scored):
    gold, found = "<content>It is over.</content> Ana said.", "<content>It is over</content>. Ana said."
    assert scored("content, exact spans", gold, found) == Counts(0, 1, 1)
    assert scored("content of attributions, trimmed", gold, found) == Counts(1, 1, 1)


def test_tokens_are_counted_one_by_one(scored):
    gold, found = "<source>Ana Alder</source> spoke", "Ana <source>Alder spoke</source>"
    assert scored("source, tokens", gold, found) == Counts(1, 2, 2)


def test_content_with_another_source_is_half_the_way(scored):
    gold = "<source>Ana</source> told Bo <content>it was over</content>."
    found = "Ana told <source>Bo</source> <content>it was over</content>."
    assert scored("content of attributions, overlapping", gold, found) == Counts(1, 1, 1)
    assert scored("content and source", gold, found) == Counts(0, 1, 1)


def test_no_source_is_right_where_there_is_none(scored):
    text = "Fears grew that <content>it was over</content>."
    assert scored("content and source", text, text) == Counts(1, 1, 1)


def test_all_three_want_the_cue_as_well(scored):
    gold = "<source>Ana</source> <cue>has said</cue> <content>it was over</content>."
    found = "<source>Ana</source> has <cue>said</cue> <content>it was over</content>."
    assert scored("content and source", gold, found) == Counts(1, 1, 1)
    assert scored("all three, trimmed", gold, found) == Counts(0, 1, 1)


def test_each_attribution_is_paired_once_the_most_alike_first(scored):
    gold = "<content1>it was over and done</content1> and <content2>they would go home</content2>"
    found = "<content1>it was</content1> over <content2>and done and they would go home</content2>"
    assert scored("content of attributions, overlapping", gold, found) == Counts(2, 2, 2)


def test_attributions_without_content_are_left_out(scored):
    gold = "<source1>Ana</source1> and <source>Bo</source>: <content>it was over</content>"
    assert scored("content and source", gold, gold) == Counts(1, 1, 1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ana said that <statement>it was over</statement>.", "that it was over"),
        ("“<statement>It is over</statement>,” Ana said.", "“It is over,”"),
        ("Ana said that “<statement>it is over</statement>.”", "that “it is over.”"),
        ("<statement>It was over</statement>, Ana said.", "It was over"),
    ],
)
def test_content_takes_its_marks_and_its_conjunction_with_it(told, said, expected):
    document = told(said)
    ((start, end),) = attributions(document)[0]["content"]
    assert document.article.text[start:end] == expected


def test_a_cue_takes_its_auxiliaries_with_it(told):
    document = told("Ana has been told that <statement>it was over</statement>.")
    cue = Span(document.article.text.index("told"), document.article.text.index(" that"))
    statement = replace(document.statements[0], cue=(cue,))
    ((start, end),) = attributions(replace(document, statements=(statement,)))[0]["cue"]
    assert document.article.text[start:end] == "has been told"


def test_the_frames_of_a_model_of_its_conventions_are_taken_as_they_are():
    said = Frame("statement", 1, 0.9, {"source": ((0, 0),), "cue": ((1, 1),), "content": ((2, 4),)})
    doubtful, other = replace(said, score=0.1), replace(said, kind="event")
    read = parse(from_text("Ana said that it ended."), shipped())
    (found,) = statement_frames(replace(read, frames=(said, doubtful, other)))
    assert found == {"source": [Span(0, 3)], "cue": [Span(4, 8)], "content": [Span(9, 22)]}
