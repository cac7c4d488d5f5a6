"""Errors as answers: the program's own line with its remedy, under the status that fits it."""

from __future__ import annotations

import re
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


#: Replacements for the command line's words in remedies by those of pages.
_ON_PAGES = (
    (re.compile(r"see 'mandates review' or 'mandates documents'"), "see the pages review and documents"),
    (re.compile(r"see 'mandates renewals'"), "see the page review"),
    (re.compile(r"see 'mandates list'"), "see the page items"),
    (re.compile(r"see 'mandates history \S+'"), "see its history"),
    (re.compile(r"see 'mandates show REFERENCE' for those there are"), "see the page of the item"),
    (
        re.compile(r"(?:see|try) 'mandates (resolutions|owners|history|review|documents|sessions)[^']*'"),
        r"see the page \1",
    ),
    (re.compile(r"take it back with 'mandates undo', or use --reopen"), "take it back, or open it again"),
    (re.compile(r"(take (?:it|that) back) with 'mandates undo(?: \d+)?'"), r"\1"),
    (re.compile(r"enter one with: mandates add .*"), "enter one: the page 'Add' leads to where that is done"),
    (re.compile(r"with --additional"), "with the box 'one more document'"),
    (re.compile(r"or use --reopen"), "or open it again"),
    (re.compile(r"look at it again: mandates show \S.*"), "look at it again"),
    (re.compile(r"--ended shows them"), "'Also what has ended' shows them"),
    (re.compile(r"give it one: mandates view save NAME"), "write one"),
    (re.compile(r"give filters, such as --committee Second"), "narrow the list first"),
    (re.compile(r"keep one with 'mandates view save'"), "narrow the list and keep it under a name"),
    (re.compile(r"see 'mandates user list'"), "see the page of people"),
    (
        re.compile(r"give it with --text.*|ingest it, or give the paragraph's words: --text WORDS"),
        "add it first, or write the paragraph's words",
    ),
    (re.compile(r"leave --text out"), "leave the words of the paragraph out"),
    (re.compile(r"see 'mandates show (\S+)'"), r"see \1"),
    (re.compile(r", and --due for each time"), ", and each time it is due"),
    (re.compile(r"give the new date or session: --due WHEN"), "give the new date or session"),
    (re.compile(r"give one: --reason TEXT"), "give one"),
    (re.compile(r"give its date: --due DATE"), "give its date"),
)


def on_pages(remedy: str) -> str:
    """Return a remedy in the words of pages instead of commands and options."""
    for pattern, words in _ON_PAGES:
        remedy = pattern.sub(words, remedy)
    return remedy
