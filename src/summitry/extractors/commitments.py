"""Commitments: a party binds itself to do, keep doing or refrain from something."""

from collections.abc import Mapping, Sequence

from summitry.article import Span
from summitry.extractors import marks
from summitry.extractors.attribution import innermost
from summitry.language.analysis import Analysis
from summitry.language.frames import Frame
from summitry.records import Commitment, Deadline, RecordId, Statement, record_id


def extract(
    a: Analysis, statements: Sequence[Statement], hanging: Mapping[int, Sequence[RecordId]]
) -> tuple[Commitment, ...]:
    """The commitments of an article in text order; `hanging` gives the conditions on each anchor word."""
    made = (_commitment(a, frame, statements, hanging) for frame in marks.marked(a, "commitment"))
    return tuple({c.id: c for c in made if c is not None}.values())


def _commitment(
    a: Analysis, frame: Frame, statements: Sequence[Statement], hanging: Mapping[int, Sequence[RecordId]]
) -> Commitment | None:
    action = marks.span(a, frame, "action")
    if action is None:
        return None
    said = innermost(statements, a.tokens[frame.anchor].span)
    maker = marks.party(a, frame, "maker", said)
    if not maker:
        return None
    whole, chosen = marks.evidence(a, action), frame.attributes
    towards = marks.actors(a, marks.pointed(a, frame, "beneficiary"), said)
    return Commitment(
        id=record_id(a.article, "commitments", action),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        maker=maker,
        beneficiary=tuple(i for i in towards if i not in maker),
        action=action,
        polarity=chosen["polarity"],  # type: ignore[arg-type]  # the values of the heads are those of the fields
        force=chosen["force"],  # type: ignore[arg-type]
        firmness=chosen["firmness"],  # type: ignore[arg-type]
        conditions=tuple(hanging.get(frame.anchor, ())),
        deadline=_deadline(a, frame),
        status=chosen["status"],  # type: ignore[arg-type]
        chain=marks.chain(said, maker),
        confidence=round(frame.score, 2),
    )


def _deadline(a: Analysis, frame: Frame) -> Deadline | None:
    """The words of the deadline with the time in them; without one, the event it hangs on."""
    found = marks.spans(a, frame, "deadline")
    if not found:
        return None
    span = found[0]
    time = next((t for t in a.times if t.span.overlaps(span)), None)
    if time is not None:
        return Deadline(
            Span(min(span.start, time.span.start), max(span.end, time.span.end)), time.value, None, time.latest
        )
    words = a.tokens_in(span)
    event = a.span(words[1].index, words[-1].index) if len(words) > 1 and words[0].upos in ("ADP", "SCONJ") else span
    return Deadline(span, None, None, None, event=a.article.quote(event))
