"""What was overdue on a day in the past is answered from what was known and decided then."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates.register import queries, tracking
from mandates.register.engine import Session
from mandates.register.ingest import ingest_reading
from mandates.register.views import Filters
from tests.register.samples import SYMBOL, clause, date_due, reading

R8 = f"{SYMBOL}#8"
MAY = dt.date(2019, 5, 1)


def on(day: str) -> dict[str, object]:
    return {"actor": "Anna", "at": dt.datetime.fromisoformat(f"{day}T12:00+00:00")}


@pytest.fixture
def stored(session: Session) -> Session:
    """A register with one item that was due on 1 April 2019."""
    ingest_reading(session, reading(clause("8", date_due("2019-04-01"))), **on("2019-01-10"))
    return session


def overdue(session: Session, day: dt.date = MAY) -> bool:
    return queries.count_obligations(session, Filters(overdue=True), day) == 1


def test_what_was_reported_later_was_overdue(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/1", on=dt.date(2019, 6, 1), **on("2019-06-02"))
    assert overdue(stored)
    assert not overdue(stored, dt.date(2019, 6, 1))


def test_document_counts_from_its_date_and_not_from_when_it_was_entered(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/1", on=dt.date(2019, 4, 20), **on("2019-06-02"))
    assert not overdue(stored)
    assert overdue(stored, dt.date(2019, 4, 10))


def test_what_was_given_more_time_later_was_overdue(stored: Session) -> None:
    tracking.update(stored, R8, due=dt.date(2019, 12, 1), reason="letter", **on("2019-05-20"))
    assert overdue(stored)
    (row,) = queries.list_obligations(stored, Filters(), MAY)
    assert row.due.due_on == dt.date(2019, 4, 1)
    assert not overdue(stored, dt.date(2019, 5, 20))
    (row,) = queries.list_obligations(stored, Filters(), dt.date(2019, 5, 20))
    assert row.due.due_on == dt.date(2019, 12, 1)


def test_what_was_opened_again_later_was_settled(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/1", on=dt.date(2019, 4, 20), **on("2019-04-20"))
    tracking.update(stored, R8, status="pending", reopen=True, **on("2019-06-02"))
    assert not overdue(stored)
    assert overdue(stored, dt.date(2019, 6, 2))


def test_what_was_undone_never_was(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/1", on=dt.date(2019, 4, 20), **on("2019-04-20"))
    tracking.undo(stored, **on("2019-06-02"))
    assert overdue(stored)


def test_asking_changes_nothing(stored: Session) -> None:
    tracking.update(stored, R8, due=dt.date(2019, 12, 1), reason="letter", **on("2019-05-20"))
    tracking.update(stored, R8, due=dt.date(2020, 1, 1), reason="another", **on("2019-11-20"))
    for day, due in (("2019-05-19", "2019-04-01"), ("2019-11-19", "2019-12-01"), ("2019-11-20", "2020-01-01")):
        (row,) = queries.list_obligations(stored, Filters(), dt.date.fromisoformat(day))
        assert row.due.due_on == dt.date.fromisoformat(due)
    assert len(queries.history(stored, R8)) == 3
