"""Links between resolutions and their requests: the same in every order, and a person's word on them."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

from mandates.domain.errors import TransitionError, UnknownReferenceError
from mandates.register import integrity, lineage, renewals
from mandates.register.history import history
from mandates.store import links
from mandates.store.engine import Connection
from mandates.store.lineage import of_symbols
from tests.register.conftest import ingests, listed, undoes, working
from tests.register.renewed_texts import INCLUDE, KEEP, REEFS, reefs

FIRST = reefs(90, 76, "2021-12-09", REEFS.format("seventy-eighth"), KEEP, INCLUDE.format("seventy-eighth"))
NEXT = reefs(
    *(100, 78, "2023-12-11", REEFS.format("eightieth"), KEEP, INCLUDE.format("eightieth")),
    cites="76/90",
    notes="A/78/292",
)
LAST = reefs(110, 80, "2025-12-10", REEFS.format("eighty-second"), KEEP, cites="78/100")
LATER = "2026-01-02"
DAY = dt.date.fromisoformat(LATER)


def links_in(connection: Connection) -> set[tuple[Any, ...]]:
    """Return all links, by what they link."""
    symbols = [f"A/RES/{one}" for one in ("76/90", "78/100", "80/110")]
    rows = links.of_newer(connection, [one.id for one in of_symbols(connection, symbols)])
    named = links.named(connection, [row.id for row in rows])
    return {
        (one.older or one.older_symbol, one.newer or one.newer_symbol, one.relation, row.renews, row.sure, one.score)
        for one, row in zip(named, rows, strict=True)
    }


def number_of(connection: Connection, older: str, day: str = LATER) -> int:
    (row,) = [one for one in renewals.waiting(connection, dt.date.fromisoformat(day)) if one.older == older]
    return row.number


def states(connection: Connection, day: str = LATER) -> dict[str, str]:
    return {row.mandate: row.state.value for row in listed(connection, day)}


def accepts(connection: Connection, *numbers: int, at: str = LATER) -> renewals.Judged:
    with working(connection, at=at, command="renewals") as work:
        return renewals.accept(work, numbers)


def rejects(connection: Connection, *numbers: int, at: str = LATER) -> renewals.Judged:
    with working(connection, at=at, command="renewals") as work:
        return renewals.reject(work, numbers)


def test_links_are_the_same_in_whatever_order_texts_come(connection: Connection) -> None:
    found = []
    for order in itertools.permutations((FIRST, NEXT, LAST)):
        for one in order:
            ingests(connection, one, at=LATER)
        found.append(links_in(connection))
        for _ in order:
            undoes(connection, at=LATER)
        assert links_in(connection) == set()
    assert all(one == found[0] for one in found)
    assert {one[:4] for one in found[0]} == {
        ("A/RES/76/90", "A/RES/78/100", "continues", False),
        ("A/RES/76/90#1", "A/RES/78/100#1", "due_moved", True),
        ("A/RES/76/90#2", "A/RES/78/100#2", "same", True),
        ("A/RES/76/90#3", "A/RES/78/100#3", "due_moved", True),
        ("A/RES/78/100", "A/RES/80/110", "continues", False),
        ("A/RES/78/100#1", "A/RES/80/110#1", "due_moved", True),
        ("A/RES/78/100#2", "A/RES/80/110#2", "same", True),
    }


def test_what_is_accepted_settles_the_older_items_by_their_kind_and_one_undo_takes_it_back(
    connection: Connection,
) -> None:
    for one in (FIRST, NEXT):
        ingests(connection, one, at=LATER)
    before = listed(connection, LATER)
    numbers = [number_of(connection, f"A/RES/76/90#{label}") for label in "123"]
    done = accepts(connection, *numbers)
    rows = {row.mandate: row for row in listed(connection, LATER)}
    assert rows["A/RES/76/90#1"].status.value == "reported"
    assert [piece.document for piece in rows["A/RES/76/90#1"].evidence] == ["A/78/292"]
    assert rows["A/RES/76/90#3"].status.value == "implemented"
    assert [piece.document for piece in rows["A/RES/76/90#3"].evidence] == ["A/RES/78/100"]
    assert rows["A/RES/76/90#2"].state.value == "ended"  # without a date: lists show the newest
    assert (len(done.links), len(done.changed)) == (3, 2)
    told = history(connection, "A/RES/76/90#1")
    assert {one.kind for one in told} >= {"accepted", "report"}
    undoes(connection, done.change, at=LATER)
    assert [replaced(row) for row in listed(connection, LATER)] == [replaced(row) for row in before]
    assert number_of(connection, "A/RES/76/90#1") == numbers[0]
    assert integrity.findings(connection) == []


def replaced(row: Any) -> tuple[Any, ...]:
    return row.reference, row.status, row.state, row.evidence, row.renewed_by


def test_a_request_asked_anew_before_it_fell_due_is_superseded(connection: Connection) -> None:
    ingests(connection, reefs(90, 76, "2021-12-09", REEFS.format("eightieth")), at=LATER)
    ingests(connection, reefs(100, 78, "2023-12-11", REEFS.format("eighty-first"), cites="76/90"), at=LATER)
    accepts(connection, number_of(connection, "A/RES/76/90#1"))
    (row,) = [row for row in listed(connection, LATER) if row.mandate == "A/RES/76/90#1"]
    assert (row.status.value, row.superseded_by) == ("superseded", "A/RES/78/100#1")


def test_what_is_rejected_influences_nothing_any_more_and_nothing_before(connection: Connection) -> None:
    for one in (FIRST, NEXT):
        ingests(connection, one, at="2025-01-02")
    was = states(connection, "2025-06-01")
    assert was["A/RES/76/90#1"] == "ended"
    number = number_of(connection, "A/RES/76/90#1", "2025-06-02")
    done = rejects(connection, number, at="2025-06-02")
    assert states(connection, "2025-06-02")["A/RES/76/90#1"] == "overdue"
    assert states(connection, "2025-06-01") == was
    ingests(connection, LAST, at="2026-01-01")  # which looks at the series anew
    assert states(connection)["A/RES/76/90#1"] == "overdue"
    rows = lineage.compare(connection, "A/RES/76/90", "A/RES/78/100", DAY).paragraphs
    assert ("1", "1") not in {(row.older, row.newer) for row in rows}
    with pytest.raises(TransitionError):
        accepts(connection, number)
    undoes(connection, done.change, at="2026-01-02")
    assert states(connection)["A/RES/76/90#1"] == "ended"
    assert integrity.findings(connection) == []


def test_a_link_of_resolutions_that_is_rejected_takes_all_of_its_requests_along(connection: Connection) -> None:
    for one in (FIRST, NEXT):
        ingests(connection, one, at=LATER)
    view = lineage.series(connection, "A/RES/78/100", DAY)
    assert [(one.symbol, one.state) for one in view.predecessors] == [("A/RES/76/90", "linked")]
    assert [row.mandate for row in listed(connection, LATER, series=("A/RES/76/90",), renewed=True)] == [
        f"A/RES/76/90#{label}" for label in "132"
    ]
    rejects(connection, view.predecessors[0].number)
    assert lineage.series(connection, "A/RES/78/100", DAY).predecessors == ()
    assert states(connection)["A/RES/76/90#1"] == "overdue"
    assert listed(connection, LATER, renewed=True) == []
    assert {row.symbol for row in listed(connection, LATER, series=("A/RES/76/90",))} == {"A/RES/76/90"}


def test_what_may_be_a_predecessor_is_one_once_a_person_says_so(connection: Connection) -> None:
    seas = "Urges all States to chart the {0} of the deep seas and to share what they find of {0} there;"
    reef = "Urges all States to teach divers and fishers how {0} reefs grow and what harms the {0} reefs;"
    older = REEFS.format("seventy-eighth"), KEEP, *map(seas.format, ("ridges", "trenches", "vents", "plains", "slopes"))
    newer = REEFS.format("eightieth"), KEEP, *map(reef.format, ("black", "white", "warm", "cold", "shallow"))
    ingests(connection, reefs(90, 76, "2021-12-09", *older, title="Seas"), at=LATER)
    ingests(connection, reefs(100, 78, "2023-12-11", *newer, cites="76/90", title="Reefs"), at=LATER)
    (one,) = lineage.series(connection, "A/RES/78/100", DAY).predecessors
    assert (one.state, states(connection)["A/RES/76/90#1"]) == ("proposed", "overdue")
    accepts(connection, one.number)
    assert states(connection)["A/RES/76/90#1"] == "ended"


def test_a_number_that_is_none_is_said(connection: Connection) -> None:
    with pytest.raises(UnknownReferenceError):
        accepts(connection, 999)


@pytest.mark.parametrize(("cites", "continues"), [("68/90", ["A/RES/68/90"]), ("", [])])
def test_a_resolution_continues_one_of_long_ago_that_it_names_and_repeats(
    connection: Connection, cites: str, continues: list[str]
) -> None:
    guard = "Encourages all States to protect the coral reefs along their coasts from warming seas and fishing;"
    older = reefs(90, 68, "2013-12-09", REEFS.format("seventieth"), KEEP, guard)
    newer = reefs(110, 76, "2021-12-10", REEFS.format("seventy-eighth"), KEEP, guard, cites=cites)
    for one in (newer, older):
        ingests(connection, one, at=LATER)
    found = lineage.series(connection, "A/RES/76/110", DAY).predecessors
    assert [one.symbol for one in found if one.state == "linked"] == continues


FULL_REPORT = (
    "the Secretary-General to submit at its {} session a full report on the implementation of this resolution, with an "
    "analysis of the bleaching of reefs in warmer seas and of what it costs coastal towns"
)


@pytest.mark.parametrize(
    ("older", "newer", "anew"),
    [
        ("the Secretary-General to report at its {} session on the conference on reefs held in Nice", None, False),
        (
            "the Secretary-General to report at its {} session on the state of reefs after the meeting of experts",
            None,
            True,
        ),
        (
            "the Secretary-General to submit at its {} session a report on the implementation of this resolution",
            FULL_REPORT,
            True,
        ),
        (
            "the Office of the United Nations High Commissioner for Human Rights to report at its {} session on divers",
            "the United Nations High Commissioner for Human Rights to report at its {} session on divers",
            True,
        ),
        ("the Reef Board to close all old harbours by 1 May 2023", "the Reef Board to close all old harbours", True),
    ],
)
def test_what_is_asked_for_anew(connection: Connection, older: str, newer: str | None, *, anew: bool) -> None:
    ingests(connection, reefs(90, 76, "2021-12-09", f"Requests {older.format('seventy-eighth')};"), at=LATER)
    again = f"Requests {(newer or older).format('eightieth')};"
    ingests(connection, reefs(100, 78, "2023-12-11", again, cites="76/90"), at=LATER)
    assert bool(listed(connection, LATER, renewed=True)) is anew


def test_the_same_words_under_the_same_title_years_later_ask_anew_though_no_series_goes_on(
    connection: Connection,
) -> None:
    early = reefs(70, 66, "2011-12-09", REEFS.format("sixty-eighth"), KEEP, INCLUDE.format("sixty-eighth"))
    for one in (NEXT, early):
        ingests(connection, one, at=LATER)
    assert states(connection)["A/RES/66/70#1"] == "ended"
    view = lineage.series(connection, "A/RES/78/100", DAY)
    assert [(one.symbol, one.state) for one in view.predecessors] == [("A/RES/66/70", "proposed")]
    assert [one.symbol for one in view.chain] == ["A/RES/78/100"]
    ingests(connection, FIRST, at=LATER)
    named = links.named(
        connection, [row.id for row in links.to_older(connection, [of_symbols(connection, ["A/RES/66/70"])[0].id])]
    )
    assert {one.newer_symbol for one in named} == {"A/RES/76/90"}
    assert states(connection)["A/RES/66/70#1"] == "ended"
