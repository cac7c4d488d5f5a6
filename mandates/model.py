"""The domain: what a resolution, a paragraph, a mandate and a due are. Values only; imports nothing of ours.

Offsets in spans count characters (code points) of the paragraph's `text`, half open: ``text[start:end]``.
Dates are `datetime.date`; windows (`opens_on`, `closes_on`) include both ends.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters in a paragraph's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a document that could not be read with certainty.

    Attributes:
        code: machine-readable, dotted, such as ``numbering.gap`` or ``file.no_text_layer``.
        where: the place: a file, a symbol, ``A/RES/71/12#8`` or ``page 3``.
        message: one line for a person: what is wrong and what to do.
    """

    code: str
    where: str
    message: str


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
        symbol: canonical symbol, as `mandates.symbols.Symbol` prints it.
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


class DueKind(StrEnum):
    """Kinds of due; see the fields each uses in `Due`."""

    SESSION = "session"
    DATE = "date"
    RELATIVE = "relative"
    RECURRING = "recurring"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a mandate is to be done, or how long it lasts, with the words it was read from.

    Attributes:
        kind: ``session`` uses `body` and `session`; ``date`` and ``until`` use `date`; ``relative`` uses `after` (an
            ISO 8601 duration, negative for before) and `event`; ``recurring`` uses `every` (an ISO 8601 duration,
            ``"session"`` or ``"regular"``) and `event`, after which it begins, where one is named.
        session: number, year as text (``"2022"``), ``"special 32"`` or ``"next"``.
        phrase: the literal words.
        span: where they stand in the paragraph's text, where they stand there.
        opens_on, closes_on: resolved window: the session's dates, or the date itself. ``None`` where unknown.
    """

    kind: DueKind
    phrase: str
    body: str | None = None
    session: int | str | None = None
    date: dt.date | None = None
    after: str | None = None
    event: str | None = None
    every: str | None = None
    span: Span | None = None
    opens_on: dt.date | None = None
    closes_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An owner, partner or recipient.

    Attributes:
        name: as written, completed as a reader would complete it ("United Nations funds").
        entity: key of the entity in the registry (`lexicon/entities.toml`) where one fits, else ``None``.
        span: where it stands in the paragraph's text; ``None`` when it was inherited or resolved from elsewhere.
    """

    name: str
    entity: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """One clause of an operative paragraph that directs someone to act or decides that something happens.

    Attributes:
        reference: ``A/RES/71/12#8``; the second mandate of a paragraph is ``A/RES/71/12#8.2``.
        label: label of its paragraph.
        text: the whole paragraph. clause: the clause itself, ``text[clause_span.start:clause_span.end]``.
        verb: lemma of the operative verb (DESIGN's list). verb_span: its words; ``None`` when inherited from a chapeau.
        reiterated: the organ repeats an earlier request.
        confidence: estimated probability, 0 to 1, that the whole reading is right.
        reasons: machine-readable codes of what was uncertain, such as ``owner.pronoun_unresolved``.
    """

    reference: str
    label: str
    text: str
    clause: str
    clause_span: Span
    verb: str
    verb_span: Span | None
    reiterated: bool = False
    owners: tuple[Party, ...] = ()
    partners: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    deliverable: str = "action"
    due: tuple[Due, ...] = ()
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was read from one resolution: its structure, its mandates, its problems."""

    resolution: Resolution
    mandates: tuple[Mandate, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
