"""A text read again: what a person did stays, what moved keeps its history, what is gone is marked."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from mandates.domain.commands import Assign, Report, Update
from mandates.domain.mandate import Reading
from mandates.domain.resolution import Footnote
from mandates.domain.status import Status
from mandates.extraction.extract import extract
from mandates.register import review
from mandates.register.history import history
from mandates.register.references import find_mandate
from mandates.register.show import mandate_view, notice_of
from mandates.register.stored_extraction import stored
from mandates.store.engine import Connection
from tests.register.conftest import TODAY, changed, does, ingests, judges, listed, supersedes, undoes
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due

FIRST = "Invites Member States to contribute to the fund;"
SECOND = "Urges the specialized agencies to assist the countries concerned in their efforts;"
THIRD = "Requests the Secretary-General to report on progress made to the Assembly at its next session;"
NEW = "Decides to establish a working group;"
R8 = f"{SYMBOL}#8"


def rows(connection: Connection, as_of: dt.date | str = TODAY) -> dict[str, str | None]:
    """Return the note of each obligation shown, by what follows the symbol in its reference."""
    return {row.reference.removeprefix(SYMBOL): row.note for row in listed(connection, as_of, sort="symbol")}


def texts(*pairs: tuple[str, str], **head: str) -> Reading:
    return reading(*[clause(label, text=text, owner=None) for label, text in pairs], **head)


def notes(connection: Connection, label: str, note: str, at: str = "2020-01-15") -> None:
    does(connection, Update(note=note), f"{SYMBOL}#{label}", at=at)


def test_decisions_survive_a_changed_reading_and_untouched_readings_follow_the_text(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73)), clause("9", session_due(73))))
    does(connection, Report(document="A/73/1"), R8)
    does(connection, Assign(owners=("Office of Legal Affairs",)), R8)
    result = ingests(connection, reading(clause("8", session_due(74)), clause("9", session_due(74), verb="urge")))
    assert (result.outcome, result.suggestions) == ("updated", 1)
    shown = {row.label: row for row in listed(connection)}
    assert (shown["8"].status, shown["8"].due.session, shown["8"].owners) == (
        "reported",
        73,
        ("Office of Legal Affairs",),
    )
    assert (shown["9"].verb, shown["9"].due.session) == ("urge", 74)
    assert any("#9 reads differently (verb, due)" in line for line in result.changes)


def test_moved_paragraphs_keep_their_history(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST), ("2", SECOND), ("3", THIRD)))
    for number in ("1", "2", "3"):
        notes(connection, number, f"was {number}")
    result = ingests(connection, texts(("1", NEW), ("2", FIRST), ("3", SECOND), ("4", THIRD)))
    assert rows(connection) == {"#1": None, "#2": "was 1", "#3": "was 2", "#4": "was 3"}
    assert f"{SYMBOL}#3 is now {SYMBOL}#4" in result.changes
    kinds = [event.kind for event in history(connection, f"{SYMBOL}#4")]
    assert kinds == ["renumbered", "reread", "update", "ingested"]


def test_two_that_change_places_keep_their_history(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST), ("2", SECOND)))
    notes(connection, "1", "was 1")
    ingests(connection, texts(("1", SECOND), ("2", FIRST)))
    assert rows(connection) == {"#1": None, "#2": "was 1"}


def test_corrected_and_moved_paragraph_is_the_same_one(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST.replace("contribute", "contr ibute")), ("2", SECOND)))
    notes(connection, "1", "was 1")
    ingests(connection, texts(("1", SECOND), ("2", FIRST)))
    assert rows(connection) == {"#1": None, "#2": "was 1"}


def test_withdrawn_paragraph_is_kept_and_comes_back_with_its_history(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST), ("2", SECOND)))
    notes(connection, "2", "was 2")
    result = ingests(connection, texts(("1", FIRST)))
    assert rows(connection) == {"#1": None}
    assert f"{SYMBOL}#2 is no longer in the text" in result.changes
    assert mandate_view(connection, f"{SYMBOL}#2", TODAY).withdrawn
    ingests(connection, texts(("1", FIRST), ("2", SECOND)))
    assert rows(connection) == {"#1": None, "#2": "was 2"}
    assert not mandate_view(connection, f"{SYMBOL}#2", TODAY).withdrawn


def test_withdrawn_one_makes_way_for_another_with_its_number(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST), ("2", SECOND), ("3", THIRD)))
    notes(connection, "3", "was 3")
    ingests(connection, texts(("1", FIRST), ("2", THIRD)))
    assert rows(connection) == {"#1": None, "#2": "was 3"}
    assert mandate_view(connection, f"{SYMBOL}#2!1", TODAY).withdrawn


def test_due_that_is_corrected_moves_its_obligation_and_a_further_one_is_added(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73))))
    (first,) = listed(connection)
    ingests(connection, reading(clause("8", session_due(74), session_due(76))))
    assert list(rows(connection)) == ["#8@74", "#8@76"]
    ingests(connection, reading(clause("8", date_due("2020-05-01"))))
    assert list(rows(connection)) == ["#8"]
    assert [row.id for row in listed(connection)] == [first.id]
    assert stored(connection, SYMBOL) == reading(clause("8", date_due("2020-05-01")))


def test_suggestion_can_be_accepted_and_undone(connection: Connection) -> None:
    ingests(connection, reading(clause("8", session_due(73))))
    notes(connection, "8", "mine")
    ingests(connection, reading(clause("8", session_due(75), deliverable="briefing")))
    (waiting,) = review.waiting(connection)
    assert (waiting.reference, waiting.before["deliverable"], waiting.after["deliverable"]) == (
        R8,
        "report",
        "briefing",
    )
    _, change = judges(connection, R8, accept=True)
    (row,) = listed(connection)
    assert (row.deliverable, row.due.session, row.note) == ("briefing", 75, "mine")
    assert review.waiting(connection) == []
    undoes(connection, change)
    (row,) = listed(connection)
    assert (row.deliverable, row.due.session, row.note) == ("report", 73, "mine")
    assert len(review.waiting(connection)) == 1


def test_reading_a_person_did_not_want_is_not_suggested_again(connection: Connection) -> None:
    old, new = reading(clause("8", session_due(73))), reading(clause("8", session_due(75)))
    ingests(connection, old)
    notes(connection, "8", "mine")
    ingests(connection, new)
    judges(connection, R8, accept=False)
    assert review.waiting(connection) == []
    assert ingests(connection, old).suggestions == 0
    assert ingests(connection, new).suggestions == 0
    (row,) = listed(connection)
    assert row.due.session == 73


def test_text_that_reads_as_before_after_all_closes_the_suggestion(connection: Connection) -> None:
    old, new = reading(clause("8", session_due(73))), reading(clause("8", session_due(75)))
    ingests(connection, old)
    notes(connection, "8", "mine")
    ingests(connection, new)
    ingests(connection, old)
    assert review.waiting(connection) == []


@pytest.mark.parametrize("touched", [False, True])
def test_undo_of_a_second_ingest_brings_the_first_reading_back(connection: Connection, touched: bool) -> None:
    first = reading(clause("8", session_due(73)), clause("9", text=SECOND))
    ingests(connection, first)
    if touched:
        notes(connection, "8", "mine")
    second = ingests(connection, reading(clause("8", session_due(74), text=THIRD), title="Another title"))
    undoes(connection, second.change)
    assert stored(connection, SYMBOL) == first
    assert rows(connection) == {"#8": "mine" if touched else None, "#9": None}
    assert review.waiting(connection) == []


# What a later mandate took the place of, and references that a text no longer has


LATER = "A/RES/73/600"


def later_texts(*pairs: tuple[str, str]) -> Reading:
    given = [clause(label, text=text, owner=None, symbol=LATER) for label, text in pairs]
    return reading(*given, symbol=LATER, session=73, adopted="2018-12-20")


def test_superseded_goes_with_the_mandate_that_is_renumbered(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST)))
    ingests(connection, later_texts(("5", FIRST), ("6", SECOND)))
    supersedes(connection, f"{LATER}#5", f"{SYMBOL}#1", at="2020-01-16")
    ingests(connection, later_texts(("5", NEW), ("6", FIRST), ("7", SECOND)), at="2020-01-17")
    ((row,),) = (listed(connection, day, resolutions=(SYMBOL,)) for day in ("2020-01-17",))
    assert (row.status, row.superseded_by) == (Status.SUPERSEDED, f"{LATER}#6")
    assert mandate_view(connection, f"{LATER}#6", dt.date(2020, 1, 17)).supersedes == (f"{SYMBOL}#1",)
    assert mandate_view(connection, f"{LATER}#5", dt.date(2020, 1, 17)).supersedes == ()
    (then,) = listed(connection, "2020-01-16", resolutions=(SYMBOL,))
    assert then.superseded_by == f"{LATER}#5"
    assert then.superseded_by_id == row.superseded_by_id


def test_superseded_goes_with_its_own_number_too(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST), ("2", SECOND)))
    ingests(connection, later_texts(("5", FIRST)))
    supersedes(connection, f"{LATER}#5", f"{SYMBOL}#1")
    ingests(connection, texts(("1", NEW), ("2", FIRST), ("3", SECOND)))
    assert mandate_view(connection, f"{LATER}#5", TODAY).supersedes == (f"{SYMBOL}#2",)


def test_an_old_reference_leads_to_what_it_meant_and_says_so(connection: Connection) -> None:
    ingests(connection, texts(("1", FIRST), ("8", SECOND)))
    notes(connection, "8", "mine")
    ingests(connection, texts(("1", FIRST), ("7", NEW), ("9", SECOND)))
    said = f"{R8} is now {SYMBOL}#9"
    assert notice_of(connection, "71/500#8") == said
    done = changed(does(connection, Update(note="still mine"), "71/500#8"))
    assert (done.reference, done.notice) == (f"{SYMBOL}#9", said)
    assert rows(connection) == {"#1": None, "#7": None, "#9": "still mine"}
    assert changed(does(connection, Assign(owners=("Bureau",)), R8)).notice == said
    shown = mandate_view(connection, R8, TODAY)
    assert (shown.reference, shown.former_references) == (f"{SYMBOL}#9", (R8,))
    assert history(connection, R8)[0].kind == "assign"
    assert notice_of(connection, f"{SYMBOL}#9") is None


def test_a_label_taken_over_means_the_one_that_has_it_now(connection: Connection) -> None:
    ingests(connection, texts(("8", FIRST), ("9", SECOND)))
    notes(connection, "8", "of the first")
    ingests(connection, texts(("8", NEW), ("9", FIRST), ("10", SECOND)))
    assert notice_of(connection, R8) is None
    assert changed(does(connection, Update(note="of the new"), R8)).notice is None
    assert rows(connection) == {"#8": "of the new", "#9": "of the first", "#10": None}
    assert mandate_view(connection, f"{SYMBOL}#9", TODAY).former_references == (R8,)


def test_of_two_that_had_a_reference_the_last_one_is_meant(connection: Connection) -> None:
    ingests(connection, texts(("8", FIRST)))
    ingests(connection, texts(("8", SECOND), ("9", FIRST)))
    ingests(connection, texts(("9", FIRST), ("12", SECOND)))
    assert find_mandate(connection, R8).mandate.reference == f"{SYMBOL}#12"


def test_undo_of_a_renumbering_gives_the_reference_back(connection: Connection) -> None:
    ingests(connection, texts(("8", FIRST)))
    moved = ingests(connection, texts(("9", FIRST)))
    undoes(connection, moved.change)
    assert notice_of(connection, R8) is None
    assert notice_of(connection, f"{SYMBOL}#9") == f"{SYMBOL}#9 is now {R8}"


# Copies that hold less


def copy_of(given: Reading, **lacking: object) -> Reading:
    """Return a reading of a copy that lacks pages and footnotes, and what is named."""
    poor = [dataclasses.replace(one, page=None, footnotes=(), section=None) for one in given.resolution.paragraphs]
    return dataclasses.replace(
        given, resolution=dataclasses.replace(given.resolution, paragraphs=tuple(poor), source="copy.txt", **lacking)
    )


def rich(*mandates, **head) -> Reading:
    given = reading(*(mandates or (clause("8", session_due(73)), clause("9", every("P1Y")))), **head)
    whole = [
        dataclasses.replace(one, page=place + 1, footnotes=(Footnote(mark="1", text="See A/71/1."),), section="I")
        for place, one in enumerate(given.resolution.paragraphs)
    ]
    return dataclasses.replace(
        given, resolution=dataclasses.replace(given.resolution, paragraphs=tuple(whole), agenda_items=("123 (a)",))
    )


KEPT = {
    "title": "title",
    "adopted_on": "date of adoption",
    "session": "session",
    "agenda_items": "agenda items",
}


@pytest.mark.parametrize("lacking", [(), ("title",), ("adopted_on",), ("session",), ("agenda_items",), tuple(KEPT)])
def test_a_poorer_copy_takes_nothing_away_and_says_what_it_lacks(
    connection: Connection, lacking: tuple[str, ...]
) -> None:
    given = extract(rich().resolution)  # read by the rules, as the copy is
    ingests(connection, given)
    before = listed(connection)
    events = len(history(connection))
    empty = {name: () if name == "agenda_items" else None for name in lacking}
    result = ingests(connection, extract(copy_of(given, **empty).resolution))
    assert result.outcome == "unchanged"
    (line,) = result.changes
    assert line.startswith(f"{SYMBOL} keeps what this copy lacks: ")
    told = set(line.partition(": ")[2].split(", "))
    assert told == {*(KEPT[name] for name in lacking), "page numbers", "footnotes", "sections"}
    kept = stored(connection, SYMBOL).resolution
    assert dataclasses.replace(kept, source=None) == dataclasses.replace(given.resolution, source=None)
    assert listed(connection) == before
    assert len(history(connection)) == events
    assert ingests(connection, given) == dataclasses.replace(result, changes=())


def test_a_poorer_copy_that_reads_differently_changes_that_alone(connection: Connection) -> None:
    given = rich(clause("8", session_due(73)), clause("9", text=SECOND))
    ingests(connection, given)
    other = rich(clause("8", session_due(74)), clause("9", text=SECOND))
    result = ingests(connection, copy_of(other, title=None))
    assert result.outcome == "updated"
    assert "keeps what this copy lacks: title, page numbers" in result.changes[0]
    assert result.changes[1:] == (f"{R8} reads differently (due)",)
    kept = stored(connection, SYMBOL).resolution
    assert (kept.title, kept.agenda_items) == (given.resolution.title, ("123 (a)",))
    assert [one.page for one in kept.paragraphs] == [1, 2, 3]


def test_a_better_copy_is_taken_over(connection: Connection) -> None:
    given = rich()
    ingests(connection, copy_of(given, title=None, agenda_items=()))
    result = ingests(connection, given)
    assert result.outcome == "updated"
    assert stored(connection, SYMBOL).resolution == given.resolution
