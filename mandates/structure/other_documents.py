"""Documents that are no resolution, named for what they are."""

from __future__ import annotations

import re
from importlib import resources

import tomli

from mandates.domain.issued import IssuedDocument
from mandates.domain.problems import Problem
from mandates.readers.document import Document
from mandates.structure import masthead, shapes, titles
from mandates.structure.furniture import DOCUMENT_SYMBOL
from mandates.structure.partition import Part
from mandates.structure.reflow import Passage

_HEAD = 40
_SYMBOL = re.compile(rf"(?:united nations\s+)?({DOCUMENT_SYMBOL})", re.IGNORECASE)
_DATA = tomli.loads(resources.files(__package__).joinpath("other_documents.toml").read_text(encoding="utf-8"))
_FLAGS = re.IGNORECASE | re.DOTALL
_LINES: tuple[re.Pattern[str], ...] = tuple(re.compile(entry["begins"], _FLAGS) for entry in _DATA["line"])
_BY_SYMBOL: tuple[tuple[re.Pattern[str], str, re.Pattern[str] | None, str], ...] = tuple(
    (
        re.compile(entry["holds"]),
        entry["what"],
        re.compile(entry["said"], _FLAGS) if "said" in entry else None,
        entry.get("then", ""),
    )
    for entry in _DATA["symbol"]
)
_LANGUAGES: tuple[tuple[str, str], ...] = tuple((entry["name"], entry["begins"]) for entry in _DATA["language"])
#: Pieces, and characters of them, in which the name of the Organization stands.
_FIRST, _TOP = 12, 400
#: How a text of an organ opens, known or not: “The Conference,”.
_OPENS = re.compile(r"T(?:he|HE) [A-Z][\w ’'-]{3,100},")
#: “Press Statement”, “ZERO DRAFT”; what is longer may hold names.
_WORDS_OF_NAME = 2
_ABSENT = "the document you are looking for does not exist"


def without_text(document: Document) -> Problem:
    """Return the problem of a document of whose text nothing is left."""
    if any(block.text.strip() for block in document.blocks):
        return unknown(document)
    return Problem("file.empty", document.source, "holds no text")


def name(source: str, passages: list[Passage], parts: list[Part]) -> Problem | None:
    """Return the problem that names the document where it is no resolution."""
    if _ABSENT in " ".join([p.text for p in passages[:4]]).lower():
        return Problem(
            "document.absent",
            source,
            "is the Official Document System's page for a document that does not exist; fetch it again",
        )
    head, symbol = _head(passages)
    resolution = symbol is not None and masthead.parse_symbol(symbol) is not None
    if resolution or (parts and (parts[0].title is not None or symbol is None)):
        return None
    what = _kind(head, symbol, passages)
    if what is None and symbol is not None and not parts:
        what = "document of another kind"
    return _no_resolution(source, what, symbol) if what else None


def nameless(source: str, passages: list[Passage]) -> Problem:
    """Return the problem of a text whose symbol was not found: what the document is, or what would help."""
    head, symbol = _head(passages)
    what = _kind(head, symbol, passages)
    labels = (label for passage in passages if (label := shapes.label_of(passage.text)) is not None)
    if (symbol is None and (what or "").startswith("draft")) or any(label.style == "preambular" for label in labels):
        message = f"is a {what or 'draft resolution'}, no resolution; `mandates check` reads it"
        return Problem("document.no_resolution", source, message)
    if symbol is None:
        message = "the text names no symbol of a resolution; add a line with it at the head"
        return Problem("symbol.missing", source, message)
    return _no_resolution(source, what or "document of another kind", symbol)


def _head(passages: list[Passage]) -> tuple[list[str], str | None]:
    """Return the lines before the first title or opening, and the symbol that stands alone among them."""
    head = [p.text for p in passages[:_HEAD]]
    until = next((i for i, text in enumerate(head) if shapes.opening_of(text) or titles.title_of(text)), len(head))
    return head[:until], next((m[1] for text in head[:until] if (m := _SYMBOL.fullmatch(text))), None)


def _kind(head: list[str], symbol: str | None, passages: list[Passage]) -> str | None:
    """Return what a document is, by its symbol or a line of its head."""
    beginning = "\n".join(passage.text for passage in passages[:_HEAD])
    for holds, what, said, then in _BY_SYMBOL if symbol else ():
        if holds.search(symbol or ""):
            if said is None:
                return what
            if said.search(beginning):
                return then
    for pattern in _LINES:
        for text in head:
            match = pattern.match(text)
            if match is not None:
                printed = " ".join(match["what"].split()).rstrip(" *")
                named = printed.isupper() or printed.count(" ") < _WORDS_OF_NAME
                return printed.lower() if named else printed[:1].lower() + printed[1:]
    return None


def named(source: str, document: IssuedDocument) -> Problem:
    """Return the problem that names an issued document as no resolution."""
    what = (document.form or document.title or "document").rstrip(" *")
    return _no_resolution(source, what[:1].lower() + what[1:], document.symbol)


def unknown(document: Document) -> Problem:
    """Return the problem of a document in which no resolution and nothing else known was found."""
    beginning = " ".join(" ".join(block.text for block in document.blocks[:_FIRST]).split())[:_TOP]
    language = next((name for name, begins in _LANGUAGES if begins in beginning), None)
    if language is not None:
        return Problem("language.other", document.source, f"is in {language}; give the English text")
    lines = [line.strip() for block in document.blocks[:_FIRST] for line in block.text.splitlines() if line.strip()]
    what = _kind(lines[:_FIRST], None, []) if document.format != "html" else None
    if what is not None:
        return _no_resolution(document.source, what, None)
    if document.format == "html":
        message = "is a web page that holds no resolution; download the document itself, as PDF or .docx"
    elif (organ := _unknown_organ(document)) is not None:
        message = (
            f"opens with “{organ},” an organ whose texts are not known: its name and its series of symbols are missing"
        )
    else:
        message = "holds no resolution: no number and title, no opening (“The General Assembly,”)"
    return Problem("document.no_resolution", document.source, message)


def _unknown_organ(document: Document) -> str | None:
    """Return how a document opens that has operative paragraphs and an organ that is not known."""
    lines = [line.strip() for block in document.blocks for line in block.text.splitlines()]
    opening = next((i for i, line in enumerate(lines) if _OPENS.fullmatch(line)), None)
    if opening is None:
        return None
    labels = (label for line in lines[opening:] if (label := shapes.label_of(line)) is not None)
    asks = any(label.style == "number" and shapes.operative_at(label.rest) for label in labels)
    return lines[opening].rstrip(",") if asks else None


def _no_resolution(source: str, what: str, symbol: str | None) -> Problem:
    plural = what.startswith(("identical", "letters", "notes"))
    named = what if plural else f"{'an' if what[0] in 'aeio' else 'a'} {what}"
    return Problem("document.no_resolution", source, f"is {named}{f' ({symbol})' if symbol else ''}, no resolution")
