"""A path to documents: which reader takes which file."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

from mandates.model import Problem, Reading
from mandates.readers.document import Block, Document


def read(path: str) -> Iterator[Document | Reading | Problem]:
    """Yield the documents in the file at `path`. (First cut: plain text, a paragraph a line.)"""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    blocks = tuple(Block(text=line) for line in text.splitlines() if line.strip())
    yield Document(source=path, format="text", blocks=blocks)
