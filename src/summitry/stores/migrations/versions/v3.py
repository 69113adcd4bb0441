"""Answers kept for the next who asks."""

import sqlalchemy as sql
from alembic import op

from summitry.stores.sql import Exact

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Make the table beside what is there."""
    op.create_table(
        "answers",
        sql.Column("seq", sql.Integer, primary_key=True),
        sql.Column("question", Exact, nullable=False, unique=True),
        sql.Column("revision", sql.Integer, nullable=False),
        sql.Column("json", sql.LargeBinary, nullable=False),
    )
