from __future__ import annotations

import datetime as dt
import pathlib

import pytest
from sqlalchemy import update

from mandates.domain.commands import Report, Update
from mandates.domain.errors import ConflictError, TransitionError
from mandates.domain.events import Event, EventKind
from mandates.reference import calendar
from mandates.register import redating
from mandates.register.history import history
from mandates.register.show import mandate_view
from mandates.schema.lists import RedatedRow
from mandates.store.engine import Connection
from mandates.store.tables import event
from tests.conftest import NOW
from tests.register.conftest import TODAY, does, ingests, listed, undoes, working
from tests.register.samples import SYMBOL, clause, reading, session_due

OLD, NEW = dt.date(2022, 9, 13), dt.date(2023, 3, 31)


@pytest.fixture
def stored(connection: Connection) -> Connection:
    ingests(connection, reading(*[clause(str(n), session_due(76)) for n in (1, 2, 3)], clause("4", session_due(77))))
    return connection


@pytest.fixture
def postponed(stored: Connection, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """The register after somebody has entered other dates of session 76."""
    does(stored, Report(), f"{SYMBOL}#2")
    does(stored, Update(due=dt.date(2022, 1, 1), reason="letter"), f"{SYMBOL}#3")
    own = tmp_path / "sessions.csv"
    own.write_text(
        "body,session,year,opens_on,closes_on,source,confidence\n"
        f"General Assembly,76,2021,2021-09-14,{NEW},letter of the President,high\n"
    )
    monkeypatch.setenv(calendar.FILE_VARIABLE, str(own))
    return stored


def redate(connection: Connection, at: dt.datetime | str = NOW, **options: bool) -> list[RedatedRow]:
    with working(connection, at=at, command="redate") as work:
        return redating.redate(work, **options)


def due(connection: Connection, as_of: dt.date | str = TODAY) -> dict[str, dt.date | None]:
    return {row.label: row.due.due_on for row in listed(connection, as_of, sort="symbol")}


def test_nothing_moves_while_the_calendar_is_as_it_was(stored: Connection) -> None:
    assert redate(stored) == []
    assert redate(stored, dry_run=True) == []


def test_postponed_session_moves_what_is_due_at_it_and_says_so(postponed: Connection) -> None:
    assert due(postponed) == {"1": OLD, "2": OLD, "3": dt.date(2022, 1, 1), "4": dt.date(2023, 9, 5)}
    shown = redate(postponed, dry_run=True)
    assert due(postponed)["1"] == OLD
    (moved,) = redate(postponed)
    assert [moved] == shown
    assert (moved.session, moved.closes_on) == ("76", (OLD, NEW))
    assert moved.references == tuple(f"{SYMBOL}#{n}" for n in (1, 2, 3))
    assert due(postponed) == {"1": NEW, "2": NEW, "3": dt.date(2022, 1, 1), "4": dt.date(2023, 9, 5)}
    assert redate(postponed) == []
    assert history(postponed)[0].kind == "redated"


def test_what_moved_says_so_in_its_own_history(postponed: Connection) -> None:
    redate(postponed)
    assert history(postponed, f"{SYMBOL}#1")[0].kind == "redated"
    assert mandate_view(postponed, f"{SYMBOL}#1", TODAY).history[0].kind == "redated"
    assert [event.kind for event in history(postponed, f"{SYMBOL}#4")] == ["ingested"]


def test_what_is_read_afterwards_has_the_new_dates(postponed: Connection) -> None:
    redate(postponed)
    other = "A/RES/71/501"
    ingests(postponed, reading(clause("1", session_due(76), symbol=other), symbol=other))
    (row,) = listed(postponed, resolutions=(other,))
    assert row.due.due_on == NEW


def test_moving_can_be_undone(postponed: Connection) -> None:
    before = due(postponed)
    redate(postponed)
    undone = undoes(postponed)
    assert due(postponed) == before
    undoes(postponed, undone.change)
    assert due(postponed)["1"] == NEW


def test_undo_of_what_was_moved_again_is_refused(postponed: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    with working(postponed, command="redate") as work:
        redating.redate(work)
    monkeypatch.delenv(calendar.FILE_VARIABLE)
    redate(postponed)
    with pytest.raises(ConflictError, match="dates of a session have changed since"):
        undoes(postponed, work.change_id)
    assert due(postponed)["1"] == OLD


def test_undone_moves_say_so(postponed: Connection) -> None:
    redate(postponed)
    undone = undoes(postponed)
    assert set(undone.references) == {f"{SYMBOL}#{n}" for n in (1, 2, 3)}
    last, first = history(postponed, f"{SYMBOL}#1")[:2]
    assert (last.kind, last.before["closes_on"], last.after["closes_on"]) == ("redated", str(NEW), str(OLD))
    assert (first.before["closes_on"], first.after["closes_on"], first.undone) == (str(OLD), str(NEW), True)


def test_before_it_was_moved_it_was_due_as_it_was(postponed: Connection) -> None:
    redate(postponed, at="2020-01-20")
    assert due(postponed, "2020-01-19")["1"] == OLD
    assert due(postponed, "2020-01-20")["1"] == NEW


def test_moves_that_an_earlier_version_wrote_down_are_told_and_change_nothing(postponed: Connection) -> None:
    (row,) = listed(postponed, resolutions=(SYMBOL,), limit=1)
    with working(postponed, at="2020-01-20", command="redate") as work:
        change_id = work.started()
        told = {"before": {"session": "76"}, "after": {"session": "76"}}
        of = {"reference": row.reference, "mandate_id": row.mandate_id, "obligation_id": row.id}
        work.append([Event(kind=EventKind.REDATED, details=told, **of)])
    postponed.execute(update(event).where(event.c.change_id == change_id).values(version=1))
    assert history(postponed, row.reference)[0].kind == "redated"
    assert due(postponed, "2020-01-19") == due(postponed, "2020-01-20")
    with pytest.raises(TransitionError, match="earlier version"):
        undoes(postponed, change_id)


UNHEARD = "Committee of Unheard Things"


def _knows_unheard(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "unheard.csv"
    own.write_text(
        f"body,session,year,opens_on,closes_on,source,confidence\n{UNHEARD},40,2019,2019-05-01,2019-05-10,a note,high\n"
    )
    monkeypatch.setenv(calendar.FILE_VARIABLE, str(own))


def test_what_was_undated_is_so_again_after_two_undos_whatever_the_calendar_says_by_then(
    connection: Connection, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingests(connection, reading(clause("1", session_due(40, UNHEARD))))
    assert due(connection) == {"1": None}
    _knows_unheard(tmp_path, monkeypatch)
    taken_back = undoes(connection)
    undoes(connection, taken_back.change)
    assert due(connection) == {"1": None}


def test_a_session_that_only_a_persons_calendar_knows_is_known_with_the_first_text_that_names_it(
    connection: Connection, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _knows_unheard(tmp_path, monkeypatch)
    ingests(connection, reading(clause("1", session_due(40, UNHEARD))))
    assert due(connection) == {"1": dt.date(2019, 5, 10)}
    monkeypatch.delenv(calendar.FILE_VARIABLE)
    taken_back = undoes(connection)
    undoes(connection, taken_back.change)
    assert due(connection) == {"1": dt.date(2019, 5, 10)}


def test_a_text_read_on_the_day_of_a_redating_counts_from_its_adoption(postponed: Connection) -> None:
    """With the dates that were known on each day: the old ones before that day, the new ones from then on."""
    redate(postponed)
    other = "A/RES/71/501"
    ingests(postponed, reading(clause("1", session_due(76), symbol=other), symbol=other))

    def due_on(as_of: dt.date) -> list[dt.date | None]:
        return [row.due.due_on for row in listed(postponed, as_of, resolutions=(other,))]

    adopted = dt.date(2016, 11, 21)
    days = (adopted - dt.timedelta(1), adopted, TODAY - dt.timedelta(1), TODAY)
    assert [due_on(day) for day in days] == [[], [OLD], [OLD], [NEW]]
