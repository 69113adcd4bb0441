"""Which articles are of which negotiation, by themselves and by a user's file."""

import random
import re
from dataclasses import replace
from datetime import date

import pytest

from summitry import queries
from summitry.errors import NegotiationError, UnknownIdError
from summitry.ledger.negotiations import Definition, negotiations, read_definitions
from summitry.ledger.parties import Parties
from summitry.stores import open_ledger

# They deal with each other: a demand in one direction, a promise in the other.
DEAL = """{name}: <demand by={a} to={b}>{x} the {y}</demand>.
They will <commitment maker={b} beneficiary={a}>{x} the {y}</commitment>."""


@pytest.fixture
def dealing(told):
    def write(name, a="ana", b="bo", words="clear mines", day="2030-02-01"):
        x, y = words.split()
        return told(DEAL.format(name=name, a=a, b=b, x=x, y=y), day, name=name, title=f"Report {name}")

    return write


def grouped(documents, definitions=()):
    return sorted(sorted(one.articles) for one in negotiations(documents, definitions))


def test_articles_of_two_parties_about_one_thing_are_of_one_negotiation(dealing):
    assert grouped([dealing("a"), dealing("b", "alderland", "birchland")]) == [["a", "b"]]


@pytest.fixture
def elsewhere():
    """Moves a document to other parties, who do and say the same."""
    abroad = {"ALD": "DOG", "BIR": "ELM"}

    def move(document):
        return replace(document, actors=tuple(replace(a, country=abroad.get(a.country)) for a in document.actors))

    return move


def test_other_parties_are_another_negotiation(dealing, elsewhere):
    documents = [dealing("a"), dealing("b"), elsewhere(dealing("c")), elsewhere(dealing("d"))]
    assert grouped(documents) == [["a", "b"], ["c", "d"]]


def test_what_a_party_settles_with_several_about_one_thing_is_one_negotiation_of_all(dealing):
    found = negotiations([dealing("a"), dealing("b"), dealing("c", b="league"), dealing("d", b="league")])
    assert [one.name for one in found] == ["Alderland – Birchland – the League"]


def test_a_party_in_common_does_not_make_two_subjects_one_negotiation(dealing):
    fish = [dealing(name, b="league", words="share herrings") for name in "cd"]
    assert grouped([dealing("a"), dealing("b"), *fish]) == [["a", "b"], ["c", "d"]]


def test_another_subject_of_the_same_parties_is_another_negotiation(dealing):
    fish = [dealing(name, words="share herrings") for name in "cd"]
    found = negotiations([dealing("a"), dealing("b"), *fish])
    assert sorted(sorted(one.articles) for one in found) == [["a", "b"], ["c", "d"]]
    assert sorted(one.name for one in found) == [
        "Alderland – Birchland: clear, mines",
        "Alderland – Birchland: herrings, share",
    ]


def test_an_article_of_its_own_subject_joins_the_negotiation_of_its_parties(dealing):
    alone = dealing("c", words="share herrings")
    assert grouped([dealing("a"), dealing("b"), replace(alone, commitments=())]) == [["a", "b", "c"]]


def test_articles_without_dealings_are_of_none(told):
    assert grouped([told("Ana Alder spoke.", "2030-02-01")]) == []


def test_neither_order_nor_newcomers_of_other_negotiations_matter(dealing):
    ours = [dealing(f"{i}", words=f"clear thing{i % 3}") for i in range(9)]
    others = [dealing(f"x{i}", b="league", words="share herrings") for i in range(3)]
    expected = negotiations(ours)
    for seed in range(5):
        assert negotiations(random.Random(seed).sample(ours, 9)) == expected
    assert set(grouped(ours)[0]) in [set(group) for group in grouped([*others, *ours])]


def test_a_negotiation_leaves_out_what_others_do(told):
    text = DEAL.format(name="a", a="ana", b="bo", x="clear", y="mines")
    both = told(f"{text}\nThe <demand by=league to=league>League dues</demand>.", "2030-02-01")
    (one,) = negotiations([both])
    narrowed = one.narrow(both, Parties([both]).of(both))
    assert [len(both.demands), len(narrowed.demands), len(narrowed.commitments)] == [2, 1, 1]


def test_the_view_of_a_negotiation_has_its_articles_only_and_is_made_once(dealing, tmp_path):
    with open_ledger(tmp_path / "a.db") as store:
        fish = (dealing(name, b="league", words="share herrings") for name in "cd")
        for document in (dealing("a"), dealing("b"), *fish):
            store.add(document)
        view = store.view()
        found = queries.within(view, "birchland")
        assert queries.within(view, "Birchland") is found
        assert {article.id for article in found.articles} == {"a", "b"}
        assert [hit.article for hit in found.search("clear", limit=1)] in (["a"], ["b"])
        assert found.document("a").article.id == "a"
        with pytest.raises(UnknownIdError):
            found.document("c")
        with pytest.raises(UnknownIdError):
            found.record(view.document("c").demands[0].id)
        with pytest.raises(NegotiationError, match="2 negotiations have 'alder' in their names"):
            queries.within(view, "alder")


# By definition -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("definition", "articles"),
    [
        (Definition("talks", ("Alderland", "Birchland")), ["a", "b"]),
        (Definition("talks", ("alderland", "league")), ["c"]),
        (Definition("talks", ("the League",)), ["c"]),
        (Definition("talks", ("Alderland",), words=("mining",)), ["a", "b", "c"]),
        (Definition("talks", ("Alderland",), words=("herring",)), []),
        (Definition("talks", ("Alderland",), first=date(2030, 2, 2)), ["b"]),
        (Definition("talks", ("Alderland",), last=date(2030, 2, 1)), ["a", "c"]),
        (Definition("talks", ("Nowhere", "Alderland")), []),
    ],
)
def test_a_definition_says_what_an_article_must_have(told, definition, articles):
    documents = [
        told("Ana Alder and Bo Birch spoke of mines.", "2030-02-01", name="a"),
        told("Alderland and Birchland count mines.", "2030-02-02", name="b"),
        told("Alderland wrote to the League about mines.", "2030-02-01", name="c"),
    ]
    assert sorted(negotiations(documents, [definition])[0].articles) == articles


def test_what_a_definition_takes_gathers_no_more(dealing):
    documents = [dealing(name) for name in "abc"]
    found = negotiations(documents, [Definition("early", ("Alderland", "Birchland"), last=date(2030, 1, 1))])
    assert [(one.name, one.defined, len(one.articles)) for one in found] == [
        ("early", True, 0),
        ("Alderland – Birchland", False, 3),
    ]


GOOD = """\
[[negotiation]]
name = "River talks"
parties = ["Alderland", "Birchland"]
words = ["toll"]
from = 2030-01-01
to = "2030-12-31"
"""


def test_a_file_of_definitions(tmp_path):
    path = tmp_path / "talks.toml"
    path.write_text(GOOD)
    assert read_definitions(path) == (
        Definition("River talks", ("Alderland", "Birchland"), ("toll",), date(2030, 1, 1), date(2030, 12, 31)),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("words", "topics"), ":4: unknown key 'topics'; known are name, parties, words, from, to"),
        (GOOD.replace('"River talks"', "7"), ":2: a negotiation needs a name, not 7"),
        (
            GOOD.replace('["Alderland", "Birchland"]', '"Alderland"'),
            ":3: parties must be a list of texts, not 'Alderland'",
        ),
        (GOOD.replace('["Alderland", "Birchland"]', "[]"), ":3: 'River talks' needs parties"),
        (GOOD.replace("2030-01-01", '"soon"'), ":5: from must be a day as 2018-04-26, not 'soon'"),
        (GOOD.replace("2030-01-01", "2030-01-01T10:00:00"), ":5: from must be a day"),
        (GOOD.replace("2030-12-31", "2029-12-31"), ":6: to (2029-12-31) is before from (2030-01-01)"),
        (GOOD + GOOD, ":8: there are two negotiations 'River talks'"),
        ("talks = 1\n" + GOOD, ":1: unknown key 'talks'; a file has only [[negotiation]]"),
        ("negotiation = [{name = 'a'}]", ":1: write each negotiation under a line of its own: [[negotiation]]"),
        ("[negotiation]\nname = 'a'", ":1: write each negotiation under a line of its own: [[negotiation]]"),
        ("[[negotiation", "is no TOML: "),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(tmp_path, text, message):
    path = tmp_path / "talks.toml"
    path.write_text(text)
    with pytest.raises(NegotiationError, match=re.escape(message)) as error:
        read_definitions(path)
    assert str(error.value).startswith(str(path))


def test_a_file_that_is_missing_or_no_text(tmp_path):
    with pytest.raises(NegotiationError, match="cannot be read"):
        read_definitions(tmp_path / "none.toml")
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(NegotiationError, match="no UTF-8"):
        read_definitions(tmp_path / "x.toml")
