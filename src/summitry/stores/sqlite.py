"""SQLite: one file with a write-ahead log and a full-text index, or memory."""

import json
import os
import random
import sqlite3
import time
from collections.abc import Collection, Sequence
from pathlib import Path

import sqlalchemy as sql

from summitry.article import Article
from summitry.errors import StoreError
from summitry.stores.contract import Hit
from summitry.stores.sql import MARKS, MOMENT_MS, SqlStore, no_ledger, open_sql, unmarked

MEMORY = ":memory:"
BUSY_MS = 30_000

_SEARCH = sql.text(
    "SELECT articles.id, snippet(words, 1, :open, :close, '…', 30)"
    " FROM words JOIN articles ON articles.seq = words.rowid"
    " WHERE words MATCH :query AND (:day IS NULL OR articles.latest <= :day)"
    " AND (:among IS NULL OR articles.id IN (SELECT value FROM json_each(:among)))"
    " ORDER BY bm25(words, 4.0, 1.0), articles.id LIMIT :limit"
)

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


def open_sqlite(path: Path, *, create: bool) -> SqlStore:
    """The ledger in `path`; see `summitry.stores.open_ledger`."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file")
    if not create and not path.exists():
        raise no_ledger(str(path))
    try:
        return open_sql(Sqlite(path), create=create)
    except StoreError:
        # The log of writes has to lie beside the file; where it cannot, the file is read without one.
        if not path.exists() or os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise
    return open_sql(Sqlite(path, read_only=True), create=create)


class Sqlite:
    """A `Database` in a file, or in memory: one connection then, for which threads wait.

    `read_only`: in a folder where nothing may be written, by somebody else either while it is read.
    """

    reads: tuple[str, ...] = (f"PRAGMA busy_timeout = {BUSY_MS}", "BEGIN")
    writes: tuple[str, ...] = (f"PRAGMA busy_timeout = {BUSY_MS}", "BEGIN IMMEDIATE")
    tries: tuple[str, ...] = (f"PRAGMA busy_timeout = {MOMENT_MS}", "BEGIN IMMEDIATE")

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.name = str(path)
        url, pool = sql.URL.create("sqlite", database=self.name), {}
        if self.name == MEMORY:
            pool = {"poolclass": sql.QueuePool, "pool_size": 1, "max_overflow": 0}
        if read_only:
            url = url.set(database=path.absolute().as_uri(), query={"immutable": "1", "uri": "true"})
            pool = {"poolclass": sql.NullPool}  # what has been read is not remembered: the file may be replaced
        self.engine = sql.create_engine(url, connect_args={"check_same_thread": False}, **pool)
        if read_only:
            sql.event.listen(self.engine, "connect", lambda *_: _insist_on_quiet(path))
        sql.event.listen(self.engine, "connect", _configure)

    def explain(self, error: Exception) -> str:
        """See `Database.explain`."""
        code = getattr(error, "sqlite_errorname", "")
        if not code and "decode to UTF-8" in str(error):
            code = "SQLITE_CORRUPT"  # found by the driver, which would show the whole text
        return next((m for c, m in _MEANINGS.items() if code.startswith(c)), f"cannot be used: {error}")

    def found(self) -> None:
        """Set the journal mode, which stays with the file; outside a transaction, where SQLite does not wait for others."""
        connection = self.engine.raw_connection()
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

    def index(self, connection: sql.Connection, seq: int, article: Article) -> None:
        """Triggers have done it."""

    def search(
        self,
        connection: sql.Connection,
        words: Sequence[str],
        limit: int,
        day: str | None,
        among: Collection[str] | None,
    ) -> list[Hit]:
        """See `Database.search`."""
        query = " ".join('"' + word.replace('"', '""') + '"' for word in words)  # so that nothing typed is syntax
        ids = None if among is None else json.dumps([*among])
        values = {"query": query, "day": day, "among": ids, "limit": limit, "open": MARKS[0], "close": MARKS[1]}
        return [Hit(article, *unmarked(marked)) for article, marked in connection.execute(_SEARCH, values)]


def _insist_on_quiet(path: Path) -> None:
    """Refuse to read a file without what stands in its log.

    Raises:
        StoreError: it is being written, or its last writer was killed.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"{path} cannot be opened: its folder is read-only and a part of it is still in {log.name}; open it once where it can be written, or copy both elsewhere"
        )


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy says when a transaction begins; the driver's own guess would begin it without the lock.
    connection.isolation_level = None
    # NORMAL: a killed process loses nothing; after a power cut the last articles may be missing, and are read again.
    for pragma in (f"busy_timeout = {BUSY_MS}", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
