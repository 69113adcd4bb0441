"""The commands of review: what to look at first, the decisions of a named person, and how often the machine was right."""

from typing import TYPE_CHECKING, Annotated

import typer

from summitry.cli.asking import complete, completed, reply
from summitry.cli.frame import Format, FormatOption, LedgerOption, app, examples, existing_ledger, write_json
from summitry.errors import ReviewError
from summitry.options import reviewer
from summitry.records import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summitry.queries import Decided
    from summitry.review.decisions import Action, Decision
    from summitry.stores import Store

review = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog=examples("summitry review queue", 'summitry review accept com-3fa2 --by "Ana Alder"'),
)  # fmt: skip
app.add_typer(
    review, name="review", help="Accept, correct or reject what was read; see how often the machine is right."
)

MOST = 20  # lines of the queue: about what a terminal shows

RecordArgument = Annotated[
    str, typer.Argument(metavar="ID", help="A record's id, or as much of its beginning as is unique.")
]
RecordsArgument = Annotated[
    list[str], typer.Argument(metavar="ID", help="Ids of records, or as much of their beginning as is unique.")
]
ByOption = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", show_default=False, help="Who decides; else whom SUMMITRY_REVIEWER names."),
]
NoteOption = Annotated[
    str | None, typer.Option("--note", metavar="WORDS", show_default=False, help="Why, for those who read the history.")
]


# Looking -----------------------------------------------------------------------------------------------------------


@review.command(epilog=examples("summitry review queue", "summitry review queue --kind commitments --top 5"))
def queue(
    ledger: LedgerOption = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", show_default=False, help=f"Only of one kind: {', '.join(KINDS)}.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="At most N records.")] = MOST,
    output: FormatOption = Format.table,
) -> None:
    """List what nobody has reviewed, what matters most first.

    First where reviewers disagree; then by doubt (a confidence near one half) times weight (what hangs on the record, and how many
    reports tell of its matter).
    """
    from summitry import queries
    from summitry.cli import answers

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind of record; there are {', '.join(KINDS)}", param_hint="--kind")
    with existing_ledger(ledger) as store:
        found = queries.queue(store.view(), kind, top)
    reply(output, found, answers.print_queue)


@review.command(epilog=examples("summitry review show com-3fa2"))
def show(
    wanted: RecordArgument,
    ledger: LedgerOption = None,
    top: Annotated[
        int, typer.Option(min=1, metavar="N", help="At most N of the records that bear on it; JSON has all.")
    ] = 20,
    output: FormatOption = Format.table,
) -> None:
    """Show a record, what was decided about it, and what each field can be corrected to."""
    from summitry import queries
    from summitry.cli import answers, documents
    from summitry.cli.tables import terminal
    from summitry.review.making import allowed, correctable

    with existing_ledger(ledger) as store:
        view = store.view()
        shown = queries.show(view, complete(view, wanted, records_only=True))
        document = view.document(shown.article.id)
        if output is Format.json:
            write_json(shown)
            return
        out = terminal()
        answers.print_shown(out, shown, documents.row_of(document, shown.record), top)
    fields = [
        (name, queries.in_words(document, getattr(shown.record, name)), ", ".join(allowed(shown.kind, name)))
        for name in correctable(shown.kind)
    ]
    answers.print_fields(out, fields)


@review.command(epilog=examples("summitry review history", "summitry review history com-3fa2 --format json"))
def history(
    wanted: Annotated[
        str | None, typer.Argument(metavar="[ID]", show_default=False, help="Only about the record of this id.")
    ] = None,
    ledger: LedgerOption = None,
    output: FormatOption = Format.table,
) -> None:
    """List what people decided: all of it, newest first, or about one record, oldest first."""
    from summitry import queries
    from summitry.cli import answers

    with existing_ledger(ledger) as store:
        view = store.view()
        found = queries.history(view, _record(store, wanted) if wanted else None)
    reply(output, found, answers.print_history)


@review.command(epilog=examples("summitry review agreement", "summitry review agreement --format json"))
def agreement(ledger: LedgerOption = None, output: FormatOption = Format.table) -> None:
    """Tell how often the machine was right where people looked.

    The precision of a kind is the share of its judged records that were accepted and not corrected. Since the queue shows the doubtful
    first, compare by confidence: `said` is how sure the machine was on average.
    """
    from summitry import queries
    from summitry.cli import answers

    with existing_ledger(ledger) as store:
        found = queries.agreement(store.view())
    reply(output, found, answers.print_agreement)


# Deciding ----------------------------------------------------------------------------------------------------------


@review.command(epilog=examples('summitry review accept com-3fa2 sta-91 --by "Ana Alder"'))
def accept(
    wanted: RecordsArgument,
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Say that records are right as they are."""
    _decide_each("accept", wanted, ledger, by, note, output)


@review.command(epilog=examples('summitry review reject com-3fa2 --note "a hope, not a promise"'))
def reject(
    wanted: RecordsArgument,
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Say that records are wrong; they leave the account and stay in the history."""
    _decide_each("reject", wanted, ledger, by, note, output)


@review.command(
    epilog=examples(
        "summitry review correct com-3fa2 status broken",
        'summitry review correct com-3fa2 maker "North Korea" "South Korea"',
        'summitry review correct com-3fa2 action "close the site"',
        "summitry review correct com-3fa2 deadline 2018-09-01..2018-09-24",
        "summitry review correct com-3fa2 hedge",
    )
)
def correct(  # noqa: PLR0913, PLR0917 - an argument for each option
    wanted: RecordArgument,
    name: Annotated[str, typer.Argument(metavar="FIELD", help="What to correct; `summitry review show ID` lists it.")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE]...", show_default=False, help="What the field is to hold; nothing empties it."),
    ] = None,
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Correct a field of a record.

    A passage is given by its words as the article has them, an actor by name, another record by its id, a day as 2018-09-24, a
    deadline by its day, an interval or the words of an event.
    """
    from summitry.review.making import decide

    with existing_ledger(ledger) as store:
        made = decide(
            store, "correct", [_record(store, wanted)], by=_name(by), field=name, values=values or (), note=note
        )
        _tell(store, [made], output)


@review.command(epilog=examples("summitry review merge com-3fa2 com-77b0"))
def merge(
    wanted: RecordsArgument,
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Say that records of one kind tell of the same matter; all reports of theirs become one."""
    _decide_together("merge", wanted, ledger, by, note, output)


@review.command(epilog=examples("summitry review split com-3fa2 com-77b0"))
def split(
    wanted: RecordsArgument,
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Say that the first record tells of another matter than the others."""
    _decide_together("split", wanted, ledger, by, note, output)


@review.command(epilog=examples('summitry review note com-3fa2 "the Korean text says otherwise"'))
def note(
    wanted: RecordArgument,
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What others should know of the record.")],
    ledger: LedgerOption = None,
    by: ByOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Write a remark beside a record; it changes nothing else."""
    _decide_each("note", [wanted], ledger, by, words, output)


@review.command(epilog=examples("summitry review undo", "summitry review undo dec-5c1e"))
def undo(
    decision: Annotated[
        str | None,
        typer.Argument(metavar="[DECISION]", show_default=False, help="A decision's id; else your last that stands."),
    ] = None,
    ledger: LedgerOption = None,
    by: ByOption = None,
    note: NoteOption = None,
    output: FormatOption = Format.table,
) -> None:
    """Take a decision back; it stays in the history. Undoing an undoing makes the decision count again."""
    from summitry.review import making

    with existing_ledger(ledger) as store:
        known = [made.id for made in store.view().decisions]
        taken = decision and completed(decision, known, lambda: known, "`summitry review history` lists decisions")
        _tell(store, [making.undo(store, taken, by=_name(by), note=note)], output)


def _name(given: str | None) -> str:
    name = reviewer() if given is None else given
    if not name.strip():
        raise ReviewError("whose decision is it? Give --by NAME, or set SUMMITRY_REVIEWER")
    return name


def _record(store: "Store", given: str) -> str:
    view = store.view()
    # An id of an older reading is not listed, but known where somebody decided about it.
    return view.reviewed.found.get(given) or complete(view, given, records_only=True)


def _decide_each(  # noqa: PLR0913, PLR0917 - the command's options
    action: "Action",
    wanted: "Sequence[str]",
    ledger: str | None,
    by: str | None,
    note: str | None,
    output: Format,
) -> None:
    from summitry.review.making import decide

    with existing_ledger(ledger) as store:
        ids = [_record(store, one) for one in wanted]  # a wrong id is found before anything is decided
        _tell(store, [decide(store, action, [i], by=_name(by), note=note) for i in dict.fromkeys(ids)], output)


def _decide_together(  # noqa: PLR0913, PLR0917 - the command's options
    action: "Action",
    wanted: "Sequence[str]",
    ledger: str | None,
    by: str | None,
    note: str | None,
    output: Format,
) -> None:
    from summitry.review.making import decide

    with existing_ledger(ledger) as store:
        _tell(store, [decide(store, action, [_record(store, one) for one in wanted], by=_name(by), note=note)], output)


def _tell(store: "Store", made: "Sequence[Decision]", output: Format) -> None:
    """Print decisions as the history has them."""
    from summitry import queries
    from summitry.cli import answers

    ids = {one.id for one in made}
    lines: tuple[Decided, ...] = tuple(line for line in reversed(queries.history(store.view())) if line.id in ids)
    reply(output, lines, answers.print_history)
