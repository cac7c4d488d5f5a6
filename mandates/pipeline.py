"""The one way through: a file to readings, stage by stage. Knows no database."""

from __future__ import annotations

from collections.abc import Iterator

from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.extraction.extract import extract
from mandates.readers.document import Document
from mandates.readers.limits import takes_too_much_memory
from mandates.readers.read import Read, read
from mandates.structure.parse import parse


def read_file(path: str) -> Iterator[Reading | Problem]:
    """Yield a reading for each resolution of a file, and a problem for each part of it that gave none.

    Args:
        path: a file, ``-`` for standard input, or one document in an archive: ``archive.zip/inner.pdf``.
    """
    nothing = True
    for found in understand(read(path)):
        nothing = False
        yield found
    if nothing:
        yield Problem("document.no_resolution", path, "holds no resolution that could be found")


def understand(documents: Iterator[Read]) -> Iterator[Reading | Problem]:
    """Yield the readings of `documents` and their problems; readings from JSON are passed on as they are."""
    for document in documents:
        if not isinstance(document, Document):
            yield document
            continue
        structure = parse(document)
        yield from structure.problems
        for resolution in structure.resolutions:
            yield extract(resolution)


def read_file_safely(path: str) -> Iterator[Reading | Problem]:
    """Yield what `read_file` does; a fault of the program becomes a problem that names where it happened, so that one
    file never stops the others.
    """
    try:
        yield from read_file(path)
    except MemoryError:
        yield takes_too_much_memory(path)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other files are to be read
        yield Problem("program.fault", path, f"could not be read: {_fault(error)}; please report this")


def _fault(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""
    return " ".join(f"{type(error).__name__}: {error}{place}".split())
