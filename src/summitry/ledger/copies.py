"""Whose telling an article is: near-identical copies of one wire story are one source.

Articles are compared by their runs of five words. A sample of the runs (those that begin with a word whose checksum
divides by `SAMPLED`) finds the pairs worth comparing, all runs decide: a copy has half of the shorter text's runs in
common with the original. A story cut short or put into house style is found so, and one that quotes the same speech is not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from summitry.article import Article
from summitry.ledger.match import WORD
from summitry.ledger.remembering import Memories, of_article
from summitry.records import Document

Runs = NDArray[np.uint64]  # of five words each, as numbers that hold for every process: in order, each once

RUN = 5  # words
SAMPLED = 8  # one in so many distinct words begins a sampled run
LIKELY = 0.25  # share of the smaller sample's runs that makes a pair worth comparing
COPIED = 0.5  # share of the shorter text's runs that a copy has
SHORTEST = 20  # runs: a shorter text is no evidence of copying
COMPARED = 4  # earlier articles, those that share most: if none of them is the original, none is
COMMON = 100  # articles that share a run: boilerplate beyond, which tells no pair apart
_PLACES = np.array(
    [0x9E3779B97F4A7C15 * n**7 % 2**64 | 1 for n in range(1, RUN + 1)], np.uint64
)  # odd: each word counts


def origins(documents: Iterable[Document], memories: Memories | None = None) -> Mapping[str, str]:
    """For each article by id the outlet whose telling it is, in lower case, empty where unknown.

    Of a copy it is that of the article it was copied from, the first with that text at last; those without a day come first,
    as among reports.
    """
    memories = memories or Memories()
    found: dict[str, str] = {}
    earlier: list[tuple[Article, Runs, int]] = []  # with the sizes of their samples
    having: defaultdict[int, list[int]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: (_day(d.article), d.article.id)):
        article, (packed, sample) = document.article, _sampled(document, memories.of(document))
        runs = np.frombuffer(packed, np.uint64)
        shared = Counter(chain.from_iterable(those for run in sample if len(those := having[run]) <= COMMON))
        likely = [i for i, count in shared.items() if count >= LIKELY * min(len(sample), earlier[i][2])]
        near = sorted(likely, key=lambda i: (-shared[i], i))[:COMPARED]
        original = next((earlier[i][0].id for i in near if _is_copy(earlier[i][1], runs)), None)
        found[article.id] = (article.source or "").casefold() if original is None else found[original]
        for run in sample:
            having[run].append(len(earlier))
        earlier.append((article, runs, len(sample)))
    return found


def _day(article: Article) -> str:
    return (article.published and article.published.latest) or ""


def is_copy(one: Article, other: Article) -> bool:
    """Whether two texts are one story."""
    return _is_copy(_runs(one)[0], _runs(other)[0])


def _is_copy(a: Runs, b: Runs) -> bool:
    fewer = min(len(a), len(b))
    return fewer >= SHORTEST and _shared(a, b) >= COPIED * fewer


def _shared(a: Runs, b: Runs) -> int:
    """How many runs are in both: of two such in order the next is the same."""
    both = np.concatenate((a, b))
    both.sort(kind="stable")
    return int(np.count_nonzero(both[1:] == both[:-1]))


def _runs(article: Article) -> tuple[Runs, list[int]]:
    """The runs of a text, and those of its sample."""
    words = [_known(word) for word in WORD.findall(article.text.casefold())]
    numbers = np.array([number for number, _ in words], np.uint64)
    begins = np.array([sampled for _, sampled in words], bool)[: max(0, len(words) - RUN + 1)]
    runs = sum((numbers[i : i + len(begins)] * _PLACES[i] for i in range(RUN)), np.zeros(len(begins), np.uint64))
    return np.unique(runs), np.unique(runs[begins]).tolist()


@of_article
def _sampled(document: Document) -> tuple[bytes, tuple[int, ...]]:
    """The runs of its text, packed, and those of its sample."""
    runs, sample = _runs(document.article)
    return runs.tobytes(), tuple(sample)


@lru_cache(maxsize=1 << 17)
def _known(word: str) -> tuple[int, bool]:
    """The number of a word, and whether runs that begin with it are sampled."""
    written = word.encode()
    return int.from_bytes(blake2b(written, digest_size=8).digest()), crc32(written) % SAMPLED == 0
