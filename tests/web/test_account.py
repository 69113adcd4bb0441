"""The pages of the account: negotiations, changes, deadlocks, disputes, histories."""

import re

import pytest
from fastapi.testclient import TestClient

from summitry.stores import open_ledger
from summitry.web import create_app


@pytest.fixture
def client(tmp_path, told):
    """An offer made conditional, denied, and in the way of a toll."""
    offer = "Ana said: <commitment maker=ana force=offer beneficiary=bo>open the northern river port</commitment>{}."
    with open_ledger(tmp_path / "a.db") as store:
        store.add(told(offer.format(""), "2030-05-10", name="may", source="Gazette"))
        store.add(told(offer.format(" <condition>if the toll falls</condition>"), "2030-06-10", name="june"))
        store.add(
            told(
                "<statement speaker=cy>Nobody offered to open the northern river port: groundless</statement>.",
                "2030-06-11",
                name="no",
            )
        )
        store.add(
            told(
                "<order according_to=bo>the northern river port is opened before the toll falls</order>.",
                "2030-06-12",
                name="bo",
            )
        )
        yield TestClient(create_app(store), base_url="http://localhost")


def test_a_deadlock_is_drawn_and_said(client):
    page = client.get("/").text
    assert "Who waits for whom" in page
    assert '<svg class="ring"' in page
    assert len(re.findall(r'<path d="M[^>]*><text class="who"', page)) == 2


def test_a_dispute_has_both_sides(client):
    page = client.get("/").text
    assert "What is told differently" in page
    assert re.search(r"<b><bdi>promised</bdi></b>.*<b><bdi>denied</bdi></b>", page, re.DOTALL)


def test_a_commitment_s_page_has_its_three_histories(client):
    (commitment,) = client.get("/commitments.json").json()
    page = client.get(f"/records/{commitment['id']}").text
    for words in (
        "How far its maker is bound",
        "on a condition",
        "What has come of it",
        "How well that is attested",
        "disputed",
    ):
        assert words in page


def test_what_changed_since_a_day(client):
    page = client.get("/changes?since=2030-05-31").text
    assert "the offer of May 2030 became conditional" in page
    assert client.get("/changes.json?since=2030-05-31").json()["since"] == "2030-05-31"
    assert "2030-05-31" not in client.get("/changes").text
    assert client.get("/changes?since=someday").status_code == 400


def test_one_negotiation_is_chosen_and_kept_in_all_links(client):
    (negotiation, *_) = client.get("/negotiations.json").json()
    assert negotiation["name"] == "Alderland – Birchland"
    page = client.get("/", params={"negotiation": "birchland"}).text
    assert "Only the negotiation <bdi>birchland</bdi> is shown" in page
    assert 'href="/commitments?negotiation=birchland"' in page
    assert {a["id"] for a in client.get("/articles.json?negotiation=birchland").json()} == {"may", "june"}


def test_a_negotiation_there_is_not_is_not_found(client):
    answer = client.get("/timeline?negotiation=elsewhere")
    assert (answer.status_code, "there is no negotiation" in answer.text) == (404, True)


def test_definitions_are_those_of_the_file_in_the_environment(client, tmp_path, monkeypatch):
    file = tmp_path / "talks.toml"
    file.write_text('[[negotiation]]\nname = "River"\nparties = ["Alderland"]\n')
    monkeypatch.setenv("SUMMITRY_NEGOTIATIONS", str(file))
    assert client.get("/negotiations.json").json()[0]["name"] == "River"
    file.write_text('[[negotiation]]\nname = "River"\nparty = ["Alderland"]\n')
    assert "unknown key" in client.get("/statements?negotiation=River").text
