"""The commands of the account: negotiations, changes, deadlocks, the days that matter, a commitment's history."""

import json

import pytest
from typer.testing import CliRunner

from summitry.cli import app
from summitry.stores import open_ledger

OFFER = "Ana said: <commitment maker=ana force=offer beneficiary=bo>open the northern river port</commitment>{}."


@pytest.fixture
def run(monkeypatch):
    for name in ("SUMMITRY_LEDGER", "SUMMITRY_NEGOTIATIONS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, list(map(str, arguments)), prog_name="summitry")


@pytest.fixture(scope="module")
def ledger(told, tmp_path_factory):
    """An offer made conditional on a toll, and somebody for whom the port comes first."""
    path = tmp_path_factory.mktemp("ledger") / "talks.db"
    order = "<order according_to=bo>the northern river port is opened before the toll falls</order>."
    with open_ledger(path) as store:
        store.add(told(OFFER.format(""), "2030-05-10", name="may", source="Gazette"))
        store.add(
            told(OFFER.format(" <condition>if the toll falls</condition>"), "2030-06-10", name="june", source="Herald")
        )
        store.add(told(order, "2030-06-12", name="bo"))
        store.add(
            told("It wrote to the League: <demand by=league to=ana>pay the dues</demand>.", "2030-06-13", name="league")
        )
    return path


def test_of_a_matter_that_many_tell_the_newest_reports_are_shown_and_the_others_counted(run, told, tmp_path):
    place = tmp_path / "a.db"
    with open_ledger(place) as store:
        for day in range(1, 31):
            line = f"Ana will <commitment maker=ana>open the river port</commitment>, wrote reader {day}."
            store.add(told(line, f"2030-01-{day:02}", name=f"a{day:02}", source="Gazette"))
        (first,) = store.view().document("a01").commitments
    for command in ("show", "review show"):
        shown = run(*command.split(), first.id, "--top", "3", "--ledger", place).stdout
        assert "See also  (" in shown
        assert "more; --top N lists more\n" in shown
    whole = json.loads(run("show", first.id, "--top", "3", "--ledger", place, "--format", "json").stdout)
    assert len([r for r in whole["related"] if r["relation"] == "same matter"]) == 29


def test_negotiations_are_listed_and_chosen(run, ledger):
    shown = run("negotiations", "--ledger", ledger)
    assert shown.exit_code == 0
    assert "Alderland – Birchland" in shown.stdout
    chosen = run("articles", "--negotiation", "birchland", "--ledger", ledger, "--format", "json")
    assert {article["id"] for article in json.loads(chosen.stdout)} == {"may", "june"}


@pytest.mark.parametrize(
    "command",
    [
        "status",
        "timeline",
        "commitments",
        "statements",
        "articles",
        "deadlocks",
        "search port",
        "changes --from 2030-01-01",
        "show may",
    ],
)
def test_every_query_takes_a_negotiation(run, ledger, command):
    found = run(*command.split(), "--negotiation", "birchland", "--ledger", ledger)
    assert (found.exit_code, found.stderr) == (0, "")
    missing = run(*command.split(), "--negotiation", "elsewhere", "--ledger", ledger)
    assert missing.exit_code == 2
    assert missing.stderr.startswith("summitry: there is no negotiation 'elsewhere': Alderland – Birchland")


def test_definitions_come_from_an_option_or_the_environment(run, ledger, tmp_path, monkeypatch):
    file = tmp_path / "talks.toml"
    file.write_text('[[negotiation]]\nname = "Dues"\nparties = ["the League"]\n')
    by_option = run("negotiations", "--definitions", file, "--ledger", ledger, "--format", "json")
    assert json.loads(by_option.stdout)[0]["name"] == "Dues"
    monkeypatch.setenv("SUMMITRY_NEGOTIATIONS", str(file))
    chosen = run("articles", "--negotiation", "dues", "--ledger", ledger, "--format", "json")
    assert [article["id"] for article in json.loads(chosen.stdout)] == ["league"]


def test_a_file_of_definitions_that_cannot_be_used_is_told_with_its_line(run, ledger, tmp_path):
    file = tmp_path / "talks.toml"
    file.write_text('[[negotiation]]\nname = "Dues"\npartys = ["the League"]\n')
    found = run("status", "--negotiation", "dues", "--definitions", file, "--ledger", ledger)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith(f"summitry: {file}:3: unknown key 'partys'; did you mean 'parties'?")


def test_changes_are_sentences_and_values(run, ledger):
    shown = run("changes", "--from", "2030-05-31", "--ledger", ledger)
    assert "Ana Alder: the offer of May 2030 became conditional: “open the northern river port”" in shown.stdout
    plain = json.loads(
        run(
            "changes", "--from", "2030-05-31", "--to", "2030-06-10", "--top", 1, "--ledger", ledger, "--format", "json"
        ).stdout
    )
    assert (plain["since"], plain["day"]) == ("2030-05-31", "2030-06-10")
    assert [(c["axis"], c["was"], c["now"]) for c in plain["changes"]] == [("position", "offered", "conditional")]
    assert "Nothing did." in run("changes", "--from", "2030-06-30", "--to", "2030-07-01", "--ledger", ledger).stdout


@pytest.mark.parametrize("days", [("someday", "2030-06-10"), ("2030-06-10", "2030-05-01")])
def test_days_that_are_none_or_in_the_wrong_order_are_refused(run, ledger, days):
    found = run("changes", "--from", days[0], "--to", days[1], "--ledger", ledger)
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.startswith("summitry: ")


def test_a_deadlock_is_told_with_who_insists_on_what(run, ledger):
    shown = run("deadlocks", "--ledger", ledger).stdout
    assert "Ana Alder: first “the toll falls”, then “open the northern river port”" in shown
    assert "Bo Birch: first “the northern river port is opened”, then “the toll falls”" in shown
    assert "Nobody is known to wait" in run("deadlocks", "--as-of", "2030-06-10", "--ledger", ledger).stdout


def test_a_commitment_is_shown_with_its_history(run, ledger):
    (commitment,) = json.loads(run("commitments", "--ledger", ledger, "--format", "json").stdout)
    assert [step["value"] for step in commitment["history"]["position"]] == ["offered", "conditional"]
    shown = run("show", commitment["id"], "--ledger", ledger).stdout
    assert "History: position" in shown
    assert "hangs on “if the toll falls”" in shown
