"""What all commands share: their options, JSON on standard output, and how an error becomes a sentence and a status."""

import os
import sys
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, overload

import typer
from typer.core import TyperGroup

from summitry import __version__
from summitry.errors import ActorFileError, DateError, ModelError, NegotiationError, SummitryError
from summitry.options import ledger_path, negotiation_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from summitry.language.actors import ActorTable
    from summitry.ledger.negotiations import Definition
    from summitry.stores import Store, View

# In the order in which one meets them.
COMMANDS = (
    "demo", "read", "ingest", "negotiations", "status", "changes", "timeline", "commitments", "deadlocks", "statements", "search", "show", "articles", "refused", "export", "serve", "review", "actors",
)  # fmt: skip

FAILED = 2
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells count

HINTS: dict[type[SummitryError], str] = {
    ActorFileError: "SUMMITRY_ACTORS names the file; unset it to do without.",
    DateError: "Write a day as 2018-09-24.",
    NegotiationError: "`summitry negotiations` lists the names; docs/ledger.md shows a file of definitions.",
    ModelError: "Install summitry again: its model is part of the package.",
}


class Format(StrEnum):
    """How an answer is printed."""

    table = "table"
    json = "json"


class Commands(TyperGroup):
    """Runs a command; its errors become a sentence on standard error and an exit status, never a traceback."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order of `COMMANDS`."""
        return sorted(super().list_commands(ctx), key=COMMANDS.index)

    def invoke(self, ctx: Any) -> Any:
        """Run what was asked for."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except SummitryError as error:
            warn(f"summitry: {error}")
            hint = next((hint for kind, hint in HINTS.items() if isinstance(error, kind)), None)
            if hint:
                warn(hint)
            raise typer.Exit(FAILED) from None
        except KeyboardInterrupt:
            warn("summitry: interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _drop_output()  # who reads no further has what they wanted
            raise typer.Exit from None
        except OSError as error:
            _drop_output()
            place = f"{error.filename}: " if error.filename else ""
            warn(f"summitry: {place}{error.strerror or error}")
            raise typer.Exit(FAILED) from None


def _drop_output() -> None:
    """What could not be written is not tried again when the program ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return  # standard output is no file: nothing will be tried


def examples(*lines: str) -> str:
    """The end of a command's help: commands that can be typed as they stand."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


# rich_markup_mode: plain help starts twice as fast and reads the same in a file.
app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=examples("summitry demo", "summitry read talks.html", "summitry ingest news/ && summitry status"),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summitry {__version__}")
        raise typer.Exit


@app.callback()
def _summitry(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Read news about negotiations and keep a sourced ledger of where each one stands."""


# Options -----------------------------------------------------------------------------------------------------------

LedgerOption = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PLACE",
        show_default=False,
        help="The ledger's file, or postgresql://user@host/database; else what SUMMITRY_LEDGER names, else summitry.db in this folder.",
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", show_default=False, help="Use only what had been published by this day (2018-09-24)."
    ),
]
NegotiationOption = Annotated[
    str | None,
    typer.Option(
        "--negotiation",
        metavar="NAME",
        show_default=False,
        help="Only of this negotiation: its name, or a part that no other has; `summitry negotiations` lists them.",
    ),
]
DefinitionsOption = Annotated[
    Path | None,
    typer.Option(
        "--definitions",
        metavar="FILE",
        show_default=False,
        help="A TOML file that defines negotiations; else the one that SUMMITRY_NEGOTIATIONS names.",
    ),
]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="DATE",
        show_default=False,
        help="The day on which the text appeared (2018-09-24); it wins over what the input says of itself.",
    ),
]
LeastOption = Annotated[
    float,
    typer.Option("--least", min=0.0, max=1.0, help="How likely to be right a record must be to be shown; 0 for all."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="A table for people, or JSON in UTF-8.")]


@overload
def parse_day(option: str, given: str) -> date: ...
@overload
def parse_day(option: str, given: str | None) -> date | None: ...
def parse_day(option: str, given: str | None) -> date | None:
    """The day that an option gives, null where it gives none.

    Raises:
        DateError: it is no calendar day; the message names the option.
    """
    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        pass
    from summitry.readers.dates import day_of

    try:
        return day_of(given)
    except DateError as error:
        raise DateError(f"{option}: {error}") from None


@contextmanager
def existing_ledger(given: str | None) -> "Iterator[Store]":
    """A ledger to ask questions of.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    from summitry.stores import open_ledger

    with open_ledger(given or ledger_path(), create=False) as store:
        yield store


@contextmanager
def asked(
    ledger: str | None, day: date | None, negotiation: str | None = None, definitions: Path | None = None
) -> "Iterator[View]":
    """What had been published by a day, of all negotiations or of one.

    Raises:
        StoreError: there is no ledger, or it cannot be read.
        NegotiationError: there is no such negotiation, or their definitions cannot be used.
    """
    from summitry import queries

    with existing_ledger(ledger) as store:
        view = store.view(day)
        yield queries.within(view, negotiation, defined(definitions)) if negotiation else view


def defined(given: Path | None) -> "tuple[Definition, ...]":
    """The negotiations that a file defines, or the file that the environment names; none without either.

    Raises:
        NegotiationError: the file cannot be used.
    """
    from summitry.ledger.negotiations import read_definitions

    path = given or negotiation_file()
    return read_definitions(path) if path else ()


# Output ------------------------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """A text as one line for a terminal: single spaces, and no character that could steer the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in " ".join(text.split()))


def warn(message: str) -> None:
    """One line on standard error."""
    typer.echo(one_line(message), err=True)


def write_json(value: object) -> None:
    """One JSON document on standard output, indented, in UTF-8 whatever the terminal's encoding."""
    import msgspec

    from summitry.queries.parts import plain

    _write(msgspec.json.format(msgspec.json.encode(value, enc_hook=plain), indent=2))


def write_json_line(value: object) -> None:
    """One JSON document on a line of its own, at once, for who waits at the other end of a pipe."""
    import msgspec

    _write(msgspec.json.encode(value))
    sys.stdout.flush()


def write_lines(lines: "Iterable[bytes]") -> None:
    """Lines for other programs on standard output, as they come."""
    for line in lines:
        sys.stdout.buffer.write(line)
    sys.stdout.flush()


def _write(data: bytes) -> None:
    sys.stdout.buffer.write(data + b"\n")


def load_actors(file: Path | None) -> "ActorTable":
    """The table of actors with the user's own; what of their file cannot be used is named on standard error."""
    from summitry.language.actors import ActorTable

    table = ActorTable.load(file)
    for problem in table.problems:
        warn(str(problem))
    return table
