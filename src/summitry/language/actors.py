"""Who is who, and who held which office on a day: the shipped table of actors, with a user's own file laid over it."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from summitry.errors import ActorFileError
from summitry.records import ActorId, ActorKind

NameForm = Literal["name", "metonym", "people", "adjective"]
Gender = Literal["f", "m"]

LATEST = "9999-12-31"
EARLIEST = "0000-01-01"


class Name(msgspec.Struct, frozen=True, array_like=True):
    """A way to write an actor: the words, what kind of words they are, and the ISO days between which they are used.

    `name` is a name proper, `metonym` a place that stands for a government, `people` a plural demonym ("the Iranians"),
    `adjective` a demonym before a noun ("Iranian").
    """

    text: str
    form: NameForm = "name"
    start: str | None = None
    end: str | None = None


class Role(msgspec.Struct, frozen=True, array_like=True):
    """One person in one office of one state or organisation.

    `start` and `end` are ISO years, months or days; an open `start` or `end` with `known` says that the office is
    known to be held up to that day and no further. `person` is null where the office was vacant or abolished.
    `term` is its length in years where the law sets one.
    """

    person: ActorId | None
    office: str
    of: ActorId
    title: str
    start: str | None
    end: str | None = None
    src: str = "own"
    known: str | None = None
    term: int | None = None


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An actor of the table.

    `country` is ISO 3166-1 alpha-3; `cameo` a CAMEO actor code; `surname` what papers call a person after the first
    mention; `leader` the office that leads a state; `src` and `wikidata_src` are keys of `ActorTable.sources`.
    """

    id: ActorId
    name: str
    kind: ActorKind
    names: tuple[Name, ...] = ()
    wikidata: str | None = None
    country: str | None = None
    cameo: str | None = None
    gender: Gender | None = None
    surname: str | None = None
    leader: str | None = None
    start: str | None = None
    end: str | None = None
    src: str = "own"
    wikidata_src: str | None = None


class Candidate(NamedTuple):
    """An actor that a surface form may mean, by which of its names."""

    entry: Entry
    name: Name


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held an office on a day: `actor` with the `role`, or null with the `reason` in words.

    `last` is the latest holder before the day where the table's knowledge ends earlier: a guess, never an answer.
    """

    actor: Entry | None
    reason: str
    role: Role | None = None
    last: Role | None = None


class _File(msgspec.Struct):
    sources: dict[str, str]
    titles: dict[str, list[str]]
    entries: list[Entry]
    roles: list[Role]


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The form under which names are compared: no case, accents, dots, hyphens, quotation marks or "the" before it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = _POSSESSIVE.sub(" s", plain.translate(_ODD_LETTERS).casefold()).replace(".", "").translate(_APOSTROPHES)
    words = re.findall(r"[^\W_]+|\+", plain)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_APOSTROPHES = str.maketrans("", "", "'’‘ʻʿ`")
_ODD_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "a", "Ə": "A"})


@dataclass(frozen=True)
class ActorTable:
    """The actors and the roles they held, with an index of names made on first use.

    `titles` gives for the words of a title ("foreign secretary", or "foreign secretary@GBR" for one state) the offices
    they name; `problems` are the entries of a user's file that were left out, as `file:line: message`.
    """

    entries: Mapping[ActorId, Entry]
    roles: Sequence[Role] = field(repr=False)
    titles: Mapping[str, Sequence[str]] = field(repr=False)
    sources: Mapping[str, str] = field(repr=False, default_factory=dict)
    problems: tuple[ActorFileError, ...] = ()

    @classmethod
    def load(cls, user_file: Path | None = None) -> "ActorTable":
        """The shipped table, with the entries of a user's TOML file laid over it.

        An entry of the file that cannot be used (unknown key, wrong value, roles that overlap) is left out; the
        table's `problems` name its file and line.

        Raises:
            ActorFileError: the file cannot be read at all, or is no TOML.
        """
        return _shipped() if user_file is None else _overlay(_shipped(), user_file)

    # Names -----------------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> Mapping[str, tuple[Candidate, ...]]:
        """Every name of every actor, folded, with the actors it may mean: names before metonyms."""
        index: dict[str, dict[ActorId, Candidate]] = defaultdict(dict)
        for entry in self.entries.values():
            for name in (Name(entry.name), *entry.names):
                found = index[fold(name.text)]
                # Of one actor's spellings that differ in capitals only, the one in small letters allows both.
                if entry.id not in found or (name.text.islower() and name.form == found[entry.id].name.form):
                    found[entry.id] = Candidate(entry, name)
        order = get_args(NameForm)
        return {
            key: tuple(sorted(found.values(), key=lambda c: order.index(c.name.form))) for key, found in index.items()
        }

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """For the first word of each name, how many words the longest name has that begins with it."""
        found: dict[str, int] = {}
        for key in self.names:
            words = key.split()
            found[words[0]] = max(found.get(words[0], 0), len(words))
        return found

    @cached_property
    def longest_titles(self) -> Mapping[str, int]:
        """For the first word of each title, how many words the longest title has that begins with it."""
        found: dict[str, int] = {}
        for title in self.titles:
            words = title.partition("@")[0].split()
            found[words[0]] = max(found.get(words[0], 0), len(words))
        return found

    @cached_property
    def surnames(self) -> Mapping[str, tuple[Entry, ...]]:
        """Persons by folded surname, those with most roles first."""
        index: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            if entry.kind == "person":
                spellings = {surname_of(n.text, entry.country) for n in entry.names if " " in n.text}
                for surname in {fold(s) for s in (entry.surname or entry.name, *spellings)}:
                    index[surname].append(entry)
        return {key: tuple(sorted(found, key=lambda e: -len(self.roles_of(e.id)))) for key, found in index.items()}

    def find(self, surface: str, day: str | None = None) -> tuple[Candidate, ...]:
        """The actors that `surface` may mean, names before metonyms; on `day` where a name had its time."""
        return tuple(c for c in self.names.get(fold(surface), ()) if used(c, day))

    def resolve(self, actor: str) -> Entry | None:
        """The one actor that an id, an ISO 3166-1 alpha-3 code or an unambiguous name means."""
        direct = self.entries.get(actor) or self.entries.get(f"state:{actor}") or self.entries.get(f"org:{actor}")
        if direct:
            return direct
        found = [c.entry for c in self.find(actor) if c.name.form in ("name", "metonym")]
        return found[0] if len(found) == 1 else None

    # Offices ---------------------------------------------------------------------------------------------------

    @cached_property
    def _by_office(self) -> Mapping[tuple[ActorId, str], list[Role]]:
        index: dict[tuple[ActorId, str], list[Role]] = defaultdict(list)
        for role in self.roles:
            index[role.of, role.office].append(role)
        for found in index.values():
            found.sort(key=lambda r: (r.start or EARLIEST, r.end or LATEST))
        return index

    @cached_property
    def _by_person(self) -> Mapping[ActorId, list[Role]]:
        index: dict[ActorId, list[Role]] = defaultdict(list)
        for role in self.roles:
            if role.person:
                index[role.person].append(role)
        return index

    def roles_of(self, person: ActorId, day: str | None = None) -> list[Role]:
        """The roles of a person; with `day`, those that may be held on it."""
        found = self._by_person.get(person, [])
        return found if day is None else [r for r in found if covers(r, day) != "no"]

    def offices(self, title: str, of: Entry) -> tuple[str, ...]:
        """The offices that the words of a title name in a state or organisation, likeliest first."""
        key = fold(title.replace("_", " "))
        named = self.titles.get(f"{key}@{of.id.partition(':')[2]}") or self.titles.get(key)
        if named is None:
            named = tuple({r.office for o, r in self._titled.get(key, ()) if o == of.id}) or (title,)
        offices: list[str] = []
        for office in named:
            offices += _POSTS.get(office, (office,)) if office != "leader" else (of.leader or "head",)
        return tuple(dict.fromkeys(offices))

    @cached_property
    def _titled(self) -> Mapping[str, list[tuple[ActorId, Role]]]:
        index: dict[str, list[tuple[ActorId, Role]]] = defaultdict(list)
        for role in self.roles:
            index[fold(role.title).removeprefix("acting ")].append((role.of, role))
        return index

    def holder(self, role: str, of: str, day: str | date) -> Holding:
        """Who held `role` (an office, or the words of a title) of the state or organisation `of` on `day`.

        Null with the reason where the table has no holder for that day, knows the change of holders only to the month
        or year, or several persons held the office.
        """
        day = day.isoformat() if isinstance(day, date) else day
        entry = self.resolve(of)
        if entry is None:
            return Holding(None, f"the table has no state or organisation {of!r}")
        words = role.replace("_", " ")
        answer = Holding(None, f"the table has no {words} of {entry.name}")
        for office in self.offices(role, entry):
            held = self._by_office.get((entry.id, office))
            if held:
                titled = [r for r in held if fold(r.title).removeprefix("acting ") == fold(words)]
                answer = self._holder(titled or held, f"{words} of {entry.name}", day)
                if answer.role is None or answer.role.person is not None:
                    return answer
        return answer

    def _holder(self, roles: list[Role], what: str, day: str) -> Holding:
        last = next((r for r in reversed(roles) if r.person and (r.start or EARLIEST) <= day), None)
        at = [(r, covers(r, day)) for r in roles]
        # On the day of a change both are listed: the one who came in has it.
        sure = [r for r, c in at if c == "yes" and (r.end != day or not any(o.start == day for o in roles))]
        if not sure and any(c == "perhaps" for _, c in at):
            return Holding(None, f"the table does not know the day on which the {what} changed", None, last)
        if not sure:
            until = f"; it knows the office until {last.known}" if last and last.known and last.known < day else ""
            return Holding(None, f"the table has no {what} for {day}{until}", None, last)
        if len({r.person for r in sure}) > 1 or any(c == "perhaps" for _, c in at):
            return Holding(None, f"the table has several for {what} on {day}", None, last)
        role = sure[0]
        if role.person is None:
            return Holding(None, f"the office was vacant or did not exist: {what} on {day}", role)
        until = role.end or (f"at least {role.known}" if role.known else "now")
        return Holding(self.entries[role.person], f"{role.title} from {role.start} to {until} ({role.src})", role)

    def term(self, surname: str, ordinal: int, day: str | date) -> tuple[str, str] | None:
        """First and last day of a person's `ordinal`-th term (1 is the first) in an office with terms set by law.

        Of the persons of that surname, the one in office on `day`, else the one who came last before it, else the next.
        The last day is the one set by law while the term runs, the actual one when it is over. Null where unknown.
        """
        day = day.isoformat() if isinstance(day, date) else day
        best: tuple[int, str, list[Role]] | None = None
        for entry in self.surnames.get(fold(surname), ()):
            terms = sorted((r for r in self.roles_of(entry.id) if r.term and r.start), key=lambda r: r.start or "")
            if not terms:
                continue
            started = [r.start or "" for r in terms if (r.start or "") <= day]
            running = any(covers(r, day) == "yes" for r in terms)
            key = (2 if running else 1 if started else 0, started[-1] if started else "")
            if best is None or key > best[:2]:
                best = (*key, terms)
        if best is None or not 1 <= ordinal <= len(best[2]):
            return None
        role = best[2][ordinal - 1]
        if role.start is None or role.term is None or len(role.start) < 10:
            return None
        lawful = f"{int(role.start[:4]) + role.term}{role.start[4:]}"
        over = role.end is not None and role.end <= day
        return role.start, role.end if over and role.end else lawful


# The general posts, as the offices that may fill them: the first that exists on the day counts.
_POSTS: Mapping[str, tuple[str, ...]] = {
    "head_of_state": ("supreme_leader", "monarch", "president"),
    "head_of_government": ("prime_minister", "president", "monarch"),
}

OFFICES = (
    "president", "vice_president", "prime_minister", "deputy_prime_minister", "monarch", "crown_prince", "supreme_leader",
    "party_leader", "parliament_speaker", "presidium_president", "foreign_minister", "deputy_foreign_minister", "defence_minister",
    "finance_minister", "interior_minister", "trade_minister", "energy_minister", "unification_minister", "security_adviser",
    "intelligence_chief", "army_chief", "chief_negotiator", "envoy", "ambassador_un", "ambassador_us", "ambassador", "spokesperson",
    "chief_of_staff", "atomic_chief", "state_counsellor", "governor", "head", "deputy_head", "foreign_policy_chief", "other",
)  # fmt: skip


def bounds(value: str | None, missing: str) -> tuple[str, str]:
    """First and last day of an ISO year, month or day; `missing` twice for null."""
    if value is None:
        return missing, missing
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        return f"{value}-01", f"{value}-31"
    return value, value


def used(candidate: Candidate, day: str | None) -> bool:
    """Whether a name was in use on a day."""
    name = candidate.name
    return day is None or (name.start or EARLIEST) <= day <= (name.end or LATEST)


def covers(role: Role, day: str) -> Literal["yes", "perhaps", "no"]:
    """Whether a role is held on a day, `perhaps` where its dates are too coarse to tell."""
    start = bounds(role.start, EARLIEST)
    end = bounds(role.end or role.known, LATEST)
    if not start[0] <= day <= end[1]:
        return "no"
    return "yes" if start[1] <= day <= end[0] else "perhaps"


# Reading -----------------------------------------------------------------------------------------------------------


@cache
def _shipped() -> ActorTable:
    raw = (files("summitry.data") / "actors" / "table.json").read_bytes()
    table = msgspec.json.decode(raw, type=_File)
    return ActorTable({e.id: e for e in table.entries}, tuple(table.roles), table.titles, table.sources)


_KEYS = {
    "id", "name", "kind", "aliases", "metonyms", "people", "adjectives", "wikidata", "country", "cameo", "gender", "surname",
    "leader", "role", "source",
}  # fmt: skip
_ROLE_KEYS = {"office", "of", "title", "start", "end", "term"}


def _overlay(table: ActorTable, path: Path) -> ActorTable:
    try:
        text = path.read_text("utf-8")
        whole = tomllib.loads(text)
    except OSError as error:
        raise ActorFileError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ActorFileError(f"{path}: is no UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise ActorFileError(f"{path}: is no TOML: {error}") from error
    lines = [i for i, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*actor\s*\]\]", line)]
    problems = [
        ActorFileError(f"{path}:{_line(text, key)}: unknown key {key!r}; a file has only [[actor]]")
        for key in whole
        if key != "actor"
    ]
    entries, roles = dict(table.entries), list(table.roles)
    added: list[Role] = []
    given = whole.get("actor", [])
    for line, raw in zip(lines, given if isinstance(given, list) else [], strict=False):
        try:
            entry, held = _read_entry(raw, entries)
            _check_overlap(held, added)
        except ValueError as error:
            problems.append(ActorFileError(f"{path}:{line}: {error}"))
            continue
        entries[entry.id] = entry
        added += held
    roles = [r for old in roles for r in _cut(old, added)] + added
    sources = {**table.sources, "user": str(path)}
    return ActorTable(entries, tuple(roles), table.titles, sources, tuple(problems))


def _line(text: str, key: str) -> int:
    """The line on which a key of the top level stands."""
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}\b")
    return next((i for i, line in enumerate(text.splitlines(), 1) if pattern.match(line)), 1)


def _read_entry(raw: dict[str, Any], entries: Mapping[ActorId, Entry]) -> tuple[Entry, list[Role]]:
    """One `[[actor]]` as an entry (a known id is corrected, key by key) and its roles; ValueError says what is wrong."""
    if unknown := sorted(set(raw) - _KEYS):
        raise ValueError(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    for key, value in raw.items():
        wanted = list if key in ("aliases", "metonyms", "people", "adjectives", "role") else str
        if not isinstance(value, wanted) or (
            wanted is list and key != "role" and not all(isinstance(v, str) and v for v in value)
        ):
            raise ValueError(f"{key} must be {'a list of texts' if wanted is list else 'a text'}, not {value!r}")
    if not all(isinstance(role, dict) for role in raw.get("role", [])):
        raise ValueError("a role is a table: [[actor.role]]")
    if not raw.get("id"):
        raise ValueError("an actor needs an id, as in id = 'p:kor:kim-example'")
    old = entries.get(raw["id"])
    name, kind = raw.get("name", old and old.name), raw.get("kind", old and old.kind)
    if not name:
        raise ValueError(f"actor {raw['id']!r} is new and needs a name")
    if kind not in get_args(ActorKind):
        raise ValueError(f"kind must be one of {', '.join(get_args(ActorKind))}, not {kind!r}")
    for key, pattern in {
        "wikidata": r"Q[1-9]\d*",
        "country": r"[A-Z]{3}",
        "gender": "[fm]",
        "cameo": r"[A-Z]{3,12}",
    }.items():
        if key in raw and not re.fullmatch(pattern, raw[key]):
            raise ValueError(f"{key} must look like {pattern}, not {raw[key]!r}")
    forms: dict[str, NameForm] = {
        "aliases": "name",
        "metonyms": "metonym",
        "people": "people",
        "adjectives": "adjective",
    }
    names = (old.names if old else ()) + tuple(
        Name(text, form) for key, form in forms.items() for text in raw.get(key, ())
    )
    plain = {key: raw[key] for key in ("wikidata", "country", "cameo", "gender", "surname", "leader") if key in raw}
    if kind == "person" and not (old and old.surname):
        plain.setdefault("surname", surname_of(name, raw.get("country")))
    kept = msgspec.structs.asdict(old) if old else {}
    entry = Entry(**{**kept, **plain, "id": raw["id"], "name": name, "kind": kind, "names": names, "src": "user"})
    return entry, [_read_role(role, entry, entries) for role in raw.get("role", [])]


def _read_role(raw: dict[str, Any], person: Entry, entries: Mapping[ActorId, Entry]) -> Role:
    if unknown := sorted(set(raw) - _ROLE_KEYS):
        raise ValueError(f"unknown key {unknown[0]!r} in a role; known are {', '.join(sorted(_ROLE_KEYS))}")
    if raw.get("office") not in OFFICES:
        raise ValueError(f"office must be one of {', '.join(OFFICES)}, not {raw.get('office')!r}")
    if raw.get("of") not in entries:
        raise ValueError(f"of must be the id of a state or organisation, as 'state:KOR', not {raw.get('of')!r}")
    start, end = _read_day(raw, "start"), _read_day(raw, "end")
    if start and end and start > end:
        raise ValueError(f"a role ends on {end}, before it starts on {start}")
    term = raw.get("term")
    if term is not None and not isinstance(term, int):
        raise ValueError(f"term must be a number of years, not {term!r}")
    title = str(raw.get("title", raw["office"].replace("_", " ")))
    return Role(person.id, raw["office"], raw["of"], title, start, end, "user", None, term)


def _read_day(raw: Mapping[str, object], key: str) -> str | None:
    value = raw.get(key)
    if value is None:
        return None
    text = value.isoformat() if isinstance(value, date) else value
    if isinstance(text, int):
        text = str(text)
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
        raise ValueError(f"{key} must be a day, month or year as 2018-04-26, not {value!r}")
    return text


def _check_overlap(held: list[Role], others: list[Role]) -> None:
    for i, role in enumerate(held):
        for other in (*held[:i], *others):
            if (role.of, role.office, role.title) == (other.of, other.office, other.title) and _overlap(role, other):
                raise ValueError(
                    f"the roles {role.office} of {role.of} overlap: {_days(role)} and {_days(other)} of {other.person}"
                )


def _days(role: Role) -> str:
    return f"{role.start or '...'} to {role.end or '...'}"


def _overlap(one: Role, other: Role) -> bool:
    """Whether two roles share more than the day of a change."""
    latest_start = max(bounds(one.start, EARLIEST)[1], bounds(other.start, EARLIEST)[1])
    earliest_end = min(bounds(one.end, LATEST)[0], bounds(other.end, LATEST)[0])
    return latest_start < earliest_end


def _cut(old: Role, added: Iterable[Role]) -> Iterator[Role]:
    """What remains of a role of the table beside the user's roles for the same office."""
    rest = [old]
    for new in added:
        if (new.of, new.office) != (old.of, old.office):
            continue
        pieces = []
        for role in rest:
            if not _overlap(role, new):
                pieces.append(role)
                continue
            if new.start and (role.start or EARLIEST) < new.start:
                pieces.append(msgspec.structs.replace(role, end=new.start))
            if new.end and new.end < (role.end or LATEST):
                pieces.append(msgspec.structs.replace(role, start=new.end))
        rest = pieces
    yield from rest


# Surnames ----------------------------------------------------------------------------------------------------------

FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "HKG", "MAC", "SGP", "KHM"})
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "von",
        "van",
        "der",
        "de",
        "den",
        "di",
        "da",
        "del",
        "la",
        "le",
        "ul",
        "ould",
    }
)


def surname_of(name: str, country: str | None) -> str:
    """What papers call a person on second mention: the family name, which comes first in Chinese and Korean names."""
    words = name.split()
    if len(words) == 1:
        return name
    if country in FAMILY_FIRST and words[0] not in ("John", "Lawrence") and len(words) <= 3:
        return words[0]
    if country == "MMR" or (country == "VNM" and len(words) == 3):
        return words[-1] if country == "VNM" else name
    if re.fullmatch(r"Jr\.?|Sr\.?|[IVX]+", words[-1]):
        words = words[:-1]
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return " ".join(words[first:])
