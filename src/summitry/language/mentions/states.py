"""States in other words: "her country", "my government", "the Velmoran side", "the National Government"."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from summitry.language.actors import ActorTable, fold
from summitry.language.analysis import Analysis, Mention, Token
from summitry.language.mentions.descriptions import INDEFINITE, titles
from summitry.language.mentions.lexicon import Lexicon
from summitry.records import Actor, ActorId

NAMELESS = re.compile(r"[a-z]+:[0-9a-f]{8}-m?\d+")  # the id of an actor that is called by a noun
OPENS = "the a an my our your his her its their one another some any no each every either neither"
OPENING = re.compile(rf"(?:({OPENS.replace(' ', '|')})\s+)?(.+)", re.IGNORECASE | re.DOTALL)
SAID_BY = {"my": "speaker", "our": "speaker", "your": "addressee"}
STEM = 4  # letters by which "Vellish" and "Velland" are one word
OWNERS = ("nmod", "amod", "compound")


@dataclass(slots=True)
class Lands:
    """The states of an article and who belongs to which; `actors` grows by states that only others are said to be of."""

    a: Analysis
    mentions: Sequence[Mention]
    actors: dict[ActorId, Actor]
    table: ActorTable
    _at: Mapping[int, Mention] = field(init=False)
    _home: dict[ActorId, ActorId] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._at = {m.head: m for m in sorted(self.mentions, key=lambda m: m.span.end - m.span.start)}
        for m in self.mentions:
            if m.form != "pronoun" and len(m.actors) == 1 and self.actors[m.actors[0]].kind in ("person", "unnamed"):
                for noun in (*(titles(self.a, m) if m.form == "name" else ()), self.a.tokens[m.head]):
                    if m.actors[0] not in self._home and (land := self.owning(noun)):
                        self._home[m.actors[0]] = land

    def owning(self, noun: Token) -> ActorId | None:
        """The state named or meant before a noun or after "of"."""
        lands = (self._meant(token) for token in self.a.children(noun.index, *OWNERS))
        return next((land for land in lands if land), None)

    def spoken_of(self) -> ActorId | None:
        """The state most spoken of."""
        counted = Counter(i for m in self.mentions for i in m.actors if self._is_named(i))
        return counted.most_common(1)[0][0] if counted else None

    def _is_named(self, actor: ActorId) -> bool:
        return self.actors[actor].kind == "state" and not NAMELESS.fullmatch(actor)

    def _meant(self, token: Token) -> ActorId | None:
        """The state that a word before a noun names, or that whoever it stands for belongs to."""
        m = self._at.get(self._speaking(token).index)
        if m is None or not m.actors:
            return self._called(token)
        if len(m.actors) > 1 or self._is_named(m.actors[0]):
            return m.actors[0] if len(m.actors) == 1 else None
        return self.home(self.actors[m.actors[0]])

    def home(self, actor: Actor) -> ActorId | None:
        """The state that somebody belongs to."""
        return self._of_table(f"state:{actor.country}") if actor.country else self._home.get(actor.id)

    def body(self, land: ActorId, noun: str) -> ActorId:
        """A state's body, called as papers call it: "Philippine army", "parliament of Velmora"."""
        state, entry = self.actors[land], self.table.entries.get(land)
        adjective = next((n.text for n in entry.names if n.form == "adjective"), None) if entry else None
        name = f"{adjective} {noun}" if adjective else f"{noun} of {state.name}"
        key = f"organisation:{land.partition(':')[2].lower()}-{fold(noun).replace(' ', '-')}"
        self.actors[key] = Actor(key, name, "organisation", None, state.country)
        return key

    def _speaking(self, token: Token) -> Token:
        """For "my" the word for who speaks, for "your" for who is spoken to, where a statement holds it; else the word itself."""
        role = SAID_BY.get(token.text.lower(), "")
        said = [f for f in self.a.frames if f.kind == "statement" and f.roles.get(role)]
        said = [f for f in said if any(b <= token.index <= e for b, e in f.roles.get("content", ()))]
        around = min(said, key=lambda f: sum(e - b for b, e in f.roles["content"]), default=None)
        return self.a.tokens[around.roles[role][0][0]] if around else token

    def _called(self, token: Token) -> ActorId | None:
        """The state of a name or an adjective; a place that nobody knows is one."""
        for found in self.table.names.get(fold(token.text), ()):
            if found.entry.kind == "state" and found.name.form != "metonym":
                return self._of_table(found.entry.id)
        if token.upos not in ("PROPN", "ADJ"):
            return None
        first = last = token.index
        while self.a.tokens[first].name.startswith("I-"):
            first -= 1
        while last + 1 < len(self.a.tokens) and self.a.tokens[last + 1].name.startswith("I-"):
            last += 1
        name = self.a.article.quote(self.a.span(first, last))
        named = [i for i in self.actors if self._is_named(i)]
        same = [i for i in named if fold(self.actors[i].name) == fold(name)]
        same = same or [i for i in named if any(_is_alike(w, token.text) for w in self.actors[i].name.split())]
        if len(same) == 1:
            return same[0]
        new = Actor("state:" + fold(name).replace(" ", "-"), name, "state")
        return self.actors.setdefault(new.id, new).id if token.name.endswith("LOC") and not same else None

    def _of_table(self, state: ActorId) -> ActorId | None:
        entry = self.table.entries.get(state)
        if entry is not None:
            self.actors.setdefault(state, Actor(state, entry.name, "state", entry.wikidata, entry.country))
        return state if entry is not None else None


def _is_alike(one: str, other: str) -> bool:
    return len(one) >= STEM and fold(one)[:STEM] == fold(other)[:STEM]


def stated(
    a: Analysis, mentions: Sequence[Mention], actors: Sequence[Actor], table: ActorTable, words: Lexicon
) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """The mentions with the states that nouns such as "country" mean, and whose body "parliament" is; and all actors."""
    lands = Lands(a, mentions, {actor.id: actor for actor in actors}, table)
    found: dict[ActorId, ActorId] = {}
    for m in mentions:
        if len(m.actors) != 1 or m.actors[0] in found or m.form == "pronoun":
            continue
        one, noun = lands.actors[m.actors[0]], a.tokens[m.head]
        told = OPENING.fullmatch(a.article.quote(m.span))
        opening, phrase = (told[1] or "", told[2]) if told else ("", "")
        if opening.lower() in INDEFINITE:
            continue
        if one.kind == "organisation" and tuple(fold(phrase).split()) in words.bodies:
            land = lands.owning(noun) or lands.home(one) or lands.spoken_of()
            if land is not None:
                found[one.id] = lands.body(land, phrase)
        elif NAMELESS.fullmatch(one.id) and words.has("state_nouns", noun.lemma.lower()):
            alone = (
                opening.lower() == "the"
                and words.has("states_alone", noun.lemma.lower())
                and not a.children(m.head, "nmod")
            )
            land = lands.owning(noun) or (lands.spoken_of() if alone else None)
            if land is not None:
                found[one.id] = land
    meant = tuple(replace(m, actors=tuple(dict.fromkeys(found.get(i, i) for i in m.actors))) for m in mentions)
    return meant, tuple(lands.actors.values())
