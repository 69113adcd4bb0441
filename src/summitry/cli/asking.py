"""The commands that ask a ledger, one for each query, and `serve`, which shows it in a browser."""

import socket
import webbrowser
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from summitry.cli.frame import (
    AsOfOption,
    Format,
    FormatOption,
    LedgerOption,
    app,
    examples,
    existing_ledger,
    parse_day,
    write_json,
)
from summitry.errors import StoreError, SummitryError, UnknownIdError
from summitry.options import ledger_path

if TYPE_CHECKING:
    from summitry.records import RecordId
    from summitry.stores import View

StatusName = Literal["open", "in_progress", "done", "broken", "withdrawn", "refused"]


@app.command(epilog=examples("summitry status", "summitry status --as-of 2018-12-31 --top 20"))
def status(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="At most N lines of a section; JSON has all.")] = 8,
    output: FormatOption = Format.table,
) -> None:
    """Show where the talks stand: meetings, commitments, demands, obstacles, preconditions, open questions."""
    from summitry import queries

    day = parse_day("--as-of", as_of)
    with existing_ledger(ledger) as store:
        answer = queries.status(store.view(day), day)
    if output is Format.json:
        write_json(answer)
        return
    from summitry.cli import answers, tables

    answers.print_standing(tables.terminal(), answer, top)


@app.command(epilog=examples("summitry timeline", "summitry timeline --top 20 --as-of 2018-12-31"))
def timeline(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", show_default=False, help="Only the N lines that most sources report."),
    ] = None,
    output: FormatOption = Format.table,
) -> None:
    """List what happened, was planned and was said, in order of time; ~ marks a day that is not exactly known."""
    from summitry import queries

    with existing_ledger(ledger) as store:
        entries = queries.timeline(store.view(parse_day("--as-of", as_of)))
    if top is not None:
        chosen = sorted(range(len(entries)), key=lambda i: (-entries[i].sources, -len(entries[i].evidence), i))[:top]
        entries = tuple(entries[i] for i in sorted(chosen))
    if output is Format.json:
        write_json(entries)
        return
    from summitry.cli import answers, tables

    answers.print_timeline(tables.terminal(), entries)


@app.command(epilog=examples("summitry commitments", 'summitry commitments --maker "North Korea" --status open'))
def commitments(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    maker: Annotated[
        str | None, typer.Option(metavar="NAME", show_default=False, help="Only of this maker: part of a name, or an id.")
    ] = None,
    state: Annotated[StatusName | None, typer.Option("--status", show_default=False, help="Only of this status.")] = None,
    output: FormatOption = Format.table,
) -> None:
    """List who has promised what, on which condition and by when, and how it stands."""
    from summitry import queries

    day = parse_day("--as-of", as_of)
    with existing_ledger(ledger) as store:
        lines = queries.commitments(store.view(day), maker, state, day)
    if output is Format.json:
        write_json(lines)
        return
    from summitry.cli import answers, tables

    answers.print_commitments(tables.terminal(), lines)


@app.command(epilog=examples("summitry statements --by Pompeo", "summitry statements --as-of 2018-06-12 --format json"))
def statements(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", show_default=False, help="Only of this speaker: part of a name, or an id.")
    ] = None,
    output: FormatOption = Format.table,
) -> None:
    """List who said what, newest article first, with who relays it."""
    from summitry import queries

    with existing_ledger(ledger) as store:
        lines = queries.statements(store.view(parse_day("--as-of", as_of)), by)
    if output is Format.json:
        write_json(lines)
        return
    from summitry.cli import answers, tables

    answers.print_statements(tables.terminal(), lines)


@app.command(epilog=examples("summitry search uranium enrichment", "summitry search inspectors --as-of 2018-12-31"))
def search(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words that the article must all have.")],
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Find articles by their words, in any of their forms, best first."""
    from summitry import queries

    with existing_ledger(ledger) as store:
        found = queries.search(store.view(parse_day("--as-of", as_of)), " ".join(words))
    if output is Format.json:
        write_json(found)
        return
    from summitry.cli import answers, tables

    answers.print_found(tables.terminal(), found)


@app.command(epilog=examples("summitry show com-3fa2", "summitry show com-3fa2b1c07d9e --format json"))
def show(
    record: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or as much of its beginning as is unique.")],
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Show one record with the words it rests on in their context, and the records it bears on."""
    from summitry import queries

    with existing_ledger(ledger) as store:
        view = store.view(parse_day("--as-of", as_of))
        found = _record_id(view, record)
        shown = queries.show(view, found)
        document = view.document(shown.article.id)
    if output is Format.json:
        write_json(shown)
        return
    from summitry.cli import answers, documents, tables

    answers.print_shown(tables.terminal(), shown, documents.row_of(document, shown.record))


def _record_id(view: "View", given: str) -> "RecordId":
    """The record whose id begins with what was typed.

    Raises:
        UnknownIdError: no id does, or several do; the message names the nearest.
    """
    from difflib import get_close_matches

    ids = sorted(record.id for document in view.documents for record in document.records())
    found = [i for i in ids if i.startswith(given)]
    if len(found) == 1 or given in found:
        return given if given in found else found[0]
    if found:
        raise UnknownIdError(f"{given!r} begins {len(found)} ids: {', '.join(found[:5])}{', …' if found[5:] else ''}")
    nearest = get_close_matches(given, ids, n=3, cutoff=0.5)
    meant = f"; did you mean {' or '.join(nearest)}?" if nearest else "; `summitry commitments` and `summitry timeline` list ids"
    raise UnknownIdError(f"no record {given!r}{meant}")


@app.command(epilog=examples("summitry articles", "summitry articles --format json"))
def articles(ledger: LedgerOption = None, as_of: AsOfOption = None, output: FormatOption = Format.table) -> None:
    """List the articles of a ledger, newest first, with the number of their records and of notes on reading them."""
    from summitry import queries

    with existing_ledger(ledger) as store:
        lines = queries.articles(store.view(parse_day("--as-of", as_of)))
    if output is Format.json:
        write_json(lines)
        return
    from summitry.cli import answers, tables

    answers.print_articles(tables.terminal(), lines)


@app.command(epilog=examples("summitry refused"))
def refused(ledger: LedgerOption = None, output: FormatOption = Format.table) -> None:
    """List the inputs that could not be read, and why."""
    with existing_ledger(ledger) as store:
        refusals = store.refused()
    if output is Format.json:
        write_json(refusals)
        return
    from summitry.cli import answers, tables

    answers.print_refused(tables.terminal(), refusals)


@app.command(epilog=examples("summitry serve", "summitry serve --ledger demo.db --port 9000 --open"))
def serve(
    ledger: LedgerOption = None,
    host: Annotated[str, typer.Option(help="The address to listen at; others than this machine's need a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 8642,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Show a ledger in a browser until Ctrl-C."""
