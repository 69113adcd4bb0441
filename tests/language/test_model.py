"""The shipped encoder: trees that are trees, words and frames that are read, files that are whole."""

import json
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from summitry.errors import ModelError
from summitry.language import syntax
from summitry.language.model import Model, WordReading, shipped


def read(*words: str) -> tuple[WordReading, ...]:
    return shipped().read([words]).sentences[0]


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


def test_a_promise_with_its_condition_is_marked():
    words = "Mali said it would free the sailors if France lifted its sanctions .".split()
    frames = {f.kind: f for f in sorted(shipped().read([words]).frames, key=lambda f: f.score)}  # the surest of a kind
    condition = frames["condition"]
    assert words[condition.anchor] == "if"
    assert words[frames["commitment"].anchor] == "free"
    assert (condition.anchor, len(words) - 2) in condition.roles["span"]


def test_a_text_of_many_windows_is_read_as_its_sentences_are():
    sentence = "The envoy said that both sides would meet again in May .".split()
    readings = shipped().read([sentence] * 60)
    assert len(readings.sentences) == 60
    assert all(len(s) == len(sentence) for s in readings.sentences)
    cues = [f.anchor for f in readings.frames if f.kind == "statement" and f.score > 0.5]
    assert len(cues) == len(set(cues)) >= 55


def test_factuality_tells_what_happened_from_what_did_not():
    happened = read("They", "signed", "the", "treaty", "yesterday", ".")[1]
    did_not = read("They", "did", "not", "sign", "the", "treaty", ".")[3]
    assert happened.factuality > 0.5 > did_not.factuality


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
    shutil.copytree(shipped().folder, folder)
    (folder / "model.onnx").write_bytes(b"\0" * 100)
    with pytest.raises(ModelError, match="damaged"):
        Model(folder).read([["word"]])


def test_a_missing_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match=r"model\.json"):
        Model(tmp_path)


def test_the_card_names_what_the_weights_were_trained_on():
    card = json.loads((shipped().folder / "model.json").read_text())
    assert all(d["licence"] for d in card["data"])
    assert set(card["sha256"]) == {"model.onnx", "tokenizer.json"}
