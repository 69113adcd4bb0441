"""Score chains of mentions as CoNLL-2012 did: MUC, B³, CEAFe, and the mean of their F1s."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.article import Span
from summitry.language import Analysis, Mention, analyse
from summitry.options import Options
from summitry.readers import from_text

ACTORS = ("person", "place", "organization")  # of GUM's ten types of entities, those that can be our actors
NAMED = ("name", "metonym", "demonym")  # forms of our mentions
METRICS = ("MUC", "B3", "CEAFe")
# Of whom their text says nothing, so that our mentions leave them to the attribution of statements.
SPEAKERS = frozenset("i me my mine myself we us our ours ourselves you your yours yourself yourselves".split())

Chains = Sequence[frozenset[Span]]


@dataclass(frozen=True, slots=True)
class Shares:
    """What precision and recall are made of: of `found` so much is `found_right`, of `gold` so much `gold_right`."""

    found_right: float = 0.0
    found: float = 0.0
    gold_right: float = 0.0
    gold: float = 0.0

    def __add__(self, other: "Shares") -> "Shares":
        return Shares(
            self.found_right + other.found_right,
            self.found + other.found,
            self.gold_right + other.gold_right,
            self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Per cent."""
        return 100 * self.found_right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Per cent."""
        return 100 * self.gold_right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Per cent, to one decimal."""
        p, r = self.precision, self.recall
        return round(2 * p * r / (p + r), 1) if p + r else 0.0


# The metrics -------------------------------------------------------------------------------------------------------


def score(gold: Chains, found: Chains) -> dict[str, Shares]:
    """Each of `METRICS` for one document; no mention may stand in two chains of a side."""
    return {
        "MUC": _both(_links, gold, found),
        "B3": _both(_mentions, gold, found),
        "CEAFe": _entities(gold, found),
    }


def mean(shares: Mapping[str, Shares], name: str = "") -> float:
    """The mean of the F1s of one line of `SCORED`, in per cent: CoNLL's figure."""
    return round(sum(shares[m + name].f1 for m in METRICS) / len(METRICS), 1)


def _both(side: Any, gold: Chains, found: Chains) -> Shares:
    return Shares(*side(found, gold), *side(gold, found))


def _links(ours: Chains, theirs: Chains) -> tuple[float, float]:
    """Links that hold our chains together, and how many of them theirs have too (Vilain et al. 1995)."""
    whose = _places(theirs)
    parts = [len({whose.get(m, m) for m in chain}) for chain in ours]
    return sum(map(len, ours)) - sum(parts), sum(map(len, ours)) - len(ours)


def _mentions(ours: Chains, theirs: Chains) -> tuple[float, float]:
    """For each mention the share of its chain that its chain of theirs has too (Bagga and Baldwin 1998)."""
    whose = _places(theirs)
    shared = sum(n * n / len(chain) for chain in ours for n in Counter(whose[m] for m in chain if m in whose).values())
    return shared, sum(map(len, ours))


def _entities(gold: Chains, found: Chains) -> Shares:
    """The likeness of chains paired one to one so that it is highest (Luo 2005, its φ₄)."""
    likeness = np.array([[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold]).reshape(
        len(gold), len(found)
    )
    right = highest(likeness)
    return Shares(right, len(found), right, len(gold))


def _places(chains: Chains) -> dict[Span, int]:
    return {m: i for i, chain in enumerate(chains) for m in chain}


def highest(values: npt.NDArray[np.float64]) -> float:
    """The highest sum of values of which no two share a row or a column: the assignment problem, by shortest paths."""
    costs = -(values if len(values) <= values.shape[1] else values.T)
    rows, columns = costs.shape
    over, under = np.zeros(rows + 1), np.zeros(columns + 1)  # prices; row and column 0 stand for none
    row_of = np.zeros(columns + 1, np.int64)
    for row in range(1, rows + 1):
        row_of[0], at = row, 0
        cheapest = np.full(columns + 1, np.inf)
        before = np.zeros(columns + 1, np.int64)
        reached = np.zeros(columns + 1, bool)
        while row_of[at]:
            reached[at] = True
            step = costs[row_of[at] - 1] - over[row_of[at]] - under[1:]
            nearer = ~reached[1:] & (step < cheapest[1:])
            cheapest[1:][nearer], before[1:][nearer] = step[nearer], at
            following = int(np.where(reached, np.inf, cheapest).argmin())
            price = cheapest[following]
            over[row_of[reached]] += price
            under[reached] -= price
            cheapest[~reached] -= price
            at = following
        while at:
            row_of[at], at = row_of[before[at]], int(before[at])
    return float(-sum(costs[row_of[c] - 1, c - 1] for c in range(1, columns + 1) if row_of[c]))


# Our chains against GUM's --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention as annotated: its characters, the words of its head, its chain, and how it is said."""

    span: Span
    core: tuple[Span, ...]
    chain: str
    form: str  # "name", "pronoun", "speaker" or "description"


# Which mentions are scored: the forms of theirs, and what is scored is called.
SCORED = {
    "": ("name", "pronoun", "speaker"),
    ", without I, we and you": ("name", "pronoun"),
    ", descriptions too": ("name", "pronoun", "speaker", "description"),
}


def measure(corpus: Path, options: Options) -> dict[str, Shares]:
    """The metrics over all documents, for each line of `SCORED`, as `MUC, descriptions too`."""
    total: dict[str, Shares] = defaultdict(Shares)
    for row in map(json.loads, corpus.read_text("utf-8").splitlines()):
        gold = list(gold_mentions(row))
        analysis = analyse(from_text(row["text"], published=row["date"], options=options), options)
        for name, forms in SCORED.items():
            for metric, shares in score(*chains(gold, analysis, forms)).items():
                total[metric + name] += shares
    return dict(total)


def gold_mentions(row: Mapping[str, Any]) -> Iterator[GoldMention]:
    """The mentions of persons, places and organisations in a document of GUM."""
    for m in row["mentions"]:
        if m["type"] in ACTORS:
            first = m["tok"][0] - 1
            core = tuple(Span(*row["tokens"][first + int(n)]) for n in m["minspan"].split(","))
            form = (
                "speaker"
                if m["text"].lower() in SPEAKERS
                else "pronoun"
                if m["pron"]
                else "name"
                if m["named"]
                else "description"
            )
            yield GoldMention(Span(*m["char"]), core, m["cluster"], form)


def chains(gold: Sequence[GoldMention], analysis: Analysis, forms: Collection[str]) -> tuple[Chains, Chains]:
    """Their chains and ours, of two mentions of these forms at least; a mention of ours with the head of one of theirs is that one."""
    by_core = {core: m for m in sorted(gold, key=lambda m: m.span.start - m.span.end) for core in m.core}
    theirs: dict[str, set[Span]] = defaultdict(set)
    for m in gold:
        if m.form in forms:
            theirs[m.chain].add(m.span)
    ours: dict[Collection[str], set[Span]] = defaultdict(set)
    taken: set[Span] = set()
    for mention in analysis.mentions:
        same = by_core.get(analysis.tokens[mention.head].span)
        span = same.span if same else mention.span
        form = same.form if same else _form(analysis, mention)
        if mention.actors and span not in taken and form in forms:
            ours[mention.actors].add(span)
            taken.add(span)
    return _several(theirs.values()), _several(ours.values())


def _form(analysis: Analysis, mention: Mention) -> str:
    """What theirs would be called."""
    if mention.form == "pronoun":
        return "speaker" if analysis.article.quote(mention.span).lower() in SPEAKERS else "pronoun"
    return "name" if mention.form in NAMED else "description"


def _several(found: Iterable[set[Span]]) -> Chains:
    return [frozenset(chain) for chain in found if len(chain) > 1]
