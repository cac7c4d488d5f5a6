"""Every rule of the timeline with a day in it: the day before, the day itself, the day after."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from mandates.domain.due import Due
from mandates.domain.filters import Filters, SessionDates
from mandates.domain.kinds import MandateClass
from mandates.domain.lifecycle import ALWAYS, FOREVER
from mandates.domain.mandate import Enacted, Party
from mandates.domain.status import State
from mandates.reference import lookup
from mandates.timeline import occurrences
from mandates.timeline.facts import Ended
from mandates.timeline.occurrences import Adopted, Occurrence
from mandates.timeline.planning import ObligationState, plan
from mandates.timeline.selection import matches
from tests.register.samples import date_due, every, session_due, until
from tests.timeline.made import ADOPTED, facts, head, version

ASSEMBLY, COUNCIL = "General Assembly", "Human Rights Council"
OTHER = "Secretary-General"
HORIZON = dt.date(2020, 6, 1)
#: What is done by the day that it names, and the first day on which nothing is expected of it any more.
BY_MAY, FROM_THEN = date_due("2019-05-15"), dt.date(2019, 5, 16)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def around(text: str) -> list[dt.date]:
    """Return the day before, the day itself and the day after."""
    return [day(text) + dt.timedelta(ahead) for ahead in (-1, 0, 1)]


def turns(text: str, *values: tuple) -> list[tuple]:
    """Return each of these days with what holds on it."""
    return list(zip(around(text), *values, strict=True))


def states(*dues: Due, horizon: dt.date = HORIZON, owner: str = OTHER, of: dict | None = None, **read):
    """Return the obligations of a mandate; `of` are its facts, `read` is what its version says."""
    read.setdefault("owners", (Party(name=owner),))
    return plan(facts(**of or {}), version(*dues, **read), head(), calendar=lookup.current(), horizon=horizon)


def first(*dues: Due, **values) -> ObligationState:
    return states(*dues, **values)[0]


def ended(stands_until: str, by: int = 2, *, renewed: bool = False) -> Ended:
    return Ended(stands_until=day(stands_until), by=by, renewed=renewed, since=ALWAYS, until=FOREVER)


def phrased(phrase: str, **values) -> Due:
    return dataclasses.replace(BY_MAY, phrase=phrase, **values)


# what lapses by itself


@pytest.mark.parametrize("deliverable", ["agenda_item", "extension", "observance"])
def test_what_comes_about_by_itself_is_over_the_day_after(deliverable):
    assert first(BY_MAY, deliverable=deliverable).ended_from == FROM_THEN


@pytest.mark.parametrize(
    ("verb", "deliverable"),
    [
        (verb, deliverable)
        for verb in ("agree", "decide", "establish", "resolve")
        for deliverable in ("action", "establish", "meeting", "resources")
    ],
)
def test_what_an_organ_decides_for_itself_is_over_the_day_after(verb, deliverable):
    assert first(BY_MAY, verb=verb, deliverable=deliverable, owner=ASSEMBLY).ended_from == FROM_THEN


@pytest.mark.parametrize(
    ("verb", "deliverable", "owner", "lapses"),
    [
        ("request", "meeting", ASSEMBLY, False),
        ("decide", "report", ASSEMBLY, False),
        ("decide", "action", OTHER, False),
        ("decide", "resources", OTHER, False),
        ("decide", "meeting", OTHER, True),  # a meeting is held, whoever is to hold it
        ("request", "report", OTHER, False),
    ],
)
def test_what_others_are_asked_for_stays(verb, deliverable, owner, lapses):
    expected = FROM_THEN if lapses else FOREVER
    assert first(BY_MAY, verb=verb, deliverable=deliverable, owner=owner).ended_from == expected


def test_what_is_only_looked_forward_to_lapses():
    looked_forward = first(BY_MAY, verb="look_forward", mandate_class="expected", deliverable="report", owner=OTHER)
    assert looked_forward.ended_from == FROM_THEN


@pytest.mark.parametrize(
    ("verb", "deliverable", "lapses"),
    [
        *((verb, "action", True) for verb in ("call_for", "encourage", "recommend", "urge")),
        *((verb, "action", False) for verb in ("request", "invite", "call_upon")),
        ("request", "resources", True),
        ("decide", "action", True),
    ],
)
def test_a_practice_is_over_with_its_day_and_nobody_is_late_with_the_next(verb, deliverable, lapses):
    found = states(BY_MAY, every("P1Y"), verb=verb, deliverable=deliverable)
    assert [one.ended_from for one in found[:2]] == (
        [FROM_THEN, dt.date(2020, 5, 16)] if lapses else [FOREVER, FOREVER]
    )
    assert [one.follows for one in found[:2]] == [False, not lapses]
    assert first(BY_MAY, verb=verb, deliverable=deliverable).ended_from == FOREVER  # once it is no practice


@pytest.mark.parametrize(
    ("owner", "class_", "lapses"),
    [
        (ASSEMBLY, MandateClass.UNDERTAKING, True),
        (OTHER, MandateClass.UNDERTAKING, False),
        (ASSEMBLY, MandateClass.MANDATE, False),
    ],
)
def test_what_an_organ_intends_to_do_itself_is_a_practice(owner, class_, lapses):
    found = first(BY_MAY, every("P1Y"), verb="intend", owner=owner, mandate_class=class_)
    assert found.ended_from == (FROM_THEN if lapses else FOREVER)


@pytest.mark.parametrize(
    ("verb", "owner", "lapses"),
    [
        ("decide", COUNCIL, True),
        ("request", COUNCIL, False),
        ("decide", OTHER, False),
        ("decide", "Bureau", False),
    ],
)
def test_what_another_organ_is_to_do_at_its_own_sessions_is_a_practice(verb, owner, lapses):
    found = first(session_due(39, COUNCIL), every("session"), verb=verb, owner=owner)
    assert found.due_on == dt.date(2018, 9, 28)
    assert found.ended_from == (dt.date(2018, 9, 29) if lapses else FOREVER)


@pytest.mark.parametrize(
    ("phrase", "deliverable", "lapses"),
    [
        ("on 15 May 2019", "meeting", True),
        ("on 15 May 2019", "report", False),
        ("from 13 to 15 May 2019", "action", True),
        ("by 15 May 2019", "meeting", False),
        ("until the end of its fifty-fifth session", "action", True),
        ("through the end of 2019", "action", True),
    ],
)
def test_what_takes_place_on_its_days_is_over_with_them(phrase, deliverable, lapses):
    assert first(phrased(phrase), deliverable=deliverable).ended_from == (FROM_THEN if lapses else FOREVER)


# what is done by the adoption itself

SPENT = Enacted(phrase="for the year 2018", ends_on=dt.date(2018, 12, 31))


@pytest.mark.parametrize(
    ("adopted_on", "of", "ended_from"),
    [
        (ADOPTED, {}, ADOPTED + dt.timedelta(days=1)),
        (ALWAYS, {}, dt.date(2019, 1, 1)),  # of no known day: at the end of its period
        (ADOPTED, {"decided": {"owners": [ASSEMBLY]}}, FOREVER),  # somebody is still to do it
        (ADOPTED, {"keys": {7: "1"}, "each": {7: {"due_on": "2019-06-01"}}}, FOREVER),
    ],
)
def test_what_the_adoption_does_is_over_the_day_after(adopted_on, of, ended_from):
    (one,) = plan(
        facts(**of),
        version(enacted=SPENT),
        head(adopted_on=None if adopted_on == ALWAYS else adopted_on),
        calendar=lookup.current(),
        horizon=HORIZON,
    )
    assert one.ended_from == ended_from


def test_what_the_adoption_does_lasts_as_long_as_it_says_and_a_due_says_more():
    (spent,) = states(enacted=SPENT)
    assert (spent.due_kind, spent.due_phrase, spent.due_on) == ("until", SPENT.phrase, SPENT.ends_on)
    (endless,) = states(enacted=Enacted())
    assert (endless.due_kind, endless.due_on) == (None, None)
    assert first(BY_MAY, enacted=SPENT).due_on == dt.date(2019, 5, 15)
    (corrected,) = states(enacted=SPENT, of={"decided": {"dues": []}})
    assert (corrected.due_kind, corrected.ended_from) == (None, FOREVER)


# what another text ends


@pytest.mark.parametrize(("stood_until", "comes"), turns("2019-05-15", (False, True, True)))
def test_a_recurrence_goes_on_to_the_last_day_of_its_mandate(stood_until, comes):
    end = ended(stood_until.isoformat())
    found = states(date_due("2018-05-15"), every("P1Y"), of={"ended": (end,)})
    assert ("2019-05-15" in {one.key for one in found}) == comes


def test_what_is_asked_for_anew_is_awaited_there_and_what_a_row_had_missed_stays():
    anew = {"ended": (ended("2020-01-01", renewed=True),)}
    (once,) = states(BY_MAY, of=anew)
    assert (once.ended_from, once.ended_by_id, once.renewed) == (dt.date(2020, 1, 2), 2, True)
    in_a_row = first(BY_MAY, every("P1Y"), of=anew)
    assert (in_a_row.ended_from, in_a_row.ended_by_id, in_a_row.renewed) == (FOREVER, None, False)


def test_of_several_ends_the_first_counts():
    (one,) = states(of={"ended": (ended("2018-06-01", 2), ended("2018-01-01", 3), ended("2018-01-01", 4))})
    assert (one.ended_from, one.ended_by_id) == (dt.date(2018, 1, 2), 3)


@pytest.mark.parametrize(
    ("stands_until", "last"), [("2019-12-30", "2019-12-31"), ("2019-12-31", "2019-12-31"), ("2020-06-30", "2020-06-30")]
)
def test_a_row_is_extended_to_the_last_day_that_another_text_gives_its_mandate(stands_until, last):
    found = first(
        date_due("2018-05-15"),
        every("P1Y"),
        until("2019-12-31"),
        of={"ended": (ended("2018-12-31"), ended(stands_until, 3))},
    )
    assert found.ends_on == day(last)


# what people decide


@pytest.mark.parametrize(
    ("due_on", "opens_on"),
    [("2018-09-17", "2018-09-17"), ("2018-09-18", "2018-09-18"), ("2018-09-19", "2018-09-18")],
)
def test_what_is_to_come_earlier_is_open_no_later_than_that(due_on, opens_on):
    (one,) = states(session_due(73), of={"keys": {7: "73"}, "each": {7: {"due_on": due_on}}})
    assert (one.due_on, one.opens_on, one.read_due_on) == (day(due_on), day(opens_on), dt.date(2019, 9, 17))


def test_one_moved_to_the_day_of_the_next_does_not_make_that_follow():
    moved = {"keys": {7: "2018-03-01"}, "each": {7: {"due_on": "2018-09-01"}}}
    found = states(date_due("2018-03-01"), every("P6M"), of=moved)
    assert [(one.due_on, one.follows) for one in found[:3]] == [
        (dt.date(2018, 9, 1), False),
        (dt.date(2018, 9, 1), False),
        (dt.date(2019, 3, 1), True),
    ]


def test_none_is_expected_before_the_one_that_it_follows():
    moved = {"keys": {7: "2018-03-01"}, "each": {7: {"due_on": "2019-10-10"}}}
    found = states(date_due("2018-03-01"), every("P6M"), of=moved)
    assert [(one.key, one.since) for one in found[:3]] == [
        ("2018-03-01", ADOPTED),
        ("2018-09-01", dt.date(2019, 10, 11)),
        ("2019-03-01", dt.date(2019, 10, 11)),
    ]


def test_who_is_in_charge_of_one_goes_before_who_is_in_charge_of_all():
    named = {
        "keys": {7: "73"},
        "decided": {"lead": "DESA", "focal_point": "Ms. Rivera"},
        "each": {7: {"lead": "OLA"}},
    }
    (one,) = states(session_due(73), of=named)
    assert (one.lead, one.focal_point) == ("OLA", "Ms. Rivera")


@pytest.mark.parametrize(
    ("to", "timetable_on"),
    [
        ({"kind": "date", "phrase": "by then", "date": "2020-06-30", "closes_on": "2020-06-30"}, dt.date(2018, 9, 18)),
        ({"kind": "session", "phrase": "at 75", "body": ASSEMBLY, "session": 75}, dt.date(2020, 9, 15)),
    ],
)
def test_the_timetable_moves_with_the_session_only(to, timetable_on):
    (one,) = states(session_due(73), of={"keys": {7: "73"}, "each": {7: {"dues": [to]}}})
    assert one.timetable_on == timetable_on


@pytest.mark.parametrize(
    ("class_", "dues", "unlisted"),
    [
        (MandateClass.OUTCOME, (), True),
        (MandateClass.OUTCOME, (session_due(40, "Committee of Unheard Things"),), False),
        (MandateClass.OUTCOME, (BY_MAY,), False),
        (MandateClass.MANDATE, (), False),
    ],
)
def test_lists_leave_out_what_is_no_mandate_and_names_no_time(class_, dues, unlisted):
    assert first(*dues, mandate_class=class_).unlisted == unlisted


# occurrences


def row(*dues: Due, clause: str = "", length: int = 5) -> list[str]:
    """Return the keys of what comes of dues, as far as `length`."""
    calendar = lookup.current()
    found = occurrences.explicit(dues, Adopted(ASSEMBLY, "71", ADOPTED), calendar, clause)
    begin = next((one for one in found if one.recurrence is not None), found[0])
    while len(found) < length and (one := occurrences.following(found[-1], begin, calendar)) is not None:
        found.append(one)
    return [one.key for one in found]


@pytest.mark.parametrize(("stop", "last"), turns("2019-09-17", ("73", "74", "74")))
def test_a_row_of_sessions_has_the_one_that_opens_on_its_last_day(stop, last):
    assert row(session_due(73), every("P1Y"), until(stop.isoformat()))[-1] == last
    begun = row(date_due("2019-03-31"), every("session"), until(stop.isoformat()))
    assert begun == (["2019-03-31"] if last == "73" else ["2019-03-31", "74"])


@pytest.mark.parametrize(("begin", "following"), turns("2019-09-17", ("74", "75", "75")))
def test_the_next_session_is_one_that_opens_after_the_day(begin, following):
    assert row(date_due(begin.isoformat()), every("session"), length=2) == [begin.isoformat(), following]


def test_a_body_that_meets_every_other_year_has_a_next_session():
    yearly = dataclasses.replace(every("session"), body="United Nations Environment Assembly")
    assert row(date_due("2019-03-31"), yearly, length=2) == ["2019-03-31", "5"]


def test_sessions_of_a_row_stand_in_their_order():
    assert row(session_due(75), session_due(73), every("P2Y"), length=3) == ["73", "75", "77"]


def test_the_dates_that_a_text_names_begin_its_first_row_alone():
    found = states(session_due(73), every("P2Y"), every("P6M"), horizon=dt.date(2017, 6, 1))
    assert [(one.series, one.key) for one in found if one.occurrence == 1] == [(1, "73"), (2, "2017-05-21")]


@pytest.mark.parametrize(("times", "last"), [("one", 1), ("two", 2), ("three", 3), ("12", 12)])
def test_a_row_of_so_many_has_so_many(times, last):
    said = dataclasses.replace(every("P6M"), phrase=f"every six months, {times} times in total")
    assert len(row(date_due("2018-03-01"), said, length=20)) == last


def test_a_final_report_is_the_last_of_its_row():
    final = phrased("final report by 15 May 2019")
    assert row(every("P6M"), final, length=9) == ["2019-05-15", "2017-05-21", "2017-11-21", "2018-05-21", "2018-11-21"]


@pytest.mark.parametrize(("stop", "last"), [("2018-05-20", "2017-11-21"), ("2019-12-31", "2018-11-21")])
def test_of_a_final_report_and_an_end_the_earlier_closes_the_row(stop, last):
    assert row(every("P6M"), phrased("final report by 15 May 2019"), until(stop), length=9)[-1] == last


@pytest.mark.parametrize(("closes", "keys"), [("2018-05-20", 2), ("2018-05-21", 3), ("2018-05-22", 3)])
def test_no_regular_report_is_due_on_the_day_of_the_final_one(closes, keys):
    found = row(every("P6M"), phrased("final report by then", date=day(closes), closes_on=day(closes)), length=9)
    assert len(found) - 1 == keys - (closes == "2018-05-21")


def test_a_window_opens_when_it_says():
    (one,) = states(phrased("in the first half of May", opens_on=dt.date(2019, 5, 1)))
    assert (one.opens_on, one.due_on) == (dt.date(2019, 5, 1), dt.date(2019, 5, 15))
    assert first(phrased("by then", opens_on=None)).opens_on == dt.date(2019, 5, 15)


@pytest.mark.parametrize(("number", "timetable_on"), [(39, dt.date(2018, 9, 10)), (64, None)])
def test_a_timetable_counts_from_a_day_that_is_known(number, timetable_on):
    assert first(session_due(number, COUNCIL)).timetable_on == timetable_on


@pytest.mark.parametrize(("ends_on", "is_once"), turns("2019-05-15", (False, True, False)))
def test_a_row_whose_first_is_its_last_comes_once(ends_on, is_once):
    one = Occurrence(key="1", recurrence=1, number=1, due_on=dt.date(2019, 5, 15), ends_on=ends_on)
    assert one.is_once == is_once
    assert not dataclasses.replace(one, number=2).is_once
    assert dataclasses.replace(one, recurrence=None).is_once


# filters

DUE_IN_MAY = first(BY_MAY)
LATE_FROM = dt.date(2019, 5, 16)
UNTIL_MAY = first(until("2019-05-15"))
WITHOUT_DATE = first()


@pytest.mark.parametrize(("at", "late"), turns("2019-05-15", (False, False, True)))
def test_overdue_begins_the_day_after(at, late):
    assert matches(Filters(overdue=True), DUE_IN_MAY, at) == late
    assert matches(Filters(states=(State.OVERDUE,)), DUE_IN_MAY, at) == late
    assert not matches(Filters(overdue=True), UNTIL_MAY, at)
    assert not matches(Filters(overdue=True), dataclasses.replace(DUE_IN_MAY, status="reported", lifecycle=1), at)


@pytest.mark.parametrize(("at", "open_"), turns("2019-05-15", (True, True, False)))
def test_what_ends_is_open_on_its_last_day(at, open_):
    assert matches(Filters(settled=False), UNTIL_MAY, at) == open_
    assert matches(Filters(states=(State.ENDED,)), UNTIL_MAY, at) != open_


@pytest.mark.parametrize(("at", "since", "until_"), turns("2019-05-15", (1, 1, 0), (0, 1, 1)))
def test_since_and_until_are_inclusive(at, since, until_):
    asked = dt.date(2019, 1, 1)
    assert matches(Filters(since=at), DUE_IN_MAY, asked) == bool(since)
    assert matches(Filters(until=at), DUE_IN_MAY, asked) == bool(until_)
    assert not matches(Filters(since=at), WITHOUT_DATE, asked)
    assert not matches(Filters(until=at), WITHOUT_DATE, asked)


@pytest.mark.parametrize(
    ("opens", "closes", "within"),
    [
        ("2019-05-15", "2019-05-20", True),
        ("2019-05-16", "2019-05-20", False),
        ("2019-05-01", "2019-05-15", True),
        ("2019-05-01", "2019-05-14", False),
    ],
)
def test_what_is_due_on_a_day_of_a_session_is_due_at_it(opens, closes, within):
    of = (SessionDates(ASSEMBLY, "73", day(opens), day(closes)),)
    filters = Filters(bodies=(ASSEMBLY,), due_sessions=("73",), session_dates=of)
    assert matches(filters, DUE_IN_MAY, dt.date(2019, 1, 1)) == within
    elsewhere = dataclasses.replace(filters, session_dates=(of[0]._replace(body=COUNCIL),))
    assert not matches(elsewhere, DUE_IN_MAY, dt.date(2019, 1, 1))
