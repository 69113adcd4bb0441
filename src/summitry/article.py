"""The frozen text of one article, its parts, and the only convention for offsets: code points, end exclusive."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from summitry.errors import OffsetError

BlockKind = Literal["headline", "standfirst", "caption", "body", "related", "boilerplate"]
DateBasis = Literal["metadata", "text", "given"]


class Span(NamedTuple):
    """`text[start:end]`: Unicode code points, end exclusive. Written as `[start, end]` in JSON."""

    start: int
    end: int

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Published:
    """When a text appeared: ISO dates (`YYYY-MM-DD`) of a closed interval, and where they come from.

    `value` is the day where it is known, else null; `reason` says in words how a date was derived from the text.
    """

    value: str | None
    earliest: str | None
    latest: str | None
    basis: DateBasis
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page. A caption may have a date of its own, which is not the story's."""

    span: Span
    kind: BlockKind
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One text as published, never changed after reading; every span of every record points into `text`.

    `published` is null where neither metadata, the caller nor the text gives a date. `sha256` is of the text in UTF-8.
    """

    id: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: Published | None = None
    language: str = "en"
    sha256: str = ""

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        if self.sha256 not in ("", digest):
            raise OffsetError(f"article {self.id}: the text is not the one its sha256 was taken of")
        object.__setattr__(self, "sha256", digest)

    def quote(self, span: Span) -> str:
        """The characters of `span`.

        Raises:
            OffsetError: the span is empty or reaches out of the text.
        """
        if not 0 <= span.start < span.end <= len(self.text):
            raise OffsetError(f"article {self.id}: no characters at {list(span)} of {len(self.text)}")
        return self.text[span.start : span.end]

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the character at `offset`, or null between blocks."""
        at = bisect_right(self.blocks, offset, key=lambda b: b.span.end)
        return next((b for b in self.blocks[at : at + 1] if b.span.start <= offset), None)
