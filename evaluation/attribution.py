"""Score statements as PolNeAR scores attributions: source, cue and content by tokens, spans, and end to end.

Definitions: a token is a run of word characters or one punctuation mark, and is in a span if they share a character. The
exact spans are those of CofeNet (Wang et al. 2022): unique runs of tokens of one role, broken at line ends. Attributions
are paired one to one by their shared content; `trimmed` leaves punctuation at the edges of a run out of account; "content
and source" wants an overlap of both (no source where the gold has none), "all three, trimmed" wants all of both.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from evaluation.counts import Counts
from evaluation.pairing import jaccard, pair, runs
from summitry.article import Span
from summitry.language import FOUND, Analysis, parse
from summitry.language.model import Model
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import Document

ROLES = ("source", "cue", "content")
TOKEN = re.compile(r"\w+|[^\w\s]")

# What PolNeAR counts to a content or a cue and our scheme leaves outside.
OPENING = re.compile(r"""(?:\b(?:that|to),?\s+)?(?:[“"«]|'')?$""")
CLOSING = re.compile(r"""[.,;!?…]*(?:[”"»]|'')""")
AUXILIARIES = re.compile(r"(?:\b(?:has|have|had|is|are|was|were|been|being)\s+)+$")
NOTHING = re.compile(r"")
LONGEST_BEFORE = 30

Tokens: TypeAlias = frozenset[int]
Attribution: TypeAlias = dict[str, Sequence[Sequence[int]]]  # role -> spans
Scores: TypeAlias = dict[str, Counts]


@dataclass(frozen=True)
class Text:
    """A text as tokens, which attributions are compared by."""

    text: str

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [m.span() for m in TOKEN.finditer(self.text)]

    @cached_property
    def _token_at(self) -> dict[int, int]:
        return {offset: i for i, (start, end) in enumerate(self._spans) for offset in range(start, end)}

    @cached_property
    def _line_breaks(self) -> set[int]:
        """Tokens that begin a line."""
        return {i + 1 for i, (a, b) in enumerate(pairwise(self._spans)) if "\n" in self.text[a[1] : b[0]]}

    def tokens(self, spans: Iterable[Sequence[int]]) -> Tokens:
        """The tokens that share a character with one of the spans."""
        offsets = (offset for start, end in spans for offset in range(start, end))
        return frozenset(self._token_at[o] for o in offsets if o in self._token_at)

    def pieces(self, tokens: Tokens) -> set[tuple[int, int]]:
        """The runs of tokens, `[first, last)`, broken at line ends."""
        return {piece for run in runs(tokens) for piece in self._lines_of(run)}

    def _lines_of(self, run: tuple[int, int]) -> list[tuple[int, int]]:
        breaks = [i for i in range(run[0] + 1, run[1]) if i in self._line_breaks]
        return list(pairwise([run[0], *breaks, run[1]]))

    def trimmed(self, tokens: Tokens) -> Tokens:
        """The tokens without punctuation at the edges of each run; all of them where nothing else is left."""
        kept = [i for first, last in runs(tokens) for i in self._trimmed_run(first, last)]
        return frozenset(kept) or tokens

    def _trimmed_run(self, first: int, last: int) -> range:
        words = [i for i in range(first, last) if self._is_word(i)]
        return range(words[0], words[-1] + 1) if words else range(0)

    def _is_word(self, token: int) -> bool:
        first = self.text[self._spans[token][0]]
        return first.isalnum() or first == "_"


def score(text: str, gold: Sequence[Attribution], found: Sequence[Attribution]) -> Scores:
    """The counts of every line for one article."""
    words = Text(text)
    theirs, ours = _in_tokens(words, gold), _in_tokens(words, found)
    scores = {f"{role}, tokens": _count(_all(theirs, role), _all(ours, role)) for role in ROLES}
    for role in ROLES:
        pieces = [{piece for a in side for piece in words.pieces(a[role])} for side in (theirs, ours)]
        scores[f"{role}, exact spans"] = _count(*pieces)
    return scores | _score_whole(words, [a for a in theirs if a["content"]], [a for a in ours if a["content"]])


def _score_whole(words: Text, gold: Sequence[dict[str, Tokens]], found: Sequence[dict[str, Tokens]]) -> Scores:
    """The lines that pair whole attributions."""
    # Of equally good pairs the first in the text is taken, so both lists are turned round: `pair` takes the last.
    theirs, ours = gold[::-1], found[::-1]
    indices = pair(theirs, ours, lambda g, f: jaccard(g["content"], f["content"]) or None, least=0.0)
    pairs = [(theirs[i], ours[j]) for i, j in indices]

    def exactly(g: dict[str, Tokens], f: dict[str, Tokens], role: str) -> bool:
        return words.trimmed(g[role]) == words.trimmed(f[role])

    right = {
        "content of attributions, overlapping": len(pairs),
        "content of attributions, trimmed": sum(exactly(g, f, "content") for g, f in pairs),
        "content and source": sum(_meet(g["source"], f["source"]) for g, f in pairs),
        "all three, trimmed": sum(all(exactly(g, f, role) for role in ROLES) for g, f in pairs),
    }
    return {name: Counts(n, len(gold), len(found)) for name, n in right.items()}


def _meet(gold: Tokens, found: Tokens) -> bool:
    return bool(gold & found) if gold else not found


def _in_tokens(words: Text, attributions: Sequence[Attribution]) -> list[dict[str, Tokens]]:
    return [{role: words.tokens(a.get(role) or ()) for role in ROLES} for a in attributions]


def _all(attributions: Sequence[dict[str, Tokens]], role: str) -> set[int]:
    return set().union(*(a[role] for a in attributions))


def _count(gold: set[Any], found: set[Any]) -> Counts:
    return Counts(len(gold & found), len(gold), len(found))


def attributions(document: Document) -> list[Attribution]:
    """The statements of a document in PolNeAR's conventions: content with its marks and `that` or `to`, cues with auxiliaries."""
    text = document.article.text
    return [
        {
            "source": s.source,
            "cue": [_widened(text, span, AUXILIARIES, NOTHING) for span in s.cue],
            "content": [_widened(text, span, OPENING, CLOSING) for span in s.content],
        }
        for s in document.statements
    ]


def _widened(text: str, span: Span, before: re.Pattern[str], after: re.Pattern[str]) -> Span:
    """A span with what stands right before and right after it, if the patterns match there."""
    start = max(0, span.start - LONGEST_BEFORE)
    left, right = before.search(text[start : span.start]), after.match(text, span.end)
    return Span(start + left.start() if left else span.start, right.end() if right else span.end)


def statement_frames(analysis: Analysis) -> list[Attribution]:
    """The statements of a model that has learned PolNeAR's conventions, as its frames give them."""
    return [
        {role: [analysis.span(*run) for run in frame.roles[role]] for role in ROLES}
        for frame in analysis.frames
        if frame.kind == "statement" and frame.score >= FOUND
    ]


def measure(corpus: Path, options: Options, model: Model | None = None) -> Scores:
    """Read the articles of a corpus (JSON Lines of `id`, `text`, `date`, `attributions`) and pool their counts.

    Read are the records, or with a `model` trained on such a corpus its frames alone.
    """
    total: Scores = {}
    for line in corpus.read_text("utf-8").splitlines():
        article = json.loads(line)
        read = from_text(article["text"], published=article.get("date"), id=article["id"], options=options)
        found = statement_frames(parse(read, model)) if model else attributions(process(read, options))
        scores = score(article["text"], article["attributions"], found)
        total = {name: total.get(name, Counts()) + counts for name, counts in scores.items()}
    return total
