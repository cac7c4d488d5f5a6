"""`/s` and `/s/GA/81`: sessions with their dates, and what one of them comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from mandates.reference import calendar
from mandates.reference.session import Session, Timetable
from mandates.register import summaries, typed
from mandates.register.unit_of_work import calendars
from mandates.rendering import words as rendered
from mandates.rendering.lists import Sessions
from mandates.rendering.summary import Summary
from mandates.schema.items import ObligationRow
from mandates.schema.summaries import GroupCount, SessionSummary
from mandates.web import addresses
from mandates.web.formats import ITEMS, LIST, in_other_format
from mandates.web.parameters import AS_OF, Parameter
from mandates.web.site import Page, Visit

#: Bodies whose sessions are shown unless one is named.
_MAIN_BODIES = ("General Assembly", "Economic and Social Council", "Human Rights Council")
#: Sessions shown before and after the one of the day.
_BEFORE, _AFTER = 2, 3
#: Items of each part that a page shows unless all are asked for.
_ROWS = 25
#: The middle of the line of a timetable.
_MIDDLE = 50

LISTED = (AS_OF, Parameter("body", typed.body, help="Only sessions of this body."))
ONE = (
    AS_OF,
    Parameter("rows", typed.word_of("number of rows", lambda: ("all",)), help="All items of each part, to be printed."),
    Parameter("compare", typed.session, help="Compare with this session of the same body."),
)


def sessions(visit: Visit) -> Page | Response:
    """Answer `/s`."""
    named = visit.asked.get("body")
    rows = [row for body in ([named] if named else _MAIN_BODIES) for row in _around(body, visit.as_of)]
    answer = Sessions(rows, visit.as_of)
    if visit.ending:
        return in_other_format(visit, answer)
    context = {
        "sessions": list(zip(rows, answer.records(), strict=True)),
        "bodies": calendar.bodies(),
        "body": named,
    }
    return Page("sessions.html", "Sessions", context, LIST)


def session(visit: Visit) -> Page | Response:
    """Answer `/s/GA/81`."""
    body, number = typed.body(visit.part("body")), typed.session(visit.part("session"))
    own = addresses.of_session(body, number)
    if visit.path not in (own, own.replace("%20", " ")):
        return RedirectResponse(visit.asked.address(own + visit.ending), 301)
    with visit.reading() as connection:
        found = summaries.summary(
            connection, body, number, visit.as_of, limit=None if visit.ending or visit.asked.get("rows") else _ROWS
        )
        coming = summaries.coming(connection, body, number, visit.as_of)
        answer = Summary(found, coming)
        if visit.ending:
            return in_other_format(visit, answer, [*found.due_rows, *found.carried_rows])
        against = visit.asked.get("compare")
        other = summaries.summary(connection, body, against, visit.as_of, limit=1) if against else None
        dates = calendars(connection).of(visit.as_of)
        before, after = _neighbours(dates.sessions(body, visit.as_of + dt.timedelta(days=4 * 366)), number)
        window = dates.session(body, number)
    context = {
        "summary": found,
        "answer": answer,
        "coming": coming,
        "other": other,
        "timetable": _timetable(found, window.timetable if window else None, visit.as_of),
        "exact": window.exact if window else True,
        "before": before,
        "after": after,
        "name": rendered.session_name(body, number, short=False),
        "parts": _parts(found),
    }
    return Page("session.html", rendered.session_name(body, number, short=False), context, ITEMS)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of a session's timetable.

    Attributes:
        place: where it stands on a line from 0 to 100. row: in which row above the line its words stand.
        state: ``passed``, ``today`` or ``ahead``.
    """

    name: str
    on: dt.date
    place: float
    row: int
    state: str


def _timetable(found: SessionSummary, slots: Timetable | None, as_of: dt.date) -> list[Moment]:
    """Return the days of a session in order, as a line: documents, opening, today, closing."""
    days: list[tuple[str, dt.date | None]] = [
        ("Submit documents", slots.submit_by if slots else None),
        ("Issue documents", slots.issue_by if slots else None),
        ("Opens", found.opens_on),
        ("Closes", found.closes_on),
    ]
    known = [(name, on) for name, on in days if on is not None]
    if len(known) < 2:
        return []
    first, last = known[0][1], known[-1][1]
    if first <= as_of <= last:
        known.append(("Today", as_of))
    whole = max((last - first).days, 1)
    known.sort(key=lambda pair: pair[1])
    places = [round(100 * (on - first).days / whole, 1) for _, on in known]
    # words go away from the nearer edge, and the outermost stand highest: none is crossed by what leads to another
    left = sum(place <= _MIDDLE for place in places)
    return [
        Moment(name, on, place, index if index < left else len(known) - 1 - (index - left), _state(on, as_of))
        for index, ((name, on), place) in enumerate(zip(known, places, strict=True))
    ]


def _state(on: dt.date, as_of: dt.date) -> str:
    return "today" if on == as_of else "passed" if on < as_of else "ahead"


def _parts(found: SessionSummary) -> list[tuple[str, str, GroupCount, Sequence[ObligationRow]]]:
    return [
        ("Due at this session", "Nothing is due at this session.", found.fell_due, found.due_rows),
        (
            "Newly asked" if found.read else "Newly asked (no resolution of this session is in the register)",
            "The resolutions of this session ask for nothing that is in the register.",
            found.newly_asked,
            found.new_rows,
        ),
        ("Carried over from earlier", "Nothing was carried over.", found.carried_over, found.carried_rows),
    ]


def _around(body: str, as_of: dt.date) -> list[Session]:
    """Return the sessions of a body around a day."""
    known = list(calendar.sessions(body, as_of.replace(year=min(as_of.year + 4, 3000), day=1)))
    regular = [row for row in known if str(row.session).isdecimal()]
    begun = sum(1 for row in regular if row.opens_on is None or row.opens_on <= as_of)
    return regular[max(begun - 1 - _BEFORE, 0) : begun + _AFTER]


def _neighbours(known: Sequence[Session], number: str) -> tuple[str | None, str | None]:
    names = [str(one.session) for one in known if str(one.session).isdecimal()]
    if number not in names:
        return None, None
    place = names.index(number)
    return (names[place - 1] if place else None), (names[place + 1] if place + 1 < len(names) else None)
