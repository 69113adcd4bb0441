"""Lengths of time, what is counted from a day by them, and what returns: "three days", "a year ago", "within weeks", "daily"."""

import math
import re
from datetime import date, timedelta
from typing import cast

from summitry.language.times import periods
from summitry.language.times.calendars import calendar_period, compared, same_a_year_before
from summitry.language.times.days import day, weekday_from
from summitry.language.times.meanings import UNKNOWN, Anchor, Found, Meaning, Scene, period, reference
from summitry.language.times.numbers import number
from summitry.language.times.periods import Interval, Unit, containing, unit_of

# Units that are counted in others: decades and centuries in years, fortnights in weeks.
_MADE_OF = {"2W": ("W", 2), "DE": ("Y", 10), "CE": ("Y", 100), "ML": ("Y", 1000)}
_HOURS = {"TS": 1 / 3600, "TM": 1 / 60, "TH": 1.0}
_HALVES = {"Y": ("M", 6.0), "W": ("D", 3.5), "M": ("D", 15.0)}  # what half of it is counted in
_FORWARD = ("later", "after", "afterwards", "hence", "now", "today")
_FROM_TODAY = ("ago", "hence", "now", "today")
_MODALS = frozenset({"will", "would", "may", "might", "could", "can", "ll"})  # before "one day", which is none counted
_EACH = {"other": 2.0, "few": None}  # every so many
_LASTING = frozenset({"for", "of", "over", "lasting", "last", "during"})
_SIDES = {"past": -1, "future": 1}


def length(found: Found, scene: Scene) -> Meaning | None:
    """A length: "three days", "two and a half years", "more than a month", "within weeks"."""
    if found.words == ["one", "day"] and found.before() in _MODALS:
        return reference("FUTURE_REF", scene.today(found))
    count, unit = _amount(found)
    if not _is_length(found, unit):
        return None
    today = scene.today(found) if "within" in found.words else None
    days: Interval = (today.day, _reach(today.day, count, unit, 1)) if today else UNKNOWN
    return Meaning("DURATION", duration(count, unit), days, _mod(found), today.name if today else None)


def _is_length(found: Found, unit: str) -> bool:
    """Not the "five-year" of "five-year-old", a bare "minutes", the ordinal of "a second" round or the "quarter" of "a quarter"."""
    joined = found.after() == "-" and found.tokens.ends[found.last - 1] == found.tokens.starts[found.last]
    if found.words[:2] == ["a", "-"]:
        return False  # "24-hour-a-day"
    if joined or found.after() in ("old", "apart"):
        return False
    if len(found.words) == 1 and (
        found.before() in ("those", *found.lexicon.values["season"]) or re.fullmatch(r"\d{4}", found.after())
    ):
        return False  # "those days", "the summer months", "the years 1950 to 1953"
    if not found["quantity"] and found.before()[:1].isdigit():
        return False  # of a number that is none: "10000000000 days"
    if len(found.words) == 1 and (unit in ("TS", "TM", "WE", "Q") or found.words[0] == "nights"):
        return False
    if unit == "Q" and (found.words[-1] == "quarter" or found["quantity"] == "some"):
        return False
    if unit == "Q" and found.after() == "of" and found["quantity"] in ("three", "3"):
        return False  # most of it
    if found.words[-1] == "second":
        return found["quantity"] not in ("", "a", "another", "one")
    return not (found["quantity"] == "some" and "unit" in found)


def _amount(found: Found) -> tuple[float | None, str]:
    """How many (null: not said) of which unit."""
    unit, words = _unit(found), found["quantity"]
    half = 0.5 if "and a half" in " ".join(found.words) else 0.0
    fixed = found.lexicon.values["amount"].get(words.removesuffix(" of"))
    if fixed is not None:
        return float(fixed) + half, unit
    whole, _, fraction = words.replace("and a half", "").partition(" / ")
    if fraction:  # "2 1 / 2"
        whole, _, top = whole.rpartition(" ")
        half = int(top) / int(fraction)
    count = number(whole, found.lexicon) if whole else 0.0
    return (count + half if words and count is not None else None), unit


def _unit(found: Found) -> str:
    word = found["any"] or found["unit"] or found["units"]
    for kind in ("unit", "units"):
        if word in found.lexicon.values[kind]:
            return str(found.lexicon.values[kind][word])
    raise KeyError(word)


def duration(count: float | None, unit: str) -> str:
    """TIMEX3 for a length: `P3D`, `PT2H`, `P2.5Y`, `PXW`; decades and centuries in years where counted."""
    letter, factor = _MADE_OF.get(unit, (unit, 1))
    if count is None:
        figure, letter = "X", "W" if unit == "2W" else unit
    else:
        figure = f"{count * factor:g}" if count * factor < 1e6 else str(int(count * factor))
    return f"PT{figure}{letter[1:]}" if letter.startswith("T") else f"P{figure}{letter}"


def _mod(found: Found) -> str | None:
    words = f" {' '.join(found.words)} "
    return next((str(mod) for cue, mod in found.lexicon.values["mod"].items() if f" {cue} " in words), None)


def _reach(day: date, count: float | None, unit: str, side: int) -> date | None:
    """The day so many units away; null where the count is open."""
    if count is None:
        return None
    if unit in _HOURS:
        return periods.moved(day, "D", side * int(count * _HOURS[unit] // 24))
    letter, factor = _MADE_OF.get(unit, (unit, 1))
    amount = count * factor
    if amount % 1 and letter in _HALVES:
        letter, half = _HALVES[letter]
        amount *= 2 * half
    return periods.moved(day, cast("Unit", letter), side * int(amount))


def part(found: Found, scene: Scene) -> Meaning | None:
    """ "The first nine months of 2018", "the last two weeks of June": a length, and the days of that period which it takes up."""
    whole, (count, unit) = calendar_period(found, scene), _amount(found)
    first, last = whole.days if whole else UNKNOWN
    value, anchor = duration(count, unit), whole.anchor if whole else None
    if first is None or last is None:
        return Meaning("DURATION", value, UNKNOWN, _mod(found))
    if "final" in found:
        days: Interval = (_reach(last + timedelta(1), count, unit, -1), last)
    else:
        follows = _reach(first, count, unit, 1)
        days = (first, follows - timedelta(1) if follows else None)
    inside = all(d and first <= d <= last for d in days)
    return Meaning("DURATION", value, days if inside else UNKNOWN, _mod(found), anchor)


def ended(found: Found, scene: Scene) -> Meaning | None:
    """ "The nine months ended 30 September": a length whose last day is named; one quarter is the one it mostly lies in."""
    end = day(found, scene)
    last = end.days[1] if end else None
    count, unit = _amount(found) if "quantity" in found else (1.0, _unit(found))
    first = _reach(last + timedelta(1), count, unit, -1) if last else None
    if end is None or last is None or first is None or unit in _HOURS:
        return None
    if unit == "Q" and count == 1:
        named = scene.earlier("Q")
        fiscal = named.value if named and "fiscal" in named.name.lower() else None  # it keeps its number
        return Meaning("DATE", fiscal or containing(first + timedelta(45), "Q"), (first, last), None, end.anchor)
    return Meaning("DURATION", duration(count, unit), (first, last), _mod(found), end.anchor)


def around_now(found: Found, scene: Scene) -> Meaning | None:
    """A length that ends or begins now: "the past decade", "the next three weeks", "the remaining weeks"."""
    unit = _unit(found)
    count = _amount(found)[0] if "quantity" in found else None if found["any"] in found.lexicon.values["units"] else 1.0
    back = found["back"]
    if (
        "quantity" not in found
        and count
        and unit not in ("DE", "CE")
        and back != "past"
        and "within" not in found["bound"]
    ):
        return None  # "last year" is a year of the calendar
    side = int(found.value("back", "which")) if back else 1
    base = scene.today(found)
    if back in ("previous", "preceding", "following", "subsequent"):
        base = scene.earlier() or base
    value = duration(count, unit)
    if base is None:
        return Meaning("DURATION", value, UNKNOWN, _mod(found))
    far = None if "odd" in found else _reach(base.day, count, unit, side)
    if back == "previous" and far and _MADE_OF.get(unit, (unit, 1))[0] == "Y":
        days: Interval = (date(far.year, 1, 1), date(base.day.year, 1, 1) - timedelta(1))  # whole years before this one
    elif not back:
        days = (base.day, scene.deadline(base.day))
    else:
        days = (far, base.day) if side < 0 else (base.day, far)
    return Meaning("DURATION", value, days, _mod(found), base.name)


def offset(found: Found, scene: Scene) -> Meaning | None:
    """So far before or after a day: "two weeks ago", "a year earlier", "three days later"."""
    count, unit = _amount(found)
    word = found.words[-1]
    if word in ("before", "after", "since") and found.after() not in (".", ",", ";", ""):
        return None
    side = 1 if word in _FORWARD else -1
    if count == 1 and unit == "Y" and word in ("ago", "earlier"):
        base = compared(scene, "Q", "M")
        if base and (word == "earlier" or base.unit == "Q"):
            return same_a_year_before(base, scene)
    base = scene.today(found) if word in _FROM_TODAY else scene.earlier() or scene.today(found)
    if base is None:
        return Meaning("DURATION", duration(count, unit), UNKNOWN, _mod(found))
    if unit in _HOURS:
        far = periods.moved(base.day, "D", side * math.ceil((count or 0) * _HOURS[unit] / 24))
        return Meaning(
            "DURATION", duration(count, unit), (far, base.day) if side < 0 else (base.day, far), _mod(found), base.name
        )
    if count is None:
        name: str = "PAST_REF" if side < 0 else "FUTURE_REF"
        return Meaning("DATE", name, _open(found, scene, base, side), _mod(found), base.name)
    far = _reach(base.day, count, unit, side)
    if far is None:
        return None
    value = containing(far, _grain(count, unit, base, word))
    return Meaning("DATE", value, periods.expand(value) or UNKNOWN, _mod(found), base.name)


def offset_from(found: Found, scene: Scene) -> Meaning | None:
    """So far from a day that is named: "a week ago Friday", "ten years ago today", "thirty days from Wednesday"."""
    (count, unit), today, side = _amount(found), scene.today(found), -1 if "ago" in found else 1
    if today is None or count is None or unit in _HOURS or found.before() in _LASTING or found.after() == "to":
        return None
    if found["period"]:
        start: Meaning | None = period(containing(today.day, "W" if found["period"] == "week" else "M"), today.name)
    elif "weekday" in found and "month" not in found:
        start = weekday_from(today, int(found.value("weekday")), side)
    else:
        start = day(found, scene)
    first = start.days[0] if start else None
    reached = _reach(first, count, unit, side) if first else None
    grain = unit_of(start.value) if start else None
    return period(containing(reached, grain), today.name) if reached and grain else None


def _open(found: Found, scene: Scene, base: Anchor, side: int) -> Interval:
    """The days of "some weeks ago" or "a few days later": without an end, but what was told had come when it was published."""
    if side < 0:
        return None, base.day
    told = scene.published if found.words[-1] not in _FROM_TODAY and scene.direction(found) != "future" else None
    if told is None or told < base.day:
        return base.day, None
    return (base.day if base.day < told else None), told


def _grain(count: float, unit: str, base: Anchor, word: str) -> Unit:
    """How precise "two weeks ago" is: as its unit, but to the day where a day is counted from."""
    letter = _MADE_OF.get(unit, (unit, 1))[0]
    if count % 1:
        return "M"
    if letter == "W" and base.unit == "D" and (word not in _FROM_TODAY or count == 1):
        return "D"
    return cast("Unit", letter)


def ahead(found: Found, scene: Scene) -> Meaning | None:
    """ "In two weeks" of something to come is a day; of something done ("built in two weeks") it is a length."""
    today = scene.today(found)
    if today is None or scene.narrative or scene.direction(found) != "future":
        return None
    count, unit = _amount(found)
    if unit in _HOURS or not _is_length(found, unit):
        return None
    far = _reach(today.day, count, unit, 1)
    if far is None:
        return Meaning("DATE", "FUTURE_REF", (today.day, None), None, today.name)
    return period(containing(far, cast("Unit", _MADE_OF.get(unit, (unit, 1))[0])), today.name)


# What returns --------------------------------------------------------------------------------------------------------


def every(found: Found, _scene: Scene) -> Meaning | None:
    """Something that returns: "every day", "Mondays", "Tuesday nights", "annually"; "the daily Granma" is a newspaper."""
    if "frequency" in found and found.last < len(found.tokens.words) and found.tokens.is_capital(found.last):
        return None
    for part, value in (
        ("weekdays", "XXXX-WXX-{}"),
        ("weekday", "XXXX-WXX-{}"),
        ("daypart", "XXXX-XX-XXT{}"),
        ("frequency", "{}"),
    ):
        if part in found:
            night = f"T{found.value('dayparts')}" if "dayparts" in found else ""
            return Meaning("SET", value.format(found.value(part)) + night)
    if "month" in found:
        return Meaning("SET", f"XXXX-{int(found.value('month')):02d}")
    if "weekend" in found:
        return Meaning("SET", "XXXX-WXX-WE")
    counted = "count" in found and found.words[0] in ("every", "each")  # not the "twice" of "twice a week"
    count = number(found["count"], found.lexicon) if counted else _EACH.get(found.words[1], 1.0)
    return Meaning("SET", duration(count, _unit(found)))


def rate(found: Found, _scene: Scene) -> Meaning | None:
    """ "Twice a week", "500 tonnes a month": a figure stands just before."""
    if found.words[0] == "a" and not _is_rate(found):
        return None
    return Meaning("SET", duration(1.0, _unit(found)))


def _is_rate(found: Found) -> bool:
    before = found.before()
    if before[:1].isdigit() or before in found.lexicon.values["beforerate"]:
        return True
    cardinals = found.lexicon.values["cardinal"]
    counted = any(found.before(back)[:1].isdigit() or found.before(back) in cardinals for back in (2, 3))
    return bool(re.fullmatch(r"[a-z]{3,}s", before)) and counted
