"""Answers of the API: JSON with a tag of its version, lists in portions, and errors as problems (RFC 9457)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from mandates.domain.errors import MandatesError, UsageError
from mandates.register.history import last_event
from mandates.rendering.formats.as_json import text_of
from mandates.store.engine import Connection
from mandates.web.errors import status_of, title_of
from mandates.web.paging import MOST_ROWS, ROWS
from mandates.web.remedies import in_api
from mandates.web.site import Visit

BASE = "/api/1"


def answer(content: Any, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """Return a value of the schema as JSON."""
    return Response(text_of(content), status, dict(headers or {}), media_type="application/json")


def tagged(visit: Visit, tag: str, content: Any, headers: Mapping[str, str] | None = None) -> Response:
    """Return a value with the tag of its version; 304 without content if the caller has that version already."""
    known_tags = [tag_text.strip() for tag_text in visit.request.headers.get("if-none-match", "").split(",")]
    all_headers = {"ETag": tag, "Cache-Control": "private, no-cache", **(headers or {})}
    if tag in known_tags or "*" in known_tags:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=all_headers)
    return answer(content, headers=all_headers)


def list_tag(visit: Visit, connection: Connection) -> str:
    """Return the tag of a list, made from the request, the day and the last change.

    The day is part of it because items become overdue without a change of the register.
    """
    content = (
        str(visit.request.url.path),
        sorted(visit.asked.pairs),
        visit.as_of.isoformat(),
        last_event(connection, visit.as_of),
    )
    return f'W/"{hashlib.sha256(repr(content).encode()).hexdigest()[:24]}"'


def listed(visit: Visit, connection: Connection, rows: Sequence[Any], after: str | None) -> Response:
    """Return a portion of a list, with the address of the next."""
    following = visit.asked.address(visit.request.url.path, after=after) if after else None
    content = {"items": list(rows), "next": following, "as_of": visit.as_of}
    headers = {"Link": f'<{following}>; rel="next"'} if following else None
    return tagged(visit, list_tag(visit, connection), content, headers)


def size(visit: Visit) -> int:
    """Return the number of rows that are requested.

    Raises:
        UsageError: too many rows are requested at once.
    """
    limit: int = visit.asked.get("limit") or ROWS
    if limit > MOST_ROWS:
        raise UsageError(f"at most {MOST_ROWS:,} rows are given at once", "ask for fewer and follow 'next'")
    return limit


def portion(visit: Visit, rows: Sequence[Any], key: str) -> tuple[Sequence[Any], str | None]:
    """Return the rows after the row whose `key` is in `after`, and the place of the next portion.

    Raises:
        UsageError: `after` is not a place in this list.
    """
    limit, after = size(visit), visit.asked.get("after")
    start = 0
    if after is not None:
        last_key = _decoded(after)
        start = next((position for position, row in enumerate(rows, 1) if _key(row, key) == last_key), len(rows))
    shown = rows[start : start + limit]
    has_more = len(rows) > start + len(shown)
    return shown, _encoded(_key(shown[-1], key)) if has_more and shown else None


def problem(error: MandatesError, status: int | None = None, more: Mapping[str, Any] | None = None) -> Response:
    """Return an error as a problem document (RFC 9457)."""
    code = int(status or status_of(error))
    headers = {"Retry-After": "5"} if code == HTTPStatus.SERVICE_UNAVAILABLE else {}
    content = {
        "type": "/help#errors",
        "title": title_of(code),
        "status": code,
        "detail": error.reason,
        "remedy": in_api(error.remedy),
        "exit_code": error.exit_code,
        **(more or {}),
    }
    return Response(text_of(content), code, headers, media_type="application/problem+json")


def _key(row: Any, name: str) -> str:
    return str(row[name] if isinstance(row, dict) else getattr(row, name))


def _encoded(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _decoded(after: str) -> str:
    try:
        return base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
    except ValueError:
        raise UsageError(f"'{after}' is not a place in this list", "begin again at its first page") from None
