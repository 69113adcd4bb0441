import itertools
import json
import random

import numpy as np
import pytest

from evaluation.coreference import Shares, gold_mentions, highest, mean, measure, score
from summitry.article import Span
from summitry.options import Options


def chains(*chains):
    """Chains of one-letter mentions: "abc" holds three."""
    return [frozenset(Span(ord(m), ord(m) + 1) for m in chain) for chain in chains]


def found(gold, ours):
    shares = score(chains(*gold), chains(*ours))
    return {name: (round(s.precision, 1), round(s.recall, 1)) for name, s in shares.items()}


def test_the_worked_example_of_the_reference_scorer():
    # Pradhan et al. 2014, "Scoring coreference partitions of predicted mentions", section 4; by hand:
    # MUC: 2 of 5 links, 2 of 5. B3: (4/2 + 1/2 + 1/2 + 4/4) of 8 and (4/3 + 1/3 + 1/4 + 4/4) of 7. CEAFe: 4/5 + 4/8 of 3 and of 2.
    assert found(["abc", "defg"], ["ab", "cd", "fghi"]) == {
        "MUC": (40.0, 40.0),
        "B3": (50.0, 41.7),
        "CEAFe": (43.3, 65.0),
    }


def test_the_same_chains_are_all_right():
    assert found(["abc", "de"], ["de", "cba"]) == dict.fromkeys(("MUC", "B3", "CEAFe"), (100.0, 100.0))


def test_one_chain_of_all_costs_precision():
    # MUC: 2 of 3 links. B3: (4/4 + 4/4) of 4. CEAFe: 4/6 of 1 and of 2.
    assert found(["ab", "cd"], ["abcd"]) == {"MUC": (66.7, 100.0), "B3": (50.0, 100.0), "CEAFe": (66.7, 33.3)}


def test_nothing_found_is_nothing_right():
    assert found(["ab"], []) == dict.fromkeys(("MUC", "B3", "CEAFe"), (0.0, 0.0))
    assert score([], [])["MUC"] == Shares()


def test_the_mean_is_of_the_three_f1s():
    shares = score(chains("abc", "defg"), chains("ab", "cd", "fghi"))
    assert [shares[m].f1 for m in ("MUC", "B3", "CEAFe")] == [40.0, 45.5, 52.0]
    assert mean(shares) == 45.8


@pytest.mark.parametrize("shape", [(4, 4), (2, 5), (5, 3)])
def test_the_highest_assignment_is_that_of_all_permutations(shape):
    rng = random.Random(3)
    for _ in range(50):
        values = np.array([[rng.choice([0, rng.random()]) for _ in range(shape[1])] for _ in range(shape[0])])
        small, large = sorted(shape)
        square = values if shape[0] <= shape[1] else values.T
        best = max(sum(square[i, j] for i, j in enumerate(p)) for p in itertools.permutations(range(large), small))
        assert highest(values) == pytest.approx(best)


def document(text, *mentions):
    """A document in GUM's form of `(words, chain, type, how)`; words must stand once in the text, the last is the head."""
    places, at = [], 0
    for word in text.replace(".", " .").split():
        at = text.index(word, at)
        places.append([at, at + len(word)])
        at += len(word)
    rows = []
    for words, chain, kind, how in mentions:
        start = text.index(words)
        inside = [i for i, (a, b) in enumerate(places) if start <= a and b <= start + len(words)]
        rows.append(
            {
                "char": [start, start + len(words)],
                "tok": [inside[0], inside[-1] + 1],
                "minspan": str(len(inside)),
                "text": words,
                "cluster": chain,
                "type": kind,
                "named": how == "name",
                "pron": how == "pronoun",
            }
        )
    return {"text": text, "tokens": places, "mentions": rows, "date": "2024-05-10"}


ANGELA = document(
    "Angela Merkel spoke in Berlin. She asked the guests to stay. They thanked her.",
    ("Angela Merkel", "1", "person", "name"),
    ("Berlin", "2", "place", "name"),
    ("She", "1", "person", "pronoun"),
    ("the guests", "3", "person", "description"),
    ("They", "3", "person", "pronoun"),
    ("her", "1", "person", "pronoun"),
)


def test_mentions_of_persons_places_and_organisations_are_gold():
    event = document("The summit ended.", ("The summit", "1", "event", "name"))
    assert not list(gold_mentions(event))
    said = [m.form for m in gold_mentions(ANGELA)]
    assert said == ["name", "name", "pronoun", "description", "pronoun", "pronoun"]
    assert [ANGELA["text"][a:b] for m in gold_mentions(ANGELA) for a, b in m.core][:1] == ["Merkel"]


def test_our_chains_are_scored_on_a_text(tmp_path):
    (tmp_path / "gum.jsonl").write_text(json.dumps(ANGELA) + "\n", "utf-8")
    shares = measure(tmp_path / "gum.jsonl", Options(backend="rules"))
    assert shares["MUC"] == Shares(2, 2, 2, 2)
    assert mean(shares) == 100.0
    assert shares["MUC, descriptions too"].gold == 3
