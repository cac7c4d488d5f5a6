"""Documents that are no resolution, named for what they are."""

from __future__ import annotations

import re

from mandates.domain.issued import IssuedDocument
from mandates.domain.problems import Problem
from mandates.readers.document import Document
from mandates.structure import masthead, shapes, titles
from mandates.structure.furniture import DOCUMENT_SYMBOL
from mandates.structure.partition import Part
from mandates.structure.reflow import Passage

_HEAD = 40
_SYMBOL = re.compile(rf"(?:united nations\s+)?({DOCUMENT_SYMBOL})", re.IGNORECASE)
# What documents call themselves, the surest first: a committee's report names the draft resolutions it holds.
_KINDS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        r"(?P<what>(?:identical\s+)?letters?\s+dated\s.{4,250})",
        r"(?P<what>notes?\s+verbales?\s.{4,250})",
        r"(?P<what>(?:\w+\s+){0,3}report\s+(?:of|by|submitted\s+by)\s+the\s.{2,250})",
        r"(?P<what>note\s+by\s+the\s.{2,120})",
        r"(?P<what>statement\s+by\s+the\s+president\b.{0,120})",
        r"(?P<what>(?:provisional\s+)?(?:verbatim|summary)\s+records?\b.{0,120})",
        r".{0,600}?\b(?P<what>(?:revised\s+)?draft\s+(?:resolution|decision))\W*$",
    )
)
_ABSENT = "the document you are looking for does not exist"


def without_text(document: Document) -> Problem:
    """Return the problem of a document that has no text."""
    if document.format == "pdf":
        return Problem(
            "file.no_text_layer",
            document.source,
            "has no text layer, only images; run optical character recognition on it first",
        )
    return Problem("file.empty", document.source, "holds no text")


def name(source: str, passages: list[Passage], parts: list[Part]) -> Problem | None:
    """Return the problem that names the document where it is no resolution."""
    if _ABSENT in " ".join([p.text for p in passages[:4]]).lower():
        return Problem(
            "document.absent",
            source,
            "is the Official Document System's page for a document that does not exist; fetch it again",
        )
    head = [p.text for p in passages[:_HEAD]]
    until = next((i for i, text in enumerate(head) if shapes.opening_of(text) or titles.title_of(text)), len(head))
    symbol = next((m[1] for text in head[:until] if (m := _SYMBOL.fullmatch(text))), None)
    resolution = symbol is not None and masthead.parse_symbol(symbol) is not None
    if resolution or (parts and (parts[0].title is not None or symbol is None)):
        return None
    for pattern in _KINDS:
        for text in head[:until]:
            match = pattern.match(text)
            if match is not None:
                what = " ".join(match["what"].split()).rstrip(" *")
                return _no_resolution(source, what[:1].lower() + what[1:], symbol)
    return None


def named(source: str, document: IssuedDocument) -> Problem:
    """Return the problem that names an issued document as no resolution."""
    what = (document.form or document.title or "document").rstrip(" *")
    return _no_resolution(source, what[:1].lower() + what[1:], document.symbol)


def unknown(source: str) -> Problem:
    """Return the problem of a document in which no resolution and nothing else known was found."""
    return Problem(
        "document.no_resolution",
        source,
        "holds no resolution: no number and title, no opening (“The General Assembly,”)",
    )


def _no_resolution(source: str, what: str, symbol: str | None) -> Problem:
    plural = what.startswith(("identical", "letters", "notes"))
    named = what if plural else f"{'an' if what[0] in 'aeio' else 'a'} {what}"
    return Problem("document.no_resolution", source, f"is {named}{f' ({symbol})' if symbol else ''}, no resolution")
