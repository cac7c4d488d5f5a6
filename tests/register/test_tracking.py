from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from mandates.domain.errors import ConflictError, TransitionError, UnknownReferenceError, UsageError
from mandates.register import queries, tracking
from mandates.register.engine import Session
from mandates.register.ingest import ingest_reading
from mandates.register.views import Filters, State, Status
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, date_due, reading, session_due

ANNA = {"actor": "Anna", "at": NOW}
AFTER_73 = dt.date(2019, 12, 1)
PLEDGE = "Encourages Member States to consider pledging contributions after the seventy-third session;"
R8 = f"{SYMBOL}#8"


@pytest.fixture
def stored(session: Session) -> Session:
    """A register with #8 (due at session 73), #9 (73 and 75) and #10 (no due)."""
    given = reading(
        clause("8", session_due(73)),
        clause("9", session_due(73), session_due(75), deliverable="agenda_item", owner="General Assembly"),
        clause("10", text=PLEDGE, verb="encourage", deliverable="action", owner="Member States"),
    )
    ingest_reading(session, given, **ANNA)
    return session


def row(session: Session, reference: str, as_of: dt.date = AFTER_73):
    return next(r for r in queries.list_obligations(session, Filters(), as_of) if r.reference == reference)


def test_list_has_overdue_first_and_undated_last(stored: Session) -> None:
    rows = queries.list_obligations(stored, Filters(settled=False), AFTER_73)
    assert [(r.reference.partition("#")[2], r.state, r.days_late) for r in rows] == [
        ("8", State.OVERDUE, 76),
        ("9@73", State.OVERDUE, 76),
        ("9@75", State.UPCOMING, None),
        ("10", State.UNDATED, None),
    ]
    assert queries.count_obligations(stored, Filters(overdue=True), AFTER_73) == 2


def test_report_settles_and_keeps_the_document(stored: Session) -> None:
    change = tracking.report(stored, "71/500 # 8", document="A/73/328", on=dt.date(2018, 8, 20), **ANNA)
    assert change.reference == R8
    done = row(stored, R8)
    assert (done.status, done.state, done.days_late) == (Status.REPORTED, State.SETTLED, None)
    assert [(e.document, e.on) for e in done.evidence] == [("A/73/328", dt.date(2018, 8, 20))]


def test_as_of_a_day_before_the_report_it_was_open(stored: Session) -> None:
    tracking.report(stored, R8, document="A/74/1", on=dt.date(2019, 12, 20), **ANNA)
    assert row(stored, R8, dt.date(2019, 12, 1)).state is State.OVERDUE
    assert row(stored, R8, dt.date(2019, 12, 20)).state is State.SETTLED


def test_report_twice_is_refused_and_says_what_there_is(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/328", on=dt.date(2018, 8, 20), **ANNA)
    with pytest.raises(TransitionError, match="is reported with A/73/328 on 2018-08-20 already"):
        tracking.report(stored, R8, document="A/73/999", **ANNA)
    tracking.report(stored, R8, document="A/73/328/Add.1", additional=True, **ANNA)
    assert len(row(stored, R8, NOW.date()).evidence) == 2


def test_partial_report_can_be_completed(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/1", partial=True, **ANNA)
    assert row(stored, R8, NOW.date()).status is Status.PARTLY_REPORTED
    tracking.report(stored, R8, document="A/73/2", **ANNA)
    assert row(stored, R8, NOW.date()).status is Status.REPORTED


def test_days_that_cannot_be(stored: Session) -> None:
    with pytest.raises(UsageError, match="in the future"):
        tracking.report(stored, R8, on=NOW.date() + dt.timedelta(days=1), **ANNA)
    with pytest.raises(UsageError, match="before the adoption"):
        tracking.report(stored, R8, on=dt.date(2016, 11, 20), **ANNA)


@pytest.mark.parametrize("typed", ["71/500#8", "a/res/71/500 # 8", "A/RES/71/500#8", R8 + "@73"])
def test_one_reference_many_spellings(stored: Session, typed: str) -> None:
    assert tracking.update(stored, typed, note="seen", **ANNA).reference == R8


def test_unknown_reference_suggests_the_right_one(stored: Session) -> None:
    with pytest.raises(UnknownReferenceError, match=r"did you mean A/RES/71/500#8"):
        tracking.report(stored, "71/50#8", **ANNA)
    with pytest.raises(UnknownReferenceError, match=r"A/RES/71/500 has no #88. did you mean A/RES/71/500#8"):
        tracking.report(stored, "71/500#88", **ANNA)


def test_mandate_with_several_obligations_needs_one_named(stored: Session) -> None:
    with pytest.raises(UsageError, match=r"#9@73, .*#9@75"):
        tracking.report(stored, f"{SYMBOL}#9", **ANNA)
    tracking.report(stored, f"{SYMBOL}#9@73", **ANNA)
    assert tracking.report(stored, f"{SYMBOL}#9", **ANNA).reference == f"{SYMBOL}#9@75"


def test_settled_needs_reopening(stored: Session) -> None:
    tracking.update(stored, R8, status="discontinued", **ANNA)
    with pytest.raises(TransitionError, match="settled: discontinued"):
        tracking.update(stored, R8, status="pending", **ANNA)
    tracking.update(stored, R8, status="pending", reopen=True, **ANNA)
    assert row(stored, R8).status is Status.PENDING


def test_extension_needs_a_reason_and_keeps_what_was_read(stored: Session) -> None:
    with pytest.raises(UsageError, match="no reason"):
        tracking.update(stored, R8, due=dt.date(2020, 6, 1), **ANNA)
    tracking.update(stored, R8, due=dt.date(2020, 6, 1), reason="letter of the President", **ANNA)
    extended = row(stored, R8, NOW.date()).due
    assert (extended.due_on, extended.read_due_on) == (dt.date(2020, 6, 1), dt.date(2019, 9, 16))
    tracking.update(stored, R8, original_due=True, **ANNA)
    assert row(stored, R8, NOW.date()).due.due_on == dt.date(2019, 9, 16)


def test_assign_mandate_or_one_obligation(stored: Session) -> None:
    tracking.assign(stored, f"{SYMBOL}#9", ["Bureau"], **ANNA)
    tracking.assign(stored, f"{SYMBOL}#9@75", ["President"], **ANNA)
    assert row(stored, f"{SYMBOL}#9@73").owners == ("Bureau",)
    assert row(stored, f"{SYMBOL}#9@75").owners == ("President",)
    tracking.assign(stored, f"{SYMBOL}#9", [], **ANNA)
    assert row(stored, f"{SYMBOL}#9@73").owners == ("General Assembly",)


def test_undo_brings_everything_back(stored: Session) -> None:
    before = queries.list_obligations(stored, Filters(), AFTER_73)
    tracking.report(stored, R8, document="A/73/328", on=dt.date(2018, 8, 20), **ANNA)
    undone = tracking.undo(stored, **ANNA)
    assert undone.references == (R8,)
    after = queries.list_obligations(stored, Filters(), AFTER_73)
    assert [dataclasses.replace(one, version=1) for one in after] == before
    assert [e.action for e in queries.history(stored, R8)] == ["undo", "report", "ingested"]
    tracking.undo(stored, batch=undone.batch, **ANNA)
    assert row(stored, R8).status is Status.REPORTED


def test_undo_takes_only_ones_own_last_change_unless_named(stored: Session) -> None:
    tracking.update(stored, R8, note="mine", **ANNA)
    other = tracking.update(stored, R8, status="in_progress", actor="Ben", at=NOW)
    assert tracking.undo(stored, **ANNA).references == (R8,)
    assert row(stored, R8).status is Status.IN_PROGRESS
    tracking.undo(stored, batch=other.batch, **ANNA)
    with pytest.raises(TransitionError, match="taken back already"):
        tracking.undo(stored, batch=other.batch, **ANNA)


def test_undo_of_what_was_changed_again_is_refused(stored: Session) -> None:
    first = tracking.update(stored, R8, note="one", **ANNA)
    tracking.update(stored, R8, note="two", **ANNA)
    with pytest.raises(ConflictError, match="changed again"):
        tracking.undo(stored, batch=first.batch, **ANNA)


def test_undo_of_an_ingest_takes_it_off_the_lists(session: Session) -> None:
    given = reading(clause("8", date_due("2019-05-15")))
    ingest_reading(session, given, **ANNA)
    tracking.undo(session, **ANNA)
    assert queries.list_obligations(session, Filters(), AFTER_73) == []
    assert queries.resolutions(session, AFTER_73) == []
    assert ingest_reading(session, given, **ANNA).outcome == "updated"
    assert len(queries.list_obligations(session, Filters(), AFTER_73)) == 1


def test_undo_of_an_ingest_somebody_has_worked_on_is_refused(stored: Session) -> None:
    tracking.update(stored, R8, note="seen", actor="Ben", at=NOW)
    with pytest.raises(ConflictError, match="worked on"):
        tracking.undo(stored, **ANNA)


def test_change_on_what_one_saw_fails_when_it_is_no_longer_so(stored: Session) -> None:
    tracking.update(stored, R8, note="one", expected_version=1, **ANNA)
    with pytest.raises(ConflictError, match="changed by someone else"):
        tracking.update(stored, R8, note="two", expected_version=1, **ANNA)


def test_summary_of_a_session(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/328", on=dt.date(2018, 8, 20), **ANNA)
    found = queries.summary(stored, "GA", "73", AFTER_73)
    assert (found.fell_due.total, found.fell_due.done, found.fell_due.overdue) == (2, 1, 1)
    assert found.days_late == 76
    assert {g.name: g.total for g in found.by_owner} == {"Secretary-General": 1, "General Assembly": 1}
    assert queries.summary(stored, "GA", "71", AFTER_73).newly_asked.total == 4
    assert queries.summary(stored, "GA", "74", AFTER_73).carried_over.open == 1
    assert [g.total for g in queries.coming(stored, "GA", "73", AFTER_73)] == [0, 1]


def test_filters(stored: Session) -> None:
    tracking.update(stored, f"{SYMBOL}#10", note="Waiting for the archipelago's reply", **ANNA)
    for filters, expected in (
        (Filters(owner="secretary"), ["8"]),
        (Filters(owner="UNGA"), ["9@73", "9@75"]),
        (Filters(owner="general-assembly"), ["9@73", "9@75"]),
        (Filters(deliverables=("agenda_item",)), ["9@73", "9@75"]),
        (Filters(verbs=("encourage",)), ["10"]),
        (Filters(session="75"), ["9@75"]),
        (Filters(body="General Assembly", session="71"), ["8", "9@73", "9@75", "10"]),
        (Filters(undated=True), ["10"]),
        (Filters(since=dt.date(2020, 1, 1)), ["9@75"]),
        (Filters(until=dt.date(2020, 1, 1), limit=1), ["8"]),
        (Filters(search="archipelago replies"), ["10"]),
        (Filters(search='"seventy-third session" -pledging', sort="-symbol"), ["9@75", "9@73", "8"]),
        (Filters(statuses=(Status.REPORTED,)), []),
        (Filters(resolution="A/RES/71/501"), []),
    ):
        rows = queries.list_obligations(stored, filters, AFTER_73)
        assert [r.reference.partition("#")[2] for r in rows] == expected, filters


def test_mandate_view(stored: Session) -> None:
    tracking.report(stored, R8, document="A/73/328", on=dt.date(2018, 8, 20), **ANNA)
    found = queries.mandate_view(stored, "71/500#8", AFTER_73)
    assert found.text[slice(*found.spans["verb"])] == "Requests"
    assert [o.reference for o in found.obligations] == [R8]
    assert [e.action for e in found.history] == ["report", "ingested"]


def test_lists_of_resolutions_and_owners(stored: Session) -> None:
    (found,) = queries.resolutions(stored, AFTER_73)
    assert (found.symbol, found.mandates, found.open, found.overdue) == (SYMBOL, 3, 4, 2)
    assert next((o.name, o.open) for o in queries.owners(stored, AFTER_73)) == ("General Assembly", 2)
