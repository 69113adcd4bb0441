"""The negotiations of a ledger, and a view of one of them that every other query takes."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import msgspec

from summitry.article import Article
from summitry.errors import NegotiationError, UnknownIdError
from summitry.ledger.negotiations import Definition, Negotiation, party_names
from summitry.ledger.negotiations import negotiations as gathered
from summitry.queries.answering import answered, kept
from summitry.queries.answers import NegotiationLine, Who
from summitry.queries.evidence import parties_of
from summitry.records import Document, Record, RecordId
from summitry.review.decisions import Decision
from summitry.review.reviewed import Reviewed
from summitry.stores import Hit, View


def negotiations(view: View, definitions: Sequence[Definition] = ()) -> tuple[NegotiationLine, ...]:
    """All negotiations: those defined, in their order, then those found, the most reported first."""
    return _lines(view, tuple(definitions))


def within(view: View, name: str, definitions: Sequence[Definition] = ()) -> View:
    """The view of one negotiation: its articles, with what its parties do in them.

    `name` may be a part of its name, if no other has it.

    Raises:
        NegotiationError: none has the name, or several; the message lists names.
    """
    found = _negotiations(view, tuple(definitions))
    wanted = name.casefold()
    one = [n for n in found if n.name.casefold() == wanted] or [n for n in found if wanted in n.name.casefold()]
    if len(one) == 1:
        return _narrowed(view, one[0])
    meant = [n.name for n in one or found]
    listed = "; ".join(meant[:5]) + ("; …" if meant[5:] else "")
    what = f"{len(one)} negotiations have {name!r} in their names" if one else f"there is no negotiation {name!r}"
    raise NegotiationError(f"{what}: {listed}" if meant else f"{what}, nor any other")


@answered
def _lines(view: View, definitions: tuple[Definition, ...]) -> tuple[NegotiationLine, ...]:
    return tuple(_line(view, one) for one in _negotiations(view, definitions))


@kept
def _narrowed(view: View, one: Negotiation) -> View:
    return _Within(view, one)


@answered
def _negotiations(view: View, definitions: tuple[Definition, ...]) -> tuple[Negotiation, ...]:
    return gathered(view.documents, definitions)


def _line(view: View, one: Negotiation) -> NegotiationLine:
    articles = [a for a in view.articles if a.id in one.articles]
    days = sorted(p.latest for a in articles if (p := a.published) and p.latest)
    called = _called(view)
    return NegotiationLine(
        name=one.name,
        defined=one.defined,
        parties=tuple(Who(key, called[key]) for key in one.parties),
        words=one.words,
        articles=len(articles),
        sources=len({a.source.casefold() for a in articles if a.source}),
        first_day=days[0] if days else None,
        last_day=days[-1] if days else None,
    )


@kept
def _called(view: View) -> Mapping[str, str]:
    return party_names(view.documents, parties_of(view))


class _Within:
    """A view narrowed to one negotiation."""

    def __init__(self, view: View, one: Negotiation) -> None:
        self._view, self._one = view, one

    @cached_property
    def documents(self) -> Sequence[Document]:
        parties = parties_of(self._view)
        ours = (d for d in self._view.documents if d.article.id in self._one.articles)
        return [self._one.narrow(document, parties.of(document)) for document in ours]

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.article.id: document for document in self.documents}

    @property
    def as_of(self) -> date | None:
        return self._view.as_of

    @property
    def revision(self) -> int:
        return self._view.revision

    @property
    def readings(self) -> Sequence[Document]:
        return [document for document in self._view.readings if document.article.id in self._one.articles]

    @property
    def decisions(self) -> Sequence[Decision]:
        return self._view.decisions

    @property
    def reviewed(self) -> Reviewed:
        return self._view.reviewed

    @property
    def articles(self) -> Sequence[Article]:
        return [document.article for document in self.documents]

    def document(self, article_id: str) -> Document:
        if article_id not in self._by_id:
            raise UnknownIdError(f"the negotiation {self._one.name!r} has no article {article_id!r}")
        return self._by_id[article_id]

    def record(self, record_id: RecordId) -> tuple[Document, Record]:
        document, record = self._view.record(record_id)
        return self.document(document.article.id), record

    def reading(self, record_id: RecordId) -> tuple[Document, Reviewed]:
        return self._view.reading(record_id)

    def search(self, words: str, *, limit: int = 50) -> Sequence[Hit]:
        hits = self._view.search(words, limit=max(limit, len(self._view.articles)))
        return [hit for hit in hits if hit.article in self._by_id][:limit]

    def recall(self, question: str) -> bytes | None:
        return self._view.recall(self._scope + question)

    def keep(self, question: str, answer: bytes) -> None:
        self._view.keep(self._scope + question, answer)

    @cached_property
    def _scope(self) -> str:
        return msgspec.json.encode(self._one, order="deterministic").decode()
