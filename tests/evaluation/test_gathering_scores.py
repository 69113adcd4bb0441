"""How groups of articles are scored against the right ones."""

import pytest

from evaluation.counts import Counts
from evaluation.gathering import measure, score

RIGHT = {i: frozenset(group) for group in ("ab", "cd") for i in group}


@pytest.mark.parametrize(
    ("groups", "pairs", "precision", "recall"),
    [
        (["ab", "cd"], Counts(2, 2, 2), 1.0, 1.0),
        (["abcd"], Counts(2, 2, 6), 0.5, 1.0),
        ([], Counts(0, 2, 0), 1.0, 0.5),
        (["abc"], Counts(1, 2, 3), 2 / 3, 0.75),
    ],
)
def test_pairs_and_the_share_of_each_article_count(groups, pairs, precision, recall):
    found = score(RIGHT, {i: frozenset(group) for group in groups for i in group})
    assert found.pairs == pairs
    assert (found.precision, found.recall) == (pytest.approx(precision), pytest.approx(recall))


def test_reports_are_of_the_negotiation_that_they_are_named_after(told):
    text = "<demand by=ana to=bo>Open the {0} port</demand>. Bo will <commitment maker=bo beneficiary=ana>open the {0} port</commitment>."
    names = ("tolls-01-wire", "tolls-02-letter", "mines-01-wire")
    documents = [told(text.format("harbour" if "tolls" in name else "pit"), "2030-02-01", name=name) for name in names]
    assert measure(documents[:2]).pairs == Counts(1, 1, 1)
    assert measure(documents).pairs.gold == 1
