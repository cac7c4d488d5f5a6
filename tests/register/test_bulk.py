from __future__ import annotations

import pytest

from mandates.domain.errors import ConflictError
from mandates.register import queries, tracking
from mandates.register.engine import Session
from mandates.register.ingest import ingest_reading
from mandates.register.views import Filters
from mandates.register.work import bulk
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due

ANNA = {"actor": "Anna", "at": NOW}
LATE = Filters(overdue=True)


@pytest.fixture
def stored(session: Session) -> Session:
    given = [clause(str(n), session_due(73)) for n in range(1, 6)]
    yearly = clause("6", date_due("2018-05-15"), every("P1Y"))
    ingest_reading(session, reading(*given, yearly, clause("7", session_due(76))), **ANNA)
    return session


def statuses(session: Session) -> dict[str, str]:
    found = queries.list_obligations(session, Filters(sort="symbol"), NOW.date())
    return {row.reference.removeprefix(SYMBOL): row.status.value for row in found}


def test_dry_run_says_what_the_change_then_does(stored: Session) -> None:
    before = statuses(stored)
    shown = bulk.update_many(stored, LATE, status="discontinued", dry_run=True, **ANNA)
    assert statuses(stored) == before
    assert len(shown.changed) == queries.count_obligations(stored, LATE, NOW.date()) == 7
    done = bulk.update_many(stored, LATE, status="discontinued", expected=7, **ANNA)
    assert (done.changed, done.refused) == (shown.changed, ())
    assert statuses(stored)["#6@2020-05-15"] == "pending"
    assert statuses(stored)["#1"] == "discontinued"


def test_undo_takes_the_whole_change_back(stored: Session) -> None:
    before = statuses(stored)
    bulk.update_many(stored, LATE, status="discontinued", note="closed", reason="Decision 73/500", **ANNA)
    assert len(tracking.undo(stored, **ANNA).references) == 7
    assert statuses(stored) == before


def test_what_cannot_change_is_named_and_left(stored: Session) -> None:
    tracking.report(stored, f"{SYMBOL}#2", document="A/73/1", **ANNA)
    done = bulk.report_many(stored, Filters(due_session="73"), document="A/73/9", **ANNA)
    assert len(done.changed) == 4
    assert done.refused == ((f"{SYMBOL}#2", f"{SYMBOL}#2 is reported with A/73/1 on 2020-01-15 already"),)


def test_owners_and_notes_of_many(stored: Session) -> None:
    bulk.update_many(stored, Filters(due_session="73", limit=2), owners=["Bureau "], note="ask", **ANNA)
    found = queries.list_obligations(stored, Filters(owner="bureau"), NOW.date())
    assert [(row.label, row.note) for row in found] == [("1", "ask"), ("2", "ask")]


def test_other_number_than_was_shown_changes_nothing(stored: Session) -> None:
    with pytest.raises(ConflictError, match="7 obligations are meant now, not 6"):
        bulk.update_many(stored, LATE, status="discontinued", expected=6, **ANNA)
    assert set(statuses(stored).values()) == {"pending"}
