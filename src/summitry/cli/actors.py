"""The commands of the actor table: whom a name means, who held an office on a day, and what one adds of one's own."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from summitry.cli.frame import FAILED, Format, FormatOption, app, examples, load_actors, parse_day, warn, write_json
from summitry.errors import ActorFileError, SummitryError, UnknownIdError
from summitry.options import Options
from summitry.records import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summitry.language.actors import ActorTable, Entry, Role
    from summitry.language.actors.additions import Addition
    from summitry.language.actors.wikidata import Update

actors = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(actors, name="actors", help="Look up who is who, and who held which office when; add one's own.")

DayOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", show_default=False, help="The day to look at (2018-09-24).")
]


FileOption = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        show_default=False,
        help="The TOML file to add to, made if it is not there; else the one that SUMMITRY_ACTORS names.",
    ),
]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """An office that somebody holds or held; the days as exactly as the table knows them."""

    title: str
    of: str
    start: str | None
    end: str | None
    source: str


@dataclass(frozen=True, slots=True)
class ActorCard:
    """An actor of the table, with the names it goes by and the offices held."""

    id: str
    name: str
    kind: str
    country: str | None
    wikidata: str | None
    names: tuple[str, ...]
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class HolderLine:
    """Who held an office on a day; `reason` says why it is so, or why the table cannot tell."""

    id: str | None
    name: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class AddedRole:
    """A role that an update adds; `new` says that the person was not in the table before."""

    id: str
    name: str
    new: bool
    title: str
    of: str
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an update leaves out because the table, or another row, says otherwise."""

    rows: tuple[int, ...]
    name: str
    office: str
    of: str
    start: str
    end: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that cannot be used; the first is 1."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class UpdateReport:
    """What an update did to the user's file, or would do."""

    file: str
    written: bool
    added: tuple[AddedRole, ...]
    conflicts: tuple[LeftOut, ...]
    skipped: tuple[SkippedRow, ...]


# Asking ------------------------------------------------------------------------------------------------------------


@actors.command(epilog=examples("summitry actors find Moon --on 2018-09-18", 'summitry actors find "Blue House"'))
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, surname, demonym or seat of government.")],
    on: DayOption = None,
    output: FormatOption = Format.table,
) -> None:
    """List whom a name may mean, likeliest first, with the offices held on --on."""
    table, day = load_actors(Options().actor_file), parse_day("--on", on)
    iso = day.isoformat() if day else None
    entries = {c.entry.id: c.entry for c in table.find(name, iso)}
    entries |= {e.id: e for e in table.surnames.get(_folded(name), ())}
    cards = [_card(table, entry, iso) for entry in entries.values()]
    if output is Format.json:
        write_json(cards)
    else:
        _print_cards(cards, name)


@actors.command(epilog=examples("summitry actors show state:PRK", 'summitry actors show "Moon Jae-in" --format json'))
def show(
    actor: Annotated[str, typer.Argument(metavar="ID", help="An actor's id, or a name that means only one.")],
    output: FormatOption = Format.table,
) -> None:
    """Show an actor: the names it goes by, and the offices held with their days."""
    table = load_actors(Options().actor_file)
    entry = table.resolve(actor)
    if entry is None:
        raise UnknownIdError(f"the actor table has no {actor!r}, or several; `summitry actors find` lists them")
    card = _card(table, entry, None)
    if output is Format.json:
        write_json(card)
    else:
        _print_card(card)


@actors.command(epilog=examples("summitry actors holder president KOR --on 2018-09-18"))
def holder(
    role: Annotated[str, typer.Argument(metavar="ROLE", help='An office: "president", "foreign minister".')],
    country: Annotated[str, typer.Argument(metavar="COUNTRY", help="A state or body: its code, id or name.")],
    on: Annotated[str, typer.Option("--on", metavar="DAY", help="The day to look at (2018-09-24).")],
    output: FormatOption = Format.table,
) -> None:
    """Name who held an office on a day; where the table does not know, say why, with exit status 1."""
    day = parse_day("--on", on)
    held = load_actors(Options().actor_file).holder(role, country, day.isoformat() if day else "")
    who = held.actor
    line = HolderLine(who.id if who else None, who.name if who else None, held.reason)
    if output is Format.json:
        write_json(line)
    elif line.name:
        typer.echo(f"{line.name} ({line.id}): {line.reason}")
    else:
        warn(f"nobody known: {line.reason}")
    if line.id is None:
        raise typer.Exit(1)


# Adding ------------------------------------------------------------------------------------------------------------


@actors.command(
    epilog=examples(
        'summitry actors add p:nor:ana-alder --name "Ana Alder" --country NOR --gender f --file actors.toml',
        'summitry actors add p:nor:ana-alder --alias "Anna Alder" --role "foreign minister of Norway from 2027-01-20"',
        'summitry actors add "Ana Alder" --role "foreign minister of Norway from 2027-01-20 to 2028-03-01"',
    )
)
def add(  # noqa: PLR0913, PLR0917 - an argument for each option
    actor: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="An id: p:nor:ana-alder, state:XXX, org:NAME or group:NAME; or the name of one whom the table has.",
        ),
    ],
    name: Annotated[str | None, typer.Option("--name", show_default=False, help="A new actor needs one.")] = None,
    kind: Annotated[
        ActorKind | None, typer.Option("--kind", show_default=False, help="Else what the beginning of the id says.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", show_default=False, help="A state: its code (NOR) or name.")
    ] = None,
    gender: Annotated[
        Literal["f", "m"] | None, typer.Option("--gender", show_default=False, help='Helps with "she" and "Mr".')
    ] = None,
    wikidata: Annotated[str | None, typer.Option("--wikidata", metavar="QID", show_default=False)] = None,
    aliases: Annotated[
        list[str] | None, typer.Option("--alias", metavar="NAME", show_default=False, help="Another name; repeatable.")
    ] = None,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="WORDS",
            show_default=False,
            help='An office and its days, "TITLE of STATE from DAY to DAY"; repeatable.',
        ),
    ] = None,
    file: FileOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Add an actor to a file of one's own, or correct one whom the table has.

    What stands in the file stays as it is: the entry is written to its end. A role from the same day as one of the
    file corrects it, for instance with the day on which it ended.
    """
    from summitry.language.actors.additions import Addition

    path = _own_file(file)
    table = load_actors(path if path.exists() else None)
    known = table.resolve(actor)
    identity = known.id if known else _new_id(actor)
    sort = kind or (known.kind if known else _KINDS[identity.partition(":")[0]])
    if roles and sort != "person":
        raise typer.BadParameter(f"only a person holds an office, and {identity} is a {sort}", param_hint="--role")
    wanted = Addition(
        identity,
        name,
        sort,
        _country_code(table, identity, country),
        gender,
        wikidata,
        None,
        tuple(aliases or ()),
        tuple(_read_role(table, identity, words) for words in roles or ()),
    )
    addition = _news(table, wanted)
    if addition is None:
        warn(f"{identity}: nothing to add; all that is given stands in the table already")
    else:
        _write(path, [addition])
        table = load_actors(path)
    card = _card(table, table.entries[identity], None)
    if output is Format.json:
        write_json(card)
    else:
        _print_card(card)


@actors.command(
    epilog=examples(
        "summitry actors update --wikidata query.json --dry-run",
        "summitry actors update --wikidata query.csv --file actors.toml --format json",
    )
)
def update(
    wikidata: Annotated[
        Path,
        typer.Option(
            "--wikidata",
            metavar="RESULT",
            show_default=False,
            help="A query result as query.wikidata.org saves it, JSON or CSV; docs/actors.md has the query.",
        ),
    ],
    file: FileOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be added; write nothing.")] = False,
    output: FormatOption = Format.table,
) -> None:
    """Add the persons and the days in office that a saved Wikidata query result has and the table lacks.

    What disagrees with the table, or with another row, is listed and left out. Rows that cannot be used are named on
    standard error, with exit status 2. Nothing goes to the network.
    """
    from summitry.language.actors.wikidata import compare, read_result

    path = _own_file(file)
    rows = read_result(wikidata)
    table = load_actors(path if path.exists() else None)
    found = compare(table, rows, f"Wikidata ({wikidata.name})")
    if found.additions:
        _write(path, found.additions, dry_run=dry_run)
    report = _report(table, found, path, written=bool(found.additions) and not dry_run)
    for problem in report.skipped:
        warn(f"{wikidata}: row {problem.row}: {problem.message}")
    if output is Format.json:
        write_json(report)
    else:
        _print_report(report)
    if report.skipped:
        raise typer.Exit(FAILED)


_KINDS: dict[str, ActorKind] = {"p": "person", "state": "state", "org": "organisation", "group": "group"}


def _own_file(given: Path | None) -> Path:
    path = given or Options().actor_file
    if path is None:
        raise typer.BadParameter(
            "which file? Give --file actors.toml, or set SUMMITRY_ACTORS to one; it is made if it is not there"
        )
    return path


def _new_id(identity: str) -> str:
    if not re.fullmatch(rf"(?:{'|'.join(_KINDS)}):[\w:.'&-]+", identity):
        raise typer.BadParameter(
            f"the table has no {identity!r}, or several (`summitry actors find` lists them); a new id is written as "
            "p:nor:ana-alder for a person, else as state:XXX, org:NAME or group:NAME"
        )
    return identity


def _country_code(table: "ActorTable", identity: str, given: str | None) -> str | None:
    if given is None or identity == f"state:{given}":
        return given
    state = table.resolve(given)
    if state is None or state.kind != "state" or state.country is None:
        raise typer.BadParameter(f"the table has no state {given!r}; write its code, as NOR", param_hint="--country")
    return state.country


def _read_role(table: "ActorTable", identity: str, words: str) -> "Role":
    from summitry.language.actors.additions import read_role

    try:
        return read_role(table, identity, words)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--role") from None


def _news(table: "ActorTable", wanted: "Addition") -> "Addition | None":
    """What of an addition the table does not have yet; null where it has all."""
    entry = table.entries.get(wanted.id)
    if entry is None:
        return wanted
    keys = ("name", "kind", "country", "gender", "wikidata")
    same: dict[str, Any] = {key: None for key in keys if getattr(wanted, key) == getattr(entry, key)}
    names = {entry.name, *(name.text for name in entry.names)}
    held = {(r.office, r.of, r.start, r.end) for r in table.roles_of(entry.id)}
    rest = replace(
        wanted,
        **same,
        aliases=tuple(alias for alias in dict.fromkeys(wanted.aliases) if alias not in names),
        roles=tuple(r for r in wanted.roles if (r.office, r.of, r.start, r.end) not in held),
    )
    return rest if rest.aliases or rest.roles or any(getattr(rest, key) for key in keys) else None


def _write(path: Path, additions: "Sequence[Addition]", *, dry_run: bool = False) -> None:
    from summitry.language.actors.additions import extended, replace_file

    try:
        data = extended(path, additions)
    except ActorFileError as error:
        raise SummitryError(f"{error}; nothing was written") from error
    if dry_run:
        return
    replace_file(path, data)
    used = Options().actor_file
    if used is None or used.resolve() != path.resolve():
        warn(f"Set SUMMITRY_ACTORS to {path} for the other commands to read it.")


def _report(table: "ActorTable", found: "Update", path: Path, *, written: bool) -> UpdateReport:
    added = []
    for actor in found.additions:
        known = table.entries.get(actor.id)
        name = known.name if known else actor.name or actor.id
        lines = (_role(table, role) for role in actor.roles)
        added += [AddedRole(actor.id, name, known is None, r.title, r.of, r.start, r.end) for r in lines]
    conflicts = tuple(
        LeftOut(
            c.claim.rows,
            c.claim.name or c.claim.wikidata,
            c.claim.office,
            table.entries[c.claim.of].name,
            c.claim.start,
            c.claim.end,
            c.reason,
        )
        for c in found.conflicts
    )
    skipped = tuple(SkippedRow(p.row, p.message) for p in found.problems)
    return UpdateReport(str(path), written, tuple(added), conflicts, skipped)


# Printing ----------------------------------------------------------------------------------------------------------


def _folded(name: str) -> str:
    from summitry.language.actors import fold

    return fold(name)


def _card(table: "ActorTable", entry: "Entry", day: str | None) -> ActorCard:
    names = dict.fromkeys(name.text for name in entry.names if name.text != entry.name)
    roles = tuple(_role(table, role) for role in table.roles_of(entry.id, day))
    return ActorCard(entry.id, entry.name, entry.kind, entry.country, entry.wikidata, tuple(names), roles)


def _role(table: "ActorTable", role: "Role") -> RoleLine:
    of = table.entries.get(role.of)
    return RoleLine(role.title, of.name if of else role.of, role.start, role.end, role.src)


def _print_cards(cards: "Sequence[ActorCard]", name: str) -> None:
    from summitry.cli.tables import print_table, terminal

    out = terminal()
    if not cards:
        out.print(f"Nobody in the table is called {name!r}.")
        return
    rows = [(c.name, c.kind, c.country or "", "; ".join(_office(r) for r in c.roles[-3:]), c.id) for c in cards]
    print_table(out, ("name", "kind", "country", "offices", "id"), rows)


def _print_card(card: ActorCard) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from summitry.cli.tables import heading, listed, print_table, terminal

    out = terminal()
    heading(out, card.name, card.id)
    out.print(Text(f"  {listed(card.kind, card.country, card.wikidata)}", style="dim"))
    if card.names:
        out.print(Padding(Text(f"Also: {listed(*card.names)}"), (0, 0, 0, 2), expand=False))
    if card.roles:
        out.print()
        print_table(
            out,
            ("office", "of", "from", "to", "source"),
            [(r.title, r.of, r.start or "", r.end or "", r.source) for r in card.roles],
        )


def _print_report(report: UpdateReport) -> None:
    from summitry.cli.tables import heading, print_table, terminal

    out = terminal()
    if report.added:
        heading(out, "Added" if report.written else "Would be added", f"({len(report.added)})")
        print_table(
            out,
            ("name", "office", "of", "from", "to", "id"),
            [(a.name, a.title, a.of, a.start or "", a.end or "", a.id + " (new)" * a.new) for a in report.added],
        )
    if report.conflicts:
        heading(out, "Left out, for it disagrees", f"({len(report.conflicts)})")
        print_table(
            out,
            ("rows", "name", "office", "of", "from", "to", "reason"),
            [
                (", ".join(map(str, c.rows)), c.name, c.office.replace("_", " "), c.of, c.start, c.end or "", c.reason)
                for c in report.conflicts
            ],
        )
    counts = f"{len(report.added)} added, {len(report.conflicts)} left out, {len(report.skipped)} rows skipped"
    typer.echo(f"{report.file}: {counts}" + ("" if report.written else "; nothing was written"))


def _office(role: RoleLine) -> str:
    days = f"{role.start or '…'} to {role.end or '…'}" if role.start or role.end else ""
    return f"{role.title} of {role.of}" + (f" ({days})" if days else "")
