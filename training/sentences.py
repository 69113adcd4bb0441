"""Make `src/summitry/data/sentences.txt`: how much each reason speaks for the end of a sentence.

python -m training.sentences TREEBANK.conllu > src/summitry/data/sentences.txt

Learned from a treebank, most of it web text, and, so that reports are not read as web text, from our own, cut by rule.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from evaluation.language import documents, read_treebank, running_text
from summitry.article import Block, Span
from summitry.language.boundaries import RULE, gaps
from summitry.language.words import paragraphs
from training.annotation import corpus
from training.annotation.compiling import Report

SOURCE = "# Hundredths of log odds for the end of a sentence at a white space, by reason: learned from UD English EWT and GUM (CC BY-SA 4.0) and our own reports (CC BY 4.0)."
EPOCHS, RATE = 5, 0.3
RARE = 4  # reasons seen less often are not learned
SLIGHT = 0.3  # reasons that weigh less in a first round are left out of the second

Gap = tuple[Sequence[str], bool]


def examples(path: Path) -> Iterator[Gap]:
    """The reasons at each white space of a treebank's running text, and whether a sentence ends there."""
    for document in documents(list(read_treebank(path))):
        text, gold, _ = running_text(document)
        starts = {span.start for span in gold}
        for paragraph, _ in paragraphs(text, [Block(Span(0, len(text)), "body")]):
            for _, start, reasons in gaps(text, paragraph):
                yield reasons, start in starts


def by_rule(home: Path) -> Iterator[Gap]:
    """The reasons at each white space of our own reports that may train, and whether a sentence ends there by rule."""
    planned = corpus.plan(home)
    for report in corpus.compile_all(corpus.files(home)):
        if isinstance(report, Report) and planned[report.negotiation].split == "train":
            for paragraph, _ in paragraphs(report.text, [Block(Span(0, len(report.text)), "body")]):
                for _, _, reasons in gaps(report.text, paragraph):
                    yield reasons, reasons[0].startswith(RULE)


def learned(found: Sequence[Gap]) -> dict[str, float]:
    """Weights of the reasons by logistic regression, twice: the second round without what weighed little in the first."""
    counts = Counter(reason for reasons, _ in found for reason in reasons)
    first = _round(found, [r for r, n in counts.items() if n >= RARE])
    return _round(found, [r for r, weight in first.items() if abs(weight) >= SLIGHT])


def _round(found: Sequence[Gap], reasons: Iterable[str]) -> dict[str, float]:
    """Adagrad, the weights averaged over the epochs but the first."""
    index = {reason: i for i, reason in enumerate(reasons)}
    rows = [(np.array([index[r] for r in said if r in index], np.int64), float(ends)) for said, ends in found]
    weights, squares, total = np.zeros(len(index)), np.full(len(index), 1e-6), np.zeros(len(index))
    rng = random.Random(1)
    for epoch in range(EPOCHS):
        rng.shuffle(rows)
        for at, ends in rows:
            slope = 1 / (1 + np.exp(-weights[at].sum())) - ends
            if abs(slope) > 0.01:
                squares[at] += slope * slope
                weights[at] -= RATE * slope / np.sqrt(squares[at])
        total += weights * (epoch > 0)
    return dict(zip(index, (total / (EPOCHS - 1)).tolist(), strict=True))


def table(weights: dict[str, float]) -> Iterator[str]:
    """The lines of the file, by reason."""
    yield SOURCE
    yield from (f"{round(100 * w)}\t{reason}" for reason, w in sorted(weights.items()) if round(100 * w))


if __name__ == "__main__":
    found = [*examples(Path(sys.argv[1])), *by_rule(corpus.HOME)]
    sys.stdout.write("\n".join(table(learned(found))) + "\n")
