"""Articles from HTML pages."""

import time
from contextlib import suppress
from datetime import date

import pytest

from summitry.article import Article
from summitry.errors import ReadError
from summitry.readers import read_bytes

PROSE = "The envoys of the two countries met for the {} day on Friday and said that a deal was near, though they named no day."

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Envoys meet again | The Example</title>
<meta property="og:title" content="Envoys meet again"><meta property="og:site_name" content="The Example">
<link rel="canonical" href="https://example.org/envoys"><meta property="article:published_time" content="2019-05-03T23:30:00Z"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Envoys meet again</h1><p class="standfirst">A deal is near, both sides say</p>
<figure><img src="a.jpg"><figcaption>The hotel on 11 June 2018. Photograph: Jane Doe/AP</figcaption></figure>
<p>VIENNA, 3 May — The envoys met for a third day on Friday &amp; said that a deal was near.<br>They named no day for it.</p>
<h2>Long nights</h2>
<p>“We will come back,” said <b>one</b> envoy, who asked <a href="/q">not to be named</a>, after a long night of talks.</p>
<figure><img src="b.jpg"><figcaption>The lake</figcaption></figure>
<aside class="related"><h3>Read more:</h3><ul><li><a href="/old">Old talks end without a deal</a></li></ul></aside>
<p>The next round is to be held in June, the ministry said, and both ministers will be there to sign what is ready.</p>
<p>© 2019 The Example. All rights reserved.</p></article>
<footer><p>This site uses cookies.</p></footer></body></html>"""


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def story(count: int = 4) -> str:
    return "".join(f"<p>{PROSE.format(n)}</p>" for n in ("first", "second", "third", "fourth", "fifth")[:count])


def read(data: bytes | str, name: str = "page.html") -> Article:
    (article,) = read_bytes(data.encode() if isinstance(data, str) else data, name=name)
    return article


def marked(article: Article) -> list[str]:
    return [f"{b.kind}: {article.quote(b.span)}" for b in article.blocks]


def test_blocks_in_page_order_with_the_headline_first() -> None:
    assert marked(read(PAGE)) == [
        "headline: Envoys meet again",
        "standfirst: A deal is near, both sides say",
        "caption: The hotel on 11 June 2018. Photograph: Jane Doe/AP",
        "body: VIENNA, 3 May — The envoys met for a third day on Friday & said that a deal was near.",
        "body: They named no day for it.",
        "body: Long nights",
        "body: “We will come back,” said one envoy, who asked not to be named, after a long night of talks.",
        "caption: The lake",
        "body: The next round is to be held in June, the ministry said, and both ministers will be there to sign what is ready.",
        "boilerplate: © 2019 The Example. All rights reserved.",
    ]


def test_the_text_is_the_paragraphs_joined_by_blank_lines() -> None:
    article = read(PAGE)
    assert article.text == "\n\n".join(article.quote(b.span) for b in article.blocks)


def test_what_the_page_says_of_itself() -> None:
    article = read(PAGE)
    assert (article.title, article.source, article.url, article.language) == (
        "Envoys meet again",
        "The Example",
        "https://example.org/envoys",
        "en",
    )
    assert article.published is not None
    assert (article.published.value, article.published.basis) == ("2019-05-03", "metadata")


def test_a_caption_has_its_own_date() -> None:
    found = [b.published.value for b in read(PAGE).blocks if b.published]
    assert found == ["2018-06-11"]


def test_the_callers_date_comes_first() -> None:
    (article,) = read_bytes(PAGE.encode(), name="page.html", published=date(2020, 1, 2))
    assert article.published is not None
    assert (article.published.value, article.published.basis) == ("2020-01-02", "given")


def test_a_caption_by_its_class() -> None:
    body = f"<h1>Envoys meet</h1><div><img src=a><p class='wp-caption-text'>A lake <i>and</i> a hill</p></div>{story()}"
    assert "caption: A lake and a hill" in marked(read(page(body)))


def test_captions_of_other_stories_are_left_out() -> None:
    body = f"<h1>Envoys meet</h1>{story()}<aside><figure><figcaption>Another lake</figcaption></figure></aside><p>{PROSE.format('last')}</p>"
    assert "Another lake" not in read(page(body)).text


def test_the_description_is_the_standfirst_where_it_stands_by_itself() -> None:
    head = '<meta name="description" content="Both sides sound hopeful">'
    body = f"<article><header><h1>Envoys meet</h1><h2>Both sides sound hopeful</h2></header>{story()}</article>"
    assert marked(read(page(body, head)))[:2] == ["headline: Envoys meet", "standfirst: Both sides sound hopeful"]


def test_the_title_is_the_headline_of_a_page_without_a_heading() -> None:
    assert marked(read(page(story(), "<title>Envoys meet in Vienna</title>")))[0] == "headline: Envoys meet in Vienna"


def test_the_declared_encoding_is_used() -> None:
    data = page(
        f"<p>Zürich – “no”.</p>{story()}", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'
    )
    assert "Zürich – “no”." in read(data.decode().encode("cp1252")).text


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>Log in</title></head><body><form><input name=user></form></body></html>",
        "<html><body><nav><a href=a>World</a> <a href=b>Sport</a></nav></body></html>",
        "<html></html>",
        "<!DOCTYPE html>",
        "<!-- nothing -->",
    ],
)
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(ReadError, match=r"^page\.html: no article text found"):
        read(html)


def test_external_entities_are_not_loaded(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("swordfish")
    html = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>&x; said.</p>{story()}</body></html>'
    assert "swordfish" not in read(html).text


def test_entities_do_not_multiply() -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    started = time.monotonic()
    article = read(f"<?xml version='1.0'?><!DOCTYPE html [{entities}]><html><body><p>&a9;</p>{story()}</body></html>")
    assert len(article.text) < 1_000
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    "body",
    ["<div>" * 40_000, "<span>a " * 40_000, "<figcaption>a</figcaption>" * 20_000, "<p class='caption'>" * 40_000],
)
def test_deep_and_wide_pages_are_read_or_refused_quickly(body: str) -> None:
    started = time.monotonic()
    with suppress(ReadError):
        read(page(story() + body + story()))
    assert time.monotonic() - started < 10


def test_a_page_of_too_many_elements_is_refused() -> None:
    with pytest.raises(ReadError, match="more than 50,000 elements"):
        read(page("<b>a</b>" * 60_000))
