"""The ledger in one SQLite file: write-ahead log, full-text index, one transaction for each article."""

import random
import re
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from summitry import __version__
from summitry.article import Article, Span
from summitry.errors import OffsetError, StoreError, UnknownIdError
from summitry.records import KINDS, Document, Record, RecordId, from_json, to_json, verify
from summitry.stores.contract import Added, Hit, Refusal

SCHEMA = 1
APPLICATION = 0x53554D4D  # "SUMM": tells a ledger from any other SQLite file
BUSY_MS = 30_000
VIEWS = 4  # kept for the next who asks, with the documents they have read

_metadata = sql.MetaData()
_articles = sql.Table(
    "articles",
    _metadata,
    sql.Column("seq", sql.Integer, primary_key=True),
    sql.Column("id", sql.Text, nullable=False, unique=True),
    sql.Column("sha256", sql.Text, nullable=False, unique=True),
    sql.Column("reader", sql.Text, nullable=False),
    sql.Column("digest", sql.Text, nullable=False),  # of everything below and the records: what is new and what is not
    sql.Column("earliest", sql.Text),
    sql.Column("latest", sql.Text, index=True),
    sql.Column("title", sql.Text),
    sql.Column("text", sql.Text, nullable=False),
    sql.Column("json", sql.LargeBinary, nullable=False),  # `records.to_json` without the records
)
_records = sql.Table(
    "records",
    _metadata,
    sql.Column("id", sql.Text, primary_key=True),
    sql.Column("kind", sql.Text, nullable=False),
    sql.Column("article", sql.ForeignKey(_articles.c.seq, ondelete="CASCADE"), nullable=False),
    sql.Column("place", sql.Integer, nullable=False),
    sql.Column("json", sql.LargeBinary, nullable=False),
    sql.Index("records_by_article", "article", "place"),
)
_refusals = sql.Table(
    "refusals",
    _metadata,
    sql.Column("name", sql.Text, primary_key=True),
    sql.Column("reason", sql.Text, primary_key=True),
)
_ledger = sql.Table("ledger", _metadata, sql.Column("revision", sql.Integer, nullable=False))

# The index keeps no text of its own, so the triggers are the one place where it could fall out of step.
_INDEX = """
CREATE VIRTUAL TABLE words USING fts5
    (title, text, content='articles', content_rowid='seq', tokenize='porter unicode61 remove_diacritics 2');

CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO words (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;

CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
    INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
END;
"""
_MARKS = ("\x02", "\x03")  # around a match; control characters, so that article text is not taken for one
_SEARCH = sql.text(
    "SELECT articles.id, snippet(words, 1, :open, :close, '…', 30)"
    " FROM words JOIN articles ON articles.seq = words.rowid"
    " WHERE words MATCH :query AND (:day IS NULL OR articles.latest <= :day)"
    " ORDER BY bm25(words, 4.0, 1.0), articles.id LIMIT :limit"
)

_DECODERS = {kind: msgspec.json.Decoder(record) for kind, record in KINDS.items()}

# SQLite's result codes, by their beginning, and what to tell the user.
_MEANINGS = {
    "SQLITE_NOTADB": "is no ledger: not an SQLite file",
    "SQLITE_CORRUPT": "is damaged; restore a copy",
    "SQLITE_READONLY": "cannot be written: the file or its folder is read-only",
    "SQLITE_CANTOPEN": "cannot be opened: its folder is missing or read-only",
    "SQLITE_PERM": "cannot be opened: no permission",
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_IOERR": "cannot be read or written: the disk is full or failing",
    "SQLITE_BUSY": "is being written by another program; try again",
    "SQLITE_TOOBIG": "cannot hold a text of this size",
}


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what the database reports into one sentence for the user."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        code = getattr(cause, "sqlite_errorname", "")
        meaning = next((m for c, m in _MEANINGS.items() if code.startswith(c)), f"cannot be used: {cause}")
        raise StoreError(f"{path} {meaning}") from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{path} cannot hold this text: it has half of a surrogate pair at {error.start}") from error


def open_sqlite(path: Path, *, create: bool) -> "SqliteStore":
    """The ledger in `path`; see `summitry.stores.open_ledger`."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file")
    if not create and not path.exists():
        raise StoreError(f"{path} does not exist")
    store = SqliteStore(path)
    try:
        store.prepare()
    except StoreError:
        store.close()
        raise
    return store


class SqliteStore:
    """A `Store` in a file. Threads and processes may share it: readers never wait, writers wait for each other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._engine = sql.create_engine(
            sql.URL.create("sqlite", database=str(path)), connect_args={"check_same_thread": False}
        )
        self._views: dict[date | None, SqliteView] = {}
        sql.event.listen(self._engine, "connect", _configure)
        sql.event.listen(self._engine, "begin", _begin)

    def prepare(self) -> None:
        """Check that the file is a ledger of this schema, or make an empty file one."""
        with _explained(self._path):
            with self._engine.connect() as connection:
                application, version, tables = self._kind_of(connection)
            if application == 0 and tables == 0:
                self._begin_ledger()
            elif application != APPLICATION:
                raise StoreError(f"{self._path} is no ledger: an SQLite file of another program")
            elif version > SCHEMA:
                raise StoreError(
                    f"{self._path} was written by a newer Summitry (schema {version}, this one knows {SCHEMA}); upgrade"
                )

    def _kind_of(self, connection: sql.Connection) -> tuple[int, int, int]:
        queries = ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
        application, version, tables = (connection.exec_driver_sql(q).scalar_one() for q in queries)
        return application, version, tables

    def _begin_ledger(self) -> None:
        self._keep_write_ahead_log()
        with self._writing() as connection:
            if self._kind_of(connection)[2]:
                return  # another process was faster
            _metadata.create_all(connection, checkfirst=False)
            for statement in _INDEX.split("\n\n"):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
            connection.execute(_ledger.insert().values(revision=0))

    def _keep_write_ahead_log(self) -> None:
        """Set the journal mode, which stays with the file; outside a transaction, where SQLite does not wait for others."""
        connection = self._engine.raw_connection()
        patience = time.monotonic() + BUSY_MS / 1000
        try:
            while True:
                try:
                    connection.cursor().execute("PRAGMA journal_mode = WAL")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > patience:
                        raise
                    time.sleep(random.uniform(0.005, 0.05))  # noqa: S311  # no secret: two must not wait in step
                else:
                    return
        finally:
            connection.close()

    @contextmanager
    def _writing(self) -> Iterator[sql.Connection]:
        """A transaction that holds the write lock from its first statement: whole at the end, or never was."""
        with (
            _explained(self._path),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def add(self, document: Document, *, reader: str = __version__) -> Added:
        """See `Store.add`."""
        verify(document)
        with _explained(self._path):
            row, records = _packed(document, reader)
        self._check_it_can_be_read(row, records)
        with self._writing() as connection:
            same_text = _articles.c.sha256 == row["sha256"]
            stored = connection.execute(sql.select(_articles).where(same_text)).mappings().first()
            if stored is not None and _precedence(dict(stored)) <= _precedence(row):
                return "known"
            connection.execute(_articles.delete().where(same_text))
            self._check_id_is_free(connection, document.article)
            (seq,) = connection.execute(_articles.insert().values(row)).inserted_primary_key or (None,)
            if records:
                connection.execute(_records.insert(), [{**record, "article": seq} for record in records])
            connection.execute(_ledger.update().values(revision=_ledger.c.revision + 1))
        return "read"

    def _check_it_can_be_read(self, row: dict[str, Any], records: list[dict[str, Any]]) -> None:
        """A value outside its type would be written without complaint, and make the ledger unreadable."""
        packed: dict[str, list[bytes]] = defaultdict(list)
        for record in records:
            packed[record["kind"]].append(record["json"])
        try:
            _document(row["text"], row["json"], packed)
        except msgspec.ValidationError as error:
            raise StoreError(f"article {row['id']!r} cannot be stored in {self._path}: {error}") from error

    def _check_id_is_free(self, connection: sql.Connection, article: Article) -> None:
        if connection.execute(sql.select(_articles.c.seq).where(_articles.c.id == article.id)).first() is not None:
            raise StoreError(f"{self._path} has another text under the id {article.id!r}; give this one another id")

    def refuse(self, name: str, reason: str) -> None:
        """See `Store.refuse`."""
        values = {"name": name, "reason": reason}
        with self._writing() as connection:
            if connection.execute(sql.select(_refusals).filter_by(**values)).first() is None:
                connection.execute(_refusals.insert().values(values))
                connection.execute(_ledger.update().values(revision=_ledger.c.revision + 1))

    def refused(self) -> tuple[Refusal, ...]:
        """See `Store.refused`."""
        with _explained(self._path), self._engine.connect() as connection:
            rows = connection.execute(sql.select(_refusals).order_by(_refusals.c.name, _refusals.c.reason))
            return tuple(Refusal(name, reason) for name, reason in rows)

    def view(self, as_of: date | None = None) -> "SqliteView":
        """See `Store.view`."""
        view = SqliteView(self._path, self._engine, as_of)
        kept = self._views.get(as_of)
        if kept is not None and kept.revision == view.revision:
            return kept
        if len(self._views) >= VIEWS:
            self._views.clear()
        self._views[as_of] = view
        return view

    def close(self) -> None:
        """See `Store.close`."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class SqliteView:
    """A `View` of a file; every call is a transaction of its own."""

    def __init__(self, path: Path, engine: sql.Engine, as_of: date | None) -> None:
        self._path = path
        self._engine = engine
        self._as_of = as_of
        with self._reading() as connection:
            self._revision: int = connection.execute(sql.select(_ledger.c.revision)).scalar_one()

    @property
    def as_of(self) -> date | None:
        """See `View.as_of`."""
        return self._as_of

    @property
    def revision(self) -> int:
        """See `View.revision`."""
        return self._revision

    @contextmanager
    def _reading(self) -> Iterator[sql.Connection]:
        with _explained(self._path), self._engine.connect() as connection:
            yield connection

    @property
    def articles(self) -> tuple[Article, ...]:
        """See `View.articles`."""
        return tuple(document.article for document in self.documents)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """See `View.documents`."""
        return self._documents()

    def document(self, article_id: str) -> Document:
        """See `View.document`."""
        found = self._documents(_articles.c.id == article_id)
        if not found:
            raise UnknownIdError(f"{self._path} has no article {article_id!r}{self._by_then}")
        return found[0]

    def record(self, record_id: RecordId) -> tuple[Document, Record]:
        """See `View.record`."""
        holder = sql.select(_records.c.article).where(_records.c.id == record_id).scalar_subquery()
        for document in self._documents(_articles.c.seq == holder):
            for record in document.records():
                if record.id == record_id:
                    return document, record
        raise UnknownIdError(f"{self._path} has no record {record_id!r}{self._by_then}")

    def search(self, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """See `View.search`."""
        query = _quoted(words)
        if not query:
            return ()
        values = {"query": query, "day": self._day, "limit": limit, "open": _MARKS[0], "close": _MARKS[1]}
        with self._reading() as connection:
            return tuple(_hit(article, marked) for article, marked in connection.execute(_SEARCH, values))

    @property
    def _day(self) -> str | None:
        return self._as_of.isoformat() if self._as_of else None

    @property
    def _by_then(self) -> str:
        return f" published by {self._day}" if self._day else ""

    def _documents(self, *where: sql.ColumnElement[bool]) -> tuple[Document, ...]:
        seen = [*where, _articles.c.latest <= self._day] if self._day else [*where]
        newest_first = (
            _articles.c.latest.desc().nulls_last(),
            _articles.c.earliest.desc().nulls_last(),
            _articles.c.id,
        )
        articles = (
            sql.select(_articles.c.seq, _articles.c.id, _articles.c.text, _articles.c.json)
            .where(*seen)
            .order_by(*newest_first)
        )
        records = (
            sql.select(_records.c.article, _records.c.kind, _records.c.json)
            .join(_articles)
            .where(*seen)
            .order_by(_records.c.article, _records.c.place)
        )
        with self._reading() as connection:
            rows = connection.execute(articles).all()
            packed: dict[int, dict[str, list[bytes]]] = {row.seq: defaultdict(list) for row in rows}
            for seq, kind, json in connection.execute(records):
                packed[seq][kind].append(json)
        return tuple(self._unpacked(row.id, row.text, row.json, packed[row.seq]) for row in rows)

    def _unpacked(self, article: str, text: str, json: bytes, records: dict[str, list[bytes]]) -> Document:
        try:
            return _document(text, json, records)
        except (msgspec.MsgspecError, OffsetError, ValueError) as error:
            raise StoreError(f"{self._path} is damaged: article {article!r}: {error}") from error


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy says when a transaction begins; the driver's own guess would begin it without the lock.
    connection.isolation_level = None
    # NORMAL: a killed process loses nothing; after a power cut the last articles may be missing, and are read again.
    for pragma in (f"busy_timeout = {BUSY_MS}", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sql.Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _packed(document: Document, reader: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of the article and the rows of its records."""
    plain = to_json(document)
    records = [
        {"id": record["id"], "kind": kind, "place": place, "json": msgspec.json.encode(record)}
        for kind in KINDS
        for place, record in enumerate(plain.pop(kind))
    ]
    article, published = document.article, document.article.published
    json = msgspec.json.encode(plain)
    row = {
        "id": article.id,
        "sha256": article.sha256,
        "reader": reader,
        "digest": sha256(b"\n".join([json, *(record["json"] for record in records)])).hexdigest(),
        "earliest": published.earliest if published else None,
        "latest": published.latest if published else None,
        "title": article.title,
        "text": article.text,
        "json": json,
    }
    return row, records


def _document(text: str, json: bytes, records: dict[str, list[bytes]]) -> Document:
    """The document of a packed article.

    Raises:
        msgspec.MsgspecError, OffsetError, ValueError: the bytes are none, or a quote is not what its spans say.
    """
    read: dict[str, Any] = {kind: tuple(map(_DECODERS[kind].decode, each)) for kind, each in records.items()}
    document = replace(from_json(msgspec.json.decode(json), text), **read)
    verify(document)
    return document


def _precedence(row: dict[str, Any]) -> tuple[list[int], str, str, str]:
    """Which of two readings of one text is kept: the lesser; never a question of which came first."""
    newest_reader = [-int(number) for number in re.findall(r"\d+", row["reader"])]
    return newest_reader, row["latest"] or "undated", row["earliest"] or "undated", row["digest"]


def _quoted(words: str) -> str:
    """A full-text query for all of the words, in which nothing the user typed is syntax."""
    clean = words.replace("\0", " ").encode("utf-8", "replace").decode()
    return " ".join('"' + word.replace('"', '""') + '"' for word in clean.split() if any(c.isalnum() for c in word))


def _hit(article: str, marked: str) -> Hit:
    excerpt, matches, start = "", [], None
    for piece in re.split(f"([{''.join(_MARKS)}])", marked):
        if piece == _MARKS[0]:
            start = len(excerpt)
        elif piece == _MARKS[1] and start is not None:
            matches.append(Span(start, len(excerpt)))
            start = None
        else:
            excerpt += piece
    return Hit(article, excerpt, tuple(matches))
