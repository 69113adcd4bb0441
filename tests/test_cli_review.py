"""The commands of review: what they print, what they keep, and what they refuse."""

import json

import pytest
from typer.testing import CliRunner

from summitry.cli import app
from summitry.stores import open_ledger


@pytest.fixture
def ledger(told, tmp_path):
    path = tmp_path / "talks.db"
    with open_ledger(path) as store:
        promise = "Ana Alder will <commitment maker=ana>open the port</commitment>."
        store.add(told(promise, "2030-01-05", name="first", source="Herald"))
        again = "Ana Alder will at last <commitment maker=ana>open her port to ships</commitment>."
        store.add(told(again, "2030-01-06", name="second", source="Post"))
        store.add(told("Both <event meeting=yes on=2030-02-02 actor=ana,bo>met</event>.", "2030-02-03", name="third"))
    return path


@pytest.fixture
def run(ledger, monkeypatch):
    """Runs a command of review: `.exit_code`, `.stdout`, `.stderr`; `by=None` names nobody."""
    monkeypatch.setenv("SUMMITRY_LEDGER", str(ledger))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("SUMMITRY_REVIEWER", raising=False)

    def invoke(*arguments, by="Dee Dogwood"):
        named = ("--by", by) if by is not None else ()
        return CliRunner().invoke(app, ["review", *arguments, *named], prog_name="summitry")

    return invoke


def commitments(ledger):
    with open_ledger(ledger) as store:
        return {d.article.id: d.commitments for d in store.view().documents}


@pytest.fixture
def ids(ledger):
    return [commitments(ledger)[name][0].id for name in ("first", "second")]


def test_records_are_accepted_rejected_and_corrected_by_the_beginning_of_their_ids(run, ledger, ids):
    one, two = ids
    assert run("accept", one[:9]).exit_code == 0
    assert run("correct", two[:9], "status", "in", "--note", "x").exit_code == 2
    assert run("correct", two[:9], "status", "in_progress").exit_code == 0
    assert commitments(ledger)["first"][0].confidence == 1.0
    assert commitments(ledger)["second"][0].status == "in_progress"
    assert run("reject", one, two).exit_code == 0
    assert commitments(ledger) == {"first": (), "second": (), "third": ()}


def test_what_was_decided_is_printed_as_the_history_has_it(run, ids):
    made = run("correct", ids[0], "status", "broken", "--note", "the port is shut")
    assert "Dee Dogwood" in made.stdout
    assert "correct status: open → broken “the port is shut”" in made.stdout
    listed = json.loads(run("history", "--format", "json", by=None).stdout)
    assert [(d["action"], d["by"], d["was"], d["now"]) for d in listed] == [
        ("correct", "Dee Dogwood", "open", "broken")
    ]
    assert listed[0]["id"] in made.stdout


def test_a_decision_as_json_is_the_history_s_line(run, ids):
    made = json.loads(run("note", ids[0], "ask Cy", "--format", "json").stdout)
    assert made == json.loads(run("history", ids[0], "--format", "json", by=None).stdout)


def test_the_name_can_come_from_the_environment(run, ids, monkeypatch):
    monkeypatch.setenv("SUMMITRY_REVIEWER", "Eve Elm")
    assert "Eve Elm" in run("accept", ids[0], by=None).stdout


def test_nobody_s_decision_is_refused(run, ledger, ids):
    for by in (None, "", "  "):
        result = run("accept", ids[0], by=by)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Give --by NAME, or set SUMMITRY_REVIEWER" in result.stderr
    with open_ledger(ledger) as store:
        assert store.view().decisions == ()


def test_undo_takes_back_the_last_or_a_named_decision(run, ledger, ids):
    run("reject", ids[0])
    run("reject", ids[1])
    named = json.loads(run("history", "--format", "json", by=None).stdout)[1]["id"]
    assert run("undo").exit_code == 0
    assert [len(c) for c in commitments(ledger).values()] == [0, 1, 0]
    assert run("undo", named[:9]).exit_code == 0
    assert [len(c) for c in commitments(ledger).values()] == [0, 1, 1]
    result = run("undo")
    assert (result.exit_code, "Dee Dogwood has decided nothing that stands" in result.stderr) == (2, True)


def test_a_rejected_record_is_shown_with_its_history_and_is_taken_back_in(run, ledger, ids):
    run("reject", ids[0], "--note", "a hope")
    shown = run("show", ids[0][:9], by=None).stdout
    assert "Review: rejected" in shown
    assert "Dee Dogwood: reject “a hope”" in shown
    run("accept", ids[0])
    assert len(commitments(ledger)["first"]) == 1


def test_show_lists_what_can_be_corrected_and_to_what(run, ids):
    shown = run("show", ids[0], by=None).stdout
    assert "open, in_progress, done, broken, withdrawn, refused" in shown
    assert "Ana Alder" in shown


def test_reports_are_merged_and_split(run, ledger, ids):
    def matters() -> int:
        status = CliRunner().invoke(app, ["commitments", "--ledger", str(ledger), "--format", "json"])
        return len(json.loads(status.stdout))

    before = matters()
    assert run("merge" if before == 2 else "split", *ids).exit_code == 0
    assert matters() == 3 - before
    assert run("undo").exit_code == 0
    assert matters() == before


def test_the_queue_says_what_to_look_at_first_and_why(run, ids):
    shown = run("queue", by=None).stdout
    assert "3 records to review, 0 reviewed" in shown
    assert "how sure is not known" in shown
    queue = json.loads(run("queue", "--kind", "events", "--format", "json", by=None).stdout)
    assert [line["kind"] for line in queue["lines"]] == ["events"]
    run("accept", *ids)
    assert "1 record to review, 2 reviewed" in run("queue", by=None).stdout


def test_the_agreement_is_a_precision_with_the_number_behind_it(run, ids):
    assert "Nobody has judged a record yet." in run("agreement", by=None).stdout
    run("accept", ids[0])
    run("reject", ids[1])
    shown = run("agreement", by=None).stdout
    assert "50 %" in shown
    assert "(9 to 91 %)" in shown
    assert json.loads(run("agreement", "--format", "json", by=None).stdout)["overall"]["judged"] == 2


def test_reviewers_who_disagree_are_shown(run, ids):
    run("accept", ids[0], by="Eve Elm")
    run("reject", ids[0], by="Fay Fir")
    assert "Eve Elm and Fay Fir disagree" in run("queue", by=None).stdout
    assert run("history", by=None).stdout.count("(contradicted)") == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("accept", "com-none"), "the ledger has no 'com-none'"),
        (("accept", "com-"), "'com-' begins 2 ids"),
        (("accept", "first"), "the ledger has no 'first'"),
        (("undo", "dec-none"), "no 'dec-none'; `summitry review history` lists decisions"),
        (("correct", "eve-", "colour", "red"), "events have no field 'colour'"),
        (("correct", "eve-", "modality", "maybe"), "'maybe' is no modality; there are happened"),
        (("merge", "eve-"), "merge needs two records or more"),
        (("note", "eve-", " "), "a note needs words"),
        (("queue", "--kind", "birds"), "there are statements, events"),
    ],
)
def test_a_wrong_call_is_refused_with_a_reason_and_keeps_nothing(run, ledger, arguments, reason):
    result = run(*arguments, by=None if arguments[0] == "queue" else "Dee")
    assert result.exit_code == 2
    assert reason in result.stderr
    with open_ledger(ledger) as store:
        assert store.view().decisions == ()


def test_one_wrong_id_among_several_stops_all(run, ledger, ids):
    assert run("accept", ids[0], "com-none").exit_code == 2
    with open_ledger(ledger) as store:
        assert store.view().decisions == ()
