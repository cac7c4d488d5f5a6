import datetime as dt

import pytest
from icalendar import Calendar

from mandates.rendering.formats.as_ics import make
from tests.rendering import made

AS_OF = dt.date(2018, 1, 1)
REPORT = made.row(submit_by=dt.date(2018, 7, 10), issue_by=dt.date(2018, 8, 7))


def events(*rows, as_of=AS_OF, **options):
    return Calendar.from_ical(make(rows, as_of=as_of, **options)).walk("VEVENT")


ON_A_DAY = made.DueRow(kind="date", phrase="by", opens_on=dt.date(2019, 1, 1), due_on=dt.date(2019, 1, 1))


def days(*rows, **options):
    return [(event["dtstart"].dt.isoformat(), str(event["summary"])) for event in events(*rows, **options)]


def test_what_is_due_at_a_session_is_one_event_for_each_of_its_days_and_committees():
    item = made.row(15, deliverable="agenda_item", title="Fisheries")
    other = made.row(16, committee="Third Committee", deliverable="meeting")
    assert days(REPORT, made.settled(submit_by=REPORT.submit_by), item, other) == [
        ("2018-07-10", "GA 73: submit report: Cooperation between the United Nations and a regional organization"),
        (
            "2018-08-07",
            "GA 73: report: Cooperation between the United Nations and a regional organization to be issued",
        ),
        ("2018-09-18", "GA 73: opens, 3 items due"),
        ("2018-09-18", "GA 73, Third Committee: opens, 1 item due"),
        ("2019-09-17", "GA 73: closes, 2 items open"),
        ("2019-09-17", "GA 73, Third Committee: closes, 1 item open"),
    ]


def test_the_list_is_inside_with_titles_and_where_the_texts_are():
    closes = events(REPORT, made.row(15, title="Fisheries"))[-1]
    assert "- Fisheries (A/RES/71/15#8), Secretary-General: report, pending https://docs.un.org/en/A/RES/71/15" in str(
        closes["description"]
    )


def test_the_list_says_what_should_be_out_and_is_not():
    late = made.row(state=made.State.UNISSUED, submit_by=REPORT.submit_by, issue_by=REPORT.issue_by)
    assert "Secretary-General: report, not issued by 7 Aug 2018 " in str(events(late)[-1]["description"])


def test_what_is_due_on_a_date_is_an_event_of_its_own():
    (one,) = events(made.row(due=ON_A_DAY))
    title = "Cooperation between the United Nations and a regional organization"
    assert one["summary"] == f"Report due: {title} (A/RES/71/12#8), Secretary-General"
    assert (one["dtstart"].dt, one["url"]) == (dt.date(2019, 1, 1), "https://docs.un.org/en/A/RES/71/12")


def test_only_what_lies_ahead_is_there_unless_all_is_asked_for():
    later = dt.date(2018, 12, 1)
    assert [on for on, _ in days(REPORT, as_of=later)] == ["2019-09-17"]
    assert [on for on, _ in days(REPORT, as_of=later, past=True)] == [
        "2018-07-10",
        "2018-08-07",
        "2018-09-18",
        "2019-09-17",
    ]


def test_alarms_are_where_work_is_due():
    reminds = {str(event["summary"]).split(":")[1].split()[0]: event.walk("VALARM") for event in events(REPORT)}
    assert {kind: [alarm["trigger"].dt.days for alarm in alarms] for kind, alarms in reminds.items()} == {
        "submit": [-30, -7],
        "report": [],
        "opens,": [],
        "closes,": [-30, -7],
    }


def test_what_has_no_date_is_left_out_and_what_is_done_reminds_nobody():
    (done,) = events(made.undated(), made.settled(submit_by=dt.date(2018, 7, 10)))
    assert done.walk("VALARM") == []


def test_what_was_given_another_day_than_its_session_stands_by_itself():
    moved = made.DueRow(
        kind="session",
        body="General Assembly",
        session=73,
        phrase="by",
        due_on=dt.date(2020, 1, 1),
        extended_from="GA 73",
    )
    assert [on for on, _ in days(made.row(due=moved))] == ["2020-01-01"]


def test_events_keep_their_identity_when_dates_move():
    first = made.DueRow(kind="date", phrase="by", due_on=dt.date(2019, 1, 1))
    moved = made.DueRow(kind="date", phrase="by", due_on=dt.date(2020, 1, 1))
    assert events(made.row(due=first))[0]["uid"] == events(made.row(due=moved), as_of=dt.date(2019, 1, 1))[0]["uid"]
    later = made.DueRow(kind="session", body="General Assembly", session=73, phrase="at", due_on=dt.date(2019, 9, 30))
    assert events(made.row(13))[-1]["uid"] == events(made.row(14, due=later))[-1]["uid"]
    assert len({event["uid"] for event in events(REPORT, made.row(13), made.row(14, due=first))}) == 5


def test_the_same_rows_give_the_same_bytes():
    assert make([REPORT], as_of=AS_OF) == make([REPORT], as_of=AS_OF)


@pytest.mark.parametrize("text", ["a\r\nBEGIN:VEVENT", "semi; colon, back\\slash", "\x1b[31m", "x" * 500])
def test_hostile_texts_stay_text(text):
    (event,) = events(made.row(clause=text, title=text, note=text, due=ON_A_DAY))
    assert "\x1b" not in event["description"]
    assert "BEGIN:VEVENT" not in event["description"].split("\n")
    assert all(len(line) <= 75 for line in make([made.row(clause=text, title=text)], as_of=AS_OF).split(b"\r\n"))
