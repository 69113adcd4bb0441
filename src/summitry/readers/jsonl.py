"""JSON Lines: an article a line, with its text kept exactly; a broken line is refused and the others go on."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from summitry.article import Article
from summitry.errors import DateError, ReadError
from summitry.options import Options
from summitry.readers.assembly import Facts, Origin, Refused, assemble
from summitry.readers.dates import day_of, on_day
from summitry.readers.decoding import LARGEST

_UTF8_MARK = b"\xef\xbb\xbf"
_HALF_PAIR = re.compile(rb"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|[c-fC-F])")


class _Line(msgspec.Struct):
    """The fields of a line that are read; others are left alone."""

    text: str
    id: str | int | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    source: str | None = None


def read(stream: BinaryIO, origin: Origin, options: Options) -> Iterator[Article | Refused]:
    """The articles of the lines in order, and what was refused of them; blank lines are passed over.

    Raises:
        ReadError: there is no line.
    """
    number = 0
    for number, line in enumerate(_lines(stream), 1):
        if line is None:
            yield Refused(origin.name, number, f"larger than {LARGEST:,} bytes")
        elif line.strip():
            try:
                yield _article(line, origin, options)
            except (ReadError, DateError) as error:
                yield Refused(origin.name, number, str(error))
    if not number:
        raise ReadError("empty")


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Line by line, so that a feed of any length fits in memory; null for a line that is too large."""
    line = stream.readline(LARGEST + 1).removeprefix(_UTF8_MARK)
    while line:
        if len(line) > LARGEST:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST)
            yield None
        else:
            yield line
        line = stream.readline(LARGEST + 1)


def _article(line: bytes, origin: Origin, options: Options) -> Article:
    fields = _decode(line)
    return assemble(
        fields.text,
        Facts(
            id=None if fields.id is None else str(fields.id),
            title=fields.title,
            source=fields.source,
            url=fields.url,
            published=on_day(day_of(fields.published), "metadata") if fields.published else None,
        ),
        origin,
        options,
    )


def _decode(line: bytes) -> _Line:
    try:
        return msgspec.json.decode(line, type=_Line)
    except UnicodeDecodeError:
        raise ReadError("not UTF-8") from None
    except RecursionError:
        raise ReadError("JSON nested too deeply") from None
    except msgspec.MsgspecError as error:
        reason = "half of a surrogate pair" if _HALF_PAIR.search(line) else str(error)
        raise ReadError(f"not an article in JSON: {reason}") from None
