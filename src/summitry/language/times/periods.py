"""Arithmetic on TIMEX3 values that name a calendar period: `2018`, `2018-06`, `2018-06-12`, `2018-W24`, `2018-Q2`, `201`, `20`."""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["D", "W", "WE", "M", "Q", "H", "S", "Y", "DE", "CE"]
Mod: TypeAlias = Literal["START", "MID", "END"]
Interval: TypeAlias = tuple[date | None, date | None]

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first of the three months
_SHAPES: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    ("D", re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")),
    ("M", re.compile(r"(\d{4})-(\d\d)")),
    ("Y", re.compile(r"(\d{4})")),
    ("W", re.compile(r"(\d{4})-W(\d\d)")),
    ("WE", re.compile(r"(\d{4})-W(\d\d)-WE")),
    ("Q", re.compile(r"(\d{4})-Q([1-4])")),
    ("H", re.compile(r"(\d{4})-H([12])")),
    ("S", re.compile(r"(\d{4})-(SP|SU|FA|WI)")),
    ("DE", re.compile(r"(\d{3})")),
    ("CE", re.compile(r"(\d{2})")),
)
_MONTHS_IN: dict[Unit, int] = {"M": 1, "Q": 3, "H": 6, "S": 3, "Y": 12, "DE": 120, "CE": 1200}


@lru_cache(maxsize=4096)
def _parse(value: str) -> tuple[Unit, re.Match[str]] | None:
    for unit, shape in _SHAPES:
        match = shape.fullmatch(value)
        if match:
            return unit, match
    return None


def unit_of(value: str | None) -> Unit | None:
    """The granularity of a value, or null if it names no calendar period."""
    parsed = _parse(value) if value else None
    return parsed[0] if parsed else None


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def expand(value: str | None) -> tuple[date, date] | None:
    """The first and last day of a period, or null if the value names none that the calendar has."""
    parsed = _parse(value) if value else None
    if not parsed:
        return None
    unit, match = parsed
    head = int(match[1])
    try:
        match unit:
            case "D":
                first = date(head, int(match[2]), int(match[3]))
                return first, first
            case "W":
                first = date.fromisocalendar(head, int(match[2]), 1)
                return first, first + timedelta(6)
            case "WE":
                first = date.fromisocalendar(head, int(match[2]), 6)
                return first, first + timedelta(1)
            case "DE":
                return date(head * 10, 1, 1), date(head * 10 + 9, 12, 31)
            case "CE":
                return date(head * 100, 1, 1), date(head * 100 + 99, 12, 31)
            case _:
                month = _first_month(unit, match)
                first = date(head, month, 1)
                return first, add_months(first, _MONTHS_IN[unit]) - timedelta(1)
    except (ValueError, OverflowError):
        return None


def _first_month(unit: Unit, match: re.Match[str]) -> int:
    if unit == "Y":
        return 1
    if unit == "S":
        return SEASONS[match[2]]
    return (int(match[2]) - 1) * _MONTHS_IN[unit] + 1


def add_months(day: date, months: int) -> date:
    """The same day of another month, or its last day where that month is shorter.

    Raises:
        ValueError: the year leaves the calendar.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add(day: date, unit: Unit, count: int) -> date:
    """The day `count` units later, or earlier for a negative count.

    Raises:
        ValueError, OverflowError: the year leaves the calendar.
    """
    if unit in ("D", "W", "WE"):
        return day + timedelta(count * (1 if unit == "D" else 7))
    return add_months(day, count * (12 if unit == "S" else _MONTHS_IN[unit]))


def moved(day: date, unit: Unit, count: int) -> date | None:
    """As `add`, null where the year leaves the calendar."""
    try:
        return add(day, unit, count)
    except (ValueError, OverflowError):
        return None


def is_year(year: int) -> bool:
    """Whether years written in figures may be that one, and days be counted from it: 1000 to 2199."""
    return 1000 <= year < 2200


def containing(day: date, unit: Unit) -> str:
    """The value of the period of that unit in which the day lies."""
    match unit:
        case "D":
            return day.isoformat()
        case "W" | "WE":
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "WE" else "")
        case "M":
            return f"{day.year:04d}-{day.month:02d}"
        case "Q":
            return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"
        case "H":
            return f"{day.year:04d}-H{(day.month - 1) // 6 + 1}"
        case "S":
            start = add_months(day, -(day.month % 3))
            return f"{start.year:04d}-{next(s for s, m in SEASONS.items() if m == start.month)}"
        case "Y":
            return f"{day.year:04d}"
        case "DE":
            return f"{day.year // 10:03d}"
        case "CE":
            return f"{day.year // 100:02d}"


def shift(value: str, count: int, unit: Unit | None = None) -> str | None:
    """The period of the same granularity that lies `count` units (by default, of its own) away."""
    own, days = unit_of(value), expand(value)
    if own is None or days is None:
        return None
    step = unit or own
    if own == "S" and unit is None:
        return None  # "the next season" is no expression of the language
    reached = moved(days[0], step, count)
    return containing(reached, own) if reached else None


def part(value: str, mod: Mod) -> tuple[date, date] | None:
    """The first, middle or last third of a period: in days, months or years, whichever it is made of."""
    unit, days = unit_of(value), expand(value)
    if unit is None or days is None:
        return None
    first, last = days
    if unit in ("D", "WE"):
        return days
    small: Unit = {"W": "D", "M": "D", "DE": "Y", "CE": "Y"}.get(unit, "M")  # type: ignore[assignment]  # of two literals
    size = {"W": 7, "M": 30, "DE": 10, "CE": 100}.get(unit, _MONTHS_IN.get(unit, 0))
    third = size // 3
    cuts = [first, add(first, small, third), add(first, small, 2 * third)]
    match mod:
        case "START":
            return first, cuts[1] - timedelta(1)
        case "MID":
            return cuts[1], cuts[2] - timedelta(1)
        case "END":
            return cuts[2], last


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th Monday (0) to Sunday (6) of a month; the last one for n = -1."""
    if n < 0:
        end = last_of_month(year, month)
        return end - timedelta((end.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % 7 + 7 * (n - 1))


def islamic_month(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of an Islamic month (tabular calendar) that begins in a year of ours: the earlier of two."""
    hijri = int((year - 622) * 33 / 32)
    for h in range(hijri - 1, hijri + 3):
        first = _islamic_day(h, month)
        if first.year == year:
            following = _islamic_day(h + (month == 12), month % 12 + 1)
            return first, following - timedelta(1)
    return None


def _islamic_day(hijri: int, month: int) -> date:
    days = 354 * (hijri - 1) + (3 + 11 * hijri) // 30 + 29 * (month - 1) + month // 2
    return date(622, 7, 19) + timedelta(days)  # 16 July 622 of the Julian calendar
