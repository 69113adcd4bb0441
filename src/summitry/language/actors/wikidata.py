"""What a saved Wikidata query result knows of persons and their offices that the table of actors lacks."""

import csv
import io
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import msgspec

from summitry.errors import ReadError
from summitry.language.actors.additions import Addition, customary_title, is_day, slug
from summitry.language.actors.entries import EARLIEST, LATEST, Entry, Role, bounds, fold
from summitry.language.actors.table import ActorTable
from summitry.language.actors.userfile import days, share_days, vouched
from summitry.records import ActorId

COLUMNS = ("person", "personLabel", "position", "positionLabel", "country", "start", "end")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of a result that cannot be used; `row` counts from 1, without a header."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class Claim:
    """That a person held an office of a state from `start` to `end` (null: no end is given), by which rows."""

    rows: tuple[int, ...]
    wikidata: str
    name: str
    country: str
    office: str
    start: str
    end: str | None

    @property
    def of(self) -> ActorId:
        """The id of the state."""
        return f"state:{self.country}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claim that is left out, and why: it does not agree with the table or with other rows."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Update:
    """What a result adds to a table, and what of it is left out."""

    additions: tuple[Addition, ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[RowProblem, ...]


def compare(table: ActorTable, rows: Sequence[Mapping[str, str]], source: str) -> Update:
    """Find the persons and roles of `rows` (from `read_result`) that a table lacks.

    Each office has one holder at a time: a claim of days on which the table, or another row, has somebody else is a
    conflict. A claim without an end fills the time after the day up to which the table vouches for the same person.
    The order of the rows makes no difference. `source` is written into the additions.
    """
    claims, problems = _read_claims(table, rows)
    clear, conflicts = _without_rivals(claims)
    persons = _Persons(table, clear)
    found: dict[ActorId, Addition] = {}
    by_office: dict[tuple[ActorId, str], list[Role]] = defaultdict(list)
    for old in table.roles:
        by_office[old.of, old.office].append(old)
    for claim in clear:
        actor = persons.addition(claim, source)
        held = by_office[claim.of, claim.office]
        try:
            role = _news(claim, actor.id, held, table)
        except ValueError as error:
            conflicts.append(Conflict(claim, str(error)))
            continue
        if role:
            held[:] = [old for old in held if not _same_start(old, role)] + [role]
            before = found.get(actor.id, actor)
            found[actor.id] = replace(before, roles=(*before.roles, role))
    conflicts.sort(key=lambda c: c.claim.rows)
    return Update(tuple(found.values()), tuple(conflicts), tuple(problems))


# Reading -----------------------------------------------------------------------------------------------------------


def read_result(path: Path) -> list[dict[str, str]]:
    """The rows of a query result as query.wikidata.org saves them: JSON, plain or with bindings, or CSV.

    Each row has the texts of those of its cells that are not empty; a row that is none is empty.

    Raises:
        ReadError: it is neither, or lacks one of `COLUMNS` (`end` may be missing); begins with the file.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ReadError(f"{path}: is no UTF-8 text") from None
    try:
        columns, rows = _read_json(text) if text.lstrip()[:1] in ("[", "{") else _read_csv(text)
    except (ValueError, RecursionError, csv.Error) as error:
        raise ReadError(f"{path}: {error}; save the result as JSON or CSV") from error
    missing = [c for c in COLUMNS if c != "end" and c not in columns]
    if missing and (rows or columns):
        raise ReadError(f"{path}: has no column {' and no '.join(missing)}; docs/actors.md has a query that gives all")
    return rows


def _read_json(text: str) -> tuple[set[str], list[dict[str, str]]]:
    try:
        whole = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON, or was cut off: {error}") from None
    head: list[str] = []
    if isinstance(whole, dict):
        try:
            head, whole = whole["head"]["vars"], whole["results"]["bindings"]
        except (KeyError, TypeError):
            raise ValueError("is no query result: no head.vars and results.bindings") from None
    if not isinstance(whole, list) or not isinstance(head, list):
        raise ValueError("is no query result: no list of rows")  # noqa: TRY004 - what the file holds is wrong, not the call
    rows = [_cells(raw) for raw in whole]
    return {*map(str, head), *(key for row in rows for key in row)}, rows


def _cells(raw: object) -> dict[str, str]:
    if not isinstance(raw, dict):
        return {}
    values = {key: cell.get("value") if isinstance(cell, dict) else cell for key, cell in raw.items()}
    return {key: value.strip() for key, value in values.items() if isinstance(value, str) and value.strip()}


def _read_csv(text: str) -> tuple[set[str], list[dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows = [_cells(raw) for raw in reader]
    return {*(reader.fieldnames or ("",))}, rows


# Rows as claims ----------------------------------------------------------------------------------------------------

_ENTITY = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)")
_TIME = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T[\d:.]+Z?)?")


def _read_claims(table: ActorTable, rows: Sequence[Mapping[str, str]]) -> tuple[list[Claim], list[RowProblem]]:
    known = {e.wikidata for e in table.entries.values() if e.wikidata}
    claims, problems = list[Claim](), list[RowProblem]()
    for number, row in enumerate(rows, 1):
        try:
            claims.append(_read_claim(table, number, row, known))
        except ValueError as error:
            problems.append(RowProblem(number, str(error)))
    return _joined(claims), problems


def _read_claim(table: ActorTable, number: int, row: Mapping[str, str], known: set[str]) -> Claim:
    person, label = _entity(row, "person"), row.get("personLabel", "")
    _entity(row, "position")
    named = label and not re.fullmatch(r"Q\d+", label)
    if not named and person not in known:
        raise ValueError(f"{person} has no name in English")
    office = office_of(row.get("positionLabel", ""))
    if office is None:
        raise ValueError(f"the position {row.get('positionLabel', '')!r} is not known to be one of {_offices_known()}")
    country = row.get("country", "")
    if f"state:{country}" not in table.entries:
        raise ValueError(f"the table has no state {country!r}; country must be an ISO 3166-1 alpha-3 code, as NOR")
    start, end = _time(row, "start"), _time(row, "end")
    if start is None:
        raise ValueError("no start is given")
    if end and bounds(end, LATEST)[1] < bounds(start, EARLIEST)[0]:
        raise ValueError(f"it ends on {end}, before it starts on {start}")
    return Claim((number,), person, label if named else "", country, office, start, end)


def _entity(row: Mapping[str, str], column: str) -> str:
    value = row.get(column, "")
    found = _ENTITY.fullmatch(value)
    if not found:
        raise ValueError(f"{column} must be a Wikidata id, as Q42, not {value!r}" if value else f"no {column} is given")
    return found[1]


def _time(row: Mapping[str, str], column: str) -> str | None:
    value = row.get(column)
    if value is None:
        return None
    found = _TIME.fullmatch(value)
    if not found or not is_day(found[1]):
        raise ValueError(f"{column} must be a day, month or year, as 2024-01-20, not {value!r}")
    return found[1]


class _Positions(NamedTuple):
    other: re.Pattern[str]
    offices: Mapping[str, str]


@cache
def _positions() -> _Positions:
    data = tomllib.loads((files("summitry.data") / "actors" / "positions.toml").read_text("utf-8"))
    return _Positions(re.compile(rf"\b(?:{'|'.join(data['other'])})\b"), data["offices"])


def _offices_known() -> str:
    return ", ".join(dict.fromkeys(_positions().offices.values()))


def office_of(label: str) -> str | None:
    """The office that the English label of a position names; null for a post of another kind."""
    words = fold(label)
    if _positions().other.search(words):
        return None
    return next((office for key, office in _positions().offices.items() if f" {key} " in f" {words} "), None)


def _joined(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in the order of their time; said twice they are one, and so are terms that follow without a break."""
    joined: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.country, c.office, c.wikidata, c.start, c.end or LATEST, c.rows)):
        last = joined[-1] if joined else None
        if last and _same_post(last, claim) and (last.start, last.end) == (claim.start, claim.end):
            joined[-1] = replace(last, rows=(*last.rows, *claim.rows))
        elif last and _same_post(last, claim) and _follows(last.end, claim.start):
            joined[-1] = replace(last, rows=(*last.rows, *claim.rows), end=claim.end)
        else:
            joined.append(claim)
    return sorted(joined, key=attrgetter("country", "office", "start", "wikidata", "rows"))


def _same_post(one: Claim, other: Claim) -> bool:
    return (one.wikidata, one.country, one.office) == (other.wikidata, other.country, other.office)


def _follows(end: str | None, start: str) -> bool:
    if end is None or len(end) != len(start):
        return False
    return end == start or (len(end) == 10 and (date.fromisoformat(start) - date.fromisoformat(end)).days == 1)


# Claims against each other and the table -----------------------------------------------------------------------------


def _without_rivals(claims: Sequence[Claim]) -> tuple[list[Claim], list[Conflict]]:
    """Claims that no other row disputes, and those that one does."""
    posts: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        posts[claim.country, claim.office].append(claim)
    conflicts = [
        Conflict(claim, f"the row gives no end, though {_cite(later)}")
        for post in posts.values()
        for claim in post
        if (later := _later(claim, post))
    ]
    endless = {conflict.claim for conflict in conflicts}
    clear: list[Claim] = []
    for post in posts.values():
        kept = [claim for claim in post if claim not in endless]
        for claim in kept:
            rival = next((o for o in kept if o is not claim and share_days(_role(claim, ""), _role(o, ""))), None)
            if rival:
                conflicts.append(Conflict(claim, _cite(rival)))
            else:
                clear.append(claim)
    return clear, conflicts


def _later(claim: Claim, post: Iterable[Claim]) -> Claim | None:
    """A claim that shows that one without an end is out of date."""
    if claim.end is not None:
        return None
    ended = (o for o in post if o.start > claim.start or (o.start == claim.start and o.end and _same_post(o, claim)))
    return next(ended, None)


def _cite(claim: Claim) -> str:
    return f"row {claim.rows[0]} has {claim.name or claim.wikidata} from {days(_role(claim, ''))}"


def _role(claim: Claim, person: ActorId, title: str = "") -> Role:
    return Role(person, claim.office, claim.of, title, claim.start, claim.end, "user")


def _same_start(old: Role, new: Role) -> bool:
    return (old.person, old.start) == (new.person, new.start)


def _news(claim: Claim, person: ActorId, held: Sequence[Role], table: ActorTable) -> Role | None:
    """The role that a claim adds to those held in its office, null where it adds none; ValueError: they disagree."""
    title = customary_title(table, claim.of, claim.office) or claim.office.replace("_", " ").title()
    given = _role(claim, person, title)
    for other in held:
        if other.person != person and share_days(vouched(other), given):
            entry = table.entries.get(other.person or "")
            who = entry.name if entry else other.person or "nobody"  # the person may be an addition too
            raise ValueError(f"the table has {who} from {days(vouched(other))}")
    mine = _stretch(given, [r for r in held if r.person == person])
    if not mine:
        return given
    last = mine[-1]
    begun = bounds(given.start, EARLIEST)[1] >= bounds(mine[0].start, EARLIEST)[0]
    _check_end(given, last)
    if begun and _within(given, last):
        return None
    new = msgspec.structs.replace(last, end=given.end, known=None, src="user") if begun and last.start else given
    own = next((r for r in mine if r.src == "user" and not _same_start(r, new) and share_days(r, new)), None)
    if own:
        raise ValueError(f"your file has {days(own)}; to correct it, edit the file")
    return new


def _stretch(given: Role, mine: Iterable[Role]) -> list[Role]:
    """Those of a person's roles that touch a claim, or follow one of these without a break."""
    found: list[Role] = []
    latest = bounds(given.end, LATEST)[1]
    for role in sorted(mine, key=lambda r: r.start or EARLIEST):
        touches = bounds(vouched(role).end, LATEST)[1] >= bounds(given.start, EARLIEST)[0]
        if touches and bounds(role.start, EARLIEST)[0] <= latest:
            found.append(role)
            latest = max(latest, bounds(role.end, LATEST)[1])
    return found


def _check_end(given: Role, last: Role) -> None:
    """That a claim does not end before the table's latest role may, nor lacks the end that the table has."""
    if given.end is None and last.end is not None:
        raise ValueError(f"the row gives no end; the table has {days(last)}")
    begun = last.start is None or (given.end or LATEST) > last.start
    if last.end is None and last.known and begun and bounds(given.end, LATEST)[1] < last.known:
        raise ValueError(f"the table vouches for {days(last)} up to {last.known}")


def _within(given: Role, last: Role) -> bool:
    """Whether the table has all days of a claim that began no earlier than the role it ends with or one before it."""
    if last.end is not None:
        return bounds(given.end, LATEST)[0] <= bounds(last.end, LATEST)[1]
    if given.end is None:
        return last.known is None
    return last.start is not None and given.end <= last.start


# Persons -----------------------------------------------------------------------------------------------------------


class _Persons:
    """Which actor of a table the person of a claim is, or which id a new one gets."""

    def __init__(self, table: ActorTable, claims: Sequence[Claim]) -> None:
        self._table = table
        self._by_wikidata = {e.wikidata: e for e in table.entries.values() if e.wikidata and e.kind == "person"}
        self._new: dict[str, ActorId] = {}  # by Wikidata id
        self._namesakes: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in claims:
            self._namesakes[claim.country, fold(claim.name)].add(claim.wikidata)

    def addition(self, claim: Claim, source: str) -> Addition:
        """The person of a claim, as an addition without roles."""
        entry = self._by_wikidata.get(claim.wikidata)
        if entry is None and len(self._namesakes[claim.country, fold(claim.name)]) == 1:
            entry = self._named(claim)
        if entry:
            return Addition(entry.id, wikidata=None if entry.wikidata else claim.wikidata)
        if claim.wikidata not in self._new:
            self._new[claim.wikidata] = self._free_id(claim)
        identity = self._new[claim.wikidata]
        return Addition(identity, claim.name, "person", claim.country, wikidata=claim.wikidata, source=source)

    def _named(self, claim: Claim) -> Entry | None:
        """The one person of that name and state whose Wikidata id the table does not have."""
        found = [
            c.entry
            for c in self._table.find(claim.name)
            if c.entry.kind == "person" and c.entry.country == claim.country and c.entry.wikidata is None
        ]
        return found[0] if len(found) == 1 else None

    def _free_id(self, claim: Claim) -> ActorId:
        identity = f"p:{claim.country.lower()}:{slug(claim.name) or claim.wikidata.lower()}"
        taken = identity in self._table.entries or identity in self._new.values()
        shared = len(self._namesakes[claim.country, fold(claim.name)]) > 1
        return f"{identity}-{claim.wikidata.lower()}" if taken or shared else identity
