"""Whose voice it is: how a statement speaks and which holds it, the statement that holds some words, the actors that words in it stand for."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import ActorId, Mode, RecordId, Statement

WE = frozenset("we us our ours".split())


def mode(a: Analysis, content: Sequence[Span]) -> Mode:
    """Direct where all of the content is quoted, mixed where some is."""
    total = sum(s.end - s.start for s in content)
    inside = sum(max(0, min(s.end, q.span.end) - max(s.start, q.span.start)) for s in content for q in a.quotations)
    return "direct" if inside >= 0.97 * total else "mixed" if inside else "indirect"


def size(s: Statement) -> int:
    """How many characters the content has."""
    return sum(c.end - c.start for c in s.content)


def parents(made: Sequence[Statement]) -> dict[RecordId, RecordId | None]:
    """For each, the smallest statement that holds its cue and does not itself stand inside it: so parents never form a ring."""
    holding: dict[int, list[Statement]] = {s.cue[0].start: [] for s in made if s.cue}
    for o in made:
        for i in (i for c in o.content for i in range(c.start, c.end) if i in holding):
            holding[i].append(o)

    def parent(s: Statement) -> RecordId | None:
        near = holding[s.cue[0].start] if s.cue else []
        around = [o for o in near if (size(o), o.id) > (size(s), s.id) and any(c.covers(s.cue[0]) for c in o.content)]
        return min(around, key=size).id if around else None

    return {s.id: parent(s) for s in made}


def nested(made: Sequence[Statement]) -> tuple[Statement, ...]:
    """Statements with their parents and chains: one whose cue stands inside another's content is reported there."""
    by_id, up = {s.id: s for s in made}, parents(made)

    def chain(s: Statement) -> tuple[ActorId, ...]:
        outer = by_id.get(up[s.id] or "")
        if outer is None or not s.speaker:
            return ()
        above = chain(outer) or outer.speaker[:1]
        return (*above, *s.speaker[:1]) if above and above[-1:] != s.speaker[:1] else ()

    return tuple(replace(s, parent=up[s.id], chain=chain(s)) for s in made)


def innermost(statements: Sequence[Statement], span: Span) -> Statement | None:
    """The smallest statement in whose content the characters stand; null in the reporter's own words."""
    near = (s for s in statements if s.content and s.content[0].start <= span.start and span.end <= s.content[-1].end)
    return min((s for s in near if any(c.covers(span) for c in s.content)), key=size, default=None)


def within(said: Statement | None, span: Span) -> Span:
    """A span cut off where the content of its statement ends, so that no "he said" slips in."""
    if said is None:
        return span
    end = max(c.end for c in said.content)
    return Span(span.start, min(span.end, end)) if span.start < end else span


def parties(a: Analysis, tokens: Iterable[Token], said: Statement | None) -> tuple[ActorId, ...]:
    """The actors that tokens stand for; "I" is the speaker, "we" whoever the speaker speaks for."""
    found: list[ActorId] = []
    for token in tokens:
        if a.mention_at(token.index) is None and token.lemma.lower() in lexicon("frames")["commitment"]["documents"]:
            issuers = a.children(token.index, "nmod:poss", "compound", "amod")  # a UN resolution speaks for the UN
            found += clauses.actors(a, issuers)
        ours = clauses.is_self(token) and token.text.lower() in WE
        speaker = said.speaker if said is not None else ()
        found += represented(a, said) if said is not None and ours else clauses.actors(a, [token], speaker)
    return tuple(dict.fromkeys(found))


def represented(a: Analysis, said: Statement) -> tuple[ActorId, ...]:
    """For whom a speaker speaks: the side named in the source ("a Hamas spokesman"), or where the speaker is named; else the speaker's state if known."""
    known = {x.id: x for x in a.actors}
    for words in (said.source, [m for s in said.speaker if s in known for m in known[s].mentions]):
        sides = [i for i in _named_beside(a, said, words) if known[i].kind in ("state", "organisation", "group")]
        if sides:
            return tuple(sides)
    countries = {known[s].country for s in said.speaker if s in known and known[s].kind == "person"} - {None}
    return tuple(x.id for x in a.actors if x.kind == "state" and x.country in countries) or tuple(said.speaker)


def _named_beside(a: Analysis, said: Statement, words: Iterable[Span]) -> tuple[ActorId, ...]:
    """Actors named in the words for the speaker beside him or her: the group in "the group's leader"."""
    named = [i for s in words for m in a.mentions_in(s) for i in m.actors if i not in said.speaker]
    return tuple(dict.fromkeys(named))


def speaks_for(a: Analysis, said: Statement, bound: Sequence[ActorId]) -> bool:
    """Whether a speaker is one of those bound, of their country, or named by them: "the rebels' leader said they would"."""
    country = {x.id: x.country for x in a.actors}
    mine = {country.get(s) for s in said.speaker} - {None}
    own = {*said.speaker, *_named_beside(a, said, said.source)}
    return bool(own & set(bound)) or bool(mine & {country.get(b) for b in bound})


def can_bargain(a: Analysis, who: Sequence[ActorId]) -> bool:
    """Whether one of these can be a side of talks, or speak for one: a named actor, or a body such as "the rebels"."""
    sides = lexicon("frames")["party"]["nouns"]
    known = {x.id: x for x in a.actors}
    return any(known[i].kind != "unnamed" or set(known[i].name.lower().split()) & sides for i in who if i in known)
