"""What keeps a register quick over the years."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select, text

from mandates.register import maintenance
from mandates.register.far_occurrences import beyond
from mandates.store.engine import Connection
from mandates.store.tables import obligation
from tests.conftest import NOW
from tests.register.conftest import ingests, listed, working
from tests.register.samples import clause, date_due, every, reading

LATER = dt.date(2021, 6, 1)


def stored(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(obligation)).scalar_one()


def test_recurrences_are_stored_ahead_again_before_they_run_out(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    days = (LATER, dt.date(2023, 1, 1), dt.date(2026, 1, 1))
    before = [listed(connection, day) for day in days]
    count = stored(connection)
    assert beyond(connection, dt.date(2023, 1, 1)) != []
    with working(connection, at=LATER) as work:
        maintenance.tidy(work)
    assert stored(connection) > count
    after = [listed(connection, day) for day in days]
    shown = [[(row.reference, row.status, row.state, row.due, row.clause) for row in rows] for rows in after]
    assert shown == [[(row.reference, row.status, row.state, row.due, row.clause) for row in rows] for rows in before]
    assert after[0] == before[0]
    assert beyond(connection, dt.date(2023, 1, 1)) == []
    with working(connection, at=LATER) as work:
        maintenance.tidy(work)
    assert work.change_id is None  # the register has nothing to tell of it


def test_the_database_knows_its_tables_afterwards(connection: Connection) -> None:
    ingests(connection, reading(clause("8")))
    with working(connection, at=NOW) as work:
        maintenance.tidy(work)
    if connection.dialect.name == "sqlite":
        counted = "SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'obligation_state'"
    else:
        counted = "SELECT COUNT(*) FROM pg_class WHERE oid = 'obligation_state'::regclass AND reltuples >= 1"
    assert connection.execute(text(counted)).scalar_one() > 0
