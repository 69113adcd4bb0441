"""Demands: what a party asks another to do or stop, preconditions and red lines among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summitry.article import Span
from summitry.extractors.attribution import can_bargain, innermost, parties, within
from summitry.extractors.rules.conditions import Hanging
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import ActorId, Commitment, Demand, Response, Statement, record_id

CLAUSAL = ("VERB", "AUX", "ADJ")


@dataclass(frozen=True, slots=True)
class Asking:
    """The word that asks, by whom (none: by the speaker), of whom, and the head of what is asked."""

    word: Token
    by: tuple[Token, ...]
    to: tuple[Token, ...]
    what: Token
    why: str


def extract(
    a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging], commitments: Sequence[Commitment]
) -> tuple[Demand, ...]:
    """The demands of an article in text order."""
    found = [*_verbs(a), *_nouns(a), *_duties(a), *_terms(a), *_ultimatums(a), *_prices(a, conditions, commitments)]
    made = (_demand(a, f, statements) for f in sorted(found, key=lambda f: f.what.index))
    return tuple({d.what: d for d in made if d is not None}.values())


# Finders -----------------------------------------------------------------------------------------------------------


def _verbs(a: Analysis) -> Iterator[Asking]:
    """ "urged Iran to", "demanded that", "called for a truce", "wants the US to"."""
    words = lexicon("frames")["demand"]
    for verb in a.tokens:
        lemma = verb.lemma.lower()
        if verb.upos != "VERB" or lemma not in words["verbs"] or _idle(a, verb):
            continue
        by = tuple(clauses.doers(a, verb.index))
        objects = [t for t in a.children(verb.index, "obj", "iobj") if t.xpos not in ("WDT", "WP")]
        asked = [t for thing in objects for t in clauses.conjuncts(a, thing.index)]
        to = (*clauses.obliques(a, verb.index, "on", "upon"), *(t for t in asked if lemma not in words["bare"]))
        if clauses.mood(a, verb.index).passive:
            to = tuple(clauses.undergoers(a, verb.index))
        acts = [t for t in _acts(a, verb) if lemma != "want" or asked or a.children(t.index, "nsubj")]
        for act in acts:
            theirs = _their(a, act) or to
            yield from (Asking(verb, by, theirs, one, f"“{verb.text}” with a clause") for one in _joined(a, act))
        if not acts:
            of = (*to, *clauses.obliques(a, verb.index, "from", "of"))
            for thing in _things(a, verb, asked, by):
                yield Asking(verb, by, of, thing, f"“{verb.text}” with a thing")


def _idle(a: Analysis, verb: Token) -> bool:
    """Whether a word of asking asks nobody for anything here: itself only possible, supposed or denied ("did not ask")."""
    mood = clauses.mood(a, verb.index)
    denied = mood.negated and verb.lemma.lower() != "want"  # "does not want NATO to grow" asks it not to
    return denied or mood.modal in ("may", "might", "could", "can") or verb.deprel in ("amod", "compound", "case")


def _acts(a: Analysis, word: Token) -> list[Token]:
    """The clauses of what is asked: infinitives, subjunctives, and clauses with "must" or "should"."""
    found = []
    for t in a.children(word.index, "xcomp", "ccomp", "advcl", "acl"):
        marks = {m.text.lower() for m in a.children(t.index, "mark")}
        mood = clauses.mood(a, t.index)
        own = bool(a.children(t.index, "nsubj"))
        infinitive = "to" in marks and (not own or "for" in marks or mood.tense == "none") and mood.modal is None
        subjunctive = own and t.xpos in ("VB", "VBP") and mood.modal is None and t.deprel != "advcl"
        bare = mood.modal is None and any(h.text.lower() == "be" for h in a.children(t.index, "aux", "cop"))
        if t.upos in CLAUSAL and t.index > word.index and "so" not in marks:
            if infinitive or (subjunctive and word.lemma.lower() not in ("want", "warn")) or (own and bare):
                found.append(t)
            elif mood.modal in ("must", "should") or (own and t.lemma.lower() in ("need", "have") and _duty(a, t)):
                found.append(_duty(a, t) or t)
    purposes = [t for t in found if t.deprel == "advcl" and t.head == word.index]
    return [t for t in found if t not in purposes] or purposes


def _duty(a: Analysis, verb: Token) -> Token | None:
    """What has to or needs to be done, where the verb is "have to", "need to", "ought to"."""
    needs = lexicon("frames")["demand"]["needs"]
    inner = [
        t for t in a.children(verb.index, "xcomp") if any(m.text.lower() == "to" for m in a.children(t.index, "mark"))
    ]
    return inner[0] if inner and verb.lemma.lower() in needs and not a.children(verb.index, "obj") else None


def _their(a: Analysis, act: Token) -> tuple[Token, ...]:
    """Who is to act, where the clause says so itself."""
    own = a.children(act.index, "nsubj")
    return tuple(t for s in own for t in clauses.conjuncts(a, s.index))


def _joined(a: Analysis, act: Token) -> Iterator[Token]:
    together = {t.index for t in clauses.shares_object(a, act.index)}
    yield from (t for t in clauses.conjuncts(a, act.index) if t.upos == act.upos and t.index not in together)


def _things(a: Analysis, verb: Token, asked: Sequence[Token], by: Iterable[Token]) -> Iterator[Token]:
    """ "demanded a pay rise", "called for a truce", "asked Chad for help": nouns, not pronouns or people."""
    words = lexicon("frames")["demand"]
    lemma = verb.lemma.lower()
    things: list[Token] = []
    if lemma in words["bare"] or (lemma == "want" and any(_is_party(a, t) for t in by)):
        things = list(asked)
    elif lemma in words["for"]:
        things = clauses.obliques(a, verb.index, "for")
    elif lemma == "insist":
        things = clauses.obliques(a, verb.index, "on", "upon")
    yield from (t for t in things if t.upos in ("NOUN", "PROPN", "VERB") and a.mention_at(t.index) is None)


def _is_party(a: Analysis, token: Token) -> bool:
    kinds = {x.id: x.kind for x in a.actors}
    mention = a.mention_at(token.index)
    return mention is not None and any(kinds.get(i) in ("state", "organisation", "group") for i in mention.actors)


def _nouns(a: Analysis) -> Iterator[Asking]:
    """ "a demand by the council that", "its call for", "UN demands for it to"."""
    words = lexicon("frames")["demand"]
    for noun in a.tokens:
        if noun.upos != "NOUN" or noun.lemma.lower() not in words["nouns"]:
            continue
        by = _asker(a, noun)
        whats = [*_acts(a, noun), *_relative(a, noun)]
        whats = whats or [t for t in clauses.obliques(a, noun.index, "for") if t.upos == "NOUN"]
        for what in whats:
            to = tuple(clauses.obliques(a, noun.index, "to", "on")) if what.upos == "NOUN" else _their(a, what)
            yield from (Asking(noun, by, to, one, f"noun “{noun.text}”") for one in _joined(a, what) if by)


def _relative(a: Analysis, noun: Token) -> Iterator[Token]:
    """A that-clause read as a relative one, or hung on the noun of who asks ("a demand by the army that they leave")."""
    for head in [noun, *clauses.obliques(a, noun.index, "by", "from", "of")]:
        for t in a.children(head.index, "acl:relcl", "acl"):
            own = [s for s in a.children(t.index, "nsubj") if s.xpos not in ("WDT", "WP")]
            if own and t.xpos in ("VB", "VBP") and t.upos == "VERB" and t.deprel.endswith("relcl"):
                yield t


def _asker(a: Analysis, noun: Token) -> tuple[Token, ...]:
    """Whose demand it is: its owner, an actor's name before it, or who makes it."""
    owner = clauses.possessor(a, noun.index)
    if (
        owner is None
        and noun.deprel == "obj"
        and a.tokens[noun.head].lemma.lower() in ("make", "issue", "repeat", "renew")
    ):
        owner = clauses.subject(a, noun.head)
    if owner is None:
        before = a.children(noun.index, "compound", "amod")
        owner = next((t for t in before if a.mention_at(t.index) is not None), None)
    return tuple(clauses.conjuncts(a, owner.index)) if owner is not None else ()


def _duties(a: Analysis) -> Iterator[Asking]:
    """ "Iran must stop", "Iran has to leave", "there must be an amnesty", said by somebody else."""
    for verb in a.tokens:
        if verb.upos not in ("VERB", "AUX") or verb.deprel in ("aux", "cop"):
            continue
        mood = clauses.mood(a, verb.index)
        duty = _duty(a, verb) if mood.modal in (None, "will", "would") and mood.tense != "none" else None
        if duty is None and (mood.modal not in lexicon("frames")["demand"]["modals"] or mood.perfect):
            continue
        act = duty or verb
        subject = clauses.subject(a, verb.index)
        if any(
            m.text.lower() in ("whether", "if", "how", "what") for m in a.children(verb.index, "mark", "advmod", "obj")
        ):
            continue
        why = f"“{mood.modal or verb.text} {act.text}”"
        if act.lemma.lower() == "be" and a.children(verb.index, "expl"):
            yield Asking(verb, (), (), act, why)
        elif subject is not None and (a.mention_at(subject.index) is not None):
            to = tuple(clauses.conjuncts(a, subject.index))
            yield from (
                Asking(verb, (), to, one, why)
                for one in _joined(a, act)
                if not a.children(one.index, "nsubj") or one is act
            )


def _terms(a: Analysis) -> Iterator[Asking]:
    """ "The withdrawal of troops is a precondition for talks", "its red line is the port"."""
    words = lexicon("frames")["demand"]
    for noun in a.tokens:
        lemma = noun.lemma.lower()
        red = lemma == "line" and any(t.text.lower() == "red" for t in a.children(noun.index, "amod"))
        if noun.upos != "NOUN" or not (lemma in words["conditions"] or red):
            continue
        owner = clauses.possessor(a, noun.index)
        if red and owner is None:
            owner = next(iter(clauses.obliques(a, noun.index, "for")), None)
        by = tuple(clauses.conjuncts(a, owner.index)) if owner is not None and a.mention_at(owner.index) else ()
        if noun.deprel.startswith("nsubj") and owner is None:
            continue  # "conditions were harsh"
        yield from (Asking(noun, by, (), t, f"noun “{noun.text}”") for t in clauses.equated(a, noun.index))


def _ultimatums(a: Analysis) -> Iterator[Asking]:
    """ "gave the rebels two weeks to leave": a time given is a demand."""
    for verb in a.tokens:
        if verb.upos != "VERB" or verb.lemma.lower() != "give":
            continue
        given = a.children(verb.index, "obj", "iobj", "obl")
        timed = [t for t in given if any(time.span.covers(t.span) for time in a.times)]
        to = [t for t in given if t not in timed and a.mention_at(t.index) is not None]
        acts = [act for t in [verb, *timed] for act in _acts(a, t)]
        if timed and to and acts:
            by = tuple(clauses.doers(a, verb.index))
            yield from (Asking(verb, by, tuple(to), one, "time given to act") for one in _joined(a, acts[0]))


def _prices(a: Analysis, conditions: Sequence[Hanging], commitments: Sequence[Commitment]) -> Iterator[Asking]:
    """ "Norway will open its ports if Iceland lifts its ban": what a promise hangs on is asked of the other side."""
    asked = {i for c in commitments if c.force != "agreed" for i in c.conditions}
    for h in conditions:
        act, price = a.tokens[h.governor], a.tokens[h.required]
        mood = clauses.mood(a, price.index)
        while_ = a.tokens_in(h.record.span)[0].text.lower() in ("as", "so", "before", "after", "once")
        threat = h.record.kind == "unless" and {t.lemma.lower() for t in [act, *a.ancestors(act.index)]} & {
            "threaten",
            "warn",
        }
        if (h.record.id not in asked and not threat) or price.upos != "VERB" or mood.passive or mood.negated or while_:
            continue
        by, to = clauses.doers(a, act.index), clauses.doers(a, price.index)
        if all(any(a.mention_at(t.index) for t in side) for side in (by, to)):
            yield Asking(act, tuple(by), tuple(to), price, f"price: {h.record.why}")


# Records -----------------------------------------------------------------------------------------------------------


def _demand(a: Analysis, f: Asking, statements: Sequence[Statement]) -> Demand | None:
    said = innermost(statements, f.word.span)
    by = parties(a, f.by, said) if f.by else said.speaker if said is not None else ()
    to = parties(a, f.to, innermost(statements, f.what.span) if f.by else said)
    what = _what(a, f)
    if (
        not can_bargain(a, by)
        or what is None
        or (not f.by and _own_state(a, by, to))
        or (set(by) & set(to) and f.word.upos != "NOUN")
    ):
        return None
    what = within(said, what)
    sentence = a.sentence_of(f.word.index).span
    return Demand(
        id=record_id(a.article, "demands", what),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=f.why,
        by=by,
        to=tuple(i for i in to if i not in by),
        what=what,
        response=_response(a, f.word),
    )


def _own_state(a: Analysis, by: Sequence[ActorId], to: Sequence[ActorId]) -> bool:
    """Whether a duty falls on the speaker's own state: "we", by another name."""
    known = {x.id: x for x in a.actors}
    mine = {known[i].country for i in by if i in known} - {None}
    return any(known[i].kind == "state" and known[i].country in mine for i in to if i in known)


def _what(a: Analysis, f: Asking) -> Span | None:
    """What is asked: the verb with its objects, a passive or "there be" with its subject, or the noun phrase."""
    if f.what.upos in CLAUSAL:
        mood = clauses.mood(a, f.what.index)
        whole = mood.passive or f.what.lemma.lower() == "be" or a.children(f.what.index, "cop")
        return clauses.predicate(
            a, f.what.index, subject=bool(whole) and bool(a.children(f.what.index, "nsubj", "expl"))
        )
    outside = a.children(f.what.index, "case", "conj", "cc", "punct", "cop", "nsubj")
    return clauses.clause(a, f.what.index, without=[t.index for t in outside])


def _response(a: Analysis, word: Token) -> Response:
    """How the text says a demand was met, where the word for it is the object of an answer."""
    words = lexicon("frames")["demand"]
    if word.upos == "NOUN" and not word.is_root:
        above = a.tokens[word.head]
        no = clauses.negated(a, above.index)
        if above.lemma.lower() in words["refused"]:
            return "open" if no else "refused"
        if above.lemma.lower() in words["accepted"]:
            return "refused" if no else "accepted"
    return "open"
