"""The application: which address is answered by which function, and how errors are told."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from mandates.domain.errors import MandatesError
from mandates.rendering.formats.as_json import text_of
from mandates.web import parameters
from mandates.web.errors import on_pages, status_of, title_of
from mandates.web.routes import ALL, UPLOADS
from mandates.web.security import Gate, TooMuch
from mandates.web.site import Address, Handler, Page, Site, Visit
from mandates.web.templates import STATIC, render

Endpoint = Callable[[Request], Awaitable[Response]]

_FILES_AT_ONCE = 1000


class _Ending(Convertor[str]):
    """The ending of an address that asks for the same in another form."""

    regex = r"(?:\.(?:json|csv|ics))?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Name(Convertor[str]):
    """A name that may hold slashes, such as a symbol; an ending after it is none of it."""

    regex = r".+?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("ending", _Ending())
register_url_convertor("name", _Name())


def make(site: Site) -> Starlette:
    """Return the application that serves a site."""
    routes: list[Route | Mount] = [Route(one.path, _endpoint(site, one), methods=[one.method]) for one in ALL]
    routes.append(Mount("/static", StaticFiles(directory=STATIC)))

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        site.close()

    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[
            Middleware(Gate, site=site, refuse=refuse, uploads=UPLOADS),
            Middleware(GZipMiddleware, minimum_size=2000),
        ],
        exception_handlers={HTTPException: _http_error, TooMuch: _too_much},
    )


def _endpoint(site: Site, one: Address) -> Endpoint:
    async def answer(request: Request) -> Response:
        ending = str(request.path_params.get("ending", ""))
        if one.method == "POST":
            async with request.form(max_files=_FILES_AT_ONCE) as form:
                visit = Visit(site, request, parameters.Asked((), {}, parameters.filters_of()), form=form)
                return await run_in_threadpool(_told, visit, one.handler)
        return await run_in_threadpool(_shown, site, request, one, ending)

    return answer


def _shown(site: Site, request: Request, one: Address, ending: str) -> Response:
    """Return the answer to a question."""
    try:
        asked = parameters.read(request.query_params.multi_items(), one.parameters, filters=one.filters)
    except MandatesError as error:
        return refused(request, error)
    return _told(Visit(site, request, asked, ending), one.handler)


def _told(visit: Visit, handler: Handler) -> Response:
    """Return what a function answers, or the error that it raises."""
    try:
        answer = handler(visit)
        return render(visit, answer) if isinstance(answer, Page) else answer
    except MandatesError as error:
        return refused(visit.request, error)


def refused(request: Request, error: MandatesError) -> Response:
    """Return an error as an answer."""
    return refuse(request, status_of(error), error.reason, on_pages(error.remedy))


def refuse(request: Request, status: int, reason: str, remedy: str) -> Response:
    """Return a refusal as an answer: a page, or JSON where another form was asked for."""
    headers = {"Retry-After": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if request.url.path.endswith((".json", ".csv", ".ics")):
        problem = {
            "type": "about:blank",
            "title": title_of(status),
            "status": int(status),
            "detail": reason,
            "remedy": remedy,
        }
        return Response(text_of(problem), status, headers, media_type="application/problem+json")
    page = Page(
        "error.html", title_of(status), {"status": int(status), "reason": reason, "remedy": remedy}, status=status
    )
    answer = render(None, page)
    answer.headers.update(headers)
    return answer


async def _http_error(request: Request, error: Exception) -> Response:
    """Return what the framework itself refuses."""
    status = error.status_code if isinstance(error, HTTPException) else HTTPStatus.INTERNAL_SERVER_ERROR
    reasons = {
        HTTPStatus.NOT_FOUND: ("there is no such page", "look for it under Items, or search"),
        HTTPStatus.METHOD_NOT_ALLOWED: ("this address does not take that", "go back and use the page's own buttons"),
    }
    said = error.detail if isinstance(error, HTTPException) else ""
    reason, remedy = reasons.get(HTTPStatus(status), (said, "go back and try again"))
    return refuse(request, status, reason, remedy)


async def _too_much(request: Request, _error: Exception) -> Response:
    return refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "more was sent than fits", "send fewer files at a time")
