"""YAML as a person writes it, with every value knowing its line; all values are strings, lists and mappings of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Self, TypeAlias, Union

import yaml


class Words(str):
    """A string of the file and the line it stands on."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: str, line: int) -> Self:
        """A string that knows its line, counted from 1."""
        words = super().__new__(cls, text)
        words.line = line
        return words


Value: TypeAlias = Union[Words, list["Value"], dict[Words, "Value"]]  # noqa: UP007 - a type alias that names itself


class AuthoringError(Exception):
    """What does not hold in a file: `FILE:LINE: REASON` a line, all that was found."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def load(path: Path) -> dict[Words, Value]:
    """The mapping of a file.

    Raises:
        AuthoringError: it is no YAML, no mapping, or names a key twice.
    """
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise AuthoringError([f"{path}:{line}: {getattr(error, 'problem', None) or error}"]) from error
    faults: list[str] = []
    value = _value(node, path, faults) if node else None
    if not isinstance(value, dict):
        faults.append(f"{path}:1: not a mapping of `published`, `style`, `text` …")
    if faults:
        raise AuthoringError(faults)
    assert isinstance(value, dict)
    return value


def _value(node: yaml.Node, path: Path, faults: list[str]) -> Value:
    # Scalars stay the strings they are written as: a day is no date object here, and `on` and `no` are words.
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Words, Value] = {}
        for key, item in node.value:
            name = Words(str(key.value), key.start_mark.line + 1)
            if name in mapping:
                faults.append(f"{path}:{name.line}: `{name}` stands here twice")
            mapping[name] = _value(item, path, faults)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, path, faults) for item in node.value]
    return Words(str(node.value), node.start_mark.line + 1)


def strings(value: Value | None) -> list[Words]:
    """One string or a list of them, as a list; empty for none."""
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [v for v in value if isinstance(v, Words)]
    return [value] if isinstance(value, Words) else []


def lines(value: Value) -> Iterator[int]:
    """The lines a value stands on."""
    if isinstance(value, Words):
        yield value.line
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key.line
            yield from lines(item)
    else:
        for item in value:
            yield from lines(item)
