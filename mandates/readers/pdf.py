"""PDF files to documents."""

from __future__ import annotations

import functools
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

# A superscript stands on a baseline of its own, so that PDFium ends the line behind it, or before it.
_ENDS_LINE = re.compile(r"\d\d{0,2}(?= ?\r\n|\Z)")
_BEGINS_LINE = re.compile(r"\n(\d{1,3})(?= [^\d])")

# Where its baseline is that of the line, it stands within.
_WITHIN = re.compile(
    r"(?:(?<=[^\W\d_]|[.,;:)\]\u201d\u2019\"])|(?<=[^\W\d_] |[.,;:)\]\u201d\u2019\"] ))\d{1,3}(?=[ ,;.:)]|[^\W\d_])"
)
_size: Callable[[pypdfium2.PdfTextPage, int], float] = raw.FPDFText_GetFontSize

#: The first line of a footnote.
_NOTE = re.compile(r"(?:\A|(?<=\n))(\d{1,3}) ?(?=[^\s\d])")
#: The same where the number is not raised: words follow it, and it is no number of a page ("2/7").
_PLAIN_NOTE = re.compile(r"(?:\A|(?<=\n))(\d{1,3}) ?(?=[A-Z\u201c\u2018])")
_RULE = "_____"
#: A word of what stands under footnotes: page and job numbers, a rule.
_FOOT = re.compile(r"\d{1,3}(?:/\d{1,3})?|(?:GE\.|V\.|K)?\d\d-\d{4,6}|\([A-Z]\)|\*\d+\*|_+")

# What PDFium gives for a hyphen at the end of a line and the line end. These documents break words only at hyphens of
# their own, so the hyphen stays; the line ends behind the word instead, for lines that keep their length.
_HYPHEN = re.compile("\ufffe(\\S* ?)")

#: A footnote is set smaller than the text above it.
_SMALLER = 0.95
#: A raised mark is set at about two thirds of the size of the text it belongs to.
_RAISED = 0.8


#: Signs of a resolution on a first page. What has none is mostly a report or letter, which says on its first pages what
#: it is and answers: the others are read when these do not tell.
_RESOLUTION = re.compile(
    r"/RES[/.]|[Rr]esolutions? adopted|^(?:Resolution \d|\d+/\d+\. |The [\w ]{3,60},\s*$)", re.MULTILINE
)
_FIRST_PAGES = 12


def read_pdf(data: bytes, source: str, *, whole: bool = True) -> Document:
    """Return the printed lines of the PDF in `data`, a block a page, its footnote marks marked as such; a problem for
    each page that cannot be read.

    Where not `whole`, only the first pages of what is hardly a resolution are read, and the document gives the rest.

    Raises:
        Refusal: it is damaged, needs a password, is a bomb, or has more pages or text than any volume.
    """
    check_streams(data)
    blocks: list[Block] = []
    problems: list[Problem] = []
    characters = 0
    with _opened(data) as pdf:
        if len(pdf) > limits.PDF_PAGES:
            message = f"has {len(pdf):,} pages, more than the {limits.PDF_PAGES:,} allowed; split it"
            raise Refusal("file.too_large", message)
        pages = len(pdf)
        for index in range(pages):
            if not whole and index == _FIRST_PAGES and blocks and not _RESOLUTION.search(blocks[0].text):
                rest = functools.partial(read_pdf, data, source)
                first = tuple(blocks)
                return Document(
                    source=source, format="pdf", blocks=first, by_line=True, problems=tuple(problems), rest=rest
                )
            try:
                text = _page_text(pdf[index])
            except pypdfium2.PdfiumError:
                problems.append(Problem("page.broken", f"{source}, page {index + 1}", "is damaged and was left out"))
                continue
            characters += len(text)
            limits.check_characters(characters)
            blocks.append(Block(text, page=index + 1))
    return Document(source=source, format="pdf", blocks=tuple(blocks), by_line=True, problems=tuple(problems))


def _opened(data: bytes) -> pypdfium2.PdfDocument:
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
    ):  # else places in the text and on the page do not agree
        raised = _raised(textpage, text)
        text = _in_order(text, raised, _notes(textpage, text, {text[start:end] for start, end in raised}))
    else:
        text = without_marks(text)
    textpage.close()
    page.close()
    return _HYPHEN.sub(r"-\1\n", text.replace("\r\n", "\n"))


def _in_order(text: str, marks: list[tuple[int, int]], notes: list[tuple[int, int]]) -> str:
    """Return `text`, its `marks` between mark signs, its `notes`, wherever they stand, under a rule at its end."""
    marked = sorted({*marks, *((start, _figures_end(text, start)) for start, _ in notes)})
    body: list[str] = []
    under: list[str] = []
    done = 0
    for start, end in notes:
        body.append(_with_signs(text, done, start, marked))
        under.append(_with_signs(text, start, end, marked))
        done = end
    body.append(_with_signs(text, done, len(text), marked))
    if not notes:
        return body[0]
    lines = "".join(body).split("\n")
    foot = len(lines)
    while foot and all(_FOOT.fullmatch(word) for word in lines[foot - 1].split()):
        foot -= 1
    return "\n".join([*lines[:foot], _RULE, "".join(under).rstrip("\n"), *lines[foot:]])


def _with_signs(text: str, begin: int, end: int, marks: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = begin
    for start, behind in marks:
        if done <= start and behind <= end:
            parts += text[done:start], MARK_OPEN, text[start:behind], MARK_CLOSE
            done = behind
    return "".join((*parts, text[done:end]))


def _notes(textpage: pypdfium2.PdfTextPage, text: str, marks: Collection[str]) -> list[tuple[int, int]]:
    """Return where footnotes stand: their text is smaller than that of the page, and their number is raised; on a page
    where none is, it is one of the `marks` raised in the text of the page.
    """

    def is_raised(start: int, end: int) -> bool:
        return _size(textpage, start) < _RAISED * _size(textpage, end)

    def is_marked(start: int, _end: int) -> bool:
        found = _PLAIN_NOTE.match(text, start)
        return found is not None and found[1] in marks

    return _notes_that(is_raised, textpage, text) or (_notes_that(is_marked, textpage, text) if marks else [])


def _notes_that(
    begins: Callable[[int, int], bool], textpage: pypdfium2.PdfTextPage, text: str
) -> list[tuple[int, int]]:
    """Return where footnotes stand, of the lines where one `begins`: a number from one place to another."""
    found: list[tuple[int, int]] = []
    body = 0.0
    for match in _NOTE.finditer(text):
        if found and match.start() < found[-1][1]:
            continue
        own = _size(textpage, match.end())
        if not begins(match.start(), match.end()):
            continue
        body = body or _body_size(textpage, text)
        if own > _SMALLER * body:
            continue
        end = _line_end(text, match.start())
        while end < len(text) and _size(textpage, end) <= own and not text[end : end + 1].isspace():
            following = _NOTE.match(text, end)
            if following is not None and begins(following.start(), following.end()):
                break
            end = _line_end(text, end)
        found.append((match.start(), end))
    return found


def _figures_end(text: str, start: int) -> int:
    while start < len(text) and text[start].isdigit():
        start += 1
    return start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end + 1 if end >= 0 else len(text)


def _body_size(textpage: pypdfium2.PdfTextPage, text: str) -> float:
    """Return the size of most of the page's letters, by the lines' own lengths."""
    sizes: Counter[float] = Counter()
    start = 0
    while start < len(text):
        end = _line_end(text, start)
        sizes[_size(textpage, (start + end) // 2)] += end - start
        start = end
    return sizes.most_common(1)[0][0]


def _raised(textpage: pypdfium2.PdfTextPage, text: str) -> list[tuple[int, int]]:
    """Return where in `text` numbers are set raised."""
    spans = [match.span() for match in _ENDS_LINE.finditer(text)]
    spans += [match.span(1) for match in _BEGINS_LINE.finditer(text)]
    spans += [match.span() for match in _WITHIN.finditer(text)]
    found: list[tuple[int, int]] = []
    done = 0
    for start, end in sorted(spans):
        beside = start - 1
        while beside >= 0 and text[beside] in " \r\n":
            beside -= 1
        if beside < 0 or start < done:
            continue
        own = _size(textpage, end - 1)
        if not own < _RAISED * _size(textpage, beside):
            continue
        raised = next(
            i for i in range(start, end) if _size(textpage, i) <= own / _RAISED
        )  # "March 202210": not the year
        found.append((raised, end))
        done = end
    return found
