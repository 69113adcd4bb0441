"""The commands that read articles: `read` prints one, `ingest` keeps many in a ledger, `demo` keeps the bundled ones."""

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from summitry.cli.frame import (
    FAILED,
    Format,
    FormatOption,
    LeastOption,
    LedgerOption,
    PublishedOption,
    app,
    defined,
    examples,
    load_actors,
    parse_day,
    warn,
    write_json,
    write_json_line,
    write_lines,
)
from summitry.errors import ReadError, StoreError, SummitryError
from summitry.options import BACKENDS, LEAST, SPACY, Backend, Options, is_backend, ledger_path

if TYPE_CHECKING:
    from summitry.article import Article
    from summitry.ledger.negotiations import Definition
    from summitry.readers import Refused
    from summitry.records import Document
    from summitry.stores import Store

STDIN = "-"


class ReadFormat(StrEnum):
    """How documents are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    events = "events"


# read --------------------------------------------------------------------------------------------------------------


def _known_backend(named: str | None) -> str | None:
    if named is not None and not is_backend(named):
        raise typer.BadParameter(f"{named!r} is none of {', '.join(BACKENDS)} and {SPACY}NAME")
    return named


@app.command(
    epilog=examples(
        "summitry read talks.html",
        "summitry read talks.txt --published 2018-09-24 --format json",
        "summitry read articles.jsonl --format jsonl > documents.jsonl",
        "summitry read articles.jsonl --format events > events.tsv",
        "curl -s https://news.example/talks | summitry read -",
    )
)
def read(  # noqa: PLR0913, PLR0917 - an argument for each option
    file: Annotated[str, typer.Argument(metavar="FILE", help="Plain text, HTML or JSON Lines; - for standard input.")],
    published: PublishedOption = None,
    output: Annotated[
        ReadFormat,
        typer.Option("--format", help="A table for people, one JSON document or one a line, or coded events."),
    ] = ReadFormat.table,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how sure each record is, and how it was found.")
    ] = False,
    least: LeastOption = LEAST,
    backend: Annotated[
        Backend | None,
        typer.Option(
            "--backend",
            show_default=False,
            metavar="<both|model|rules|spacy:NAME>",
            callback=_known_backend,
            help="What makes the records: the model, rules over its syntax, both (the default), or rules over the syntax of an "
            "installed spaCy pipeline, as in spacy:en_core_web_sm.",
        ),
    ] = None,
) -> None:
    """Read one article and print what it says.

    --explain adds how sure each record is (docs/accuracy.md says how often such records were right) and how it was found; --least
    leaves out what is less sure. --format json prints the document that docs/records.md describes, on standard output and nothing else. --format
    jsonl prints one document a line, in the order of the input; standard input is then JSON Lines too. --format events prints the events
    with their PLOVER and CAMEO codes, as `summitry export` does for a ledger. Each line of a
    .jsonl input is an article: "text", and if known "id", "published", "title", "url" and "source". Lines that cannot
    be read are named on standard error, the others go on, and the exit status is 2.
    """
    options = Options(least=least)
    options = replace(options, backend=backend) if backend else options
    if options.actor_file:
        load_actors(options.actor_file)
    found = _articles(file, parse_day("--published", published), options, lines=output is ReadFormat.jsonl)
    if output is ReadFormat.json:
        write_json(_plain(_document(_only(file, found), options)))
        return
    refused: list[str] = []
    documents = _documents(found, options, refused)
    if output is ReadFormat.events:
        from summitry.exports import EXPORTS, event_lines
        from summitry.language import actor_table

        write_lines(EXPORTS["tsv"](event_lines(documents, actor_table(options.actor_file))))
    else:
        for number, document in enumerate(documents):
            if output is ReadFormat.jsonl:
                write_json_line(_plain(document))
            else:
                _print_table(document, is_first=number == 0, explain=explain)
    if refused:
        raise typer.Exit(FAILED)


def _documents(found: "Iterator[Article | Refused]", options: Options, refused: list[str]) -> "Iterator[Document]":
    """What can be read; the others are named on standard error and noted in `refused`."""
    from summitry.readers import Refused

    for item in found:
        try:
            yield _document(_article(item), options)
        except SummitryError as error:
            if isinstance(item, Refused) and item.line is None:
                raise  # the whole input, not a line of it
            warn(str(error))
            refused.append(str(error))


def _articles(file: str, published: date | None, options: Options, *, lines: bool) -> "Iterator[Article | Refused]":
    """What a file or standard input holds."""
    from summitry.readers import read_all, read_stream

    if file != STDIN:
        path = Path(file)
        if path.is_dir():
            raise ReadError(f"{file}: a folder; `summitry ingest {file}` reads all that is in it")
        return read_all([path], published=published, options=options)
    if lines:
        return _lines_of_stdin(published, options)
    return read_stream(sys.stdin.buffer, name="stdin", published=published, options=options)


def _lines_of_stdin(published: date | None, options: Options) -> "Iterator[Article | Refused]":
    """Line by line as they come, so that the command can stand in the middle of a pipe."""
    from summitry.readers import READERS
    from summitry.readers.assembly import Origin

    try:
        yield from READERS["jsonl"](sys.stdin.buffer, Origin("stdin", published), options)
    except ReadError as error:
        raise ReadError(f"stdin: {error}") from None


def _only(file: str, found: "Iterator[Article | Refused]") -> "Article":
    """The one article there is."""
    items = list(islice(found, 2))
    if len(items) > 1:
        raise ReadError(f"{file}: holds more than one article; use --format jsonl")
    return _article(*items)


def _article(item: "Article | Refused") -> "Article":
    from summitry.readers import Refused

    if isinstance(item, Refused):
        raise ReadError(str(item))
    return item


def _document(article: "Article", options: Options) -> "Document":
    from summitry.batch import read_one
    from summitry.readers import Refused

    found = read_one(article, options)
    if isinstance(found, Refused):
        raise SummitryError(str(found))
    return found


def _plain(document: "Document") -> object:
    from summitry.records import to_json

    return to_json(document)


def _print_table(document: "Document", *, is_first: bool, explain: bool) -> None:
    from summitry.cli.documents import print_document
    from summitry.cli.tables import terminal

    out = terminal()
    if not is_first:
        out.print()
        out.rule(style="dim")
    print_document(out, document, explain=explain)


# ingest ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """What became of the inputs: read for the first time, known already, refused with their reasons."""

    read: int = 0
    known: int = 0
    refused: list[dict[str, str]] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """How many have been seen."""
        return self.read + self.known + len(self.refused)

    def __str__(self) -> str:
        return f"{self.read} read, {self.known} known, {len(self.refused)} refused"


@app.command(
    epilog=examples(
        "summitry ingest news/",
        "summitry ingest talks.html articles.jsonl --ledger korea.db",
        "summitry ingest talks.txt --published 2018-09-24",
    )
)
def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="Files of plain text, HTML or JSON Lines, and folders of them."),
    ],
    ledger: LedgerOption = None,
    published: PublishedOption = None,
    account: Annotated[
        bool,
        typer.Option(
            help="Link what was read and make the account at once, or leave it to the first question: for many small additions."
        ),
    ] = True,
    output: FormatOption = Format.table,
) -> None:
    """Read articles and keep what they say in a ledger.

    The ledger is begun where there is none. Articles that the ledger knows, read by this version with the same actors and options, are counted and
    not read again, so the same command can be repeated. Inputs that
    cannot be read are named on standard error and listed by `summitry refused`; the others are kept, and the exit
    status is 2. At the end the account is made, so that questions are answered without waiting; an interruption there loses nothing.
    """
    from summitry.stores import open_ledger

    day = parse_day("--published", published)
    options = Options()
    if options.actor_file:
        load_actors(options.actor_file)
    definitions = defined(None) if account else ()
    with open_ledger(ledger or ledger_path()) as store:
        tally = keep(store, paths, day, options)
        if account:
            _make_account(store, definitions)
    if output is Format.json:
        write_json({"ledger": store.name, "read": tally.read, "known": tally.known, "refused": tally.refused})
    else:
        typer.echo(f"{store.name}: {tally}")
    if tally.refused:
        raise typer.Exit(FAILED)


def keep(store: "Store", paths: list[Path], published: date | None, options: Options) -> Tally:
    """Read everything in `paths` into a ledger; what is refused is noted there and on standard error."""
    from summitry.batch import read_many
    from summitry.pipeline import reader_of
    from summitry.readers import SUFFIXES, Refused, read_all, walk

    tally, reader = Tally(), reader_of(options)
    files, reading = list(walk(paths)), deque[Path]()
    with _progress("files, {task.fields[step]} articles", total=len(files)) as show:

        def articles() -> "Iterator[Article]":
            for number, file in enumerate(files):
                show(number, step=tally.articles)
                for item in read_all([file], published=published, options=options):
                    if isinstance(item, Refused):
                        _refuse(store, item, tally)
                    elif store.knows(item, reader=reader):
                        tally.known += 1
                    else:
                        reading.append(file)
                        yield item

        try:
            for found in read_many(articles(), options):
                _keep_one(store, found, reading.popleft(), reader, tally)
                show(None, step=tally.articles)
        except KeyboardInterrupt:
            warn(f"{store.name}: {tally} so far; these are kept, and the same command goes on")
            raise
        show(len(files), step=tally.articles)
    if not files:
        warn(f"nothing to read: no {', '.join(sorted(SUFFIXES))} in {', '.join(map(str, paths))}")
    return tally


def _make_account(store: "Store", definitions: "Sequence[Definition]") -> None:
    from summitry import queries

    with _progress("{task.fields[step]}", total=100) as show:
        for done, step in queries.make_ready(store.view(), definitions):
            show(done, step=step)


def _keep_one(store: "Store", found: "Document | Refused", file: Path, reader: str, tally: Tally) -> None:
    from summitry.readers import Refused

    if isinstance(found, Refused):
        _refuse(store, found, tally)
        return
    try:
        added = store.add(found, reader=reader)
    except SummitryError as error:
        # Where the ledger itself cannot be written, noting the refusal fails in the same way and ends the command.
        _refuse(store, Refused(str(file), None, str(error)), tally)
        return
    if added == "read":
        tally.read += 1
    else:
        tally.known += 1


def _refuse(store: "Store", refused: "Refused", tally: Tally) -> None:
    name = refused.name if refused.line is None else f"{refused.name}:{refused.line}"
    name = os.fsencode(name).decode("utf-8", "replace")  # a file's name need not be UTF-8, what is stored must
    store.refuse(name, refused.reason)
    tally.refused.append({"name": name, "reason": refused.reason})
    warn(f"{name}: {refused.reason}")


class Show(Protocol):
    """Moves a bar."""

    def __call__(self, done: int | None, *, step: object) -> None:
        """So much is done, where that is known; `step` is what it is told of."""


@contextmanager
def _progress(told: str, *, total: int) -> Iterator["Show"]:
    """A bar on standard error where that is a terminal, with what is `told` of the `step`."""
    if not sys.stderr.isatty():
        yield lambda _done, *, step: None  # noqa: ARG005 - what a bar is told
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(told),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, step="")
        yield lambda done, *, step: bar.update(task, completed=done, step=step)


# demo --------------------------------------------------------------------------------------------------------------


@app.command(epilog=examples("summitry demo", "summitry demo --ledger /tmp/talks.db"))
def demo(
    ledger: Annotated[
        str, typer.Option("--ledger", metavar="PLACE", help="Where to keep the demonstration's ledger.")
    ] = "demo.db",
) -> None:
    """Try it on bundled reports of one negotiation.

    They are read into a ledger of their own, and where the talks stand is printed. The reports, written for this purpose, retell the talks between the United States and North Korea in 2018 and 2019
    as three invented outlets might have told them. Running it again changes nothing.
    """
    from importlib.resources import files

    from summitry import queries
    from summitry.cli.answers import print_standing
    from summitry.cli.tables import terminal
    from summitry.stores import open_ledger

    reports = Path(str(files("summitry"))) / "data" / "reports"
    with open_ledger(ledger) as store:
        _insist_on_own(store, reports)
        tally = keep(store, [reports], None, Options())
        print_standing(terminal(), queries.glance(store.view(), most=DEMO_LINES))
    typer.echo(f"\n{store.name}: {tally}.\nTo look around in a browser: summitry serve --ledger {store.name}")


DEMO_LINES = 5


def _insist_on_own(store: "Store", reports: Path) -> None:
    """Refuse to mix the demonstration into a ledger of somebody's."""
    from summitry.readers import read_all

    kept = store.view().articles
    ours = {getattr(item, "sha256", None) for item in read_all([reports])} if kept else set()
    if any(article.sha256 not in ours for article in kept):
        raise StoreError(f"{store.name} holds other articles; name another file with --ledger")
