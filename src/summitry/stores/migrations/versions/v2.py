"""What people decide."""

import sqlalchemy as sql
from alembic import op

from summitry.stores.sql import Exact

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Make the table beside what is there."""
    op.create_table(
        "decisions",
        sql.Column("id", Exact, primary_key=True),
        sql.Column("json", sql.LargeBinary, nullable=False),
    )
