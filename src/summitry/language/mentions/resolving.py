"""Whom the mentions of an article mean, read in text order: what was named before, who holds the office, who is near."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from summitry.article import Span
from summitry.language import clauses
from summitry.language.actors import ActorTable, Entry, Gender, covers, fold, leading
from summitry.language.analysis import Analysis, Mention, MentionForm
from summitry.language.mentions.lexicon import Lexicon
from summitry.language.mentions.people import People, Person, choose, person_of, well_known
from summitry.language.mentions.spotting import NUMBERS, Atom, Line, Spot, SpotKind, singular
from summitry.records import Actor, ActorId, ActorKind

Number = Literal["one", "many"]
Candidates = tuple[tuple[ActorId, float, str], ...]


@dataclass(slots=True)
class Draft:
    """An actor while the article is read."""

    id: ActorId
    name: str
    kind: ActorKind
    wikidata: str | None = None
    country: str | None = None
    gender: Gender | None = None
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trace:
    """A mention that was resolved: what later words may refer back to; `speaks` if it is the subject of a verb of speech."""

    ids: tuple[ActorId, ...]
    number: Number
    line: int
    token: int
    subject: bool
    speaks: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Found:
    """What a mention means."""

    ids: tuple[ActorId, ...]
    form: MentionForm
    candidates: Candidates = ()
    number: Number = "one"


NOTHING: tuple[ActorId, ...] = ()
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
# Titles that belong to one state or organisation where none is named.
_DEFAULTS = {
    "secretary of state": "state:USA", "supreme leader": "state:IRN", "foreign secretary": "state:GBR", "taoiseach": "state:IRL",
    "pope": "state:VAT", "secretary general": "org:UN", "foreign policy chief": "org:EU", "treasury secretary": "state:USA",
    "defense secretary": "state:USA", "secretary of defense": "state:USA", "un ambassador": "state:USA", "cia director": "state:USA",
    "state counsellor": "state:MMR", "house speaker": "state:USA", "speaker of the house": "state:USA", "chancellor": "state:DEU",
    "chancellor of the exchequer": "state:GBR", "white house chief of staff": "state:USA", "white house press secretary": "state:USA",
    "director general": "org:IAEA", "commission president": "org:EC", "taoiseach's": "state:IRL",
}  # fmt: skip
# Titles that no other state has, so that nobody else in the article is meant.
_ONE_STATE = frozenset({"taoiseach", "supreme leader", "pope", "state counsellor", "chancellor of the exchequer"})
_LEADERS = frozenset({"president", "prime_minister", "supreme_leader", "party_leader"})
_ROYAL = frozenset(
    {"prince", "crown prince", "king", "queen", "princess", "emir", "sultan", "sheikh", "sheik", "emperor", "pope"}
)
_VAGUE = frozenset(
    "people nation public powers nations countries states parties partners allies ally forces troops opposition factions neighbours neighbors democrats republicans".split()
)
_BLOC = frozenset("powers nations countries states governments capitals".split())
_OWN_BODIES = frozenset(
    {
        "foreign ministry",
        "office",
        "party",
        "parliament",
        "army",
        "military",
        "cabinet",
        "central bank",
        "delegation",
        "embassy",
    }
)
_UNOWNED = frozenset({"head", "chief", "boss", "director", "speaker", "envoy", "special envoy", "ruler", "dictator"})


class Discourse:
    """Reads an article's lines in order and keeps who was spoken of, where and how."""

    def __init__(self, analysis: Analysis, table: ActorTable, words: Lexicon, people: People, day: str | None) -> None:
        self._analysis, self._table, self._words, self._people = analysis, table, words, people
        self._day = day or ""
        self._text = analysis.article.text
        self._drafts: dict[ActorId, Draft] = {}
        self._traces: list[Trace] = []
        self._mentions: list[Mention] = []
        self._pairs: list[Trace] = []
        self._unnamed = 0
        self._heads: dict[str, list[ActorId]] = {}

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions so far, in text order, outer before inner."""
        return tuple(sorted(self._mentions, key=lambda m: (m.span.start, -m.span.end)))

    def actors(self) -> tuple[Actor, ...]:
        """The actors mentioned so far, in order of first mention."""
        drafts = [d for d in self._drafts.values() if d.spans]
        drafts.sort(key=lambda d: min(d.spans))
        return tuple(
            Actor(d.id, self._name(d), d.kind, d.wikidata, d.country, tuple(sorted(set(d.spans)))) for d in drafts
        )

    def _name(self, draft: Draft) -> str:
        """The name of an actor; of the west, the words the article uses most."""
        if draft.id != "group:WEST":
            return draft.name
        said = Counter(self._text[s.start : s.end].removesuffix("’s").lower() for s in sorted(set(draft.spans)))
        return said.most_common(1)[0][0]

    def read(self, line: Line) -> None:
        """Resolve the mentions of one sentence."""
        for spot in line.spots:
            found = self._resolve(line, spot)
            if found is None:
                continue
            span = line.span(spot)
            head = self._head(line, spot)
            self._mentions.append(Mention(span, head, found.ids, found.form, found.candidates))
            for actor in found.ids:
                self._drafts[actor].spans.append(span)
            if found.ids:
                subject, speaks = self._is_subject(head), self._speaks(head)
                trace = Trace(found.ids, found.number, line.number, head, subject, speaks, span)
                self._note_pair(trace)
                self._traces.append(trace)

    # One mention ----------------------------------------------------------------------------------------------

    def _resolve(self, line: Line, spot: Spot) -> Found | None:
        by_kind: Mapping[SpotKind, Callable[[], Found | None]] = {
            "person": lambda: self._person(line, spot),
            "role": lambda: self._role(line, spot),
            "holders": lambda: self._holders(line, spot),
            "unnamed": lambda: self._unnamed_person(line, spot),
            "institution": lambda: self._institution(line, spot),
            "government": lambda: self._government(line, spot),
            "people": lambda: self._a_people(line, spot),
            "pair": lambda: self._pair(spot),
            "country": lambda: self._country_of_before(line),
            "pronoun": lambda: self._pronoun(line, spot),
        }
        return by_kind.get(spot.kind, lambda: self._named(line, spot))()

    def _named(self, line: Line, spot: Spot) -> Found | None:
        """A state, organisation or group by name, or a seat of government for its state."""
        atom = spot.name
        if atom is None:
            return None
        if atom.code == "E":
            first, last = line.pieces[atom.first], line.pieces[atom.last]
            name = self._text[first.span.start : last.span.end]
            return Found((self._add("organisation:" + atom.key.replace(" ", "-"), name, "organisation"),), "name")
        entry = self._choose_entry(atom)
        if entry is None:
            return None
        form: MentionForm = "metonym" if atom.code == "M" else "name"
        ids = (self._entry(entry),)
        scored = tuple(
            (c.entry.id, 1.0 if c.entry.id == entry.id else 0.3, f"named {c.name.text!r}") for c in atom.found
        )
        return Found(ids, form, scored if len(scored) > 1 else ())

    def _choose_entry(self, atom: Atom) -> Entry | None:
        """Of the actors of one name, one spoken of already, else the first."""
        if not atom.found:
            return None
        known = [c.entry for c in atom.found if c.entry.id in self._drafts]
        same = [c.entry for c in atom.found if c.name.form == atom.found[0].name.form]
        spoken = [e for e in same if e.country and self._people.states[e.country]]
        entry = known[0] if known and known[0] in same else (spoken or same)[0]
        if entry.id in ("state:PRK", "state:KOR") and atom.key in ("north", "south"):
            return entry if self._people.korea else None
        return entry

    def _a_people(self, line: Line, spot: Spot) -> Found | None:
        """ "The Iranians" for the state; without "the", the people themselves as a group."""
        atom = spot.name
        entry = self._choose_entry(atom) if atom else None
        if atom is None or entry is None:
            return None
        if spot.opening == "d":
            return Found((self._entry(entry),), "demonym", number="many")
        name = self._text[line.pieces[atom.first].span.start : line.pieces[atom.last].span.end]
        if not name.endswith("s"):
            return None
        return Found(
            (self._add("group:" + fold(name).replace(" ", "-"), name, "group", entry.country),),
            "demonym",
            number="many",
        )

    # Persons --------------------------------------------------------------------------------------------------

    def _person(self, line: Line, spot: Spot) -> Found | None:
        atom = spot.name
        if atom is None:
            return None
        gender = self._gender(spot)
        country = self._country(spot.owners)
        person, candidates = self._whom(atom, line, spot)
        if person is None:
            return None
        if spot.head and not any(self._words.has("past", w) for w in spot.words):
            owner = self._owner(spot.owners)
            person.titles.add((singular(spot.head.key), owner.id if owner else None))
        person.gender = person.gender or gender
        person.country = person.country or (country if spot.head else None)
        return Found((self._add_person(person),), "name", candidates)

    def _gender(self, spot: Spot) -> Gender | None:
        return next((g for w in spot.words if (g := self._words.honorifics.get(w))), None)

    def _whom(self, atom: Atom, line: Line, spot: Spot) -> tuple[Person | None, Candidates]:
        """The person of a name; of several with one surname, whom the honorific and role fit, then the nearest."""
        gender = self._gender(spot)
        if atom.code in "PB":
            known = self._people.by_name.get(atom.key)
            if known is not None:
                return known, ()
            if atom.code == "P":
                return person_of(choose(atom.found, self._table, self._day).entry), ()
            royal = _ROYAL & {*spot.words, spot.head.key if spot.head else ""}
            return (royal and self._people.firsts.get(atom.key)) or self._stranger(line, atom), ()
        people = self._people.surnames.get(atom.key, [])
        fitting = [p for p in people if not (gender and p.gender and p.gender != gender)]
        if people and not fitting:
            return self._namesake(line, spot, atom, gender), ()
        if spot.head and len(fitting) > 1:
            holding = [p for p in fitting if self._fits(p, spot.head.key, self._owner(spot.owners))]
            fitting = holding or fitting
        if not fitting:
            return None, ()
        scored = sorted(
            ((self._nearness(p, line, spot), -i, p) for i, p in enumerate(fitting)), key=lambda s: s[:2], reverse=True
        )
        best = scored[0][2]
        candidates = (
            tuple((p.id, round(score, 2), f"surname {atom.key!r}") for score, _, p in scored) if len(scored) > 1 else ()
        )
        return best, candidates

    def _stranger(self, line: Line, atom: Atom) -> Person:
        """A person known by surname only, as after "Mr"."""
        pieces = line.pieces[atom.first : atom.last + 1]
        name = "".join(("-" if p.joined else " ") + p.text for p in pieces).strip()
        person = Person("person:" + atom.key.replace(" ", "-"), name, None, None, None)
        self._people.add(person, atom.key, name.split()[-1])
        return person

    def _namesake(self, line: Line, spot: Spot, atom: Atom, gender: Gender | None) -> Person:
        """Who is meant where the honorific fits nobody of the surname named so far: "Mrs" beside the husband's name."""
        for entry in well_known(self._table, self._words, atom.key, introduced=True, day=self._day):
            if entry.gender == gender:
                person = person_of(entry)
                self._people.add(person, fold(entry.name), entry.surname)
                return self._people.by_id[person.id]
        span = line.span(spot)
        name = self._text[span.start : span.end]
        person = Person("person:" + fold(name).replace(" ", "-"), name, gender, None, None)
        self._people.add(person, fold(name), atom.key)
        return person

    def _nearness(self, person: Person, line: Line, spot: Spot) -> float:
        """How near before the spot a person was last spoken of: 1 in the same sentence, less the further away."""
        where = line.span(spot).start
        last = next((t for t in reversed(self._traces) if person.id in t.ids and t.span.start < where), None)
        if last is None:
            return 0.1
        return 1 / (1 + 0.2 * (line.number - last.line)) - (where - last.span.start) * 1e-7

    def _fits(self, person: Person, title: str, owner: Entry | None) -> bool:
        """Whether a person was given a title in the article, or holds its office on the day; of `owner`, where given."""
        title = singular(title) if title not in self._table.titles else title
        for given, of_whom in person.titles:
            here = owner is None or of_whom == owner.id
            open_to = owner is not None and of_whom is None and person.country in (None, owner.country)
            if given == title and (here or open_to):
                return True
        for role in self._table.roles_of(person.id, self._day or None) if person.entry else ():
            of = self._table.entries.get(role.of)
            if of is None or (owner is not None and of.id != owner.id):
                continue
            if role.office in self._table.offices(title, of, self._day or None) or (
                title == "leader" and role.office in _LEADERS
            ):
                return True
        return False

    # Roles ----------------------------------------------------------------------------------------------------

    def _role(self, line: Line, spot: Spot) -> Found | None:
        """A role without a name: whoever was called so in the article, else who holds the office on the day."""
        head = spot.head
        if head is None or not (spot.opening or spot.owners or line.pieces[head.first].cap):
            return None
        past = any(self._words.has("past", w) for w in spot.words)
        owner = self._owner(spot.owners)
        former = self._once_called(head.key, owner) if past and spot.opening == "d" else None
        if former is not None:
            return Found((self._add_person(former),), "role", ((former.id, 0.7, f"was {head.key}"),))
        strange = bool(spot.owners) and owner is None
        loose = head.key in _UNOWNED and not spot.owners
        if spot.opening == "a" or past or strange or loose or any(a.code == "I" for a in spot.owners):
            return self._unnamed_person(line, spot)
        if spot.opening == "h":
            owner = self._owner_of_possessive(line, spot)[0]
            if owner is None:
                return self._unnamed_person(line, spot)
        longer = " ".join((*spot.words, head.key))
        if longer not in self._table.titles and any(self._words.has("other_office", w) for w in spot.words):
            return self._unnamed_person(line, spot)
        for title in (longer, head.key) if longer in self._table.titles else (head.key,):
            found = self._holder(title, owner)
            if found is not None:
                return found
        return self._unnamed_person(line, spot)

    def _holders(self, line: Line, spot: Spot) -> Found | None:
        """The holders of one office in several states: "the Russian and Ukrainian presidents"."""
        if spot.head is None:
            return None
        owners = [self._choose_entry(a) for a in spot.owners if a.found]
        if any(a.key.endswith("koreas") for a in spot.owners):
            owners = [self._table.entries["state:PRK"], self._table.entries["state:KOR"]]
        found = [self._holder(singular(spot.head.key), owner) for owner in owners if owner]
        ids = tuple(dict.fromkeys(i for f in found if f for i in f.ids))
        return Found(ids, "role", number="many") if len(ids) > 1 else self._unnamed_person(line, spot)

    def _holder(self, title: str, owner: Entry | None) -> Found | None:
        if owner is None and title in _ONE_STATE:
            owner = self._table.entries.get(_DEFAULTS[title])
        near = self._called(title, owner)
        if near is not None:
            return Found((self._add_person(near),), "role", ((near.id, 0.9, f"called {title} in the article"),))
        if owner is None:
            default = _DEFAULTS.get(title)
            owner = self._table.entries.get(default) if default else self._salient_state(title)
        if owner is None or not self._day:
            return None
        holding = self._table.holder(title, owner.id, self._day)
        if holding.actor is not None:
            return Found((self._entry(holding.actor),), "role", ((holding.actor.id, 0.8, holding.reason),))
        last = holding.last
        # Beyond what the table knows, the last holder is the best guess, and is said to be one.
        if last is not None and last.person and last.known and last.known < self._day:
            guess = self._entry(self._table.entries[last.person])
            return Found((guess,), "role", ((guess, 0.5, holding.reason),))
        return None

    def _called(self, title: str, owner: Entry | None) -> Person | None:
        """The person last spoken of whom a title fits; before any, the first the article names."""
        seen: dict[ActorId, None] = {}
        for trace in reversed(self._traces):
            for actor in trace.ids:
                seen.setdefault(actor)
        people = [self._people.by_id[i] for i in seen if i in self._people.by_id]
        people += [p for p in self._people.by_id.values() if p.id not in seen and p.entry is not None]
        return next((p for p in people if self._fits(p, title, owner)), None)

    def _once_called(self, title: str, owner: Entry | None) -> Person | None:
        """The person last spoken of who held an office by a title before the day and does not now."""
        for trace in reversed(self._traces):
            for actor in trace.ids:
                for role in self._table.roles_of(actor):
                    of = self._table.entries.get(role.of)
                    over = role.end is not None and role.end < self._day and covers(role, self._day) == "no"
                    if (
                        of
                        and over
                        and of == (owner or of)
                        and role.office in self._table.offices(title, of, role.start)
                    ):
                        return self._people.by_id.get(actor)
        return None

    def _owner_of_possessive(self, line: Line, spot: Spot) -> tuple[Entry | None, str | None]:
        """The state, or the body, of whom "his" or "its" means before a role; and the country."""
        pronoun = next((a for a in line.atoms[spot.first : spot.last + 1] if a.code == "h"), None)
        found = self._antecedent(pronoun.key, line, line.pieces[pronoun.first].token) if pronoun else NOTHING
        body = next((e for i in found if (e := self._table.entries.get(i)) and e.kind == "organisation"), None)
        if body is not None:
            return body, body.country
        country = next((self._drafts[i].country for i in found if self._drafts[i].country), None)
        return (self._table.entries.get(f"state:{country}") if country else None), country

    def _salient_state(self, title: str) -> Entry | None:
        """The state most spoken of, of late rather than early, that has an office of the title."""
        for actor in self._salient("state"):
            entry = self._table.entries.get(actor)
            if entry is not None and self._day and self._table.holder(title, actor, self._day).actor:
                return entry
        return None

    def _salient(self, kind: ActorKind) -> list[ActorId]:
        """Actors of a kind, most salient first; persons count a little for their states."""
        score: dict[ActorId, float] = {}
        if kind == "state":  # what the article names later counts least
            score = {
                f"state:{c}": 0.1 * n for c, n in self._people.states.items() if f"state:{c}" in self._table.entries
            }
        for trace in self._traces:
            weight = 1 + (0.5 if trace.subject else 0) + trace.line / (10 + len(self._analysis.sentences))
            for actor in trace.ids:
                draft = self._drafts[actor]
                if draft.kind == kind:
                    score[actor] = score.get(actor, 0) + weight
                elif kind == "state" and draft.country and f"state:{draft.country}" in self._table.entries:
                    score[f"state:{draft.country}"] = score.get(f"state:{draft.country}", 0) + 0.5 * weight
        return sorted(score, key=lambda a: (-score[a], a))

    # Unnamed people, institutions, governments -----------------------------------------------------------------

    def _unnamed_person(self, line: Line, spot: Spot) -> Found | None:
        """People without a name, each mention its own actor, unless "the" takes up one spoken of before."""
        head = spot.head
        if head is None:
            return None
        key = head.key
        bare = not spot.owners and not spot.words
        plural = (key.endswith("s") and singular(key) != key) or self._words.has("plural_ok", key) or key == "crowd"
        number: Number = "many" if plural else "one"
        again = self._again(key) if spot.opening == "d" and bare else None
        if again is not None:
            return Found((again,), "unnamed", number=number)
        if bare and not spot.opening and not plural and not line.pieces[head.first].cap:
            return None
        country = self._country(spot.owners)
        if spot.opening == "h":
            country = self._owner_of_possessive(line, spot)[1]
        together = self._words.has("groups", key) and plural
        if together and key in _VAGUE and bare and spot.opening != "h":
            return None
        opened = spot.opening in ("d", "a") or (together and spot.opening == "h")
        name = line.text(self._text, spot.first + int(opened), spot.last)
        if together:
            actor = self._add(self._group_id(name), name, "group", country)
        else:
            self._unnamed += 1
            actor = self._add(f"unnamed:{self._analysis.article.sha256[:8]}-{self._unnamed}", name, "unnamed", country)
        self._heads.setdefault(key, []).append(actor)
        return Found((actor,), "unnamed", number=number)

    def _group_id(self, name: str) -> ActorId:
        """The id of a group called by a common noun: "western nations" are the west, world powers the P5+1 where it is named."""
        words = fold(name).split()
        if words[0] == "western" and words[-1] in _BLOC:
            return "group:WEST"
        if words[-1] == "powers" and words[0] in ("world", "major", "six", "big") and "org:P5PLUS1" in self._drafts:
            return "org:P5PLUS1"
        return "group:" + "-".join(words)

    def _again(self, key: str) -> ActorId | None:
        """Whom "the spokesman" means: the last person or unnamed one introduced as a spokesman."""
        for trace in reversed(self._traces):
            for actor in trace.ids:
                person = self._people.by_id.get(actor)
                if (person and any(t.split()[-1] == key for t, _ in person.titles)) or actor in self._heads.get(
                    key, ()
                ):
                    return actor
        return None

    def _institution(self, line: Line, spot: Spot) -> Found | None:
        """A body of a state, or of a person ("his office"); without an owner the one last spoken of."""
        head = spot.head
        if head is None or spot.opening == "a" or (spot.opening == "h" and head.key not in _OWN_BODIES):
            return None
        country = self._owner_of_possessive(line, spot)[1] if spot.opening == "h" else self._country(spot.owners)
        if country is None and not spot.owners:
            known = self._last_named(head.key)
            if known is not None:
                return Found((known,), "name")
            # "The foreign ministry" is that of the state most spoken of; "the agency" stays open.
            state = next(iter(self._salient("state")), None) if " " in head.key and spot.opening else None
            country = self._table.entries[state].country if state else None
        whose, country = self._whose(spot.owners, country)
        if whose is None:
            return None
        name = line.text(self._text, spot.first + (1 if spot.opening in ("d", "h") else 0), spot.last)
        actor = self._add(f"organisation:{whose}-{head.key.replace(' ', '-')}", name, "organisation", country)
        return Found((actor,), "name")

    def _whose(self, owners: Sequence[Atom], country: str | None) -> tuple[str | None, str | None]:
        """What the id of a body begins with, and its country: a person's name, a country's or an organisation's code."""
        for atom in owners:
            person = self._person_of(atom)
            if person is not None:
                return fold(person.name).replace(" ", "-"), person.country
        owner = self._owner(owners)
        code = country or (owner.id.partition(":")[2] if owner else None)
        return code.lower() if code else None, country

    def _person_of(self, atom: Atom) -> Person | None:
        """The person whom an owner's name means, the first of several."""
        if atom.code not in "PKB":
            return None
        return self._people.by_name.get(atom.key) or next(iter(self._people.surnames.get(atom.key, ())), None)

    def _last_named(self, words: str) -> ActorId | None:
        """The organisation last spoken of whose name ends with the words: "the agency", "the ministry"."""
        for trace in reversed(self._traces):
            draft = self._drafts[trace.ids[0]]
            if len(trace.ids) == 1 and draft.kind == "organisation" and (" " + fold(draft.name)).endswith(" " + words):
                return draft.id
        return None

    def _government(self, line: Line, spot: Spot) -> Found | None:
        head = spot.head
        if head is None:
            return None
        country = self._country(spot.owners)
        if country is None and spot.owners:
            country = next(
                (p.country for a in spot.owners for p in self._people.surnames.get(a.key, ()) if p.country), None
            )
        if spot.opening == "h":
            country = self._owner_of_possessive(line, spot)[1]
        after = line.pieces[line.atoms[spot.last].last + 1 :][:1]
        others = any(p.key == "of" for p in after)  # "the government of Veska", which the table does not know
        if country is None and not spot.owners and spot.opening == "d" and not others:
            states = self._salient("state")
            if head.key == "administration":
                states = [s for s in states if s == "state:USA"]
            else:  # one that the article names, not only a person of it
                states = [s for s in states if self._people.states[s.partition(":")[2]]]
            country = self._table.entries[states[0]].country if states else None
        entry = self._table.entries.get(f"state:{country}") if country else None
        return Found((self._entry(entry),), "metonym") if entry else None

    def _country_of_before(self, line: Line) -> Found | None:
        """ "The country": the state last spoken of, a subject before others."""
        near = [
            t
            for t in self._traces
            if len(t.ids) == 1 and self._drafts[t.ids[0]].kind == "state" and line.number - t.line <= 2
        ]
        if not near:
            return None
        best = max(near, key=lambda t: ((1.5 if t.subject else 1.0) / (1 + line.number - t.line), t.token))
        return Found(best.ids, "role")

    def _owner(self, owners: Sequence[Atom]) -> Entry | None:
        """The state or organisation before a head; of several the last one that is no adjective's."""
        for atom in owners:
            if atom.code in "NOGMAT" and atom.found:
                return self._choose_entry(atom)
        return None

    def _country(self, owners: Sequence[Atom]) -> str | None:
        for atom in owners:
            if atom.code in "NAMTGO" and atom.found:
                entry = self._choose_entry(atom)
                if entry is not None and entry.country:
                    return entry.country
            person = self._person_of(atom)
            if person is not None and person.country:
                return person.country
        return None

    # Pairs and pronouns -----------------------------------------------------------------------------------------

    def _note_pair(self, trace: Trace) -> None:
        """Remember two actors named together: "Mr Trump and Mr Kim"."""
        if not self._traces or len(trace.ids) != 1:
            return
        before = self._traces[-1]
        between = self._text[before.span.end : trace.span.start].strip()
        if (
            before.line == trace.line
            and between in ("and", "-", "–")
            and len(before.ids) == 1
            and before.ids != trace.ids
        ):
            self._pairs.append(
                Trace(
                    before.ids + trace.ids,
                    "many",
                    trace.line,
                    trace.token,
                    before.subject,
                    before.speaks,
                    Span(before.span.start, trace.span.end),
                )
            )

    def _pair(self, spot: Spot) -> Found | None:
        words = spot.name.key.split() if spot.name else [""]
        word, count = words[-1], next((NUMBERS[w] for w in words if w in NUMBERS), 2)
        if count > 2:
            return self._several(count)
        if word == "koreas":
            return Found(
                tuple(self._entry(self._table.entries[i]) for i in ("state:PRK", "state:KOR")), "name", number="many"
            )
        kind: ActorKind = "person" if word == "pair" or self._words.has("pairs_persons", word) else "state"
        for pair in reversed(self._pairs):
            kinds = {self._drafts[i].kind for i in pair.ids}
            if kinds == {kind} or (kind == "state" and kinds <= {"state", "group", "organisation"}):
                return Found(pair.ids, "role" if kind == "person" else "name", number="many")
            if kind == "state" and kinds == {"person"}:
                states = [f"state:{self._drafts[i].country}" for i in pair.ids]
                if len(set(states)) == 2 and all(s in self._table.entries for s in states):
                    return Found(tuple(self._entry(self._table.entries[s]) for s in states), "name", number="many")
        two = self._salient(kind)[:2]
        if kind == "person":
            two = [p for p in self._salient(kind) if self._leads(p)][:2] or two
        if len(two) < 2:
            return None
        ids = tuple(i if kind == "person" else self._entry(self._table.entries[i]) for i in two)
        return Found(
            ids, "role" if kind == "person" else "name", tuple((i, 0.6, "the two most spoken of") for i in ids), "many"
        )

    def _several(self, count: int) -> Found | None:
        """ "The four leaders": the persons named before, if they are so many."""
        named = dict.fromkeys(
            i for t in reversed(self._traces) for i in reversed(t.ids) if self._drafts[i].kind == "person"
        )
        if len(named) != count:
            leading_ones = [i for i in named if self._leads(i)]
            named = dict.fromkeys(leading_ones if len(leading_ones) == count else ())
        return Found(tuple(reversed(named)), "role", number="many") if named else None

    def _leads(self, actor: ActorId) -> bool:
        for role in self._table.roles_of(actor, self._day or None):
            of = self._table.entries.get(role.of)
            if of is not None and role.office == leading(of, self._day or None):
                return True
        return False

    def _pronoun(self, line: Line, spot: Spot) -> Found | None:
        atom = spot.name
        if atom is None:
            return None
        if atom.key in ("i", "we", "us", "my", "our", "me"):
            return Found(NOTHING, "pronoun")
        token = line.pieces[atom.first].token
        if atom.key in _REFLEXIVE:
            return self._reflexive(token)
        if atom.key == "it" and not self._acts(token):
            return None
        ids = self._antecedent(atom.key, line, token)
        if not ids and atom.key in ("it", "its"):
            return None
        return Found(ids, "pronoun", number="many" if len(ids) > 1 else "one")

    def _reflexive(self, token: int) -> Found | None:
        """ "Itself" as an object: who does it."""
        word = self._analysis.tokens[token]
        if word.deprel.split(":")[0] not in ("obj", "iobj", "obl"):
            return None
        subject = clauses.subject(self._analysis, word.head)
        trace = next((t for t in self._traces if subject and t.token == subject.index), None)
        return Found(trace.ids, "pronoun", number=trace.number) if trace else None

    def _acts(self, token: int) -> bool:
        """Whether "it" is the subject of a verb that only somebody can do, not of "it is clear"."""
        word = self._analysis.tokens[token]
        verb = self._analysis.tokens[word.head]
        if word.deprel in ("obj", "iobj"):
            return self._words.has("done_to_people", verb.lemma)  # "thanked it", "let it sell"
        if word.deprel.split(":")[0] != "nsubj":
            return False
        return verb.upos == "VERB" and verb.lemma not in (
            "be",
            "seem",
            "appear",
            "remain",
            "take",
            "come",
            "happen",
            "mean",
            "become",
            "last",
        )

    def _antecedent(self, pronoun: str, line: Line, token: int) -> tuple[ActorId, ...]:
        """The nearest fitting actor before a pronoun, subjects before others, within three sentences."""
        if pronoun in ("they", "them", "their"):
            return self._plural(line, token)
        gender: Gender | None = "m" if pronoun in ("he", "him", "his") else "f" if pronoun in ("she", "her") else None
        speaks = self._speaks(token)
        best: tuple[float, tuple[ActorId, ...]] = (0.0, NOTHING)
        for trace in reversed(self._traces):
            if line.number - trace.line > 3:
                break
            before = trace.token < token and trace.span.end <= self._analysis.tokens[token].span.start
            if not before or len(trace.ids) != 1:
                continue
            draft = self._drafts[trace.ids[0]]
            beside = pronoun in ("he", "him", "she", "it") and self._same_clause(trace.token, token)
            if beside or not _agrees(pronoun, gender, draft, trace):
                continue
            score = (1.6 if trace.subject else 1.0) * (1.2 if draft.kind != "unnamed" else 0.8)
            score *= 1.5 if speaks and trace.speaks else 1.0  # "which he said": whoever spoke goes on
            if pronoun in ("it", "its") and any(trace.span.end == p.span.end for p in self._pairs):
                score *= 0.5  # of "the US and Russia" neither is "it"
            score /= 1 + 0.7 * (line.number - trace.line)
            if score > best[0]:
                best = score, trace.ids
        chosen = self._drafts[best[1][0]] if best[1] else None
        if chosen and chosen.kind == "person":
            chosen.gender = chosen.gender or gender
        return best[1]

    def _plural(self, line: Line, token: int) -> tuple[ActorId, ...]:
        fitting = [
            t
            for t in (*self._traces, *self._pairs)
            if t.number == "many"
            and t.token < token
            and line.number - t.line <= 2
            and not self._same_clause(t.token, token)
        ]
        if not fitting:
            return NOTHING
        return max(
            fitting, key=lambda t: ((1.4 if t.subject else 1.0) / (1 + 0.7 * (line.number - t.line)), t.token)
        ).ids

    def _same_clause(self, one: int, other: int) -> bool:
        """Whether two words are arguments of one verb, or one the doer of what is done to the other: no plain pronoun means both."""
        a, b = self._analysis.tokens[one], self._analysis.tokens[other]
        relation = b.deprel.split(":")[0]
        if a.upos == "X" or b.is_root or relation not in ("obj", "iobj", "obl", "nsubj"):
            return False
        if a.head == b.head and not a.is_root:
            return True
        subject = clauses.subject(self._analysis, b.head) if relation != "nsubj" else None
        return subject is not None and subject.index == one

    # Actors -----------------------------------------------------------------------------------------------------

    def _entry(self, entry: Entry) -> ActorId:
        if entry.kind == "person":
            person = self._people.by_id.setdefault(entry.id, person_of(entry))
            return self._add_person(person)
        return self._add(entry.id, entry.name, entry.kind, entry.country, entry.wikidata)

    def _add_person(self, person: Person) -> ActorId:
        actor = self._add(
            person.id, person.name, "person", person.country, person.entry.wikidata if person.entry else None
        )
        draft = self._drafts[actor]
        draft.gender = draft.gender or person.gender
        draft.country = draft.country or person.country
        return actor

    def _add(
        self, actor: ActorId, name: str, kind: ActorKind, country: str | None = None, wikidata: str | None = None
    ) -> ActorId:
        if actor not in self._drafts:
            self._drafts[actor] = Draft(actor, name, kind, wikidata, country)
        return actor

    # Tokens -----------------------------------------------------------------------------------------------------

    def _head(self, line: Line, spot: Spot) -> int:
        """The token that governs the mention: the one whose own governor lies outside, else the last of the name or role."""
        core = spot.head or spot.name
        last = line.pieces[core.last if core else line.atoms[spot.last].last].token
        first_token = line.pieces[line.atoms[spot.first].first].token
        last_token = line.pieces[line.atoms[spot.last].last].token
        tokens = self._analysis.tokens
        if tokens[last].upos == "X":
            return last
        outside = [
            i
            for i in range(first_token, last_token + 1)
            if not first_token <= tokens[i].head <= last_token or tokens[i].is_root
        ]
        nouns: Iterable[int] = [i for i in outside if tokens[i].upos in ("NOUN", "PROPN", "PRON", "ADJ", "X")]
        return next(iter(nouns), outside[0] if outside else last)

    def _speaks(self, token: int) -> bool:
        verb = self._analysis.tokens[self._analysis.tokens[token].head]
        return self._is_subject(token) and self._words.has("speech", verb.lemma)

    def _is_subject(self, token: int) -> bool:
        word = self._analysis.tokens[token]
        return word.deprel.split(":")[0] == "nsubj"


def _agrees(pronoun: str, gender: Gender | None, draft: Draft, trace: Trace) -> bool:
    """Whether a pronoun can mean an actor: "it" a body, "he" and "she" a single person of that sex."""
    if pronoun in ("it", "its"):
        return draft.kind in ("state", "organisation") or (draft.kind == "group" and trace.number == "one")
    return draft.kind in ("person", "unnamed") and trace.number == "one" and draft.gender in (None, gender)
