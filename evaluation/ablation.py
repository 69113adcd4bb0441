"""What each head of the model is worth: the ledger without what it says, and the milliseconds it takes.

A head is switched off in what the encoder has said of a text, before anything is made of it. The rules over its tags and
syntax stay as they were written, beside all heads: so the difference is what would be lost today.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from unittest.mock import patch

from evaluation import gold, ledger
from evaluation.ledger import Comparison
from summitry.language.frames import ATTRIBUTES, KINDS, Frame
from summitry.language.model import Encoded, Model, Reading, WordReading, encode, windows
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import to_json

Sentences: TypeAlias = Sequence[Sequence[str]]
Change: TypeAlias = Callable[[Sentences, Reading], Reading]

WHOLE = "nothing"  # is left out
WORDS = 500  # of an article, for the purpose of counting
PLACES = 512  # of the encoder
TIMED, TIMES = 15, 7  # windows, and how often each is read: the shortest time counts
OUTPUTS: Mapping[str, tuple[str, ...]] = {
    "upos": ("upos",),
    "xpos": ("xpos",),
    "lemma": ("lemma",),
    "name": ("name",),
    "arcs, labels": ("arcs", "labels"),
    "factuality": ("factuality",),
    "frames": ("anchors", "values", "at", "roles"),
}


def changes() -> dict[str, Change]:
    """What leaves out each head; of the frames also each kind, the attributes, and which mentions are the same actor."""
    kinds = {f"frames: {kind}": _frames_as(partial(_unless, frozenset({kind}))) for kind in KINDS}
    return {
        **{head: partial(_words_without, head) for head in OUTPUTS if head != "frames"},
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

    def ledger_of(change: Change | None = None, backend: str = options.backend) -> float:
        how = replace(options, backend=backend)
        reader = replace(recorded, change=change) if change else recorded
        with patch("summitry.language.reader", return_value=reader):
            found = [
                to_json(process(from_text(a.text, published=a.published, id=a.name, options=how), how))
                for a in articles
            ]
        compared = [Comparison(a.document, f, a.text) for a, f in zip(articles, found, strict=True)]
        return ledger.headline(ledger.pool([ledger.compare(c) for c in compared]))

    yield WHOLE, ledger_of()
    for name, change in changes().items():
        yield name, ledger_of(change)
    yield "rules over tags and syntax", ledger_of(backend="model")


def milliseconds(folder: Path, model: Model, options: Options) -> dict[str, float]:
    """What each head, and all with the encoder, take of the forward passes over an article of 500 words, by leaving the head out."""
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model.folder / "tokenizer.json"))
    inputs = list(_inputs(folder, model, tokenizer))[:TIMED]
    threads = onnxruntime.SessionOptions()
    threads.intra_op_num_threads = options.threads
    threads.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model.folder / "model.onnx"), threads)
    only = onnxruntime.RunOptions()
    only.only_execute_path_to_fetches = True
    every = [o.name for o in session.get_outputs()]
    asked = {WHOLE: every} | {head: [n for n in every if n not in names] for head, names in OUTPUTS.items()}
    taken = dict.fromkeys(asked, 0.0)
    for window in inputs:
        named = {"pieces": window.pieces, "casing": window.casing, "words": window.words}
        best = dict.fromkeys(asked, float("inf"))
        for _ in range(TIMES):
            for head, outputs in asked.items():
                begun = time.perf_counter()
                session.run(outputs, named, only)
                best[head] = min(best[head], time.perf_counter() - begun)
        taken = {head: taken[head] + best[head] for head in asked}
    each = 1000 * WORDS / sum(w.words.shape[1] for w in inputs)
    return {head: each * (t if head == WHOLE else taken[WHOLE] - t) for head, t in taken.items()}


def _inputs(folder: Path, model: Model, tokenizer: Any) -> Iterator[Encoded]:
    """What the encoder reads of the texts of a folder, window by window."""
    recorded = Recorded(model)
    with patch("summitry.language.reader", return_value=recorded):
        for article in gold.load(folder, folder):
            process(from_text(article.text, published=article.published))
    for sentences in recorded.kept:
        for w in windows([sum(map(len, model.pieces(s))) for s in sentences]):
            inputs = encode(tokenizer, [[word for s in sentences[w.first : w.last] for word in s]])
            if inputs.pieces.shape[1] <= PLACES:
                yield inputs
