"""Demands: what a party asks another to do or stop, preconditions and red lines among them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summitry.extractors.attribution import innermost
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Demand, Response, Statement, record_id


@dataclass(frozen=True, slots=True)
class Asking:
    """The word that asks, by whom, of whom, and the head of what is asked."""

    word: Token
    by: tuple[Token, ...]
    to: tuple[Token, ...]
    what: Token
    why: str


def extract(a: Analysis, statements: Sequence[Statement]) -> tuple[Demand, ...]:
    """The demands of an article in text order."""
    found = [*_verbs(a), *_nouns(a), *_duties(a)]
    made = (_demand(a, f, statements) for f in sorted(found, key=lambda f: f.what.index))
    return tuple({d.id: d for d in made if d is not None}.values())


def _verbs(a: Analysis) -> Iterator[Asking]:
    """ "urged Iran to", "demanded that", "called for", "wants the US to"."""
    words = lexicon("frames")["demand"]
    for verb in a.tokens:
        lemma = verb.lemma.lower()
        if verb.upos != "VERB" or lemma not in words["verbs"] | words["bare"]:
            continue
        by, asked = tuple(clauses.doers(a, verb.index)), a.children(verb.index, "obj", "iobj")
        to = tuple(asked) or tuple(clauses.obliques(a, verb.index, "on", "upon"))
        acts = [
            c
            for c in a.children(verb.index, "xcomp", "ccomp", "advcl")
            if c.upos in ("VERB", "ADJ") and _asked_for(a, c)
        ]
        if lemma == "want" and not asked:
            acts = [c for c in acts if a.children(c.index, "nsubj")]
        why = f"“{verb.text}”"
        for act in acts:
            theirs = clauses.subject(a, act.index)
            for one in [t for t in clauses.conjuncts(a, act.index) if t.upos == act.upos]:
                yield Asking(verb, by, to or ((theirs,) if theirs is not None else ()), one, f"{why} with a clause")
        if not acts and lemma in words["bare"]:
            for thing in asked:
                for one in clauses.conjuncts(a, thing.index):
                    yield Asking(
                        verb,
                        by,
                        tuple(clauses.obliques(a, verb.index, "from", "of", "on")),
                        one,
                        f"{why} with an object",
                    )
        if not acts and lemma in ("call", "press", "push", "appeal", "ask"):
            for thing in clauses.obliques(a, verb.index, "for"):
                yield Asking(
                    verb, by, tuple(asked) or tuple(clauses.obliques(a, verb.index, "on")), thing, f"{why} for a thing"
                )


def _asked_for(a: Analysis, act: Token) -> bool:
    marks = {m.text.lower() for m in a.children(act.index, "mark")}
    return "to" in marks or act.xpos == "VB" or clauses.mood(a, act.index).modal in ("must", "should")


def _nouns(a: Analysis) -> Iterator[Asking]:
    """ "a demand by the council that", "its call for", "the request to"."""
    words = lexicon("frames")["demand"]
    for noun in a.tokens:
        if noun.upos != "NOUN" or noun.lemma.lower() not in words["nouns"]:
            continue
        owner = clauses.possessor(a, noun.index) or (clauses.subject(a, noun.head) if noun.deprel == "obj" else None)
        if owner is None or owner.index == noun.index:
            continue
        whats = [
            c
            for c in a.children(noun.index, "acl", "ccomp")
            if c.upos in ("VERB", "ADJ") and not c.deprel.endswith("relcl")
        ]
        whats += clauses.obliques(a, noun.index, "for")
        for what in whats:
            theirs = clauses.subject(a, what.index) if what.upos == "VERB" and a.children(what.index, "nsubj") else None
            yield Asking(
                noun,
                tuple(clauses.conjuncts(a, owner.index)),
                (theirs,) if theirs is not None else (),
                what,
                f"noun “{noun.text}”",
            )


def _duties(a: Analysis) -> Iterator[Asking]:
    """ "Iran must stop", said by somebody else."""
    modals = lexicon("frames")["demand"]["modals"]
    for verb in a.tokens:
        if (
            verb.upos == "VERB"
            and clauses.mood(a, verb.index).modal in modals
            and not clauses.mood(a, verb.index).perfect
        ):
            theirs = clauses.subject(a, verb.index)
            if theirs is not None and theirs.text.lower() not in ("we", "i", "it", "this", "that", "there"):
                yield Asking(verb, (), (theirs,), verb, f"“{clauses.mood(a, verb.index).modal} {verb.text}”")


def _demand(a: Analysis, f: Asking, statements: Sequence[Statement]) -> Demand | None:
    said = innermost(statements, f.word.span)
    speaker = said.speaker if said is not None else ()
    by = clauses.actors(a, f.by, speaker) if f.by else speaker
    to = tuple(i for i in clauses.actors(a, f.to, speaker) if i not in by)
    what = (
        clauses.predicate(a, f.what.index)
        if f.what.upos in ("VERB", "ADJ")
        else clauses.clause(a, f.what.index, without=[t.index for t in a.children(f.what.index, "case", "conj", "cc")])
    )
    if not by or what is None or (f.word.upos == "VERB" and f.word is f.what and not to):
        return None
    sentence = a.sentence_of(f.word.index).span
    return Demand(
        id=record_id(a.article, "demands", what),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=f.why,
        by=by,
        to=to,
        what=what,
        response=_response(a, f.word),
    )


def _response(a: Analysis, word: Token) -> Response:
    """How the text says a demand was met, where the word for it is the object of an answer."""
    words = lexicon("frames")["demand"]
    if word.upos == "NOUN" and not word.is_root:
        above = a.tokens[word.head].lemma.lower()
        if above in words["refused"]:
            return "refused"
        if above in words["accepted"]:
            return "accepted"
    return "open"
