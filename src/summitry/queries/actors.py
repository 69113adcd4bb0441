"""Who takes part: actors over all articles, and the parties they stand for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summitry.ledger.parties import Parties, PartyId, acting_for, party_of
from summitry.ledger.parties import Who as Stands
from summitry.queries.answering import answered, kept
from summitry.queries.answers import ActorLine, PartyLine, Who
from summitry.records import Actor, ActorId, Document, Record
from summitry.stores import View


@answered
def actors(view: View) -> Sequence[ActorLine]:
    """All actors, most mentioned first."""
    return actor_lines(view.documents)


@kept
def names(view: View) -> dict[ActorId, str]:
    """What to call each actor: the name most articles use."""
    return {tally.actor.id: tally.name for tally in _tallies(view.documents)}


@dataclass
class _Tally:
    """An actor over several articles; `actor` is its first description."""

    actor: Actor
    names: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    articles: int = 0

    @property
    def name(self) -> str:
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def who(self) -> Who:
        return Who(self.actor.id, self.name)


def _tallies(documents: Iterable[Document]) -> list[_Tally]:
    """Every actor, most mentioned first."""
    tallies: dict[ActorId, _Tally] = {}
    for actor in (actor for document in documents for actor in document.actors):
        tally = tallies.setdefault(actor.id, _Tally(actor))
        tally.names[actor.name] += 1
        tally.mentions += len(actor.mentions)
        tally.articles += 1
    return sorted(tallies.values(), key=lambda t: (-t.mentions, t.actor.id))


def actor_lines(documents: Sequence[Document]) -> tuple[ActorLine, ...]:
    """The actors of some articles, most mentioned first."""
    said = Counter(i for d in documents for s in d.statements for i in s.speaker)
    promised = Counter(i for d in documents for c in d.commitments for i in c.maker)
    return tuple(
        ActorLine(
            who=tally.who,
            kind=tally.actor.kind,
            country=tally.actor.country,
            wikidata=tally.actor.wikidata,
            mentions=tally.mentions,
            articles=tally.articles,
            statements=said[tally.actor.id],
            commitments=promised[tally.actor.id],
        )
        for tally in _tallies(documents)
    )


def party_lines(documents: Sequence[Document], parties: Parties) -> tuple[PartyLine, ...]:
    """Those who act, each with all who stand for it, most mentioned first; `parties` tells whom actors stand for."""
    of: defaultdict[ActorId, set[PartyId]] = defaultdict(set)
    acting: set[PartyId] = set()
    articles: Counter[PartyId] = Counter()
    for document in documents:
        who = parties.of(document)
        for actor, stands_for in who.items():
            if len(stands_for) == 1:
                of[actor] |= stands_for
        acting |= _acting(document, who)
        articles.update(party_of(who, (actor.id for actor in document.actors if actor.mentions)))
    members: defaultdict[PartyId, list[_Tally]] = defaultdict(list)
    for tally in _tallies(documents):
        for key in of[tally.actor.id]:
            members[key].append(tally)
    lines = [_party_line(key, members[key], articles[key]) for key in acting if members[key]]
    return tuple(sorted(lines, key=lambda line: (-line.mentions, line.who.id)))


def _acting(document: Document, who: Stands) -> frozenset[PartyId]:
    """The parties that do, promise, ask or are asked something."""
    records: tuple[Record, ...] = (*document.events, *document.commitments, *document.demands, *document.obstacles)
    return party_of(who, (i for record in records for i in acting_for(record)))


def _party_line(key: PartyId, members: list[_Tally], articles: int) -> PartyLine:
    head = min(members, key=lambda m: (m.actor.id != key, m.actor.kind != "state"))
    return PartyLine(
        who=head.who,
        kind=head.actor.kind,
        country=head.actor.country,
        members=tuple(m.who for m in members if m is not head),
        mentions=sum(m.mentions for m in members),
        articles=articles,
    )
