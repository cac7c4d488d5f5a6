"""Mandates that a person enters live like those that were read."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from mandates.domain.commands import Correct, Entry, Report
from mandates.domain.errors import ConflictError, MandatesError, TransitionError, UnknownReferenceError, UsageError
from mandates.domain.mandate import Reading
from mandates.domain.resolution import Paragraph, ParagraphKind
from mandates.domain.status import State
from mandates.register import integrity, lists
from mandates.register.adding import add
from mandates.register.history import history
from mandates.register.show import mandate_view
from mandates.store.engine import Connection
from tests.conftest import NOW
from tests.register.conftest import TODAY, does, ingests, judges, listed, undoes, working
from tests.register.samples import SYMBOL, clause, reading, session_due

MISSED = "Looks forward to a report of the Secretary-General at its seventy-third session;"
R6 = f"{SYMBOL}#6"
ENTRY = Entry(
    reference="71/500 # 6",
    verb="request",
    owners=("SG",),
    deliverable="report",
    due=(session_due(73),),
    reason="read it",
)


def with_paragraph(given: Reading, label: str, words: str) -> Reading:
    """Return a reading with one paragraph more in which nothing was read."""
    more = Paragraph(kind=ParagraphKind.OPERATIVE, text=words, label=label)
    resolution = given.resolution
    paragraphs = sorted([*resolution.paragraphs, more], key=lambda one: (one.label is not None, one.label or ""))
    return dataclasses.replace(given, resolution=dataclasses.replace(resolution, paragraphs=tuple(paragraphs)))


READ = with_paragraph(reading(clause("5", session_due(73)), clause("8", session_due(74))), "6", MISSED)


@pytest.fixture
def stored(connection: Connection) -> Connection:
    ingests(connection, READ, at="2017-01-10")
    return connection


def adds(connection: Connection, entry: Entry = ENTRY, *, at: dt.datetime | str = NOW, actor: str = "Ada") -> str:
    with working(connection, actor=actor, at=at, command="add") as work:
        return add(work, entry).reference


def labels(connection: Connection, as_of: dt.date | str = TODAY) -> list[str]:
    return [row.reference.partition("#")[2] for row in listed(connection, as_of, sort="symbol")]


def test_a_missed_mandate_is_entered_and_lives_like_one_that_was_read(stored: Connection) -> None:
    assert adds(stored) == R6
    assert labels(stored) == ["5", "6", "8"]
    (row,) = [one for one in listed(stored) if one.label == "6"]
    assert (row.owners, row.deliverable, row.clause) == (("Secretary-General",), "report", MISSED)
    assert row.due is not None
    assert (row.due.session, row.state) == (73, State.OVERDUE)
    assert [one.label for one in listed(stored, owners=("SG",), search="looks forward")] == ["6"]
    does(stored, Report(document="A/73/9"), R6)
    assert integrity.findings(stored) == []


def test_the_history_says_who_entered_it_and_why(stored: Connection) -> None:
    adds(stored)
    told = history(stored, R6)[0]
    assert (told.kind, told.actor, told.reason) == ("added", "Ada", "read it")
    assert told.after["owners"] == ["Secretary-General"]
    assert "entered.by_hand" in mandate_view(stored, R6, TODAY).reasons


def test_before_the_day_on_which_it_is_entered_nothing_changes(stored: Connection) -> None:
    before = listed(stored, "2019-01-01")
    adds(stored)
    assert listed(stored, "2019-01-01") == before


def test_it_is_taken_back_and_taken_back_again(stored: Connection) -> None:
    before = listed(stored)
    adds(stored)
    after = listed(stored)
    back = undoes(stored, actor="Ada")
    assert listed(stored) == before
    undoes(stored, back.change)
    assert listed(stored) == after
    assert integrity.findings(stored) == []


def test_it_does_not_come_back_where_another_has_its_place(stored: Connection) -> None:
    last = dataclasses.replace(ENTRY, reference="71/500#8")
    adds(stored, last)
    back = undoes(stored, actor="Ada")
    adds(stored, last)
    with pytest.raises(ConflictError, match="is now another mandate"):
        undoes(stored, back.change)
    assert integrity.findings(stored) == []


def test_it_stays_when_its_text_is_read_again(stored: Connection) -> None:
    adds(stored)
    does(stored, Report(document="A/73/9"), R6)
    changed = with_paragraph(
        reading(clause("5", session_due(75)), clause("8", session_due(74))), "6", f"{MISSED} and more"
    )
    ingests(stored, changed)
    assert labels(stored) == ["5", "6", "8"]
    view = mandate_view(stored, R6, TODAY)
    assert (view.text, view.clause) == (f"{MISSED} and more", MISSED)
    assert integrity.findings(stored) == []


def test_it_stays_where_its_paragraph_is_gone(stored: Connection) -> None:
    adds(stored)
    ingests(stored, reading(clause("5", session_due(73)), clause("8", session_due(74))))
    assert labels(stored) == ["5", "8", "6"]
    assert integrity.findings(stored) == []


def test_what_reads_it_otherwise_is_suggested(stored: Connection) -> None:
    adds(stored)
    read = reading(
        clause("5", session_due(73)), clause("6", session_due(74), text=MISSED), clause("8", session_due(74))
    )
    result = ingests(stored, read)
    assert result.suggestions == 1
    (row,) = [one for one in listed(stored) if one.label == "6"]
    assert row.due is not None
    assert row.due.session == 73
    judges(stored, R6, accept=True)
    (row,) = [one for one in listed(stored) if one.label == "6"]
    assert row.due is not None
    assert row.due.session == 74
    assert integrity.findings(stored) == []


def test_a_second_one_of_a_paragraph_gets_the_next_reference(stored: Connection) -> None:
    other = dataclasses.replace(ENTRY, reference="71/500#5", deliverable="meeting")
    assert adds(stored, other) == f"{SYMBOL}#5.2"
    assert labels(stored) == ["5", "5.2", "8"]
    with pytest.raises(TransitionError, match="already says the same"):
        adds(stored, other)


def test_a_text_that_is_not_held_is_entered_with_its_words(stored: Connection) -> None:
    away = Entry(
        reference="71/600#6 (a)",
        verb="request",
        owners=("OCHA",),
        due=(session_due(74),),
        text=MISSED,
        title="A question",
        adopted_on=dt.date(2016, 12, 1),
        reason="read it",
    )
    assert adds(stored, away) == "A/RES/71/600#6(a)"
    more = dataclasses.replace(
        away, reference="71/600#7", text="Decides to meet;", verb="decide", deliverable="meeting"
    )
    adds(stored, more)
    found = [
        (row.reference, row.label, row.title) for row in listed(stored, resolutions=("A/RES/71/600",), sort="symbol")
    ]
    assert found == [("A/RES/71/600#6(a)", "6 (a)", "A question"), ("A/RES/71/600#7", "7", "A question")]
    assert integrity.findings(stored) == []
    assert {(told.actor, told.reason) for told in history(stored, "A/RES/71/600#7")} == {("Ada", "read it")}
    undoes(stored, actor="Ada")
    undoes(stored, actor="Ada")
    assert listed(stored, resolutions=("A/RES/71/600",)) == []


def test_the_text_itself_takes_its_place_when_it_comes(stored: Connection) -> None:
    symbol = "A/RES/71/600"
    adds(stored, dataclasses.replace(ENTRY, reference=f"{symbol}#6", text=MISSED, due=(session_due(74),)))
    does(stored, Correct(deliverable="meeting"), f"{symbol}#6")
    read = reading(clause("5", session_due(74), symbol=symbol), symbol=symbol, adopted="2016-12-01")
    ingests(stored, with_paragraph(read, "6", MISSED))
    found = listed(stored, resolutions=(symbol,), sort="symbol")
    assert [(row.label, row.deliverable) for row in found] == [("5", "report"), ("6", "meeting")]
    assert integrity.findings(stored) == []


@pytest.mark.parametrize(
    ("entry", "error", "said"),
    [
        ({"reference": "71/500#66"}, UnknownReferenceError, "has no paragraph 66. It has 5 to 8"),
        ({"reference": "71/600#6"}, UnknownReferenceError, "give the paragraph's words: --text WORDS"),
        ({"reference": "71/500#6@73"}, UsageError, "names one occurrence"),
        ({"text": "Other words;"}, UsageError, "Leave --text out"),
        ({"reference": "somewhere"}, UsageError, "is not a reference"),
    ],
)
def test_what_cannot_be_entered(stored: Connection, entry: dict, error: type[MandatesError], said: str) -> None:
    with pytest.raises(error) as raised:
        adds(stored, dataclasses.replace(ENTRY, **entry))
    assert said.lower() in str(raised.value).lower()
    assert labels(stored) == ["5", "8"]


def test_other_words_of_a_paragraph_that_was_entered_are_refused(stored: Connection) -> None:
    away = dataclasses.replace(ENTRY, reference="71/600#6", text=MISSED)
    adds(stored, away)
    with pytest.raises(ConflictError, match="has other words"):
        adds(stored, dataclasses.replace(away, text="Other words;"))


def test_a_resolution_has_one_more_mandate_from_the_day_on_which_somebody_added_it(stored: Connection) -> None:
    adds(stored, at="2019-05-20")
    counts = [
        [row.mandates for row in lists.resolutions(stored, dt.date.fromisoformat(day))]
        for day in ("2016-11-20", "2016-11-21", "2019-05-19", "2019-05-20")
    ]
    assert counts == [[], [2], [2], [3]]
