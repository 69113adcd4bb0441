"""Numbers in figures and words, as they stand in time expressions."""

import re

from summitry.language.times.grammar import Lexicon


def number(words: str, lexicon: Lexicon) -> float | None:
    """The value of "1,929", "2.5", "twenty - four", "two hundred and fifty" or "half a dozen"; null for other words."""
    cardinals = lexicon.values["cardinal"]
    thousands = rest = 0.0
    seen = False
    for word in words.replace("half a dozen", "six").split():
        if word in ("-", "and", "a"):
            continue
        seen = True
        if word[0].isdigit():
            rest += float(word.replace(",", ""))
        elif word not in cardinals:
            return None
        elif word == "thousand":
            thousands, rest = thousands + (rest or 1) * 1000, 0
        elif word in ("hundred", "dozen"):
            rest = (rest or 1) * int(cardinals[word])
        else:
            rest += int(cardinals[word])
    return thousands + rest if seen else None


def year_number(words: str, lexicon: Lexicon) -> int | None:
    """The year of "1998", "nineteen ninety - eight", "nineteen oh five" or "two thousand and one"."""
    if words.isdigit():
        return int(words)
    if words.startswith("nineteen "):
        rest = re.sub(r"nineteen (hundred|oh)?", "", words).strip()
        value = number(rest, lexicon) if rest else 0
        return 1900 + int(value) if value is not None and value < 100 else None
    value = number(words, lexicon)
    return int(value) if value else None


def ordinal_number(words: str, lexicon: Lexicon) -> int:
    """The value of "12th", "twelfth" or "twenty - first"."""
    last = words.rsplit(maxsplit=1)[-1]
    if last[0].isdigit():
        return int(re.sub(r"\D", "", last))
    tens = int(lexicon.values["cardinal"][words.split(maxsplit=1)[0]]) if " " in words else 0
    return tens + int(lexicon.values["ordinal"][last])
