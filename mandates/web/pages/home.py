"""`/`: what is late, what is due soon, what waits for a person, and what has changed since the last visit.

Of what the person has set as theirs; `owner`, `committee` and `view` in the address show another part.
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
from mandates.web.site import Page, Visit

#: What is due within so many days is due soon.
SOON = dt.timedelta(days=30)
#: Up to so many are counted.
_COUNTED = 20_000
_ROWS = 12
_EVENTS = 8
#: Where a browser keeps how far its person has seen the history.
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
    """A part of the register that somebody looks at.

    Attributes:
        filters: what selects it. said: the same in an address.
    """

    name: str
    filters: Filters
    said: Pairs


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much of a part is late, not issued yet, and due soon; with the addresses of the lists."""

    part: Part
    late: int
    unissued: int
    soon: int
    addresses: dict[str, str]


def home(visit: Visit) -> Page | Response:
    """Answer `/`."""
    on = visit.as_of
    with visit.reading() as connection:
        chosen = settings.of_person(connection, visit.person.name)
        parts = _parts(visit, connection, chosen)
        pressing = _pressing(connection, parts, on)
        if visit.ending:
            return in_other_format(visit, Obligations(pressing), pressing)
        newest = last_event(connection, on)
        seen = visit.request.cookies.get(_SEEN, "")
        since = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 12 else None
        events = history(connection, filters=EventFilters(until=on), limit=200)
        new = [one for one in events if since is not None and one.id > since]
        unissued = _together(
            connection, parts, on, lambda one: replace(one, unissued=True, sort="due", limit=_ROWS)
        )  # fmt: skip
        numbers = [
            visit.kept(
                connection,
                ("home", one.name, one.filters, tuple(one.said)),
                lambda one=one: _numbers(connection, one, on),  # type: ignore[misc]
            )
            for one in parts
        ]
        context = {
            "named": _named(visit),
            "mine": _is_mine(visit, chosen),
            "can_be_mine": bool(chosen.owners or chosen.committees or chosen.views),
            "empty": not (newest or last_event(connection, visit.site.latest())),
            "numbers": numbers,
            "only": numbers[0] if len(numbers) == 1 else None,
            "soon_until": on + SOON,
            "unissued": unissued[:_ROWS],
            "to_check": visit.kept(
                connection, "to check", lambda: sum(review_queue.queue(connection, on).counts.values())
            ),
            "pressing": pressing[:_ROWS],
            "new": len(new),
            "events_shown": (new or events)[:_EVENTS],
            "since_known": since is not None,
            "change": visit.asked.get("done"),
        }
    return Page("home.html", "My day", context, ITEMS, cookies={_SEEN: str(newest)} if newest and visit.is_now else {})


def _named(visit: Visit) -> str:
    return "; ".join(str(visit.asked.get(name)) for name in ("owner", "committee", "view") if visit.asked.get(name))


def _is_mine(visit: Visit, chosen: Settings) -> bool:
    has = bool(chosen.owners or chosen.committees or chosen.views)
    return has and not _named(visit) and not visit.asked.get("everything")


def _parts(visit: Visit, connection: Connection, chosen: Settings) -> list[Part]:
    """Return what is looked at: what the address names, else what is the person's own, else everything."""
    if _is_mine(visit, chosen):
        kept = views.all_of_them(connection) if chosen.views else {}
        named = [("owner", one, filters_of(owner=one)) for one in chosen.owners]
        named += [("committee", one, filters_of(committee=one)) for one in chosen.committees]
        named += [("view", one, kept[one]) for one in chosen.views if one in kept]
        return [Part(name, replace(filters, settled=False), [(key, name)]) for key, name, filters in named]
    said = [(name, str(visit.asked.get(name))) for name in ("owner", "committee", "view") if visit.asked.get(name)]
    filters = filters_of(**{name: value for name, value in said if name != "view"})
    if visit.asked.get("view"):
        filters = views.joined(views.find(connection, visit.asked.get("view")), filters)
    return [Part(_named(visit) or "Everything", replace(filters, settled=False), said)]


def _together(
    connection: Connection, parts: Sequence[Part], on: dt.date, narrowed: Callable[[Filters], Filters]
) -> list[ObligationRow]:
    """Return what parts have, each item once, the soonest first where there are several parts."""
    found = {
        row.id: row for one in parts for row in lists.list_obligations(connection, narrowed(one.filters), on)
    }  # fmt: skip
    return list(found.values())


def _pressing(connection: Connection, parts: Sequence[Part], on: dt.date) -> list[ObligationRow]:
    """Return what has just become late, the latest first, and then what is due soon."""
    late = _together(connection, parts, on, lambda one: replace(one, overdue=True, limit=_ROWS, sort="-due"))
    soon = _together(connection, parts, on, lambda one: replace(one, since=on, until=on + SOON, limit=_ROWS))
    if len(parts) > 1:
        late.sort(key=lambda row: row.days_late or 0)
        soon.sort(key=lambda row: row.due.due_on if row.due and row.due.due_on else dt.date.max)
    return [*late, *soon]


def _numbers(connection: Connection, part: Part, on: dt.date) -> Numbers:
    wanted = {
        "late": replace(part.filters, overdue=True),
        "unissued": replace(part.filters, unissued=True),
        "soon": replace(part.filters, since=on, until=on + SOON),
    }
    counts = {
        name: lists.count_obligations(connection, filters, on, at_most=_COUNTED) for name, filters in wanted.items()
    }
    said = {
        "late": [("overdue", "1")],
        "unissued": [("unissued", "1")],
        "soon": [("since", on.isoformat()), ("until", (on + SOON).isoformat())],
    }
    return Numbers(
        part=part,
        **counts,
        addresses={name: address("/items", [*pairs, *part.said]) for name, pairs in said.items()},
    )
