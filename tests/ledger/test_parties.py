"""Whom the actors of many articles stand for, by whatever name they go."""

import re

import pytest

from summitry.article import Article, Block, Span
from summitry.ledger.parties import Parties, party_of
from summitry.records import Actor, Document, Event, record_id

STATE = Actor("state:ALD", "Alderland", "state", country="ALD")


def article(text: str, *actors: Actor, name: str = "a", source: str | None = None, acting: str = "") -> Document:
    """An article in which actors are mentioned wherever their names stand, and some, by id, do something."""
    block = Block(Span(0, len(text)), "body")
    made = Article(id=name, text=text, blocks=(block,), source=source)
    known = tuple(
        Actor(
            a.id, a.name, a.kind, None, a.country, tuple(Span(*m.span()) for m in re.finditer(re.escape(a.name), text))
        )
        for a in actors
    )
    trigger = Span(0, len(text))
    event = Event(
        id=record_id(made, "events", trigger),
        evidence=(trigger,),
        quotes=(text,),
        why="test",
        plover="CONSULT",
        trigger=trigger,
        actor=tuple(acting.split("|")),
        recipient=(),
        modality="happened",
    )
    return Document(made, actors=known, events=(event,) if acting else ())


def of(actor: Actor, *documents: Document) -> set[str]:
    found = Parties(documents)
    return set().union(*(party_of(found.of(d), [actor.id]) for d in documents))


def named(name: str, kind: str) -> Actor:
    return Actor(f"{kind}:{name.lower().replace(' ', '-')}", name, kind)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (Actor("ana", "Ana Alder", "person", country="ALD"), "state:ALD"),
        (STATE, "state:ALD"),
        (Actor("state:ALD", "Alderland", "state"), "state:ALD"),
        (Actor("league", "the League", "organisation"), "league"),
        (Actor("group:REEDS", "Reed Front", "group", country="ALD"), "group:REEDS"),
        (Actor("p:reeds:io-reed", "Io Reed", "person", country="ALD"), "group:REEDS"),
        (Actor("p:ald:ana-alder", "Ana Alder", "person", country="ALD"), "state:ALD"),
        (Actor("p:un:ida-oak", "Ida Oak", "person"), "org:UN"),
    ],
)
def test_who_has_a_country_stands_for_it_and_who_has_a_movement_for_that(actor, expected):
    assert of(actor, article(f"{actor.name} spoke.", actor)) == {expected}


def test_a_name_is_one_party_whatever_kind_an_article_takes_it_for():
    state, person = named("Quorra", "state"), named("Quorra", "person")
    documents = article("Quorra, Quorra.", state, acting=state.id), article("Quorra spoke.", person, name="b")
    assert of(person, *documents) == of(state, *documents) == {"state:quorra"}


def test_a_surname_is_the_one_person_who_has_it_and_nobody_where_two_have():
    short, full, sister = named("Vane", "person"), named("Ida Vane", "person"), named("Una Vane", "person")
    documents = article("Vane spoke.", short, acting=short.id), article("Ida Vane spoke.", full, name="b")
    assert of(short, *documents) == {full.id}
    assert of(short, *documents, article("Una Vane spoke.", sister, name="c")) == {short.id}


def test_the_people_of_a_stranger_state_are_it():
    state, people = named("Quorra", "state"), named("Quorrans", "group")
    assert of(people, article("Quorra spoke. Quorrans left.", state, people, acting=state.id)) == {"state:quorra"}


@pytest.mark.parametrize(
    "text",
    [
        "Quorra's foreign minister, Ida Vane, spoke.",
        "Ida Vane, the prime minister of Quorra, spoke.",
        "The envoy of Quorra, Ida Vane, spoke.",
    ],
)
def test_who_is_called_a_states_minister_stands_for_it_in_every_article(text):
    state, person = named("Quorra", "state"), named("Ida Vane", "person")
    documents = article(text, state, person, acting=state.id), article("Ida Vane left.", person, name="b")
    assert of(person, *documents) == {"state:quorra"}


def test_who_only_speaks_to_a_state_does_not_stand_for_it():
    state, person = named("Quorra", "state"), named("Ida Vane", "person")
    assert of(person, article("Quorra told Ida Vane to leave.", state, person, acting=state.id)) == {person.id}


def test_nameless_people_stand_for_the_stranger_whose_name_they_carry():
    state, team = named("Quorra", "state"), Actor("unnamed:0a1b2c3d-1", "Quorra's team", "unnamed")
    assert of(team, article("Quorra's team left.", state, team, acting=state.id)) == {"state:quorra"}


@pytest.mark.parametrize("name", ["reporters", "Alder News Agency", "Morning Ledger"])
def test_who_reports_is_no_party(name):
    outlet = Actor(f"organisation:{name.lower()}", name, "organisation")
    assert of(outlet, article(f"{name} met both.", outlet, source="Morning Ledger", acting=outlet.id)) == set()


def test_a_name_under_which_nobody_does_anything_is_a_place():
    site = named("Tarn", "person")
    assert of(site, article("They looked at Tarn.", site)) == set()
    assert of(site, article("Tarn refused.", site, acting=site.id)) == {"person:tarn"}


@pytest.mark.parametrize("name", ["both sides", "leaders of the two countries", "negotiators"])
def test_those_who_take_part_together_are_the_two_that_deal_most(told, name):
    document = told("<demand by=ana to=bo>Open the port</demand>. <demand by=ana to=bo>Go</demand>.")
    together = Actor("group:0a1b2c3d-1", name, "group")
    whole = Document(document.article, actors=(*document.actors, together), demands=document.demands)
    assert of(together, whole) == {"state:ALD", "state:BIR"}
