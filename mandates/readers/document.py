"""What every reader gives to structure: a document as a sequence of blocks of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mandates.domain.problems import Problem

#: Signs around the mark of a footnote, where the format distinguishes it from the text (a superscript, a reference).
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"


def without_marks(text: str) -> str:
    """Return `text` without the signs for footnote marks, which a file may contain by chance."""
    if text.isascii() or (MARK_OPEN not in text and MARK_CLOSE not in text):
        return text
    return text.replace(MARK_OPEN, "").replace(MARK_CLOSE, "")


@dataclass(frozen=True, slots=True)
class Block:
    r"""A run of text in a file: a paragraph or, in a format without paragraphs, printed lines.

    Attributes:
        text: the text without markup; footnote marks that the format distinguishes stand between `MARK_OPEN` and
            `MARK_CLOSE`. In a document by line, the lines are separated by ``\n`` and keep their trailing spaces; an
            empty line is a gap.
        page: the number of the page on which it starts, from 1, if the format has pages.
        label: an automatic number that is not in the text (Word), as it would be printed: ``8.`` or ``(a)``; for a
            footnote that the format stores separately, its mark.
        style: a hint from the format: ``heading 3``, ``footnote``, ``table``, or the name of a Word style.
    """

    text: str
    page: int | None = None
    label: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a file, before it is parsed.

    Attributes:
        source: the name of the file, as the caller gave it.
        format: ``pdf``, ``docx``, ``text``, ``markdown``, ``html`` or ``json``.
        by_line: whether blocks consist of printed lines, to be joined to paragraphs; else each block is a paragraph.
        recognized_by: the software that recognized the text in pictures, with versions; None if the file has text.
        rest: a function that reads the whole document, if only its first pages were read; None if it is complete.
    """

    source: str
    format: str
    blocks: tuple[Block, ...]
    by_line: bool = False
    problems: tuple[Problem, ...] = ()
    recognized_by: str | None = None
    rest: Callable[[], Document] | None = field(default=None, compare=False, repr=False)
