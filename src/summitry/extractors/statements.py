"""Statements: who says, writes, thinks or is reported to hold what, and through whom."""

from collections.abc import Sequence
from dataclasses import replace

from summitry.article import Span
from summitry.extractors import marks
from summitry.language import clauses
from summitry.language.analysis import Analysis
from summitry.language.frames import NONE, Frame
from summitry.records import ActorId, Mode, Statement, record_id

LEAST = 4  # characters of a content


def extract(a: Analysis) -> tuple[Statement, ...]:
    """All statements of an article, in text order, nested ones with their parent and chain."""
    made = [s for frame in marks.marked(a, "statement") if (s := _statement(a, frame)) is not None]
    return _nested(a, _unique(made))


def _statement(a: Analysis, frame: Frame) -> Statement | None:
    cue = marks.spans(a, frame, "cue") or (a.tokens[frame.anchor].span,)
    content = tuple(s for s in marks.spans(a, frame, "content") if not any(s.overlaps(c) for c in cue))
    if sum(s.end - s.start for s in content) < LEAST:
        return None
    source = tuple(s for s in marks.spans(a, frame, "source") if not any(s.overlaps(c) for c in (*content, *cue)))
    hedge = marks.spans(a, frame, "hedge")
    whole = marks.evidence(a, *content, *cue)
    medium = frame.attributes["medium"]
    return Statement(
        id=record_id(a.article, "statements", cue[0], *content),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        source=source,
        cue=cue,
        content=content,
        mode=mode(a, content),
        speaker=_speaker(a, frame, source),
        addressee=marks.actors(a, marks.pointed(a, frame, "addressee")),
        medium=None if medium == NONE else medium,  # type: ignore[arg-type]  # the values of the head are those of the field
        hedge=hedge[0] if hedge else None,
        confidence=round(frame.score, 2),
    )


def _speaker(a: Analysis, frame: Frame, source: Sequence[Span]) -> tuple[ActorId, ...]:
    """Whom the model points at; else the longest mention in the words of the source; else who by the grammar speaks."""
    if found := marks.actors(a, marks.pointed(a, frame, "speaker")):
        return found
    inside = [m for s in source for m in a.mentions if m.span.overlaps(s) and m.actors]
    if inside:
        return max(inside, key=lambda m: m.span.end - m.span.start).actors
    verb = a.tokens[frame.anchor].upos == "VERB"
    return marks.actors(a, clauses.doers(a, frame.anchor)) if verb and not source else ()


def mode(a: Analysis, content: Sequence[Span]) -> Mode:
    """Direct where all of the content is quoted, mixed where some is."""
    total = sum(s.end - s.start for s in content)
    inside = sum(max(0, min(s.end, q.span.end) - max(s.start, q.span.start)) for s in content for q in a.quotations)
    return "direct" if inside >= 0.97 * total else "mixed" if inside else "indirect"


def _unique(made: Sequence[Statement]) -> list[Statement]:
    """In text order, one statement a content: of two with the same content the one with a speaker is kept."""
    best: dict[tuple[Span, ...], Statement] = {}
    for s in sorted(made, key=lambda s: (not s.speaker, s.content[0], s.cue)):
        best.setdefault(s.content, s)
    return sorted(best.values(), key=lambda s: (s.content[0].start, s.content[-1].end, s.id))


def _nested(a: Analysis, made: Sequence[Statement]) -> tuple[Statement, ...]:
    """Parents and chains: a statement whose cue stands inside another's content is reported there."""
    by_id = {s.id: s for s in made}
    parents = {s.id: _parent(s, made) for s in made}
    voiced: dict[str, Statement] = {}
    for s in sorted(made, key=lambda s: -_size(s)):  # the outermost first: "we" inside is resolved by who speaks
        outer = by_id.get(parents[s.id] or "")
        own = [t for span in s.source for t in a.tokens_in(span) if clauses.is_self(t)]
        if outer is not None and own:
            s = replace(s, speaker=marks.actors(a, own, voiced.get(outer.id, outer)))  # noqa: PLW2901 - the same statement, its speaker known
        voiced[s.id] = s

    def chain(s: Statement) -> tuple[ActorId, ...]:
        up = parents[s.id]
        if up is None or not s.speaker:
            return ()
        outer = voiced[up]
        above = chain(outer) or outer.speaker[:1]
        return (*above, *s.speaker[:1]) if above and above[-1:] != s.speaker[:1] else ()

    return tuple(replace(voiced[s.id], parent=parents[s.id], chain=chain(voiced[s.id])) for s in made)


def _size(s: Statement) -> int:
    return sum(c.end - c.start for c in s.content)


def _parent(s: Statement, made: Sequence[Statement]) -> str | None:
    """The smallest statement that holds this one's cue and does not itself stand inside it: so parents never form a ring."""
    around = [o for o in made if any(c.covers(s.cue[0]) for c in o.content) and (_size(o), o.id) > (_size(s), s.id)]
    return min(around, key=_size).id if around else None
