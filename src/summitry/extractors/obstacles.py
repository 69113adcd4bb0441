"""Obstacles: what the text says blocks, stalls or threatens the talks or an agreement."""

from collections.abc import Iterator

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Obstacle, record_id


def extract(a: Analysis) -> tuple[Obstacle, ...]:
    """The obstacles of an article in text order."""
    found: dict[str, Obstacle] = {}
    for head, why in [*_named(a), *_blocking(a), *_gaps(a)]:
        what = _what(a, head)
        if what is None:
            continue
        sentence = a.sentence_of(head.index).span
        record = Obstacle(
            id=record_id(a.article, "obstacles", what),
            evidence=(sentence,),
            quotes=(a.article.quote(sentence),),
            why=why,
            what=what,
            between=clauses.actors(a, a.tokens_in(what)),
        )
        found.setdefault(record.id, record)
    return tuple(sorted(found.values(), key=lambda o: o.what))


def _what(a: Analysis, head: Token) -> Span | None:
    dropped = [
        t.index
        for t in a.children(head.index, "cop", "nsubj", "csubj", "aux", "parataxis", "mark", "advcl", "case", "punct")
    ]
    return clauses.clause(a, head.index, without=dropped if head.upos != "VERB" else [])


def _named(a: Analysis) -> Iterator[tuple[Token, str]]:
    """ "The biggest stumbling block is X", "X remains an obstacle", "X was a sticking point"."""
    words = lexicon("frames")["obstacle"]
    for noun in a.tokens:
        lemma = noun.lemma.lower()
        if noun.upos != "NOUN" or lemma not in words["nouns"]:
            continue
        parts = {t.text.lower() for t in a.children(noun.index, "compound", "amod", "nmod")}
        if lemma in ("block", "point", "bone") and not parts & words["compounds"]:
            continue
        yield from ((t, f"“{noun.text}”") for t in _equated(a, noun))


def _equated(a: Analysis, noun: Token) -> Iterator[Token]:
    """What a copula or an apposition says the noun is, on either side; the noun itself where nothing is said."""
    if a.children(noun.index, "cop"):
        yield from a.children(noun.index, "nsubj", "csubj")
    elif noun.deprel.startswith("nsubj") and not noun.is_root and a.children(noun.head, "cop"):
        yield a.tokens[noun.head]
    elif noun.deprel == "appos":
        yield a.tokens[noun.head]
    elif (
        noun.deprel in ("xcomp", "obj")
        and (subject := clauses.subject(a, noun.head)) is not None
        and noun.deprel == "xcomp"
    ):
        yield subject
    elif inner := clauses.obliques(a, noun.index, "over", "on", "about"):
        yield inner[0]
    else:
        yield noun


def _blocking(a: Analysis) -> Iterator[tuple[Token, str]]:
    """ "X has stalled the talks", "the talks stalled over X"."""
    words = lexicon("frames")["obstacle"]
    for verb in a.tokens:
        if verb.upos != "VERB" or verb.lemma.lower() not in words["verbs"]:
            continue
        objects = clauses.undergoers(a, verb.index)
        if any(_about_talks(a, o) for o in objects):
            yield from ((t, f"“{verb.text}” the talks") for t in clauses.doers(a, verb.index)[:1])
        subject = clauses.subject(a, verb.index)
        if subject is not None and _about_talks(a, subject):
            yield from (
                (t, f"talks “{verb.text}” over it") for t in clauses.obliques(a, verb.index, "over", "on", "by")
            )


def _about_talks(a: Analysis, token: Token) -> bool:
    talks = lexicon("frames")["obstacle"]["talks"]
    return token.lemma.lower() in talks or token.text.lower() in talks


def _gaps(a: Analysis) -> Iterator[tuple[Token, str]]:
    """ "differences remain over X", "the gap between A and B"."""
    words = lexicon("frames")["obstacle"]
    for noun in a.tokens:
        if (
            noun.upos == "NOUN"
            and noun.lemma.lower() in words["gaps"]
            and (clauses.obliques(a, noun.index, "between", "over", "on") or _remains(a, noun))
        ):
            yield noun, f"“{noun.text}”"


def _remains(a: Analysis, noun: Token) -> bool:
    return not noun.is_root and a.tokens[noun.head].lemma.lower() in ("remain", "persist")
