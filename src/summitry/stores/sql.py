"""The ledger in SQL tables, the same for every database: one transaction for each article, whole or never.

What databases do each in its own way (locks, full-text search, the words of their errors) is a `Database`.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from types import TracebackType
from typing import Any, Literal, Protocol, Self

import msgspec
import sqlalchemy as sql
from sqlalchemy.exc import SQLAlchemyError

from summitry import __version__
from summitry.article import Article, Span
from summitry.errors import OffsetError, ReviewError, StoreError, UnknownIdError
from summitry.lasting import lasting
from summitry.records import KINDS, Document, Record, RecordId, from_json, to_json, verify
from summitry.review import decisions
from summitry.review.decisions import Decision
from summitry.review.reviewed import Reviewed, about, changes_what_is_told, reviewed
from summitry.stores.contract import Added, Basis, Hit, Refusal

SCHEMA = 5  # the newest of migrations/versions
SCHEMA_TABLE = "summitry_schema"  # says which of them a ledger has
BEFORE_SCHEMA_TABLE = {"articles", "ledger", "records", "refusals"}  # the tables of a ledger that was begun without it
MARKS = ("\x02", "\x03")  # around a match; control characters, so that article text is not taken for one
VIEWS = 4  # kept for the next who asks, with the documents they have read
ANSWERS = 64  # kept for the next who asks, packed to about an eighth
LONGEST = 1 << 30  # bytes of an answer that is kept
MEMORIES = 500  # written at a time
MOMENT_MS = 200  # for which an answer waits to be kept
SAME_ENDS = 6  # characters of an id of which the first or the last are right in one that is nearly right


class Exact(sql.types.TypeDecorator[str]):
    """Text of any characters, in the order of their code points. PostgreSQL's has no NUL: it is written as SUB 0."""

    impl = sql.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sql.Dialect) -> sql.types.TypeEngine[Any]:
        """See SQLAlchemy."""
        return dialect.type_descriptor(sql.Text(collation="C" if dialect.name == "postgresql" else None))

    def process_bind_param(self, value: str | None, dialect: sql.Dialect) -> str | None:
        """The text as it is stored."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace("\x1a", "\x1a1").replace("\0", "\x1a0")

    def process_result_value(self, value: str | None, dialect: sql.Dialect) -> str | None:
        """The text as it was."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace("\x1a0", "\0").replace("\x1a1", "\x1a")


metadata = sql.MetaData()
_articles = sql.Table(
    "articles",
    metadata,
    sql.Column("seq", sql.Integer, primary_key=True),
    sql.Column("id", Exact, nullable=False, unique=True),
    sql.Column("sha256", Exact, nullable=False, unique=True),
    sql.Column("reader", Exact, nullable=False),
    sql.Column("digest", Exact, nullable=False),  # of everything below and the records: what is new and what is not
    sql.Column("earliest", Exact),
    sql.Column("latest", Exact, index=True),
    sql.Column("title", Exact),
    sql.Column("text", Exact, nullable=False),
    sql.Column("json", sql.LargeBinary, nullable=False),  # `records.to_json` without the records
)
_records = sql.Table(
    "records",
    metadata,
    sql.Column("id", Exact, primary_key=True),
    sql.Column("kind", Exact, nullable=False),
    sql.Column("article", sql.ForeignKey(_articles.c.seq, ondelete="CASCADE"), nullable=False),
    sql.Column("place", sql.Integer, nullable=False),
    sql.Column("json", sql.LargeBinary, nullable=False),
    sql.Index("records_by_article", "article", "place"),
)
_refusals = sql.Table(
    "refusals",
    metadata,
    sql.Column("name", Exact, primary_key=True),
    sql.Column("reason", Exact, primary_key=True),
)
_decisions = sql.Table(
    "decisions",
    metadata,
    sql.Column("id", Exact, primary_key=True),
    sql.Column("json", sql.LargeBinary, nullable=False),  # `review.decisions.to_json`; rows are never changed
)
_answers = sql.Table(
    "answers",
    metadata,
    sql.Column("seq", sql.Integer, primary_key=True),
    sql.Column("question", Exact, nullable=False, unique=True),  # its sha256, with the day of the view
    sql.Column("revision", sql.Integer, nullable=False),  # `told` or `read` of the ledger that answered
)
_parts = sql.Table(
    "parts",
    metadata,
    sql.Column("answer", sql.ForeignKey(_answers.c.seq, ondelete="CASCADE"), primary_key=True),
    sql.Column("name", Exact, primary_key=True),
    sql.Column("json", sql.LargeBinary, nullable=False),  # packed by zlib, whose checksum tells of damage
)
_memories = sql.Table(
    "memories",
    metadata,
    sql.Column("article", sql.ForeignKey(_articles.c.seq, ondelete="CASCADE"), primary_key=True),
    sql.Column("packed", sql.LargeBinary, nullable=False),  # by zlib, as above
)
_ledger = sql.Table(
    "ledger",
    metadata,
    sql.Column("revision", sql.Integer, nullable=False),  # grows by one with every change
    sql.Column("told", sql.Integer, nullable=False),  # it at the last change of what is told
    sql.Column("read", sql.Integer, nullable=False),  # it at the last change of what was read
)


class Database(Protocol):
    """What a database does in its own way."""

    name: str
    engine: sql.Engine
    reads: tuple[str, ...]  # the first statements of a transaction that sees one state
    writes: tuple[str, ...]  # the first statements of one that no other writes beside
    tries: tuple[str, ...]  # those of one that fails where another has been writing for `MOMENT_MS`

    def explain(self, error: Exception) -> str:
        """What the database reports, as the end of a sentence that its name begins."""

    def found(self) -> None:
        """Make ready for a new ledger what is no part of a transaction.

        Raises:
            StoreError: the database cannot hold one.
        """

    def index(self, connection: sql.Connection, seq: int, article: Article) -> None:
        """Let the words of a new article be found."""

    def search(
        self,
        connection: sql.Connection,
        words: Sequence[str],
        limit: int,
        day: str | None,
        among: Collection[str] | None,
    ) -> Sequence[Hit]:
        """Articles published by `day`, of those `among`, that hold all of the words, of which each has a letter or digit, best first."""


_DECODERS = {kind: msgspec.json.Decoder(record) for kind, record in KINDS.items()}


@contextmanager
def _explained(database: Database) -> Iterator[None]:
    """Turn what the database reports into one sentence for the user."""
    try:
        yield
    except (SQLAlchemyError, database.engine.dialect.loaded_dbapi.Error) as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(f"{database.name} {database.explain(cause)}") from error
    except UnicodeEncodeError as error:
        raise StoreError(
            f"{database.name} cannot hold this text: it has half of a surrogate pair at {error.start}"
        ) from error


@contextmanager
def _reading(database: Database) -> Iterator[sql.Connection]:
    """A transaction that sees one state of the ledger."""
    with _explained(database), database.engine.connect() as connection:
        yield connection


@contextmanager
def _writing(database: Database, begin: Literal["writes", "tries"] = "writes") -> Iterator[sql.Connection]:
    """A transaction that holds the write lock from its first statement: whole at the end, or never was."""
    with (
        _explained(database),
        database.engine.connect().execution_options(begin=begin) as connection,
        connection.begin(),
    ):
        yield connection


def no_ledger(name: str) -> StoreError:
    """The error where a ledger was asked for and none has been begun."""
    return StoreError(f"{name}: no such ledger; `summitry ingest FOLDER --ledger {name}` makes one")


def open_sql(database: Database, *, create: bool) -> "SqlStore":
    """The ledger in a database; see `summitry.stores.open_ledger`."""
    store = SqlStore(database)
    try:
        store.prepare(create=create)
    except StoreError:
        store.close()
        raise
    return store


class SqlStore:
    """A `Store` in a database. Threads and processes may share it: readers never wait, writers wait for each other."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._views: dict[date | None, SqlView] = {}
        sql.event.listen(database.engine, "begin", self._begin)

    def _begin(self, connection: sql.Connection) -> None:
        for statement in getattr(self._database, connection.get_execution_options().get("begin", "reads")):
            connection.exec_driver_sql(statement)

    def prepare(self, *, create: bool) -> None:
        """Check that the database is a ledger of this schema, make an older one new, or begin one in an empty database."""
        with _reading(self._database) as connection:
            schema = self._schema(connection)
        if schema == SCHEMA:
            return
        if not schema:
            if not create:
                raise no_ledger(self.name)
            with _explained(self._database):
                self._database.found()
        from summitry.stores.migrations import upgrade  # late: a ledger is begun once and opened often

        with _writing(self._database) as connection:
            schema = self._schema(connection)
            if schema != SCHEMA:  # else another process was faster
                upgrade(connection, schema, SCHEMA)

    def _schema(self, connection: sql.Connection) -> int:
        """The schema of the ledger, 0 where the database is empty."""
        tables = set(sql.inspect(connection).get_table_names())
        if SCHEMA_TABLE in tables:
            schema = int(connection.exec_driver_sql(f"SELECT version_num FROM {SCHEMA_TABLE}").scalar_one())  # noqa: S608 - a name of ours
        elif tables >= BEFORE_SCHEMA_TABLE:
            schema = 1
        elif tables:
            raise StoreError(f"{self.name} is no ledger: it holds tables of another program")
        else:
            schema = 0
        if schema > SCHEMA:
            raise StoreError(
                f"{self.name} was written by a newer Summitry (schema {schema}, this one knows {SCHEMA}); upgrade"
            )
        return schema

    @property
    def name(self) -> str:
        """See `Store.name`."""
        return self._database.name

    def add(self, document: Document, *, reader: str = __version__) -> Added:
        """See `Store.add`."""
        verify(document)
        with _explained(self._database):
            row, records = _packed(document, reader)
        self._check_it_can_be_read(row, records)
        with _writing(self._database) as connection:
            same_text = _articles.c.sha256 == row["sha256"]
            stored = connection.execute(sql.select(_articles).where(same_text)).mappings().first()
            if stored is not None and not _replaces(row, dict(stored)):
                return "known"
            if stored is not None and stored["digest"] == row["digest"]:
                connection.execute(_articles.update().where(same_text).values(reader=reader))
                return "known"
            connection.execute(_articles.delete().where(same_text))
            self._check_id_is_free(connection, document.article)
            (seq,) = connection.execute(_articles.insert().values(row)).inserted_primary_key or (0,)
            self._database.index(connection, seq, document.article)
            if records:
                connection.execute(_records.insert(), [{**record, "article": seq} for record in records])
            _changed(connection, "told", "read")
        return "read"

    def knows(self, article: Article, *, reader: str) -> bool:
        """See `Store.knows`."""
        row, _ = _packed(Document(article), reader)
        with _reading(self._database) as connection:
            stored = connection.execute(sql.select(_articles).filter_by(sha256=row["sha256"])).mappings().first()
        if stored is None or stored["reader"] != reader:
            return stored is not None and _version(reader) < _version(stored["reader"])
        if _days(dict(stored)) != _days(row):
            return _days(dict(stored)) < _days(row)
        return bool(msgspec.json.decode(stored["json"])["article"] == msgspec.json.decode(row["json"])["article"])

    def _check_it_can_be_read(self, row: dict[str, Any], records: list[dict[str, Any]]) -> None:
        """A value outside its type would be written without complaint, and make the ledger unreadable."""
        packed: dict[str, list[bytes]] = defaultdict(list)
        for record in records:
            packed[record["kind"]].append(record["json"])
        try:
            _document(row["text"], row["json"], packed)
        except msgspec.ValidationError as error:
            raise StoreError(f"article {row['id']!r} cannot be stored in {self._database.name}: {error}") from error

    def _check_id_is_free(self, connection: sql.Connection, article: Article) -> None:
        if connection.execute(sql.select(_articles.c.seq).where(_articles.c.id == article.id)).first() is not None:
            ours = connection.execute(sql.select(_articles.c.title).filter_by(id=article.id)).scalar()
            this = f"“{article.title}”" if article.title else "this one"
            raise StoreError(
                f"{self._database.name} has another text under the id {article.id!r}{f', “{ours}”' if ours else ''}; give {this} another id"
            )

    def refuse(self, name: str, reason: str) -> None:
        """See `Store.refuse`."""
        values = {"name": name, "reason": reason}
        with _writing(self._database) as connection:
            if connection.execute(sql.select(_refusals).filter_by(**values)).first() is None:
                connection.execute(_refusals.insert().values(values))
                _changed(connection)

    def refused(self) -> tuple[Refusal, ...]:
        """See `Store.refused`."""
        with _reading(self._database) as connection:
            rows = connection.execute(sql.select(_refusals).order_by(_refusals.c.name, _refusals.c.reason))
            return tuple(Refusal(name, reason) for name, reason in rows)

    def decide(self, decision: Decision) -> None:
        """See `Store.decide`."""
        json = decisions.to_json(decision)
        decisions.from_json(json)  # what could not be read again must not be kept
        with _writing(self._database) as connection:
            if connection.execute(sql.select(_decisions.c.id).filter_by(id=decision.id)).first() is None:
                before = _decisions_in(self._database, connection)
                connection.execute(_decisions.insert().values(id=decision.id, json=json))

                def read(texts: Collection[str]) -> Sequence[Document]:
                    return _documents_in(self._database, connection, _articles.c.sha256.in_(texts))

                with _fitting(self._database):
                    told = changes_what_is_told(decision, before, read)
                if told:
                    _changed(connection, "told")
                else:
                    _changed(connection)

    def view(self, as_of: date | None = None) -> "SqlView":
        """See `Store.view`."""
        view = SqlView(self._database, as_of)
        kept = self._views.get(as_of)
        if kept is not None and kept.revision == view.revision:
            return kept
        if kept is not None and kept.read == view.read and "readings" in vars(kept):
            view.readings = kept.readings  # what people decide leaves what was read as it was
        if len(self._views) >= VIEWS:
            self._views.clear()
        self._views[as_of] = view
        return view

    def close(self) -> None:
        """See `Store.close`."""
        self._database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class SqlView:
    """A `View` of a database; every call is a transaction of its own."""

    def __init__(self, database: Database, as_of: date | None) -> None:
        self._database = database
        self._as_of = as_of
        with _reading(database) as connection:
            row = connection.execute(sql.select(_ledger)).one()
        self._revision: int = row.revision
        self.told: int = row.told
        self.read: int = row.read

    @property
    def as_of(self) -> date | None:
        """See `View.as_of`."""
        return self._as_of

    @property
    def revision(self) -> int:
        """See `View.revision`."""
        return self._revision

    @property
    def articles(self) -> tuple[Article, ...]:
        """See `View.articles`."""
        return tuple(document.article for document in self.documents)

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """See `View.documents`."""
        changed = {document.article.sha256: document for document in self.reviewed.documents}
        return tuple(changed.get(document.article.sha256, document) for document in self.readings)

    @cached_property
    def readings(self) -> tuple[Document, ...]:
        """See `View.readings`."""
        return self._readings()

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """See `View.decisions`."""
        with _reading(self._database) as connection:
            return _decisions_in(self._database, connection)

    @cached_property
    def reviewed(self) -> Reviewed:
        """See `View.reviewed`."""
        texts = {target.text for made in self.decisions for target in made.targets}
        if "readings" in vars(self):
            judged: Sequence[Document] = [d for d in self.readings if d.article.sha256 in texts]
        else:
            judged = self._readings(_articles.c.sha256.in_(texts)) if texts else ()
        return self._as_reviewed(judged, self.decisions)

    def _as_reviewed(self, readings: Sequence[Document], made: Sequence[Decision]) -> Reviewed:
        with _fitting(self._database):
            return reviewed(readings, made)

    def some(self, article_ids: Iterable[str]) -> tuple[Document, ...]:
        """See `View.some`."""
        found = self._readings(_articles.c.id.in_(set(article_ids)))
        return self._as_reviewed(found, about(found, self.decisions)).documents

    def holding(self, record_ids: Iterable[RecordId]) -> tuple[Document, ...]:
        """See `View.holding`."""
        found = self._readings(self._holds(record_ids))
        return self._as_reviewed(found, about(found, self.decisions)).documents

    def _holds(self, record_ids: Iterable[RecordId]) -> sql.ColumnElement[bool]:
        """Whether an article has one of some records, as it was read or as it once was when people decided about it."""
        wanted = set(record_ids)
        decided = {t.text for d in self.decisions for t in d.targets if not wanted.isdisjoint(t.ids)}
        read = sql.select(_records.c.article).where(_records.c.id.in_(wanted))
        return _articles.c.seq.in_(read) | _articles.c.sha256.in_(decided)

    def ids(self, given: str) -> dict[str, str]:
        """See `View.ids`."""
        return self._ids(lambda column: (column >= given) & (column < given + "\U0010ffff"))

    def ids_near(self, given: str) -> dict[str, str]:
        """See `View.ids_near`."""
        first, last = given[:SAME_ENDS], given[-SAME_ENDS:]
        return self._ids(
            lambda column: column.startswith(first, autoescape=True) | column.endswith(last, autoescape=True)
        )

    def _ids(self, wanted: Callable[[sql.ColumnElement[str]], sql.ColumnElement[bool]]) -> dict[str, str]:
        articles = sql.select(_articles.c.id, _articles.c.id.label("article")).where(
            *self._seen, wanted(_articles.c.id)
        )
        records = sql.select(_records.c.id, _articles.c.id).join(_articles).where(*self._seen, wanted(_records.c.id))
        with _reading(self._database) as connection:
            return {i: article for select in (articles, records) for i, article in connection.execute(select)}

    def document(self, article_id: str) -> Document:
        """See `View.document`."""
        found = self._readings(_articles.c.id == article_id)
        if not found:
            raise UnknownIdError(f"{self._database.name} has no article {article_id!r}{self._by_then}")
        return self._as_reviewed(found, about(found, self.decisions)).documents[0]

    def record(self, record_id: RecordId) -> tuple[Document, Record]:
        """See `View.record`."""
        _, account = self.reading(record_id)
        now = account.found.get(record_id, record_id)
        for record in (*account.documents[0].records(), *account.rejected.values()):
            if record.id == now:
                return account.documents[0], record
        raise UnknownIdError(f"{self._database.name} has no record {record_id!r}{self._by_then}")

    def reading(self, record_id: RecordId) -> tuple[Document, Reviewed]:
        """See `View.reading`."""
        found = self._readings(self._holds([record_id]))
        if not found:
            raise UnknownIdError(f"{self._database.name} has no record {record_id!r}{self._by_then}")
        return found[0], self._as_reviewed(found[:1], about(found[:1], self.decisions))

    def search(self, words: str, *, limit: int = 50, among: Collection[str] | None = None) -> tuple[Hit, ...]:
        """See `View.search`."""
        clean = words.replace("\0", " ").encode("utf-8", "replace").decode()
        asked = [word for word in clean.split() if any(c.isalnum() for c in word)]
        if not asked:
            return ()
        with _reading(self._database) as connection:
            return tuple(self._database.search(connection, asked, limit, self._day, among))

    def recall(self, question: str, part: str = "", *, of: Basis = "told") -> bytes | None:
        """See `View.recall`."""
        held = _parts.join(_answers)
        kept = (
            sql.select(_parts.c.json)
            .select_from(held)
            .where(
                _answers.c.question == self._named(question),
                _answers.c.revision == getattr(self, of),
                _parts.c.name == part,
            )
        )
        packed = None
        with suppress(StoreError), _reading(self._database) as connection:
            packed = connection.execute(kept).scalar()
        return _unpacked_answer(packed) if packed else None

    def keep(self, question: str, parts: Mapping[str, bytes], *, of: Basis = "told") -> None:
        """See `View.keep`."""
        if sum(map(len, parts.values())) > LONGEST:
            return
        packed = [{"name": name, "json": zlib.compress(part, 1)} for name, part in parts.items()]
        row = {"question": self._named(question), "revision": getattr(self, of)}
        holding = [self.told, self.read]
        replaced = (_answers.c.question == row["question"]) | _answers.c.revision.not_in(holding)
        with suppress(StoreError), _writing(self._database, "tries") as connection:
            # Only while nothing has changed since the view was made is it sure that this is what the view saw.
            if [*connection.execute(sql.select(_ledger.c.told, _ledger.c.read)).one()] == holding:
                connection.execute(_answers.delete().where(replaced))
                (seq,) = connection.execute(_answers.insert().values(row)).inserted_primary_key or (0,)
                connection.execute(_parts.insert(), [{**part, "answer": seq} for part in packed])
                connection.execute(_answers.delete().where(_answers.c.seq <= seq - ANSWERS))

    def remembered(self) -> Mapping[str, bytes]:
        """See `View.remembered`."""
        held = sql.select(_articles.c.id, _memories.c.packed).join(_memories).where(*self._seen)
        rows: Sequence[Any] = ()
        with suppress(StoreError), _reading(self._database) as connection:
            rows = connection.execute(held).all()
        return {i: whole for i, packed in rows if (whole := _unpacked_answer(packed)) is not None}

    def remember(self, learnt: Mapping[str, bytes]) -> None:
        """See `View.remember`."""
        if self._as_of or not learnt:
            return
        packed = {i: zlib.compress(memory, 1) for i, memory in learnt.items()}
        with suppress(StoreError), _writing(self._database, "tries") as connection:
            places = connection.execute(sql.select(_articles.c.id, _articles.c.seq)).all()
            rows = [{"article": seq, "packed": packed[i]} for i, seq in places if i in packed]
            for n in range(0, len(rows), MEMORIES):
                some = rows[n : n + MEMORIES]
                connection.execute(_memories.delete().where(_memories.c.article.in_([row["article"] for row in some])))
                connection.execute(_memories.insert(), some)

    def _named(self, question: str) -> str:
        return sha256(f"{self._day} {question}".encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def _day(self) -> str | None:
        return self._as_of.isoformat() if self._as_of else None

    @property
    def _by_then(self) -> str:
        return f" published by {self._day}" if self._day else ""

    @property
    def _seen(self) -> list[sql.ColumnElement[bool]]:
        return [_articles.c.latest <= self._day] if self._day else []

    def _readings(self, *where: sql.ColumnElement[bool]) -> tuple[Document, ...]:
        with _reading(self._database) as connection:
            return _documents_in(self._database, connection, *where, *self._seen)


def _documents_in(
    database: Database, connection: sql.Connection, *where: sql.ColumnElement[bool]
) -> tuple[Document, ...]:
    """Documents as they were read, newest first."""
    newest_first = (
        _articles.c.latest.desc().nulls_last(),
        _articles.c.earliest.desc().nulls_last(),
        _articles.c.id,
    )
    articles = (
        sql.select(_articles.c.seq, _articles.c.id, _articles.c.text, _articles.c.json)
        .where(*where)
        .order_by(*newest_first)
    )
    records = (
        sql.select(_records.c.article, sql.type_coerce(_records.c.kind, sql.Text), _records.c.json)
        .join(_articles)
        .where(*where)
        .order_by(_records.c.article, _records.c.place)
    )
    with lasting():
        rows = connection.execute(articles).all()
        packed: dict[int, dict[str, list[bytes]]] = {row.seq: defaultdict(list) for row in rows}
        for seq, kind, json in connection.execute(records):
            packed[seq][kind].append(json)
        return tuple(_unpacked(database, row.id, row.text, row.json, packed[row.seq]) for row in rows)


def _unpacked(database: Database, article: str, text: str, json: bytes, records: dict[str, list[bytes]]) -> Document:
    try:
        return _document(text, json, records)
    except (msgspec.MsgspecError, OffsetError, ValueError) as error:
        raise StoreError(f"{database.name} is damaged: article {article!r}: {error}") from error


def _decisions_in(database: Database, connection: sql.Connection) -> tuple[Decision, ...]:
    """What people decided, oldest first."""
    rows = connection.execute(sql.select(_decisions.c.json)).scalars().all()
    try:
        return tuple(sorted(map(decisions.from_json, rows), key=lambda d: d.order))
    except (msgspec.MsgspecError, ReviewError) as error:
        raise StoreError(f"{database.name} is damaged: {error}") from error


@contextmanager
def _fitting(database: Database) -> Iterator[None]:
    """Where decisions are applied: what does not fit is damage."""
    try:
        yield
    except (msgspec.MsgspecError, OffsetError) as error:
        raise StoreError(f"{database.name} is damaged: a decision does not fit its article: {error}") from error


def _changed(connection: sql.Connection, *what: Basis) -> None:
    """Note that the ledger has changed, and what of it."""
    now = _ledger.c.revision + 1
    connection.execute(_ledger.update().values({"revision": now, **dict.fromkeys(what, now)}))


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


def _unpacked_answer(packed: bytes) -> bytes | None:
    """An answer as it was kept; null for anything else."""
    unpacking = zlib.decompressobj()
    try:
        answer = unpacking.decompress(packed, LONGEST)
    except zlib.error:
        return None
    return answer if unpacking.eof else None


def _replaces(row: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Which of two readings of one text is kept: that of the newer program; of one program that asked for last, if it read otherwise.

    Else it is never a question of which came first.
    """
    new, old = (_version(one["reader"]) for one in (row, stored))
    if new != old or row["reader"] != stored["reader"]:
        return new >= old
    return (*_days(row), row["digest"]) < (*_days(stored), stored["digest"])


def _version(reader: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", reader.partition(" ")[0])]


def _days(row: dict[str, Any]) -> tuple[str, str]:
    """Sorts by the day of publication, the undated last."""
    return row["latest"] or "undated", row["earliest"] or "undated"


def unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """A text without its `MARKS`, and where they were."""
    text, matches, start = "", [], None
    for piece in re.split(f"([{''.join(MARKS)}])", marked):
        if piece == MARKS[0]:
            start = len(text)
        elif piece == MARKS[1] and start is not None:
            matches.append(Span(start, len(text)))
            start = None
        else:
            text += piece
    return text, tuple(matches)
