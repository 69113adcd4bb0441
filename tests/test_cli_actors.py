"""`summitry actors add` and `update`: a file of one's own grows, and what cannot be used is named and left out."""

import csv
import io
import json
import tomllib

import pytest
from typer.testing import CliRunner

from summitry.cli import app
from summitry.language.actors.wikidata import office_of

ROW = {
    "person": "http://www.wikidata.org/entity/Q900000001",
    "personLabel": "Ana Alder",
    "position": "http://www.wikidata.org/entity/Q900000002",
    "positionLabel": "Minister of Foreign Affairs of Norway",
    "country": "NOR",
    "start": "2027-01-20T00:00:00Z",
    "end": "2028-03-01T00:00:00Z",
}


@pytest.fixture
def run(monkeypatch):
    for name in ("SUMMITRY_ACTORS", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments: CliRunner().invoke(app, list(map(str, ("actors", *arguments))), prog_name="summitry")


@pytest.fixture
def own(tmp_path):
    return tmp_path / "actors.toml"


def bindings(*rows: dict) -> str:
    """Rows as query.wikidata.org saves them with bindings."""
    cells = [{key: {"type": "literal", "value": value} for key, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": list(ROW)}, "results": {"bindings": cells}})


def as_csv(*rows: dict) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(ROW), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def update(run, own, tmp_path, result: str, *options):
    saved = tmp_path / "query.json"
    saved.write_text(result, "utf-8")
    return run("update", "--wikidata", saved, "--file", own, "--format", "json", *options)


# add ---------------------------------------------------------------------------------------------------------------


def test_an_added_actor_is_found_with_the_office_given_in_words(run, own, monkeypatch):
    role = "foreign minister of Norway from 2027-01-20"
    added = run(
        "add",
        "p:nor:ana-alder",
        "--name",
        "Ana Alder",
        "--country",
        "Norway",
        "--gender",
        "f",
        "--role",
        role,
        "--file",
        own,
    )
    assert added.exit_code == 0
    monkeypatch.setenv("SUMMITRY_ACTORS", str(own))
    held = json.loads(run("holder", "foreign minister", "NOR", "--on", "2027-06-01", "--format", "json").stdout)
    assert held["id"] == "p:nor:ana-alder"


def test_what_stood_in_the_file_stays_to_the_byte(run, own):
    own.write_bytes(b'# mine\r\n[[actor]]\r\nid = "p:nor:bo"\r\nname = "Bo Birch"\r\nkind = "person"')
    before = own.read_bytes()
    run("add", "p:nor:ana-alder", "--name", "Ana Alder", "--file", own)
    assert own.read_bytes().startswith(before)
    assert [a["id"] for a in tomllib.loads(own.read_text())["actor"]] == ["p:nor:bo", "p:nor:ana-alder"]


def test_only_what_is_new_of_a_known_actor_is_written(run, own):
    run("add", "p:kor:moon-jae-in", "--name", "Moon Jae-in", "--alias", "President Moon", "--file", own)
    (entry,) = tomllib.loads(own.read_text())["actor"]
    assert entry["aliases"] == ["President Moon"]
    assert "name" not in entry


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("p:nor:ana", "--name", "Ana", "--role", "foreign minister of Norway"), "does not say since when"),
        (("p:nor:ana", "--name", "Ana", "--role", "foregn minister of Norway from 2027"), "did you mean foreign minister"),
        (("p:nor:ana", "--name", "Ana", "--role", "king of Nowhere from 2027"), "names no state"),
        (("p:nor:ana", "--name", "Ana", "--role", "king of Norway from 2027-02-31"), "is no day"),
        (("ana", "--name", "Ana"), "a new id is written as"),
        (("org:ALDER", "--name", "Alder", "--role", "head of Norway from 2027"), "only a person holds an office"),
    ],
)  # fmt: skip
def test_an_addition_that_cannot_be_used_says_why_and_writes_nothing(run, own, arguments, said):
    result = run("add", *arguments, "--file", own)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert not own.exists()


# update ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [bindings, as_csv, lambda *rows: json.dumps(rows)], ids=["bindings", "csv", "plain"])
def test_a_person_the_table_lacks_is_added_from_each_form_of_a_result(run, own, tmp_path, form):
    result = update(run, own, tmp_path, form(ROW))
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [(a["id"], a["new"], a["start"], a["end"]) for a in report["added"]] == [
        ("p:nor:ana-alder", True, "2027-01-20", "2028-03-01")
    ]
    assert tomllib.loads(own.read_text("utf-8"))["actor"][0]["wikidata"] == "Q900000001"


def test_a_second_update_with_the_same_result_adds_nothing(run, own, tmp_path):
    update(run, own, tmp_path, bindings(ROW))
    before = own.read_bytes()
    assert json.loads(update(run, own, tmp_path, bindings(ROW)).stdout)["added"] == []
    assert own.read_bytes() == before


def test_a_claim_that_disagrees_with_the_table_is_left_out_with_the_reason(run, own, tmp_path):
    rival = {
        **ROW,
        "positionLabel": "President of South Korea",
        "country": "KOR",
        "start": "2018-01-01",
        "end": "2018-12-31",
    }
    report = json.loads(update(run, own, tmp_path, bindings(rival)).stdout)
    assert report["added"] == []
    assert "Moon Jae-in" in report["conflicts"][0]["reason"]
    assert not own.exists()


def test_two_rows_that_disagree_are_both_left_out(run, own, tmp_path):
    other = {**ROW, "person": "http://www.wikidata.org/entity/Q900000003", "personLabel": "Bo Birch"}
    report = json.loads(update(run, own, tmp_path, bindings(ROW, other)).stdout)
    assert (report["added"], len(report["conflicts"])) == ([], 2)


def test_terms_that_follow_each_other_are_one_role(run, own, tmp_path):
    again = {**ROW, "start": "2028-03-01", "end": "2030-03-01"}
    (added,) = json.loads(update(run, own, tmp_path, bindings(again, ROW)).stdout)["added"]
    assert (added["start"], added["end"]) == ("2027-01-20", "2030-03-01")


def test_a_dry_run_writes_nothing(run, own, tmp_path):
    report = json.loads(update(run, own, tmp_path, bindings(ROW), "--dry-run").stdout)
    assert (len(report["added"]), report["written"], own.exists()) == (1, False, False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": "2027-13-01"}, "start must be a day"),
        ({"start": ""}, "no start is given"),
        ({"end": "2026-01-01"}, "before it starts"),
        ({"country": "Norway"}, "ISO 3166-1 alpha-3"),
        ({"positionLabel": "head gardener"}, "is not known to be one of"),
        ({"person": "_:b0"}, "must be a Wikidata id"),
        ({"personLabel": "Q900000001"}, "no name in English"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_rest_is_added(run, own, tmp_path, change, said):
    other = {
        **ROW,
        "person": "http://www.wikidata.org/entity/Q900000004",
        "personLabel": "Cy Cedar",
        "positionLabel": "Prime Minister of Norway",
    }
    result = update(run, own, tmp_path, bindings({**ROW, **change}, other))
    assert result.exit_code == 2
    assert "row 1: " in result.stderr
    assert said in result.stderr
    assert [a["name"] for a in json.loads(result.stdout)["added"]] == ["Cy Cedar"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"head": {"vars": []}', "cut off"),
        ('{"rows": []}', "is no query result"),
        ("person,start\r\nQ1,2020\r\n", "has no column"),
        ("\x00\xff", "no column"),
    ],
)
def test_a_file_that_is_no_result_is_an_error(run, own, tmp_path, content, said):
    result = update(run, own, tmp_path, content)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not own.exists()


@pytest.mark.parametrize(
    ("label", "office"),
    [
        ("Minister of Foreign Affairs of Norway", "foreign_minister"),
        ("Taoiseach", "prime_minister"),
        ("deputy prime minister of Norway", None),
        ("Federal Chancellor of Germany", "prime_minister"),
        ("spouse of the President of France", None),
    ],
)
def test_what_office_the_label_of_a_position_names(label, office):
    assert office_of(label) == office
