"""When a recurring mandate falls due next."""

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.reference import lookup
from mandates.reference.lookup import DatedCalendar, Dates
from mandates.reference.recurrence import duration, next_due_session, next_occurrence, occurrences

DATE = st.dates(dt.date(1946, 1, 1), dt.date(2100, 1, 1))
LENGTH = st.sampled_from(["P1Y", "P2Y", "P6M", "P3M", "P1M", "P90D", "P120D", "P2W", "P1D"])


@pytest.mark.parametrize(
    ("every", "previous", "expected"),
    [
        ("P90D", "2024-01-01", "2024-03-31"),
        ("P1Y", "2024-02-29", "2025-02-28"),
        ("P6M", "2024-08-31", "2025-02-28"),
        ("P2Y", "2018-09-18", "2020-09-18"),
        ("P2W", "2024-12-25", "2025-01-08"),
        ("regular", "2024-01-01", None),
        ("session", "2024-01-01", None),
    ],
)
def test_next_date(every, previous, expected):
    found = next_occurrence(every, dt.date.fromisoformat(previous))
    assert found == (expected and dt.date.fromisoformat(expected))


def test_months_are_counted_from_the_first_date():
    first, february = dt.date(2024, 1, 31), dt.date(2024, 2, 29)
    assert next_occurrence("P1M", february) == dt.date(2024, 3, 29)
    assert next_occurrence("P1M", february, anchor=first) == dt.date(2024, 3, 31)


def test_an_end_closes_the_row():
    assert next_occurrence("P1Y", dt.date(2024, 5, 1), end=dt.date(2025, 5, 1)) == dt.date(2025, 5, 1)
    assert next_occurrence("P1Y", dt.date(2024, 5, 1), end=dt.date(2025, 4, 30)) is None
    assert len(list(occurrences("P3M", dt.date(2024, 1, 15), end=dt.date(2024, 12, 31)))) == 4
    assert list(occurrences("regular", dt.date(2024, 1, 15))) == [dt.date(2024, 1, 15)]


@pytest.mark.parametrize(("end", "found"), [("2024-07-14", 2), ("2024-07-15", 3), ("2024-07-16", 3)])
def test_the_last_day_belongs_to_the_row(end, found):
    first, last = dt.date(2024, 1, 15), dt.date.fromisoformat(end)
    assert len(list(occurrences("P3M", first, end=last))) == found
    assert (next_occurrence("P3M", dt.date(2024, 4, 15), end=last) is not None) == (found == 3)


@pytest.mark.parametrize(("end", "found"), [("2024-01-14", 0), ("2024-01-15", 1), ("2024-01-16", 1)])
def test_what_has_no_length_comes_once_if_it_comes_in_time(end, found):
    for every in ("regular", "session"):
        assert len(list(occurrences(every, dt.date(2024, 1, 15), end=dt.date.fromisoformat(end)))) == found


def test_a_row_that_has_not_begun_is_counted_from_the_day_before_it():
    assert next_occurrence("P1M", dt.date(2024, 1, 30), anchor=dt.date(2024, 6, 1)) == dt.date(2024, 2, 29)


@pytest.mark.parametrize(("third", "due"), [("2021-01-01", "3"), ("2021-01-02", "2"), ("2021-01-03", "2")])
def test_of_two_sessions_the_nearer_is_meant_and_of_two_as_near_the_earlier(third, due):
    """A year after the first session is 1 January 2021; the second opens on the day before."""
    opening = {"1": dt.date(2020, 1, 1), "2": dt.date(2020, 12, 31), "3": dt.date.fromisoformat(third)}
    dates = {("Unheard Board", number): Dates(on, on, exact=True) for number, on in opening.items()}
    found = next_due_session("P1Y", "Unheard Board", 1, DatedCalendar(lookup.program(), dates))
    assert str(found.session) == due


@given(LENGTH, DATE)
def test_dates_follow_each_other(every, first):
    row = list(itertools.islice(occurrences(every, first), 5))
    assert row[0] == first
    assert row == sorted(set(row))
    for before, after in itertools.pairwise(row):
        assert next_occurrence(every, before, anchor=first) == after


@given(LENGTH, DATE)
def test_dates_are_those_that_dateutil_counts(every, first):
    found = itertools.islice(occurrences(every, first), 30)
    assert list(found) == [first + duration(every) * turn for turn in range(30)]


@pytest.mark.parametrize(
    ("every", "body", "previous", "expected"),
    [
        ("session", "General Assembly", 73, 74),
        ("P1Y", "General Assembly", 73, 74),
        ("P2Y", "General Assembly", 73, 75),
        ("session", "Human Rights Council", 60, 61),
        ("P1Y", "Human Rights Council", 60, 63),
        ("P2Y", "Human Rights Council", 57, 63),
        ("P1Y", "Economic and Social Council", "2024", "2025"),
        ("regular", "General Assembly", 73, None),
        ("session", "United Nations Environment Assembly", 7, None),
    ],
)
def test_next_session_at_which_it_is_due(every, body, previous, expected):
    found = next_due_session(every, body, previous)
    assert (found and found.session) == expected


@pytest.mark.parametrize("text", ["", "P", "1Y", "PT5H", "P1.5Y", "annually"])
def test_no_duration(text):
    with pytest.raises(ValueError, match="not a duration"):
        duration(text)


def test_durations_before_an_event():
    assert dt.date(2024, 3, 31) + duration("P-30D") == dt.date(2024, 3, 1)
    assert dt.date(2024, 3, 31) + duration("-P1M") == dt.date(2024, 2, 29)


def test_next_occurrence_is_found_at_once_however_long_the_row_is() -> None:
    first = dt.date(1946, 1, 31)
    for every in ("P1D", "P1W", "P1M", "P3M", "P1Y", "P1Y6M", "P90D"):
        listed = occurrences(every, first)
        previous = next(listed)
        for _ in range(300):
            following = next(listed)
            assert next_occurrence(every, previous, anchor=first) == following
            previous = following


def test_a_length_back_in_time_leads_to_nothing() -> None:
    assert next_occurrence("-P1Y", dt.date(2020, 1, 1)) is None
