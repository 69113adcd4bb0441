"""What one party does to another in a sentence: of all acts that the product's rules know in it, the one that links the two best."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from summitry.extractors.rules.events import JOINT, SPEECH_ACTS, Found, lender, modality_of, nouns, readings
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.records import Modality

# What is said of an act decides before the act itself: "threatened to attack".
SAID = (*SPEECH_ACTS, "AGREE", "SUPPORT")
# Verbs that tell of an act as done, though the word for it hangs below them.
TELLING = frozenset("announce decide order approve declare confirm".split())
REQUIRED = frozenset("must should need ought".split())
# From here on an act has the source as its doer.
LINKED = 2.0


def between(a: Analysis, source: AbstractSet[int], target: AbstractSet[int]) -> Found | None:
    """The act of the `source` towards the `target`, each given as indices of its words; None where no act is named."""
    scores = {f: link(a, f, source, target) for f in (*_named(a), *_required(a))}
    for upper, score in scores.items():
        if upper.root in SAID and score > LINKED:
            scores[upper] = max([score, *(s + 0.3 for f, s in scores.items() if _content(a, f, upper))])
    return max(scores, key=lambda f: scores[f], default=None)


def modality(a: Analysis, found: Found) -> Modality:
    """Whether the act is done: what is announced or ordered, what is done for a purpose and what may have been done count as done."""
    token, above = found.token, a.tokens[found.token.head]
    relation = token.deprel.split(":")[0]
    mood = clauses.mood(a, token.index)
    if mood.perfect and mood.modal in ("may", "might", "could"):
        return "happened"
    serves = relation == "advcl" and token.xpos == "VB" and above.upos == "VERB"
    told = above.lemma in TELLING and (token.upos != "VERB" or relation == "xcomp")
    if serves or (told and not token.is_root):
        return modality_of(a, Found(above, above, found.root, meeting=False, modality=None, why=""))
    return modality_of(a, found) if found.coded else found.modality or modality_of(a, found)


def link(a: Analysis, found: Found, source: AbstractSet[int], target: AbstractSet[int]) -> float:
    """How well an act links the two: by who does it, to whom, and how near its word stands to the source."""
    verb, named = found.token, found.named
    nominal = verb.upos != "VERB"
    who = {t.index for t in _doers(a, found)}
    whom = set() if nominal else {t.index for t in clauses.undergoers(a, verb.index)}
    below = {*a.subtree(verb.index), *a.subtree(named.index)}
    joint = found.root in JOINT
    score = 0.0
    if who & source:
        score += 3
    elif any(source & set(a.subtree(i)) for i in who):
        score += 2
    elif source & below:
        score += 0.7
    if source & whom and not joint:
        score -= 2
    if nominal and verb.index in source:
        score += 4  # "the minister's refusal": the source is the act
    if target & (whom | who if joint else whom):
        score += 2
    elif target & who:
        score -= 2
    elif target & below:
        score += 1.5
    far = min((_steps(a, verb.index, i) for i in source), default=0)
    return score - 0.1 * far - 0.3 * nominal - 0.3 * (named.deprel == "compound")


def _named(a: Analysis) -> Iterator[Found]:
    """The acts that verbs name, and those that other nouns name."""
    found = [f for t in a.tokens if (f := next(readings(a, t), None)) is not None]
    taken = {i for f in found for i in (f.named.index, f.token.index)}
    yield from found
    yield from (f for f in nouns(a) if f.token.index not in taken)


def _required(a: Analysis) -> Iterator[Found]:
    """What somebody says that another must do: "the minister said the rebels must disarm"."""
    for token in a.tokens:
        said = a.tokens[token.head]
        helpers = {t.lemma.lower() for t in (token, *a.children(token.index, "aux"))}
        if token.deprel == "ccomp" and said.upos == "VERB" and helpers & REQUIRED:
            yield Found(said, said, "REQUEST", meeting=False, modality=None, why=f"“{said.text}” with “must”")


def _content(a: Analysis, lower: Found, upper: Found) -> bool:
    """Whether an act is what another is about: "promised to help", "the threat to attack"."""
    token = lower.token
    while not token.is_root:
        relation = token.deprel.split(":")[0]
        if token.head in (upper.token.index, upper.named.index):
            return relation in ("xcomp", "ccomp") or (relation == "acl" and token.xpos == "VB")
        if relation not in ("xcomp", "ccomp", "conj"):
            return False
        token = a.tokens[token.head]
    return False


def _doers(a: Analysis, found: Found) -> list[Token]:
    who = clauses.doers(a, found.token.index)
    if found.token.upos == "VERB":
        return who
    return [*(who or lender(a, found.named)), *a.children(found.token.index, "compound", "amod", "nmod:poss")]


def _steps(a: Analysis, one: int, other: int) -> int:
    """How many steps lie between two words in the tree of their sentence; 20 where they stand in two sentences."""
    up = [one, *(t.index for t in a.ancestors(one))]
    over = [other, *(t.index for t in a.ancestors(other))]
    meet = next((i for i in up if i in over), None)
    return up.index(meet) + over.index(meet) if meet is not None else 20
