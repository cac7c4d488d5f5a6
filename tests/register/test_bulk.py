from __future__ import annotations

import pytest

from mandates.domain.commands import Assign, Report, Update
from mandates.domain.errors import ConflictError
from mandates.domain.filters import Filters
from mandates.domain.status import Status
from mandates.register import track
from mandates.register.lists import count_obligations
from mandates.register.track import Selected
from mandates.store.engine import Connection
from tests.register.conftest import TODAY, does, does_to_all, ingests, listed, undoes, working
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due

LATE = Filters(overdue=True, every=True)
STOP = Update(status=Status.DISCONTINUED)


@pytest.fixture
def stored(connection: Connection) -> Connection:
    given = [clause(str(n), session_due(73)) for n in range(1, 6)]
    yearly = clause("6", date_due("2018-05-15"), every("P1Y"))
    ingests(connection, reading(*given, yearly, clause("7", session_due(76))))
    return connection


def statuses(connection: Connection) -> dict[str, str]:
    return {row.reference.removeprefix(SYMBOL): row.status.value for row in listed(connection, sort="symbol")}


def test_dry_run_says_what_the_change_then_does(stored: Connection) -> None:
    before = statuses(stored)
    with working(stored) as work:
        shown = track.look(work, STOP, Selected(filters=LATE))
    assert work.change_id is None
    assert statuses(stored) == before
    assert len(shown.changed) == count_obligations(stored, LATE, TODAY) == 7
    done = does_to_all(stored, STOP, LATE, expected=7)
    assert [one.reference for one in done.changed] == [one.reference for one in shown.changed]
    assert [one.after for one in done.changed] == [
        {name: value for name, value in one.after.items() if value is not None} for one in shown.changed
    ]
    assert (done.refused, shown.refused) == ((), ())
    assert statuses(stored)["#6@2020-05-15"] == "pending"
    assert statuses(stored)["#1"] == "discontinued"


def test_undo_takes_the_whole_change_back(stored: Connection) -> None:
    before = statuses(stored)
    does_to_all(stored, Update(status=Status.DISCONTINUED, note="closed", reason="Decision 73/500"), LATE)
    assert len(undoes(stored).references) == 7
    assert statuses(stored) == before


def test_what_cannot_change_is_named_and_left(stored: Connection) -> None:
    does(stored, Report(document="A/73/1"), f"{SYMBOL}#2")
    done = does_to_all(stored, Report(document="A/73/9"), Filters(due_sessions=("73",)))
    assert len(done.changed) == 5
    assert done.refused == ((f"{SYMBOL}#2", f"{SYMBOL}#2 is already reported with A/73/1 on 2020-01-15"),)


def test_owners_and_notes_of_many(stored: Connection) -> None:
    some = Filters(due_sessions=("73",), limit=2)
    does_to_all(stored, Assign(owners=("Bureau ",)), some)
    does_to_all(stored, Update(note="ask"), some)
    assert [(row.label, row.note) for row in listed(stored, owners=("bureau",))] == [("6", "ask"), ("1", "ask")]


@pytest.mark.parametrize("shown", [6, 8])
def test_other_number_than_was_shown_changes_nothing(stored: Connection, shown: int) -> None:
    with pytest.raises(ConflictError, match=f"7 obligations are selected now, not {shown}"):
        does_to_all(stored, STOP, LATE, expected=shown)
    assert set(statuses(stored).values()) == {"pending"}
