"""Articles, statements and single records, to be read in their context."""

from collections.abc import Iterator
from dataclasses import replace

from summitry.ledger.account import Account
from summitry.ledger.match import Report
from summitry.queries.actors import actor_lines
from summitry.queries.answering import answered
from summitry.queries.answers import ArticleLine, ArticlePage, Found, Related, Shown, StatementLine
from summitry.queries.evidence import (
    account_of,
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
from summitry.queries.matters import history_of
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
def statements(view: View, by: str | None = None) -> tuple[StatementLine, ...]:
    """Who said what, newest article first; of a speaker (part of a name in any case, or an id)."""
    reports = (Report(d, s) for d in view.documents for s in sorted(d.statements, key=text_order))
    return tuple(_statement_line(r) for r in reports if by is None or is_among(by, r.actors(r.record.speaker)))


@answered
def articles(view: View) -> tuple[ArticleLine, ...]:
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
    report, account = Report(document, record), account_of(view)
    matter = account.matter_of.get(record_id)
    return Shown(
        kind=kind_of(record),
        record=record,
        who={name: named(report, ids) for name, ids in actor_fields(record)},
        article=article_line(document),
        passages=tuple(passage(document.article, span) for span in record.evidence),
        related=(
            *_linked(report),
            *_bearing(view, account, record),
            *_same_matter(account, record),
            *_same_words(report),
        ),
        history=history_of(account.courses[matter.id]) if matter and isinstance(record, Commitment) else None,
        outcome=outcome_of(view, record.id),
        decisions=history(view, record.id),
    )


def search(view: View, words: str, *, limit: int = 50) -> tuple[Found, ...]:
    """Articles that hold all of the words, best first."""
    return tuple(
        Found(article_line(view.document(hit.article)), hit.excerpt, hit.matches)
        for hit in view.search(words, limit=limit)
    )


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


def _same_matter(account: Account, record: Record) -> Iterator[Related]:
    """The other reports of the meeting, commitment, demand, obstacle, order or question, newest first."""
    matter = account.matter_of.get(record.id)
    others = [r for r in reversed(matter.reports) if r.record.id != record.id] if matter else []
    yield from (_related("same matter", r.document, r.record) for r in others)


_PASSIVE = {
    "repeats": "repeated by",
    "supersedes": "superseded by",
    "fulfils": "fulfilled by",
    "breaks": "broken by",
    "withdraws": "withdrawn by",
    "contradicts": "contradicted by",
}


def _bearing(view: View, account: Account, record: Record) -> Iterator[Related]:
    """What the links of the matter say: the later deeds and words that bear on it, or what it bears on itself."""
    matter = account.matter_of.get(record.id)
    ids = {record.id} | ({matter.id} if matter else set())
    links = {link for i in ids for link in account.links_of.get(i, ()) if link.kind in _PASSIVE}
    for link in sorted(links, key=lambda one: (one.day, one.subject, one.object, one.kind)):
        relation, other = (link.kind, link.object) if link.subject == record.id else (_PASSIVE[link.kind], link.subject)
        if other not in ids:
            related = _related(relation, *view.record(other))
            yield replace(related, score=link.score, reasons=link.reasons)


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
