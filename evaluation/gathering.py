"""Whether articles gather into the right negotiations: those of our corpus, all in one ledger."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.counts import Counts
from summitry.ledger.negotiations import negotiations
from summitry.records import Document

_NUMBER = re.compile(r"-\d\d-.*")  # of the report in its negotiation, and its genre


@dataclass(frozen=True, slots=True)
class Gathering:
    """Pairs of articles that are of one negotiation; precision and recall of an article's negotiation, averaged (B³), 0 to 1."""

    pairs: Counts
    precision: float
    recall: float

    @property
    def b_cubed(self) -> float:
        """Their harmonic mean in per cent, to one decimal."""
        return round(200 * self.precision * self.recall / (self.precision + self.recall), 1)


def measure(documents: Sequence[Document]) -> Gathering:
    """The negotiations that reports `NAME-01-genre`, `NAME-02-genre` ... gather into, against those they are named after."""
    ids = [document.article.id for document in documents]
    right = _by_article([frozenset(i for i in ids if _named(i) == name) for name in {_named(i) for i in ids}])
    return score({i: right[i] for i in ids}, _by_article([one.articles for one in negotiations(documents)]))


def score(right: Mapping[str, frozenset[str]], found: Mapping[str, frozenset[str]]) -> Gathering:
    """Groups of articles against the right ones, each article with its group; who has none is alone."""
    groups = {i: found.get(i, frozenset({i})) for i in right}
    shared = {i: len(right[i] & groups[i]) for i in right}
    pairs = Counts(*(sum(n - 1 for n in sizes) // 2 for sizes in (shared.values(), _sizes(right), _sizes(groups))))
    precision = sum(shared[i] / len(groups[i]) for i in right) / len(right)
    return Gathering(pairs, precision, sum(shared[i] / len(right[i]) for i in right) / len(right))


def _named(article: str) -> str:
    return _NUMBER.sub("", article)


def _by_article(groups: Sequence[frozenset[str]]) -> dict[str, frozenset[str]]:
    return {article: group for group in groups for article in group}


def _sizes(groups: Mapping[str, frozenset[str]]) -> list[int]:
    return [len(group) for group in groups.values()]
