"""The application: which function answers which address, and the answers to errors."""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from mandates.domain.errors import MandatesError, UnknownReferenceError, UsageError
from mandates.web import parameters
from mandates.web.api.answers import BASE, problem
from mandates.web.errors import status_of, title_of
from mandates.web.remedies import on_pages
from mandates.web.routes import ALL, TEAM, UPLOADS
from mandates.web.security import Gate, TooMuch
from mandates.web.site import Address, NotAllowed, Page, Person, Site, Visit
from mandates.web.templates import STATIC, render

Endpoint = Callable[[Request], Awaitable[Response]]

_FILES_AT_ONCE = 1000
_log = logging.getLogger(__name__)


class _Ending(Convertor[str]):
    """The ending of an address that selects another format."""

    regex = r"(?:\.(?:json|csv|ics))?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Name(Convertor[str]):
    """A name that may contain slashes, such as a symbol, without the ending after it."""

    regex = r".+?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("ending", _Ending())
register_url_convertor("name", _Name())


def make(site: Site) -> Starlette:
    """Return the application that serves a site."""
    routes: list[Route | Mount] = [
        Route(address.path, _endpoint(site, address), methods=[address.method]) for address in ALL
    ]
    routes.append(Mount("/static", StaticFiles(directory=STATIC)))

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        site.close()

    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[
            Middleware(Gate, site=site, refuse=refuse, uploads=UPLOADS, opened=_is_open),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=2),
        ],
        exception_handlers={HTTPException: _http_error, TooMuch: _too_much},
    )


def _endpoint(site: Site, address: Address) -> Endpoint:
    async def answer(request: Request) -> Response:
        if address.sends == "form":
            async with request.form(max_files=_FILES_AT_ONCE) as form:
                return await run_in_threadpool(_answer_or_error, site, request, address, form=form)
        body = await request.body() if address.sends == "json" else None
        return await run_in_threadpool(_answer_or_error, site, request, address, body=body)

    return answer


def _answer_or_error(
    site: Site, request: Request, address: Address, *, form: FormData | None = None, body: bytes | None = None
) -> Response:
    """Return the answer of a handler, or the answer for the error that it raises."""
    try:
        return _answer(site, request, address, form=form, body=body)
    except NotAllowed as error:
        return refuse(request, HTTPStatus.FORBIDDEN, error.reason, error.remedy)
    except MandatesError as error:
        if _wants_data(request):
            return problem(error)
        return refuse(request, status_of(error), error.reason, on_pages(error.remedy))
    except Exception:  # noqa: BLE001 - any error is reported on a page and in the log
        _log.exception("%s %s", request.method, request.url.path)
        reason = "the program made a mistake; what it was about to change is as it was"
        return refuse(request, HTTPStatus.INTERNAL_SERVER_ERROR, reason, "go back, try again, and please report this")


def _answer(site: Site, request: Request, address: Address, *, form: FormData | None, body: bytes | None) -> Response:
    _require_allowed(site, request, address)
    asked = site.with_view(
        parameters.read(request.query_params.multi_items(), address.parameters, filters=address.filters)
    )
    ending = str(request.path_params.get("ending", ""))
    sent = None if body is None else _from_json(request, body)
    visit = Visit(site, request, asked, ending, form or FormData(), sent)
    answer = address.handler(visit)
    return render(visit, answer) if isinstance(answer, Page) else answer


def _require_allowed(site: Site, request: Request, address: Address) -> None:
    """Raise `NotAllowed` if the person or the person's token may not use an address."""
    if address in TEAM and not site.team:
        raise UnknownReferenceError("this site has no accounts", "go back to My day")
    if address.open:
        return
    person: Person = request.state.person
    if site.team and person.account is None:
        raise NotAllowed("nobody is signed in", "sign in")
    if not person.role.includes(address.role):
        raise NotAllowed(f"this needs the role of an {address.role}, and you are {person.role}", "ask an admin")
    if not person.may(address.role, address.scope):
        raise NotAllowed(f"this token may not {address.scope}", "make one that may")
    if person.scopes is not None and address in TEAM:
        raise NotAllowed("a token can do nothing with accounts and tokens", "do it in a browser")


def _from_json(request: Request, body: bytes) -> Any:
    """Return the parsed JSON body.

    Raises:
        UsageError: the body is not JSON, or has another content type.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "application/merge-patch+json"):
        raise UsageError(f"the request has the content type '{kind}'", "send application/json")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise UsageError("the request is not JSON", "send a JSON object") from None


def _wants_data(request: Request) -> bool:
    return request.url.path.startswith(f"{BASE}/") or request.url.path.endswith((".json", ".csv", ".ics"))


def _is_open(path: str) -> bool:
    """Whether an address is answered without signing in."""
    return any(address.open and path.startswith(address.path.partition("{")[0]) for address in ALL)


def refuse(request: Request, status: int, reason: str, remedy: str) -> Response:
    """Return the answer of a refusal: a page, or JSON if another format was requested."""
    if _wants_data(request):
        return problem(MandatesError(reason, remedy), status)
    headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    page = Page(
        "error.html", title_of(status), {"status": int(status), "reason": reason, "remedy": remedy}, status=status
    )
    answer = render(None, page)
    answer.headers.update(headers)
    return answer


async def _http_error(request: Request, error: Exception) -> Response:
    """Return the answer for an error that the framework raised."""
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    reasons = {
        HTTPStatus.NOT_FOUND: ("there is no such page", "look for it under Items, or search"),
        HTTPStatus.METHOD_NOT_ALLOWED: ("this address does not take that", "go back and use the page's own buttons"),
    }
    detail = error.detail if isinstance(error, HTTPException) else ""
    reason, remedy = reasons.get(HTTPStatus(status), (detail, "go back and try again"))
    return refuse(request, status, reason, remedy)


async def _too_much(request: Request, _error: Exception) -> Response:
    return refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "more was sent than fits", "send fewer files at a time")
