"""A file, a stream or a text becomes articles; what yields none is refused with its reason and the others go on."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from summitry.article import Article
from summitry.errors import ReadError
from summitry.options import Options
from summitry.readers import html, jsonl, text
from summitry.readers.assembly import Facts, Origin, Refused, assemble
from summitry.readers.dates import day_of, on_day
from summitry.readers.decoding import LARGEST

__all__ = ["READERS", "Refused", "from_text", "read_all", "read_bytes", "read_path", "read_stream", "walk"]

Reader = Callable[[BinaryIO, Origin, Options], Iterator[Article | Refused]]

READERS: dict[str, Reader] = {"html": html.read, "jsonl": jsonl.read, "text": text.read}

SUFFIXES: dict[str, str] = {
    ".htm": "html",
    ".html": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".text": "text",
    ".txt": "text",
    ".xhtml": "html",
}
_LINE_BY_LINE = ("jsonl",)  # formats that hold many documents, so that the limit is each one's


def from_text(  # noqa: PLR0913 - the fields of an article that a caller may know
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    url: str | None = None,
    source: str | None = None,
    id: str | None = None,  # noqa: A002 - the field's name
    options: Options | None = None,
) -> Article:
    """An article of a text kept exactly as it is.

    Raises:
        ReadError: the text is empty, too long, or holds what is no character.
        DateError: `published` is no date.
    """
    day = day_of(published) if isinstance(published, str) else published
    facts = Facts(id=id, title=title, url=url, source=source, published=on_day(day, "given") if day else None)
    return assemble(text, facts, None, options or Options())


def read_path(path: Path, *, published: date | None = None, options: Options | None = None) -> Iterator[Article]:
    """The articles of a file, by its suffix: one of a text or a page, many of JSON Lines.

    Raises:
        ReadError: the file, or a line of it, yields no article; the articles before that line have been given.
    """
    return _insist(_try_path(path, published, options or Options()))


def read_bytes(
    data: bytes,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the word for it
    published: date | None = None,
    options: Options | None = None,
) -> Iterator[Article]:
    """The articles of `data`, called `name`; the format is told from its suffix or its first bytes unless given.

    Raises:
        ReadError: as `read_path`, or the format is unknown.
    """
    return read_stream(BytesIO(data), name=name, format=format, published=published, options=options)


def read_stream(
    stream: BinaryIO,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the word for it
    published: date | None = None,
    options: Options | None = None,
) -> Iterator[Article]:
    """The articles of a binary stream, such as standard input; of a text or a page no more than 50 MB are read.

    Raises:
        ReadError: as `read_bytes`.
    """
    return _insist(_try_stream(stream, Origin(name, published), format, options or Options()))


def read_all(
    paths: Iterable[Path], *, published: date | None = None, options: Options | None = None
) -> Iterator[Article | Refused]:
    """The articles of files and folders in the order of `walk`, and in their places the inputs that were refused."""
    options = options or Options()
    for path in walk(paths):
        yield from _try_path(path, published, options)


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to read: those named, and of folders those with a known suffix, sorted, at any depth.

    Hidden files and folders are passed over and links to folders are not followed. A folder that cannot be opened
    comes as it is, for the reader to refuse it.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk_folder(path)
        else:
            yield path


def _walk_folder(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk_folder(Path(entry.path))
        elif entry.is_file() and Path(entry.name).suffix.lower() in SUFFIXES:
            yield Path(entry.path)


def _insist(found: Iterator[Article | Refused]) -> Iterator[Article]:
    for item in found:
        if isinstance(item, Refused):
            raise ReadError(str(item))
        yield item


def _try_path(path: Path, published: date | None, options: Options) -> Iterator[Article | Refused]:
    origin = Origin(str(path), published)
    try:
        _check_path(path)
        with path.open("rb") as stream:
            yield from _try_stream(stream, origin, None, options)
    except ReadError as error:
        yield Refused(origin.name, None, str(error))
    except FileNotFoundError:
        yield Refused(origin.name, None, "no such file")
    except PermissionError:
        yield Refused(origin.name, None, "you may not read it")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        yield Refused(origin.name, None, getattr(error, "strerror", None) or str(error))


def _check_path(path: Path) -> None:
    if path.is_dir():
        os.scandir(path).close()  # raises what keeps it from being opened
        raise ReadError("a folder")
    if path.stat().st_size > LARGEST and SUFFIXES.get(path.suffix.lower()) not in _LINE_BY_LINE:
        raise ReadError(f"larger than {LARGEST:,} bytes")


def _try_stream(
    stream: BinaryIO,
    origin: Origin,
    format: str | None,  # noqa: A002 - the word for it
    options: Options,
) -> Iterator[Article | Refused]:
    try:
        known, stream = (format, stream) if format else _recognise(stream, origin.name)
        yield from _reader(known)(stream, origin, options)
    except ReadError as error:
        yield Refused(origin.name, None, str(error))


def _reader(known: str) -> Reader:
    if known not in READERS:
        raise ReadError(f"{known!r} is no format; known are {', '.join(READERS)}")
    return READERS[known]


def _recognise(stream: BinaryIO, name: str) -> tuple[str, BinaryIO]:
    """The format by the name's suffix, else by the first bytes; the stream still begins with those."""
    known = SUFFIXES.get(Path(name).suffix.lower())
    if known:
        return known, stream
    data = stream.read(LARGEST + 1)
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "html", BytesIO(data)
    return "jsonl" if start.startswith(b'{"') else "text", BytesIO(data)
