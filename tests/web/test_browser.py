"""The account in a browser: what an analyst sees of a ledger that was written by hand, and does with keys alone."""

import re

import pytest

from summitry.review.making import decide
from summitry.stores import open_ledger
from summitry.web.pages import MENU
from tests.conftest import CAST

ID = re.compile(r"\W*(?:(?:com|con|dem|eve|obs|ord|que|sta)-[0-9a-f]|(?:state|person|group|organisation):)")
OFFER = "Ana said: <commitment maker=ana force=offer beneficiary=bo{}>open the northern river port</commitment>{}."
LATER = OFFER.format(" until=2030-08-01", " <condition>if the toll falls</condition>")
DENIAL = "<statement speaker=cy>Nobody offered to open the northern river port: groundless</statement>."
ORDER = "<order according_to=bo>the northern river port is opened before the toll falls</order>."
PLAN = "Ana and Bo will <event actor=ana,bo modality=planned meeting=1 on=2030-07-03>meet</event> at the weir."
CLOSED = "Bo <event plover=COERCE actor=bo earliest=2030-04-06 latest=2030-04-20>closed the bridge</event> in April."
DEALS = "Bo <event plover=CONSULT actor=bo recipient=ana>pressed Ana</event> over the northern river port, and Ana <event plover=CONSULT actor=ana recipient=bo>answered Bo</event>."
CALLED = "Ana <event plover=REQUEST actor=ana on=2030-05-02>asked for talks</event>."


@pytest.fixture
def store(tmp_path, told):
    """An offer, made conditional a month later, then denied, and a toll that waits for what the offer waits for."""
    with open_ledger(tmp_path / "talks.db") as opened:
        opened.add(told(OFFER.format("", ""), "2030-05-10", name="may", source="Gazette", title="An offer"))
        opened.add(told(f"{CLOSED}\n{CALLED}", "2030-05-20", name="bridge", source="Gazette", title="A bridge"))
        opened.add(told(f"{LATER}\n{PLAN}", "2030-06-10", name="june", source="Herald", title="A condition"))
        opened.add(told(f"{DENIAL}\n{DEALS}", "2030-06-11", name="no", source="Herald", title="A denial"))
        opened.add(told(f"{ORDER}\n{DEALS}", "2030-06-12", name="bo", source="Gazette", title="An order"))
        yield opened


def text(of):
    """The words of the first element that a selector finds, on one line."""
    return f"document.querySelector({of!r}).innerText.replace(/\\s+/g, ' ')"


def texts(of):
    """The words of each element that a selector finds."""
    return f"[...document.querySelectorAll({of!r})].map(e => e.innerText.replace(/\\s+/g, ' ').trim())"


def section(heading):
    """The selector of the section under a heading's id."""
    return f"section[aria-labelledby={heading}]"


def focus(browser, of):
    browser.read(f"document.querySelector({of!r}).focus()")


def follow(browser, of):
    """Go where a link leads, by keys."""
    focus(browser, of)
    browser.press("Enter")
    browser.arrive()


# Where it stands ---------------------------------------------------------------------------------------------------


@pytest.fixture
def negotiation(browser, address):
    """The page of the one negotiation of two parties, reached from the list of all."""
    browser.open(f"{address}/negotiations")
    assert browser.read(texts("main h3")) == ["Alderland – Birchland"]
    follow(browser, "main h3 a")
    assert browser.read("new URLSearchParams(location.search).get('negotiation')") == "Alderland – Birchland"
    return browser


def test_a_negotiation_says_where_it_stands(negotiation):
    assert "as of 12 June 2030. Told by 4 articles from 2 sources" in negotiation.read(text(".lead"))
    (commitment,) = negotiation.read(texts(f"{section('commitments')} .line"))
    for words in (
        "Ana Alder to Bo Birch",
        "on a condition",
        "open the northern river port",
        "Condition if the toll falls",
        "(by 1 August 2030; 50 days left)",
    ):
        assert words in commitment


def test_it_names_the_next_dates_in_their_order(negotiation):
    dates = negotiation.read(texts(f"{section('ahead')} li"))
    assert dates == [
        "3 July 2030 Ana Alder and Bo Birch: meet",
        "by 1 August 2030 Ana Alder: open the northern river port deadline",
    ]


def test_it_leads_to_what_changed_last(negotiation):
    assert negotiation.read(texts(f"{section('last')} li .kind"))[:2] == ["Deadlock", "Order"]
    follow(negotiation, f"{section('last')} > p > a")
    assert negotiation.read("location.search.includes('negotiation=') && location.search.includes('since=2030-06-11')")
    assert negotiation.read(texts("main .line h3"))[0] == (
        "Deadlock a deadlock: Ana Alder wants “the toll falls” before “open the northern river port”; "
        "Bo Birch wants “the northern river port is opened” before “the toll falls”."
    )


def test_the_links_of_the_page_lead_to_its_sections_by_keys(negotiation):
    named = negotiation.read(texts(".contents li"))
    assert {"Commitments 1", "Who waits for whom 1", "Next dates 2"} <= set(named)
    assert set(named) <= set(negotiation.read(texts("h2")))
    focus(negotiation, ".contents a[href='#deadlocks']")
    negotiation.press("Enter")
    negotiation.wait("document.querySelector('#deadlocks').matches(':target')")
    assert negotiation.read(rectangles("#deadlocks"))[0][1] < 200


CROSSED = """[...document.querySelectorAll('svg.ring > path')].flatMap(path => {
    const places = [...Array(100).keys()].map(n => path.getPointAtLength(path.getTotalLength() * n / 99));
    return [...document.querySelectorAll('svg.ring > rect, svg.ring > text')].map(e => e.getBBox()).filter(box =>
        places.some(p => box.x < p.x && p.x < box.x + box.width && box.y < p.y && p.y < box.y + box.height));
}).length"""


@pytest.mark.parametrize("width", [1280, 390])
def test_a_deadlock_is_drawn_as_boxes_that_hold_their_words_and_that_its_arrows_do_not_cross(negotiation, width):
    negotiation.resize(width, 844)
    assert negotiation.read("[...document.querySelectorAll('svg.ring .who')].map(e => e.textContent)") == [
        "Ana Alder",
        "Bo Birch",
    ]
    boxes = negotiation.read(rectangles("svg.ring > rect"))
    words = negotiation.read(rectangles("svg.ring > text:not(.who)"))
    (drawing,) = negotiation.read(rectangles("svg.ring"))
    assert len(boxes) == 2
    assert negotiation.read("document.querySelectorAll('svg.ring > path').length") == 2
    assert all(inside(box, drawing) for box in (*boxes, *negotiation.read(rectangles("svg.ring > path"))))
    assert all(any(inside(word, box) for box in boxes) for word in words)
    assert negotiation.read(CROSSED) == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_a_deadlock_can_be_read_without_scrolling(negotiation, width):
    negotiation.resize(width, 844)
    (drawing,) = negotiation.read(rectangles("svg.ring"))
    scale = negotiation.read("document.querySelector('svg.ring').getScreenCTM().a")
    assert 0 <= drawing[0] <= drawing[0] + drawing[2] <= width
    assert 12 * scale >= 11


def inside(one, other):
    """Whether a rectangle lies in another, give or take a pixel for the width of a line."""
    x, y, width, height = one
    return (
        other[0] - 1 <= x
        and x + width <= other[0] + other[2] + 1
        and other[1] - 1 <= y
        and y + height <= other[1] + other[3] + 1
    )


def rectangles(of):
    """Where each element that a selector finds is shown: x, y, width and height in pixels."""
    return f"[...document.querySelectorAll({of!r})].map(e => e.getBoundingClientRect()).map(r => [r.x, r.y, r.width, r.height])"


def test_a_disputed_point_has_both_sides_with_their_sentences(negotiation):
    assert negotiation.read(texts(f"{section('disputes')} .says")) == ["promised", "denied"]
    assert negotiation.read(texts(f"{section('disputes')} blockquote")) == [
        "Ana said: open the northern river port if the toll falls.",
        "Nobody offered to open the northern river port: groundless.",
    ]


# The timeline ------------------------------------------------------------------------------------------------------


DRAWN = """Object.fromEntries([...document.querySelectorAll('.timeline a')].map(a => [
    a.querySelector('title').textContent.split(' – ').pop(),
    {from: +a.querySelector('.range')?.getAttribute('x'), long: +a.querySelector('.range')?.getAttribute('width'),
     dot: +a.querySelector('circle').getAttribute('cx')}]))"""
GRID = "[...document.querySelectorAll('.grid')].map(line => +line.getAttribute('x1'))"


def test_an_uncertain_day_is_drawn_from_its_first_to_its_last_day_and_a_known_one_as_a_dot(browser, address):
    browser.open(f"{address}/timeline")
    drawn, (april, may, *_) = browser.read(DRAWN), browser.read(GRID)
    day = (may - april) / 30
    closed, called = drawn["closed the bridge"], drawn["asked for talks"]
    assert (closed["from"] - april) / day == pytest.approx(5, abs=0.1)
    assert (closed["from"] + closed["long"] - april) / day == pytest.approx(19, abs=0.1)
    assert (called["long"], (called["dot"] - may) / day) == (None, pytest.approx(1, abs=0.1))


def test_a_dot_leads_to_its_line(browser, address):
    browser.open(f"{address}/timeline")
    browser.click(
        "[...document.querySelectorAll('.timeline a')].find(a => /closed the/.test(a.textContent)).lastElementChild"
    )
    browser.wait("document.querySelector('tr:target') !== null")
    line = browser.read(text("tr:target"))
    assert "6–20 April 2030" in line
    assert "Bo closed the bridge in April." in line


def test_what_happens_on_one_day_is_drawn_side_by_side_or_one_below_the_other(browser, address, store, told):
    acts = ("AGREE", "SUPPORT", "REJECT", "THREATEN", "SANCTION", "AID", "RETREAT", "ACCUSE", "COERCE", "PROTEST")
    lines = "\n".join(f"Ana <event plover={act} actor=ana on=2030-06-02>acted {act}</event>." for act in acts)
    store.add(told(lines, "2030-06-13", name="many", source="Herald"))
    browser.open(f"{address}/timeline")
    places = browser.read(rectangles(".timeline circle"))
    assert len(places) >= len(acts)
    for i, (x, y, width, height) in enumerate(places):
        for other_x, other_y, *_ in places[:i]:
            assert abs(x - other_x) >= width or abs(y - other_y) >= height - 1
    assert {round(height) for _, _, _, height in browser.read(rectangles(".entries .no"))} == {20}


# A commitment ------------------------------------------------------------------------------------------------------


HISTORIES = """[...document.querySelectorAll('.histories h3')].map(h => [h.innerText, ...[...h.nextElementSibling.children].map(
    step => [...step.querySelectorAll('.chip, blockquote, figcaption')].map(e => e.innerText))])"""


def test_a_commitment_has_three_histories_each_step_with_its_sentence(browser, address):
    browser.open(f"{address}/commitments")
    follow(browser, ".line h3 a")
    bound, come, attested = browser.read(HISTORIES)
    assert bound == [
        "How far its maker is bound",
        ["offered", "Ana said: open the northern river port.", "An offer, Gazette, 10 May 2030"],
        [
            "on a condition",
            "Ana said: open the northern river port if the toll falls.",
            "A condition, Herald, 10 June 2030",
        ],
    ]
    assert come == ["What has come of it", []]
    assert (attested[0], attested[-1]) == (
        "How well that is attested",
        ["disputed", "Nobody offered to open the northern river port: groundless.", "A denial, Herald, 11 June 2030"],
    )
    follow(browser, ".histories figcaption a")
    assert browser.read("location.pathname") == "/articles/may"
    assert browser.read("document.querySelector('mark.lit').innerText") == "open the northern river port"


# Keys and days -----------------------------------------------------------------------------------------------------


def test_the_first_key_skips_to_the_text_and_the_next_ones_lead_through_the_pages(browser, address):
    browser.open(address)
    browser.press("Tab")
    assert browser.read("document.activeElement.className") == "skip"
    browser.press("Enter")
    browser.wait("document.activeElement.id === 'main'")
    browser.open(address)
    browser.press("Tab", "Tab", "Tab", "Tab")
    assert browser.read("document.activeElement.innerText") == "Changes"
    browser.press("Enter")
    browser.arrive()
    assert browser.read(text("h1")) == "What changed"


def test_whatever_can_be_pressed_shows_that_it_has_the_focus(browser, address):
    browser.open(address)
    focus(browser, "#main")
    count = browser.read("document.querySelectorAll('main a, main summary').length")
    assert count > 10
    unseen = []
    for _ in range(count):
        browser.press("Tab")
        if browser.read("getComputedStyle(document.activeElement).outlineStyle") == "none":
            unseen.append(browser.read("document.activeElement.outerHTML"))
    assert unseen == []


def test_a_chosen_day_is_shown_at_once_and_kept_until_the_latest_is_asked_for(browser, address):
    browser.open(f"{address}/commitments?maker=Ana")
    focus(browser, "#as_of")
    browser.press(*"05312030")
    browser.arrive()
    assert browser.read("location.search") == "?maker=Ana&as_of=2030-05-31"
    assert browser.read(text(".notice")) == "Only what had been published by 31 May 2030 is shown."
    assert browser.read(texts(".line .chip")) == ["offered", "as reported"]
    (brand,), (form,) = browser.read(rectangles(".brand")), browser.read(rectangles(".asof"))
    assert abs(brand[1] + brand[3] / 2 - form[1] - form[3] / 2) < 2
    follow(browser, ".asof .quiet")
    assert browser.read("location.search") == "?maker=Ana"
    assert browser.read(texts(".line .chip"))[0] == "on a condition"


def test_whatever_can_be_pressed_or_filled_in_has_a_name_for_who_cannot_see_it(browser, address, store):
    record = store.view().document("june").commitments[0].id
    for path in (*(page.path for page in MENU), "/negotiations", "/articles/june", f"/records/{record}?by=Dee"):
        browser.open(address + path)
        controls = browser.controls()
        assert len(controls) > 10
        assert [role for role, name in controls if not name] == [], path


# All pages ---------------------------------------------------------------------------------------------------------


BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_the_window_and_none_shows_an_id_for_a_name(browser, address, store, width):
    browser.resize(width, 844)
    record = store.view().document("june").commitments[0].id
    decide(store, "accept", [record], by="Dee")
    for path in (
        *(page.path for page in MENU),
        "/negotiations",
        "/articles/june",
        f"/records/{record}",
        "/review?by=Dee",
        "/review/history?by=Dee",
        "/review/agreement",
        "/nowhere",
    ):
        browser.open(address + path)
        assert (path, browser.read(BEYOND)) == (path, 0)
        words = browser.read("document.body.innerText").replace(record, "", path.startswith("/records"))
        assert [word for word in words.split() if ID.match(word)] == [], path
    assert browser.faults == [fault for fault in browser.faults if "404" in fault]
    browser.faults.clear()


LONG = "The Permanent Joint Commission for the Demarcation of the Upper River and the Navigation of its Tributaries"
WORD = "Wasserstrassenverwaltungsgesetzgebungsausschussvorsitzendenstellvertreterversammlungsprotokoll" * 2
AWKWARD = f"""{WORD} said: <commitment maker=ana,bo force=offer beneficiary=cy>open {WORD} to all</commitment> <condition>if {WORD} falls</condition>.
Ana and Bo will <event actor=ana,bo modality=planned meeting=1 on=2030-07-03 place={WORD}>meet</event>.
Bo <demand by=ana to=bo>demanded {WORD}</demand>.
<obstacle between=ana,bo>The quarrel over {WORD}</obstacle>.
<order according_to=ana>{WORD} falls before the {WORD} bridge is opened</order>.
<order according_to=bo>the {WORD} bridge is opened before {WORD} falls</order>."""
WIDER = """[...document.querySelectorAll('.columns > div, .line, .card, .text, .fields dd, .scroll:has(table), .meeting > *')]
    .filter(e => e.scrollWidth > e.clientWidth).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture
def awkward(store, told, monkeypatch):
    """A report of a party with a long name and one with a long word for a name, among the others."""
    monkeypatch.setitem(CAST, "ana", (LONG, "organisation", "ALD"))
    monkeypatch.setitem(CAST, "bo", (WORD, "person", "BIR"))
    document = told(AWKWARD, "2030-06-14", name="long", source=LONG, title=f"{LONG} and {WORD}")
    store.add(document)
    return document


@pytest.mark.parametrize("width", [1280, 390])
def test_a_name_however_long_stays_in_its_place(browser, address, awkward, width):
    browser.resize(width, 844)
    for path in (
        *(page.path for page in MENU),
        "/negotiations",
        "/search?q=bridge",
        "/review?by=Dee",
        "/articles/long",
        f"/records/{awkward.commitments[0].id}?by=Dee",
        f"/records/{WORD}",
    ):
        browser.open(address + path)
        assert (path, browser.read(BEYOND)) == (path, 0)
        assert (path, browser.read(WIDER)) == (path, [])
    assert browser.faults == [fault for fault in browser.faults if "404" in fault]
    browser.faults.clear()


def test_on_a_telephone_an_article_is_listed_with_its_title_first_and_in_full_width(browser, address):
    browser.resize(390, 844)
    browser.open(f"{address}/articles")
    cells = ("", " th", " td:first-child", " td.number:not(.minor)")
    rows, titles, days, counts = (browser.read(rectangles(f".titles tbody tr{of}")) for of in cells)
    assert len(rows) == 5
    for row, title, day, count in zip(rows, titles, days, counts, strict=True):
        assert title[2] == row[2]
        assert title[1] + title[3] <= day[1]
        assert inside(day, row)
        assert inside(count, row)
