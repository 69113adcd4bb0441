"""Orders: what must come, or is offered, before what, according to whom."""

from collections.abc import Sequence

from summitry.extractors.commitments import innermost
from summitry.extractors.conditions import Hanging
from summitry.language import clauses
from summitry.language.analysis import Analysis
from summitry.records import Order, Statement, Strength, record_id


def extract(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> tuple[Order, ...]:
    """The orders of an article: necessary conditions read as "first this, then that"."""
    made = (_order(a, h, statements) for h in conditions)
    return tuple({o.id: o for o in made if o is not None}.values())


def _order(a: Analysis, h: Hanging, statements: Sequence[Statement]) -> Order | None:
    kind = h.record.kind
    if kind not in ("until", "before", "unless", "after", "provided") and not _only_if(a, h):
        return None
    required = clauses.clause(
        a,
        h.required,
        without=[t.index for t in a.children(h.required, "mark", "case") if t.span.start <= h.record.span.start],
    )
    act = clauses.predicate(a, h.governor)
    if required is None or act is None or required.overlaps(act):
        required = required and clauses.phrase(
            a, [i for i in a.subtree(h.required) if a.tokens[i].span.start > h.record.span.start]
        )
        act = clauses.phrase(a, [i for i in clauses.below(a, h.governor, without=[h.required])])
    if required is None or act is None:
        return None
    before, after = (act, required) if kind == "before" else (required, act)
    said = innermost(statements, a.tokens[h.governor].span)
    sentence = a.sentence_of(h.governor).span
    mood = clauses.mood(a, h.governor)
    strength: Strength = "possible" if mood.modal in ("may", "might", "could", "can") else "required"
    return Order(
        id=record_id(a.article, "orders", before, after),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=h.record.why,
        before=before,
        after=after,
        according_to=said.speaker if said is not None else (),
        strength=strength,
    )


def _only_if(a: Analysis, h: Hanging) -> bool:
    first = a.tokens_in(h.record.span)[0].index
    return first > 0 and a.tokens[first - 1].text.lower() == "only"
