"""All addresses of the site: which function answers each, and what it may be asked."""

from __future__ import annotations

from mandates.web.pages import (
    adding,
    changes,
    helping,
    home,
    items,
    lookups,
    mandates,
    resolutions,
    reviewing,
    sessions,
)
from mandates.web.site import Address

PAGES = (
    Address("/{ending:ending}", home.home, home.OWN),
    Address("/items{ending:ending}", items.items, items.OWN, filters=True),
    Address("/m/{reference:name}{ending:ending}", mandates.mandate, mandates.OWN),
    Address("/r/{symbol:name}{ending:ending}", resolutions.resolution, resolutions.ONE),
    Address("/resolutions{ending:ending}", resolutions.resolutions, resolutions.LISTED),
    Address("/s{ending:ending}", sessions.sessions, sessions.LISTED),
    Address("/sessions{ending:ending}", sessions.sessions, sessions.LISTED),
    Address("/s/{body:str}/{session:name}{ending:ending}", sessions.session, sessions.ONE),
    Address("/search{ending:ending}", lookups.search, lookups.SEARCH),
    Address("/owners{ending:ending}", lookups.owners, lookups.OWNERS),
    Address("/owners/{name:name}{ending:ending}", lookups.owner, lookups.OWNER),
    Address("/forecast{ending:ending}", lookups.forecast, lookups.FORECAST, filters=True),
    Address("/cycles{ending:ending}", lookups.cycles, lookups.CYCLES, filters=True),
    Address("/history{ending:ending}", lookups.history, lookups.HISTORY),
    Address("/review{ending:ending}", reviewing.reviewing, reviewing.OWN),
    Address("/add", adding.adding),
    Address("/help", helping.helping),
)
CHANGES = (
    Address("/do/report", changes.report, method="POST"),
    Address("/do/extend", changes.extend, method="POST"),
    Address("/do/status", changes.status, method="POST"),
    Address("/do/assign", changes.assign, method="POST"),
    Address("/do/note", changes.note, method="POST"),
    Address("/do/correct", changes.correct, method="POST"),
    Address("/do/confirm", changes.confirm, method="POST"),
    Address("/do/judge", changes.judge, method="POST"),
    Address("/do/undo", changes.take_back, method="POST"),
    Address("/do/bulk", changes.bulk, method="POST"),
    Address("/add", adding.add, method="POST"),
)
ALL = (*PAGES, *CHANGES)

#: Where documents may be sent.
UPLOADS = frozenset({"/add"})
