"""Orders: what must come, or is offered, before what, according to whom."""

from collections.abc import Sequence

from summitry.article import Span
from summitry.extractors.attribution import can_bargain, innermost
from summitry.extractors.rules.conditions import Hanging
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Order, Statement, Strength, record_id


def extract(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> tuple[Order, ...]:
    """The orders of an article: needed conditions read as "first this, then that"."""
    made = (_order(a, h, statements) for h in conditions if h.necessary)
    return tuple({o.id: o for o in made if o is not None}.values())


def _order(a: Analysis, h: Hanging, statements: Sequence[Statement]) -> Order | None:
    required, act = _required(a, h), _act(a, h)
    if required is None or act is None or required.overlaps(act):
        return None
    mood = clauses.mood(a, h.governor)
    first = h.record.kind == "before" and not mood.negated  # "no aid before the vote": the vote comes first
    before, after = (act, required) if first else (required, act)
    said = innermost(statements, a.tokens[h.governor].span)
    sentence = a.sentence_of(h.governor).span
    named = [i for m in a.mentions_in(sentence) for i in m.actors]
    if not can_bargain(a, [*named, *(said.speaker if said is not None else ())]):
        return None  # a recipe has its order too
    return Order(
        id=record_id(a.article, "orders", before, after),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=h.record.why,
        before=before,
        after=after,
        according_to=said.speaker if said is not None else (),
        strength=_strength(a, h.governor),
    )


def _required(a: Analysis, h: Hanging) -> Span | None:
    """The condition without its cue."""
    head = a.tokens[h.required]
    marks = [t.index for t in a.children(head.index, "mark", "case", "cc") if t.index < head.index]
    cue = [t.index for t in a.children(head.index, "advmod") if h.record.span.covers(t.span) and t.index < head.index]
    return clauses.clause(a, head.index, without=[*marks, *cue])


def _act(a: Analysis, h: Hanging) -> Span | None:
    """What has to wait: what is put off, what would come; of a passive the whole clause; else the verb with its objects."""
    words = lexicon("frames")["order"]
    governor = a.tokens[h.governor]
    if governor.lemma.lower() in lexicon("frames")["demand"]["needs"] and (due := a.children(governor.index, "xcomp")):
        governor = due[0]
    lemma = governor.lemma.lower()
    if governor.upos in ("NOUN", "PROPN"):
        return clauses.clause(a, governor.index, without=_outside(a, governor))
    subject = clauses.subject(a, governor.index)
    things = clauses.undergoers(a, governor.index)
    if h.record.kind == "until" and lemma in words["delay"] and things:
        return clauses.clause(a, things[0].index, without=_outside(a, things[0]))
    happens = lemma in words["happen"] or governor.text.lower() in words["happen"] or lemma == "be"
    if happens and subject is not None:
        return clauses.clause(a, subject.index, without=_outside(a, subject))
    whole = clauses.predicate(a, governor.index, subject=clauses.mood(a, governor.index).passive)
    noun = a.tokens[governor.head]
    modifies = governor.deprel.startswith("acl") and noun.index < governor.index
    if whole is not None and modifies and clauses.mood(a, governor.index).passive:
        return Span(noun.span.start, whole.end)  # "elections to be held"
    return whole


def _outside(a: Analysis, noun: Token) -> list[int]:
    relative = [t for t in a.children(noun.index, "acl") if t.deprel.endswith("relcl")]
    return [t.index for t in [*a.children(noun.index, "case", "mark", "advcl", "cop", "nsubj", "punct"), *relative]]


def _strength(a: Analysis, governor: int) -> Strength:
    """Required, unless the act is merely possible, hoped for or on offer."""
    words = lexicon("frames")["order"]
    above = [a.tokens[governor], *a.ancestors(governor)][:3]
    moods = {clauses.mood(a, t.index).modal for t in above[:1]}
    if moods & {"may", "might", "could", "can"} or any(t.lemma.lower() in words["hoped"] for t in above):
        return "possible"
    return "offered" if any(t.lemma.lower() in words["offered"] for t in above) else "required"
