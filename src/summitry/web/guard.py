"""Who may ask: requests for a known host name, with the token where one is set; every answer with the headers that hold."""

import hmac
import ipaddress
from base64 import b64decode
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOCAL = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_TOKEN = 16


def is_local(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def bracketed(host: str) -> str:
    """A host as it stands in an address: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def guard(app: FastAPI, hosts: tuple[str, ...], token: str | None) -> None:
    """Refuse other hosts (a page elsewhere could point its name at this machine) and, with a token, whoever lacks it.

    Browsers ask for the token as a password; the user name does not matter.
    """

    @app.middleware("http")
    async def check(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        if token is not None and not _has(request, token):
            return PlainTextResponse(
                "This ledger needs its token, as the password.\n", 401, {"WWW-Authenticate": 'Basic realm="Summitry"'}
            )
        return await answer(request)

    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, *map(bracketed, hosts)], www_redirect=False)

    # Added last, so outermost: refusals carry the headers too.
    @app.middleware("http")
    async def dress(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        response.headers.update(HEADERS)
        return response


def insist_on_own_page(request: Request, sent: str, token: str) -> None:
    """Refuse a form that no page of ours has made: another site can send one, but cannot know what our pages hold.

    Raises:
        HTTPException: 403.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    elsewhere = origin != "null" and urlsplit(origin).netloc != request.headers["host"]
    if site not in (None, "same-origin") or elsewhere:
        raise HTTPException(403, "This was sent from another site; nothing was changed.")
    if not hmac.compare_digest(sent.encode(), token.encode()):
        raise HTTPException(
            403, "This page is older than the server, which was started anew: load it again. Nothing was changed."
        )


def _has(request: Request, token: str) -> bool:
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    try:
        _, _, password = b64decode(sent, validate=True).decode().partition(":")
    except ValueError:
        return False
    return scheme.lower() == "basic" and hmac.compare_digest(password.encode(), token.encode())
