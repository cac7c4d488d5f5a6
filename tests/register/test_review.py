from __future__ import annotations

import datetime as dt

import pytest

from mandates.domain.commands import Correct, Report, Update
from mandates.domain.errors import UnknownReferenceError
from mandates.register import review
from mandates.register.history import history
from mandates.register.show import mandate_view
from mandates.schema.items import ObligationRow
from mandates.store.engine import Connection
from tests.register.conftest import TODAY, does, ingests, judges, listed, undoes
from tests.register.samples import SYMBOL, clause, date_due, reading, session_due

R8 = f"{SYMBOL}#8"


@pytest.fixture
def stored(connection: Connection) -> Connection:
    certain, doubtful, worst = (
        clause(label, session_due(73), confidence=confidence)
        for label, confidence in (("7", 0.95), ("8", 0.6), ("9", 0.3))
    )
    ingests(connection, reading(certain, doubtful, worst))
    return connection


def row(connection: Connection, label: str = "8") -> ObligationRow:
    return next(r for r in listed(connection) if r.label == label)


def test_uncertain_readings_the_worst_first_until_somebody_has_looked(stored: Connection) -> None:
    assert review.uncertain_mandates(stored) == [f"{SYMBOL}#9", R8]
    assert review.uncertain_mandates(stored, limit=1) == [f"{SYMBOL}#9"]
    assert review.count_uncertain(stored) == 2
    does(stored, Correct(), R8)
    assert review.uncertain_mandates(stored) == [f"{SYMBOL}#9"]
    assert history(stored, R8)[0].kind == "confirm"
    undoes(stored)
    assert review.uncertain_mandates(stored) == [f"{SYMBOL}#9", R8]


def test_correction_wins_now_and_over_what_is_read_later(stored: Connection) -> None:
    due = (date_due("2020-06-30"),)
    does(stored, Correct(verb="decide", owners=("Committee",), deliverable="review", due=due), R8)
    again = reading(*[clause(label, session_due(74), verb="urge") for label in ("7", "8", "9")])
    for _ in range(2):
        found = row(stored)
        assert (found.verb, found.owners, found.deliverable) == ("decide", ("Committee",), "review")
        assert found.due.due_on.isoformat() == "2020-06-30"
        ingests(stored, again)
    assert row(stored, "7").verb == "urge"
    judges(stored, R8, accept=True)
    assert row(stored).due.due_on.isoformat() == "2020-06-30"


def test_corrected_due_keeps_the_history_of_what_was_due_and_can_be_undone(stored: Connection) -> None:
    does(stored, Update(note="seen"), R8)
    does(stored, Correct(due=(session_due(74), session_due(75))), R8)
    assert row(stored).note == "seen"
    assert [o.due.session for o in mandate_view(stored, R8, TODAY).obligations] == [74, 75]
    undoes(stored)
    (only,) = mandate_view(stored, R8, TODAY).obligations
    assert (only.reference, only.due.session, only.note) == (R8, 73, "seen")


def test_what_is_no_mandate_leaves_the_lists_and_can_come_back(stored: Connection) -> None:
    does(stored, Correct(not_a_mandate=True), R8)
    assert {r.label for r in listed(stored)} == {"7", "9"}
    with pytest.raises(UnknownReferenceError, match="withdrawn"):
        does(stored, Report(), R8)
    does(stored, Correct(not_a_mandate=False), R8)
    assert row(stored).reference == R8


def test_nothing_waits(stored: Connection) -> None:
    with pytest.raises(UnknownReferenceError, match="no new extraction"):
        judges(stored, R8, accept=False)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_what_was_uncertain_on_a_past_day_is_told_whatever_was_confirmed_or_read_since(connection: Connection) -> None:
    doubtful = reading(*[clause(label, confidence=0.6) for label in ("7", "8", "9")])
    ingests(connection, doubtful, at="2019-01-10")
    does(connection, Correct(), f"{SYMBOL}#7", at="2019-02-01")
    before = [f"{SYMBOL}#8", f"{SYMBOL}#9"]
    assert review.uncertain_mandates(connection, day("2019-02-10")) == before
    does(connection, Correct(), R8, at="2019-03-01")
    ingests(connection, reading(clause("7"), clause("8"), clause("9", confidence=0.95)), at="2019-03-02")
    undoes(connection, 2, actor="Ben", at="2019-03-03")
    assert review.uncertain_mandates(connection) == []
    assert review.uncertain_mandates(connection, day("2019-01-31")) == [f"{SYMBOL}#7", *before]
    assert review.uncertain_mandates(connection, day("2019-02-10")) == before
    assert review.count_uncertain(connection, day("2019-02-10")) == 2
    assert review.uncertain_mandates(connection, day("2019-02-10"), limit=1) == before[:1]
    assert review.uncertain_mandates(connection, day("2019-03-01")) == [f"{SYMBOL}#9"]
    assert review.uncertain_mandates(connection, day("2019-03-02")) == []


def test_what_waited_on_a_past_day_is_told_whatever_was_said_or_read_since(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73))), at="2019-01-10")
    does(connection, Update(note="mine"), R8, at="2019-01-10")
    ingests(connection, reading(clause("8", session_due(75))), at="2019-02-01")
    before = review.waiting(connection, day("2019-02-01"))
    assert [one.reference for one in before] == [R8]
    ingests(connection, reading(clause("8", session_due(77))), at="2019-03-01")
    judges(connection, R8, accept=True, at="2019-03-02")
    ingests(connection, reading(clause("9", session_due(77))), at="2019-03-03")
    assert review.waiting(connection) == []
    assert review.waiting(connection, day("2019-01-31")) == []
    assert review.waiting(connection, day("2019-02-01")) == before
    assert review.waiting(connection, day("2019-02-28")) == before
    (other,) = review.waiting(connection, day("2019-03-01"))
    assert other.after != before[0].after
    assert review.waiting(connection, day("2019-03-02")) == []
