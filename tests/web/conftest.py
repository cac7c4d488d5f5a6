"""The site as a browser meets it, over a register filled with readings made by hand."""

import dataclasses
import datetime as dt
import shutil

import pytest
from starlette.testclient import TestClient

from mandates.domain.mandate import MandatePart
from mandates.register import maintenance
from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from mandates.web.application import make
from mandates.web.site import Site
from tests.register.samples import clause, every, reading, session_due, until

NOW = dt.datetime(2020, 1, 15, 9, 30, tzinfo=dt.UTC)
HOST = "127.0.0.1:8000"
HOSTILE = '<script>alert("x")</script> \u202egnitseuqeR the Office of <b>Tests</b> & Co. ' + "w" * 300

PARTS = (MandatePart(label="8 (a)", text="On ferries <by> May;", owners=("Master",), due=(until("2019-05-31"),)),)
ASSEMBLY = reading(
    clause("3", text="Encourages further work on the matter;", verb="encourage", deliverable="action", confidence=0.6),
    dataclasses.replace(clause("8", session_due(73)), parts=PARTS),
    clause("9", session_due(75), text="Decides to include the item in the agenda;", verb="decide",
           deliverable="agenda_item", owner="General Assembly"),
    dataclasses.replace(clause("10", text="We call upon States to sail;", verb="call_upon"), class_="outcome"),
)  # fmt: skip
COUNCIL_SYMBOL = "S/RES/2400 (2018)"
COUNCIL = reading(
    clause("2", until("2020-05-31"), text="Decides to extend the mandate of the Mission until 31 May 2020;",
           verb="decide", deliverable="extension", owner="Security Council", symbol=COUNCIL_SYMBOL),
    clause("7", every("P90D"), text="Requests the Secretary-General to report to it every 90 days;",
           symbol=COUNCIL_SYMBOL),
    symbol=COUNCIL_SYMBOL, adopted="2018-02-08", body="Security Council", session=None, title="The situation",
)  # fmt: skip
HOSTILE_SYMBOL = "A/RES/71/501"
BAD = reading(
    clause("1", session_due(76), text=HOSTILE, owner="<i>Owner</i>", symbol=HOSTILE_SYMBOL),
    symbol=HOSTILE_SYMBOL,
    title=f"Title {HOSTILE}",
)


@pytest.fixture(scope="session")
def _filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "register.sqlite"
    maintenance.create(path, at=NOW)
    with open_register(path, writing=True) as register:
        for one in (ASSEMBLY, COUNCIL, BAD):
            with working(register, actor="Berta", at=NOW, command="ingest") as work:
                ingest_reading(work, one)
    return path


@pytest.fixture
def database(_filled, tmp_path):
    """Give the name of a register of one's own."""
    return str(shutil.copy(_filled, tmp_path / "register.sqlite"))


@pytest.fixture
def site(database):
    """Give the site over the register."""
    return Site(database=database, actor="Anna", clock=lambda: NOW, hosts=frozenset({HOST}))


@pytest.fixture
def stranger(site):
    """Give a client that has not been let in."""
    with TestClient(make(site), base_url=f"http://{HOST}", follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(site, stranger):
    """Give a client that has been let in."""
    assert stranger.get(f"/in?token={site.token}").status_code == 303
    stranger.follow_redirects = True
    return stranger
