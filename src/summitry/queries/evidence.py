"""The words a line rests on, who is in it, and where it stands: the pieces that all answers share."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from unicodedata import combining, normalize

from summitry.article import Article, Span
from summitry.ledger.account import Account
from summitry.ledger.match import R, Report
from summitry.ledger.parties import Parties
from summitry.ledger.remembering import Memories
from summitry.ledger.state import outcome
from summitry.queries.answering import PROGRAM, kept
from summitry.queries.answers import ArticleLine, Evidence, Marked, Passage, Who
from summitry.records import (
    Actor,
    ActorId,
    Commitment,
    Condition,
    Demand,
    Document,
    Event,
    Obstacle,
    Order,
    Question,
    Record,
    RecordId,
    Statement,
    kind_of,
)
from summitry.stores import View

CONTEXT = 240  # code points shown before and after the words of a record

_ACTOR_FIELDS: dict[type[Record], tuple[str, ...]] = {
    Statement: ("speaker", "addressee", "chain"),
    Event: ("actor", "recipient"),
    Commitment: ("maker", "beneficiary", "chain"),
    Condition: ("required_of",),
    Demand: ("by", "to"),
    Obstacle: ("between",),
    Order: ("according_to",),
    Question: (),
}


def evidence_of(report: Report[R]) -> Evidence:
    """The words that a report rests on, and their article."""
    article = report.document.article
    return Evidence(
        record=report.record.id,
        article=article.id,
        title=article.title or article.id,
        source=article.source,
        published=article.published,
        quote=words_of(article, report.record.evidence),
        says=says(report),
    )


def all_evidence(reports: Sequence[Report[R]]) -> tuple[Evidence, ...]:
    """The words of all reports, newest first."""
    return tuple(evidence_of(report) for report in reversed(reports))


def says(report: Report[R]) -> str | None:
    """What a report says of its matter: a modality, a status or a response."""
    record = report.record
    return record.modality if isinstance(record, Event) else outcome(record)


def words_of(article: Article, spans: Iterable[Span]) -> str:
    """The words of some spans as they are read: pieces of one sentence run on, others are set apart by an ellipsis."""
    joined: list[Span] = []
    ordered = sorted(spans)
    if len(ordered) == 1:
        return article.quote(ordered[0])
    for span in ordered:
        if (
            joined
            and "\n" not in article.text[joined[-1].end : span.start]
            and span.start - joined[-1].end <= CONTEXT // 2
        ):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return " … ".join(article.quote(span) for span in joined)


def passage(article: Article, span: Span) -> Passage:
    """The span with the words around it that stand in the same block."""
    block = article.block_at(span.start)
    first, last = block.span if block else (0, len(article.text))
    start, end = max(first, span.start - CONTEXT), min(last, span.end + CONTEXT)
    while first < start < span.start and not article.text[start - 1].isspace():
        start += 1
    while span.end < end < last and not article.text[end].isspace():
        end -= 1
    return Passage(article.text[start : span.start], article.quote(span), article.text[span.end : end], span)


def article_line(document: Document) -> ArticleLine:
    """An article as lists show it."""
    article = document.article
    return ArticleLine(
        id=article.id,
        title=article.title or article.id,
        source=article.source,
        url=article.url,
        published=article.published,
        records=sum(1 for _ in document.records()),
        problems=len(document.problems),
    )


def named(report: Report[R], ids: Iterable[ActorId]) -> tuple[Who, ...]:
    """Actors by the names their article gives them."""
    wanted = tuple(ids)
    names = {actor.id: actor.name for actor in report.document.actors} if wanted else {}
    return tuple(Who(i, names.get(i, i)) for i in wanted)


def is_among(wanted: str, found: Iterable[Actor | Who]) -> bool:
    """Whether one of the actors has this id, or a name with these characters, whatever their case and accents."""
    return any(actor.id == wanted or _plain(wanted) in _plain(actor.name) for actor in found)


@lru_cache(maxsize=65536)
def _plain(name: str) -> str:
    return "".join(c for c in normalize("NFKD", name) if not combining(c)).casefold()


def actor_fields(record: Record) -> Iterator[tuple[str, tuple[ActorId, ...]]]:
    """The fields of a record that hold actors."""
    return ((name, getattr(record, name)) for name in _ACTOR_FIELDS[type(record)])


def carried_by(record: Record) -> tuple[Span, ...]:
    """The words that carry a record, sorted: narrower than its evidence, so that records of one sentence can be told apart."""
    match record:
        case Statement():
            spans = (*record.source, *record.cue, *record.content)
        case Event():
            spans = (record.trigger,)
        case Commitment():
            spans = (record.action, *((record.deadline.span,) if record.deadline else ()))
        case Condition():
            spans = (record.span,)
        case Order():
            spans = (record.before, record.after)
        case _:
            spans = (record.what,)
    return tuple(sorted(set(spans)))


# Whose record it is; those addressed, favoured or only relaying stand in the record's own fields.
DOING = ("speaker", "actor", "recipient", "maker", "required_of", "by", "between", "according_to")


def marked(report: Report[Record]) -> Marked:
    """A record as the page of its article lists it."""
    record = report.record
    doing = [ids for name, ids in actor_fields(record) if name in DOING]
    who = dict.fromkeys(i for ids in doing for i in ids)
    return Marked(
        id=record.id,
        kind=kind_of(record),
        label=_label(record),
        spans=carried_by(record),
        who=named(report, who),
    )


def _label(record: Record) -> str:
    parts = {
        Statement: ("mode", "medium"),
        Event: ("plover", "modality"),
        Commitment: ("force", "status"),
        Condition: ("kind",),
        Demand: ("response",),
        Order: ("strength",),
    }.get(type(record), ())
    values = [getattr(record, part) for part in parts]
    return ", ".join(value.replace("_", " ") for value in values if value)


def text_order(record: Record) -> tuple[Span, tuple[Span, ...], RecordId]:
    """Sorts records by where their sentence begins, then by their own words."""
    return min(record.evidence), carried_by(record), record.id


@kept
def parties_of(view: View) -> Parties:
    """Whom the actors of all articles that the view sees stand for."""
    return Parties(view.documents)


@kept
def account_of(view: View) -> Account:
    """What all that the view sees tells."""
    return Account(view.documents, view.reviewed.regroupings, parties_of(view), memories_of(view))


@kept
def memories_of(view: View) -> Memories:
    """What is remembered of the articles that the view sees."""
    return Memories(view.remembered, PROGRAM)


def remember(view: View) -> None:
    """Keep what was learnt about the articles while the view was asked."""
    view.remember(memories_of(view).learnt())
