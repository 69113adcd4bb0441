"""Where sentences end inside a paragraph: a linear decision at its white space, learned from a treebank (`training.sentences`)."""

import re
from collections import deque
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from summitry.article import Span

# A full stop after these ends no sentence by rule.
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen col lt sgt capt adm gov sen rep pres rev hon st jr sr vs etc approx est dept no nos vol pp ca cf al fig "
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun inc ltd co corp bros ave blvd e.g i.e".split()
)
# ... and these end one only where a word follows that begins sentences more often than names.
INITIALISM = re.compile(r"(?:[A-Za-z]\.)+$")
STARTERS = frozenset(
    "the a an this that these those it he she they we i you but and in on at for as if when while after before his her its their our "
    "there what who why how both many some most no not one two since under during by from with according however meanwhile".split()
)
STOP = re.compile(r"(?<![.?!…])[.?!…]++[\"'”’»)\]]*+$")
MARKS = re.compile(r"[^\w\s]{0,3}$")
CHUNK = re.compile(r"\S+")
EDGE = " \t\"'“‘«([”’»)]"
RULE = "+"  # begins the first reason where a sentence ends by rule
LONGEST = 24  # characters of a word that count

# Classes of characters, so that "07/17/2000" and "1/2/99" look alike.
SHAPES = ((re.compile(r"[^\W\d_a-z]+"), "X"), (re.compile(r"[a-z]+"), "x"), (re.compile(r"\d+"), "9"))
ADDRESS = re.compile(r"\S*@\S+\.|https?:|www\.")
INFORMAL = re.compile(r"[.?!]\s+[a-z]")
FORMAL = re.compile(r"[.?!]\s+[A-Z]")


class Chunk(NamedTuple):
    """What stands between two white spaces, and what of it counts."""

    start: int
    end: int
    text: str
    lower: str
    shape: str
    first: str  # the class of its first character
    marks: str  # up to three that it ends in


NOTHING = Chunk(0, 0, "", "", "", "", "")  # before and after a paragraph


def boundaries(text: str, paragraph: Span) -> Iterator[tuple[int, int]]:
    """Where a sentence ends and where the next begins, in text order."""
    weights = _weights()
    for end, start, reasons in gaps(text, paragraph):
        if sum(weights.get(reason, 0) for reason in reasons) > 0:
            yield end, start


def gaps(text: str, paragraph: Span) -> Iterator[tuple[int, int, list[str]]]:
    """The white spaces where a sentence may end: where the words before and after lie, and the reasons for and against."""
    manner = _manner(text, paragraph)
    window = deque([NOTHING] * 6, maxlen=6)  # three words before a white space and three after
    chunks = map(_chunk, CHUNK.finditer(text, paragraph.start, paragraph.end))
    for number, chunk in enumerate(chain(chunks, (NOTHING, NOTHING)), start=-2):
        window.append(chunk)
        _, _, last, this, _, _ = window
        if number > 0 and this.lower:
            yield last.end, this.start, list(_reasons(min(number, 4), manner, *window))


def _reasons(  # noqa: PLR0913, PLR0917 - a window of words
    number: int, manner: str, third: Chunk, before: Chunk, last: Chunk, this: Chunk, after: Chunk, later: Chunk
) -> Iterator[str]:
    marks, first, word = last.marks, this.first, this.lower.strip(EDGE + ".,:;!?-")
    rule = RULE if _ends(last, this) else "-"
    yield f"{rule}{marks} {first}"
    yield f"{rule}{marks} {first} {manner}"
    yield f"{rule} {first} _{word}"
    yield f"{marks} _{word}"
    yield f"{last.lower}_ {first}"
    yield f"{last.lower}_"
    yield f"{before.lower} {last.lower}_"
    yield f"_{word} {after.lower}"
    yield f"{last.shape}_{this.shape}"
    yield f"{before.shape} {last.shape}_{this.shape}"
    yield f"{third.shape} {before.shape} {last.shape}_{first}"
    yield f"{last.shape}_{this.shape} {after.shape}"
    yield f"{marks}_{this.shape} {after.shape}"
    yield f"_{this.shape} {after.shape} {later.shape}"
    yield f"#{number} {marks} {first}"
    if not after.lower:
        yield f"$ {marks} {first}"


def _chunk(match: re.Match[str]) -> Chunk:
    text = match.group()[-LONGEST:]
    shape = text[:12] if not ADDRESS.match(match.group()[:LONGEST]) else "@"
    for pattern, letter in SHAPES:
        shape = pattern.sub(letter, shape)
    head = match.group()[0]
    first = "x" if head.islower() else "X" if head.isupper() else "9" if head.isdigit() else head
    marks = MARKS.search(text)
    return Chunk(match.start(), match.end(), text, text.lower(), shape, first, marks.group() if marks else "")


def _manner(text: str, paragraph: Span) -> str:
    """Whether a paragraph begins its sentences with capitals, as far as its full stops tell."""
    small = sum(1 for _ in INFORMAL.finditer(text, paragraph.start, paragraph.end))
    large = sum(1 for _ in FORMAL.finditer(text, paragraph.start, paragraph.end))
    return "informal" if small > large else "mixed" if small else "formal" if large else "unknown"


def _ends(last: Chunk, this: Chunk) -> bool:
    """Whether the marks at the end of a word end a sentence by rule, by that word and the one after."""
    stop = STOP.search(last.text)
    word = this.lower.strip(EDGE)
    if stop is None or not word or this.text.strip(EDGE)[0].islower():
        return False
    if not stop.group().startswith(".") or stop.group()[1:2] in (".", "?", "!", "…"):
        return True
    ended = last.text[: stop.start()].lstrip(EDGE)
    if ended.lower() in ABBREVIATIONS:
        return False
    if INITIALISM.match(ended + "."):
        return len(ended) > 1 and word.rstrip(",") in STARTERS
    return True


@cache
def _weights() -> dict[str, int]:
    lines = (files("summitry") / "data" / "sentences.txt").read_text("utf-8").splitlines()[1:]
    return {reason: int(weight) for weight, _, reason in (line.partition("\t") for line in lines)}
