"""How a ledger grows: the bundled reports, varied into thousands of articles, and what the account and the questions then cost."""

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import summitry
from summitry import queries
from summitry.article import Article, Published
from summitry.lasting import lasting
from summitry.ledger.account import Account
from summitry.records import Actor, Document, record_id
from summitry.review.making import decide
from summitry.stores import open_ledger

SIZES = (1000, 3000, 10_000)
YEARS = 10  # over which the varied reports are spread
MORE = 5  # articles that come later
SHOWN = 20  # related records of one that is shown
STATES = 40  # pairs of which deal with each other
_LONG = re.compile(r"\b[a-z]{5,}\b")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor time for a ledger of so many articles.

    `account` to link an article, `ready` to make all ready once, and how many `megabytes` are then kept; then, in a ledger just opened,
    what each question takes, a decision, and where things stand `after` it; at last a decision that `rejects` with where things stand
    after that, and to add `MORE` articles, already read, and make all ready once more.
    """

    articles: int
    account: float
    ready: float
    status: float
    timeline: float
    search: float
    show: float
    decision: float
    after: float
    megabytes: float
    rejects: float
    more: float


def bundled() -> list[Document]:
    """The bundled reports, read."""
    with as_file(files("summitry") / "data/reports") as folder:
        return [summitry.read_file(path) for path in sorted(folder.glob("*.html"))]


def vary(documents: Sequence[Document], number: int, seed: int = 1) -> Iterator[Document]:
    """So many documents, made from a few by other words of the same length, other countries and other days.

    Half of the longer words are spelt otherwise in each, so that few wordings are shared by chance.
    """
    dice = random.Random(seed)  # noqa: S311 - variety, no secrets
    for i in range(number):
        yield _varied(documents[i % len(documents)], i, dice)


def _varied(document: Document, i: int, dice: random.Random) -> Document:
    shift = dice.randrange(1, 26)
    other = {word: _spelt(word, shift) for word in set(_LONG.findall(document.article.text)) if dice.random() < 0.5}
    text = _LONG.sub(lambda m: other.get(m[0], m[0]), document.article.text)
    days = timedelta(dice.randrange(365 * YEARS))
    told = document.article.published
    published = _moved(told, days) if told else None
    article = Article(
        id=f"varied-{i}",
        text=text,
        blocks=document.article.blocks,
        title=document.article.title,
        source=f"outlet {dice.randrange(30)}",
        published=published,
    )
    states = dice.sample(range(STATES), 2)
    return _renamed(replace(document, article=article), states, days)


def _spelt(word: str, shift: int) -> str:
    return "".join(chr((ord(c) - 97 + shift) % 26 + 97) for c in word)


def _moved(published: Published, days: timedelta) -> Published:
    day = _later(published.latest, days)
    return replace(published, value=day, earliest=day, latest=day)


def _later(day: str | None, days: timedelta) -> str | None:
    return (date.fromisoformat(day) + days).isoformat() if day else None


def _renamed(document: Document, states: Sequence[int], days: timedelta) -> Document:
    """With two other countries for the two that deal with each other, and records moved and identified anew."""
    country = {"PRK": f"S{states[0]:02}", "USA": f"S{states[1]:02}"}
    actors = {a.id: _abroad(a, country) for a in document.actors}

    def changed(record: Any) -> Any:
        new: dict[str, Any] = {
            name: tuple(actors[i].id if i in actors else ids.get(i, i) for i in value)
            for name in ("speaker", "addressee", "chain", "actor", "recipient", "maker", "beneficiary", "required_of", "by", "to", "between", "according_to", "conditions", "on")
            if isinstance(value := getattr(record, name, None), tuple)
        }  # fmt: skip
        new |= {
            name: ids.get(held)
            for name in ("parent", "according_to")
            if isinstance(held := getattr(record, name, None), str)
        }
        new |= {name: _later(getattr(record, name), days) for name in ("earliest", "latest") if hasattr(record, name)}
        quotes = tuple(document.article.quote(span) for span in record.evidence)
        return replace(record, id=ids[record.id], quotes=quotes, **new)

    ids = {
        r.id: record_id(document.article, type(r).__name__.lower(), *r.evidence, also=r.id) for r in document.records()
    }
    kinds: dict[str, Any] = {kind: tuple(map(changed, getattr(document, kind))) for kind in summitry.records.KINDS}
    times = tuple(replace(t, earliest=_later(t.earliest, days), latest=_later(t.latest, days)) for t in document.times)
    return replace(document, actors=tuple(actors.values()), times=times, **kinds)


def _abroad(actor: Actor, country: dict[str, str]) -> Actor:
    if actor.country not in country:
        return actor
    new = country[actor.country]
    return replace(actor, id=f"{actor.kind}:{new}:{actor.id}", name=f"{actor.name} {new}", country=new)


def measure(documents: Sequence[Document], number: int, folder: Path) -> Cost:
    """The costs of a ledger of so many varied documents."""
    varied = list(vary(documents, number + MORE))
    made, later = varied[:number], varied[number:]

    def link() -> None:
        account = Account(made)
        for part in ("reports", "state", "bearings", "disputes", "courses", "deadlocks", "links"):
            getattr(account, part)

    with lasting():
        linking = _seconds(link)
    place = folder / f"{number}.db"
    with open_ledger(place) as store:
        for document in made:
            store.add(document)
        ready = _seconds(lambda: list(queries.make_ready(store.view())))
    with open_ledger(place) as store:
        view = store.view()
        record = queries.queue(view, "commitments", 1).lines[0].id
        asked = [
            _seconds(lambda: queries.glance(view)),
            _seconds(lambda: queries.timeline(view)[:100]),
            _seconds(lambda: queries.search(view, "the talks")),
            _seconds(lambda: queries.show(view, record).related[:SHOWN]),
            _seconds(lambda: decide(store, "accept", [record], by="Ana Alder")),
            _seconds(lambda: queries.glance(store.view())),
        ]
    megabytes = place.stat().st_size / 1e6
    with open_ledger(place) as store:

        def reject() -> None:
            decide(store, "reject", [record], by="Ana Alder")
            queries.glance(store.view())

        def add() -> None:
            for document in later:
                store.add(document)
            list(queries.make_ready(store.view()))

        rejects, more = _seconds(reject), _seconds(add)
    costs = [linking / number, ready, *asked, megabytes, rejects, more]
    return Cost(number, *costs)


def _seconds(ask: Callable[[], object]) -> float:
    before = time.process_time()
    ask()
    return time.process_time() - before
