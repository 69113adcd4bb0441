"""The date of a caption, which is not the story's: when its picture was taken, or the last day its words report."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from summitry.article import Published

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DAY = r"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}",
        rf"\b{_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b",
        rf"(?<!\d\s)(?<!\dth\s)\b{_MONTH},?\s+{_YEAR}",
        rf"\b(?:this|these|an?)\s+{_YEAR}(?=\s+(?:\w+\s+){{0,2}}(?:photo|picture|image|handout|frame|video))",
    )
)
# A day that lies ahead, or another event's, is none on which the caption was written.
_ELSEWHERE = re.compile(
    r"\b(?:by|until|till|before|ahead\s+of|for|since|after|from)\s+(?:the\s+)?(?:\w+day,?\s+)?$", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|would|to\s+be|due|scheduled|planned|plans?|expected|set|upcoming|next)\b", re.IGNORECASE
)


def caption_date(caption: str) -> Published | None:
    """The latest day (or month, or year) that the caption ties its picture or its words to, or null.

    A caption that shows June and reports a remark of September was written in September: its "today" is then.
    """
    stated = [dates for start, dates in _stated(caption) if not _is_elsewhere(caption[:start])]
    if not stated:
        return None
    # Latest beginning first: a day within a year tells more than the year.
    earliest, latest = max(stated, key=lambda dates: (dates[0], -dates[1].toordinal()))
    day = earliest.isoformat() if earliest == latest else None
    return Published(day, earliest.isoformat(), latest.isoformat(), "text", "the last date stated in the caption")


def _is_elsewhere(before: str) -> bool:
    sentence = re.split(r"(?<=[a-z)][.!?])\s", before[-300:])[-1]
    return bool(_ELSEWHERE.search(before[-40:]) or _AHEAD.search(sentence))


def _stated(caption: str) -> Iterator[tuple[int, tuple[date, date]]]:
    for pattern in _DATES:
        for match in pattern.finditer(caption):
            dates = _interval(match.groupdict())
            if dates:
                yield match.start(), dates


def _interval(parts: dict[str, str | None]) -> tuple[date, date] | None:
    year = int(parts["year"] or 0)
    name = parts.get("month")
    if name is None:
        return date(year, 1, 1), date(year, 12, 31)
    month = int(name) if name.isdecimal() else _MONTHS.index(name[:3].lower()) + 1
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = parts.get("day")
    if day is None:
        return date(year, month, 1), date(year, month, last)
    return (date(year, month, int(day)),) * 2 if 1 <= int(day) <= last else None
