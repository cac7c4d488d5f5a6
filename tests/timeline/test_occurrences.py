from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from mandates.domain.due import Due, DueKind
from mandates.reference import lookup
from mandates.timeline import occurrences
from mandates.timeline.occurrences import Adopted, Occurrence, counted_from
from tests.register.samples import after, date_due, every, session_due, until

ADOPTED = dt.date(2016, 11, 21)


def of(*dues: Due, body: str = "General Assembly", session: str | None = "71") -> list[Occurrence]:
    return occurrences.explicit(dues, Adopted(body, session, ADOPTED), lookup.current())


def following(last: Occurrence, *, first: Occurrence) -> Occurrence | None:
    return occurrences.following(last, first, lookup.current())


@pytest.mark.parametrize(
    ("dues", "keys"),
    [
        ((), ["1"]),
        ((session_due(73),), ["73"]),
        ((session_due(73), session_due(75)), ["73", "75"]),
        ((session_due(73), session_due(73, "Human Rights Council")), ["73", "73.2"]),
        ((session_due(73), session_due(73)), ["73"]),
        ((date_due("2019-05-15"),), ["2019-05-15"]),
        ((until("2026-05-31"),), ["2026-05-31"]),
        ((after("P30D", "receipt"),), ["1"]),
        ((after("P30D", "receipt"), after("P30D", "the next receipt")), ["1", "2"]),
        ((session_due(73), until("2026-05-31")), ["73", "2026-05-31"]),
        ((every("P1Y"),), ["2017-11-21"]),
        ((session_due(73), every("P1Y")), ["73"]),
        ((date_due("2019-05-15"), every("P90D"), until("2019-12-31")), ["2019-05-15"]),
        ((every("session"),), ["72"]),
        ((every("regular"),), ["1"]),
    ],
)
def test_keys(dues: tuple[Due, ...], keys: list[str]) -> None:
    assert [one.key for one in of(*dues)] == keys


def test_session_takes_its_dates_from_the_calendar() -> None:
    (one,) = of(session_due(73))
    assert (one.opens_on, one.due_on) == (dt.date(2018, 9, 18), dt.date(2019, 9, 17))
    (unknown,) = of(session_due(40, "Committee of Unheard Things"))
    assert (unknown.opens_on, unknown.due_on, unknown.key) == (None, None, "40")


def row(*dues: Due, length: int = 4) -> list[str]:
    """Return the keys of a recurrence's first occurrences."""
    found = of(*dues)
    first = found[0]
    while len(found) < length and (one := following(found[-1], first=first)) is not None:
        found.append(one)
    return [one.key for one in found]


def test_rows_go_on_by_date_from_their_first_day_and_stop_at_their_end() -> None:
    assert row(date_due("2019-01-31"), every("P1M")) == ["2019-01-31", "2019-02-28", "2019-03-31", "2019-04-30"]
    assert row(date_due("2019-05-15"), every("P90D"), until("2019-11-11")) == ["2019-05-15", "2019-08-13", "2019-11-11"]


def test_rows_go_on_by_session() -> None:
    assert row(session_due(73), every("P2Y")) == ["73", "75", "77", "79"]
    assert row(every("session")) == ["72", "73", "74", "75"]
    assert row(date_due("2019-03-31"), every("session")) == ["2019-03-31", "74", "75", "76"]
    assert row(session_due(73), session_due(75), every("P1Y")) == ["73", "75", "76", "77"]


def test_rows_without_a_length_go_on_without_dates() -> None:
    assert row(every("regular")) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("length", ["P0D", "P-1Y", "soon"])
def test_lengths_that_lead_nowhere_give_no_dates(length: str) -> None:
    (one,) = of(date_due("2019-01-31"), every(length))
    after_it = following(one, first=one)
    assert after_it is not None
    assert (after_it.key, after_it.due_on) == ("2", None)
    assert [found.key for found in of(every(length))] == ["1"]


def test_a_row_that_begins_after_an_event_has_no_date() -> None:
    (one,) = of(dataclasses.replace(every("P2Y"), event="that review"))
    assert (one.every, one.due_on) == ("P2Y", None)


def test_dates_counted_from_an_event() -> None:
    assert counted_from(dt.date(2019, 1, 31), "P30D") == dt.date(2019, 3, 2)
    assert counted_from(dt.date(2019, 1, 31), "P-30D") == dt.date(2019, 1, 1)


DAY = dt.date(2019, 6, 1)
BY_A_DAY = Due(kind=DueKind.DATE, phrase="by 1 June 2019", date=DAY, opens_on=DAY, closes_on=DAY)
AT_A_SESSION = Due(kind=DueKind.SESSION, phrase="at its seventy-third session", body="General Assembly", session=73)
REGULARLY = Due(kind=DueKind.RECURRING, phrase="regularly thereafter", every="regular")


@pytest.mark.parametrize("start", [BY_A_DAY, AT_A_SESSION])
def test_what_comes_regularly_after_a_day_or_a_session_has_no_date_of_its_own(start: Due) -> None:
    (first,) = of(start, REGULARLY)
    assert first.due_on is not None
    second = following(first, first=first)
    assert second is not None
    assert (second.due_on, second.opens_on, second.session, second.key) == (None, None, None, "2")
    third = following(second, first=first)
    assert third is not None
    assert (third.due_on, third.key) == (None, "3")


@pytest.mark.parametrize(
    ("body", "session", "key"),
    [
        ("General Assembly", None, "1"),
        ("General Assembly", "next", "1"),
        (None, 73, "73"),
        ("Board of Unheard Things", 4, "4"),
        ("General Assembly", "special 40", "special40"),
    ],
)
def test_a_session_that_is_not_known_has_no_dates(body: str | None, session: int | str | None, key: str) -> None:
    (one,) = of(Due(kind=DueKind.SESSION, phrase="then", body=body, session=session))
    assert (one.key, one.opens_on, one.due_on, one.timetable_on) == (key, None, None, None)
