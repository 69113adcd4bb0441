"""A user's own actors: a TOML file that adds to the table of actors or corrects it, entry by entry."""

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import msgspec

from summitry.errors import ActorFileError
from summitry.language.actors.entries import (
    EARLIEST,
    LATEST,
    OFFICES,
    Entry,
    Name,
    NameForm,
    Role,
    bounds,
    fold,
    surname_of,
)
from summitry.records import ActorId, ActorKind
from summitry.tomlfile import headers, line_of, parse

_KEYS = {
    "id", "name", "kind", "aliases", "metonyms", "people", "adjectives", "wikidata", "country", "cameo", "gender", "surname",
    "leader", "role", "source",
}  # fmt: skip
_ROLE_KEYS = {"office", "of", "title", "start", "end", "term"}


@dataclass(frozen=True, slots=True)
class UserActors:
    """The table's entries and roles with a user's laid over them, and what of the file could not be used."""

    entries: dict[ActorId, Entry]
    roles: tuple[Role, ...]
    problems: tuple[ActorFileError, ...]


def overlay(entries: Mapping[ActorId, Entry], roles: Sequence[Role], path: Path) -> UserActors:
    """Lay the actors of a TOML file over a table's: `lay` with what the file holds.

    Raises:
        ActorFileError: the file cannot be read at all, or is no TOML.
    """
    try:
        return lay(entries, roles, path.read_bytes(), path)
    except OSError as error:
        raise ActorFileError(f"{path}: cannot be read: {error.strerror}") from error


def lay(entries: Mapping[ActorId, Entry], roles: Sequence[Role], data: bytes, path: Path) -> UserActors:
    """Lay actors in TOML over a table's; an entry that cannot be used is left out and becomes a problem.

    A problem reads `path:line: message`, with the line of the entry. A user's role takes the place of the table's
    roles in the same office, for its own time only, and the place of an earlier one in the file that it corrects:
    the same person's in the same office from the same day.

    Raises:
        ActorFileError: it is no TOML.
    """
    text, whole = parse(data, path, ActorFileError)
    lines = headers(text, "actor")
    problems = [
        ActorFileError(f"{path}:{line_of(text, key)}: unknown key {key!r}; a file has only [[actor]]")
        for key in whole
        if key != "actor"
    ]
    given = whole.get("actor", [])
    if len(lines) != len(given):
        raise ActorFileError(f"{path}:{line_of(text, 'actor')}: write each actor under a line of its own: [[actor]]")
    merged = dict(entries)
    added: dict[tuple[ActorId, str], list[Role]] = defaultdict(list)
    for line, raw in zip(lines, given, strict=True):
        try:
            entry, held = _read_entry(raw, merged)
            posts = dict.fromkeys((role.of, role.office) for role in held)
            rest = [old for post in posts for old in added[post] if not any(_corrects(new, old) for new in held)]
            _check_overlap(held, rest)
        except ValueError as error:
            problems.append(ActorFileError(f"{path}:{line}: {error}"))
            continue
        merged[entry.id] = entry
        for post in posts:
            added[post] = [role for role in (*rest, *held) if (role.of, role.office) == post]
    kept = [piece for role in roles for piece in _cut(role, added.get((role.of, role.office), ()))]
    return UserActors(merged, (*kept, *chain.from_iterable(added.values())), tuple(problems))


_FORMS: Mapping[str, NameForm] = {
    "aliases": "name",
    "metonyms": "metonym",
    "people": "people",
    "adjectives": "adjective",
}
_PATTERNS = {"wikidata": r"Q[1-9]\d*", "country": r"[A-Z]{3}", "gender": "[fm]", "cameo": r"[A-Z]{3,12}"}
_EXAMPLES = {"wikidata": "Q42", "country": "NOR (ISO 3166-1 alpha-3)", "gender": "f or m", "cameo": "USAGOV"}


def _read_entry(raw: dict[str, Any], entries: Mapping[ActorId, Entry]) -> tuple[Entry, list[Role]]:
    """One `[[actor]]` as an entry (a known id is corrected, key by key) and its roles; ValueError says what is wrong."""
    _check_values(raw)
    old = entries.get(raw["id"])
    name, kind = raw.get("name", old and old.name), raw.get("kind", old and old.kind)
    if not name:
        raise ValueError(f"actor {raw['id']!r} is new and needs a name")
    if kind not in get_args(ActorKind):
        raise ValueError(f"kind must be one of {', '.join(get_args(ActorKind))}, not {kind!r}")
    names = tuple(Name(text, form) for key, form in _FORMS.items() for text in raw.get(key, ()))
    plain = {key: raw[key] for key in (*_PATTERNS, "surname", "leader") if key in raw}
    if kind == "person" and not (old and old.surname):
        plain.setdefault("surname", surname_of(name, raw.get("country")))
    kept = msgspec.structs.asdict(old) if old else {"names": ()}
    entry = Entry(
        **{**kept, **plain, "id": raw["id"], "name": name, "kind": kind, "names": kept["names"] + names, "src": "user"}
    )
    return entry, [_read_role(role, entry, entries) for role in raw.get("role", [])]


def _check_values(raw: dict[str, Any]) -> None:
    _check_keys(raw, _KEYS, "")
    for key, value in raw.items():
        if key in _FORMS and not _is_texts(value):
            raise ValueError(f"{key} must be a list of texts, not {value!r}")
        if key not in _FORMS and key != "role" and not isinstance(value, str):
            raise ValueError(f"{key} must be a text, not {value!r}")
        if key in _PATTERNS and not re.fullmatch(_PATTERNS[key], value):
            raise ValueError(f"{key} must look like {_EXAMPLES[key]}, not {value!r}")
    if raw.get("leader", OFFICES[0]) not in OFFICES:
        raise ValueError(f"leader must be one of {', '.join(OFFICES)}, not {raw['leader']!r}")
    if not raw.get("id"):
        raise ValueError("an actor needs an id, as in id = 'p:kor:kim-example'")
    roles = raw.get("role", [])
    if not isinstance(roles, list) or not all(isinstance(role, dict) for role in roles):
        raise ValueError("write each role under a line of its own: [[actor.role]]")


def _check_keys(raw: Mapping[str, object], known: set[str], where: str) -> None:
    for key in sorted(set(raw) - known):
        near = get_close_matches(key, known, 1, cutoff=0.8)
        meant = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"
        raise ValueError(f"unknown key {key!r}{where}; {meant}")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


def _read_role(raw: dict[str, Any], person: Entry, entries: Mapping[ActorId, Entry]) -> Role:
    _check_keys(raw, _ROLE_KEYS, " in a role")
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
    if not isinstance(text, str) or not re.fullmatch(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
        raise ValueError(f"{key} must be a day, month or year as 2018-04-26, not {value!r}")
    if len(text) == 10 and int(text[8:]) > monthrange(int(text[:4]), int(text[5:7]))[1]:
        raise ValueError(f"{key} is {text}, which is no day of the calendar")
    return text


def _corrects(new: Role, old: Role) -> bool:
    return (new.person, new.of, new.office, new.start) == (old.person, old.of, old.office, old.start)


def _check_overlap(held: list[Role], others: list[Role]) -> None:
    for i, role in enumerate(held):
        for other in (*held[:i], *others):
            same = (role.of, role.office, fold(role.title)) == (other.of, other.office, fold(other.title))
            if same and share_days(role, other):
                raise ValueError(
                    f"the roles {role.office} of {role.of} overlap: {days(role)} and {days(other)} of {other.person}"
                )


def days(role: Role) -> str:
    """From when to when a role is held, in words."""
    return f"{role.start or '...'} to {role.end or '...'}"


def vouched(role: Role) -> Role:
    """A role with the day up to which the table vouches for it as its end."""
    return role if role.end or not role.known else msgspec.structs.replace(role, end=role.known)


def share_days(one: Role, other: Role) -> bool:
    """Whether two roles share more than the day of a change."""
    latest_start = max(bounds(one.start, EARLIEST)[1], bounds(other.start, EARLIEST)[1])
    earliest_end = min(bounds(one.end, LATEST)[0], bounds(other.end, LATEST)[0])
    return latest_start < earliest_end


def _cut(old: Role, added: Iterable[Role]) -> Iterator[Role]:
    """What remains of a role of the table beside those a user added to the same office."""
    rest = [old]
    for new in added:
        pieces = []
        for role in rest:
            if not share_days(vouched(role), new):
                pieces.append(role)
                continue
            if new.start and (role.start or EARLIEST) < new.start:
                pieces.append(msgspec.structs.replace(role, end=new.start))
            # Of a role that the table vouches for up to a day before, nothing is known to be left.
            if new.end and new.end < (role.end or role.known or LATEST):
                pieces.append(msgspec.structs.replace(role, start=new.end))
        rest = pieces
    yield from rest
