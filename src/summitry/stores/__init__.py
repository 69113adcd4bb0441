"""Where the ledger is kept: one contract, `Store` and `View`, and SQLite behind it."""

from pathlib import Path

from summitry.stores.contract import Added, Hit, Refusal, Store, View

__all__ = ["Added", "Hit", "Refusal", "Store", "View", "open_ledger"]


def open_ledger(path: Path | str, *, create: bool = True) -> Store:
    """Open the ledger in a file, or begin one there.

    Raises:
        StoreError: the file is no ledger, is a newer one than this program knows, or cannot be read or written; it is
            missing and `create` is false.
    """
    from summitry.stores.sqlite import open_sqlite  # late: reading an article needs no database

    return open_sqlite(Path(path), create=create)
