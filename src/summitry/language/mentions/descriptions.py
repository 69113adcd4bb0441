"""Whom a description means: "the judge" is Judge Mora, "the minister" the minister last spoken of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from summitry.language.actors import fold
from summitry.language.analysis import Analysis, Mention, Token
from summitry.language.mentions.lexicon import Lexicon
from summitry.records import Actor, ActorId

STEM = 5  # letters by which "Calderan" and "Caldera" are one word
INDEFINITE = frozenset("a an another one some any no each every either neither what which such".split())
NOMINAL = ("NOUN", "PROPN")
MODIFIERS = ("amod", "compound", "nmod")


@dataclass(frozen=True, slots=True)
class Description:
    """A noun that stands for somebody, with the words that say which: "Velmora's trade minister"."""

    noun: str
    which: frozenset[str]

    def may_be(self, other: "Description", words: Lexicon) -> bool:
        """Whether two may describe one person: neither says what the other contradicts, "deputy" and "former" both or none."""
        mine, theirs = ({w[:STEM]: w for w in d.which} for d in (self, other))
        apart = {mine.get(stem) or theirs[stem] for stem in mine.keys() ^ theirs.keys()}
        tells = any(words.has(use, word) for word in apart for use in ("other_office", "past"))
        return self.noun == other.noun and (mine.keys() <= theirs.keys() or theirs.keys() <= mine.keys()) and not tells


def described(a: Analysis, mentions: Sequence[Mention], actors: Sequence[Actor], words: Lexicon) -> tuple[Mention, ...]:
    """The mentions, those of the unnamed with whom they mean: of the persons introduced by the noun, whoever was last spoken of."""
    known = {actor.id: actor for actor in actors}
    told = sorted(mentions, key=lambda m: m.head)
    introduced = {t.index: m.actors[0] for m in told if _is_person(m, known) for t in titles(a, m)}
    called = [(i, description(a, a.tokens[at])) for at, i in introduced.items()]
    found = _rebels(a, told, known, words)
    for number, m in enumerate(told):
        noun = _noun(a, m)
        if len(m.actors) != 1 or m.actors[0] in found or noun is None or known[m.actors[0]].kind != "unnamed":
            continue
        this = description(a, noun)
        who = {i for i, d in called if this.may_be(d, words)}
        before = (i for n in reversed(told[:number]) for i in n.actors if i in who)
        someone = introduced.get(noun.index) or next(before, None) or (next(iter(who)) if len(who) == 1 else None)
        if someone is not None:
            found[m.actors[0]] = someone
    return tuple(replace(m, actors=tuple(dict.fromkeys(found.get(i, i) for i in m.actors))) for m in mentions)


def _rebels(
    a: Analysis, mentions: Sequence[Mention], known: Mapping[ActorId, Actor], words: Lexicon
) -> dict[ActorId, ActorId]:
    """ "The rebels" are the one movement that an article names."""
    nouns = {m.actors[0] for m in mentions if len(m.actors) == 1 and words.has("rebels", a.tokens[m.head].text.lower())}
    groups = [i for i, actor in known.items() if actor.kind == "group" and i not in nouns and _is_named(actor)]
    return {i: groups[0] for i in nouns if known[i].kind == "group"} if len(groups) == 1 else {}


def _is_named(actor: Actor) -> bool:
    """Whether somebody has a name: a stranger's needs more than the capital that begins a sentence."""
    stranger = actor.id.islower()
    return any(c.isupper() for c in actor.name[stranger:])


def _is_person(m: Mention, known: Mapping[ActorId, Actor]) -> bool:
    return m.form == "name" and len(m.actors) == 1 and known[m.actors[0]].kind == "person"


def titles(a: Analysis, m: Mention) -> Iterator[Token]:
    """The nouns that a name is introduced by: before it, in apposition to it, or by a copula."""
    words = a.tokens_in(m.span)
    name = [t for t in words if t.name.endswith("PER")] or [a.tokens[m.head]]
    if name[0].index and a.tokens[name[0].index - 1].upos in NOMINAL:
        yield a.tokens[name[0].index - 1]
    for token in {t.index: t for t in (*name, a.tokens[m.head])}.values():
        beside = a.children(token.index, "appos", "nmod:desc")
        if token.deprel == "appos" or (token.deprel == "nsubj" and a.children(token.head, "cop")):
            beside.append(a.tokens[token.head])
        yield from (t for t in beside if t.upos in NOMINAL and t not in name)


def description(a: Analysis, noun: Token) -> Description:
    """A noun with the words before and after it that say which."""
    below = (a.tokens[i] for c in a.children(noun.index, *MODIFIERS) for i in a.subtree(c.index))
    which = (fold(t.text) for t in below if t.upos in (*NOMINAL, "ADJ") and not t.name.endswith("PER"))
    return Description(noun.lemma.lower(), frozenset(which))


def _noun(a: Analysis, m: Mention) -> Token | None:
    """The noun of a phrase that speaks of one person who is known: "the judge", "her minister", "Director", but not "a judge"."""
    words, noun = a.tokens_in(m.span), a.tokens[m.head]
    noun = words[-1] if noun.upos == "DET" or noun.text.lower() == "the" else noun
    if noun.upos == "PRON" or noun.xpos in ("NNS", "NNPS") or words[0].text.lower() in INDEFINITE:
        return None
    definite = words[0].upos == "DET" or words[0].xpos == "PRP$" or noun.text[:1].isupper()
    return noun if definite or a.children(m.head, "nmod:poss", "nmod:desc") else None
