"""Where the ledger is kept: one contract, `Store` and `View`; SQL tables behind it, in SQLite or PostgreSQL."""

import re
from pathlib import Path

from summitry.errors import StoreError
from summitry.stores.contract import Added, Basis, Hit, Refusal, Store, View

__all__ = ["Added", "Basis", "Hit", "Refusal", "Store", "View", "open_ledger"]


def open_ledger(place: Path | str, *, create: bool = True) -> Store:
    """Open the ledger in a file, at the address of a PostgreSQL database, or in memory; or begin one there.

    `place` is a path, `postgresql://user@host/database` with whatever else libpq takes, or `:memory:`. A ledger of an
    older schema is brought to the newest.

    Raises:
        StoreError: the place holds no ledger, or a newer one than this program knows, or cannot be read or written; it
            is missing and `create` is false.
    """
    # Late: reading an article needs no database.
    scheme = re.match(r"(\w+)(?:\+\w+)?://", place) if isinstance(place, str) else None
    if scheme is None:
        from summitry.stores.sqlite import open_sqlite

        return open_sqlite(Path(place), create=create)
    if scheme[1] not in ("postgresql", "postgres"):
        raise StoreError(f"{scheme[0]}… keeps no ledger; name a file, or postgresql://user@host/database")
    try:
        from summitry.stores.postgresql import open_postgresql
    except ImportError as error:
        raise StoreError("a ledger in PostgreSQL needs its driver: pip install 'summitry[postgres]'") from error
    return open_postgresql(str(place), create=create)
