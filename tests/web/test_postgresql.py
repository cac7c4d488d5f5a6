"""The site over a register on PostgreSQL: each page, a change with its undo, an account."""

import pytest
from starlette.testclient import TestClient

from mandates.domain.kinds import AccountRole
from mandates.register import accounts
from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from mandates.web.application import make
from mandates.web.site import Site
from tests.web.conftest import ASSEMBLY, BAD, COUNCIL, HOST, NOW
from tests.web.test_pages import PATHS

pytestmark = pytest.mark.postgresql


@pytest.fixture
def database(postgresql_register):
    """Give the address of a register with readings made by hand."""
    with open_register(postgresql_register, writing=True) as register:
        for one in (ASSEMBLY, COUNCIL, BAD):
            with working(register, actor="Berta", at=NOW, command="ingest") as work:
                ingest_reading(work, one)
    return postgresql_register


def test_pages_answer_and_changes_are_made(client, database):
    for path in [*PATHS, "/api/1/items", "/api/1/events", "/api/1/review", "/api/1/documents"]:
        answer = client.get(path)
        assert answer.status_code == (404 if path == "/nothing" else 400 if "nothing=" in path else 200), path
    for sort in ("", "-due", "symbol", "status", "body"):
        whole = [row["id"] for row in client.get(f"/items.json?sort={sort}").json()]
        path, found = f"/api/1/items?limit=2&sort={sort}", []
        while path:
            answer = client.get(path).json()
            found, path = found + [row["id"] for row in answer["items"]], answer["next"]
        assert found == whole, sort
    client.post("/do/report", data={"reference": "A/RES/71/500#8", "document": "A/73/328"})
    event = client.get("/history.json").json()[0]
    assert event["actor"] == "Anna"
    client.post("/do/undo", data={"change": str(event["change"])})
    form = {"what": "status", "status": "in_progress", "scope": "all", "query": "resolution=71/500"}
    assert "3 items" in client.post("/do/bulk", data=form).text
    with open_register(database, writing=True) as register, working(
        register, actor="root", at=NOW, command="user"
    ) as work:  # fmt: skip
        accounts.add(work, "Ada", AccountRole.ADMIN)
        secret = accounts.invite(work, "Ada")
    team = Site(database=database, actor="", clock=lambda: NOW, hosts=frozenset({HOST}), token=None, team=True)
    with TestClient(make(team), base_url=f"http://{HOST}") as ada:
        password = {"password": "correct horse battery", "again": "correct horse battery"}
        assert ada.post(f"/invitation/{secret}", data=password).status_code == 200
        assert "Ada" in ada.get("/people").text
        ada.post("/tokens", data={"name": "x", "scope": "read", "days": "3"})
        assert "read" in ada.get("/tokens").text
