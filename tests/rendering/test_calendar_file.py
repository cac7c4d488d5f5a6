import datetime as dt

import pytest
from icalendar import Calendar

from mandates.rendering.formats.as_ics import make
from tests.rendering import made

AS_OF = dt.date(2018, 1, 1)
REPORT = made.row(submit_by=dt.date(2018, 7, 10), issue_by=dt.date(2018, 8, 7))


def events(*rows, as_of=AS_OF):
    return Calendar.from_ical(make(rows, as_of=as_of)).walk("VEVENT")


def test_a_report_gives_its_due_date_and_the_day_to_submit():
    due, submit = events(REPORT)
    assert due["dtstart"].dt == dt.date(2019, 9, 17)
    title = "Cooperation between the United Nations and a regional organization"
    assert due["summary"] == f"Report due: {title} (A/RES/71/12#8), Secretary-General"
    assert submit["dtstart"].dt == dt.date(2018, 7, 10)
    assert due["url"] == "https://docs.un.org/en/A/RES/71/12"
    assert [alarm["trigger"].dt.days for alarm in due.walk("VALARM")] == [-30, -7]


def test_what_has_no_date_is_left_out_and_what_is_done_reminds_nobody():
    (done,) = events(made.undated(), made.settled(submit_by=dt.date(2018, 7, 10)))
    assert done.walk("VALARM") == []


def test_events_keep_their_identity_when_dates_move():
    moved = made.row(due=made.DueRow(kind="date", phrase="by", due_on=dt.date(2020, 1, 1)))
    assert events(made.row())[0]["uid"] == events(moved, as_of=dt.date(2019, 1, 1))[0]["uid"]
    assert len({event["uid"] for event in events(REPORT, made.row(13), made.row(14))}) == 4


def test_the_same_rows_give_the_same_bytes():
    assert make([REPORT], as_of=AS_OF) == make([REPORT], as_of=AS_OF)


@pytest.mark.parametrize("text", ["a\r\nBEGIN:VEVENT", "semi; colon, back\\slash", "\x1b[31m", "x" * 500])
def test_hostile_texts_stay_text(text):
    (event,) = events(made.row(clause=text, title=text, note=text))
    assert "\x1b" not in event["description"]
    assert "BEGIN:VEVENT" not in event["description"].split("\n")
    assert all(len(line) <= 75 for line in make([made.row(clause=text)], as_of=AS_OF).split(b"\r\n"))
