"""Numbers in words or figures: "seventy-third", "73rd", "one hundred and eighth", "twelve", "12"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandates import lexicon
from mandates.extraction.times.tokens import Token

#: Words of the longest cardinal: "one hundred and twenty five".
_LONGEST_CARDINAL = 5
_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")


# The words are put together here: a library that knows them in all languages is a tenth of the start of a command.


@lexicon.derived
def _ordinals() -> dict[str, int]:
    spaced = {words: number for number, words in _up_to_199("ordinals", "ordinal_tens")} | {"hundredth": 100}
    return spaced | {
        words.replace(" ", ""): number for words, number in spaced.items()
    }  # "twentythird" at a line's end


@lexicon.derived
def _cardinals() -> dict[str, int]:
    return {words: number for number, words in _up_to_199("cardinals", "tens")} | {"one hundred": 100, "a": 1, "an": 1}


def _up_to_199(ones: str, tens: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers but 100 with their words, the last of which is one of these two lists."""
    words = lexicon.load("due")["numbers"]
    small = list(enumerate(words[ones], 1))
    for ten, (alone, leading) in enumerate(zip(words[tens], words["tens"], strict=True), 2):
        small.append((10 * ten, alone))
        small += [(10 * ten + one, f"{leading} {word}") for one, word in small[:9]]
    yield from small
    yield from ((100 + number, f"one hundred {word}") for number, word in small)


def _plain(words: str) -> str:
    return words.replace("-", " ").replace(" and ", " ").replace("one hundredth", "hundredth")


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
        value = _ordinals().get(_plain(" ".join(words.split())))
        if value is not None and found[index - length].low != "and":
            best = value, index - length
        elif length > 1 and best is None:
            break
    return best


def cardinal_before(found: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Return (value, first token) of the cardinal whose last token stands before `index`, or None.

    "one hundred and eighty" days, "ninety" days, "12" months.
    """
    for length in range(min(_LONGEST_CARDINAL, index), 1, -1):
        words = [token.low for token in found[index - length : index]]
        value = _cardinals().get(_plain(" ".join(words)))
        if value is not None and words[0] != "and":
            return value, index - length
    value = cardinal(found[index - 1].low) if index > 0 else None
    return None if value is None else (value, index - 1)


def cardinal(word: str) -> int | None:
    """Return the value of a cardinal in one token ("twelve", "12", "a"), or None."""
    if word.isdecimal():
        return int(word) if len(word) <= 3 else None
    return _cardinals().get(word.replace("-", " "))
