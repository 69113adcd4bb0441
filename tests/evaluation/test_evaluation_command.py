import hashlib
import json

import pytest

from evaluation import __main__ as command
from evaluation import report
from evaluation.report import Report
from summitry.records import to_json

TEXT = "Ana Alder said the port would open.\n"
MADE = Report("ledger", "d", ("", "F1"), [("order*", "40.0"), ("question*", "7.5")], {"order": 40.0}, {"order": 40.0})


@pytest.fixture
def gold(tmp_path, told):
    document = to_json(told("Ana Alder said <statement speaker=ana>the port would open</statement>.\n", "2030-01-01"))
    document["times"] = []
    document["article"]["sha256"] = hashlib.sha256(TEXT.encode()).hexdigest()
    (tmp_path / "port.txt").write_text(TEXT, "utf-8")
    (tmp_path / "port.gold.json").write_text(json.dumps(document), "utf-8")
    return tmp_path


def test_a_gold_folder_is_read_and_scored(gold, capsys):
    assert command.main(["ledger", "--gold", str(gold), "--json"]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["statement.found"]["gold"] == 1
    assert scores["ledger"]["f1"] == round(sum(s["f1"] for s in scores.values() if s.get("headline")) / 10, 1)


def test_a_row_an_article_leaves_out_what_nobody_speaks_of(gold, capsys):
    command.main(["ledger", "--gold", str(gold), "--by", "article", "--json"])
    assert "order" not in json.loads(capsys.readouterr().out)["port"]


def test_a_changed_text_is_refused(gold, capsys):
    (gold / "port.txt").write_text(TEXT.replace("Ana", "Bo"), "utf-8")
    assert command.main(["ledger", "--gold", str(gold)]) == 2
    assert "port.txt: not the text that port.gold.json annotates" in capsys.readouterr().err


def test_a_folder_without_gold_is_refused(tmp_path, capsys):
    assert command.main(["ledger", "--gold", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"evaluation: {tmp_path}: no NAME.gold.json here\n"


@pytest.mark.parametrize("name", ["time", "language", "attribution"])
def test_a_folder_without_the_corpus_is_refused(name, tmp_path, capsys):
    assert command.main([name, "--data", str(tmp_path)]) == 2
    assert "no such file; docs/accuracy.md says what belongs into the data folder" in capsys.readouterr().err


def test_a_fallen_figure_ends_with_one(tmp_path):
    file = tmp_path / "floors.json"
    assert command.hold(MADE, lift=True, file=file) == 0
    assert command.hold(MADE, lift=False, file=file) == 0
    fallen = Report("ledger", "d", (), [], {"order": 39.0}, {})
    assert command.hold(fallen, lift=False, file=file) == 1


def test_a_table_is_aligned():
    assert report.table(MADE) == "             F1\norder*     40.0\nquestion*   7.5"


def test_a_table_goes_between_its_marks(tmp_path):
    page = tmp_path / "accuracy.md"
    page.write_text("Before\n<!-- ledger -->\nold\n<!-- /ledger -->\nafter\n", "utf-8")
    report.write_into(page, MADE)
    report.write_into(page, MADE)
    table = "|  | F1 |\n| --- | --: |\n| order* | 40.0 |\n| question* | 7.5 |"
    assert page.read_text("utf-8") == f"Before\n<!-- ledger -->\n{table}\n<!-- /ledger -->\nafter\n"


def test_a_page_without_marks_is_refused(tmp_path):
    (tmp_path / "page.md").write_text("nothing\n", "utf-8")
    with pytest.raises(report.EvaluationError, match="mark one with <!-- ledger -->"):
        report.write_into(tmp_path / "page.md", MADE)


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit):
        command.main(["--help"])
    told = capsys.readouterr().out
    assert all(
        f"python -m evaluation {name} " in told for name in ("ledger", "time", "language", "attribution", "speed")
    )
