"""What no calendar fixes: "now", "recently", "soon", "promptly", and terms of office, which somebody else has to know."""

from datetime import date

from summitry.language.times import periods
from summitry.language.times.meanings import Found, Meaning, Scene, reference
from summitry.language.times.numbers import ordinal_number

# "An earlier entry", "its earlier assurance": no time, but which of several.
_DETERMINERS = frozenset(
    {"-", "a", "an", "the", "its", "his", "her", "their", "this", "that", "these", "those", "s", "'s"}
)
_HOLDER_WITHIN = 40  # tokens before "his presidency"


def vague(found: Found, scene: Scene, value: str) -> Meaning | None:
    """ "Now", "recently", "soon": the present, or open towards the past or the future."""
    words, after = found.words, found.after()
    passed = after in ("after", "as", "before", "afterwards", "thereafter") or scene.direction(found) == "past"
    if words[-1] in ("soon", "shortly", "eventually") and passed:
        return None  # "soon after", "soon became"
    if words == ["current"] and (
        after in found.lexicon.values["office"] or found.after(2) in found.lexicon.values["office"]
    ):
        return None
    if words == ["earlier"] and (found.before() in _DETERMINERS or after in ("-", "than", "in", "on", "that", "this")):
        return None
    return reference(value, scene.today(found))


def prompt(found: Found, scene: Scene) -> Meaning | None:
    """ "Promptly" of something asked for, promised or refused: from now on."""
    if found.after() in ("after", "before", "following", "available", "clear") or scene.direction(found) != "future":
        return None
    return reference("FUTURE_REF", scene.today(found))


def term(found: Found, scene: Scene) -> Meaning | None:
    """A term of office or its end, where somebody knows it: "the end of Mrs Harlow's first term"."""
    days = _known(found, scene, found["name"])
    if days is None:
        return None
    if "edge" in found and found.value("edge") != "MID":
        day = days[0] if found.value("edge") == "START" else days[1]
        return Meaning("DATE", day.isoformat(), (day, day), None, "self")
    return Meaning("DATE", f"{days[0].isoformat()}/{days[1].isoformat()}", days, None, "self")


def era(found: Found, scene: Scene) -> Meaning | None:
    """ "The post-Bush era" runs from the end of that office on."""
    days = _known(found, scene, found["name"])
    return Meaning("DATE", "PRESENT_REF", (days[1], None), None, "self") if days else None


def before_term(found: Found, scene: Scene) -> Meaning:
    """ "The days before his presidency": until the day before it; "he" is the last one named who held it."""
    tokens = found.tokens
    near = range(found.first - 1, max(found.first - _HOLDER_WITHIN, -1), -1)
    names = [found["name"]] if "name" in found else [tokens.words[i] for i in near if tokens.is_capital(i)]
    days = next((known for name in names if (known := _known(found, scene, name))), None)
    last = periods.moved(days[0], "D", -1) if days else None
    return Meaning("DATE", "PAST_REF", (None, last), "BEFORE", "self")


def _known(found: Found, scene: Scene, name: str) -> tuple[date, date] | None:
    if scene.terms is None:
        return None
    which = ordinal_number(found["ordinal"], found.lexicon) if "ordinal" in found else None
    return scene.terms(name.capitalize(), which, scene.source)
