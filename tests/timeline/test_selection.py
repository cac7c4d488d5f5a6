"""Which states the shared filters select, and which are carried into a session: every rule, on both sides of it.

Each rule is there twice: in Python for states that are not stored, and in SQL for those that are. Both are asked.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, and_, create_engine, or_, select, true

from mandates.domain.filters import Criteria, Filters, SessionDates
from mandates.domain.kinds import MandateClass
from mandates.domain.lifecycle import FOREVER, OPEN, SETTLED, UNDATED
from mandates.domain.mandate import Party
from mandates.domain.status import CLOSED, ISSUE_BEFORE, State, Status, counts_once, state_on
from mandates.reference import lookup
from mandates.store import sessions
from mandates.store.selection import conditions, in_state, once, open_, overdue
from mandates.store.states import as_values
from mandates.store.tables import obligation_state
from mandates.timeline.planning import ObligationState, plan
from mandates.timeline.selection import carried_into, matches
from tests.register.samples import date_due
from tests.timeline.made import HORIZON, facts, head, version

ASSEMBLY = "General Assembly"
OPENS = dt.date(2019, 9, 17)
DAY = dt.timedelta(days=1)
ASKED = dt.date(2019, 1, 1)

#: One that the Assembly asked for at its 71st session, and that is due on 15 May 2019.
(PLAIN,) = plan(
    facts(),
    version(date_due("2019-05-15"), owners=(Party(name="Secretary-General"),)),
    head(),
    calendar=lookup.current(),
    horizon=HORIZON,
)

LATE = PLAIN.sort_date + DAY

#: A database with the table of states alone, in which one state at a time is stored.
DATABASE = create_engine("sqlite://")
obligation_state.create(DATABASE)


def state(**values: Any) -> ObligationState:
    return dataclasses.replace(PLAIN, obligation_id=1, **values)


def is_found(one: ObligationState, condition: Callable[[Connection], ColumnElement[bool]]) -> bool:
    """Return whether a condition in SQL holds for a state."""
    with DATABASE.connect() as connection:
        stored = {"id": 1, "known_on": one.known_on, "ended_in": one.ended_in, **as_values(one)}
        connection.execute(obligation_state.insert(), stored)
        return connection.execute(select(obligation_state.c.id).where(condition(connection))).first() is not None


def selected(filters: Filters, day: dt.date = ASKED, **values: Any) -> bool:
    """Return whether filters select a state, after seeing that they do so in SQL as well or not at all."""
    one = state(**values)
    answer = matches(filters, one, day)
    assert is_found(one, lambda connection: and_(true(), *conditions(connection, filters, day))) == answer
    return answer


CARRIED = {"sort_date": OPENS - DAY}
#: Due at another session, which closes on the day on which this one opens.
CLOSING = {"sort_date": OPENS, "due_session": "73"}


@pytest.mark.parametrize(
    ("values", "carried"),
    [
        (CARRIED, True),
        ({"sort_date": OPENS + DAY}, False),
        ({"sort_date": UNDATED}, False),
        ({**CARRIED, "at_body": "Committee on Contributions"}, False),
        ({**CARRIED, "at_body": "Human Rights Council"}, False),
        ({**CARRIED, "lifecycle": SETTLED}, False),
        ({**CARRIED, "ended_from": OPENS - DAY}, False),
        ({**CARRIED, "ended_from": OPENS}, False),
        ({**CARRIED, "ended_from": OPENS + DAY}, True),
        ({**CARRIED, "due_session": "74"}, True),
        (CLOSING, True),
        ({**CLOSING, "due_session": None}, False),
        ({**CLOSING, "due_session": "74"}, False),
        ({**CLOSING, "due_session": "75"}, True),
        ({**CLOSING, "ended_from": OPENS}, False),
        ({**CLOSING, "ended_from": OPENS + DAY}, False),
        ({**CLOSING, "ended_from": OPENS + 2 * DAY}, True),
        ({**CLOSING, "lifecycle": SETTLED}, False),
        ({**CLOSING, "at_body": "Human Rights Council"}, False),
    ],
)
def test_what_is_carried_into_a_session(values, carried):
    one = state(**values)
    assert carried_into(one, ASSEMBLY, "74", OPENS) == carried

    def in_sql(connection: Connection) -> ColumnElement[bool]:
        return or_(*sessions.carried_into(connection, (ASSEMBLY, "74"), OPENS, OPENS).open)

    assert is_found(one, in_sql) == carried


@pytest.mark.parametrize(
    ("values", "carried"),
    [
        ({**CARRIED, "settled_on": OPENS - DAY}, False),
        ({**CARRIED, "settled_on": OPENS}, True),
        ({**CARRIED, "settled_on": OPENS + DAY}, True),
        ({**CARRIED, "settled_on": OPENS, "at_body": "Human Rights Council"}, False),
        ({**CARRIED, "settled_on": OPENS, "at_body": "Committee on Contributions"}, False),
        ({**CARRIED, "settled_on": OPENS, "ended_from": OPENS}, False),
        ({**CARRIED, "settled_on": OPENS, "ended_from": OPENS + DAY}, True),
        ({**CARRIED, "settled_on": OPENS + DAY, "sort_date": OPENS + DAY}, False),
        ({**CLOSING, "settled_on": OPENS}, False),
        ({**CLOSING, "settled_on": OPENS + DAY}, True),
        ({**CLOSING, "settled_on": OPENS + DAY, "due_session": None}, False),
        ({**CLOSING, "settled_on": OPENS + DAY, "due_session": "74"}, False),
        ({**CLOSING, "settled_on": OPENS + DAY, "due_session": "75"}, True),
    ],
)
def test_what_was_carried_into_a_session_and_is_settled_since(values, carried):
    def in_sql(connection: Connection) -> ColumnElement[bool]:
        (settled,) = sessions.carried_into(connection, (ASSEMBLY, "74"), OPENS, OPENS).settled
        return settled

    assert is_found(state(status="reported", lifecycle=SETTLED, **values), in_sql) == carried


@pytest.mark.parametrize(
    ("values", "at_it"),
    [
        ({"due_session": "74"}, True),
        ({"due_session": "73"}, False),
        ({"due_session": "75"}, False),
        ({"due_session": "74", "at_body": "Committee on Contributions"}, False),
        ({"due_session": "74", "at_body": "Human Rights Council"}, False),
        ({"sort_date": OPENS - DAY}, False),
        ({"sort_date": OPENS}, True),
        ({"sort_date": OPENS + 9 * DAY, "lifecycle": SETTLED}, True),
        ({"sort_date": OPENS + 10 * DAY}, False),
        ({"sort_date": OPENS, "due_session": "73"}, False),
        ({"sort_date": OPENS, "at_body": "Committee on Contributions"}, False),
        ({"sort_date": OPENS, "at_body": "Human Rights Council"}, False),
    ],
)
def test_what_is_due_at_a_session(values, at_it):
    parts = sessions.due_at(ASSEMBLY, "74", OPENS, OPENS + 9 * DAY)
    assert is_found(state(**values), lambda _: or_(*parts)) == at_it


@pytest.mark.parametrize("days", [(None, OPENS), (OPENS, None), (None, None)])
def test_nothing_is_due_by_its_day_at_a_session_without_days(days):
    assert len(sessions.due_at(ASSEMBLY, "74", *days)) == 1


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({"adopted_session": "74"}, True),
        ({"adopted_session": "73"}, False),
        ({"adopted_session": "75"}, False),
        ({"adopted_session": "74", "body": "Committee on Contributions"}, False),
        ({"adopted_session": "74", "body": "Human Rights Council"}, False),
        ({"adopted_session": "74", "unlisted": True}, False),
        ({"adopted_session": "74", "follows": True}, False),
    ],
)
def test_what_is_asked_for_at_a_session(values, asked):
    assert is_found(state(**values), lambda _: sessions.asked_at(ASSEMBLY, "74", LATE)) == asked


#: A value of each criterion that the plain state has, and one that comes before and one that comes after it in order.
CRITERIA = [
    ("statuses", Status.PENDING, Status.IN_PROGRESS, Status.SUBMITTED),
    ("verbs", "request", "invite", "urge"),
    ("deliverables", "report", "action", "study"),
    ("classes", MandateClass.MANDATE, MandateClass.EXPECTED, MandateClass.OUTCOME),
    ("bodies", ASSEMBLY, "Economic and Social Council", "Human Rights Council"),
    ("sessions", "71", "70", "72"),
    ("adopted_sessions", "71", "70", "72"),
]


@pytest.mark.parametrize(("name", "own", "less", "more"), CRITERIA)
def test_a_criterion_selects_any_of_its_values_and_excludes_them(name, own, less, more):
    def asks(*values: Any, **more_filters: Any) -> bool:
        return selected(Filters(**{name: values}, **more_filters))

    assert asks()
    assert asks(own)
    assert asks(less, own, more)
    assert not asks(less)
    assert not asks(more)
    assert not selected(Filters(excluded=Criteria(**{name: (less, own)})))
    assert selected(Filters(excluded=Criteria(**{name: (less, more)})))


def test_all_criteria_have_to_be_met_and_one_suffices_to_exclude():
    assert selected(Filters(verbs=("request",), deliverables=("report",)))
    assert not selected(Filters(verbs=("request",), deliverables=("action",)))
    assert not selected(Filters(verbs=("urge",), deliverables=("report",)))
    assert not selected(Filters(excluded=Criteria(verbs=("request",), deliverables=("action",))))


@pytest.mark.parametrize("name", ["at_body", "body"])
def test_a_body_is_that_of_the_session_or_that_of_the_text(name):
    council = Filters(bodies=("Human Rights Council",))
    assert selected(council, **{name: "Human Rights Council"})
    assert not selected(council)


@pytest.mark.parametrize("name", ["due_session", "adopted_session"])
def test_a_session_is_that_of_the_due_or_that_of_the_text(name):
    assert selected(Filters(sessions=("75",)), **{name: "75"})
    assert selected(Filters(**{f"{name}s": ("75",)}), **{name: "75"})
    other = {"due_session": "adopted_session", "adopted_session": "due_session"}[name]
    assert not selected(Filters(**{f"{name}s": ("75",)}), **{other: "75"})


@pytest.mark.parametrize(
    ("values", "at_it"),
    [
        ({"due_session": "75", "at_body": "Human Rights Council"}, True),
        ({"adopted_session": "75", "body": "Human Rights Council"}, True),
        ({"due_session": "75", "body": "Human Rights Council"}, False),
        ({"adopted_session": "75", "at_body": "Human Rights Council"}, False),
        ({"due_session": "75"}, False),
        ({"at_body": "Human Rights Council", "body": "Human Rights Council"}, False),
    ],
)
def test_sessions_with_bodies_are_the_sessions_of_these_bodies(values, at_it):
    assert selected(Filters(sessions=("75",), bodies=("Human Rights Council",)), **values) == at_it


@pytest.mark.parametrize(
    ("bodies", "values", "at_it"),
    [
        ((), {"due_session": "73"}, True),
        ((), {"due_session": "72"}, False),
        ((), {"due_session": "74"}, False),
        ((ASSEMBLY,), {"due_session": "73"}, True),
        ((ASSEMBLY,), {"due_session": "73", "at_body": "Human Rights Council"}, False),
        ((ASSEMBLY,), {"due_session": "72", "sort_date": OPENS}, False),  # it names another session
        ((), {"sort_date": OPENS - DAY}, False),
        ((), {"sort_date": OPENS}, True),
        ((), {"sort_date": OPENS + 9 * DAY}, True),
        ((), {"sort_date": OPENS + 10 * DAY}, False),
        ((), {"sort_date": OPENS, "at_body": "Committee on Contributions"}, False),
        ((), {"sort_date": OPENS, "at_body": "Human Rights Council"}, False),
    ],
)
def test_due_at_a_session_that_it_names_or_on_one_of_its_days(bodies, values, at_it):
    dates = (SessionDates(ASSEMBLY, "73", OPENS, OPENS + 9 * DAY),)
    filters = Filters(bodies=bodies, due_sessions=("73",), session_dates=dates)
    assert selected(filters, **values) == at_it
    if "due_session" not in values:
        assert not selected(dataclasses.replace(filters, session_dates=None), **values)


def test_what_is_excluded_at_a_session_is_what_names_it():
    assert not selected(Filters(excluded=Criteria(due_sessions=("73",))), due_session="73")
    assert selected(Filters(excluded=Criteria(due_sessions=("73",))), due_session="74")
    assert selected(Filters(excluded=Criteria(due_sessions=("73",))))


WITHOUT_DATE = {"due_on": None, "sort_date": UNDATED}


@pytest.mark.parametrize(
    ("filters", "day", "values", "expected"),
    [
        # a missed occurrence that an earlier one stands for
        (Filters(), LATE, {"follows": True}, False),
        (Filters(), LATE, {"follows": False}, True),
        (Filters(), PLAIN.sort_date, {"follows": True}, True),
        (Filters(every=True), LATE, {"follows": True}, True),
        (Filters(since=ASKED), LATE, {"follows": True}, True),
        (Filters(sessions=("71",)), LATE, {"follows": True}, True),
        (Filters(until=LATE), LATE, {"follows": True}, False),
        # what is no mandate and has no date
        (Filters(), ASKED, {"unlisted": True}, False),
        (Filters(classes=(MandateClass.MANDATE,)), ASKED, {"unlisted": True}, True),
        # what is late
        (Filters(overdue=True), LATE, {}, True),
        (Filters(overdue=True), PLAIN.sort_date, {}, False),
        (Filters(overdue=True, settled=False), LATE, {}, True),
        (Filters(overdue=True, settled=True), LATE, {}, True),
        (Filters(overdue=True), LATE, {"ended_from": LATE}, False),
        # open and settled ones
        (Filters(settled=False), ASKED, {}, True),
        (Filters(settled=True), ASKED, {}, False),
        (Filters(settled=False), ASKED, {"status": "reported", "lifecycle": SETTLED}, False),
        (Filters(settled=True), ASKED, {"status": "reported", "lifecycle": SETTLED}, True),
        (Filters(settled=None), ASKED, {"status": "reported", "lifecycle": SETTLED}, True),
        (Filters(settled=False), ASKED, {"ended_from": ASKED}, False),
        (Filters(settled=True), ASKED, {"ended_from": ASKED}, False),
        (Filters(settled=None), ASKED, {"ended_from": ASKED}, True),
        # one without a date that was asked for again: only if every time that it was asked for counts
        (Filters(settled=False, every=True), ASKED, {"ended_from": ASKED, "renewed": True, **WITHOUT_DATE}, True),
        (Filters(settled=False), ASKED, {"ended_from": ASKED, "renewed": True, **WITHOUT_DATE}, False),
        (Filters(settled=False, every=True), ASKED, {"ended_from": ASKED, **WITHOUT_DATE}, False),
        (Filters(settled=False, every=True), ASKED, {"ended_from": ASKED, "renewed": True}, False),
        (Filters(settled=False, every=True), ASKED,
         {"status": "reported", "lifecycle": SETTLED, "renewed": True, **WITHOUT_DATE}, False),
        # states
        (Filters(states=(State.UPCOMING, State.OVERDUE)), LATE, {}, True),
        (Filters(states=(State.UPCOMING, State.DUE)), LATE, {}, False),
        (Filters(unissued=True), ASKED, {}, False),
        (Filters(unissued=True), ASKED, {"timetable_on": ASKED}, True),
        # dates
        (Filters(undated=True), ASKED, {}, False),
        (Filters(undated=True), ASKED, WITHOUT_DATE, True),
        (Filters(undated=False), ASKED, WITHOUT_DATE, True),
        (Filters(since=FOREVER), ASKED, WITHOUT_DATE, False),
        (Filters(until=FOREVER), ASKED, WITHOUT_DATE, True),
        (Filters(since=PLAIN.sort_date, until=PLAIN.sort_date), ASKED, {}, True),
        (Filters(since=LATE), ASKED, {}, False),
        (Filters(until=PLAIN.sort_date - DAY), ASKED, {}, False),
    ],
)  # fmt: skip
def test_what_filters_select(filters, day, values, expected):
    assert selected(filters, day, **values) == expected


def test_the_plain_one_is_open():
    assert (PLAIN.lifecycle, PLAIN.due_session, PLAIN.ended_from) == (OPEN, None, FOREVER)


DUE, BEGINS, BY_THEN = dt.date(2019, 9, 17), dt.date(2018, 9, 18), dt.date(2018, 9, 18) - ISSUE_BEFORE


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"opens_on": BEGINS},
        {"opens_on": None},
        {"opens_on": BEGINS, "timetable_on": BEGINS},
        {"opens_on": BEGINS, "timetable_on": BEGINS, "deliverable": "action"},
        {"opens_on": BEGINS, "timetable_on": BEGINS, "deliverable": "study"},
        {"ended_from": DUE},
        {"ended_from": BEGINS, "timetable_on": BEGINS},
        {"status": "reported", "lifecycle": SETTLED},
        {"status": "reported", "lifecycle": SETTLED, "ended_from": BEGINS},
        {"due_on": None, "opens_on": None, "sort_date": UNDATED},
        {"due_on": None, "opens_on": None, "sort_date": UNDATED, "ended_from": DUE},
    ],
)
def test_the_state_on_a_day_is_the_same_in_both(values):
    one = state(**{"due_on": DUE, "sort_date": DUE} | values)
    for day in (other + ahead * DAY for other in (BY_THEN, BEGINS, DUE) for ahead in (-1, 0, 1)):
        found = [word for word in State if is_found(one, lambda _, word=word, day=day: in_state(word, day))]
        assert found == [state_on(one, day)], day
        assert is_found(one, lambda _, day=day: open_(day)) == (found[0] not in CLOSED)
        assert is_found(one, lambda _, day=day: overdue(day)) == (found == [State.OVERDUE])
        for follows in (True, False):
            in_a_row = dataclasses.replace(one, follows=follows)
            assert is_found(in_a_row, lambda _, day=day: once(day)) == counts_once(in_a_row, day)


@pytest.mark.parametrize(
    ("filters", "values", "left"),
    [
        (Filters(), {}, True),
        (Filters(verbs=("request",)), {}, True),
        (Filters(verbs=("urge",)), {}, False),
        (Filters(verbs=("request",)), {"follows": True}, True),  # whether each that is missed counts, the parts say
        (Filters(settled=True), {}, False),
    ],
)
def test_filters_narrow_what_is_due_at_a_session(filters, values, left):
    parts = sessions.due_at(ASSEMBLY, "74", OPENS, OPENS + 9 * DAY)

    def in_sql(connection: Connection) -> ColumnElement[bool]:
        return or_(*sessions.narrowed(connection, parts, filters, LATE))

    assert is_found(state(due_session="74", **values), in_sql) == left
    assert not is_found(state(due_session="75", **values), in_sql)
