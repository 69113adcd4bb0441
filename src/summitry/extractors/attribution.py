"""Whose voice it is: the statement that holds some words, and the actors that words in it stand for."""

from collections.abc import Iterable, Sequence

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.records import ActorId, Statement

WE = frozenset("we us our ours".split())


def innermost(statements: Sequence[Statement], span: Span) -> Statement | None:
    """The smallest statement in whose content the characters stand; null in the reporter's own words."""
    around = [s for s in statements if any(c.covers(span) for c in s.content)]
    return min(around, key=lambda s: sum(c.end - c.start for c in s.content), default=None)


def within(said: Statement | None, span: Span) -> Span:
    """A span cut off where the content of its statement ends, so that no "he said" slips in."""
    if said is None:
        return span
    end = max(c.end for c in said.content)
    return Span(span.start, min(span.end, end)) if span.start < end else span


def parties(a: Analysis, tokens: Iterable[Token], said: Statement | None) -> tuple[ActorId, ...]:
    """The actors that tokens stand for; "I" is the speaker, "we" the state for which a person speaks, if it is known."""
    speaker = said.speaker if said is not None else ()
    found: list[ActorId] = []
    for token in tokens:
        ours = token.text.lower() in WE and speaker
        found += _collective(a, speaker) if ours else clauses.actors(a, [token], speaker)
    return tuple(dict.fromkeys(found))


def _collective(a: Analysis, speaker: Sequence[ActorId]) -> tuple[ActorId, ...]:
    known = {x.id: x for x in a.actors}
    countries = {known[s].country for s in speaker if s in known and known[s].kind == "person"} - {None}
    return tuple(x.id for x in a.actors if x.kind == "state" and x.country in countries) or tuple(speaker)


def speaks_for(a: Analysis, speaker: Sequence[ActorId], bound: Sequence[ActorId]) -> bool:
    """Whether a speaker is the one bound, or of the same country: "the spokesman said Iran would"."""
    country = {x.id: x.country for x in a.actors}
    mine = {country.get(s) for s in speaker} - {None}
    return bool(set(speaker) & set(bound)) or bool(mine & {country.get(b) for b in bound})
