"""All addresses of the site: which function answers each, and what it may be asked."""

from __future__ import annotations

from mandates.domain.accounts import Scope
from mandates.domain.kinds import AccountRole
from mandates.web.api import changes as api_changes
from mandates.web.api import people as api_people
from mandates.web.api import questions
from mandates.web.api.answers import BASE
from mandates.web.api.description import description
from mandates.web.pages import (
    adding,
    changes,
    documents,
    entering,
    feeds,
    help_pages,
    home,
    items,
    lineage,
    mandates,
    people,
    queries,
    resolutions,
    reviewing,
    sessions,
    settings,
    signing,
    stock,
)
from mandates.web.site import Address, Handler


def _change(path: str, handler: Handler, method: str, sends: str, scope: Scope) -> Address:
    """Return an address for changes, which needs the role of an editor."""
    return Address(path, handler, method=method, sends=sends, role=AccountRole.EDITOR, scope=scope)


PAGES = (
    Address("/{ending:ending}", home.home, home.OWN),
    Address("/items{ending:ending}", items.items, items.OWN, filters=True),
    Address("/m/{reference:name}{ending:ending}", mandates.mandate, mandates.OWN),
    Address("/files/{number:str}", mandates.file),
    Address("/r/{symbol:name}{ending:ending}", resolutions.resolution, resolutions.ONE),
    Address("/resolutions{ending:ending}", resolutions.resolutions, resolutions.LISTED),
    Address("/s{ending:ending}", sessions.sessions, sessions.LISTED),
    Address("/sessions{ending:ending}", sessions.sessions, sessions.LISTED),
    Address("/s/{body:str}/{session:name}{ending:ending}", sessions.session, sessions.ONE),
    Address("/search{ending:ending}", queries.search, queries.SEARCH),
    Address("/owners{ending:ending}", queries.owners, queries.OWNERS),
    Address("/owners/{name:name}{ending:ending}", queries.owner, queries.OWNER),
    Address("/forecast{ending:ending}", queries.forecast, queries.FORECAST, filters=True),
    Address("/cycles{ending:ending}", queries.cycles, queries.CYCLES, filters=True),
    Address("/history{ending:ending}", queries.history, queries.HISTORY),
    Address("/review{ending:ending}", reviewing.reviewing, reviewing.OWN),
    Address("/series/{symbol:name}{ending:ending}", lineage.chain, lineage.ONE),
    Address("/compare{ending:ending}", lineage.comparison, lineage.COMPARED),
    Address("/stock{ending:ending}", stock.heaps, stock.OWN, filters=True),
    Address("/documents{ending:ending}", documents.documents, documents.OWN),
    Address("/digest{ending:ending}", settings.digest, settings.DIGEST),
    Address("/views{ending:ending}", settings.all_views),
    Address("/settings", settings.settings, settings.OWN),
    Address("/add", adding.adding),
    Address("/enter", entering.entering, entering.OWN),
    Address("/help", help_pages.helping),
)
CHANGES = (
    _change("/do/report", changes.report, "POST", "form", Scope.TRACK),
    _change("/do/extend", changes.extend, "POST", "form", Scope.TRACK),
    _change("/do/status", changes.status, "POST", "form", Scope.TRACK),
    _change("/do/assign", changes.assign, "POST", "form", Scope.TRACK),
    _change("/do/note", changes.note, "POST", "form", Scope.TRACK),
    _change("/do/correct", changes.correct, "POST", "form", Scope.TRACK),
    _change("/do/confirm", changes.confirm, "POST", "form", Scope.TRACK),
    _change("/do/judge", changes.judge, "POST", "form", Scope.TRACK),
    _change("/do/stock", stock.judge, "POST", "form", Scope.TRACK),
    _change("/do/match", documents.judge, "POST", "form", Scope.TRACK),
    _change("/do/renewal", reviewing.judge_renewal, "POST", "form", Scope.TRACK),
    _change("/do/undo", changes.take_back, "POST", "form", Scope.TRACK),
    _change("/do/bulk", changes.bulk, "POST", "form", Scope.TRACK),
    _change("/do/view", settings.save, "POST", "form", Scope.TRACK),
    _change("/do/forget", settings.forget, "POST", "form", Scope.TRACK),
    Address("/settings", settings.keep, method="POST", sends="form", scope=Scope.TRACK),
    _change("/add", adding.add, "POST", "form", Scope.INGEST),
    _change("/enter", entering.enter, "POST", "form", Scope.TRACK),
)
API = (
    Address(f"{BASE}/items", questions.all_items, questions.ITEMS, filters=True),
    _change(f"{BASE}/items/{{key:name}}/reports", api_changes.report, "POST", "json", Scope.TRACK),
    Address(f"{BASE}/items/{{key:name}}", questions.item, questions.ONE),
    _change(f"{BASE}/items/{{key:name}}", api_changes.patch, "PATCH", "json", Scope.TRACK),
    Address(f"{BASE}/mandates/{{key:name}}", questions.mandate, questions.ONE),
    _change(f"{BASE}/mandates", api_changes.enter, "POST", "json", Scope.TRACK),
    Address(f"{BASE}/resolutions", questions.all_resolutions, questions.RESOLUTIONS),
    _change(f"{BASE}/resolutions", api_changes.upload, "POST", "form", Scope.INGEST),
    Address(f"{BASE}/resolutions/{{key:name}}", questions.resolution, questions.ONE),
    Address(f"{BASE}/sessions", questions.all_sessions, questions.SESSIONS),
    Address(f"{BASE}/sessions/{{body:str}}/{{session:str}}/summary", questions.session, questions.ONE),
    Address(f"{BASE}/owners", questions.all_owners, questions.OWNERS),
    Address(f"{BASE}/documents", questions.all_documents, questions.PLAIN),
    _change(f"{BASE}/documents", api_changes.upload, "POST", "form", Scope.INGEST),
    Address(f"{BASE}/stock", questions.stock_on_heaps, questions.STOCK, filters=True),
    Address(f"{BASE}/review", questions.all_review, questions.PLAIN),
    Address(f"{BASE}/events", questions.events, questions.EVENTS),
    _change(f"{BASE}/matches/{{match:str}}/accept", api_changes.accept_match, "POST", "json", Scope.TRACK),
    _change(f"{BASE}/matches/{{match:str}}/reject", api_changes.reject_match, "POST", "json", Scope.TRACK),
    _change(f"{BASE}/renewals/{{renewal:str}}/accept", api_changes.accept_renewal, "POST", "json", Scope.TRACK),
    _change(f"{BASE}/renewals/{{renewal:str}}/reject", api_changes.reject_renewal, "POST", "json", Scope.TRACK),
    _change(f"{BASE}/bulk", api_changes.bulk, "POST", "json", Scope.TRACK),
    _change(f"{BASE}/undo", api_changes.take_back, "POST", "json", Scope.TRACK),
    Address(f"{BASE}/people", api_people.all_people, questions.PLAIN, role=AccountRole.ADMIN, scope=Scope.ADMIN),
    Address(
        f"{BASE}/people", api_people.change, method="POST", sends="json", role=AccountRole.ADMIN, scope=Scope.ADMIN
    ),
    Address(f"{BASE}/healthz", questions.health, open=True),
)
TEAM = (
    Address("/signin", signing.form, signing.OWN, open=True),
    Address("/signin", signing.sign_in, method="POST", sends="form", open=True),
    Address("/signin/elsewhere", signing.elsewhere, signing.OWN, open=True),
    Address(signing.BACK, signing.back, signing.GIVEN, open=True),
    Address("/signout", signing.sign_out, method="POST", sends="form"),
    Address("/invitation/{secret:str}", signing.invitation, open=True),
    Address("/invitation/{secret:str}", signing.accept, method="POST", sends="form", open=True),
    Address("/tokens", people.tokens, people.TOKENS),
    Address("/tokens", people.make_token, method="POST", sends="form"),
    Address("/tokens/revoke", people.revoke, method="POST", sends="form"),
    Address("/tokens/feed", feeds.make, method="POST", sends="form"),
    Address("/feed/{secret:str}.ics", feeds.calendar, feeds.OWN, filters=True, open=True),
    Address("/feed/{secret:str}.atom", feeds.changes, feeds.OWN, filters=True, open=True),
    Address("/people", people.people, role=AccountRole.ADMIN),
    Address("/people", people.change, method="POST", sends="form", role=AccountRole.ADMIN),
)
ALL = (*PAGES, *CHANGES, *TEAM, *API, Address(f"{BASE}/openapi.json", description(API)))

#: The paths that accept uploaded documents.
UPLOADS = frozenset({"/add", f"{BASE}/resolutions", f"{BASE}/documents"})
