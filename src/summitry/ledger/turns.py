"""The words by which a report tells a turn in a matter: put off, partly done, taken back, denied, verified."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Turn = Literal[
    "postponed", "partly", "stalled", "reversed", "verified", "withdrawn", "denying", "untrue", "promise", "stopping",
]  # fmt: skip


def word_of(turn: Turn, text: str) -> str | None:
    """The first word or phrase in a text that tells the turn; null where there is none."""
    found = _patterns()[turn].search(text)
    return found[0].casefold() if found else None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    held = tomllib.loads((files("summitry") / "data/turns.toml").read_text("utf-8"))
    del held["source"]
    return {turn: _any_of(" ".join(listed.split()).split(", ")) for turn, listed in held.items()}


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
