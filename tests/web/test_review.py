"""Review in the browser: what the forms do, who may send them, and that keys alone are enough."""

import re
import time
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from invented import spring, summer

from summitry import queries
from summitry.review.making import decide
from summitry.web import create_app

OFFER, BROKEN = spring().commitments[0].id, summer().commitments[0].id


def token(client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/review?by=Dee").text)
    assert found
    return found[1]


def send(client, headers=None, **fields):
    form = {"token": token(client), "by": "Dee", "record": OFFER, "back": "/review?by=Dee#n1"} | fields
    return client.post("/review", data=form, headers=headers, follow_redirects=False)


def commitment(store):
    return next((c for d in store.view().documents for c in d.commitments if c.id == OFFER), None)


# Forms -------------------------------------------------------------------------------------------------------------


def test_a_decision_is_made_and_leads_back_to_the_queue(client, store):
    answer = send(client, action="accept")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?by=Dee#n1")
    assert commitment(store).confidence == 1.0
    assert OFFER not in [line["id"] for line in client.get("/review.json").json()["lines"]]


def test_every_form_of_a_record_s_page_can_be_sent_as_it_stands(client, store):
    decide(store, "merge", [OFFER, BROKEN], by="Eve")
    page = client.get(f"/records/{OFFER}?by=Dee").text
    forms = Forms(page).found
    assert {form.get("action", "verdict") for form in forms} == {"verdict", "correct", "note", "split", "undo"}
    filled = {"value": "broken", "field": "status", "note": "why"}
    for form in reversed(forms):
        sent = {name: filled.get(name, value) for name, value in form.items()}
        answer = client.post("/review", data={"action": "accept"} | sent, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        assert client.get(answer.headers["location"]).status_code == 200
    assert [d.action for d in store.view().decisions] == ["merge", "split", "note", "correct", "accept", "undo"]


class Forms(HTMLParser):
    """The forms of a page that decide something, with the names and values they send before anybody fills them in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._inside = given["method"] == "post"
            self.found += [{}] if self._inside else []
        if self._inside and tag in ("input", "select") and given.get("type") != "checkbox":
            held, value = self.found[-1], given.get("value", "")
            held[given["name"]] = [*held.get("record", ()), value] if given["name"] == "record" else value

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False


def test_a_correction_of_several_values_is_parted_by_semicolons(client, store):
    assert send(client, action="correct", field="maker", value="Ardenia; Belmark").status_code == 303
    assert commitment(store).maker == ("state:ARD", "state:BEL")


def test_the_page_of_a_record_shows_its_history_and_a_rejected_one_says_so(client):
    send(client, action="reject", note="a hope")
    page = client.get(f"/records/{OFFER}?by=Dee").text
    assert "was rejected and is not part of the account" in page
    assert "a hope" in page
    assert [d["action"] for d in client.get(f"/records/{OFFER}.json").json()["decisions"]] == ["reject"]


def test_without_a_name_there_is_nothing_to_send(client):
    assert Forms(client.get("/review").text).found == []
    assert "Your name" in client.get("/review").text


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"action": "destroy"}, 400, "no decision; there are accept"),
        ({"action": "accept", "by": " "}, 400, "whose decision is it?"),
        ({"action": "accept", "record": "com-none"}, 404, "com-none"),
        ({"action": "accept", "record": ""}, 400, "one record at a time"),
        ({"action": "correct", "field": "colour", "value": "red"}, 400, "no field &#39;colour&#39;"),
        ({"action": "correct", "field": "status", "value": "lost"}, 400, "no status; there are open"),
        ({"action": "correct", "field": "status", "value": "lost", "record": ""}, 400, "one record at a time"),
        ({"action": "merge"}, 400, "two records or more"),
        ({"action": "undo"}, 400, "Dee has decided nothing"),
        ({"action": "undo", "decision": "dec-none"}, 404, "dec-none"),
        ({"action": "accept", "note": "n" * 70_000}, 413, "longer than any decision"),
    ],
)
def test_what_cannot_be_decided_is_said_in_a_sentence_and_changes_nothing(client, store, fields, status, words):
    answer = send(client, **fields)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text
    assert store.view().decisions == ()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_a_decision_leads_nowhere_else(client, back):
    assert send(client, action="accept", back=back).headers["location"] == "/review"


# Who may decide ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost:99"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_the_token(client, store, headers):
    answer = send(client, headers, action="accept")
    assert (answer.status_code, store.view().decisions) == (403, ())
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}],
)
def test_a_form_of_our_own_is_taken(client, headers):
    assert send(client, headers, action="accept").status_code == 303


@pytest.mark.parametrize("wrong", ["", "guessed", "é"])
def test_a_form_without_the_token_is_refused(client, store, wrong):
    answer = send(client, action="accept", token=wrong)
    assert (answer.status_code, store.view().decisions) == (403, ())
    assert "load it again" in answer.text


def test_the_token_is_another_one_after_a_restart(client, store):
    other = TestClient(create_app(store), base_url="http://localhost")
    assert token(client) != token(other)


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data; boundary=x"])
def test_only_a_form_is_read(client, store, kind):
    answer = client.post("/review", content=b"action=accept", headers={"Content-Type": kind})
    assert (answer.status_code, store.view().decisions) == (415, ())


def test_a_form_that_is_none_is_refused(client):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (b"a=%ff", b"\xff", b"&".join(b"a=1" for _ in range(200))):
        assert client.post("/review", content=body, headers=headers).status_code == 400


def test_with_a_password_nobody_decides_without_it(store):
    client = TestClient(create_app(store, token="correct horse battery"), base_url="http://localhost")
    assert client.post("/review", data={"action": "accept"}).status_code == 401


def test_what_reviewers_write_stays_words(client):
    attack = "<script>alert(1)</script>"
    send(client, action="note", note=attack, by=attack)
    for address in ("/review", "/review/history", f"/records/{OFFER}", f"/review?by={attack}"):
        page = client.get(address).text
        assert attack not in page
        assert "alert(1)" in page or address == "/review?by="


# Pages -------------------------------------------------------------------------------------------------------------


def test_the_queue_and_its_twin_can_be_of_one_kind(client):
    kinds = {line["kind"] for line in client.get("/review.json?kind=demands").json()["lines"]}
    assert kinds == {"demands"}
    assert client.get("/review?kind=birds").status_code == 400


def test_pages_with_decisions_of_every_sort_have_unique_ids_and_are_json_too(client, store):
    decide(store, "accept", [OFFER], by="Dee")
    decide(store, "reject", [OFFER], by="Eve")
    decide(store, "merge", [OFFER, BROKEN], by="Dee")
    decide(store, "correct", [BROKEN], by="Dee", field="status", values=["done"])
    for path in ("/review", "/review/history", "/review/agreement", f"/records/{OFFER}"):
        page = client.get(f"{path}?by=Dee").text
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert client.get(f"{path}.json?by=Dee").status_code == 200
    assert "disputed" in client.get("/review").text
    assert client.get("/review/agreement.json").json()["overall"]["judged"] == 2


# Keys --------------------------------------------------------------------------------------------------------------


def test_a_queue_is_worked_through_by_keys_alone(browser, address, store):
    chosen = "document.querySelector('.queue > [aria-current]')?.id"
    first, second, third = (line.id for line in queries.queue(store.view()).lines[:3])

    def decided(number: int) -> None:
        end = time.monotonic() + 60
        while len(store.view().decisions) < number:
            assert time.monotonic() < end
            time.sleep(0.05)
        browser.wait(
            f"document.readyState === 'complete' && document.querySelectorAll('aside .decided').length >= {number}"
        )

    browser.open(f"{address}/review")
    browser.press("a")  # nobody has said who decides: the cursor is where one says it
    browser.wait("document.activeElement.id === 'by'")
    browser.type("Dee")
    browser.press("Enter")
    browser.wait("document.readyState === 'complete' && document.querySelector('.queue .decide') !== null")
    assert browser.read(chosen) == "n1"
    browser.press("j", "j", "k")
    assert browser.read(chosen) == "n2"
    browser.press("a")
    decided(1)
    assert browser.read(chosen) == "n2"  # the next one has taken its place
    browser.press("r")
    decided(2)
    browser.press("k", "n")
    browser.wait("document.activeElement.name === 'note'")
    browser.type("ask again")
    browser.press("Enter")
    decided(3)
    browser.press("u")
    decided(4)
    browser.press("c")
    browser.wait("document.activeElement.name === 'field'")
    browser.press("Escape")
    browser.wait(f"document.activeElement.id === {chosen}")
    browser.press("m")
    browser.wait("location.pathname.startsWith('/records/') && location.hash === '#matter'")
    made = [(d.action, d.by, d.targets[0].ids[0] if d.targets else d.undoes) for d in store.view().decisions]
    note = store.view().decisions[2].id
    assert made == [("accept", "Dee", second), ("reject", "Dee", third), ("note", "Dee", first), ("undo", "Dee", note)]


def test_a_record_is_found_by_the_beginning_of_its_id_as_tables_print_it(client):
    assert client.get(f"/records/{OFFER[:10]}.json").json()["record"]["id"] == OFFER
    assert client.get(f"/records/{OFFER[:3]}").status_code == 404
