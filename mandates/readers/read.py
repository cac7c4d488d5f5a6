"""A path to documents: which reader takes which file.

The kind of a file is told by its content (`kinds`), the limits it must keep are in `limits`. What is wrong with a file
comes as a problem in place of its documents.
"""

from __future__ import annotations

import io
import pathlib
import sys
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.readers import archive, kinds, limits
from mandates.readers.archive import Budget
from mandates.readers.document import Document
from mandates.readers.kinds import Kind
from mandates.readers.limits import Refusal
from mandates.readers.opening import may_block

#: The name of standard input, as a path and as the source of documents.
STANDARD_INPUT = "-"
_HEAD_BYTES = 8192

Read = Document | Reading | IssuedDocument | Problem


def read(path: str) -> Iterator[Read]:
    """Yield the documents in the file at `path` (extractions from a JSON file), and a problem for each unreadable part.

    Args:
        path: a file, ``-`` for standard input, or one document in an archive: ``archive.zip/inner.pdf``.
    """
    try:
        if path == STANDARD_INPUT:
            yield from read_stream(io.BytesIO(limits.read_bounded(sys.stdin.buffer)), path)
            return
        try:
            if may_block(path):
                yield blocking(path)
                return
            file = pathlib.Path(path).open("rb")  # noqa: SIM115 - closed below; a member of an archive is not opened
        except (NotADirectoryError, FileNotFoundError) as error:
            yield from _read_member(path, error)
            return
        with file:
            yield from read_stream(_seekable(file), path)
    except Refusal as refusal:
        yield refusal.problem(path)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL character
        yield _unreadable(path, error)


def read_stream(stream: BinaryIO, source: str, budget: Budget | None = None) -> Iterator[Read]:
    """Yield the documents in `stream`, which must be seekable, as `read` does for a path."""
    try:
        head = stream.read(_HEAD_BYTES)
        kind = kinds.detect(head, source)
        if kind is Kind.JSON:
            from mandates.readers.json_lines import read_json  # noqa: PLC0415 - few runs read JSON

            stream.seek(-len(head), io.SEEK_CUR)
            yield from read_json(stream, source)
            return
        if kind is not Kind.ARCHIVE:
            yield from _read_document(kind, head + limits.read_bounded(stream), source)
            return
        with archive.open_container(stream) as container:
            if kinds.container_kind(container.namelist()) is Kind.DOCX:
                from mandates.readers.docx import read_docx  # noqa: PLC0415 - XML is loaded only for Word files

                yield read_docx(container, source)
                return
            yield from _read_archive(container, source, budget or Budget())
    except Refusal as refusal:
        yield refusal.problem(source)


def _read_document(kind: Kind, data: bytes, source: str) -> Iterator[Read]:
    if kind is Kind.PDF:
        from mandates.readers.pdf import read_pdf  # noqa: PLC0415 - PDFium is loaded only for PDF files

        document = read_pdf(data, source, whole=False)
        if document.problems or any(block.text.strip() for block in document.blocks):
            yield document
        else:
            from mandates.readers.recognition import read_scan  # noqa: PLC0415 - few files are only pictures

            yield read_scan(data, source)
        return
    if kind is Kind.PICTURE:
        from mandates.readers.recognition import read_picture  # noqa: PLC0415 - the same

        yield read_picture(data, source)
        return
    if kind is Kind.DOC:
        from mandates.readers.word_old import read_doc  # noqa: PLC0415 - few files are of the old format

        yield read_doc(data, source)
        return
    text = kinds.decode(data)
    limits.check_characters(len(text))
    if kind is Kind.MARKDOWN:
        from mandates.readers.markdown import read_markdown  # noqa: PLC0415 - most runs read one format

        yield read_markdown(text, source)
    elif kind is Kind.HTML:
        from mandates.readers.html import read_html  # noqa: PLC0415 - lxml is loaded only for web pages

        yield read_html(text, source)
    else:
        from mandates.readers.text import read_text  # noqa: PLC0415 - most runs read one format

        yield read_text(text, source)


def _read_archive(container: archive.Container, source: str, budget: Budget) -> Iterator[Read]:
    if budget.depth == 0:
        raise Refusal("archive.nested", "is an archive in an archive in an archive; unpack it first")
    budget.depth -= 1
    for member in archive.members(container, source, budget):
        if isinstance(member, Problem):
            yield member
        else:
            name, data = member
            yield from read_stream(io.BytesIO(data), name, budget)
    budget.depth += 1


def _read_member(path: str, error: OSError) -> Iterator[Read]:
    """Yield the documents at ``archive.zip/inner.pdf``, if a parent of `path` is a zip file; else raise `error`."""
    archive_path = next((parent for parent in pathlib.Path(path).parents if parent.is_file()), None)
    if archive_path is None or not zipfile.is_zipfile(archive_path):
        raise error
    member_name = path[len(str(archive_path)) + 1 :]
    data = archive.read_member(str(archive_path), member_name)
    if data is None:
        yield Problem("file.unreadable", path, f"is not in {archive_path}; check the name")
        return
    yield from read_stream(io.BytesIO(data), path, Budget(depth=limits.ARCHIVE_DEPTH - 1))


def _seekable(file: BinaryIO) -> BinaryIO:
    """Return `file`, or its content in memory if it is a pipe."""
    return file if file.seekable() else io.BytesIO(limits.read_bounded(file))


def blocking(path: str) -> Problem:
    """Return the problem of a file that `may_block`."""
    return Problem("file.unreadable", path, "is a pipe or a device and was skipped")


def _unreadable(path: str, error: OSError | ValueError) -> Problem:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        message = "is not there; check the name, and quote it if it holds spaces or brackets"
    elif isinstance(error, PermissionError):
        message = "may not be opened; make it readable for you"
    else:
        message = f"cannot be opened: {reason}"
    return Problem("file.unreadable", path, message)
