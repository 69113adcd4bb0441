"""Score sentences, words, tags, lemmas and syntax against a treebank, and names against an annotated corpus."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.counts import Counts
from summitry.article import Block, Span
from summitry.language import words as cutting
from summitry.language.model import Model

NAME_TYPES = ("PER", "LOC", "ORG")
PARTS = {"GUM_news": ", news", "newsgroup-": ", newsgroups"}  # of the treebank, by how the ids of their documents begin


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word of a treebank; `head` counts from 1, 0 is the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class TreeSentence:
    """A sentence of a treebank: its characters, and its words with their places in them; `document` is the id of one it begins."""

    text: str
    words: tuple[Word, ...] = field(repr=False)
    begins_paragraph: bool
    document: str

    def places(self) -> Iterator[Span]:
        """Where each word stands in `text`.

        Raises:
            ValueError: a word is not spelt as in the text.
        """
        end = 0
        for word in self.words:
            start = self.text.index(word.form, end)
            end = start + len(word.form)
            yield Span(start, end)


def read_treebank(path: Path) -> Iterator[TreeSentence]:
    """The sentences of a CoNLL-U file."""
    comments: dict[str, str] = {}
    rows: list[Word] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            comments[key.strip()] = value.strip()
        elif line:
            number, form, lemma, upos, xpos, _, head, deprel, *_ = line.split("\t")
            if number.isdigit():  # neither the range of a contraction nor an empty node
                rows.append(Word(form, lemma, upos, xpos, int(head), deprel))
        elif rows:
            yield TreeSentence(
                comments["text"],
                tuple(rows),
                "newpar id" in comments or "newpar" in comments,
                comments.get("newdoc id", ""),
            )
            comments, rows = {}, []


# Cutting -----------------------------------------------------------------------------------------------------------


def score_cutting(sentences: Sequence[TreeSentence]) -> dict[str, Counts]:
    """Exact spans of sentences and words found in the running text of each document; those of `PARTS` apart too.

    Running text has the paragraphs of its source; in a paragraph sentences are joined by a space, whatever stood there.
    """
    total = {f"{what}{part}": Counts() for part in ("", *PARTS.values()) for what in ("sentences", "words")}
    for document in documents(sentences):
        parts = ["", *(name for begin, name in PARTS.items() if document[0].document.startswith(begin))]
        text, gold_sentences, gold_words = running_text(document)
        paragraphs = cutting.paragraphs(text, [Block(Span(0, len(text)), "body")])
        cut = [s for paragraph, _ in paragraphs for s in cutting.sentences(text, paragraph)]
        found = {w for s in cut for w in cutting.words(text, s)}
        for part in parts:
            total[f"sentences{part}"] += Counts(len(gold_sentences & set(cut)), len(gold_sentences), len(cut))
            total[f"words{part}"] += Counts(len(gold_words & found), len(gold_words), len(found))
    return total


def documents(sentences: Sequence[TreeSentence]) -> Iterator[list[TreeSentence]]:
    """The sentences, document by document."""
    document: list[TreeSentence] = []
    for sentence in sentences:
        if sentence.document and document:
            yield document
            document = []
        document.append(sentence)
    if document:
        yield document


def running_text(document: Sequence[TreeSentence]) -> tuple[str, set[Span], set[Span]]:
    """The text of a document with its paragraphs, and where its sentences and words stand."""
    text = ""
    sentences, words = set(), set()
    for s in document:
        if text:
            text += "\n\n" if s.begins_paragraph else " "
        at = len(text)
        sentences.add(Span(at, at + len(s.text)))
        words |= {Span(at + start, at + end) for start, end in s.places()}
        text += s.text
    return text, sentences, words


# Tags and syntax ---------------------------------------------------------------------------------------------------


def score_syntax(sentences: Sequence[TreeSentence], model: Model) -> dict[str, float]:
    """Per cent of gold words right: `upos`, `xpos`, `lemma` (but for case), `uas`, `las` (relations with their subtypes)."""
    right: Counter[str] = Counter()
    total = 0
    for sentence, readings in zip(
        sentences, model.read([[w.form for w in s.words] for s in sentences]).sentences, strict=True
    ):
        for i, (gold, ours) in enumerate(zip(sentence.words, readings, strict=True)):
            head = 0 if ours.head == i else ours.head + 1
            total += 1
            right["upos"] += ours.upos == gold.upos
            right["xpos"] += ours.xpos == gold.xpos
            right["lemma"] += ours.lemma.lower() == gold.lemma.lower()
            right["uas"] += head == gold.head
            right["las"] += (head, ours.deprel) == (gold.head, gold.deprel)
    return {name: round(100 * n / total, 2) for name, n in right.items()}


# Names -------------------------------------------------------------------------------------------------------------


def score_names(corpus: Path, model: Model) -> Counts:
    """Exact spans of persons, places and organisations, on given words (JSON Lines of `text`, `tokens`, `entities`)."""
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    rows = [r for r in rows if r["tokens"]]
    total = Counts()
    for row, readings in zip(
        rows, model.read([[r["text"][a:b] for a, b in r["tokens"]] for r in rows]).sentences, strict=True
    ):
        gold = {(*e["tok"], e["type"]) for e in row["entities"] if e["type"] in NAME_TYPES}
        found = {n for n in names_in([r.name for r in readings]) if n[2] in NAME_TYPES}
        total += Counts(len(gold & found), len(gold), len(found))
    return total


def names_in(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """`(first, last, type)` of the names in a row of BIO tags, `last` exclusive."""
    start, kind = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and tag != f"I-{kind}":
            yield start, i, kind
            start = -1
        if tag != "O" and start < 0:
            start, kind = i, tag[2:]
