"""Who held an office on a day, whom a name may mean, and a user's own actors."""

import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from summitry.errors import ActorFileError
from summitry.language.actors import ActorTable, fold, surname_of

TABLE = ActorTable.load()


@pytest.mark.parametrize(
    ("role", "of", "day", "name"),
    [
        ("president", "United States", "2018-09-24", "Donald Trump"),
        ("president", "USA", "2017-01-19", "Barack Obama"),
        ("president", "USA", "2017-01-20", "Donald Trump"),
        ("secretary of state", "United States", "2018-06-12", "Mike Pompeo"),
        ("foreign minister", "Iran", "2014-11-24", "Mohammad Javad Zarif"),
        ("supreme leader", "Iran", "2010-06-28", "Ali Khamenei"),
        ("head_of_state", "Iran", "2010-06-28", "Ali Khamenei"),
        ("head_of_government", "Iran", "2010-06-28", "Mahmoud Ahmadinejad"),
        ("leader", "North Korea", "2011-12-16", "Kim Jong-il"),
        ("leader", "Israel", "2010-01-01", "Benjamin Netanyahu"),
        ("leader", "France", "2010-01-01", "Nicolas Sarkozy"),
        ("leader", "Turkey", "2010-01-01", "Recep Tayyip Erdoğan"),
        ("leader", "Iraq", "2002-01-01", "Saddam Hussein"),
        ("leader", "Iraq", "2010-01-01", "Nouri al-Maliki"),
        ("leader", "Armenia", "2010-01-01", "Serzh Sargsyan"),
        ("leader", "Pakistan", "2005-01-01", "Pervez Musharraf"),
        ("prime minister", "Japan", "2009-01-01", "Taro Aso"),
        ("chancellor", "Germany", "1998-11-01", "Gerhard Schröder"),
        ("chancellor", "United Kingdom", "2003-03-01", "Gordon Brown"),
        ("queen", "United Kingdom", "2003-03-01", "Elizabeth II"),
        ("monarch", "Australia", "2023-03-01", "Charles III"),
        ("prime minister", "Turkey", "2016-06-01", "Binali Yıldırım"),
        ("head_of_government", "Turkey", "2020-01-01", "Recep Tayyip Erdoğan"),
        ("taoiseach", "Ireland", "1998-04-10", "Bertie Ahern"),
        ("secretary general", "UN", "2005-01-01", "Kofi Annan"),
        ("director general", "IAEA", "2015-07-14", "Yukiya Amano"),
        ("foreign policy chief", "EU", "2013-11-24", "Catherine Ashton"),
        ("president", "Bulgaria", "1995-01-01", "Zhelyu Zhelev"),
        ("president", "South Korea", "2017-04-01", "Hwang Kyo-ahn"),
        ("special envoy for syria", "UN", "2015-01-01", "Staffan de Mistura"),
    ],
)
def test_who_held_an_office_on_a_day(role: str, of: str, day: str, name: str) -> None:
    holding = TABLE.holder(role, of, day)
    assert holding.actor is not None, holding.reason
    assert holding.actor.name == name


@pytest.mark.parametrize(
    ("role", "of", "day", "reason"),
    [
        (
            "secretary of state",
            "USA",
            "2017-01-25",
            "the table has no secretary of state of United States for 2017-01-25",
        ),
        ("president", "Lebanon", "2015-01-01", "was vacant or did not exist"),
        ("prime minister", "Turkey", "2019-01-01", "was vacant or did not exist"),
        ("president", "USA", "2031-01-01", "it knows the office until"),
        ("chief of protocol", "USA", "2018-01-01", "the table has no chief of protocol"),
        ("president", "Atlantis", "2018-01-01", "no state or organisation 'Atlantis'"),
        ("envoy", "UN", "2018-06-01", "the table has several"),
    ],
)
def test_without_a_holder_it_says_why(role: str, of: str, day: str, reason: str) -> None:
    holding = TABLE.holder(role, of, day)
    assert holding.actor is None
    assert reason in holding.reason


def test_where_only_the_year_of_a_change_is_known_nobody_is_named(tmp_path: Path) -> None:
    table = _with(
        tmp_path,
        '[[actor]]\nid = "p:xyz:a"\nname = "A Aa"\nkind = "person"\n[[actor.role]]\noffice = "head"\nof = "org:OPCW"\nstart = "2040"\nend = "2042-03"',
    )
    assert table.holder("head", "OPCW", "2040-06-01").actor is None
    assert table.holder("head", "OPCW", "2041-06-01").actor is not None
    assert "does not know the day" in table.holder("head", "OPCW", "2042-03-15").reason


def test_beyond_its_knowledge_the_table_names_the_last_holder_as_a_guess() -> None:
    holding = TABLE.holder("director general", "IAEA", "2030-01-01")
    assert holding.last is not None
    assert holding.last.person == "p:iaea:rafael-grossi"


def test_no_two_persons_hold_a_presidency_on_one_day() -> None:
    states = [e for e in TABLE.entries.values() if e.kind == "state" and e.leader]
    days = [f"{year}-{month}-17" for year in range(1990, 2026) for month in ("02", "09")]
    several = [(s.id, d) for s in states for d in days if "several" in TABLE.holder("leader", s.id, d).reason]
    assert several == []


def test_leaders_of_states_are_known_on_most_days() -> None:
    states = [e for e in TABLE.entries.values() if e.kind == "state" and e.leader and e.id != "state:SMR"]
    days = [f"{year}-06-15" for year in range(1995, 2026)]
    known = sum(TABLE.holder("leader", s.id, d).actor is not None for s in states for d in days)
    assert len(states) > 190
    assert known / (len(states) * len(days)) > 0.95


@pytest.mark.parametrize(
    ("surname", "ordinal", "day", "term"),
    [
        ("Trump", 1, "2018-09-24", ("2017-01-20", "2021-01-20")),
        ("Trump", 2, "2018-09-24", ("2025-01-20", "2029-01-20")),
        ("Bush", 1, "1990-05-01", ("1989-01-20", "1993-01-20")),
        ("Bush", 2, "2006-05-01", ("2005-01-20", "2009-01-20")),
        ("Obama", 2, "2014-05-01", ("2013-01-20", "2017-01-20")),
        ("Rouhani", 1, "2014-05-01", ("2013-08-03", "2017-08-03")),
        ("Park", 1, "2014-05-01", ("2013-02-25", "2018-02-25")),
        ("Park", 1, "2019-05-01", ("2013-02-25", "2017-03-10")),
        ("Zelensky", 1, "2020-05-01", ("2019-05-20", "2024-05-20")),
        ("Trump", 3, "2018-09-24", None),
        ("Nobody", 1, "2018-09-24", None),
    ],
)
def test_terms_of_office(surname: str, ordinal: int, day: str, term: tuple[str, str] | None) -> None:
    assert TABLE.term(surname, ordinal, date.fromisoformat(day)) == term


@pytest.mark.parametrize(
    ("surface", "ids"),
    [
        ("Iran", ["state:IRN"]),
        ("the North", ["state:PRK"]),
        ("UN security council", ["org:UNSC"]),
        ("Kim Jong Un", ["p:prk:kim-jong-un"]),
        ("KIM JONG-UN", ["p:prk:kim-jong-un"]),
        ("Schroeder", []),
        ("Gerhard Schroeder", ["p:deu:gerhard-schroder"]),
        ("Vladimir Zelensky", ["p:ukr:volodymyr-zelenskyy"]),
        ("Sergei Lavrov", ["p:rus:sergey-lavrov"]),
        ("Xanadu", []),
    ],
)
def test_whom_a_name_means(surface: str, ids: list[str]) -> None:
    assert [c.entry.id for c in TABLE.find(surface)] == ids


def test_a_name_that_several_have_means_them_all() -> None:
    assert {c.entry.id for c in TABLE.find("George Bush")} == {"p:usa:george-w-bush", "p:usa:george-h-w-bush"}


def test_a_metonym_means_its_state_only_in_its_time() -> None:
    assert [c.entry.id for c in TABLE.find("Blue House", "2018-01-01")] == ["state:KOR"]
    assert TABLE.find("Blue House", "2023-01-01") == ()


def test_states_and_great_organisations_have_their_wikidata_ids() -> None:
    ids = {
        "state:IRN": "Q794",
        "state:USA": "Q30",
        "org:UN": "Q1065",
        "org:IAEA": "Q41984",
        "p:usa:barack-obama": "Q76",
    }
    assert {key: TABLE.entries[key].wikidata for key in ids} == ids


def test_no_wikidata_id_is_given_twice() -> None:
    given = [e.wikidata for e in TABLE.entries.values() if e.wikidata]
    assert sorted({q for q in given if given.count(q) > 1}) == []


def test_every_role_names_known_actors_and_a_source() -> None:
    for role in TABLE.roles:
        assert role.of in TABLE.entries
        assert role.person is None or role.person in TABLE.entries
        assert role.src in TABLE.sources


def test_our_own_additions_are_valid_toml() -> None:
    tomllib.loads((files("summitry.data") / "actors" / "own.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "country", "surname"),
    [
        ("Kim Jong-un", "PRK", "Kim"),
        ("Xi Jinping", "CHN", "Xi"),
        ("Bashar al-Assad", "SYR", "al-Assad"),
        ("Ursula von der Leyen", None, "von der Leyen"),
        ("Ferdinand Marcos Jr.", "PHL", "Marcos"),
        ("Jim Yong Kim", None, "Kim"),
    ],
)
def test_what_papers_call_a_person_on_second_mention(name: str, country: str | None, surname: str) -> None:
    assert surname_of(name, country) == surname


@pytest.mark.parametrize(
    ("one", "other"),
    [("Moon Jae-In", "moon jae in"), ("the U.S.", "US"), ("Erdoğan", "Erdogan"), ("People’s Party", "People's party")],
)
def test_spellings_that_are_one_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


# A user's own file ---------------------------------------------------------------------------------------------------

GOOD = """
[[actor]]
id = "p:ald:ana-alder"
name = "Ana Alder"
kind = "person"
country = "ALD"
gender = "f"
aliases = ["Anna Alder"]

[[actor.role]]
office = "chief_negotiator"
of = "state:NOR"
start = 2019-03-01
end = "2021-05"
"""


def _with(folder: Path, text: str) -> ActorTable:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return ActorTable.load(path)


def test_a_user_adds_a_person_with_a_role(tmp_path: Path) -> None:
    table = _with(tmp_path, GOOD)
    assert table.problems == ()
    assert [c.entry.id for c in table.find("Anna Alder")] == ["p:ald:ana-alder"]
    holder = table.holder("chief negotiator", "Norway", "2020-01-01")
    assert holder.actor is not None
    assert holder.actor.name == "Ana Alder"


def test_a_user_corrects_an_entry_key_by_key(tmp_path: Path) -> None:
    table = _with(tmp_path, '[[actor]]\nid = "org:IAEA"\naliases = ["the Vienna watchdog"]')
    assert table.entries["org:IAEA"].name == "International Atomic Energy Agency"
    assert [c.entry.id for c in table.find("Vienna watchdog")] == ["org:IAEA"]


def test_a_users_role_takes_the_tables_place_for_its_time_only(tmp_path: Path) -> None:
    text = '[[actor]]\nid = "p:fra:x-y"\nname = "X Y"\nkind = "person"\n[[actor.role]]\noffice = "president"\nof = "state:FRA"\nstart = 2013-01-01\nend = 2013-02-01'
    table = _with(tmp_path, text)
    names = [
        h.actor and h.actor.name
        for d in ("2012-12-31", "2013-01-15", "2013-03-01")
        if (h := table.holder("president", "FRA", d))
    ]
    assert names == ["François Hollande", "X Y", "François Hollande"]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('colour = "red"', "unknown key 'colour'"),
        ('alias = ["A"]', "unknown key 'alias'; did you mean 'aliases'?"),
        ('country = "Norway"', "country must look like NOR (ISO 3166-1 alpha-3), not 'Norway'"),
        ('kind = "wizard"', "kind must be one of person, state"),
        ('wikidata = "30"', "wikidata must look like"),
        ('aliases = "A"', "aliases must be a list of texts"),
        ('leader = "king"', "leader must be one of"),
        ("gender = 1", "gender must be a text"),
        ('[[actor.role]]\noffice = "king"\nof = "state:NOR"', "office must be one of"),
        ('[[actor.role]]\noffice = "head"\nof = "state:ZZZ"', "of must be the id of a state"),
        ('[[actor.role]]\noffice = "head"\nof = "org:UN"\nstart = "last year"', "start must be a day, month or year"),
        (
            '[[actor.role]]\noffice = "head"\nof = "org:UN"\nstart = "2019-02-30"',
            "start is 2019-02-30, which is no day of",
        ),
        ('[[actor.role]]\noffice = "head"\nof = "org:UN"\nend = "99999"', "end must be a day, month or year"),
        ('[[actor.role]]\noffice = "head"\nof = "org:UN"\nstart = 2020-01-01\nend = 2019-01-01', "before it starts"),
        ('[[actor.role]]\noffice = "head"\nof = "org:UN"\nrank = 1', "unknown key 'rank' in a role"),
    ],
)
def test_a_bad_entry_is_named_with_its_line_and_the_rest_still_works(tmp_path: Path, bad: str, message: str) -> None:
    kind = "" if bad.startswith("kind") else 'kind = "person"\n'
    table = _with(tmp_path, f'{GOOD}\n[[actor]]\nid = "p:x:y"\nname = "X Y"\n{kind}{bad}\n')
    assert [str(p) for p in table.problems if message not in str(p)] == []
    assert str(table.problems[0]).startswith(f"{tmp_path / 'mine.toml'}:16: ")
    assert "p:x:y" not in table.entries
    assert "p:ald:ana-alder" in table.entries


def test_roles_that_overlap_are_a_problem(tmp_path: Path) -> None:
    other = GOOD.replace("ana-alder", "bo-birch").replace("Ana Alder", "Bo Birch").replace("2019-03-01", "2020-03-01")
    table = _with(tmp_path, GOOD + other)
    assert "overlap" in str(table.problems[0])


def test_a_role_may_begin_on_the_day_another_ends(tmp_path: Path) -> None:
    first = GOOD.replace('"2021-05"', "2021-05-01")
    then = GOOD.replace("ana-alder", "bo-birch").replace("2019-03-01", "2021-05-01").replace('"2021-05"', '"2023"')
    assert _with(tmp_path, first + then).problems == ()


@pytest.mark.parametrize(
    ("text", "message"), [("id = ", "is no TOML"), ("[actor]\nid = 'x'", "under a line of its own")]
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ActorFileError, match=message):
        _with(tmp_path, text)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ActorFileError, match="cannot be read"):
        ActorTable.load(tmp_path / "none.toml")


def test_an_unknown_table_is_named_with_its_line(tmp_path: Path) -> None:
    table = _with(tmp_path, f"{GOOD}\n[[actors]]\nid = 'x'\n")
    assert "mine.toml:16: unknown key 'actors'" in str(table.problems[0])
