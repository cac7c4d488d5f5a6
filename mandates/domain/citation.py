"""The domain: what a citation of a resolution is. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mandates.domain.resolution import Span


class CitationKind(StrEnum):
    """What a clause does with the resolution that it cites."""

    CITES = "cites"
    EXTENDS = "extends"
    ENDS = "ends"
    RENEWS = "renews"
    CARRIES = "carries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One resolution, decision or presidential statement named in a paragraph.

    Attributes:
        kind: ``extends`` and ``ends``: the clause prolongs or ends what the cited text established; ``renews``: it
            repeats a request or decision of that text; ``carries``: it keeps paragraphs of that text in force by
            referring to them; ``cites``: any other mention, and all mentions outside operative paragraphs.
        symbol: the canonical symbol: ``S/RES/2140 (2014)``, ``A/RES/70/1``, ``A/DEC/75/510``, ``S/PRST/2024/7``.
        labels: the labels of the paragraphs cited, with ranges expanded: ``("3", "4", "5")``, ``("8 (a)",)``,
            ``("III.1",)``; a section cited as a whole is ``("III",)``. Empty if the whole text is cited, or a part
            without a label.
        words: the literal words, spaces collapsed, without the date. span: their span in the text of the paragraph.
        paragraph: the index in `Resolution.paragraphs`.
        mandate: the index in `Reading.mandates` of the mandate whose clause contains the citation, if any.
    """

    kind: CitationKind
    symbol: str
    words: str
    span: Span
    paragraph: int
    labels: tuple[str, ...] = ()
    mandate: int | None = None
