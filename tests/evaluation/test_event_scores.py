"""Pairs of actors as PLOVER roots: what is to come is agreed to or threatened, and the file's form is kept."""

import json

import pytest

from evaluation import EvaluationError, events, learned
from evaluation.events import Pair, as_labelled


@pytest.mark.parametrize(
    ("root", "modality", "label"),
    [
        ("CONSULT", "happened", "CONSULT"),
        ("CONSULT", "planned", "AGREE"),
        ("RETREAT", "happened", "YIELD"),
        ("RETREAT", "refused", "REJECT"),
        ("ASSAULT", "possible", "THREATEN"),
        ("SANCTION", "cancelled", "YIELD"),
        ("AID", "requested", "REQUEST"),
        ("ACCUSE", "planned", "ACCUSE"),
    ],
)
def test_a_root_and_its_modality_are_one_label(root, modality, label):
    assert as_labelled(root, modality) == label


def test_rows_are_read_and_answers_written_with_their_quad(tmp_path):
    file = tmp_path / "pairs.tsv"
    file.write_text("uid\tsentence\tsource\ttarget\n7\tA met B.\tA\tB\n", "utf-8")
    pairs = events.read(file)
    events.write(pairs, ["CONSULT"], tmp_path / "out.jsonl")
    assert pairs == [Pair("7", "A met B.", "A", "B", None)]
    assert json.loads((tmp_path / "out.jsonl").read_text()) == {"uid": "7", "root": "CONSULT", "penta": 1}


def test_a_file_without_its_columns_is_named(tmp_path):
    (tmp_path / "pairs.tsv").write_text("uid\ttext\n1\tA met B.\n", "utf-8")
    with pytest.raises(EvaluationError, match="no column sentence, source, target"):
        events.read(tmp_path / "pairs.tsv")


def test_macro_f1_counts_every_class_alike():
    pairs = [Pair(str(i), "", "", "", gold) for i, gold in enumerate(["CONSULT", "CONSULT", "AID", "ASSAULT"])]
    found = events.scores(pairs, ["CONSULT", "CONSULT", "AID", "CONSULT"])
    assert found == {"binary": 42.9, "quad": 60.0, "root": 60.0}


def test_a_model_trained_on_the_pairs_learns_words_that_our_coder_does_not_know():
    rows = [("snubbed", "REJECT"), ("feted", "SUPPORT")] * 40
    pairs = [Pair(str(i), f"A{i} {verb} B{i} again.", f"A{i}", f"B{i}", root) for i, (verb, root) in enumerate(rows)]
    assert learned.cross_validated(pairs, ["CONSULT"] * len(pairs), 4) == [root for _, root in rows]


def test_too_few_rows_for_the_folds_are_an_error():
    pairs = [Pair("1", "A met B.", "A", "B", "CONSULT"), Pair("2", "C met D.", "C", "D", None)]
    with pytest.raises(EvaluationError, match="too few rows with a gold_root for 2 folds"):
        learned.cross_validated(pairs, ["CONSULT", "CONSULT"], 2)
