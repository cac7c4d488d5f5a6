"""What lists make of the ends that texts set each other: on the day before, on the day, and after; texts as printed."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from mandates.extraction.extract import extract
from mandates.register import integrity
from mandates.store.engine import Connection
from tests.extraction.due_reading import resolution
from tests.register.conftest import ingests, listed, undoes
from tests.register.renewed_texts import KEEP, PANEL, REEFS, reefs

EXTEND = "Decides to extend the mandate of UNMISS until {} and calls upon all in South Sudan to support it;"
REPORT = "Requests the Secretary-General to report to it every 90 days on the situation in South Sudan;"
FIRST = ("2677 (2023)", "2023-03-15", EXTEND.format("15 March 2024"), REPORT)
NEXT = ("2729 (2024)", "2024-03-10", EXTEND.format("30 April 2025"))
ANEW = (*NEXT, REPORT)
LATER = "2026-01-02"


def reads(connection: Connection, *resolutions: tuple[str, ...], at: str = LATER) -> None:
    for symbol, adopted, *texts in resolutions:
        head = {"body": "Security Council", "session": None, "adopted_on": adopted, "symbol": f"S/RES/{symbol}"}
        ingests(connection, extract(resolution(*texts, **head)), at=at)


def stand(connection: Connection, reference: str, day: str) -> dict[str, str]:
    """Return the states of a mandate's obligations on a day, by what follows ``@``."""
    rows = [row for row in listed(connection, day) if row.mandate == f"S/RES/{reference}"]
    return {row.reference.partition("@")[2]: row.state.value for row in rows}


def test_a_cycle_does_not_go_on_after_its_mandate(connection: Connection) -> None:
    reads(connection, FIRST)
    missed = {"2023-06-13": "overdue", "2023-09-11": "overdue", "2023-12-10": "overdue", "2024-03-09": "overdue"}
    assert stand(connection, "2677 (2023)#2", "2024-03-10") == missed  # the next would be after 15 March
    assert stand(connection, "2677 (2023)#2", LATER) == missed
    (row,) = listed(connection, LATER, every=False, overdue=True)
    assert row.missed == 4
    assert integrity.findings(connection) == []


@pytest.mark.parametrize("turned", [False, True])
def test_a_mandate_extended_anew_carries_its_cycle_on(connection: Connection, *, turned: bool) -> None:
    reads(connection, *((NEXT, FIRST) if turned else (FIRST, NEXT)))
    assert "2024-06-07" not in stand(connection, "2677 (2023)#2", "2024-03-09")
    assert stand(connection, "2677 (2023)#2", "2024-03-10")["2024-06-07"] == "upcoming"
    assert list(stand(connection, "2677 (2023)#2", LATER))[-1] == "2025-03-04"  # then 2 June, after 30 April 2025
    days = {"2024-03-09": "upcoming", "2024-03-10": "upcoming", "2024-03-11": "ended"}
    assert {day: stand(connection, "2677 (2023)#1", day)[""] for day in days} == days
    (row,) = [row for row in listed(connection, LATER) if row.mandate == "S/RES/2677 (2023)#1"]
    assert (row.renewed_by, row.ended_by) == ("S/RES/2729 (2024)#1", "S/RES/2729 (2024)#1")


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_asked_anew_stops_on_the_day_of_adoption(connection: Connection, *, turned: bool) -> None:
    reads(connection, *((ANEW, FIRST) if turned else (FIRST, ANEW)))
    assert list(stand(connection, "2677 (2023)#2", LATER)) == ["2023-06-13", "2023-09-11", "2023-12-10", "2024-03-09"]
    assert "2024-06-08" in stand(connection, "2729 (2024)#2", LATER)


def test_what_is_read_later_changes_no_answer_for_a_day_before(connection: Connection) -> None:
    reads(connection, FIRST, at="2024-01-01")
    before = {day: listed(connection, day) for day in ("2024-03-12", "2024-04-30")}
    reads(connection, ANEW, at="2024-05-01")
    for day, rows in before.items():
        assert [row for row in listed(connection, day) if row.symbol == "S/RES/2677 (2023)"] == rows
    assert stand(connection, "2677 (2023)#1", "2024-04-30") == {"": "ended"}
    (row,) = [row for row in listed(connection, "2024-05-01") if row.mandate == "S/RES/2677 (2023)#1"]
    assert row.renewed_by == "S/RES/2729 (2024)#1"
    undoes(connection, at="2024-05-01")
    assert [row for row in listed(connection, "2024-05-01") if row.renewed_by] == []
    assert integrity.findings(connection) == []


def test_a_request_that_a_later_text_extends_goes_on(connection: Connection) -> None:
    monthly = (
        "Requests the Secretary-General to report to it on attacks on shipping in Yemen every month until 1 July 2024;"
    )
    extend = "Extends the reporting request in paragraph 1 of resolution 2722 (2024) on Yemen until 15 January 2025;"
    reads(connection, ("2722 (2024)", "2024-01-10", monthly), ("2739 (2024)", "2024-06-27", extend))
    assert list(stand(connection, "2722 (2024)#1", "2024-06-26"))[-1] == "2024-06-10"
    assert list(stand(connection, "2722 (2024)#1", "2024-06-27"))[-1] == "2024-07-10"
    assert list(stand(connection, "2722 (2024)#1", LATER))[-1] == "2025-01-10"


OLDER = (90, 76, "2021-12-09", REEFS.format("seventy-eighth"), KEEP, PANEL.format("seventy-eighth"))
NEWER = (100, 78, "2023-12-11", REEFS.format("eightieth"), KEEP, PANEL.format("eightieth"))


@pytest.mark.parametrize("turned", [False, True])
def test_what_the_next_of_a_series_asks_for_anew_is_not_late(connection: Connection, *, turned: bool) -> None:
    both = [reefs(*OLDER), reefs(*NEWER, cites="76/90")]
    for one in reversed(both) if turned else both:
        ingests(connection, one, at=LATER)

    def states(day: str) -> list[str]:
        return [row.state.value for row in listed(connection, day) if row.symbol == "A/RES/76/90"]

    assert states("2023-12-10") == ["unissued", "unissued", "undated"]
    assert states("2023-12-11") == ["unissued", "unissued", "undated"]  # the day of adoption is the last
    assert sorted(states("2023-12-12")) == ["ended", "ended", "unissued"]
    assert sorted(states(LATER)) == ["ended", "ended", "overdue"]  # another panel discussion, another report
    renewed = {row.label: row.renewed_by for row in listed(connection, LATER) if row.symbol == "A/RES/76/90"}
    assert renewed == {"1": "A/RES/78/100#1", "2": "A/RES/78/100#2", "3": None}
    newest = listed(connection, LATER, undated=True, settled=False, every=False)
    assert [row.mandate for row in newest] == ["A/RES/78/100#2"]
    assert len(listed(connection, LATER, undated=True, settled=False, every=True)) == 2
    assert integrity.findings(connection) == []


def test_a_renewal_read_later_counts_from_the_day_on_which_it_was_read(connection: Connection) -> None:
    ingests(connection, reefs(*OLDER), at="2022-01-01")
    before = listed(connection, "2024-05-01")
    ingests(connection, reefs(*NEWER, cites="76/90"), at="2024-05-02")
    assert [row for row in listed(connection, "2024-05-01") if row.symbol == "A/RES/76/90"] == before
    (row,) = [row for row in listed(connection, "2024-05-02") if row.mandate == "A/RES/76/90#1"]
    assert (row.state.value, row.renewed_by) == ("ended", "A/RES/78/100#1")
    undoes(connection, at="2024-05-03")
    (row,) = [row for row in listed(connection, "2024-05-03") if row.mandate == "A/RES/76/90#1"]
    assert (row.state.value, row.renewed_by) == ("unissued", None)
    (row,) = [row for row in listed(connection, "2024-05-02") if row.mandate == "A/RES/76/90#1"]
    assert row.state.value == "ended"  # which was answered on that day


def test_the_order_in_which_texts_arrive_does_not_matter(connection: Connection) -> None:
    third = ("2779 (2025)", "2025-05-08", EXTEND.format("30 April 2026"), REPORT)
    answers: list[Any] = []
    for order in itertools.permutations((FIRST, ANEW, third)):
        reads(connection, *order)
        rows = [row for day in ("2024-03-09", "2024-03-11", "2025-05-07", LATER) for row in listed(connection, day)]
        answers.append([(row.reference, row.state, row.ended_by, row.renewed_by) for row in rows])
        for _ in order:
            undoes(connection, at=LATER)
    assert all(one == answers[0] for one in answers)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("every month through 1 May 2024", ["2024-02-15", "2024-03-15", "2024-04-15"]),
        ("every 30 days, three times in total", ["2024-02-14", "2024-03-15", "2024-04-14"]),
        ("every two months, with the final report by 30 April 2024", ["2024-03-15", "2024-04-30"]),
        ("in his next annual report", ["2025-01-15"]),
    ],
)
def test_what_bounds_a_row_is_heeded(connection: Connection, words: str, days: list[str]) -> None:
    asked = f"Requests the Secretary-General to report to it {words} on the situation in Iraq;"
    reads(connection, ("2700 (2024)", "2024-01-15", asked))
    assert list(stand(connection, "2700 (2024)#1", LATER)) == days


@pytest.mark.parametrize("turned", [False, True])
def test_a_report_that_was_due_when_it_was_asked_for_anew_is_late_no_more(
    connection: Connection, *, turned: bool
) -> None:
    both = [reefs(90, 76, "2021-12-09", REEFS.format("seventy-seventh")), reefs(*NEWER, cites="76/90")]
    for one in reversed(both) if turned else both:
        ingests(connection, one, at=LATER)

    def row(day: str) -> tuple[str, str | None]:
        (found,) = [row for row in listed(connection, day) if row.mandate == "A/RES/76/90#1"]
        return found.state.value, found.renewed_by

    assert row("2023-12-11") == ("overdue", None)
    assert row("2023-12-12") == ("ended", "A/RES/78/100#1")
    assert integrity.findings(connection) == []


OFFICES = "Requests the Secretary-General to continue his good offices in Cyprus and to report on them {};"
FORCE = "Decides to extend the stationing of the Force in Cyprus until {};"


@pytest.mark.parametrize("turned", [False, True])
def test_it_is_so_on_one_situation_too_where_the_resolutions_are_of_one_series(
    connection: Connection, *, turned: bool
) -> None:
    first = ("2700 (2023)", "2023-06-01", FORCE.format("15 December 2023"), OFFICES.format("by 30 November 2023"))
    then = ("2720 (2023)", "2023-12-14", FORCE.format("15 June 2024"), OFFICES.format("to the Council"))
    reads(connection, *((then, first) if turned else (first, then)))
    assert stand(connection, "2700 (2023)#2", "2023-12-14") == {"": "overdue"}
    assert stand(connection, "2700 (2023)#2", "2023-12-15") == {"": "ended"}


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("Requests the Secretary-General to convene a meeting of experts on reefs from 6 to 10 May 2024;", False),
        ("Requests the Secretary-General to convene a meeting of experts on reefs by 10 May 2024;", True),
        ("Urges Member States to publish figures on the state of reefs annually;", False),
        ("Requests the Member States of the region to report to it annually on the state of reefs;", True),
        ("Decides that the Reef Commission shall meet annually to discuss the state of reefs;", False),
        ("Looks forward to the review of the state of reefs in 2024;", False),
        ("Decides to establish one post and to revert to the matter at its seventy-ninth session;", False),
    ],
)
def test_what_takes_place_or_is_wished_for_is_not_late(connection: Connection, text: str, *, late: bool) -> None:
    ingests(connection, reefs(90, 78, "2023-12-09", text), at=LATER)
    assert bool(listed(connection, LATER, overdue=True)) is late


def test_what_is_asked_for_during_a_period_ends_with_it(connection: Connection) -> None:
    cease = "Calls upon all parties to order a cessation of all acts of armed force in Iraq for a period of four weeks;"
    weekly = "Instructs the Mediator to make a weekly report on Iraq during the cease-fire;"
    reads(connection, ("2700 (2024)", "2024-01-15", cease, weekly))
    assert list(stand(connection, "2700 (2024)#2", LATER)) == ["2024-01-22", "2024-01-29", "2024-02-05", "2024-02-12"]
