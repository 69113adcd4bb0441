"""As many documents as are wanted, in an older and a newer reading, and what a ledger must hold of them."""

from collections.abc import Iterable
from pathlib import Path

from deaths import Say

from summitry.article import Article, Published, Span
from summitry.records import Document, Question, record_id
from summitry.stores import open_ledger

READINGS = ("0.1", "0.2")


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


def assert_kept(place: Path | str, said: Iterable[str]) -> int:
    """What was said to be stored is, and nothing is there in part or twice, be it in the tables or among the words."""
    least = dict(line.split() for line in sorted(said))
    with open_ledger(place) as store:
        documents = {int(d.article.id.removeprefix("harbour-")): d for d in store.view().documents}
        assert len(documents) == len(store.view().documents)
        assert {hit.article for hit in store.view().search("unclear", limit=10**6)} == {
            d.article.id for d in documents.values()
        }
        for number, found in documents.items():
            assert found in [document(number, r) for r in READINGS if r >= least.get(str(number), READINGS[0])]
            assert [hit.article for hit in store.view().search(f"harbour{number}")] == [found.article.id]
        assert {int(number) for number in least} <= documents.keys()
    return len(documents)
