"""A clause as tokens with offsets; what stands in quotation marks or names a document is blanked out first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class Token(NamedTuple):
    """A word, number or mark. `low` is in lower case, with plain hyphens; `start` and `end` count in the paragraph."""

    text: str
    low: str
    start: int
    end: int


#: Titles in quotation marks, names with a word of time in them, "2349 (2017)", symbols: their numbers are no times.
_BLANK = re.compile(
    r"\u201c[^\u201d]{0,600}\u201d|\"[^\"]{0,600}\"|\u00ab[^\u00bb]{0,600}\u00bb"
    r"|(?i:\buniversal\s+periodic\s+review|\b(?:quadrennial|triennial)\s+comprehensive\s+policy\s+review)"
    r"|\((?:19|20)\d\d\)|\b[A-Z]{1,5}/[A-Za-z0-9./()-]+"
)
_TOKEN = re.compile(r"\w+(?:[-\u2010\u2011\u2013\u00ad]\w+)*|[^\w\s]")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2013": "-", "\u00ad": "-"})


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of ``text[start:end]``, what is quoted or cited left out."""
    masked = _BLANK.sub(lambda match: " " * len(match[0]), text[start:end])
    return [
        Token(match[0], match[0].lower().translate(_HYPHENS), start + match.start(), start + match.end())
        for match in _TOKEN.finditer(masked)
    ]


def first_token(found: Sequence[Token], start: int) -> int:
    """Return the index of the first token at or after the character `start`."""
    return next(index for index, token in enumerate(found) if token.start >= start)


def at(found: Sequence[Token], index: int, *words: str) -> bool:
    """Return whether the tokens from `index` on are `words`; a word may list alternatives, ``in|during``."""
    if index < 0 or index + len(words) > len(found):
        return False
    return all(found[index + i].low in word.split("|") for i, word in enumerate(words))


def before(found: Sequence[Token], index: int, *words: str) -> bool:
    """Return whether the tokens that end before `index` are `words`."""
    return at(found, index - len(words), *words)
