"""What Alembic runs: the steps in the caller's transaction, on both databases."""

from alembic import context

from summitry.stores.sql import SCHEMA_TABLE

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table=SCHEMA_TABLE, transactional_ddl=True)
context.run_migrations()
if connection.dialect.name == "sqlite":  # programs older than the table look here
    connection.exec_driver_sql(f"PRAGMA user_version = {context.get_head_revision()}")
