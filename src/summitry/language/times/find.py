"""From a text to its times: match the grammar, choose the longest, resolve from left to right."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from summitry.article import Block, Published, Span
from summitry.language.times import rules
from summitry.language.times.grammar import Grammar, Tokens
from summitry.language.times.meanings import NO_DAY, Found, Known, Meaning, Scene, Terms
from summitry.language.times.periods import is_year, unit_of
from summitry.language.times.tense import Tenses
from summitry.records import Time

_NEWS = frozenset({"yesterday", "today", "tonight", "tomorrow"})
_BACKWARD = frozenset({"ago", "before", "earlier", "last", "previous"})  # with these a history only looks aside
_YEARS_OF_HISTORY = 6
_DATES_OF_HISTORY = 9  # years and months together


@cache
def grammar() -> Grammar[Meaning | None]:
    """The grammar, compiled once a process."""
    return rules.load()


def find(
    text: str, published: Published | None, blocks: Sequence[Block] = (), *, terms: Terms | None = None
) -> tuple[Time, ...]:
    """The time expressions of a text, in text order, not overlapping.

    Relative words count from `published`, in a caption from the caption's own date. Where publication is known only as an
    interval, they are resolved at both ends and cover what lies between. Blocks of related links and boilerplate have no
    times. `terms` gives the first and last day of a term of office, or null: asked for a surname, which term it is (1 is the
    first; null for all the time in office), and the publication.
    """
    tokens = grammar().tokenise(text)
    matches = ordered(tokens)
    first, last = _ends(published)
    times = read(scene_of(tokens, first, published, terms), matches, blocks)
    if first != last:
        later = {t.span: t for t in read(scene_of(tokens, last, published, terms), matches, blocks)}
        times = [_between(t, later[t.span]) for t in times if t.span in later]
    return tuple(times)


def _ends(published: Published | None) -> tuple[date | None, date | None]:
    if published is None:
        return None, None
    ends = [published.value or published.earliest, published.value or published.latest]
    days = (date.fromisoformat(e[:10]) if e else None for e in ends)
    first, last = (d if d and is_year(d.year) else None for d in days)
    return first or last, last or first


def _between(early: Time, late: Time) -> Time:
    """The days from one reading to the other; the value stays where both agree."""
    if early == late:
        return early
    earliest = min(early.earliest, late.earliest) if early.earliest and late.earliest else None
    latest = max(early.latest, late.latest) if early.latest and late.latest else None
    return replace(early, value=early.value if early.value == late.value else None, earliest=earliest, latest=latest)


def scene_of(tokens: Tokens, day: date | None, published: Published | None = None, terms: Terms | None = None) -> Scene:
    """What a pass over a text begins with, where `day` is taken for the day of publication."""
    lexicon = grammar().lexicon
    return Scene(tokens, lexicon, Tenses(tokens, lexicon), day, _is_history(tokens, day), terms, published)


def read(scene: Scene, matches: Sequence[Found], blocks: Sequence[Block] = ()) -> list[Time]:
    """One pass from left to right: the times; the scene's history holds what they were made of."""
    tokens, day = scene.tokens, scene.published
    blocks = sorted(blocks, key=lambda b: b.span)
    begins = [b.span.start for b in blocks]
    times: list[Time] = []
    free = 0  # the token from which on nothing is taken
    for match in matches:
        if match.first < free:
            continue
        start, end = tokens.starts[match.first], tokens.ends[match.last - 1]
        block = _block_at(blocks, begins, start)
        if block and block.kind in ("related", "boilerplate"):
            continue
        scene.published = _day_of(block, scene) or day
        meaning = match.rule.make(match, scene, **match.rule.options)
        if meaning is None:
            continue
        free = match.last
        if meaning is NO_DAY:
            continue
        if scene.narrative and not _BACKWARD.isdisjoint(match.words):
            meaning = replace(meaning, aside=True)
        scene.history.append(Known(match.first, match.last, tokens.text[start:end], meaning))
        earliest, latest = (d.isoformat() if d else None for d in meaning.days)
        times.append(Time(Span(start, end), meaning.type, meaning.value, earliest, latest, meaning.mod, meaning.anchor))
    return times


def _block_at(blocks: Sequence[Block], begins: Sequence[int], offset: int) -> Block | None:
    index = bisect_right(begins, offset) - 1
    return blocks[index] if index >= 0 and offset < blocks[index].span.end else None


def _is_history(tokens: Tokens, day: date | None) -> bool:
    """Whether a text tells of years long past, so that its dates follow one another instead of the day of publication."""
    weekdays, months = grammar().lexicon.values["weekday"], grammar().lexicon.values["month"]
    newest = str(day.year) if day else "2100"
    years = sum(1 for word in tokens.words if len(word) == 4 and word.isdigit() and "1000" <= word < newest)
    dates = years + sum(1 for i, word in enumerate(tokens.words) if word in months and tokens.is_capital(i))
    news = sum(1 for word in tokens.words if word in weekdays or word in _NEWS)
    return years >= _YEARS_OF_HISTORY and dates > max(_DATES_OF_HISTORY, 6 * news) and years * 400 > len(tokens.words)


def _day_of(block: Block | None, scene: Scene) -> date | None:
    """A caption's own day: given with it, or the newest that it has named so far."""
    if block is None or block.kind != "caption":
        return None
    if block.published:
        return _ends(block.published)[1]
    named = (
        k.meaning.days[0]
        for k in scene.latest()
        if scene.tokens.starts[k.first] >= block.span.start
        and unit_of(k.meaning.value) == "D"
        and k.meaning.anchor == "self"
    )
    return max((d for d in named if d), default=None)


def ordered(tokens: Tokens) -> list[Found]:
    """Matches by place, at one place the longest first, then what takes in more of the words behind, then in the order of the rules."""
    return sorted(grammar().matches(tokens), key=lambda m: (m.first, -m.last, -m.reach))
