"""Numbers of proposals as a person writes them: ``12``, ``14-19``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandates.domain.errors import UsageError

_NUMBERS = re.compile(r"(?P<first>\d{1,9})(?:-(?P<last>\d{1,9}))?")
#: The most numbers in one range; more are a mistake.
_MOST_NUMBERS = 10_000


def is_numbers(text: str) -> bool:
    """Whether a text is a number or a range of numbers."""
    return _NUMBERS.fullmatch(text) is not None


def numbers_of(texts: Sequence[str], noun: str) -> list[int]:
    """Return the numbers that a person wrote.

    Raises:
        UsageError: a text is not a number or a range of numbers.
    """
    numbers: list[int] = []
    for text in texts:
        match = _NUMBERS.fullmatch(text)
        if match is None:
            raise UsageError(f"'{text}' is not the number of {noun}", "write them like 12 14-19")
        first = int(match["first"])
        last = int(match["last"] or first)
        if not first <= last < first + _MOST_NUMBERS:
            raise UsageError(f"'{text}' is not a range of numbers", "write the smaller number first, as in 14-19")
        numbers += range(first, last + 1)
    return numbers
