"""Commands run as a user does, on a register filled with readings made by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil

import pytest
from click.testing import CliRunner

from mandates.cli.main import cli
from mandates.register import maintenance
from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import working
from mandates.schema.readings import reading_to_plain
from mandates.store.engine import open_register
from tests.register.samples import clause, every, reading, session_due, until

AT = dt.datetime(2018, 3, 1, 12, 0, tzinfo=dt.UTC)

CONTINUE = "Welcomes the progress made, and encourages the two secretariats to continue their collaboration;"
INCLUDE = "Decides to include in the provisional agenda of its seventy-third session the item \u201cCooperation\u201d;"
BRIEF = "Requests the Secretary-General to report to it every 90 days on the situation;"
EXTEND = "Decides to extend the mandate of the Mission until 31 May 2019;"

ASSEMBLY = reading(
    clause("3", text=CONTINUE, verb="encourage", deliverable="action", owner="two secretariats", confidence=0.6),
    clause("8", session_due(73)),
    clause("9", session_due(73), text=INCLUDE, verb="decide", deliverable="agenda_item", owner="General Assembly"),
)
COUNCIL = reading(
    clause("2", until("2019-05-31"), text=EXTEND, verb="decide", deliverable="extension", owner="Security Council"),
    clause("7", every("P90D"), text=BRIEF),
    symbol="S/RES/2400 (2018)",
    adopted="2018-02-08",
    body="Security Council",
    session=None,
    title="Reports of the Secretary-General on the Sudan",
)
COUNCIL = dataclasses.replace(
    COUNCIL,
    mandates=tuple(dataclasses.replace(one, reference=f"S/RES/2400 (2018)#{one.label}") for one in COUNCIL.mandates),
)


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    """Keep what the tests' machine has set away from the commands, and the user's own register out of reach."""
    for name in ("MANDATES_DB", "NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("MANDATES_USER", "Ada")


@pytest.fixture
def run():
    """Give a function that runs a command line and returns its result; what is no error of a user's is raised."""

    def run(*args, stdin=None):
        result = CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def on_day(monkeypatch):
    """Give a function that lets commands believe that it is noon, in UTC, of another day."""

    def on_day(day):
        moment = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
        monkeypatch.setattr("mandates.cli.clock.clock", lambda: moment)

    return on_day


def renumbered(one, old, new):
    """Return a reading in which the paragraph `old` has the number `new`."""
    paragraphs = tuple(
        dataclasses.replace(each, label=new) if each.label == old else each for each in one.resolution.paragraphs
    )
    symbol = one.resolution.symbol
    mandates = tuple(
        dataclasses.replace(each, label=new, reference=f"{symbol}#{new}") if each.label == old else each
        for each in one.mandates
    )
    return dataclasses.replace(
        one, resolution=dataclasses.replace(one.resolution, paragraphs=paragraphs), mandates=mandates
    )


def readings_file(path, *readings):
    """Write readings as `extract` does."""
    path.write_text("".join(json.dumps(reading_to_plain(one)) + "\n" for one in readings), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """Return a filled register, to be copied and not changed."""
    path = tmp_path_factory.mktemp("register") / "template.sqlite"
    maintenance.create(path, at=AT)
    with open_register(path, writing=True) as register:
        for one in (ASSEMBLY, COUNCIL):
            with working(register, actor="Ada", at=AT, command="ingest") as work:
                ingest_reading(work, one)
    return path


@pytest.fixture
def register(template, tmp_path, monkeypatch):
    """Return a copy of the filled register, which the commands use."""
    path = tmp_path / "register.sqlite"
    shutil.copy(template, path)
    monkeypatch.setenv("MANDATES_DB", str(path))
    return path


@pytest.fixture
def on_each_database(url, monkeypatch, run, tmp_path):
    """Return the address of a register on each database, filled through `ingest`, which the commands use."""
    monkeypatch.setenv("MANDATES_DB", url)
    assert run("ingest", readings_file(tmp_path / "both.jsonl", ASSEMBLY, COUNCIL), "-j", 1).exit_code == 0
    return url
