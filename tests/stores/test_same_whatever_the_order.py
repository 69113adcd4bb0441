"""A ledger is a function of the articles it was given: neither order nor repetition, restart nor death shows in it."""

import random
from datetime import UTC, date, datetime
from functools import partial

import pytest
from deaths import Child
from harbours import READINGS, add, document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry import queries
from summitry.queries.answering import encoded
from summitry.records import to_json
from summitry.review.decisions import Decision, Target, decision
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
        keep(store, given_articles[number])
        store.refuse("a.pdf", "not text")
        if number in restarts and place != ":memory:":
            store.close()
            store = open_ledger(place)
    with store:
        assert exported(store) == expected


QUESTIONS = (
    queries.glance,
    queries.timeline,
    partial(queries.days, most=2),
    queries.commitments,
    partial(queries.commitments, maker="ana"),
    queries.statements,
    queries.negotiations,
    queries.queue,
    queries.agreement,
    queries.history,
    partial(queries.changes, since=date(2030, 1, 6)),
    lambda view: [queries.show(view, record.id) for d in view.documents for record in d.records()],
    lambda view: [queries.alike(view, record.id) for d in view.documents for record in d.commitments],
)


@pytest.fixture
def given_decisions(given_articles):
    """What two people decided about what was read, some of it taken back."""
    port, _, _, _, talks, _, back, *_ = (article for article, _ in given_articles)

    def target(document, kind):
        return Target.of(document.article.sha256, kind, getattr(document, kind)[0])

    def said(action, by, *targets, **more):
        return decision(action, targets, by=by, at=datetime(2030, 3, 1, len(made), tzinfo=UTC), **more)

    made = []
    made.append(said("reject", "Dee", target(port, "commitments")))
    made.append(said("accept", "Eli", target(port, "commitments")))
    made.append(said("note", "Eli", target(talks, "questions"), note="still open"))
    made.append(said("correct", "Eli", target(back, "commitments"), field="status", value="broken"))
    made.append(said("merge", "Dee", target(port, "commitments"), target(back, "commitments")))
    made.append(said("undo", "Dee", undoes=made[0].id))
    made.append(said("reject", "Eli", target(talks, "events")))
    made.append(said("undo", "Dee", undoes=made[4].id))
    return made


def keep(store, what) -> None:
    """As `ingest` does: what is known is not read, let alone added."""
    if isinstance(what, Decision):
        store.decide(what)
    elif not store.knows(what[0].article, reader=what[1]):
        store.add(what[0], reader=what[1])


def answers(store) -> list[bytes]:
    return [exported(store), *(queries.encoded(ask(store.view())) for ask in QUESTIONS)]


@pytest.fixture
def made_at_once(given_articles, given_decisions) -> list[bytes]:
    """What a ledger answers that was never asked before all was in it."""
    with open_ledger(":memory:") as store:
        for article, reader in given_articles:
            store.add(article, reader=reader)
        for made in given_decisions:
            store.decide(made)
        return answers(store)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=6)
@given(data=st.data())
def test_what_was_asked_and_decided_between_does_not_show(
    new_place, given_articles, given_decisions, made_at_once, data
):
    steps = data.draw(st.permutations([*given_articles, *given_decisions, *QUESTIONS, None]))
    place = new_place()
    store = open_ledger(place)
    for step in steps:
        if callable(step):
            step(store.view(data.draw(st.sampled_from([None, date(2030, 1, 31)]))))
        elif step is not None:
            keep(store, step)
        elif place != ":memory:":
            store.close()
            store = open_ledger(place)
    with store:
        assert [answers(store), answers(store)] == [made_at_once] * 2


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
