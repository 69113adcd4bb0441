"""Events as lines for other programs: one event a line with its PLOVER and CAMEO codes, as the users of event data load them."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Protocol

import msgspec

from summitry.article import Article
from summitry.codes import Coding, actor_code, codings
from summitry.language.actors import ActorTable
from summitry.records import Actor, ActorId, Document, Event

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event: names and codes of several actors stand in the same order; what is not known is null.

    `root` is PLOVER's "as if realised", `event_type` what PLOVER calls the event given its `modality`. For an act asked for, source
    and target are who asks and who is asked. Days are ISO dates of a closed interval; `start` and `end` say where in the article `quote` stands.
    """

    id: str
    earliest: str | None
    latest: str | None
    source: tuple[str, ...]
    source_code: tuple[str | None, ...]
    target: tuple[str, ...]
    target_code: tuple[str | None, ...]
    root: str
    modality: str
    event_type: str | None
    mode: str | None
    context: tuple[str, ...]
    quad: int | None
    cameo: str | None
    meeting: bool
    place: str | None
    confidence: float | None
    article: str
    published: str | None
    publisher: str | None
    url: str | None
    start: int
    end: int
    quote: str


def event_lines(documents: Iterable[Document], table: ActorTable) -> Iterator[EventLine]:
    """The events of documents in their order; offices are those of the event's last day, of the report's where that comes first."""
    for document in documents:
        codes, actors = codings(document), {a.id: a for a in document.actors}
        for event in document.events:
            yield _line(document.article, event, codes[event.id], actors, table)


def _line(
    article: Article, event: Event, coding: Coding, actors: Mapping[ActorId, Actor], table: ActorTable
) -> EventLine:
    published = article.published.latest if article.published else None
    day = min((d for d in (event.latest, published) if d), default=None)
    start, end = next((s for s in event.evidence if s.covers(event.trigger)), event.evidence[0])
    return EventLine(
        id=event.id,
        earliest=event.earliest,
        latest=event.latest,
        source=tuple(actors[i].name for i in coding.source),
        source_code=tuple(actor_code(table, actors[i], day) for i in coding.source),
        target=tuple(actors[i].name for i in coding.target),
        target_code=tuple(actor_code(table, actors[i], day) for i in coding.target),
        root=event.plover,
        modality=event.modality,
        event_type=coding.event_type,
        mode=coding.mode,
        context=coding.context,
        quad=coding.quad,
        cameo=coding.cameo,
        meeting=event.meeting,
        place=event.place,
        confidence=event.confidence,
        article=article.id,
        published=published,
        publisher=article.source,
        url=article.url,
        start=start,
        end=end,
        quote=article.text[start:end],
    )


# Formats -----------------------------------------------------------------------------------------------------------


class Export(Protocol):
    """Events to the bytes of a file, piece by piece; `raw` leaves alone what a spreadsheet would run as a formula."""

    def __call__(self, lines: Iterable[EventLine], *, raw: bool = False) -> Iterator[bytes]:
        """The bytes; nothing is read ahead of what has been taken."""


def json_lines(lines: Iterable[EventLine], *, raw: bool = False) -> Iterator[bytes]:  # noqa: ARG001 - JSON holds no formulas
    """One JSON object a line."""
    for line in lines:
        yield msgspec.json.encode(line) + b"\n"


def csv_lines(lines: Iterable[EventLine], *, raw: bool = False) -> Iterator[bytes]:
    """CSV under a header, quoted where it must be, the article's line breaks kept; several values with ";" between them.

    Unless `raw`, a cell that a spreadsheet would run as a formula begins with an apostrophe.
    """
    yield from _separated(lines, str, raw=raw, delimiter=",", lineterminator="\r\n")


def tsv_lines(lines: Iterable[EventLine], *, raw: bool = False) -> Iterator[bytes]:
    """The same with tabs: never quoted, every stretch of white space in a cell is one space."""
    plain = partial(re.sub, r"\s+", " ")
    yield from _separated(
        lines, plain, raw=raw, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None
    )


EXPORTS: Mapping[str, Export] = {"tsv": tsv_lines, "csv": csv_lines, "jsonl": json_lines}


def _separated(
    lines: Iterable[EventLine], plain: Callable[[str], str], *, raw: bool, **dialect: Any
) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, **dialect)
    writer.writerow([field.name for field in fields(EventLine)])
    for line in lines:
        cells = (plain(_text(getattr(line, field.name))) for field in fields(EventLine))
        writer.writerow([f"'{cell}" if not raw and cell.startswith(FORMULA) else cell for cell in cells])
        yield _drained(buffer)
    yield _drained(buffer)


def _drained(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join((part or "").replace(";", ",") for part in value)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)
