"""How the pages put values into words: days and intervals, names, and the glossary of kinds, fields and values."""

import tomllib
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from summitry.article import Published
from summitry.queries import Who


@cache
def glossary() -> dict[str, Any]:
    """The tables of `glossary.toml`."""
    words: dict[str, Any] = tomllib.loads((files(__package__) / "glossary.toml").read_text("utf-8"))
    return words


def one(kind: str) -> str:
    """What a record of a kind is called: "Commitment" for `commitments` or `commitment`."""
    kinds = glossary()["kinds"]
    entry = kinds.get(kind) or kinds.get(f"{kind}s")
    return str(entry["one"]) if entry else kind.capitalize()


def value(code: str | None, name: str) -> str:
    """The word for a field's value: "in progress" for the `status` `in_progress`; the code itself where it has none."""
    return "" if code is None else str(glossary()["values"].get(name, {}).get(code, code.replace("_", " ")))


def names(people: Sequence[Who]) -> str:
    """Names in a row: "A", "A and B", "A, B and C"."""
    *first, last = [who.name for who in people] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def day(iso: str | None) -> str:
    """An ISO day as "24 September 2018"; what is no such day stays as it is."""
    found = _parse(iso)
    return f"{found.day} {found:%B} {found.year}" if found else (iso or "")


def days(earliest: str | None, latest: str | None) -> str:
    """A closed interval of ISO days as people write it: "September 2018", "3–5 May 2018", "by 1 June 2019", "no date"."""
    first, last = _parse(earliest), _parse(latest)
    if first and last:
        return _interval(first, last)
    if first:
        return f"from {day(earliest)}"
    return f"by {day(latest)}" if last else "no date"


def moment(at: str) -> str:
    """A moment of a decision: "5 January 2030, 12:00 UTC"."""
    return f"{day(at[:10])}, {at[11:16]} UTC"


def published(when: Published | None) -> str:
    """When an article appeared, in words."""
    return days(when.value or when.earliest, when.value or when.latest) if when else "no date"


def outside(url: str | None) -> str | None:
    """A web address that is safe to link to: http or https with a host; null for anything else."""
    if not url or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def _interval(first: date, last: date) -> str:
    whole = _whole(first, last)
    if whole or first == last:
        return whole or f"{first.day} {first:%B} {first.year}"
    if first.year != last.year:
        return f"{first.day} {first:%B} {first.year} – {last.day} {last:%B} {last.year}"
    if first.month != last.month:
        return f"{first.day} {first:%B} – {last.day} {last:%B} {last.year}"
    return f"{first.day}–{last.day} {last:%B} {last.year}"


def _whole(first: date, last: date) -> str:
    """The name of an interval of whole years, or of whole months of a year; nothing for any other."""
    if first.day > 1 or last.day < monthrange(last.year, last.month)[1]:
        return ""
    if (first.month, last.month) == (1, 12):
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B} {first.year}"
    return f"{first:%B}–{last:%B} {last.year}" if first.year == last.year else ""


def _parse(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
