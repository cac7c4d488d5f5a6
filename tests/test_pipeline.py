"""The one way through: every file gives readings or a problem, whatever happens on the way."""

from __future__ import annotations

import pathlib

import pytest

from mandates import lexicon, pipeline
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.pipeline import read_file, read_file_safely
from tests.readers import samples, word


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "a.txt").write_text(samples.TEXT)
    (tmp_path / "a.pdf").write_bytes(samples.pdf())
    paragraphs = "".join(word.paragraph(line) for line in samples.TEXT.splitlines() if line)
    (tmp_path / "a.docx").write_bytes(word.word(paragraphs))
    (tmp_path / "other.txt").write_text("A shopping list: bread, butter.")
    return tmp_path


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "a.docx"])
def test_every_format_gives_the_same_mandates(folder: pathlib.Path, name: str) -> None:
    (reading,) = read_file(str(folder / name))
    assert isinstance(reading, Reading)
    assert reading.resolution.symbol == samples.SYMBOL
    assert str(reading.resolution.adopted_on) == "2023-06-09"
    found = [
        (m.reference, m.verb, [owner.name for owner in m.owners], m.deliverable, [due.session for due in m.due])
        for m in reading.mandates
    ]
    assert found == [
        ("A/RES/77/901#2", "request", ["Secretary-General"], "report", [79]),
        ("A/RES/77/901#3(a)", "invite", ["regional commissions"], "action", []),
        ("A/RES/77/901#3(b)", "invite", ["regional commissions"], "meeting", [None]),
        ("A/RES/77/901#4", "decide", ["General Assembly"], "agenda_item", [79]),
    ]
    assert reading.problems == ()


def test_a_document_that_is_no_resolution_gives_a_problem(folder: pathlib.Path) -> None:
    (problem,) = read_file(str(folder / "other.txt"))
    assert isinstance(problem, Problem)
    assert problem.code == "document.no_resolution"


def test_a_file_of_nothing_is_never_silent(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "none.json"
    path.write_text("[]")
    (problem,) = read_file(str(path))
    assert isinstance(problem, Problem)
    assert problem.code == "document.no_resolution"


def test_a_fault_of_the_program_is_a_problem_that_says_where(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_resolution: object) -> Reading:
        raise ZeroDivisionError("over\nlines")

    monkeypatch.setattr(pipeline, "extract", fail)
    (problem,) = read_file_safely(str(folder / "a.txt"))
    assert isinstance(problem, Problem)
    assert problem.code == "program.fault"
    assert "ZeroDivisionError: over lines at tests.test_pipeline:" in problem.message
    with pytest.raises(ZeroDivisionError):
        list(read_file(str(folder / "a.txt")))


def test_a_file_of_ones_own_words_that_is_wrong_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "due.toml").write_text('[[part_of_yeer]]\nwords = ["the close of the fiscal year"]\n')
    text = tmp_path / "text.md"
    text.write_text("A/RES/71/900\n\nThe General Assembly,\n\n1. Requests the Secretary-General to report by 2019;\n")
    lexicon.use_folder(tmp_path)
    try:
        (problem,) = read_file_safely(str(text))
    finally:
        lexicon.use_folder(None)
    assert isinstance(problem, Problem)
    assert problem.code == "vocabulary.wrong"
    assert "did you mean 'part_of_year'?" in problem.message
