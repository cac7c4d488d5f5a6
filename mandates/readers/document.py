"""What every reader gives to structure: a document as a sequence of blocks of text."""

from __future__ import annotations

from dataclasses import dataclass

from mandates.model import Problem

#: Around the mark of a footnote where the format tells it from the text (a superscript, a reference).
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text as the file has it: a paragraph, or a printed line where the format knows no paragraphs.

    Attributes:
        text: without markup, spaces as printed, footnote marks the format knows of between `MARK_OPEN` and
            `MARK_CLOSE`.
        page: from 1, where the format has pages.
        label: an automatic number that is not in the text (Word), as it would be printed: ``8.`` or ``(a)``; the mark
            of a footnote that the format keeps apart.
        style: the format's own hint: a Word style's name, ``heading 3``, ``footnote``, ``table``.
        gap: whether a blank line stands before it (documents by line).
    """

    text: str
    page: int | None = None
    label: str | None = None
    style: str | None = None
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's text, before anything is understood of it.

    Attributes:
        source: the file's name as given.
        format: ``pdf``, ``docx``, ``text`` or ``markdown``.
        by_line: blocks are printed lines, to be joined to paragraphs.
    """

    source: str
    format: str
    blocks: tuple[Block, ...]
    by_line: bool = False
    problems: tuple[Problem, ...] = ()
