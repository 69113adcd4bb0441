"""Which language a text is in, as cheaply as an English-reading program needs to know."""

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Any

UNKNOWN = "und"
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # code points looked at
_LETTERS = 2_000  # of them, whose script is asked for
_FEWEST = 12  # words below which their choice says nothing
_SHARE = 0.18  # of common English words; measured: English news has 0.25 and more, other languages below 0.1


@cache
def _knowledge() -> tuple[frozenset[str], dict[str, str]]:
    plain: dict[str, Any] = tomllib.loads(files("summitry").joinpath("data/languages.toml").read_text("utf-8"))
    return frozenset(plain["english"]), plain["scripts"]


def recognise(text: str, declared: str | None = None) -> str:
    """`en`, the language that owns the text's script (`ko`, `el`), else what the page declares, else `und`."""
    english, scripts = _knowledge()
    words = _WORD.findall(text[:_SAMPLE].casefold())
    script = _main_script("".join(words)[:_LETTERS])
    if script != "LATIN":
        return scripts.get(script) or _other(declared)
    if len(words) < _FEWEST or sum(w in english for w in words) >= _SHARE * len(words):
        return "en"
    return _other(declared)


def _main_script(letters: str) -> str:
    scripts = Counter(unicodedata.name(c, "UNKNOWN").split()[0] for c in letters)
    # Japanese mixes kana and Chinese characters; kana decide.
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana and kana * 10 > scripts["CJK"]:
        scripts["HIRAGANA"] = kana + scripts.pop("CJK", 0)
    return max(sorted(scripts), key=scripts.__getitem__, default="LATIN")


def _other(declared: str | None) -> str:
    language = (declared or "").strip().lower().replace("_", "-").split("-")[0]
    return language if re.fullmatch(r"[a-z]{2,3}", language) and language != "en" else UNKNOWN
