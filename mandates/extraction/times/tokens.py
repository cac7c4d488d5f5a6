"""A clause as tokens with offsets; what stands in quotation marks or names a document is blanked out first."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from mandates.extraction.token import Token

#: Text whose numbers and words are no times: quotations and "2349 (2017)"; see also `_SYMBOL` and `_REVIEW`.
_BLANK = re.compile(
    r"\u201c[^\u201d]{0,600}\u201d|\"[^\"]{0,600}\"|\u00ab[^\u00bb]{0,600}\u00bb"
    r"|\((?:19|20)\d\d\)"
)
_SYMBOL = re.compile(r"\b[A-Z]{1,5}/[A-Za-z0-9./()-]+")
#: Hyphens that are read as spaces: "a quarterly-basis", "end-June", "30-days", "90-, 60- and".
_HYPHENATED = re.compile(
    r"[-\u2010\u2011](?:(?<=[a-z].)(?=basis\b)|(?<=\bend.)(?=[A-Z12])"
    r"|(?<=\d.)(?=(?:days|weeks|months|years)\b|,|\s+(?:and|or)\b))"
)
_REVIEW = re.compile(
    r"\b(?:universal\s+periodic\s+review|(?:quadrennial|triennial)\s+comprehensive\s+policy\s+review)", re.IGNORECASE
)
# Most words have no second part: "(?:x|)" finds that out much faster than "(?:x)*".
_SECOND_PART = r"[-\u2010\u2011\u2013\u00ad]\w++"
_TOKEN = re.compile(rf"(?:than|by|until|before|within)(?=\d)|\w++(?:{_SECOND_PART}(?>(?:{_SECOND_PART})*)|)|[^\w\s]")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2013": "-", "\u00ad": "-"})


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of ``text[start:end]`` without quotations and citations."""
    masked = _BLANK.sub(_blank_out, text[start:end])
    if "/" in masked:
        masked = _SYMBOL.sub(_blank_out, masked)
    if "eview" in masked or "EVIEW" in masked:
        masked = _REVIEW.sub(_blank_out, masked)
    masked = _HYPHENATED.sub(" ", masked)
    clause_tokens = []
    for match in _TOKEN.finditer(masked):
        word, (first, last) = match[0], match.span()
        clause_tokens.append(Token(word, _normalize(word), start + first, start + last))
    return clause_tokens


def _blank_out(match: re.Match[str]) -> str:
    return " " * len(match[0])


@functools.lru_cache(maxsize=1 << 15)
def _normalize(word: str) -> str:
    return word.lower().translate(_HYPHENS)


def first_token(tokens: Sequence[Token], start: int) -> int:
    """Return the index of the first token at or after the character `start`."""
    return next(index for index, token in enumerate(tokens) if token.start >= start)


def at(tokens: Sequence[Token], index: int, *words: str) -> bool:
    """Return whether the tokens from `index` on are `words`; a word may list alternatives, ``in|during``."""
    if index < 0 or index + len(words) > len(tokens):
        return False
    for word in words:  # a plain loop for speed: this function is called most often, and the first word mostly decides
        low = tokens[index].lower
        if low != word and low not in _alternatives(word):
            return False
        index += 1
    return True


@functools.lru_cache(maxsize=1 << 12)
def _alternatives(word: str) -> frozenset[str]:
    return frozenset(word.split("|"))


def before(tokens: Sequence[Token], index: int, *words: str) -> bool:
    """Return whether the tokens right before `index` are `words`; a word may list alternatives, as in `at`."""
    return at(tokens, index - len(words), *words)


def backwards(position: int, limit: int) -> range:
    """Return the indexes of the tokens before `position`, the nearest first, fewer than `limit`."""
    return range(position - 1, max(-1, position - limit), -1)


def words_before(tokens: Sequence[Token], position: int, limit: int) -> tuple[str, ...]:
    """Return the words right before `position` in lower case: `limit` of them, or fewer if there are no more."""
    return tuple([token.lower for token in tokens[max(0, position - limit) : position]])
