from __future__ import annotations

import pytest

from mandates.domain.errors import UnknownReferenceError
from mandates.register import queries, tracking
from mandates.register.engine import Session
from mandates.register.ingest import ingest_reading
from mandates.register.views import Filters
from mandates.register.work import review
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, date_due, reading, session_due

ANNA = {"actor": "Anna", "at": NOW}
R8 = f"{SYMBOL}#8"


@pytest.fixture
def stored(session: Session) -> Session:
    certain, doubtful, worst = (
        clause(label, session_due(73), confidence=confidence)
        for label, confidence in (("7", 0.95), ("8", 0.6), ("9", 0.3))
    )
    ingest_reading(session, reading(certain, doubtful, worst), **ANNA)
    return session


def row(session: Session, label: str = "8"):
    return next(r for r in queries.list_obligations(session, Filters(), NOW.date()) if r.label == label)


def test_uncertain_readings_the_worst_first_until_somebody_has_looked(stored: Session) -> None:
    assert review.uncertain(stored) == [f"{SYMBOL}#9", R8]
    assert review.count_uncertain(stored) == 2
    review.correct(stored, R8, **ANNA)
    assert review.uncertain(stored) == [f"{SYMBOL}#9"]
    tracking.undo(stored, **ANNA)
    assert review.uncertain(stored) == [f"{SYMBOL}#9", R8]


def test_correction_wins_now_and_over_what_is_read_later(stored: Session) -> None:
    review.correct(
        stored, R8, verb="decide", owners=["Committee"], deliverable="review", due=[date_due("2020-06-30")], **ANNA
    )
    again = reading(*[clause(label, session_due(74), verb="urge") for label in ("7", "8", "9")])
    for _ in range(2):
        found = row(stored)
        assert (found.verb, found.owners, found.deliverable) == ("decide", ("Committee",), "review")
        assert found.due.due_on.isoformat() == "2020-06-30"
        ingest_reading(stored, again, **ANNA)
    assert row(stored, "7").verb == "urge"
    review.accept(stored, R8, **ANNA)
    assert row(stored).due.due_on.isoformat() == "2020-06-30"


def test_corrected_due_keeps_the_history_of_what_was_due_and_can_be_undone(stored: Session) -> None:
    tracking.update(stored, R8, note="seen", **ANNA)
    review.correct(stored, R8, due=[session_due(74), session_due(75)], **ANNA)
    assert row(stored).note == "seen"
    assert [o.due.session for o in queries.mandate_view(stored, R8, NOW.date()).obligations] == [74, 75]
    tracking.undo(stored, **ANNA)
    (only,) = queries.mandate_view(stored, R8, NOW.date()).obligations
    assert (only.reference, only.due.session, only.note) == (R8, 73, "seen")


def test_what_is_no_mandate_leaves_the_lists_and_can_come_back(stored: Session) -> None:
    review.correct(stored, R8, not_a_mandate=True, **ANNA)
    assert {r.label for r in queries.list_obligations(stored, Filters(), NOW.date())} == {"7", "9"}
    with pytest.raises(UnknownReferenceError, match="withdrawn"):
        tracking.report(stored, R8, **ANNA)
    review.correct(stored, R8, not_a_mandate=False, **ANNA)
    assert row(stored).reference == R8


def test_nothing_waits(stored: Session) -> None:
    with pytest.raises(UnknownReferenceError, match="no other reading"):
        review.keep(stored, R8, **ANNA)
