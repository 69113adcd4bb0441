"""Sentences and words of a text, cut as Universal Dependencies cuts English, and its quotations paired over paragraphs."""

import re
from collections.abc import Iterator, Sequence

from summitry.article import Block, Span
from summitry.language.analysis import Quotation
from summitry.language.boundaries import INITIALISM, boundaries

OPENING, CLOSING, STRAIGHT = "“„«", "”»", '"'
ALL_MARKS = OPENING + CLOSING + STRAIGHT

# "SEOUL, March 9 (Northwire) —" opens a report and belongs to no sentence of it.
DATELINE = re.compile(
    r"[A-Z][\w.’' /-]*[A-Z](?:,[^—–()\n]{2,40})?\s*(?:\([^()\n]{2,30}\)\s*){0,2}(?:—|–|--|-)\s+(?=\S)"
)

# UD English keeps a hyphen inside a word only after these.
PREFIXES = (
    "anti co counter cross de e ex inter intra mega micro mid mini multi neo non over post pre pro quasi re semi sub super "
    "trans ultra un under vice"
).split()
WORD = re.compile(
    rf"""
      (?:https?://|www\.)[^\s<>"”’]+                     # addresses
    | [\w-]+(?:\.[\w-]+)*\.(?:com|net|org|edu|gov|co\.uk|html?|pdf|docx?|xlsx?|jpe?g)\b
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | (?<=\s)[:;]-?[()DP](?!\w) | ''|’’|‘’|``                    # faces, quotation marks of two
    | \d{{3}}-(?:\d{{3}}-)?\d{{4}}\b                             # telephones
    | [A-Z]+&[A-Z]+\b                                           # AT&T
    | (?:[^\W\d_]\.){{2,}}[^\W\d_]?(?![^\W\d_])              # U.S., e.g., U.N
    | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?\b|\d+(?:[.,:]\d+)* # 1,929  3.5  10:30  4th  1990s
    | (?:(?:{"|".join(PREFIXES)})-)?[^\W\d_]+(?:\d+)?                         # words; non-aggression
    | [!?]+|(?P<same>[^\w\s"'“”‘’()\[\]])(?P=same)+|[^\w\s]|_+|\w+ # marks; the same one repeated is one
    """,
    re.VERBOSE | re.IGNORECASE,
)
ABBREVIATED = re.compile(
    r"(?i:mr|mrs|ms|dr|prof|gen|col|lt|sgt|capt|adm|gov|sen|rep|st|jr|sr|jan|feb|mar|apr|jun|jul|aug|sept|oct|nov|dec|no|vs|inc|ltd|co|corp|etc|al|ft)$|[A-HJ-Z]$"
)
TWO_IN_ONE = re.compile(
    r"can(?=not$)|(?:do|does|did|wo|ca|is|was|were|could|would|should|has|had)(?=nt$)", re.IGNORECASE
)
CLITIC = re.compile(r"(?:s|re|ve|ll|d|m)$", re.IGNORECASE)


def paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, Block]]:
    """The non-blank lines of each block, without the white space at their ends."""
    for block in blocks:
        for match in re.finditer(r"[^\n\r\u2028\u2029\x85]+", text[block.span.start : block.span.end]):
            line = match.group()
            if line.strip():
                start = block.span.start + match.start() + len(line) - len(line.lstrip())
                yield Span(start, start + len(line.strip())), block


def sentences(text: str, paragraph: Span) -> Iterator[Span]:
    """The sentences of one paragraph; a dateline is one by itself."""
    start = paragraph.start
    dateline = DATELINE.match(text, start, min(paragraph.end, start + 90))
    if dateline and dateline.end() < paragraph.end:
        yield Span(start, start + len(dateline.group().rstrip()))
        start = dateline.end()
    for end, following in boundaries(text, Span(start, paragraph.end)):
        yield Span(start, end)
        start = following
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def words(text: str, sentence: Span) -> Iterator[Span]:
    """The words of one sentence: clitics (`do n't`, `Kim 's`) and hyphenated parts apart, abbreviations with their stop."""
    end = sentence.start
    for match in WORD.finditer(text, sentence.start, sentence.end):
        start = match.start()
        if start < end:  # already taken by the word before
            continue
        end = match.end()
        word = match.group()
        if (
            ABBREVIATED.match(word)
            and text[end : end + 1] == "."
            and (end + 1 < sentence.end or INITIALISM.match(word))
        ):
            end += 1
        if word[-1].isalpha() and text[end : end + 1] in ("'", "’") and end + 1 < sentence.end:
            rest = re.compile(r"[^\W\d_]+").match(text, end + 1, sentence.end)
            if rest and word[-1] in "nN" and rest.group().lower() == "t" and len(word) > 1:  # do n't, ca n't
                yield from (Span(start, end - 1), Span(end - 1, rest.end()))
                end = rest.end()
                continue
            if rest and CLITIC.match(rest.group()):
                yield from (Span(start, end), Span(end, rest.end()))
                end = rest.end()
                continue
            if rest and len(word) <= 2 and rest.group()[0].isupper():  # O'Brien, D'Alema
                end = rest.end()
        if two := TWO_IN_ONE.match(word):
            yield from (Span(start, start + two.end()), Span(start + two.end(), end))
            continue
        yield Span(start, end)


def quotations(text: str, blocks: Sequence[Block]) -> tuple[Quotation, ...]:
    """Quotations in text order, none inside another; a quotation that goes on in the next paragraph is marked `continued`.

    A mark that is never closed quotes to the end of its paragraph if it began the paragraph, else it quotes nothing.
    """
    found: list[Quotation] = []
    lines = [p for p, block in paragraphs(text, blocks) if block.kind not in ("related", "boilerplate")]
    for number, line in enumerate(lines):
        opened = _quoted(text, line, found)
        if opened is not None:
            follows = number + 1 < len(lines) and text[lines[number + 1].start] in OPENING + STRAIGHT
            if follows or opened == line.start + 1:
                found.append(Quotation(Span(opened, line.end), continued=follows))
    return tuple(sorted((q for q in found if text[q.span.start : q.span.end].strip()), key=lambda q: q.span))


def _quoted(text: str, line: Span, found: list[Quotation]) -> int | None:
    """Add the closed quotations of a paragraph to `found`; give back where an unclosed one begins, if one does."""
    opened: int | None = None
    singles: int | None = None
    for at in range(line.start, line.end):
        mark = text[at]
        before, after = (
            text[at - 1 : at] if at > line.start else " ",
            text[at + 1 : at + 2] if at + 1 < line.end else " ",
        )
        if mark in ALL_MARKS:
            opens = mark in OPENING or (mark in STRAIGHT and opened is None and not after.isspace())
            if opens and opened is None:
                opened = at + 1
            elif not opens and opened is not None:
                found.append(Quotation(Span(opened, at)))
                opened = None
            singles = None
        elif (
            opened is None
            and singles is None
            and mark in "‘'"
            and not before.isalnum()
            and (after.isalnum() or after == "…")
        ):
            singles = at + 1
        elif singles is not None and mark in "’'" and not before.isspace() and not after.isalnum() and opened is None:
            if before == "s" and after.isspace() and _closes_later(text, at + 1, line.end):
                continue
            found.append(Quotation(Span(singles, at)))
            singles = None
    return opened


def _closes_later(text: str, start: int, end: int) -> bool:
    """Whether another closing single mark follows before the next opening one: then an `s’` was a plural's possessive."""
    nxt = re.compile(r"(?<=[^\s\w])[’'](?!\w)|(?<=\w)[’'](?!\w)|(?<!\w)[‘'](?=\w)").search(text, start, end)
    return nxt is not None and not re.match(r"[‘']\w", text[nxt.start() : nxt.start() + 2])
