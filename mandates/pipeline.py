"""The one way through: a file to readings, stage by stage. Knows no database."""

from __future__ import annotations

from collections.abc import Iterator

from mandates.extraction.extract import extract
from mandates.model import Problem, Reading
from mandates.readers.read import read
from mandates.structure.parse import parse


def read_file(path: str) -> Iterator[Reading | Problem]:
    """Yield a reading for each resolution of the file, and a problem for each part of it that gave none.

    Raises:
        mandates.errors.InputError: the file cannot be read or holds no resolution.
    """
    for document in read(path):
        if isinstance(document, Reading | Problem):  # JSON holds readings already
            yield document
            continue
        structure = parse(document)
        yield from structure.problems
        for resolution in structure.resolutions:
            yield extract(resolution)
