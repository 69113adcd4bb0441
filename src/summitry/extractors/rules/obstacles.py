"""Obstacles: what the text says blocks, stalls or threatens the talks or an agreement."""

from collections.abc import Iterator
from dataclasses import dataclass

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Obstacle, record_id


@dataclass(frozen=True, slots=True)
class Block:
    """The head of what is in the way; `whole` where a clause with its subject is ("Iran refuses to sign the deal")."""

    head: Token
    why: str
    whole: bool = False


def extract(a: Analysis) -> tuple[Obstacle, ...]:
    """The obstacles of an article in text order; none where it speaks of no talks and no deal."""
    if not _on_talks(a):
        return ()
    found: dict[str, Obstacle] = {}
    for block in [*_named(a), *_blocking(a), *_failing(a), *_gaps(a), *_apart(a), *_refusals(a), *_no_sign(a)]:
        what = _what(a, block)
        if what is None:
            continue
        sentence = a.sentence_of(block.head.index).span
        record = Obstacle(
            id=record_id(a.article, "obstacles", what),
            evidence=(sentence,),
            quotes=(a.article.quote(sentence),),
            why=block.why,
            what=what,
            between=clauses.actors(a, a.tokens_in(what)),
        )
        found.setdefault(record.id, record)
    return tuple(sorted(found.values(), key=lambda o: o.what))


def _what(a: Analysis, block: Block) -> Span | None:
    head = block.head
    if block.whole:
        outside = a.children(head.index, "advcl", "parataxis", "mark", "cc", "conj")
        return clauses.clause(a, head.index, without=[t.index for t in outside])
    if a.mention_at(head.index) is not None and head.upos == "PRON":
        return None
    if head.upos == "VERB" and not a.children(head.index, "nsubj"):
        return clauses.predicate(a, head.index)
    beside = a.children(head.index, *"cop nsubj csubj aux parataxis mark advcl case punct advmod".split())
    return clauses.clause(a, head.index, without=[t.index for t in beside])


def _about_talks(a: Analysis, token: Token) -> bool:
    """Whether a noun is talks or a deal, or has them in its phrase ("the work of the talks")."""
    talks = lexicon("frames")["obstacle"]["talks"]
    inside = [token, *a.children(token.index, "nmod", "compound")]
    return any(t.lemma.lower() in talks or t.text.lower() in talks for t in inside)


def _on_talks(a: Analysis) -> bool:
    talks = lexicon("frames")["obstacle"]["talks"]
    return any(t.upos == "NOUN" and t.lemma.lower() in talks for t in a.tokens)


# Finders -----------------------------------------------------------------------------------------------------------


def _named(a: Analysis) -> Iterator[Block]:
    """ "The biggest stumbling block is X", "X remains an obstacle", "deadlock over X"."""
    words = lexicon("frames")["obstacle"]
    for noun in a.tokens:
        lemma = noun.lemma.lower()
        if noun.upos != "NOUN" or lemma not in words["nouns"] or _denied(a, noun):
            continue
        parts = {t.text.lower() for t in a.children(noun.index, "compound", "amod", "nmod")}
        if lemma in words["need_compounds"] and not parts & words["compounds"]:
            continue
        equals = clauses.equated(a, noun.index) or clauses.obliques(a, noun.index, "over", "on", "about")
        if not equals and lemma in words["only_equated"]:
            continue
        if not equals and lemma in words["things"] and not _about_talks(a, noun) and not _near_talks(a, noun):
            continue  # "the barrier was lifted" blocks no talks
        yield from (Block(t, f"“{noun.text}”") for t in (equals or [noun])[:1])


def _denied(a: Analysis, noun: Token) -> bool:
    return clauses.negated(a, noun.index) or any(t.text.lower() == "no" for t in a.children(noun.index, "det"))


def _near_talks(a: Analysis, noun: Token) -> bool:
    """Whether the sentence speaks of talks or a deal at all."""
    sentence = a.sentence_of(noun.index)
    talks = lexicon("frames")["obstacle"]["talks"]
    return any(t.lemma.lower() in talks for t in a.tokens[sentence.first : sentence.last])


def _blocking(a: Analysis) -> Iterator[Block]:
    """ "X has stalled the talks", "X stands in the way of a deal", "X had a negative impact on the talks"."""
    words = lexicon("frames")["obstacle"]
    for verb in a.tokens:
        if verb.upos != "VERB" or clauses.negated(a, verb.index) or _menaced(a, verb):
            continue
        why, blocked = "", False
        if clauses.phrasal(a, verb) in words["verbs"]:
            why, blocked = f"“{verb.text}” the talks", any(_about_talks(a, t) for t in _objects(a, verb))
        elif way := next((t for t in clauses.obliques(a, verb.index, "in") if t.lemma.lower() == "way"), None):
            why, blocked = "in the way", any(_about_talks(a, t) for t in clauses.obliques(a, way.index, "of"))
        elif verb.lemma.lower() in ("have", "cast", "pose"):
            things = [t for t in _objects(a, verb) if _harms(a, t)]
            over = [t for thing in [verb, *things] for t in clauses.obliques(a, thing.index, "on", "over", "to")]
            why, blocked = "harm to the talks", bool(things) and any(_about_talks(a, t) for t in over)
        if blocked:
            yield from (Block(t, why) for t in clauses.doers(a, verb.index)[:1])


def _menaced(a: Analysis, verb: Token) -> bool:
    """Whether somebody only says that he will do it: "the minister threatened to block the deal"."""
    above = a.tokens[verb.head] if verb.deprel == "xcomp" else verb
    says = above.lemma.lower() in ("threaten", "promise", "vow") and bool(a.children(above.index, "xcomp"))
    return says and any(a.mention_at(t.index) is not None for t in clauses.doers(a, above.index))


def _objects(a: Analysis, verb: Token) -> list[Token]:
    things = clauses.undergoers(a, verb.index)
    caused = [t for act in a.children(verb.index, "xcomp") for t in a.children(act.index, "obj")]
    return [*things, *caused]


def _harms(a: Analysis, thing: Token) -> bool:
    words = lexicon("frames")["obstacle"]
    bad = any(t.lemma.lower() in words["bad"] for t in a.children(thing.index, "amod"))
    return thing.lemma.lower() in words["shadows"] or (thing.lemma.lower() in words["effects"] and bad)


def _failing(a: Analysis) -> Iterator[Block]:
    """ "The talks stalled over X", "talks were suspended because of X", "the deal ran aground on X"."""
    words = lexicon("frames")["obstacle"]
    for verb in a.tokens:
        lemma = clauses.phrasal(a, verb)
        aground = [t for t in a.children(verb.index, "advmod", "xcomp") if t.text.lower() == "aground"]
        if aground:
            lemma = "founder"
        if verb.upos not in ("VERB", "ADJ") or lemma not in words["failing"] | words["stopping"]:
            continue
        subjects = [clauses.subject(a, word.index) for word in (verb, *aground)]
        talks = [t for t in subjects if t is not None and lemma in words["failing"]]
        if lemma in words["stopping"]:
            talks = clauses.undergoers(a, verb.index)
        if any(_about_talks(a, t) for t in talks):
            prepositions = ("over", "because", "due", "amid", *["on"] * (lemma in words["failing"]))
            reasons = [t for word in (verb, *aground) for t in clauses.obliques(a, word.index, *prepositions)]
            reasons = [t for t in reasons if a.time_at(t.index) is None]
            yield from (Block(t, f"talks “{verb.text}” over it") for t in reasons[:1])


def _gaps(a: Analysis) -> Iterator[Block]:
    """ "differences remain over X", "the gap between A and B", "remaining disputes"."""
    words = lexicon("frames")["obstacle"]
    for noun in a.tokens:
        if noun.upos != "NOUN" or noun.lemma.lower() not in words["gaps"] or _denied(a, noun):
            continue
        left = any(t.text.lower() in words["left"] for t in a.children(noun.index, "amod"))
        governor = a.tokens[noun.head]
        remains = not noun.is_root and governor.lemma.lower() in ("remain", "persist", "narrow", "bridge", "close")
        between = bool(clauses.obliques(a, noun.index, "between")) and _near_talks(a, noun)
        if left or remains or between:
            yield Block(noun, f"“{noun.text}”")


def _apart(a: Analysis) -> Iterator[Block]:
    """ "The sides remain far apart on X", "far from a deal", "well beyond what is acceptable"."""
    for far in a.tokens:
        if far.text.lower() != "far" or far.index + 1 >= len(a.tokens):
            continue
        following = a.tokens[far.index + 1].text.lower()
        verb = next((t for t in [far, *a.ancestors(far.index)] if a.children(t.index, "nsubj")), None)
        if verb is None or clauses.negated(a, verb.index):
            continue
        spots = [t.index for t in (far, a.tokens[far.index + 1], verb)]
        if following == "apart":
            over = [t for i in spots for t in clauses.obliques(a, i, "on", "over")]
            yield Block(over[0], "“far apart”") if over else Block(verb, "“far apart”", whole=True)
        elif following == "from" and any(_about_talks(a, t) for i in spots for t in clauses.obliques(a, i, "from")):
            yield Block(verb, "“far from” a deal", whole=True)


def _refusals(a: Analysis) -> Iterator[Block]:
    """ "Chad refuses to sign the accord", "is not ready to accept a deal"."""
    words = lexicon("frames")
    binding = words["commitment"]
    for word in a.tokens:
        lemma, text = word.lemma.lower(), word.text.lower()
        states = bool({lemma, text} & binding["states"])
        refuses = bool({lemma, text} & words["obstacle"]["refusing"])
        if word.upos not in ("VERB", "ADJ") or not (states or refuses) or clauses.negated(a, word.index) == refuses:
            continue
        for act in a.children(word.index, "xcomp", "advcl"):
            closing = act.lemma.lower() in words["obstacle"]["closing"]
            if closing and any(
                _about_talks(a, t) for t in [*_objects(a, act), *clauses.obliques(a, act.index, "to", "in")]
            ):
                yield Block(word, f"“{word.text}” to {act.lemma}", whole=True)


def _no_sign(a: Analysis) -> Iterator[Block]:
    """ "There was no sign of a breakthrough", "the army has shown little sign of leaving" where talks are spoken of."""
    words = lexicon("frames")["obstacle"]
    for sign in a.tokens:
        if sign.lemma.lower() not in ("sign", "indication", "hint") or sign.upos != "NOUN":
            continue
        if not any(t.text.lower() in ("no", "little", "few") for t in a.children(sign.index, "det", "amod")):
            continue
        verb = a.tokens[sign.head]
        if sign.deprel == "obj" and verb.lemma.lower() in ("show", "give"):
            if clauses.actors(a, clauses.doers(a, verb.index)):
                yield Block(verb, f"“{verb.text}” no sign", whole=True)
        elif any(t.lemma.lower() in words["breakthroughs"] for t in clauses.obliques(a, sign.index, "of", "in")):
            yield Block(sign, "no sign of it")
