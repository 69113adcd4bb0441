"""The pages as a browser gets them."""

import json
import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from invented import SPRING, SUMMER, spring, summer

from summitry.article import Article
from summitry.queries import MeetingLine
from summitry.records import Document
from summitry.stores import Store, open_ledger
from summitry.web import create_app
from summitry.web.pages import PAGES, newest_first

RECORDS = [record.id for document in (spring(), summer()) for record in document.records()]
ADDRESSES = [
    *(page.path for page in PAGES if "{" not in page.path),
    "/commitments?maker=Ardenia&status=broken",
    "/statements?by=thorn",
    "/search?q=toll",
    "/?as_of=2031-05-01",
    "/timeline?as_of=2031-05-01",
    "/articles?page=9",
    "/articles/spring",
    "/articles/summer",
    *(f"/records/{i}" for i in RECORDS),
]


def as_json(address: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}.json?{query}"


class Outline(HTMLParser):
    """Tags with their attributes, and the text, of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def text_of(page: str) -> str:
    """The article's text on its page: what stands inside its element, without the tags."""
    found = re.search(r'<article class="text"[^>]*>(.*?)</article>', page, re.DOTALL)
    assert found
    return Outline(found[1]).text


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_there(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_also_json(client, address):
    answer = client.get(as_json(address))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    json.loads(answer.text)


@pytest.mark.parametrize("address", ["/", "/articles/spring", "/commitments?status=open&as_of=2031-05-01"])
def test_a_page_names_its_json_form(client, address):
    links = [a["href"] for a in Outline(client.get(address).text).all("a")]
    assert as_json(address).rstrip("?") in links


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_within_leads_somewhere(client, address):
    page = Outline(client.get(address).text)
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    for link in page.all("a"):
        target, _, anchor = link["href"].partition("#")
        if target.startswith("/"):
            assert client.get(target).status_code == 200, target
        elif not target:
            assert anchor in ids, anchor


@pytest.mark.parametrize("address", ADDRESSES)
def test_ids_are_unique_and_labels_point_to_one(client, address):
    page = Outline(client.get(address).text)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a[name] for _, a in page.tags for name in ("aria-labelledby", "for") if name in a} <= set(ids)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_has_one_heading_a_way_past_the_menu_and_the_landmarks(client, address):
    page = Outline(client.get(address).text)
    assert len(page.all("h1")) == len(page.all("main")) == 1
    assert page.all("a")[0]["href"] == "#main"
    assert page.all("header")
    assert page.all("nav")
    assert page.all("footer")


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_loaded_from_elsewhere_and_nothing_stands_inline(client, address):
    page = Outline(client.get(address).text)
    loaded = [tag.get("src") or tag.get("href") for name in ("script", "link", "img") for tag in page.all(name)]
    assert all(where.startswith(("/static/", "/marks/")) for where in loaded)
    assert not page.all("style")
    assert not [a for _, a in page.tags if "style" in a or any(name.startswith("on") for name in a)]
    for where in loaded:
        assert client.get(where).status_code == 200


# The article ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "text"), [("spring", SPRING), ("summer", SUMMER)])
def test_the_article_without_its_tags_is_its_text(client, name, text):
    assert text_of(client.get(f"/articles/{name}").text) == text


def test_every_record_of_an_article_has_a_place_in_the_text_and_a_line_beside_it(client):
    ids = {a["id"] for _, a in Outline(client.get("/articles/spring").text).tags if "id" in a}
    wanted = [record.id for record in spring().records()]
    assert ids >= {f"{side}-{i}" for i in wanted for side in "rc"}


def test_a_commitment_inside_a_statement_is_marked_as_a_commitment_and_names_both(client):
    document = spring()
    said, promised = document.statements[0].id, document.commitments[0].id
    page = client.get("/articles/spring").text
    assert re.search(
        rf'<mark class="k-commitments[^"]*" data-ids="{promised} {said}"[^>]*>\s*<a[^>]*>open the northern pass</a>',
        page,
    )


def test_a_block_of_links_is_shown_as_one(client):
    assert '<p class="is-related" dir="auto">Read more' in client.get("/articles/spring").text


def test_the_rules_that_light_records_up_are_as_many_as_asked_for(client):
    assert client.get("/marks/3.css").text.count(".x2{") == 1
    assert ".x3" not in client.get("/marks/3.css").text


# As of a day ---------------------------------------------------------------------------------------------------------


def test_a_page_as_of_a_day_shows_only_what_had_been_published(client):
    listed = [line["id"] for line in client.get("/articles.json?as_of=2031-05-01").json()]
    assert listed == ["spring"]


def test_the_day_is_kept_in_the_links(client):
    page = Outline(client.get("/?as_of=2031-05-01").text)
    inside = [a["href"] for a in page.all("a") if a["href"].startswith("/") and a["href"] != "/"]
    assert inside
    assert all("as_of=2031-05-01" in href for href in inside)


def test_an_article_published_later_is_not_there_yet(client):
    answer = client.get("/articles/summer?as_of=2031-05-01")
    assert answer.status_code == 404
    assert "published later than the day you ask for" in answer.text


# What cannot be answered ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/articles/none", 404, "“none”"),
        ("/records/none", 404, "“none”"),
        ("/nowhere", 404, "no such page"),
        ("/static/none.css", 404, "no such page"),
        ("/static/../app.py", 404, "no such page"),
        ("/?as_of=2031-02-30", 400, "“2031-02-30” is no day of the calendar"),
        ("/?as_of=yesterday", 400, "YYYY-MM-DD"),
        ("/commitments?status=lost", 400, "open, in_progress, done, broken"),
        ("/articles?page=0", 400, "no page number"),
        ("/articles?page=²", 400, "no page number"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(client, address, status, words):
    page, data = client.get(address), client.get(as_json(address))
    assert (page.status_code, data.status_code) == (status, status)
    assert words in Outline(page.text).text
    assert words in data.json()["error"]


def test_a_fault_of_ours_is_a_page_too(store, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("summitry.queries.articles", fail)
    client = TestClient(create_app(store), base_url="http://localhost", raise_server_exceptions=False)
    answer = client.get("/articles")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_an_empty_ledger_has_all_its_pages(tmp_path):
    with open_ledger(tmp_path / "empty.db") as empty:
        client = TestClient(create_app(empty), base_url="http://localhost")
        assert {client.get(page.path).status_code for page in PAGES if "{" not in page.path} == {200}


def test_an_empty_ledger_says_how_to_begin(tmp_path):
    with open_ledger(tmp_path / "empty.db") as empty:
        page = Outline(TestClient(create_app(empty), base_url="http://localhost").get("/").text)
    assert "summitry ingest" in page.text


def test_a_search_without_a_hit_says_so_and_what_to_try(client):
    assert "No article has all of these words; try fewer." in Outline(client.get("/search?q=toll+zebra").text).text
    assert "No article has all of these words." in Outline(client.get("/search?q=zebra").text).text


def test_meetings_are_listed_newest_first_and_those_without_a_day_at_the_end():
    def on(day: str | None) -> MeetingLine:
        return MeetingLine("eve-1", (), None, day, day, "held", False, "met", 1, ())

    days = [meeting.latest for meeting in newest_first([on("2031-01-02"), on("2031-04-01"), on(None)])]
    assert days == ["2031-04-01", "2031-01-02", None]


def test_an_id_may_hold_any_character(store: Store):
    name = 'a "b" <c>/d?e=f&g#h.json é'
    store.add(Document(Article(name, "No more is known.")))
    client = TestClient(create_app(store), base_url="http://localhost")
    rows = Outline(client.get("/articles").text).all("a")
    (link,) = [a["href"] for a in rows if a["href"].startswith("/articles/a")]
    assert text_of(client.get(link).text) == "No more is known."
    assert client.get(link + ".json").json()["article"]["id"] == name
