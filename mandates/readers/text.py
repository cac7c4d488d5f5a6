"""Plain text to a document."""

from __future__ import annotations

from mandates.readers.document import Block, Document


def read_text(text: str, source: str) -> Document:
    """Return the lines of `text`, each knowing whether a blank line stands before it and, by form feeds, its page."""
    blocks = []
    gap = False
    paged = "\f" in text
    for number, page in enumerate(text.split("\f"), start=1):
        for line in page.splitlines():
            if line.strip():
                blocks.append(Block(line, page=number if paged else None, gap=gap))
                gap = False
            else:
                gap = True
        gap = True
    return Document(source=source, format="text", blocks=tuple(blocks), by_line=True)
