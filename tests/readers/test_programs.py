"""What programs of others read: pictures, scans and old Word files. Here stand small scripts in their place."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Callable, Iterator

import pytest

from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.pipeline import read_file
from mandates.readers import limits, recognition
from mandates.readers.files import find_files
from mandates.schema.readings import reading_from_plain, reading_to_plain
from tests.readers import samples, word

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

#: Makes the last name that it is given a copy of `made`.
MAKES = 'for name; do :; done; cp "{made}" "$name"'
TESSERACT = 'case $1 in --version) echo "tesseract 9.8.7";; *) echo "List of languages in \\"{folder}\\" (1):";; esac'

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Give what installs a shell script as a program, where no others of their kind are."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("cp", "sleep", "cat"):
        (folder / name).symlink_to(f"/bin/{name}")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(sys, "executable", str(folder / "python"))

    def put(name: str, script: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)

    def forget() -> None:
        recognition.is_available.cache_clear()
        recognition.engine.cache_clear()

    forget()
    yield put
    forget()


@pytest.fixture
def engine(tmp_path: pathlib.Path, install: Install) -> None:
    """Install what recognizes all pictures as the same resolution."""
    (tmp_path / "made.pdf").write_bytes(samples.pdf())
    install("ocrmypdf", f"[ $1 = --version ] && echo 9.9.9 && exit; {MAKES.format(made=tmp_path / 'made.pdf')}")
    install("tesseract", TESSERACT.format(folder=tmp_path))
    places = b"".join((0 if place < 23 else 4 + 8 * 24).to_bytes(8, "little") for place in range(24))
    (tmp_path / "eng.traineddata").write_bytes((24).to_bytes(4, "little") + places + b"5.01:eng:x")


def read(tmp_path: pathlib.Path, data: bytes, name: str) -> Reading | Problem:
    (tmp_path / name).write_bytes(data)
    (found,) = read_file(str(tmp_path / name))
    assert isinstance(found, Reading | Problem)
    return found


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("data", "name"), [(PNG, "a.png"), (samples.pdf(" "), "a.pdf")])
def test_pictures_are_recognized_and_what_did_it_stands_with_the_text(
    tmp_path: pathlib.Path, data: bytes, name: str
) -> None:
    found = read(tmp_path, data, name)
    assert isinstance(found, Reading)
    assert [mandate.label for mandate in found.mandates] == ["2", "3 (a)", "3 (b)", "4"]
    (problem,) = reading_from_plain(reading_to_plain(found)).problems
    assert problem.code == "text.recognized"
    assert "Tesseract 9.8.7, eng 5.01, OCRmyPDF 9.9.9" in problem.message
    assert find_files([str(tmp_path)]).paths.count(str(tmp_path / name)) == 1  # a walk takes pictures too


@pytest.mark.parametrize(("data", "code"), [(PNG, "file.kind"), (samples.pdf(" "), "file.no_text_layer")])
def test_without_an_engine_it_is_said_what_to_install(
    tmp_path: pathlib.Path, install: Install, data: bytes, code: str
) -> None:
    install("ocrmypdf", "exit 1")  # by itself it recognizes nothing
    found = read(tmp_path, data, "a.png")
    assert isinstance(found, Problem)
    assert found.code == code
    assert "pip install 'mandates[ocr]'" in found.message
    assert find_files([str(tmp_path)]).paths == []


@pytest.mark.usefixtures("engine")
def test_what_a_program_says_is_told_where_it_fails(tmp_path: pathlib.Path, install: Install) -> None:
    install("ocrmypdf", "echo 'InputFileError: no image' >&2; exit 2")
    found = read(tmp_path, PNG, "a.png")
    assert isinstance(found, Problem)
    assert (found.code, "InputFileError: no image" in found.message) == ("file.not_recognized", True)


@pytest.mark.usefixtures("engine")
def test_a_program_ends_at_its_bound_with_all_it_started(
    tmp_path: pathlib.Path, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PROGRAM_SECONDS", 0.2)
    install("ocrmypdf", "sleep 30 | cat")
    found = read(tmp_path, PNG, "a.png")
    assert isinstance(found, Problem)
    assert found.code == "file.too_slow"


def test_an_old_word_file_is_read_by_what_there_is(tmp_path: pathlib.Path, install: Install) -> None:
    found = read(tmp_path, DOC, "a.doc")
    assert isinstance(found, Problem)
    assert "install LibreOffice or antiword, or open it in a word processor and save it as .docx" in found.message
    (tmp_path / "plain.txt").write_text(samples.TEXT)
    install("antiword", f'cat "{tmp_path / "plain.txt"}"')
    found = read(tmp_path, DOC, "a.doc")
    assert isinstance(found, Reading)
    assert len(found.mandates) == 4
    (tmp_path / "made.docx").write_bytes(word.word("".join(map(word.paragraph, samples.TEXT.splitlines()))))
    install("soffice", f'cp "{tmp_path / "made.docx"}" given.docx')
    found = read(tmp_path, DOC, "a.doc")
    assert isinstance(found, Reading)
    assert len(found.mandates) == 4
    install("soffice", "echo 'no filter' >&2")
    found = read(tmp_path, DOC, "a.doc")
    assert isinstance(found, Problem)
    assert "soffice could not read (no filter)" in found.message
