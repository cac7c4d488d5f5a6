"""PDF files to documents."""

from __future__ import annotations

import ctypes
import functools
import math
import re
from collections import Counter
from collections.abc import Callable, Collection

import pypdfium2
from pypdfium2 import raw

from mandates.domain.problems import Problem
from mandates.readers import limits
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document, without_marks
from mandates.readers.limits import Refusal
from mandates.readers.pdf_streams import check_streams

# A superscript has its own baseline, so PDFium breaks the line after it or before it.
_MARK_AT_LINE_END = re.compile(r"\d\d{0,2}(?= ?\r\n|\Z)")
_MARK_AT_LINE_START = re.compile(r"\n(\d{1,3})(?= )")

# If its baseline is that of the line, it is within the line, after a word, a sign or other figures: "March 202210".
_MARK_IN_LINE = re.compile(r"(?<=[^\d\n])\d{1,7}(?=[ ,;.:)/]|[^\W\d_])|(?<=\n)\d{2,7}(?=[ ,;:)/])")
#: Some programs set fonts of this size, and the size of the letters in the matrix that they are drawn with.
_UNIT_SIZE = 1.0

#: A character that is removed from the text later on.
_NOTHING = "\u200b"

#: The first line of a footnote; U+FFFE is a hyphen that ends the line before it.
_FOOTNOTE = re.compile(r"(?:\A|(?<=[\n\ufffe]))(\d{1,3}) ?\u200b{0,3}(?=[^\s\d\u200b])")
#: The same for a number that is not raised: words follow it, so that it is not a page number ("2/7").
_UNRAISED_FOOTNOTE = re.compile(r"(?:\A|(?<=[\n\ufffe]))(\d{1,3}) ?(?!GE\.\d|V\.\d)(?=[A-Z\u201c\u2018])")
_RULE_LINE = "_____"
#: A word of what some programs write after the text of a page: symbol, page and job numbers, a rule.
_FOOTER_WORD = re.compile(
    r"\d{1,3}(?:/\d{1,3})?|(?:GE\.|V\.|K)?\d\d-\d{4,6}|\([A-Z]\)|\*\d+\*|_+|[A-Z]{1,4}/[A-Z][\w./()-]*"
)

# PDFium returns U+FFFE for a hyphen at the end of a line together with the line end. These documents break words only
# at existing hyphens, so the hyphen is kept, and the line end is moved behind the word, which keeps line lengths.
_LINE_END_HYPHEN = re.compile("\ufffe(\\S* ?)")

#: The maximum font size of a footnote relative to the text above it.
_FOOTNOTE_SIZE = 0.95
#: The maximum font size of a superscript relative to its text; usually it is about two thirds.
_SUPERSCRIPT_SIZE = 0.8
#: The same for one that is certainly raised, by at least this share of the size of the text; web browsers have 0.83.
_RAISED_SIZE, _RAISED_BY = 0.9, 0.2


#: Signs of a resolution on the first page. A document without them is mostly a report or letter, whose first pages say
#: what it is and what it answers; its other pages are read only if the first ones do not say so.
_RESOLUTION_SIGNS = re.compile(
    r"/RES[/.]|[Rr]esolutions? adopted|^(?:Resolution \d|\d+/\d+\. |The [\w ]{3,60},\s*$)", re.MULTILINE
)
_FIRST_PAGES = 12


def read_pdf(data: bytes, source: str, *, whole: bool = True) -> Document:
    """Return the printed lines of the PDF in `data`, one block per page, with footnote marks marked, and a problem for
    each page that cannot be read.

    If not `whole`, only the first pages of a document that is hardly a resolution are read; `Document.rest` reads all.

    Raises:
        Refusal: it is damaged, needs a password, is a decompression bomb, or has too many pages or too much text.
    """
    check_streams(data)
    blocks: list[Block] = []
    problems: list[Problem] = []
    characters = 0
    with _open_pdf(data) as pdf:
        if len(pdf) > limits.PDF_PAGES:
            message = f"has {len(pdf):,} pages, more than the {limits.PDF_PAGES:,} allowed; split it"
            raise Refusal("file.too_large", message)
        page_count = len(pdf)
        for index in range(page_count):
            if not whole and index == _FIRST_PAGES and blocks and not _RESOLUTION_SIGNS.search(blocks[0].text):
                rest = functools.partial(read_pdf, data, source)
                blocks_read = tuple(blocks)
                return Document(
                    source=source, format="pdf", blocks=blocks_read, by_line=True, problems=tuple(problems), rest=rest
                )
            try:
                text = _page_text(pdf[index])
            except pypdfium2.PdfiumError:
                problems.append(Problem("page.broken", f"{source}, page {index + 1}", "is damaged and was left out"))
                continue
            if not text.strip() and blocks and _has_picture(pdf[index]):
                message = "has no text layer, only an image, and was left out; recognize its text"
                problems.append(Problem("page.broken", f"{source}, page {index + 1}", message))
            characters += len(text)
            limits.check_characters(characters)
            blocks.append(Block(text, page=index + 1))
    return Document(source=source, format="pdf", blocks=tuple(blocks), by_line=True, problems=tuple(problems))


def _open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refusal("file.encrypted", "needs a password; save a copy without one") from error
        raise Refusal("file.broken", "is a damaged PDF; fetch it again") from error


def _page_text(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    if (
        textpage.count_chars() == len(text) and MARK_OPEN not in text and MARK_CLOSE not in text
    ):  # otherwise positions in the text and on the page differ
        superscripts = _superscripts(textpage, text)
        text = _lines_rejoined(textpage, text, superscripts)
        text = _notes_moved_to_end(
            text, superscripts, _footnotes(textpage, text, {text[start:end] for start, end in superscripts})
        )
    else:
        text = without_marks(text)
    textpage.close()
    page.close()
    return _LINE_END_HYPHEN.sub(_with_hyphen, text.replace("\r\n", "\n"))


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a page without text shows a picture, which may be a scan."""
    objects = (raw.FPDFPage_GetObject(page, index) for index in range(raw.FPDFPage_CountObjects(page)))
    found = any(raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_IMAGE for item in objects)
    page.close()
    return found


def _with_hyphen(match: re.Match[str]) -> str:
    following = match[1].strip()
    if _FOOTER_WORD.fullmatch(following) and any(map(str.isalpha, following)):
        return f"-\n{match[1]}\n"  # the last line of the text, and a running head that the program wrote after it
    return f"-{match[1]}\n"


def _notes_moved_to_end(text: str, marks: list[tuple[int, int]], notes: list[tuple[int, int]]) -> str:
    """Return `text` with its `marks` between mark signs, and its `notes` moved below a rule at the end of the page."""
    marked = sorted({*marks, *((start, _figures_end(text, start)) for start, _ in notes)})
    body: list[str] = []
    footnotes: list[str] = []
    position = 0
    for start, end in notes:
        before = _with_mark_signs(text, position, start, marked)
        body.append(f"{before[:-1]}-\r\n" if before.endswith("\ufffe") else before)
        footnotes.append(_with_mark_signs(text, start, end, marked))
        position = end
    body.append(_with_mark_signs(text, position, len(text), marked))
    if not notes:
        return body[0]
    lines = "".join(body).split("\n")
    footer_start = len(lines)
    while footer_start and all(_FOOTER_WORD.fullmatch(word) for word in lines[footer_start - 1].split()):
        footer_start -= 1
    return "\n".join([*lines[:footer_start], _RULE_LINE, "".join(footnotes).rstrip("\n"), *lines[footer_start:]])


def _with_mark_signs(text: str, begin: int, end: int, marks: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    position = begin
    for start, stop in marks:
        if position <= start and stop <= end:
            parts += text[position:start], MARK_OPEN, text[start:stop], MARK_CLOSE
            position = stop
    return "".join((*parts, text[position:end]))


def _footnotes(textpage: pypdfium2.PdfTextPage, text: str, marks: Collection[str]) -> list[tuple[int, int]]:
    """Return the spans of footnotes: their text is smaller than that of the page, and their number is a superscript; on
    a page without such numbers, the number is one of the `marks` that are superscripts in the text of the page.
    """

    def is_raised(start: int, end: int) -> bool:
        return _font_size(textpage, start) < _SUPERSCRIPT_SIZE * _font_size(textpage, end)

    def is_marked(start: int, _end: int) -> bool:
        match = _UNRAISED_FOOTNOTE.match(text, start)
        return match is not None and match[1] in marks

    return _footnotes_where(is_raised, textpage, text) or (_footnotes_where(is_marked, textpage, text) if marks else [])


def _footnotes_where(
    begins: Callable[[int, int], bool], textpage: pypdfium2.PdfTextPage, text: str
) -> list[tuple[int, int]]:
    """Return the spans of the footnotes whose number, from start to end in `text`, satisfies `begins`."""
    spans: list[tuple[int, int]] = []
    body_size = 0.0
    for match in _FOOTNOTE.finditer(text):
        if spans and match.start() < spans[-1][1]:
            continue
        note_size = _font_size(textpage, match.end())
        if not begins(match.start(), match.end()):
            continue
        body_size = body_size or _body_size(textpage, text)
        if note_size > _FOOTNOTE_SIZE * body_size:
            continue
        end = _line_end(text, match.start())
        while end < len(text) and _font_size(textpage, end) <= note_size and not text[end : end + 1].isspace():
            following = _FOOTNOTE.match(text, end)
            if following is not None and begins(following.start(), following.end()):
                break
            end = _line_end(text, end)
        spans.append((match.start(), end))
    return spans


def _figures_end(text: str, start: int) -> int:
    while start < len(text) and text[start].isdigit():
        start += 1
    return start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end + 1 if end >= 0 else len(text)


def _body_size(textpage: pypdfium2.PdfTextPage, text: str) -> float:
    """Return the font size of most letters of the page, from one letter of each line, weighted by the line lengths."""
    sizes: Counter[float] = Counter()
    start = 0
    while start < len(text):
        end = _line_end(text, start)
        sizes[_font_size(textpage, (start + end) // 2)] += end - start
        start = end
    return sizes.most_common(1)[0][0]


def _superscripts(textpage: pypdfium2.PdfTextPage, text: str) -> list[tuple[int, int]]:
    """Return the spans of the numbers in `text` that are superscripts."""
    spans = [match.span() for match in _MARK_AT_LINE_END.finditer(text)]
    spans += [match.span(1) for match in _MARK_AT_LINE_START.finditer(text)]
    spans += [match.span() for match in _MARK_IN_LINE.finditer(text)]
    superscripts: list[tuple[int, int]] = []
    position = 0
    for start, end in sorted(spans):
        before = start - 1
        while before >= 0 and text[before] in " \r\n":
            before -= 1
        if before < 0 or start < position:
            continue
        mark_size = _font_size(textpage, end - 1)
        if _font_size(textpage, start) > mark_size:  # "March 202210": not the year
            before = start
        if not mark_size < _RAISED_SIZE * _font_size(textpage, before):  # most numbers
            continue
        alone = (
            text[end : end + 2] in ("\r\n", " \r") if text[start - 1] == "\n" else _is_below(textpage, start, before)
        )
        after = _index_after(text, end) if alone else len(text)
        if not (_is_raised(textpage, end - 1, before) or (after < len(text) and _is_raised(textpage, end - 1, after))):
            continue
        first = next(i for i in range(start, end) if _font_size(textpage, i) <= mark_size)
        superscripts.append((first, end))
        position = end
    return superscripts


def _lines_rejoined(textpage: pypdfium2.PdfTextPage, text: str, marks: list[tuple[int, int]]) -> str:
    """Return `text`, of the same length, without the line ends that PDFium put before and after raised `marks`.

    What is beside the mark is on the same line if it has the same baseline.
    """
    for start, end in marks:
        before, after = start - 1, _index_after(text, end)
        while before >= 0 and text[before] in " \r\n":
            before -= 1
        if before < 0 or not _is_raised(textpage, start, before):
            if before >= 0 and text[start - 1] == " " and _is_below(textpage, start, before):
                text = f"{text[: start - 1]}\n{text[start:]}"
            if text[end : end + 2] == "\r\n" and after < len(text) and _is_raised(textpage, start, after):
                text = f"{text[:end]}{_NOTHING * (after - end)}{text[after:]}"  # the number of a footnote and its text
            continue
        if text[start - 1] == "\n":
            text = f"{text[: before + 1]}{_NOTHING * (start - before - 1)}{text[start:]}"
        if text[end : end + 2] == "\r\n" and after < len(text) and _is_beside(textpage, before, after):
            gap = _NOTHING if text[after] in ",;.:)" else " "
            text = f"{text[:end]}{gap * (after - end)}{text[after:]}"
    return text


def _is_below(textpage: pypdfium2.PdfTextPage, index: int, other: int) -> bool:
    """Whether the first character is on a lower line than the other, also if it is raised."""
    return _baseline(textpage, other) - _baseline(textpage, index) > _RAISED_BY * _font_size(textpage, other)


def _is_beside(textpage: pypdfium2.PdfTextPage, left: int, right: int) -> bool:
    """Whether two characters of the same size are on the same line."""
    size = _font_size(textpage, left)
    return (
        abs(_font_size(textpage, right) - size)
        < 0.1 * size
        > abs(_baseline(textpage, left) - _baseline(textpage, right))
    )


def _index_after(text: str, end: int) -> int:
    """Return the index of the first character from `end` on that is no space."""
    while end < len(text) and text[end] in " \r\n":
        end += 1
    return end


def _is_raised(textpage: pypdfium2.PdfTextPage, mark: int, beside: int) -> bool:
    """Whether the character at `mark` is smaller than the one `beside` it, and raised on the same line."""
    mark_size, size = _font_size(textpage, mark), _font_size(textpage, beside)
    if not mark_size < _RAISED_SIZE * size:
        return False
    least = 0 if mark_size < _SUPERSCRIPT_SIZE * size else _RAISED_BY * size
    return least < _baseline(textpage, mark) - _baseline(textpage, beside) < size


def _font_size(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    """Return the size of a character in points."""
    size: float = raw.FPDFText_GetFontSize(textpage, index)
    if size == _UNIT_SIZE:
        matrix = raw.FS_MATRIX()
        if raw.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)):
            size = round(size * math.hypot(matrix.c, matrix.d), 2)
    return size


def _baseline(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    """Return the height of the baseline of a character, from the foot of the page."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y))
    return y.value
