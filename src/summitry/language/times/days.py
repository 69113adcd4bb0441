"""Days, feasts and times of day: "12 March", "last Monday", "the next morning", "Ramadan", "10:30 a.m. on Friday".

Like all functions that rules name, these take a match and its scene, and answer null where the words are no time after all
or name a day the calendar does not have.
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from summitry.language.times import periods
from summitry.language.times.meanings import NO_DAY, UNKNOWN, Anchor, Found, Meaning, Scene, period
from summitry.language.times.numbers import number, ordinal_number, year_number
from summitry.language.times.periods import Unit, containing, expand, shift
from summitry.language.times.years import calendar_day, distance, narrative_distance, year_of

_STEPS = {
    "next": 1,
    "following": 1,
    "after": 1,
    "later": 1,
    "previous": -1,
    "preceding": -1,
    "before": -1,
    "earlier": -1,
}
_GOING_ON = frozenset({"when", "and", "in", "at", "on", "by"})
_YEARS_AROUND = 6  # a weekday falls on the same date again after 5 or 6 years
_LEAP_YEAR = 2000
_PARTS_OF_A_DAY = ("iso", "slashed", "month", "dayword", "weekday")


def day(found: Found, scene: Scene) -> Meaning | None:
    """A day: "12 March", "Friday, 6 June 2014", "yesterday", "last Monday", "early on Sunday", "Tuesday night"."""
    meaning = _plain(found, scene)
    if meaning is None or meaning is NO_DAY:
        return meaning
    mod = {"earlier": "START", "later": "END"}.get(found.words[0]) or found.get("third") or found.get("daymod", "third")
    kind, value = meaning.type, meaning.value
    part = found.get("daypart") or found.get("part", "daypart")
    if not part and ("smallhours" in found or found["dayword"] == "tonight"):
        part = "MO" if "smallhours" in found else "NI"
    if part:
        kind, value = "TIME", f"{value}T{part}"
    return Meaning(kind, value, meaning.days, str(mod) if mod else None, meaning.anchor)


def _plain(found: Found, scene: Scene) -> Meaning | None:
    if "iso" in found:
        return period(found["iso"][:10], "self") if periods.is_year(int(found["iso"][:4])) else NO_DAY
    if "slashed" in found:
        return _slashed(found)
    if "month" in found:
        return _dated(found, scene)
    today = scene.today(found)
    if "dayword" in found:
        if today is None:
            return Meaning("DATE", "XXXX-XX-XX")
        return period((today.day + timedelta(int(found.value("dayword")))).isoformat(), today.name)
    if "day" in found:
        return _weekday_and_number(found, today)
    return _weekday(found, scene, today)


def _slashed(found: Found) -> Meaning | None:
    """12/06/2018: the month first, as in the United States, unless it cannot be; 12.06.2018: the day first."""
    first, second, year = (int(n) for n in re.split(r"[/.]", found["slashed"]))
    if year < 100:
        year += 1900 if year > 50 else 2000
    month, number_ = (second, first) if first > 12 or "." in found["slashed"] else (first, second)
    return period(f"{year:04d}-{month:02d}-{number_:02d}", "self")


def _number(found: Found) -> int:
    words = found["day"]
    return int(words) if words.isdigit() else ordinal_number(words, found.lexicon)


def _dated(found: Found, scene: Scene) -> Meaning | None:
    month, number_ = int(found.value("month")), _number(found)
    if ("from" in found and int(found["from"]) > number_) or ("to" in found and int(found["to"]) < number_):
        return None  # "12 to 5 June" is no range of one month
    year, anchor = year_of(found, scene)
    if year is not None:
        return period(f"{year:04d}-{month:02d}-{number_:02d}", anchor) or NO_DAY
    if not calendar_day(_LEAP_YEAR, month, number_):
        return NO_DAY
    today = scene.today(found)
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{number_:02d}")
    years = range(today.day.year - _YEARS_AROUND, today.day.year + _YEARS_AROUND + 1)
    days = [d for y in years if periods.is_year(y) and (d := calendar_day(y, month, number_))]
    if "weekday" in found:
        days = [d for d in days if d.isoweekday() == found.value("weekday")] or days
    if scene.narrative:
        nearest = min(days, key=lambda d: narrative_distance(today, d), default=None)
    else:
        way = scene.direction(found)
        nearest = min(days, key=lambda d: distance(today.day, d, way, found.before()), default=None)
    return period(nearest.isoformat(), today.name) if nearest else NO_DAY


def _weekday_and_number(found: Found, today: Anchor | None) -> Meaning | None:
    """ "Monday the 12th": the nearest month in which that day is a Monday."""
    if today is None:
        return None
    weekday, number_ = found.value("weekday"), _number(found)
    months = (periods.moved(today.day.replace(day=1), "M", m) for m in range(-6, 7))
    near = [d for m in months if m and (d := calendar_day(m.year, m.month, number_)) and d.isoweekday() == weekday]
    best = min(near, key=lambda d: abs((d - today.day).days), default=None)
    return period(best.isoformat(), today.name) if best else None


def _weekday(found: Found, scene: Scene, today: Anchor | None) -> Meaning | None:
    weekday = int(found.value("weekday"))
    if found.words[0] == "following" and found.after() == "'s":
        return None  # "following Tuesday's talks": after them
    if today is None:
        return Meaning("DATE", f"XXXX-WXX-{weekday}")
    if found["which"] in ("previous", "preceding", "following"):
        today = scene.spoken_of(found) or today  # "the previous Friday" counts from the day spoken of
    back = (today.day.isoweekday() - weekday) % 7
    match found["which"]:
        case "last" | "previous" | "past" | "preceding" | "latest":
            days = -(back or 7)
        case "next" | "following" | "coming" | "upcoming":
            days = 7 - back
        case "this":
            days = weekday - today.day.isoweekday()
        case _:
            days = -back % 7 if scene.direction(found) == "future" else -back
    nearest = periods.moved(today.day, "D", days)
    return period(nearest.isoformat(), today.name) if nearest else None


def counted(found: Found, scene: Scene) -> Meaning | None:
    """A day counted from the one spoken of: "the next day", "the same afternoon", "the day before", "that night"."""
    base, after = scene.spoken_of(found), found.after()
    last = scene.history[-1] if scene.history else None
    if (
        after.isalpha()
        and after not in _GOING_ON
        and last
        and last.last >= found.first - 1
        and found.before() in (",", "-")
    ):
        return None  # "On 8 October, the day after the attack" says again which day
    if "within" in found:  # "later that day"
        today = base or scene.today(found)
        mod = found.get("daymod", "third") or ("START" if found.words[0] == "earlier" else "END")
        return replace(meaning, mod=str(mod)) if today and (meaning := period(today.value[:10], today.name)) else None
    step = next((s for word, s in _STEPS.items() if word in found.words), 0)
    reached = periods.moved(base.day, "D", step) if base else None
    if base is None or reached is None:
        return None
    part = found.lexicon.values["daypart"].get(found.words[-1])
    value = reached.isoformat()
    if part:
        return Meaning("TIME", f"{value}T{part}", (reached, reached), None, base.name)
    return period(value, base.name)


def day_of_month(found: Found, scene: Scene) -> Meaning | None:
    """ "On the 5th": that day of the month spoken of."""
    base, today = scene.earlier("D", "M"), scene.today(found)
    if today and found.words[-2] not in ("that", "same") and "month" in found.words:
        steps = int(found.value("which")) if "which" in found else 0
        base = Anchor(today.day, shift(containing(today.day, "M"), steps) or "", today.name)
    if base is None or (len(found.words) == 2 and found.after().isalpha()):
        return None  # "on the 38th parallel"
    number_ = ordinal_number(found["nth"], found.lexicon)
    if today and "month" not in found.words and scene.direction(found) == "future":
        ahead = (periods.moved(today.day.replace(day=1), "M", months) for months in (0, 1))
        days = [d for m in ahead if m and (d := calendar_day(m.year, m.month, number_)) and d >= today.day]
        return period(days[0].isoformat(), today.name) if days else None
    return period(f"{base.value[:7]}-{number_:02d}", base.name)


def in_week(found: Found, scene: Scene) -> Meaning | None:
    """ "Tuesday of last week"."""
    today = scene.today(found)
    week = shift(containing(today.day, "W"), int(found.value("which"))) if today else None
    days = expand(week)
    return (
        period((days[0] + timedelta(int(found.value("weekday")) - 1)).isoformat(), today.name)
        if today and days
        else None
    )


def next_but_one(found: Found, scene: Scene) -> Meaning | None:
    """ "The week before last", "the Monday after next"."""
    today, step = scene.today(found), -1 if "last" in found else 1
    if today is None:
        return None
    if "unit" in found:
        unit = found.value("unit")
        if unit not in ("W", "M", "Y"):
            return None
        return period(shift(containing(today.day, cast("Unit", unit)), 2 * step), today.name)
    one = weekday_from(today, int(found.value("weekday")), step)
    reached = periods.moved(one.days[0], "D", 7 * step) if one and one.days[0] else None
    return period(reached.isoformat(), today.name) if reached else None


def weekday_from(today: Anchor, weekday: int, side: int) -> Meaning | None:
    """The weekday nearest to a day on one side of it, or that day."""
    reached = periods.moved(today.day, "D", side * (side * (weekday - today.day.isoweekday()) % 7))
    return period(reached.isoformat(), today.name) if reached else None


def beside(found: Found, scene: Scene) -> Meaning | None:
    """ "The day before last Tuesday", "the day after 5 May"."""
    base = _plain(found, scene)
    if base is NO_DAY:
        return NO_DAY
    reached = periods.moved(base.days[0], "D", 1 if "after" in found.words else -1) if base and base.days[0] else None
    return period(reached.isoformat(), base.anchor or "self") if base and reached else None


def period_around(found: Found, scene: Scene) -> Meaning | None:
    """ "The week of 6 March": the period that holds the day."""
    base, unit = _plain(found, scene), found.value("unit")
    if base is None or base is NO_DAY or base.days[0] is None or unit not in ("W", "M"):
        return base if unit == "D" or base is NO_DAY else None
    return period(containing(base.days[0], "W" if unit == "W" else "M"), base.anchor or "self")


# Feasts --------------------------------------------------------------------------------------------------------------


def feast(found: Found, scene: Scene) -> Meaning | None:
    """A feast in the year named, or the nearest that fits the tense: "Easter", "Ramadan 2010", "Christmas Eve"."""
    today = scene.today(found)
    year = year_number(found["year"], found.lexicon) if "year" in found else None
    if year is None and today is None:
        return None
    years = [year] if year or today is None else range(today.day.year - 1, today.day.year + 2)
    options = [days for y in years if y and periods.is_year(y) and (days := _feast_days(found, y))]
    if today is not None and year is None:
        way = scene.direction(found)
        options.sort(key=lambda days: distance(today.day, days[0], way, found.before()))
    if not options:
        return None
    first, last = options[0]
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Meaning("DATE", value, (first, last), None, "self" if year or not today else today.name)


def _feast_days(found: Found, year: int) -> tuple[date, date] | None:
    named = found.value("feast") if "feast" in found else found.get("phrase", "feastphrase") or "01-01"
    rule, _, argument = str(named).partition(" ")
    eve = timedelta(1 if "eve" in found.words else 0)
    match rule:
        case "islamic":
            return periods.islamic_month(year, int(argument))
        case "easter":
            first = periods.easter(year) + timedelta(int(argument or 0))
        case "nowruz":  # the Iranian calendar's day of the equinox, 1996 to 2091
            first = date(year, 3, 20 if year % 4 == 0 else 21)
        case "weekday":  # the n-th such weekday of a month: "weekday 11 3 4"
            first = periods.nth_weekday(year, *(int(n) for n in argument.split()))
        case _:
            month, number_ = rule.split("-")
            first = date(year, int(month), int(number_))
    if eve and "feast" not in found and "phrase" not in found:
        first = date(year + 1, 1, 1)  # New Year's Eve belongs to the year it ends
    return first - eve, first - eve


# Times of day --------------------------------------------------------------------------------------------------------


def clock(found: Found, scene: Scene) -> Meaning | None:
    """A time of day, on the day it stands with or else the day spoken of: "10:30 a.m. on Friday", "noon"."""
    time = _clock(found)
    dated = any(part in found for part in _PARTS_OF_A_DAY)
    if time is None or (not dated and found.before() == "(" and found.after() == ")" and _is_zoned(found)):
        return None  # "(1930 GMT)" only says again what stands before
    on = _plain(found, scene) if dated else None
    if on is NO_DAY:
        return NO_DAY
    if "beside" in found:
        on = counted(found, scene)
    # A time that opens a line is an entry of the day's log.
    base = scene.today(found) if _opens_line(found) else scene.spoken_of(found) or scene.today(found)
    if on is None and base:
        on = period(base.day.isoformat(), base.name)
    mod = "APPROX" if "about" in found.words or "around" in found.words else None
    if on is None:
        return Meaning("TIME", f"XXXX-XX-XXT{time}", UNKNOWN, mod)
    return Meaning("TIME", f"{on.value}T{time}", on.days, mod, on.anchor)


def _is_zoned(found: Found) -> bool:
    return "zoned" in found or found["hour"].split()[-1] in found.lexicon.values["zone"]


def entry(found: Found, scene: Scene) -> Meaning | None:
    """The time of an entry in a log: "17.52" or "0940" at the beginning of a line."""
    figures, today = re.fullmatch(r"([01]?\d|2[0-3])[.]([0-5]\d)|(0\d)([0-5]\d)", found["entry"]), scene.today(found)
    if not (figures and today and _opens_line(found)) or found.after() in ("%", "percent", "per"):
        return None
    hour, minute = (part for part in figures.groups() if part)
    return Meaning("TIME", f"{today.value}T{int(hour):02d}:{minute}", (today.day, today.day), None, today.name)


def _opens_line(found: Found) -> bool:
    return found.first == 0 or found.before().startswith("\n")


def twilight(found: Found, scene: Scene) -> Meaning | None:
    """ "At dawn", "before dusk on Friday": a part of the day it stands with, or of the day spoken of."""
    on = _plain(found, scene) if any(part in found for part in _PARTS_OF_A_DAY) else None
    base = scene.spoken_of(found) or scene.today(found)
    if on is None and base:
        on = period(base.day.isoformat(), base.name)
    if on is None or on is NO_DAY:
        return on
    return Meaning("TIME", f"{on.value}T{found.value('twilight')}", on.days, None, on.anchor)


def _clock(found: Found) -> str | None:
    """The time as TIMEX3 writes it, `22:30`; null where there is no such time."""
    words = found["hour"].split()
    if len(words) > 2 and words[1] in found.lexicon.values["cardinal"]:  # "eleven thirty p.m."
        minutes = number(" ".join(words[1:-1]), found.lexicon)
        words = [f"{number(words[0], found.lexicon):g}:{minutes:g}", words[-1]]
    fixed = found.lexicon.values["fixedhour"].get(words[0])
    if fixed:
        return str(fixed)
    four = re.fullmatch(r"([01]\d|2[0-3])([0-5]\d)", words[0])
    if four or words[-1] == "hours" or (len(words) == 2 and words[1] in found.lexicon.values["zone"]):
        return f"{four[1]}:{four[2]}" if four else None
    if ":" in words[0]:
        hour, minute = (int(n) for n in words[0].split(":")[:2])
    else:
        value = number(words[0], found.lexicon)
        if value is None or value > 24:
            return None
        hour, minute = int(value), round(value % 1 * 100)
    half = found.lexicon.values["halfday"].get(words[-1])
    if half is None and "daypart" in found:
        half = 0 if found["daypart"] == "morning" else 12
    if half is not None and hour <= 12:
        hour = hour % 12 + int(half)
    return f"{hour:02d}:{minute:02d}" if (hour < 24 and minute < 60) or (hour, minute) == (24, 0) else None


def time_of_day(found: Found, scene: Scene) -> Meaning | None:
    """A part of the day spoken of: "this morning", "last night", "overnight"."""
    base = scene.spoken_of(found) if "the" in found or "that" in found else scene.today(found)
    reached = periods.moved(base.day, "D", -1 if "last" in found else 0) if base else None
    if base is None or reached is None:
        return None
    value = f"{reached.isoformat()}T{found.get('daypart') or 'NI'}"
    mod = found.get("third")
    return Meaning("TIME", value, (reached, reached), str(mod) if mod else None, base.name)
