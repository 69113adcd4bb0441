"""Word lists from `summitry/data/*.toml`, read once: a list is words with spaces between them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The lists of `data/NAME.toml`: each string of words a frozenset, tables likewise."""
    raw = tomllib.loads((files("summitry") / "data" / f"{name}.toml").read_text("utf-8"))
    return {k: _sets(v) for k, v in raw.items() if k != "source"}


def _sets(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _sets(v) for k, v in value.items()}
    return frozenset(value.split()) if isinstance(value, str) else value
