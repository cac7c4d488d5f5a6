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
    """When a mandate is due, or how long it lasts, with the words of the text that say so.

    Attributes:
        kind: ``session`` uses `body` and `session`; ``date`` and ``until`` use `date`; ``relative`` uses `after` (an
            ISO 8601 duration, negative for before) and `event`; ``recurring`` uses `every` (an ISO 8601 duration,
            ``"session"`` or ``"regular"``) and `event`, the event after which it begins, if any.
        session: the number, the year as text (``"2022"``), ``"special 32"`` or ``"next"``.
        phrase: the literal words.
        span: the span of the words in the text of the paragraph, if they are there.
        opens_on, closes_on: the resolved window: the dates of the session, or the date itself; None if unknown.
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


#: The fields that a due of each kind always has as plain data, in addition to its phrase, window and span.
DUE_FIELDS: Mapping[DueKind, tuple[str, ...]] = {
    DueKind.SESSION: ("body", "session"),
    DueKind.DATE: ("date",),
    DueKind.UNTIL: ("date",),
    DueKind.RELATIVE: ("after", "event"),
    DueKind.RECURRING: ("every", "event"),
}


def due_to_plain(due: Due) -> dict[str, Any]:
    """Return a due as plain data, in its form in JSON: the kind, the fields of the kind, phrase, window and span."""
    plain: dict[str, Any] = {"kind": due.kind.value}
    for name in DUE_FIELDS[due.kind]:
        value = getattr(due, name)
        plain[name] = value.isoformat() if isinstance(value, dt.date) else value
    plain["phrase"] = due.phrase
    plain["opens_on"] = due.opens_on.isoformat() if due.opens_on else None
    plain["closes_on"] = due.closes_on.isoformat() if due.closes_on else None
    plain["span"] = list(due.span) if due.span else None
    return plain


def due_from_plain(data: Mapping[str, Any]) -> Due:
    """Return the due from plain data in the form of `due_to_plain`, which is not validated."""
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
