"""Files read as rows of the register, in the processes that read: what these send only has to be stored."""

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
