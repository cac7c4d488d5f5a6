"""The site as a browser meets it, over a register filled with readings made by hand."""

import contextlib
import dataclasses
import datetime as dt
import pathlib
import shutil

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from mandates.domain.mandate import MandatePart
from mandates.register import documents, maintenance
from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from mandates.web.application import make
from mandates.web.pages import signing
from mandates.web.site import Site
from tests.register.renewed_texts import INCLUDE, REEFS, reefs
from tests.register.samples import clause, every, issued, reading, session_due, until

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


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords():
    """Make the hash of a password as cheap as can be: what it costs is the library's own choice, not what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(signing, "_hasher", lambda: quick)
        yield


@pytest.fixture(scope="session")
def _filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("web") / "register.sqlite"
    maintenance.create(path, at=NOW)
    with open_register(path, writing=True) as register:
        for one in (ASSEMBLY, COUNCIL, BAD):
            with working(register, actor="Berta", at=NOW, command="ingest") as work:
                ingest_reading(work, one)
    return path


@pytest.fixture(scope="session")
def _queued(_filled, tmp_path_factory):
    """Make a register in which readings, a document and renewals wait for a person."""
    path = shutil.copy(_filled, tmp_path_factory.mktemp("queue") / "register.sqlite")
    older = reefs(90, 70, "2015-12-09", REEFS.format("seventy-second"), INCLUDE.format("seventy-second"))
    newer = reefs(100, 72, "2017-12-11", REEFS.format("seventy-fourth"), INCLUDE.format("seventy-fourth"),
                  cites="70/90", notes="A/72/292")  # fmt: skip
    with open_register(path, writing=True) as register:
        for one in (older, newer):
            with working(register, actor="Berta", at=NOW, command="ingest") as work:
                ingest_reading(work, one)
        with working(register, actor="Berta", at=NOW, command="ingest") as work:
            documents.keep(work, [issued()])
    return path


@contextlib.contextmanager
def let_in(path):
    """Give a client that has been let in to a register that the tests only ask."""
    before = path.read_bytes()
    site = Site(database=str(path), actor="Anna", clock=lambda: NOW, hosts=frozenset({HOST}))
    with TestClient(make(site), base_url=f"http://{HOST}") as client:
        assert client.get(f"/in?token={site.token}").status_code == 200
        yield client
    assert path.read_bytes() == before, "a test that shares a register has changed it"


@pytest.fixture(scope="session")
def shared(_filled):
    """Give a client of the small register, for tests that change nothing."""
    with let_in(_filled) as client:
        yield client


@pytest.fixture(scope="session")
def queued(_queued):
    """Give a client of the register in which something of every kind waits, for tests that change nothing."""
    with let_in(pathlib.Path(_queued)) as client:
        yield client


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
def own(site, stranger):
    """Give a client that has been let in to a register of its own."""
    assert stranger.get(f"/in?token={site.token}").status_code == 303
    stranger.follow_redirects = True
    return stranger


@pytest.fixture
def client(own):
    """Give the client of a test: of a register of its own, unless its module shares one."""
    return own
