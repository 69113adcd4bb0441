"""Answers in parts, and the revisions at which what is told and what was read last changed."""

import sqlalchemy as sql
from alembic import op

from summitry.stores.sql import Exact

revision = "4"
down_revision = "3"


# Every article that holds the words is ranked: its vector is nearer in the row itself, and unpacked faster.
POSTGRESQL = """
ALTER TABLE words SET (toast_tuple_target = 8160);

DO $$ BEGIN ALTER TABLE words ALTER vector SET COMPRESSION lz4; EXCEPTION WHEN feature_not_supported THEN NULL; END $$
"""


def upgrade() -> None:
    """Answers are made anew when they are asked for; of an older ledger all may have changed at its last revision."""
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRESQL.strip().split("\n\n"):
            op.get_bind().exec_driver_sql(statement)
    now = op.get_bind().exec_driver_sql("SELECT revision FROM ledger").scalar_one()
    op.drop_table("answers")
    op.create_table(
        "answers",
        sql.Column("seq", sql.Integer, primary_key=True),
        sql.Column("question", Exact, nullable=False, unique=True),
        sql.Column("revision", sql.Integer, nullable=False),
    )
    op.create_table(
        "parts",
        sql.Column("answer", sql.Integer, sql.ForeignKey("answers.seq", ondelete="CASCADE"), primary_key=True),
        sql.Column("name", Exact, primary_key=True),
        sql.Column("json", sql.LargeBinary, nullable=False),
    )
    op.drop_table("ledger")
    op.create_table(
        "ledger",
        sql.Column("revision", sql.Integer, nullable=False),
        sql.Column("told", sql.Integer, nullable=False),
        sql.Column("read", sql.Integer, nullable=False),
    )
    ledger = sql.table("ledger", sql.column("revision"), sql.column("told"), sql.column("read"))
    op.execute(ledger.insert().values(revision=now, told=now, read=now))
