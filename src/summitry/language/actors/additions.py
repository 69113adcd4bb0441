"""Additions to a user's own actors: a role read from words, and entries written to the end of the TOML file."""

import json
import os
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from tempfile import mkstemp

from summitry.errors import ActorFileError
from summitry.language.actors.entries import OFFICES, Entry, Gender, Role, fold
from summitry.language.actors.table import ActorTable
from summitry.language.actors.userfile import lay, share_days, vouched
from summitry.records import ActorId, ActorKind

HEAD = """\
# Actors of my own: they add to Summitry's table, or correct it key by key. SUMMITRY_ACTORS names this file.
#
#   [[actor]]
#   id = "p:nor:ana-alder"            # a new id, or one of the table: only what is given here changes
#   name = "Ana Alder"
#   kind = "person"                   # person, state, organisation, group, unnamed
#   country = "NOR"                   # ISO 3166-1 alpha-3
#   aliases = ["Anna Alder"]
#
#   [[actor.role]]
#   office = "foreign_minister"
#   of = "state:NOR"
#   title = "Foreign Minister"
#   start = 2019-03-01                # a day, or "2019-03", or "2019"
#   end = "2021-05"                   # left out: held until now
#
# A later role of the same person in the same office from the same start corrects the earlier one.
"""


@dataclass(frozen=True, slots=True)
class Addition:
    """An actor to add, or what changes of one that the table has; what is null or empty stays as it is."""

    id: ActorId
    name: str | None = None
    kind: ActorKind | None = None
    country: str | None = None
    gender: Gender | None = None
    wikidata: str | None = None
    source: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


# Roles in words ----------------------------------------------------------------------------------------------------

_PHRASE = re.compile(r"(?P<post>.+?)(?:\s+(?:from|since)\s+(?P<start>\S+))?(?:\s+(?:to|until)\s+(?P<end>\S+))?")
_EXAMPLE = 'write a role as "foreign minister of Norway from 2024-01-20 to 2025-03-01", the end left out while it lasts'


def read_role(table: ActorTable, person: ActorId, words: str) -> Role:
    """The role that words such as "foreign minister of Norway from 2024-01-20 to 2025-03" describe.

    The title is the one under which the table knows the office in that state, where it knows one.

    Raises:
        ValueError: no state or organisation, no office or no day is meant; the message says how to write them.
    """
    found = _PHRASE.fullmatch(" ".join(words.split()))
    if found is None:
        raise ValueError(f"no role is named; {_EXAMPLE}")
    start, end = _read_day(found["start"]), _read_day(found["end"])
    if start is None:  # such a role would take the place of all that the table knows of the office
        raise ValueError(f"{words!r} does not say since when; {_EXAMPLE}")
    title, of = _read_post(table, found["post"])
    office = _read_office(table, title, of, start)
    known = customary_title(table, of.id, office) if fold(title) in table.titles or title in OFFICES else None
    return Role(person, office, of.id, known or title.replace("_", " "), start, end, "user")


def _read_post(table: ActorTable, post: str) -> tuple[str, Entry]:
    """A post as its title and the state or organisation: the longest one that stands after an "of"."""
    for of in re.finditer(" of ", post):
        entry = table.resolve(post[of.end() :])
        if entry and entry.kind != "person":
            return post[: of.start()], entry
    raise ValueError(f"{post!r} names no state or organisation of the table; {_EXAMPLE}")


def _read_office(table: ActorTable, title: str, of: Entry, day: str | None) -> str:
    named = [o for o in table.offices(title, of, day) if o in OFFICES]
    if not named:
        near = get_close_matches(fold(title), [t for t in table.titles if "@" not in t], 3)
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        raise ValueError(f"{title!r} is no office; {meant}Offices are {', '.join(OFFICES)}")
    held = {role.office for role in table.roles if role.of == of.id}
    return next((office for office in named if office in held), named[0])


def customary_title(table: ActorTable, of: ActorId, office: str) -> str | None:
    """What the latest holder of an office is called; null where nobody held it, or several at a time do."""
    roles = [r for r in table.roles if (r.of, r.office) == (of, office) and r.person]
    roles.sort(key=lambda r: r.start or "")
    if not roles or any(a.person != b.person and share_days(vouched(a), vouched(b)) for a, b in pairwise(roles)):
        return None
    return re.sub(r"^(acting|interim) ", "", roles[-1].title, flags=re.IGNORECASE)


def _read_day(given: str | None) -> str | None:
    if given is None:
        return None
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", given) or not is_day(given):
        raise ValueError(f"{given!r} is no day; write 2024-01-20, 2024-01 or 2024")
    return given


def is_day(value: str) -> bool:
    """Whether a year, a month or a day in ISO form is one of the calendar."""
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def slug(name: str) -> str:
    """A name as the last part of an id: `Kim Jong-un` as `kim-jong-un`."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return plain.strip().replace(" ", "-")


# Writing -----------------------------------------------------------------------------------------------------------


def extended(path: Path, additions: Sequence[Addition]) -> bytes:
    """The content of a user's file with additions at its end; all that stood there stays as it is, to the byte.

    A file that does not exist begins with a comment that explains its form.

    Raises:
        ActorFileError: the file is no TOML, or an addition cannot be used beside what it and the table hold.
        OSError: the file cannot be read.
    """
    old = path.read_bytes() if path.exists() else HEAD.encode()
    table = ActorTable.load()
    known = {str(problem) for problem in lay(table.entries, table.roles, old, path).problems}
    new = old if not old or old.endswith(b"\n") else old + b"\n"
    try:
        new += "".join(f"\n{_toml(addition)}" for addition in additions).encode()
    except UnicodeEncodeError:
        raise ActorFileError("the addition is no UTF-8 text") from None
    for problem in map(str, lay(table.entries, table.roles, new, path).problems):
        if problem not in known:
            raise ActorFileError(re.sub(r"^\d+: ", "", problem.removeprefix(f"{path}:")))
    return new


def _toml(addition: Addition) -> str:
    keys = ("id", "name", "kind", "country", "gender", "wikidata", "source")
    lines = ["[[actor]]", *(f"{key} = {_text(value)}" for key in keys if (value := getattr(addition, key)))]
    if addition.aliases:
        lines.append(f"aliases = [{', '.join(map(_text, addition.aliases))}]")
    for role in addition.roles:
        lines += ["", "[[actor.role]]", *(f"{key} = {_text(getattr(role, key))}" for key in ("office", "of", "title"))]
        lines += [f"{key} = {_day(value)}" for key in ("start", "end") if (value := getattr(role, key))]
        if role.term:
            lines.append(f"term = {role.term}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A text in TOML, whose strings are those of JSON but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _day(value: str) -> str:
    return value if len(value) == len("2024-01-20") else _text(value)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, whole or not at all, even if the power fails; its permissions stay.

    Raises:
        OSError: it cannot be written; names `path`.
    """
    real = path.resolve()
    try:
        handle, temporary = mkstemp(prefix=f".{real.name}.", dir=real.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(real.stat().st_mode & 0o777 if real.exists() else 0o644)
            Path(temporary).replace(real)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
        _sync_folder(real.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # folders cannot be opened there; the rename is on the disk with the file
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
