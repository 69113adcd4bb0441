"""The value of a time as a person writes it, `2024-05`, `PAST_REF` or `P1M 2024-05-01..2024-05-31`, and the days it covers."""

import calendar
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


class IntervalError(ValueError):
    """A value that is none, or days that are no interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A TIMEX3 value and the closed interval of days; null is an open side."""

    value: str | None
    earliest: date | None
    latest: date | None

    @classmethod
    def read(cls, days: str) -> "Interval":
        """A day, or `A..B`, either side of which may be left open."""
        first, dots, last = str(days).strip().partition("..")
        earliest, latest = _day(first), _day(last if dots else first)
        if earliest and latest and earliest > latest:
            raise IntervalError(f"no interval: {days!r} ends before it begins")
        return cls(str(days) if not dots else None, earliest, latest)

    def days(self) -> dict[str, str | None]:
        """The two ends as ISO days."""
        return {
            "earliest": self.earliest.isoformat() if self.earliest else None,
            "latest": self.latest.isoformat() if self.latest else None,
        }

    def fields(self) -> dict[str, str | None]:
        """The value and the two ends."""
        return {"value": self.value, **self.days()}

    def document(self, basis: str) -> dict[str, str | None]:
        """As the date of an article."""
        return {**self.fields(), "basis": basis}


def read_time(written: str, published: Interval | None) -> Interval:
    """`VALUE` or `VALUE EARLIEST..LATEST`; without days they follow from the value, and from the day of publication.

    Raises:
        IntervalError: the value has no days of its own and none are written, or the days are no interval.
    """
    parts = written.split()
    if not 1 <= len(parts) <= 2:
        raise IntervalError(f"a value, then days where they do not follow from it: {written!r}")
    value = parts[0]
    if len(parts) == 2:
        if ".." not in parts[1]:
            raise IntervalError(f"days are written EARLIEST..LATEST: {parts[1]!r}")
        days = Interval.read(parts[1])
        return Interval(value, days.earliest, days.latest)
    if ".." in value:
        days = Interval.read(value)
        return Interval(None, days.earliest, days.latest)
    earliest, latest = _days_of(value, published)
    return Interval(value, earliest, latest)


def timex(interval: Interval) -> dict[str, str | None]:
    """The fields of a time expression; its type is told by its value, `SET:P1D` is a SET of value P1D."""
    value = interval.value or ""
    if value.startswith("SET:"):
        return {"type": "SET", **interval.fields(), "value": value.removeprefix("SET:")}
    if value.startswith("P") and not value.endswith("_REF"):
        return {"type": "DURATION", **interval.fields()}
    return {"type": "TIME" if re.search(r"\dT", value) else "DATE", **interval.fields()}


def _days_of(value: str, published: Interval | None) -> tuple[date | None, date | None]:
    if value.endswith("_REF"):
        first, last = (published.earliest, published.latest) if published else (None, None)
        ends = {"PAST_REF": (None, last), "PRESENT_REF": (first, last), "FUTURE_REF": (first, None)}
        if value not in ends:
            raise IntervalError(f"PAST_REF, PRESENT_REF or FUTURE_REF, not {value!r}")
        return ends[value]
    if value.startswith(("P", "SET:")):
        return None, None
    day = value.split("T", maxsplit=1)[0]
    return _calendar(day) or (exact := _day(day), exact)


def _calendar(day: str) -> tuple[date, date] | None:
    """The days of a week, season, quarter, half, decade, month or year; null for none of these."""
    if match := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", day):
        first = _iso_week(int(match[1]), int(match[2]))
        return (first + timedelta(days=5) if match[3] else first), first + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", day):
        begin, end = SEASONS[match[2]]
        year = int(match[1])
        return date(year, begin, 1), _month_end(year + (end < begin), end)
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", day):
        return date(int(match[1]), 3 * int(match[2]) - 2, 1), _month_end(int(match[1]), 3 * int(match[2]))
    if match := re.fullmatch(r"(\d{4})-H([12])", day):
        return date(int(match[1]), 6 * int(match[2]) - 5, 1), _month_end(int(match[1]), 6 * int(match[2]))
    if match := re.fullmatch(r"(\d{3})X?", day):
        return date(int(match[1]) * 10, 1, 1), date(int(match[1]) * 10 + 9, 12, 31)
    if match := re.fullmatch(r"(\d{4})-(\d{2})", day):
        _day(f"{day}-01")
        return date(int(match[1]), int(match[2]), 1), _month_end(int(match[1]), int(match[2]))
    if re.fullmatch(r"\d{4}", day):
        return date(int(day), 1, 1), date(int(day), 12, 31)
    return None


def _day(written: str) -> date | None:
    if not written:
        return None
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
            return date.fromisoformat(written)
    raise IntervalError(f"no day or value of a time: {written!r}")


def _iso_week(year: int, week: int) -> date:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        raise IntervalError(f"no week {week} in {year}") from None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
