"""Which reader takes which file, and one clear problem for each file that none takes."""

from __future__ import annotations

import io
import os
import pathlib
import sys

import pytest

from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.pipeline import read_file
from mandates.readers import limits
from mandates.readers.catalogue import read_list
from mandates.readers.document import Document
from mandates.readers.files import find_files, split_archives
from mandates.readers.read import Read, read
from tests.readers import samples, word


def only(path: str | os.PathLike[str]) -> Read:
    """Return the one thing that a file gives."""
    (found,) = read(os.fspath(path))
    return found


def reading_of(path: str | os.PathLike[str]) -> Reading:
    """Return the one reading that a file gives."""
    (found,) = read_file(os.fspath(path))
    assert isinstance(found, Reading), found
    return found


def placed(folder: pathlib.Path, data: bytes, name: str) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("plain.txt", samples.TEXT.encode(), "text"),
        ("no-ending", samples.TEXT.encode(), "text"),
        ("printed.pdf", samples.pdf(), "pdf"),
        ("pdf-by-content.txt", samples.pdf(), "pdf"),
        ("bytes-before.pdf", b"\xef\xbb\xbf\r\n" + samples.pdf(), "pdf"),
        ("written.docx", word.word(word.paragraph("The General Assembly,")), "docx"),
        ("docx-by-content.pdf", word.word(word.paragraph("The General Assembly,")), "docx"),
        ("converted.md", samples.MARKDOWN.encode(), "markdown"),
        ("markdown-by-content.txt", samples.MARKDOWN.encode(), "markdown"),
        ("plain.md", samples.TEXT.encode(), "markdown"),
    ],
)
def test_the_content_decides_which_reader_takes_a_file(
    tmp_path: pathlib.Path, name: str, data: bytes, form: str
) -> None:
    document = only(placed(tmp_path, data, name))
    assert isinstance(document, Document)
    assert document.format == form
    assert document.source == str(tmp_path / name)


@pytest.mark.parametrize(
    "data",
    [
        samples.TEXT.encode(),
        b"\xef\xbb\xbf" + samples.TEXT.encode(),
        samples.TEXT.encode("utf-16"),
        samples.TEXT.encode("utf-16-le"),
        samples.TEXT.encode("utf-16-be"),
        samples.TEXT.encode("cp1252"),
        samples.TEXT.replace("\n", "\r\n").encode(),
        samples.TEXT.replace("General", "Gene\x00\x1bral").encode(),
        samples.pdf(),
    ],
    ids=["utf-8", "mark", "utf-16", "little", "big", "windows", "crlf", "controls", "pdf"],
)
def test_any_encoding_gives_the_same_reading(tmp_path: pathlib.Path, data: bytes) -> None:
    usual = reading_of(placed(tmp_path, samples.TEXT.encode(), "usual.txt"))
    other = reading_of(placed(tmp_path, data, "other"))
    assert [(p.label, p.text) for p in other.resolution.paragraphs] == [
        (p.label, p.text) for p in usual.resolution.paragraphs
    ]
    assert other.mandates == usual.mandates
    assert "“Harbours”" in usual.resolution.paragraphs[-1].text


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "file.empty", "is empty"),
        (b" \r\n\0\n", "file.empty", "is empty"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + "EncryptedPackage".encode("utf-16-le"),
            "file.encrypted",
            "password",
        ),
        (rb"{\rtf1\ansi The General Assembly,}", "file.kind", "RTF"),
        (b'<?xml version="1.0"?><doc>The General Assembly,</doc>', "file.kind", "XML"),
        (samples.archive({"mimetype": b"application/vnd.oasis", "content.xml": b"<a/>"}), "file.kind", "OpenDocument"),
        (samples.archive({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "file.kind", "spreadsheet"),
        (b"GIF89a" + bytes(range(256)), "file.kind", "image"),
        (b"\x1f\x8b\x08" + bytes(range(256)), "file.kind", "gzip"),
        (b"SQLite format 3\0" + bytes(200), "file.kind", "database"),
        (bytes(range(256)) * 8, "file.kind", "binary"),
        (bytes((i * 7919) % 251 + 1 for i in range(4000)), "file.kind", "binary"),
        (b"%PDF-1.7\nnot a PDF at all", "file.broken", "damaged PDF"),
        (samples.pdf()[:400], "file.broken", "damaged PDF"),
        (b"PK\x03\x04 and then nothing", "file.broken", "damaged"),
        (word.word(word.paragraph("Text"))[:300], "file.broken", "damaged"),
        (b'{"a": 1}\n', "json.not_a_reading", "resolution"),
        (b'{"resolution": {"symbol": "A/RES/1/1"', "json.broken", "no JSON"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(tmp_path: pathlib.Path, data: bytes, code: str, words: str) -> None:
    problem = only(placed(tmp_path, data, "given"))
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert words in problem.message
    assert problem.where == str(tmp_path / "given")
    assert "\n" not in problem.message


def test_a_text_that_speaks_of_markup_is_still_text(tmp_path: pathlib.Path) -> None:
    text = "BMW, RIFF and PK are names; {1} is a brace, [1] a bracket, * a star.\n\n1. Requests the Panel to report.\n"
    document = only(placed(tmp_path, text.encode(), "given.txt"))
    assert isinstance(document, Document)
    assert document.format == "text"


def test_a_pdf_of_pictures_alone_says_so(tmp_path: pathlib.Path) -> None:
    (problem,) = read_file(placed(tmp_path, samples.pdf("\n"), "scan.pdf"))
    assert isinstance(problem, Problem)
    assert problem.code == "file.no_text_layer"


def test_paths_that_cannot_be_opened_are_problems(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = placed(tmp_path, b"x", "locked.txt")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    missing = only(tmp_path / "missing.txt")
    below_a_file = only(f"{locked}/inner.pdf")
    folder = only(tmp_path)
    no_name = only("a\0b")
    monkeypatch.setattr(pathlib.Path, "open", refuse)
    forbidden = only(locked)
    for problem, words in (
        (missing, "is not there"),
        (below_a_file, "is not there"),
        (folder, "cannot be opened"),
        (no_name, "cannot be opened"),
        (forbidden, "may not be opened"),
    ):
        assert isinstance(problem, Problem)
        assert problem.code == "file.unreadable"
        assert words in problem.message


class _Input(io.TextIOWrapper):
    pass


@pytest.mark.parametrize("data", [samples.TEXT.encode(), samples.pdf(), samples.archive({"a.txt": b"Text"})])
def test_standard_input_may_hold_any_kind(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", _Input(io.BytesIO(data)))
    document = only("-")
    assert isinstance(document, Document)
    assert document.source in {"-", "-/a.txt"}


def test_a_pipe_is_read_like_a_file() -> None:
    ends = os.pipe()
    os.write(ends[1], samples.archive({"a.txt": samples.TEXT.encode()}))
    os.close(ends[1])
    try:
        document = only(f"/dev/fd/{ends[0]}")
    finally:
        os.close(ends[0])
    assert isinstance(document, Document)


def test_more_bytes_than_any_document_has_are_not_taken_into_memory() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, count: int = -1) -> bytes:
            self.taken += count
            return b"a" * count

    stream = Endless()
    with pytest.raises(limits.Refusal, match="larger than"):
        limits.read_bounded(stream, 1000)  # type: ignore[arg-type] # all it needs is to be read
    assert stream.taken == 1001


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_a_folder_with_a_pipe_in_it_is_read_without_it(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text(samples.TEXT)
    os.mkfifo(tmp_path / "b.txt")  # reading it waits for someone to write, which no one does
    found = find_files([str(tmp_path)])
    assert found.paths == [f"{tmp_path}/a.txt"]
    assert [(one.where, one.message) for one in found.problems] == [
        (f"{tmp_path}/b.txt", "is a pipe or a device and was skipped")
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_a_pipe_with_a_name_is_a_problem_and_not_waited_for(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "b.txt"
    os.mkfifo(path)
    (problem,) = read(str(path))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.message) == ("file.unreadable", "is a pipe or a device and was skipped")
    (problem,) = read_list(str(path))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.message) == ("file.unreadable", "cannot be opened: it is a pipe or a device")
    os.mkfifo(tmp_path / "c.zip")
    assert split_archives([f"{tmp_path}/c.zip"]) == [f"{tmp_path}/c.zip"]
