from __future__ import annotations

import datetime as dt
import pathlib

import pytest

from mandates.reference import calendar
from mandates.register import queries, tracking
from mandates.register.engine import Session
from mandates.register.ingest import ingest_reading
from mandates.register.state import redating
from mandates.register.views import Filters
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, reading, session_due

ANNA = {"actor": "Anna", "at": NOW}
OLD, NEW = dt.date(2022, 9, 12), dt.date(2023, 3, 31)


@pytest.fixture
def stored(session: Session) -> Session:
    given = reading(*[clause(str(n), session_due(76)) for n in (1, 2, 3)], clause("4", session_due(77)))
    ingest_reading(session, given, **ANNA)
    return session


@pytest.fixture
def postponed(stored: Session, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """The session after which somebody has entered other dates of session 76."""
    tracking.report(stored, f"{SYMBOL}#2", **ANNA)
    tracking.update(stored, f"{SYMBOL}#3", due=dt.date(2022, 1, 1), reason="letter", **ANNA)
    own = tmp_path / "sessions.csv"
    own.write_text(
        "body,session,year,opens_on,closes_on,source,confidence\n"
        f"General Assembly,76,2022,2022-03-01,{NEW},letter of the President,high\n"
    )
    monkeypatch.setenv(calendar.FILE_VARIABLE, str(own))
    return stored


def due(session: Session) -> dict[str, dt.date | None]:
    found = queries.list_obligations(session, Filters(sort="symbol"), NOW.date())
    return {row.label: row.due.due_on for row in found}


def test_nothing_moves_while_the_calendar_is_as_it_was(stored: Session) -> None:
    assert redating.redate(stored, **ANNA) == []


def test_postponed_session_moves_what_is_due_at_it_and_says_so(postponed: Session) -> None:
    assert due(postponed) == {"1": OLD, "2": OLD, "3": dt.date(2022, 1, 1), "4": dt.date(2023, 9, 4)}
    shown = redating.redate(postponed, dry_run=True, **ANNA)
    assert due(postponed)["1"] == OLD
    (moved,) = redating.redate(postponed, **ANNA)
    assert [moved] == shown
    assert (moved.session, moved.closes_on) == ("76", (OLD, NEW))
    assert moved.references == tuple(f"{SYMBOL}#{n}" for n in (1, 2, 3))
    assert due(postponed) == {"1": NEW, "2": NEW, "3": dt.date(2022, 1, 1), "4": dt.date(2023, 9, 4)}
    assert queries.history(postponed, f"{SYMBOL}#1")[0].action == "redated"


def test_moving_can_be_undone(postponed: Session) -> None:
    before = due(postponed)
    redating.redate(postponed, **ANNA)
    undone = tracking.undo(postponed, **ANNA)
    assert due(postponed) == before
    tracking.undo(postponed, batch=undone.batch, **ANNA)
    assert due(postponed)["1"] == NEW
