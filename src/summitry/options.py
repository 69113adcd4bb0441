"""The options of each stage, as frozen values that are passed; the only module that reads the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path

Backend = str  # one of BACKENDS, or SPACY and the name of an installed pipeline: "spacy:en_core_web_sm"
BACKENDS, SPACY = ("both", "model", "rules"), "spacy:"
LEARNED = ("both", "model")  # the backends whose records have a confidence
LEAST = 0.2  # how likely to be right a record must be to be kept: precision before recall


def _threads() -> int:
    return int(os.environ.get("SUMMITRY_THREADS", "0")) or min(2, os.cpu_count() or 1)


def _actor_file() -> Path | None:
    path = os.environ.get("SUMMITRY_ACTORS")
    return Path(path) if path else None


def _backend() -> Backend:
    named = os.environ.get("SUMMITRY_BACKEND", "both")
    return named if is_backend(named) else "both"


def is_backend(named: str) -> bool:
    """Whether a word names a backend; that a spaCy pipeline is installed turns out when it reads."""
    return named in BACKENDS or (named.startswith(SPACY) and named != SPACY)


@dataclass(frozen=True, slots=True)
class Options:
    """How to read.

    `threads` is how many cores to use (`SUMMITRY_THREADS`), of the model for one article, of as many processes for many; `actor_file` is a TOML file with the user's own actors
    (`SUMMITRY_ACTORS`); `backend` says whether the model's frames, rules over its syntax or both make the records, or, as
    `spacy:NAME`, rules over the syntax of a spaCy pipeline (`SUMMITRY_BACKEND`), `least` how likely to be right a record must be; texts of more than `longest` code points are refused.
    """

    threads: int = field(default_factory=_threads)
    actor_file: Path | None = field(default_factory=_actor_file)
    backend: Backend = field(default_factory=_backend)
    least: float = LEAST
    longest: int = 2_000_000

    def __post_init__(self) -> None:
        if not is_backend(self.backend):
            raise ValueError(f"backend {self.backend!r} is none of {', '.join(BACKENDS)} and {SPACY}NAME")


def ledger_path() -> str:
    """The file or address of the ledger unless the user says otherwise (`SUMMITRY_LEDGER`, else `summitry.db` in this folder)."""
    return os.environ.get("SUMMITRY_LEDGER", "summitry.db")


def reviewer() -> str:
    """Whose decisions these are unless the user says otherwise (`SUMMITRY_REVIEWER`); empty where nobody is named."""
    return os.environ.get("SUMMITRY_REVIEWER", "")


def negotiation_file() -> Path | None:
    """The user's file of negotiations (`SUMMITRY_NEGOTIATIONS`), if any."""
    path = os.environ.get("SUMMITRY_NEGOTIATIONS")
    return Path(path) if path else None


def serve_token() -> str | None:
    """What whoever asks the web pages must know (`SUMMITRY_TOKEN`), if anything."""
    return os.environ.get("SUMMITRY_TOKEN") or None
