"""Quoted text into characters: the words themselves, marked where they occur more than once.

    met last week                 the one place where these words stand
    and <he> added                the words between the marks, found by the words around them
    will sign … by Friday         from the first part to the end of the next occurrence of the second
    met last week@2               the second occurrence

A line break or several spaces in the text count as one space. A quotation begins and ends at the edge of a word.
"""

import re
from collections.abc import Sequence

from summitry.article import Span

ORDINAL = re.compile(r"@(\d+)$")


class QuotingError(ValueError):
    """A quotation that is not in the text, or not in one place only."""


def places(text: str, quotation: str) -> list[Span]:
    """Everywhere a quotation stands in a text, in order.

    Raises:
        QuotingError: nowhere, or its marks are not one pair.
    """
    words, nth = quotation.strip(), None
    if ordinal := ORDINAL.search(words):
        words, nth = words[: ordinal.start()], int(ordinal[1])
    if words.count("<") > 1 or words.count("<") != words.count(">"):
        raise QuotingError(f"one pair of marks < > at most: {quotation!r}")
    pattern = _pattern(words)
    # A lookahead also finds occurrences that overlap.
    found = [Span(m.start("span"), m.end("span")) for m in re.finditer(f"(?={pattern})", text, re.DOTALL)]
    if nth is not None:
        found = found[nth - 1 : nth]
    if not found:
        raise QuotingError(f"not in the text: {quotation!r}")
    return found


def place(text: str, quotation: str, near: Sequence[Span] = ()) -> Span:
    """The one place where a quotation stands; where there are several, the one nearest to what it belongs to.

    Raises:
        QuotingError: nowhere, or in several places with none nearest.
    """
    found = places(text, quotation)
    if len(found) == 1:
        return found[0]
    if near:
        ranked = sorted(found, key=lambda span: _distance(span, near))
        if _distance(ranked[0], near) < _distance(ranked[1], near):
            return ranked[0]
    raise QuotingError(
        f"stands in {len(found)} places, mark it with the words around it, `before <it> after`: {quotation!r}"
    )


def _pattern(words: str) -> str:
    before, inside, after = "", words, ""
    if "<" in words:
        before, rest = words.split("<")
        inside, after = rest.split(">")
    if not inside.strip():
        raise QuotingError(f"no words between the marks: {words!r}")
    return f"{_part(before, opens=True)}(?P<span>{_part(inside, opens=not before, closes=not after)}){_part(after, closes=True)}"


def _part(words: str, *, opens: bool = False, closes: bool = False) -> str:
    gaps = [r"\s+".join(re.escape(word) for word in re.split(r"\s+", piece)) for piece in re.split(r"\s+…\s+", words)]
    pattern = ".*?".join(gaps)
    if opens and words[:1].isalnum():
        pattern = r"(?<!\w)" + pattern
    if closes and words[-1:].isalnum():
        pattern += r"(?!\w)"
    return pattern


def _distance(span: Span, near: Sequence[Span]) -> int:
    return min(max(0, span.start - other.end, other.start - span.end) for other in near)
