"""Resolutions laid out as those of the Human Rights Council are, in the ways that programs write PDF files."""

from __future__ import annotations

import ctypes
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2
from pypdfium2 import raw

_WIDTH, _HEIGHT = 595.0, 842.0
_LEFT, _RIGHT, _TOP, _FOOT = 113.0, 482.0, 760.0, 70.0
_INDENT = 28.0
_MARK = re.compile(r"⟨(\d{1,3})⟩")
_NOTE_SIZE, _MARK_SIZE = 0.9, 0.65


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a program lays out and writes a page.

    Attributes:
        family: the standard font, ``Times`` or ``Helvetica``; size: of the text, in points.
        trailing_spaces: whether the space at which a line was broken is written, as word processors do.
        by_word: whether each word is written on its own, as in justified lines.
        notes_first: whether footnotes are written before the text of their page; heads_last: whether running heads are
            written after it.
        raised_numbers: whether the number of a footnote is raised as its mark is.
        rule: the rule above footnotes; drawn as a line if it is empty.
        hyphens: words that are divided at the end of a line where they do not fit: “imple-mentation”.
        hyphen: what is printed where a word is divided.
        by_matrix: whether the size of letters is not that of the font but of the matrix that it is drawn with.
    """

    family: str = "Times"
    size: float = 10.0
    trailing_spaces: bool = True
    by_word: bool = False
    notes_first: bool = False
    heads_last: bool = False
    raised_numbers: bool = True
    rule: str = ""
    hyphens: frozenset[str] = frozenset()
    hyphen: str = "-"
    by_matrix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph; “⟨1⟩” in its text is the mark of footnote 1.

    Attributes:
        label: what is printed before it, followed by a tab.
        first: the indent of its first line; rest: of its other lines; both in steps.
        bold, scale: of its letters.
        gap: the space above it, in lines.
    """

    text: str
    label: str = ""
    first: float = 0.0
    rest: float = 0.0
    bold: bool = False
    scale: float = 1.0
    gap: float = 0.5


@dataclass(slots=True)
class _Piece:
    text: str
    x: float
    y: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class _Line:
    words: list[tuple[str, list[str]]]  # each with the marks behind it
    indent: float
    label: str = ""
    more: bool = False  # whether its paragraph goes on


@dataclass(slots=True)
class _Page:
    heads: list[_Piece] = field(default_factory=list)
    body: list[_Piece] = field(default_factory=list)
    notes: list[_Piece] = field(default_factory=list)
    rule: float | None = None


def resolution(
    *,
    symbol: str,
    session: str,
    days: str,
    item: str,
    adopted: str,
    title: str,
    body: Sequence[Paragraph],
    closing: Sequence[str],
) -> list[Paragraph]:
    """Return the paragraphs of a whole resolution: masthead, title, `body`, meeting and vote."""
    number = symbol.removeprefix("A/HRC/RES/")
    head = [
        Paragraph(text="Human Rights Council", bold=True, scale=1.2, gap=1),
        Paragraph(text=session, bold=True, gap=0),
        *(Paragraph(text=line, gap=0) for line in (days, item)),
        Paragraph(text=f"Resolution adopted by the Human Rights Council on {adopted}", bold=True, scale=1.4, gap=1),
        Paragraph(text=title, label=f"{number}.", rest=1.5, first=0.3, bold=True, scale=1.2, gap=1),
        Paragraph(text="The Human Rights Council,", first=2),
    ]
    return [*head, *body, *(Paragraph(text=line, first=6, rest=6) for line in closing)]


def pdf(
    paragraphs: Sequence[Paragraph], notes: dict[str, str], layout: Layout, *, symbol: str, issued: str, job: str
) -> bytes:
    """Return a PDF of a document with these paragraphs and footnotes, and the heads and feet of its pages."""
    return _Printer(layout, symbol, issued, job, notes).printed(paragraphs)


class _Printer:
    def __init__(self, layout: Layout, symbol: str, issued: str, job: str, notes: dict[str, str]) -> None:
        self._layout = layout
        self._symbol, self._issued, self._job = symbol, issued, job
        self._notes = notes
        self._document = pypdfium2.PdfDocument.new()
        names = {"Times": (b"Times-Roman", b"Times-Bold"), "Helvetica": (b"Helvetica", b"Helvetica-Bold")}
        self._fonts = [raw.FPDFText_LoadStandardFont(self._document, name) for name in names[layout.family]]
        self._widths: dict[tuple[str, bool], float] = {}
        self._pages: list[_Page] = []
        self._y = self._limit = 0.0

    def printed(self, paragraphs: Sequence[Paragraph]) -> bytes:
        self._turn()
        for paragraph in paragraphs:
            self._add(paragraph)
        for number, page in enumerate(self._pages, start=1):
            self._furnish(page, number)
            self._write(page)
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _turn(self) -> None:
        """Begin a page."""
        first = not self._pages
        self._pages.append(_Page())
        self._y, self._limit = (_TOP - 90 if first else _TOP - 20), _FOOT

    def _add(self, paragraph: Paragraph) -> None:
        size = self._layout.size * paragraph.scale
        self._y -= paragraph.gap * size * 1.2
        for line in self._lines(paragraph, size):
            note_lines = [self._note_lines(mark) for _, marks in line.words for mark in marks]
            height = self._note_height() * sum(map(len, note_lines))
            if height and self._pages[-1].rule is None:
                height += self._layout.size * 1.4
            if self._y - size * 1.2 < self._limit + height:
                self._turn()
                height = height or 0
            page = self._pages[-1]
            self._y -= size * 1.2
            page.body += self._pieces(line, size, self._y, bold=paragraph.bold)
            if note_lines:
                page.rule = 0.0
                self._limit += height
                for lines in note_lines:
                    page.notes += [_Piece("", 0, 0, 0), *self._note_pieces(lines)]

    def _note_height(self) -> float:
        return self._layout.size * _NOTE_SIZE * 1.2

    def _lines(self, paragraph: Paragraph, size: float) -> Iterator[_Line]:
        words = [(_MARK.sub("", word), _MARK.findall(word)) for word in paragraph.text.split()]
        indent, label = paragraph.first * _INDENT, paragraph.label
        line = _Line([], indent, label)
        start = indent + (_INDENT if label else 0)
        x = start
        space = self._width(" ", size, bold=paragraph.bold)
        pending = list(reversed(words))
        while pending:
            word, marks = pending.pop()
            width = self._width(word, size, bold=paragraph.bold)
            width += sum(self._width(mark, size * _MARK_SIZE) for mark in marks)
            room = _RIGHT - _LEFT - x
            if width > room and line.words:
                halves = self._divided(word, room, size, bold=paragraph.bold)
                if halves:
                    line.words.append((halves[0], []))
                    pending.append((halves[1], marks))
                else:
                    pending.append((word, marks))
                line.more = True
                yield line
                line = _Line([], paragraph.rest * _INDENT)
                x = line.indent
                continue
            line.words.append((word, marks))
            x += width + space
        yield line

    def _divided(self, word: str, room: float, size: float, *, bold: bool) -> tuple[str, str] | None:
        for divided in self._layout.hyphens:
            first, second = divided.split("|")
            if word.rstrip(",;.").endswith(first + second) and word.startswith(first):
                halves = f"{first}{self._layout.hyphen}", word[len(first) :]
                return halves if self._width(halves[0], size, bold=bold) <= room else None
        first, hyphen, second = word.partition("-")
        if hyphen and second and first.isalpha() and self._width(f"{first}-", size, bold=bold) <= room:
            return f"{first}-", second
        return None

    def _pieces(self, line: _Line, size: float, y: float, *, bold: bool) -> list[_Piece]:
        x = _LEFT + line.indent
        pieces: list[_Piece] = []
        if line.label:
            pieces.append(_Piece(line.label, x, y, size, bold))
            x += _INDENT
        text, start = "", x
        for index, (word, marks) in enumerate(line.words):
            last = index == len(line.words) - 1
            space = " " if not last or (line.more and self._layout.trailing_spaces and not word.endswith("-")) else ""
            text += word
            x += self._width(word, size, bold=bold)
            if marks or self._layout.by_word or last:
                if not marks:
                    text += space
                pieces.append(_Piece(text, start, y, size, bold))
                for mark in marks:
                    pieces.append(_Piece(mark, x, y + size * 0.33, size * _MARK_SIZE))
                    x += self._width(mark, size * _MARK_SIZE)
                if marks and space and (self._layout.trailing_spaces or not last):
                    pieces.append(_Piece(" ", x, y, size, bold))
                text = ""
                start = x + self._width(" ", size, bold=bold)
            elif space:
                text += space
            x += self._width(" ", size, bold=bold)
        return pieces

    def _note_lines(self, mark: str) -> list[_Line]:
        note = Paragraph(text=self._notes[mark])
        lines = list(self._lines(note, self._layout.size * _NOTE_SIZE))
        lines[0].label = mark
        return lines

    def _note_pieces(self, lines: list[_Line]) -> Iterator[_Piece]:
        size = self._layout.size * _NOTE_SIZE
        for row, line in enumerate(lines):
            if line.label:
                raised = self._layout.raised_numbers
                mark_size = size * _MARK_SIZE if raised else size
                x = _LEFT - 12
                yield _Piece(
                    f"{line.label} ", x, -row * self._note_height() + (size * 0.33 if raised else 0), mark_size
                )
                line.label = ""
            yield from self._pieces(line, size, -row * self._note_height(), bold=False)

    def _furnish(self, page: _Page, number: int) -> None:
        if number == 1:
            lines = ["Distr.: General", self._issued, "", "Original: English"]
            page.heads = [
                _Piece("United Nations", _LEFT - 56, _TOP, 14),
                _Piece(self._symbol, 400, _TOP, 12),
                _Piece("General Assembly", _LEFT, _TOP - 40, 20, bold=True),
                *(_Piece(text, 400, _TOP - 20 - 12 * row, 10) for row, text in enumerate(lines) if text),
                _Piece(f"{self._job}  (E)", _LEFT - 56, 40, 10),
            ]
        else:
            even = number % 2 == 0
            page.heads = [
                _Piece(self._symbol, _LEFT - 56 if even else 450, _TOP + 20, 9, bold=True),
                _Piece(str(number), _LEFT - 56 if even else 535, 40, 9, bold=True),
                _Piece(self._job, 480 if even else _LEFT - 56, 40, 7),
            ]
        # the footnotes stand at the foot of the page, one below the other
        notes, self_height = page.notes, self._note_height()
        groups: list[list[_Piece]] = []
        for piece in notes:
            if not piece.size:
                groups.append([])
            else:
                groups[-1].append(piece)
        rows = [len({round(piece.y) for piece in group if piece.x >= _LEFT}) for group in groups]
        y = _FOOT + self_height * (sum(rows) - 1)
        page.rule = y + self_height if groups else None
        for group, count in zip(groups, rows, strict=True):
            for piece in group:
                piece.y += y
            y -= self_height * count
        page.notes = list(itertools.chain.from_iterable(groups))

    def _write(self, page: _Page) -> None:
        layout = self._layout
        sheet = self._document.new_page(_WIDTH, _HEIGHT)
        rule = [_Piece(layout.rule, _LEFT, page.rule, layout.size)] if page.rule is not None and layout.rule else []
        notes = [*rule, *page.notes]
        text = [*notes, *page.body] if layout.notes_first else [*page.body, *notes]
        if page.rule is not None and not layout.rule:
            line = raw.FPDFPageObj_CreateNewPath(_LEFT, page.rule)
            raw.FPDFPath_LineTo(line, _LEFT + 80, page.rule)
            raw.FPDFPath_SetDrawMode(line, raw.FPDF_FILLMODE_NONE, 1)
            raw.FPDFPage_InsertObject(sheet, line)
        for piece in [*text, *page.heads] if layout.heads_last else [*page.heads, *text]:
            size, scale = (1.0, piece.size) if layout.by_matrix else (piece.size, 1.0)
            item = raw.FPDFPageObj_CreateTextObj(self._document, self._fonts[piece.bold], size)
            encoded = (piece.text + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(item, ctypes.cast(ctypes.c_char_p(encoded), raw.FPDF_WIDESTRING))
            raw.FPDFPageObj_Transform(item, scale, 0, 0, scale, piece.x, piece.y)
            raw.FPDFPage_InsertObject(sheet, item)
        raw.FPDFPage_GenerateContent(sheet)

    def _width(self, text: str, size: float, *, bold: bool = False) -> float:
        total = 0.0
        for character in text:
            key = (character, bold)
            if key not in self._widths:
                width = ctypes.c_float()
                raw.FPDFFont_GetGlyphWidth(self._fonts[bold], ord(character), 1000.0, ctypes.byref(width))
                self._widths[key] = width.value / 1000
            total += self._widths[key]
        return total * size
