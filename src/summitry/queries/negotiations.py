"""The negotiations of a ledger, and a view of one of them that every other query takes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

import msgspec

from summitry.article import Article
from summitry.errors import NegotiationError, UnknownIdError
from summitry.ledger.negotiations import Definition, Negotiation, party_names
from summitry.ledger.negotiations import negotiations as gathered
from summitry.ledger.parties import PartyId
from summitry.queries.answering import answered, kept
from summitry.queries.answers import NegotiationLine, Who
from summitry.queries.evidence import memories_of, parties_of
from summitry.records import ActorId, Document, Record, RecordId
from summitry.review.decisions import Decision
from summitry.review.reviewed import Reviewed
from summitry.stores import Basis, Hit, View


def negotiations(view: View, definitions: Sequence[Definition] = ()) -> Sequence[NegotiationLine]:
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
def _lines(view: View, definitions: tuple[Definition, ...]) -> Sequence[NegotiationLine]:
    by_id, called = {article.id: article for article in view.articles}, party_names(view.documents, parties_of(view))
    return tuple(_line(one, by_id, called) for one in _negotiations(view, definitions))


@kept
def _narrowed(view: View, one: Negotiation) -> View:
    return _Within(view, one)


@answered
def _negotiations(view: View, definitions: tuple[Definition, ...]) -> tuple[Negotiation, ...]:
    return gathered(view.documents, definitions, parties_of(view), memories_of(view))


@answered
def acting(view: View) -> Mapping[str, Mapping[ActorId, tuple[PartyId, ...]]]:
    """Of each article, which parties its actors are or stand for."""
    parties = parties_of(view)
    return {d.article.id: {actor: tuple(sorted(own)) for actor, own in parties.of(d).items()} for d in view.documents}


def _line(one: Negotiation, by_id: Mapping[str, Article], called: Mapping[str, str]) -> NegotiationLine:
    articles = [by_id[i] for i in one.articles if i in by_id]
    days = sorted(p.latest for a in articles if (p := a.published) and p.latest)
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


class _Within:
    """A view narrowed to one negotiation."""

    def __init__(self, view: View, one: Negotiation) -> None:
        self._view, self._one = view, one

    @cached_property
    def documents(self) -> Sequence[Document]:
        return self.some(self._one.articles)

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

    def some(self, article_ids: Iterable[str]) -> Sequence[Document]:
        return [self._narrow(d) for d in self._view.some(self._one.articles.intersection(article_ids))]

    def holding(self, record_ids: Iterable[RecordId]) -> Sequence[Document]:
        return [self._narrow(d) for d in self._view.holding(record_ids) if d.article.id in self._one.articles]

    def ids(self, given: str) -> Mapping[str, str]:
        return self._ours(self._view.ids(given))

    def ids_near(self, given: str) -> Mapping[str, str]:
        return self._ours(self._view.ids_near(given))

    def _ours(self, ids: Mapping[str, str]) -> Mapping[str, str]:
        return {i: article for i, article in ids.items() if article in self._one.articles}

    def document(self, article_id: str) -> Document:
        if article_id not in self._one.articles:
            raise UnknownIdError(f"the negotiation {self._one.name!r} has no article {article_id!r}")
        return self._narrow(self._view.document(article_id))

    def _narrow(self, document: Document) -> Document:
        who = acting(self._view).get(document.article.id, {})
        return self._one.narrow(document, {actor: frozenset(parties) for actor, parties in who.items()})

    def record(self, record_id: RecordId) -> tuple[Document, Record]:
        document, record = self._view.record(record_id)
        return self.document(document.article.id), record

    def reading(self, record_id: RecordId) -> tuple[Document, Reviewed]:
        return self._view.reading(record_id)

    def search(self, words: str, *, limit: int = 50, among: Collection[str] | None = None) -> Sequence[Hit]:
        return self._view.search(words, limit=limit, among=self._one.articles.intersection(among or self._one.articles))

    def recall(self, question: str, part: str = "", *, of: Basis = "told") -> bytes | None:
        return self._view.recall(self._scope + question, part, of=of)

    def keep(self, question: str, parts: Mapping[str, bytes], *, of: Basis = "told") -> None:
        self._view.keep(self._scope + question, parts, of=of)

    def remembered(self) -> Mapping[str, bytes]:
        return {}

    def remember(self, learnt: Mapping[str, bytes]) -> None:
        """Of a part of the articles: whom their actors stand for may be another there."""

    @cached_property
    def _scope(self) -> str:
        return msgspec.json.encode(self._one, order="deterministic").decode()
