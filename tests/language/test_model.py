"""The shipped encoder: trees that are trees, words that are read, files that are whole."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from summitry.errors import ModelError
from summitry.language import syntax


def read(*words: str) -> list[syntax.WordReading]:
    return next(iter(syntax.shipped().read([words])))


def test_a_sentence_gets_tags_lemmas_and_a_tree():
    readings = read("The", "envoys", "rejected", "it", ".")
    assert [r.upos for r in readings] == ["DET", "NOUN", "VERB", "PRON", "PUNCT"]
    assert [r.lemma for r in readings] == ["the", "envoy", "reject", "it", "."]
    assert [(r.head, r.deprel) for r in readings][:4] == [(1, "det"), (2, "nsubj"), (2, "root"), (2, "obj")]


def test_reading_twice_gives_the_same():
    words = ["Both", "sides", "agreed", "to", "meet", "again", "."]
    assert read(*words) == read(*words)


def test_a_sentence_of_any_length_is_read_whole():
    assert len(read(*["word"] * 1000)) == 1000


def test_one_endless_word_is_read():
    assert len(read("x" * 100_000)) == 1


@given(arrays(np.float32, st.integers(1, 9).map(lambda n: (n, n + 1)), elements=st.floats(-5, 5, width=32)))
def test_heads_always_form_one_tree(scores):
    heads = syntax.tree(scores)
    assert sum(h == i for i, h in enumerate(heads)) == 1
    for start in range(len(heads)):
        node, steps = start, 0
        while heads[node] != node:
            node, steps = heads[node], steps + 1
            assert steps <= len(heads)


def test_the_best_tree_is_found_where_the_best_heads_make_a_cycle():
    # a (1) and b (2) prefer each other; the best tree lets the root take a
    scores = np.array([[1.0, -9.0, 3.0], [0.0, 3.0, -9.0]], np.float32)
    assert syntax.tree(scores) == [0, 0]


@pytest.mark.parametrize(
    ("script", "word", "lemma"),
    [("-1+", "envoys", "envoy"), ("=be", "was", "be"), ("^-0+", "Moon", "Moon"), ("-3+y", "tries", "try")],
)
def test_an_edit_script_gives_the_lemma(script, word, lemma):
    assert syntax.apply_lemma(script, word) == lemma


def test_a_damaged_model_is_refused(tmp_path):
    folder = tmp_path / "en"
    shutil.copytree(syntax.shipped().folder, folder)
    (folder / "model.onnx").write_bytes(b"\0" * 100)
    with pytest.raises(ModelError, match="damaged"):
        next(iter(syntax.SyntaxModel(folder).read([["word"]])))


def test_a_missing_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"model\.json"):
        syntax.SyntaxModel(tmp_path)


def test_the_card_names_what_the_weights_were_trained_on():
    card = json.loads((syntax.shipped().folder / "model.json").read_text())
    assert all(d["licence"] for d in card["data"])
    assert set(card["sha256"]) == {"model.onnx", "tokenizer.json"}
