"""The line by which an issued document says what it is, and who writes it; the kinds that a symbol tells."""

from __future__ import annotations

import re
from typing import NamedTuple

from mandates import lexicon
from mandates.domain.kinds import DocumentKind
from mandates.structure import shapes

_LONGEST_FORM = 700
_ADDRESSEE = (
    r"(?:the\s+)?(?:Secretary-General|President\s+of\s+the\s+(?:Security\s+Council|General\s+Assembly|Economic\s+and\s+"
    r"Social\s+Council|Human\s+Rights\s+Council)|President\s+of\s+the|Chair(?:man|person)?\s+of\s+the\s+[A-Z][\w\s]+?Committee)"
)
_LETTER = re.compile(
    r"(?:Identical\s+)?(?:[Ll]etters?|[Nn]otes?\s+verbales?)\s+(?:dated\s+|of\s+)\d{1,2}\s.{5,600}?\saddressed\s+to\s+"
    rf"{_ADDRESSEE}(?:,?\s+(?:and\s+)?{_ADDRESSEE})*",
    re.DOTALL,
)
#: The beginning of the text of a letter, on the same line as its form.
_SENTENCE_WITHIN = re.compile(r"\b(?:I|We)\s+(?:have|would|am|are|wish|refer|write)\b|[.:;]\s+[A-Z]|\.$")
#: Kinds of documents by a part of the symbol.
_KIND_BY_SYMBOL_PART = (
    (re.compile(r"/L\.\d"), DocumentKind.DRAFT),
    (re.compile(r"/NGO/\d"), DocumentKind.STATEMENT),
    (re.compile(r"/(?:PV|SR)\.\d"), DocumentKind.RECORD),
    (re.compile(r"/(?:RES|DEC|PRST)/"), DocumentKind.RESOLUTION),
)


class Form(NamedTuple):
    """The line that states what a document is, such as “Report of the Secretary-General”."""

    kind: DocumentKind
    words: str
    author: str | None


@lexicon.derived
def _forms() -> list[tuple[DocumentKind, re.Pattern[str]]]:
    entries = lexicon.load("issued")["form"]
    return [(DocumentKind(entry["kind"]), pattern(entry["words"])) for entry in entries]


@lexicon.derived
def _authors() -> list[tuple[DocumentKind, re.Pattern[str]]]:
    entries = lexicon.load("issued")["author"]
    return [(DocumentKind(entry["kind"]), pattern(entry["words"])) for entry in entries]


def form_of(text: str) -> Form | None:
    """Return the form that the line `text` states, with the kind of document and its author; None if it is no form."""
    form_and_rest = form_with_rest(text)
    return form_and_rest[0] if form_and_rest is not None else None


def form_with_rest(text: str) -> tuple[Form, str] | None:
    """Return the form that `text` states and the text that follows it, as in letters; None if it is no form."""
    if len(text) < 8 or shapes.label_of(text) is not None:
        return None
    letter = _LETTER.match(text)
    if letter is not None:
        words, rest = " ".join(letter[0].split()), text[letter.end() :].strip()
        for kind, pattern in _forms():
            match = pattern.fullmatch(words)
            if match is not None:
                return Form(_kind_by_author(kind, match["author"]), words, match["author"]), rest
    if len(text) > _LONGEST_FORM:
        return None
    plain = re.sub(r"\s*\*+$", "", text)
    for kind, pattern in _forms():
        if kind in (DocumentKind.LETTER, DocumentKind.NOTE_VERBALE) and _SENTENCE_WITHIN.search(plain):
            continue  # the text follows on the same line, and the addressee is unknown
        match = pattern.fullmatch(plain)
        if match is not None and not (plain.endswith(".") and kind is not DocumentKind.DRAFT):
            author = match.groupdict().get("author")
            author_name = " ".join(author.split()).rstrip(" *") if author else None
            return Form(_kind_by_author(kind, author), plain, author_name), ""
    return None


def kind_of_symbol(symbol: str) -> DocumentKind | None:
    """Return the kind of document that a symbol implies, as ``A/C.3/80/L.4`` is a draft; None if it implies none."""
    return next((kind for pattern, kind in _KIND_BY_SYMBOL_PART if pattern.search(symbol)), None)


def letter_by(author: str, words: str) -> Form:
    """Return the form of a letter or note verbale from its author and the words of the form."""
    kind = DocumentKind.NOTE_VERBALE if "erbale" in words[:40] else DocumentKind.LETTER
    return Form(_kind_by_author(kind, author), words, author)


def _kind_by_author(kind: DocumentKind, author: str | None) -> DocumentKind:
    if kind is DocumentKind.LETTER and author:
        for author_kind, pattern in _authors():
            if pattern.match(author):
                return author_kind
    return kind


def pattern(words: str) -> re.Pattern[str]:
    """Return words of the vocabulary as a pattern in which each space matches any white space."""
    return re.compile(words.replace(" ", r"\s+"), re.DOTALL)
