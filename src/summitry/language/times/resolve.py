"""What each pattern of the grammar means: one function a family of expressions, from a match and its scene to a meaning.

A function answers null where the words are no time after all ("resolution 1929") or name a day the calendar does not have.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from summitry.language.times import periods
from summitry.language.times.grammar import Match
from summitry.language.times.meanings import UNKNOWN, Anchor, Meaning, Scene, period, reference
from summitry.language.times.periods import Unit, containing, expand, shift, unit_of

Found = Match[Meaning | None]

_PREPOSITIONS = frozenset(
    "in by since until till before after from to through during between of for on and around about early late mid this next last "
    "circa than as or the a an into beyond throughout per over".split()
)
_NUMBERED = frozenset(
    "resolution no number nos article section chapter page room flight route highway act paragraph bill order model level channel "
    "figure table vol volume line apartment suite index at $ £ € # %".split()
)
_COUNTED = frozenset(
    "people troops soldiers men women children dollars euros pounds miles kilometers kilometres km metres meters feet tons tonnes votes points "
    "percent % homes jobs workers employees shares civilians prisoners centrifuges warheads missiles times barrels kg students refugees acres "
    "million billion trillion hectares metric passengers".split()
)
_PRESENT_HEAD = "this"


# Numbers -------------------------------------------------------------------------------------------------------------


def number(words: str, found: Found) -> float | None:
    """The value of a number in figures or words: "1,929", "2.5", "twenty - four", "two hundred and fifty"."""
    cardinals = found.lexicon.values["cardinal"]
    total = 0.0
    part = 0.0
    seen = False
    for word in words.replace("half a dozen", "six").split():
        if word in ("-", "and", "a"):
            continue
        if word[0].isdigit():
            part += float(word.replace(",", ""))
        elif word in cardinals:
            value = int(cardinals[word])
            if value == 1000:
                total, part = total + (part or 1) * 1000, 0
            elif value in (100, 12) and (value == 100 or part or words.startswith(("a ", "half "))):
                part = (part or 1) * value
            else:
                part += value
        else:
            return None
        seen = True
    return total + part if seen else None


def year_number(words: str, found: Found) -> int | None:
    """A year in figures or words: "1998", "nineteen ninety - eight", "two thousand and one"."""
    if words.isdigit():
        return int(words)
    if words.startswith("nineteen "):
        rest = words.removeprefix("nineteen ").removeprefix("hundred").removeprefix("oh").strip()
        value = number(rest, found) if rest else 0
        return 1900 + int(value) if value is not None and value < 100 else None
    value = number(words, found)
    return int(value) if value else None


def ordinal_number(words: str, found: Found) -> int | None:
    """The value of "12th", "twelfth" or "twenty - first"."""
    last = words.split()[-1]
    if last[0].isdigit():
        return int(re.sub(r"\D", "", last))
    value = int(found.lexicon.values["ordinal"][last])
    return value + (int(found.lexicon.values["cardinal"][words.split()[0]]) if " " in words else 0)


# Days ----------------------------------------------------------------------------------------------------------------


def day(found: Found, scene: Scene) -> Meaning | None:
    """A day: "12 March", "Friday, 6 June 2014", "yesterday", "last Monday", "early on Sunday", "Tuesday night"."""
    meaning = _plain_day(found, scene)
    if meaning is None:
        return None
    mod = (
        found.get("third")
        or ("START" if found.tokens.words[found.first] == "earlier" else None)
        or found.get("daymod", "third")
    )
    if "later" == found.tokens.words[found.first]:
        mod = "END"
    kind, value = meaning.type, meaning.value
    if "daypart" in found or "part" in found:
        name = found.value("daypart") if "daypart" in found else found.value("part", "daypart")
        kind, value = "TIME", f"{value}T{name}"
    elif found["dayword"] == "tonight":
        kind, value = "TIME", f"{value}TNI"
    return Meaning(kind, value, meaning.days, str(mod) if mod else None, meaning.anchor)


def _plain_day(found: Found, scene: Scene) -> Meaning | None:
    if "iso" in found:
        return period(found["iso"][:10], "self")
    if "slashed" in found:
        return _slashed(found)
    if "month" in found:
        return _dated(found, scene)
    today = scene.today(found)
    if "dayword" in found:
        if not today:
            return Meaning("DATE", "XXXX-XX-XX")
        return period((today.day + timedelta(int(found.value("dayword")))).isoformat(), today.name)
    if "weekday" in found:
        if "day" in found:
            return _weekday_and_number(found, today)
        return _weekday(found, scene, today)
    return None


def _slashed(found: Found) -> Meaning | None:
    first, second, year = (int(n) for n in re.split(r"[/.]", found["slashed"]))
    if year < 100:
        year += 1900 if year > 50 else 2000
    month, number_ = (second, first) if first > 12 or "." in found["slashed"] else (first, second)
    return period(f"{year:04d}-{month:02d}-{number_:02d}", "self")


def _day_number(found: Found) -> int | None:
    words = found["day"] or found["dd"]
    return int(words) if words.isdigit() else ordinal_number(words, found)


def _dated(found: Found, scene: Scene) -> Meaning | None:
    month, number_ = int(found.value("month")), _day_number(found)
    if number_ is None or (
        found["month"] in ("may", "march") and found["day"].isalpha() and not found.tokens.is_capital(found.first)
    ):
        return None
    year, anchor = _year(found, scene)
    if year is not None:
        return period(f"{year:04d}-{month:02d}-{number_:02d}", anchor)
    return _nearest(found, scene, month, number_, found.get("weekday"))


def _year(found: Found, scene: Scene) -> tuple[int | None, str]:
    """The year that stands in the expression: named, or pointed at ("last year")."""
    if "year" in found:
        return year_number(found["year"], found), "self"
    if "which" in found:
        base = _base(found, scene)
        if base:
            return base.day.year + int(found.value("which")), base.name
    return None, "self"


def _nearest(found: Found, scene: Scene, month: int, number_: int, weekday: object = None) -> Meaning | None:
    """A day and month without a year: the year that the tense, the weekday, or nearness to the publication day gives."""
    today = scene.today(found)
    if today is None:
        value = f"XXXX-{month:02d}-{number_:02d}"
        return Meaning("DATE", value) if expand(f"2000-{month:02d}-{number_:02d}") else None
    candidates = [d for y in range(today.day.year - 6, today.day.year + 7) if (d := _date(y, month, number_))]
    if weekday:
        fitting = [d for d in candidates if d.isoweekday() == weekday]
        candidates = fitting or candidates
    if scene.narrative:
        value = min(candidates, key=lambda d: _narrative_distance(today, d), default=None)
    else:
        way = scene.direction(found)
        value = min(candidates, key=lambda d: _distance(today.day, d, way, found.before()), default=None)
    return period(value.isoformat(), today.name) if value else None


def _date(year: int, month: int, number_: int) -> date | None:
    try:
        return date(year, month, number_)
    except ValueError:
        return None


def _distance(today: date, day_: date, way: str | None, before: str) -> float:
    """How far a day is from today, farther in the direction that the tense does not take."""
    days = (day_ - today).days
    if way == "future" or (way is None and before in ("by", "until", "till")):
        return days if days >= 0 else -days * 4
    if way == "past":
        return -days if days <= 0 else days * 6
    return -days if days <= 0 else days * 1.6


_LOOKING_BACK = 180  # days: a history that names an earlier month than this has gone on to the next year


def _narrative_distance(today: Anchor, day_: date) -> float:
    """In a history the next date follows the last one, in the same year unless that lies far back."""
    years = day_.year - today.day.year
    if years == 0:
        far_back = (today.day - day_).days > _LOOKING_BACK and today.unit not in ("Y", "DE", "CE")
        return 2 if far_back else 0
    return 1 if years == 1 else 2 + abs(years)


def _weekday_and_number(found: Found, today: Anchor | None) -> Meaning | None:
    number_ = _day_number(found)
    if today is None or number_ is None:
        return None
    near = [
        d for m in range(-6, 7) if (d := _same_day(today.day, m, number_)) and d.isoweekday() == found.value("weekday")
    ]
    best = min(near, key=lambda d: abs((d - today.day).days), default=None)
    return period(best.isoformat(), today.name) if best else None


def _same_day(day_: date, months: int, number_: int) -> date | None:
    other = periods.add_months(day_.replace(day=1), months)
    return _date(other.year, other.month, number_)


def _weekday(found: Found, scene: Scene, today: Anchor | None) -> Meaning | None:
    weekday = int(found.value("weekday"))
    if today is None:
        return Meaning("DATE", f"XXXX-WXX-{weekday}")
    back = (today.day.isoweekday() - weekday) % 7
    match found["which"]:
        case "last" | "previous" | "past" | "preceding" | "latest":
            days = -(back or 7)
        case "next" | "following" | "coming" | "upcoming":
            days = 7 - back
        case "this":
            days = weekday - today.day.isoweekday()
        case _:
            ahead = scene.direction(found) == "future"
            days = (-back % 7) if ahead else -back
    return period((today.day + timedelta(days)).isoformat(), today.name)


def counted_day(found: Found, scene: Scene) -> Meaning | None:
    """A day counted from the one spoken of: "the next day", "the same afternoon", "the day before", "that night"."""
    words = found.tokens.words[found.first : found.last]
    base = scene.earlier("D")
    if base is None:
        return None
    step = next(
        (
            s
            for w, s in {
                "next": 1,
                "following": 1,
                "after": 1,
                "later": 1,
                "previous": -1,
                "preceding": -1,
                "before": -1,
                "earlier": -1,
            }.items()
            if w in words
        ),
        0,
    )
    meaning = period((base.day + timedelta(step)).isoformat(), base.name)
    part = found.lexicon.values["daypart"].get(words[-1])
    if meaning and part:
        return Meaning("TIME", f"{meaning.value}T{part}", meaning.days, None, meaning.anchor)
    return meaning


def day_beside(found: Found, scene: Scene) -> Meaning | None:
    """ "The day before last Tuesday", "the day after 5 May"."""
    base = _plain_day(found, scene)
    if base is None or base.days[0] is None:
        return base
    step = 1 if "after" in found.tokens.words[found.first : found.last] else -1
    return period((base.days[0] + timedelta(step)).isoformat(), base.anchor or "self")


def period_around(found: Found, scene: Scene) -> Meaning | None:
    """ "The week of 6 March": the period that holds the day."""
    base, unit = _plain_day(found, scene), found.value("unit")
    if base is None or base.days[0] is None or unit not in ("W", "M"):
        return base if unit == "D" else None
    return period(containing(base.days[0], "W" if unit == "W" else "M"), base.anchor or "self")


def feast(found: Found, scene: Scene) -> Meaning | None:
    """A feast in the year named, or the nearest one that fits the tense: "Easter", "Ramadan 2010", "Christmas Eve"."""
    words = found.tokens.words[found.first : found.last]
    name = " ".join(words)
    today = scene.today(found)
    year = year_number(found["year"], found) if "year" in found else None
    if year is None and today is None:
        return None
    near = [year] if year else [today.day.year - 1, today.day.year, today.day.year + 1] if today else []
    way = scene.direction(found)
    options = [d for y in near if (d := _feast_days(name, y, found))]
    if not options:
        return None
    first, last = min(options, key=lambda d: _distance(today.day, d[0], way, found.before()) if today else 0)
    value = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Meaning("DATE", value, (first, last), None, "self" if year or not today else today.name)


def _feast_days(name: str, year: int, found: Found) -> tuple[date, date] | None:
    eve = timedelta(1 if name.endswith("eve") else 0)
    if "new year" in name:
        day_ = date(year + (1 if eve else 0), 1, 1) - eve
        return day_, day_
    head = name.split()[0]
    rule = str(found.lexicon.values["feast"][head])
    if rule.startswith("islamic"):
        return periods.islamic_month(year, int(rule.split()[1]))
    if rule == "easter":
        day_ = periods.easter(year)
    elif rule == "thanksgiving":
        day_ = periods.nth_weekday(year, 11, 3, 4)
    else:
        day_ = date(year, *(int(n) for n in rule.split("-")))
    return day_ - eve, day_ - eve


# Times of day --------------------------------------------------------------------------------------------------------


def clock(found: Found, scene: Scene) -> Meaning | None:
    """A time of day, on the day it stands with or else the day spoken of: "10:30 a.m. on Friday", "noon"."""
    time = _clock_value(found)
    if time is None:
        return None
    on = (
        _plain_day(found, scene) if any(k in found for k in ("iso", "slashed", "month", "dayword", "weekday")) else None
    )
    if "beside" in found:
        on = counted_day(found, scene)
    if on is None:
        base = scene.earlier("D") or scene.today(found)
        on = period(base.day.isoformat(), base.name) if base else None
    mod = "APPROX" if {"about", "around"} & set(found.tokens.words[found.first : found.last]) else None
    if on is None or on.value is None:
        return Meaning("TIME", f"XXXX-XX-XXT{time}", UNKNOWN, mod)
    return Meaning("TIME", f"{on.value}T{time}", on.days, mod, on.anchor)


def _clock_value(found: Found) -> str | None:
    words = found["hour"]
    fixed = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}.get(words)
    if fixed:
        return fixed
    half = next((int(v) for w in words.split() if (v := found.lexicon.values["halfday"].get(w)) is not None), None)
    head = words.split()[0]
    if ":" in head:
        hour, minute = (int(n) for n in head.split(":")[:2])
    else:
        value = number(head, found)
        if value is None or value > 24:
            return None
        hour, minute = int(value), round((value - int(value)) * 100)
    if "daypart" in found and half is None and hour < 12:
        half = 0 if found["daypart"] == "morning" else 12
    if half is not None and hour <= 12:
        hour = hour % 12 + half
    if hour > 24 or minute > 59:
        return None
    return f"{hour:02d}:{minute:02d}"


def time_of_day(found: Found, scene: Scene) -> Meaning | None:
    """A part of the day spoken of: "this morning", "last night", "overnight"."""
    today = scene.today(found)
    if today is None:
        return None
    part = found.get("daypart") or "NI"
    back = 1 if "last" in found else 0
    mod = found.get("third")
    if "the" in found or "that" in found:
        today = scene.earlier("D")
        if today is None:
            return None
    day_ = (today.day - timedelta(back)).isoformat()
    meaning = period(day_, today.name)
    return Meaning("TIME", f"{day_}T{part}", meaning.days, str(mod) if mod else None, today.name) if meaning else None


# Periods -------------------------------------------------------------------------------------------------------------


def calendar_period(found: Found, scene: Scene) -> Meaning | None:
    """A month, quarter, season, year, decade or century, or a part of it: "early June", "later this year", "the end of 2014"."""
    whole = _whole(found, scene)
    if whole is None or whole.value is None:
        return whole
    mod = found.get("third") or found.get("edge")
    if mod and whole.type == "DATE":
        return _edge(found, whole, str(mod))
    if "earlier" in found or "later" in found:
        return _so_far(found, scene, whole)
    return whole if _stands_alone(found, whole) else None


def _edge(found: Found, whole: Meaning, mod: str) -> Meaning | None:
    value = whole.value or ""
    if "edge" in found and unit_of(value) == "Y" and mod in ("START", "END"):
        month = f"{value}-{'01' if mod == 'START' else '12'}"
        return Meaning("DATE", month, expand(month) or UNKNOWN, mod, whole.anchor)
    return period(value, whole.anchor or "self", mod) or Meaning("DATE", value, UNKNOWN, mod, whole.anchor)


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
    if (
        "quarter" in found
        or "half" in found
        or "lasthalf" in found
        or (_has_word(found, "quarter") and "ordinal" in found)
    ):
        return _part_of_year(found, scene)
    if "season" in found:
        return _season(found, scene)
    if "decade" in found or "decadeword" in found:
        return _decade(found)
    if "century" in found:
        ordinal = ordinal_number(found["century"], found)
        return period(f"{ordinal - 1:02d}", "self") if ordinal and 1 < ordinal < 30 else None
    if "year" in found or "shortyear" in found:
        return _named_year(found)
    return _deictic(found, scene)


def _has_word(found: Found, word: str) -> bool:
    return word in found.tokens.words[found.first : found.last]


def _named_year(found: Found) -> Meaning | None:
    if "shortyear" in found:
        short = int(found["shortyear"][1:])
        return period(str(1900 + short if short > 30 else 2000 + short), "self")
    year = year_number(found["year"], found)
    return period(f"{year:04d}", "self") if year and 1000 <= year < 2200 else None


def _base(found: Found, scene: Scene) -> Anchor | None:
    """What "last", "that" and the like count from: publication, or for words of narration what was spoken of before."""
    if found["which"] in ("following", "previous", "preceding", "that", "same", "subsequent", "ensuing", "prior"):
        return scene.earlier() or scene.today(found)
    return scene.today(found)


def _month(found: Found, scene: Scene) -> Meaning | None:
    month = int(found.value("month"))
    year, anchor = _year(found, scene)
    if year is not None and not (_which_month(found)):
        return period(f"{year:04d}-{month:02d}", anchor)
    today = scene.today(found)
    if today is None:
        return Meaning("DATE", f"XXXX-{month:02d}")
    if _has_word(found, "year"):
        base = scene.earlier() or today
        return period(f"{base.day.year:04d}-{month:02d}", base.name)
    return period(_nearest_month(found, scene, today, month), today.name)


def _which_month(found: Found) -> bool:
    """Whether "last" and the like point at the month ("last June"), not at a year ("June last year")."""
    return "which" in found and found.parts["which"][0] < found.parts["month"][0]


def _nearest_month(found: Found, scene: Scene, today: Anchor, month: int) -> str:
    this = today.day.month
    back = (this - month) % 12
    match found["which"]:
        case "last" | "previous" | "past" | "latest" | "preceding":
            steps = -(back or 12)
        case "next" | "coming" | "following" | "upcoming" | "subsequent":
            steps = 12 - back
        case "this" | "current":
            steps = month - this
        case _ if scene.narrative:
            steps = month - this if month - this > -6 else 12 - back
        case _:
            way = _occasion(found) or scene.direction(found)
            steps = min(
                -back,
                -back % 12,
                key=lambda months: _distance(today.day, today.day + timedelta(30 * months), way, found.before()),
            )
    return containing(periods.add_months(today.day.replace(day=1), steps), "M")


_OCCASIONS = frozenset(
    "summit meeting meetings talks session round agreement deal election elections accord conference visit vote referendum attack attacks coup statement "
    "declaration ceremony inauguration trip test tests launch truce ceasefire summits negotiations".split()
)


def _occasion(found: Found) -> str | None:
    """ "Their June summit" was held, whatever the tense of the sentence around it; "a possible October summit" is to come."""
    if found.after() not in _OCCASIONS:
        return None
    before = found.before()
    if before in ("the", "their", "its", "his", "her", "our", "'s", "since", "last", "at"):
        return "past"
    return (
        "future"
        if before in ("possible", "planned", "proposed", "upcoming", "scheduled", "potential", "forthcoming", "a", "an")
        else None
    )


def _part_of_year(found: Found, scene: Scene) -> Meaning | None:
    if "quarter" in found:
        nth, unit = int(found["quarter"]), "Q"
    elif "ordinal" in found:
        nth, unit = ordinal_number(found["ordinal"], found) or 0, "Q"
    elif "half" in found:
        nth, unit = ordinal_number(found["half"], found) or 0, "H"
    else:
        nth, unit = 2, "H"
    if not 1 <= nth <= (4 if unit == "Q" else 2):
        return None
    year, anchor = _year(found, scene)
    if year is None:
        if unit == "H" and not _has_word(found, "year"):
            return None
        today = scene.today(found)
        if today is None:
            return Meaning("DATE", f"XXXX-{unit}{nth}")
        year, anchor = today.day.year, today.name
        days = expand(f"{year:04d}-{unit}{nth}")
        if days and days[0] > today.day and scene.direction(found) != "future":
            year -= 1
    return period(f"{year:04d}-{unit}{nth}", anchor)


def _season(found: Found, scene: Scene) -> Meaning | None:
    season = str(found.value("season"))
    year, anchor = _year(found, scene)
    if (
        found["season"] in ("fall", "spring")
        and "which" not in found
        and "year" not in found
        and found.before() not in ("the", "in", "last", "this", "next", "early", "late")
    ):
        return None
    if year is not None and "year" in found:
        return period(f"{year:04d}-{season}", anchor)
    today = scene.today(found)
    if today is None:
        return Meaning("DATE", f"XXXX-{season}")
    start = periods.SEASONS[season]
    way = {"last": "past", "next": "future", "this": None}.get(found["which"], scene.direction(found) or "past")
    options = [f"{y:04d}-{season}" for y in (today.day.year - 1, today.day.year, today.day.year + 1)]

    def far(value: str) -> float:
        days = expand(value)
        if days is None:
            return 1e9
        if found["which"] == "last" and days[1] >= today.day:
            return 1e6
        if found["which"] == "next" and days[0] <= today.day:
            return 1e6
        if found["which"] == "this" and days[0].year != today.day.year:
            return 1e6
        return _distance(today.day, days[0], way, "")

    return period(min(options, key=far), today.name)


def _decade(found: Found) -> Meaning | None:
    if "decade" in found:
        if found["decade"][0] != "1" and len(found["decade"]) < 5 and found.before() in ("his", "her", "their", "my"):
            return None  # an age
        digits = re.sub(r"\D", "", found["decade"])
        if len(digits) == 3:
            return None  # "the 747s"; the 470s are before Christ
        value = digits[:3] if len(digits) == 4 else ("19" if digits[0] not in "01" else "20") + digits[0]
    else:
        century = number(found["century"], found) if "century" in found else 19
        value = f"{int(century or 19)}{int(found.value('decadeword')) // 10}"
    return period(value, "self")


def _deictic(found: Found, scene: Scene) -> Meaning | None:
    """ "Last week", "this month", "the following year", "the quarter", "next weekend"."""
    unit: str = "WE" if "weekend" in found else str(found.value("unit"))
    if unit not in ("D", "W", "WE", "M", "Q", "Y", "DE", "CE"):
        return None
    base = _base(found, scene) if "which" in found else _spoken_of(unit, scene, found)
    if base is None:
        return None
    if "which" not in found and unit in ("D", "DE", "CE"):
        return None
    if found["which"] == "past":
        return None
    if found["which"] == "latest" and unit not in ("Q", "Y") or _is_title(found):
        return None
    if unit == "Y" and "which" not in found and found.after() in ("ended", "ending", "to"):
        return Meaning("DURATION", "P1Y")  # "the year ended 30 June" is no calendar year
    steps = int(found.value("which")) if "which" in found else 0
    if found["which"] == "this" and _has_word(found, "past"):
        steps = -1
    if unit == "D":
        return None
    here = base.value if base.unit == unit else containing(base.day, unit)  # type: ignore[arg-type]  # one of Unit, see above
    if (
        unit == "WE"
        and steps == 0
        and "which" not in found
        and base.day.isoweekday() < 6
        and scene.direction(found) != "future"
    ):
        steps = -1
    return period(shift(here, steps), base.name)


def _is_title(found: Found) -> bool:
    """ "This Week" with capitals is a programme."""
    return found.last - found.first > 1 and all(found.tokens.is_capital(i) for i in range(found.first, found.last))


def _spoken_of(unit: str, scene: Scene, found: Found) -> Anchor | None:
    """ "The quarter" is the one mentioned last, "the year" this one."""
    if unit == "Q":
        return scene.earlier("Q") or scene.today(found)
    return scene.today(found)


def _stands_alone(found: Found, whole: Meaning) -> bool:
    """Whether a period without "early" or "the end of" is meant as a time at all."""
    words = found.tokens.words[found.first : found.last]
    if len(words) == 1 and words[0] in (
        "may",
        "march",
        "jan",
        "feb",
        "apr",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mar.",
    ):
        return found.before() in _PREPOSITIONS and found.before() not in ("to", "and", "or", "the", "a")
    if words[0].isdigit() and len(words) == 1:
        return _is_year(found)
    return True


def _is_year(found: Found) -> bool:
    """Whether four figures are a year: not after "resolution" or a currency, not before a counted noun."""
    before, after = found.before(), found.after()
    if (
        before in _NUMBERED
        or after in _COUNTED
        or before == "-"
        and found.before(2).isalnum()
        and not found.before(2).isdigit()
    ):
        return before in ("at",) and False
    year = int(found["year"])
    if 1900 <= year <= 2050:
        return True
    return before in _PREPOSITIONS or after in (")", ",", "-") or before in ("(", "-")


def open_year(found: Found, scene: Scene) -> Meaning | None:
    """ "Post-2014" is what comes after that year, "pre-2003" what came before."""
    name = "after" if "after" in found else "before"
    days = expand(found[name])
    if days is None:
        return None
    interval = (days[1] + timedelta(1), None) if name == "after" else (None, days[0] - timedelta(1))
    return Meaning("DATE", found[name], interval, name.upper(), "self")


def before_christ(found: Found, scene: Scene) -> Meaning | None:
    """A year before Christ, which ISO dates do not reach: a value without an interval."""
    if "decade" in found:
        digits = re.sub(r"\D", "", found["decade"])
        return Meaning("DATE", f"BC{int(digits) // 10:03d}", UNKNOWN, None, "self")
    digits = found["bc"].replace(",", "")
    if not digits.isdigit() or int(digits) > 9999:
        return None
    within = (
        f"-{found.value('season')}"
        if "season" in found
        else f"-{int(found.value('month')):02d}"
        if "month" in found
        else ""
    )
    mod = found.get("third")
    return Meaning("DATE", f"BC{int(digits):04d}{within}", UNKNOWN, str(mod) if mod else None, "self")


def year_range(found: Found, scene: Scene) -> Meaning | None:
    """Either end of "1950-1953" or "1998-99", or a school year."""
    if "to" not in found:
        return period(found["from"], "self") if _is_year_like(found["from"]) and _plausible_range(found) else None
    start, end = int(found["from"]), int(found["to"])
    year = end if end > 999 else start // 100 * 100 + end
    meaning = period(f"{year:04d}", "self") if start < year <= start + 200 and _is_year_like(found["from"]) else None
    return replace(meaning, aside=True) if meaning else None


def _is_year_like(digits: str) -> bool:
    return 1000 <= int(digits) < 2200


def _plausible_range(found: Found) -> bool:
    other = found.after(2)
    if not other.isdigit():
        return False
    start, end = int(found["from"]), int(other)
    return start < (end if end > 999 else start // 100 * 100 + end) <= start + 200


def year_earlier(found: Found, scene: Scene) -> Meaning | None:
    """ "The year-earlier quarter": the same quarter, one year before the one spoken of."""
    base = scene.earlier("Q", "H", "Y", "M", "D") or scene.today(found)
    if base and _has_word(found, "quarter") and base.unit != "Q":
        base = Anchor(base.day, containing(base.day, "Q"), base.name)
    return _shifted(base, -1, "Y")


def period_beside(found: Found, scene: Scene) -> Meaning | None:
    """ "The year before", "the month after": beside the period spoken of."""
    unit = str(found.value("unit"))
    if unit not in ("W", "M", "Y") or found.after() not in (".", ",", ";", ":", "-", "", "when", "and", ")", "\n"):
        return None
    base = scene.earlier("D", "M", "Q", "Y", "W") or scene.today(found)
    step = 1 if found.tokens.words[found.last - 1] in ("after", "later") else -1
    return period(shift(containing(base.day, unit), step), base.name) if base else None  # type: ignore[arg-type]  # of three


def _shifted(base: Anchor | None, count: int, unit: Unit) -> Meaning | None:
    if base is None:
        return None
    here = base.value if base.unit in ("Q", "H", "Y", "M", "W", "D") else containing(base.day, unit)
    meaning = period(shift(here, count, unit), base.name)
    return replace(meaning, aside=True) if meaning else None


# Counted from a day, and lengths --------------------------------------------------------------------------------------

_LETTERS: dict[str, tuple[str, int]] = {
    "2W": ("W", 2),
    "DE": ("Y", 10),
    "CE": ("Y", 100),
    "ML": ("Y", 1000),
    "WE": ("WE", 1),
}
_VAGUE = (
    "few",
    "a few",
    "several",
    "many",
    "some",
    "couple",
    "couple of",
    "numerous",
    "dozens of",
    "hundreds of",
    "thousands of",
    "most of a",
)


def _amount(found: Found) -> tuple[float | None, str]:
    """How many (null: not said) of which unit."""
    unit = _unit(found)
    words = found["quantity"]
    if "and a half" in words:
        value = number(words.replace("and a half", "").replace("a half", ""), found)
        return (value + 0.5 if value is not None else None), unit
    if words in ("a", "an", "another") or not words:
        extra = 0.5 if "and a half" in " ".join(found.tokens.words[found.first : found.last]) else 0
        return (1 + extra if words else None), unit
    if words in ("half a", "half an"):
        return 0.5, unit
    if words in ("a couple", "a couple of", "couple", "couple of"):
        return 2, unit
    if words in _VAGUE:
        return None, unit
    pieces = words.split(" / ")
    if len(pieces) == 2:
        head, _, top = pieces[0].rpartition(" ")
        whole = number(head, found) if head else 0
        return ((whole or 0) + int(top) / max(int(pieces[1]), 1)), unit
    return number(words, found), unit


def _unit(found: Found) -> str:
    for kind in ("unit", "units"):
        if kind in found:
            return str(found.value(kind))
    words = found["any"] or found["length"]
    for word in reversed(words.split()):
        for kind in ("unit", "units"):
            if word in found.lexicon.values[kind]:
                return str(found.lexicon.values[kind][word])
    raise KeyError(words)


def duration_value(count: float | None, unit: str) -> str:
    """TIMEX3 for a length: `P3D`, `PT2H`, `P2.5Y`, `PXW`; decades and centuries in years where counted."""
    if count is None:
        head, letter = "X", unit
    else:
        letter, factor = _LETTERS.get(unit, (unit, 1))
        amount = count * factor
        head = str(int(amount)) if amount == int(amount) else f"{amount:g}"
    if unit == "2W" and count is None:
        letter = "W"
    return f"PT{head}{letter[1:]}" if letter.startswith("T") else f"P{head}{letter}"


def _mod(found: Found) -> str | None:
    words = " ".join(found.tokens.words[found.first : found.last])
    for cue, mod in (
        ("at least", "EQUAL_OR_MORE"), ("no less than", "EQUAL_OR_MORE"), ("or more", "EQUAL_OR_MORE"), ("at most", "EQUAL_OR_LESS"),
        ("up to", "EQUAL_OR_LESS"), ("no more than", "EQUAL_OR_LESS"), ("or less", "EQUAL_OR_LESS"), ("more than", "MORE_THAN"), ("over", "MORE_THAN"),
        ("less than", "LESS_THAN"), ("fewer than", "LESS_THAN"), ("under", "LESS_THAN"), ("nearly", "LESS_THAN"), ("almost", "LESS_THAN"),
        ("about", "APPROX"), ("around", "APPROX"), ("approximately", "APPROX"), ("roughly", "APPROX"), ("some", "APPROX"), ("or so", "APPROX"),
        ("within", "EQUAL_OR_LESS"), ("odd", "APPROX"),
    ):  # fmt: skip
        if re.search(rf"\b{cue}\b", words):
            return mod
    return None


def length(found: Found, scene: Scene) -> Meaning | None:
    """A length: "three days", "two and a half years", "more than a month", "within weeks"."""
    count, unit = _amount(found)
    value = duration_value(count, unit)
    words = found.tokens.words[found.first : found.last]
    if not _is_length(found, count, unit):
        return None
    days: periods.Interval = UNKNOWN
    anchor = None
    if "within" in words:
        today = scene.today(found)
        if today:
            days, anchor = (today.day, _moved(today.day, count, unit, 1)), today.name
    return Meaning("DURATION", value, days, _mod(found), anchor)


def _is_length(found: Found, count: float | None, unit: str) -> bool:
    words = found.tokens.words[found.first : found.last]
    if (
        found.after() == "-"
        and found.tokens.ends[found.last - 1] == found.tokens.starts[found.last]
        or found.after() in ("old", "apart")
    ):
        return False
    if len(words) == 1 and (unit in ("TS", "TM") or words[0] in ("nights", "quarters", "weekends")):
        return False
    if unit == "TS" and words[-1] == "second":
        return bool(found["quantity"]) and found["quantity"] not in ("a", "another", "the", "one")
    if unit == "Q" and words[-1] == "quarter" or unit == "Q" and count == 0.25:
        return False
    return not (found["quantity"] in ("some",) and "unit" in found)


def _moved(day_: date, count: float | None, unit: str, sign: int) -> date | None:
    """The day so many units away; null where the count is open."""
    if count is None:
        return None
    letter, factor = _LETTERS.get(unit, (unit, 1))
    if letter.startswith("T"):
        return day_ + timedelta(days=int(sign * count * {"TS": 1, "TM": 60, "TH": 3600}[letter] // 86400))
    amount = count * factor
    try:
        if amount != int(amount):
            letter, amount = ("M", amount * 12) if letter == "Y" else ("D", amount * {"W": 7, "M": 30}.get(letter, 1))
        return periods.add(day_, letter, sign * int(amount))  # type: ignore[arg-type]  # one of Unit
    except (ValueError, OverflowError):
        return None


def span_of(found: Found, scene: Scene) -> Meaning | None:
    """A length that ends or begins now: "the past decade", "the next three weeks", "the previous seven decades"."""
    unit = _unit(found)
    count: float | None = 1
    if "quantity" in found:
        count, _ = _amount(found)
    elif found["any"] in found.lexicon.values["units"]:
        count = None
    which = found["back"] or "remaining"
    if "quantity" not in found and count == 1 and which != "past" and "within" not in found["bound"]:
        return None
    step = 1 if which == "remaining" else int(found.value("back", "which"))
    value = duration_value(count, unit)
    base = (
        scene.today(found)
        if which in ("last", "past", "next", "coming", "remaining", "latest", "upcoming")
        else _base_span(scene, found)
    )
    if base is None:
        return Meaning("DURATION", value, UNKNOWN, _mod(found))
    far = None if "odd" in found else _moved(base.day, count, unit, step)
    if which == "previous" and count and unit in ("Y", "DE", "CE") and far:
        start, end = date(far.year, 1, 1), date(base.day.year - 1, 12, 31)
        return Meaning("DURATION", value, (start, end), _mod(found), base.name)
    if which == "remaining":
        far = scene.deadline(base.day)
    days = (far, base.day) if step < 0 else (base.day, far)
    return Meaning("DURATION", value, days, _mod(found), base.name)


def _base_span(scene: Scene, found: Found) -> Anchor | None:
    return scene.earlier() or scene.today(found)


def offset(found: Found, scene: Scene) -> Meaning | None:
    """So far before or after a day: "two weeks ago", "a year earlier", "three days later"."""
    count, unit = _amount(found)
    word = found.tokens.words[found.last - 1]
    sign = 1 if word in ("later", "after", "afterwards", "hence", "now", "today") else -1
    base = scene.today(found) if word in ("ago", "hence", "now", "today") else scene.earlier() or scene.today(found)
    if word in ("before", "after", "since") and found.after() not in (".", ",", ";", ""):
        return None
    if unit == "Y" and word in ("ago", "earlier") and count == 1:
        near = scene.earlier("Q", "M")
        if near and word == "earlier" or near and near.unit == "Q":
            return _shifted(near, -1, "Y")
    if base is None:
        return Meaning("DURATION", duration_value(count, unit), UNKNOWN, _mod(found))
    if unit.startswith("T"):
        return _hours_away(base, count, unit, sign, found)
    if count is None:
        kind = "PAST_REF" if sign < 0 else "FUTURE_REF"
        days = (None, base.day) if sign < 0 else (base.day, None)
        return Meaning("DATE", kind, days, _mod(found), base.name)
    moved = _moved(base.day, count, unit, sign)
    if moved is None:
        return None
    letter, _ = _LETTERS.get(unit, (unit, 1))
    grain: Unit = letter if count == int(count) else "M"  # type: ignore[assignment]  # one of Unit
    if word in ("earlier", "later", "before", "after") and base.unit in ("D", "Q", "M") and grain in ("W", "D"):
        grain = "D" if base.unit == "D" else grain
    if unit == "DE" or (letter == "Y" and count >= 30 and count % 10 == 0):
        grain = "Y"
    value = containing(moved, grain)
    meaning = period(value, base.name)
    return Meaning("DATE", value, meaning.days, _mod(found), base.name) if meaning else None


def _hours_away(base: Anchor, count: float | None, unit: str, sign: int, found: Found) -> Meaning:
    hours = (count or 0) * {"TS": 1 / 3600, "TM": 1 / 60, "TH": 1}[unit]
    reach = timedelta(days=int(hours // 24) + (1 if hours % 24 else 0))
    days = (base.day - reach, base.day) if sign < 0 else (base.day, base.day + reach)
    return Meaning("DURATION", duration_value(count, unit), days, _mod(found), base.name)


def ahead(found: Found, scene: Scene) -> Meaning | None:
    """ "In two weeks" of something to come is a day; of something done ("built in two weeks") it is a length."""
    today = scene.today(found)
    if today is None or scene.narrative or scene.direction(found) != "future":
        return None
    count, unit = _amount(found)
    if not _is_length(found, count, unit) or unit.startswith("T"):
        return None
    moved = _moved(today.day, count, unit, 1)
    if moved is None:
        return Meaning("DATE", "FUTURE_REF", (today.day, None), None, today.name)
    letter, _ = _LETTERS.get(unit, (unit, 1))
    return period(containing(moved, letter), today.name)  # type: ignore[arg-type]  # one of Unit


def every(found: Found, scene: Scene) -> Meaning | None:
    """Something that returns: "every day", "twice a week", "Mondays", "annually"."""
    words = found.tokens.words[found.first : found.last]
    if "frequency" in found:
        if found["frequency"] == "annual" or found["frequency"] == "quarterly":
            return None
        return Meaning("SET", str(found.value("frequency")))
    if "dayparts" in found:
        return Meaning("SET", f"XXXX-WXX-{found.value('weekday')}T{found.value('dayparts')}")
    if "weekdays" in found or "weekday" in found:
        kind = "weekdays" if "weekdays" in found else "weekday"
        return Meaning("SET", f"XXXX-WXX-{found.value(kind)}")
    if words[0] in ("a", "per") and not (
        found.before() in ("times", "once", "twice") or words[0] == "per" or _is_rate(found)
    ):
        return None
    if "month" in found:
        return Meaning("SET", f"XXXX-{int(found.value('month')):02d}")
    if "daypart" in found:
        return Meaning("SET", f"XXXX-XX-XXT{found.value('daypart')}")
    if "weekend" in found:
        return Meaning("SET", "XXXX-WXX-WE")
    unit = _unit(found)
    count = (
        number(found["count"], found)
        if "count" in found and words[0] in ("every", "each")
        else 2
        if "other" in words
        else 1
    )
    return Meaning("SET", duration_value(count, unit))


def _is_rate(found: Found) -> bool:
    """ "$3 a year", "500 tonnes a month": a figure stands just before."""
    before = found.before()
    if before[:1].isdigit() or before in ("million", "billion", "percent", "%", "times", "once", "twice"):
        return True
    counted = any(
        found.before(back)[:1].isdigit() or found.before(back) in found.lexicon.values["cardinal"] for back in (2, 3)
    )
    return before.endswith("s") and len(before) > 3 and counted


# Vague references, terms of office ------------------------------------------------------------------------------------


def vague(found: Found, scene: Scene, value: str) -> Meaning | None:
    """ "Now", "recently", "soon": open towards the past or the future."""
    words = found.tokens.words[found.first : found.last]
    if words[-1] in ("soon", "shortly", "eventually") and (
        found.after() in ("after", "as", "before", "afterwards", "thereafter") or scene.direction(found) == "past"
    ):
        return None
    if words == ["current"] and found.after() in found.lexicon.values["office"]:
        return None
    if words == ["earlier"] and (found.before() == "-" or found.after() in ("-", "than", "in", "on", "that", "this")):
        return None
    return reference(value, scene.today(found))


def prompt(found: Found, scene: Scene) -> Meaning | None:
    """ "Promptly" of something asked for, promised or refused: from now on."""
    if found.after() in ("after", "before", "following", "available", "clear") or scene.direction(found) != "future":
        return None
    return reference("FUTURE_REF", scene.today(found))


def _term(found: Found, scene: Scene, name: str) -> tuple[date, date] | None:
    ordinal = ordinal_number(found["ordinal"], found) if "ordinal" in found else None
    which = {1: "first", 2: "second", 3: "third", 4: "fourth"}.get(ordinal or 0)
    return scene.terms(f"{name} {which} term" if which else name, scene.source) if scene.terms else None


def term(found: Found, scene: Scene) -> Meaning | None:
    """A term of office or its end, where somebody knows it: "the end of Mr Trump's first term"."""
    days = _term(found, scene, found["name"].capitalize())
    if days is None:
        return None
    if "edge" in found and found.value("edge") != "MID":
        day_ = days[0] if found.value("edge") == "START" else days[1]
        return Meaning("DATE", day_.isoformat(), (day_, day_), None, "self")
    return Meaning("DATE", f"{days[0].isoformat()}/{days[1].isoformat()}", days, None, "self")


def era(found: Found, scene: Scene) -> Meaning | None:
    """ "The post-Bush era" runs from the end of that office until now."""
    days = _term(found, scene, found["name"].capitalize())
    return Meaning("DATE", "PRESENT_REF", (days[1], None), None, "self") if days else None


def before_term(found: Found, scene: Scene) -> Meaning | None:
    """ "The days before his presidency": until the day before it; the holder is the last one named."""
    tokens = found.tokens
    names = (
        [found["name"]]
        if "name" in found
        else [tokens.words[i] for i in range(found.first - 1, max(found.first - 40, -1), -1) if tokens.is_capital(i)]
    )
    days = next((d for name in names if (d := _term(found, scene, name.capitalize()))), None)
    return Meaning("DATE", "PAST_REF", (None, days[0] - timedelta(1) if days else None), "BEFORE", "self")
