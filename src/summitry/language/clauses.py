"""Reading a dependency tree as clauses: who does what to whom, in which mood, and which words belong to it.

Every function takes the analysis and the index of a token, and gives tokens or spans; none guesses: what the tree does not
say is None or empty. Relations are Universal Dependencies'.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from summitry.article import Span
from summitry.language.analysis import Analysis, Token
from summitry.records import ActorId

# Clauses without a subject of their own that take the one of the clause above.
SHARING = ("conj", "advcl", "parataxis", "xcomp", "acl")
MODALS = frozenset("will would shall should may might can could must".split())
SHORT = {"wo": "will", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would", "ca": "can", "sha": "shall"}
SELF = frozenset("i we us me my our ours myself ourselves".split())
NEGATIONS = frozenset("not n't never no neither nor hardly scarcely without".split())
MARKS = frozenset("“”„«»\"‘’'")
EDGES = MARKS | frozenset(",;:.-–—()[]…!?")


@dataclass(frozen=True, slots=True)
class Mood:
    """How a verb stands: its modal (`will`, `would`, `is to`), whether negated, passive, and its tense."""

    modal: str | None
    negated: bool
    passive: bool
    tense: str  # past, present, future, none (infinitives, nouns)
    perfect: bool = False
    progressive: bool = False


def mood(a: Analysis, index: int) -> Mood:
    """The mood of a verb, a copular predicate or (negation only) a noun; conjoined verbs share an auxiliary written once."""
    token = a.tokens[index]
    helpers = a.children(index, "aux", "cop")
    if (
        not helpers
        and token.deprel == "conj"
        and not a.children(index, "nsubj", "mark")
        and token.xpos in ("VB", "VBN", "VBG")
    ):
        helpers = a.children(token.head, "aux", "cop")
    lemmas = [SHORT.get(h.text.lower(), h.lemma.lower()) for h in helpers]
    modal = next((m for m in lemmas if m in MODALS), None)
    if modal is None and any(t.xpos == "TO" for t in a.children(index, "mark")) and "be" in lemmas:
        modal = "is to"
    tense = "none"
    finite = [*helpers, token]
    if modal in ("will", "shall", "is to"):
        tense = "future"
    elif any(t.xpos == "VBD" for t in finite) or modal in ("would", "could", "might"):
        tense = "past"
    elif any(t.xpos in ("VBP", "VBZ", "MD") for t in finite):
        tense = "present"
    return Mood(
        modal=modal,
        negated=negated(a, index)
        or (bool(helpers) and token.deprel == "conj" and not a.children(index, "aux") and _shares_negation(a, token)),
        passive=any(h.deprel == "aux:pass" for h in helpers) or bool(a.children(index, "nsubj:pass")),
        tense=tense,
        perfect="have" in lemmas,
        progressive=token.xpos == "VBG" and "be" in lemmas,
    )


def _shares_negation(a: Analysis, conjunct: Token) -> bool:
    """Whether "not" reaches a later verb: "will not stop or slow" does, "will not stop but speed up" does not."""
    between = range(conjunct.head, conjunct.index)
    return negated(a, conjunct.head) and not any(a.tokens[i].text.lower() in ("but", "and") for i in between)


def negated(a: Analysis, index: int) -> bool:
    """Whether a negation hangs on the word itself or on its subject or object ("no talks were held")."""
    around = a.children(index, "advmod", "det", "cc", "mark", "case")
    for near in a.children(index, "nsubj", "obj"):
        around += a.children(near.index, "det")
    return any(t.lemma.lower() in NEGATIONS or t.text.lower() in NEGATIONS for t in around)


def conjuncts(a: Analysis, index: int) -> list[Token]:
    """A token and those joined to it, or to one of these, by `and`, `or`, commas."""
    found = [a.tokens[index]]
    for token in found:
        found += a.children(token.index, "conj")
    return sorted(found, key=lambda t: t.index)


def subject(a: Analysis, index: int) -> Token | None:
    """The grammatical subject: its own, or the one it shares through coordination, control or a relative clause."""
    token = a.tokens[index]
    for own in a.children(index, "nsubj", "csubj")[:1]:
        relative = own.xpos in ("WDT", "WP") and token.deprel.split(":")[0] in ("acl", "advcl")
        return a.tokens[token.head] if relative else own  # "the envoy who said": the pronoun stands for the envoy
    if token.is_root:
        return None
    relation = token.deprel.split(":")[0]
    if relation == "xcomp":
        governed = a.children(token.head, "iobj", "obj")
        if governed and a.tokens[token.head].lemma not in ("promise", "threaten"):
            return governed[0]  # "urged Iran to stop": who stops is the object
    elif relation == "acl" and token.xpos == "VBG":
        return a.tokens[token.head]  # "an official speaking ..."
    elif relation == "acl" and token.xpos in ("VB", "VBN") and (owner := possessor(a, token.head)) is not None:
        return owner  # "Iran's promise to stop"
    if relation in SHARING or (relation == "ccomp" and mood(a, index).tense == "none"):
        return subject(a, token.head)
    return None


def possessor(a: Analysis, index: int) -> Token | None:
    """Whose it is: "Iran's promise", "their pledge", "the promise of Iran", "an offer by Tehran"."""
    owners = a.children(index, "nmod:poss")
    owners += [
        t
        for t in a.children(index, "nmod")
        if any(c.lemma.lower() in ("by", "of", "from") for c in a.children(t.index, "case"))
    ]
    return owners[0] if owners else None


def doers(a: Analysis, index: int) -> list[Token]:
    """Heads of who does it: an active verb's subjects, the agents of a passive, the owners of a noun."""
    token = a.tokens[index]
    if token.upos in ("NOUN", "PROPN"):
        owner = possessor(a, index)
        return conjuncts(a, owner.index) if owner is not None else []
    if mood(a, index).passive or (token.xpos == "VBN" and token.deprel == "acl"):
        agents = [
            t for t in a.children(index, "obl") if any(c.lemma.lower() == "by" for c in a.children(t.index, "case"))
        ]
        return [t for agent in agents for t in conjuncts(a, agent.index)]
    found = subject(a, index)
    return conjuncts(a, found.index) if found is not None else []


def undergoers(a: Analysis, index: int) -> list[Token]:
    """Heads of what it is done to: objects, or the subject of a passive."""
    token = a.tokens[index]
    if mood(a, index).passive:
        found = subject(a, index)
        return conjuncts(a, found.index) if found is not None else []
    if token.xpos == "VBN" and token.deprel == "acl":
        return [a.tokens[token.head]]
    return [t for child in a.children(index, "obj", "iobj") for t in conjuncts(a, child.index)]


def equated(a: Analysis, index: int) -> list[Token]:
    """What a copula or "remain" says a noun is, on either side: of "X is the obstacle", "the obstacle is X", X."""
    noun = a.tokens[index]
    head = a.tokens[noun.head]
    if a.children(index, "cop"):
        return a.children(index, "nsubj", "csubj")
    if noun.deprel.startswith("nsubj"):
        return [head] if a.children(head.index, "cop") else a.children(head.index, "xcomp", "ccomp") * _links(head)
    if noun.deprel in ("xcomp", "obj", "obl") and _links(head):
        return a.children(head.index, "nsubj", "csubj")
    return [head] if noun.deprel == "appos" else []


def phrasal(a: Analysis, verb: Token) -> str:
    """A verb's lemma with its particle, also where that is not hung on it as one ("called off the strike"): call_off."""
    after = a.tokens[verb.index + 1 : verb.index + 2]
    particles = a.children(verb.index, "compound:prt") or [t for t in after if t.xpos == "RP"]
    return "_".join([verb.lemma.lower(), *(t.text.lower() for t in particles)])


def _links(verb: Token) -> bool:
    return verb.lemma.lower() in ("be", "remain", "become", "prove", "constitute", "represent", "pose", "form", "stay")


def obliques(a: Analysis, index: int, *prepositions: str) -> list[Token]:
    """Heads of prepositional phrases on a verb or noun, by preposition ("with", "against", "between")."""
    found = []
    for child in a.children(index, "obl", "nmod"):
        cases = [c.text.lower() for c in a.children(child.index, "case")]
        if any(c in prepositions for c in cases):
            found += conjuncts(a, child.index)
    return found


def actors(a: Analysis, tokens: Iterable[Token], speaker: tuple[ActorId, ...] = ()) -> tuple[ActorId, ...]:
    """The actors that tokens stand for, each once, in order; "I" and "we" are the `speaker`.

    Where the head is no actor ("officials from the US", "the regime in Pyongyang") nothing is made up.
    """
    found: list[ActorId] = []
    for token in tokens:
        mention = a.mention_at(token.index)
        if is_self(token) and speaker:
            found += speaker
        elif mention is not None:
            found += mention.actors
    return tuple(dict.fromkeys(found))


def is_self(token: Token) -> bool:
    """Whether a word is "I", "we" or one of their forms; "US" in capitals is a country."""
    return token.text.lower() in SELF and token.text != "US"


def below(a: Analysis, index: int, *, without: Iterable[int] = ()) -> list[int]:
    """Indices of a token's subtree that stand together with it, less the subtrees of the tokens in `without`.

    What hangs on the token from beyond foreign words is nearly always a mistake of the parser, so it is left out.
    """
    whole = a.subtree(index)
    at = whole.index(index)
    first = last = at
    while first > 0 and whole[first - 1] == whole[first] - 1:
        first -= 1
    while last + 1 < len(whole) and whole[last + 1] == whole[last] + 1:
        last += 1
    left_out = {i for w in without for i in a.subtree(w)}
    return [i for i in whole[first : last + 1] if i not in left_out]


def phrase(a: Analysis, indices: Iterable[int]) -> Span | None:
    """The characters from the first to the last of some tokens, punctuation at the edges left out.

    A quotation that begins inside is closed: “corresponding measures” keeps its second mark.
    """
    kept = _trim(a, sorted(indices))
    if not kept:
        return None
    span = a.span(kept[0], kept[-1])
    opened = next((q for q in a.quotations if span.start < q.span.start < span.end <= q.span.end), None)
    if opened is not None and opened.span.end - span.end <= 1:
        return Span(span.start, min(opened.span.end + 1, len(a.article.text)))
    return span


def pieces(a: Analysis, indices: Iterable[int]) -> tuple[Span, ...]:
    """The characters of some tokens as spans of neighbouring tokens, cut at quotation marks, edges trimmed."""
    runs: list[list[int]] = [[]]
    for i in sorted(indices):
        if a.tokens[i].text in MARKS and not (a.tokens[i].text in "'’" and a.tokens[i].deprel == "case"):
            runs.append([])
            continue
        if runs[-1] and i != runs[-1][-1] + 1:
            runs.append([])
        runs[-1].append(i)
    trimmed = [_trim(a, run) for run in runs]
    return tuple(a.span(run[0], run[-1]) for run in trimmed if run)


def _trim(a: Analysis, indices: list[int]) -> list[int]:
    while indices and a.tokens[indices[0]].text in EDGES:
        indices = indices[1:]
    while indices and a.tokens[indices[-1]].text in EDGES and a.tokens[indices[-1]].deprel != "case":
        indices = indices[:-1]
    return indices


def clause(a: Analysis, index: int, *, without: Iterable[int] = ()) -> Span | None:
    """The characters of a clause or phrase: its head and all below it, edges trimmed."""
    return phrase(a, below(a, index, without=without))


def predicate(a: Analysis, index: int, *, subject: bool = False) -> Span | None:
    """What is done: the verb with its objects and phrases, but no auxiliaries, conditions or times at its edges.

    A verb that shares the object of the next ("reduce and later scrap the tariffs") takes it along; other coordinated verbs
    are left out. With `subject` the subject stays ("the deal is signed").
    """
    shared = shares_object(a, index)
    dropped = [t.index for t in a.children(index) if _outside_predicate(a, t, subject) and t not in shared]
    kept = below(a, index, without=dropped)
    if not subject:
        first = min([index, *(t.index for t in a.children(index, "cop", "aux") if t.deprel != "aux")])
        kept = [i for i in kept if i >= first]
    return phrase(a, _without_afterthought(a, kept, index))


def _without_afterthought(a: Analysis, indices: list[int], verb: int) -> list[int]:
    """The tokens up to a comma that sets off a further remark: ", despite ...", ", which ...", ", in line with ..."."""
    inside = set(indices)
    for i in indices:
        if i <= verb or a.tokens[i].text != "," or i + 1 not in inside:
            continue
        top = a.tokens[i + 1]
        while not top.is_root and top.head > i and top.head in inside:
            top = a.tokens[top.head]
        if top.deprel.split(":")[0] in REMARKS and top.head <= i:
            return [k for k in indices if k < i]
    return indices


def shares_object(a: Analysis, index: int) -> list[Token]:
    """The coordinated verb whose object is this verb's too; none where this verb has a complement of its own before it."""
    token = a.tokens[index]
    joined = [t for t in a.children(index, "conj") if t.upos == "VERB" and not a.children(t.index, "nsubj", "mark")]
    if token.upos != "VERB" or not joined:
        return []
    after = [t for t in a.children(index) if t.index > index and t.deprel.split(":")[0] in COMPLEMENTS]
    thing = [
        t for t in [*after, *a.children(joined[0].index, "obj")] if t.deprel == "obj" and t.index > joined[0].index
    ]
    return joined[:1] if thing and not any(t.index < joined[0].index for t in after) else []


def _outside_predicate(a: Analysis, t: Token, subject: bool) -> bool:
    relation = t.deprel.split(":")[0]
    if relation in ("nsubj", "csubj", "expl"):
        return not subject
    if relation in ("aux", "cop"):
        return not subject or t.deprel == "aux"
    if relation in ("mark", "cc", "conj", "parataxis", "discourse", "punct", "vocative"):
        return True
    if relation in ("advmod", "advcl", "obl") and t.index < t.head:
        return not subject
    if relation not in ("advcl", "obl", "advmod", "nmod"):
        return False
    cues = {c.text.lower() for c in [t, *a.children(t.index, "mark", "case", "advmod")]}
    if relation == "advcl" and "in" in cues:
        return True  # "in order to"
    return bool(cues & CONDITIONAL) or (relation != "advcl" and _timed(a, t))


def _timed(a: Analysis, t: Token) -> bool:
    """Whether a phrase is a time ("by Friday"), not a thing that contains one."""
    days = (time for time in a.times if time.type != "DURATION" and time.value != "PRESENT_REF")
    return any(time.span.covers(t.span) for time in days) or t.deprel.endswith(":tmod")


REMARKS = frozenset("obl nmod advcl acl appos parataxis".split())
COMPLEMENTS = frozenset("obj iobj obl xcomp ccomp compound advcl".split())
CONDITIONAL = frozenset(
    "if unless until till before after provided providing once assuming when while as return exchange during following amid".split()
)
