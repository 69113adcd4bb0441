"""Build the table of actors from the source lists and our own additions; `python -m training actors --data DIR`."""

import json
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from summitry.language.actors.entries import OFFICES, Entry, Gender, Name, Role, bounds, fold, surname_of

HERE = Path(__file__).parent.parent / "src" / "summitry" / "data" / "actors"

# Heads of the lists' vocabulary; what is not named here is left out (viceroys of territories, unsorted "other" roles).
_OFFICE_OF_TITLE: dict[str, list[tuple[str, str]]] = {
    "head_of_state": [("king|queen|emir|amir|sultan|emperor|grand duke|monarch|prince", "monarch"), ("supreme leader", "supreme_leader"), ("president", "president")],
    "head_of_government": [("prime minister|premier|chancellor|taoiseach|chief minister|minister of state", "prime_minister"), ("president", "president")],
    "prime_minister": [("", "prime_minister")],
    "foreign_minister": [("(?=.*(foreign|external|state|exterior))(?!.*(trade|econom|europe affairs|supporting|deput))", "foreign_minister")],
    "defence_minister": [("(?=.*(defen[cs]e|war))(?!.*(civil|production|industr|supporting))", "defence_minister")],
    "deputy": [("vice president", "vice_president"), ("deputy prime minister", "deputy_prime_minister")],
    "deputy_minister": [("foreign", "deputy_foreign_minister")],
    "ambassador": [("permanent representative|ambassador to the united nations", "ambassador_un"), ("ambassador to the us", "ambassador_us")],
    "national_security_adviser": [("", "security_adviser")],
    "envoy": [("", "envoy")],
    "head_of_organisation": [("", "head")],
}  # fmt: skip
_JUNK = re.compile(
    r"\b(premiers?|presidents?|ceo|also|spelled|spelling|represented|lt|gen|dr|sir|vacant|acting|co-chairs?|ministers?|is|who|and|chief|council|executive|notification|statement)\b",
    re.IGNORECASE,
)


@dataclass
class Build:
    """The table while it is made: entries by id, persons by the words of their name within a state."""

    entries: dict[str, Entry] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    persons: dict[tuple[str, str], str] = field(default_factory=dict)

    def person(self, name: str, of: str, *, gender: Gender | None, country: str | None, src: str) -> str:
        """The id of a person of that name in the state or organisation `of`, made where new."""
        key = (of, fold(name))
        if key in self.persons:
            return self.persons[key]
        identity = f"p:{of.lower()}:{slug(name)}"
        # Somebody who served both a state and an international organisation is one person.
        if country is None or of not in self._states():
            twins = [i for (_, n), i in self.persons.items() if n == key[1]]
            identity = twins[0] if twins else identity
        self.persons[key] = identity
        if identity not in self.entries:
            surname = surname_of(name, country)
            self.entries[identity] = Entry(
                identity, name, "person", country=country, gender=gender, surname=surname, src=src
            )
            self.name_of(identity, *_spellings(name))
        return identity

    def _states(self) -> set[str]:
        return {e.id.removeprefix("state:") for e in self.entries.values() if e.kind == "state"}

    def name_of(self, identity: str, *names: Name) -> None:
        """Add names to an entry, each once."""
        entry = self.entries[identity]
        have = {(fold(n.text), n.form, n.text.islower()) for n in (*entry.names, Name(entry.name))}
        new = [n for n in names if n.text and (fold(n.text), n.form, n.text.islower()) not in have]
        self.entries[identity] = msgspec.structs.replace(entry, names=entry.names + tuple(dict.fromkeys(new)))


def _spellings(name: str) -> list[Name]:
    """How papers without the letters write a name: Tudjman, Schroeder."""
    written = {
        name.replace("đ", "dj").replace("Đ", "Dj"),
        name.replace("ö", "oe").replace("ü", "ue").replace("ä", "ae"),
    }
    return [Name(n) for n in sorted(written - {name})]


def slug(name: str) -> str:
    """`Kim Jong-un` as `kim-jong-un`, in ASCII."""
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return plain.strip().replace(" ", "-")


def build(data: Path) -> dict[str, Any]:
    """The table as JSON values, from the lists in `data/actors` and our own files."""
    table = Build()
    lists = data / "actors"
    own = tomllib.loads((HERE / "own.toml").read_text("utf-8"))
    _states(table, lists)
    _organisations(table, lists)
    _groups(table, lists)
    _metonyms(table, lists)
    _own_actors(table, own)
    raw = [json.loads(line) for line in (lists / "persons.jsonl").read_text("utf-8").splitlines()]
    for path in sorted(HERE.glob("*.txt")):
        _successions(table, path)
    dependent = {s["id"] for s in _lines(lists / "states.jsonl") if s["kind"] == "territory"}
    _listed_persons(table, raw, set(own["corrections"]["left_out"]), dependent)
    _own_persons(table, own)
    sources = json.loads((lists / "SOURCES.json").read_text("utf-8"))
    roles = sorted(table.roles, key=lambda r: (r.of, r.office, r.start or "", r.end or ""))
    used = (
        {r.of for r in roles} | {r.person for r in roles} | {e.id for e in table.entries.values() if e.kind != "person"}
    )
    entries = [e for key, e in sorted(table.entries.items()) if key in used]
    return {"sources": sources, "titles": own["titles"], "entries": entries, "roles": roles}


# States, organisations, groups ----------------------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def _listed(value: str | list[str] | None) -> list[str]:
    """Plural demonyms as the lists give them: a list, or `Afghan(s)`, or `Dane(s), Danish`."""
    if value is None:
        return []
    texts = value if isinstance(value, list) else re.split(r"[,;]| or ", value)
    return [
        re.sub(r"\(s\)", "s", t).replace("(singular and plural)", "").strip()
        for t in texts
        if "(plural" not in t or "(s" in t
    ]


def _states(table: Build, lists: Path) -> None:
    for raw in _lines(lists / "states.jsonl"):
        names = [Name(a) for a in raw["aliases"] if not re.search(r"[;(]|\bor\b|disputed", a)]
        names += [
            Name(n, "people")
            for n in _listed(raw["demonym_noun"])
            if re.fullmatch(r"[A-ZÅ][^\W\d_].*s|.*(ese|ish|nch|i|sh)", n)
        ]
        names += [Name(a, "adjective") for a in raw["demonym_adj"] or []]
        if raw["capital"] and raw["un_member"]:
            names.append(Name(raw["capital"], "metonym"))
        table.entries[raw["id"]] = Entry(
            raw["id"], raw["name"], "state", wikidata=raw["qid"], country=raw["iso3"], cameo=raw.get("cameo"), src="own"
        )
        table.name_of(raw["id"], *names)


def _organisations(table: Build, lists: Path) -> None:
    for raw in _lines(lists / "organisations.jsonl"):
        table.entries[raw["id"]] = Entry(
            raw["id"], raw["name"], "organisation", wikidata=raw["qid"], cameo=raw["cameo"], src="own"
        )
        table.name_of(raw["id"], *(Name(a) for a in raw["aliases"]))


def _groups(table: Build, lists: Path) -> None:
    for raw in _lines(lists / "armed_groups.jsonl"):
        entry = Entry(
            raw["id"], raw["name"], "group", wikidata=raw["qid"], country=raw["base"], cameo=raw["cameo"],
            start=raw["active_from"], end=raw["active_to"], src="own",
        )  # fmt: skip
        table.entries[raw["id"]] = entry
        table.name_of(raw["id"], *(Name(re.sub(r"\s*\(.*?\)", "", a)) for a in raw["aliases"]))


def _metonyms(table: Build, lists: Path) -> None:
    for raw in _lines(lists / "metonyms.jsonl"):
        if raw["target"] in table.entries and raw["kind"] in ("gov", "exec"):
            table.name_of(raw["target"], Name(raw["surface"], "metonym", raw.get("from"), raw.get("to")))


def _own_actors(table: Build, own: dict[str, Any]) -> None:
    """Our additions to and corrections of states, organisations and groups."""
    forms = {"aliases": "name", "metonyms": "metonym", "people": "people", "adjectives": "adjective"}
    for raw in own.get("actor", []):
        old = table.entries.get(raw["id"])
        kept = msgspec.structs.asdict(old) if old else {"names": ()}
        drop = {fold(n) for n in raw.get("not", [])}
        kept["names"] = tuple(n for n in kept["names"] if fold(n.text) not in drop)
        plain = {k: raw[k] for k in ("name", "kind", "wikidata", "country", "cameo", "start", "end") if k in raw}
        if raw.get("wikidata") == "":
            plain["wikidata"] = None
        names = [Name(raw["name"])] if old and "name" in raw else []
        entry = Entry(**{**kept, **plain, "id": raw["id"], "src": "own"})
        if old and "name" in raw:
            entry = msgspec.structs.replace(entry, names=(*entry.names, Name(old.name)))
        table.entries[raw["id"]] = entry
        table.name_of(raw["id"], *names, *(Name(t, form) for key, form in forms.items() for t in raw.get(key, [])))  # type: ignore[arg-type]  # forms holds NameForms only


# Successions: our own lists of who followed whom -----------------------------------------------------------------------

_HEAD = re.compile(r"(?P<of>\w+) (?P<office>\w+)(?: (?P<title>[^:]+?))??(?: terms=(?P<term>\d))?: (?P<items>.+)")
_ITEM = re.compile(r"(?P<start>[\d-]+)?(?:/(?P<end>[\d-]*))? ?(?P<name>[^()]+?)(?P<flags>( \(\w+\))*)")


def _successions(table: Build, path: Path) -> None:
    known = None
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.partition("#")[0].strip()
        if line.startswith("known "):
            known = line.removeprefix("known ")
        elif " leads: " in line:
            code, _, offices = line.partition(" leads: ")
            state = table.entries[f"state:{code}"]
            table.entries[state.id] = msgspec.structs.replace(state, leader=offices)
        elif line:
            head = _HEAD.fullmatch(line)
            if head is None:
                raise SystemExit(f"{path}:{number}: no succession: {line[:60]}")
            try:
                _succession(table, head, known)
            except ValueError as error:
                raise SystemExit(f"{path}:{number}: {error}") from error


def _succession(table: Build, head: re.Match[str], known: str | None) -> None:
    """One line: each holder until the next; `-` is a vacancy, `?` a gap of our knowledge, `start/end` stands by itself."""
    code, office = head["of"], head["office"]
    of = next((i for i in (f"state:{code}", f"org:{code}", f"group:{code}") if i in table.entries), None)
    if of is None or office not in OFFICES:
        raise ValueError(f"no actor {code}" if of is None else f"no office {office!r}")
    if table.entries[of].leader is None:
        table.entries[of] = msgspec.structs.replace(table.entries[of], leader=office)
    title = (head["title"] or office.replace("_", " ").title()).strip()
    items = []
    for text in head["items"].split(";"):
        item = _ITEM.fullmatch(text.strip())
        if item is None:
            raise ValueError(f"no holder: {text.strip()!r}")
        items.append(item)
    for item, after in zip(items, [*items[1:], None], strict=True):
        if item["name"].strip() == "?":
            continue
        start, end = item["start"], item["end"] or None
        if item["end"] is None and after:
            end = after["start"]
        if start and end and start > end:
            raise ValueError(f"{item['name']} ends on {end}, before the start on {start}")
        person, acting = _holder(table, item, of), "(acting)" in item["flags"]
        full = f"Acting {title}" if acting else title
        term = int(head["term"]) if head["term"] and person and not acting else None
        table.roles.append(Role(person, office, of, full, start, end, "own", None if end else known, term))


def _holder(table: Build, item: re.Match[str], of: str) -> str | None:
    """The id of a line's holder, made where new; null for a vacancy."""
    name, code = item["name"].strip(), of.partition(":")[2]
    if name == "-":
        return None
    if " @" in name:  # somebody of another state's line, as the king of several realms
        known_name, _, elsewhere = name.partition(" @")
        return table.persons[elsewhere, fold(known_name)]
    country = None if of.startswith("org:") else table.entries[of].country
    return table.person(name, code, gender="f" if "(f)" in item["flags"] else "m", country=country, src="own")


# The lists of persons -----------------------------------------------------------------------------------------------


def _listed_persons(table: Build, raws: list[dict[str, Any]], left_out: set[str], dependent: set[str]) -> None:
    """Roles of the lists for offices we have no succession of; names and Wikidata ids for persons we have."""
    ours = {(r.of, r.office) for r in table.roles}
    wanted: dict[tuple[str, str], list[tuple[dict[str, Any], dict[str, Any]]]] = defaultdict(list)
    for raw in raws:
        raw["name"] = raw["name"].removeprefix("also spelled ").strip()
        if raw["id"] in left_out or _run_together(raw, raw["name"]):
            continue
        raw["aliases"] = [a for a in raw["aliases"] if not _run_together(raw, a)]
        for role in raw["roles"]:
            key = _office(role)
            if key is None:
                continue
            of, office = key
            if of not in table.entries:
                continue
            _merge_names(table, raw, role["org"])
            if office in ("president", "monarch", "vice_president") and of in dependent:
                continue  # the head of the state they belong to
            if office in ("president", "monarch", "supreme_leader") and table.entries[of].leader:
                continue  # our own lines name every head of this state
            if (of, office) not in ours and " " in raw["name"].strip() and not _JUNK.search(raw["name"]):
                wanted[of, office].append((raw, role))
    for (of, office), found in wanted.items():
        _add_listed(table, of, office, found)


def _run_together(raw: dict[str, Any], name: str) -> bool:
    """Whether a name is those of all deputies of a government, as some lists give them: nobody is called so."""
    many = any(re.search(r"(ministers|presidents|premiers)\b", (r.get("title") or "").casefold()) for r in raw["roles"])
    return many and len([w for w in name.split() if w[0].isupper()]) > 3 and not raw["qid"]


def _office(role: dict[str, Any]) -> tuple[str, str] | None:
    code, title = role["org"], (role.get("title") or "").casefold()
    if code == "UN" and "general assembly" in title:
        return "org:UNGA", "head"
    if (code == "UN" and title.startswith("permanent representative")) or code == "EU":
        return None
    of = f"state:{code}" if len(code) == 3 and code.isupper() and code not in ("IMF", "WTO") else f"org:{code}"
    for pattern, office in _OFFICE_OF_TITLE.get(role["role"], []):
        if re.match(pattern, title) or (pattern and not pattern.startswith("(?=") and re.search(pattern, title)):
            return of, office
    return None


def _merge_names(table: Build, raw: dict[str, Any], code: str) -> None:
    for name in (raw["name"], *raw["aliases"]):
        identity = table.persons.get((code, fold(name)))
        if identity is None:
            continue
        entry = table.entries[identity]
        if raw["qid"] and not entry.wikidata:
            table.entries[identity] = msgspec.structs.replace(
                entry, wikidata=raw["qid"], wikidata_src=raw.get("qid_src")
            )
        aliases = [a for a in (raw["name"], *raw["aliases"]) if " " in a and not _JUNK.search(a)]
        table.name_of(identity, *(Name(a) for a in aliases))
        for alias in aliases:
            table.persons.setdefault((code, fold(alias)), identity)
        return


def _add_listed(table: Build, of: str, office: str, found: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """The lists' rows for one office: of rows for one person the best dated; a row that another contradicts is left out."""
    rows: list[Role] = []
    for raw, role in found:
        person = _listed_person(table, raw, role, of)
        _merge_names(table, raw, role["org"])
        start, end, known = role.get("start"), role.get("end"), None
        if role.get("observed"):
            start, end = "2019-05-15", "2019-06-04"
        elif end is None:
            known = {"fb": "2026-01-31", "wdfm": "2022-12-01", "wd21": "2021-12-31", "wdun": start}.get(
                role["src"], "2025-09-30"
            )
        rows.append(
            Role(
                person,
                office,
                of,
                role.get("title") or office.replace("_", " ").title(),
                start,
                end,
                role["src"],
                known,
            )
        )
    rank = {"own": 0, "exec": 1, "fb": 2, "wdfm": 3, "wdun": 3, "cia19": 4, "wd21": 5}
    kept: list[Role] = []
    alone = office in (
        "envoy",
        "ambassador",
        "vice_president",
        "deputy_prime_minister",
        "deputy_foreign_minister",
        "deputy_head",
    )
    for row in sorted(_one_by_one(rows) if not alone else rows, key=lambda r: rank.get(r.src, 9)):
        clash = [k for k in kept if _share_days(k, row) and (k.person == row.person or not alone)]
        if not clash:
            kept.append(row)
    table.roles += kept


def _listed_person(table: Build, raw: dict[str, Any], role: dict[str, Any], of: str) -> str:
    """The id of a list's person: the one made for an earlier row of the list or for the same Wikidata id."""
    key = (role["org"], fold(raw["name"]))
    same = next((e.id for e in table.entries.values() if raw["qid"] and e.wikidata == raw["qid"]), None)
    if same is not None:
        table.persons.setdefault(key, same)
    country = role["org"] if of.startswith("state:") else None
    return table.person(raw["name"], role["org"], gender=None, country=country, src=role["src"])


def _one_by_one(rows: list[Role]) -> list[Role]:
    """Rows of one list for an office that one person holds at a time: each ends where the next begins, at the latest."""
    done: list[Role] = []
    for src in dict.fromkeys(r.src for r in rows):
        mine = sorted((r for r in rows if r.src == src), key=lambda r: r.start or "")
        for row, after in zip(mine, [*mine[1:], None], strict=True):
            ends = bounds(row.end or row.known, "9999-12-31")[1]
            late = after is not None and after.start is not None and row.start != after.start and after.start < ends
            done.append(msgspec.structs.replace(row, end=after.start, known=None) if late and after else row)
    return done


def _share_days(one: Role, other: Role) -> bool:
    starts = max(bounds(one.start, "0000-01-01")[0], bounds(other.start, "0000-01-01")[0])
    ends = min(bounds(one.end or one.known, "9999-12-31")[1], bounds(other.end or other.known, "9999-12-31")[1])
    return starts < ends


def _own_persons(table: Build, own: dict[str, Any]) -> None:
    """Our names, genders and Wikidata ids for persons who hold a role in the table."""
    for raw in own.get("person", []):
        if raw["id"] not in table.entries:
            raise SystemExit(f"own.toml: no person {raw['id']!r}")
        entry = table.entries[raw["id"]]
        plain = {k: raw[k] or None for k in ("wikidata", "gender", "surname", "country", "name") if k in raw}
        if "wikidata" in raw:
            plain["wikidata_src"] = "own"
        table.entries[raw["id"]] = msgspec.structs.replace(entry, **plain)
        table.name_of(raw["id"], *(Name(a) for a in raw.get("aliases", [])))


def run(data: Path, out: Path | None = None) -> str:
    """Write the table (to `out`, else into the package) and say what is in it."""
    table = build(data)
    rows = [f'{{"sources":{_json(table["sources"])},', f'"titles":{_json(table["titles"])},']
    for key in ("entries", "roles"):
        rows += [
            f'"{key}":[',
            *(_json(x) + "," for x in table[key][:-1]),
            _json(table[key][-1]),
            "]," if key == "entries" else "]}",
        ]
    path = out or HERE / "table.json"
    path.write_text("\n".join(rows) + "\n", "utf-8")
    kinds = {
        kind: sum(e.kind == kind for e in table["entries"]) for kind in ("state", "person", "organisation", "group")
    }
    return f"{path.name}: {kinds}, {len(table['roles'])} roles, {path.stat().st_size:,} bytes"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
