"""From bytes to text: by byte order mark, as UTF-8, as declared, else by a cautious guess; refused rather than damaged."""

import codecs
import re
from typing import BinaryIO

from summitry.errors import ReadError

LARGEST = 50_000_000  # bytes of one document

# UTF-32 before UTF-16, whose mark is the beginning of its own.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings that a page may declare. Python knows others (UTF-7, escapes) that can smuggle characters in.
_DECLARABLE = re.compile(
    r"utf-8|iso8859-\d+|cp125\d|cp932|cp949|koi8-[ru]|shift_jis|euc_(jp|kr)|gb(2312|k|18030)|big5|mac-(roman|cyrillic)"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_SHARE = 0.01
# What windows-1252 holds beside ASCII where an English text uses it: quotes, dashes, signs; letters within small words.
_MARKS_1252 = "‘’“”‚„–—…•€£©®™°§½¼¾ªº«»¡¿\xa0·´†‰‹›¢¥\xad×"
_PLAUSIBLE_1252 = re.compile(rf"[\x00-\x7f{_MARKS_1252}]|(?<![a-zß-ÿ])[À-ÖØ-Þ]|[ß-öø-ÿšžœŠŽŒŸ]")
_WITHIN_WORD = re.compile(r"\w[‚„†‰•©®™§¡¿]\w")
_ACCENT_SHARE = 0.04


def read_whole(stream: BinaryIO, most: int = LARGEST) -> bytes:
    """All bytes of a stream.

    Raises:
        ReadError: there are more than `most`; no more than that is held.
    """
    data = stream.read(most + 1)
    if len(data) > most:
        raise ReadError(f"larger than {most:,} bytes")
    return data


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, without its byte order mark and otherwise as it stands.

    Raises:
        ReadError: the bytes are no text, or in an encoding that cannot be told.
    """
    if not data:
        raise ReadError("empty")
    text = _by_mark(data)
    if text is None:
        if b"\0" in data:
            raise ReadError("holds NUL bytes: a binary file, or UTF-16 without its byte order mark")
        text = _decode_or_none(data, "utf-8") or _as_declared(data, declared) or _guess(data)
    controls = len(_CONTROL.findall(text))
    if controls > _CONTROL_SHARE * len(text) or "\0" in text:
        raise ReadError(f"holds {controls} control characters: no text")
    return text


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _decode_or_none(data[len(mark) :], encoding)
            if text is None:
                raise ReadError(f"begins with the mark of {encoding.upper()} but is not {encoding.upper()}")
            return text
    return None


def _decode_or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _as_declared(data: bytes, declared: str | None) -> str | None:
    """By the declared encoding, where it is known and fits; `iso-8859-1` means windows-1252, as in browsers."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    if not _DECLARABLE.fullmatch(name):
        return None
    return _decode_or_none(data, "cp1252" if name == "iso8859-1" else name)


def _guess(data: bytes) -> str:
    _refuse_broken_utf8(data)
    text = _decode_or_none(data, "cp1252")
    if text is not None and _reads_as_1252(text):
        return text
    from charset_normalizer import from_bytes

    # Its own thresholds: at most 10 % mess, and a language it recognises.
    best = from_bytes(data[:100_000], threshold=0.1, language_threshold=0.3).best()
    text = None if best is None or best.coherence < 0.3 else _decode_or_none(data, best.encoding)
    if text is None:
        raise ReadError("its encoding cannot be told: save it as UTF-8")
    return text


def _refuse_broken_utf8(data: bytes) -> None:
    """Mostly valid UTF-8 with a few broken bytes is a damaged file, not another encoding."""
    good = sum(not c.isascii() for c in data.decode("utf-8", "ignore"))
    broken = data.decode("utf-8", "replace").count("�")
    if good > broken:
        offset = _first_broken_byte(data)
        raise ReadError(f"UTF-8 with broken bytes, the first at byte {offset}")


def _first_broken_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _reads_as_1252(text: str) -> bool:
    foreign = [c for c in text if not c.isascii()]
    letters = sum(c.isalpha() for c in foreign)
    if letters > _ACCENT_SHARE * len(text) or _WITHIN_WORD.search(text):
        return False
    return not _PLAUSIBLE_1252.sub("", text)
