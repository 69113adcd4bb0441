"""What each head of the model is worth: the ledger without what it says.

A head is switched off in what the encoder has said of a text, before anything is made of it. The rules over its tags and
syntax stay as they were written, beside all heads: so the difference is what would be lost today.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import patch

from evaluation import gold, ledger
from evaluation.gold import GoldArticle
from evaluation.ledger import Comparison
from summitry.language.frames import ATTRIBUTES, KINDS, Frame
from summitry.language.model import Model, Reading, WordReading
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import to_json

Sentences: TypeAlias = Sequence[Sequence[str]]
Change: TypeAlias = Callable[[Sentences, Reading], Reading]

WHOLE = "nothing"  # is left out
HEADS = ("upos", "xpos", "lemma", "name", "arcs, labels", "factuality")


def changes() -> dict[str, Change]:
    """What leaves out each head; of the frames also each kind, the attributes, and which mentions are the same actor."""
    kinds = {f"frames: {kind}": _frames_as(partial(_unless, frozenset({kind}))) for kind in KINDS}
    return {
        **{head: partial(_words_without, head) for head in HEADS},
        "frames": _frames_as(partial(_unless, frozenset(KINDS))),
        **kinds,
        "frames: same actor": _frames_as(partial(replace, links=())),
        "frames: attributes": _frames_as(_plain),
    }


def _words_without(head: str, sentences: Sentences, reading: Reading) -> Reading:
    """Each word with what is known of it without the head: its form and its place in the sentence."""

    def silenced(words: Sequence[str], read: Sequence[WordReading]) -> tuple[WordReading, ...]:
        return tuple(
            replace(r, **_silent(head, word, at)) for at, (word, r) in enumerate(zip(words, read, strict=True))
        )

    return replace(reading, sentences=tuple(map(silenced, sentences, reading.sentences)))


def _silent(head: str, word: str, at: int) -> dict[str, Any]:
    chained = {"head": max(at - 1, 0), "deprel": "dep" if at else "root"}
    plain = {"upos": "X", "xpos": "", "lemma": word.lower(), "name": "O", "factuality": 0.0}
    return chained if head == "arcs, labels" else {head: plain[head]}


def _frames_as(changed: Callable[[Frame], Frame | None]) -> Change:
    return lambda _, reading: replace(reading, frames=tuple(f for f in map(changed, reading.frames) if f is not None))


def _unless(kinds: frozenset[str], frame: Frame) -> Frame | None:
    return None if frame.kind in kinds else frame


def _plain(frame: Frame) -> Frame:
    """A frame with the first value of each attribute."""
    return replace(frame, attributes={n: values[0] for n, values in ATTRIBUTES.get(frame.kind, {}).items()})


@dataclass
class Recorded:
    """A model that reads each text once; what it says goes through `change`."""

    model: Model
    change: Change = lambda _, reading: reading
    kept: dict[tuple[tuple[str, ...], ...], Reading] = field(default_factory=dict)

    def read(self, sentences: Sentences) -> Reading:
        """The model's reading, changed."""
        key = tuple(map(tuple, sentences))
        if key not in self.kept:
            self.kept[key] = self.model.read(sentences)
        return self.change(sentences, self.kept[key])


def scores(folder: Path, model: Model, options: Options) -> Iterator[tuple[str, float]]:
    """The ledger's score on a folder of gold: whole, without each head in turn, and without the rules.

    Raises:
        EvaluationError: the folder cannot be used.
    """
    articles, recorded = gold.load(folder, folder), Recorded(model)
    yield WHOLE, score(articles, recorded, options)
    for name, change in changes().items():
        yield name, score(articles, replace(recorded, change=change), options)
    yield "rules over tags and syntax", score(articles, recorded, replace(options, backend="model"))


def score(articles: Sequence[GoldArticle], reader: Recorded | Model, options: Options) -> float:
    """The ledger's score of articles whose words another reader than the shipped model has read."""
    with patch("summitry.language.reader", return_value=reader):
        found = [
            to_json(process(from_text(a.text, published=a.published, id=a.name, options=options), options))
            for a in articles
        ]
    compared = [Comparison(a.document, f, a.text) for a, f in zip(articles, found, strict=True)]
    return ledger.headline(ledger.pool([ledger.compare(c) for c in compared]))
