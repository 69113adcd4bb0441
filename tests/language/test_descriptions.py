"""Whom the article's own people are called later: "the judge", "the trade minister"."""

import pytest

from summitry.language import analyse
from summitry.language.mentions.descriptions import Description
from summitry.language.mentions.lexicon import lexicon
from summitry.options import Options
from summitry.readers import from_text


def meant(text, words):
    """The names of the actors that the last mention with exactly these words stands for."""
    a = analyse(from_text(text, published="2016-05-04"), Options())
    named = {x.id: x.name for x in a.actors}
    return [[named[i] for i in m.actors] for m in a.mentions if a.article.quote(m.span) == words][-1]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Judge Oda Lint spoke first. Both sides, according to the judge, are ready.", "the judge", "Oda Lint"),
        ("Oda Lint, the harbour commissioner, spoke. The commissioner wants peace.", "The commissioner", "Oda Lint"),
        (
            "Trade Minister Oda Lint met Foreign Minister Aro Bek. The trade minister left.",
            "The trade minister",
            "Oda Lint",
        ),
        ("Bishop Oda Lint met General Aro Bek. The bishop left.", "The bishop", "Oda Lint"),
    ],
)
def test_who_was_introduced_by_a_noun_is_meant_by_it(text, words, name):
    assert meant(text, words) == [name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Judge Oda Lint spoke first. Then a judge asked for tea.", "a judge"),
        ("Trade Minister Oda Lint spoke. The defence minister asked for tea.", "The defence minister"),
    ],
)
def test_another_of_the_same_noun_is_somebody_else(text, words):
    assert meant(text, words) != ["Oda Lint"]


def test_a_deputy_is_not_whom_he_stands_in_for():
    minister = Description("minister", frozenset({"foreign"}))
    assert minister.may_be(Description("minister", frozenset()), lexicon())
    assert minister.may_be(Description("minister", frozenset({"foreign", "velmoran"})), lexicon())
    assert not minister.may_be(Description("minister", frozenset({"deputy", "foreign"})), lexicon())
