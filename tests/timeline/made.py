"""Facts about a mandate for tests of what follows from them, with as little as a test needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandates.domain.due import Due
from mandates.domain.mandate import Party
from mandates.reference import lookup
from mandates.timeline.facts import Facts, Happened, Head, Version
from mandates.timeline.periods import Calendars, Texts, periods
from mandates.timeline.planning import ObligationState

ADOPTED = dt.date(2016, 11, 21)
HORIZON = dt.date(2022, 1, 1)


def facts(**values: Any) -> Facts:
    """Return a mandate that is in the register, in its text, in its first version, and nothing decided."""
    plain: dict[str, Any] = {
        "mandate_id": 1,
        "resolution_id": 1,
        "held": True,
        "reading_id": 1,
        "in_text": True,
        "version_id": 1,
        "reference": "A/RES/71/500#1",
        "label": "1",
        "position": 0,
    }
    return Facts(**plain | values)


def version(*dues: Due, number: int = 1, **values: Any) -> Version:
    """Return a version of what was read."""
    plain: dict[str, Any] = {"verb": "request", "deliverable": "report", "owners": (Party(name="Secretary-General"),)}
    return Version(id=number, paragraph_text_id=number, dues=dues, **plain | values)


def head(number: int = 1, **values: Any) -> Head:
    """Return what a resolution of the General Assembly says of itself."""
    plain: dict[str, Any] = {
        "body": "General Assembly",
        "session": "71",
        "adopted_on": ADOPTED,
        "sort_key": "A/RES/00071/00500",
    }
    return Head(reading_id=number, **plain | values)


def happened(day: str, before: dict[str, Any], after: dict[str, Any], **of: Any) -> Happened:
    """Return an event of a day on the mandate, or on an obligation or the resolution."""
    where: dict[str, Any] = {"of_resolution": False, "obligation_id": None}
    return Happened(id=0, day=dt.date.fromisoformat(day), before=before, after=after, **where | of)


def brought_in(day: str) -> Happened:
    """Return the event that brought the resolution in."""
    return happened(day, {"held": False}, {"held": True}, of_resolution=True)


def states(
    now: Facts, *events: Happened, versions: tuple[Version, ...] = (), heads: tuple[Head, ...] = ()
) -> list[ObligationState]:
    """Return the states on all days."""
    known = lookup.current()
    texts = Texts(
        versions={one.id: one for one in versions or (version(),)},
        heads={one.reading_id: one for one in heads or (head(),)},
    )
    return periods(now, events, texts, calendars=Calendars(of=lambda _: known), horizon=HORIZON)


def on(found: list[ObligationState], day: str) -> list[ObligationState]:
    """Return those that hold on a day."""
    date = dt.date.fromisoformat(day)
    return [one for one in found if one.since <= date < one.until]


def with_notes(*texts):
    """Return notes with these words, as decisions and events hold them."""
    return [{"text": text, "on": "2019-06-05", "by": "Anna", "files": [], "links": []} for text in texts]
