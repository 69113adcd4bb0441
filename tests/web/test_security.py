"""What articles, addresses and other pages must not be able to do."""

import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from invented import ARDENIA, at, sourced

from summitry.article import Article, Block, Published, Span
from summitry.records import Condition, Document, Event, Problem, Question, Statement
from summitry.stores import open_ledger
from summitry.web import create_app, serve
from summitry.web.app import ServeError
from summitry.web.pages import PAGES

PAYLOADS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "<script\n>alert(1)</script\n>",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<p style=background:url(//evil.example/x)>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</article></main><script>alert(1)</script>",
    "</mark></a></p><script>alert(1)</script>",
    "</text></svg><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)" x="',
    "x onfocus=alert(1)",
    "`onmouseover=alert(1)`",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'base.html' %}",
    "{{ ''.__class__.__mro__ }}",
    "${alert(1)}#{alert(1)}",
    "\u202e<script>alert(1)</script>\u202c",
    "＜script＞alert(1)＜/script＞",
    "\x1b[2J<script>alert(1)</script>",
]

ALLOWED = set(
    "a article aside b bdi blockquote body br button circle code datalist dd details div dl dt fieldset figcaption figure footer form g"
    " h1 h2 h3 head header html input kbd label legend li line link main mark meta nav noscript ol option p path q rect script section"
    " select span summary svg table tbody td text th thead time title tr ul".split()
)


def hostile(number: int, payload: str) -> Document:
    """An article with the payload in every field that the world outside can fill."""
    text = f"{payload} said: {payload}. Then {payload} met, whether {payload} or not, if {payload}."
    of = Article(
        id=f"h{number}",
        text=text,
        blocks=(Block(Span(0, len(text)), "headline"),),
        title=payload,
        source=payload,
        url=payload,
        published=Published("2031-04-14", "2031-04-14", "2031-04-14", "text", payload),
        language=payload,
    )
    first, whole = Span(0, len(payload)), Span(0, len(text))
    said = {**sourced(of, "statements", text), "why": payload}
    actor = replace(ARDENIA, id=f"group:{payload}", name=payload, kind="group", country=payload, mentions=(first,))
    return Document(
        article=of,
        actors=(actor,),
        statements=(
            Statement(
                **said, source=(first,), cue=(at(text, "said"),), content=(first,), mode="direct", speaker=(actor.id,),
                chain=(actor.id,), hedge=first,
            ),
        ),
        events=(
            Event(
                **sourced(of, "events", text), plover="CONSULT", trigger=at(text, "met"), actor=(actor.id,), recipient=(),
                modality="happened", meeting=True, place=payload, earliest="2031-04-14", latest="2031-04-14",
            ),
        ),
        conditions=(Condition(**sourced(of, "conditions", text), on=(), kind="if", span=first),),
        questions=(Question(**sourced(of, "questions", text), what=whole),),
        problems=(Problem(payload, first),),
    )  # fmt: skip


class Dangers(HTMLParser):
    """What in a page could run or fetch: unknown tags, handlers, inline scripts, links to other schemes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        if tag not in ALLOWED:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "xlink:href"):
                self.found.append(f"{name}={value}")
            if name in ("href", "src", "action", "data") and not re.match(r"/(?!/)|#|https?://", value or ""):
                self.found.append(f"{name}={value}")
            if name in ("src", "action") or (tag == "link" and name == "href"):
                self.found += [] if (value or "").startswith("/") else [f"{name}={value}"]

    def handle_endtag(self, _tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script" and data.strip():
            self.found.append(f"script: {data}")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    with open_ledger(tmp_path_factory.mktemp("attacked") / "ledger.db") as store:
        for number, payload in enumerate(PAYLOADS):
            store.add(hostile(number, payload))
        yield TestClient(create_app(store), base_url="http://localhost")


def pages_of(number: int, payload: str) -> list[tuple[str, dict[str, str]]]:
    lists = [page.path for page in PAGES if "{" not in page.path]
    asked = {"q": payload, "by": payload, "maker": payload}
    one = [f"/articles/h{number}", *(f"/records/{record.id}" for record in hostile(number, payload).records())]
    return [*((path, asked) for path in lists), *((path, {}) for path in one)]


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_hostile_words_stay_words_on_every_page(attacked, number):
    for path, query in pages_of(number, PAYLOADS[number]):
        answer = attacked.get(path, params=query)
        assert (path, answer.status_code, Dangers(answer.text).found) == (path, 200, [])


@pytest.mark.parametrize("path", [page.path for page in PAGES if "{" not in page.path])
def test_hostile_words_of_all_articles_together_stay_words_in_lists(attacked, path):
    assert Dangers(attacked.get(path).text).found == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_addresses_are_answered_with_words(attacked, payload):
    for path, query in [
        ("/", {"as_of": payload}),
        ("/commitments", {"status": payload}),
        ("/articles", {"page": payload}),
    ]:
        answer = attacked.get(path, params=query)
        assert (answer.status_code, Dangers(answer.text).found) == (400, [])


def test_json_is_never_taken_for_a_page(attacked):
    answer = attacked.get("/articles/h0.json")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("application/json", "nosniff")


def test_words_from_an_article_stand_isolated_so_that_their_direction_ends_with_them(attacked):
    page = attacked.get("/articles").text
    outside = re.sub(r"<bdi>.*?</bdi>", "", page, flags=re.DOTALL)
    assert "\u202e" in page
    assert "\u202e" not in outside


# The door ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/", "/.json", "/articles/spring", "/static/summitry.css", "/marks/1.css", "/nowhere"]
)
def test_every_answer_carries_the_headers(client, address):
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_this_machine_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "0.0.0.0", "[::2]", "", "localhost@evil"],
)
def test_another_host_is_refused_with_the_headers(client, host):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "content-security-policy" in answer.headers
    assert "Ardenia" not in answer.text


def test_a_host_that_was_given_is_answered(store):
    client = TestClient(create_app(store, hosts=("ledger.example",)), base_url="http://ledger.example")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path", [*(page.path.replace("{id:path}", "spring") for page in PAGES), "/articles.json", "/review.json"]
)
def test_nothing_can_be_changed_but_by_the_form_of_review(client, method, path):
    taken = (method, path) == ("POST", "/review")
    assert client.request(method, path).status_code == (415 if taken else 405)


def authorised(password: str, user: str = "anybody") -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}


@pytest.mark.parametrize(
    "address", ["/", "/.json", "/articles/spring", "/static/summitry.css", "/marks/1.css", "/nowhere"]
)
def test_with_a_token_nothing_is_shown_without_it(store, address):
    client = TestClient(create_app(store, token="correct horse battery"), base_url="http://localhost")
    for wrong in (
        {},
        authorised("wrong"),
        {"Authorization": "Basic ???"},
        {"Authorization": "Bearer correct horse battery"},
    ):
        assert client.get(address, headers=wrong).status_code == 401
    assert client.get(address, headers=authorised("correct horse battery")).status_code in (200, 404)


@pytest.mark.parametrize("token", [None, "", "short"])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "ledger.example"])
def test_other_machines_are_not_let_in_without_a_token(store, host, token):
    with pytest.raises(ServeError, match="give a token of 16 characters or more"):
        serve(store, host=host, token=token)


def test_interactive_documentation_which_loads_from_elsewhere_is_off(client):
    assert {client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}
