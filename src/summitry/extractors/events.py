"""Events: what was done between actors, as PLOVER roots, with modality, parties, place and interval."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
import tomllib

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import ActorId, Event, Modality, Plover, Statement, record_id

JOINT = ("AGREE", "CONSULT", "COOPERATE")
TOWARDS = ("with", "against", "on", "to", "from", "at", "towards", "toward")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of `data/plover.toml`: verbs, the things they must act on, and the root the two make."""

    root: Plover
    verbs: frozenset[str]
    things: frozenset[str]
    modality: Modality | None
    meeting: bool
    needs: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger in the tree: the token that carries grammar, the one that names the event, and the pattern's word."""

    token: Token
    named: Token
    root: Plover
    meeting: bool
    modality: Modality | None
    why: str


@cache
def patterns() -> tuple[Pattern, ...]:
    """The patterns in the order they are tried."""
    words = lexicon("plover")
    return tuple(
        Pattern(
            root=next(iter(p["root"])) if isinstance(p["root"], frozenset) else p["root"],
            verbs=frozenset(p["verbs"].split()),
            things=words["things"][p["objects"]] if "objects" in p else frozenset(),
            modality=p.get("modality"),
            meeting=p.get("meeting", False),
            needs=p.get("needs"),
        )
        for p in tomllib.loads((files("summitry") / "data" / "plover.toml").read_text("utf-8"))["pattern"]
    )


def extract(a: Analysis, statements: Sequence[Statement]) -> tuple[Event, ...]:
    """The events of an article in text order, each trigger once."""
    found = list(_acts(a))
    taken = {f.named.index for f in found} | {f.token.index for f in found}
    found += [f for f in _nouns(a) if f.named.index not in taken and f.token.index not in taken]
    made = (_event(a, f, statements) for f in sorted(found, key=lambda f: f.token.index))
    return tuple(_once({e.id: e for e in made if e is not None}.values()))


def _once(events: Iterable[Event]) -> Iterator[Event]:
    """The same meeting named again counts only where it adds parties, a date or a place."""
    told: list[Event] = []
    for e in events:
        parties = {*e.actor, *e.recipient}
        again = (
            o
            for o in told
            if parties <= {*o.actor, *o.recipient}
            and (e.earliest is None or (e.earliest, e.latest) == (o.earliest, o.latest))
            and (e.place is None or e.place == o.place)
            and e.modality in ("happened", "ongoing", o.modality)
        )
        if e.meeting and e.why.startswith("noun") and any(again):
            continue
        told += [e] if e.meeting else []
        yield e


# Triggers ----------------------------------------------------------------------------------------------------------


def _acts(a: Analysis) -> Iterator[Found]:
    """Verbs, and nouns made of verbs, with the things that patterns ask for."""
    nominal = lexicon("plover")["nominal"]
    for token in a.tokens:
        lemma = token.lemma.lower()
        if token.upos == "NOUN" and lemma in nominal:
            lemma = next(iter(nominal[lemma]))
        elif token.upos != "VERB" or token.deprel in ("amod", "compound", "case", "mark"):
            continue
        for p in patterns():
            if lemma not in p.verbs or (token.upos == "NOUN" and not p.things):
                continue
            thing = _thing(a, token, p.things) if p.things else None
            if (p.things and thing is None) or (p.needs and not clauses.obliques(a, token.index, p.needs)):
                continue
            yield Found(token, thing or token, p.root, p.meeting, p.modality, f"“{token.lemma}”" + (f" with “{thing.text}”" if thing else ""))
            break


def _thing(a: Analysis, verb: Token, things: frozenset[str]) -> Token | None:
    """The object (passive: subject; "walk out of", "pull out of": oblique) that is one of the things, or has one inside."""
    if verb.upos == "NOUN":
        parts = [*clauses.obliques(a, verb.index, "of", "on", "in", "from", "to"), *a.children(verb.index, "compound")]
        return next((t for t in parts if _is(t, things)), None)
    heads = [
        *clauses.undergoers(a, verb.index),
        *clauses.obliques(a, verb.index, "from", "of", "off", "on", "in", "to", "with", "out"),
    ]
    if not heads and not a.children(verb.index, "obj"):
        heads = [t for s in a.children(verb.index, "nsubj") for t in clauses.conjuncts(a, s.index)]
    for head in heads:
        if _is(head, things):
            return head
    for head in heads:
        for part in (*a.children(head.index, "compound", "amod"), *clauses.obliques(a, head.index, "of")):
            if _is(part, things):
                return head
    return None


def _is(token: Token, words: frozenset[str]) -> bool:
    return token.upos in ("NOUN", "PROPN", "VERB", "ADJ") and (
        token.lemma.lower() in words or token.text.lower() in words
    )


def _nouns(a: Analysis) -> Iterator[Found]:
    """Nouns that name an event by themselves, and the first mention of what the parties are after."""
    words = lexicon("plover")
    for noun in a.tokens:
        if noun.upos not in ("NOUN", "PROPN") or noun.deprel in ("compound", "flat", "nmod:desc") or noun.name.endswith(("PER", "ORG", "LOC")):
            continue
        forms = {noun.text.lower(), noun.lemma.lower()}
        root = next((r for r, nouns in words["nouns"].items() if forms & nouns), None)
        if root is not None and _informs(a, noun):
            meeting = root == "CONSULT" and bool(forms & words["meeting"]["nouns"])
            yield Found(noun, noun, root, meeting, None, f"noun “{noun.text}”")
    goals = (t for t in a.tokens if t.upos == "NOUN" and t.lemma.lower() in words["goal"]["AGREE"] and t.deprel != "compound")
    for goal in [t for t in goals if _informs(a, t)][:1]:
        yield Found(goal, goal, "AGREE", meeting=False, modality=None, why=f"noun “{goal.text}”, first mention")


def _informs(a: Analysis, noun: Token) -> bool:
    """Whether a noun's own phrase adds who, when or where: a bare "the talks" names what was told already."""
    whole = clauses.clause(a, noun.index)
    if whole is None:
        return False
    if a.times_in(whole):
        return True
    owners = a.children(noun.index, "nmod:poss", "compound", "amod", "nmod")
    return any(a.mention_at(t.index) is not None or t.name != "O" for t in owners)


# Records -----------------------------------------------------------------------------------------------------------


def _event(a: Analysis, found: Found, statements: Sequence[Statement]) -> Event | None:
    trigger = _trigger(a, found)
    said = [s for s in statements if any(c.covers(trigger) for c in s.content)]
    inner = min(said, key=lambda s: sum(c.end - c.start for c in s.content), default=None)
    speaker = inner.speaker if inner is not None else ()
    who, whom = _parties(a, found, speaker)
    if not who and not whom and found.named is found.token:
        return None
    modality = found.modality or modality_of(a, found.token.index)
    earliest, latest = _interval(a, found, modality)
    sentence = a.sentence_of(found.token.index).span
    return Event(
        id=record_id(a.article, "events", trigger, also=found.root),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=found.why,
        plover=found.root,
        trigger=trigger,
        actor=who,
        recipient=tuple(i for i in whom if i not in who),
        modality=modality,
        meeting=found.meeting,
        place=_place(a, found),
        earliest=earliest,
        latest=latest,
        according_to=inner.id if inner is not None else None,
    )


def _trigger(a: Analysis, found: Found) -> Span:
    """The act to its thing where they stand close, else the act."""
    first, last = sorted((found.token.index, found.named.index))
    return a.span(first, last) if last - first <= 5 else found.token.span


def _parties(
    a: Analysis, found: Found, speaker: tuple[ActorId, ...]
) -> tuple[tuple[ActorId, ...], tuple[ActorId, ...]]:
    """Who does it and to whom, as actors."""
    verb, named = found.token, found.named
    who = clauses.actors(a, clauses.doers(a, verb.index), speaker)
    others = [*clauses.obliques(a, verb.index, *TOWARDS)]
    if verb.upos == "VERB":
        others = [*clauses.undergoers(a, verb.index), *others]
    if named is not verb or verb.upos != "VERB":
        others += clauses.obliques(a, named.index, *TOWARDS)
        between = clauses.obliques(a, named.index, "between", "among", "of", "by")
        attached = [t for t in a.children(named.index, "compound", "amod", "nmod:poss") if t not in others]
        who = (*who, *clauses.actors(a, [*attached, *between], speaker)) if not who or found.meeting else who
    whom = clauses.actors(a, others, speaker)
    return tuple(dict.fromkeys(who)), whom


def modality_of(a: Analysis, index: int) -> Modality:
    """Whether what a word names happened, is planned, promised, asked for ...: its own mood, then what governs it."""
    words = lexicon("plover")
    token = a.tokens[index]
    if token.upos != "VERB":
        for near in a.children(index, "amod", "compound"):
            for modality, list_ in words["near"].items():
                if near.text.lower() in list_:
                    return modality  # type: ignore[no-any-return]  # the keys of the table are modalities
        if any(t.text.lower() in ("no", "any") for t in a.children(index, "det")):
            return "denied"
    mood = clauses.mood(a, index)
    if _conditional(a, index):
        return "conditional"
    if token.upos == "VERB" and mood.tense != "none":
        return _finite(mood)
    return _governed(a, index) or ("ongoing" if mood.progressive else "happened")


def _conditional(a: Analysis, index: int) -> bool:
    """Whether a condition hangs on this word or on the verb it is part of."""
    governors = [index, *(t.index for t in a.ancestors(index) if t.upos in ("VERB", "ADJ"))][:2]
    for governor in governors:
        for child in a.children(governor, "advcl"):
            if any(m.text.lower() in ("if", "unless", "provided", "once") for m in a.children(child.index, "mark")):
                return index not in a.subtree(child.index)
    return False


def _finite(mood: clauses.Mood) -> Modality:
    if mood.modal in ("may", "might", "could", "can"):
        return "possible"
    if mood.modal in ("must", "should"):
        return "requested"
    if mood.negated:
        return "refused" if mood.modal in ("will", "would") else "denied"
    if mood.modal in ("will", "shall", "is to", "would"):
        return "planned"
    return "ongoing" if mood.progressive or (mood.tense == "present" and not mood.perfect) else "happened"


def _governed(a: Analysis, index: int) -> Modality | None:
    """What the words above make of an infinitive, a gerund or a noun; nearest first."""
    words = lexicon("plover")
    below = a.tokens[index]
    for above in a.ancestors(index):
        lemma = above.lemma.lower()
        if below.deprel.startswith(("obl", "nmod")) and below.upos != "VERB":
            cases = {c.text.lower() for c in a.children(below.index, "case")}
            if cases & {"at", "during", "after", "since", "following", "in"}:
                return "happened"
        for modality, list_ in words["above"].items():
            if lemma in list_:
                return modality  # type: ignore[no-any-return]  # as above
        if above.upos == "VERB":
            mood = clauses.mood(a, above.index)
            if mood.tense != "none":
                if below.deprel.startswith(("advcl", "acl")) and below.xpos == "VB":
                    return "possible"  # a purpose: "to end the war"
                return _finite(mood)
        below = above
    return None


def _interval(a: Analysis, found: Found, modality: Modality) -> tuple[str | None, str | None]:
    """The days of the time expression in the event's clause; what happened undated happened by the day of publication."""
    for token in dict.fromkeys((found.named.index, found.token.index)):
        deeper = [t.index for t in a.children(token, "ccomp", "advcl", "parataxis", "conj", "acl")]
        indices = clauses.below(a, token, without=deeper)
        for time in a.times:
            if time.type in ("DATE", "TIME") and any(time.span.covers(a.tokens[i].span) for i in indices):
                return time.earliest, time.latest
    published = a.article.published
    return (None, published.latest) if modality in ("happened", "ongoing") and published is not None else (None, None)


def _place(a: Analysis, found: Found) -> str | None:
    for token in (found.named, found.token):
        for t in clauses.obliques(a, token.index, "in", "at", "on"):
            if (
                t.name.endswith("LOC")
                and (
                    span := clauses.clause(
                        a, t.index, without=[c.index for c in a.children(t.index, "case", "acl", "conj")]
                    )
                )
                is not None
            ):
                return a.article.quote(span)
    return None
