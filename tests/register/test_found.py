"""What broke a law of the register once (`tests.register.test_laws` looks for more)."""

from __future__ import annotations

import datetime as dt
import pathlib

import pytest

from mandates.domain.commands import Report, Update
from mandates.domain.errors import ConflictError
from mandates.domain.filters import Filters
from mandates.domain.status import Status
from mandates.reference.lookup import FILE_VARIABLE
from mandates.register import housekeeping, integrity, lists, redating, summaries, track
from mandates.register.track import Selected
from mandates.store.engine import Connection
from tests.register.conftest import does, does_to_all, ingests, listed, undoes, working
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due

FIRST, SECOND, THIRD = "2017-01-10", "2017-03-01", "2017-05-01"
UNHEARD = "Committee of Unheard Things"
R8 = f"{SYMBOL}#8"


def due(connection: Connection, as_of: str) -> list[tuple[str, dt.date | None]]:
    return [(row.reference, row.due and row.due.due_on) for row in listed(connection, as_of)]


@pytest.fixture
def own(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A calendar of sessions that the program does not know, which nobody has named yet."""
    path = tmp_path / "sessions.csv"
    path.write_text(
        f"body,session,year,opens_on,closes_on,source,confidence\n{UNHEARD},40,2019,2019-05-01,2019-05-10,a note,high\n"
    )
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    return path


def test_a_calendar_that_names_more_sessions_changes_nothing_by_itself(
    connection: Connection, own: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingests(connection, reading(clause("8", session_due(40, UNHEARD))), at=FIRST)
    monkeypatch.setenv(FILE_VARIABLE, str(own))
    assert integrity.findings(connection) == []
    assert due(connection, FIRST) == [(R8, None)]
    with working(connection, at=SECOND, command="redate") as work:
        shown = redating.redate(work, dry_run=True)
        (moved,) = redating.redate(work)
    assert [moved] == shown
    assert (moved.opens_on, moved.references) == ((None, dt.date(2019, 5, 1)), (R8,))
    assert due(connection, SECOND) == [(R8, dt.date(2019, 5, 10))]
    assert due(connection, FIRST) == [(R8, None)]
    undoes(connection, at=THIRD)
    assert due(connection, THIRD) == [(R8, None)]
    assert due(connection, SECOND) == [(R8, dt.date(2019, 5, 10))]


def test_what_a_person_s_calendar_said_stays_without_it(
    connection: Connection, own: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FILE_VARIABLE, str(own))
    ingests(connection, reading(clause("8", session_due(40, UNHEARD))), at=FIRST)
    monkeypatch.delenv(FILE_VARIABLE)
    assert integrity.findings(connection) == []
    assert due(connection, FIRST) == [(R8, dt.date(2019, 5, 10))]
    assert summaries.summary(connection, UNHEARD, "40", dt.date(2017, 1, 10)).closes_on == dt.date(2019, 5, 10)


def test_a_session_that_moves_between_two_others_is_the_next_one(
    connection: Connection, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingests(connection, reading(clause("8", date_due("2017-03-31"), every("session"))), at=FIRST)
    before = due(connection, "2018-01-01")
    path = tmp_path / "sessions.csv"
    path.write_text(
        "body,session,year,opens_on,closes_on,source,confidence\n"
        "General Assembly,71,2016,2017-06-01,2017-09-11,a decision,high\n"
    )
    monkeypatch.setenv(FILE_VARIABLE, str(path))
    with working(connection, at=SECOND, command="redate") as work:
        redating.redate(work)
    assert integrity.findings(connection) == []
    assert [reference for reference, _ in due(connection, "2018-01-01")] == [
        f"{R8}@2017-03-31",
        f"{R8}@71",
        f"{R8}@72",
    ]
    undoes(connection, at=SECOND)
    assert integrity.findings(connection) == []
    assert due(connection, "2018-01-01") == before


def test_an_obligation_takes_a_key_that_another_had_before(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73))), at=FIRST)
    does(connection, Report(document="A/73/1"), f"{R8}@73", at=FIRST)
    undoes(connection, at=FIRST)
    change = ingests(connection, reading(clause("8", session_due(72), every("session"))), at=SECOND).change
    assert integrity.findings(connection) == []
    assert due(connection, FIRST) == [(R8, dt.date(2019, 9, 17))]
    before = listed(connection, FIRST)
    undoes(connection, change, at=THIRD)
    assert listed(connection, FIRST) == before
    assert due(connection, THIRD) == [(R8, dt.date(2019, 9, 17))]


def test_an_obligation_does_not_take_back_a_key_that_another_was_reported_on(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73))), at=FIRST)
    change = ingests(connection, reading(clause("8", session_due(72), every("session"))), at=SECOND).change
    does(connection, Report(document="A/72/1"), f"{R8}@72", at="2018-10-01")
    does(connection, Report(document="A/73/1"), f"{R8}@73", at="2018-10-01")
    with pytest.raises(ConflictError, match="worked on"):
        undoes(connection, change, at="2018-10-02")


def test_owners_count_what_is_expected_further_ahead_than_is_stored(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2018-01-31"), every("P6M"))), at=FIRST)
    day = dt.date(2030, 1, 1)
    rows = listed(connection, day.isoformat(), every=False)
    assert [row.missed for row in rows] == [24, 0]
    (owner,) = lists.owners(connection, day)
    assert (owner.mandates, owner.open, owner.overdue) == (1, len(rows), len(rows) - 1)


def test_owners_count_a_mandate_once_when_some_of_it_was_decided_on_since(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73), session_due(74))), at=FIRST)
    before = lists.owners(connection, dt.date(2017, 1, 10))
    does(connection, Report(document="A/73/1"), f"{R8}@73", at=SECOND)
    assert lists.owners(connection, dt.date(2017, 1, 10)) == before


def test_what_lists_show_beyond_what_is_stored_can_be_worked_on(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2018-01-31"), every("P6M"))), at=FIRST)
    day = "2030-01-01"
    rows = listed(connection, day)
    command = Update(status=Status.DISCONTINUED)
    every_open = Filters(settled=False, every=True)
    with working(connection, at=day) as work:
        planned = track.look(work, command, Selected(filters=every_open))
    assert [one.reference for one in planned.changed] == [row.reference for row in rows]
    does(connection, Report(document="A/80/1"), rows[-1].reference, at=day)
    done = does_to_all(connection, command, every_open, expected=len(rows), at=day)
    assert integrity.findings(connection) == []
    assert len(done.changed) == len(rows)


def test_working_out_further_leaves_alone_what_has_ended(connection: Connection) -> None:
    yearly = reading(clause("8", date_due("2018-01-31"), every("P1Y")))
    ingests(connection, yearly, at=FIRST)
    ingests(connection, reading(clause("8", session_due(76))), at="2021-06-01")
    with working(connection, at="2022-01-01") as work:
        housekeeping.tidy(work)
    assert integrity.findings(connection) == []


def test_a_text_whose_ingest_was_taken_back_adds_nothing_to_another(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73)), title="A title of something else"), at=FIRST)
    undoes(connection, at=FIRST)
    again = ingests(connection, reading(clause("8", session_due(73)), title=""), at=FIRST)
    assert again.changes == ()
    assert [row.title for row in lists.resolutions(connection, dt.date(2017, 1, 10))] == [""]


def test_a_change_whose_outcome_another_brought_about_again_is_not_taken_back_under_it(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73))), at=FIRST)
    first = does(connection, Update(status=Status.IN_PROGRESS), R8, at=FIRST).change
    does(connection, Update(status=Status.PENDING), R8, at=FIRST)
    does(connection, Update(status=Status.IN_PROGRESS), R8, at=FIRST)
    with pytest.raises(ConflictError, match="changed again since"):
        undoes(connection, first, at=SECOND)
    undoes(connection, at=SECOND)
    undoes(connection, at=SECOND)
    undoes(connection, first, at=SECOND)
    assert [row.status for row in listed(connection, SECOND)] == [Status.PENDING]
