"""Numbers in words or figures: "seventy-third", "73rd", "one hundred and eighth", "twelve", "12"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandates.extraction.token import Token
from mandates.lexicon.numbers import cardinals, ordinals, plain

#: Number of words in the longest cardinal: "one hundred and twenty five".
_LONGEST_CARDINAL = 5
_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


def ordinal_before(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Return the value and first token of the ordinal number that ends right before `index`, or None."""
    if index <= 0:
        return None
    figures = _FIGURES.fullmatch(tokens[index - 1].lower)
    if figures:
        return int(figures[1]), index - 1
    best = None
    for length in range(1, min(6, index) + 1):  # "one hundred and twenty - first"
        words = " ".join(token.lower for token in tokens[index - length : index]).replace("-", " ")
        value = ordinals().get(plain(" ".join(words.split())))
        if value is not None and tokens[index - length].lower != "and":
            best = value, index - length
        elif length > 1 and best is None:
            break
    return best


def cardinal_before(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Return the value and first token of the cardinal number that ends right before `index`, or None.

    Examples: "one hundred and eighty" days, "ninety" days, "12" months.
    """
    for length in range(min(_LONGEST_CARDINAL, index), 1, -1):
        words = [token.lower for token in tokens[index - length : index]]
        value = cardinals().get(plain(" ".join(words)))
        if value is not None and words[0] != "and":
            return value, index - length
    value = cardinal(tokens[index - 1].lower) if index > 0 else None
    return None if value is None else (value, index - 1)


def cardinal(word: str) -> int | None:
    """Return the value of a cardinal in one token ("twelve", "12", "a"), or None."""
    if word.isdecimal():
        return int(word) if len(word) <= 3 else None
    return cardinals().get(word.replace("-", " "))
