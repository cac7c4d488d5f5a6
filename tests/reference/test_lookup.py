"""Sessions to dates and back."""

import datetime as dt
import itertools

import pytest

from mandates.reference import calendar, lookup
from mandates.reference.calendar import Confidence
from mandates.reference.lookup import DatedCalendar, Dates

HORIZON = dt.date(2040, 1, 1)
BODIES = calendar.bodies()


def window(body, session):
    found = calendar.session(body, session)
    return found and (str(found.opens_on or ""), str(found.closes_on or ""))


@pytest.mark.parametrize(
    ("body", "session", "expected"),
    [
        ("General Assembly", 73, ("2018-09-18", "2019-09-17")),  # opening printed
        ("the Assembly", "73", ("2018-09-18", "2019-09-17")),
        ("GA", 70, ("2015-09-15", "2016-09-13")),  # closed on the day the next one opened
        ("UNGA", 80, ("2025-09-09", "2026-09-08")),  # opening printed, closing by rule: the day the next one opens
        ("GA", 78, ("2023-09-05", "2024-09-10")),
        ("GA", 58, ("2003-09-16", "2004-09-13")),  # closing printed
        ("GA", 82, ("2027-09-07", "2028-09-05")),  # by rule 1
        ("GA", 4, ("1949-09-20", "1949-12-10")),  # ended for good in December
        ("GA", "special 32", ("2021-06-02", "2021-06-04")),
        ("GA", "Emergency  11", ("2022-02-28", "")),  # still open
        ("GA", "special 17", ("", "1990-02-23")),
        ("HRC", 39, ("2018-09-10", "2018-09-28")),
        ("HRC", 5, ("2007-05-01", "2007-07-31")),  # days not known: the months of that session
        ("HRC", 64, ("2027-02-01", "2027-04-30")),
        ("ECOSOC", "2018", ("2017-07-27", "2018-07-26")),
        ("ECOSOC", 2022, ("2021-08-01", "2022-07-31")),
        ("ECOSOC", "2013", ("2013-01-01", "2013-12-31")),
        ("ECOSOC", 65, None),  # numbered sessions of before 1979: not known
        ("CSW", 71, ("2027-02-01", "2027-04-30")),
        ("CND", 67, ("2024-03-14", "2024-12-31")),  # opening printed, reconvened in December
        ("Commission for Social Development", 32, ("1991-01-01", "1991-12-31")),
        ("UNEA", 6, ("2024-02-26", "2024-03-01")),
        ("UNEA", 9, None),
        ("Executive Board of a Fund", "2024", ("2024-01-01", "2024-12-31")),  # named by its year
        ("GA", "2018", ("2018-01-01", "2018-12-31")),  # so too where the body counts its sessions
        ("Executive Board of a Fund", 12, None),
    ],
)
def test_dates_of_a_session(body, session, expected):
    assert window(body, session) == expected


def test_what_is_not_known_is_said():
    assert calendar.session("GA", 73).confidence is Confidence.HIGH
    assert calendar.session("GA", 82).confidence is Confidence.RULE
    assert calendar.session("HRC", 64).confidence is Confidence.WINDOW
    assert calendar.session("GA", "special 20").confidence is Confidence.YEAR
    assert not calendar.session("HRC", 64).exact
    assert not calendar.session("GA", 30).exact  # the third Tuesday was often not kept to


def test_a_source_that_gives_the_last_day_alone_is_named_for_it():
    found = calendar.session("GA", "special 17")
    assert (found.opens_on, found.closes_on, found.exact) == (None, dt.date(1990, 2, 23), False)
    assert found.confidence is Confidence.MEDIUM


@pytest.mark.parametrize(("exact", "confidence"), [(True, Confidence.HIGH), (False, Confidence.WINDOW)])
def test_dates_of_a_register_are_as_sure_as_it_says(exact, confidence):
    dates = {("Unheard Board", "7"): Dates(dt.date(2020, 3, 2), dt.date(2020, 3, 6), exact=exact)}
    found = DatedCalendar(lookup.program(), dates).session("Unheard Board", 7)
    assert (found.exact, found.confidence, found.window_end) == (exact, confidence, dt.date(2020, 3, 6))


def test_timetable_counts_back_from_the_opening_day():
    assert calendar.session("GA", 73).timetable == (dt.date(2018, 7, 10), dt.date(2018, 8, 7))
    assert calendar.session("CSW", 71).timetable is None  # a window of months has no opening day


def test_window_of_the_assembly_ends_when_the_next_session_opens():
    assert calendar.session("GA", 73).window_end == dt.date(2019, 9, 17)
    early = calendar.session("GA", 58)  # whose closing is printed: the day before the next one opened
    assert (early.closes_on, early.window_end) == (dt.date(2004, 9, 13), dt.date(2004, 9, 14))
    assert calendar.session("HRC", 39).window_end == dt.date(2018, 9, 28)


@pytest.mark.parametrize("body", BODIES)
def test_sessions_are_ordered_and_follow_each_other(body):
    regular = [one for one in calendar.sessions(body, through=HORIZON) if str(one.session).isdecimal()]
    for one in calendar.sessions(body, through=HORIZON):
        assert one.source
        if one.opens_on and one.closes_on:
            assert one.opens_on <= one.closes_on <= one.window_end
    for before, after in itertools.pairwise(one for one in regular if one.opens_on and one.closes_on):
        assert before.opens_on < after.opens_on, (before, after)
        assert before.closes_on < after.closes_on, (before, after)
        assert int(before.session) < int(after.session)


@pytest.mark.parametrize(
    ("body", "day", "last"),
    [
        ("GA", dt.date(2039, 9, 5), 93),
        ("GA", dt.date(2039, 9, 6), 94),  # the day on which it opens, by rule
        ("HRC", dt.date(2039, 4, 30), 100),
        ("HRC", dt.date(2039, 5, 1), 101),
    ],
)
def test_sessions_by_rule_are_listed_from_the_day_they_open(body, day, last):
    listed = [one.session for one in calendar.sessions(body, through=day) if isinstance(one.session, int)]
    assert listed == list(range(listed[0], last + 1))
    assert calendar.session_at(body, day).session == last


@pytest.mark.parametrize("body", BODIES)
def test_a_date_in_a_session_gives_the_session(body):
    for one in calendar.sessions(body, through=HORIZON):
        if not one.opens_on or not one.closes_on or not str(one.session).isdecimal():
            continue
        assert calendar.session_at(body, one.opens_on).session == one.session
        assert calendar.session_at(body, one.closes_on).opens_on >= one.opens_on


def test_on_the_day_two_sessions_share_the_new_one_holds():
    assert calendar.session_at("GA", dt.date(2016, 9, 13)).session == 71
    assert calendar.session_at("GA", dt.date(1950, 3, 1)) is None  # between two sessions
    assert calendar.session_at("GA", dt.date(2022, 3, 2)).session == 76  # not the emergency session beside it


@pytest.mark.parametrize(
    ("body", "session", "expected"),
    [
        ("GA", 80, 81),
        ("ECOSOC", "2026", "2027"),
        ("GA", "special 31", "special 32"),
        ("HRC", 61, 62),
        ("UNEA", 7, None),
    ],
)
def test_next_session(body, session, expected):
    found = calendar.next_session(body, session)
    assert (found and found.session) == expected


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("the General Assembly", "General Assembly"),
        ("unga", "General Assembly"),
        ("CSW", "Commission on the Status of Women"),
        ("Environment  Assembly", "United Nations Environment Assembly"),
        ("UN-Habitat Assembly", "United Nations Habitat Assembly"),
        ("the Commission", None),  # which one, only its context says
        ("", None),
    ],
)
def test_names_of_bodies(name, body):
    assert calendar.resolve_body(name) == body


def test_each_abbreviation_leads_back():
    for body in BODIES:
        if calendar.abbreviation(body):
            assert calendar.resolve_body(calendar.abbreviation(body)) == body


def test_a_session_that_a_register_knows_by_its_year_alone_is_none_that_others_go_on_to():
    dates = {("Security Council", "2020"): Dates(dt.date(2020, 1, 1), dt.date(2020, 12, 31), exact=False)}
    known = DatedCalendar(lookup.program(), dates)
    assert known.session("Security Council", "2020") is not None
    assert known.sessions("Security Council", HORIZON) == lookup.program().sessions("Security Council", HORIZON)
    own = {("Unheard Committee", "2020"): Dates(dt.date(2020, 3, 2), dt.date(2020, 3, 6), exact=True)}
    assert [one.session for one in DatedCalendar(lookup.program(), own).sessions("Unheard Committee")] == ["2020"]
