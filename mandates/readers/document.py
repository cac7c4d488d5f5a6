"""What every reader gives to structure: a document as a sequence of blocks of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mandates.domain.problems import Problem

#: Around the mark of a footnote where the format tells it from the text (a superscript, a reference).
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"


def without_marks(text: str) -> str:
    """Return `text` without the signs that stand around marks, where a file happens to have them."""
    if text.isascii() or (MARK_OPEN not in text and MARK_CLOSE not in text):
        return text
    return text.replace(MARK_OPEN, "").replace(MARK_CLOSE, "")


@dataclass(frozen=True, slots=True)
class Block:
    r"""A run of text as the file has it: a paragraph, or printed lines where the format knows no paragraphs.

    Attributes:
        text: without markup, footnote marks the format knows of between `MARK_OPEN` and `MARK_CLOSE`. In a document
            by line, its lines are separated by ``\n`` and keep the spaces at their ends; an empty line is a gap.
        page: on which it starts, from 1, where the format has pages.
        label: an automatic number that is not in the text (Word), as it would be printed: ``8.`` or ``(a)``; of a
            footnote that the format keeps apart, its mark.
        style: the format's own hint: ``heading 3``, ``footnote``, ``table``, or a Word style's name.
    """

    text: str
    page: int | None = None
    label: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's text, before anything is understood of it.

    Attributes:
        source: the file's name as given.
        format: ``pdf``, ``docx``, ``text``, ``markdown``, ``html`` or ``json``.
        by_line: blocks hold printed lines, to be joined to paragraphs; else each block is a paragraph.
        recognized_by: what recognized it on pictures, with its versions; None where it has a text of its own.
        rest: gives the whole document where only its first pages were read; None where it is whole.
    """

    source: str
    format: str
    blocks: tuple[Block, ...]
    by_line: bool = False
    problems: tuple[Problem, ...] = ()
    recognized_by: str | None = None
    rest: Callable[[], Document] | None = field(default=None, compare=False, repr=False)
