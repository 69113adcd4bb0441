"""What Alembic runs for each of its commands."""

from alembic import context

from summitry.stores.sql import SCHEMA_TABLE

context.configure(
    connection=context.config.attributes["connection"], version_table=SCHEMA_TABLE, transactional_ddl=True
)
context.run_migrations()
