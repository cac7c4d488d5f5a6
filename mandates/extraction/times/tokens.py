"""A clause as tokens with offsets; what stands in quotation marks or names a document is blanked out first."""

from __future__ import annotations

import functools
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
    r"|\((?:19|20)\d\d\)"
)
_SYMBOL = re.compile(r"\b[A-Z]{1,5}/[A-Za-z0-9./()-]+")
#: Hyphens between words of one time: "a quarterly-basis", "end-June", "30-days", "90-, 60- and".
_HYPHENATED = re.compile(
    r"(?<=[a-z])[-\u2010\u2011](?=basis\b)|(?<=\bend)[-\u2010\u2011](?=[A-Z12])"
    r"|(?<=\d)[-\u2010\u2011](?=(?:days|weeks|months|years)\b|,|\s+(?:and|or)\b)"
)
_REVIEW = re.compile(
    r"\b(?:universal\s+periodic\s+review|(?:quadrennial|triennial)\s+comprehensive\s+policy\s+review)", re.IGNORECASE
)
_token = tuple.__new__  # past the constructor of `Token`: one is made for each word
_TOKEN = re.compile(r"(?:than|by|until|before|within)(?=\d)|\w++(?>(?:[-\u2010\u2011\u2013\u00ad]\w++)*)|[^\w\s]")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2013": "-", "\u00ad": "-"})


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of ``text[start:end]``, what is quoted or cited left out."""
    masked = _BLANK.sub(_spaces, text[start:end])
    if "/" in masked:
        masked = _SYMBOL.sub(_spaces, masked)
    if "eview" in masked or "EVIEW" in masked:
        masked = _REVIEW.sub(_spaces, masked)
    masked = _HYPHENATED.sub(" ", masked)
    found = []
    for match in _TOKEN.finditer(masked):
        word, (first, last) = match[0], match.span()
        found.append(_token(Token, (word, _low(word), start + first, start + last)))
    return found


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


@functools.lru_cache(maxsize=1 << 15)
def _low(word: str) -> str:
    return word.lower().translate(_HYPHENS)


def first_token(found: Sequence[Token], start: int) -> int:
    """Return the index of the first token at or after the character `start`."""
    return next(index for index, token in enumerate(found) if token.start >= start)


def at(found: Sequence[Token], index: int, *words: str) -> bool:
    """Return whether the tokens from `index` on are `words`; a word may list alternatives, ``in|during``."""
    if index < 0 or index + len(words) > len(found):
        return False
    for word in words:  # a plain loop: this is asked most often of all, and mostly told by the first word
        low = found[index].low
        if low != word and low not in _alternatives(word):
            return False
        index += 1
    return True


@functools.lru_cache(maxsize=1 << 12)
def _alternatives(word: str) -> frozenset[str]:
    return frozenset(word.split("|"))


def before(found: Sequence[Token], index: int, *words: str) -> bool:
    """Return whether the tokens that end before `index` are `words`."""
    return at(found, index - len(words), *words)
