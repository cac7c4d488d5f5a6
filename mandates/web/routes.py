"""All addresses of the site: which function answers each, and what it may be asked."""

from __future__ import annotations

from mandates.web.api import changes as api_changes
from mandates.web.api import questions
from mandates.web.api.answers import BASE
from mandates.web.api.description import description
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
    Address("/do/report", changes.report, method="POST", sends="form"),
    Address("/do/extend", changes.extend, method="POST", sends="form"),
    Address("/do/status", changes.status, method="POST", sends="form"),
    Address("/do/assign", changes.assign, method="POST", sends="form"),
    Address("/do/note", changes.note, method="POST", sends="form"),
    Address("/do/correct", changes.correct, method="POST", sends="form"),
    Address("/do/confirm", changes.confirm, method="POST", sends="form"),
    Address("/do/judge", changes.judge, method="POST", sends="form"),
    Address("/do/undo", changes.take_back, method="POST", sends="form"),
    Address("/do/bulk", changes.bulk, method="POST", sends="form"),
    Address("/add", adding.add, method="POST", sends="form"),
)
API = (
    Address(f"{BASE}/items", questions.all_items, questions.ITEMS, filters=True),
    Address(f"{BASE}/items/{{key:name}}/reports", api_changes.report, method="POST", sends="json"),
    Address(f"{BASE}/items/{{key:name}}", questions.item, questions.ONE),
    Address(f"{BASE}/items/{{key:name}}", api_changes.patch, method="PATCH", sends="json"),
    Address(f"{BASE}/mandates/{{key:name}}", questions.mandate, questions.ONE),
    Address(f"{BASE}/resolutions", questions.all_resolutions, questions.RESOLUTIONS),
    Address(f"{BASE}/resolutions", api_changes.resolutions, method="POST", sends="form"),
    Address(f"{BASE}/resolutions/{{key:name}}", questions.resolution, questions.ONE),
    Address(f"{BASE}/sessions", questions.all_sessions, questions.SESSIONS),
    Address(f"{BASE}/sessions/{{body:str}}/{{session:str}}/summary", questions.session, questions.ONE),
    Address(f"{BASE}/owners", questions.all_owners, questions.OWNERS),
    Address(f"{BASE}/documents", questions.all_documents, questions.PLAIN),
    Address(f"{BASE}/review", questions.all_review, questions.PLAIN),
    Address(f"{BASE}/events", questions.events, questions.EVENTS),
    Address(f"{BASE}/bulk", api_changes.bulk, method="POST", sends="json"),
    Address(f"{BASE}/undo", api_changes.take_back, method="POST", sends="json"),
    Address(f"{BASE}/healthz", questions.health),
)
ALL = (*PAGES, *CHANGES, *API, Address(f"{BASE}/openapi.json", description(API)))

#: Where documents may be sent.
UPLOADS = frozenset({"/add", f"{BASE}/resolutions"})
