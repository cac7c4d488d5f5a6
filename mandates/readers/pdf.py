"""PDF files to documents."""

from __future__ import annotations

import pypdfium2

from mandates.readers.document import Block, Document


def read_pdf(data: bytes, source: str) -> Document:
    """Return the printed lines of the PDF in `data`, page by page, spaces at their ends kept."""
    blocks = []
    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, start=1):
            lines = page.get_textpage().get_text_range().split("\r\n")
            blocks.extend(Block(line, page=number) for line in lines if line and not line.isspace())
    return Document(source=source, format="pdf", blocks=tuple(blocks), by_line=True)
