"""Which articles are of which negotiation: by a user's definition, the others by themselves.

By themselves, two articles are of one negotiation if the same two parties deal with each other in both and one of the words
that tell what it is about is the same; what is so connected, over any number of articles, is one. An article with
dealings and without such a companion joins the negotiation of its parties whose subject is nearest. Connection knows no
order, so the negotiations are the same whatever article came first; a new article can add to them or join two of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

from summitry.errors import NegotiationError
from summitry.ledger.gathering import Profile, gathered
from summitry.ledger.match import content_words, stems
from summitry.ledger.parties import Pair, Parties, PartyId, Who, acting_for, dealings, dealt, party_of
from summitry.ledger.remembering import Memories, Memory, of_article
from summitry.records import Document
from summitry.tomlfile import headers, line_of, parse

SUBJECT = 8  # words that tell what an article is about
PARTY = 0.15  # of the dealings of the busiest party: who has fewer is a guest
NAMED = 3  # parties in a name

# What every negotiation is about tells none from another.
_OF_ALL = frozenset(
    content_words(
        """talk meet meeting summit negotiate negotiation agree agreement deal visit invite say said tell call ask want take make go come
        give get hold plan offer accept promise pledge demand refuse reject leader president minister official government country
        side envoy delegation statement news report new first last next day week month year time end start begin back step"""
    )
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A negotiation as a user defines it: what an article must have to be of it.

    Two of the parties (or the only one), by name or id; one of the words, if any, in any of its forms; a day of publication
    between `first` and `last`, where given.
    """

    name: str
    parties: tuple[str, ...]
    words: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Negotiation:
    """A negotiation: its parties, the busiest first, the words it is about, and the ids of its articles."""

    name: str
    parties: tuple[str, ...]
    words: tuple[str, ...]
    articles: frozenset[str]
    defined: bool

    def narrow(self, document: Document, who: Who) -> Document:
        """An article with only those events, commitments, demands, obstacles and orders in which a party takes part, or nobody named.

        `who`: the parties that its actors stand for.
        """
        kept: dict[str, Any] = {
            kind: tuple(
                r for r in getattr(document, kind) if not (own := party_of(who, acting_for(r))) or own & self._parties
            )
            for kind in ("events", "commitments", "demands", "obstacles", "orders")
        }
        return replace(document, **kept)

    @cached_property
    def _parties(self) -> frozenset[str]:
        return frozenset(self.parties)


def negotiations(
    documents: Sequence[Document],
    definitions: Sequence[Definition] = (),
    parties: Parties | None = None,
    memories: Memories | None = None,
) -> tuple[Negotiation, ...]:
    """The negotiations of some articles: those defined, in their order, then those found, the most reported first.

    `parties`: whom their actors stand for, where that is known already; `memories`: what is remembered of them.
    """
    parties, memories = parties or Parties(documents), memories or Memories()
    defined = [_by_definition(definition, documents, parties) for definition in definitions]
    taken = frozenset().union(*(one.articles for one in defined))
    found = _found([document for document in documents if document.article.id not in taken], parties, memories)
    return (*defined, *found)


# By definition -----------------------------------------------------------------------------------------------------

_KEYS = ("name", "parties", "words", "from", "to")


def read_definitions(path: Path) -> tuple[Definition, ...]:
    """The definitions in a TOML file: tables `[[negotiation]]` with name, parties, words, from and to.

    Raises:
        NegotiationError: it cannot be read or is no TOML, a key is unknown, a value is wrong, or two have one name.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NegotiationError(f"{path}: cannot be read: {error.strerror}") from error
    text, whole = parse(data, path, NegotiationError)
    unknown = next((key for key in whole if key != "negotiation"), None)
    if unknown is not None:
        raise NegotiationError(
            f"{path}:{line_of(text, unknown)}: unknown key {unknown!r}; a file has only [[negotiation]]"
        )
    lines, tables = headers(text, "negotiation"), whole.get("negotiation", [])
    if not isinstance(tables, list) or len(lines) != len(tables):
        line = line_of(text, "negotiation")
        raise NegotiationError(f"{path}:{line}: write each negotiation under a line of its own: [[negotiation]]")
    made: dict[str, Definition] = {}
    for line, table in zip(lines, tables, strict=True):
        try:
            definition = _definition(table)
        except _KeyValueError as fault:
            raise NegotiationError(f"{path}:{line_of(text, fault.key, line)}: {fault}") from None
        if definition.name.casefold() in made:
            raise NegotiationError(
                f"{path}:{line_of(text, 'name', line)}: there are two negotiations {definition.name!r}"
            )
        made[definition.name.casefold()] = definition
    return tuple(made.values())


class _KeyValueError(ValueError):
    """What is wrong with the value of a key."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def _definition(table: Mapping[str, Any]) -> Definition:
    for key in table:
        if key not in _KEYS:
            near = get_close_matches(key, _KEYS, 1, cutoff=0.7)
            meant = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_KEYS)}"
            raise _KeyValueError(key, f"unknown key {key!r}; {meant}")
    name = table.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _KeyValueError("name", f"a negotiation needs a name, not {name!r}")
    first, last = _day(table, "from"), _day(table, "to")
    if first and last and last < first:
        raise _KeyValueError("to", f"to ({last}) is before from ({first})")
    parties = _texts(table, "parties")
    if not parties:
        raise _KeyValueError("parties", f"{name!r} needs parties: a list of names as in articles, or of ids")
    return Definition(name.strip(), parties, _texts(table, "words"), first, last)


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    given = table.get(key, [])
    if not isinstance(given, list) or not all(isinstance(text, str) and text.strip() for text in given):
        raise _KeyValueError(key, f"{key} must be a list of texts, not {given!r}")
    return tuple(text.strip() for text in given)


def _day(table: Mapping[str, Any], key: str) -> date | None:
    given = table.get(key)
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        day = given
    if day is not None and type(day) is not date:
        raise _KeyValueError(key, f"{key} must be a day as 2018-04-26, not {given!r}")
    return day


def _by_definition(definition: Definition, documents: Sequence[Document], parties: Parties) -> Negotiation:
    wanted = [name.casefold() for name in definition.parties]
    words = frozenset(content_words(" ".join(definition.words)))
    known: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        who = parties.of(document)
        for actor in document.actors:
            for name in {actor.id.casefold(), actor.name.casefold()}.intersection(wanted):
                known[name] |= who.get(actor.id, frozenset())
    keys = tuple(dict.fromkeys(key for name in wanted for key in sorted(known[name])))
    named = [known[name] for name in wanted]
    articles = [d.article.id for d in documents if _is_of(d, parties.of(d), definition, named, words)]
    return Negotiation(definition.name, keys, definition.words, frozenset(articles), defined=True)


def _is_of(
    document: Document, who: Who, definition: Definition, parties: list[set[PartyId]], words: frozenset[str]
) -> bool:
    published = document.article.published
    day = published.latest if published else None
    if definition.first and (day is None or day < definition.first.isoformat()):
        return False
    if definition.last and (day is None or day > definition.last.isoformat()):
        return False
    present = party_of(who, (actor.id for actor in document.actors if actor.mentions))
    if sum(bool(keys & present) for keys in parties) < min(2, len(parties)):
        return False
    return not words or not words.isdisjoint(stem for _, stem in stems(document.article.text))


# By themselves -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _About:
    """What an article is about: the parties it names and its words, as often as it has them, its dealings, and what they are about."""

    article: str
    parties: Counter[PartyId]
    said: Counter[str]
    dealings: Counter[Pair]
    words: tuple[str, ...]

    @property
    def profile(self) -> Profile:
        """What it is gathered by."""
        return Profile(self.parties, self.said, bool(self.dealings))


def _found(documents: Sequence[Document], parties: Parties, memories: Memories) -> list[Negotiation]:
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    abouts = [_about(d, parties.of(d), memories.of(d), forms) for d in sorted(documents, key=_oldest_first)]
    groups = [[abouts[i] for i in group] for group in gathered([about.profile for about in abouts])]
    names = party_names(documents, parties)
    # Articles in which nobody deals with anybody are of a negotiation only beside others.
    made = [_negotiation(group, names, forms) for group in groups if any(about.dealings for about in group)]
    return _told_apart(sorted(made, key=lambda n: (-len(n.articles), n.name, min(n.articles))))


def _oldest_first(document: Document) -> tuple[str, str]:
    published = document.article.published
    return (published and published.latest) or "", document.article.id


def _about(document: Document, who: Who, memory: Memory, forms: defaultdict[str, Counter[str]]) -> _About:
    """`forms` counts the words behind each stem, for names that people can read."""
    acts = Counter(i for record in dealt(document) for i in acting_for(record))
    named: Counter[PartyId] = Counter()
    for actor in document.actors:
        named.update(dict.fromkeys(who.get(actor.id, ()), len(actor.mentions) + acts[actor.id]))
    words, said = _wording(document, memory)
    for stem, spelt in words.items():
        forms[stem].update(spelt)
    often = {stem: sum(spelt.values()) for stem, spelt in words.items()}
    telling = sorted(often, key=lambda word: (-often[word], word))[:SUBJECT]
    named = Counter(dict(sorted((+named).items())))  # sums of fractions depend on their order
    return _About(document.article.id, named, Counter(said), dealings(document, who), tuple(telling))


@of_article
def _wording(document: Document) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """How often an article has the words that tell what it is about, by their stems, in each form; and the stems of all its words but names."""
    names = frozenset(content_words(" ".join(actor.name for actor in document.actors)))
    words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in _matters(document):
        for form, stem in stems(text):
            if len(form) > 2 and stem not in names and stem not in _OF_ALL and not form.isdigit():
                words[stem][form] += 1
    said = Counter(stem for form, stem in stems(document.article.text) if stem not in names and not form.isdigit())
    return dict(words), said


def _matters(document: Document) -> Iterator[str]:
    quote = document.article.quote
    yield document.article.title or ""
    yield from (quote(commitment.action) for commitment in document.commitments)
    yield from (quote(demand.what) for demand in document.demands)
    yield from (quote(obstacle.what) for obstacle in document.obstacles)
    yield from (quote(question.what) for question in document.questions)
    yield from (quote(span) for order in document.orders for span in (order.before, order.after))


# Names -------------------------------------------------------------------------------------------------------------


def _negotiation(group: Sequence[_About], names: Mapping[str, str], forms: Mapping[str, Counter[str]]) -> Negotiation:
    shares: Counter[str] = Counter()
    for about in group:
        for pair, count in about.dealings.items():
            shares.update(dict.fromkeys(pair, count))
    ranked = sorted(shares, key=lambda key: (-shares[key], key))
    parties = tuple(key for key in ranked if shares[key] >= PARTY * shares[ranked[0]])
    words = Counter(word for about in group for word in about.words)
    telling = sorted(words, key=lambda word: (-words[word], word))[:SUBJECT]
    spelt = tuple(min(forms[word], key=lambda form: (-forms[word][form], form)) for word in telling)
    name = " – ".join(sorted(names[key] for key in parties[:NAMED]))
    return Negotiation(name, parties, spelt, frozenset(about.article for about in group), defined=False)


def _told_apart(found: Sequence[Negotiation]) -> list[Negotiation]:
    """Negotiations of the same parties by what they are about."""
    same = Counter(one.name for one in found)
    said: Counter[str] = Counter()
    made = []
    for one in found:
        name = f"{one.name}: {', '.join(one.words[:2])}" if same[one.name] > 1 and one.words else one.name
        said[name] += 1
        made.append(replace(one, name=name if said[name] == 1 else f"{name} ({said[name]})"))
    return made


def party_names(documents: Iterable[Document], parties: Parties) -> Mapping[PartyId, str]:
    """What to call each party: by its own name where an article has it, else by the name most articles use."""
    tallies: defaultdict[PartyId, Counter[tuple[bool, str]]] = defaultdict(Counter)
    for document in documents:
        who = parties.of(document)
        for actor in document.actors:
            if len(own := who.get(actor.id, frozenset())) == 1:
                (party,) = own
                tallies[party][actor.id == party, actor.name] += 1
    return {
        key: min(tally, key=lambda entry: (not entry[0], -tally[entry], entry[1]))[1] for key, tally in tallies.items()
    }
