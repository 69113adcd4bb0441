"""What each paragraph of a text is: headline, standfirst, caption, body, related links or boilerplate."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from summitry.article import Block, BlockKind, Span
from summitry.readers.captions import caption_date

# Lengths in code points, of the texts that newspapers set.
_HEADLINE = 150
_QUESTION = 100  # a headline that asks
_STANDFIRST = 300
_CAPTION = 1_200
_LINK = 140
_LINE = 200  # a line of boilerplate that is no sentence
_NOTICE = 600  # a notice in sentences
_WRAPPED = 100  # the widest line of a text that was broken by hand or by mail
_FEWEST_BREAKS = 0.25  # of line breaks that must fall within a sentence for a text to be taken as wrapped

_CLOSERS = "”’\"')]»"
_BRACKETS = str.maketrans("", "", "()[]")
_INITIALISM = re.compile(r"(?:\b[A-Za-z]\.){2,}$")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_BULLET = re.compile(r"[-–—•·▪►▶»>*]\s*\S")
_DASH = r"\s*(?:[—–_-]{1,2}|:)(?:\s|$)"
_DATELINE = re.compile(
    rf"[A-Z][A-Z .,'’/-]{{2,60}}{_DASH}"  # VIENNA —
    rf"|[A-Z][A-Za-z .,'’/-]{{2,60}},\s+(?:\d{{1,2}}\s+[A-Z][a-z]+|[A-Z][a-z]{{2,8}}\.?\s+\d{{1,2}})(?:\s+\([^()]{{2,30}}\))?{_DASH}"  # Vienna, May 3 (Agency) --
    rf"|[A-Z][A-Za-z .,'’/-]{{2,60}}\([^()]{{2,30}}\){_DASH}"  # SEOUL (Agency) —
)
_BYLINE = re.compile(r"(?:By|BY)\s+(?:(?:[A-Z][\w.'’-]*|and|in|for|at|of|de|van|von|al|bin|the|\d+)(?:[\s,|]+|$))+")
_NOT_DATE = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|\b(?:am|pm|a\.m|p\.m|gmt|utc|bst|cet|cest|e[sd]t|p[sd]t|at|on|th|st|nd|rd|of|first|published|posted|issued|released|last|updated|modified|date|time|ist|kst|jst)\b|[\W\d]",
    re.IGNORECASE,
)


def find_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a plain text: one a paragraph, in order, not overlapping; each line that is not blank is in one."""
    spans = paragraphs(text)
    kinds = classify([text[s.start : s.end] for s in spans])
    return tuple(make_block(text, span, kind) for span, kind in zip(spans, kinds, strict=True))


def make_block(text: str, span: Span, kind: BlockKind) -> Block:
    """A block, with its own date if it is a caption that states one."""
    return Block(span, kind, caption_date(text[span.start : span.end]) if kind == "caption" else None)


# Paragraphs ----------------------------------------------------------------------------------------------------


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, without the white space around them: its lines, those of wrapped text joined."""
    lines: list[Span] = []
    breaks: list[bool] = []  # whether a blank line stands before the line
    start, blank = 0, True
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped[0])
            lines.append(Span(first, first + len(stripped)))
            breaks.append(blank)
        blank = not stripped
        start += len(line)
    return _join_wrapped(text, lines, breaks)


def _join_wrapped(text: str, lines: list[Span], breaks: list[bool]) -> list[Span]:
    width = max((s.end - s.start for s in lines), default=0)
    inner = [i for i in range(1, len(lines)) if not breaks[i]]
    within = sum(text[lines[i].start].islower() for i in inner)
    if width > _WRAPPED or not within or within < _FEWEST_BREAKS * len(inner):
        return lines
    joined = lines[:1]
    for i in range(1, len(lines)):
        # A line was broken because the next word did not fit; a shorter one ends its paragraph.
        word = text[lines[i].start : lines[i].end].split(maxsplit=1)[0]
        full = lines[i - 1].end - lines[i - 1].start + 1 + len(word) > 0.9 * width
        if not breaks[i] and (full or text[lines[i].start].islower()):
            joined[-1] = Span(joined[-1].start, lines[i].end)
        else:
            joined.append(lines[i])
    return joined


# Kinds ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Furniture:
    """The phrases of `data/blocks.toml` as patterns, to be matched at the beginning of a paragraph."""

    caption: re.Pattern[str]
    picture: re.Pattern[str]
    side: re.Pattern[str]
    pose: re.Pattern[str]
    credit: re.Pattern[str]
    owner: re.Pattern[str]
    related: re.Pattern[str]
    whole: re.Pattern[str]
    opening: re.Pattern[str]
    notice: re.Pattern[str]
    holds: re.Pattern[str]


def classify(texts: Sequence[str]) -> list[BlockKind]:
    """The kind of each paragraph of a page, given in page order."""
    kinds: list[BlockKind] = []
    in_list = False
    for text in texts:
        heads, opens_list = _related_head(text)
        kind: BlockKind = "body"
        if is_boilerplate(text):
            kind = "boilerplate"
        elif is_caption(text):
            kind = "caption"
        elif heads or (in_list and _is_link(text)):
            kind = "related"
        in_list = opens_list or (in_list and kind == "related")
        kinds.append(kind)
    _mark_head(texts, kinds)
    return kinds


def is_boilerplate(text: str) -> bool:
    """Whether a paragraph is none of the story: a notice, a button, a byline, a credit of editors, a line of stars."""
    if len(text) > _NOTICE:
        return False
    known = _furniture()
    if known.notice.match(text) or not any(c.isalnum() for c in text):
        return True
    if len(text) > _LINE:
        return False
    if known.holds.search(text) or known.whole.fullmatch(text.translate(_BRACKETS).strip(" \t.,:;!|*_-–—•")):
        return True
    unfinished = not _stops(text) or text.startswith("(")
    return unfinished and bool(known.opening.match(text) or _BYLINE.fullmatch(text) or is_date_line(text))


def is_caption(text: str) -> bool:
    """Whether a paragraph describes a picture: by how it opens, by whose it is, by where people stand in it."""
    if len(text) > _CAPTION:
        return False
    known = _furniture()
    if known.caption.match(text) or known.picture.match(text):
        return True
    if _DATELINE.match(text):
        return False
    end = text.rstrip(" .")
    bracket = end.rfind("(") if end.endswith(")") else -1
    if bracket > 0 and known.credit.fullmatch(end, bracket):
        return True
    if known.owner.search(end, max(0, len(end) - 80)):
        return True
    return len(set(known.side.findall(text))) > 1 or bool(known.pose.search(text))


def _related_head(text: str) -> tuple[bool, bool]:
    """Whether a paragraph points to other stories, and whether a list of them follows."""
    match = _furniture().related.match(text)
    if not match or len(text) > _LINE:
        return False, False
    rest = text[match.end() :].strip(" :–—-|»>…")
    return True, not rest


def _is_link(text: str) -> bool:
    return len(text) <= _LINK and not _stops(text) and not text.endswith(":") and not _DATELINE.match(text)


def _mark_head(texts: Sequence[str], kinds: list[BlockKind]) -> None:
    """Mark the headline and the standfirst among the body's first paragraphs, if it has any."""
    body = [i for i, kind in enumerate(kinds) if kind == "body"]
    lead = next((n for n, i in enumerate(body) if _is_prose(texts[i])), len(body))
    if lead == 0 and len(body) > 1 and _is_capitalised(texts[body[0]]) and _is_prose(texts[body[1]]):
        kinds[body[0]] = "headline"
    if not 0 < lead < len(body) or not _is_headline(texts[body[0]]):
        return
    kinds[body[0]] = "headline"
    second = body[1]
    # A standfirst in full sentences shows only by the byline under it.
    above_byline = second + 1 < len(texts) and bool(_BYLINE.fullmatch(texts[second + 1]))
    if len(texts[second]) <= _STANDFIRST and (lead > 1 or above_byline):
        kinds[second] = "standfirst"


def _is_headline(text: str) -> bool:
    return len(text) <= (_QUESTION if text.endswith("?") else _HEADLINE) and not _BULLET.match(text)


def _is_prose(text: str) -> bool:
    return len(text) > _STANDFIRST or _stops(text) or text.endswith(":") or bool(_DATELINE.match(text))


def _is_capitalised(text: str) -> bool:
    """Whether A Line Is Set Like This One, as headlines are even where they end in a full stop."""
    words = [w for w in _WORD.findall(text) if len(w) > 3]
    return (
        len(text) <= _HEADLINE
        and len(words) > 3
        and all(not w[0].islower() for w in words)
        and not _DATELINE.match(text)
    )


def _stops(text: str) -> bool:
    """Whether a text ends in a full stop that is not an abbreviation's, quotation marks and brackets aside."""
    end = text.rstrip(_CLOSERS + " ")
    return end.endswith(".") and not end.endswith("...") and not _INITIALISM.search(end[-12:])


def is_date_line(text: str) -> bool:
    """Whether a line is a date or a time and no more: `Published: 3 May 2019, 10.15 am`."""
    return (
        len(text) <= 80
        and any(c.isdecimal() for c in text)
        and any(c.isalpha() for c in text)
        and not _NOT_DATE.sub("", text)
    )


# Phrases -------------------------------------------------------------------------------------------------------


@cache
def _furniture() -> _Furniture:
    plain: dict[str, Any] = tomllib.loads(files("summitry").joinpath("data/blocks.toml").read_text("utf-8"))
    caption, related, boilerplate = plain["caption"], plain["related"], plain["boilerplate"]
    picture = f"(?:{_any(caption['pictures'])})s?"
    quality, side, owner = _any(caption["qualities"]), _any(caption["sides"]), _any(caption["owners"])
    bare = _any(p for p in related["opens"] if p not in related["with_colon"])
    return _Furniture(
        caption=_compile(_any(caption["opens"])),
        picture=_compile(
            rf"(?:in|on)\s+(?:this|these)\s+(?:[\w.,'’-]+\s+){{0,6}}?{picture}\b"
            rf"|(?:(?:in|on)\s+)?(?:an?|this|these)\s+(?:[\w-]+\s+){{0,2}}(?:{quality})\s+(?:\w+\s+)?{picture}\b"
            rf"|(?:an?|this|these)\s+{picture}\s+(?:taken|released|provided|made|distributed|obtained|grabbed|from)\b"
        ),
        side=re.compile(rf"\(({side})\)|(?<=\w), (far left|far right|left|right|centre|center|second left|second right),"),
        pose=re.compile(rf"(?:\((?:{side})\)|(?<=\w), (?:left|right|centre|center),) (?:{_any(caption['acts'])})\b"),
        credit=_compile(
            rf"\((?:(?:{owner})(?:\s?/\s?[^()]{{1,60}})?|[^()]{{1,80}}/\s?(?:{owner})|(?:file\s+)?(?:{_any(caption['credits'])})(?:\s*(?::|/|by\b|courtesy)[^()]{{1,80}})?)\)"
        ),
        owner=_compile(rf"(?:\b(?:photo|photograph|picture|image)s?\s*(?::|by)\s+[^.:]{{2,60}}|\b[\w.'’-]+/\s?(?:{owner})|\b(?:{owner})\s?/\s?[A-Z][\w.'’ -]{{2,40}})$"),
        related=_compile(rf"{_bullet_free(bare)}(?=\s*[:–—|»>…-]|\s*$)|(?:{_any(related['with_colon'])})(?=\s*:)"),
        whole=_compile(_any(boilerplate["whole"])),
        opening=_compile(_any(boilerplate["opens"])),
        notice=_compile(_any(boilerplate["notices"])),
        holds=_compile(_any(boilerplate["holds"])),
    )  # fmt: skip


def _bullet_free(pattern: str) -> str:
    return rf"(?:[-–—•·▪►▶»>*]\s*)?(?:{pattern})"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern})", re.IGNORECASE)


def _any(phrases: Iterable[str]) -> str:
    """A pattern of any of the phrases, the longest first; a phrase ends where its last word ends."""
    return "|".join(_phrase(p) for p in sorted(phrases, key=len, reverse=True))


def _phrase(phrase: str) -> str:
    escaped = re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]").replace(r"\#", r"\d[\d,.]*")
    return escaped + r"(?!\w)" if phrase[-1].isalnum() else escaped
