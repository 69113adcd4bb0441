"""Articles, statements and single records, to be read in their context."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summitry.ledger.links import Link
from summitry.ledger.match import Report
from summitry.queries.actors import actor_lines
from summitry.queries.answering import answered
from summitry.queries.answers import ArticleLine, ArticlePage, Found, Related, Shown, StatementLine
from summitry.queries.evidence import (
    actor_fields,
    article_line,
    evidence_of,
    is_among,
    marked,
    named,
    passage,
    text_order,
    words_of,
)
from summitry.queries.parts import LINES, Lines
from summitry.queries.places import PASSIVE, Places, places
from summitry.queries.reviewing import history, outcome_of
from summitry.records import (
    Commitment,
    Condition,
    Document,
    Event,
    Record,
    RecordId,
    Statement,
    kind_of,
)
from summitry.stores import View


@answered
def statements(view: View, by: str | None = None) -> Sequence[StatementLine]:
    """Who said what, newest article first; of a speaker (part of a name in any case, or an id)."""
    if by is not None:
        return tuple(line for line in statements(view) if is_among(by, line.speaker))
    reports = (Report(d, s) for d in view.documents for s in sorted(d.statements, key=text_order))
    return tuple(map(_statement_line, reports))


@answered
def articles(view: View) -> Sequence[ArticleLine]:
    """All articles, newest first, undated last."""
    return tuple(map(article_line, view.documents))


def article(view: View, article_id: str) -> ArticlePage:
    """One article with its records marked.

    Raises:
        UnknownIdError: the view has no such article.
    """
    document = view.document(article_id)
    return ArticlePage(
        article=article_line(document),
        text=document.article.text,
        language=document.article.language,
        sha256=document.article.sha256,
        blocks=document.article.blocks,
        records=tuple(marked(Report(document, record)) for record in sorted(document.records(), key=text_order)),
        actors=actor_lines([document]),
        problems=document.problems,
    )


def show(view: View, record_id: RecordId) -> Shown:
    """One record in its context.

    Raises:
        UnknownIdError: the view has no such record.
    """
    document, record = view.record(record_id)
    report, known = Report(document, record), places(view)
    return Shown(
        kind=kind_of(record),
        record=record,
        who={name: named(report, ids) for name, ids in actor_fields(record)},
        article=article_line(document),
        passages=tuple(passage(document.article, span) for span in record.evidence),
        related=_lazily(view, (*_linked(report), *_same_words(report)), tuple(_elsewhere(known, record))),
        history=known.histories.get(known.matters.get(record.id, "")),
        outcome=outcome_of(view, record.id),
        decisions=history(view, record.id),
    )


def search(view: View, words: str, *, limit: int = 50) -> tuple[Found, ...]:
    """Articles that hold all of the words, best first."""
    hits = view.search(words, limit=limit)
    lines = {document.article.id: article_line(document) for document in view.some([hit.article for hit in hits])}
    return tuple(Found(lines[hit.article], hit.excerpt, hit.matches) for hit in hits if hit.article in lines)


def _statement_line(report: Report[Statement]) -> StatementLine:
    statement, text = report.record, report.document.article
    relays = statement.chain[:-1] if statement.chain and statement.chain[-1] in statement.speaker else statement.chain
    return StatementLine(
        id=statement.id,
        speaker=named(report, statement.speaker),
        addressee=named(report, statement.addressee),
        relayed_by=named(report, relays),
        cue=words_of(text, statement.cue),
        content=words_of(text, statement.content),
        mode=statement.mode,
        medium=statement.medium,
        hedge=text.quote(statement.hedge) if statement.hedge else None,
        parent=statement.parent,
        evidence=evidence_of(report),
    )


@dataclass(frozen=True, slots=True)
class _Other:
    """A record of perhaps another article, how it bears on one, and the link that says so."""

    relation: str
    id: RecordId
    link: Link | None = None

    def found(self, document: Document, record: Record) -> Related:
        made = _related(self.relation, document, record)
        return replace(made, score=self.link.score, reasons=self.link.reasons) if self.link else made


def _linked(report: Report[Record]) -> Iterator[Related]:
    """Records of the same article that this one refers to, or that refer to it."""
    for other in report.document.records():
        if other.id in _references(report.record):
            yield _related("refers to", report.document, other)
        elif report.record.id in _references(other):
            yield _related("referred to by", report.document, other)


def _references(record: Record) -> set[RecordId]:
    match record:
        case Commitment():
            return set(record.conditions)
        case Condition():
            return set(record.on)
        case Statement():
            return {record.parent} if record.parent else set()
        case Event():
            return {record.according_to} if record.according_to else set()
        case _:
            return set()


def reports_beside(view: View, record_id: RecordId) -> tuple[RecordId, ...]:
    """The other reports of the matter that a record reports, newest first."""
    known = places(view)
    matter = known.matters.get(record_id)
    return tuple(i for i in reversed(known.reports[matter]) if i != record_id) if matter else ()


def _lazily(view: View, own: Sequence[Related], others: Sequence[_Other]) -> Sequence[Related]:
    """Records of the article itself, then others, whose articles are read when somebody looks: thousands may tell one matter."""

    def part(n: int) -> Sequence[Related]:
        at = n * LINES
        wanted = others[max(0, at - len(own)) : max(0, at + LINES - len(own))]
        there = {r.id: (d, r) for d in view.holding({other.id for other in wanted}) for r in d.records()}
        return (
            *own[at : at + LINES],
            *(other.found(*there.get(other.id) or view.record(other.id)) for other in wanted),
        )

    return Lines(len(own) + len(others), part)


def _elsewhere(known: Places, record: Record) -> Iterator[_Other]:
    """What the links of its matter say (later deeds and words that bear on it, or what it bears on itself), and its other reports, newest first."""
    matter = known.matters.get(record.id)
    ids = {record.id, matter or record.id}
    links = {link for i in ids for link in known.links.get(i, ())}
    bearing = [
        (link.kind, link.object, link) if link.subject == record.id else (PASSIVE[link.kind], link.subject, link)
        for link in sorted(links, key=lambda one: (one.day, one.subject, one.object, one.kind))
    ]
    yield from (_Other(relation, i, link) for relation, i, link in bearing if i not in ids)
    if matter:
        yield from (_Other("same matter", i) for i in reversed(known.reports[matter]) if i != record.id)


def _same_words(report: Report[Record]) -> Iterator[Related]:
    """Records of other kinds that rest on the same words and are not linked otherwise."""
    record = report.record
    for other in report.document.records():
        linked = other.id in _references(record) or record.id in _references(other)
        shares = any(a.overlaps(b) for a in record.evidence for b in other.evidence)
        if shares and not linked and kind_of(other) != kind_of(record):
            yield _related("same words", report.document, other)


def _related(relation: str, document: Document, record: Record) -> Related:
    return Related(relation, kind_of(record), record.id, evidence_of(Report(document, record)))
