"""Obstacles: what the text says blocks, stalls or threatens the talks or an agreement."""

from summitry.extractors import marks
from summitry.language.analysis import Analysis
from summitry.language.frames import Frame
from summitry.records import Obstacle, record_id


def extract(a: Analysis) -> tuple[Obstacle, ...]:
    """The obstacles of an article in text order."""
    made = (_obstacle(a, frame) for frame in marks.marked(a, "obstacle"))
    return tuple({o.id: o for o in made if o is not None}.values())


def _obstacle(a: Analysis, frame: Frame) -> Obstacle | None:
    what = marks.span(a, frame, "what")
    if what is None:
        return None
    whole = marks.evidence(a, what)
    return Obstacle(
        id=record_id(a.article, "obstacles", what),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        what=what,
        between=marks.actors(a, marks.pointed(a, frame, "between")),
        confidence=round(frame.score, 2),
    )
