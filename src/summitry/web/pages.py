"""The list of pages: the address of each, the query that answers it, and what its template shows besides the answer."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import groupby, takewhile
from typing import Any, get_args
from urllib.parse import quote, urlencode

from starlette.requests import Request

from summitry import queries
from summitry.article import Span
from summitry.errors import DateError, SummitryError
from summitry.ledger.negotiations import Definition, read_definitions
from summitry.options import negotiation_file
from summitry.records import KINDS, Deadline, Status
from summitry.review.making import MATTERS, allowed, correctable
from summitry.stores import View
from summitry.web import drawing, rings, wording
from summitry.web.highlight import paragraphs

LINES = 100  # of a long list, on one page
DRAWN = 5  # deadlocks, on one page
LISTED = 30  # meetings of a state, on one page
LANES = 7  # of the timeline's drawing; everybody else shares one more
LATEST = 5  # decisions beside the queue
RECENT = 30  # days back from the newest article, where nobody says since when
SHORTEST_ID = 6  # characters of the beginning of an id
MOST_MARKS = 250  # records of an article that light up without a script: the rules for it are slow beyond


class AskError(SummitryError):
    """An address asks for something there is not: a value outside its list, a page number that is none."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What an address asks for: the `id` in its path, and the values of its query."""

    id: str = ""
    as_of: date | None = None
    by: str | None = None
    maker: str | None = None
    status: Status | None = None
    words: str = ""
    kind: str | None = None
    page: int = 1
    negotiation: str | None = None
    since: date | None = None

    @classmethod
    def of(cls, request: Request) -> "Ask":
        """Read an address.

        Raises:
            DateError: `as_of` or `since` is no calendar day.
            AskError: `status`, `kind` or `page` has no such value.
        """
        sent = {name: value.strip() for name, value in request.query_params.items()}
        return cls(
            request.path_params.get("id", ""),
            _day(sent.get("as_of", "")),
            sent.get("by") or None,
            sent.get("maker") or None,
            _status_of(sent.get("status", "")),
            sent.get("q", ""),
            _kind(sent.get("kind", "")),
            _page(sent.get("page", "")),
            sent.get("negotiation") or None,
            _day(sent.get("since", "")),
        )

    def seen(self, view: View) -> View:
        """What of a view is asked for: all of it, or one negotiation.

        Raises:
            NegotiationError: there is no such negotiation.
        """
        return queries.within(view, self.negotiation, _definitions()) if self.negotiation else view

    def sent(self, *without: str) -> dict[str, object]:
        """What the query asked for, by the names it has there; but for some of them, and for the page of a list."""
        asked = {
            "as_of": self.as_of,
            "negotiation": self.negotiation,
            "since": self.since,
            "by": self.by,
            "maker": self.maker,
            "status": self.status,
            "kind": self.kind,
            "q": self.words,
        }
        return {name: value for name, value in asked.items() if value and name not in without}

    def link(self, *path: str, anchor: str = "", **query: object) -> str:
        """The address of a page as of the same day, of the same negotiation: `link("articles", id, anchor="r-…")`, `link("statements", by=id)`."""
        asked = {"as_of": self.as_of, "negotiation": self.negotiation, **query}
        kept = urlencode({name: str(value) for name, value in asked.items() if value is not None})
        where = "/" + "/".join(quote(step, safe=":@") for step in path)
        return where + (f"?{kept}" if kept else "") + (f"#{quote(anchor)}" if anchor else "")


Arrange = Callable[[View, Ask, Any], dict[str, object]]


def _nothing(_view: View, _ask: Ask, _answer: object) -> dict[str, object]:
    return {}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template, the query that answers it, and what the template needs besides the answer."""

    path: str
    name: str
    template: str
    answer: Callable[[View, Ask], object]
    arrange: Arrange = _nothing


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the pages a long list is cut into: its lines, how many come before, and how many pages there are."""

    lines: Sequence[Any]
    before: int
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record, for reading: what it means and what it holds; nothing where the text is silent.

    `value` is in words, `quotes` are words of the article, `people` actors, `records` ids to link to with their words.
    """

    name: str
    about: str
    value: str = ""
    quotes: tuple[str, ...] = ()
    records: tuple[tuple[str, str], ...] = ()
    people: tuple[queries.Who, ...] = ()


def _definitions() -> tuple[Definition, ...]:
    """The negotiations of the file that the environment names, read anew when it is asked for: it may have been edited."""
    path = negotiation_file()
    return read_definitions(path) if path else ()


def cut(lines: Sequence[Any], page: int) -> Piece:
    """The lines of one page; of the last, past the end."""
    pages = max(1, -(-len(lines) // LINES))
    page = min(page, pages)
    before = (page - 1) * LINES
    return Piece(lines[before : before + LINES], before, page, pages, len(lines))


@dataclass(frozen=True, slots=True)
class Month:
    """Entries that begin in one month (or end in it, where their beginning is open), with their numbers."""

    name: str
    entries: tuple[tuple[int, queries.Entry], ...]


def by_month(entries: Sequence[queries.Entry], first: int) -> list[Month]:
    """Entries in the order given, cut wherever the month changes; `first` is the number of the first."""
    runs = groupby(enumerate(entries, first), key=lambda pair: (pair[1].earliest or pair[1].latest or "")[:7])
    return [Month(f"{date.fromisoformat(f'{m}-01'):%B %Y}" if m else "No date", tuple(run)) for m, run in runs]


def newest_first(meetings: Sequence[queries.MeetingLine]) -> list[queries.MeetingLine]:
    """At most `LISTED` of some meetings, which come in the order of their days: the newest first, those without any day at the end."""
    dated = bisect_left(meetings, True, key=lambda meeting: not (meeting.earliest or meeting.latest))
    return [*reversed(meetings[max(0, dated - LISTED) : dated]), *meetings[dated : dated + LISTED]][:LISTED]


def _status(view: View, _ask: Ask, answer: queries.Standing) -> dict[str, object]:
    return {
        "rings": [rings.ring(deadlock) for deadlock in answer.deadlocks[:DRAWN]],
        "box": rings,
        "ahead": queries.ahead(view),
        "meetings": {
            "Planned": (answer.planned[:LISTED], len(answer.planned)),
            "Held": (newest_first(answer.held), len(answer.held)),
            "Proposed": (newest_first(answer.proposed), len(answer.proposed)),
            "Cancelled or put off": (newest_first(answer.cancelled), len(answer.cancelled)),
        },
    }


def _changes(view: View, ask: Ask) -> queries.Changes | None:
    """Since the day asked for, else since some days before the newest article; nothing where none has a day."""
    newest = queries.status(view).last_day
    since = ask.since or (date.fromisoformat(newest) - timedelta(RECENT) if newest else None)
    return queries.changes(view, since, ask.as_of) if since else None


def _list(_view: View, ask: Ask, lines: Sequence[Any]) -> dict[str, object]:
    return {"piece": cut(lines, ask.page)}


def _timeline(view: View, ask: Ask, entries: Sequence[queries.Entry]) -> dict[str, object]:
    piece = cut(entries, ask.page)
    parties = [
        drawing.Party(line.who.name, frozenset(who.id for who in (line.who, *line.members)), colour)
        for colour, line in enumerate(queries.status(view).parties[:LANES])
    ]
    return {
        "piece": piece,
        "frames": drawing.draw(piece.lines, parties, piece.before + 1),
        "home": drawing.lane_of(parties),
        "geometry": drawing,
        "lanes": LANES,
        "months": by_month(piece.lines, piece.before + 1),
    }


def _commitments(view: View, ask: Ask, lines: Sequence[queries.CommitmentLine]) -> dict[str, object]:
    return {"piece": cut(lines, ask.page), "counts": queries.statuses(view, ask.maker)}


def _statements(view: View, ask: Ask, lines: Sequence[queries.StatementLine]) -> dict[str, object]:
    speakers = [actor for actor in queries.actors(view) if actor.statements]
    return {"piece": cut(lines, ask.page), "speakers": sorted(speakers, key=lambda actor: -actor.statements)}


def _article(_view: View, _ask: Ask, page: queries.ArticlePage) -> dict[str, object]:
    parts = paragraphs(page.text, page.blocks, page.records)
    first = page.text[slice(*parts[0].span)].strip() if parts else ""
    return {
        "paragraphs": parts,
        "titled": first == page.article.title.strip(),
        "counts": Counter(record.kind for record in page.records),
        "words": [[page.text[span.start : span.end] for span in record.spans] for record in page.records],
        "lit": min(len(page.records), MOST_MARKS),
    }


def _whole(view: View, given: str) -> str:
    """The one id that begins so, as tables print them; else what was given."""
    begun = view.ids(given) if len(given) >= SHORTEST_ID else {}
    return next(iter(begun)) if len(begun) == 1 else given


def _record(view: View, ask: Ask, shown: queries.Shown) -> dict[str, object]:
    page = queries.article(view, shown.article.id)
    about = wording.glossary()["kinds"][shown.kind]["fields"]
    return {
        "fields": [_field(shown, f.name, about[f.name], page.text) for f in fields(shown.record) if f.name in about],
        "corrections": {shown.kind: _corrections(shown.kind)},
        "actors": [actor.who.name for actor in page.actors],
        "alike": queries.alike(view, shown.record.id) if shown.kind in MATTERS else (),
        "together": queries.reports_beside(view, shown.record.id),
        "piece": cut(shown.related, ask.page),
    }


def _queue(view: View, _ask: Ask, queue: queries.Queue) -> dict[str, object]:
    return {
        "corrections": {kind: _corrections(kind) for kind in {line.kind: None for line in queue.lines}},
        "overall": queries.agreement(view).overall,
        "latest": queries.history(view)[:LATEST],
    }


def _corrections(kind: str) -> dict[str, tuple[str, ...]]:
    """The fields that can be corrected, with the values to choose from where there is a list."""
    return {name: allowed(kind, name) for name in correctable(kind)}


def _field(shown: queries.Shown, name: str, about: str, text: str) -> Field:
    held = getattr(shown.record, name)
    value = ""
    quotes: tuple[Span, ...] = ()
    ids: tuple[str, ...] = ()
    match held:
        case _ if name in shown.who:
            pass
        case Span():
            quotes = (held,)
        case Deadline():
            value = wording.days(held.earliest, held.latest) if held.earliest or held.latest else held.event or ""
            quotes = (held.span,)
        case bool():
            value = "yes" if held else "no"
        case str() if name in ("parent", "according_to"):
            ids = (held,)
        case str() if name in ("earliest", "latest"):
            value = wording.day(held)
        case str():
            value = wording.value(held, name)
        case tuple() if held and isinstance(held[0], Span):
            quotes = held
        case tuple():
            ids = held
    return Field(
        name=name.replace("_", " "),
        about=about,
        value=value,
        quotes=tuple(text[span.start : span.end] for span in quotes),
        records=_linked(shown, ids),
        people=shown.who.get(name, ()),
    )


def _linked(shown: queries.Shown, ids: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Records with the words they rest on, or with their ids where those are not known."""
    own = takewhile(lambda related: related.evidence.article == shown.article.id, shown.related if ids else ())
    words = {related.id: related.evidence.quote for related in own}
    return tuple((i, words.get(i, i)) for i in ids)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise DateError(f"“{written}” is no day of the calendar; write it as YYYY-MM-DD") from None


def _status_of(written: str) -> Status | None:
    found = next((status for status in get_args(Status) if status == written), None)
    if written and not found:
        raise AskError(f"“{written}” is no status; there are {', '.join(get_args(Status))}")
    return found


def _kind(written: str) -> str | None:
    if written and written not in KINDS:
        raise AskError(f"“{written}” is no kind of record; there are {', '.join(KINDS)}")
    return written or None


def _page(written: str) -> int:
    if not written:
        return 1
    if not (written.isascii() and written.isdigit() and len(written) < 8 and int(written)):
        raise AskError(f"“{written}” is no page number")
    return int(written)


MENU = (
    Page("/", "Where it stands", "status.html", lambda view, _: queries.status(view), _status),
    Page("/changes", "Changes", "changes.html", _changes),
    Page("/timeline", "Timeline", "timeline.html", lambda view, _: queries.timeline(view), _timeline),
    Page(
        "/commitments",
        "Commitments",
        "commitments.html",
        lambda view, ask: queries.commitments(view, ask.maker, ask.status),
        _commitments,
    ),
    Page(
        "/statements", "Statements", "statements.html", lambda view, ask: queries.statements(view, ask.by), _statements
    ),
    Page("/articles", "Articles", "articles.html", lambda view, _: queries.articles(view), _list),
    Page("/actors", "Actors", "actors.html", lambda view, _: queries.actors(view), _list),
    Page("/review", "Review", "review.html", lambda view, ask: queries.queue(view, ask.kind), _queue),
    Page("/search", "Search", "search.html", lambda view, ask: queries.search(view, ask.words)),
)
PAGES = (
    *MENU,
    Page(
        "/negotiations",
        "Negotiations",
        "negotiations.html",
        lambda view, _: queries.negotiations(view, _definitions()),
    ),
    Page(
        "/articles/{id:path}",
        "Article",
        "article.html",
        lambda view, ask: queries.article(view, _whole(view, ask.id)),
        _article,
    ),
    Page("/review/history", "Decisions", "history.html", lambda view, _: queries.history(view), _list),
    Page("/review/agreement", "Measured precision", "agreement.html", lambda view, _: queries.agreement(view)),
    Page(
        "/records/{id:path}",
        "Record",
        "record.html",
        lambda view, ask: queries.show(view, _whole(view, ask.id)),
        _record,
    ),
)
