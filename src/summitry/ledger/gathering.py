"""Which articles belong together: those near one another in who deals with whom and in what they say.

Each article is two vectors of length one: the parties it names, as the roots of how often, and its words, weighted by how rare they are
among the articles (TF-IDF). Nearness is the weighted geometric mean of the two cosines, averaged over the articles of a group.
Articles are taken by day, each into the group nearest to it; then the two nearest groups are joined, again and again.
A single article left over follows its parties alone. All of it is decided by the set of articles.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt

# Chosen on the reports of the corpus' training negotiations, and so that news of one country does not fall to pieces.
NEAR = 0.16  # from which groups are one
PARTIES = 0.55  # how much parties weigh, the rest words
SAME = 0.8  # from which the parties of a single article are those of a group, whatever it says
TELLING = 100  # words by which an article is known, the weightiest

Weights = Mapping[str, float]
Near = tuple[float, int]  # how near, and the number of the group that is


@dataclass(frozen=True, slots=True)
class Profile:
    """What an article is known by: how often it names each party and has each word, and whether parties deal with each other in it."""

    parties: Counter[str]
    words: Counter[str]
    deals: bool


def gathered(articles: Sequence[Profile]) -> list[list[int]]:
    """The numbers of the articles that belong together, of articles given the oldest first."""
    among = Counter(word for article in articles for word in article.words)
    rarity = {word: log(1 + len(articles) / number) for word, number in among.items() if number > 1}
    groups = _Groups()
    for article in articles:
        rare = {word: (1 + log(n)) * rarity[word] for word, n in article.words.items() if word in rarity}
        kept = sorted(rare, key=lambda word: (-rare[word], word))[:TELLING]
        one = (
            _unit({party: sqrt(n) for party, n in article.parties.items()}),
            _unit({word: rare[word] for word in kept}),
        )
        near, group = groups.nearest(one, 1)
        groups.put(one, group if near >= NEAR else None)
    groups.join()
    groups.settle(number for number, article in enumerate(articles) if article.deals)
    return sorted(group.articles for group in groups.all.values())


def _unit(weights: Weights) -> Weights:
    length = sqrt(sum(weight**2 for weight in weights.values()))
    return {entry: weight / length for entry, weight in weights.items()}


@dataclass
class _Group:
    """The numbers of some articles, and the sums of their vectors."""

    articles: list[int] = field(default_factory=list)
    sums: tuple[dict[str, float], dict[str, float]] = field(default_factory=lambda: ({}, {}))


class _Groups:
    """Groups of articles by number, looked up by what they hold."""

    def __init__(self) -> None:
        self.all: dict[int, _Group] = {}
        self._taken = 0
        self._holding: tuple[defaultdict[str, dict[int, float]], ...] = (defaultdict(dict), defaultdict(dict))

    def nearest(self, one: Sequence[Weights], size: int, itself: int | None = None, *, words: bool = True) -> Near:
        """The group nearest to a sum of `size` vectors, the first of several; by its parties alone if `words` do not count."""
        parties, said = (self._dots(weights, holding) for weights, holding in zip(one, self._holding, strict=True))
        best: Near = (0.0, -1)
        for group in sorted(parties):
            if group != itself:
                shared = parties[group], said.get(group, 0.0) if words else parties[group]
                near = shared[0] ** PARTIES * shared[1] ** (1 - PARTIES) / (size * len(self.all[group].articles))
                best = max(best, (near, group), key=lambda found: found[0])
        return best

    def put(self, one: Sequence[Weights], into: int | None) -> None:
        """Add the next article to a group, or as one of its own."""
        group = self._taken if into is None else into
        self._add(one, [self._taken], group)
        self._taken += 1

    def join(self) -> None:
        """Join the two nearest groups while they are near enough."""
        found = {group: self._partner(group) for group in self.all}
        while found and (gone := min(found, key=lambda group: (-found[group][0], group))) is not None:
            near, into = found[gone]
            if near < NEAR:
                break
            self._move(gone, into)
            del found[gone]
            found |= {g: self._partner(g) for g, (_, partner) in found.items() if g == into or partner in (gone, into)}

    def settle(self, articles: Iterable[int]) -> None:
        """Put those of some articles that are alone to those of their parties, whatever they say."""
        for alone in [i for i in articles if i in self.all and len(self.all[i].articles) == 1]:
            near, into = self.nearest(self.all[alone].sums, 1, alone, words=False)
            if near >= SAME and len(self.all[into].articles) > 1:
                self._move(alone, into)

    def _partner(self, group: int) -> Near:
        return self.nearest(self.all[group].sums, len(self.all[group].articles), group)

    def _dots(self, weights: Weights, holding: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
        dots: defaultdict[int, float] = defaultdict(float)
        for entry, weight in weights.items():
            for group, held in holding.get(entry, {}).items():
                dots[group] += weight * held
        return dots

    def _move(self, gone: int, into: int) -> None:
        group = self.all.pop(gone)
        for sums, holding in zip(group.sums, self._holding, strict=True):
            for entry in sums:
                del holding[entry][gone]
        self._add(group.sums, group.articles, into)

    def _add(self, one: Sequence[Weights], articles: Sequence[int], into: int) -> None:
        group = self.all.setdefault(into, _Group())
        group.articles = sorted([*group.articles, *articles])
        for sums, weights, holding in zip(group.sums, one, self._holding, strict=True):
            for entry, weight in weights.items():
                sums[entry] = holding[entry][into] = sums.get(entry, 0.0) + weight
