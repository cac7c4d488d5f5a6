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
from mandates.structure.brackets import without_alternatives
from mandates.structure.parse import Structure, parse

#: The code of the problem that a document is no resolution; omitted for issued documents of a kind that answers one.
_NO_RESOLUTION = "document.no_resolution"

Found = Reading | IssuedDocument | Problem


def read_file(path: str) -> Iterator[Found]:
    """Yield the extraction of each resolution in a file, or the issued document that the file is, and all problems.

    A part of the file that gives neither yields a problem.

    Args:
        path: a file, ``-`` for standard input, or one document in an archive: ``archive.zip/inner.pdf``.
    """
    is_empty = True
    for result in understand(read(path)):
        is_empty = False
        yield result
    if is_empty:
        yield Problem("document.no_resolution", path, "contains no resolution that could be found")


def understand(documents: Iterator[Read]) -> Iterator[Found]:
    """Yield the extractions of the resolutions in `documents`, the issued documents among them, and their problems.

    Results that have been read from JSON are yielded unchanged.
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
    """Yield the extractions of the drafts and adopted texts in a file, and the problems of parts that cannot be read.

    Args:
        session: returns the current session of a body, for a draft that names none.
    """
    is_empty = True
    for document in read(path):
        is_empty = False
        if isinstance(document, Problem | Reading):
            yield document
            continue
        if isinstance(document, IssuedDocument):
            yield Problem(
                "draft.none", path, "contains an extraction that is not of a draft; give the text of the draft"
            )
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
            plain, problems = without_alternatives(resolution)
            yield from problems
            yield extract(plain)
    if is_empty:
        yield Problem("draft.none", path, "contains no text that could be found")


def _issued(structure: Structure) -> IssuedDocument:
    """Return the issued document with all problems; that it is no resolution is one only if its kind answers none."""
    assert structure.issued is not None  # noqa: S101 - checked by the caller
    issued = read_answers(structure.issued)
    problems = [problem for problem in structure.problems if problem.code != _NO_RESOLUTION or not issued.kind.answers]
    return replace(issued, problems=(*problems, *issued.problems))


def read_file_safely(path: str) -> Iterator[Found]:
    """Yield the results of `read_file`; an error in the program becomes a problem that names the place in the code.

    One file can thus never stop the processing of others.
    """
    try:
        yield from read_file(path)
    except MemoryError:
        yield takes_too_much_memory(path)
    except VocabularyError as error:
        yield Problem("vocabulary.wrong", path, str(error).removesuffix("."))
    except Exception as error:  # noqa: BLE001 - whatever the error, the other files have to be read
        yield Problem("program.fault", path, f"could not be read: {_fault(error)}; please report this")


def _fault(error: Exception) -> str:
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    place = f" at {traceback.tb_frame.f_globals.get('__name__')}:{traceback.tb_lineno}" if traceback else ""
    return " ".join(f"{type(error).__name__}: {error}{place}".split())
