"""Errors as answers: the program's own line with its remedy, under the status that fits it."""

from __future__ import annotations

from http import HTTPStatus

from mandates.domain import errors
from mandates.domain.errors import MandatesError

#: The HTTP status of each class of error; the first match counts.
_STATUS: tuple[tuple[type[MandatesError], HTTPStatus], ...] = (
    (errors.UsageError, HTTPStatus.BAD_REQUEST),
    (errors.InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.UnknownReferenceError, HTTPStatus.NOT_FOUND),
    (errors.TransitionError, HTTPStatus.CONFLICT),
    (errors.ConflictError, HTTPStatus.PRECONDITION_FAILED),
    (errors.DatabaseUnavailableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.NotARegisterError, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.RevisionError, HTTPStatus.SERVICE_UNAVAILABLE),
)

TITLES = {
    HTTPStatus.BAD_REQUEST: "This cannot be understood",
    HTTPStatus.UNAUTHORIZED: "Sign in first",
    HTTPStatus.FORBIDDEN: "Not open to you",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.METHOD_NOT_ALLOWED: "Not done this way",
    HTTPStatus.CONFLICT: "Not possible as it stands",
    HTTPStatus.PRECONDITION_FAILED: "Changed meanwhile",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Too much at once",
    HTTPStatus.UNPROCESSABLE_ENTITY: "This cannot be read",
    HTTPStatus.PRECONDITION_REQUIRED: "Say which version was seen",
    HTTPStatus.SERVICE_UNAVAILABLE: "The register cannot be reached",
}


def status_of(error: MandatesError) -> HTTPStatus:
    """Return the HTTP status of an error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def title_of(status: int) -> str:
    """Return the heading of an error page."""
    return TITLES.get(HTTPStatus(status), "Something went wrong")


def sentence(text: str) -> str:
    """Return a reason or a remedy as a full sentence."""
    if not text:
        return ""
    end = "?" if text.startswith("did you mean") else "."
    return f"{text[0].upper()}{text[1:]}{'' if text[-1] in '.?!' else end}"
