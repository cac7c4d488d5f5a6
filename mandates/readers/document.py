"""What every reader gives to structure: a document as a sequence of blocks of text."""

from __future__ import annotations

from dataclasses import dataclass

from mandates.model import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text as the file has it: a paragraph, or a printed line where the format knows no paragraphs.

    Attributes:
        text: without markup, spaces as printed.
        page: from 1, where the format has pages.
        label: an automatic number that is not in the text (Word), as it would be printed: ``8.`` or ``(a)``.
        style: the format's own hint: a Word style's name, ``heading 3``, ``footnote``.
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
        format: ``pdf``, ``docx``, ``text`` or ``markdown``.
        by_line: blocks are printed lines, to be joined to paragraphs.
    """

    source: str
    format: str
    blocks: tuple[Block, ...]
    by_line: bool = False
    problems: tuple[Problem, ...] = ()
