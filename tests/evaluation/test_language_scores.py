import json

import pytest

from evaluation.counts import Counts
from evaluation.language import names_in, read_treebank, score_cutting, score_names, score_syntax
from summitry.language.model import Reading, WordReading

TWO = """\
# newdoc id = a
# newpar
# text = Don't wait.
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	VB	_	3	aux	_	_
2	n't	not	PART	RB	_	3	advmod	_	_
3	wait	wait	VERB	VB	_	0	root	_	_
4	.	.	PUNCT	.	_	3	punct	_	_

# text = Ana left
1	Ana	Ana	PROPN	NNP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	_

"""


@pytest.fixture
def treebank(tmp_path):
    def read(text):
        (tmp_path / "bank.conllu").write_text(text, "utf-8")
        return list(read_treebank(tmp_path / "bank.conllu"))

    return read


class Answering:
    """A model that gives the readings it was made with."""

    def __init__(self, *readings):
        self.readings = readings

    def read(self, sentences):
        assert [len(s) for s in sentences] == [len(r) for r in self.readings]
        return Reading(tuple(map(tuple, self.readings)), ())


def reading(**said):
    return WordReading(
        **{"upos": "X", "xpos": "X", "lemma": "x", "name": "O", "head": 0, "deprel": "root", "factuality": 0.0} | said
    )


def test_words_stand_where_the_text_has_them(treebank):
    first = treebank(TWO)[0]
    assert [first.text[a:b] for a, b in first.places()] == ["Do", "n't", "wait", "."]


def whole(counts):
    """The counts of the whole treebank."""
    return {name: c for name, c in counts.items() if "," not in name}


def test_cutting_is_scored_on_running_text(treebank):
    assert whole(score_cutting(treebank(TWO))) == {"sentences": Counts(2, 2, 2), "words": Counts(6, 6, 6)}


def test_news_is_scored_apart(treebank):
    both = treebank(TWO + TWO.replace("newdoc id = a", "newdoc id = GUM_news_a"))
    assert whole(score_cutting(both)) == {"sentences": Counts(4, 4, 4), "words": Counts(12, 12, 12)}
    news = {name: c for name, c in score_cutting(both).items() if name.endswith(", news")}
    assert news == {"sentences, news": Counts(2, 2, 2), "words, news": Counts(6, 6, 6)}


def test_a_sentence_cut_in_two_is_found_in_neither_half(treebank):
    text = "# newdoc id = a\n# text = Stop! Now\n1\tStop\t_\t_\t_\t_\t0\t_\t_\t_\n2\t!\t_\t_\t_\t_\t1\t_\t_\t_\n3\tNow\t_\t_\t_\t_\t1\t_\t_\t_\n\n"
    assert whole(score_cutting(treebank(text))) == {"sentences": Counts(0, 1, 2), "words": Counts(3, 3, 3)}


def test_syntax_is_scored_word_by_word(treebank):
    sentence = treebank(TWO)[1]
    model = Answering(
        [
            reading(upos="PROPN", xpos="NNP", lemma="ana", head=1, deprel="obj"),
            reading(upos="VERB", xpos="VBN", lemma="left", head=1, deprel="root"),
        ]
    )
    assert score_syntax([sentence], model) == {"upos": 100.0, "xpos": 50.0, "lemma": 50.0, "uas": 100.0, "las": 50.0}


def test_names_are_exact_and_of_three_types(tmp_path):
    row = {
        "text": "Ana Alder left Birchland",
        "tokens": [[0, 3], [4, 9], [10, 14], [15, 24]],
        "entities": [{"type": "PER", "tok": [0, 2]}, {"type": "LOC", "tok": [3, 4]}],
    }
    (tmp_path / "names.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    model = Answering([reading(name=n) for n in ("B-PER", "O", "B-MISC", "B-LOC")])
    assert score_names(tmp_path / "names.jsonl", model) == Counts(1, 2, 2)


def test_names_end_where_another_begins():
    assert list(names_in(["B-PER", "B-PER", "I-PER", "O", "I-LOC"])) == [(0, 1, "PER"), (1, 3, "PER"), (4, 5, "LOC")]
