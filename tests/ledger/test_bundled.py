"""The account of the bundled reports against the one written by hand, and how it is scored."""

import random

import pytest

from evaluation import account, growth
from summitry.ledger.account import Account
from summitry.ledger.remembering import Memories


@pytest.fixture(scope="module")
def reports():
    return growth.bundled()


def test_a_copy_corroborates_nothing(reports):
    """The Meridian Post's report of 10 March is Northwire's of 9 March with a paragraph added."""
    made = Account(reports)
    copied = {r.id for d in reports if d.article.id.startswith("2018-03-10") for r in d.records()}
    links = [link for link in made.links if link.subject in copied]
    assert {link.kind for link in links} >= {"same", "repeats"}
    assert "corroborates" not in {link.kind for link in links}


def test_the_account_does_not_depend_on_the_order_of_the_reports(reports):
    expected = Account(reports)
    shuffled = Account(random.Random(2).sample(reports, len(reports)))
    assert (shuffled.state, shuffled.links, shuffled.disputes) == (expected.state, expected.links, expected.disputes)
    assert (shuffled.courses, shuffled.deadlocks) == (expected.courses, expected.deadlocks)


def test_what_is_remembered_of_the_reports_is_what_was_answered(reports):
    """Every answer comes back as what it was, though only its bytes were kept."""
    first = Memories(program="one")
    made = Account(reports, memories=first)
    expected = made.state, made.links, made.courses, made.deadlocks
    learnt = first.learnt()
    then = Memories(lambda: learnt, "one")
    again = Account(reports, memories=then)
    for document in reports:
        basis = made.reports.origins[document.article.id], made.parties.of(document), made.parties.seats
        known = [memories.of(document).told(*basis)[0] for memories in (first, then)]
        assert known[1] == known[0]
        assert sum(map(len, known[0].values())) > len(list(document.records()))
    assert (again.state, again.links, again.courses, again.deadlocks) == expected
    assert then.learnt() == {}


HAND = {
    "days": ["2030-01-31", "2030-12-31"],
    "commitment": [
        {"parties": ["ALD"], "words": "open port", "states": [["2030-01-01", "offered", "not_started"], ["2030-02-01", "offered", "done"]]},
        {"parties": ["BIR"], "words": "pay", "states": [["2030-01-01", "pledged", "not_started"]]},
    ],
    "meeting": [{"parties": ["ALD", "BIR"], "on": "2030-01-05", "states": [["2030-01-06", "held"]]}],
    "link": [{"kind": "fulfils", "day": "2030-02-01", "parties": ["ALD"], "words": "open port"}],
    "deadlock": [],
}  # fmt: skip


def test_what_is_missed_spurious_and_wrong_is_counted_on_each_day(told):
    offer = told(
        "They will <commitment maker=ana force=offer>open the river port</commitment>.", "2030-01-01", name="a"
    )
    other = told("They will <commitment maker=ana>mend the roof</commitment>.", "2030-01-01", name="b")
    met = told("They <event meeting=yes on=2030-01-05 actor=ana,bo>met</event>.", "2030-01-06", name="c")
    opened = told(
        "Alderland <event plover=CONCEDE actor=alderland>opened</event> the river port.", "2030-02-01", name="d"
    )
    counts, errors = account.measure([offer, other, met, opened], HAND)
    assert counts["commitments found"] == account.Counts(2, 4, 4)
    assert counts["commitments found and as they stand"] == account.Counts(2, 4, 4)
    assert counts["meetings found and as they stand"] == account.Counts(2, 2, 2)
    assert counts["links"] == account.Counts(1, 1, 1)
    assert (errors.missed, errors.spurious, errors.wrong) == (
        ("commitment: BIR pay",),
        ("commitment: mend the roof",),
        (),
    )
