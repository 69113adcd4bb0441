"""Reading a text as a test shows it: the records of one kind, each written in one line."""

from collections.abc import Callable

import pytest

from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import Commitment, Condition, Demand, Document, Obstacle, Order, Question

RULES = Options(backend="rules")
# Sentences that the parser reads wrongly since frames are learned beside syntax: better weights take them off this list.
MISREAD = (
    "The biggest obstacle to a deal remains the price of gas.",
    "Iran rejected a claim by France that it had armed the rebels.",
)
Frames = Callable[[str], list[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is known to be misread must go on failing: where it does not, it is to be taken off the list."""
    for item in items:
        if "extractors/rules" in item.nodeid and any(text in item.nodeid for text in MISREAD):
            item.add_marker(pytest.mark.xfail(reason="misread by the parser", strict=True))


def read(text: str) -> Document:
    """The document of a text published on 10 May 2024, a Friday."""
    return process(from_text(text, published="2024-05-10"), RULES)


def named(d: Document, ids: tuple[str, ...]) -> str:
    """The names of some actors, in the order of the alphabet."""
    names = {a.id: a.name for a in d.actors}
    return " and ".join(sorted(names[i] for i in ids))


def commitment(d: Document, c: Commitment) -> str:
    """ "Maker: action", "not" before what is refrained from, then the conditions in brackets."""
    spans = {x.id: x.span for x in d.conditions}
    conditions = "".join(f" [{d.article.quote(spans[i])}]" for i in c.conditions)
    return f"{named(d, c.maker)}: {'not ' * (c.polarity == 'refrain')}{d.article.quote(c.action)}{conditions}"


def demand(d: Document, x: Demand) -> str:
    """ "By > to: what", the parties left out where they are unknown."""
    return f"{named(d, x.by)} > {named(d, x.to)}: {d.article.quote(x.what)}"


@pytest.fixture
def commitments() -> Frames:
    return lambda text: [commitment(d, c) for d in [read(text)] for c in d.commitments]


@pytest.fixture
def demands() -> Frames:
    return lambda text: [demand(d, x) for d in [read(text)] for x in d.demands]


@pytest.fixture
def conditions() -> Frames:
    def write(d: Document, c: Condition) -> str:
        return f"{c.kind}: {d.article.quote(c.span)}"

    return lambda text: [write(d, c) for d in [read(text)] for c in d.conditions]


@pytest.fixture
def orders() -> Frames:
    def write(d: Document, o: Order) -> str:
        return f"{d.article.quote(o.before)} < {d.article.quote(o.after)}"

    return lambda text: [write(d, o) for d in [read(text)] for o in d.orders]


@pytest.fixture
def obstacles() -> Frames:
    def write(d: Document, o: Obstacle) -> str:
        return d.article.quote(o.what)

    return lambda text: [write(d, o) for d in [read(text)] for o in d.obstacles]


@pytest.fixture
def questions() -> Frames:
    def write(d: Document, q: Question) -> str:
        return d.article.quote(q.what)

    return lambda text: [write(d, q) for d in [read(text)] for q in d.questions]


@pytest.fixture
def document() -> Callable[[str], Document]:
    return read
