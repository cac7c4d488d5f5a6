"""Files turned into rows of the register by the processes that read them, so that only storing them is left."""

from __future__ import annotations

from collections.abc import Iterator

from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.pipeline import read_file_safely
from mandates.register.preparing import Prepared, prepare


def read_prepared(path: str) -> Iterator[Prepared | IssuedDocument | Problem]:
    """Yield the results of `read_file_safely`, each extraction from a resolution as rows."""
    for item in read_file_safely(path):
        yield prepare(item) if isinstance(item, Reading) else item
