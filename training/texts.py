"""Texts with the labels their corpora have, and the windows of them that a training step reads."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

LONGEST = 300  # words of a window


@dataclass(frozen=True, slots=True)
class Mark:
    """A frame as annotated: the anchor word, the words in each role, the value of each attribute."""

    kind: str
    anchor: int
    roles: dict[str, frozenset[int]]
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Text:
    """A text, or a window of one, word by word; lists are empty where its corpus has no such labels.

    `starts` are the first words of its sentences. `heads` are indices of words, a root's its own. `complete` are the
    kinds of frames of which all are marked, so that a word without one is known to anchor none.
    """

    words: list[str]
    starts: list[int]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    deprel: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    factuality: dict[int, float] = field(default_factory=dict)
    complete: frozenset[str] = frozenset()

    def sentences(self) -> list[tuple[int, int]]:
        """First word and end of each sentence."""
        return list(pairwise([*self.starts, len(self.words)]))


def part(text: Text, first: int, end: int) -> Text:
    """The words `[first, end)` of a text, which begin and end sentences; roles outside are left out."""
    if (first, end) == (0, len(text.words)):
        return text
    inside = range(first, end)
    labels = {name: getattr(text, name)[first:end] for name in ("upos", "xpos", "lemma", "name", "deprel")}
    marks = [
        replace(
            m,
            anchor=m.anchor - first,
            roles={r: frozenset(w - first for w in ws if w in inside) for r, ws in m.roles.items()},
        )
        for m in text.marks
        if m.anchor in inside
    ]
    return Text(
        text.words[first:end],
        [s - first for s in text.starts if s in inside],
        **labels,
        heads=[h - first for h in text.heads[first:end]],
        marks=marks,
        factuality={w - first: v for w, v in text.factuality.items() if w in inside},
        complete=text.complete,
    )


def windows(text: Text, rng: random.Random, *, least: int = 1, longest: int = LONGEST) -> Iterator[Text]:
    """A text cut into windows of whole sentences, of lengths that change with each call; endless sentences are left out.

    Half of the windows are as short as `least` allows, so that a sentence by itself is read as well as one among others.
    """

    def length() -> int:
        return rng.choice((least, rng.randint(least, longest)))

    first, limit = 0, length()
    for start, end in text.sentences():
        if end - start > longest:
            if start > first:
                yield part(text, first, start)
            first = end
        elif end - first > limit:
            if start > first:
                yield part(text, first, start)
            first, limit = start, length()
    if first < len(text.words):
        yield part(text, first, len(text.words))


def names_of(texts: Iterable[Text]) -> dict[str, list[str]]:
    """The words of names by their tag, each once."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for word, tag in zip(text.words, text.name, strict=False):
            if _is_name(word, tag):
                found.setdefault(tag, set()).add(word)
    return {tag: sorted(words) for tag, words in found.items()}


def renamed(text: Text, names: Mapping[str, Sequence[str]], rng: random.Random) -> Text:
    """A text in which each word of a name is another such word, the same one wherever it stands; all labels stay."""
    other = {w: rng.choice(names[tag]) for w, tag in zip(text.words, text.name, strict=False) if _is_name(w, tag)}
    return replace(text, words=[other.get(w, w) for w in text.words])


def _is_name(word: str, tag: str) -> bool:
    return tag != "O" and len(word) > 3 and word.isalpha() and word[0].isupper()


def batches(texts: Iterable[Text], words: int, rng: random.Random) -> Iterator[list[Text]]:
    """Shuffled batches of texts of similar length with at most `words` words, padding counted."""
    order = sorted(texts, key=lambda t: len(t.words) * (1 + 0.1 * rng.random()))
    groups: list[list[Text]] = [[]]
    for text in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(text.words) > words:
            groups.append([])
        groups[-1].append(text)
    rng.shuffle(groups)
    yield from (group for group in groups if group)


def nearest(words: Sequence[int], anchor: int, sentence: range) -> int | None:
    """Of the words that may fill a role, the one nearest to the anchor: in its sentence, else before it, else after it."""
    if not words:
        return None
    return min(words, key=lambda w: (w not in sentence, w > anchor and w not in sentence, abs(w - anchor)))
