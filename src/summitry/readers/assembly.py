"""From a text and what is known of it to an Article: its id, its date and its language; and what was refused."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from summitry.article import Article, Block, Published
from summitry.errors import ReadError
from summitry.options import Options
from summitry.readers.blocks import find_blocks
from summitry.readers.dates import on_day, told_by_text
from summitry.readers.languages import recognise

_ID_DIGITS = 12  # hexadecimal digits of the text's sha256 in an id
_LONGEST_ID = 200
# "SEOUL, March 9 (Northwire) —": the agency that a dateline names.
_AGENCY = re.compile(r"[A-Z]{2}[A-Z .'’-]*[^()\n]{0,40}(?:\(\d{4}\) ?)?\(([^()\n]*[^\W\d_][^()\n]*)\)\s*(?:—|–|--|-)\s")
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Refused:
    """An input, or a line of one, that yields no article, and why."""

    name: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.name if self.line is None else f"{self.name}:{self.line}"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an input comes from: the name it is called by, and the publication date the caller gives it."""

    name: str
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What an input says of its article beside the text; `published` is the day its metadata gives."""

    id: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: Published | None = None
    language: str | None = None


def assemble(
    text: str, facts: Facts, origin: Origin | None, options: Options, blocks: Sequence[Block] | None = None
) -> Article:
    """The article, its blocks found as in plain text unless given. Its date: the caller's, else the metadata's, else what the text tells, else none.

    Its id is the one given, else made of the input's name and the text alone, so that the order of reading changes
    nothing.

    Raises:
        ReadError: the text is empty, too long, or holds what is no character.
    """
    _check_text(text, options)
    blocks = find_blocks(text) if blocks is None else blocks
    given = origin.published if origin else None
    published = on_day(given, "given") if given else facts.published or told_by_text(text, blocks)
    headline = next((text[b.span.start : b.span.end] for b in blocks if b.kind == "headline"), None)
    return Article(
        id=_checked_id(facts.id) if facts.id is not None else _make_id(text, origin),
        text=text,
        blocks=tuple(blocks),
        title=facts.title or headline,
        source=facts.source or _agency(text, blocks),
        url=facts.url,
        published=published,
        language=recognise(text, facts.language),
    )


def _agency(text: str, blocks: Sequence[Block]) -> str | None:
    """The agency named in the dateline of the first paragraph of the story."""
    story = next((b.span for b in blocks if b.kind == "body"), None)
    found = _AGENCY.match(text, story.start, min(story.end, story.start + 120)) if story else None
    return found.group(1).strip() if found else None


def _check_text(text: str, options: Options) -> None:
    if len(text) > options.longest:
        raise ReadError(f"{len(text):,} characters; more than {options.longest:,} are not read")
    if not text or text.isspace():
        raise ReadError("empty")
    if not any(c.isalnum() for c in text):
        raise ReadError("holds no word")
    if "\0" in text:
        raise ReadError("holds NUL characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ReadError(f"holds half of a surrogate pair at character {error.start}") from None


def _checked_id(given: str) -> str:
    if not given.strip() or len(given) > _LONGEST_ID or any(unicodedata.category(c) in ("Cc", "Cs") for c in given):
        raise ReadError(f"its id is empty, longer than {_LONGEST_ID} characters or holds control characters")
    return given


def _make_id(text: str, origin: Origin | None) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]
    stem = _UNSAFE.sub("-", PurePath(origin.name).stem if origin else "").strip("-.")
    return f"{stem[: _LONGEST_ID - _ID_DIGITS - 1] or 'text'}-{digest}"
