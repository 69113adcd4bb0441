"""CAMEO's codes of actors: countries, offices of the day, organisations; null where nothing is certain."""

import pytest

from summitry.codes import actor_code
from summitry.language import actor_table
from summitry.records import Actor


def code(name: str, day: str | None = None) -> str | None:
    table = actor_table(None)
    entry = table.resolve(name)
    assert entry is not None
    return actor_code(table, Actor(entry.id, entry.name, entry.kind, country=entry.country), day)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("France", "FRA"), ("Kosovo", "KSV"), ("Taliban", "AFGREB"), ("United Nations", "IGOUNO")],
)
def test_a_state_group_or_organisation_has_the_code_of_the_table(name, expected):
    assert code(name) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2018-06-12", "KORGOV"), ("2008-06-12", "KOR"), (None, "KOR")],
)
def test_who_holds_an_office_on_the_day_has_its_role(day, expected):
    assert code("Moon Jae-in", day) == expected


def test_who_heads_an_organisation_speaks_for_it():
    assert code("Kofi Annan", "2001-03-01") == "IGOUNO"


@pytest.mark.parametrize(
    ("name", "kind", "country", "expected"),
    [
        ("a senior Alder official", "unnamed", "ALD", "ALDGOV"),
        ("Alder rebels", "group", "ALD", "ALDREB"),
        ("a judge", "unnamed", None, "JUD"),
        ("the spokesman", "unnamed", "ALD", "ALD"),
        ("the fishermen", "unnamed", None, None),
        ("Ana Alder", "person", "ALD", "ALD"),
        ("Ana Alder", "person", None, None),
        ("Alderland", "state", None, None),
    ],
)
def test_without_an_entry_country_and_words_tell(name, kind, country, expected):
    assert actor_code(actor_table(None), Actor("x", name, kind, country=country)) == expected
