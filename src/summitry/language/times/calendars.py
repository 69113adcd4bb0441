"""Months, quarters, seasons, years, decades and centuries, whole or in part: "early June", "the end of 2014", "last week"."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from summitry.language.times import periods
from summitry.language.times.meanings import UNKNOWN, Anchor, Found, Meaning, Scene, period
from summitry.language.times.numbers import number, ordinal_number, year_number
from summitry.language.times.periods import Unit, containing, expand, shift, unit_of
from summitry.language.times.years import base_of, distance, year_of

_CALENDAR_UNITS = ("W", "WE", "M", "Q", "Y", "DE", "CE")
_COMPARED: dict[str, Unit] = {"quarter": "Q", "half": "H", "month": "M"}
_OWNERS = ("his", "her", "their", "my", "our", "your")
_MONTHS_BACK = 6  # a history that names a month farther back than this has gone on to the next year


def calendar_period(found: Found, scene: Scene) -> Meaning | None:
    """A period of the calendar, or a part of it: "June", "early June", "later this year", "the end of 2014"."""
    whole = _whole(found, scene)
    if whole is None or whole.value is None or whole.type != "DATE":
        return whole
    mod = found.get("third") or found.get("edge")
    if mod:
        return _part(found, whole, str(mod))
    if "earlier" in found or "later" in found:
        return _so_far(found, scene, whole)
    return whole if _stands_alone(found) else None


def _part(found: Found, whole: Meaning, mod: str) -> Meaning:
    """A third of the period; the end of a year is its December, and its beginning its January."""
    value, anchor = whole.value or "", whole.anchor or "self"
    if "edge" in found and unit_of(value) == "Y" and mod != "MID":
        value = f"{value}-{'01' if mod == 'START' else '12'}"
        return Meaning("DATE", value, expand(value) or UNKNOWN, mod, anchor)
    return period(value, anchor, mod) or Meaning("DATE", value, UNKNOWN, mod, anchor)


def _so_far(found: Found, scene: Scene, whole: Meaning) -> Meaning:
    """ "Earlier this month" ends on the day of publication, "later this year" begins with it."""
    today = scene.today(found)
    first, last = whole.days
    mod = "START" if "earlier" in found else "END"
    if today and first and last and first <= today.day <= last:
        first, last = (first, today.day) if mod == "START" else (today.day, last)
    return Meaning("DATE", whole.value, (first, last), mod, whole.anchor)


def _whole(found: Found, scene: Scene) -> Meaning | None:
    if "month" in found:
        return _month(found, scene)
    if "half" in found or "lasthalf" in found:
        return _part_of_year(
            found, scene, "H", 2 if "lasthalf" in found else ordinal_number(found["half"], found.lexicon)
        )
    if "quarter" in found:
        return _part_of_year(found, scene, "Q", int(found["quarter"]))
    if "ordinal" in found:
        return _part_of_year(found, scene, "Q", ordinal_number(found["ordinal"], found.lexicon))
    if "season" in found:
        return _season(found, scene)
    if "decade" in found or "decadeword" in found:
        return _decade(found)
    if "century" in found:
        ordinal = ordinal_number(found["century"], found.lexicon)
        return period(f"{ordinal - 1:02d}", "self") if 1 < ordinal <= 22 else None
    if "shortyear" in found:
        return _short_year(found)
    if "year" in found:
        year = year_number(found["year"], found.lexicon)
        return period(f"{year:04d}", "self") if year and periods.is_year(year) else None
    return _deictic(found, scene)


def _short_year(found: Found) -> Meaning | None:
    if found.after() in found.lexicon.values["units"]:
        return None  # "'60 Minutes'"
    short = int(found["shortyear"][1:])
    return period(str(1900 + short if short > 30 else 2000 + short), "self")


# Months --------------------------------------------------------------------------------------------------------------


def _month(found: Found, scene: Scene) -> Meaning | None:
    month = int(found.value("month"))
    points_at_month = (
        "which" in found and found.parts["which"] < found.parts["month"]
    )  # "last June"; not "June last year"
    year, anchor = year_of(found, scene)
    if year is not None and "to" in found and month > int(found.value("to", "month")):
        year -= 1  # "from November to February 2019"
    if year is not None and not points_at_month:
        return period(f"{year:04d}-{month:02d}", anchor)
    today = scene.today(found)
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}")
    if "year" in found.words:  # "June of the year"
        base = scene.earlier() or today
        return period(f"{base.day.year:04d}-{month:02d}", base.name)
    nearest = periods.moved(today.day.replace(day=1), "M", _months_away(found, scene, today, month))
    return period(containing(nearest, "M"), today.name) if nearest else None


def _months_away(found: Found, scene: Scene, today: Anchor, month: int) -> int:
    back, ahead = -((today.day.month - month) % 12), (month - today.day.month) % 12
    match found["which"]:
        case "last" | "previous" | "past" | "latest" | "preceding":
            return back or -12
        case "next" | "coming" | "following" | "upcoming" | "subsequent":
            return ahead or 12
        case "this" | "current":
            return month - today.day.month
    if scene.narrative:
        same_year = month - today.day.month
        return same_year if same_year > -_MONTHS_BACK else ahead
    way = _occasion(found) or scene.direction(found)
    before = found.before()
    return min(back, ahead, key=lambda months: distance(today.day, today.day + timedelta(30 * months), way, before))


def _occasion(found: Found) -> str | None:
    """ "Their June summit" was held, whatever the tense around it; "a possible October summit" is to come."""
    if found.after() not in found.lexicon.values["occasion"]:
        return None
    if found.before() in found.lexicon.values["held"]:
        return "past"
    return "future" if found.before() in found.lexicon.values["tocome"] else None


def numbered_part(found: Found, scene: Scene) -> Meaning | None:
    """ "The first week of June" is its first seven days, "the last day of the year" its last, "the first days" its first third."""
    whole = _whole(found, scene)
    first, last = whole.days if whole else UNKNOWN
    unit = (
        "WE"
        if found["piece"] == "weekend"
        else str(found.value("piece", "units" if found["piece"].endswith("s") else "unit"))
    )
    if whole is None or first is None or last is None or unit not in ("D", "W", "WE"):
        return None
    end = "final" in found
    nth = 1 if end else ordinal_number(found["nth"], found.lexicon)
    if found["piece"].endswith("s"):
        return period(whole.value, whole.anchor or "self", "END" if end else "START") if nth == 1 else None
    if unit == "WE":
        saturdays = [d for n in range((last - first).days + 1) if (d := first + timedelta(n)).isoweekday() == 6]
        start = saturdays[-1 if end else min(nth, len(saturdays)) - 1]
    else:
        size = {"D": 1, "W": 7}[unit]
        start = last - timedelta(size - 1) if end else first + timedelta(size * (nth - 1))
    finish = min(start + timedelta({"D": 0, "W": 6, "WE": 1}[unit]), last) if unit != "WE" else start + timedelta(1)
    if not first <= start <= last:
        return None
    value = start.isoformat() if unit == "D" else whole.value
    return Meaning("DATE", value, (start, finish), None, whole.anchor)


def half(found: Found, scene: Scene) -> Meaning | None:
    """ "The second half of the 1980s", "the first half of June"; that of a year has a value of its own."""
    whole = _whole(found, scene)
    first, last = whole.days if whole else UNKNOWN
    nth = 2 if "final" in found else ordinal_number(found["nth"], found.lexicon)
    if whole is None or first is None or last is None or nth not in (1, 2):
        return None
    if unit_of(whole.value) == "Y":
        return period(f"{whole.value}-H{nth}", whole.anchor or "self")
    years = (last.year - first.year + 1) // 2  # of a decade or century
    middle = first.replace(year=first.year + years) if years > 1 else first + (last - first + timedelta(1)) / 2
    days = (first, middle - timedelta(1)) if nth == 1 else (middle, last)
    return Meaning("DATE", whole.value, days, "START" if nth == 1 else "END", whole.anchor)


# Quarters, halves, seasons, decades -----------------------------------------------------------------------------------


def _part_of_year(found: Found, scene: Scene, unit: str, nth: int) -> Meaning | None:
    """The n-th quarter or half of the year named, or of the last year in which it has begun."""
    if not 1 <= nth <= {"Q": 4, "H": 2}.get(unit, 0):
        return None
    year, anchor = year_of(found, scene)
    if year is not None:
        return period(f"{year:04d}-{unit}{nth}", anchor)
    if unit == "H" and "year" not in found.words:
        return None  # "the first half" of a match
    today = scene.today(found)
    if today is None:
        return Meaning("DATE", f"XXXX-{unit}{nth}")
    year = today.day.year
    days = expand(f"{year:04d}-{unit}{nth}")
    if days and days[0] > today.day and scene.direction(found) != "future":
        year -= 1
    return period(f"{year:04d}-{unit}{nth}", today.name)


def _season(found: Found, scene: Scene) -> Meaning | None:
    season = str(found.value("season"))
    if "year" in found:
        year, anchor = year_of(found, scene)
        return period(f"{year:04d}-{season}", anchor)
    if found["season"] == "fall" and found.after() == "of":
        return None  # of a city
    if found.words in (["fall"], ["spring"]) and not _is_placed(found):
        return None  # the verb, the source of water
    today = scene.today(found)
    if today is None:
        return Meaning("DATE", f"XXXX-{season}")
    way = scene.direction(found) or ("future" if found.before() in ("before", "until", "till", "by") else "past")
    years = range(today.day.year - 1, today.day.year + 2)
    options = {f"{y:04d}-{season}": days for y in years if (days := expand(f"{y:04d}-{season}"))}
    fitting = {v: days for v, days in options.items() if _fits(found["which"], days, today.day)} or options
    value = min(fitting, key=lambda v: distance(today.day, fitting[v][0], way, ""), default=None)
    return period(value, today.name)


def _fits(which: str, days: tuple[date, date], today: date) -> bool:
    match which:
        case "last":
            return days[1] < today
        case "next":
            return days[0] > today
        case "this":
            return days[0].year == today.year
    return True


def _decade(found: Found) -> Meaning | None:
    if "decadeword" in found:
        if "century" not in found and found.before() in _OWNERS:
            return None  # "in his thirties"
        century = number(found["century"], found.lexicon) if "century" in found else 19
        return period(f"{int(century or 19)}{int(found.value('decadeword')) // 10}", "self")
    digits = re.sub(r"\D", "", found["decade"])
    if len(digits) == 2:
        age = found["decade"][0] != "'" and found.before() in _OWNERS
        return None if age else period(("19" if digits >= "20" else "20") + digits[0], "self")
    if len(digits) == 3:
        return None  # "the 747s"; the 470s are before Christ
    return period(
        digits[:2] if digits.endswith("00") and digits < "1900" else digits[:3], "self"
    )  # the 1600s: a century


# Pointed at ----------------------------------------------------------------------------------------------------------


def _deictic(found: Found, scene: Scene) -> Meaning | None:
    """ "Last week", "this month", "the following year", "the quarter", "next weekend"."""
    unit = "WE" if "weekend" in found else str(found.value("unit"))
    which = found["which"]
    if unit not in _CALENDAR_UNITS or which == "past" or _is_title(found):
        return None
    part = "edge" in found or "third" in found
    if unit in ("DE", "CE") and which in ("next", "coming", "latest") and not part:
        return None  # "over the next decade": a length
    if not which and ((unit in ("DE", "CE") and not part) or found.after() == "-"):
        return None  # "the quarter-to-quarter growth"
    if not which and unit == "Y" and found.after()[:1].isdigit():
        return None  # "the year 99999"
    if not which and unit == "Y" and found.after() in ("ended", "ending", "to"):
        return Meaning("DURATION", "P1Y")  # "the year ended 30 June" is none of the calendar
    base = base_of(found, scene)
    if not which and unit == "Q":
        base = scene.earlier("Q") or base  # the quarter mentioned last
    if base is None:
        return None
    steps = int(found.value("which")) if which else 0
    if (which == "this" and "past" in found.words) or (
        not which and found.before() == "since" and found.get("edge") == "END"
    ):
        steps = -1
    if not which and unit == "WE" and base.day.isoweekday() < 6 and scene.direction(found) != "future":
        steps = -1
    here = base.value if base.unit == unit else containing(base.day, cast("Unit", unit))
    return period(shift(here, steps), base.name)


def _is_title(found: Found) -> bool:
    """ "This Week" with capitals is a programme."""
    return found.last - found.first > 1 and all(found.tokens.is_capital(i) for i in range(found.first, found.last))


def beside(found: Found, scene: Scene) -> Meaning | None:
    """ "The year before", "the month after": next to the period spoken of."""
    unit = str(found.value("unit"))
    if unit not in ("W", "M", "Y") or (found.after().isalpha() and found.after() not in ("when", "and")):
        return None
    base = scene.earlier("D", "M", "Q", "Y", "W") or scene.today(found)
    step = 1 if found.words[-1] in ("after", "later") else -1
    return period(shift(containing(base.day, cast("Unit", unit)), step), base.name) if base else None


def year_earlier(found: Found, scene: Scene) -> Meaning | None:
    """ "The year-earlier quarter", "the same period last year": what is spoken of, one year before."""
    unit, today = _COMPARED.get(found["compared"]), scene.today(found)
    if "ordinal" in found:
        meaning = _part_of_year(found, scene, unit or "", ordinal_number(found["ordinal"], found.lexicon))
        base = Anchor(today.day, meaning.value, today.name) if today and meaning and meaning.value else None
    elif unit:
        near = compared(scene, unit) or compared(scene, "D") or today
        base = Anchor(near.day, containing(near.day, unit), near.name) if near else None
    else:
        base = compared(scene, "Q", "H", "Y", "M") or compared(scene, "D") or today
        base = Anchor(base.day, containing(base.day, "Y"), base.name) if base and base.unit == "D" else base
    return same_a_year_before(base, scene)


def compared(scene: Scene, *units: Unit) -> Anchor | None:
    """The period of one of these units that a report compares with an earlier one: the last named that is over, if any is."""
    return scene.earlier(*units, until=scene.published) or scene.earlier(*units)


def period_spoken_of(found: Found, scene: Scene) -> Meaning | None:
    """ "The latest period" is the quarter spoken of; "the 1988 period" the same one of that year, if any was spoken of."""
    quarter = compared(scene, "Q", "H")
    year = year_number(found["year"], found.lexicon) if "year" in found else None
    if quarter is None or scene.counts_months():
        meaning = period(f"{year:04d}", "self") if year and periods.is_year(year) else None
    else:
        meaning = period(f"{year:04d}{quarter.value[4:]}" if year else quarter.value, quarter.name)
    return replace(meaning, aside=True) if meaning else None


def same_a_year_before(base: Anchor | None, scene: Scene) -> Meaning | None:
    """The same quarter, month or day a year before, or that year where months were counted: a comparison, from which nothing else is."""
    if base is None:
        return None
    whole = base.unit not in ("Q", "H", "Y", "M", "W", "D") or scene.counts_months()
    here = containing(base.day, "Y") if whole else base.value
    meaning = period(shift(here, -1, "Y"), base.name)
    return replace(meaning, aside=True) if meaning else None


# Years in figures -----------------------------------------------------------------------------------------------------


def _stands_alone(found: Found) -> bool:
    """Whether a period without "early" or "the end of" is meant as a time at all."""
    if len(found.words) > 1:
        return True
    word = found.words[0]
    if word in found.lexicon.values["shymonth"]:
        return _is_placed(found)
    return not word.isdigit() or _is_year(found)


def _is_placed(found: Found) -> bool:
    """Whether a word that need not be a time stands where times do: "in March", "a March summit"."""
    before, known = found.before(), found.lexicon.values
    led = before in known["held"] or before in known["tocome"]
    return before in known["beforemonth"] or (led and found.after() in known["occasion"])


def _is_year(found: Found) -> bool:
    """Whether four figures are a year: not after "resolution" or a currency, nor before a counted noun."""
    before, after = found.before(), found.after()
    if after in found.lexicon.values["zone"] or (after == "hours" and before == "at"):
        return False  # a time of day
    if before in found.lexicon.values["numbered"] or after in found.lexicon.values["counted"]:
        return False
    if before == "-" and found.before(2).isalpha():
        return False  # a model or a flight: F-1950
    if 1900 <= int(found["year"]) <= 2050:
        return True
    return before in found.lexicon.values["beforeyear"] or before in ("(", "-") or after in (")", ",", "-")


def open_year(found: Found, _scene: Scene) -> Meaning | None:
    """ "Post-2014" is what comes after that year, "pre-2003" what came before."""
    name = "after" if "after" in found else "before"
    days = expand(found[name])
    if days is None:
        return None
    interval = (days[1] + timedelta(1), None) if name == "after" else (None, days[0] - timedelta(1))
    return Meaning("DATE", found[name], interval, name.upper(), "self")


def before_christ(found: Found, _scene: Scene) -> Meaning | None:
    """A year or decade before Christ, which ISO dates do not reach: a value without an interval."""
    digits = re.sub(r"\D", "", found["bc"] or found["decade"])
    if len(digits) > 4:
        return None
    value = f"BC{digits[:-1].zfill(3)}" if "decade" in found else f"BC{digits.zfill(4)}"
    if "season" in found:
        value += f"-{found.value('season')}"
    elif "month" in found:
        value += f"-{int(found.value('month')):02d}"
    mod = found.get("third")
    return Meaning("DATE", value, UNKNOWN, str(mod) if mod else None, "self")


def year_range(found: Found, _scene: Scene) -> Meaning | None:
    """Either end of "1950-1953" or "1998-99"; the end is an aside, for a history goes on from the beginning."""
    start = int(found["from"])
    end = int(found["to"])
    if end < 1000:
        end += start // 100 * 100
    if not start < end <= start + 200:
        return None
    last = found.words[0] == found["to"]
    meaning = period(f"{end if last else start:04d}", "self")
    return replace(meaning, aside=last) if meaning else None
