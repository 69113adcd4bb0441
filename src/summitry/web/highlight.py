"""An article's text cut into pieces, each with the records whose words it belongs to; together they are the text again."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from summitry.article import Block, BlockKind, Span
from summitry.queries import Marked
from summitry.records import KINDS, RecordId

# Two line breaks or more, with nothing but white space between them: where a paragraph ends.
_BREAK = re.compile(r"\n\s*\n")
_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A record on its page and its place among the page's records."""

    number: int
    record: Marked


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters within which no mark begins or ends: `marks` cover them, innermost first; `begins` are new here."""

    span: Span
    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a block, or the white space between two (`block` null)."""

    span: Span
    block: BlockKind | None
    segments: tuple[Segment, ...]


def paragraphs(text: str, blocks: Sequence[Block], records: Sequence[Marked]) -> list[Paragraph]:
    """The whole text as paragraphs and the white space between them, each cut into segments.

    The segments' texts, joined in order, are the text; what lies outside all blocks counts as body.
    """
    parts = list(_parts(text, blocks))
    pieces = segments(text, records, cuts=(span.start for span, _ in parts))
    made: list[Paragraph] = []
    first = 0
    for span, block in parts:
        last = first
        while last < len(pieces) and pieces[last].span.start < span.end:
            last += 1
        made.append(Paragraph(span, block, tuple(pieces[first:last])))
        first = last
    return made


def segments(text: str, records: Sequence[Marked], cuts: Iterable[int] = ()) -> list[Segment]:
    """Cut a text at every boundary of a record's spans, and at `cuts`; spans are cut off where the text ends."""
    opening: dict[int, list[tuple[Span, Mark]]] = defaultdict(list)
    closing: dict[int, list[tuple[Span, Mark]]] = defaultdict(list)
    for number, record in enumerate(records):
        for whole in set(record.spans):
            span = Span(max(0, whole.start), min(len(text), whole.end))
            if span.start < span.end:
                opening[span.start].append((span, Mark(number, record)))
                closing[span.end].append((span, Mark(number, record)))
    places = sorted({0, len(text), *opening, *closing, *(cut for cut in cuts if 0 < cut < len(text))})
    active: list[tuple[Span, Mark]] = []
    met: set[RecordId] = set()
    made: list[Segment] = []
    for start, end in pairwise(places):
        active = sorted((pair for pair in active + opening[start] if pair not in closing[start]), key=_innermost_first)
        marks = tuple(dict.fromkeys(mark for _, mark in active))
        begins = tuple(mark for mark in marks if mark.record.id not in met)
        met.update(mark.record.id for mark in begins)
        made.append(Segment(Span(start, end), text[start:end], marks, begins))
    return made


def _innermost_first(pair: tuple[Span, Mark]) -> tuple[int, int, int]:
    _, mark = pair
    # The whole record counts, not the piece: a statement in pieces is around the condition that runs through two of them.
    reach = max(span.end for span in mark.record.spans) - min(span.start for span in mark.record.spans)
    # Of two records on the same words the later kind of `KINDS` tells more: a commitment more than that it is said.
    return reach, -_RANK.get(mark.record.kind, 0), mark.number


def _parts(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, BlockKind | None]]:
    reached = 0
    for block in sorted(blocks, key=lambda b: b.span):
        start, end = max(reached, block.span.start), min(len(text), block.span.end)
        if start < end:
            yield from _split(text, Span(reached, start), "body")
            yield from _split(text, Span(start, end), block.kind)
            reached = end
    yield from _split(text, Span(reached, len(text)), "body")


def _split(text: str, span: Span, kind: BlockKind) -> Iterator[tuple[Span, BlockKind | None]]:
    start = span.start
    for gap in _BREAK.finditer(text, span.start, span.end):
        yield from _part(text, Span(start, gap.start()), kind)
        yield Span(gap.start(), gap.end()), None
        start = gap.end()
    yield from _part(text, Span(start, span.end), kind)


def _part(text: str, span: Span, kind: BlockKind) -> Iterator[tuple[Span, BlockKind | None]]:
    if span.start < span.end:
        yield span, kind if text[span.start : span.end].strip() else None
