"""Who is who, and who held which office on a day: the shipped table of actors, with a user's own file laid over it."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

from summitry.errors import ActorFileError
from summitry.language.actors.entries import (
    EARLIEST,
    LATEST,
    Entry,
    Gender,
    Name,
    NameForm,
    Role,
    covers,
    fold,
    leading,
    surname_of,
)
from summitry.language.actors.userfile import overlay
from summitry.records import ActorId

INITIALS = re.compile(r"^(?:\w ){2,}")  # "F. W. de Klerk", who is also "FW de Klerk"


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
        table = _shipped()
        if user_file is None:
            return table
        laid = overlay(table.entries, table.roles, user_file)
        sources = {**table.sources, "user": str(user_file)}
        return cls(laid.entries, laid.roles, table.titles, sources, laid.problems)

    @cached_property
    def first_names(self) -> Mapping[str, Gender]:
        """For the folded first name of a person, the sex of most of those who bear it."""
        borne: dict[str, Counter[Gender]] = defaultdict(Counter)
        for entry in self.entries.values():
            if entry.kind == "person" and entry.gender and entry.surname != entry.name.split()[0]:
                borne[fold(entry.name).split()[0]][entry.gender] += 1
        return {name: genders.most_common(1)[0][0] for name, genders in borne.items()}

    # Names -----------------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> Mapping[str, tuple[Candidate, ...]]:
        """Every name of every actor, folded, with the actors it may mean: names before metonyms."""
        index: dict[str, dict[ActorId, Candidate]] = defaultdict(dict)
        for entry in self.entries.values():
            for name in (Name(entry.name), *entry.names):
                key = fold(name.text)
                for spelling in {key, INITIALS.sub(lambda m: m[0].replace(" ", "") + " ", key)}:
                    found = index[spelling]
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
                folded = {fold(s) for s in (entry.surname or entry.name, *spellings)}
                for surname in folded | {s.split()[-1] for s in folded}:  # with and without its particles
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

    def offices(self, title: str, of: Entry, day: str | None = None) -> tuple[str, ...]:
        """The offices that the words of a title name in a state or organisation on a day, likeliest first."""
        key = fold(title.replace("_", " "))
        named = self.titles.get(f"{key}@{of.id.partition(':')[2]}") or self.titles.get(key)
        if named is None:
            named = tuple({r.office for o, r in self._titled.get(key, ()) if o == of.id}) or (title,)
        offices: list[str] = []
        for office in named:
            offices += _POSTS.get(office, (office,)) if office != "leader" else (leading(of, day) or "head",)
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
        for office in self.offices(role, entry, day):
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


def used(candidate: Candidate, day: str | None) -> bool:
    """Whether a name was in use on a day."""
    name = candidate.name
    return day is None or (name.start or EARLIEST) <= day <= (name.end or LATEST)


@cache
def _shipped() -> ActorTable:
    raw = (files("summitry.data") / "actors" / "table.json").read_bytes()
    table = msgspec.json.decode(raw, type=_File)
    return ActorTable({e.id: e for e in table.entries}, tuple(table.roles), table.titles, table.sources)
