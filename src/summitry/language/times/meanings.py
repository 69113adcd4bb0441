"""What an expression means, and what it is resolved against: the day of publication, of speaking, or an earlier expression."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from summitry.article import Published
from summitry.language.times.grammar import Lexicon, Match, Tokens
from summitry.language.times.periods import Interval, Unit, expand, is_year, part, unit_of
from summitry.language.times.tense import Direction, Tenses, ends_clause
from summitry.records import TimeType

# First and last day of a term of office, or null: of this surname, the first, second ... (null: all the time in office), seen
# from this publication.
Terms = Callable[[str, int | None, Published | None], tuple[date, date] | None]

UNKNOWN: Interval = (None, None)
_MEMORY = 300  # tokens: a few paragraphs
_SENTENCE = 40
_EXCURSION = 2  # years
_DEADLINES = frozenset({"by", "before", "until", "till"})
_PUT_OFF = 8  # tokens
_FEW = 12  # expressions that are looked back on
_MANY = 200
_OF_SPEAKING = frozenset({"today", "tonight", "yesterday", "tomorrow", "now"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """TIMEX3 type, value and modifier, the days covered, and what it was resolved against.

    `aside` marks a mere comparison ("a year earlier"), from which no later expression counts.
    """

    type: TimeType
    value: str | None
    days: Interval = UNKNOWN
    mod: str | None = None
    anchor: str | None = None
    aside: bool = False


# Words that name a day the calendar does not have: no time, and no part of them is one either.
NO_DAY = Meaning("DATE", None)

Found = Match[Meaning | None]


@dataclass(frozen=True, slots=True)
class Known:
    """An expression already resolved: where it stands and what it means."""

    first: int
    last: int
    text: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day that others count from, the value it came as, and its name for `Time.anchor`."""

    day: date
    value: str
    name: str

    @property
    def unit(self) -> Unit:
        """How precise the value is."""
        return unit_of(self.value) or "D"


@dataclass(slots=True)
class Scene:
    """The state of one pass over one text: the publication day of the present block, and what was resolved so far."""

    tokens: Tokens
    lexicon: Lexicon
    tenses: Tenses
    published: date | None
    narrative: bool = False
    terms: Terms | None = None
    source: Published | None = None
    history: list[Known] = field(default_factory=list)

    def today(self, match: Found) -> Anchor | None:
        """The day that "today" is: of speaking inside a quotation where the text gives it, else of publication."""
        if self.tokens.quoted[match.first] and _OF_SPEAKING & set(match.words):
            spoken = self._speaking(match.first)
            if spoken:
                return spoken
        if self.narrative:
            return self._reached() or self._publication()
        return self._publication()

    def _reached(self) -> Anchor | None:
        """How far a history has come: its last date, but no lone year far off to which it only looks aside."""
        last = self.earlier("D", "W", "M", "Q", "S", "H", "Y")
        dated = self.earlier("D", "W", "M") if last and last.unit == "Y" else None
        return dated if last and dated and abs(last.day.year - dated.day.year) > _EXCURSION else last

    def _publication(self) -> Anchor | None:
        return Anchor(self.published, self.published.isoformat(), "published") if self.published else None

    def _speaking(self, index: int) -> Anchor | None:
        """The day that a sentence before, outside quotation marks, tells of speech on: the last one, or one by the same name."""
        names = self._names(index)
        for known in self.latest(_FEW):
            day = known.meaning.days[0]
            if index - known.last > _MEMORY:
                return None
            if (
                day is None
                or unit_of(known.meaning.value) != "D"
                or self.tokens.quoted[known.first]
                or (self.published and day > self.published)
            ):
                continue
            if self._tells_of_speech(known) and (index - known.last < _SENTENCE or names & self._names(known.first)):
                return Anchor(day, day.isoformat(), known.text)
        return None

    def latest(self, count: int = _MANY) -> Iterator[Known]:
        """The last expressions resolved, newest first; bounded, so that a page of dates is read in linear time."""
        return islice(reversed(self.history), count)

    def _tells_of_speech(self, known: Known) -> bool:
        speech = self.lexicon.values["speech"]
        return any(self.tokens.words[i] in speech for i in self._sentence(known.first))

    def _names(self, index: int) -> set[str]:
        """Capitalised words around a token, outside quotation marks, that are no words of time."""
        around = range(max(index - _SENTENCE, 0), min(index + _SENTENCE, len(self.tokens.words)))
        months, weekdays = self.lexicon.values["month"], self.lexicon.values["weekday"]

        def speaks(index: int) -> bool:
            return self.tokens.word(index + 1) in self.lexicon.values["speech"]

        def opens(index: int) -> bool:
            return index == 0 or ends_clause(self.tokens, index - 1)

        return {
            word
            for i in around
            if self.tokens.is_capital(i) and not self.tokens.quoted[i]
            for word in [self.tokens.words[i]]
            if len(word) > 3 and word not in months and word not in weekdays and (speaks(i) or not opens(i))
        }

    def _sentence(self, index: int) -> range:
        first = last = index
        while first > 0 and index - first < _SENTENCE and not ends_clause(self.tokens, first - 1):
            first -= 1
        while last < len(self.tokens.words) and last - index < _SENTENCE and not ends_clause(self.tokens, last):
            last += 1
        return range(first, last)

    def earlier(self, *units: Unit, until: date | None = None) -> Anchor | None:
        """The nearest earlier expression that names a calendar period (of one of these units; over by a day)."""
        for known in self.latest():
            value, (day, last) = known.meaning.value, known.meaning.days
            if value is None or day is None or known.meaning.aside or not is_year(day.year):
                continue
            if until and last and last > until:
                continue
            unit = unit_of(value)
            if unit and (not units or unit in units):
                return Anchor(day, value, known.text)
        return None

    def spoken_of(self, match: Found) -> Anchor | None:
        """The day spoken of last; where the clause does not look ahead, no day still to come but that of publication."""
        last = self.earlier("D")
        if last is None or self.published is None or last.day <= self.published or self.direction(match) == "future":
            return last
        return self.earlier("D", until=self.published) or self._publication()

    def counts_months(self) -> bool:
        """Whether a number of months ("nine months") was spoken of since the last quarter."""
        for known in self.latest(_FEW):
            if known.meaning.value and re.fullmatch(r"P\d+M", known.meaning.value):
                return True
            if unit_of(known.meaning.value) in ("Q", "H"):
                return False
        return False

    def deadline(self, after: date) -> date | None:
        """The nearest earlier expression that names a day to come."""
        return next(
            (d for k in self.latest() if (d := k.meaning.days[1]) and unit_of(k.meaning.value) == "D" and d > after),
            None,
        )

    def direction(self, match: Found) -> Direction | None:
        """Whether the clause around a match looks back or ahead."""
        near = self.tokens.words[max(match.first - _PUT_OFF, 0) : match.first]
        if match.before() in ("to", "until", "till") and not self.lexicon.values["putoff"].keys().isdisjoint(near):
            return "future"  # "postponed to February"
        way = self.tenses.around(match.first, match.last)
        agent = match.before() == "by" and match.after() == "'s"  # "overshadowed by Tuesday's attack"
        if match.before() in _DEADLINES and not agent and "twilight" not in match:
            over = match.before() != "before" and way == "past" and not self.narrative and self._is_over(match)
            return "past" if over else "future"
        if match.before() == "for" and "weekday" in match and match.after() != "'s":
            return "future"  # "called a strike for Thursday"
        if near[-3:] in (["as", "soon", "as"], ["as", "early", "as"]):
            return way or "future"
        return way

    def _is_over(self, match: Found) -> bool:
        """Whether a clause told as past tells of what had come about by then: "two had signed by Friday", "by Friday it was signed".

        What somebody had to do, or had agreed to do, by Friday is still open.
        """
        sentence, words = self._sentence(match.first), self.tokens.words
        before, after = words[sentence.start : match.first - 1], words[match.last : sentence.stop]
        if "had" in before:
            verb = before[before.index("had") + 1 :]
            return bool(verb) and "to" not in verb
        return "to" not in after and ("had" in after or (not before and match.after() != ","))


def period(value: str | None, anchor: str, mod: str | None = None) -> Meaning | None:
    """A calendar period, or its first, middle or last third; null for a day that the calendar does not have."""
    if value is None:
        return None
    days = part(value, mod) if mod in ("START", "MID", "END") else expand(value)  # type: ignore[arg-type]  # narrowed by `in`
    return Meaning("DATE", value, days, mod, anchor) if days else None


def reference(value: str, today: Anchor | None) -> Meaning:
    """A vague time: open towards the past or future, or the day itself for the present."""
    day = today.day if today else None
    days = {"PAST_REF": (None, day), "FUTURE_REF": (day, None), "PRESENT_REF": (day, day)}[value]
    return Meaning("DATE", value, days, None, today.name if today else None)
