"""TOML files that users write: their tables, each with the line it begins on, so that a message can name it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from summitry.errors import SummitryError


def parse(data: bytes, path: Path, error: type[SummitryError]) -> tuple[str, dict[str, Any]]:
    """The text of a file and what it holds.

    Raises:
        SummitryError: of the kind given; it is no UTF-8 text, or no TOML.
    """
    try:
        text = data.decode("utf-8")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as fault:
        raise error(f"{path}: is no UTF-8 text") from fault
    except tomllib.TOMLDecodeError as fault:
        raise error(f"{path}: is no TOML: {fault}") from fault


def line_of(text: str, key: str, first: int = 1) -> int:
    """The line, from `first` on, on which a key or a table's name stands; `first` where it is written otherwise."""
    pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}\b")
    lines = enumerate(text.splitlines()[first - 1 :], first)
    return next((i for i, line in lines if pattern.match(line)), first)


def headers(text: str, name: str) -> list[int]:
    """The lines of `[[name]]`."""
    return [i for i, line in enumerate(text.splitlines(), 1) if re.match(rf"\s*\[\[\s*{name}\s*\]\]", line)]
