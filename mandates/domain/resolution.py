"""A resolution and its paragraphs, as printed, and places in their text."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from mandates.domain.problems import Problem


class Span(NamedTuple):
    """A half-open range of characters in a paragraph's text."""

    start: int
    end: int


class ParagraphKind(StrEnum):
    """What a paragraph is in its resolution; the words of the JSON contract."""

    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    ANNEX = "annex"
    HEADING = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A footnote, separate from the text that it belongs to."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph or list item, whole, without its printed label.

    Attributes:
        label: the printed label of an operative or annex paragraph: ``8``, ``8 (a)``, ``8 (a) (i)``; prefixed with its
            section or part (``II.4``) only if the number alone would be ambiguous. An unnumbered operative paragraph
            gets its ordinal among the operative ones. ``None`` for preambular paragraphs and headings.
        numbered: whether the label is printed in the document (False for an ordinal).
        section: the section heading or part that contains it, if any.
        parent: the index in `Resolution.paragraphs` of the chapeau of a list item.
        page: the page of the document on which it starts, from 1; ``None`` for formats without pages.
        footnotes: the footnotes whose marks are in this paragraph.
    """

    kind: ParagraphKind
    text: str
    label: str | None = None
    numbered: bool = True
    section: str | None = None
    parent: int | None = None
    page: int | None = None
    footnotes: tuple[Footnote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One adopted text, as printed.

    Attributes:
        symbol: the canonical symbol, as `mandates.domain.symbols.Symbol` prints it.
        body: the full name of the adopting organ.
        session: the session number of the organ (71), the year for yearly sessions (``"2022"``), ``"special 32"`` or
            ``"emergency 11"``; ``None`` for the Security Council.
        source: the file it was read from, as the caller named it.
        problems: parts of the structure that could not be read with certainty.
    """

    symbol: str
    title: str | None
    body: str
    session: int | str | None
    adopted_on: dt.date | None
    agenda_items: tuple[str, ...] = ()
    draft_symbol: str | None = None
    committee: str | None = None
    meeting: str | None = None
    source: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    problems: tuple[Problem, ...] = ()
