"""Which obligations are expected, from when, and how they stand."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from mandates.domain.due import Due, DueKind
from mandates.domain.lifecycle import ALWAYS, FOREVER, UNDATED
from mandates.domain.mandate import Party
from mandates.domain.status import Role
from mandates.reference import lookup
from mandates.timeline.facts import Ended, Facts
from mandates.timeline.planning import ObligationState, plan
from tests.register.samples import after, date_due, every, session_due
from tests.timeline.made import HORIZON, facts, head, version, with_notes


def planned(now: Facts, *dues: Due, horizon: dt.date = HORIZON, **values) -> list[ObligationState]:
    return plan(now, version(*dues, **values), head(), calendar=lookup.current(), horizon=horizon)


def test_two_recurrences_of_a_mandate_may_fall_on_one_day() -> None:
    dues = [Due(kind=DueKind.RECURRING, phrase=words, every=every) for words, every in (("a", "P2Y"), ("b", "P1Y"))]
    found = planned(facts(), *dues, horizon=dt.date(2023, 1, 2))
    days = Counter(one.due_on.year for one in found)
    assert days == {2017: 1, 2018: 2, 2019: 1, 2020: 2, 2021: 1, 2022: 2, 2023: 1, 2024: 1}
    assert len({one.reference for one in found}) == len(found)
    ids = {number: one.key for number, one in enumerate(found, 1)}
    again = planned(facts(keys=ids), *dues, horizon=dt.date(2023, 1, 2))
    assert [one.obligation_id for one in again] == list(ids)
    assert [(one.reference, one.due_on) for one in again] == [(one.reference, one.due_on) for one in found]


@pytest.mark.parametrize(
    "dues",
    [
        (every("P1Y"), every("P6M")),
        (every("P6M"), every("P1Y")),
        (every("P1Y"), every("P2Y"), every("P6M")),
        (date_due("2018-03-01"), every("P6M"), every("P1Y")),
        (every("regular"), every("regular")),
        (every("session"), every("P1Y")),
    ],
)
@pytest.mark.parametrize("settled", [(), ("2017-05-21",), ("1", "2"), ("2017-05-21", "2017-11-21.2", "2018-05-21")])
def test_a_name_does_not_depend_on_what_another_recurrence_has_come_to(
    dues: tuple[Due, ...], settled: tuple[str, ...]
) -> None:
    """Each occurrence is called what it will be called when the other recurrences have caught up with it."""
    ids = dict(enumerate(settled, 1))
    now = facts(keys=ids, each={number: {"status": "reported"} for number in ids})
    early, late = (planned(now, *dues, horizon=dt.date(year, 6, 1)) for year in (2017, 2023))
    names = {(one.series, one.occurrence): one.key for one in late}
    assert {(one.series, one.occurrence): one.key for one in early}.items() <= names.items()
    assert len(set(names.values())) == len(names)


REGULARLY = (every("regular"), every("regular"), every("regular"))


@pytest.mark.parametrize(
    ("dues", "settled", "name"),
    [
        (REGULARLY, ("3",), "2.3"),  # the first two will have a second one each
        (REGULARLY, ("1", "2.2", "3"), "2.3"),
        ((every("regular"), every("session")), ("72",), "73"),
        ((every("regular"), every("session")), ("1", "72"), "73"),
    ],
)
def test_the_next_of_the_last_numbered_recurrence_is_called_the_same_whatever_was_settled_before(
    dues: tuple[Due, ...], settled: tuple[str, ...], name: str
) -> None:
    ids = dict(enumerate(settled, 1))
    found = planned(facts(keys=ids, each={number: {"status": "reported"} for number in ids}), *dues)
    assert {one.occurrence: one.key for one in found if one.series == len(dues)}[2] == name


@pytest.mark.parametrize("day", ["2018-02-01", "2018-09-05", "2019-06-01", "2019-10-10", "2019-10-11", "2020-03-02"])
@pytest.mark.parametrize(
    ("decided", "noted"),
    [({}, None), ({"due_on": "2019-10-10"}, None), ({"due_on": "2019-10-10"}, "2019-03-01"), ({}, "2020-03-01")],
)
def test_what_is_expected_on_a_day_does_not_depend_on_how_far_ahead_one_looks(
    day: str, decided: dict[str, str], noted: str | None
) -> None:
    """None is expected before the one that it follows, even if that was given more time than its own day."""
    keys = {7: "2018-03-01"} | ({8: noted} if noted else {})
    now = facts(keys=keys, each={7: decided, 8: {"notes": with_notes("x")}} if noted else {7: decided})
    on = dt.date.fromisoformat(day)
    near, far = (
        [(one.key, one.since) for one in planned(now, date_due("2018-03-01"), every("P6M"), horizon=until)]
        for until in (on, dt.date(2026, 1, 1))
    )
    assert near == [(key, since) for key, since in far if since <= on]


@pytest.mark.parametrize("now", [facts(held=False), facts(in_text=False), facts(decided={"not_a_mandate": True})])
def test_what_asks_for_nothing_has_no_obligations(now: Facts) -> None:
    assert planned(now, session_due(73)) == []


def test_the_only_obligation_has_the_reference_of_its_mandate() -> None:
    assert [one.reference for one in planned(facts(), session_due(73))] == ["A/RES/71/500#1"]
    several = planned(facts(), session_due(73), session_due(75))
    assert [one.reference for one in several] == ["A/RES/71/500#1@73", "A/RES/71/500#1@75"]
    recurring = planned(facts(), session_due(75), every("P1Y"), horizon=dt.date(2020, 1, 1))
    assert [(one.reference, one.continues) for one in recurring] == [("A/RES/71/500#1@75", True)]


def test_the_next_of_a_series_is_expected_from_the_day_after_the_last_was_due() -> None:
    found = planned(facts(), date_due("2019-05-15"), every("P1Y"), horizon=dt.date(2021, 6, 1))
    assert [(one.key, one.since) for one in found] == [
        ("2019-05-15", head().adopted_on),
        ("2020-05-15", dt.date(2019, 5, 16)),
        ("2021-05-15", dt.date(2020, 5, 16)),
        ("2022-05-15", dt.date(2021, 5, 16)),
    ]
    assert [one.continues for one in found] == [False, False, False, True]


def test_a_settled_one_opens_the_next_for_as_long_as_it_is_settled() -> None:
    now = facts(keys={7: "75"}, each={7: {"status": "reported", "settled_on": "2018-01-01"}})
    found = planned(now, session_due(75), every("P1Y"), horizon=dt.date(2020, 1, 1))
    assert [(one.key, one.since, one.lifecycle) for one in found] == [
        ("75", head().adopted_on, 1),
        ("76", head().adopted_on, 0),
    ]


def test_what_people_decide_on_one_wins_over_the_mandate_and_that_over_the_text() -> None:
    dues = session_due(73), session_due(75)
    now = facts(
        keys={7: "73", 8: "75"},
        decided={"owners": ["Bureau"], "verb": "urge"},
        each={8: {"owners": ["President"], "notes": with_notes("seen"), "due_on": "2020-06-01"}},
    )
    first, second = planned(now, *dues, recipients=(Party(name="General Assembly"),))
    assert (first.owners, second.owners) == (["Bureau"], ["President"])
    assert {first.verb, second.verb} == {"urge"}
    assert (second.note, second.due_on, second.read_due_on) == ("seen", dt.date(2020, 6, 1), first_due(75))
    assert second.sort_date == dt.date(2020, 6, 1)
    assert [(role, one.name) for role, one in second.parties] == [
        (Role.OWNER, "President"),
        (Role.RECIPIENT, "General Assembly"),
    ]


def first_due(session: int) -> dt.date | None:
    return planned(facts(), session_due(session))[0].due_on


def test_dues_that_a_person_gives_stand_in_place_of_those_read() -> None:
    given = [{"kind": "date", "phrase": "by then", "date": "2020-06-30", "closes_on": "2020-06-30"}]
    (one,) = planned(facts(decided={"dues": given}), session_due(73))
    assert (one.key, one.due_on) == ("2020-06-30", dt.date(2020, 6, 30))


def test_what_counts_from_an_event_is_dated_by_it() -> None:
    due = after("P30D", "receipt")
    (waits,) = planned(facts(), due)
    assert (waits.due_on, waits.sort_date) == (None, UNDATED)
    (dated,) = planned(facts(keys={7: "1"}, each={7: {"happened_on": "2019-12-01"}}), due)
    assert (dated.opens_on, dated.due_on) == (dt.date(2019, 12, 1), dt.date(2019, 12, 31))


def test_all_hold_for_good() -> None:
    assert {one.until for one in planned(facts(), session_due(73), every("P1Y"))} == {FOREVER}


def test_what_somebody_has_worked_on_is_expected_whatever_becomes_of_the_one_before() -> None:
    now = facts(keys={7: "75", 8: "76"}, each={8: {"notes": with_notes("draft seen")}})
    for horizon in (dt.date(2020, 1, 1), dt.date(2022, 1, 1)):
        found = planned(now, session_due(75), every("P1Y"), horizon=horizon)
        assert [(one.key, one.since) for one in found][:2] == [("75", head().adopted_on), ("76", head().adopted_on)]


def test_nothing_that_recurs_is_expected_before_its_text_is_adopted() -> None:
    dues = (date_due("2015-01-31"), every("P1M"))
    found = planned(facts(), *dues)
    assert len(found) > 12
    assert {one.since for one in found if one.due_on < head().adopted_on} == {head().adopted_on}


@pytest.mark.parametrize(
    ("stood_until", "ended_from"),
    [
        (dt.date(2019, 5, 14), dt.date(2019, 5, 15)),
        (dt.date(2019, 5, 15), FOREVER),
        (dt.date(2019, 5, 16), FOREVER),
        (dt.date(2019, 5, 17), FOREVER),
    ],
)
def test_what_was_due_while_its_mandate_stood_stays(stood_until: dt.date, ended_from: dt.date) -> None:
    end = Ended(stands_until=stood_until, by=2, renewed=False, since=ALWAYS, until=FOREVER)
    (one,) = planned(facts(ended=(end,)), date_due("2019-05-15"))
    assert one.ended_from == ended_from
