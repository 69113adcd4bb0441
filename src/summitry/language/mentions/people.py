"""The persons an article calls by their full names, and those the table lets a bare surname mean."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from summitry.language.actors import ActorTable, Candidate, Entry, Gender, covers, fold, surname_of
from summitry.language.analysis import Analysis
from summitry.language.mentions.lexicon import Lexicon
from summitry.language.mentions.spotting import Line, Piece, Spotter
from summitry.records import ActorId


@dataclass(slots=True)
class Person:
    """A person of the article: of the table (`entry`) or a stranger known by name only.

    `titles` are the titles the article gives, each with the state or organisation it is of.
    """

    id: ActorId
    name: str
    gender: Gender | None
    country: str | None
    entry: Entry | None
    titles: set[tuple[str, ActorId | None]] = field(default_factory=set)


@dataclass(slots=True)
class People:
    """Persons by id, by folded full name and by folded surname in order of first full name.

    `firsts` are the persons by first name, by which royalty is called; `states` counts how often the whole article names each state, by country code; `korea` says that "the North" and
    "the South" mean the Korean states.
    """

    by_id: dict[ActorId, Person] = field(default_factory=dict)
    by_name: dict[str, Person] = field(default_factory=dict)
    surnames: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    firsts: dict[str, Person] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    sides: set[str] = field(default_factory=set)
    korea: bool = False

    def add(self, person: Person, name: str, surname: str | None) -> None:
        """Register a person under a full name and a surname with and without its particles."""
        person = self.by_id.setdefault(person.id, person)
        self.by_name[name] = person
        if " " in name:
            self.firsts.setdefault(name.split(maxsplit=1)[0], person)
        words = fold(surname or "").split()
        for key in {" ".join(words), words[-1] if words else ""} - {""}:
            if person not in self.surnames[key]:
                self.surnames[key].append(person)


def named_people(analysis: Analysis, table: ActorTable, words: Lexicon, read: list[Line], day: str | None) -> People:
    """Everybody whom the article names in full, then the surnames of well-known people it never names in full."""
    people = People()
    spotter = Spotter(table, words, analysis, day, frozenset())
    bare: dict[str, bool] = {}
    for line in read:
        at = 0
        while at < len(line.pieces):
            taken = _add_named(people, spotter, line, at)
            piece = line.pieces[at]
            word = analysis.tokens[piece.token]
            if not taken and piece.cap and word.upos in ("PROPN", "X") and not word.name.endswith("LOC"):
                bare[piece.key] = bare.get(piece.key, False) or _introduced(line, at, words, table)
            at += taken or 1
    people.korea |= bool(people.states["PRK"] or people.states["KOR"])
    people.korea |= any(p.country in ("PRK", "KOR") for p in people.by_id.values())
    for key, introduced in bare.items():
        if key not in people.surnames and key not in people.firsts:
            for entry in well_known(table, words, key, introduced, day):
                people.add(person_of(entry), fold(entry.name), entry.surname)
    return people


def _add_named(people: People, spotter: Spotter, line: Line, at: int) -> int:
    """Register whoever is named at a piece; how many pieces were read, 0 where nobody is named."""
    length, found = spotter.table_match(line, at)
    if length and found[0].entry.kind == "person":
        entry = choose(found, spotter.table, spotter.day).entry
        name = " ".join(p.key for p in line.pieces[at : at + length])
        people.add(person_of(entry), name, entry.surname)
        # A spelling of the name that is not the table's own has its own surname.
        people.add(person_of(entry), name, surname_of(name, entry.country))
        return length
    titled = 0 if length else spotter.title_at(line.pieces, at)
    if titled > 1:
        return titled
    run = spotter.run_at(line, at)
    if run and run.last - at + 1 > max(length, 1):
        if run.kind == "person":
            _add_stranger(people, spotter.lexicon, line.pieces[at : run.last + 1])
        return run.last + 1 - at
    if length:
        _count_state(people, found[0])
    return length


def _count_state(people: People, found: Candidate) -> None:
    if found.name.text in ("the North", "the South"):
        people.sides.add(found.name.text)
        people.korea = len(people.sides) == 2
    elif found.entry.country:
        people.states[found.entry.country] += 1


def person_of(entry: Entry) -> Person:
    """A person of the table."""
    return Person(entry.id, entry.name, entry.gender, entry.country, entry)


def choose(found: tuple[Candidate, ...], table: ActorTable, day: str | None) -> Candidate:
    """Of the persons of one name, the one who holds a role on the day, else who held one last before it."""
    if len(found) == 1 or day is None:
        return found[0]

    def fit(candidate: Candidate) -> tuple[bool, str]:
        roles = table.roles_of(candidate.entry.id)
        begun = [r.start for r in roles if r.start and r.start <= day]
        return any(covers(r, day) != "no" for r in roles), max(begun, default="")

    return max(found, key=fit)


def _add_stranger(people: People, words: Lexicon, pieces: list[Piece]) -> None:
    key = " ".join(p.key for p in pieces)
    if key in people.by_name:
        return
    name = "".join(("-" if p.joined else " ") + p.text for p in pieces).strip()
    asian = words.has("east_asian_surnames", pieces[0].key) and pieces[0].key not in words.given
    surname = surname_of(name, "KOR" if asian else None)
    same = [p for p in people.surnames.get(fold(surname), ()) if p.entry is None and _extends(fold(p.name), key)]
    person = (
        same[0] if same else Person("person:" + key.replace(" ", "-"), name, words.given.get(pieces[0].key), None, None)
    )
    people.add(person, key, surname)


def _extends(one: str, other: str) -> bool:
    """Whether two full names differ only in middle names."""
    a, b = one.split(), other.split()
    return a[0] == b[0] and a[-1] == b[-1]


def _introduced(line: Line, at: int, words: Lexicon, table: ActorTable) -> bool:
    before = line.pieces[at - 1].key if at else ""
    return before in words.honorifics or before in table.titles


_LEADING = frozenset(
    {"president", "prime_minister", "supreme_leader", "monarch", "head", "foreign_policy_chief", "party_leader"}
)
_KNOWN = _LEADING | frozenset(
    "foreign_minister vice_president security_adviser defence_minister crown_prince chief_negotiator envoy finance_minister "
    "intelligence_chief ambassador_un parliament_speaker press_secretary deputy_foreign_minister commission_president adviser".split()
)


def well_known(table: ActorTable, words: Lexicon, key: str, introduced: bool, day: str | None) -> list[Entry]:
    """Persons whom a bare surname may mean on the day, likeliest first: leaders and ministers in office, or until lately."""
    if day is None or (key in words.given and not introduced) or (words.has("months", key) and not introduced):
        return []
    ranked = []
    for entry in table.surnames.get(key, ()):
        near = f"{int(day[:4]) - (3 if introduced else 1)}{day[4:]}"
        rank = 0
        for role in table.roles_of(entry.id):
            if role.office in _KNOWN and (role.start or "") <= day and (role.end or role.known or "9999") >= near:
                rank = max(rank, (4 if role.office in _LEADING else 2) + (covers(role, day) != "no"))
        if rank >= (2 if introduced else 3):
            ranked.append((-rank, entry.id, entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda r: r[:2])]
