"""The shipped encoder on ONNX Runtime: sentences of words in; tags, syntax and frames out, in one forward pass a window."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from summitry.errors import ModelError
from summitry.language.frames import (
    KINDS,
    ROLES,
    Floats,
    Frame,
    attributes_of,
    columns,
    no_anchors,
    probability,
    spans_of,
)
from summitry.language.syntax import apply_lemma, tree

Ints = npt.NDArray[np.int64]

# Of longer words the rest is not looked at; longer sentences are read in parts. In pieces.
LONGEST_WORD, LONGEST_SENTENCE = 12, 340
# A window is read for the sentences in its middle; those around them are context, so that no seam shows. In pieces; the
# encoder has 512 places. `python -m evaluation windows` says what other lengths cost and are worth.
MIDDLE, AROUND = 200, 20
UNEVEN = 15  # pieces that a window may be longer than its share, so that it need not end a sentence early
LIKELY = 0.2  # anchors less probable than this are no frames
UNLIKELY = 0.05  # ... and words less probable than this are no other mention of an actor
CASINGS = ("", "lower", "Capital", "ALL", "digit")
PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "—": "-", "–": "-", "…": "."}
)


@dataclass(frozen=True, slots=True)
class WordReading:
    """What the encoder says of one word; `head` is an index in its sentence, the word's own for the root.

    `factuality` says of an event word whether it happened, from about -3 (certainly not) to 3 (certainly).
    """

    upos: str
    xpos: str
    lemma: str
    name: str
    head: int
    deprel: str
    factuality: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of a text: its words, sentence by sentence, and its frames over all words counted through.

    `anchors` are the log odds of each word as the anchor of a frame of each kind `[words, kinds]`, without words where nobody says.
    """

    sentences: tuple[tuple[WordReading, ...], ...]
    frames: tuple[Frame, ...]
    anchors: Floats = field(default_factory=no_anchors, compare=False)


def casing(word: str) -> int:
    """The place in `CASINGS` of a word's shape: the vocabulary is uncased, so the shape goes in beside it."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return 1
    return 3 if word.isupper() and len(word) > 1 else 2


@dataclass(frozen=True)
class Encoded:
    """Model inputs of a batch: pieces and their casing `[batch, pieces]`, first piece of each word `[batch, words]`."""

    pieces: Ints
    casing: Ints
    words: Ints


def pieces_of(tokenizer: Any, words: Sequence[str]) -> list[list[int]]:
    """The word pieces of each word."""
    unknown, found = [tokenizer.token_to_id("[UNK]")], list[list[int]]([] for _ in words)
    # As one row: a batch of words would be handed out to threads, and waiting for them takes longer than the work.
    encoded = tokenizer.encode([w.translate(PLAIN) for w in words], is_pretokenized=True, add_special_tokens=False)
    for piece, word in zip(encoded.ids, encoded.word_ids, strict=True):
        found[word].append(piece)
    return [pieces[:LONGEST_WORD] or unknown for pieces in found]


def encode(tokenizer: Any, sentences: Sequence[Sequence[str]]) -> Encoded:
    """Model inputs of rows of words; a word's reading is taken at its first piece."""
    return packed(tokenizer, [(row, pieces_of(tokenizer, row)) for row in sentences])


def packed(tokenizer: Any, rows: Sequence[tuple[Sequence[str], Sequence[Sequence[int]]]]) -> Encoded:
    """Model inputs of rows of words with their pieces, padded with zeros."""
    begin, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    width = max(sum(map(len, pieces)) for _, pieces in rows) + 2
    words = max(len(row) for row, _ in rows)
    out = Encoded(*(np.zeros((len(rows), n), np.int64) for n in (width, width, words)))
    for i, (row, pieces) in enumerate(rows):
        flat = [begin, *(p for word in pieces for p in word), end]
        out.pieces[i, : len(flat)] = flat
        shapes = [0, *(casing(w) for w, word in zip(row, pieces, strict=True) for _ in word), 0]
        out.casing[i, : len(flat)] = shapes
        out.words[i, : len(row)] = 1 + np.cumsum([0, *map(len, pieces)])[: len(row)]
    return out


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `[first, last)` that are read together, for those in `[begin, end)` of them."""

    first: int
    begin: int
    end: int
    last: int


def windows(lengths: Sequence[int], middle: int = MIDDLE, around: int = AROUND) -> Iterator[Window]:
    """Windows over sentences of these many pieces, each sentence in the middle of one; as few as can be, of even length."""
    begin, left = 0, sum(lengths)
    while begin < len(lengths):
        share = ceil(left / max(1, ceil(left / middle)))
        end = _reach(lengths, begin, min(middle, share + UNEVEN), least=1)
        first = begin - _reach(lengths[begin - 1 :: -1] if begin else (), 0, around, least=0)
        yield Window(first, begin, end, _reach(lengths, end, around, least=0))
        left -= sum(lengths[begin:end])
        begin = end


def _reach(lengths: Sequence[int], start: int, room: int, *, least: int) -> int:
    """The end of the longest stretch from `start` that fits into so many pieces, of `least` sentences at any rate."""
    end, used = start, 0
    while end < len(lengths) and (used + lengths[end] <= room or end - start < least):
        used += lengths[end]
        end += 1
    return end


def _parts(words: Sequence[str], pieces: list[list[int]]) -> Iterator[tuple[Sequence[str], list[list[int]]]]:
    """A sentence, cut where it is too long to be read at once."""
    first = used = 0
    for i, word in enumerate(pieces):
        if used + len(word) > LONGEST_SENTENCE:
            yield words[first:i], pieces[first:i]
            first, used = i, 0
        used += len(word)
    yield words[first:], pieces[first:]


class Model:
    """The encoder of a folder, loaded on first use; `middle` and `around` are the lengths of its windows, in pieces."""

    def __init__(self, folder: Path, threads: int = 2, middle: int = MIDDLE, around: int = AROUND) -> None:
        self.folder, self.threads, self.middle, self.around = folder, threads, middle, around
        try:
            self.card: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder}: no readable model.json here; install summitry again") from error

    @property
    def weights(self) -> Mapping[str, Sequence[float]]:
        """What makes a record of each kind sure, as measured on held-out reports; see `summitry.extractors.confidence`."""
        found: dict[str, list[float]] = self.card.get("confidence", {})
        return found

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

    def pieces(self, words: Sequence[str]) -> list[list[int]]:
        """The word pieces of each word, as the encoder reads them."""
        return pieces_of(self._tokenizer, words)

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

    def read(self, sentences: Sequence[Sequence[str]]) -> Reading:
        """Read the sentences of a text, in windows of several."""
        parts = [(n, *part) for n, s in enumerate(sentences) for part in _parts(s, self.pieces(s))]
        pieces = [p for _, _, p in parts]
        starts = np.cumsum([0, *map(len, pieces)]).tolist()
        read: list[list[WordReading]] = [[] for _ in sentences]
        frames: list[Frame] = []
        anchors = [no_anchors()]
        for window in windows([sum(map(len, p)) for p in pieces], self.middle, self.around):
            inside = range(window.first, window.last)
            words = [w for n in inside for w in parts[n][1]]
            inputs = packed(self._tokenizer, [(words, [p for n in inside for p in pieces[n]])])
            named = {"pieces": inputs.pieces, "casing": inputs.casing, "words": inputs.words}
            answers = dict(
                zip((o.name for o in self._session.get_outputs()), self._session.run(None, named), strict=True)
            )
            offset = starts[window.first]
            for n in range(window.begin, window.end):
                sentence, part, _ = parts[n]
                at = starts[n] - offset
                read[sentence] += self._words(answers, part, at, len(read[sentence]))
            middle = range(starts[window.begin], starts[window.end])
            frames += _frames(answers, offset, middle)
            anchors.append(answers["anchors"][middle.start - offset : middle.stop - offset])
        return Reading(tuple(map(tuple, read)), tuple(frames), np.concatenate(anchors))

    def _words(self, answers: dict[str, Any], words: Sequence[str], at: int, before: int) -> list[WordReading]:
        """The readings of one sentence, whose first word is at `at` in the window; `before` words of it are read already."""
        tags, end = self.card["tags"], at + len(words)
        arcs = answers["arcs"][0, at:end]
        heads = tree(np.concatenate([arcs[:, :1], arcs[:, at + 1 : end + 1]], 1))
        governors = answers["governors"][0, [at + h + 1 for h in heads]]
        labels = (answers["dependants"][0, at:end] @ governors[..., None])[..., 0].argmax(1)
        return [
            WordReading(
                upos=tags["upos"][answers["upos"][0, at + i]],
                xpos=tags["xpos"][answers["xpos"][0, at + i]],
                lemma=apply_lemma(tags["lemma"][answers["lemma"][0, at + i]], word),
                name=tags["name"][answers["name"][0, at + i]],
                head=before + heads[i],
                deprel="root" if heads[i] == i else tags["deprel"][labels[i]],
                factuality=float(answers["factuality"][0, at + i]),
            )
            for i, word in enumerate(words)
        ]


def _frames(answers: dict[str, Any], offset: int, middle: range) -> Iterator[Frame]:
    """The frames whose anchors stand in the middle of a window that begins at word `offset`."""
    at: list[int] = answers["at"].tolist()
    chances: Floats = probability(answers["anchors"][at])
    for row, local in enumerate(at):
        if local + offset not in middle:
            continue
        for column, kind in enumerate(KINDS):
            if chances[row, column] < LIKELY:
                continue
            scores = answers["roles"][row][:, columns(kind).start : columns(kind).stop]
            roles = {
                role: tuple((a + offset, b + offset) for a, b in spans_of(role, scores[:, i], local))
                for i, role in enumerate(ROLES[kind])
            }
            chosen, sure = attributes_of(kind, answers["values"][row])
            links = _links(scores[:, ROLES[kind].index("same")], offset) if kind == "mention" else ()
            yield Frame(kind, local + offset, float(chances[row, column]), roles, chosen, sure, links)


def _links(scores: Floats, offset: int) -> tuple[tuple[int, float], ...]:
    """The words that may be the same actor, with their probabilities."""
    chances = probability(scores)
    return tuple((int(i) + offset, float(chances[i])) for i in np.flatnonzero(chances > UNLIKELY))


@lru_cache(maxsize=4)
def shipped(threads: int = 2) -> Model:
    """The model in the package, loaded once a process."""
    return Model(Path(str(files("summitry") / "models" / "en")), threads)
