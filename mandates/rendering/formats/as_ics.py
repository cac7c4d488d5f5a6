"""A calendar file (RFC 5545): all-day events on the days on which something is to be done.

What is due at a session is one event for each of its days and each committee, with the list of items inside: the day to
submit documents, the day to issue them, the opening and the end. What is due on a date is an event of its own. Events
keep their identity when their dates move.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from icalendar import Alarm, Calendar, Event

from mandates.domain.status import CLOSED, State
from mandates.rendering import words
from mandates.rendering.obligations import title_words
from mandates.rendering.text import count, day, document_url, plain
from mandates.schema.items import ObligationRow

#: The namespace of the UIDs of events, so that the same obligation has the same UID in every file.
_NAMESPACE = uuid.UUID("4f6a1c9e-7a52-5f0b-9c1d-71e2a8b0d312")
#: When a calendar reminds of an event, in days before it.
_REMINDER_DAYS = (30, 7)


class _Entry(NamedTuple):
    """An event before it is written. `identity` is the same in every file; `lines` are the description."""

    identity: str
    on: dt.date
    summary: str
    lines: tuple[str, ...]
    rows: Sequence[ObligationRow]
    reminds: bool


def make(rows: Iterable[ObligationRow], *, as_of: dt.date, name: str = "Mandates", past: bool = False) -> bytes:
    """Return a calendar of the `rows` that have a date: those from `as_of` on or, with `past`, all of them."""
    calendar = Calendar()
    calendar.add("prodid", "-//mandates//due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plain(name))
    stamp = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    entries = [entry for entry in _entries(list(rows)) if past or entry.on >= as_of]
    for entry in sorted(entries, key=lambda entry: (entry.on, entry.identity)):
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical())


def _entries(rows: Sequence[ObligationRow]) -> Iterator[_Entry]:
    at_sessions: dict[tuple[str, str, str], list[ObligationRow]] = defaultdict(list)
    for row in rows:
        if row.due is None:
            continue
        name = words.session_name(row.due.body, row.due.session)
        if (
            row.due.kind == "session" and row.due.body and row.due.extended_from != name
        ):  # a day that replaced the session is an event of its own
            at_sessions[row.due.body, str(row.due.session), row.committee or ""].append(row)
        elif row.due.due_on is not None:
            yield _date_entry(row, row.due.due_on)
    for (body, session, committee), session_rows in at_sessions.items():
        yield from _session_entries(body, session, committee, session_rows)


def _date_entry(row: ObligationRow, on: dt.date) -> _Entry:
    heading = f"{words.status_words(row.deliverable).capitalize()} due"
    owners = "; ".join(row.owners)
    title = f"{row.title} ({row.reference})" if row.title else row.reference
    summary = f"{heading}: {title}{f', {owners}' if owners else ''}"
    return _Entry(row.reference, on, summary, tuple(_description_lines(row)), [row], row.state not in CLOSED)


def _session_entries(body: str, session: str, committee: str, rows: Sequence[ObligationRow]) -> Iterator[_Entry]:
    """Yield the events of a session for the `rows` of one committee that are due at it."""
    name = words.session_name(body, session)
    session_words = f"{name}, {committee}" if committee else name
    open_rows = [row for row in rows if row.state not in CLOSED]
    documents = [row for row in open_rows if row.submit_by is not None]
    opens_on = _first_date(row.due.opens_on for row in rows if row.due)
    closes_on = _first_date(row.due.due_on for row in open_rows if row.due)
    submit_by, issue_by = (
        _first_date(row.submit_by for row in documents),
        _first_date(row.issue_by for row in documents),
    )
    days: tuple[tuple[str, dt.date | None, Sequence[ObligationRow], str, bool], ...] = (
        ("submit", submit_by, documents, f"submit {_reports(documents)}", True),
        ("issue", issue_by, documents, f"{_reports(documents)} to be issued", False),
        ("opens", opens_on, rows, f"opens, {count(len(rows), 'item')} due", False),
        ("closes", closes_on, open_rows, f"closes, {count(len(open_rows), 'item')} open", True),
    )
    for day_kind, on, day_rows, summary, reminds in days:
        if on is not None:
            lines = tuple(_item_line(row) for row in day_rows)
            yield _Entry(
                f"{body} {session} {committee} {day_kind}", on, f"{session_words}: {summary}", lines, day_rows, reminds
            )


def _first_date(days: Iterable[dt.date | None]) -> dt.date | None:
    return next((on for on in days if on is not None), None)


def _reports(rows: Sequence[ObligationRow]) -> str:
    if len(rows) == 1:
        return f"report: {rows[0].title or rows[0].reference}"
    return count(len(rows), "report")


def _item_line(row: ObligationRow) -> str:
    """Return an item of a list: its title, reference, owners, deliverable and status, with the URL of its text."""
    owners = "; ".join(row.owners)
    what = f"{words.status_words(row.deliverable)}, {_status_text(row)}"
    return f"- {row.title or ''} ({row.reference}){f', {owners}' if owners else ''}: {what} {document_url(row.symbol)}"


def _status_text(row: ObligationRow) -> str:
    """Return the status of an item, in words that stay true as time passes until somebody acts."""
    return words.state_words(row).text if row.state is State.UNISSUED else words.status_words(row.status)


def _event(entry: _Entry, stamp: dt.datetime) -> Event:
    event = Event()
    summary = plain(entry.summary)
    event.add("uid", f"{uuid.uuid5(_NAMESPACE, entry.identity.strip())}@mandates")
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("description", "\n".join(map(plain, entry.lines)))
    if len(entry.rows) == 1:
        event.add("url", document_url(entry.rows[0].symbol))
    event.add("categories", sorted({row.deliverable for row in entry.rows}))
    event.add("transp", "TRANSPARENT")
    for days in _REMINDER_DAYS if entry.reminds else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", dt.timedelta(days=-days))
        event.add_component(alarm)
    return event


def _description_lines(row: ObligationRow) -> Iterable[str]:
    if row.title:
        yield title_words(row) or row.title
    yield row.clause
    yield f"Due: {words.due_words(row.due, short=False)}"
    if row.submit_by and row.issue_by:
        yield f"Document: submit by {day(row.submit_by)}, issue by {day(row.issue_by)}"
    yield f"Status: {_status_text(row)}"
    if row.note:
        yield f"Note: {row.note}"
