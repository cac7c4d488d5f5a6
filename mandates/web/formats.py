"""The same answer in other forms: JSON as the commands write it, CSV, a calendar."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from http import HTTPStatus

from starlette.responses import Response

from mandates.domain.errors import UnknownReferenceError
from mandates.rendering.answer import Answer
from mandates.rendering.formats import Screen, writer
from mandates.schema.items import ObligationRow
from mandates.web.site import Visit

_TYPES = {".json": "application/json", ".csv": "text/csv; charset=utf-8", ".ics": "text/calendar; charset=utf-8"}

#: The endings of lists of obligations, and of other lists.
ITEMS, LIST = (".json", ".csv", ".ics"), (".json", ".csv")


def in_other_format(visit: Visit, answer: Answer, rows: Sequence[ObligationRow] | None = None) -> Response:
    """Return an answer in the format that the ending of the address names.

    Args:
        rows: the obligations for a calendar.

    Raises:
        UnknownReferenceError: the answer has no such format.
    """
    if visit.ending == ".ics":
        if rows is None:
            raise UnknownReferenceError("there is no calendar of this page", "take the calendar of a list of items")
        from mandates.rendering.formats import as_ics  # noqa: PLC0415 - only where a calendar is asked for

        return _file(visit, as_ics.make(rows, as_of=visit.as_of))
    buffer = io.StringIO()
    writer(visit.ending.removeprefix("."))(answer, buffer, Screen())
    return _file(visit, buffer.getvalue().encode("utf-8", "backslashreplace"))


def _file(visit: Visit, content: bytes) -> Response:
    name = re.sub(r"[^A-Za-z0-9]+", "-", visit.path).strip("-") or "my-day"
    headers = {"Content-Disposition": f'inline; filename="{name}{visit.ending}"'}
    return Response(content, HTTPStatus.OK, headers, media_type=_TYPES[visit.ending])
