"""From a text to its times: match the grammar, choose the longest, resolve from left to right."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from summitry.article import Block, Published, Span
from summitry.language.times import rules
from summitry.language.times.grammar import Grammar, Match, Tokens
from summitry.language.times.meanings import Known, Meaning, Scene, Terms
from summitry.language.times.periods import unit_of
from summitry.language.times.tense import Tenses
from summitry.records import Time

Found = Match[Meaning | None]

_NEWS = frozenset({"yesterday", "today", "tonight", "tomorrow"})


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
    times. `terms` gives the first and last day of a term of office ("Trump first term"), or null.
    """
    tokens = grammar().tokenise(text)
    matches = ordered(tokens)
    first, last = _ends(published)
    times = read(tokens, matches, published, first, blocks, terms)[0]
    if first != last:
        later = read(tokens, matches, published, last, blocks, terms)[0]
        times = [_between(a, b) for a in times for b in later if a.span == b.span]
    return tuple(times)


def _ends(published: Published | None) -> tuple[date | None, date | None]:
    if published is None:
        return None, None
    ends = [published.value or published.earliest, published.value or published.latest]
    first, last = (date.fromisoformat(e[:10]) if e else None for e in ends)
    return first or last, last or first


def _between(early: Time, late: Time) -> Time:
    """The days from one reading to the other; the value stays where both agree."""
    if early == late:
        return early
    earliest = min(early.earliest, late.earliest) if early.earliest and late.earliest else None
    latest = max(early.latest, late.latest) if early.latest and late.latest else None
    return replace(early, value=early.value if early.value == late.value else None, earliest=earliest, latest=latest)


def read(
    tokens: Tokens,
    matches: Sequence[Found],
    published: Published | None,
    day: date | None,
    blocks: Sequence[Block] = (),
    terms: Terms | None = None,
) -> tuple[list[Time], Scene]:
    """One pass from left to right with `day` as the day of publication: the times, and what was known at the end."""
    lexicon = grammar().lexicon
    scene = Scene(tokens, lexicon, Tenses(tokens, lexicon), day, _is_history(tokens, day), terms, published)
    blocks = sorted(blocks, key=lambda b: b.span)
    begins = [b.span.start for b in blocks]
    times: list[Time] = []
    for match in matches:
        start, end = tokens.starts[match.first], tokens.ends[match.last - 1]
        if times and start < times[-1].span.end:
            continue
        block = _block_at(blocks, begins, start)
        if block and block.kind in ("related", "boilerplate"):
            continue
        scene.published = _day_of(block, scene) or day
        meaning = match.rule.make(match, scene, **match.rule.options)
        if meaning is None:
            continue
        scene.history.append(Known(match.first, match.last, tokens.text[start:end], meaning))
        earliest, latest = (d.isoformat() if d else None for d in meaning.days)
        times.append(Time(Span(start, end), meaning.type, meaning.value, earliest, latest, meaning.mod, meaning.anchor))
    return times, scene


def _block_at(blocks: Sequence[Block], begins: Sequence[int], offset: int) -> Block | None:
    index = bisect_right(begins, offset) - 1
    return blocks[index] if index >= 0 and offset < blocks[index].span.end else None


def _is_history(tokens: Tokens, day: date | None) -> bool:
    """Whether a text tells of years long past, so that its dates follow one another instead of the day of publication."""
    weekdays = grammar().lexicon.values["weekday"]
    newest = str(day.year) if day else "2100"
    years = sum(1 for word in tokens.words if len(word) == 4 and word.isdigit() and "1000" <= word < newest)
    news = sum(1 for word in tokens.words if word in weekdays or word in _NEWS)
    return years >= 8 and years > 4 * news and years * 400 > len(tokens.words)


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
    """Matches by place, at one place the longest first, then in the order of the rules."""
    return sorted(grammar().matches(tokens), key=lambda m: (m.first, -m.last))
