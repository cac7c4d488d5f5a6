"""Numbers in words or figures: "seventy-third", "73rd", "one hundred and eighth", "twelve", "12"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandates.extraction.times.tokens import Token
from mandates.lexicon.numbers import cardinals, ordinals, plain

_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


def ordinal_before(found: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Return (value, first token) of the ordinal number whose last token stands before `index`, or None."""
    if index <= 0:
        return None
    figures = _FIGURES.fullmatch(found[index - 1].low)
    if figures:
        return int(figures[1]), index - 1
    best = None
    for length in range(1, min(6, index) + 1):  # "one hundred and twenty - first"
        words = " ".join(token.low for token in found[index - length : index]).replace("-", " ")
        value = ordinals().get(plain(" ".join(words.split())))
        if value is not None and found[index - length].low != "and":
            best = value, index - length
        elif length > 1 and best is None:
            break
    return best


def cardinal(word: str) -> int | None:
    """Return the value of a cardinal in one token ("twelve", "12", "a"), or None."""
    if word.isdecimal():
        return int(word) if len(word) <= 3 else None
    return cardinals().get(word.replace("-", " "))
