"""How a ledger gets the schema that the program knows: the steps of `versions`, run by Alembic in the caller's transaction."""

from threading import Lock

import sqlalchemy as sql
from alembic import command
from alembic.config import Config

STEPS = "summitry.stores:migrations"  # this folder, as Alembic names one inside a package

_one_at_a_time = Lock()  # Alembic keeps the migration under way in a global


def upgrade(connection: sql.Connection, old: int, new: int) -> None:
    """Bring a ledger of schema `old`, or an empty database (0), to schema `new`."""
    config = Config()
    config.set_main_option("script_location", STEPS)
    config.attributes["connection"] = connection
    with _one_at_a_time:
        if old:
            command.stamp(config, str(old))  # what the first release began does not say so
        command.upgrade(config, str(new))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {new}")  # where the first release looks
