"""Articles under their text, their records, refused inputs, and the words to search."""

import sqlalchemy as sql
from alembic import op

from summitry.stores.sql import Exact

revision = "1"
down_revision = None

APPLICATION = 0x53554D4D  # "SUMM": tells a ledger from any other SQLite file

# The index keeps no text of its own, so the triggers are the one place where it could fall out of step.
SQLITE = """
CREATE VIRTUAL TABLE words USING fts5
    (title, text, content='articles', content_rowid='seq', tokenize='porter unicode61 remove_diacritics 2');

CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
    INSERT INTO words (rowid, title, text) VALUES (new.seq, new.title, new.text);
END;

CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
    INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
END;
"""

# FTS5's porter, and like there no word is too common to be looked for.
POSTGRESQL = """
CREATE TEXT SEARCH DICTIONARY summitry_porter (TEMPLATE = snowball, LANGUAGE = porter);

CREATE TEXT SEARCH CONFIGURATION summitry (PARSER = "default");

ALTER TEXT SEARCH CONFIGURATION summitry
    ADD MAPPING FOR asciiword, word, numword, int, uint, float, sfloat, version WITH summitry_porter;

CREATE TABLE words (
    article INTEGER NOT NULL REFERENCES articles (seq) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    folded TEXT NOT NULL,
    vector TSVECTOR NOT NULL,
    PRIMARY KEY (article, start)
);

CREATE INDEX words_by_vector ON words USING gin (vector);
"""


def upgrade() -> None:
    """Make all of it in an empty database."""
    op.create_table(
        "articles",
        sql.Column("seq", sql.Integer, primary_key=True),
        sql.Column("id", Exact, nullable=False, unique=True),
        sql.Column("sha256", Exact, nullable=False, unique=True),
        sql.Column("reader", Exact, nullable=False),
        sql.Column("digest", Exact, nullable=False),
        sql.Column("earliest", Exact),
        sql.Column("latest", Exact, index=True),
        sql.Column("title", Exact),
        sql.Column("text", Exact, nullable=False),
        sql.Column("json", sql.LargeBinary, nullable=False),
    )
    op.create_table(
        "records",
        sql.Column("id", Exact, primary_key=True),
        sql.Column("kind", Exact, nullable=False),
        sql.Column("article", sql.Integer, sql.ForeignKey("articles.seq", ondelete="CASCADE"), nullable=False),
        sql.Column("place", sql.Integer, nullable=False),
        sql.Column("json", sql.LargeBinary, nullable=False),
        sql.Index("records_by_article", "article", "place"),
    )
    op.create_table(
        "refusals",
        sql.Column("name", Exact, primary_key=True),
        sql.Column("reason", Exact, primary_key=True),
    )
    op.create_table("ledger", sql.Column("revision", sql.Integer, nullable=False))
    op.execute("INSERT INTO ledger (revision) VALUES (0)")
    connection = op.get_bind()
    postgresql = connection.dialect.name == "postgresql"
    for statement in (POSTGRESQL if postgresql else SQLITE).strip().split("\n\n"):
        connection.exec_driver_sql(statement)
    if not postgresql:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
