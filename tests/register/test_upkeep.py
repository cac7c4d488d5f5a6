"""What keeps a register quick over the years."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select, text

from mandates.register import queries
from mandates.register.database import upkeep
from mandates.register.engine import Session
from mandates.register.ingest import ingest_reading
from mandates.register.state import recurring
from mandates.register.tables import obligation
from mandates.register.views import Filters
from tests.conftest import NOW
from tests.register.samples import clause, date_due, every, reading

LATER = dt.date(2021, 6, 1)


def test_recurrences_are_stored_ahead_again_before_they_run_out(session: Session) -> None:
    given = reading(clause("8", date_due("2019-05-15"), every("P1Y")))
    ingest_reading(session, given, actor="Anna", at=NOW)
    before = queries.list_obligations(session, Filters(), LATER)
    stored = session.execute(select(func.count()).select_from(obligation)).scalar_one()
    upkeep.tidy(session, as_of=LATER)
    assert session.execute(select(func.count()).select_from(obligation)).scalar_one() > stored
    assert queries.list_obligations(session, Filters(), LATER) == before
    assert recurring.lapsed(session, dt.date(2023, 1, 1)) == []


def test_the_database_knows_its_tables_afterwards(session: Session) -> None:
    ingest_reading(session, reading(clause("8")), actor="Anna", at=NOW)
    upkeep.tidy(session, as_of=NOW.date())
    if session.dialect.name == "sqlite":
        counted = "SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'obligation'"
    else:
        counted = "SELECT COUNT(*) FROM pg_class WHERE oid = 'obligation'::regclass AND reltuples >= 1"
    assert session.execute(text(counted)).scalar_one() > 0
