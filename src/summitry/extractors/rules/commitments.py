"""Commitments: what a party binds itself to do, keep doing or refrain from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summitry.article import Span
from summitry.extractors.attribution import can_bargain, innermost, parties, represented, speaks_for, within
from summitry.extractors.rules.conditions import Hanging, bears_on
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import ActorId, Commitment, Deadline, Firmness, Force, Statement, Status, record_id


@dataclass(frozen=True, slots=True)
class Binding:
    """A verb or noun that names what is to be done, who is bound, how, and by which words (`by`)."""

    action: Token
    by: Token
    maker: tuple[ActorId, ...]
    force: Force
    why: str
    refrain: bool = False
    status: Status = "open"
    hedged: bool = False


def extract(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> tuple[Commitment, ...]:
    """The commitments of an article in text order, coordinated actions apart."""
    found: dict[int, Binding] = {}
    for b in _found(a, statements, conditions):
        for one in _coordinated(a, b):
            found.setdefault(one.action.index, one)
    for index in [t.index for b in found.values() for t in clauses.shares_object(a, b.action.index)]:
        found.pop(index, None)
    made = [(b, _commitment(a, b, statements, conditions)) for _, b in sorted(found.items())]
    return _fullest(a, [(b, c) for b, c in made if c is not None])


def _found(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> Iterator[Binding]:
    yield from _verbs(a, statements)
    yield from _obliged(a, statements)
    yield from _nouns(a, statements)
    yield from _futures(a, statements, conditions)
    yield from _exchanged(a, statements, conditions)


def _fullest(a: Analysis, made: Sequence[tuple[Binding, Commitment]]) -> tuple[Commitment, ...]:
    """One record per promise: of the same act on the same thing by the same maker, the mention that says most is kept."""
    best: dict[tuple[object, ...], Commitment] = {}
    for b, c in made:
        objects = a.children(b.action.index, "obj", "xcomp") or a.children(b.action.index, "obl")
        things = frozenset(clauses.actors(a, objects)) or frozenset(t.lemma.lower() for t in objects)
        key = (c.maker, b.action.lemma.lower(), c.polarity, things)
        if key not in best or _weight(best[key]) < _weight(c):
            best[key] = c
    return tuple(sorted({c.id: c for c in best.values()}.values(), key=lambda c: (c.action, c.id)))


def _weight(c: Commitment) -> int:
    return c.action.end - c.action.start + 50 * (len(c.conditions) + (c.deadline is not None))


# Finders -----------------------------------------------------------------------------------------------------------


def _verbs(a: Analysis, statements: Sequence[Statement]) -> Iterator[Binding]:
    """ "promised to", "agreed to a truce", "is ready to", "is committed to withdrawing", "refuses to"."""
    words = lexicon("frames")["commitment"]
    for word in a.tokens:
        force = _force_of(word)
        if force is None or word.upos not in ("VERB", "ADJ") or not _real(a, word):
            continue
        maker = parties(
            a, clauses.doers(a, word.index) or clauses.undergoers(a, word.index), innermost(statements, word.span)
        )
        refused = word.lemma.lower() in words["refusal"]
        no = refused != clauses.mood(a, word.index).negated
        if refused and _told(a, word):
            continue
        if (
            no
            and not refused
            and word.lemma.lower() not in words["states"]
            and word.text.lower() not in words["states"]
        ):
            continue  # "did not promise to" binds nobody; "is not ready to" and "refuses to" do
        for action in _complements(a, word):
            yield Binding(
                action, word, maker, "intention" if no else force, f"“{word.text}” with “{action.text}”", refrain=no
            )


def _told(a: Analysis, word: Token) -> bool:
    """Whether a refusal is only told: "refused to sign" happened; "refuses to" and "ruled out signing" bind."""
    mood = clauses.mood(a, word.index)
    if word.lemma.lower() == "rule":
        return not any(t.text.lower() == "out" for t in a.children(word.index, "compound", "advmod"))
    return mood.tense == "past" and not mood.perfect


def _force_of(word: Token) -> Force | None:
    words, lemma = lexicon("frames")["commitment"], word.lemma.lower()
    forces: tuple[Force, ...] = ("pledge", "agreed", "offer", "intention")
    if lemma in words["refusal"] or word.text.lower() in words["refusal"]:
        return "intention"
    return next((f for f in forces if {lemma, word.text.lower()} & words[f]), None)


def _complements(a: Analysis, word: Token) -> Iterator[Token]:
    """What one is bound to: infinitives and gerunds, or nouns that name an act."""
    words = lexicon("frames")["commitment"]
    lemma = word.lemma.lower()
    for t in a.children(word.index, "xcomp", "advcl", "obl", "ccomp", "obj", "acl"):
        marks = {m.text.lower() for m in a.children(t.index, "mark", "case")}
        if t.upos == "VERB" and t.index > word.index:
            infinitive = "to" in marks and not a.children(t.index, "nsubj") and not marks & {"in"}
            gerund = t.xpos == "VBG" and (("to" in marks) or lemma in words["refusal"])
            if infinitive or gerund:
                yield t
                return  # what follows is its purpose
        elif t.upos == "NOUN" and t.lemma.lower() in words["acts"]:
            to = t.deprel == "obl" and "to" in marks and lemma in ("agree", "commit", "consent")
            if to or (t.deprel == "obj" and lemma in words["objects"]):
                yield t


def _real(a: Analysis, word: Token) -> bool:
    """Whether a binding word is itself asserted: no wish, duty, demand, possibility or condition."""
    words, mood = lexicon("frames")["commitment"], clauses.mood(a, word.index)
    if mood.modal in ("may", "might", "could", "can", "should", "must"):
        return False
    if word.upos == "VERB" and mood.passive and word.lemma.lower() not in words["participles"]:
        return False
    if (
        word.upos == "VERB"
        and word.xpos == "VBN"
        and word.deprel != "conj"
        and not a.children(word.index, "aux", "cop")
    ):
        return False  # "a move intended to"
    if any(t.text.lower() in ("more", "less", "too") for t in a.children(word.index, "advmod")):
        return False  # "more willing to listen than before"
    bare = word.upos == "VERB" and word.xpos == "VB" and mood.modal is None and not a.children(word.index, "aux")
    seen = not word.is_root and a.tokens[word.head].lemma.lower() in ("see", "watch", "hear")
    return (not bare or seen) and not _supposed(a, word) and not _asked(a, word)


def _asked(a: Analysis, word: Token) -> bool:
    """Whether a clause is the content of a demand: "its demand that Spain commit to", "urged it to agree to"."""
    words = lexicon("frames")["demand"]
    lemma = a.tokens[word.head].lemma.lower()
    return word.deprel in ("ccomp", "xcomp", "acl", "acl:relcl") and lemma in words["verbs"] | words["nouns"]


def _supposed(a: Analysis, word: Token) -> bool:
    """Whether a word stands inside a condition or a time clause that lies ahead."""
    inside = [word, *a.ancestors(word.index)]
    marks = {
        m.text.lower() for t in inside for m in a.children(t.index, "mark") if t.deprel.startswith(("advcl", "acl"))
    }
    return bool(marks & {"if", "unless", "until", "before", "whether", "once", "provided", "assuming", "without"})


def _nouns(a: Analysis, statements: Sequence[Statement]) -> Iterator[Binding]:
    """ "his promise to", "an offer by Tehran to", "broke its commitments"."""
    words = lexicon("frames")["commitment"]
    for noun in a.tokens:
        force = next((f for f in _NOUN_FORCES if noun.lemma.lower() in words[f"{f}_nouns"]), None)
        if force is None or noun.upos != "NOUN":
            continue
        owner = clauses.possessor(a, noun.index) or _giver(a, noun)
        if owner is None:
            continue
        maker = parties(a, clauses.conjuncts(a, owner.index), innermost(statements, noun.span))
        status = _status(a, noun)
        actions = [t for t in a.children(noun.index, "acl", "xcomp") if t.upos == "VERB" and _named_by_noun(a, t)]
        if not actions and a.children(noun.index, "cop") == [] and noun.deprel.startswith("nsubj"):
            actions = [t for t in [a.tokens[noun.head]] if t.xpos == "VB" and a.children(t.index, "cop")]
        for action in actions:
            yield Binding(action, noun, maker, force, f"noun “{noun.text}”", status=status)
        if not actions and status != "open" and force == "pledge":
            yield Binding(noun, noun, maker, force, f"noun “{noun.text}”, {status}", status=status)


_NOUN_FORCES: tuple[Force, ...] = ("pledge", "offer", "intention", "agreed")


def _named_by_noun(a: Analysis, action: Token) -> bool:
    marks = {m.text.lower() for m in a.children(action.index, "mark", "case")}
    return "to" in marks and not a.children(action.index, "nsubj")


def _giver(a: Analysis, noun: Token) -> Token | None:
    """Who "made a promise", "gave an assurance", or is the agent of "commitments made by X"."""
    if noun.deprel == "obj" and a.tokens[noun.head].lemma.lower() in ("make", "give", "renew", "repeat", "announce"):
        return clauses.subject(a, noun.head)
    return next((d for t in a.children(noun.index, "acl") if t.xpos == "VBN" for d in clauses.doers(a, t.index)), None)


def _status(a: Analysis, noun: Token) -> Status:
    """What the words above a promise say became of it."""
    words = lexicon("frames")["commitment"]
    cases = {c.text.lower() for c in a.children(noun.index, "case")}
    if "against" in cases:
        return "broken"
    for above in list(a.ancestors(noun.index))[:2]:
        lemma, no = above.lemma.lower(), clauses.negated(a, above.index)
        if above.xpos == "VB" and clauses.mood(a, above.index).tense == "none":
            continue  # "urged them to keep their promise"
        if lemma in words["broken"] and not no:
            return "broken"
        if lemma in words["done"]:
            return "broken" if no or lemma == "fail" else "done"
        if lemma in words["withdrawn"] and not no:
            return "withdrawn"
        if lemma == "reject":
            return "refused"
    return "open"


def _obliged(a: Analysis, statements: Sequence[Statement]) -> Iterator[Binding]:
    """ "a treaty that commits Chad to cut", "the accord obliges both to": who is bound is the object."""
    words = lexicon("frames")["commitment"]
    for verb in a.tokens:
        if verb.upos != "VERB" or verb.lemma.lower() not in words["oblige"] or not _real(a, verb):
            continue
        text, bound = clauses.subject(a, verb.index), a.children(verb.index, "obj", "iobj")
        if text is None or text.lemma.lower() not in words["texts"] or clauses.mood(a, verb.index).passive:
            continue
        maker = parties(a, [t for b in bound for t in clauses.conjuncts(a, b.index)], innermost(statements, verb.span))
        for action in _complements(a, verb):
            yield Binding(action, verb, maker, "agreed", f"a text “{verb.text}” with “{action.text}”")


def _futures(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> Iterator[Binding]:
    """ "he would dismantle", "we will not attack": a future act of one's own, said by or for the one who will do it."""
    words = lexicon("frames")["commitment"]
    for verb in a.tokens:
        lemma = verb.lemma.lower()
        if verb.upos != "VERB" or lemma in words["hostile"] or lemma in words["stative"]:
            continue
        mood = clauses.mood(a, verb.index)
        if mood.modal is None or mood.perfect or _supposed(a, verb) or _in_relative(a, verb):
            continue
        said, pledged = innermost(statements, verb.span), _pledging(a, verb)
        price = {h.record.kind for h in conditions if h.governor == verb.index} & {"if", "provided", "in_return_for"}
        terms = _under(a, verb) or ("offer" if "in_return_for" in price and mood.modal == "would" else None)
        possible = mood.modal in ("can", "could", "may")
        if mood.modal not in ("will", "would", "shall", "is to") and not (possible and price and said is not None):
            continue
        programme = mood.modal == "would" or (lemma in words["meetings"] and not mood.negated)
        if said is None and terms is None and not pledged and programme:
            continue
        maker = _maker(a, verb, said)
        if said is not None and terms is None and not (pledged or speaks_for(a, said, maker)):
            continue
        offered: Force = "offer" if price and mood.modal != "will" else "intention"
        yield Binding(
            verb,
            verb,
            maker,
            "pledge" if pledged else terms or offered,
            f"“{mood.modal} {verb.text}” by the one who will do it",
            refrain=mood.negated,
            hedged=possible,
        )


def _maker(a: Analysis, verb: Token, said: Statement | None) -> tuple[ActorId, ...]:
    """Who will do it: the subject; of a passive the agent, the owner of what it is done to, or the one who speaks."""
    words = lexicon("frames")["commitment"]
    subject = clauses.subject(a, verb.index)
    if subject is None:
        return ()
    if not clauses.mood(a, verb.index).passive:
        return parties(a, clauses.conjuncts(a, subject.index), said)
    agents, owner = clauses.doers(a, verb.index), clauses.possessor(a, subject.index)
    if agents or (owner is not None and said is not None):
        return parties(a, agents or clauses.conjuncts(a, owner.index if owner else subject.index), said)
    own = said is not None and verb.lemma.lower() in words["granted"] and a.mention_at(subject.index) is None
    return represented(a, said) if said is not None and own else ()


def _in_relative(a: Analysis, verb: Token) -> bool:
    """Whether a future describes a thing ("a plan that would"), or is somebody's purpose or guess, and binds nobody."""
    inside = [verb, *a.ancestors(verb.index)]
    return any(t.deprel.split(":")[0] in ("acl", "csubj") for t in inside if not t.is_root) and not _pledging(a, verb)


def _pledging(a: Analysis, verb: Token) -> bool:
    """Whether a that-clause hangs on a word of promising: "assured them that the subsidies would stay"."""
    words = lexicon("frames")["commitment"]
    above = [t for t in [verb, *a.ancestors(verb.index)] if t.deprel in ("ccomp", "acl", "conj", "xcomp")][:2]
    heads = [a.tokens[t.head] for t in above]
    promises = [h for h in heads if h.lemma.lower() in words["pledge"] | words["pledge_nouns"]]
    return any(h.upos == "NOUN" or (h.upos == "VERB" and _real(a, h)) for h in promises)


def _under(a: Analysis, verb: Token) -> Force | None:
    """ "Under the deal, X would": terms of a text bind; terms of a mere plan are on offer."""
    words = lexicon("frames")["commitment"]
    heads = [verb.index, verb.head] if verb.deprel == "conj" else [verb.index]
    heads += [
        t.index for h in heads for t in a.children(h, "advcl") if t.index < h
    ]  # "under a deal reached in June, X"
    for text in (t for h in heads for t in clauses.obliques(a, h, "under")):
        if text.lemma.lower() in words["texts"]:
            return "agreed"
        if text.lemma.lower() in words["plans"]:
            return "offer"
    return None


def _exchanged(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> Iterator[Binding]:
    """ "A agreed to X in return for B doing Y": B has agreed to Y."""
    for h in conditions:
        price = a.tokens[h.required]
        if h.record.kind != "in_return_for" or price.xpos not in ("VBG", "VB") or not a.children(price.index, "nsubj"):
            continue
        forces = [_under(a, a.tokens[h.governor]), *map(_force_of, [a.tokens[h.governor], *a.ancestors(h.governor)])]
        if "agreed" in forces:
            maker = parties(a, clauses.doers(a, price.index), innermost(statements, price.span))
            yield Binding(price, price, maker, "agreed", "price of an exchange")


def _coordinated(a: Analysis, b: Binding) -> Iterator[Binding]:
    """The act and those joined to it that share its maker; an object hedged by itself is an act of its own."""
    together = {t.index for t in clauses.shares_object(a, b.action.index)}
    for t in clauses.conjuncts(a, b.action.index):
        alike = t.xpos == b.action.xpos or (t.upos, b.action.upos) == ("NOUN", "NOUN")
        if t.index in together or (t is not b.action and (not alike or a.children(t.index, "nsubj"))):
            continue
        no = clauses.negated(a, t.index) or (t is not b.action and clauses.mood(a, t.index).negated)
        refrains = t.lemma.lower() in lexicon("frames")["commitment"]["refrain"]
        between = {a.tokens[i].text.lower() for i in range(b.action.index, t.index)}
        turned = between & ({"but", "and", "instead"} if b.action is b.by else {"but", "instead"})
        refrain = ((b.refrain and not turned) or refrains) != (no and t is not b.by)
        yield Binding(t, b.by, b.maker, b.force, b.why, refrain, b.status, b.hedged)
        for thing in a.children(t.index, "obj"):
            for other in a.children(thing.index, "conj"):
                if _hedge(a, other):
                    yield Binding(other, b.by, b.maker, b.force, b.why, refrain, b.status, hedged=True)


# Records -----------------------------------------------------------------------------------------------------------


def _commitment(
    a: Analysis, b: Binding, statements: Sequence[Statement], conditions: Sequence[Hanging]
) -> Commitment | None:
    said = innermost(statements, b.action.span)
    action = _action(a, b)
    if action is None or not can_bargain(a, b.maker):
        return None
    hanging = [h for h in conditions if bears_on(a, h, b.action.span)]
    action = _before(a, within(said, action), hanging)
    towards = clauses.obliques(a, b.action.index, "with", "to", "for")
    sentence = a.sentence_of(b.action.index).span
    return Commitment(
        id=record_id(a.article, "commitments", action),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=b.why,
        maker=b.maker,
        beneficiary=tuple(i for i in parties(a, towards, said) if i not in b.maker),
        action=action,
        polarity="refrain" if b.refrain else "do",
        force=b.force,
        firmness=_firmness(a, b),
        conditions=tuple(h.record.id for h in hanging),
        deadline=_deadline(a, b.action),
        status=b.status,
        chain=_chain(said, b.maker),
    )


def _action(a: Analysis, b: Binding) -> Span | None:
    """SCHEME's `action`: the verb with its objects and phrases, or the noun with its own, less what is hedged apart."""
    token = b.action
    if token.upos == "VERB":
        hedged = [
            i
            for thing in a.children(token.index, "obj")
            for other in a.children(thing.index, "conj")
            if _hedge(a, other)
            for i in a.subtree(other.index)
        ]
        patient = clauses.mood(a, token.index).passive
        whole = clauses.predicate(a, token.index, subject=patient and bool(clauses.undergoers(a, token.index)))
        siblings = a.children(b.by.index, "advcl", "xcomp") if b.by is not token else []
        purpose = next((clauses.predicate(a, t.index) for t in siblings if _infinitive_after(a, t, token)), None)
        if whole is not None and purpose is not None:
            return Span(whole.start, max(whole.end, purpose.end))
        if whole is None or not hedged:
            return whole
        return clauses.phrase(a, [t.index for t in a.tokens_in(whole) if t.index < min(hedged)])
    outside = ("case", "cop", "aux", "nsubj", "advmod", "punct", "cc", "conj", "mark")
    return clauses.clause(a, token.index, without=[t.index for t in a.children(token.index, *outside)])


def _infinitive_after(a: Analysis, t: Token, action: Token) -> bool:
    """Whether a "to" clause that the tree hangs higher up goes on with the action."""
    return t.index > action.index and [m.text.lower() for m in a.children(t.index, "mark")] == ["to"]


def _before(a: Analysis, action: Span, hanging: Sequence[Hanging]) -> Span:
    """The action without the conditions that end it; "wait until the vote" stays whole, its verb means nothing alone."""
    if len(a.tokens_in(action)) == 1:
        return Span(action.start, max([action.end, *(h.record.span.end for h in hanging if h.record.kind == "until")]))
    ends = [
        h.record.span.start for h in hanging if action.start < h.record.span.start < action.end <= h.record.span.end
    ]
    kept = [t.index for t in a.tokens_in(action) if t.span.end <= min(ends, default=action.end)]
    return clauses.phrase(a, kept) or action


def _hedge(a: Analysis, token: Token) -> bool:
    hedges = lexicon("frames")["commitment"]["hedges"]
    return any(t.lemma.lower() in hedges for t in a.children(token.index, "advmod", "cc"))


def _chain(said: Statement | None, maker: tuple[ActorId, ...]) -> tuple[ActorId, ...]:
    """Who says so, where that is not the maker's own voice."""
    if said is None or said.chain or set(said.speaker) & set(maker):
        return said.chain if said is not None else ()
    return said.speaker


def _firmness(a: Analysis, b: Binding) -> Firmness:
    words = lexicon("frames")["commitment"]
    near = [t for i in (b.action.index, b.by.index) for t in a.children(i, "advmod", "obl", "obj")]
    tries = b.action.lemma.lower() in words["attempts"]
    if b.hedged or tries or any(t.lemma.lower() in words["hedges"] | {"principle", "utmost"} for t in near):
        return "hedged"
    objects = a.children(b.action.index, "obj")
    bare = any(o.text.lower() in words["vague"] and not a.children(o.index, "nmod", "acl") for o in objects)
    unnamed = b.action is b.by and b.action.upos == "NOUN"
    return "vague" if bare or unnamed or b.action.lemma.lower() in words["vague_verbs"] else "firm"


def _deadline(a: Analysis, action: Token) -> Deadline | None:
    """The time phrase of the action with its cue, or the event it is to come before."""
    words = lexicon("frames")["commitment"]["deadline"]
    for phrase in a.children(action.index, "obl", "advmod", "advcl", "nmod"):
        whole = clauses.clause(a, phrase.index)
        if whole is None:
            continue
        cue = next((t for t in a.tokens_in(whole)[:2] if t.text.lower() in words), None)
        time = next((t for t in a.times_in(whole) if t.type in ("DATE", "TIME", "DURATION")), None)
        if time is not None and time.value != "PRESENT_REF" and (cue is not None or _to_come(a, time.earliest)):
            cues = [
                t
                for t in a.tokens_in(whole)
                if t.upos == "ADP" and time.span.start - 12 < t.span.start < time.span.start
            ]
            limit = (a.article.quote(Span(cues[-1].span.start if cues else time.span.start, time.span.end))).lower()
            if time.type == "DURATION" and not limit.startswith(("within", "in ")):
                continue  # "extended by six months"
            start = cues[-1].span.start if cues else time.span.start
            return Deadline(Span(start, time.span.end), time.value, None, time.latest)
        if cue is None or time is not None or cue.span.end + 1 >= whole.end:
            continue
        if cue.text.lower() in ("before", "until", "by") and phrase.upos == "NOUN":
            return Deadline(whole, None, None, None, event=a.article.quote(Span(cue.span.end + 1, whole.end)))
    return None


def _to_come(a: Analysis, earliest: str | None) -> bool:
    """Whether a day does not lie before the publication."""
    published = a.article.published
    return None not in (earliest, published) and str(earliest) >= str(published.earliest if published else "9")
