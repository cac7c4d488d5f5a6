"""Issued documents that are kept: proposals as the register grows, a person's word on them, and the way back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from sqlalchemy import text

from mandates.domain.errors import TransitionError, UnknownReferenceError
from mandates.domain.issued import Relation
from mandates.domain.match import Proposal
from mandates.register import documents, integrity, renewals
from mandates.register.document_matches import propose_all
from mandates.store.engine import Connection
from tests.conftest import NOW
from tests.register.conftest import TODAY, accepts, ingests, keeps, listed, rejects, undoes, working
from tests.register.renewed_texts import reefs
from tests.register.samples import SYMBOL, agenda, clause, date_due, issued, reading, session_due

EIGHT = f"{SYMBOL}#8@73"


@pytest.fixture
def held(connection: Connection) -> Connection:
    """Give a register with one resolution that asks for a report."""
    ingests(connection, reading(clause("8", session_due(73))))
    return connection


def waiting(connection: Connection, day: dt.date = TODAY) -> list[tuple[str | None, int | None, str]]:
    found = documents.waiting(connection, day)
    return [(one.document.symbol, match.number, match.reference) for one in found for match in one.matches]


def status(connection: Connection) -> str:
    return listed(connection)[0].status.value


def only(connection: Connection, day: dt.date = TODAY) -> Proposal:
    (one,) = documents.proposals(connection, day)
    return one


def test_a_document_is_kept_with_what_it_may_answer(held: Connection) -> None:
    assert [one.outcome for one in keeps(held, issued())] == ["new"]
    assert waiting(held) == [("A/73/328", 1, EIGHT)]
    assert status(held) == "pending"


@pytest.mark.parametrize(("session", "late"), [(73, 120), (75, None)])
def test_a_document_without_a_date_is_as_late_as_the_item_that_it_may_answer(
    connection: Connection, session: int, late: int | None
) -> None:
    ingests(connection, reading(clause("8", session_due(session))))
    keeps(connection, dataclasses.replace(issued(), dated_on=None))
    (found,) = documents.waiting(connection, TODAY)
    assert [match.days_late for match in (*found.matches, *only(connection).matches)] == [late, late]


def test_an_agenda_tells_the_committee_of_what_names_only_its_item(connection: Connection) -> None:
    read = reading(clause("8", session_due(73)))
    head = dataclasses.replace(read.resolution, agenda_items=("18 (b)",), committee=None)
    ingests(connection, dataclasses.replace(read, resolution=head))
    keeps(connection, agenda(("18", "Seas and ports", "C.2"), session=71))
    assert [one.committee for one in listed(connection, committees=("Second",))] == ["Second Committee"]
    assert len(listed(connection, agenda_items=("ports",))) == 1
    assert listed(connection, committees=("none",)) == []
    undoes(connection)
    assert [one.committee for one in listed(connection)] == [None]


def test_the_same_again_changes_nothing(held: Connection) -> None:
    keeps(held, issued())
    (again,) = keeps(held, issued(source="elsewhere/A_73_328.pdf"))
    assert (again.outcome, again.change) == ("unchanged", None)
    assert waiting(held) == [("A/73/328", 1, EIGHT)]


def test_a_better_reading_of_a_document_takes_the_place_of_the_first(held: Connection) -> None:
    keeps(held, issued(answers=()))
    (again,) = keeps(held, issued())
    assert again.outcome == "updated"
    assert waiting(held) == [("A/73/328", 1, EIGHT)]


def test_an_earlier_reading_comes_back_when_the_later_one_is_taken_back(held: Connection) -> None:
    keeps(held, issued(answers=(), title="Draft"))
    before = only(held)
    keeps(held, issued(), at="2020-03-01")
    assert (only(held, dt.date(2020, 2, 1)), before.matches) == (before, ())
    undone = undoes(held, at="2020-03-02")
    assert only(held, dt.date(2020, 4, 1)) == before
    assert waiting(held, dt.date(2020, 4, 1)) == []
    undoes(held, undone.change, at="2020-03-03")
    assert only(held, dt.date(2020, 4, 1)).document == issued()
    assert [one[2] for one in waiting(held, dt.date(2020, 4, 1))] == [EIGHT]


def test_what_is_kept_and_said_later_was_not_there_before(held: Connection) -> None:
    keeps(held, issued(), at="2020-02-01")
    rejects(held, 1, at="2020-03-01")
    assert documents.proposals(held, TODAY) == []
    states = [
        only(held, day).matches[0].state.value
        for day in (dt.date(2020, 2, 1), dt.date(2020, 2, 29), dt.date(2020, 3, 1))
    ]
    assert states == ["proposed", "proposed", "rejected"]
    assert waiting(held, dt.date(2020, 2, 29)) == [("A/73/328", 1, EIGHT)]
    assert waiting(held, dt.date(2020, 3, 1)) == []


def test_what_was_accepted_by_a_past_day_did_not_wait_then(held: Connection) -> None:
    keeps(held, issued(), at="2020-02-01")
    accepts(held, 1, at="2020-03-01")
    keeps(held, issued("A/73/400", answers=(), title="Trade in lighthouses"), at="2020-04-01")  # so all these are past
    days = [dt.date(2020, *day) for day in ((2, 1), (2, 29), (3, 1), (3, 31))]
    assert [documents.count_waiting(held, day) for day in days] == [1, 1, 0, 0]


def test_a_document_is_completed_with_what_a_list_says_and_keeps_what_it_says_itself() -> None:
    own = issued(title="Seas", dated_on=dt.date(2018, 1, 1), agenda_items=("18",), url="https://example.org/own")
    listed_one = issued(
        "A/73/328", f"{SYMBOL}#9", title="Ports", dated_on=TODAY, agenda_items=("19",), url="https://example.org/"
    )
    nothing = {"title": None, "dated_on": None, "agenda_items": (), "answers": (), "url": None}
    assert documents.completed(own, listed_one) == own
    assert documents.completed(dataclasses.replace(own, **nothing), listed_one) == listed_one


def test_what_was_not_held_is_matched_once_it_comes(connection: Connection) -> None:
    keeps(connection, issued())
    found = only(connection)
    assert (found.matches, found.names_unheld) == ((), (SYMBOL,))
    ingests(connection, reading(clause("8", session_due(73))))
    with working(connection) as work:
        documents.refresh(work, [SYMBOL])
    assert waiting(connection) == [("A/73/328", 1, EIGHT)]


def test_a_matched_document_is_matched_further_with_each_resolution_it_names(held: Connection) -> None:
    later = "A/RES/72/600"
    keeps(held, issued("A/73/328", f"{SYMBOL}#8", f"{later}#3"))
    asked = clause("3", session_due(73), symbol=later)
    ingests(held, reading(asked, symbol=later, session=72, adopted="2017-11-21"))
    for refreshed, found in (("A/RES/72/601", [EIGHT]), (later, [EIGHT, f"{later}#3@73"])):
        with working(held) as work:
            documents.refresh(work, [refreshed])
        assert [reference for _, _, reference in waiting(held)] == found


def test_a_document_that_may_answer_something_is_compared_with_each_new_request(held: Connection) -> None:
    keeps(held, issued(answers=(), title="Trade in lighthouses"))
    assert waiting(held) == []
    text = "Requests the Secretary-General to submit at its seventy-third session a report on trade in lighthouses"
    later = "A/RES/72/600"
    asked = clause("3", session_due(73), symbol=later, text=text)
    ingests(held, reading(asked, symbol=later, session=72, adopted="2017-11-21", title="Trade in lighthouses"))
    with working(held) as work:
        documents.refresh(work, [later])
    assert [reference for _, _, reference in waiting(held)] == [f"{later}#3@73"]


def test_accepting_marks_the_item_and_one_undo_takes_it_back(held: Connection) -> None:
    keeps(held, issued())
    done = accepts(held, 1)
    row = listed(held)[0]
    assert (row.status.value, row.evidence[0].document, str(row.evidence[0].on)) == (
        "reported",
        "A/73/328",
        "2018-02-20",
    )
    assert waiting(held) == []
    assert only(held).matches[0].state.value == "accepted"
    undoes(held, done.change)
    assert status(held) == "pending"
    assert waiting(held) == [("A/73/328", 1, EIGHT)]


@pytest.mark.parametrize(
    ("dated_on", "days_late"), [(None, [None, 1, 2]), (dt.date(2019, 1, 1), [None] * 3), (TODAY, [None] * 3)]
)
def test_what_has_no_date_is_late_from_the_day_after_its_request_was_due(
    connection: Connection, dated_on: dt.date | None, days_late: list[int | None]
) -> None:
    ingests(connection, reading(clause("8", date_due(TODAY.isoformat()))))
    keeps(connection, issued(dated_on=dated_on))
    days = [TODAY + dt.timedelta(days=number) for number in range(3)]
    assert [documents.waiting(connection, day)[0].matches[0].days_late for day in days] == days_late


def test_only_some_of_what_waits_is_asked_for(held: Connection) -> None:
    keeps(held, issued(), issued("A/73/329"))
    symbols = ["A/73/328", "A/73/329"]
    for limit, shown in ((None, symbols), (1, symbols[:1]), (2, symbols), (3, symbols)):
        assert [one.document.symbol for one in documents.waiting(held, TODAY, limit=limit)] == shown
    for number, symbol in enumerate(symbols, 1):
        assert [one.document.symbol for one in documents.waiting(held, TODAY, numbers=[number])] == [symbol]
    assert documents.waiting(held, TODAY, numbers=[]) == []
    assert documents.count_waiting(held) == len(symbols)


def test_a_rejected_pair_is_never_proposed_again_until_that_is_taken_back(held: Connection) -> None:
    keeps(held, issued())
    assert rejects(held, 1) == [f"{SYMBOL}#8"]
    assert waiting(held) == []
    keeps(held, issued(title="Cooperation, once more"))
    assert waiting(held) == []
    (match,) = propose_all(held, [issued()], TODAY)[0].matches
    assert match.state.value == "rejected"
    with pytest.raises(TransitionError):
        accepts(held, 1)
    undoes(held, 3)
    assert waiting(held) == [("A/73/328", 1, EIGHT)]


def test_a_report_on_the_newer_request_shows_that_the_older_series_ended(connection: Connection) -> None:
    yearly = "Requests the Secretary-General to submit to the General Assembly an annual report on coral reefs;"
    ingests(connection, reefs(90, 76, "2021-12-09", yearly), at="2022-01-01")
    ingests(connection, reefs(40, 78, "2023-12-07", yearly, cites="76/90"), at="2024-01-01")
    day = dt.date(2025, 1, 1)
    report = issued("A/79/328", "A/RES/78/40", dated_on=dt.date(2024, 11, 20), session=79)
    keeps(connection, report, at=str(day))
    (match,) = documents.waiting(connection, day)[0].matches
    assert match.replaces == ("A/RES/76/90#1",)
    assert len(renewals.waiting(connection, day)) == 1
    done = accepts(connection, match.number or 0, at=str(day))
    assert done.confirmed == ("A/RES/78/40#1 continues A/RES/76/90#1",)
    assert renewals.waiting(connection, day) == []
    undoes(connection, at=str(day))
    assert documents.waiting(connection, day)[0].matches[0].replaces == ("A/RES/76/90#1",)
    assert len(renewals.waiting(connection, day)) == 1


def test_a_report_that_names_the_older_resolution_answers_the_newer_request(connection: Connection) -> None:
    yearly = "Requests the Secretary-General to submit to the General Assembly an annual report on coral reefs;"
    ingests(connection, reefs(90, 76, "2021-12-09", yearly), at="2022-01-01")
    ingests(connection, reefs(40, 78, "2023-12-07", yearly, cites="76/90"), at="2024-01-01")
    keeps(connection, issued("A/79/328", "A/RES/76/90", dated_on=dt.date(2024, 11, 20), session=79), at="2025-01-01")
    found = documents.waiting(connection, dt.date(2025, 1, 1))
    assert [match.reference for match in found[0].matches] == ["A/RES/78/40#1@2024-12-07"]


def test_several_are_accepted_all_or_none(held: Connection) -> None:
    keeps(held, issued())
    with pytest.raises(UnknownReferenceError):
        accepts(held, 1, 99)
    assert status(held) == "pending"


def test_an_ingest_of_documents_is_taken_back(held: Connection) -> None:
    (done,) = keeps(held, issued())
    undoes(held, done.change)
    assert documents.proposals(held, TODAY) == []
    assert waiting(held) == []
    assert [one.outcome for one in keeps(held, issued())] == ["new"]
    assert waiting(held) == [("A/73/328", 1, EIGHT)]


def test_an_addendum_answers_what_its_parent_does(held: Connection) -> None:

    keeps(held, issued())
    added = issued("A/73/328/Add.1", answers=(), relation=Relation("addendum", "A/73/328"))
    keeps(held, added)
    assert {one[0] for one in waiting(held)} == {"A/73/328", "A/73/328/Add.1"}


def test_a_document_is_found_by_each_symbol_of_a_joint_one(held: Connection) -> None:
    joint: Any = dataclasses.replace(issued(), symbols=("A/73/328", "S/2018/90"))
    keeps(held, joint)
    assert documents.proposals(held, TODAY, symbol="s/2018/90*")[0].document.symbol == "A/73/328"
    with pytest.raises(UnknownReferenceError):
        documents.proposals(held, TODAY, symbol="S/2018/91")


def test_without_a_symbol_nothing_is_kept(held: Connection) -> None:
    assert [one.outcome for one in keeps(held, issued(symbols=()))] == ["failed"]


def test_dates_still_to_come_are_not_written(held: Connection) -> None:
    keeps(held, issued(dated_on=NOW.date().replace(year=NOW.year + 1)))
    accepts(held, 1)
    assert listed(held)[0].evidence[0].on == NOW.date()


def test_a_symbol_that_leads_nowhere_is_found_by_the_check(held: Connection) -> None:
    keeps(held, issued())
    held.execute(text("DELETE FROM issued_symbol"))
    assert any("its symbol leads to another document" in one for one in integrity.findings(held))
    held.rollback()
