"""The life of what recurs, ends, or counts from an event."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.register import queries, tracking
from mandates.register.engine import Session
from mandates.register.ingest import ingest_reading
from mandates.register.state import recurring
from mandates.register.tables import obligation
from mandates.register.views import Filters, State
from tests.conftest import NOW
from tests.register.samples import SYMBOL, after, clause, date_due, every, reading, session_due, until

ANNA = {"actor": "Anna", "at": NOW}
TODAY = NOW.date()


def keys(session: Session, as_of: dt.date = TODAY, **filters) -> list[tuple[str, str]]:
    rows = queries.list_obligations(session, Filters(**filters), as_of)
    return [(row.reference.partition("@")[2], row.state.value) for row in rows]


def test_missed_ones_are_overdue_each_and_the_next_is_there(session: Session) -> None:
    ingest_reading(session, reading(clause("8", date_due("2017-05-15"), every("P1Y"))), **ANNA)
    assert keys(session) == [
        ("2017-05-15", "overdue"),
        ("2018-05-15", "overdue"),
        ("2019-05-15", "overdue"),
        ("2020-05-15", "upcoming"),
    ]
    assert keys(session, dt.date(2018, 1, 1)) == [("2017-05-15", "overdue"), ("2018-05-15", "upcoming")]


def test_settled_one_opens_the_next_and_undoing_closes_it_again(session: Session) -> None:
    ingest_reading(session, reading(clause("8", session_due(75), every("P1Y"))), **ANNA)
    assert keys(session) == [("75", "upcoming")]
    change = tracking.report(session, f"{SYMBOL}#8", document="A/75/1", **ANNA)
    assert change.opened == (f"{SYMBOL}#8@76",)
    assert keys(session) == [("76", "upcoming"), ("75", "settled")]
    tracking.undo(session, **ANNA)
    assert keys(session) == [("75", "upcoming")]


def test_next_one_somebody_has_noted_something_on_stays_when_the_first_is_reopened(session: Session) -> None:
    ingest_reading(session, reading(clause("8", session_due(75), every("P1Y"))), **ANNA)
    first = tracking.report(session, f"{SYMBOL}#8", document="A/75/1", **ANNA)
    tracking.update(session, f"{SYMBOL}#8@76", note="draft seen", **ANNA)
    tracking.undo(session, batch=first.batch, **ANNA)
    assert [key for key, _ in keys(session)] == ["75", "76"]


def test_end_date_closes_the_row(session: Session) -> None:
    given = clause("8", date_due("2019-10-01"), every("P90D"), until("2020-02-15"))
    ingest_reading(session, reading(given), **ANNA)
    assert [key for key, _ in keys(session)] == ["2019-10-01", "2019-12-30"]
    change = tracking.report(session, f"{SYMBOL}#8@2019-12-30", **ANNA)
    assert change.opened == ()
    (last,) = (row for row in queries.list_obligations(session, Filters(), TODAY) if row.reference.endswith("12-30"))
    assert last.due.ends_on == dt.date(2020, 2, 15)


def test_regular_reporting_has_no_dates_and_goes_on(session: Session) -> None:
    ingest_reading(session, reading(clause("8", every("regular"))), **ANNA)
    assert keys(session) == [("1", "undated")]
    assert tracking.report(session, f"{SYMBOL}#8", **ANNA).opened == (f"{SYMBOL}#8@2",)


def test_reading_on_a_later_day_shows_what_was_missed_since_and_writes_nothing(session: Session) -> None:
    ingest_reading(session, reading(clause("8", date_due("2019-05-15"), every("P1Y"))), **ANNA)
    later = dt.date(2022, 1, 1)
    assert [key for key, _ in keys(session, later)] == ["2019-05-15", "2020-05-15", "2021-05-15", "2022-05-15"]
    assert queries.count_obligations(session, Filters(overdue=True), later) == 3
    assert [key for key, _ in keys(session)] == ["2019-05-15", "2020-05-15"]
    assert len(queries.mandate_view(session, f"{SYMBOL}#8", later).obligations) == 4


def test_missed_one_that_was_only_shown_can_be_reported(session: Session) -> None:
    ingest_reading(session, reading(clause("8", date_due("2019-05-15"), every("P1Y"))), **ANNA)
    later = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    change = tracking.report(session, f"{SYMBOL}#8@2021-05-15", actor="Ben", at=later)
    assert change.reference == f"{SYMBOL}#8@2021-05-15"


def test_extension_of_one_does_not_move_those_after_it(session: Session) -> None:
    ingest_reading(session, reading(clause("8", date_due("2019-05-15"), every("P1Y"))), **ANNA)
    tracking.update(session, f"{SYMBOL}#8@2019-05-15", due=dt.date(2019, 9, 1), reason="letter", **ANNA)
    tracking.report(session, f"{SYMBOL}#8@2019-05-15", **ANNA)
    assert keys(session, settled=False) == [("2020-05-15", "upcoming")]


def test_relative_due_is_dated_when_its_event_is_entered(session: Session) -> None:
    ingest_reading(session, reading(clause("8", after("P30D", "the receipt of the report"))), **ANNA)
    assert keys(session) == [("", "undated")]
    tracking.update(session, f"{SYMBOL}#8", happened_on=dt.date(2019, 12, 1), **ANNA)
    (row,) = queries.list_obligations(session, Filters(), TODAY)
    assert (row.due.due_on, row.state) == (dt.date(2019, 12, 31), State.OVERDUE)
    tracking.undo(session, **ANNA)
    assert keys(session) == [("", "undated")]


def test_only_what_counts_from_an_event_takes_one(session: Session) -> None:
    ingest_reading(session, reading(clause("8", session_due(75))), **ANNA)
    with pytest.raises(UsageError, match="does not count from an event"):
        tracking.update(session, f"{SYMBOL}#8", happened_on=dt.date(2019, 12, 1), **ANNA)


def test_superseded_links_to_the_later_mandate(session: Session) -> None:
    ingest_reading(session, reading(clause("8", session_due(73))), **ANNA)
    later = "A/RES/73/600"
    ingest_reading(
        session,
        reading(clause("5", session_due(75), symbol=later), symbol=later, session=73, adopted="2018-12-20"),
        **ANNA,
    )
    tracking.update(session, f"{SYMBOL}#8", superseded_by="73/600#5", **ANNA)
    old = queries.mandate_view(session, f"{SYMBOL}#8", TODAY)
    new = queries.mandate_view(session, "73/600#5", TODAY)
    assert old.obligations[0].superseded_by == f"{later}#5"
    assert new.supersedes == (f"{SYMBOL}#8",)
    with pytest.raises(UsageError, match="cannot supersede itself"):
        tracking.update(session, f"{SYMBOL}#8", superseded_by=f"{SYMBOL}#8", reopen=True, **ANNA)


def test_what_comes_in_the_next_years_is_stored_and_shows_in_its_time(session: Session) -> None:
    ingest_reading(session, reading(clause("8", date_due("2019-05-15"), every("P1Y"))), **ANNA)
    stored = session.execute(select(obligation.c.key).order_by(obligation.c.key)).scalars().all()
    assert stored == ["2019-05-15", "2020-05-15", "2021-05-15", "2022-05-15"]
    assert recurring.lapsed(session, dt.date(2022, 5, 15)) == []  # asking on that day works nothing out
    assert [key for key, _ in keys(session, dt.date(2020, 5, 16))] == ["2019-05-15", "2020-05-15", "2021-05-15"]
    with pytest.raises(UnknownReferenceError, match="nothing is expected"):
        tracking.report(session, f"{SYMBOL}#8@2022-05-15", **ANNA)
    change = tracking.report(session, f"{SYMBOL}#8@2020-05-15", on=dt.date(2020, 1, 10), **ANNA)
    assert change.opened == (f"{SYMBOL}#8@2021-05-15",)
