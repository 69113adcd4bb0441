"""Files, folders and texts become articles; what yields none is refused with its reason."""

import os
import time
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.article import Article
from summitry.errors import DateError, ReadError
from summitry.options import Options
from summitry.readers import Refused, from_text, read_all, read_bytes, read_path, read_stream, walk

WORDS = "The envoys met again.\n"


def write(path: Path, data: bytes | str = WORDS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(path: Path, **known: date) -> Article:
    (article,) = read_path(path, **known)
    return article


def refusal(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        list(read_path(path))
    return str(caught.value)


# The text -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The envoys met.\r\n\r\nThey left.\r\n",
        "The envoys met.\rThey left.\r",
        "  The envoys met. \n\n\n",
        "The envoys met.\x85They left.\u2028Nobody spoke.\u2029\n",
        "The \u202eenvoys\u202c met \u2066again\u2069.\n",
        "The\u00a0envoys met in Zu\u0308rich and Zürich 😀.\n",
    ],
)
def test_a_plain_text_is_kept_character_by_character(tmp_path: Path, text: str) -> None:
    assert read(write(tmp_path / "a.txt", text)).text == text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.txt", b"\xef\xbb\xbf" + WORDS.encode())).text == WORDS


def test_a_text_from_the_caller_is_kept_as_it_is() -> None:
    assert from_text("\ufeff The envoys met.\r\n").text == "\ufeff The envoys met.\r\n"


# The date -------------------------------------------------------------------------------------------------------


def test_the_file_name_dates_a_text(tmp_path: Path) -> None:
    published = read(write(tmp_path / "2018-09-24-envoys.txt")).published
    assert published is not None
    assert (published.value, published.basis, published.reason) == ("2018-09-24", "metadata", "the file's name")


@pytest.mark.parametrize(
    "name", ["2018-13-24-envoys.txt", "2018-02-30.txt", "2018-09-24-to-2018-09-30.txt", "12018-09-24.txt"]
)
def test_a_name_with_no_date_or_two_says_nothing(tmp_path: Path, name: str) -> None:
    assert read(write(tmp_path / name)).published is None


def test_the_caller_knows_better_than_the_name(tmp_path: Path) -> None:
    published = read(write(tmp_path / "2018-09-24-envoys.txt"), published=date(2019, 1, 2)).published
    assert published is not None
    assert (published.value, published.basis) == ("2019-01-02", "given")


def test_the_text_dates_itself_where_nothing_else_does() -> None:
    published = from_text("Published: 24 September 2018\n\nThe envoys met again.").published
    assert published is not None
    assert (published.value, published.basis) == ("2018-09-24", "text")


def test_a_date_in_the_pages_furniture_is_not_the_articles() -> None:
    assert from_text("The envoys met again.\n\n© The Example. Privacy policy updated on 25 May 2018").published is None


@pytest.mark.parametrize("day", ["2019-02-30", "yesterday", ""])
def test_a_date_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(DateError):
        from_text(WORDS, published=day)


# The id ---------------------------------------------------------------------------------------------------------


def test_the_id_is_the_files_stem_and_the_texts_digest(tmp_path: Path) -> None:
    article = read(write(tmp_path / "Two envoys, again!.txt"))
    assert article.id == f"Two-envoys-again-{article.sha256[:12]}"


def test_files_of_one_name_and_different_texts_have_different_ids(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "a" / "story.txt", "The envoys met."),
        write(tmp_path / "b" / "story.txt", "The envoys left."),
    ]
    forward = [a.id for a in read_all(files) if isinstance(a, Article)]
    backward = [a.id for a in read_all(files[::-1]) if isinstance(a, Article)]
    assert len(set(forward)) == 2
    assert forward == backward[::-1]


def test_a_text_without_a_name_is_called_text() -> None:
    article = from_text(WORDS)
    assert article.id == f"text-{article.sha256[:12]}"


def test_a_file_name_that_is_no_unicode_gives_an_id_that_is(tmp_path: Path) -> None:
    path = write(tmp_path / os.fsdecode(b"envoys-\xff.txt"))
    assert read(path).id.encode().startswith(b"envoys-")


def test_a_given_id_is_kept() -> None:
    assert from_text(WORDS, id="wire/2019:17").id == "wire/2019:17"


@pytest.mark.parametrize("given_id", ["", " ", "a\nb", "a\ud800", "a" * 201])
def test_an_id_that_cannot_be_one_is_refused(given_id: str) -> None:
    with pytest.raises(ReadError, match="id"):
        from_text(WORDS, id=given_id)


# Bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"... --- ...", "holds no word"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL bytes"),
        ("Zürich – “no”".encode() + b"\x80", "UTF-8 with broken bytes"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xff\xfe", "empty"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = write(tmp_path / "a.txt", data)
    assert refusal(path).startswith(f"{path}: ")
    assert reason in refusal(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.txt") == f"{tmp_path / 'a.txt'}: no such file"


def test_a_folder_is_no_article(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: a folder"


def test_a_path_that_cannot_be_one_is_refused() -> None:
    assert "null" in refusal(Path("a\0b.txt"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    path.chmod(0)
    assert refusal(path) == f"{path}: you may not read it"


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path / "a.txt")
    monkeypatch.setattr(Path, "open", deny)
    assert refusal(path) == f"{path}: you may not read it"


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a"])
def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(50_000_001)
    started = time.monotonic()
    assert refusal(path) == f"{path}: larger than 50,000,000 bytes"
    assert time.monotonic() - started < 1


def test_an_endless_stream_is_refused_when_it_is_too_long() -> None:
    with Path("/dev/zero").open("rb") as stream, pytest.raises(ReadError, match="stdin: larger than"):
        list(read_stream(stream, name="stdin", format="text"))


def test_a_text_longer_than_the_option_is_refused() -> None:
    with pytest.raises(ReadError, match="22 characters; more than 20 are not read"):
        from_text(WORDS, options=Options(longest=20))


def test_a_stream_longer_than_the_option_is_not_read_whole() -> None:
    stream = BytesIO(b"a" * 1_000_000)
    with pytest.raises(ReadError):
        list(read_stream(stream, name="stdin", format="text", options=Options(longest=20)))
    assert stream.tell() < 100


@pytest.mark.parametrize("text", ["", " \n", "half \ud800 pair", "NUL \0 here"])
def test_a_text_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ReadError):
        from_text(text)


def test_an_unknown_format_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ReadError, match="'pdf' is no format; known are html, jsonl, text"):
        list(read_bytes(b"%PDF", name="a", format="pdf"))


# Formats and folders --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (WORDS.encode(), WORDS),
        (b'{"text": "The envoys met again."}\n', "The envoys met again."),
        (
            b"<!DOCTYPE html><html><body><p>"
            + b"The envoys met again, and again, and again, and nobody knew why they did. " * 9
            + b"</p></body></html>",
            None,
        ),
    ],
)
def test_the_format_of_a_nameless_input_shows_at_its_beginning(data: bytes, text: str | None) -> None:
    (article,) = read_bytes(data, name="stdin")
    assert article.text == text or (text is None and "<" not in article.text)


def test_a_folder_is_walked_in_order_without_hidden_and_unknown_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/b/c.jsonl", "a.TXT", ".hidden.txt", ".git/x.txt", "picture.png", "notes.md"):
        write(tmp_path / name)
    found = [str(p.relative_to(tmp_path)) for p in walk([tmp_path])]
    assert found == ["a/b/c.jsonl", "a/z.html", "a.TXT", "b.txt"]


def test_a_file_that_is_named_is_read_whatever_its_suffix(tmp_path: Path) -> None:
    path = write(tmp_path / "notes.md")
    assert list(walk([path])) == [path]
    assert read(path).text == WORDS


def test_a_link_that_closes_a_circle_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    assert len(list(walk([tmp_path]))) == 1


def test_bad_inputs_of_a_batch_are_refused_and_the_others_go_on(tmp_path: Path) -> None:
    good, empty, missing = write(tmp_path / "a.txt"), write(tmp_path / "b.txt", b""), tmp_path / "c.txt"
    found = list(read_all([good, empty, missing, good]))
    assert [type(f) for f in found] == [Article, Refused, Refused, Article]
    assert [str(f) for f in found[1:3]] == [f"{empty}: empty", f"{missing}: no such file"]


# Anything at all ------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r\n", b"\x85", b"\xe2\x80\xa8", b"<p>", b"</html>", b"<html><body>", b"<!DOCTYPE a [", b"&#0;", b"&#xd800;",
     b"&amp;", b'{"text": "', b'"}\n', b"\\ud800", b"\\n", b"The envoys met again on Friday. ", b"\x93no\x94", b"(FILES) ", b"Read more:\n", b"<figcaption>", b"<title>",
     b"2018-09-24", b"May 3, 2019", b"\x1b[0m", b"<!--", b"<![CDATA[", b"<meta charset=utf-16>", b"<meta charset=shift_jis>", "é漢😀".encode()]
)  # fmt: skip
BYTES = st.one_of(st.binary(max_size=80), st.lists(st.one_of(PIECES, st.binary(max_size=4)), max_size=25).map(b"".join))


@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=BYTES, name=st.sampled_from(["a.txt", "a.html", "a.jsonl", "a"]))
def test_any_bytes_yield_articles_with_valid_blocks_or_an_error_of_ours(data: bytes, name: str) -> None:
    articles: list[Article] = []
    with suppress(ReadError):
        articles += read_bytes(data, name=name)
    for article in articles:
        article.text.encode()
        end = 0
        for block in article.blocks:
            assert block.span.start >= end
            assert article.quote(block.span) == article.quote(block.span).strip()
            end = block.span.end


@pytest.mark.parametrize(
    ("dateline", "source"),
    [
        ("SEOUL, March 9 (Northwire) — ", "Northwire"),
        ("PYONGYANG, April 13, Juche 108 (2019) (Kangsan) -- ", "Kangsan"),
        ("GENEVA — ", None),
        ("The talks (now in their third week) - ", None),
    ],
)
def test_the_dateline_names_the_source_of_a_plain_text(dateline, source):
    text = f"Envoys meet again\n\n{dateline}Envoys of both sides met again on Friday after a pause of three weeks and sat until dawn."
    assert from_text(text).source == source
