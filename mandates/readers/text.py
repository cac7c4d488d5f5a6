"""Plain text to a document."""

from __future__ import annotations

from mandates.readers.document import Block, Document, without_marks


def read_text(text: str, source: str) -> Document:
    """Return `text` as printed lines: one block or, if form feeds mark pages, one block per page."""
    text = without_marks(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    pages = text.split("\f")
    blocks = tuple(Block(page, page=number if len(pages) > 1 else None) for number, page in enumerate(pages, start=1))
    return Document(source=source, format="text", blocks=blocks, by_line=True)
