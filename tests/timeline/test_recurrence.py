"""The life of what recurs, ends, or counts from an event."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from mandates.domain.commands import Report, Update
from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.domain.filters import Filters
from mandates.domain.status import State
from mandates.register import lists, track
from mandates.register.far_occurrences import beyond
from mandates.register.lists import count_obligations
from mandates.register.show import mandate_view
from mandates.register.track import Selected
from mandates.store.engine import Connection
from mandates.store.tables import obligation
from tests.register.conftest import TODAY, changed, does, does_to_all, ingests, listed, supersedes, undoes, working
from tests.register.samples import SYMBOL, after, clause, date_due, every, reading, session_due, until

R8 = f"{SYMBOL}#8"


def keys(connection: Connection, as_of: dt.date = TODAY, **filters) -> list[tuple[str, str]]:
    return [(row.reference.partition("@")[2], row.state.value) for row in listed(connection, as_of, **filters)]


def test_missed_ones_are_overdue_each_and_the_next_is_there(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2017-05-15"), every("P1Y"))))
    assert keys(connection) == [
        ("2017-05-15", "overdue"),
        ("2018-05-15", "overdue"),
        ("2019-05-15", "overdue"),
        ("2020-05-15", "upcoming"),
    ]
    assert keys(connection, dt.date(2018, 1, 1)) == [("2017-05-15", "overdue"), ("2018-05-15", "upcoming")]


def test_missed_ones_are_one_row_with_their_number(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2017-05-15"), every("P1Y"))))

    def missed(as_of: str) -> list[tuple[str, int, int | None]]:
        rows = listed(connection, as_of, every=False)
        return [(row.reference.partition("@")[2], row.missed, row.days_late) for row in rows]

    assert missed("2017-05-15") == [("2017-05-15", 0, None)]
    assert missed("2017-05-16") == [("2017-05-15", 1, 1), ("2018-05-15", 0, None)]
    assert missed("2018-05-15") == [("2017-05-15", 1, 365), ("2018-05-15", 0, None)]
    assert missed("2018-05-16") == [("2017-05-15", 2, 366), ("2019-05-15", 0, None)]
    assert missed("2027-01-01")[0][:2] == ("2017-05-15", 10)  # beyond what is stored
    does(connection, Report(), f"{R8}@2017-05-15")
    assert missed(TODAY.isoformat())[0][:2] == ("2018-05-15", 2)
    (in_2019,) = listed(connection, TODAY, every=False, since=dt.date(2019, 1, 1), overdue=True)
    assert in_2019.reference == f"{R8}@2019-05-15"  # where a time is asked for, each in it counts


@pytest.mark.parametrize("deliverable", ["agenda_item", "observance", "extension"])
def test_what_comes_about_by_itself_is_never_late(connection: Connection, deliverable: str) -> None:
    given = clause("8", date_due("2019-06-30"), deliverable=deliverable)
    ingests(connection, reading(given))
    days = {"2019-06-29": "upcoming", "2019-06-30": "due", "2019-07-01": "ended"}
    assert {day: listed(connection, day)[0].state.value for day in days} == days
    assert count_obligations(connection, Filters(overdue=True), dt.date(2019, 7, 1)) == 0
    does(connection, Update(due=dt.date(2019, 8, 1), reason="letter"), R8)  # what a person set stands
    assert listed(connection, TODAY)[0].state is State.OVERDUE


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"verb": "decide", "deliverable": "action", "owner": "General Assembly"}, "ended"),
        ({"verb": "decide", "deliverable": "meeting", "owner": "General Assembly"}, "ended"),
        ({"verb": "establish", "deliverable": "establish", "owner": "General Assembly"}, "ended"),
        ({"verb": "decide", "deliverable": "review", "owner": "General Assembly"}, "overdue"),
        ({"verb": "request", "deliverable": "action", "owner": "General Assembly"}, "overdue"),
        ({"verb": "decide", "deliverable": "action", "owner": "Secretary-General"}, "overdue"),
    ],
)
def test_what_an_organ_decides_for_itself_comes_about_with_its_time(
    connection: Connection, values: dict[str, str], state: str
) -> None:
    ingests(connection, reading(clause("8", session_due(73), **values)))
    (row,) = listed(connection, "2018-10-01")
    last = row.due.due_on
    assert [one.state.value for one in (row, *listed(connection, last))] == ["due", "due"]
    assert [one.state.value for one in listed(connection, last + dt.timedelta(1))] == [state]


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"verb": "encourage"}, "ended"),
        ({"verb": "decide", "deliverable": "review", "owner": "General Assembly"}, "ended"),
        ({"verb": "decide", "deliverable": "review"}, "overdue"),
        ({"verb": "request"}, "overdue"),
    ],
)
def test_nobody_is_late_with_the_next_time_of_a_practice(
    connection: Connection, values: dict[str, str], state: str
) -> None:
    ingests(connection, reading(clause("8", every("P1Y"), **values)))
    (row,) = listed(connection, "2017-01-01")
    after = listed(connection, row.due.due_on + dt.timedelta(1))
    assert [one.state.value for one in after] == [state, "upcoming"]


def test_until_the_end_of_a_session_is_an_end(connection: Connection) -> None:
    lasting = replace(session_due(73), phrase="until the end of its seventy-third session")
    ingests(connection, reading(clause("8", lasting, deliverable="establish")))
    (row,) = listed(connection, "2018-10-01")
    assert [one.state.value for one in listed(connection, row.due.due_on)] == ["due"]
    assert [one.state.value for one in listed(connection, row.due.due_on + dt.timedelta(1))] == ["ended"]


def test_an_end_that_has_passed_has_ended_and_is_not_late(connection: Connection) -> None:
    ingests(connection, reading(clause("8", until("2019-06-30"))))
    days = {"2019-06-29": "upcoming", "2019-06-30": "due", "2019-07-01": "ended"}
    assert {day: listed(connection, day)[0].state.value for day in days} == days
    assert listed(connection, "2019-07-01", settled=False) == []
    assert len(listed(connection, "2019-07-01", states=(State.ENDED,))) == 1


def test_settled_one_opens_the_next_and_undoing_closes_it_again(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(75), every("P1Y"))))
    assert keys(connection) == [("75", "upcoming")]
    assert changed(does(connection, Report(document="A/75/1"), R8)).opened == (f"{R8}@76",)
    assert keys(connection) == [("76", "upcoming"), ("75", "settled")]
    undoes(connection)
    assert keys(connection) == [("75", "upcoming")]


def test_next_one_somebody_has_noted_something_on_stays_when_the_first_is_reopened(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(75), every("P1Y"))))
    first = does(connection, Report(document="A/75/1"), R8)
    does(connection, Update(note="draft seen"), f"{R8}@76")
    undoes(connection, first.change)
    assert [key for key, _ in keys(connection)] == ["75", "76"]


def test_end_date_closes_the_row(connection: Connection) -> None:
    given = clause("8", date_due("2019-10-01"), every("P90D"), until("2020-02-15"))
    ingests(connection, reading(given))
    assert [key for key, _ in keys(connection)] == ["2019-10-01", "2019-12-30"]
    assert changed(does(connection, Report(), f"{R8}@2019-12-30")).opened == ()
    (last,) = (row for row in listed(connection) if row.reference.endswith("12-30"))
    assert last.due.ends_on == dt.date(2020, 2, 15)


def test_regular_reporting_has_no_dates_and_goes_on(connection: Connection) -> None:
    ingests(connection, reading(clause("8", every("regular"))))
    assert keys(connection) == [("1", "undated")]
    assert changed(does(connection, Report(), R8)).opened == (f"{R8}@2",)
    assert changed(does(connection, Report(), f"{R8}@2")).opened == (f"{R8}@3",)


def test_reading_on_a_later_day_shows_what_was_missed_since_and_writes_nothing(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    later = dt.date(2022, 1, 1)
    assert [key for key, _ in keys(connection, later)] == ["2019-05-15", "2020-05-15", "2021-05-15", "2022-05-15"]
    assert count_obligations(connection, Filters(overdue=True, every=True), later) == 3
    assert count_obligations(connection, Filters(overdue=True), later) == 1
    assert [key for key, _ in keys(connection)] == ["2019-05-15", "2020-05-15"]
    assert len(mandate_view(connection, R8, later).obligations) == 4


LATER = dt.date(2027, 1, 1)


def test_beyond_what_is_stored_the_same_is_worked_out(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y")), clause("9", owner="Bureau")))
    assert [key for key, _ in keys(connection, LATER, owners=("secretary",))] == [
        f"{year}-05-15" for year in range(2019, 2028)
    ]
    assert count_obligations(connection, Filters(overdue=True, every=True), LATER) == 8
    assert keys(connection, LATER, overdue=True, since=dt.date(2025, 1, 1)) == [
        ("2025-05-15", "overdue"),
        ("2026-05-15", "overdue"),
    ]
    assert [key for key, _ in keys(connection, LATER, sort="-due", limit=3)] == ["", "2027-05-15", "2026-05-15"]
    assert [row.reference for row in mandate_view(connection, R8, LATER).obligations] == [
        f"{R8}@{year}-05-15" for year in range(2019, 2028)
    ]
    load = next(one for one in lists.owners(connection, LATER) if one.name == "Secretary-General")
    assert (load.mandates, load.open, load.overdue, load.settled) == (1, 2, 1, 0)
    (of_text,) = lists.resolutions(connection, LATER)
    assert (of_text.open, of_text.overdue) == (3, 1)


def test_what_is_found_beyond_what_is_stored_keeps_to_a_limit(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    assert len(listed(connection, LATER, search="report", limit=3)) == 3
    assert len(listed(connection, LATER, search="report")) == 9


def test_after_years_without_a_change_what_was_missed_can_be_reported(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    change = does(connection, Report(), f"{R8}@2026-05-15", at=LATER)
    assert changed(change).reference == f"{R8}@2026-05-15"
    assert [key for key, _ in keys(connection, LATER, settled=True)] == ["2026-05-15"]


def test_after_years_without_a_change_many_can_be_changed_as_they_were_shown(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    late = Filters(overdue=True, every=True)
    with working(connection, at=LATER) as work:
        shown = track.look(work, Update(note="late"), Selected(filters=late))
    done = does_to_all(connection, Update(note="late"), late, at=LATER, expected=8)
    assert [one.reference for one in done.changed] == [one.reference for one in shown.changed]
    assert len(done.changed) == count_obligations(connection, late, LATER) == 8


def test_missed_one_that_was_only_shown_can_be_reported(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    change = does(connection, Report(), f"{R8}@2021-05-15", actor="Ben", at="2022-01-01")
    assert changed(change).reference == f"{R8}@2021-05-15"


def test_extension_of_one_does_not_move_those_after_it(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    does(connection, Update(due=dt.date(2019, 9, 1), reason="letter"), f"{R8}@2019-05-15")
    does(connection, Report(), f"{R8}@2019-05-15")
    assert keys(connection, settled=False) == [("2020-05-15", "upcoming")]


def test_the_next_one_waits_for_the_day_to_which_the_first_was_extended_on_the_day_of_adoption(
    connection: Connection,
) -> None:
    adopted = "2016-11-21"
    ingests(connection, reading(clause("8", date_due("2017-05-15"), every("P1Y"))), at=adopted)
    assert [len(keys(connection, dt.date(2017, *day))) for day in ((5, 15), (5, 16))] == [1, 2]
    does(connection, Update(due=dt.date(2017, 9, 1), reason="letter"), f"{R8}@2017-05-15", at=adopted)
    assert [len(keys(connection, dt.date(2017, *day))) for day in ((5, 16), (9, 1), (9, 2))] == [1, 1, 2]
    undoes(connection, at=adopted)
    assert [len(keys(connection, dt.date(2017, *day))) for day in ((5, 15), (5, 16))] == [1, 2]


def test_relative_due_is_dated_when_its_event_is_entered(connection: Connection) -> None:
    ingests(connection, reading(clause("8", after("P30D", "the receipt of the report"))))
    assert keys(connection) == [("", "undated")]
    does(connection, Update(happened_on=dt.date(2019, 12, 1)), R8)
    (row,) = listed(connection)
    assert (row.due.due_on, row.state) == (dt.date(2019, 12, 31), State.OVERDUE)
    undoes(connection)
    assert keys(connection) == [("", "undated")]


def test_only_what_counts_from_an_event_takes_one(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(75))))
    with pytest.raises(UsageError, match="is not due after an event"):
        does(connection, Update(happened_on=dt.date(2019, 12, 1)), R8)


def test_superseded_links_to_the_later_mandate(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73))))
    later = "A/RES/73/600"
    given = clause("5", session_due(75), symbol=later)
    ingests(connection, reading(given, symbol=later, session=73, adopted="2018-12-20"))
    supersedes(connection, "73/600#5", R8)
    old = mandate_view(connection, R8, TODAY)
    new = mandate_view(connection, "73/600#5", TODAY)
    assert old.obligations[0].superseded_by == f"{later}#5"
    assert new.supersedes == (R8,)
    with pytest.raises(UsageError, match="cannot supersede itself"):
        supersedes(connection, R8, R8, reopen=True)


def test_what_comes_in_the_next_years_is_stored_and_shows_in_its_time(connection: Connection) -> None:
    ingests(connection, reading(clause("8", date_due("2019-05-15"), every("P1Y"))))
    stored = connection.execute(select(obligation.c.key).order_by(obligation.c.key)).scalars().all()
    assert stored == ["2019-05-15", "2020-05-15", "2021-05-15", "2022-05-15"]
    assert beyond(connection, dt.date(2022, 1, 16)) == []  # asking up to that day works nothing out
    assert [key for key, _ in keys(connection, dt.date(2020, 5, 16))] == ["2019-05-15", "2020-05-15", "2021-05-15"]
    with pytest.raises(UnknownReferenceError, match="nothing is expected"):
        does(connection, Report(), f"{R8}@2022-05-15")
    change = does(connection, Report(on=dt.date(2020, 1, 10)), f"{R8}@2020-05-15")
    assert changed(change).opened == (f"{R8}@2021-05-15",)
