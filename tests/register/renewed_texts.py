"""Resolutions of the Assembly on one subject, each of which asks anew for what the one before it asked for."""

from __future__ import annotations

from dataclasses import replace

from mandates.domain.mandate import Reading
from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind
from mandates.extraction.extract import extract
from tests.extraction.due_reading import resolution

REEFS = "Requests the Secretary-General to submit to the General Assembly at its {} session a report on coral reefs;"
KEEP = "Requests the Secretary-General to keep the Assembly informed of the state of coral reefs;"
PANEL = "Requests the Secretary-General to submit at its {} session a report on the panel discussion on coral reefs;"
INCLUDE = (
    "Decides to include in the provisional agenda of its {} session, under the item entitled \u201cOceans\u201d, the "
    "sub-item entitled \u201cProtection of coral reefs\u201d;"
)


def reefs(
    number: int, session: int, adopted: str, *texts: str, cites: str = "", notes: str = "", title: str = ""
) -> Reading:
    """Return a resolution with these operative paragraphs; `cites` is the number of one that it recalls, `notes` the
    symbol of a report, in a footnote.
    """
    symbol = f"A/RES/{session}/{number}"
    plain = resolution(*texts, symbol=symbol, session=session, adopted_on=adopted)
    before = []
    if cites:
        words = f"Recalling its resolution {cites},"
        before.append(Paragraph(kind=ParagraphKind.PREAMBULAR, text=words))
    if notes:
        words = "Taking note of the report of the Secretary-General on coral reefs,"
        footnote = Footnote(mark="1", text=f"{notes}.")
        before.append(Paragraph(kind=ParagraphKind.PREAMBULAR, text=words, footnotes=(footnote,)))
    title = title or "Protection of coral reefs"
    return extract(replace(plain, title=title, paragraphs=(*before, *plain.paragraphs)))
