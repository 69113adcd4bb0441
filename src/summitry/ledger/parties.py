"""Who stands for whom: the parties that the actors of many articles are or act for, the same by whatever name they go.

An actor of a country stands for its state, of a movement for the movement. Strangers to the actor table are known by their names: one
name is one party, whatever kind an article takes it for; a surname is the one person who has it; "Alderlanders" are Alderland;
who is called a state's minister anywhere acts for it. Media report and take no part; a name under which nobody ever
says, promises, asks or does anything is a place. "Both sides" are the two that deal most with each other in their article.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, combinations

from summitry.records import (
    Actor,
    ActorId,
    Commitment,
    Condition,
    Demand,
    Document,
    Event,
    Obstacle,
    Order,
    Question,
    Record,
    Statement,
)

PartyId = str
Pair = frozenset[PartyId]
Who = Mapping[ActorId, frozenset[PartyId]]  # the parties that the actors of an article are or stand for

REACH = 60  # code points within which a role ties a person to a state
_KINDS = ("state", "organisation", "group", "person")  # of a name that is told as several as often, the first
_ISO = 3  # letters of a country's code
_DEMONYM = re.compile(r"(?:n|an|ian|er|ese|i|ish)?s?")
_ANONYMOUS = re.compile(r"[a-z]+:[0-9a-f]{8}-m?\d+")
_NAME = re.compile(r"(person|state|organisation|group):([^:]*)")
_HOLDER = re.compile(r"p:([^:]+):")
_TIE = r"(?:[\w-]+[ ,]+){0,4}?"
_ACTING: Mapping[type, Sequence[str]] = {
    Event: ("actor", "recipient"),
    Commitment: ("maker", "beneficiary"),
    Demand: ("by", "to"),
    Obstacle: ("between",),
    Order: ("according_to",),
    Statement: (),
    Condition: (),
    Question: (),
}


class Parties:
    """The parties of some articles; neither their order nor how often one came matters.

    `seats`: names of places by which articles mean a state, in lower case, with the state that most mean.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = sorted({d.article.id: d for d in documents}.values(), key=lambda d: d.article.id)
        self._outlets = {(d.article.source or "").casefold() for d in self._documents} - {""}
        self._ids = {actor.id for d in self._documents for actor in d.actors}
        self._own: dict[tuple[ActorId, str | None], PartyId | None] = {}  # of each actor by its own name
        self._same = self._names()
        self._owner = self._owners()
        self._of = {d.article.id: self._who(d) for d in self._documents}
        self.seats = self._seats()

    def of(self, document: Document) -> Who:
        """For each actor of an article the parties that it is or stands for; who is none has no entry."""
        return self._of[document.article.id]

    # One name, one party -----------------------------------------------------------------------------------------

    def _names(self) -> dict[str, PartyId]:
        """The party of each stranger's name, as ids write it; of places none."""
        told: defaultdict[str, Counter[str]] = defaultdict(Counter)
        active: set[str] = set()
        for document in self._documents:
            acting = set(_acting(document))
            for actor in document.actors:
                if (name := _name_of(actor)) is not None:
                    told[name][actor.kind] += max(1, len(actor.mentions))
                    active |= {name} if actor.id in acting else set()
        kind = {name: min(tally, key=lambda k: (-tally[k], _KINDS.index(k))) for name, tally in told.items()}
        people = {f"person:{name}" for name, what in kind.items() if what == "person" and "-" in name}
        full: defaultdict[str, set[PartyId]] = defaultdict(set)
        for person in people.union(one for one in self._ids if _HOLDER.match(one)):
            full[person.rpartition(":")[2].rpartition("-")[2]].add(person)
        same: dict[str, PartyId] = {}
        for name, what in kind.items():
            if what == "person" and len(full[name]) == 1:
                (same[name],) = full[name]
            elif (land := _land(name, kind)) is not None:
                same[name] = f"{kind[land]}:{land}"
            elif name in active or (what == "person" and "-" in name):
                same[name] = f"{what}:{name}"
        return same

    def _seats(self) -> Mapping[str, PartyId]:
        meant: defaultdict[str, Counter[PartyId]] = defaultdict(Counter)
        for document in self._documents:
            who = self.of(document)
            for actor in document.actors:
                if actor.kind == "state" and len(own := who.get(actor.id, frozenset())) == 1:
                    for mention in actor.mentions:
                        meant[document.article.quote(mention).casefold()].update(own)
        return {name: min(tally, key=lambda party: (-tally[party], party)) for name, tally in meant.items()}

    # For whom somebody acts ---------------------------------------------------------------------------------------

    def _owners(self) -> dict[PartyId, PartyId]:
        """Of persons that are strangers the state or body that most articles call them a minister, envoy or head of."""
        tally: defaultdict[PartyId, Counter[PartyId]] = defaultdict(Counter)
        for document in self._documents:
            lands = [(a, p) for a in document.actors if (p := self._itself(a)) and not p.startswith(("person:", "p:"))]
            for actor in document.actors:
                person = self._itself(actor)
                if person and person.startswith("person:"):
                    tally[person].update(p for land, p in lands if _is_tied(document, actor, land))
        return {person: min(found, key=lambda p: (-found[p], p)) for person, found in tally.items() if found}

    def _itself(self, actor: Actor) -> PartyId | None:
        """The party that an actor is by its own name, or by its country."""
        key = actor.id, actor.country
        if key not in self._own:
            self._own[key] = self._by_name(actor)
        return self._own[key]

    def _by_name(self, actor: Actor) -> PartyId | None:
        holder = _HOLDER.match(actor.id)
        kind, _, name = actor.id.partition(":")
        if (kind == "group" and name.isupper()) or (kind == "org" and name in _words()["sides"]):
            return actor.id
        if holder and not (len(holder[1]) == _ISO and actor.country in (None, holder[1].upper())):
            body = holder[1].upper()
            return f"org:{body}" if f"org:{body}" in self._ids or not actor.country else f"group:{body}"
        if actor.country:
            return f"state:{actor.country}"
        stranger = _name_of(actor)
        if stranger is None:
            return None if _ANONYMOUS.fullmatch(actor.id) else actor.id
        return self._same.get(stranger)

    def _who(self, document: Document) -> Who:
        found: dict[ActorId, frozenset[PartyId]] = {}
        together: list[ActorId] = []
        for actor in document.actors:
            if self._reports(actor):
                continue
            if (one := self._named_after(document, actor) or self._itself(actor)) and not _is_together(actor):
                found[actor.id] = frozenset({self._owner.get(one, one)})
            elif _is_together(actor):
                together.append(actor.id)
        pair = _principal(document, found) if together else None
        return found | (dict.fromkeys(together, pair) if pair else {})

    def _reports(self, actor: Actor) -> bool:
        return actor.kind != "person" and (actor.name.casefold() in self._outlets or _is_of_media(actor.name))

    def _named_after(self, document: Document, actor: Actor) -> PartyId | None:
        """The stranger whose name a nameless actor's words hold: "Alderland's team"."""
        if actor.country or not (_ANONYMOUS.fullmatch(actor.id) or actor.kind in ("unnamed", "group")):
            return None
        lands = (a for a in document.actors if a is not actor and not a.country and _name_of(a) and a.kind != "person")
        holding = [a for a in lands if re.search(rf"\b{re.escape(a.name)}\b", actor.name)]
        longest = min(holding, key=lambda a: (-len(a.name), a.id), default=None)
        return self._itself(longest) if longest else None


_NONE: frozenset[PartyId] = frozenset()


def party_of(who: Who, ids: Iterable[ActorId]) -> frozenset[PartyId]:
    """The parties of some actors of an article."""
    own = [who[i] for i in ids if i in who]
    return own[0] if len(own) == 1 else _NONE.union(*own)


def acting_for(record: Record) -> tuple[ActorId, ...]:
    """The actors of a record, but for those who only relay it."""
    held: list[tuple[ActorId, ...]] = [getattr(record, name) for name in _ACTING[type(record)]]
    return tuple(chain.from_iterable(held))


def dealt(document: Document) -> Iterator[Record]:
    """The records by which parties deal with each other."""
    yield from document.events
    yield from document.commitments
    yield from document.demands
    yield from document.obstacles


def dealings(document: Document, who: Who) -> Counter[Pair]:
    """How often each two parties deal with each other in an article."""
    found: Counter[Pair] = Counter()
    for record in dealt(document):
        if len(own := party_of(who, acting_for(record))) > 1:
            found.update(map(frozenset, combinations(sorted(own), 2)))
    return found


def _principal(document: Document, who: Who) -> Pair | None:
    deals = dealings(document, who)
    return min(deals, key=lambda pair: (-deals[pair], sorted(pair)), default=None)


def _acting(document: Document) -> Iterator[ActorId]:
    """Those who say, promise, ask or do something."""
    for statement in document.statements:
        yield from statement.speaker
    for commitment in document.commitments:
        yield from commitment.maker
    for demand in document.demands:
        yield from demand.by
    for event in document.events:
        if event.modality in ("happened", "ongoing"):
            yield from event.actor


def _name_of(actor: Actor) -> str | None:
    """The name of a stranger as its id writes it."""
    found = None if actor.country or _ANONYMOUS.fullmatch(actor.id) else _NAME.fullmatch(actor.id)
    return found[2] if found and found[2] and not found[2].isupper() else None


def _land(name: str, kind: Mapping[str, str]) -> str | None:
    """The state whose people or adjective a name is."""
    lands = (name[:n] for n in range(len(name) - 1, 2, -1) if _DEMONYM.fullmatch(name, n))
    return next((land for land in lands if kind.get(land) == "state"), None)


def _is_tied(document: Document, person: Actor, land: Actor) -> bool:
    """Whether the text calls a person a state's minister, envoy or head: "Alderland's foreign minister, Mary Ash"."""
    text = document.article.text
    for one in person.mentions:
        for other in land.mentions:
            between = text[other.end : one.start] if other < one else text[one.end : other.start]
            if len(between) < REACH and (_before() if other < one else _after()).fullmatch(between):
                return True
            if (
                between in (", ", " ")
                and other < one
                and _head().search(text[max(0, other.start - REACH) : other.start])
            ):
                return True
    return False


@cache
def _before() -> re.Pattern[str]:
    """Between a state and its minister: "'s foreign minister, ", " Prime Minister "."""
    return re.compile(rf"(?:['’]s)? {_TIE}{_role()},? ", re.IGNORECASE)


@cache
def _after() -> re.Pattern[str]:
    """Between a minister and the state: ", prime minister of "."""
    return re.compile(rf"(?:, (?:the )?{_TIE}{_role()})? of (?:the )?", re.IGNORECASE)


@cache
def _head() -> re.Pattern[str]:
    """Before a state whose minister follows: "the foreign minister of "."""
    return re.compile(rf"\b{_role()} of (?:the )?$", re.IGNORECASE)


def _role() -> str:
    return f"(?:{'|'.join(sorted(_words()['roles']))})"


@lru_cache(maxsize=1 << 16)  # the same names stand in many articles
def _is_of_media(name: str) -> bool:
    words = name.casefold().split()
    return not _words()["media"].isdisjoint({" ".join(words[-1:]), " ".join(words[-2:])})


def _is_together(actor: Actor) -> bool:
    """Whether it is those who take part together: "both sides", "leaders of the two countries"."""
    return not (actor.country or actor.kind == "person") and _names_several(actor.name)


@lru_cache(maxsize=1 << 16)
def _names_several(name: str) -> bool:
    words = name.casefold().split(" of ")[0].split()
    counted = words[:1] and words[0] in _words()["counted"]
    return bool(words) and words[-1] in _words()["together"] and bool(counted or name[1:].islower())


@cache
def _words() -> Mapping[str, frozenset[str]]:
    held = tomllib.loads((files("summitry") / "data/parties.toml").read_text("utf-8"))
    del held["source"]
    comma = {"media"}
    return {
        name: frozenset(word.strip() for word in (" ".join(listed.split())).split("," if name in comma else None))
        for name, listed in held.items()
    }
