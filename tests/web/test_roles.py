"""Who may do what, for every address of the site: an address without a rule here is a fault."""

import pytest

from mandates.domain.accounts import Limits
from mandates.domain.kinds import AccountRole
from mandates.register import accounts
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from mandates.web.routes import ALL, CHANGES
from tests.web.conftest import NOW
from tests.web.test_team import browser, clock, invite, person, site  # noqa: F401 - fixtures

OPEN, READER, EDITOR, ADMIN = "open", "reader", "editor", "admin"
ITEM, OTHER = "A/RES/71/500#8", "A/RES/71/500#9"
#: What a change sends that is meant, of the item that a limited editor may not change.
NOTHING = {"answer": "accept"}
FORMS = {
    "/do/report": {"reference": ITEM, "document": "A/73/1"},
    "/do/extend": {"reference": ITEM, "due": "2019-12-31", "reason": "asked for"},
    "/do/status": {"reference": ITEM, "status": "in_progress"},
    "/do/assign": {"reference": ITEM, "lead": "DPPA"},
    "/do/note": {"reference": ITEM, "note": "x"},
    "/do/correct": {"reference": ITEM, "is": "hidden"},
    "/do/confirm": {"reference": ITEM},
    "/do/judge": {"reference": ITEM, **NOTHING},
    "/do/stock": {"item": ITEM, "judgement": "retain", "reason": "needed"},
    "/do/match": {"match": "1", **NOTHING},
    "/do/renewal": {"renewal": "1", **NOTHING},
    "/do/undo": {},
    "/do/bulk": {"item": ITEM, "what": "status", "status": "in_progress", "confirmed": "1"},
    "/do/view": {"name": "mine", "query": "owner=Secretary-General"},
    "/do/forget": {"name": "mine"},
    "/add": {},
    "/enter": {"reference": "A/RES/72/900#1", "title": "Sailing", "adopted_on": "2017-12-01", "verb": "request",
               "text": "Requests the Secretary-General to sail;", "deliverable": "action", "reason": "oral"},
    "/settings": {"days": "7"},
}  # fmt: skip
#: What touches no item: nothing of it is outside of what somebody may change.
BESIDE_ITEMS = frozenset({"/do/judge", "/do/match", "/do/renewal", "/do/undo", "/do/view", "/do/forget", "/add"})
BODIES = {
    "/api/1/items/{key:name}": {"note": "x"},
    "/api/1/items/{key:name}/reports": {"document": "A/73/1"},
    "/api/1/mandates": {
        "reference": "A/RES/72/900#2",
        "text": "Requests the Secretary-General to sail;",
        "title": "Sailing",
        "adopted_on": "2017-12-01",
    },
    "/api/1/bulk": {"filters": {"resolution": "71/500"}, "change": {"note": "x"}},
}
RULES = {
    OPEN: """
        GET /signin, POST /signin, GET /signin/elsewhere, GET /signin/back, GET /invitation/{secret:str},
        POST /invitation/{secret:str}, GET /feed/{secret:str}.ics, GET /feed/{secret:str}.atom, GET /api/1/healthz
    """,
    READER: """
        GET /{ending:ending}, GET /items{ending:ending}, GET /m/{reference:name}{ending:ending},
        GET /files/{number:str},
        GET /r/{symbol:name}{ending:ending}, GET /resolutions{ending:ending}, GET /s{ending:ending},
        GET /sessions{ending:ending}, GET /s/{body:str}/{session:name}{ending:ending}, GET /search{ending:ending},
        GET /owners{ending:ending}, GET /owners/{name:name}{ending:ending}, GET /forecast{ending:ending},
        GET /cycles{ending:ending}, GET /history{ending:ending}, GET /review{ending:ending},
        GET /series/{symbol:name}{ending:ending}, GET /compare{ending:ending}, GET /stock{ending:ending},
        GET /documents{ending:ending}, GET /digest{ending:ending}, GET /views{ending:ending}, GET /settings, GET /add,
        GET /enter, GET /help, POST /settings, POST /signout, GET /tokens, POST /tokens, POST /tokens/revoke,
        POST /tokens/feed, GET /api/1/items, GET /api/1/items/{key:name}, GET /api/1/mandates/{key:name},
        GET /api/1/resolutions, GET /api/1/resolutions/{key:name}, GET /api/1/sessions,
        GET /api/1/sessions/{body:str}/{session:str}/summary, GET /api/1/owners, GET /api/1/documents, GET /api/1/stock,
        GET /api/1/review, GET /api/1/events, GET /api/1/openapi.json
    """,
    EDITOR: """
        POST /do/report, POST /do/extend, POST /do/status, POST /do/assign, POST /do/note, POST /do/correct,
        POST /do/confirm, POST /do/judge, POST /do/stock, POST /do/match, POST /do/renewal, POST /do/undo,
        POST /do/bulk, POST /do/view, POST /do/forget, POST /add, POST /enter,
        POST /api/1/items/{key:name}/reports, PATCH /api/1/items/{key:name}, POST /api/1/mandates,
        POST /api/1/resolutions, POST /api/1/documents, POST /api/1/matches/{match:str}/accept,
        POST /api/1/matches/{match:str}/reject, POST /api/1/renewals/{renewal:str}/accept,
        POST /api/1/renewals/{renewal:str}/reject, POST /api/1/bulk, POST /api/1/undo
    """,
    ADMIN: "GET /people, POST /people, GET /api/1/people, POST /api/1/people",
}
LEAST = {tuple(one.split()): role for role, several in RULES.items() for one in several.split(",")}
VALUES = {
    "{ending:ending}": "", "{reference:name}": "A/RES/71/500/8", "{symbol:name}": "A/RES/71/500",
    "{session:name}": "73", "{session:str}": "73", "{body:str}": "GA", "{name:name}": "Secretary-General",
    "{secret:str}": "x", "{number:str}": "1", "{match:str}": "1", "{renewal:str}": "1",
}  # fmt: skip


def path_of(one):
    key = "A/RES/71/500" if "resolutions" in one.path else "A/RES/71/500/8"
    path = one.path.replace("{key:name}", key)
    for part, value in VALUES.items():
        path = path.replace(part, value)
    assert "{" not in path, f"no value for a part of {one.path}"
    return path


def ask(client, one):
    more = {}
    if one.sends == "json":
        more = {"json": BODIES.get(one.path, {}), "headers": {"If-Match": "*"}}
    elif one.sends == "form":
        more = {"data": FORMS.get(one.path, {})}
    return client.request(one.method, path_of(one), **more).status_code


def test_every_address_has_a_rule_and_every_rule_an_address():
    assert {(one.method, one.path) for one in ALL} == set(LEAST)
    assert {one.path for one in CHANGES} <= set(FORMS)


@pytest.mark.parametrize("role", ["anonymous", READER, EDITOR, ADMIN])
def test_each_address_is_open_to_its_roles_alone(person, browser, role):  # noqa: F811 - fixtures
    client = browser() if role == "anonymous" else person(role)
    for one in ALL:
        if one.path == "/signout":
            continue
        least, status = LEAST[one.method, one.path], ask(client, one)
        told = f"{one.method} {one.path} as {role}: {status}"
        if least == OPEN:
            assert status not in (403, 500), told
        elif role == "anonymous":
            assert status in (401, 303), told
            assert status == 401 or one.method == "GET", told
        elif AccountRole(role).includes(AccountRole(least)):
            assert status not in (401, 403, 500), told
        else:
            assert status == 403, told


def test_a_limited_editor_changes_nothing_outside(person, database):  # noqa: F811 - a fixture
    client = person(EDITOR, "Ben")
    with (
        open_register(database, writing=True) as register,
        working(register, actor="root", at=NOW, command="user") as work,
    ):
        accounts.set_limits(work, "Ben", Limits(owners=("Security Council",)))
    before = client.get("/items.json?all=1&resolution=71/500").json()
    for one in ALL:
        if LEAST[one.method, one.path] != EDITOR or (one.path not in FORMS and one.path not in BODIES):
            continue
        status = ask(client, one)
        if one.path not in BESIDE_ITEMS:
            assert status == 403, f"{one.method} {one.path}: {status}"
    assert client.get("/items.json?all=1&resolution=71/500").json() == before
