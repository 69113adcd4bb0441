"""The commands that ask a ledger, one for each query, and `serve`, which shows it in a browser."""

import errno
import socket
import sys
import webbrowser
from enum import StrEnum
from functools import partial
from threading import Timer
from typing import TYPE_CHECKING, Annotated, ParamSpec, TypeVar

import typer

from summitry.cli.frame import (
    AsOfOption,
    DefinitionsOption,
    Format,
    FormatOption,
    LeastOption,
    LedgerOption,
    NegotiationOption,
    app,
    asked,
    defined,
    examples,
    existing_ledger,
    parse_day,
    write_json,
    write_lines,
)
from summitry.errors import UnknownIdError
from summitry.options import LEAST, ledger_path, serve_token
from summitry.records import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rich.console import Console

    from summitry.queries.answering import answered
    from summitry.stores import View

NEAR = 5_000  # ids that are compared with one that there is not

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def reply(output: Format, answer: Answer, print_table: "Callable[[Console, Answer], None]") -> None:
    """Print an answer the way it was asked for."""
    if output is Format.json:
        write_json(answer)
        return
    from summitry.cli.tables import terminal

    print_table(terminal(), answer)


def ask(
    output: Format,
    print_table: "Callable[[Console, Answer], None]",
    question: "answered[Given, Answer]",
    view: "View",
    *args: Given.args,
    **options: Given.kwargs,
) -> None:
    """Put a question to a view, and print the answer the way it was asked for."""
    if output is Format.json:
        write_json(question.json(view, *args, **options))
    else:
        reply(output, question(view, *args, **options), print_table)


@app.command(epilog=examples("summitry negotiations", "summitry negotiations --definitions talks.toml --format json"))
def negotiations(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    definitions: DefinitionsOption = None,
    output: FormatOption = Format.table,
) -> None:
    """List the negotiations that the articles are about.

    Those of a file of definitions come first; the other articles gather by themselves, by who deals with whom and by the
    words that tell what about. Every other command takes one of them with --negotiation.
    """
    from summitry import queries
    from summitry.cli import answers

    with asked(ledger, parse_day("--as-of", as_of)) as view:
        lines = queries.negotiations(view, defined(definitions))
    reply(output, lines, answers.print_negotiations)


@app.command(epilog=examples("summitry status", "summitry status --as-of 2018-12-31 --top 20"))
def status(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="At most N lines of a section; JSON has all.")] = 8,
    output: FormatOption = Format.table,
) -> None:
    """Show where the talks stand.

    Meetings, commitments, demands, what stands in the way, what must come first and what is unclear, each with the
    sentence it rests on and the article that has it.
    """
    from summitry import queries
    from summitry.cli import answers

    day = parse_day("--as-of", as_of)
    with asked(ledger, day, negotiation, definitions) as view:
        if output is Format.json:
            write_json(queries.status.json(view, day))
        else:
            reply(output, queries.glance(view, day, top), answers.print_standing)


@app.command(
    epilog=examples(
        "summitry changes --from 2018-06-01",
        "summitry changes --from 2018-06-01 --to 2018-12-31 --top 10 --format json",
    )
)
def changes(
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", show_default=False, help="What was known by this day is not new.")
    ],
    until: Annotated[
        str | None,
        typer.Option("--to", metavar="DAY", show_default=False, help="The later day; else that of the newest article."),
    ] = None,
    ledger: LedgerOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    top: Annotated[
        int | None, typer.Option(min=1, metavar="N", show_default=False, help="Only the N weightiest.")
    ] = None,
    output: FormatOption = Format.table,
) -> None:
    """Show what changed between two days, the weightiest first.

    New meetings, commitments and disputes, and those that stand otherwise: an offer that became conditional, a promise
    kept, broken or overdue.
    """
    from dataclasses import replace

    from summitry import queries
    from summitry.cli import answers

    first, last = parse_day("--from", since), parse_day("--to", until)
    assert first is not None
    with asked(ledger, last, negotiation, definitions) as view:
        found = queries.changes(view, first, last)
    reply(output, replace(found, changes=found.changes[:top]), partial(answers.print_changes, most=None))


@app.command(epilog=examples("summitry deadlocks", "summitry deadlocks --as-of 2019-03-01 --format json"))
def deadlocks(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Show who waits for whom.

    Parties that each want the other to act first. A deadlock is only possible where the texts leave a part of it open;
    what is left open is said.
    """
    from summitry import queries
    from summitry.cli import answers

    with asked(ledger, parse_day("--as-of", as_of), negotiation, definitions) as view:
        ask(output, answers.print_deadlocks, queries.deadlocks, view)


@app.command(epilog=examples("summitry timeline", "summitry timeline --top 20 --as-of 2018-12-31"))
def timeline(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", show_default=False, help="Only the N days that matter most."),
    ] = None,
    output: FormatOption = Format.table,
) -> None:
    """List what happened and was said, day by day.

    What is planned, promised or possible is listed too, and marked so. A ~ stands before days that are not exactly
    known. With --top the days that most later articles look back on, each with a sentence that tells of it.
    """
    from summitry import queries
    from summitry.cli import answers

    with asked(ledger, parse_day("--as-of", as_of), negotiation, definitions) as view:
        if top is None:
            ask(output, answers.print_timeline, queries.timeline, view)
        else:
            ask(output, answers.print_days, queries.days, view, top)


@app.command(epilog=examples("summitry commitments", 'summitry commitments --maker "North Korea" --status open'))
def commitments(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    maker: Annotated[
        str | None,
        typer.Option(metavar="NAME", show_default=False, help="Only of this maker: part of a name, or an id."),
    ] = None,
    state: Annotated[Status | None, typer.Option("--status", show_default=False, help="Only of this status.")] = None,
    output: FormatOption = Format.table,
) -> None:
    """List who has promised what and how it stands."""
    from summitry import queries
    from summitry.cli import answers

    day = parse_day("--as-of", as_of)
    with asked(ledger, day, negotiation, definitions) as view:
        ask(output, answers.print_commitments, queries.commitments, view, maker, state, day)


@app.command(epilog=examples("summitry statements --by Pompeo", "summitry statements --as-of 2018-06-12 --format json"))
def statements(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    by: Annotated[
        str | None,
        typer.Option(metavar="NAME", show_default=False, help="Only of this speaker: part of a name, or an id."),
    ] = None,
    output: FormatOption = Format.table,
) -> None:
    """List who said what, newest first."""
    from summitry import queries
    from summitry.cli import answers

    with asked(ledger, parse_day("--as-of", as_of), negotiation, definitions) as view:
        ask(output, answers.print_statements, queries.statements, view, by)


@app.command(epilog=examples("summitry search uranium enrichment", "summitry search inspectors --as-of 2018-12-31"))
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="Words that the article must all have.")],
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Find articles by their words, in any of their forms."""
    from summitry import queries
    from summitry.cli import answers

    with asked(ledger, parse_day("--as-of", as_of), negotiation, definitions) as view:
        found = queries.search(view, " ".join(words))
    reply(output, found, answers.print_found)


@app.command(epilog=examples("summitry show com-3fa2", "summitry show 2018-09-20-talks --format json"))
def show(
    wanted: Annotated[
        str,
        typer.Argument(metavar="ID", help="A record's or an article's id, or as much of its beginning as is unique."),
    ],
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    top: Annotated[
        int, typer.Option(min=1, metavar="N", help="At most N of the records that bear on it; JSON has all.")
    ] = 20,
    output: FormatOption = Format.table,
) -> None:
    """Show a record in context, or an article's records.

    After a record follow those that it bears on: its conditions, the statement it was made in, what later reports say of it, other
    reports of the same, newest first.
    """
    from summitry import queries
    from summitry.cli import answers, documents

    with asked(ledger, parse_day("--as-of", as_of), negotiation, definitions) as view:
        found = complete(view, wanted)
        if view.ids(found)[found] == found:
            document = view.document(found)
            page = queries.article(view, found)
            reply(output, page, lambda out, _: documents.print_document(out, document))
            return
        shown = queries.show(view, found)
        row = documents.row_of(view.document(shown.article.id), shown.record)
        reply(output, shown, partial(answers.print_shown, row=row, most=top))


def complete(view: "View", given: str, *, records_only: bool = False) -> str:
    """The id of an article or a record that begins with what was typed.

    Raises:
        UnknownIdError: none does, or several do; the message names the nearest.
    """

    def wanted(ids: "Mapping[str, str]") -> list[str]:
        return [i for i, article in ids.items() if not (records_only and i == article)]

    return completed(
        given,
        wanted(view.ids(given)),
        lambda: wanted(view.ids_near(given)),
        "`summitry timeline` and `summitry articles` list ids",
    )


def completed(given: str, known: "Iterable[str]", near: "Callable[[], Iterable[str]]", listed: str) -> str:
    """The only one of some ids that begins with what was typed.

    Raises:
        UnknownIdError: none does, or several do; the message names the likest of those `near`, else where ids are `listed`.
    """
    from difflib import get_close_matches

    found = sorted(i for i in known if i.startswith(given))
    if given in found or len(found) == 1:
        return given if given in found else found[0]
    if found:
        raise UnknownIdError(f"{given!r} begins {len(found)} ids: {', '.join(found[:5])}{', …' if found[5:] else ''}")
    nearest = get_close_matches(given, sorted(near())[:NEAR], n=3, cutoff=0.5)
    meant = f"did you mean {' or '.join(nearest)}?" if nearest else listed
    raise UnknownIdError(f"the ledger has no {given!r}; {meant}")


@app.command(epilog=examples("summitry articles", "summitry articles --format json"))
def articles(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    negotiation: NegotiationOption = None,
    definitions: DefinitionsOption = None,
    output: FormatOption = Format.table,
) -> None:
    """List the articles of a ledger, newest first."""
    from summitry import queries
    from summitry.cli import answers

    with asked(ledger, parse_day("--as-of", as_of), negotiation, definitions) as view:
        ask(output, answers.print_articles, queries.articles, view)


@app.command(epilog=examples("summitry refused"))
def refused(ledger: LedgerOption = None, output: FormatOption = Format.table) -> None:
    """List the inputs that could not be read, and why."""
    from summitry.cli import answers

    with existing_ledger(ledger) as store:
        refusals = store.refused()
    reply(output, refusals, answers.print_refused)


class ExportFormat(StrEnum):
    """What an export is written as."""

    tsv = "tsv"
    csv = "csv"
    jsonl = "jsonl"


@app.command(epilog=examples("summitry export > events.tsv", "summitry export --format csv --least 0.5 > events.csv"))
def export(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    output: Annotated[
        ExportFormat, typer.Option("--format", help="Columns between tabs or commas under a header, or JSON a line.")
    ] = ExportFormat.tsv,
    least: LeastOption = LEAST,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave cells that a spreadsheet would run as formulas as they are.")
    ] = False,
) -> None:
    """Write the events of a ledger with their PLOVER and CAMEO codes, one a line.

    Who does what to whom, when and where, as a root with its modality and as the code books have it: event type, mode, context,
    quad, CAMEO code, actor codes; the words they rest on stand at the end of the line. Columns are empty where nothing is certain.
    docs/records.md describes them.
    """
    from summitry.exports import EXPORTS, event_lines
    from summitry.language import actor_table
    from summitry.options import Options

    with existing_ledger(ledger) as store:
        lines = event_lines(store.view(parse_day("--as-of", as_of)).documents, actor_table(Options().actor_file))
        write_lines(EXPORTS[output](filter(lambda line: (line.confidence or least) >= least, lines), raw=raw))


@app.command(epilog=examples("summitry serve", "summitry serve --ledger demo.db --port 9000 --open"))
def serve(
    ledger: LedgerOption = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="N", help="The port to listen at.")] = 8642,
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST", show_default=False, help="A name that other machines call this one by; repeatable."
        ),
    ] = None,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Show a ledger in a browser until Ctrl-C.

    Only this machine can reach it, unless --host says otherwise; then SUMMITRY_TOKEN must hold a password of 16
    characters or more, which browsers ask for.
    """
    from summitry.web import serve as run
    from summitry.web.app import insist_on_token

    place = ledger or ledger_path()
    with existing_ledger(place) as store:
        shown = store.name  # what is wrong with it is said before the server starts
    insist_on_token(host, serve_token())
    _insist_on_free(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    typer.echo(f"{shown} is at {address} (Ctrl-C ends this)")
    sys.stdout.flush()
    if browser:
        Timer(1.0, webbrowser.open, (address,)).start()
    run(place, host=host, port=port, hosts=tuple(name or ()), token=serve_token())
    raise KeyboardInterrupt  # the server keeps it to itself, and nothing else ends it in order


def _insist_on_free(host: str, port: int) -> None:
    """Find out whether the port can be had.

    Raises:
        ServeError: another program has it, or this machine has no such address.
    """
    from summitry.web.app import ServeError

    try:
        family, kind, *_, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(where)
    except socket.gaierror:
        raise ServeError(f"{host}: this machine has no such address") from None
    except OSError as error:
        taken = "another program listens there; choose another port with --port"
        reason = taken if error.errno == errno.EADDRINUSE else error.strerror
        raise ServeError(f"cannot listen at {host}, port {port}: {reason}") from None
