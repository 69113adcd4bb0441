"""Events: what was done between actors, as PLOVER roots, with modality, parties, place and interval."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from summitry.article import Span
from summitry.extractors.attribution import innermost
from summitry.extractors.events import interval, is_somebody, place
from summitry.extractors.rules.conditions import Hanging, bears_on
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
    needs: frozenset[str]
    alone: bool
    whom: bool
    between: bool
    coded: Plover | None


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger in the tree: the token that carries grammar, the one that names the event, and the pattern's word.

    `between` says that it counts only where it stands between two known parties.
    """

    token: Token
    named: Token
    root: Plover
    meeting: bool
    modality: Modality | None
    why: str
    between: bool = False
    coded: Plover | None = None


@cache
def patterns() -> Mapping[str, Sequence[Pattern]]:
    """For each verb its patterns in the order they are tried: those that look at the thing acted on before the others."""
    words = lexicon("plover")
    rows = [
        Pattern(
            root=p["root"],
            verbs=frozenset(p["verbs"].split()),
            things=words["things"][p["objects"]] if "objects" in p else frozenset(),
            modality=p.get("modality"),
            meeting=p.get("meeting", False),
            needs=frozenset(p.get("needs", "").split()),
            alone=p.get("alone", False),
            whom=p.get("whom", False),
            between=between,
            coded=p.get("coded"),
        )
        for between, listed in ((False, words["pattern"]), (True, words["between"]))
        for p in listed
    ]
    tried: dict[str, list[Pattern]] = defaultdict(list)
    for p in sorted(rows, key=lambda p: not p.things):
        for verb in p.verbs:
            tried[verb].append(p)
    return tried


def extract(a: Analysis, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> tuple[Event, ...]:
    """The events of an article in text order, each trigger once."""
    found = [f for t in a.tokens if (f := next((f for f in readings(a, t) if _counts(a, f)), None)) is not None]
    taken = {f.named.index for f in found} | {f.token.index for f in found}
    informing = (f for f in nouns(a) if _counts(a, f) and f.named.deprel != "compound" and _informs(a, f.named))
    found += [f for f in (*informing, *_goal(a)) if f.named.index not in taken and f.token.index not in taken]
    made = (_event(a, f, statements, conditions) for f in sorted(found, key=lambda f: f.token.index))
    return tuple({e.id: e for e in made if e is not None}.values())


def _counts(a: Analysis, found: Found) -> bool:
    """Whether a wide word names an act: with a thing acted on and between two known parties it does."""
    if not found.between:
        return True
    who, whom = _parties(a, found, ())
    return found.named is not found.token and bool(who) and not set(whom) <= set(who)


# Triggers ----------------------------------------------------------------------------------------------------------


def readings(a: Analysis, token: Token) -> Iterator[Found]:
    """What a verb, or a noun made of one, does to the things that patterns ask for; the surest reading first."""
    nominal = lexicon("plover")["nominal"]
    lemma = clauses.phrasal(a, token)
    if token.upos == "NOUN" and lemma in nominal:
        lemma = next(iter(nominal[lemma]))
    elif token.upos != "VERB" or token.deprel in ("amod", "compound", "case", "mark"):
        return
    for p in patterns().get(lemma, ()):
        if token.upos == "NOUN" and not p.things:
            continue
        thing = _thing(a, token, p.things) if p.things else None
        if (p.things and thing is None) or (p.needs and not clauses.obliques(a, token.index, *p.needs)):
            continue
        objects = a.children(token.index, "obj")
        if (p.alone and objects) or (p.whom and objects and not any(is_somebody(a, o) for o in objects)):
            continue
        why = f"“{token.lemma}”" + (f" with “{thing.text}”" if thing else "")
        yield Found(token, thing or token, p.root, p.meeting, p.modality, why, p.between, p.coded)


def _thing(a: Analysis, verb: Token, things: frozenset[str]) -> Token | None:
    """The object (passive: subject; "walk out of", "pull out of": oblique) that is one of the things, or has one inside."""
    if verb.upos == "NOUN":
        parts = [*clauses.obliques(a, verb.index, "of", "on", "in", "from", "to"), *a.children(verb.index, "compound")]
        return next((t for t in parts if _is(t, things)), None)
    heads = [
        *clauses.undergoers(a, verb.index),
        *clauses.obliques(a, verb.index, "from", "of", "off", "on", "in", "to", "with", "out", "for"),
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


def nouns(a: Analysis) -> Iterator[Found]:
    """Nouns that name an event by themselves."""
    words = lexicon("plover")
    for noun in a.tokens:
        if (
            noun.upos not in ("NOUN", "PROPN")
            or noun.deprel in ("flat", "nmod:desc")
            or noun.name.endswith(("PER", "ORG", "LOC"))
        ):
            continue
        forms = {noun.text.lower(), noun.lemma.lower()}
        for between, listed in ((False, words["nouns"]), (True, words["nouns_between"])):
            root = next((r for r, known in listed.items() if forms & known), None)
            if root is not None:
                meeting = root == "CONSULT" and bool(forms & words["meeting"]["nouns"])
                yield Found(noun, noun, root, meeting, None, f"noun “{noun.text}”", between)
                break


def _goal(a: Analysis) -> list[Found]:
    """The first mention of what the parties are after."""
    goals = lexicon("plover")["goal"]["AGREE"]
    found = (t for t in a.tokens if t.upos == "NOUN" and t.lemma.lower() in goals and t.deprel != "compound")
    first = [t for t in found if _informs(a, t)][:1]
    return [Found(t, t, "AGREE", meeting=False, modality=None, why=f"noun “{t.text}”, first mention") for t in first]


def _informs(a: Analysis, noun: Token) -> bool:
    """Whether a noun's own phrase adds who, when or where: a bare "the talks" names what was told already."""
    whole = clauses.clause(a, noun.index)
    if whole is None:
        return False
    if a.times_in(whole):
        return True
    owners = [*a.children(noun.index, "nmod:poss", "compound", "amod", "nmod"), *lender(a, noun)]
    return any(a.mention_at(t.index) is not None or t.name != "O" for t in owners)


def lender(a: Analysis, noun: Token) -> list[Token]:
    """Whose act a noun is where a verb lends it its subject: "expressed appreciation", "issued a threat"."""
    if noun.deprel != "obj" or a.tokens[noun.head].lemma.lower() not in lexicon("cues")["light"]:
        return []
    subject = clauses.subject(a, noun.head)
    return clauses.conjuncts(a, subject.index) if subject is not None else []


# Records -----------------------------------------------------------------------------------------------------------


def _event(a: Analysis, found: Found, statements: Sequence[Statement], conditions: Sequence[Hanging]) -> Event | None:
    trigger = _trigger(a, found)
    inner = innermost(statements, trigger)
    words = (found.named, found.token)
    speaker = inner.speaker if inner is not None else ()
    who, whom = _parties(a, found, speaker)
    if not who and not whom and found.named is found.token:
        return None
    modality = found.modality or (
        "conditional" if _conditional(a, found, trigger, conditions) else modality_of(a, found)
    )
    earliest, latest = interval(a, words, modality)
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
        place=place(a, words),
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
        others = [*(t for t in clauses.undergoers(a, verb.index) if t.index != named.index), *others]
    if named is not verb or verb.upos != "VERB":
        others += clauses.obliques(a, named.index, *TOWARDS)
        between = clauses.obliques(a, named.index, "between", "among", "of", "by")
        attached = [t for t in a.children(named.index, "compound", "amod", "nmod:poss") if t not in others]
        who = (*who, *clauses.actors(a, [*attached, *between], speaker)) if not who or found.meeting else who
        who = who or clauses.actors(a, lender(a, named), speaker)
        if not who and clauses.obliques(a, named.index, "with", "to"):
            who = clauses.actors(a, _setting(a, named), speaker)
    whom = clauses.actors(a, others, speaker)
    return tuple(dict.fromkeys(who)), whom


def _setting(a: Analysis, named: Token) -> list[Token]:
    """Whose meeting it is where only the other side is named: "he said during a meeting with the envoy"."""
    verb = next((t for t in a.ancestors(named.index) if t.upos == "VERB"), None)
    subject = clauses.subject(a, verb.index) if verb is not None else None
    return clauses.conjuncts(a, subject.index) if subject is not None else []


SPEECH_ACTS = ("REQUEST", "REJECT", "ACCUSE", "THREATEN")
SCHEDULING = frozenset("plan schedule slate expect pencil".split())
BACKGROUND = frozenset("at during after since following in despite amid".split())


def _conditional(a: Analysis, found: Found, trigger: Span, conditions: Sequence[Hanging]) -> bool:
    """Whether it happens only if something else does; in an exchange both sides are conditional."""
    if found.root in SPEECH_ACTS:
        return False
    hanging = [h for h in conditions if h.record.kind in ("if", "unless", "provided", "in_return_for")]
    exchanged = any(h.record.kind == "in_return_for" and h.required == found.token.index for h in hanging)
    return exchanged or any(bears_on(a, h, trigger) for h in hanging)


def modality_of(a: Analysis, found: Found) -> Modality:
    """Whether it happened, is planned, promised, asked for ...: its own mood, then what governs it."""
    token = found.token
    if token.upos != "VERB":
        for near in a.children(token.index, "amod", "compound"):
            for modality, words in lexicon("plover")["near"].items():
                if near.text.lower() in words:
                    return modality  # type: ignore[no-any-return]  # the keys of the table are modalities
        if any(t.text.lower() in ("no", "any") for t in a.children(token.index, "det")):
            return "denied"
    mood = clauses.mood(a, token.index)
    if mood.passive and token.lemma.lower() in SCHEDULING:
        return "cancelled" if mood.negated else "planned"  # "talks are scheduled for May"
    if token.upos == "VERB" and mood.tense != "none":
        if mood.modal == "would" and token.deprel == "acl:relcl":
            return "possible"  # "a deal that would end the war"
        return _finite(mood, spoken=found.root in SPEECH_ACTS)
    return _governed(a, token.index) or ("ongoing" if mood.progressive else "happened")


def _finite(mood: clauses.Mood, *, spoken: bool = False) -> Modality:
    """The modality of a finite verb; a speech act told in the present has been done."""
    if mood.modal in ("may", "might", "could", "can"):
        return "possible"
    if mood.modal in ("must", "should"):
        return "requested"
    if mood.negated:
        return "refused" if mood.modal in ("will", "would") else "denied"
    if mood.modal in ("will", "shall", "is to", "would"):
        return "happened" if spoken and mood.modal == "would" else "planned"
    ongoing = mood.progressive or (mood.tense == "present" and not mood.perfect)
    return "ongoing" if ongoing and not spoken else "happened"


def _governed(a: Analysis, index: int) -> Modality | None:
    """What the words above make of an infinitive, a gerund or a noun; the nearest listed one decides."""
    below = a.tokens[index]
    if below.xpos == "VBN" and below.deprel == "acl":
        return "happened"  # "the sanctions imposed on it"
    for above in a.ancestors(index):
        cases = {c.text.lower() for c in a.children(below.index, "case")}
        if below.upos != "VERB" and below.deprel.startswith(("obl", "nmod")) and cases & BACKGROUND:
            return "happened"
        modality = _by_word(a, above, below)
        if modality is not None:
            return modality
        if above.upos == "VERB" and (mood := clauses.mood(a, above.index)).tense != "none":
            purpose = below.deprel.startswith(("advcl", "acl")) and below.xpos == "VB"
            return "possible" if purpose else _finite(mood)
        below = above
    return None


def _by_word(a: Analysis, above: Token, below: Token) -> Modality | None:
    """What one word above says, if it is listed: "promised to", "no sign of", "rejected a demand to"."""
    words, lemma = lexicon("plover"), above.lemma.lower()
    if above.upos == "NOUN" and any(t.text.lower() in ("no", "little") for t in a.children(above.index, "det", "amod")):
        return "denied"
    found: Modality | None = next((m for m, listed in words["above"].items() if lemma in listed), None)
    if found is None or lemma in words["through"]["words"]:
        return None
    if lemma == "want" and below.deprel == "xcomp" and not a.children(above.index, "obj"):
        return "possible"  # wanting to do is one's own wish, wanting somebody to do a request
    if clauses.negated(a, above.index):
        return "refused" if found in ("possible", "promised", "planned") else "denied"
    if found == "requested" and not above.is_root and a.tokens[above.head].lemma.lower() in words["above"]["refused"]:
        return "refused"
    return found
