"""Articles from JSON Lines."""

import json
from io import BytesIO

import pytest

from summitry.article import Article
from summitry.errors import ReadError
from summitry.readers import Refused, read_all, read_bytes, read_stream

TEXT = "Envoys meet\r\n\r\nThe envoys met again on Friday \u202eand\u202c said no.\u2028 \n"


def line(**fields: object) -> bytes:
    return json.dumps({"text": "The envoys met again.", **fields}).encode() + b"\n"


def read(*lines: bytes) -> list[Article]:
    return list(read_bytes(b"".join(lines), name="feed.jsonl"))


def test_every_line_is_an_article_with_its_fields() -> None:
    (article,) = read(
        line(id="a-1", published="2019-05-03", title="Envoys meet", url="https://example.org/1", source="The Example")
    )
    assert (article.id, article.title, article.url, article.source) == (
        "a-1",
        "Envoys meet",
        "https://example.org/1",
        "The Example",
    )
    assert article.published is not None
    assert (article.published.value, article.published.basis) == ("2019-05-03", "metadata")


def test_the_text_is_kept_exactly() -> None:
    (article,) = read(line(text=TEXT))
    assert article.text == TEXT


def test_a_clock_after_the_day_is_left_out() -> None:
    (article,) = read(line(published="2019-05-03T10:15:00+02:00"))
    assert article.published is not None
    assert article.published.value == "2019-05-03"


def test_a_number_may_be_an_id_and_other_fields_are_left_alone() -> None:
    (article,) = read(line(id=17, score=0.5))
    assert article.id == "17"


def test_a_byte_order_mark_and_blank_lines_are_passed_over() -> None:
    assert len(read(b"\xef\xbb\xbf", line(), b"\n", b"  \r\n", line(id="b"))) == 2


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (b'{"text": "The envoys', "not an article in JSON"),
        (b"[1, 2]\n", "Expected `object`"),
        (b'{"title": "x"}\n', "missing required field `text`"),
        (b'{"text": 7}\n', "Expected `str`"),
        (b'{"text": "The envoys \\ud800 met."}\n', "half of a surrogate pair"),
        (b'{"text": "The envoys \\udc00 met."}\n', "half of a surrogate pair"),
        (b'{"text": "The envoys \xff met."}\n', "not UTF-8"),
        (b'{"text": "The\\u0000 envoys met."}\n', "NUL"),
        (b'{"text": "  "}\n', "empty"),
        (b'{"text": "The envoys met.", "published": "2019-02-30"}\n', "2019-02-30"),
        (b'{"text": "The envoys met.", "published": "soon"}\n', "soon"),
        (b'{"text": "The envoys met.", "id": ""}\n', "id"),
        (b'{"x": ' + b"[" * 5_000 + b"\n", "nested too deeply"),
    ],
)
def test_a_broken_line_is_refused_and_the_others_go_on(tmp_path, broken: bytes, reason: str) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_bytes(line(id="a") + broken.removesuffix(b"\n") + b"\n" + line(id="c"))
    first, refused, last = read_all([feed])
    assert isinstance(first, Article)
    assert isinstance(refused, Refused)
    assert isinstance(last, Article)
    assert (first.id, refused.line, last.id) == ("a", 2, "c")
    assert reason in refused.reason


def test_one_feed_alone_stops_at_its_broken_line() -> None:
    articles = read_bytes(line(id="a") + b"{\n", name="feed.jsonl")
    assert next(articles).id == "a"
    with pytest.raises(ReadError, match=r"^feed\.jsonl:2: not an article in JSON"):
        next(articles)


def test_an_empty_feed_is_refused() -> None:
    with pytest.raises(ReadError, match=r"^feed\.jsonl: empty"):
        read(b"")


def test_a_line_that_is_too_large_is_refused_and_the_next_is_read(tmp_path) -> None:
    feed = tmp_path / "feed.jsonl"
    with feed.open("wb") as stream:
        stream.truncate(50_000_100)
        stream.seek(0, 2)
        stream.write(b"\n" + line(id="b"))
    refused, article = read_all([feed])
    assert str(refused) == f"{feed}:1: larger than 50,000,000 bytes"
    assert isinstance(article, Article)


def test_a_stream_is_read_line_by_line() -> None:
    stream = BytesIO(line(id="a") + line(id="b"))
    articles = read_stream(stream, name="stdin", format="jsonl")
    assert next(articles).id == "a"
    assert stream.tell() == len(line(id="a"))
