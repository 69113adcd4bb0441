"""What changed between two days."""

from datetime import date

import pytest

from summitry import queries
from summitry.errors import DateError
from summitry.stores import open_ledger

OFFER = (
    "Ana Alder said: <commitment maker=ana force=offer until=2030-06-30>open the northern river port</commitment>{}."
)


@pytest.fixture
def ledger(tmp_path, told):
    """An offer of May, made conditional in June, and the opening in July."""
    with open_ledger(tmp_path / "a.db") as store:
        store.add(told(OFFER.format(""), "2030-05-10", name="may", source="Gazette"))
        store.add(
            told(
                OFFER.format(" <condition>if the shelling stops</condition>"),
                "2030-06-10",
                name="june",
                source="Herald",
            )
        )
        store.add(
            told(
                "Alderland <event plover=CONCEDE actor=alderland on=2030-07-08>opened</event> the northern river port.",
                "2030-07-10",
                name="july",
            )
        )
        yield store


def found(ledger, since, until):
    made = queries.changes(ledger.view(until), since, until)
    return [(c.axis, c.was, c.now) for c in made.changes]


def test_what_was_not_known_before_is_new(ledger):
    (change,) = queries.changes(ledger.view(date(2030, 5, 31)), date(2030, 5, 1)).changes
    assert (change.new, change.sentence) == (True, "Ana Alder: new, offered: “open the northern river port”")


def test_the_offer_of_may_became_conditional(ledger):
    (change,) = queries.changes(ledger.view(date(2030, 6, 30)), date(2030, 5, 31)).changes
    assert change.sentence == "Ana Alder: the offer of May 2030 became conditional: “open the northern river port”"
    assert (change.was, change.now, change.evidence.article) == ("offered", "conditional", "june")


def test_a_deadline_that_passes_is_a_change_without_an_article(ledger):
    made = queries.changes(ledger.view(date(2030, 7, 5)), date(2030, 6, 30))
    assert ([c.now for c in made.changes], made.articles) == (["lapsed"], ())


def test_a_deed_is_a_change_and_the_weightiest_comes_first(ledger):
    assert found(ledger, date(2030, 6, 10), date(2030, 7, 31)) == [("performance", "not_started", "done")]
    everything = found(ledger, date(2030, 1, 1), date(2030, 7, 31))
    assert everything == [("performance", "not_started", "done"), ("position", None, "conditional")]


def test_two_sources_weigh_more_than_one(ledger):
    one = queries.changes(ledger.view(date(2030, 5, 31)), date(2030, 5, 1)).changes[0].weight
    two = queries.changes(ledger.view(date(2030, 6, 30)), date(2030, 5, 1)).changes[0].weight
    assert (one, two) == (2.0, 4.5)


def test_nothing_changes_between_a_day_and_itself(ledger):
    assert found(ledger, date(2030, 6, 10), date(2030, 6, 10)) == []


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_days_like_others(ledger, told, day):
    ledger.add(told(OFFER.format(" at once"), day.isoformat(), name="end"))
    assert queries.changes(ledger.view(date.max), day, date.max).day == "9999-12-31"
    assert queries.status(ledger.view(day)).last is not None


def test_since_a_day_after_the_newest_article_nothing_changed(ledger):
    made = queries.changes(ledger.view(), date(2031, 1, 1))
    assert (made.since, made.day, made.changes) == ("2031-01-01", "2031-01-01", ())


def test_days_in_the_wrong_order_are_refused(ledger):
    with pytest.raises(DateError, match="2030-05-01 is before 2030-06-01"):
        queries.changes(ledger.view(), date(2030, 6, 1), date(2030, 5, 1))


def test_disputes_and_deadlocks_are_changes_from_the_day_both_sides_were_known(ledger, told):
    ledger.add(
        told(
            "<statement speaker=bo>It is not true that they offered to open the northern river port</statement>.",
            "2030-08-01",
            name="no",
        )
    )
    ledger.add(told("<order according_to=ana>the toll falls before the pass opens</order>.", "2030-08-02", name="x"))
    ledger.add(told("<order according_to=bo>the pass opens before the toll falls</order>.", "2030-08-03", name="y"))
    made = queries.changes(ledger.view(), date(2030, 7, 31))
    assert [c.kind for c in made.changes][:2] == ["deadlock", "commitment"]
    assert {(c.kind, c.now) for c in made.changes} >= {
        ("deadlock", "deadlock"),
        ("dispute", "promise"),
        ("commitment", "disputed"),
    }
    assert "a deadlock: " in made.changes[0].sentence


def test_a_promise_first_told_of_when_its_deadline_was_over_is_new_and_was_never_overdue_before(ledger, told):
    ledger.add(told("Bo Birch promised to <commitment maker=bo until=2030-01-31>pay</commitment>.", "2030-09-01"))
    made = queries.changes(ledger.view(), date(2030, 8, 31))
    assert [(c.axis, c.new) for c in made.changes if c.kind == "commitment"] == [("position", True)]


def test_a_meeting_is_told_by_what_it_was_with_the_words_that_say_when(tmp_path, told):
    text = """Ana and Bo <event meeting=yes actor=ana,bo modality=cancelled on=2030-02-02>broke off their long dispute</event>.
Ana and Bo held <event meeting=yes actor=ana,bo on=2030-02-02>talks</event> on Saturday.
Bo was glad of the <event meeting=yes actor=ana,bo>meeting</event>."""
    with open_ledger(tmp_path / "a.db") as store:
        store.add(told(text, "2030-02-04"))
        (change,) = queries.changes(store.view(), date(2030, 1, 1)).changes
        (held,) = queries.status(store.view()).held
    assert change.sentence == "Ana Alder, Bo Birch: “meeting”, new: held"
    assert change.evidence.quote == held.evidence[0].quote == "Ana and Bo held talks on Saturday."


def test_what_is_breached_is_called_broken(tmp_path, told):
    line = "Ana would <commitment maker=ana{}>open the northern river port</commitment>."
    with open_ledger(tmp_path / "a.db") as store:
        store.add(told(line.format(""), "2030-02-04"))
        store.add(told(f"Bo spoke. {line.format(' status=broken')}", "2030-02-08", name="b"))
        (change,) = queries.changes(store.view(), date(2030, 2, 5)).changes
    assert change.sentence == "Ana Alder: the commitment of February 2030 is now broken: “open the northern river port”"
