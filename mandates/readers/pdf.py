"""PDF files to documents."""

from __future__ import annotations

import re

import pypdfium2
from pypdfium2 import raw

from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document

# A superscript stands on a baseline of its own, so that PDFium ends the line after it, or gives it one of its own.
_PERHAPS_RAISED = re.compile(r"\d{1,3}(?= ?\r\n|$)|(?<=\n)\d{1,3}(?= [^\d])")

#: A raised mark is set at about two thirds of the size of the text it belongs to.
_RAISED = 0.8


def read_pdf(data: bytes, source: str) -> Document:
    """Return the printed lines of the PDF in `data`, a block a page, its footnote marks marked as such."""
    blocks = []
    with pypdfium2.PdfDocument(data) as pdf:
        for number, page in enumerate(pdf, start=1):
            textpage = page.get_textpage()
            text = _with_marks(textpage, textpage.get_text_range())
            blocks.append(Block(text.replace("\r\n", "\n"), page=number))
    return Document(source=source, format="pdf", blocks=tuple(blocks), by_line=True)


def _with_marks(textpage: pypdfium2.PdfTextPage, text: str) -> str:
    """Return `text` with the numbers that are set raised put between mark signs."""
    parts: list[str] = []
    done = 0
    for match in _PERHAPS_RAISED.finditer(text):
        start, end = match.span()
        beside = start - 1
        while beside >= 0 and text[beside] in " \r\n":
            beside -= 1
        if beside < 0:
            continue
        own = raw.FPDFText_GetFontSize(textpage, end - 1)
        if not own < _RAISED * raw.FPDFText_GetFontSize(textpage, beside):
            continue
        while end - 1 > start and raw.FPDFText_GetFontSize(textpage, start) > own / _RAISED:
            start += 1  # "31 March 202210": the year's figures are large
        parts += text[done:start], MARK_OPEN, text[start:end], MARK_CLOSE
        done = end
    parts.append(text[done:])
    return "".join(parts)
