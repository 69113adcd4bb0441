"""Conditions: what a promise, a demand, an event or an order hangs on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from summitry.article import Span
from summitry.extractors import marks
from summitry.extractors.attribution import innermost
from summitry.language.analysis import Analysis
from summitry.language.frames import Frame
from summitry.records import Commitment, Condition, Demand, Event, Order, RecordId, Statement, record_id

Found = Sequence[tuple[Frame, Condition]]


def find(a: Analysis, statements: Sequence[Statement]) -> Found:
    """The conditions of an article with their frames, not yet attached to what hangs on them."""
    made = ((frame, _condition(a, frame, statements)) for frame in marks.marked(a, "condition"))
    return list({c.id: (f, c) for f, c in made if c is not None}.values())


def _condition(a: Analysis, frame: Frame, statements: Sequence[Statement]) -> Condition | None:
    span = marks.span(a, frame, "span")
    if span is None:
        return None
    said = innermost(statements, a.tokens[frame.anchor].span)
    whole = marks.evidence(a, span)
    return Condition(
        id=record_id(a.article, "conditions", span),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        on=(),
        kind=frame.attributes["kind"],  # type: ignore[arg-type]  # the values of the head are those of the field
        span=span,
        required_of=marks.actors(a, marks.pointed(a, frame, "required_of"), said),
        specified=frame.attributes["specified"] == "true",
        confidence=round(frame.score, 2),
    )


def hanging(found: Found) -> Mapping[int, list[RecordId]]:
    """For each word that a condition points at, the conditions."""
    on: dict[int, list[RecordId]] = defaultdict(list)
    for frame, condition in found:
        for first, _ in frame.roles.get("on", ()):
            on[first].append(condition.id)
    return on


def attach(
    a: Analysis, found: Found, *kinds: Sequence[Commitment] | Sequence[Demand] | Sequence[Event] | Sequence[Order]
) -> tuple[Condition, ...]:
    """The conditions with the records they bear on; one that bears on nothing is left out."""
    records = [record for kind in kinds for record in kind]
    holding: dict[int, list[int]] = defaultdict(list)  # the records whose words a token is one of
    bound: dict[RecordId, list[int]] = defaultdict(list)
    for n, record in enumerate(records):
        for token in a.tokens_in(_key(record)):
            holding[token.index].append(n)
        for condition in record.conditions if isinstance(record, Commitment) else ():
            bound[condition].append(n)
    out = []
    for frame, made in found:
        pointed = {n for first, _ in frame.roles.get("on", ()) for n in holding.get(first, ())}
        on = [records[n].id for n in sorted({*pointed, *bound[made.id]})]
        if on:
            out.append(replace(made, on=tuple(on)))
    return tuple(out)


def _key(record: Commitment | Demand | Event | Order) -> Span:
    match record:
        case Commitment():
            return record.action
        case Event():
            return record.trigger
        case Demand():
            return record.what
        case Order():
            return record.after
