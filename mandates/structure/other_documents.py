"""Recognizing documents that are no resolution, to say what they are."""

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

_HEAD_PASSAGES = 40
_SYMBOL = re.compile(rf"(?:united nations\s+)?({DOCUMENT_SYMBOL})", re.IGNORECASE)
_DATA = tomli.loads(resources.files(__package__).joinpath("other_documents.toml").read_text(encoding="utf-8"))
_FLAGS = re.IGNORECASE | re.DOTALL
_LINE_PATTERNS: tuple[re.Pattern[str], ...] = tuple(re.compile(entry["begins"], _FLAGS) for entry in _DATA["line"])
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
#: The number of blocks, and of characters in them, that have the name of the Organization in the language of the text.
_FIRST_BLOCKS, _FIRST_CHARACTERS = 12, 400
#: The opening of a text of any organ, known or unknown: “The Conference,”.
_UNKNOWN_OPENING = re.compile(r"T(?:he|HE) [A-Z][\w ’'-]{3,100},")
#: “Press Statement” and “ZERO DRAFT” are in lower case in problems; longer lines may contain names.
_MAX_SPACES_IN_NAME = 2
#: What `mandates check` reads.
_DRAFT = re.compile(r"(?:revised\s+)?draft\s+(?:resolution|decision)\b", re.IGNORECASE)
_ABSENT_MESSAGE = "the document you are looking for does not exist"


def without_text(document: Document) -> Problem:
    """Return the problem of a document without any text."""
    if any(block.text.strip() for block in document.blocks):
        return unknown(document)
    return Problem("file.empty", document.source, "holds no text")


def name(source: str, passages: list[Passage], parts: list[Part]) -> Problem | None:
    """Return the problem that states what the document is if it is not a resolution; otherwise None."""
    if _ABSENT_MESSAGE in " ".join([passage.text for passage in passages[:4]]).lower():
        return Problem(
            "document.absent",
            source,
            "is the Official Document System's page for a document that does not exist; fetch it again",
        )
    head, symbol = _head(passages)
    is_resolution = symbol is not None and masthead.parse_symbol(symbol) is not None
    if is_resolution or (parts and (parts[0].title is not None or symbol is None)):
        return None
    what = _kind(head, symbol, passages)
    if what is None and symbol is not None and not parts:
        what = "document of another kind"
    return _no_resolution(source, what, symbol) if what else None


def nameless(source: str, passages: list[Passage]) -> Problem:
    """Return the problem of a text whose symbol was not found: it states what the document is, or what to do."""
    head, symbol = _head(passages)
    what = _kind(head, symbol, passages)
    labels = (label for passage in passages if (label := shapes.label_of(passage.text)) is not None)
    if (symbol is None and (what or "").startswith("draft")) or any(label.style == "preambular" for label in labels):
        message = f"is a {what or 'draft resolution'}, not a resolution; `mandates check` reads it"
        return Problem("document.no_resolution", source, message)
    if symbol is None:
        message = "the text names no symbol of a resolution; add a line with it at the head"
        return Problem("symbol.missing", source, message)
    return _no_resolution(source, what or "document of another kind", symbol)


def _head(passages: list[Passage]) -> tuple[list[str], str | None]:
    """Return the lines before the first title or opening, and the symbol that is alone on one of them."""
    head = [passage.text for passage in passages[:_HEAD_PASSAGES]]
    end = next((i for i, text in enumerate(head) if shapes.opening_of(text) or titles.title_of(text)), len(head))
    return head[:end], next((match[1] for text in head[:end] if (match := _SYMBOL.fullmatch(text))), None)


def _kind(head: list[str], symbol: str | None, passages: list[Passage]) -> str | None:
    """Return what a document is, according to its symbol or a line of its head; None if neither shows it."""
    beginning = "\n".join(passage.text for passage in passages[:_HEAD_PASSAGES])
    for symbol_pattern, kind, beginning_pattern, kind_if_stated in _BY_SYMBOL if symbol else ():
        if symbol_pattern.search(symbol or ""):
            if beginning_pattern is None:
                return kind
            if beginning_pattern.search(beginning):
                return kind_if_stated
    for pattern in _LINE_PATTERNS:
        for text in head:
            match = pattern.match(text)
            if match is not None:
                printed = " ".join(match["what"].split()).rstrip(" *")
                is_name = printed.isupper() or printed.count(" ") < _MAX_SPACES_IN_NAME
                return printed.lower() if is_name else printed[:1].lower() + printed[1:]
    return None


def named(source: str, document: IssuedDocument) -> Problem:
    """Return the problem that an issued document is not a resolution, with what it is."""
    what = (document.form or document.title or "document").rstrip(" *")
    return _no_resolution(source, what[:1].lower() + what[1:], document.symbol)


def unknown(document: Document) -> Problem:
    """Return the problem of a document that holds neither a resolution nor anything else that is known."""
    beginning = " ".join(" ".join(block.text for block in document.blocks[:_FIRST_BLOCKS]).split())[:_FIRST_CHARACTERS]
    language = next((name for name, first_words in _LANGUAGES if first_words in beginning), None)
    if language is not None:
        return Problem("language.other", document.source, f"is in {language}; give the English text")
    lines = [
        line.strip() for block in document.blocks[:_FIRST_BLOCKS] for line in block.text.splitlines() if line.strip()
    ]
    what = _kind(lines[:_FIRST_BLOCKS], None, []) if document.format != "html" else None
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
    """Return the opening of a document of an unknown organ if operative paragraphs follow it; otherwise None."""
    lines = [line.strip() for block in document.blocks for line in block.text.splitlines()]
    opening = next((i for i, line in enumerate(lines) if _UNKNOWN_OPENING.fullmatch(line)), None)
    if opening is None:
        return None
    labels = (label for line in lines[opening:] if (label := shapes.label_of(line)) is not None)
    asks = any(label.style == "number" and shapes.operative_at(label.rest) for label in labels)
    return lines[opening].rstrip(",") if asks else None


def _no_resolution(source: str, kind: str, symbol: str | None) -> Problem:
    plural = kind.startswith(("identical", "letters", "notes"))
    kind_with_article = kind if plural else f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"
    advice = "; `mandates check` reads it" if _DRAFT.match(kind) else ""
    message = f"is {kind_with_article}{f' ({symbol})' if symbol else ''}, not a resolution{advice}"
    return Problem("document.no_resolution", source, message)
