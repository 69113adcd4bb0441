"""Summitry reads news about negotiations and keeps a sourced ledger of where they stand.

    document = summitry.read("Kim promised on Monday to close the site.", published="2018-09-24")
    document.commitments[0].quotes

Names are loaded when they are first asked for, so that the import itself costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from summitry.article import Article, Block, Published, Span
    from summitry.errors import (
        ActorFileError,
        DateError,
        ModelError,
        NegotiationError,
        OffsetError,
        ReadError,
        ReviewError,
        StoreError,
        SummitryError,
        UnknownIdError,
    )
    from summitry.options import Options
    from summitry.records import (
        Actor,
        Commitment,
        Condition,
        Deadline,
        Demand,
        Document,
        Event,
        Obstacle,
        Order,
        Problem,
        Question,
        Record,
        Statement,
        Time,
        from_json,
        to_json,
    )
    from summitry.review.decisions import Decision
    from summitry.stores import Store, View, open_ledger

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "ActorFileError",
    "Article",
    "Block",
    "Commitment",
    "Condition",
    "DateError",
    "Deadline",
    "Decision",
    "Demand",
    "Document",
    "Event",
    "ModelError",
    "NegotiationError",
    "Obstacle",
    "OffsetError",
    "Options",
    "Order",
    "Problem",
    "Published",
    "Question",
    "ReadError",
    "Record",
    "ReviewError",
    "Span",
    "Statement",
    "Store",
    "StoreError",
    "SummitryError",
    "Time",
    "UnknownIdError",
    "View",
    "__version__",
    "from_json",
    "open_ledger",
    "read",
    "read_file",
    "to_json",
]

_HOMES = {
    "summitry.article": ("Article", "Block", "Published", "Span"),
    "summitry.errors": (
        "ActorFileError",
        "DateError",
        "ModelError",
        "NegotiationError",
        "OffsetError",
        "ReadError",
        "ReviewError",
        "StoreError",
        "SummitryError",
        "UnknownIdError",
    ),
    "summitry.options": ("Options",),
    "summitry.records": (
        "Actor",
        "Commitment",
        "Condition",
        "Deadline",
        "Demand",
        "Document",
        "Event",
        "Obstacle",
        "Order",
        "Problem",
        "Question",
        "Record",
        "Statement",
        "Time",
        "from_json",
        "to_json",
    ),
    "summitry.review.decisions": ("Decision",),
    "summitry.stores": ("Store", "View", "open_ledger"),
}


def read(  # noqa: PLR0913 - the fields of an article that a caller may know
    text: str,
    *,
    published: "date | str | None" = None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    options: "Options | None" = None,
) -> "Document":
    """Read one article from its text, which is kept exactly as it is.

    Every span of the document counts the text's own characters. Without `published` the date is taken from the text
    where it tells one; else relative times ("on Monday") stay open.

    Raises:
        ReadError: the text is empty, too long or no text.
        DateError: `published` is no date.
    """
    from summitry.pipeline import process
    from summitry.readers import from_text

    article = from_text(text, published=published, title=title, source=source, url=url, options=options)
    return process(article, options)


def read_file(
    path: "Path | str", *, published: "date | str | None" = None, options: "Options | None" = None
) -> "Document":
    """Read the one article of a plain text, an HTML page or a JSON Lines file of one line.

    `document.article.text` is the text that the spans count in. For files of many articles see `summitry.readers`.

    Raises:
        ReadError: the file is missing, empty, binary, too large, or holds no article or several.
        DateError: `published` is no date.
    """
    from pathlib import Path

    from summitry.errors import ReadError
    from summitry.pipeline import process
    from summitry.readers import read_path
    from summitry.readers.dates import day_of

    day = day_of(published) if isinstance(published, str) else published
    article, *more = read_path(Path(path), published=day, options=options)
    if more:
        raise ReadError(f"{path}: holds {len(more) + 1} articles; read them with summitry.readers.read_path")
    return process(article, options)


def __getattr__(name: str) -> Any:
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module 'summitry' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
