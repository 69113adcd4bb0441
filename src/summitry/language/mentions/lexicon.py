"""The words by which actors are found, read once from the package's data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from summitry.language.actors import Gender, fold


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words by use; see the data file for what each is."""

    honorifics: MappingProxyType[str, Gender | None]
    given: MappingProxyType[str, Gender]
    words: MappingProxyType[str, frozenset[str]]
    institutions: frozenset[tuple[str, ...]]
    institution_starts: frozenset[str]
    bodies: frozenset[tuple[str, ...]]

    def has(self, use: str, word: str) -> bool:
        """Whether a folded word is listed under a use."""
        return word in self.words[use]


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    raw: dict[str, str] = tomllib.loads((files("summitry.data") / "actors" / "mentions.toml").read_text("utf-8"))
    listed = {use: frozenset(text.split()) for use, text in raw.items() if use not in ("institutions", "bodies")}
    titles: dict[str, Gender | None] = dict.fromkeys(listed["honorifics"])
    genders: tuple[tuple[str, Literal["m", "f"]], ...] = (("m", "m"), ("f", "f"))
    given: dict[str, Gender] = {}
    for suffix, gender in genders:
        titles |= dict.fromkeys(listed[f"honorifics_{suffix}"], gender)
        given |= dict.fromkeys(listed[f"given_{suffix}"], gender)
    institutions, bodies = (
        frozenset(tuple(fold(i).split()) for i in raw[u].split("|")) for u in ("institutions", "bodies")
    )
    return Lexicon(
        MappingProxyType(titles),
        MappingProxyType(given),
        MappingProxyType(listed),
        institutions,
        frozenset(i[0] for i in institutions),
        bodies,
    )
