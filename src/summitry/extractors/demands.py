"""Demands: a party asks another to do or stop something."""

from collections.abc import Sequence

from summitry.extractors import marks
from summitry.extractors.attribution import innermost
from summitry.language.analysis import Analysis
from summitry.language.frames import Frame
from summitry.records import Demand, Statement, record_id


def extract(a: Analysis, statements: Sequence[Statement]) -> tuple[Demand, ...]:
    """The demands of an article in text order."""
    made = (_demand(a, frame, statements) for frame in marks.marked(a, "demand"))
    return tuple({d.id: d for d in made if d is not None}.values())


def _demand(a: Analysis, frame: Frame, statements: Sequence[Statement]) -> Demand | None:
    what = marks.span(a, frame, "what")
    if what is None:
        return None
    said = innermost(statements, a.tokens[frame.anchor].span)
    by = marks.actors(a, marks.pointed(a, frame, "by"), said) or (said.speaker if said is not None else ())
    to = tuple(i for i in marks.actors(a, marks.pointed(a, frame, "to"), said) if i not in by)
    if not by and not to:
        return None
    whole = marks.evidence(a, what)
    return Demand(
        id=record_id(a.article, "demands", what),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        by=by,
        to=to,
        what=what,
        response=frame.attributes["response"],  # type: ignore[arg-type]  # the values of the head are those of the field
        confidence=round(frame.score, 2),
    )
