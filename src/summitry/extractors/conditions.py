"""Conditions: what a promise, a demand or an event hangs on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Commitment, Condition, ConditionKind, Demand, Event, Order, RecordId, record_id


@dataclass(frozen=True, slots=True)
class Hanging:
    """A condition, the token it hangs on (`governor`) and the head of what is required (`required`)."""

    record: Condition
    governor: int
    required: int


def find(a: Analysis) -> tuple[Hanging, ...]:
    """The conditions of an article, not yet attached to what hangs on them."""
    found = [*_clauses(a), *_phrases(a), *_exchanges(a)]
    return tuple({h.record.id: h for h in sorted(found, key=lambda h: h.record.span)}.values())


def attach(
    a: Analysis,
    found: Sequence[Hanging],
    events: Sequence[Event],
    commitments: Sequence[Commitment],
    demands: Sequence[Demand],
    orders: Sequence[Order],
) -> tuple[Condition, ...]:
    """The conditions with the records they bear on; one that bears on nothing is left out."""
    out = []
    for h in found:
        on: list[RecordId] = [c.id for c in commitments if h.record.id in c.conditions]
        on += [e.id for e in events if bears_on(a, h, e.trigger)]
        on += [d.id for d in demands if bears_on(a, h, d.what)]
        on += [o.id for o in orders if h.record.span.covers(o.before) or h.record.span.covers(o.after)]
        if on:
            out.append(replace(h.record, on=tuple(dict.fromkeys(on))))
    return tuple(out)


def bears_on(a: Analysis, hanging: Hanging, key: Span) -> bool:
    """Whether a condition's governor is the record's own word, or the verb right above it ("is ready to stop, if ...")."""
    if key.overlaps(hanging.record.span):
        return False
    words = a.tokens_in(key)
    if any(t.index == hanging.governor for t in words):
        return True
    for t in words:
        chain = [t, *a.ancestors(t.index)][:3]
        linked = all(c.deprel.split(":")[0] in ("xcomp", "ccomp", "obj", "conj", "acl", "nsubj") for c in chain[:-1])
        if linked and any(c.index == hanging.governor for c in chain[1:]):
            return True
    return False


def _clauses(a: Analysis) -> Iterator[Hanging]:
    """Subordinate clauses with a conditional mark; temporal ones only where what they hang on lies ahead."""
    words = lexicon("frames")["condition"]
    kinds: dict[str, ConditionKind] = {
        w: k for k in ("if", "unless", "until", "before", "after", "provided") for w in words[k]
    }
    for head in a.tokens:
        if head.deprel.split(":")[0] not in ("advcl", "obl") or head.is_root:
            continue
        mark = next(
            (
                m
                for m in a.children(head.index, "mark", "advmod", "case")
                if m.text.lower() in kinds and m.index < head.index
            ),
            None,
        )
        if mark is None or (head.deprel.startswith("obl") and head.upos != "VERB"):
            continue
        kind = kinds[mark.text.lower()]
        if kind in ("before", "after", "until") and not _ahead(a, head.head):
            continue
        made = _hanging(a, kind, mark, head, a.tokens[head.head])
        if made is not None:
            yield made


def _ahead(a: Analysis, index: int) -> bool:
    """Whether a verb is still to come: future, modal, infinitive or negated ("will not talk until ...")."""
    token = a.tokens[index]
    mood = clauses.mood(a, index)
    return token.upos in ("VERB", "ADJ", "NOUN", "AUX") and (
        mood.modal is not None or mood.tense in ("none", "future") or mood.negated
    )


def _phrases(a: Analysis) -> Iterator[Hanging]:
    """ "until the sanctions are gone" as a noun phrase: "before any talks", "until after the vote" on something ahead."""
    words = lexicon("frames")["condition"]
    for head in a.tokens:
        if (
            head.deprel.split(":")[0] not in ("obl", "advcl")
            or head.upos not in ("NOUN", "PROPN")
            or head.is_root
            or not _ahead(a, head.head)
        ):
            continue
        mark = next(
            (c for c in a.children(head.index, "case", "mark") if c.text.lower() in words["until"] | words["before"]),
            None,
        )
        if mark is None or (_only_a_date(a, head) and mark.text.lower() == "before"):
            continue
        made = _hanging(
            a, "until" if mark.text.lower() in words["until"] else "before", mark, head, a.tokens[head.head]
        )
        if made is not None:
            yield made


def _only_a_date(a: Analysis, head: Token) -> bool:
    return any(time.span.covers(head.span) for time in a.times)


def _exchanges(a: Analysis) -> Iterator[Hanging]:
    """ "in return for X", "in exchange for X"."""
    for word in a.tokens:
        if (
            word.text.lower() not in ("return", "exchange")
            or word.index == 0
            or a.tokens[word.index - 1].text.lower() != "in"
        ):
            continue
        price = next(
            iter([*clauses.obliques(a, word.index, "for"), *(t for t in a.children(word.index, "acl", "advcl"))]), None
        )
        if price is None and not word.is_root and a.tokens[word.head].index > word.index:
            price, governor = (
                a.tokens[word.head],
                a.tokens[a.tokens[word.head].head],
            )  # "in return for" as a fixed preposition
        elif price is not None and not word.is_root:
            governor = a.tokens[word.head]
        else:
            continue
        made = _hanging(a, "in_return_for", a.tokens[word.index - 1], price, governor)
        if made is not None:
            yield made


def _hanging(a: Analysis, kind: ConditionKind, mark: Token, head: Token, governor: Token) -> Hanging | None:
    indices = [i for i in clauses.below(a, head.index) if i >= mark.index]
    span = clauses.phrase(a, {*indices, mark.index})
    if span is None:
        return None
    sentence = a.sentence_of(head.index).span
    open_words = lexicon("frames")["condition"]["open"]
    record = Condition(
        id=record_id(a.article, "conditions", span),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=f"“{mark.text}” on “{governor.text}”",
        on=(),
        kind=kind,
        span=span,
        required_of=clauses.actors(a, clauses.doers(a, head.index)) if head.upos in ("VERB", "ADJ") else (),
        specified=not any(a.tokens[i].text.lower() in open_words for i in indices),
    )
    return Hanging(record, governor.index, head.index)
