"""PostgreSQL: the same tables, locks and words to search as in SQLite, for ledgers that many machines write."""

import logging
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

import psycopg
import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from summitry.article import Article, Span
from summitry.errors import StoreError
from summitry.stores.contract import Hit
from summitry.stores.sql import MARKS, MOMENT_MS, Exact, SqlStore, open_sql, unmarked

LOCK = 0x53554D4D  # "SUMM", among the database's advisory locks
PATIENCE_S = 30
PIECE = 40_000  # code points: a vector holds a million bytes of words, and the places of 16,383
EXCERPT = 30  # words
BEFORE = 5  # words of an excerpt that come before the first match

logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it warns of is raised as well

_INDEX = sql.text(
    "INSERT INTO words (article, start, folded, vector) VALUES (:article, :start, :folded,"
    " setweight(to_tsvector('summitry', :title), 'A') || to_tsvector('summitry', :folded))"
)
_SEARCH = (
    sql.text(
        "WITH found AS ("
        " SELECT DISTINCT ON (article) article, start, ts_rank('{0.25, 0, 0, 1}', vector, query) AS rank"
        " FROM words, to_tsquery('summitry', :query) AS query WHERE vector @@ query"
        " ORDER BY article, rank DESC, start"
        "), best AS ("
        " SELECT found.*, articles.id, articles.text FROM found JOIN articles ON articles.seq = found.article"
        " WHERE (CAST(:day AS text) IS NULL OR articles.latest <= :day)"
        " AND (:among IS NULL OR articles.id = ANY(:among)) ORDER BY rank DESC, articles.id LIMIT :limit"
        ") SELECT id, text, start, ts_headline('summitry', folded, to_tsquery('summitry', :query), :marks)"
        " FROM best JOIN words USING (article, start) ORDER BY rank DESC, id"
    )
    .bindparams(sql.bindparam("among", type_=sql.ARRAY(Exact)))
    .columns(id=Exact, text=Exact, start=sql.Integer, marked=sql.Text)
)
_HIGHLIGHT = f"HighlightAll=true, StartSel={MARKS[0]}, StopSel={MARKS[1]}"

# SQLSTATE, by its beginning, and what to tell the user.
_MEANINGS = {
    "22P05": "cannot hold this text: the database is not in UTF-8",
    "25006": "cannot be written: it is read-only",
    "53100": "cannot be written: the disk is full",
    "53300": "has no connection left; try again",
    "54": "cannot hold a text of this size",
    "55P03": "is being written by another program; try again",
    "57P": "has stopped; start it and try again",
    "58": "cannot be read or written: the disk is full or failing",
    "XX001": "is damaged; restore a copy",
    "XX002": "has a damaged index; rebuild it with REINDEX",
}


def open_postgresql(address: str, *, create: bool) -> SqlStore:
    """The ledger at `address`; see `summitry.stores.open_ledger`."""
    try:
        database = Postgresql(address)
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError("no such address of a database; write postgresql://user@host:5432/database") from error
    return open_sql(database, create=create)


class Postgresql:
    """A `Database` on a server."""

    reads: tuple[str, ...] = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",)
    writes: tuple[str, ...] = (
        f"SELECT set_config('lock_timeout', '{PATIENCE_S}s', true), pg_advisory_xact_lock({LOCK})",
    )
    tries: tuple[str, ...] = (
        f"SELECT set_config('lock_timeout', '{MOMENT_MS}ms', true), pg_advisory_xact_lock({LOCK})",
    )

    def __init__(self, address: str) -> None:
        url = sql.make_url(address).set(drivername="postgresql")
        self.name = url.difference_update_query(["password"]).render_as_string(hide_password=True)
        usual = {"application_name": "summitry", "connect_timeout": "10"}
        self.engine = sql.create_engine(
            url.set(drivername="postgresql+psycopg", query={**usual, **url.query}),
            pool_pre_ping=True,  # a server that was away is found again
            connect_args={"prepare_threshold": None},  # a plan for any words is slow for most
        )

    def explain(self, error: Exception) -> str:
        """See `Database.explain`."""
        if not isinstance(error, psycopg.Error):
            return f"cannot be used: {error}"  # by SQLAlchemy
        if error.sqlstate is None:
            return f"cannot be reached: {' '.join(str(error).split())}"
        meaning = (m for code, m in _MEANINGS.items() if (error.sqlstate or "").startswith(code))
        return next(meaning, f"cannot be used: {error.diag.message_primary}")

    def found(self) -> None:
        """Refuse a database that cannot hold every character."""
        with self.engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if encoding != "UTF8":
            raise StoreError(
                f"{self.name} is in {encoding}; make one with createdb --encoding=UTF8 --template=template0"
            )

    def index(self, connection: sql.Connection, seq: int, article: Article) -> None:
        """Store the words, in pieces that overlap so that none is cut."""
        title = _folded(article.title or "")
        pieces = [
            {"article": seq, "title": title, "start": start, "folded": _folded(article.text[start : start + 2 * PIECE])}
            for start in range(0, max(len(article.text) - PIECE, 1), PIECE)
        ]
        connection.execute(_INDEX, pieces)

    def search(
        self,
        connection: sql.Connection,
        words: Sequence[str],
        limit: int,
        day: str | None,
        among: Collection[str] | None,
    ) -> list[Hit]:
        """See `Database.search`."""
        # A word may have parts ("well-known"), which must stand together.
        query = " & ".join(" <-> ".join(f"'{part}'" for part in _folded(word).split()) for word in words)
        # The planner does not know that to read every vector costs more than to ask the index.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        ids = None if among is None else [*among]
        values = {"query": query, "day": day, "among": ids, "limit": limit, "marks": _HIGHLIGHT}
        return [_hit(*row) for row in connection.execute(_SEARCH, values)]


class _Folding(dict[int, str]):
    """Each character as it is looked for: a letter without its accent, a digit, or a space; one for one."""

    def __missing__(self, code: int) -> str:
        base, *accents = list(unicodedata.normalize("NFD", chr(code)))
        letter = base if all(map(unicodedata.combining, accents)) else chr(code)
        self[code] = letter if letter.isalnum() else " "
        return self[code]


_FOLDING = _Folding()


def _folded(text: str) -> str:
    return text.translate(_FOLDING)


def _hit(article: str, text: str, start: int, marked: str) -> Hit:
    """The words of a text around the most different matches; `marked` is its folded piece from `start` on."""
    folded, matches = unmarked(marked)
    words = [Span(*word.span()) for word in re.finditer(r"\S+", folded)]
    places = [bisect_right(words, (match.start, len(folded))) - 1 for match in matches]

    def variety(i: int) -> int:
        near = matches[i : bisect_left(places, places[i] + EXCERPT - BEFORE)]
        return len({folded[match.start : match.end].lower() for match in near})

    best = max(range(len(matches)), key=variety, default=None)
    first = 0 if best is None else max(min(places[best] - BEFORE, len(words) - EXCERPT), 0)
    begin = start + (words[first].start if first else 0)
    end = start + (words[first + EXCERPT - 1].end if first + EXCERPT < len(words) else len(folded))
    before, after = "…" * (begin > 0), "…" * (end < len(text))
    shift = start - begin + len(before)
    shown = (match for match in matches if begin <= start + match.start and start + match.end <= end)
    return Hit(
        article,
        before + text[begin:end] + after,
        tuple(Span(match.start + shift, match.end + shift) for match in shown),
    )
