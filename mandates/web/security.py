"""Who asks, and from where: what is refused before a page is looked at, and what every answer says to a browser.

For a team everybody signs in, or brings a token (401 for one that does not count); or a server before this one names
who asks, which is believed from its network alone (403 from elsewhere).

On one's own machine the only way in is the address that the program printed: its token works once and becomes a cookie.
A request under another host's name (400) is how pages of strangers reach a local server by DNS; one without the cookie
(403) comes from another person of the machine or another program; a change that another site's page sends (403) is
known by the browser's own words, `Sec-Fetch-Site` and `Origin`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mandates.domain.kinds import AccountRole
from mandates.register import accounts
from mandates.web.site import Person, Proxy, Site

#: Under which name a request keeps the address that it came from.
PEER = "mandates.peer"

#: Where the token is brought.
ENTRANCE = "/in"

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Open to everybody: what a refusal needs to be readable.
_OPEN = ("/static/",)

#: How long a browser keeps a file whose address changes with what is in it.
_FOR_EVER = "public, max-age=31536000, immutable"

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

#: After so long without a visit a person signs in again.
IDLE = dt.timedelta(hours=8)

#: What one request may bring, in bytes: a form, or documents.
FORM_BYTES, UPLOAD_BYTES = 2 * 2**20, 100 * 2**20

Refuse = Callable[[Request, int, str, str], Response]


class Gate:
    """Lets in who may come in, and gives every answer its headers.

    `refuse` writes the page of a refusal: of a status, with what is wrong and what to do.
    """

    def __init__(
        self, app: ASGIApp, site: Site, refuse: Refuse, uploads: frozenset[str], opened: Callable[[str], bool]
    ) -> None:
        self._app, self._site, self._refuse, self._uploads, self._opened = app, site, refuse, uploads, opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        stays = request.url.path.startswith(_OPEN)
        send = _with_headers(send, stays=stays, for_ever=stays and "v" in request.query_params)
        answer = self._first(request) or await self._identified(request)
        if answer is not None:
            await answer(scope, receive, send)
            return
        most = UPLOAD_BYTES if request.url.path in self._uploads else FORM_BYTES
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > most:
            answer = self._refuse(
                request,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"more than {most // 2**20} MB were sent at once",
                "send fewer files at a time",
            )
            await answer(scope, receive, send)
            return
        await self._app(scope, _bounded(receive, most), send)

    def _first(self, request: Request) -> Response | None:
        """Return the answer to a request that goes no further."""
        hosts = self._site.hosts
        named = request.headers.getlist("host")
        if hosts and (len(named) != 1 or named[0].lower() not in hosts):
            return self._refuse(
                request,
                HTTPStatus.BAD_REQUEST,
                "this is not the host that the request names",
                "open the address that the program printed",
            )
        if request.method not in _SAFE and not _same_site(request.headers, hosts):
            return self._refuse(
                request,
                HTTPStatus.FORBIDDEN,
                "a page of another site sent this change",
                "make it on the page of the item itself",
            )
        return None

    async def _identified(self, request: Request) -> Response | None:
        """Find out who asks; return the answer to somebody who is not let in."""
        if request.url.path.startswith(_OPEN):
            return None
        return await self._of_team(request) if self._site.team else self._of_machine(request)

    def _of_machine(self, request: Request) -> Response | None:
        if request.url.path == ENTRANCE and request.method == "GET":
            return self._enter(request)
        request.state.person = Person(self._site.actor, AccountRole.ADMIN)
        if request.cookies.get(self._site.cookie) in self._site.sessions:
            return None
        return self._refuse(
            request,
            HTTPStatus.FORBIDDEN,
            "these pages are open only to the person who started them",
            "open the address that 'mandates serve' printed; where it was opened already, start it again",
        )

    async def _of_team(self, request: Request) -> Response | None:
        given = request.headers.get("authorization")
        if given is not None:
            person = await run_in_threadpool(self._with_token, given)
            if person is None:
                answer = self._refuse(
                    request, HTTPStatus.UNAUTHORIZED, "this token does not count, or no more", "make a new one"
                )
                answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
                return answer
        elif self._site.proxy is not None and self._site.proxy.header in request.headers:
            person = await run_in_threadpool(self._by_proxy, request, self._site.proxy)
            if person is None:
                return self._refuse(
                    request,
                    HTTPStatus.FORBIDDEN,
                    "nobody who has an account here is named by a server that may name people",
                    "ask an admin for an account",
                )
        else:
            person = await run_in_threadpool(self._with_cookie, request.cookies.get(self._site.cookie))
        if person is not None:
            request.state.person = person
            return None
        if self._opened(request.url.path):
            request.state.person = Person("nobody", AccountRole.READER)
            return None
        wants_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        if wants_page and not request.url.path.startswith("/api/"):
            path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/signin?{urlencode({'next': path})}", HTTPStatus.SEE_OTHER)
        answer = self._refuse(request, HTTPStatus.UNAUTHORIZED, "nobody is signed in", "sign in, or send a token")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    def _with_token(self, given: str) -> Person | None:
        kind, _, secret = given.partition(" ")
        if kind.lower() != "bearer":
            return None
        with self._site.register.transaction() as connection:
            found = accounts.token_of(connection, secret.strip(), self._site.clock())
        return found and Person(found[0].name, found[0].role, found[0].id, found[1].scopes, found[0].limits)

    def _by_proxy(self, request: Request, proxy: Proxy) -> Person | None:
        """Return whom the server before this one names, by name or mail address; None where it is another server."""
        named = request.headers.getlist(proxy.header)
        if len(named) != 1 or not named[0].strip() or not proxy.is_at(peer(request)):
            return None
        with self._site.register.transaction() as connection:
            found = accounts.find(connection, named[0]) or accounts.find_by_mail(connection, named[0])
        return None if found is None else Person(found.name, found.role, found.id, limits=found.limits)

    def _with_cookie(self, secret: str | None) -> Person | None:
        if not secret:
            return None
        now = self._site.clock()
        key = accounts.digest(secret)
        last = self._site.seen.get(key)
        if last is not None and now - last > IDLE:
            return None
        with self._site.register.transaction() as connection:
            found = accounts.signed_in(connection, secret, now)
        if found is None:
            return None
        self._site.seen[key] = now
        return Person(found.name, found.role, found.id, limits=found.limits)

    def _enter(self, request: Request) -> Response:
        """Let a browser in that brings the token; one that is in already has no need of it."""
        if request.cookies.get(self._site.cookie) in self._site.sessions:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        session = self._site.let_in(request.query_params.get("token", ""))
        if session is None:
            return self._refuse(
                request,
                HTTPStatus.FORBIDDEN,
                "this address was used already, or is not the one that was printed",
                "start 'mandates serve' again; it prints a new one",
            )
        answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        set_cookie(answer, self._site, session)
        return answer


def peer(request: Request) -> str:
    """Return the address of the machine that sent a request: of the server before this one, where there is one."""
    client = request.scope.get(PEER) or request.scope.get("client") or ("", 0)
    return str(client[0])


def keeping_peer(app: ASGIApp) -> ASGIApp:
    """Return an application that keeps from where a request came, before headers say for whom."""

    async def keeping(scope: Scope, receive: Receive, send: Send) -> None:
        scope[PEER] = scope.get("client")
        await app(scope, receive, send)

    return keeping


def set_cookie(answer: Response, site: Site, secret: str) -> None:
    """Let a browser keep by what it is known; for a team links from mails and documents lead to where they should."""
    answer.set_cookie(
        site.cookie, secret, httponly=True, samesite="lax" if site.team else "strict", path="/", secure=site.secure
    )


def _same_site(headers: Headers, hosts: frozenset[str]) -> bool:
    """Whether a change comes from a page of this site, or from no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    wanted = hosts or frozenset({headers.get("host", "").lower()})
    return urlsplit(origin).netloc.lower() in wanted


def _with_headers(send: Send, *, stays: bool, for_ever: bool) -> Send:
    """Return a `send` that adds what every answer says; what is behind the gate is kept by nobody, a file of the site
    for good where its address changes with what is in it.
    """
    kept = _FOR_EVER if for_ever else "no-cache" if stays else "no-store"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", kept if message["status"] < HTTPStatus.BAD_REQUEST else "no-store")
        await send(message)

    return sending


class TooMuch(Exception):  # noqa: N818 - it says what there is
    """More was sent than was said, or than may be."""


def _bounded(receive: Receive, most: int) -> Callable[[], Awaitable[Message]]:
    """Return a `receive` that stops where more comes than may."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooMuch
        return message

    return receiving
