"""What was overdue on a day in the past is answered from what was known and decided then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from mandates.domain.commands import Assign, Correct, Report, Update
from mandates.domain.filters import Filters
from mandates.domain.status import Status
from mandates.register import integrity, lists, summaries, track
from mandates.register.history import history
from mandates.register.lists import count_obligations
from mandates.register.track import Named
from mandates.store import search, selection
from mandates.store.engine import Connection
from mandates.store.horizon import set_horizon
from mandates.store.tables import obligation, obligation_state
from tests.register.conftest import Place, does, ingests, judges, listed, undoes, working
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due

R8 = f"{SYMBOL}#8"
MAY = dt.date(2019, 5, 1)


@pytest.fixture
def stored(connection: Connection) -> Connection:
    """A register with one item that was due on 1 April 2019."""
    ingests(connection, reading(clause("8", date_due("2019-04-01"))), at="2019-01-10")
    return connection


def overdue(connection: Connection, day: dt.date | str = MAY) -> bool:
    as_of = dt.date.fromisoformat(day) if isinstance(day, str) else day
    count = count_obligations(connection, Filters(overdue=True), as_of)
    assert count == len(listed(connection, as_of, overdue=True))
    return count == 1


def test_a_text_counts_from_its_adoption_however_late_it_was_read(stored: Connection) -> None:
    assert [row.reference for row in listed(stored, "2016-11-21")] == [R8]
    assert listed(stored, "2016-11-20") == []


def test_a_corrected_text_counts_from_the_day_on_which_it_was_read(stored: Connection) -> None:
    ingests(stored, reading(clause("8", date_due("2019-06-01"))), at="2019-05-20")
    ingests(stored, reading(clause("8", date_due("2019-07-01"))), at="2019-05-25")
    for day, due in (
        ("2016-11-21", "2019-04-01"),
        ("2019-05-19", "2019-04-01"),
        ("2019-05-20", "2019-06-01"),
        ("2019-05-24", "2019-06-01"),
        ("2019-05-25", "2019-07-01"),
    ):
        (row,) = listed(stored, day)
        assert row.due.due_on == dt.date.fromisoformat(due), day


def test_the_mandates_of_a_resolution_are_those_of_the_text_of_the_day(stored: Connection) -> None:
    ingests(stored, reading(clause("8", date_due("2019-04-01")), clause("9")), at="2019-05-20")
    ingests(stored, reading(clause("9")), at="2019-05-25")
    counts = [
        lists.resolutions(stored, dt.date.fromisoformat(day))[0].mandates
        for day in ("2019-05-19", "2019-05-20", "2019-05-25")
    ]
    assert counts == [1, 2, 1]


def test_what_was_reported_later_was_overdue(stored: Connection) -> None:
    does(stored, Report(document="A/73/1", on=dt.date(2019, 6, 1)), R8, at="2019-06-02")
    assert overdue(stored)
    assert overdue(stored, "2019-06-01")
    assert not overdue(stored, "2019-06-02")


def test_a_document_counts_from_when_it_was_entered_and_not_from_its_date(stored: Connection) -> None:
    does(stored, Report(document="A/73/1", on=dt.date(2019, 4, 20)), R8, at="2019-06-02")
    assert overdue(stored)
    assert overdue(stored, "2019-06-01")
    assert not overdue(stored, "2019-06-02")
    (row,) = listed(stored, "2019-06-02")
    assert row.evidence[0].on == dt.date(2019, 4, 20)


def test_what_was_given_more_time_later_was_overdue(stored: Connection) -> None:
    does(stored, Update(due=dt.date(2019, 12, 1), reason="letter"), R8, at="2019-05-20")
    assert overdue(stored)
    (row,) = listed(stored, MAY)
    assert row.due.due_on == dt.date(2019, 4, 1)
    assert not overdue(stored, "2019-05-20")
    (row,) = listed(stored, "2019-05-20")
    assert row.due.due_on == dt.date(2019, 12, 1)


def test_what_was_opened_again_later_was_settled(stored: Connection) -> None:
    does(stored, Report(document="A/73/1", on=dt.date(2019, 4, 20)), R8, at="2019-04-20")
    does(stored, Update(status=Status.PENDING, reopen=True), R8, at="2019-06-02")
    assert not overdue(stored)
    assert overdue(stored, "2019-06-02")


def test_what_was_undone_later_was_settled_until_then(stored: Connection) -> None:
    does(stored, Report(document="A/73/1", on=dt.date(2019, 4, 20)), R8, at="2019-04-20")
    undoes(stored, at="2019-06-02")
    assert not overdue(stored)
    assert overdue(stored, "2019-04-19")
    assert overdue(stored, "2019-06-02")


def test_asking_changes_nothing(stored: Connection) -> None:
    does(stored, Update(due=dt.date(2019, 12, 1), reason="letter"), R8, at="2019-05-20")
    does(stored, Update(due=dt.date(2020, 1, 1), reason="another"), R8, at="2019-11-20")
    for day, due in (("2019-05-19", "2019-04-01"), ("2019-11-19", "2019-12-01"), ("2019-11-20", "2020-01-01")):
        (row,) = listed(stored, day)
        assert row.due.due_on == dt.date.fromisoformat(due)
    assert len(history(stored, R8)) == 3


def _rereads(place: Place) -> Callable[[], object]:
    return lambda: ingests(place, reading(clause("8", date_due("2019-04-01"))), at="2041-05-02")


def _takes_back(place: Place) -> Callable[[], object]:
    ingests(place, reading(clause("8", date_due("2019-04-01"))), at="2019-01-11")
    ingests(place, reading(clause("8", every("P1Y"))), at="2019-01-12")
    return lambda: undoes(place, at="2041-05-02")


def _accepts(place: Place) -> Callable[[], object]:
    does(place, Update(note="letter"), f"{R8}@2017-11-21", at="2019-01-11")
    ingests(place, reading(clause("8", date_due("2019-04-01"))), at="2019-01-12")
    return lambda: judges(place, R8, accept=True, at="2041-05-02")


def _settles(place: Place) -> Callable[[], object]:
    return lambda: does(place, Update(status=Status.IMPLEMENTED), f"{R8}@2038-11-21", at="2041-05-02")


@pytest.mark.parametrize("prepared", [_rereads, _takes_back, _accepts, _settles])
def test_what_a_change_ends_is_answered_from_for_days_that_nobody_had_worked_out(
    connection: Connection, prepared: Callable[[Place], Callable[[], object]]
) -> None:
    """A register to which nobody wrote for years has occurrences only so far ahead of its last change."""
    ingests(connection, reading(clause("8", every("P1Y"))), at="2019-01-10")
    changes = prepared(connection)
    before = [row.reference for row in listed(connection, "2039-12-01")]
    assert f"{R8}@2039-11-21" in before
    changes()
    assert [row.reference for row in listed(connection, "2039-12-01")] == before


def _notes(place: Place) -> None:
    does(place, Update(note="letter"), f"{R8}@2019-05-21", at="2019-06-02")


def _extends(place: Place) -> None:
    does(place, Update(due=dt.date(2020, 10, 1), reason="letter"), f"{R8}@2019-05-21", at="2019-06-02")


def _reads_anew(place: Place) -> None:
    ingests(place, reading(clause("8", every("P1Y"))), at="2019-06-02")


def _reads_another(place: Place) -> None:
    other = "A/RES/73/600"
    text = reading(clause("1", every("P6M"), symbol=other), symbol=other, session=73, adopted="2019-06-01")
    ingests(place, text, at="2019-06-02")


@pytest.mark.parametrize("changes", [_notes, _extends, _reads_anew, _reads_another])
def test_what_was_to_come_is_told_by_what_was_known_then(
    connection: Connection, changes: Callable[[Place], None]
) -> None:
    """Each once, as it stood; nothing of what came about later."""
    ingests(connection, reading(clause("8", every("P6M"))), at="2017-01-10")
    ahead = {"settled": False, "since": dt.date(2019, 1, 1), "through": dt.date(2020, 12, 31)}
    day = "2019-01-01"
    before = [(row.reference, row.note, row.due.due_on) for row in listed(connection, day, **ahead)]
    changes(connection)
    after = [(row.reference, row.note, row.due.due_on) for row in listed(connection, day, **ahead)]
    assert after == before
    assert (f"{R8}@2019-05-21", None, dt.date(2019, 5, 21)) in after


def _outlook(place: Place, day: str, years: int) -> list[tuple[str, tuple[str, ...], str | None, dt.date | None]]:
    """Return what was known on a day of all that would recur in so many years after it."""
    through = dt.date.fromisoformat(day) + dt.timedelta(years * 365)
    rows = listed(place, day, settled=False, every=True, through=through)
    return [(row.reference, row.owners, row.note, row.due.due_on) for row in rows]


#: What is done to a request that comes up every half year, and the day on which it is.
_DONE: tuple[tuple[str, Callable[[Place], object]], ...] = (
    ("2017-03-01", lambda place: does(place, Assign(owners=("Panel of Experts",)), R8, at="2017-03-01")),
    ("2017-04-01", lambda place: undoes(place, at="2017-04-01")),
    ("2017-05-21", lambda place: does(place, Report(document="A/71/1"), f"{R8}@2017-05-21", at="2017-05-21")),
    ("2017-06-01", lambda place: undoes(place, at="2017-06-01")),
    ("2017-06-01", lambda place: does(place, Report(document="A/71/2"), f"{R8}@2017-05-21", at="2017-06-01")),
    ("2017-07-01", lambda place: does(place, Update(due=dt.date(2018, 3, 1), reason="letter"), R8, at="2017-07-01")),
    ("2017-08-01", lambda place: ingests(place, reading(clause("8", every("P1Y"))), at="2017-08-01")),
    ("2017-09-01", lambda place: ingests(place, reading(clause("9")), at="2017-09-01")),
)


@pytest.mark.parametrize("years", [1, 2, 9])
def test_the_outlook_of_each_day_is_what_was_known_at_its_end(connection: Connection, years: int) -> None:
    """Also of what is further ahead than recurrences are stored."""
    ingests(connection, reading(clause("8", every("P6M"))), at="2017-01-10")
    answers = {"2017-01-10": _outlook(connection, "2017-01-10", years)}
    for day, change in _DONE:
        before = (dt.date.fromisoformat(day) - dt.timedelta(1)).isoformat()
        answers[before] = _outlook(connection, before, years)
        change(connection)
        answers[day] = _outlook(connection, day, years)
        assert {one: _outlook(connection, one, years) for one in answers} == answers
    assert answers["2017-02-28"] != answers["2017-03-01"]
    assert integrity.findings(connection) == []


@pytest.mark.parametrize("number", ["73", "78"])
def test_the_summary_of_a_session_to_come_is_what_was_known_then(connection: Connection, number: str) -> None:
    """It counts what lists show, whether that is stored or further ahead."""
    assembly = "General Assembly"
    ingests(connection, reading(clause("8", every("session")), clause("9", every("P1Y"))), at="2017-01-10")
    day = dt.date(2017, 1, 10)
    before = summaries.summary(connection, assembly, number, day)
    there = listed(connection, day, bodies=(assembly,), due_sessions=(number,))
    assert [row.reference for row in before.due_rows] == [row.reference for row in there]
    assert len(there) == 2
    assert (before.fell_due.total, before.fell_due.open) == (2, 2)
    assert [(one.name, one.total) for one in before.by_owner] == [("Secretary-General", 2)]
    assert [(one.name, one.total) for one in before.by_committee] == [("plenary", 2)]
    assert {row.reference for row in before.pressing} == {row.reference for row in there}
    (beside,) = summaries.burden(connection, assembly, [number], day).sessions
    assert (beside.due.total, beside.by_owner) == (2, before.by_owner)
    does(connection, Assign(owners=("Panel of Experts",)), R8, at="2017-03-01")
    ingests(connection, reading(clause("8"), clause("9")), at="2017-04-01")
    after = summaries.summary(connection, assembly, number, day)
    for name in ("fell_due", "by_owner", "by_committee", "by_deliverable", "by_status"):
        assert getattr(after, name) == getattr(before, name)
    assert [(row.reference, row.owners) for row in after.due_rows] == [(row.reference, row.owners) for row in there]
    assert summaries.summary(connection, assembly, number, dt.date(2017, 4, 1)).fell_due.total == 1


def test_what_was_to_come_stays_beside_what_has_its_place_now(connection: Connection) -> None:
    """Session 74 was to come after session 73; by a correction the first one is due there."""
    set_horizon(connection, dt.date(2019, 1, 12))  # as it is in a register that was made at that time
    ingests(connection, reading(clause("8", every("session"))), at="2017-01-10")
    before = _outlook(connection, "2017-12-31", 2)
    assert f"{R8}@74" in [reference for reference, *_ in before]
    does(connection, Correct(due=(session_due(74),)), R8, at="2018-01-01")
    assert _outlook(connection, "2017-12-31", 2) == before
    does(connection, Update(note="letter"), R8, at="2018-02-01")
    undoes(connection, at="2018-03-01")
    undoes(connection, at="2018-03-01")
    does(connection, Update(note="letter"), f"{R8}@72", at="2018-04-01")
    assert _outlook(connection, "2017-12-31", 2) == before
    assert integrity.findings(connection) == []


def test_an_outlook_takes_little_room(connection: Connection) -> None:
    """What each report leaves as it was expected is kept once."""
    ingests(connection, reading(clause("8", date_due("2017-02-28"), every("P1M"))), at="2017-01-10")
    for number in range(12):
        day = dt.date(2017, number + 1, 20)
        (row, *_) = listed(connection, day, settled=False)
        does(connection, Report(document=f"A/71/{number}"), row.reference, at=day)
    expected, rows = (
        connection.execute(select(func.count()).select_from(one)).scalar_one() for one in (obligation, obligation_state)
    )
    assert rows <= 3 * expected


def test_what_an_owner_had_to_do_stays_when_something_is_changed_later(connection: Connection) -> None:
    """A missed occurrence that an earlier one stands for counts for nobody, on past days too."""
    panel = "Panel of Experts"
    text = reading(clause("8", every("P6M")), clause("9", session_due(75), owner=panel))
    ingests(connection, text, at="2017-01-10")
    does(connection, Assign(owners=(panel,)), f"{R8}@2017-11-21", at="2018-09-03")
    day = dt.date(2018, 9, 3)
    before = lists.owners(connection, day)
    assert [(one.mandates, one.open) for one in before if one.name == panel] == [(1, 1)]
    does(connection, Update(note="letter"), f"{R8}@2017-05-21", at="2018-09-10")
    assert lists.owners(connection, day) == before


@pytest.mark.parametrize("filters", [{"owners": ("panel",)}, {"search": "review"}, {"owners": ("panel",), "limit": 1}])
def test_what_changed_since_is_found_alike_whether_that_is_much_or_little(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, filters: dict[str, object]
) -> None:
    """Little is read as a whole, much by parties and words; so are words in many paragraphs."""
    monkeypatch.setattr(search, "RANKED", 1)
    texts = [clause(f"{number}", session_due(75), owner="Panel of Experts", text="to review") for number in (8, 9, 10)]
    ingests(connection, reading(*texts), at="2017-01-10")
    does(connection, Report(document="A/73/1"), R8, at="2019-06-02")
    does(connection, Update(note="letter"), f"{SYMBOL}#9", at="2019-06-02")
    day = dt.date(2019, 6, 1)
    expected = [f"{SYMBOL}#{number}" for number in (8, 9, 10)]
    for at_most in (selection._RECENT, 0):
        monkeypatch.setattr(selection, "_RECENT", at_most)
        found = [row.reference for row in listed(connection, day, settled=False, **filters)]
        assert found == expected[: filters.get("limit")]  # type: ignore[misc] # a number
        assert count_obligations(connection, Filters(settled=False, **filters), day) == 3  # type: ignore[arg-type]


def test_the_version_of_a_past_day_is_the_one_of_that_day(stored: Connection) -> None:
    ingests(stored, reading(clause("8", date_due("2019-04-01")), clause("9"), symbol="A/RES/71/501"), at="2019-01-10")
    does(stored, Update(note="asked"), R8, at="2019-02-01")
    does(stored, Correct(verb="invite"), R8, at="2019-03-01")  # of the mandate, so of all its items
    does(stored, Report(document="A/73/1"), R8, at="2019-04-01")
    undoes(stored, at="2019-05-01")
    versions = {
        day: {row.reference: row.version for row in listed(stored, day)}
        for day in ("2019-01-31", "2019-02-01", "2019-03-31", "2019-04-30", "2019-05-01", "2020-01-15")
    }
    assert [of_day.pop(R8) for of_day in versions.values()] == [1, 2, 3, 4, 5, 5]
    assert {version for of_day in versions.values() for version in of_day.values()} == {1}


def test_the_version_of_an_item_counts_each_event_of_a_change(stored: Connection) -> None:
    with working(stored, at="2019-02-01") as work:
        for document in ("A/73/1", "A/73/2"):
            track.apply(work, Report(document=document, partial=True), Named(references=(R8,)))
    undoes(stored, at="2019-03-01")
    assert [listed(stored, day)[0].version for day in ("2019-01-31", "2019-02-28", "2019-03-01")] == [1, 3, 5]


def test_a_body_only_narrows_what_is_due_at_a_session(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73)), clause("9", date_due("2019-05-15")), clause("10")))
    council = reading(
        clause("1", date_due("2019-05-15"), symbol="A/HRC/RES/40/1"),
        symbol="A/HRC/RES/40/1", body="Human Rights Council", session="40", adopted="2019-03-21",
    )  # fmt: skip
    ingests(connection, council)
    of_any = [row.reference for row in listed(connection, due_sessions=("73",))]
    of_assembly = [row.reference for row in listed(connection, due_sessions=("73",), bodies=("General Assembly",))]
    assert sorted(of_any) == sorted(of_assembly) == [R8, f"{SYMBOL}#9"]
    assert len(listed(connection, due_sessions=("73",), bodies=("Human Rights Council",))) == 0
