"""Dictionary forms: each test shows forms and where they come from."""

import pytest

from summitry.language.lemmas import lemma, tags


@pytest.mark.parametrize(
    ("form", "tag", "expected"),
    [
        ("urged", "VBD", "urge"),
        ("pulled", "VBD", "pull"),
        ("planned", "VBN", "plan"),
        ("carries", "VBZ", "carry"),
        ("reaches", "VBZ", "reach"),
        ("refusing", "VBG", "refuse"),
        ("sitting", "VBG", "sit"),
        ("Broke", "VBD", "break"),
        ("fled", "VBD", "flee"),
    ],
)
def test_verbs(form, tag, expected):
    assert lemma(form, tag, "?") == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [("parties", "party"), ("sanctions", "sanction"), ("truces", "truce"), ("men", "man"), ("analyses", "analysis")],
)
def test_plural_nouns(form, expected):
    assert lemma(form, "NNS", "?") == expected


@pytest.mark.parametrize(
    ("form", "tag", "expected"),
    [
        ("renounced", "VBD", "renounce"),
        ("zapped", "VBD", "zap"),
        ("frobbing", "VBG", "frob"),
        ("blitzes", "VBZ", "blitz"),
    ],
)
def test_verbs_out_of_no_list_follow_the_spelling(form, tag, expected):
    assert lemma(form, tag, "?") == expected


@pytest.mark.parametrize(("form", "tag"), [("Geneva", "NNP"), ("'s", "VBZ"), ("better", "JJR")])
def test_the_model_s_guess_stands_for_other_words(form, tag):
    assert lemma(form, tag, "guess") == "guess"


@pytest.mark.parametrize(
    ("form", "given", "expected"),
    [
        ("urged", ("VERB", "VBP"), ("VERB", "VBD")),
        ("postponed", ("ADV", "WRB"), ("VERB", "VBD")),
        ("divided", ("ADJ", "JJ"), ("ADJ", "JJ")),
        ("indeed", ("ADV", "RB"), ("ADV", "RB")),
        ("need", ("VERB", "VBP"), ("VERB", "VBP")),
    ],
)
def test_tags_that_an_ending_rules_out(form, given, expected):
    assert tags(form, *given) == expected
