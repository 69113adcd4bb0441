"""Reading a dependency tree as clauses: who does what to whom, in which mood, and which words belong to it.

Every function takes the analysis and the index of a token, and gives tokens or spans; none guesses: what the tree does not
say is None or empty. Relations are Universal Dependencies'.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from summitry.article import Span
from summitry.language.analysis import Analysis, Token
from summitry.records import ActorId

CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis", "conj")
MODALS = frozenset("will would shall should may might can could must".split())
SHORT = {"wo": "will", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would", "ca": "can", "sha": "shall"}
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
        or (bool(helpers) and token.deprel == "conj" and not a.children(index, "aux") and negated(a, token.head)),
        passive=any(h.deprel == "aux:pass" for h in helpers) or bool(a.children(index, "nsubj:pass")),
        tense=tense,
        perfect="have" in lemmas,
        progressive=token.xpos == "VBG" and "be" in lemmas,
    )


def negated(a: Analysis, index: int) -> bool:
    """Whether a negation hangs on the word itself or on its subject or object ("no talks were held")."""
    around = a.children(index, "advmod", "det", "cc", "mark", "case")
    for near in a.children(index, "nsubj", "obj"):
        around += a.children(near.index, "det")
    return any(t.lemma.lower() in NEGATIONS or t.text.lower() in NEGATIONS for t in around)


def conjuncts(a: Analysis, index: int) -> list[Token]:
    """A token and those joined to it by `and`, `or`, commas."""
    return [a.tokens[index], *a.children(index, "conj")]


def subject(a: Analysis, index: int) -> Token | None:
    """The grammatical subject: its own, or the one it shares through coordination, control or a relative clause."""
    seen: set[int] = set()
    while index not in seen:
        seen.add(index)
        own = a.children(index, "nsubj", "csubj")
        token = a.tokens[index]
        if own:
            first = own[0]
            if first.xpos in ("WDT", "WP") and token.deprel in ("acl:relcl", "advcl:relcl", "acl"):
                return a.tokens[token.head]  # "the envoy who said": the relative pronoun stands for its antecedent
            return first
        if token.is_root:
            return None
        if token.deprel == "xcomp":
            governed = a.children(token.head, "iobj", "obj")
            if governed and a.tokens[token.head].lemma not in ("promise", "threaten"):
                return governed[0]  # "urged Iran to stop": who stops is the object
        elif token.deprel in ("acl", "acl:relcl") and token.xpos == "VBG":
            return a.tokens[token.head]
        elif token.deprel.startswith("acl") and token.xpos in ("VB", "VBN"):
            owner = possessor(a, token.head)  # "Iran's promise to stop"
            if owner is not None:
                return owner
        elif token.deprel not in ("conj", "advcl", "ccomp", "parataxis"):
            return None
        elif token.deprel == "ccomp" and mood(a, index).tense != "none":
            return None
        index = token.head
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
    if token.upos == "NOUN" or token.upos == "PROPN":
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
        if token.text.lower() in ("i", "we", "us", "me", "our", "my") and speaker:
            found += speaker
        elif mention is not None:
            found += mention.actors
    return tuple(dict.fromkeys(found))


def below(a: Analysis, index: int, *, without: Iterable[int] = ()) -> list[int]:
    """Indices of a token's subtree, less the subtrees of the tokens in `without`."""
    left_out = {i for w in without for i in a.subtree(w)}
    return [i for i in a.subtree(index) if i not in left_out]


def phrase(a: Analysis, indices: Iterable[int]) -> Span | None:
    """The characters from the first to the last of some tokens, punctuation at the edges left out."""
    kept = _trim(a, sorted(indices))
    return a.span(kept[0], kept[-1]) if kept else None


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
    while indices and a.tokens[indices[-1]].text in EDGES and not (a.tokens[indices[-1]].deprel == "case"):
        indices = indices[:-1]
    return indices


def clause(a: Analysis, index: int, *, without: Iterable[int] = ()) -> Span | None:
    """The characters of a clause or phrase: its head and all below it, edges trimmed."""
    return phrase(a, below(a, index, without=without))


def predicate(a: Analysis, index: int) -> Span | None:
    """What is done, as SCHEME's `action` wants it: the verb with its objects and phrases, without subject, auxiliaries and conditions."""
    dropped = [
        t.index
        for t in a.children(
            index, "nsubj", "csubj", "aux", "cop", "mark", "cc", "conj", "parataxis", "discourse", "punct", "expl"
        )
        if t.index < index or t.deprel not in ("punct", "expl")
    ]
    dropped += [
        t.index
        for t in a.children(index, "advcl")
        if any(m.lemma.lower() in CONDITIONAL for m in a.children(t.index, "mark", "advmod"))
    ]
    dropped += [t.index for t in a.children(index, "advmod") if t.index < index]
    return phrase(a, below(a, index, without=dropped))


CONDITIONAL = frozenset("if unless until before after provided once assuming when as".split())
