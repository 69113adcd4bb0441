"""From bytes to text, or to a refusal that says why."""

import codecs

import pytest

from summitry.errors import ReadError
from summitry.readers.decoding import decode

TEXT = "The envoy said: “We’ll come back to Zürich – if they pay.”\r\nNothing else.\u2028End.\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode_with_or_without_its_mark(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding)) == TEXT


def test_windows_1252_is_recognised() -> None:
    text = "The envoy said: “We’ll come back to Zürich – if they pay.” The café was empty."
    assert decode(text.encode("cp1252")) == text


def test_a_declared_encoding_is_used() -> None:
    text = "Послы встретились в Вене"
    assert decode(text.encode("koi8-r"), "koi8-r") == text


def test_declared_latin_1_means_windows_1252() -> None:
    assert decode("“No”".encode("cp1252"), "iso-8859-1") == "“No”"


def test_utf_8_is_believed_before_a_declaration() -> None:
    assert decode("“No”".encode(), "iso-8859-1") == "“No”"


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "rot13", "no-such-thing", "\0", "idna"])
def test_a_strange_declaration_is_passed_over(declared: str) -> None:
    text = "The envoy said: “We’ll come back – if they pay.” " * 3
    assert decode(text.encode("cp1252"), declared) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "NUL bytes: a binary file"),
        ("The envoy".encode("utf-16-le"), "UTF-16 without its byte order mark"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a\0", "begins with the mark of UTF-16-LE but is not UTF-16-LE"),
        (b"\x01\x02\x03\x04 ab", "control characters"),
        ("Zürich – “no”".encode() + b"\xff", "UTF-8 with broken bytes, the first at byte 20"),
        (bytes(range(0xA0, 0x100)) * 4, "its encoding cannot be told"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        decode(data)


def test_a_single_control_character_is_kept() -> None:
    text = "The envoy said\x0b no.\x1b " + "He left. " * 30
    assert decode(text.encode()) == text
