"""A ledger is a function of the articles it was given: neither order nor repetition, restart nor death shows in it."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from deaths import Child
from harbours import READINGS, add, document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.growth import vary
from summitry import queries
from summitry.article import Span
from summitry.queries.answering import encoded
from summitry.queries.places import places
from summitry.records import Actor, to_json
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


# What one article tells may change whom the actors of others stand for, which places are seats of states, and whose telling a copy is.
GATES = "Mary Ash will <commitment maker=mary>open the river gates to all barges</commitment>."
NAMESAKE = "Norland will <commitment maker=norland>open the river gates to all barges</commitment>."
MINISTER = "Norland's foreign minister, Mary Ash, <event actor=mary>spoke</event>."
VISIT = "Ana Alder <event meeting=yes actor=ana>travelled to Elmtown</event>, a town on the lower river."
MET = "Ana Alder and Norland <event meeting=yes on=2030-01-20 actor=ana,norland>met</event>."
SEAT = "Norland <event actor=norland>spoke</event>, and Elmtown was angry."
STRANGERS = {
    "mary": Actor("person:mary-ash", "Mary Ash", "person"),
    "norland": Actor("state:norland", "Norland", "state"),
    "elmtown": Actor("state:norland", "Elmtown", "state"),
}


@pytest.fixture(scope="module")
def later_articles(told, bundled):
    """Articles of which each may change how others are linked, and some of many records."""

    def of_strangers(text, day, name, source="Gazette"):
        marked = text
        for short, actor in STRANGERS.items():
            marked = re.sub(rf"(=|,){short}\b", rf"\g<1>{actor.id}", marked)
        document = told(marked, day, name=name, source=source)
        named = {a.id: a for a in document.actors}
        for actor in (
            one for one in STRANGERS.values() if one.name != "Elmtown" or "Norland" in text or "norland" in text
        ):
            spans = tuple(Span(*m.span()) for m in re.finditer(actor.name, document.article.text))
            known = named.get(actor.id, actor)
            named[actor.id] = replace(known, mentions=tuple(sorted((*known.mentions, *spans))))
        return replace(document, actors=tuple(named.values()))

    made = [
        of_strangers(GATES, "2030-01-05", "gates"),
        of_strangers(NAMESAKE, "2030-01-06", "namesake"),
        of_strangers(MINISTER, "2030-01-07", "minister"),
        of_strangers(VISIT, "2030-01-21", "visit"),
        of_strangers(MET, "2030-01-21", "met", "Herald"),
        of_strangers(SEAT, "2030-01-09", "seat"),
        of_strangers(VISIT + " " + WIRE, "2030-01-21", "wire", "Wire"),
        of_strangers(VISIT + " " + WIRE + " So it says.", "2030-01-22", "copy", "Mirror"),
    ]
    return [*made, *vary(bundled, 4)]


WIRE = "It has been told since that the crews of the ferries were well and that nobody knew who had asked them to wait, or why."


def linked(store) -> list[bytes]:
    """All that linking gives, as bytes."""
    view = store.view()
    stands = [
        sorted(dict(getattr(places(view), field)).items()) for field in ("matters", "reports", "links", "histories")
    ]
    return [exported(store), *map(encoded, (stands, queries.negotiations(view), queries.queue(view)))]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=8)
@given(data=st.data())
def test_an_account_made_step_by_step_is_the_one_made_at_once(new_place, later_articles, data):
    order = [later_articles[n] for n in data.draw(st.permutations(range(len(later_articles))))]
    chance = random.Random(data.draw(st.integers(0, 1 << 16)))
    place, made = new_place(), []
    store = open_ledger(place)
    while order:
        batch, order = order[: (size := chance.randint(1, 5))], order[size:]
        for article in batch:
            store.add(article)
        for _ in queries.make_ready(store.view()):  # what is remembered is kept
            pass
        for one in decided(store.view(), chance, made):
            store.decide(one)
            made.append(one)
        if place != ":memory:":
            store.close()
            store = open_ledger(place)
    with store, open_ledger(":memory:") as other:
        for article in later_articles:
            other.add(article)
        for one in made:
            other.decide(one)
        assert linked(store) == linked(other)


def decided(view, chance, before) -> Iterator[Decision]:
    """What somebody decides about what there is: rejects, corrects, merges, or takes back what was decided."""
    there = [
        (d.article.sha256, kind, r)
        for d in view.readings
        for kind in ("events", "commitments")
        for r in getattr(d, kind)
    ]
    targets = [Target.of(*one) for one in chance.sample(there, min(len(there), 3))]
    commitments = [Target.of(*one) for one in there if one[1] == "commitments"]

    def said(action, *about, **more):
        at = datetime(2030, 3, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(10**6))
        return decision(action, about, by=chance.choice(["Dee", "Eli"]), at=at, **more)

    yield from (said("reject", target) for target in targets[:2])
    if len(commitments) > 1:
        yield said("correct", chance.choice(commitments), field="status", value="broken")
        yield said("merge", *chance.sample(commitments, 2))
    if before and chance.random() < 0.5:
        yield said("undo", undoes=chance.choice(before).id)


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
