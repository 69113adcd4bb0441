"""Commitments: what a party binds itself to do, keep doing or refrain from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summitry.article import Span
from summitry.extractors.conditions import Hanging, bears_on
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import ActorId, Commitment, Deadline, Firmness, Force, Statement, Status, record_id


@dataclass(frozen=True, slots=True)
class Binding:
    """A verb that names what is to be done, who is bound, how, and by which words."""

    action: Token
    maker: tuple[Token, ...]
    force: Force
    refrain: bool
    why: str
    status: Status = "open"


def extract(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> tuple[Commitment, ...]:
    """The commitments of an article in text order, coordinated actions apart."""
    found = {b.action.index: b for b in [*_plain(a, statements), *_nouns(a), *_verbs(a)]}
    made = (_commitment(a, b, statements, conditions) for _, b in sorted(found.items()))
    return tuple({c.id: c for c in made if c is not None}.values())


def _verbs(a: Analysis) -> Iterator[Binding]:
    """ "promised to", "agreed to", "is ready to", "plans to" with an infinitive."""
    words = lexicon("frames")["commitment"]
    for word in a.tokens:
        lemma = word.lemma.lower()
        force = next((f for f in ("pledge", "agreed", "offer", "intention") if lemma in words[f]), None)
        if force is None or word.upos not in ("VERB", "ADJ") or clauses.negated(a, word.index):
            continue
        mood = clauses.mood(a, word.index)
        if mood.modal in ("may", "might", "could", "should", "must") or (
            mood.passive and lemma not in ("determined", "set", "prepared")
        ):
            continue
        for action in a.children(word.index, "xcomp", "ccomp", "advcl"):
            if action.upos == "VERB" and any(m.text.lower() == "to" for m in a.children(action.index, "mark")):
                for one in _coordinated(a, action):
                    yield _binding(a, one, word, force)  # type: ignore[arg-type]  # the four are forces


def _coordinated(a: Analysis, action: Token) -> list[Token]:
    return [t for t in clauses.conjuncts(a, action.index) if t.upos == "VERB" and not a.children(t.index, "nsubj")]


def _binding(a: Analysis, action: Token, by: Token, force: Force) -> Binding:
    subject = clauses.subject(a, by.index)
    maker = tuple(clauses.conjuncts(a, subject.index)) if subject is not None else ()
    return Binding(action, maker, force, _refrains(a, action), f"“{by.text}” with “to {action.text}”")


def _refrains(a: Analysis, action: Token) -> bool:
    return clauses.negated(a, action.index) or action.lemma.lower() in lexicon("frames")["commitment"]["refrain"]


def _nouns(a: Analysis) -> Iterator[Binding]:
    """ "his promise to", "an offer by Tehran to"."""
    words = lexicon("frames")["commitment"]
    for noun in a.tokens:
        if noun.upos != "NOUN" or noun.lemma.lower() not in words["nouns"]:
            continue
        owner = clauses.possessor(a, noun.index)
        if owner is None and noun.deprel == "obj":
            owner = clauses.subject(a, noun.head)
        if owner is None:
            continue
        lemma = noun.lemma.lower()
        force: Force = (
            "agreed"
            if lemma == "agreement"
            else "intention"
            if lemma in ("plan", "intention", "decision")
            else "pledge"
        )
        force = "offer" if lemma in ("offer", "readiness", "willingness") else force
        for action in a.children(noun.index, "acl"):
            if action.upos == "VERB" and action.xpos == "VB":
                for one in _coordinated(a, action):
                    yield Binding(
                        one, tuple(clauses.conjuncts(a, owner.index)), force, _refrains(a, one), f"noun “{noun.text}”"
                    )


def _plain(a: Analysis, statements: Sequence[Statement]) -> Iterator[Binding]:
    """ "he would dismantle", "we will not attack": one's own future act, said by the one who will do it or announced for it."""
    words = lexicon("frames")["commitment"]
    for verb in a.tokens:
        if verb.upos != "VERB" or verb.lemma.lower() in words["stative"]:
            continue
        mood = clauses.mood(a, verb.index)
        if (
            mood.modal not in ("will", "would", "shall", "is to")
            or mood.passive
            or mood.perfect
            or _hypothetical(a, verb)
        ):
            continue
        subject = clauses.subject(a, verb.index)
        if subject is None:
            continue
        said = innermost(statements, verb.span)
        speaker = said.speaker if said is not None else ()
        bound = clauses.actors(a, clauses.conjuncts(a, subject.index), speaker)
        if not bound or (said is not None and not _speaks_for(a, speaker, bound)):
            continue
        conditional = any(
            any(m.text.lower() in ("if", "provided", "unless") for m in a.children(c.index, "mark"))
            for c in a.children(verb.index, "advcl")
        )
        force: Force = "offer" if conditional else "intention"
        yield Binding(
            verb,
            tuple(clauses.conjuncts(a, subject.index)),
            force,
            mood.negated,
            f"“{mood.modal} {verb.text}” by the one who will do it",
        )


def _hypothetical(a: Analysis, verb: Token) -> bool:
    """Whether a future stands inside a condition, a relative clause or a purpose, and so binds nobody."""
    inside = [verb, *a.ancestors(verb.index)]
    return any(
        t.deprel.split(":")[0] in ("acl", "csubj") or (t.deprel == "advcl" and a.children(t.index, "mark"))
        for t in inside
        if not t.is_root
    )


def innermost(statements: Sequence[Statement], span: Span) -> Statement | None:
    around = [s for s in statements if any(c.covers(span) for c in s.content)]
    return min(around, key=lambda s: sum(c.end - c.start for c in s.content), default=None)


def _speaks_for(a: Analysis, speaker: Sequence[ActorId], bound: Sequence[ActorId]) -> bool:
    """Whether a speaker is the one bound, or of the same country: "the spokesman said Iran would"."""
    if set(speaker) & set(bound):
        return True
    country = {x.id: x.country for x in a.actors}
    mine = {country.get(s) for s in speaker} - {None}
    return bool(mine & {country.get(b) for b in bound})


def _commitment(
    a: Analysis, b: Binding, statements: Sequence[Statement], conditions: Sequence[Hanging]
) -> Commitment | None:
    action = clauses.predicate(a, b.action.index)
    said = innermost(statements, b.action.span)
    speaker = said.speaker if said is not None else ()
    maker = clauses.actors(a, b.maker, speaker)
    if action is None or not maker:
        return None
    hanging = [h for h in conditions if bears_on(a, h, action)]
    sentence = a.sentence_of(b.action.index).span
    return Commitment(
        id=record_id(a.article, "commitments", action),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=b.why,
        maker=maker,
        beneficiary=tuple(
            i
            for i in clauses.actors(a, clauses.obliques(a, b.action.index, "with", "to", "for"), speaker)
            if i not in maker
        ),
        action=action,
        polarity="refrain" if b.refrain else "do",
        force="offer" if hanging and b.force == "intention" else b.force,
        firmness=_firmness(a, b),
        conditions=tuple(h.record.id for h in hanging),
        deadline=_deadline(a, b.action),
        status=b.status,
        chain=_chain(said, maker),
    )


def _chain(said: Statement | None, maker: tuple[ActorId, ...]) -> tuple[ActorId, ...]:
    """Who says so, where that is not the maker's own voice."""
    if said is None or not said.speaker or set(said.speaker) & set(maker):
        return ()
    return said.chain or said.speaker


def _firmness(a: Analysis, b: Binding) -> Firmness:
    words = lexicon("frames")["commitment"]
    near = [t for i in (b.action.index, b.action.head) for t in a.children(i, "advmod", "obl")]
    if any(t.lemma.lower() in words["hedges"] or t.text.lower() == "principle" for t in near):
        return "hedged"
    objects = a.children(b.action.index, "obj")
    if any(o.text.lower() in words["vague"] and not a.children(o.index, "nmod", "acl") for o in objects):
        return "vague"
    return "firm"


def _deadline(a: Analysis, action: Token) -> Deadline | None:
    """The time phrase of the action with its cue, or the event it is to come before."""
    words = lexicon("frames")["commitment"]["deadline"]
    for phrase in a.children(action.index, "obl", "advmod", "advcl"):
        whole = clauses.clause(a, phrase.index)
        if whole is None:
            continue
        cue = next((t for t in a.tokens_in(whole)[:2] if t.text.lower() in words), None)
        time = next((t for t in a.times_in(whole) if t.type in ("DATE", "TIME", "DURATION")), None)
        if time is not None and (cue is not None or _to_come(a, time.earliest)):
            start = cue.span.start if cue is not None and cue.span.start < time.span.start else time.span.start
            return Deadline(Span(start, time.span.end), time.value, None, time.latest)
        if time is None and cue is not None and cue.text.lower() in ("before", "until", "by") and phrase.upos == "NOUN":
            return Deadline(whole, None, None, None, event=a.article.quote(Span(cue.span.end + 1, whole.end)))
    return None


def _to_come(a: Analysis, earliest: str | None) -> bool:
    published = a.article.published
    return (
        earliest is not None
        and published is not None
        and published.earliest is not None
        and earliest >= published.earliest
    )
