"""How a ledger gets the schema that the program knows: the steps of `versions`, run by Alembic in one transaction."""

from threading import Lock

import sqlalchemy as sql
from alembic import command
from alembic.config import Config

STEPS = "summitry.stores:migrations"  # the folder, as Alembic names one inside a package

_one_at_a_time = Lock()  # Alembic keeps the migration under way in a global


def upgrade(connection: sql.Connection, schema: int) -> None:
    """Bring a ledger of an older schema, or an empty database (0), to the newest."""
    config = Config()
    config.set_main_option("script_location", STEPS)
    config.attributes["connection"] = connection
    with _one_at_a_time:
        if schema:
            command.stamp(config, str(schema))  # ledgers begun before there was a table for it do not say so
        command.upgrade(config, "head")
