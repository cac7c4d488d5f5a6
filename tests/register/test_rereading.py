"""A text read again: what a person did stays, what moved keeps its history, what is gone is marked."""

from __future__ import annotations

import pytest

from mandates.domain.mandate import Reading
from mandates.register import queries, tracking
from mandates.register.engine import Session
from mandates.register.ingest import IngestResult, ingest_reading
from mandates.register.storing import readings
from mandates.register.views import Filters
from mandates.register.work import review
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, date_due, reading, session_due

ANNA = {"actor": "Anna", "at": NOW}
FIRST = "Invites Member States to contribute to the fund;"
SECOND = "Urges the specialized agencies to assist the countries concerned in their efforts;"
THIRD = "Requests the Secretary-General to report on progress made to the Assembly at its next session;"


def ingest(session: Session, given: Reading) -> IngestResult:
    return ingest_reading(session, given, **ANNA)


def rows(session: Session) -> dict[str, str | None]:
    """Return the note of each obligation shown, by what follows the symbol in its reference."""
    found = queries.list_obligations(session, Filters(sort="symbol"), NOW.date())
    return {row.reference.removeprefix(SYMBOL): row.note for row in found}


def texts(*pairs: tuple[str, str]) -> Reading:
    return reading(*[clause(label, text=text, owner=None) for label, text in pairs])


def test_decisions_survive_a_changed_reading_and_untouched_readings_follow_the_text(session: Session) -> None:
    ingest(session, reading(clause("8", session_due(73)), clause("9", session_due(73))))
    tracking.report(session, f"{SYMBOL}#8", document="A/73/1", **ANNA)
    tracking.assign(session, f"{SYMBOL}#8", ["Office of Legal Affairs"], **ANNA)
    result = ingest(session, reading(clause("8", session_due(74)), clause("9", session_due(74), verb="urge")))
    assert (result.outcome, result.proposals) == ("updated", 1)
    shown = {row.label: row for row in queries.list_obligations(session, Filters(), NOW.date())}
    assert (shown["8"].status, shown["8"].due.session, shown["8"].owners) == (
        "reported",
        73,
        ("Office of Legal Affairs",),
    )
    assert (shown["9"].verb, shown["9"].due.session) == ("urge", 74)
    assert any("#9 reads differently (verb, due)" in line for line in result.changes)


def test_moved_paragraphs_keep_their_history(session: Session) -> None:
    ingest(session, texts(("1", FIRST), ("2", SECOND), ("3", THIRD)))
    for number in (1, 2, 3):
        tracking.update(session, f"{SYMBOL}#{number}", note=f"was {number}", **ANNA)
    new = "Decides to establish a working group;"
    result = ingest(session, texts(("1", new), ("2", FIRST), ("3", SECOND), ("4", THIRD)))
    assert rows(session) == {"#1": None, "#2": "was 1", "#3": "was 2", "#4": "was 3"}
    assert f"{SYMBOL}#3 is now {SYMBOL}#4" in result.changes
    actions = [e.action for e in queries.history(session, f"{SYMBOL}#4")]
    assert actions == ["renumbered", "reread", "update", "ingested"]


def test_two_that_change_places_keep_their_history(session: Session) -> None:
    ingest(session, texts(("1", FIRST), ("2", SECOND)))
    tracking.update(session, f"{SYMBOL}#1", note="was 1", **ANNA)
    ingest(session, texts(("1", SECOND), ("2", FIRST)))
    assert rows(session) == {"#1": None, "#2": "was 1"}


def test_corrected_and_moved_paragraph_is_the_same_one(session: Session) -> None:
    ingest(session, texts(("1", FIRST.replace("contribute", "contr ibute")), ("2", SECOND)))
    tracking.update(session, f"{SYMBOL}#1", note="was 1", **ANNA)
    ingest(session, texts(("1", SECOND), ("2", FIRST)))
    assert rows(session) == {"#1": None, "#2": "was 1"}


def test_withdrawn_paragraph_is_kept_and_comes_back_with_its_history(session: Session) -> None:
    ingest(session, texts(("1", FIRST), ("2", SECOND)))
    tracking.update(session, f"{SYMBOL}#2", note="was 2", **ANNA)
    result = ingest(session, texts(("1", FIRST)))
    assert rows(session) == {"#1": None}
    assert f"{SYMBOL}#2 is no longer in the text" in result.changes
    assert queries.mandate_view(session, f"{SYMBOL}#2", NOW.date()).withdrawn
    ingest(session, texts(("1", FIRST), ("2", SECOND)))
    assert rows(session) == {"#1": None, "#2": "was 2"}


def test_withdrawn_one_makes_way_for_another_with_its_number(session: Session) -> None:
    ingest(session, texts(("1", FIRST), ("2", SECOND), ("3", THIRD)))
    tracking.update(session, f"{SYMBOL}#3", note="was 3", **ANNA)
    ingest(session, texts(("1", FIRST), ("2", THIRD)))
    assert rows(session) == {"#1": None, "#2": "was 3"}
    assert queries.mandate_view(session, f"{SYMBOL}#2!1", NOW.date()).withdrawn


def test_due_that_is_corrected_moves_its_obligation_and_a_further_one_is_added(session: Session) -> None:
    ingest(session, reading(clause("8", session_due(73))))
    ingest(session, reading(clause("8", session_due(74), session_due(76))))
    assert list(rows(session)) == ["#8@74", "#8@76"]
    ingest(session, reading(clause("8", date_due("2020-05-01"))))
    assert list(rows(session)) == ["#8"]
    assert readings.stored(session, 1) == reading(clause("8", date_due("2020-05-01")))


def test_proposal_can_be_accepted_and_undone(session: Session) -> None:
    ingest(session, reading(clause("8", session_due(73))))
    tracking.update(session, f"{SYMBOL}#8", note="mine", **ANNA)
    ingest(session, reading(clause("8", session_due(75), deliverable="briefing")))
    (waiting,) = review.waiting(session)
    assert (waiting.reference, waiting.before["deliverable"], waiting.after["deliverable"]) == (
        f"{SYMBOL}#8",
        "report",
        "briefing",
    )
    change = review.accept(session, f"{SYMBOL}#8", **ANNA)
    (row,) = queries.list_obligations(session, Filters(), NOW.date())
    assert (row.deliverable, row.due.session, row.note) == ("briefing", 75, "mine")
    assert review.waiting(session) == []
    tracking.undo(session, batch=change.batch, **ANNA)
    (row,) = queries.list_obligations(session, Filters(), NOW.date())
    assert (row.deliverable, row.due.session, row.note) == ("report", 73, "mine")
    assert len(review.waiting(session)) == 1


def test_reading_a_person_did_not_want_is_not_proposed_again(session: Session) -> None:
    old, new = reading(clause("8", session_due(73))), reading(clause("8", session_due(75)))
    ingest(session, old)
    tracking.update(session, f"{SYMBOL}#8", note="mine", **ANNA)
    ingest(session, new)
    review.keep(session, f"{SYMBOL}#8", **ANNA)
    assert review.waiting(session) == []
    assert ingest(session, old).proposals == 0
    assert ingest(session, new).proposals == 0
    (row,) = queries.list_obligations(session, Filters(), NOW.date())
    assert row.due.session == 73


def test_text_that_reads_as_before_after_all_closes_the_proposal(session: Session) -> None:
    old, new = reading(clause("8", session_due(73))), reading(clause("8", session_due(75)))
    ingest(session, old)
    tracking.update(session, f"{SYMBOL}#8", note="mine", **ANNA)
    ingest(session, new)
    ingest(session, old)
    assert review.waiting(session) == []


@pytest.mark.parametrize("touched", [False, True])
def test_undo_of_a_second_ingest_brings_the_first_reading_back(session: Session, touched: bool) -> None:
    first = reading(clause("8", session_due(73)), clause("9", text=SECOND))
    ingest(session, first)
    if touched:
        tracking.update(session, f"{SYMBOL}#8", note="mine", **ANNA)
    second = ingest(session, reading(clause("8", session_due(74), text=THIRD), title="Another title"))
    tracking.undo(session, batch=second.batch, **ANNA)
    assert readings.stored(session, 1) == first
    assert rows(session) == {"#8": "mine" if touched else None, "#9": None}
    assert review.waiting(session) == []
