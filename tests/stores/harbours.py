"""As many documents as are wanted, in an older and a newer reading, and what a ledger must hold of them."""

import random
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from deaths import Say

from summitry import queries
from summitry.article import Article, Published, Span
from summitry.errors import ReviewError, UnknownIdError
from summitry.records import Document, Question, record_id
from summitry.review.making import decide, undo
from summitry.stores import open_ledger

READINGS = ("0.1", "0.2")
UNDONE = 0.3  # share of the decisions that are taken back


def document(number: int, reading: str) -> Document:
    """Every sentence is a question in the newer reading, every other in the older."""
    sentence = f"It is unclear who pays for harbour{number}. "
    article = Article(f"harbour-{number}", sentence * 40, published=Published(None, "2030-01-01", "2030-01-31", "text"))
    spans = [Span(i * len(sentence), (i + 1) * len(sentence)) for i in range(0, 40, 3 - READINGS.index(reading) - 1)]
    questions = (
        Question(record_id(article, "questions", span), (span,), (article.quote(span),), "test", what=span)
        for span in spans
    )
    return Document(article, questions=tuple(questions))


def add(place: Path | str, numbers: Iterable[int], say: Say) -> None:
    """Add each document in its older reading, then in its newer, and say so when it is stored."""
    with open_ledger(place) as store:
        for number in numbers:
            for reading in READINGS:
                store.add(document(number, reading), reader=reading)
                say(f"{number} {reading}")


def judge(place: Path | str, seed: int, say: Say) -> None:
    """Decide about questions of whatever has been stored, at random and without end, say so when it is decided, and ask where things stand."""
    chance = random.Random(seed)
    with open_ledger(place) as store:
        while True:
            ids = [i for i, article in store.view().ids("que-").items() if i != article]
            for wanted in chance.sample(ids, min(3, len(ids))):
                with suppress(UnknownIdError, ReviewError):  # read anew since, or decided so already
                    action = chance.choice(("accept", "reject", "note"))
                    say(decide(store, action, [wanted], by=f"Ana {seed % 2}", note="so it is").id)
                    if chance.random() < UNDONE:
                        say(undo(store, None, by=f"Ana {seed % 2}").id)
            queries.status(store.view())


def assert_decided(place: Path | str, said: Iterable[str]) -> int:
    """What was said to be decided is, once, and what is answered follows from it and the documents as in a ledger made at once."""
    with open_ledger(place) as store, open_ledger(":memory:") as other:
        view = store.view()
        made = [one.id for one in view.decisions]
        assert len(set(made)) == len(made)
        assert set(said) <= set(made)
        for document in view.readings:
            other.add(document)
        for one in reversed(view.decisions):
            other.decide(one)
        for ask in (queries.status, queries.queue, queries.agreement, queries.history):
            assert queries.encoded(ask(view)) == queries.encoded(ask(other.view()))
    return len(made)


def assert_kept(place: Path | str, said: Iterable[str]) -> int:
    """What was said to be stored is, and nothing is there in part or twice, be it in the tables or among the words."""
    least = dict(line.split() for line in sorted(said))
    with open_ledger(place) as store:
        documents = {int(d.article.id.removeprefix("harbour-")): d for d in store.view().readings}
        assert len(documents) == len(store.view().readings)
        assert {hit.article for hit in store.view().search("unclear", limit=10**6)} == {
            d.article.id for d in documents.values()
        }
        for number, found in documents.items():
            assert found in [document(number, r) for r in READINGS if r >= least.get(str(number), READINGS[0])]
            assert [hit.article for hit in store.view().search(f"harbour{number}")] == [found.article.id]
        assert {int(number) for number in least} <= documents.keys()
    return len(documents)
