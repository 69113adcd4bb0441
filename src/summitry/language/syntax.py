"""Tags, lemmas, syntax and name tags of tokenised sentences, by the shipped encoder on ONNX Runtime."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.errors import ModelError

Ints = npt.NDArray[np.int64]

# Words longer than this many pieces, and sentences longer than this many words, are cut: the encoder has 512 places.
LONGEST_WORD, LONGEST_SENTENCE, LONGEST_INPUT = 12, 160, 500
CASINGS = ("", "lower", "Capital", "ALL", "digit")
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "—": "-", "–": "-", "…": "."}
)


@dataclass(frozen=True, slots=True)
class WordReading:
    """What the encoder says of one word; `head` is an index in its sentence, the word's own for the root."""

    upos: str
    xpos: str
    lemma: str
    name: str
    head: int
    deprel: str


def casing(word: str) -> int:
    """The place in `CASINGS` of a word's shape: the vocabulary is uncased, so the shape goes in beside it."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return 1
    return 3 if word.isupper() and len(word) > 1 else 2


def apply_lemma(script: str, word: str) -> str:
    """A lemma from an edit script: `-2+y` cuts two letters and adds `y`; `=be` replaces the word; case is lowered unless `^`."""
    form = word if script.startswith("^") else word.lower()
    script = script.removeprefix("^")
    if script.startswith("="):
        return script[1:]
    cut, _, end = script[1:].partition("+")
    return (form[: len(form) - int(cut)] if int(cut) else form) + end


@dataclass(frozen=True)
class Encoded:
    """Model inputs of a batch: pieces and their casing `[batch, pieces]`, first piece of each word `[batch, words]`."""

    pieces: Ints
    casing: Ints
    words: Ints


def encode(tokenizer: Any, sentences: Sequence[Sequence[str]]) -> Encoded:
    """Word pieces of tokenised sentences, padded with zeros; a word's reading is taken at its first piece."""
    rows: list[tuple[list[int], list[int], list[int]]] = []
    for sentence in sentences:
        pieces, shapes, first = [tokenizer.token_to_id("[CLS]")], [0], []
        for word, encoding in zip(
            sentence,
            tokenizer.encode_batch([w.translate(PLAIN) for w in sentence], add_special_tokens=False),
            strict=True,
        ):
            ids = encoding.ids[:LONGEST_WORD] or [tokenizer.token_to_id("[UNK]")]
            if (
                len(pieces) + len(ids) > LONGEST_INPUT
            ):  # the rest of an endless sentence is read as one unknown word each
                first.append(len(pieces) - 1)
                continue
            first.append(len(pieces))
            pieces += ids
            shapes += [casing(word)] * len(ids)
        rows.append(([*pieces, tokenizer.token_to_id("[SEP]")], [*shapes, 0], first))
    width, words = max(len(p) for p, _, _ in rows), max(len(f) for _, _, f in rows)
    out = Encoded(*(np.zeros((len(rows), n), np.int64) for n in (width, width, words)))
    for i, (pieces, shapes, first) in enumerate(rows):
        out.pieces[i, : len(pieces)], out.casing[i, : len(shapes)], out.words[i, : len(first)] = pieces, shapes, first
    return out


def tree(scores: npt.NDArray[np.float32]) -> list[int]:
    """The heads of one sentence: the best-scored tree with one root (Chu and Liu 1965, Edmonds 1967).

    Args:
        scores: `[words, words + 1]`, row = dependant, column 0 = root, column j = word j - 1 as head.

    Returns:
        For each word the index of its head, or its own index for the root.
    """
    n = len(scores)
    full = np.full((n + 1, n + 1), -np.inf, np.float64)
    full[1:] = scores
    np.fill_diagonal(full, -np.inf)
    heads = full[1:].argmax(1)
    if (heads == 0).sum() != 1 or _cycle([0, *heads.tolist()]):
        root = int(full[1:, 0].argmax()) + 1
        full[:, 0] = -np.inf
        full[root, :] = -np.inf
        full[root, 0] = 0.0
        heads = np.array(_spanning(full)[1:])
    return [i if h == 0 else int(h) - 1 for i, h in enumerate(heads)]


def _cycle(heads: Sequence[int]) -> list[int]:
    """The nodes of one cycle, or none; `heads[0]` is ignored."""
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = [], start
        while node and not state[node]:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if node and state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _spanning(scores: npt.NDArray[np.float64]) -> list[int]:
    """Heads of the maximum spanning tree below node 0 (`scores[dependant, head]`): contract a cycle, solve, expand."""
    n = len(scores)
    heads = [0, *(int(h) for h in scores[1:].argmax(1))]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    rest = [i for i in range(n) if i not in set(cycle)]
    inside = sum(scores[c, heads[c]] for c in cycle)
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    enter, leave = {}, {}
    for j, outer in enumerate(rest):
        into = [inside - scores[c, heads[c]] + scores[c, outer] for c in cycle]
        enter[j] = cycle[int(np.argmax(into))]
        small[-1, j] = max(into)
        leave[j] = cycle[int(np.argmax(scores[outer, cycle]))]
        small[j, -1] = scores[outer, leave[j]]
    solved = _spanning(small)
    for j, outer in enumerate(rest):
        if j:
            heads[outer] = leave[j] if solved[j] == len(rest) else rest[solved[j]]
    entered = solved[-1]
    heads[enter[entered]] = rest[entered]
    return heads


class SyntaxModel:
    """The shipped encoder: sentences of words in, a `WordReading` a word out."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.folder, self.threads = folder, threads
        try:
            self.card: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder}: no readable model.json here; install summitry again") from error

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer  # imported late: `--help` need not pay for it

        return Tokenizer.from_str(self._checked("tokenizer.json").decode())

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # imported late, as above

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(self._checked("model.onnx"), options, providers=["CPUExecutionProvider"])

    def _checked(self, name: str) -> bytes:
        """The bytes of a model file, if they are the ones the model card names."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError as error:
            raise ModelError(f"{self.folder / name}: cannot be read; install summitry again") from error
        if hashlib.sha256(data).hexdigest() != self.card["sha256"][name]:
            raise ModelError(
                f"{self.folder / name}: damaged (its hash is not the one in model.json); install summitry again"
            )
        return data

    def read(self, sentences: Sequence[Sequence[str]]) -> Iterator[list[WordReading]]:
        """Read tokenised sentences, one forward pass each: on two threads that is faster than padded batches."""
        for sentence in sentences:
            readings: list[WordReading] = []
            for start in range(0, len(sentence), LONGEST_SENTENCE):
                part = self._read_one(sentence[start : start + LONGEST_SENTENCE])
                readings += [WordReading(r.upos, r.xpos, r.lemma, r.name, r.head + start, r.deprel) for r in part]
            yield readings

    def _read_one(self, words: Sequence[str]) -> list[WordReading]:
        inputs = encode(self._tokenizer, [words])
        upos, xpos, lemma, name, arcs, labels = self._session.run(
            None, {"pieces": inputs.pieces, "casing": inputs.casing, "words": inputs.words}
        )
        tags = self.card["tags"]
        heads = tree(arcs[0])
        return [
            WordReading(
                upos=tags["upos"][upos[0, i]],
                xpos=tags["xpos"][xpos[0, i]],
                lemma=apply_lemma(tags["lemma"][lemma[0, i]], word),
                name=tags["name"][name[0, i]],
                head=heads[i],
                deprel="root" if heads[i] == i else tags["deprel"][labels[0, i, heads[i] + 1]],
            )
            for i, word in enumerate(words)
        ]


@lru_cache(maxsize=4)
def shipped(threads: int = 2) -> SyntaxModel:
    """The model in the package, loaded once a process."""
    return SyntaxModel(Path(str(files("summitry") / "models" / "en")), threads)
