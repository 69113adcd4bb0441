"""The commands that ask the actor table: whom a name means, who somebody is, who held an office on a day."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli.frame import Format, FormatOption, app, examples, parse_day, warn, write_json
from summitry.errors import UnknownIdError
from summitry.options import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summitry.language.actors import ActorTable, Entry, Role

actors = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(actors, name="actors", help="Look up who is who, and who held which office when.")

DayOption = Annotated[
    str | None, typer.Option("--on", metavar="DAY", show_default=False, help="The day to look at (2018-09-24).")
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


@actors.command(epilog=examples("summitry actors find Moon --on 2018-09-18", 'summitry actors find "Blue House"'))
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, surname, demonym or seat of government.")],
    on: DayOption = None,
    output: FormatOption = Format.table,
) -> None:
    """List whom a name may mean, likeliest first, with the offices held on --on."""
    table, day = _table(), parse_day("--on", on)
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
    table = _table()
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
    held = _table().holder(role, country, day.isoformat() if day else "")
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


def _table() -> "ActorTable":
    from summitry.language.actors import ActorTable

    table = ActorTable.load(Options().actor_file)
    for problem in table.problems:
        warn(str(problem))
    return table


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


def _office(role: RoleLine) -> str:
    days = f"{role.start or '…'} to {role.end or '…'}" if role.start or role.end else ""
    return f"{role.title} of {role.of}" + (f" ({days})" if days else "")
