"""A calendar file of due dates (RFC 5545): all-day events that move when their dates do.

One event for each obligation with a date, on the day its window closes; and one for each open report to a session, on
the day the document is to be submitted.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event

from mandates.domain.status import CLOSED
from mandates.rendering import words
from mandates.rendering.obligations import title_words
from mandates.rendering.text import day, document_url, plain
from mandates.schema.items import ObligationRow

#: What the UIDs of events are made within, so that the same obligation has the same one in every file.
_NAMESPACE = uuid.UUID("4f6a1c9e-7a52-5f0b-9c1d-71e2a8b0d312")
#: Days before the date on which a calendar reminds.
_REMINDERS = (30, 7)


def make(rows: Iterable[ObligationRow], *, as_of: dt.date, name: str = "Mandates") -> bytes:
    """Return a calendar of those `rows` that have a date, as of `as_of`."""
    calendar = Calendar()
    calendar.add("prodid", "-//mandates//due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plain(name))
    stamp = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    for row in rows:
        what = words.status_words(row.deliverable).capitalize()
        if row.due is not None and row.due.due_on is not None:
            calendar.add_component(_event(row, "", f"{what} due", row.due.due_on, stamp))
        if row.submit_by is not None and row.state not in CLOSED:
            calendar.add_component(_event(row, "#submit", "Submit document", row.submit_by, stamp))
    return bytes(calendar.to_ical())


def _event(row: ObligationRow, suffix: str, what: str, on: dt.date, stamp: dt.datetime) -> Event:
    event = Event()
    owners = "; ".join(row.owners)
    title = f"{row.title} ({row.reference})" if row.title else row.reference
    summary = plain(f"{what}: {title}{f', {owners}' if owners else ''}")
    event.add("uid", f"{uuid.uuid5(_NAMESPACE, row.reference + suffix)}@mandates")
    event.add("dtstamp", stamp)
    event.add("dtstart", on)
    event.add("dtend", on + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", "\n".join(map(plain, _description(row))))
    event.add("url", document_url(row.symbol))
    event.add("categories", [row.deliverable, row.status.value])
    event.add("transp", "TRANSPARENT")
    if row.state not in CLOSED:
        for days in _REMINDERS:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", dt.timedelta(days=-days))
            event.add_component(alarm)
    return event


def _description(row: ObligationRow) -> Iterable[str]:
    if row.title:
        yield title_words(row) or row.title
    yield row.clause
    yield f"Due: {words.due_words(row.due, short=False)}"
    if row.submit_by and row.issue_by:
        yield f"Document: submit by {day(row.submit_by)}, issue by {day(row.issue_by)}"
    yield f"Status: {words.status_words(row.status)}"
    if row.note:
        yield f"Note: {row.note}"
