"""From a file to readings, stage by stage, in one function. Knows no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mandates.domain.errors import VocabularyError
from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.extraction.answers import read_answers
from mandates.extraction.extract import extract
from mandates.readers.document import Document
from mandates.readers.limits import Refusal, takes_too_much_memory
from mandates.readers.read import Read, read
from mandates.structure.parse import Structure, parse

#: The problem of what is no resolution: none where an issued document was looked for as well.
_NO_RESOLUTION = "document.no_resolution"

Found = Reading | IssuedDocument | Problem


def read_file(path: str) -> Iterator[Found]:
    """Yield a reading for each resolution of a file, or the issued document that it is, and a problem for each part of
    it that gave neither.

    Args:
        path: a file, ``-`` for standard input, or one document in an archive: ``archive.zip/inner.pdf``.
    """
    nothing = True
    for found in understand(read(path)):
        nothing = False
        yield found
    if nothing:
        yield Problem("document.no_resolution", path, "holds no resolution that could be found")


def understand(documents: Iterator[Read]) -> Iterator[Found]:
    """Yield the readings of `documents`, those that are issued documents, and their problems; what JSON gives is passed
    on as it is.
    """
    for document in documents:
        if not isinstance(document, Document):
            yield document
            continue
        structure = parse(document)
        if structure.issued is None and document.rest is not None:
            try:
                structure = parse(document.rest())
            except Refusal as refusal:
                yield refusal.problem(document.source)
                continue
        if structure.issued is not None:
            yield _issued(structure)
            continue
        yield from structure.problems
        for resolution in structure.resolutions:
            yield extract(resolution)


def read_draft(path: str, session: Callable[[str], int | str | None]) -> Iterator[Reading | Problem]:
    """Yield the readings of the drafts in a file, adopted texts too, and the problems of what could not be read.

    Args:
        session: gives the session of a body for a draft that names none.
    """
    nothing = True
    for document in read(path):
        nothing = False
        if isinstance(document, Problem | Reading):
            yield document
            continue
        if isinstance(document, IssuedDocument):
            yield Problem("draft.none", path, "holds what was read of a document that is no draft; give its text")
            continue
        try:
            structure = parse(document.rest() if document.rest is not None else document, drafts=True)
        except Refusal as refusal:
            yield refusal.problem(document.source)
            continue
        yield from structure.problems
        for resolution in structure.resolutions:
            if resolution.session is None:
                resolution = replace(resolution, session=session(resolution.body))  # noqa: PLW2901 - the same text
            yield extract(resolution)
    if nothing:
        yield Problem("draft.none", path, "holds no text that could be found")


def _issued(structure: Structure) -> IssuedDocument:
    """Return the issued document, with the problem that it is no resolution where it can answer none either."""
    assert structure.issued is not None  # noqa: S101 - so it is called
    found = read_answers(structure.issued)
    beside = [p for p in structure.problems if p.code != _NO_RESOLUTION or not found.kind.answers]
    return replace(found, problems=(*beside, *found.problems))


def read_file_safely(path: str) -> Iterator[Found]:
    """Yield what `read_file` does; a fault of the program becomes a problem that names where it happened, so that one
    file never stops the others.
    """
    try:
        yield from read_file(path)
    except MemoryError:
        yield takes_too_much_memory(path)
    except VocabularyError as error:
        yield Problem("vocabulary.wrong", path, str(error).removesuffix("."))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other files are to be read
        yield Problem("program.fault", path, f"could not be read: {_fault(error)}; please report this")


def _fault(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return " ".join(f"{type(error).__name__}: {error}{place}".split())
