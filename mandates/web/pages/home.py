"""`/`: what is late, what is due soon, what waits for a person, and what has changed since the last visit.

Shows the part of the register that the person's settings select; `owner`, `committee` and `view` in the address
select another part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from mandates.domain.accounts import Settings
from mandates.domain.filters import EventFilters, Filters
from mandates.register import lists, review_queue, settings, typed, views
from mandates.register.history import history, last_event
from mandates.rendering.obligations import Obligations
from mandates.schema.items import ObligationRow
from mandates.store.engine import Connection
from mandates.web.formats import ITEMS, in_other_format
from mandates.web.parameters import AS_OF, VIEW, Pairs, Parameter, address, filters_of
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

#: Items due within this time are due soon.
SOON = dt.timedelta(days=30)
#: The maximum number of items that are counted.
_COUNTED = 20_000
_ROWS = 12
_EVENTS = 8
#: The cookie with the number of the last event that the person has seen.
_SEEN = "mandates_seen"

OWN = (
    AS_OF,
    VIEW,
    Parameter("owner", typed.line, help="Only what concerns this owner."),
    Parameter("committee", typed.line, help="Only what came from this committee."),
    Parameter("everything", typed.switch, help="Everything, whatever the settings say is one's own."),
    Parameter("done", typed.number),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the register that a person looks at.

    Attributes:
        filters: the filters that select it. parameters: the same as parameters of an address.
    """

    name: str
    filters: Filters
    parameters: Pairs


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many items of a part are late, not issued yet, and due soon; with the addresses of the lists."""

    part: Part
    late: int
    unissued: int
    soon: int
    addresses: dict[str, str]


def home(visit: Visit) -> Page | Response:
    """Answer `/`."""
    on = visit.as_of
    with visit.reading() as connection:
        preferences = settings.of_person(connection, visit.person.name)
        parts = _parts(visit, connection, preferences)
        pressing = _pressing(connection, parts, on)
        if visit.ending:
            return in_other_format(visit, Obligations(pressing), pressing)
        newest = last_event(connection, on)
        last_seen = visit.request.cookies.get(_SEEN, "")
        since = int(last_seen) if last_seen.isascii() and last_seen.isdecimal() and len(last_seen) < 12 else None
        events = history(connection, filters=EventFilters(until=on), limit=200)
        new_events = [event for event in events if since is not None and event.id > since]
        unissued = _distinct_rows(
            connection, parts, on, lambda filters: replace(filters, unissued=True, sort="due", limit=_ROWS)
        )  # fmt: skip
        numbers = [
            visit.kept(
                connection,
                ("home", part.name, part.filters, tuple(part.parameters)),
                lambda part=part: _numbers(connection, part, on),  # type: ignore[misc]
            )
            for part in parts
        ]
        selection = _selection_name(visit)
        context = {
            "named": selection,
            "mine": _is_mine(visit, preferences),
            "can_be_mine": bool(preferences.owners or preferences.committees or preferences.views),
            "empty": not (newest or last_event(connection, visit.site.latest())),
            "numbers": numbers,
            "only": numbers[0] if len(numbers) == 1 else None,
            "soon_until": on + SOON,
            "unissued": unissued[:_ROWS],
            "to_check": visit.kept(
                connection, "to check", lambda: sum(review_queue.queue(connection, on).counts.values())
            ),
            "pressing": pressing[:_ROWS],
            "new": len(new_events),
            "events_shown": (new_events or events)[:_EVENTS],
            "since_known": since is not None,
            "change": visit.asked.get("done"),
        }
    title = f"{name_of('/')}: {selection}" if selection else name_of("/")
    return Page("home.html", title, context, ITEMS, cookies={_SEEN: str(newest)} if newest and visit.is_now else {})


def _selection_name(visit: Visit) -> str:
    return "; ".join(str(visit.asked.get(name)) for name in ("owner", "committee", "view") if visit.asked.get(name))


def _is_mine(visit: Visit, preferences: Settings) -> bool:
    has_own = bool(preferences.owners or preferences.committees or preferences.views)
    return has_own and not _selection_name(visit) and not visit.asked.get("everything")


def _parts(visit: Visit, connection: Connection, preferences: Settings) -> list[Part]:
    """Return the parts to show: those the address names, else those of the person's settings, else everything."""
    if _is_mine(visit, preferences):
        saved_views = views.all_of_them(connection) if preferences.views else {}
        selections = [("owner", owner, filters_of(owner=owner)) for owner in preferences.owners]
        selections += [
            ("committee", committee, filters_of(committee=committee)) for committee in preferences.committees
        ]
        selections += [("view", view, saved_views[view]) for view in preferences.views if view in saved_views]
        return [Part(name, replace(filters, settled=False), [(key, name)]) for key, name, filters in selections]
    pairs = [(name, str(visit.asked.get(name))) for name in ("owner", "committee", "view") if visit.asked.get(name)]
    filters = filters_of(**{name: value for name, value in pairs if name != "view"})
    if visit.asked.get("view"):
        filters = views.joined(views.find(connection, visit.asked.get("view")), filters)
    return [Part(_selection_name(visit) or "Everything", replace(filters, settled=False), pairs)]


def _distinct_rows(
    connection: Connection, parts: Sequence[Part], on: dt.date, narrow: Callable[[Filters], Filters]
) -> list[ObligationRow]:
    """Return the rows of all parts, each item once, in the order of the parts."""
    rows = {
        row.id: row for part in parts for row in lists.list_obligations(connection, narrow(part.filters), on)
    }  # fmt: skip
    return list(rows.values())


def _pressing(connection: Connection, parts: Sequence[Part], on: dt.date) -> list[ObligationRow]:
    """Return the late items, those that became late most recently first, and then those due soon."""
    late = _distinct_rows(
        connection, parts, on, lambda filters: replace(filters, overdue=True, limit=_ROWS, sort="-due")
    )
    soon = _distinct_rows(
        connection, parts, on, lambda filters: replace(filters, since=on, until=on + SOON, limit=_ROWS)
    )
    if len(parts) > 1:
        late.sort(key=lambda row: row.days_late or 0)
        soon.sort(key=lambda row: row.due.due_on if row.due and row.due.due_on else dt.date.max)
    return [*late, *soon]


def _numbers(connection: Connection, part: Part, on: dt.date) -> Numbers:
    selections = {
        "late": replace(part.filters, overdue=True),
        "unissued": replace(part.filters, unissued=True),
        "soon": replace(part.filters, since=on, until=on + SOON),
    }
    counts = {
        name: lists.count_obligations(connection, filters, on, at_most=_COUNTED) for name, filters in selections.items()
    }
    parameters = {
        "late": [("overdue", "1")],
        "unissued": [("unissued", "1")],
        "soon": [("since", on.isoformat()), ("until", (on + SOON).isoformat())],
    }
    return Numbers(
        part=part,
        **counts,
        addresses={name: address("/items", [*pairs, *part.parameters]) for name, pairs in parameters.items()},
    )
