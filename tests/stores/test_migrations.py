"""How ledgers get the newest schema: new ones, those of the first release, and when it fails or the process is killed."""

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from deaths import Child
from sqlalchemy import inspect, text

from summitry.errors import StoreError
from summitry.stores import migrations, open_ledger, sql
from summitry.stores.postgresql import Postgresql
from summitry.stores.sqlite import Sqlite

# A step after the newest one: it rewrites every article, so that there is time to be killed in.
STEP = """
import sqlalchemy as sql
from alembic import op

revision, down_revision = "{new}", "{old}"

def upgrade():
    op.add_column("articles", sql.Column("size", sql.Integer))
    articles = sql.table("articles", sql.column("seq"), sql.column("text"), sql.column("size"))
    connection = op.get_bind()
    for seq, text in connection.execute(sql.select(articles.c.seq, articles.c.text)).all():
        connection.execute(articles.update().where(articles.c.seq == seq).values(size=len(text)))
    op.create_index("articles_by_size", "articles", ["size"])
{then}
"""

# What the first release made, but for the index of words.
FIRST = """
CREATE TABLE articles (
    seq INTEGER NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, reader TEXT NOT NULL, digest TEXT NOT NULL,
    earliest TEXT, latest TEXT, title TEXT, text TEXT NOT NULL, json BLOB NOT NULL,
    PRIMARY KEY (seq), UNIQUE (id), UNIQUE (sha256)
);
CREATE INDEX ix_articles_latest ON articles (latest);
CREATE TABLE records (
    id TEXT NOT NULL, kind TEXT NOT NULL, article INTEGER NOT NULL, place INTEGER NOT NULL, json BLOB NOT NULL,
    PRIMARY KEY (id), FOREIGN KEY(article) REFERENCES articles (seq) ON DELETE CASCADE
);
CREATE INDEX records_by_article ON records (article, place);
CREATE TABLE refusals (name TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (name, reason));
CREATE TABLE ledger (revision INTEGER NOT NULL);
INSERT INTO ledger VALUES (0);
PRAGMA application_id = 1398099277;
PRAGMA user_version = 1;
"""


@pytest.fixture
def newer(monkeypatch, tmp_path):
    """Let the program know one schema more; `then` are the last lines of its step."""

    def know(then: str = "") -> None:
        steps = tmp_path / "steps"
        shutil.copytree(Path(migrations.__file__).parent, steps)
        step = STEP.format(new=sql.SCHEMA + 1, old=sql.SCHEMA, then=then)
        (steps / "versions" / "next.py").write_text(step)
        monkeypatch.setattr(migrations, "STEPS", str(steps))
        monkeypatch.setattr(sql, "SCHEMA", sql.SCHEMA + 1)

    return know


def filled(place: str, told, articles: int = 3) -> list:
    """The documents of a ledger that is begun here."""
    documents = [
        told(f"Ana will <commitment maker=ana>open port {n}</commitment>.", name=f"a{n}") for n in range(articles)
    ]
    with open_ledger(place) as store:
        for document in documents:
            store.add(document)
    return documents


def kept(place: str) -> list:
    with open_ledger(place, create=False) as store:
        return sorted(store.view().documents, key=lambda document: int(document.article.id[1:]))


def schema_of(place: str) -> tuple[int, bool]:
    """The schema that a ledger says it has, and whether the step has been taken."""
    database = Postgresql(place) if "://" in place else Sqlite(Path(place))
    store = sql.SqlStore(database)
    with sql._reading(database) as connection:
        inspector = inspect(connection)
        size = {column["name"] for column in inspector.get_columns("articles")} >= {"size"}
        index = {index["name"] for index in inspector.get_indexes("articles")} >= {"articles_by_size"}
        assert size == index
        if size:
            assert connection.execute(text("SELECT count(*) FROM articles WHERE size IS NULL")).scalar_one() == 0
        found = store._schema(connection), size
    store.close()
    return found


def test_a_new_ledger_has_the_tables_that_the_program_asks(new_place):
    with open_ledger(new_place()) as store, sql._reading(store._database) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": sql.SCHEMA_TABLE})
        differences = [
            d for d in compare_metadata(context, sql.metadata) if not getattr(d[1], "name", "").startswith("words")
        ]
        assert [d for d in differences if getattr(getattr(d[1], "table", None), "name", None) != "words"] == []


def test_a_ledger_that_is_current_is_opened_without_alembic(new_lasting_place):
    place = new_lasting_place()
    open_ledger(place).close()
    code = (
        "import sys; from summitry.stores import open_ledger; open_ledger(sys.argv[1]); print('alembic' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code, place], capture_output=True, text=True, check=True).stdout
    assert shown == "False\n"


def test_a_ledger_of_the_first_release_has_what_a_new_one_has(tmp_path):
    open_ledger(tmp_path / "new.db").close()
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.executescript(FIRST)
    open_ledger(tmp_path / "old.db").close()
    shapes = [shape(tmp_path / name) for name in ("old.db", "new.db")]
    assert shapes[0] == shapes[1]


def shape(path: Path) -> dict:
    """Columns, indexes and foreign keys of a file's tables; the index of words apart."""
    with sqlite3.connect(path) as connection:
        return {
            table: [
                connection.execute(f"PRAGMA {what}({table})").fetchall()
                for what in ("table_info", "index_list", "foreign_key_list")
            ]
            for table in ("articles", "records", "refusals", "ledger", "decisions", "answers", "parts", "memories")
        }


def test_a_ledger_of_the_first_release_is_read_and_added_to(tmp_path, told):
    place = str(tmp_path / "a.db")
    first, *more = filled(place, told)
    as_in_the_first_release(place)
    assert kept(place) == [first, *more]
    with open_ledger(place) as store:
        assert store.add(told("Bo came.", name="a9")) == "read"


def as_in_the_first_release(place: str) -> None:
    with sqlite3.connect(place) as connection:
        connection.executescript(
            f"DROP TABLE {sql.SCHEMA_TABLE}; DROP TABLE decisions; DROP TABLE parts; DROP TABLE answers; DROP TABLE memories;"
            "ALTER TABLE ledger DROP COLUMN told; ALTER TABLE ledger DROP COLUMN read"
        )


def test_a_ledger_of_the_first_release_is_brought_to_the_newest_schema(tmp_path, told, newer):
    place = str(tmp_path / "a.db")
    documents = filled(place, told)
    as_in_the_first_release(place)
    newer()
    assert kept(place) == documents
    assert schema_of(place) == (sql.SCHEMA, True)
    with sqlite3.connect(place) as connection:  # where the first release looks
        assert connection.execute("PRAGMA user_version").fetchone()[0] == sql.SCHEMA


def test_an_older_ledger_is_brought_to_the_newest_schema_with_all_it_holds(new_lasting_place, told, newer):
    place = new_lasting_place()
    documents = filled(place, told)
    newer()
    assert kept(place) == documents
    assert schema_of(place) == (sql.SCHEMA, True)


def test_a_newer_ledger_is_an_error_that_says_so_and_stays_as_it_is(new_lasting_place, told, newer, monkeypatch):
    place = new_lasting_place()
    documents = filled(place, told)
    known = sql.SCHEMA
    newer()
    open_ledger(place).close()
    monkeypatch.setattr(sql, "SCHEMA", known)
    with pytest.raises(StoreError, match=rf"newer Summitry \(schema {known + 1}, this one knows {known}\); upgrade"):
        open_ledger(place)
    monkeypatch.setattr(sql, "SCHEMA", known + 1)
    assert kept(place) == documents


def test_a_step_that_fails_leaves_the_ledger_as_it_was(new_lasting_place, told, newer, monkeypatch):
    place = new_lasting_place()
    documents = filled(place, told)
    known = sql.SCHEMA
    newer("    op.execute('SELECT nothing FROM nowhere')")
    with pytest.raises(StoreError):
        open_ledger(place)
    assert schema_of(place) == (known, False)
    monkeypatch.setattr(sql, "SCHEMA", known)
    assert kept(place) == documents


def test_processes_that_bring_a_ledger_to_the_newest_schema_together_do_it_once(new_lasting_place, told, newer):
    place = new_lasting_place()
    documents = filled(place, told)
    newer()
    opening = [Child(lambda _say: open_ledger(place).close()) for _ in range(4)]
    assert [child.end()[0] for child in opening] == [True] * 4
    assert kept(place) == documents


def test_a_process_killed_while_it_begins_a_ledger_leaves_none_or_all_of_it(new_lasting_place, kills):
    chance, whole = random.Random(1), seconds(new_lasting_place())
    for _ in range(max(kills // 10, 5)):
        place = new_lasting_place()
        Child(lambda _say, place=place: open_ledger(place).close()).kill_after(chance.uniform(0, whole))
        with open_ledger(place) as store:
            assert store.view().documents == ()


def seconds(place: str) -> float:
    """How long it takes here to open a ledger."""
    began = time.monotonic()
    ended, _ = Child(lambda _say: open_ledger(place).close()).end()
    assert ended
    return time.monotonic() - began


def test_a_process_killed_in_a_step_leaves_the_schema_before_or_after_it(
    new_lasting_place, told, newer, monkeypatch, kills
):
    chance, known = random.Random(1), sql.SCHEMA
    places = [new_lasting_place() for _ in range(2)]
    for place in places:
        documents = filled(place, told, articles=100)
    newer()
    whole = seconds(places[0])
    for _ in range(max(kills // 10, 5)):
        Child(lambda _say, place=place: open_ledger(place).close()).kill_after(chance.uniform(0, whole))
        schema, taken = schema_of(place)
        assert (schema, taken) in ((known, False), (known + 1, True))
        monkeypatch.setattr(sql, "SCHEMA", schema)
        assert kept(place) == documents
        if taken:
            place = new_lasting_place()
            monkeypatch.setattr(sql, "SCHEMA", known)
            filled(place, told, articles=100)
        monkeypatch.setattr(sql, "SCHEMA", known + 1)
