"""Notes: several on one obligation, of different people, with files; found, told, taken back, seen on past days."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates.domain.commands import Note, Update
from mandates.domain.errors import ConflictError, TransitionError, UsageError
from mandates.domain.filters import Filters
from mandates.register import exchange, lists, maintenance, notes
from mandates.register.notes import File
from mandates.register.unit_of_work import UnitOfWork
from mandates.store.engine import Connection, open_register
from tests.conftest import NOW
from tests.register.conftest import TODAY, does, ingests, listed, undoes
from tests.register.samples import SYMBOL, clause, reading, session_due

R8 = f"{SYMBOL}#8"
LETTER = File("../letter.pdf", b"%PDF-1.7 \x00\xff dear colleague")
LATER = {"actor": "Ben", "at": NOW + dt.timedelta(days=3)}


def noted(connection: Connection, day: dt.date = TODAY) -> list[tuple[str, str | None]]:
    (row,) = lists.list_obligations(connection, Filters(), day)
    return [(one.text, one.by) for one in row.notes]


def attached(connection: Connection) -> tuple[object, ...]:
    return notes.attach(UnitOfWork(connection, actor="Ann", at=NOW, command="note"), [LETTER])


@pytest.fixture
def filled(connection: Connection) -> Connection:
    ingests(connection, reading(clause("8", session_due(73))))
    does(connection, Note(text=" asked OLA "), R8, actor="Ann")
    does(connection, Note(text="they answered", files=attached(connection), links=("https://un.org/x",)), R8, **LATER)
    return connection


def test_each_note_has_its_day_and_who_wrote_it(filled: Connection) -> None:
    day = NOW.date()
    (row,) = listed(filled, day + dt.timedelta(days=3))
    assert [(one.text, one.by, one.on) for one in row.notes] == [
        ("asked OLA", "Ann", day),
        ("they answered", "Ben", day + dt.timedelta(days=3)),
    ]
    assert row.note == "they answered [letter.pdf, https://un.org/x]"
    (file,) = row.notes[1].files
    assert notes.file_of(filled, file.id).content == LETTER.content
    assert noted(filled, TODAY) == [("asked OLA", "Ann")]


def test_search_finds_the_words_of_every_note_and_the_names_of_files(filled: Connection) -> None:
    later = LATER["at"].date()
    for words in ("OLA", "answered", "letter.pdf"):
        assert len(lists.list_obligations(filled, Filters(search=words), later)) == 1
    assert not lists.list_obligations(filled, Filters(search="answered"), TODAY)


def test_a_note_is_taken_back_exactly(filled: Connection) -> None:
    with pytest.raises(ConflictError, match="notes"):
        undoes(filled, actor="Ann")  # Ben has noted something since
    undoes(filled, **LATER)
    assert noted(filled, LATER["at"].date()) == [("asked OLA", "Ann")]
    does(filled, Note(remove=1), R8, **LATER)
    assert noted(filled, LATER["at"].date()) == []


def test_what_cannot_be_noted_is_refused(filled: Connection) -> None:
    for command in (
        Note(),
        Note(text="x" * 20_001),
        Note(text="x", links=("javascript:alert(1)",)),
        Note(text="x", links=("https://a b",)),
    ):
        with pytest.raises(UsageError):
            does(filled, command, R8)
    with pytest.raises(TransitionError, match="no note 3"):
        does(filled, Note(remove=3), R8)
    for content in (b"", b"x" * (10 * 2**20 + 1)):
        with pytest.raises(UsageError):
            notes.attach(UnitOfWork(filled, actor="Ann", at=NOW, command="note"), [File("a.bin", content)])


def test_update_adds_a_note_and_takes_the_last_away(filled: Connection) -> None:
    day = LATER["at"].date()
    does(filled, Update(note="third"), R8, **LATER)
    does(filled, Update(note="third"), R8, **LATER)  # said already
    assert [text for text, _ in noted(filled, day)] == ["asked OLA", "they answered", "third"]
    does(filled, Update(note=""), R8, **LATER)
    assert [text for text, _ in noted(filled, day)] == ["asked OLA", "they answered"]


@pytest.mark.usefixtures("quick_init")
def test_notes_and_files_come_along_with_an_export(filled: Connection, tmp_path) -> None:
    lines = list(exchange.export(filled))
    other = str(tmp_path / "other.sqlite")
    maintenance.create(other, at=NOW)
    with open_register(other, writing=True) as register, register.transaction() as connection:
        exchange.load(connection, lines)
        assert list(exchange.export(connection)) == lines
        assert notes.file_of(connection, 1).content == LETTER.content
    assert maintenance.check(other) == []
