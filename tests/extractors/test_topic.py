"""Whether a text is about parties and their dealings: by its sentences, the fewer the more doubtful."""

from pathlib import Path

import pytest

from summitry.extractors.topic import ELSEWHERE, about
from summitry.language import analyse
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text

KNITTING = (
    "Cast on forty stitches before you choose the second colour. If the wool is thick, take larger needles. "
    "Knit two rows and turn the work. The edge will curl unless you slip the first stitch of every row. "
    "My aunt promised to finish a sleeve in an evening. She has agreed to teach me how. "
)
TALKS = "The envoy said the rebels would free the pilots if the army withdrew. "


def likelihood(text: str) -> float:
    return about(analyse(from_text(text), Options(backend="rules")))


@pytest.mark.parametrize(("text", "expected"), [(KNITTING, False), (TALKS, True), (TALKS + KNITTING, True)])
def test_one_sentence_about_parties_outweighs_several_that_are_not(text, expected):
    assert (likelihood(text) > 0.5) == expected


def test_a_sentence_or_two_are_not_enough_to_say_that_a_text_is_about_something_else():
    assert likelihood("Kim promised to come. He kept his word.") > 0.5


def test_nothing_is_looked_for_in_a_text_about_something_else_and_that_is_said():
    d = process(from_text(KNITTING, published="2024-05-10"))
    assert [d.commitments, d.conditions, d.demands, d.obstacles, d.orders, d.questions] == [()] * 6
    assert ELSEWHERE in d.problems
    assert ELSEWHERE not in process(from_text(TALKS, published="2024-05-10")).problems


def test_the_texts_that_it_is_measured_on_are_told_apart():
    folder = Path(__file__).parents[2] / "training" / "off_topic"
    texts = [p.read_text("utf-8") for p in sorted(folder.glob("*.txt"))]
    assert sum(likelihood(t) > 0.5 for t in texts) <= 1
    assert len(texts) == 14
