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
from itertools import combinations, product
from pathlib import Path
from typing import Any

from summitry.errors import NegotiationError
from summitry.ledger.match import content_words, party, stems
from summitry.records import Actor, Document, Record
from summitry.tomlfile import headers, line_of, parse

Pair = frozenset[str]  # of parties

PRINCIPAL = 0.25  # share of an article's dealings that two parties must have for it to be of their negotiation
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

    def narrow(self, document: Document) -> Document:
        """An article with only those events, commitments, demands, obstacles and orders in which a party takes part, or nobody named."""
        ours = {actor.id for actor in document.actors if party(actor) in self._parties}
        kept: dict[str, Any] = {
            kind: tuple(record for record in getattr(document, kind) if not (who := _who(record)) or who & ours)
            for kind in ("events", "commitments", "demands", "obstacles", "orders")
        }
        return replace(document, **kept)

    @cached_property
    def _parties(self) -> frozenset[str]:
        return frozenset(self.parties)


def negotiations(documents: Sequence[Document], definitions: Sequence[Definition] = ()) -> tuple[Negotiation, ...]:
    """The negotiations of some articles: those defined, in their order, then those found, the most reported first."""
    defined = [_by_definition(definition, documents) for definition in definitions]
    taken = frozenset().union(*(one.articles for one in defined))
    found = _found([document for document in documents if document.article.id not in taken])
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


def _by_definition(definition: Definition, documents: Sequence[Document]) -> Negotiation:
    wanted = [name.casefold() for name in definition.parties]
    words = frozenset(content_words(" ".join(definition.words)))
    known: defaultdict[str, set[str]] = defaultdict(set)
    for actor in (actor for document in documents for actor in document.actors):
        for name in (actor.id.casefold(), actor.name.casefold()):
            if name in wanted:
                known[name].add(party(actor))
    parties = tuple(dict.fromkeys(key for name in wanted for key in sorted(known[name])))
    articles = [d.article.id for d in documents if _is_of(d, definition, [known[name] for name in wanted], words)]
    return Negotiation(definition.name, parties, definition.words, frozenset(articles), defined=True)


def _is_of(document: Document, definition: Definition, parties: list[set[str]], words: frozenset[str]) -> bool:
    published = document.article.published
    day = published.latest if published else None
    if definition.first and (day is None or day < definition.first.isoformat()):
        return False
    if definition.last and (day is None or day > definition.last.isoformat()):
        return False
    present = {party(actor) for actor in document.actors if actor.mentions}
    if sum(bool(keys & present) for keys in parties) < min(2, len(parties)):
        return False
    return not words or not words.isdisjoint(stem for _, stem in stems(document.article.text))


# By themselves -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _About:
    """What an article is about: its principal pairs, the most dealings first, its telling words, and all its dealings."""

    article: str
    pairs: tuple[Pair, ...]
    words: tuple[str, ...]
    dealings: Counter[Pair]

    @property
    def keys(self) -> Iterator[tuple[Pair, str]]:
        """What another article must share with it, one of them, to be of the same negotiation."""
        return product(self.pairs, self.words)


def _found(documents: Sequence[Document]) -> list[Negotiation]:
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    abouts = [_about(document, forms) for document in sorted(documents, key=lambda d: d.article.id)]
    groups = _joined(_connected([about for about in abouts if about.pairs]))
    names = party_names(documents)
    made = [_negotiation(group, names, forms) for group in groups]
    return _told_apart(sorted(made, key=lambda n: (-len(n.articles), n.name, min(n.articles))))


def _about(document: Document, forms: defaultdict[str, Counter[str]]) -> _About:
    """`forms` counts the words behind each stem, for names that people can read."""
    who = {actor.id: party(actor) for actor in document.actors if actor.country or actor.kind != "unnamed"}
    dealings: Counter[Pair] = Counter()
    records: tuple[Record, ...] = (*document.events, *document.commitments, *document.demands, *document.obstacles)
    for record in records:
        parties = sorted({who[i] for i in _who(record) if i in who})
        dealings.update(map(frozenset, combinations(parties, 2)))
    ranked = sorted(dealings, key=lambda pair: (-dealings[pair], sorted(pair)))
    pairs = [pair for pair in ranked if dealings[pair] >= max(2, PRINCIPAL * dealings.total())]
    words: Counter[str] = Counter()
    named = frozenset(content_words(" ".join(actor.name for actor in document.actors)))
    for text in _matters(document):
        for form, stem in stems(text):
            if stem not in named and stem not in _OF_ALL and not form.isdigit():
                words[stem] += 1
                forms[stem][form] += 1
    telling = sorted(words, key=lambda word: (-words[word], word))[:SUBJECT]
    return _About(document.article.id, tuple(pairs or ranked[:1]), tuple(telling), dealings)


def _matters(document: Document) -> Iterator[str]:
    quote = document.article.quote
    yield document.article.title or ""
    yield from (quote(commitment.action) for commitment in document.commitments)
    yield from (quote(demand.what) for demand in document.demands)
    yield from (quote(obstacle.what) for obstacle in document.obstacles)
    yield from (quote(question.what) for question in document.questions)
    yield from (quote(span) for order in document.orders for span in (order.before, order.after))


def _who(record: Record) -> set[str]:
    """The ids of all actors of a record, but for those who only relay it."""
    fields = ("actor", "recipient", "maker", "beneficiary", "by", "to", "between", "according_to")
    return {i for name in fields for i in getattr(record, name, ()) or () if not isinstance(getattr(record, name), str)}


def _connected(abouts: Sequence[_About]) -> list[list[_About]]:
    """Articles that share a key, directly or through others, together."""
    leader = list(range(len(abouts)))

    def root(i: int) -> int:
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    first: dict[tuple[Pair, str], int] = {}
    for i, about in enumerate(abouts):
        for key in about.keys:
            one, other = sorted((root(first.setdefault(key, i)), root(i)))
            leader[other] = one
    groups: defaultdict[int, list[_About]] = defaultdict(list)
    for i, about in enumerate(abouts):
        groups[root(i)].append(about)
    return list(groups.values())


def _joined(groups: list[list[_About]]) -> list[list[_About]]:
    """Groups of several, each with the single articles of its parties whose subject is nearest; the rest stay alone."""
    several = [group for group in groups if len(group) > 1]
    having: defaultdict[Pair, list[int]] = defaultdict(list)
    for i, group in enumerate(several):
        for pair in {pair for about in group for pair in about.pairs}:
            having[pair].append(i)
    subjects = [Counter(word for about in group for word in about.words) for group in several]
    joined, alone = [list(group) for group in several], []
    for (about,) in (group for group in groups if len(group) == 1):
        near = [i for pair in about.pairs for i in having[pair]]
        if near:
            best = min(near, key=lambda i: (-sum(subjects[i][w] for w in about.words) / len(several[i]), i))
            joined[best].append(about)
        else:
            alone.append([about])
    return joined + alone


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


def party_names(documents: Iterable[Document]) -> Mapping[str, str]:
    """What to call each party: a state by its own name, others by the name most articles use."""
    tallies: defaultdict[str, Counter[tuple[bool, str]]] = defaultdict(Counter)
    for actor in (actor for document in documents for actor in document.actors):
        tallies[party(actor)][_stands_for_itself(actor), actor.name] += 1
    return {
        key: min(tally, key=lambda entry: (not entry[0], -tally[entry], entry[1]))[1] for key, tally in tallies.items()
    }


def _stands_for_itself(actor: Actor) -> bool:
    return actor.kind == "state" or not actor.country
