"""A ledger is a function of the articles it was given: neither order nor repetition, restart nor death shows in it."""

import random
from functools import partial

import pytest
from deaths import Child
from harbours import READINGS, add, document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry import queries
from summitry.queries.answering import encoded
from summitry.records import to_json
from summitry.stores import open_ledger

PORT = "Ana Alder will <commitment maker=ana until=2030-03-01>open the port</commitment>."
TALKS = "Both <event meeting=yes on=2030-02-02 actor=ana,bo>met</event> there.\nIt is unclear <question>who pays</question>."
RETURN = "Bo Birch will <commitment maker=bo>pay</commitment> <condition>if the port is open</condition>."


def exported(store) -> bytes:
    """All that can be asked of a ledger, as bytes."""
    view = store.view()
    documents = [(to_json(d), d.article.text) for d in view.documents]
    found = view.search("port")
    return encoded([documents, store.refused(), queries.status(view), queries.timeline(view), found])


@pytest.fixture
def given_articles(told):
    """Articles to add, each with its reader; some are one text, printed twice or read twice."""
    return [
        (told(PORT, "2030-01-05", name="port", source="Gazette", title="The port"), "0.2"),
        (told(PORT, "2030-01-07", name="copy", source="Herald"), "0.2"),
        (told(PORT, None, name="undated", source="Mirror"), "0.2"),
        (told("Ana Alder will open the port.", "2030-01-05", name="port", source="Gazette"), "0.1"),
        (told(TALKS, "2030-02-03", name="talks"), "0.1"),
        (told(TALKS, "2030-02-03", name="talks", title="Talks"), "0.10"),
        (told(RETURN, "2030-02-03", name="return", source="Herald"), "0.1"),
        (told("B was there, not b.", None, name="B"), "0.1"),
        (told("b was there, not B.", None, name="b"), "0.1"),
    ]


@pytest.fixture
def expected(new_place, given_articles) -> bytes:
    """What a ledger holds that was given each article once, in order."""
    with open_ledger(new_place()) as store:
        for article, reader in given_articles:
            store.add(article, reader=reader)
        store.refuse("a.pdf", "not text")
        return exported(store)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=12)
@given(data=st.data())
def test_order_repetition_and_restarts_do_not_show(new_place, given_articles, expected, data):
    order = data.draw(st.permutations([*range(len(given_articles))] * 2))
    restarts = data.draw(st.sets(st.sampled_from(order), max_size=3))
    place = new_place()
    store = open_ledger(place)
    for number in order:
        article, reader = given_articles[number]
        store.add(article, reader=reader)
        store.refuse("a.pdf", "not text")
        if number in restarts and place != ":memory:":
            store.close()
            store = open_ledger(place)
    with store:
        assert exported(store) == expected


def test_deaths_do_not_show(new_lasting_place, kills):
    numbers, chance = list(range(30)), random.Random(1)
    with open_ledger(new_lasting_place()) as store:
        for number in numbers:
            store.add(document(number, READINGS[-1]), reader=READINGS[-1])
        expected = exported(store)
    place = new_lasting_place()
    for _ in range(kills):
        chance.shuffle(numbers)
        Child(partial(add, place, [*numbers])).kill_after(chance.uniform(0, 0.03), lines=chance.randrange(40))
    ended, _ = Child(partial(add, place, numbers)).end()
    assert ended
    with open_ledger(place) as store:
        assert exported(store) == expected
