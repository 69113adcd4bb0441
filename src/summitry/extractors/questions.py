"""Questions: what the text itself says is unclear, unspecified, undecided or disputed."""

from summitry.extractors import marks
from summitry.language.analysis import Analysis
from summitry.language.frames import Frame
from summitry.records import Question, record_id


def extract(a: Analysis) -> tuple[Question, ...]:
    """The open questions of an article in text order."""
    made = (_question(a, frame) for frame in marks.marked(a, "question"))
    return tuple({q.id: q for q in made if q is not None}.values())


def _question(a: Analysis, frame: Frame) -> Question | None:
    what = marks.span(a, frame, "what")
    if what is None:
        return None
    whole = marks.evidence(a, what)
    return Question(
        id=record_id(a.article, "questions", what),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        what=what,
        confidence=round(frame.score, 2),
    )
