"""What the words of an article are: sentences, tokens with syntax, quotations, times and mentions; lives in one process."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from summitry.article import Article, BlockKind, Span
from summitry.errors import OffsetError
from summitry.language.frames import KINDS, Floats, Frame, no_anchors
from summitry.records import Actor, ActorId, Problem, Time

MentionForm = Literal["name", "role", "metonym", "demonym", "pronoun", "unnamed"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its place, form, lemma, tags and syntax.

    `upos` and `deprel` are Universal Dependencies' (`deprel` with subtypes, as `nsubj:pass`), `xpos` is Penn Treebank's
    (`VBD`, `MD`). `head` is the index of the governor in `Analysis.tokens`, or the token's own index for a root.
    `index` is this token's own place in `Analysis.tokens`. `name` is a BIO tag of person, organisation, place or other
    names (`B-PER`, `I-ORG`, `B-LOC`, `B-MISC`, `O`). `factuality` says of an event word whether it happened (-3 to 3).
    """

    index: int
    span: Span
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    name: str = "O"
    factuality: float = 0.0

    @property
    def is_root(self) -> bool:
        """Whether the token heads its sentence."""
        return self.head == self.index


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its characters and its tokens `[first, last)` of `Analysis.tokens`; a sentence never leaves its block."""

    span: Span
    first: int
    last: int
    block: BlockKind


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: `span` inside the marks; `continued` if the next paragraph goes on with the same quotation."""

    span: Span
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that refer to actors: several ids for "the two leaders", none where it stays open.

    `head` is the index of the head token. `candidates` are the actors considered, with scores between 0 and 1 and
    the reason, best first, where the choice was not certain.
    """

    span: Span
    head: int
    actors: tuple[ActorId, ...]
    form: MentionForm
    candidates: tuple[tuple[ActorId, float, str], ...] = ()


@dataclass(frozen=True)
class Analysis:
    """All that is known of an article's words; made step by step in `summitry.language.analyse`."""

    article: Article
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[Token, ...] = field(default=(), repr=False)
    quotations: tuple[Quotation, ...] = ()
    times: tuple[Time, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    problems: tuple[Problem, ...] = ()
    frames: tuple[Frame, ...] = field(default=(), repr=False)
    anchors: Floats = field(default_factory=no_anchors, repr=False, compare=False)

    def __post_init__(self) -> None:
        for token in self.tokens:
            if self.article.text[token.span.start : token.span.end] != token.text:
                raise OffsetError(f"article {self.article.id}: token {token.text!r} is not at {list(token.span)}")

    # The tree, asked for by index ------------------------------------------------------------------------------

    @cached_property
    def _children(self) -> list[list[tuple[Token, str]]]:
        """The dependants of each token, each with its relation without the subtype."""
        below: list[list[tuple[Token, str]]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if not token.is_root:
                below[token.head].append((token, token.deprel.partition(":")[0]))
        return below

    def children(self, index: int, *deprels: str) -> list[Token]:
        """Dependants of a token in text order; with `deprels`, those whose relation is one of them or a subtype of one."""
        below = self._children[index]
        return [t for t, relation in below if not deprels or relation in deprels or t.deprel in deprels]

    def subtree(self, index: int) -> list[int]:
        """Indices of a token and all below it, in text order."""
        reached, todo = [], [index]
        while todo:
            i = todo.pop()
            reached.append(i)
            todo += [t.index for t, _ in self._children[i]]
        return sorted(reached)

    def ancestors(self, index: int) -> Iterator[Token]:
        """The governors of a token, nearest first, up to the root."""
        token = self.tokens[index]
        while not token.is_root:
            token = self.tokens[token.head]
            yield token

    # From tokens to characters and back ------------------------------------------------------------------------

    def span(self, first: int, last: int) -> Span:
        """The characters from token `first` to token `last`, both included."""
        return Span(self.tokens[first].span.start, self.tokens[last].span.end)

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that lie in a span, whole or in part, in text order."""
        first = bisect_right(self.tokens, span.start, key=lambda t: t.span.end)
        last = bisect_left(self.tokens, span.end, key=lambda t: t.span.start)
        return list(self.tokens[first:last])

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [s.first for s in self.sentences]

    def sentence_of(self, index: int) -> Sentence:
        """The sentence of a token."""
        return self.sentences[bisect_right(self._sentence_starts, index) - 1]

    def mentions_in(self, span: Span) -> list[Mention]:
        """Mentions that lie wholly inside a span, in text order, outer before inner."""
        first = bisect_left(self.mentions, span.start, key=lambda m: m.span.start)
        last = bisect_left(self.mentions, span.end, key=lambda m: m.span.start)
        return [m for m in self.mentions[first:last] if span.covers(m.span)]

    @cached_property
    def _widest(self) -> dict[int, Mention]:
        return {m.head: m for m in sorted(self.mentions, key=lambda m: m.span.end - m.span.start)}

    def mention_at(self, index: int) -> Mention | None:
        """The widest mention whose head is this token."""
        return self._widest.get(index)

    @cached_property
    def _times_at(self) -> dict[int, Time]:
        return {t.index: time for time in reversed(self.times) for t in self.tokens_in(time.span)}

    def time_at(self, index: int) -> Time | None:
        """The time expression that a token is part of."""
        return self._times_at.get(index)

    def times_in(self, span: Span) -> list[Time]:
        """Time expressions wholly inside a span, in text order."""
        first = bisect_left(self.times, span.start, key=lambda t: t.span.start)
        last = bisect_left(self.times, span.end, key=lambda t: t.span.start)
        return [t for t in self.times[first:last] if span.covers(t.span)]

    def odds(self, kind: str, spans: Iterable[Span]) -> float:
        """The log odds that the model gives the likeliest word of these characters to anchor a frame of a kind; 0 where it says nothing."""
        words = [t.index for span in spans for t in self.tokens_in(span)] if len(self.anchors) else []
        return float(self.anchors[words, KINDS.index(kind)].max()) if words else 0.0

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation that holds the character at `offset`."""
        at = bisect_right(self.quotations, offset, key=lambda q: q.span.end)
        return next((q for q in self.quotations[at : at + 1] if q.span.start <= offset), None)
