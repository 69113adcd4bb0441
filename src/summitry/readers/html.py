"""HTML pages: the main text by trafilatura, and the headline, standfirst and captions of the page in page order."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from summitry.article import Article, BlockKind, Span
from summitry.errors import DateError, ReadError
from summitry.options import Options
from summitry.readers.assembly import Facts, Origin, Refused, assemble
from summitry.readers.blocks import classify, make_block
from summitry.readers.dates import day_in_name, day_of, on_day
from summitry.readers.decoding import decode, read_whole

# A page is parsed into a tree, which costs far more than its bytes; news pages stay far below both.
_LARGEST = 10_000_000  # bytes
_MOST_ELEMENTS = 50_000
_SENTENCE = 12  # words of the longest paragraph, below which a page is a list of links or a form

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_OUTSIDE = frozenset(("nav", "aside", "footer", "form", "button", "noscript", "template"))
_BLOCKS = _OUTSIDE | frozenset(
    "address article blockquote br caption center dd div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 header hr li main ol p pre section "
    "table tbody td th thead tr ul".split()
)
_CARRIERS = frozenset(("p", "div", "span", "h2", "h3", "figcaption", "section", "header", "em", "small"))
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig)?captions?(?:$|[\s_-](?!toggle|button|track|control))|wp-caption-text", re.IGNORECASE
)
_STANDFIRST = re.compile(r"(?:^|[\s_-])(?:standfirst|sub-?(?:title|headline|heading)|dek|deck|kicker-text|strap-?line|(?:article|story|post)[\s_-]*(?:summary|intro|lede?))(?:$|[\s_-])", re.IGNORECASE)  # fmt: skip
_RELATED = re.compile(
    r"(?:^|[\s_-])(?:related|read-?more|more-on|see-also|recommend(?:ed|ations)?|also-read|most-read|trending)(?:$|[\s_-])",
    re.IGNORECASE,
)
# Dates only where the page declares them or sets them as its own, never from its prose; later ones than today too,
# so that the same page reads the same on any day.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}


@dataclass(frozen=True, slots=True)
class _Found:
    """What trafilatura finds: the paragraphs of the main text, and what the page says of itself."""

    paragraphs: list[str]
    description: str | None
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the page that holds text: its place in page order, its words and what its markup says it is."""

    place: int
    text: str
    kind: BlockKind | None
    inside: bool  # not in a navigation, an aside or a footer


def read(stream: BinaryIO, origin: Origin, options: Options) -> Iterator[Article | Refused]:
    """One article: its paragraphs joined by blank lines, the headline first.

    Raises:
        ReadError: the bytes are no text, the page is too large or holds no article.
    """
    data = read_whole(stream, _LARGEST)
    declared = _DECLARED.search(data[:4096])
    label = next((g for g in declared.groups() if g), b"").decode("ascii") if declared else None
    tree = _parse(decode(data, label))
    parts = _parts(tree)
    found = _extract(tree)
    composed = _compose(found, parts)
    text, spans = _join([words for words, _ in composed])
    blocks = [make_block(text, span, kind) for span, (_, kind) in zip(spans, composed, strict=True)]
    facts = replace(found.facts, published=found.facts.published or day_in_name(origin.name))
    yield assemble(text, facts, origin, options, blocks)


def _parse(text: str) -> Any:
    """The page as an lxml tree, without comments, from its text alone: nothing is loaded, no entity is defined."""
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadError("no article text found") from None
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise ReadError(f"a page of more than {_MOST_ELEMENTS:,} elements")
    return tree


# What trafilatura finds ----------------------------------------------------------------------------------------


def _extract(tree: Any) -> _Found:
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())  # their remarks are for who asks for them
    try:
        found: Any = trafilatura.bare_extraction(
            tree, fast=True, include_comments=False, with_metadata=True, date_extraction_params=dict(_DATES)
        )
    except Exception as error:  # a third party's parser on any page of the web; its failure is the page's
        raise ReadError(f"the page cannot be read ({type(error).__name__})") from error
    paragraphs = [] if found is None or found.body is None else list(_paragraphs(found.body))
    if not any(len(words.split()) >= _SENTENCE for words in paragraphs):
        raise ReadError("no article text found")
    facts = Facts(
        title=found.title,
        source=found.sitename,
        url=found.url,
        published=_published(found.date),
        language=tree.get("lang"),
    )
    return _Found(paragraphs, found.description, facts)


def _published(day: str | None) -> Any:
    try:
        return on_day(day_of(day), "metadata", "the page's metadata") if day else None
    except DateError:
        return None


def _paragraphs(body: Any) -> Iterator[str]:
    """The paragraphs of trafilatura's tree, in page order; a line break (`lb`) ends one."""
    pieces: list[str] = []

    def flush() -> Iterator[str]:
        words = _words("".join(pieces))
        pieces.clear()
        if words:
            yield words

    for event, element in _walk(body):
        if element.tag in ("p", "head", "item", "list", "quote", "row", "table", "lb", "code", "graphic"):
            yield from flush()
        elif element.tag == "cell":
            pieces.append(" ")
        pieces.append((element.text if event == "start" else element.tail) or "")
    yield from flush()


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    for event, element in etree.iterwalk(root, events=("start", "end")):
        if isinstance(element.tag, str):
            yield event, element


# What the markup says ------------------------------------------------------------------------------------------


def _parts(tree: Any) -> list[_Part]:
    """The parts of the page that hold text, in page order: what stands between two tags of blocks, or in a marked one.

    One pass: each character belongs to one part, so that nesting costs nothing.
    """
    parts: list[_Part] = []
    pieces: list[str] = []
    marked: Any = None
    kind: BlockKind | None = None
    outside = related = 0

    def flush() -> None:
        words = _words("".join(pieces))
        pieces.clear()
        if words:
            parts.append(_Part(len(parts), words, kind or ("related" if related else None), not outside))

    for event, element in _walk(tree):
        step = 1 if event == "start" else -1
        if marked is None and (element.tag in _BLOCKS or (step > 0 and _marked_kind(element))):
            flush()
        if marked is None and step > 0:
            kind = _marked_kind(element)
            marked = element if kind else None
        elif marked is element:
            flush()
            marked = kind = None
        outside += step * (element.tag in _OUTSIDE)
        related += step * _is_aside(element)
        if step < 0:
            pieces.append(element.tail or "")
        elif element.tag not in ("script", "style"):
            pieces.append(f" {element.text or ''}" if element.tag == "br" else element.text or "")
    return parts


def _marked_kind(element: Any) -> BlockKind | None:
    if element.tag == "h1":
        return "headline"
    if element.tag not in _CARRIERS:
        return None
    names = _names(element)
    if element.tag == "figcaption" or _CAPTION.search(names):
        return "caption"
    return "standfirst" if _STANDFIRST.search(names) else None


def _is_aside(element: Any) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    return element.tag == "aside" or bool(_RELATED.search(_names(element)))


def _names(element: Any) -> str:
    return " ".join((element.get(a) or "")[:200] for a in ("class", "id", "itemprop"))


# The article ---------------------------------------------------------------------------------------------------


def _compose(found: _Found, parts: list[_Part]) -> list[tuple[str, BlockKind]]:
    """The article's paragraphs with their kinds: headline, standfirst, then captions and body as they stand."""
    places: dict[str, _Part] = {}
    for part in parts:
        places.setdefault(_key(part.text), part)
    headline = _headline(found.facts.title, parts)
    within = _within(found, headline, parts, places)
    standfirst = _standfirst(found, within, places)
    head: list[tuple[str, BlockKind]] = [(headline, "headline")] if headline else []
    if standfirst:
        head.append((standfirst, "standfirst"))
    taken = {_key(words) for words, _ in head}
    captions = [p for p in within if p.kind == "caption" and p is places[_key(p.text)] and _key(p.text) not in taken]
    taken.update(_key(p.text) for p in captions)
    rest = _in_page_order([words for words in found.paragraphs if _key(words) not in taken], captions, places)
    kinds = classify([words for words, _ in rest])
    for (words, marked), kind in zip(rest, kinds, strict=True):
        # The page has but one headline, and its markup knows better than the look of a paragraph.
        head.append((words, marked or ("body" if headline and kind in ("headline", "standfirst") else kind)))
    return head


def _headline(title: str | None, parts: list[_Part]) -> str | None:
    """The first-level heading that the title repeats, else the only one, else the title."""
    headings = [p.text for p in parts if p.kind == "headline" and p.inside]
    named = [h for h in headings if title and (_key(h) in _key(title) or _key(title) in _key(h))]
    return next(iter(named), None) or (headings[0] if len(headings) == 1 else _words(title or "") or None)


def _within(found: _Found, headline: str | None, parts: list[_Part], places: dict[str, _Part]) -> list[_Part]:
    """The parts between the article's headline and its last paragraph, those of asides left out."""
    met = [places[_key(words)].place for words in found.paragraphs if _key(words) in places]
    heads = [p.place for p in parts if p.kind == "headline" and p.text == headline]
    if not met:
        return []
    return [p for p in parts if p.inside and min(met + heads) <= p.place <= max(met)]


def _standfirst(found: _Found, within: list[_Part], places: dict[str, _Part]) -> str | None:
    """The part marked as one; else the page's description where it stands by itself before the story.

    Some pages describe themselves by their first paragraph: that one is a full sentence, and remains in the body.
    """
    marked = next((p.text for p in within if p.kind == "standfirst"), None)
    if marked or not found.description:
        return marked
    described = _key(found.description)
    first = places.get(_key(found.paragraphs[0]))
    part = next((p for p in within if p.kind is None and _key(p.text) == described), None)
    return part.text if part and first and (part.place < first.place or not part.text.endswith(".")) else None


def _in_page_order(
    paragraphs: list[str], captions: list[_Part], places: dict[str, _Part]
) -> list[tuple[str, BlockKind | None]]:
    """The paragraphs, each caption before the first of them that follows it in the page."""
    ordered: list[tuple[str, BlockKind | None]] = []
    waiting = list(captions)
    for words in paragraphs:
        part = places.get(_key(words))
        while part and waiting and waiting[0].place < part.place:
            ordered.append((waiting.pop(0).text, "caption"))
        ordered.append((words, "related" if part and part.kind == "related" else None))
    return ordered + [(p.text, "caption") for p in waiting]


def _join(paragraphs: list[str]) -> tuple[str, list[Span]]:
    spans, start = [], 0
    for words in paragraphs:
        spans.append(Span(start, start + len(words)))
        start += len(words) + 2
    return "\n\n".join(paragraphs), spans


def _words(text: str) -> str:
    return " ".join(text.split())


def _key(text: str) -> str:
    """What stays the same when trafilatura tidies a paragraph."""
    return "".join(c for c in text.casefold() if c.isalnum())
