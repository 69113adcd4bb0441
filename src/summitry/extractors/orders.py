"""Orders: X must come, or is offered, before Y, according to somebody."""

from collections.abc import Sequence

from summitry.extractors import marks
from summitry.extractors.attribution import innermost
from summitry.language.analysis import Analysis
from summitry.language.frames import Frame
from summitry.records import Order, Statement, record_id


def extract(a: Analysis, statements: Sequence[Statement]) -> tuple[Order, ...]:
    """The orders of an article in text order."""
    made = (_order(a, frame, statements) for frame in marks.marked(a, "order"))
    return tuple({o.id: o for o in made if o is not None}.values())


def _order(a: Analysis, frame: Frame, statements: Sequence[Statement]) -> Order | None:
    before, after = marks.span(a, frame, "before"), marks.span(a, frame, "after")
    if before is None or after is None or before.overlaps(after):
        return None
    said = innermost(statements, a.tokens[frame.anchor].span)
    whole = marks.evidence(a, before, after)
    voice = marks.actors(a, marks.pointed(a, frame, "according_to"), said)
    return Order(
        id=record_id(a.article, "orders", before, after),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        before=before,
        after=after,
        according_to=voice or (said.speaker if said is not None else ()),
        strength=frame.attributes["strength"],  # type: ignore[arg-type]  # the values of the head are those of the field
        confidence=round(frame.score, 2),
    )
