"""What is kept between requests, and when it is thrown away."""

from datetime import date

from invented import spring, summer

from summitry.stores import View, open_ledger
from summitry.web import views
from summitry.web.views import Views


class Maker:
    """Answers with how many articles it sees, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, view: View) -> bytes:
        self.asked += 1
        return str(len(view.documents)).encode()


def test_an_answer_is_made_once_while_the_ledger_stays_as_it_is(store):
    made, kept = Maker(), Views(store)
    assert [kept.body(None, "/", made) for _ in range(3)] == [b"2"] * 3
    assert made.asked == 1


def test_a_new_article_is_seen_at_once(tmp_path):
    with open_ledger(tmp_path / "ledger.db") as store:
        made, kept = Maker(), Views(store)
        store.add(spring())
        assert kept.body(None, "/", made) == b"1"
        store.add(summer())
        assert kept.body(None, "/", made) == b"2"


def test_each_day_and_each_address_has_its_own_answer(store):
    made, kept = Maker(), Views(store)
    assert kept.body(None, "/", made) == b"2"
    assert kept.body(date(2031, 5, 1), "/", made) == b"1"
    kept.body(None, "/other", made)
    assert made.asked == 3


def test_no_more_is_kept_than_there_is_room_for(store, monkeypatch):
    monkeypatch.setattr(views, "MOST_BODIES", 2)
    made, kept = Maker(), Views(store)
    for address in ("/a", "/b", "/a", "/c", "/a", "/b"):
        kept.body(None, address, made)
    assert made.asked == 4


def test_a_very_long_answer_is_not_kept(store, monkeypatch):
    monkeypatch.setattr(views, "LONGEST", 0)
    made, kept = Maker(), Views(store)
    kept.body(None, "/", made)
    kept.body(None, "/", made)
    assert made.asked == 2
