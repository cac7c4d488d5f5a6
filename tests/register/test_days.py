"""Every rule with a date, on the day before, the day itself and the day after; in SQL, and beside it in Python."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter

import pytest

from mandates.domain.commands import Report, Update
from mandates.domain.due import Due
from mandates.domain.filters import Criteria, EventFilters, Filters, SessionDates
from mandates.domain.kinds import MandateClass
from mandates.domain.lifecycle import UNDATED
from mandates.domain.status import CLOSED, State, Status, state_on
from mandates.register import lists, projection, summaries
from mandates.register.history import history
from mandates.register.session_filters import completed
from mandates.register.unit_of_work import calendars
from mandates.store import states
from mandates.store.engine import Connection
from mandates.store.horizon import horizon
from mandates.timeline.selection import matches
from tests.register.conftest import does, ingests
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due, until

#: Session 73 of the General Assembly opens on 18 September 2018 and closes on 17 September 2019; its documents are to
#: be issued by 7 August 2018.
ITEMS = {
    "1": clause("1", date_due("2019-05-15")),
    "2": clause("2", session_due(73)),
    "3": clause("3", session_due(73), deliverable="action"),
    "4": clause("4", until("2019-05-15"), verb="extend", deliverable="extension", owner=None),
    "5": clause("5", session_due(73), verb="decide", deliverable="agenda_item", owner="General Assembly"),
    "6": clause("6"),
    "7": clause("7", date_due("2018-05-15"), every("P1Y"), verb="invite"),
    "8": clause("8", date_due("2019-05-15"), owner="Joint Board of Review"),
    "9": clause("9", session_due(74)),
    "10": clause("10", date_due("2018-09-18"), owner="Joint Board of Review"),
    "11": clause("11", date_due("2018-09-17"), deliverable="meeting"),
    "12": clause("12", date_due("2019-09-16")),
    "13": clause("13", date_due("2019-09-17")),
}
#: What it is, the day on which that turns, and its state before, on and after that day.
TURNS = [
    ("1", "2019-05-15", "upcoming", "due", "overdue"),
    ("2", "2018-08-07", "upcoming", "upcoming", "unissued"),
    ("2", "2019-09-16", "unissued", "unissued", "unissued"),
    ("2", "2019-09-17", "unissued", "unissued", "overdue"),
    ("3", "2018-09-18", "upcoming", "due", "due"),
    ("3", "2019-09-17", "due", "due", "overdue"),
    ("4", "2019-05-15", "upcoming", "due", "ended"),
    ("5", "2018-09-18", "upcoming", "due", "due"),
    ("5", "2019-09-17", "due", "due", "ended"),
    ("6", "2019-05-15", "undated", "undated", "undated"),
    ("7@2018-05-15", "2018-05-15", "upcoming", "due", "overdue"),  # the text names that day, and the next follows
    ("7@2019-05-15", "2019-05-15", "upcoming", "due", "overdue"),
    ("8", "2018-01-15", "upcoming", "settled", "settled"),
    ("9", "2019-06-01", "upcoming", "upcoming", "upcoming"),
]
DAYS = sorted(
    {dt.date.fromisoformat(day) + dt.timedelta(ahead) for _, day, *_ in TURNS for ahead in (-1, 0, 1)}
    | {dt.date(2016, 11, 20), dt.date(2016, 11, 21), dt.date(2030, 1, 1)}
)
GA73 = (SessionDates("General Assembly", "73", dt.date(2018, 9, 18), dt.date(2019, 9, 16)),)
#: Each filter that asks where an item stands on the day, and the others that are asked of a state's own columns.
OF_THE_DAY = [
    Filters(),
    Filters(every=True),
    Filters(settled=False),
    Filters(settled=False, every=True),
    Filters(settled=True),
    Filters(overdue=True),
    Filters(overdue=True, every=True),
    Filters(unissued=True),
    Filters(undated=True),
    *(Filters(states=(state,), every=True) for state in State),
]
OF_ITSELF = [
    Filters(states=(State.DUE, State.ENDED)),
    *(Filters(since=dt.date(2019, 5, 15) + dt.timedelta(ahead)) for ahead in (-1, 0, 1)),
    *(Filters(until=dt.date(2019, 5, 15) + dt.timedelta(ahead), every=True) for ahead in (-1, 0, 1)),
    Filters(since=dt.date(2019, 5, 15), until=dt.date(2019, 5, 15)),
    Filters(due_sessions=("73",)),
    Filters(due_sessions=("73",), bodies=("General Assembly",), session_dates=GA73),
    Filters(sessions=("74",), bodies=("General Assembly",)),
    Filters(sessions=("71",), bodies=("General Assembly",)),
    Filters(adopted_sessions=("71",)),
    Filters(statuses=(Status.PENDING,), verbs=("request", "decide")),
    Filters(deliverables=("report",), excluded=Criteria(due_sessions=("73",))),
    Filters(excluded=Criteria(verbs=("request",), statuses=(Status.REPORTED,))),
    Filters(classes=(MandateClass.MANDATE,), excluded=Criteria(bodies=("General Assembly",))),
]


@pytest.fixture
def filled(connection: Connection) -> Connection:
    """Give a register with an item of each kind; one was reported on 15 January 2018."""
    ingests(connection, reading(*ITEMS.values()), at="2016-11-21")
    does(connection, Report(document="A/72/1", on=dt.date(2018, 1, 15)), f"{SYMBOL}#8", at="2018-01-15")
    return connection


def state_of(connection: Connection, reference: str, day: dt.date) -> str | None:
    rows = lists.list_obligations(connection, Filters(every=True, through=dt.date(2020, 1, 1)), day)
    return {row.reference: row.state for row in rows}.get(reference)


def test_states_turn_with_their_day(filled: Connection) -> None:
    for label, day, *expected in TURNS:
        days = [dt.date.fromisoformat(day) + dt.timedelta(ahead) for ahead in (-1, 0, 1)]
        found = [state_of(filled, f"{SYMBOL}#{label}", one) for one in days]
        assert found == expected, (label, day)


#: Days around those on which most turns, and one on which nothing was known yet.
FEW = [dt.date(2016, 11, 20), dt.date(2018, 8, 8), *(dt.date(2019, 5, 14) + dt.timedelta(ahead) for ahead in (0, 1, 2))]


@pytest.mark.parametrize(("days", "asked"), [(FEW, OF_THE_DAY[:8]), (FEW, OF_THE_DAY[8:]), (FEW[3:4], OF_ITSELF)])
def test_lists_in_sql_are_what_the_rules_in_python_say(
    filled: Connection, days: list[dt.date], asked: list[Filters]
) -> None:
    known = calendars(filled)
    last = max(DAYS[-1], horizon(filled))
    everything = projection.derived(filled, states.all_mandate_ids(filled), calendars=known, horizon=last)
    for day, filters in itertools.product(days, asked):
        complete = completed(filled, filters, day)
        through = max(day, complete.through or day)
        held = [one for one in everything if one.known_on <= day < one.until and one.since <= through]
        wanted = Counter(one.reference for one in held if matches(complete, one, day))
        found = Counter(row.reference for row in lists.list_obligations(filled, filters, day))
        assert found == wanted, (day, filters)
        assert lists.count_obligations(filled, filters, day) == wanted.total(), (day, filters)


def test_beyond_what_is_stored_lists_are_what_the_rules_say(filled: Connection) -> None:
    """Years after the last change nothing is stored of recurrences: they are worked out."""
    day = dt.date(2030, 5, 16)
    assert day > horizon(filled)
    rows = lists.list_obligations(filled, Filters(every=True), day)
    assert [row.reference for row in rows if row.reference.startswith(f"{SYMBOL}#7@")] == [
        f"{SYMBOL}#7@{year}-05-15" for year in range(2018, 2032)
    ]
    late = {row.reference for row in rows if row.state is State.OVERDUE}
    assert late == {row.reference for row in lists.list_obligations(filled, Filters(overdue=True, every=True), day)}
    (seventh,) = lists.list_obligations(filled, Filters(overdue=True, verbs=("invite",)), day)
    assert (seventh.reference, seventh.missed) == (f"{SYMBOL}#7@2018-05-15", 13)


def test_each_row_says_of_itself_what_it_is_listed_for(filled: Connection) -> None:
    for day in FEW:
        rows = lists.list_obligations(filled, Filters(every=True), day)
        for state in State:
            alike = [row.reference for row in rows if row.state is state]
            found = lists.list_obligations(filled, Filters(every=True, states=(state,)), day)
            assert [row.reference for row in found] == alike, (day, state)
        late = [row for row in rows if row.state is State.OVERDUE]
        assert late == lists.list_obligations(filled, Filters(every=True, overdue=True), day), day
        for row in rows:
            ends = row.due.due_on if row.due else None
            assert row.days_late == ((day - ends).days if row in late and ends else None), (day, row.reference)


def test_load_of_owners_is_that_of_the_lists(filled: Connection) -> None:
    for day in FEW:
        rows = lists.list_obligations(filled, Filters(), day)
        for one in lists.owners(filled, day):
            of = [row for row in rows if any(owner in one.name for owner in row.owners)]
            late, open_ = (sum(row.state == State.OVERDUE for row in of), sum(row.state not in CLOSED for row in of))
            settled = sum(row.state == State.SETTLED for row in of)
            assert (one.overdue, one.open, one.settled) == (late, open_, settled), (day, one.name)
        for resolution in lists.resolutions(filled, day):
            late, open_ = (
                sum(row.state == State.OVERDUE for row in rows),
                sum(row.state not in CLOSED for row in rows),
            )
            assert (resolution.overdue, resolution.open) == (late, open_), day


def test_a_summary_counts_what_its_session_has(filled: Connection) -> None:
    """What names the session, and what is due on one of its days: not the day on which the next session opens."""
    of_session = ["1", "10", "12", "2", "3", "5", "7@2019-05-15", "8"]
    for day in (*FEW[1:], dt.date(2019, 9, 18)):
        found = summaries.summary(filled, "General Assembly", "73", day)
        shown = sorted(row.reference.partition("#")[2] for row in found.due_rows)
        assert [one for one in shown if one != "4"] == of_session, day
        rows = found.due_rows
        done = sum(row.status.settled for row in rows)
        late = sum(row.state == State.OVERDUE for row in rows)
        ended = sum(row.state == State.ENDED for row in rows)
        group = found.fell_due
        counts = (group.total, group.done, group.open, group.overdue, group.ended)
        assert counts == (len(rows), done, len(rows) - done - ended, late, ended), day


@pytest.mark.parametrize("reported", ["8", "9"])
def test_a_summary_is_late_since_the_first_day_that_was_missed(connection: Connection, reported: str) -> None:
    """Whichever of the two was answered since then."""
    text = reading(clause("8", date_due("2019-04-01")), clause("9", date_due("2019-04-10")))
    ingests(connection, text, at="2019-01-10")
    does(connection, Report(document="A/73/1"), f"{SYMBOL}#{reported}", at="2019-06-02")
    for day, late in [("2019-04-01", None), ("2019-04-02", 1), ("2019-04-11", 10), ("2019-05-01", 30)]:
        assert summaries.summary(connection, "GA", "73", dt.date.fromisoformat(day)).days_late == late, day
    since = {"8": 53, "9": 62}[reported]
    assert summaries.summary(connection, "GA", "73", dt.date(2019, 6, 2)).days_late == since


def test_missed_are_those_that_are_late_and_not_what_was_over_with_its_day(connection: Connection) -> None:
    begin = date_due("2018-05-15")
    ingests(connection, reading(clause("8", begin, every("P1Y"), verb="urge"), clause("9", begin, every("P1Y"))))
    for day in (dt.date(2018, 5, 15), *(dt.date(2019, 5, 14) + dt.timedelta(ahead) for ahead in (0, 1, 2))):
        each = lists.list_obligations(connection, Filters(every=True), day)
        late = Counter(row.mandate_id for row in each if row.state is State.OVERDUE)
        for row in lists.list_obligations(connection, Filters(), day):
            assert row.missed == late[row.mandate_id] or row.state is not State.OVERDUE, (day, row.reference)
            assert row.missed == 0 or row.mandate_id in late, (day, row.reference)
    assert late.total() == 2


def test_a_day_put_off_counts_from_the_day_on_which_it_was(filled: Connection) -> None:
    """The old day holds for days before the decision, the new one from then on."""
    later = Update(due=dt.date(2019, 6, 30), reason="asked for", granted_by="A/DEC/73/1")
    does(filled, later, f"{SYMBOL}#1", at="2019-05-20")
    for day, expected in [
        ("2019-05-15", "due"),
        ("2019-05-16", "overdue"),
        ("2019-05-19", "overdue"),
        ("2019-05-20", "upcoming"),
        ("2019-06-29", "upcoming"),
        ("2019-06-30", "due"),
        ("2019-07-01", "overdue"),
    ]:
        assert state_of(filled, f"{SYMBOL}#1", dt.date.fromisoformat(day)) == expected, day


@pytest.mark.parametrize(
    ("filter_name", "expected"),
    [("on", ["20"]), ("since", ["21", "20"]), ("until", ["20", "19"])],
)
def test_history_of_days(connection: Connection, filter_name: str, expected: list[str]) -> None:
    """From the first moment of a day to its last, in UTC."""
    ingests(connection, reading(clause("8", session_due(73))), at="2016-11-21")
    for day, clock in [("19", dt.time(23, 59, 59, 999999)), ("20", dt.time(0)), ("21", dt.time(0))]:
        at = dt.datetime.combine(dt.date(2019, 5, int(day)), clock, dt.UTC)
        does(connection, Update(note=day), f"{SYMBOL}#8", at=at)
    found = history(connection, filters=EventFilters(**{filter_name: dt.date(2019, 5, 20)}))
    assert [str(one.after["notes"][-1]["text"]) for one in found if one.kind == "update"] == expected


def test_history_of_a_resolution_is_not_that_of_another(connection: Connection) -> None:
    other = "A/RES/71/501"
    for symbol in (SYMBOL, other):
        ingests(connection, reading(clause("8", session_due(73), symbol=symbol), symbol=symbol))
        does(connection, Update(note=symbol), f"{symbol}#8")
    for symbol in (SYMBOL, other):
        told = [one.reference for one in history(connection, symbol) if one.kind == "update"]
        assert told == [f"{symbol}#8"]


class One:
    """What tells where an obligation stands, with what a test does not name left plain."""

    def __init__(self, **values: object) -> None:
        plain = {"status": "pending", "opens_on": None, "due_on": None, "deliverable": "report", "timetable_on": None}
        self.__dict__.update(plain | {"ended_from": UNDATED} | values)


#: 18 September 2018, and 42 days before it.
OPENS, ISSUE_BY = dt.date(2018, 9, 18), dt.date(2018, 8, 7)
CLOSES = dt.date(2019, 9, 17)
DUE_FROM_THEN = ("upcoming", "due", "due")


@pytest.mark.parametrize(
    ("values", "day", "expected"),
    [
        ({"due_on": CLOSES, "opens_on": OPENS, "timetable_on": OPENS}, ISSUE_BY, ("upcoming", "upcoming", "unissued")),
        ({"due_on": CLOSES, "opens_on": OPENS, "timetable_on": OPENS}, CLOSES, ("unissued", "unissued", "overdue")),
        ({"due_on": CLOSES, "opens_on": OPENS}, OPENS, ("upcoming", "due", "due")),
        ({"due_on": CLOSES, "opens_on": OPENS, "timetable_on": OPENS, "deliverable": "action"}, OPENS, DUE_FROM_THEN),
        ({"due_on": CLOSES}, CLOSES, ("upcoming", "due", "overdue")),
        ({"due_on": CLOSES, "opens_on": OPENS, "ended_from": CLOSES}, CLOSES, ("due", "ended", "ended")),
        ({"ended_from": CLOSES}, CLOSES, ("undated", "ended", "ended")),
        ({"due_on": CLOSES, "ended_from": CLOSES, "status": "reported"}, CLOSES, ("settled", "settled", "settled")),
        ({"due_on": CLOSES, "status": "in_progress"}, CLOSES, ("upcoming", "due", "overdue")),
        ({"due_on": CLOSES, "status": "submitted"}, CLOSES, ("upcoming", "due", "overdue")),
    ],
)  # fmt: skip
def test_where_an_obligation_stands(values: dict[str, object], day: dt.date, expected: tuple[str, ...]) -> None:
    assert tuple(state_on(One(**values), day + dt.timedelta(ahead)) for ahead in (-1, 0, 1)) == expected


@pytest.mark.parametrize(
    ("due", "last"), [(date_due("2019-05-15"), dt.date(2019, 5, 15)), (session_due(73), dt.date(2019, 9, 17))]
)
@pytest.mark.parametrize("ahead", [-1, 0, 1])
def test_days_late_are_counted_from_the_last_day(connection: Connection, due: Due, last: dt.date, ahead: int) -> None:
    ingests(connection, reading(clause("8", due)), at="2016-11-21")
    (row,) = lists.list_obligations(connection, Filters(), last + dt.timedelta(ahead))
    assert row.days_late == (1 if ahead > 0 else None)
