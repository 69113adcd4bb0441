"""Documents written as marked-up text, so that a test shows what its articles say."""

import os
import re
from typing import Protocol, TypeVar

import pytest

from summitry.article import Article, Block, Published, Span
from summitry.records import KINDS, Actor, Deadline, Document, record_id

# Two people, their countries, a spokesman, and a body that stands for no country.
CAST = {
    "ana": ("Ana Alder", "person", "ALD"),
    "bo": ("Bo Birch", "person", "BIR"),
    "cy": ("Cy Cedar", "person", "ALD"),
    "alderland": ("Alderland", "state", "ALD"),
    "birchland": ("Birchland", "state", "BIR"),
    "spokesman": ("a spokesman", "unnamed", "BIR"),
    "league": ("the League", "organisation", None),
}
MARK = re.compile(r"<(?P<end>/?)(?P<kind>\w+)(?P<fields>(?: \w+=\S*?)*)>")
DEFAULTS = {
    "statements": {"source": (), "cue": (), "mode": "indirect"},
    "events": {"plover": "CONSULT", "actor": (), "recipient": (), "modality": "happened"},
    "commitments": {"maker": (), "beneficiary": (), "polarity": "do", "force": "pledge", "firmness": "firm"},
    "conditions": {"on": (), "kind": "if"},
    "demands": {"by": (), "to": ()},
}
FOCUS = {"statements": "content", "events": "trigger", "commitments": "action", "conditions": "span"}
LISTS = {
    "speaker",
    "addressee",
    "chain",
    "actor",
    "recipient",
    "maker",
    "beneficiary",
    "required_of",
    "by",
    "to",
    "between",
}


def pytest_addoption(parser):
    parser.addoption("--kills", type=int, default=10, help="how many processes the tests of durability kill")


Program = TypeVar("Program")


def needed(program: Program | None, package: str) -> Program:
    """A program that a test needs. Where there is none the test is skipped, but in CI, where nothing may go untested, it fails."""
    if program is None:
        missing = f"not on this machine: apt install {package}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return program


@pytest.fixture
def kills(request) -> int:
    return request.config.getoption("--kills")


class Told(Protocol):
    def __call__(
        self,
        marked: str,
        day: str | None = None,
        *,
        name: str = "a",
        source: str | None = None,
        title: str | None = None,
    ) -> Document: ...


@pytest.fixture(scope="session")
def told() -> Told:
    """Documents from text such as `Ana will <commitment maker=ana>open the port</commitment>.`, one sentence a line.

    A record's evidence is its line; `until=DAY` is a deadline, `on=DAY` an event's day, a condition is of the
    commitments in its line, an order is written `<order>X before Y</order>`.
    """
    return document


def document(
    marked: str, day: str | None = None, *, name: str = "a", source: str | None = None, title: str | None = None
) -> Document:
    text = MARK.sub("", marked)
    article = Article(
        id=name,
        text=text,
        blocks=(Block(Span(0, len(text)), "body"),),
        title=title,
        source=source,
        published=Published(day, day, day, "given") if day else None,
    )
    records: dict[str, list] = {kind: [] for kind in KINDS}
    for kind, span, fields in marks(marked):
        records[kind].append(record(article, kind, span, fields, records))
    actors = tuple(
        Actor(i, name, kind, None, country, tuple(Span(*m.span()) for m in re.finditer(re.escape(name), text)))
        for i, (name, kind, country) in CAST.items()
    )
    return Document(article, actors=actors, **{kind: tuple(found) for kind, found in records.items()})


def marks(marked: str):
    """Kind, span and fields of each mark; conditions last, since they refer to the others."""
    found, open_marks, removed = [], [], 0
    for mark in MARK.finditer(marked):
        place = mark.start() - removed
        removed += len(mark[0])
        if mark["end"]:
            kind, start, fields = open_marks.pop()
            found.append((kind + "s", Span(start, place), fields))
        else:
            fields = dict(pair.split("=") for pair in mark["fields"].split())
            open_marks.append((mark["kind"], place, fields))
    return sorted(found, key=lambda mark: mark[0] == "conditions")


def record(article, kind, span, given, others):
    text = article.text
    line = Span(text.rfind("\n", 0, span.start) + 1, (text + "\n").find("\n", span.end))
    lists = LISTS | {"according_to"} if kind == "orders" else LISTS
    fields = DEFAULTS.get(kind, {}) | {k: tuple(v.split(",")) if k in lists else v for k, v in given.items()}
    if kind == "orders":
        middle = text.index(" before ", span.start)
        fields |= {"before": Span(span.start, middle), "after": Span(middle + len(" before "), span.end)}
    else:
        fields[FOCUS.get(kind, "what")] = (span,) if kind == "statements" else span
    if "until" in fields:
        fields["deadline"] = Deadline(span, fields["until"], None, fields.pop("until"))
    if kind == "events" and "on" in fields:
        fields["earliest"] = fields["latest"] = fields.pop("on")
    if kind == "conditions":
        fields["on"] = tuple(c.id for c in others["commitments"] if c.evidence == (line,))
    if "meeting" in fields:
        fields["meeting"] = True
    return KINDS[kind](
        id=record_id(article, kind, span), evidence=(line,), quotes=(article.quote(line),), why="test", **fields
    )
