"""`/s` and `/s/GA/81`: sessions with their dates, and the summary of one."""

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
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

#: Bodies whose sessions are shown by default.
_MAIN_BODIES = ("General Assembly", "Economic and Social Council", "Human Rights Council")
#: Sessions shown before and after the one of the day.
_BEFORE, _AFTER = 2, 3
#: The default number of items that a page shows of each part.
_ROWS = 25
#: The midpoint of the timetable's line.
_MIDDLE = 50

LISTED = (AS_OF, Parameter("body", typed.body, help="Only sessions of this body."))
ONE = (
    AS_OF,
    Parameter("rows", typed.word_of("number of rows", lambda: ("all",)), help="All items of each part, to be printed."),
    Parameter("compare", typed.session, help="Compare with this session of the same body."),
)


def sessions(visit: Visit) -> Page | Response:
    """Answer `/s`."""
    requested = visit.asked.get("body")
    rows = [row for body in ([requested] if requested else _MAIN_BODIES) for row in _around(body, visit.as_of)]
    answer = Sessions(rows, visit.as_of)
    if visit.ending:
        return in_other_format(visit, answer)
    context = {
        "sessions": list(zip(rows, answer.records(), strict=True)),
        "bodies": calendar.bodies(),
        "body": requested,
    }
    return Page("sessions.html", name_of("/s"), context, LIST)


def session(visit: Visit) -> Page | Response:
    """Answer `/s/GA/81`."""
    body, number = typed.body(visit.part("body")), typed.session(visit.part("session"))
    canonical = addresses.of_session(body, number)
    if visit.path not in (canonical, canonical.replace("%20", " ")):
        return RedirectResponse(visit.asked.address(canonical + visit.ending), 301)
    with visit.reading() as connection:
        summary = summaries.summary(
            connection, body, number, visit.as_of, limit=None if visit.ending or visit.asked.get("rows") else _ROWS
        )
        coming = summaries.coming(connection, body, number, visit.as_of)
        answer = Summary(summary, coming)
        if visit.ending:
            return in_other_format(visit, answer, [*summary.due_rows, *summary.carried_rows])
        other_number = visit.asked.get("compare")
        compared = summaries.summary(connection, body, other_number, visit.as_of, limit=1) if other_number else None
        dates = calendars(connection).of(visit.as_of)
        before, after = _neighbours(dates.sessions(body, visit.as_of + dt.timedelta(days=4 * 366)), number)
        window = dates.session(body, number)
    context = {
        "summary": summary,
        "answer": answer,
        "coming": coming,
        "other": compared,
        "timetable": _timetable(summary, window.timetable if window else None, visit.as_of),
        "exact": window.exact if window else True,
        "before": before,
        "after": after,
        "parts": _parts(summary),
    }
    return Page("session.html", rendered.session_name(body, number, short=False), context, ITEMS)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of a session's timetable.

    Attributes:
        place: its position on a line from 0 to 100. row: the row above the line in which its label stands.
        state: ``passed``, ``today`` or ``ahead``.
    """

    name: str
    on: dt.date
    place: float
    row: int
    state: str


def _timetable(summary: SessionSummary, timetable: Timetable | None, as_of: dt.date) -> list[Moment]:
    """Return the days of a session in order, as a line: documents, opening, today, closing."""
    days: list[tuple[str, dt.date | None]] = [
        ("Submit documents", timetable.submit_by if timetable else None),
        ("Issue documents", timetable.issue_by if timetable else None),
        ("Opens", summary.opens_on),
        ("Closes", summary.closes_on),
    ]
    dated = [(name, on) for name, on in days if on is not None]
    if len(dated) < 2:
        return []
    first_day, last_day = dated[0][1], dated[-1][1]
    if first_day <= as_of <= last_day:
        dated.append(("Today", as_of))
    length = max((last_day - first_day).days, 1)
    dated.sort(key=lambda pair: pair[1])
    places = [round(100 * (on - first_day).days / length, 1) for _, on in dated]
    # labels extend away from the nearer edge, and the outermost are highest, so that no leader line crosses a label
    left_count = sum(place <= _MIDDLE for place in places)
    return [
        Moment(
            name, on, place, index if index < left_count else len(dated) - 1 - (index - left_count), _state(on, as_of)
        )
        for index, ((name, on), place) in enumerate(zip(dated, places, strict=True))
    ]


def _state(on: dt.date, as_of: dt.date) -> str:
    return "today" if on == as_of else "passed" if on < as_of else "ahead"


def _parts(summary: SessionSummary) -> list[tuple[str, str, GroupCount, Sequence[ObligationRow]]]:
    return [
        ("Due at this session", "Nothing is due at this session.", summary.fell_due, summary.due_rows),
        (
            "Newly asked" if summary.read else "Newly asked (no resolution of this session is in the register)",
            "The resolutions of this session ask for nothing that is in the register.",
            summary.newly_asked,
            summary.new_rows,
        ),
        ("Carried over from earlier", "Nothing was carried over.", summary.carried_over, summary.carried_rows),
    ]


def _around(body: str, as_of: dt.date) -> list[Session]:
    """Return the sessions of a body around a day."""
    candidates = list(calendar.sessions(body, as_of.replace(year=min(as_of.year + 4, 3000), day=1)))
    regular = [row for row in candidates if str(row.session).isdecimal()]
    begun = sum(1 for row in regular if row.opens_on is None or row.opens_on <= as_of)
    return regular[max(begun - 1 - _BEFORE, 0) : begun + _AFTER]


def _neighbours(listed: Sequence[Session], number: str) -> tuple[str | None, str | None]:
    names = [str(row.session) for row in listed if str(row.session).isdecimal()]
    if number not in names:
        return None, None
    index = names.index(number)
    return (names[index - 1] if index else None), (names[index + 1] if index + 1 < len(names) else None)
