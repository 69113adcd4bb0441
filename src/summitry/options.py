"""The options of each stage, as frozen values that are passed; the only module that reads the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path


def _threads() -> int:
    return int(os.environ.get("SUMMITRY_THREADS", "0")) or min(2, os.cpu_count() or 1)


def _actor_file() -> Path | None:
    path = os.environ.get("SUMMITRY_ACTORS")
    return Path(path) if path else None


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    `threads` is for the model (`SUMMITRY_THREADS`); `actor_file` is a TOML file with the user's own actors
    (`SUMMITRY_ACTORS`); texts of more than `longest` code points are refused.
    """

    threads: int = field(default_factory=_threads)
    actor_file: Path | None = field(default_factory=_actor_file)
    longest: int = 2_000_000


def ledger_path() -> Path:
    """Where the ledger lies unless the user says otherwise (`SUMMITRY_LEDGER`, else `summitry.db` in this folder)."""
    return Path(os.environ.get("SUMMITRY_LEDGER", "summitry.db"))


def serve_token() -> str | None:
    """What whoever asks the web pages must know (`SUMMITRY_TOKEN`), if anything."""
    return os.environ.get("SUMMITRY_TOKEN") or None
