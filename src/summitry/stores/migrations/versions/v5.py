"""What is remembered of articles, so that an account goes on from the one before."""

import sqlalchemy as sql
from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Make the table beside what is there."""
    op.create_table(
        "memories",
        sql.Column("article", sql.Integer, sql.ForeignKey("articles.seq", ondelete="CASCADE"), primary_key=True),
        sql.Column("packed", sql.LargeBinary, nullable=False),
    )
