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
        kind: ``extends`` and ``ends``: the clause prolongs or ends what the cited text set; ``renews``: it repeats a
            request or decision of it; ``carries``: it keeps paragraphs of it in force by pointing to them; ``cites``:
            any other mention, and all those outside operative paragraphs.
        symbol: canonical symbol: ``S/RES/2140 (2014)``, ``A/RES/70/1``, ``A/DEC/75/510``, ``S/PRST/2024/7``.
        labels: labels of the paragraphs cited, ranges written out: ``("3", "4", "5")``, ``("8 (a)",)``, ``("III.1",)``;
            a section cited as a whole is ``("III",)``. Empty where the whole text is cited, or a part without a label.
        words: the literal words, spaces collapsed, without the date. span: where they stand in the paragraph's text.
        paragraph: index in `Resolution.paragraphs`.
        mandate: index in `Reading.mandates` of the clause it stands in, where it stands in one.
    """

    kind: CitationKind
    symbol: str
    words: str
    span: Span
    paragraph: int
    labels: tuple[str, ...] = ()
    mandate: int | None = None
