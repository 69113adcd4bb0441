"""What the length of the model's windows costs and is worth: the ledger and the milliseconds with some other lengths."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evaluation import gold
from evaluation.ablation import Recorded, score
from evaluation.speed import WORDS
from summitry.language.model import AROUND, MIDDLE, Model
from summitry.options import Options

SIZES = ((120, 0), (120, 40), (160, 50), (MIDDLE, AROUND), (240, 70), (320, 90), (400, 50), (480, 0))


def scores(folder: Path, model: Model, options: Options) -> Iterator[tuple[int, int, float, float]]:
    """Middle and context of a window in pieces, the ledger's score on a folder of gold, milliseconds that 500 words take on one core.

    Raises:
        EvaluationError: the folder cannot be used.
    """
    articles = gold.load(folder, folder)
    words = sum(len(a.text.split()) for a in articles)
    for middle, around in SIZES:
        reader = Recorded(Model(model.folder, 1, middle, around))
        reader.model.read([["They", "met", "."]])  # loads it
        found = score(articles, reader, replace(options, threads=1))
        started = time.perf_counter()
        for sentences in reader.kept:
            reader.model.read(sentences)
        yield middle, around, found, 1000 * (time.perf_counter() - started) / words * WORDS
