"""PDF files to documents."""

from __future__ import annotations

import re

import pypdfium2
from pypdfium2 import raw

from mandates.model import Problem
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document
from mandates.readers.limits import DOCUMENT_CHARACTERS, PDF_PAGES, Refusal

# A superscript stands on a baseline of its own, so that PDFium ends the line after it, or gives it one of its own.
_PERHAPS_RAISED = re.compile(r"\d{1,3}(?= ?\r\n|$)|(?<=\n)\d{1,3}(?= [^\d])")

# What PDFium gives for a hyphen at the end of a line and the line end. These documents break words only at hyphens of
# their own, so the hyphen stays; the line ends behind the word instead, for lines that keep their length.
_HYPHEN = re.compile("\ufffe(\\S* ?)")

#: A raised mark is set at about two thirds of the size of the text it belongs to.
_RAISED = 0.8


def read_pdf(data: bytes, source: str) -> Document:
    """Return the printed lines of the PDF in `data`, a block a page, its footnote marks marked as such; a problem for
    each page that cannot be read.

    Raises:
        Refusal: it is protected, damaged or absurdly long.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    characters = 0
    with _opened(data) as pdf:
        count = len(pdf)
        if count > PDF_PAGES:
            raise Refusal("file.too_large", f"has {count:,} pages, more than the {PDF_PAGES:,} allowed; split it")
        for index in range(count):
            try:
                textpage = pdf[index].get_textpage()
                text = textpage.get_text_range()
            except pypdfium2.PdfiumError:
                problems.append(Problem("page.broken", f"{source}, page {index + 1}", "is damaged and was left out"))
                continue
            characters += len(text)
            if characters > DOCUMENT_CHARACTERS:
                raise Refusal("file.too_large", f"has more than {DOCUMENT_CHARACTERS:,} characters of text; split it")
            text = _HYPHEN.sub(r"-\1\n", _with_marks(textpage, text).replace("\r\n", "\n"))
            blocks.append(Block(text, page=index + 1))
    return Document(source=source, format="pdf", blocks=tuple(blocks), by_line=True, problems=tuple(problems))


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refusal("file.encrypted", "is protected by a password; save it without one") from error
        raise Refusal("file.broken", "is a damaged PDF; get it again") from error


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
