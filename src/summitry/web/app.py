"""The pages of a ledger as an application: one page for each query, one address that takes decisions, nothing loaded from elsewhere."""

import re
from functools import partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import quote

import msgspec
import uvicorn
from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from summitry.errors import DateError, NegotiationError, ReviewError, StoreError, SummitryError, UnknownIdError
from summitry.queries.answering import encoded
from summitry.stores import Store, View, open_ledger
from summitry.web import wording
from summitry.web.forms import read_form
from summitry.web.guard import HEADERS, SHORTEST_TOKEN, guard, insist_on_own_page, is_local
from summitry.web.pages import MENU, MOST_MARKS, PAGES, Ask, AskError, Page
from summitry.web.views import Views

# The halves of a pair of UTF-16 code units, which no encoding can carry alone.
_SURROGATES = re.compile("[\ud800-\udfff]")


class ServeError(SummitryError):
    """The application must not be opened to other machines in this way."""


def create_app(ledger: Store | Path | str, *, hosts: tuple[str, ...] = (), token: str | None = None) -> FastAPI:
    """The application over a store, or over the ledger in a file, which must exist.

    It answers requests for this machine's own names and those in `hosts`; with a `token`, only to who sends it.

    Raises:
        StoreError: the file is no ledger that this program can read.
    """
    store = open_ledger(ledger, create=False) if isinstance(ledger, Path | str) else ledger
    app = FastAPI(title="Summitry", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.form_token = token_urlsafe()  # stands in every form; another site cannot read it
    views = Views(store)
    guard(app, hosts, token)
    for page in PAGES:
        # The JSON twin first: an id may hold any character, so the page's own pattern would take ".json" for part of it.
        app.add_route(page.path + ".json", partial(_show_json, views, page), methods=["GET"])
        app.add_route(page.path, partial(_show_page, views, page), methods=["GET"])
    app.add_route("/review", partial(_decide, store), methods=["POST"])
    app.add_route("/marks/{count:int}.css", _marks, methods=["GET"])
    app.mount("/static", StaticFiles(packages=[("summitry.web", "static")]))
    for error in (SummitryError, HTTPException, Exception):
        app.add_exception_handler(error, _show_error)
    return app


def insist_on_token(host: str, token: str | None) -> None:
    """Find out whether a ledger may be served there.

    Raises:
        ServeError: `host` can be reached from other machines and there is no token, or a short one.
    """
    if not is_local(host) and len(token or "") < SHORTEST_TOKEN:
        raise ServeError(
            f"{host} can be reached from other machines: give a token of {SHORTEST_TOKEN} characters or more (SUMMITRY_TOKEN)"
        )


def serve(
    ledger: Store | Path | str,
    *,
    host: str = "127.0.0.1",
    port: int = 8642,
    hosts: tuple[str, ...] = (),
    token: str | None = None,
) -> None:
    """Serve a ledger on `host` until interrupted; `hosts` are further names it is asked for by.

    Raises:
        StoreError: the ledger cannot be read.
        ServeError: `host` can be reached from other machines and there is no token, or a short one.
    """
    insist_on_token(host, token)
    app = create_app(ledger, hosts=(host, *hosts), token=token)
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _show_page(views: Views, page: Page, request: Request) -> Response:
    ask = Ask.of(request)

    def make(whole: View) -> bytes:
        view = ask.seen(whole)
        answer = page.answer(view, ask)
        return _render(page.template, request, ask, here=page, answer=answer, **page.arrange(view, ask, answer))

    return _html(views.body(ask.as_of, _address(request), make))


def _show_json(views: Views, page: Page, request: Request) -> Response:
    ask = Ask.of(request)
    return _json(views.body(ask.as_of, _address(request), lambda view: encoded(page.answer(ask.seen(view), ask))))


async def _decide(store: Store, request: Request) -> Response:
    """Make the decision that a form holds, and lead back to where it was made."""
    form = await read_form(request)
    insist_on_own_page(request, form.token, request.app.state.form_token)
    await run_in_threadpool(form.decide, store)
    return RedirectResponse(form.back, 303)


def _show_error(request: Request, error: Exception) -> Response:
    status, message = _explain(request, error)
    if request.scope["path"].endswith(".json"):
        return _json(msgspec.json.encode({"error": message}), status)
    title = HTTPStatus(status).phrase
    return _html(_render("error.html", request, Ask(), here=None, title=title, message=message), status)


def _explain(request: Request, error: Exception) -> tuple[int, str]:
    """The status code of an error and a sentence for people."""
    match error:
        case UnknownIdError():
            missing = request.path_params.get("id")
            if missing is None:
                return 404, str(error)
            return 404, f"The ledger has no “{missing}”, or it was published later than the day you ask for."
        case DateError() | AskError() | ReviewError():
            return 400, str(error)
        case NegotiationError():
            return 404, str(error)
        case StoreError():
            return 503, str(error)
        case HTTPException(status_code=404):
            return 404, "There is no such page here."
        case HTTPException():
            return error.status_code, str(error.detail)
    return 500, "This page could not be made: a fault of the program, not of your request."


def _address(request: Request) -> str:
    """Path and query as asked for; not `request.url`, which takes a question mark in an id for the query's beginning."""
    path, query = quote(request.scope["path"], safe="/:@"), request.scope["query_string"].decode("latin-1")
    return f"{path}?{query}"


def _render(template: str, request: Request, ask: Ask, **shown: Any) -> bytes:
    path, _, query = _address(request).partition("?")
    page = _TEMPLATES.get_template(template).render(
        ask=ask, link=ask.link, path=path, query=query, menu=MENU, token=request.app.state.form_token, **shown
    )
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", page).encode()


def _html(body: bytes, status: int = 200) -> Response:
    return Response(body, status, HEADERS | {"Cache-Control": "no-cache"}, "text/html; charset=utf-8")


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, HEADERS | {"Cache-Control": "no-cache"}, "application/json")


def _marks(request: Request) -> Response:
    """The rules by which the n-th record of an article lights up in the text when its line does, and the other way round.

    They stand in for `summitry.js` where scripts are off; a file, because the policy allows no style in a page.
    """
    rules = (
        f".reader:has(.a{n}:target,.c{n}:target,.c{n}:hover,.c{n}:focus-within) .x{n}{{background:var(--lit);color:var(--ink)}}"
        f".reader:has(.x{n}:hover,.x{n}:focus-within,.a{n}:target) .c{n}{{background:var(--lit);border-color:var(--ink)}}"
        for n in range(min(request.path_params["count"], MOST_MARKS))
    )
    return Response("\n".join(rules), 200, HEADERS | {"Cache-Control": "max-age=3600"}, "text/css; charset=utf-8")


def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("summitry.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for word in (
        wording.day,
        wording.days,
        wording.moment,
        wording.names,
        wording.one,
        wording.outside,
        wording.published,
        wording.value,
    ):
        made.filters[word.__name__] = word
    made.globals["glossary"] = wording.glossary()
    return made


_TEMPLATES = _templates()
