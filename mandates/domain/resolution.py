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
    """A footnote, kept apart from the text it is attached to."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph or list item, whole, without its printed label.

    Attributes:
        label: printed label of an operative or annex paragraph: ``8``, ``8 (a)``, ``8 (a) (i)``; prefixed with its
            section or part (``II.4``) only where the number alone would be ambiguous. An unnumbered operative
            paragraph gets its ordinal among the operative ones. ``None`` for preambular paragraphs and headings.
        numbered: whether the label is printed in the document (False where it is our ordinal).
        section: the section heading or part it stands under, where there is one.
        parent: index in `Resolution.paragraphs` of the chapeau an item depends on.
        page: page of the document on which it starts, from 1; ``None`` for formats without pages.
        footnotes: those whose marks stood in this paragraph.
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
        symbol: canonical symbol, as `mandates.domain.symbols.Symbol` prints it.
        body: full name of the adopting organ.
        session: the organ's session number (71), its year for yearly sessions (``"2022"``), ``"special 32"`` or
            ``"emergency 11"``; ``None`` for the Security Council.
        source: the file it was read from, as given.
        problems: what structure could not read with certainty.
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
