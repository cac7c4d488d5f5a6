"""When something is to be done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from mandates.domain.resolution import Span


class DueKind(StrEnum):
    """Kinds of due; see the fields each uses in `Due`."""

    SESSION = "session"
    DATE = "date"
    RELATIVE = "relative"
    RECURRING = "recurring"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a mandate is to be done, or how long it lasts, with the words it was read from.

    Attributes:
        kind: ``session`` uses `body` and `session`; ``date`` and ``until`` use `date`; ``relative`` uses `after` (an
            ISO 8601 duration, negative for before) and `event`; ``recurring`` uses `every` (an ISO 8601 duration,
            ``"session"`` or ``"regular"``) and `event`, after which it begins, where one is named.
        session: number, year as text (``"2022"``), ``"special 32"`` or ``"next"``.
        phrase: the literal words.
        span: where they stand in the paragraph's text, where they stand there.
        opens_on, closes_on: resolved window: the session's dates, or the date itself. ``None`` where unknown.
    """

    kind: DueKind
    phrase: str
    body: str | None = None
    session: int | str | None = None
    date: dt.date | None = None
    after: str | None = None
    event: str | None = None
    every: str | None = None
    span: Span | None = None
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None


#: The fields that a due of each kind always has as plain data, besides its phrase, its window and its span.
DUE_FIELDS: Mapping[DueKind, tuple[str, ...]] = {
    DueKind.SESSION: ("body", "session"),
    DueKind.DATE: ("date",),
    DueKind.UNTIL: ("date",),
    DueKind.RELATIVE: ("after", "event"),
    DueKind.RECURRING: ("every", "event"),
}


def due_to_plain(due: Due) -> dict[str, Any]:
    """Return a due as plain data, its one shape in JSON: its kind, the kind's fields, phrase, window and span."""
    out: dict[str, Any] = {"kind": due.kind.value}
    for name in DUE_FIELDS[due.kind]:
        value = getattr(due, name)
        out[name] = value.isoformat() if isinstance(value, dt.date) else value
    out["phrase"] = due.phrase
    out["opens_on"] = due.opens_on.isoformat() if due.opens_on else None
    out["closes_on"] = due.closes_on.isoformat() if due.closes_on else None
    out["span"] = list(due.span) if due.span else None
    return out


def due_from_plain(data: Mapping[str, Any]) -> Due:
    """Return the due that `due_to_plain` made, from a source that is known to follow that shape."""
    span = data.get("span")
    return Due(
        kind=DueKind(data["kind"]),
        phrase=data["phrase"],
        body=data.get("body"),
        session=data.get("session"),
        date=_day(data.get("date")),
        after=data.get("after"),
        event=data.get("event"),
        every=data.get("every"),
        span=Span(*span) if span else None,
        opens_on=_day(data.get("opens_on")),
        closes_on=_day(data.get("closes_on")),
    )


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
