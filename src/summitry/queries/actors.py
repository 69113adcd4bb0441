"""Who takes part: actors over all articles, and the parties they stand for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summitry.ledger.match import party
from summitry.queries.answering import answered, kept
from summitry.queries.answers import ActorLine, PartyLine, Who
from summitry.queries.evidence import actor_fields
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
    """An actor over several articles; `actor` is its first description, `parties` all that it is or stands for in any."""

    actor: Actor
    names: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    articles: int = 0
    parties: set[str] = field(default_factory=set)

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
        tally.parties.add(party(actor))
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


def party_lines(documents: Sequence[Document]) -> tuple[PartyLine, ...]:
    """Those who act, each with all who stand for it, most mentioned first."""
    members: dict[str, list[_Tally]] = {}
    for tally in _tallies(documents):
        for key in tally.parties:
            members.setdefault(key, []).append(tally)
    acting: set[str] = set()
    articles: Counter[str] = Counter()
    for document in documents:
        acting |= _acting(document)
        articles.update({party(actor) for actor in document.actors if actor.mentions})
    lines = [_party_line(members[key], articles[key]) for key in acting]
    return tuple(sorted(lines, key=lambda line: (-line.mentions, line.who.id)))


def _acting(document: Document) -> set[str]:
    """The parties that do, promise, ask or are asked something."""
    records: tuple[Record, ...] = (*document.events, *document.commitments, *document.demands, *document.obstacles)
    ids = {i for record in records for _, ids in actor_fields(record) for i in ids}
    return {party(actor) for actor in document.actors if actor.id in ids}


def _party_line(members: list[_Tally], articles: int) -> PartyLine:
    head = next((m for m in members if m.actor.kind == "state"), members[0])
    return PartyLine(
        who=head.who,
        kind=head.actor.kind,
        country=head.actor.country,
        members=tuple(m.who for m in members if m is not head),
        mentions=sum(m.mentions for m in members),
        articles=articles,
    )
