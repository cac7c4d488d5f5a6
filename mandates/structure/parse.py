"""A document to its resolutions."""

from __future__ import annotations

import pathlib
import re
from dataclasses import dataclass

from mandates.model import Paragraph, ParagraphKind, Problem, Resolution
from mandates.readers.document import Document
from mandates.symbols import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The resolutions of one document, and what was wrong with it as a whole."""

    resolutions: tuple[Resolution, ...]
    problems: tuple[Problem, ...] = ()


def parse(document: Document) -> Structure:
    """Return the resolutions that `document` holds; a first cut, one line one paragraph."""
    symbol = Symbol.parse(pathlib.Path(document.source).stem.replace("_", "/"))
    paragraphs: list[Paragraph] = []
    started = operative = False
    parent = None
    for line in (line for block in document.blocks for line in block.text.split("\n")):
        text = " ".join(line.split())
        started = started or bool(re.match(r"The (General Assembly|Security Council|Economic|Human|United)", text))
        item = re.match(r"(\d+)\.\s+(.*)|(\([a-z]{1,4}\))\s+(.*)", text)
        if not started or not text:
            continue
        if item and item[1]:
            operative = True
            parent = len(paragraphs)
            paragraphs.append(Paragraph(kind=ParagraphKind.OPERATIVE, label=item[1], text=item[2]))
        elif item and operative and parent is not None:
            label = f"{paragraphs[parent].label} {item[3]}"
            paragraphs.append(Paragraph(kind=ParagraphKind.OPERATIVE, label=label, text=item[4], parent=parent))
        elif not operative:
            paragraphs.append(Paragraph(kind=ParagraphKind.PREAMBULAR, text=text))
    resolution = Resolution(
        symbol=str(symbol),
        title=None,
        body=symbol.body,
        session=symbol.body_session,
        adopted_on=None,
        source=document.source,
        paragraphs=tuple(paragraphs),
    )
    return Structure(resolutions=(resolution,))
