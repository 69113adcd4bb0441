"""Which year, and which day, is meant where an expression does not say: by what it points at, by tense, by nearness."""

from datetime import date

from summitry.language.times.meanings import Anchor, Found, Scene
from summitry.language.times.numbers import year_number

_OF_NARRATION = ("following", "previous", "preceding", "that", "same", "subsequent", "ensuing", "prior")
_DEADLINES = ("by", "until", "till", "through")
_LOOKING_BACK = 180  # days: a history that names an earlier month than this has gone on to the next year


def base_of(found: Found, scene: Scene) -> Anchor | None:
    """What "last" and the like count from: publication, or for words of narration what was spoken of before."""
    if found["which"] in _OF_NARRATION:
        return scene.earlier() or scene.today(found)
    return scene.today(found)


def year_of(found: Found, scene: Scene) -> tuple[int | None, str]:
    """The year that stands in an expression, named or pointed at ("last year"), and its anchor."""
    if "year" in found:
        return year_number(found["year"], found.lexicon), "self"
    base = base_of(found, scene) if "which" in found else None
    if base:
        return base.day.year + int(found.value("which")), base.name
    return None, "self"


def distance(today: date, day: date, way: str | None, before: str) -> float:
    """How far a day is from today: several times as far where the tense, or "by" before it, points the other way."""
    days = (day - today).days
    if way == "future" or (way is None and before in _DEADLINES):
        return days if days >= 0 else -days * 6
    if way == "past":
        return -days if days <= 0 else days * 6
    return -days if days <= 0 else days * 1.6


def narrative_distance(last: Anchor, day: date) -> int:
    """In a history the next date follows the last one: in the same year, unless that lies far back, else in the next."""
    years = day.year - last.day.year
    if years == 0:
        far_back = (last.day - day).days > _LOOKING_BACK and last.unit not in ("Y", "DE", "CE")
        return 2 if far_back else 0
    return 1 if years == 1 else 2 + abs(years)


def calendar_day(year: int, month: int, number: int) -> date | None:
    """The day, or null where the calendar has none ("31 June")."""
    try:
        return date(year, month, number)
    except ValueError:
        return None
