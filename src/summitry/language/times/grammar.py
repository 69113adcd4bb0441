"""Words to classes, patterns over classes: the machinery under the table of rules, which knows no single expression.

A text becomes a row of letters, one a token, each standing for the set of classes its word belongs to. A pattern such as
`(<weekday> ,?)? <month> <dd> (,? <year>)?` becomes a regular expression over these letters: `<name>` is a class of words
or a part defined once and used in many patterns (`<alias:name>` captures it under another name, `<alias:=word>` a plain word), other words stand for
themselves, `( | ) ? * + {m,n}` mean what they mean in regular expressions, `{name}` includes a part with its own captures,
and `[ ]` marks the span where it is not the whole.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import chain
from typing import Any, Generic, TypeVar

Value = str | int | float
T = TypeVar("T")

_PIECES_OF_TEXT = r"""
    \n[^\S\n]*\n\s*                                          # an empty line: no expression runs across it
  | [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:T[0-9:.]+Z?)?(?![0-9])   # 2018-06-12, with or without a time
  | [0-9]{{1,2}}([/.])[0-9]{{1,2}}\1(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9])  # 12/06/2018
  | [0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?![0-9:])             # 10:30
  | [0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?          # 1,929
  | [0-9]+\.[0-9]+                                           # 2.5
  | [0-9]+(?:st|nd|rd|th)(?![^\W\d_])                        # 12th
  | (?:[0-9]{{2,3}}0|['’‘]?[0-9]0)['’]?s(?![^\W\d_])              # 1990s
  | ['’‘`][0-9]{{2}}(?![0-9])                                 # '98
  | [0-9]+
  | (?<![^\W\d_])(?:{abbreviations})\.                       # Sept.
  | (?:[^\W\d_]\.)+[^\W\d_](?:\.|(?![^\W\d_]))               # p.m.
  | ['’]s(?![^\W\d_])                                        # the possessive
  | [^\W\d_]+
  | \S"""
_SHAPES = (
    ("iso", re.compile(r"\d{4}-\d\d-\d\d.*")),
    ("slashed", re.compile(r"\d\d?([/.])\d\d?\1\d+")),
    ("clock", re.compile(r"\d\d?:\d\d(:\d\d)?")),
    ("dd", re.compile(r"0?[1-9]|[12]\d|3[01]")),
    ("yy", re.compile(r"\d\d")),
    ("yyyy", re.compile(r"1\d{3}|20\d\d|21\d\d")),
    ("yyy", re.compile(r"[1-9]\d{2}")),
    ("number", re.compile(r"\d{1,9}|\d{1,3}(,\d{3})+|\d{1,9}\.\d{1,3}")),
    ("ordinal", re.compile(r"\d{1,2}(st|nd|rd|th)")),
    ("decade", re.compile(r"((1\d|20|21|[1-9])\d0|'?\d0)'?s")),
    ("shortyear", re.compile(r"'\d\d")),
)
# A number of every shape that patterns tell apart.
_NUMBERS: tuple[str, ...] = (
    "0", "00", "7", "07", "45", "345", "999999", "1999", "2050", "2150", "5000", "1,000", "2.5", "2018-06-12", "1/2/18",
    "9:30", "12th", "1990s", "470s", "'90s", "90s", "'98", "12", "012",
)  # fmt: skip
_STRAIGHT = str.maketrans("’‘`‐‑–", "'''---")


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as tokens: their places, words (lower case, straight apostrophes and hyphens), letters; which stand in quotation marks."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    letters: str
    quoted: list[bool]

    def is_capital(self, index: int) -> bool:
        """Whether the token begins with a capital."""
        return self.text[self.starts[index]].isupper()

    def word(self, index: int) -> str:
        """The token's word, or nothing outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """A pattern, what makes sense of it, and fixed arguments for that."""

    pattern: str
    make: Callable[..., T]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """Where a rule's pattern fits: its span is tokens `[first, last)`, it reads as far as `reach`; the captured parts by name."""

    rule: Rule[T]
    tokens: Tokens
    lexicon: "Lexicon"
    first: int
    last: int
    reach: int
    parts: Mapping[str, tuple[int, int]]

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def __getitem__(self, name: str) -> str:
        """The words of a part, joined by spaces; empty if it is absent."""
        first, last = self.parts.get(name, (0, 0))
        return " ".join(self.tokens.words[first:last])

    def value(self, name: str, kind: str | None = None) -> Value:
        """What the single word of a part means in its class (by default the class of the part's name).

        Raises:
            KeyError: the word is not in that class.
        """
        return self.lexicon.values[kind or name][self[name]]

    def get(self, name: str, kind: str | None = None) -> Value | None:
        """As `value`, null for a part that is absent."""
        return self.value(name, kind) if name in self.parts else None

    @property
    def words(self) -> list[str]:
        """The words of the span."""
        return self.tokens.words[self.first : self.last]

    def before(self, distance: int = 1) -> str:
        """The word so many tokens before the span, or nothing."""
        return self.tokens.word(self.first - distance)

    def after(self, distance: int = 1) -> str:
        """The word so many tokens after the span, or nothing."""
        return self.tokens.word(self.last + distance - 1)


class Lexicon:
    """The word tables: `values[class][word]` in lower case, and the words that need a capital."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Read from the tables of a TOML file: words with values, or lists of words under any key."""
        self.values: dict[str, dict[str, Value]] = {}
        self.capitals: set[tuple[str, str]] = set()
        for kind, table in tables.items():
            words = {w: w for w in chain.from_iterable(table.values())} if _is_listed(table) else table
            self.values[kind] = {word.lower(): value for word, value in words.items()}
            self.capitals |= {(kind, word.lower()) for word in words if word[0].isupper()}
        self._kinds: dict[str, set[str]] = {}
        for kind, values in self.values.items():
            for word in values:
                self._kinds.setdefault(word, set()).add(kind)

    def words(self) -> Iterable[str]:
        """All words, in lower case."""
        return self._kinds

    def kinds(self, word: str, capital: bool) -> set[str]:
        """The classes of a word."""
        return {k for k in self._kinds.get(word, ()) if capital or (k, word) not in self.capitals}


def _quoted(text: str, starts: list[int]) -> list[bool]:
    """Which tokens stand in double quotation marks; a paragraph closes what it left open."""
    flags, inside, before = [], False, ""
    for start in starts:
        char = text[start]
        if char in {"\n", "”"}:
            inside = False
        elif char == "“":
            inside = True
        elif char == '"':
            inside = not inside
        elif char in "'`’‘" and before == char and text[start - 1] == char:
            inside = char in "`‘" or (char == "'" and not inside)
        flags.append(inside)
        before = char
    return flags


def _is_listed(table: Mapping[str, Any]) -> bool:
    return all(isinstance(v, list) for v in table.values())


def load_tables(name: str) -> dict[str, dict[str, Any]]:
    """A TOML file of `summitry/data/times`."""
    return tomllib.loads((resources.files("summitry") / "data" / "times" / name).read_text("utf-8"))


class Grammar(Generic[T]):
    """Rules over a lexicon, compiled: finds where their patterns fit."""

    def __init__(self, lexicon: Lexicon, parts: Mapping[str, str], rules: Sequence[Rule[T]]) -> None:
        """Give every set of classes that words can have a letter, and compile every pattern over the letters."""
        self.lexicon = lexicon
        self._parts = parts
        self._literals = {
            piece.rstrip(">").rpartition(":=")[2]
            for pattern in chain(parts.values(), (r.pattern for r in rules))
            for piece in _PIECE.findall(pattern)
            if _is_literal(piece) or ":=" in piece
        }
        abbreviations = "|".join(w[:-1] for w in lexicon.words() if re.fullmatch(r"[a-z]{2,}\.", w))
        self._pieces = re.compile(_PIECES_OF_TEXT.format(abbreviations=abbreviations), re.VERBOSE | re.IGNORECASE)
        words = chain(lexicon.words(), self._literals)
        forms = chain(_NUMBERS, chain.from_iterable((w, w.capitalize()) for w in words), ("x", "X", "\n"))
        sets = dict.fromkeys(self._classes(form) for form in forms)
        self._letters = {classes: chr(i + 1) for i, classes in enumerate(sets)}
        self._read = lru_cache(maxsize=100_000)(self._word_and_letter)
        self._rules = [(rule, re.compile(self._compile(rule.pattern))) for rule in rules]

    def tokenise(self, text: str) -> Tokens:
        """The tokens of a text and their letters, in linear time."""
        starts, ends, words, letters = [], [], [], []
        for match in self._pieces.finditer(text):
            start, end = match.span()
            word, letter = self._read(match[0])
            starts.append(start)
            ends.append(end)
            words.append(word)
            letters.append(letter)
        return Tokens(text, starts, ends, words, "".join(letters), _quoted(text, starts))

    def matches(self, tokens: Tokens) -> Iterator[Match[T]]:
        """Where the patterns fit, rule by rule, in text order within a rule, overlapping ones too: the first may be no time."""
        for rule, pattern in self._rules:
            match = pattern.search(tokens.letters)
            while match:
                named: dict[str, tuple[int, int]] = {}
                for name, found in match.groupdict().items():
                    if found:
                        named.setdefault(name.partition("__")[0], match.span(name))
                first, last = named.pop("span", match.span())
                yield Match(rule, tokens, self.lexicon, first, last, match.end(), named)
                match = pattern.search(tokens.letters, match.start() + 1)

    def _word_and_letter(self, raw: str) -> tuple[str, str]:
        return raw.lower().translate(_STRAIGHT), self._letters.get(self._classes(raw), "\0")

    def _classes(self, raw: str) -> frozenset[str]:
        word = raw.lower().translate(_STRAIGHT)
        if word[0].isdigit() or (word[0] == "'" and word[1:2].isdigit()):
            return frozenset(name for name, shape in _SHAPES if shape.fullmatch(word))
        capital = raw[0].isupper()
        classes = self.lexicon.kinds(word, capital)
        if word in self._literals:
            classes.add(f"={word}")
        if raw[0].isalpha():
            classes.add("capital" if capital else "word")
        return frozenset(classes)

    def _compile(self, pattern: str) -> str:
        taken: dict[str, int] = {}

        def name(group: str) -> str:
            taken[group] = taken.get(group, 0) + 1
            return group if taken[group] == 1 else f"{group}__{taken[group]}"

        def expand(source: str, capture: bool) -> str:
            out = []
            for piece in _PIECE.findall(source):
                if piece[0] == "<":
                    alias, _, kind = piece[1:-1].rpartition(":")
                    body = expand(self._parts[kind], capture=False) if kind in self._parts else self._class(kind)
                    out.append(f"(?P<{name(alias or kind)}>{body})" if capture else f"(?:{body})")
                elif piece[0] == "{" and piece[1:-1] in self._parts:
                    out.append(f"(?:{expand(self._parts[piece[1:-1]], capture)})")
                elif piece == "[":
                    out.append("(?P<span>")
                elif piece == "]":
                    out.append(")")
                elif _is_literal(piece):
                    out.append(self._class(f"={piece}"))
                else:
                    out.append("(?:" if piece == "(" else piece)
            return "".join(out)

        return expand(pattern, capture=True)

    def _class(self, kind: str) -> str:
        letters = "".join(re.escape(letter) for classes, letter in self._letters.items() if kind in classes)
        if not letters:
            raise ValueError(f"no word has the class {kind!r}")
        return f"[{letters}]"


_PIECE = re.compile(r"<[^<>]+>|\{[0-9a-z,]+\}|[()|?*+\[\]]|[^\s()|?*+\[\]<>{}]+")


def _is_literal(piece: str) -> bool:
    return piece[0] not in "<{()|?*+[]"
