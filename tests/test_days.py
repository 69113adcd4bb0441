"""Which days matter most."""

from dataclasses import replace

import pytest

from summitry import queries
from summitry.article import Span
from summitry.records import Time
from summitry.stores import open_ledger


@pytest.fixture
def ledger(tmp_path, told):
    """Articles that name days; `write` gives the words that are a day's, and which."""

    def write(name, marked, published, **days):
        document = told(marked, published, name=name)
        text = document.article.text
        spans = {word.replace("_", " "): day for word, day in days.items()}
        times = tuple(
            Time(Span(text.index(word), text.index(word) + len(word)), "DATE", day, day, day)
            for word, day in spans.items()
        )
        store.add(replace(document, times=times))

    with open_ledger(tmp_path / "a.db") as store:
        yield write, store


def found(store, most):
    return [(line.date, line.weight) for line in queries.days(store.view(), most)]


def test_a_day_that_later_articles_look_back_on_matters_more_than_days_of_print(ledger):
    write, store = ledger
    write("a", "The bridge opened on Monday.", "2030-02-05", Monday="2030-02-04")
    write("b", "Since Monday of last week it has been open.", "2030-02-12", Monday="2030-02-04")
    write("c", "Nothing was said on Tuesday.", "2030-02-12", Tuesday="2030-02-12")
    assert found(store, 9) == [("2030-02-04", 2), ("2030-02-05", 0.3), ("2030-02-12", 0.6)]
    assert found(store, 1) == [("2030-02-04", 2)]


def test_an_article_counts_once_for_a_day_and_not_for_days_to_come(ledger):
    write, store = ledger
    write("a", "On Monday, that is on 4 February, it opened; on 9 March it closes.", "2030-02-05",
          Monday="2030-02-04", _4_February="2030-02-04", _9_March="2030-03-09")  # fmt: skip
    assert found(store, 9) == [("2030-02-04", 1), ("2030-02-05", 0.3)]


def test_the_summary_is_the_sentence_of_the_act_most_reports_tell(ledger):
    write, store = ledger
    met = "Ana Alder and Bo Birch <event meeting=yes on=2030-02-04 actor=ana,bo>met</event> in {} on Monday."
    write(
        "a",
        "The League <event plover=AID on=2030-02-04 actor=league>gave</event> money on Monday.",
        "2030-02-05",
        Monday="2030-02-04",
    )
    write("b", met.format("Elmtown"), "2030-02-06", Monday="2030-02-04")
    write("c", met.format("a boathouse"), "2030-02-07", Monday="2030-02-04")
    (line,) = queries.days(store.view(), 1)
    assert line.summary == "Ana Alder and Bo Birch met in Elmtown on Monday."
    assert [e.article for e in line.evidence] == ["b", "c", "a"]


def test_an_empty_ledger_has_no_days(ledger):
    assert found(ledger[1], 5) == []
