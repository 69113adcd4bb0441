"""One article's records as tables: by kind, who did or said what, when, and how it is meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from rich.console import Console
from rich.text import Text

from summitry.article import Article, Span
from summitry.cli.tables import day_of, heading, interval, listed, print_table, relayed, remarks, shorten, towards
from summitry.records import (
    KINDS,
    ActorId,
    Commitment,
    Condition,
    Deadline,
    Demand,
    Document,
    Event,
    Obstacle,
    Order,
    Question,
    Record,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A record as people read it."""

    who: str
    what: str
    when: str = ""
    how: str = ""
    why: str = ""


def print_document(out: Console, document: Document, *, explain: bool = False) -> None:
    """The article's title and date, then a table for each kind of record that it holds, then what could not be read.

    With `explain`, a column says how sure each record is and how it was found.
    """
    article = document.article
    published = day_of(article.published) or "no date known"
    basis = (
        {"metadata": "", "given": "", "text": " (told by the text)"}[article.published.basis]
        if article.published
        else ""
    )
    heading(out, shorten(article.title or article.id, out.width))
    out.print(Text(shorten(listed(article.source, published + basis), out.width), style="dim"))
    for kind, record_type in KINDS.items():
        records = getattr(document, kind)
        rows = [replace(row_of(document, r), why=_why(r) if explain else "") for r in records]
        if rows:
            out.print()
            heading(out, record_type.__name__ if len(rows) == 1 else kind.capitalize(), f"({len(rows)})")
            names = [field.name for field in fields(Row) if explain or field.name != "why"]
            print_table(out, names, [[getattr(row, name) for name in names] for row in rows])
    if not any(True for _ in document.records()):
        out.print("\nNothing was found: nobody says, promises, demands or does anything here that Summitry reads.")
    for problem in document.problems:
        out.print(Text(f"\nNote: {problem.message}", style="yellow"))


def _why(record: Record) -> str:
    sure = "" if record.confidence is None else f"{record.confidence:.2f}"
    return listed(sure, record.why)


def row_of(document: Document, record: Record) -> Row:
    """Who, what, when and how of one record, in names and in the article's words."""
    names = _Names(document)
    match record:
        case Statement():
            row = _statement(names, record)
        case Event():
            row = _event(names, record)
        case Commitment():
            row = _commitment(names, record)
        case Condition():
            row = _condition(names, record)
        case Demand():
            row = _demand(names, record)
        case Obstacle():
            row = _obstacle(names, record)
        case Order():
            row = _order(names, record)
        case Question():
            row = _question(names, record)
    return row


class _Names:
    """Turns the ids and spans of one document into words."""

    def __init__(self, document: Document) -> None:
        self.article: Article = document.article
        self._names = {actor.id: actor.name for actor in document.actors}

    def who(self, actors: Sequence[ActorId]) -> str:
        return ", ".join(self._names.get(actor, actor) for actor in actors)

    def words(self, *spans: Span) -> str:
        return " … ".join(self.article.quote(span) for span in spans)

    def via(self, chained: Sequence[ActorId], own: Iterable[ActorId]) -> str:
        """Who relays it, besides the one whose words they are."""
        relays = [actor for actor in chained if actor not in set(own)]
        return relayed(self.who(relays))


def _statement(names: _Names, record: Statement) -> Row:
    who = names.who(record.speaker) or names.words(*record.source)
    hedge = f"“{names.words(record.hedge)}”" if record.hedge else ""
    return Row(
        towards(who, names.who(record.addressee)),
        names.words(*record.content),
        "",
        remarks(record.mode, record.medium, hedge, names.via(record.chain, record.speaker)),
    )


def _event(names: _Names, record: Event) -> Row:
    where = f"in {record.place}" if record.place else ""
    rest = next((s for s in record.evidence if s.covers(record.trigger)), record.trigger)
    return Row(
        towards(names.who(record.actor), names.who(record.recipient)),
        names.words(Span(record.trigger.start, rest.end)),
        interval(record.earliest, record.latest),
        remarks(record.plover, record.modality, "meeting" if record.meeting else "", where),
    )


def _commitment(names: _Names, record: Commitment) -> Row:
    firmness = "" if record.firmness == "firm" else record.firmness
    conditional = "conditional" if record.conditions else ""
    return Row(
        towards(names.who(record.maker), names.who(record.beneficiary)),
        ("not: " if record.polarity == "refrain" else "") + names.words(record.action),
        _deadline(record.deadline),
        remarks(record.force, firmness, record.status, conditional, names.via(record.chain, record.maker)),
    )


def _deadline(deadline: Deadline | None) -> str:
    if deadline is None:
        return ""
    return interval(deadline.earliest, deadline.latest) or deadline.event or ""


def _condition(names: _Names, record: Condition) -> Row:
    return Row(
        names.who(record.required_of),
        names.words(record.span),
        "",
        remarks(record.kind, "" if record.specified else "left open"),
    )


def _demand(names: _Names, record: Demand) -> Row:
    return Row(
        towards(names.who(record.by), names.who(record.to)), names.words(record.what), "", remarks(record.response)
    )


def _obstacle(names: _Names, record: Obstacle) -> Row:
    return Row(names.who(record.between), names.words(record.what))


def _order(names: _Names, record: Order) -> Row:
    what = f"first: {names.words(record.before)} — then: {names.words(record.after)}"
    return Row(names.who(record.according_to), what, "", remarks(record.strength))


def _question(names: _Names, record: Question) -> Row:
    return Row("", names.words(record.what))
