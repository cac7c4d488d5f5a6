"""When something is to be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

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
