"""The publication date of an input: from the caller, the metadata or the file's name, else from the text."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from summitry.article import Block, DateBasis, Published
from summitry.readers.blocks import is_date_line

_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)")

# The reader of dates lies among the language's modules, which load the model's runtime: imported where it is needed.


def on_day(day: date, basis: DateBasis, reason: str | None = None) -> Published:
    """Published on one day."""
    iso = f"{day.year:04}-{day.month:02}-{day.day:02}"
    return Published(iso, iso, iso, basis, reason)


def day_of(given: str) -> date:
    """The day that an ISO date names.

    Raises:
        DateError: it names none.
    """
    from summitry.language.times import parse_day

    return parse_day(given)


def day_in_name(name: str) -> Published | None:
    """The one ISO date in a file's name (`2018-09-24-talks.txt`), or null."""
    found = set(_IN_NAME.findall(PurePath(name).name))
    if len(found) != 1:
        return None
    try:
        return on_day(date.fromisoformat(found.pop()), "metadata", "the file's name")
    except ValueError:
        return None


def told_by_text(text: str, blocks: Sequence[Block]) -> Published | None:
    """What the text itself tells of its date, or null. A line of the page that is only a date counts; other furniture not."""
    from summitry.language.times import document_date

    told = [b for b in blocks if b.kind != "boilerplate" or not is_date_line(text[b.span.start : b.span.end])]
    return document_date(text, told)
