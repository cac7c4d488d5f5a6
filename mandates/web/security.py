"""Which requests are refused, by person and origin, and the security headers of every answer.

For a team everybody signs in or sends a token (401 if it is invalid); or a reverse proxy names the person, which is
trusted from its own network only (403 from elsewhere).

On a personal machine the only way in is the address that the program printed: its token works once and becomes a
cookie. A request for another host name (400) may be DNS rebinding by a foreign page; a request without the cookie (403)
comes from another user of the machine or another program; a change sent by another site's page (403) is recognized by
the headers `Sec-Fetch-Site` and `Origin`.
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

#: The key of a request's scope that holds the address it came from.
PEER = "mandates.peer"

#: The path of the address with the token.
ENTRANCE = "/in"

#: The most figures of the length of a request.
_MAX_FIGURES = 15
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Paths open to everybody: the files that the page of a refusal needs.
_OPEN = ("/static/",)

#: Cache-Control for files whose address changes with their content.
_IMMUTABLE = "public, max-age=31536000, immutable"

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

#: The time without requests after which a person has to sign in again.
IDLE = dt.timedelta(hours=8)

#: The maximum size of a request in bytes: of a form, and of uploaded documents.
FORM_BYTES, UPLOAD_BYTES = 2 * 2**20, 100 * 2**20

Refuse = Callable[[Request, int, str, str], Response]


class Gate:
    """Middleware that admits or refuses requests, and adds the security headers to every answer.

    `refuse` makes the answer to a refused request from a status, a reason and a remedy.
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
        max_bytes = UPLOAD_BYTES if request.url.path in self._uploads else FORM_BYTES
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > _MAX_FIGURES or int(length) > max_bytes:
            answer = self._refuse(
                request,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"more than {max_bytes // 2**20} MB were sent at once",
                "send fewer files at a time",
            )
            await answer(scope, receive, send)
            return
        await self._app(scope, _bounded(receive, max_bytes), send)

    def _first(self, request: Request) -> Response | None:
        """Return the refusal of a request for a wrong host or from another site; None if neither."""
        hosts = self._site.hosts
        host_headers = request.headers.getlist("host")
        if hosts and (len(host_headers) != 1 or host_headers[0].lower() not in hosts):
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
        """Set the person of a request; return the refusal if the person is not admitted."""
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
        authorization = request.headers.get("authorization")
        if authorization is not None:
            person = await run_in_threadpool(self._with_token, authorization)
            if person is None:
                answer = self._refuse(
                    request, HTTPStatus.UNAUTHORIZED, "this token is not valid, or not any more", "make a new one"
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

    def _with_token(self, authorization: str) -> Person | None:
        kind, _, secret = authorization.partition(" ")
        if kind.lower() != "bearer":
            return None
        with self._site.register.transaction() as connection:
            account_and_token = accounts.token_of(connection, secret.strip(), self._site.clock())
        return account_and_token and Person(
            account_and_token[0].name,
            account_and_token[0].role,
            account_and_token[0].id,
            account_and_token[1].scopes,
            account_and_token[0].limits,
        )

    def _by_proxy(self, request: Request, proxy: Proxy) -> Person | None:
        """Return the person the proxy names, by name or mail address; None if unknown or not sent by the proxy."""
        header_values = request.headers.getlist(proxy.header)
        if len(header_values) != 1 or not header_values[0].strip() or not proxy.is_at(peer(request)):
            return None
        with self._site.register.transaction() as connection:
            account = accounts.find(connection, header_values[0]) or accounts.find_by_mail(connection, header_values[0])
        return None if account is None else Person(account.name, account.role, account.id, limits=account.limits)

    def _with_cookie(self, secret: str | None) -> Person | None:
        if not secret:
            return None
        now = self._site.clock()
        key = accounts.digest(secret)
        last_seen = self._site.seen.get(key)
        if last_seen is not None and now - last_seen > IDLE:
            return None
        with self._site.register.transaction() as connection:
            account = accounts.signed_in(connection, secret, now)
        if account is None:
            return None
        self._site.seen[key] = now
        return Person(account.name, account.role, account.id, limits=account.limits)

    def _enter(self, request: Request) -> Response:
        """Admit a browser that sends the token; one that was admitted before does not need it."""
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
    """Return the address of the machine that sent a request: that of the proxy, if there is one."""
    client = request.scope.get(PEER) or request.scope.get("client") or ("", 0)
    return str(client[0])


def keeping_peer(app: ASGIApp) -> ASGIApp:
    """Return an application that records the peer address of a request before proxy headers replace it."""

    async def keeping(scope: Scope, receive: Receive, send: Send) -> None:
        scope[PEER] = scope.get("client")
        await app(scope, receive, send)

    return keeping


def set_cookie(answer: Response, site: Site, secret: str) -> None:
    """Set the session cookie; for a team it is `lax`, so that links in mails and documents work when signed in."""
    answer.set_cookie(
        site.cookie, secret, httponly=True, samesite="lax" if site.team else "strict", path="/", secure=site.secure
    )


def _same_site(headers: Headers, hosts: frozenset[str]) -> bool:
    """Whether a change comes from a page of this site, or from a client other than a page."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    accepted_hosts = hosts or frozenset({headers.get("host", "").lower()})
    return urlsplit(origin).netloc.lower() in accepted_hosts


def _with_headers(send: Send, *, stays: bool, for_ever: bool) -> Send:
    """Return a `send` that adds the common headers and `Cache-Control`.

    Pages are not cached. Static files (`stays`) are revalidated, or cached for good if they are versioned (`for_ever`).
    """
    cache_control = _IMMUTABLE if for_ever else "no-cache" if stays else "no-store"

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault(
                "Cache-Control", cache_control if message["status"] < HTTPStatus.BAD_REQUEST else "no-store"
            )
        await send(message)

    return sending


class TooMuch(Exception):  # noqa: N818 - it says what there is
    """The body of a request is longer than allowed."""


def _bounded(receive: Receive, max_bytes: int) -> Callable[[], Awaitable[Message]]:
    """Return a `receive` that raises `TooMuch` if the body exceeds `max_bytes`."""
    taken = 0

    async def receiving() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > max_bytes:
            raise TooMuch
        return message

    return receiving
