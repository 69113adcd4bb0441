"""The day a text was published, as a user types it or as the text itself lets it be derived."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from summitry.article import Block, Published
from summitry.errors import DateError
from summitry.language.times.find import grammar, ordered, read, scene_of
from summitry.language.times.meanings import Known, Scene
from summitry.language.times.periods import expand, unit_of
from summitry.language.times.years import calendar_day

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ](?:[01][0-9]|2[0-4])(?::?[0-5][0-9][0-9:.,+Zz-]*)?)?")
_ANNOUNCED = re.compile(
    r"\b(?:published|updated|posted|last modified|issued|released|date|dated|publication date)\b[^.\n]{0,30}$",
    re.IGNORECASE,
)
_DATELINE_END = re.compile(r"\s*(?:\([^()\n]{2,40}\)\s*)?[,:]?\s*(?:--|[—–-])\s")
_YEAR = re.compile(r"[0-9]{4}(?![0-9])")
_YEARLESS = re.compile(r"XXXX-([0-9]{2})-([0-9]{2})")
_SAME_WEEKDAY = 5  # years in which a date falls on a weekday once at most
_LINE = 80  # characters before a date on the line of a dateline
_HEAD = 1500  # characters in which a dateline or a line with the date alone is looked for


def parse_day(text: str) -> date:
    """A calendar day from `YYYY-MM-DD`; a time of day behind it (`T09:30`) is left out.

    Raises:
        DateError: not of this form, no day of the calendar, or a year before 1900 or after 2100.
    """
    match = _DAY.fullmatch(text.strip())
    if not match:
        raise DateError(f"{text!r} is no date: write it as YYYY-MM-DD, for example 2018-09-24")
    year, month, day = (int(part) for part in match.groups())
    if not 1900 <= year <= 2100:
        raise DateError(f"{text!r} is out of range: years run from 1900 to 2100")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(f"{text!r} is no day of the calendar: {error}") from error


@dataclass(frozen=True, slots=True)
class _Clue:
    """An expression of the text, where it stands, and whether its clause looks ahead."""

    start: int
    end: int
    words: str
    value: str
    ahead: bool
    caption: bool

    @property
    def day(self) -> date | None:
        days = expand(self.value) if unit_of(self.value) == "D" else None
        return days[0] if days else None


def document_date(text: str, blocks: Sequence[Block] = ()) -> Published | None:
    """The publication date that a text itself gives, with the reason in words; null if it gives none.

    A line that says so or a dateline gives the day. Otherwise the newest full date told as past, captions included, is the
    earliest day possible, a weekday told as past narrows it to the week after that, and a full date still to come is the
    latest. `value` is set where one day is meant.
    """
    clues = _clues(text, blocks)
    story = [c for c in clues if not c.caption]
    return _stated(text, story) or _reasoned(clues, story)


def _clues(text: str, blocks: Sequence[Block]) -> list[_Clue]:
    tokens = grammar().tokenise(text)
    scene = scene_of(tokens, None)
    read(scene, ordered(tokens), blocks)
    return [_clue(scene, known, blocks) for known in scene.history if known.meaning.value]


def _clue(scene: Scene, known: Known, blocks: Sequence[Block]) -> _Clue:
    tokens = scene.tokens
    start, end = tokens.starts[known.first], tokens.ends[known.last - 1]
    caption = any(b.kind == "caption" and b.span.start <= start < b.span.end for b in blocks)
    ahead = scene.tenses.around(known.first, known.last) == "future"
    return _Clue(start, end, known.text, known.meaning.value or "", ahead, caption)


def _stated(text: str, story: Iterable[_Clue]) -> Published | None:
    for clue in story:
        if not clue.day:
            continue
        line_start = text.rfind("\n", max(clue.start - _LINE, 0), clue.start) + 1
        value = clue.day.isoformat()
        if (
            _ANNOUNCED.search(text[max(line_start, clue.start - _LINE) : clue.start])
            and clue.start - line_start < _LINE
        ):
            return Published(value, value, value, "text", f"the text says so: {_line(text, clue)!r}")
        if clue.start < _HEAD and _DATELINE_END.match(text, clue.end) and clue.start - line_start < _LINE:
            return Published(value, value, value, "text", f"the dateline says {clue.words!r}")
        if clue.start < _HEAD and _line(text, clue) == clue.words:
            return Published(value, value, value, "text", f"a line of its own at the top says {clue.words!r}")
    return None


def _line(text: str, clue: _Clue) -> str:
    end = text.find("\n", clue.end)
    return text[text.rfind("\n", 0, clue.start) + 1 : end if end >= 0 else len(text)].strip()[:120]


def _reasoned(clues: Sequence[_Clue], story: Sequence[_Clue]) -> Published | None:
    past = [(c.day, c) for c in clues if c.day and not c.ahead]
    newest_year = max((int(c.value[:4]) for c in clues if not c.ahead and _YEAR.match(c.value)), default=None)
    past += [(day, c) for c in story if newest_year and (day := _by_weekday(c, newest_year))]
    if not past:
        return None
    earliest, newest = max(past, key=lambda p: p[0])
    where = "a caption" if newest.caption else "the text"
    reason = f"{where} tells of {newest.words!r} as past"
    value, latest = None, min((c.day for c in story if c.day and c.ahead and c.day >= earliest), default=None)
    if latest:
        reason += f"; {latest.isoformat()} is still to come"
    week = _week(story, earliest)
    if week and (latest is None or week[0] <= latest):
        earliest, last, named, today = week
        latest = min(latest, last) if latest else last
        reason += f"; the story tells of {named} as past, the first after that being {earliest.isoformat()}"
        if today:
            value = earliest.isoformat()
            reason += ", and speaks of it as the same day"
    if earliest == latest:
        value = earliest.isoformat()
    return Published(value, earliest.isoformat(), latest.isoformat() if latest else None, "text", reason)


def _by_weekday(clue: _Clue, since: int) -> date | None:
    """The day of "Friday, 9 March" told as past: in the first year from `since` on in which the weekday fits."""
    match = _YEARLESS.fullmatch(clue.value)
    weekday = grammar().lexicon.values["weekday"].get(re.split(r"[,\s]", clue.words.lower())[0])
    if not match or weekday is None or clue.ahead:
        return None
    days = (calendar_day(year, int(match[1]), int(match[2])) for year in range(since, since + _SAME_WEEKDAY))
    return next((d for d in days if d and d.isoweekday() == weekday), None)


def _week(story: Iterable[_Clue], since: date) -> tuple[date, date, str, bool] | None:
    """The days on which all weekdays that the story tells as past lie in the week before, all of them on or after `since`."""
    told = {c.value[-1]: c for c in story if c.value.startswith("XXXX-WXX-") and c.value[-1].isdigit() and not c.ahead}
    days = {since + timedelta((int(n) - since.isoweekday()) % 7): c for n, c in told.items()}
    if not days or max(days) > min(days) + timedelta(6):
        return None
    same_day = any(c.value == days[max(days)].value and c.words.lower().startswith(("earlier", "later")) for c in story)
    named = " and ".join(days[d].words.split()[-1] for d in sorted(days))
    return max(days), min(days) + timedelta(6), named, same_day
