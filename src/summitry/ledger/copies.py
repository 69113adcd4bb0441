"""Whose telling an article is: near-identical copies of one wire story are one source.

Articles are compared by their runs of five words. A sample of the runs (those that begin with a word whose checksum
divides by `SAMPLED`) finds the pairs worth comparing, all runs decide: a copy has half of the shorter text's runs in
common with the original. A story cut short or put into house style is found so, and one that quotes the same speech is not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

from summitry.article import Article
from summitry.ledger.match import WORD

Run = tuple[str, ...]

RUN = 5  # words
SAMPLED = 8  # one in so many distinct words begins a sampled run
LIKELY = 0.25  # share of the smaller sample's runs that makes a pair worth comparing
COPIED = 0.5  # share of the shorter text's runs that a copy has
SHORTEST = 20  # runs: a shorter text is no evidence of copying
COMPARED = 4  # earlier articles, those that share most: if none of them is the original, none is
COMMON = 100  # articles that share a run: boilerplate beyond, which tells no pair apart


def origins(articles: Iterable[Article]) -> Mapping[str, str]:
    """For each article by id the outlet whose telling it is, in lower case, empty where unknown.

    Of a copy it is that of the article it was copied from, the first with that text at last; those without a day come first,
    as among reports.
    """
    found: dict[str, str] = {}
    earlier: list[tuple[Article, int]] = []  # with the sizes of their samples
    having: defaultdict[Run, list[int]] = defaultdict(list)
    for article in sorted(articles, key=lambda a: ((a.published and a.published.latest) or "", a.id)):
        runs = _runs(article)
        sample = {run for run in runs if _begins_sampled_run(run[0])}
        shared = Counter(i for run in sample if len(having[run]) <= COMMON for i in having[run])
        likely = [i for i, count in shared.items() if count >= LIKELY * min(len(sample), earlier[i][1])]
        near = sorted(likely, key=lambda i: (-shared[i], i))[:COMPARED]
        original = next((earlier[i][0].id for i in near if _is_copy(_runs(earlier[i][0]), runs)), None)
        found[article.id] = (article.source or "").casefold() if original is None else found[original]
        for run in sample:
            having[run].append(len(earlier))
        earlier.append((article, len(sample)))
    return found


def is_copy(one: Article, other: Article) -> bool:
    """Whether two texts are one story."""
    return _is_copy(_runs(one), _runs(other))


def _is_copy(a: set[Run], b: set[Run]) -> bool:
    fewer = min(len(a), len(b))
    return fewer >= SHORTEST and len(a & b) >= COPIED * fewer


def _runs(article: Article) -> set[Run]:
    words = WORD.findall(article.text.casefold())
    return set(zip(*(words[i:] for i in range(RUN)), strict=False))


@lru_cache(maxsize=100_000)
def _begins_sampled_run(word: str) -> bool:
    return crc32(word.encode()) % SAMPLED == 0
