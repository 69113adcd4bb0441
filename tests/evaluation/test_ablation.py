"""What is left out of a reading, head by head, and that nothing else is."""

import json

import pytest

from evaluation import ablation
from summitry.language.frames import KINDS
from summitry.language.model import shipped
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import to_json

SENTENCES = [
    "Petra Lind told Odo Kell that Velmora would open the port if Tarn withdrew its boats .".split(),
    "She said nobody had asked her to wait .".split(),
]
WORDS = ("upos", "xpos", "lemma", "name", "factuality")


@pytest.fixture(scope="module")
def read():
    return shipped().read(SENTENCES)


@pytest.fixture
def without(read):
    return lambda name: ablation.changes()[name](SENTENCES, read)


@pytest.mark.parametrize("head", WORDS)
def test_a_silenced_head_says_the_same_of_every_word_and_the_others_speak(head, read, without):
    changed = without(head)
    for words, before, after in zip(SENTENCES, read.sentences, changed.sentences, strict=True):
        plain = {w.lower() for w in words} if head == "lemma" else {getattr(after[0], head)}
        assert {getattr(w, head) for w in after} == plain
        for other in ({*WORDS, "head", "deprel"}) - {head}:
            assert [getattr(w, other) for w in after] == [getattr(w, other) for w in before]
    assert changed.frames == read.frames


def test_without_arcs_each_word_hangs_on_the_one_before(without):
    for sentence in without("arcs, labels").sentences:
        assert [w.head for w in sentence] == [0, *range(len(sentence) - 1)]
        assert [w.deprel for w in sentence] == ["root", *["dep"] * (len(sentence) - 1)]


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_frames_of_a_kind_the_others_stay(kind, read, without):
    assert without(f"frames: {kind}").frames == tuple(f for f in read.frames if f.kind != kind)


def test_without_frames_links_or_attributes(read, without):
    assert {"mention", "statement", "commitment"} <= {f.kind for f in read.frames}
    assert without("frames").frames == ()
    assert any(f.links for f in read.frames)
    assert not any(f.links for f in without("frames: same actor").frames)
    assert {f.attributes["plover"] for f in without("frames: attributes").frames if f.kind == "event"} <= {"AGREE"}


def test_a_text_is_read_once_however_often_it_is_changed(read):
    class Counting:
        times = 0

        def read(self, _sentences):
            self.times += 1
            return read

    model = Counting()
    recorded = ablation.Recorded(model)
    assert recorded.read(SENTENCES) == read
    assert ablation.Recorded(model, ablation.changes()["frames"], recorded.kept).read(SENTENCES).frames == ()
    assert model.times == 1


def test_what_is_left_out_lowers_the_score_of_what_was_found_with_it(tmp_path):
    text = "Petra Lind said on Monday that Velmora would open the port if Tarn withdrew its boats.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8", newline="")
    gold = to_json(process(from_text(text, published="2024-05-10", id="a")))
    (tmp_path / "a.gold.json").write_text(json.dumps(gold), "utf-8")
    scores = dict(ablation.scores(tmp_path, shipped(), Options()))
    assert scores[ablation.WHOLE] == max(scores.values()) > scores["frames"]
