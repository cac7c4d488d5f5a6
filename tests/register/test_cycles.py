"""Until when cycles stand, by what other resolutions on the situation say; texts are read as they would be printed."""

import datetime as dt

import pytest

from mandates.domain.filters import Filters
from mandates.extraction.extract import extract
from mandates.register import renewals
from mandates.register.cycles import cycles
from tests.extraction.due_reading import resolution
from tests.register.conftest import ingests, working

AT = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
TODAY = dt.date(2026, 1, 2)
EXTEND = "Decides to extend the mandate of UNMISS until {} and calls upon all in South Sudan to support it;"
REPORT = "Requests the Secretary-General to report to it every 90 days on the situation in South Sudan;"


@pytest.fixture
def council(connection):
    """Give a function that reads resolutions, ``symbol, date, paragraphs``, and returns the cycles by reference."""

    def council(*resolutions, as_of=TODAY, **filters):
        for symbol, adopted, *texts in resolutions:
            named = {"body": "Security Council", "session": None, "adopted_on": adopted, "symbol": f"S/RES/{symbol}"}
            ingests(connection, extract(resolution(*texts, **named)), at=AT)
        found = cycles(connection, Filters(bodies=("Security Council",), sort="symbol", **filters), as_of)
        return {row.obligations[0].mandate.removeprefix("S/RES/"): row for row in found}

    return council


def ending(row):
    return (str(row.ends_on), row.ended_by and row.ended_by.removeprefix("S/RES/"))


def test_a_cycle_lasts_as_long_as_the_mandate_of_its_resolution(council):
    rows = council(("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT))
    assert ending(rows["2677 (2023)#2"]) == ("2024-03-15", "2677 (2023)#1")
    assert ending(rows["2677 (2023)#1"]) == ("2024-03-15", None)
    assert rows["2677 (2023)#1"].subject == "mandate of UNMISS"


def test_a_mandate_extended_anew_carries_its_cycle_on(council):
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
    rows = council(first, ("2729 (2024)", "2024-03-10", EXTEND.format("30 April 2025")))
    assert ending(rows["2677 (2023)#2"]) == ("2025-04-30", "2729 (2024)#1")
    assert ending(rows["2677 (2023)#1"]) == ("2024-03-10", "2729 (2024)#1")
    assert rows["2677 (2023)#1"].renewed


def test_a_mandate_that_had_ended_is_not_renewed(council):
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"))
    rows = council(first, ("2729 (2024)", "2024-04-29", EXTEND.format("30 April 2025")))
    assert (ending(rows["2677 (2023)#1"]), rows["2677 (2023)#1"].renewed) == (("2024-03-15", None), False)


@pytest.mark.parametrize(
    ("adopted", "until", "renewed"),
    [
        ("2024-03-14", "2024-03-14", True),
        ("2024-03-15", "2024-03-15", True),
        ("2024-03-16", "2024-03-15", False),
    ],
)
def test_a_mandate_is_renewed_up_to_its_last_day(council, adopted, until, renewed):
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"))
    row = council(first, ("2729 (2024)", adopted, EXTEND.format("30 April 2025")))["2677 (2023)#1"]
    assert (str(row.ends_on), row.renewed) == (until, renewed)


@pytest.mark.parametrize(
    ("adopted", "until"), [("2024-03-14", "2025-04-30"), ("2024-03-15", "2025-04-30"), ("2024-03-16", "2025-04-30")]
)
def test_a_cycle_goes_on_with_its_mandate(council, adopted, until):
    """Extended on its last day or around it: those who report go on, as long as the mission does."""
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
    rows = council(first, ("2729 (2024)", adopted, EXTEND.format("30 April 2025")))
    assert str(rows["2677 (2023)#2"].ends_on) == until


def test_the_same_asked_anew_takes_its_place(council):
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
    rows = council(first, ("2729 (2024)", "2024-03-10", EXTEND.format("30 April 2025"), REPORT))
    assert ending(rows["2677 (2023)#2"]) == ("2024-03-10", "2729 (2024)#2")
    assert ending(rows["2729 (2024)#2"]) == ("2025-04-30", "2729 (2024)#1")


def test_a_request_for_one_report_ends_no_cycle(council):
    once = REPORT.replace("every 90 days", "within 90 days")
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
    rows = council(first, ("2700 (2023)", "2023-10-01", once))
    assert ending(rows["2677 (2023)#2"]) == ("2024-03-15", "2677 (2023)#1")


def test_what_another_party_is_asked_ends_no_cycle(council):
    other = REPORT.replace("Secretary-General", "Panel of Experts")
    rows = council(("2677 (2023)", "2023-03-15", REPORT), ("2700 (2023)", "2023-10-01", other))
    assert rows["2677 (2023)#1"].ends_on is None


def test_a_later_resolution_on_another_situation_ends_nothing(council):
    elsewhere = REPORT.replace("South Sudan", "Haiti")
    rows = council(("2677 (2023)", "2023-03-15", REPORT), ("2700 (2023)", "2023-10-01", elsewhere))
    assert rows["2677 (2023)#1"].ends_on is None


def test_a_mandate_terminated_takes_its_cycle_along(council):
    end = "Decides to terminate the mandate of UNMISS in South Sudan, as of 3 December 2023;"
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
    rows = council(first, ("2715 (2023)", "2023-12-01", end))
    assert ending(rows["2677 (2023)#2"]) == ("2023-12-03", "2715 (2023)#1")
    assert ending(rows["2677 (2023)#1"]) == ("2023-12-03", "2715 (2023)#1")
    assert not rows["2677 (2023)#1"].renewed


def test_each_cycle_goes_with_the_mandate_of_its_party(council):
    panel = "Decides to extend until 1 July 2024 the mandate of the Panel of Experts on South Sudan;"
    updates = "Requests the Panel of Experts to provide updates to the Committee every month;"
    rows = council(("2677 (2023)", "2023-03-15", panel, EXTEND.format("15 March 2024"), updates, REPORT))
    assert ending(rows["2677 (2023)#3"]) == ("2024-07-01", "2677 (2023)#1")
    assert ending(rows["2677 (2023)#4"]) == ("2024-03-15", "2677 (2023)#2")


def test_the_secretary_general_does_not_report_on_experts_or_measures(council):
    panel = "Decides to extend until 1 July 2024 the mandate of the Panel of Experts on South Sudan;"
    measures = "Decides to renew until 31 May 2024 the measures on arms imposed by resolution 2428 (2018);"
    rows = council(("2677 (2023)", "2023-03-15", panel, measures, REPORT))
    assert rows["2677 (2023)#3"].ends_on is None


def test_a_reporting_request_is_extended_by_its_paragraph(council):
    monthly = REPORT.replace("South Sudan", "Sudan")
    first = ("2722 (2024)", "2024-01-10", monthly.replace("every 90 days", "every month, until 1 July 2024,"))
    more = "Extends the reporting request in paragraph 1 of resolution 2722 (2024) on Sudan until 15 January 2025;"
    rows = council(first, ("2739 (2024)", "2024-06-27", more))
    assert ending(rows["2722 (2024)#1"]) == ("2025-01-15", "2739 (2024)#1")


def test_a_report_on_the_implementation_of_earlier_resolutions_takes_their_place(council):
    wider = "60 days on the implementation of resolutions 2677 (2023) and 1996 (2011)"
    often = REPORT.replace("90 days on the situation", wider)
    rows = council(("2677 (2023)", "2023-03-15", REPORT), ("2700 (2023)", "2023-10-01", often))
    assert ending(rows["2677 (2023)#1"]) == ("2023-10-01", "2700 (2023)#1")


def test_what_is_counted_back_from_the_end_of_the_mandate_is_dated(council):
    review = "Requests the Secretary-General to submit a review one month before the mandate of UNMISS expires;"
    rows = council(("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), review))
    assert [str(one.due.due_on) for one in rows["2677 (2023)#2"].obligations] == ["2024-02-15"]


def test_what_waits_for_an_event_that_may_never_come_is_no_cycle(council):
    asked = "Requests the Secretary-General to report within 30 days of receiving a notification from South Sudan;"
    assert council(("2677 (2023)", "2023-03-15", asked)) == {}


def test_the_next_of_a_row_of_reports_is_one_report(council):
    once = REPORT.replace("to report to it every 90 days on", "to include in his next annual report facts on")
    (row,) = council(("2677 (2023)", "2023-03-15", once)).values()
    assert [str(one.due.due_on) for one in row.obligations] == ["2024-03-15"]


def test_a_day_set_stands_for_the_session_it_falls_in(council):
    vote = (
        "Decides that the election of judges for South Sudan shall take place on 27 May 2025 at a meeting of the "
        "General Assembly at its seventy-ninth session;"
    )
    (row,) = council(("2770 (2025)", "2025-02-01", vote)).values()
    assert [(one.due.kind, str(one.due.due_on)) for one in row.obligations] == [("date", "2025-05-27")]


def test_filters_choose_what_is_shown_and_not_what_is_known(council):
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
    council(first, ("2729 (2024)", "2024-03-10", EXTEND.format("30 April 2025"), REPORT))
    rows = council(resolutions=("S/RES/2677 (2023)",), owners=("Secretary-General",))
    assert {name: ending(row)[1] for name, row in rows.items()} == {"2677 (2023)#2": "2729 (2024)#2"}


def test_what_is_settled_is_left_out_unless_asked_for(council):
    rows = council(("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT), settled=True)
    assert rows == {}


def test_what_a_person_said_of_a_link_counts_here_too(council, connection):
    again = REPORT.replace("90", "120")
    first = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
    rows = council(first, ("2700 (2023)", "2023-09-10", EXTEND.format("30 April 2025"), again))
    assert ending(rows["2677 (2023)#2"]) == ("2023-09-10", "2700 (2023)#2")
    number = next(
        row.number for row in renewals.waiting(connection, TODAY) if row.older.removeprefix("S/RES/") == "2677 (2023)#2"
    )
    with working(connection, at="2026-01-02", command="renewals") as work:
        renewals.reject(work, [number])
    assert ending(council()["2677 (2023)#2"]) == ("2025-04-30", "2700 (2023)#1")
