"""Texts with labels, cut into windows: nothing lost, nothing moved; corpora read as they are written."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.language import parse
from summitry.language.model import shipped
from summitry.readers import from_text
from training import reading
from training.texts import Mark, Text, batches, names_of, nearest, part, renamed, windows

TREEBANK = """\
# newdoc id = reviews-1
# sent_id = reviews-1-1
1	Ana	Ana	PROPN	NNP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

# sent_id = reviews-1-2
1	She	she	PRON	PRP	_	2	nsubj	_	_
2	tried	try	VERB	VBD	_	0	root	_	_

"""


def text(*lengths: int) -> Text:
    words = [f"w{i}" for i in range(sum(lengths))]
    starts = [sum(lengths[:i]) for i in range(len(lengths))]
    marks = [Mark("event", s, {"trigger": frozenset({s}), "actor": frozenset({0})}) for s in starts]
    return Text(words, starts, heads=list(range(len(words))), marks=marks)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=30), st.integers(0, 99))
def test_windows_hold_every_word_once_and_in_order(lengths, seed):
    made = list(windows(text(*lengths), random.Random(seed), least=5, longest=40))
    assert [w for m in made for w in m.words] == text(*lengths).words
    assert all(len(m.words) <= 40 for m in made)


def test_a_part_counts_from_its_own_beginning_and_leaves_out_what_is_outside():
    made = part(text(2, 3), 2, 5)
    assert made.starts == [0]
    assert made.heads == [0, 1, 2]
    assert made.marks == [Mark("event", 0, {"trigger": frozenset({0}), "actor": frozenset()})]


def test_an_endless_sentence_is_left_out():
    assert [m.words for m in windows(text(2, 50, 1), random.Random(0), least=5, longest=40)] == [["w0", "w1"], ["w52"]]


def test_other_names_stand_for_names_the_same_wherever_one_stands():
    words = "Mara Olt met Kell . Olt told Kell to wait in Oslo .".split()
    tags = "B-PER I-PER O B-PER O B-PER O B-PER O O O B-LOC O".split()
    text = Text(words, [0, 5], name=tags, marks=[Mark("event", 2, {"actor": frozenset({1})})])
    names = names_of([text, Text(["Brandt", "went", "to", "Bergen"], [0], name=["B-PER", "O", "O", "B-LOC"])])
    assert names == {"B-PER": ["Brandt", "Kell", "Mara"], "B-LOC": ["Bergen", "Oslo"]}
    seen = [renamed(text, names, random.Random(seed)) for seed in range(20)]
    assert {t.words[3] for t in seen} == {"Brandt", "Kell", "Mara"}
    for other in seen:
        assert other.words[3] == other.words[7]
        assert [w for w, t in zip(other.words, tags, strict=True) if t == "O"] == "met . told to wait in .".split()
        assert (other.marks, other.name, other.starts) == (text.marks, text.name, text.starts)
        assert other.words[1] == other.words[5] == "Olt"  # too short to be told from an abbreviation


def test_batches_hold_no_more_than_they_may_and_every_text():
    texts = [text(n) for n in (3, 40, 7, 12, 9)]
    made = list(batches(texts, 50, random.Random(1)))
    assert sorted(len(t.words) for b in made for t in b) == [3, 7, 9, 12, 40]
    assert all(len(b) * max(len(t.words) for t in b) <= 50 for b in made)


@pytest.mark.parametrize(
    ("words", "found"),
    [([3, 11], 11), ([3, 25], 3), ([25, 40], 25), ([], None)],
)
def test_the_word_nearest_to_the_anchor_fills_a_role_its_own_sentence_first(words, found):
    assert nearest(words, 12, range(10, 20)) == found


def test_a_treebank_is_read_document_by_document(tmp_path):
    path = tmp_path / "bank.conllu"
    path.write_text(TREEBANK, "utf-8")
    (found,) = reading.treebank(path)
    assert found.words == ["Ana", "left", ".", "She", "tried"]
    assert found.starts == [0, 3]
    assert found.heads == [1, 1, 1, 4, 4]
    assert found.lemma[-1] == "-3+y"
    assert "commitment" in found.complete  # a review promises nothing to anybody


@pytest.mark.parametrize(
    ("words", "heads", "head"),
    [([1, 2], [1, 2, 5, 5], 2), ([0, 1], [0, 0], 0), ([0], [0], 0)],
)
def test_the_head_of_a_phrase_is_governed_from_outside(words, heads, head):
    assert reading.head_of(words, heads) == head


def test_names_are_tagged_without_their_articles_the_longest_first():
    words = ["The", "Bank", "of", "Ana", "said"]
    assert reading.tags(words, [(3, 4, "PER"), (0, 4, "ORG")]) == ["O", "B-ORG", "I-ORG", "I-ORG", "O"]


def test_names_of_actors_are_tagged_and_other_words_with_a_capital_left_open():
    text = "Minister Ana Alder said Velmora and the River Army would meet in Oslo."
    actors = [
        {"name": "Ana Alder", "kind": "person", "mentions": [[0, 18]]},
        {"name": "Velmora", "kind": "state", "mentions": [[24, 31]]},
        {"name": "River Army", "kind": "organisation", "mentions": [[36, 50]]},
    ]
    found = reading._name_tags(actors, parse(from_text(text), shipped()))
    assert found == ["O", "B-PER", "I-PER", "O", "B-LOC", "O", "O", "B-ORG", "I-ORG", "O", "O", "O", "", "O"]


def test_attributions_are_statements_anchored_at_the_heads_of_their_cues(tmp_path):
    text = "“It is over,” Ana Alder has said."
    spans = {"source": [[14, 23]], "cue": [[24, 32]], "content": [[0, 13]]}
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"text": text, "date": "2024-05-10", "attributions": [spans]}), "utf-8")
    (found,) = reading.attributed(path, lambda article: parse(article, shipped()))
    (mark,) = found.marks
    assert found.words[mark.anchor] == "said"
    told = {role: " ".join(found.words[w] for w in sorted(words)) for role, words in mark.roles.items()}
    assert told == {"source": "Ana Alder", "cue": "has said", "content": "“ It is over , ”"}
    assert found.complete == {"statement"}  # of events and promises nothing is known
