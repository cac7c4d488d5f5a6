"""`/`: what is late, what is due soon, what waits for a person, and what has changed since the last visit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from starlette.responses import Response

from mandates.lexicon import typed
from mandates.register import documents, lists, review
from mandates.register.history import history, last_event
from mandates.rendering.obligations import Obligations
from mandates.web.parameters import AS_OF, Parameter, filters_of
from mandates.web.site import Page, Visit
from mandates.web.twins import ITEMS, twin

#: What is due within so many days is due soon.
SOON = dt.timedelta(days=30)
_COUNTED = 2_000
#: A session that is near ends within so long.
_YEAR = dt.timedelta(days=430)
_ROWS = 12
_EVENTS = 8
#: Where a browser keeps how far its person has seen the history.
_SEEN = "mandates_seen"

OWN = (AS_OF, Parameter("owner", typed.line), Parameter("done", typed.number))


def home(visit: Visit) -> Page | Response:
    """Answer `/`."""
    owner = visit.asked.given("owner")
    base = replace(filters_of(owner=owner), settled=False)
    on = visit.as_of
    with visit.reading() as connection:
        late = replace(base, overdue=True)
        reports = replace(base, deliverables=("report",), limit=_COUNTED)
        soon = replace(base, since=on, until=on + SOON)
        pressing = lists.list_obligations(connection, replace(base, overdue=True, limit=_ROWS, sort="-due"), on)
        pressing += lists.list_obligations(connection, replace(soon, limit=_ROWS), on)
        if visit.ending:
            return twin(visit, Obligations(pressing), pressing)
        newest = last_event(connection, on)
        seen = visit.request.cookies.get(_SEEN, "")
        since = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 12 else None
        events = history(connection, limit=200, until=on)
        new = [one for one in events if since is not None and one.id > since]
        resolutions = lists.resolutions(connection, on, limit=1)
        unissued = lists.list_obligations(connection, replace(reports, unissued=True, sort="due"), on)
        context = {
            "owner": "; ".join(owner),
            "empty": not resolutions,
            "late": lists.count_obligations(connection, late, on, at_most=_COUNTED),
            "soon": lists.count_obligations(connection, soon, on, at_most=_COUNTED),
            "soon_until": on + SOON,
            "unissued": unissued[:_ROWS],
            "unissued_count": len(unissued),
            "to_check": review.count_uncertain(connection)
            + len(review.waiting(connection))
            + documents.count_waiting(connection),
            "pressing": pressing[:_ROWS],
            "new": len(new),
            "events_shown": (new or events)[:_EVENTS],
            "since_known": since is not None,
            "change": visit.asked.get("done"),
        }
    return Page("home.html", "My day", context, ITEMS, cookies={_SEEN: str(newest)} if newest and visit.is_now else {})
