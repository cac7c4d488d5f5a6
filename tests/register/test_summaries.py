"""How a session stands: which days are its own, what presses most, what counts as reported, who has most to do."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates.domain.commands import Report, Update
from mandates.domain.filters import Filters
from mandates.domain.status import Status
from mandates.register import lists
from mandates.register.summaries import burden, coming, summary
from mandates.store.engine import Connection
from tests.register.conftest import does, ingests
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due

#: Session 74 of the General Assembly opens on 17 September 2019, session 75 on 15 September 2020.
READ, ASKED = "2019-01-10", dt.date(2019, 2, 1)


@pytest.mark.parametrize(
    ("day", "totals"),
    [
        ("2019-09-16", []),
        ("2019-09-17", [1]),
        ("2020-09-14", [1]),
        ("2020-09-15", [0, 1]),
    ],
)
def test_a_day_belongs_to_the_session_that_is_open_on_it(connection: Connection, day: str, totals: list[int]) -> None:
    ingests(connection, reading(clause("1", date_due(day))), at=READ)
    assert [one.total for one in coming(connection, "GA", "73", ASKED)] == totals


def test_so_many_sessions_are_looked_at_as_are_asked_for(connection: Connection) -> None:
    ingests(connection, reading(clause("1", session_due(74)), clause("2", session_due(76))), at=READ)
    for ahead, totals in [(1, [1]), (2, [1]), (3, [1, 0, 1]), (8, [1, 0, 1])]:
        found = coming(connection, "GA", "73", ASKED, sessions_ahead=ahead)
        assert [one.total for one in found] == totals, ahead
    assert [one.name for one in found] == ["74", "75", "76"]


def test_what_presses_most_stands_first(connection: Connection) -> None:
    """By where it stands, then by the day by which something is to be done, then documents before what is none."""
    texts = (
        clause("1", date_due("2020-10-01"), deliverable="action"),
        clause("2", date_due("2020-10-01")),
        clause("3", session_due(75)),  # whose document is to be submitted by 7 July 2020
        clause("4", date_due("2020-07-06"), deliverable="action"),
        clause("5", date_due("2020-09-16"), deliverable="action"),
    )
    ingests(connection, reading(*texts), at=READ)

    def pressing(day: str) -> list[str]:
        found = summary(connection, "GA", "75", dt.date.fromisoformat(day))
        return [row.label for row in found.pressing]

    assert pressing("2020-01-01") == ["3", "5", "2", "1"]
    assert pressing("2020-09-16") == ["3", "5", "2", "1"]
    assert pressing("2020-09-17") == ["5", "3", "2", "1"]
    assert pressing("2020-10-02") == ["5", "2", "1", "3"]


def test_reported_is_what_a_document_answers_in_whole_or_in_part(connection: Connection) -> None:
    ingests(connection, reading(*(clause(label, session_due(74)) for label in "12345")), at=READ)
    at = "2019-12-01"
    does(connection, Report(document="A/74/1"), f"{SYMBOL}#1", at=at)
    does(connection, Report(document="A/74/2", partial=True), f"{SYMBOL}#2", at=at)
    does(connection, Update(status=Status.DISCONTINUED), f"{SYMBOL}#3", at=at)
    does(connection, Update(status=Status.IMPLEMENTED), f"{SYMBOL}#4", at=at)
    (one,) = burden(connection, "GA", ["74"], dt.date(2019, 12, 1)).sessions
    assert (one.reported, one.due.done, one.due.open, one.due.total) == (2, 4, 1, 5)


def test_groups_stand_by_their_size_and_then_by_their_name(connection: Connection) -> None:
    owners = ["Bureau", "Panel of Experts", "Advisory Board", "Panel of Experts"]
    texts = [clause(f"{place}", session_due(74), owner=owner) for place, owner in enumerate(owners, 1)]
    ingests(connection, reading(*texts), at=READ)
    found = summary(connection, "GA", "74", ASKED)
    assert [(one.name, one.total) for one in found.by_owner] == [
        ("Panel of Experts", 2),
        ("Advisory Board", 1),
        ("Bureau", 1),
    ]


def test_a_day_far_ahead_counts_what_is_not_stored(connection: Connection) -> None:
    """What a list of that day shows: the first missed occurrence for all of them, and the one to come."""
    ingests(connection, reading(clause("1", every("P1Y"))), at=READ)
    for year in range(2017, 2027):
        does(connection, Report(document=f"A/{year - 1945}/1"), f"{SYMBOL}#1@{year}-11-21", at="2026-12-01")
    day = dt.date(2034, 11, 1)
    listed = [row.reference for row in lists.list_obligations(connection, Filters(settled=False), day)]
    found = summary(connection, "GA", "71", day)
    assert [row.reference for row in found.new_rows if row.reference in listed] == listed
    assert (found.newly_asked.open, len(listed)) == (len(listed), 2)

    later = summary(connection, "GA", "89", day)
    assert [row.reference for row in later.carried_rows] == listed[:1]
    assert later.carried_over.total == 1
