"""Numbers of proposals as a person writes them: ``12``, ``14-19``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.register.typed import number

_NUMBERS = re.compile(r"(?P<first>[0-9]+)(?:-(?P<last>[0-9]+))?")
#: The most numbers in one range; more are a mistake.
_MOST_NUMBERS = 10_000
#: The most figures of a number that an error repeats.
_SHOWN = 30


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
        first = _number(match["first"], noun)
        last = _number(match["last"], noun) if match["last"] else first
        if last < first:
            raise UsageError(f"'{text}' is not a range of numbers", "write the smaller number first, as in 14-19")
        if last >= first + _MOST_NUMBERS:
            raise UsageError(f"'{text}' has too many numbers", f"give at most {_MOST_NUMBERS:,} at once")
        numbers += range(first, last + 1)
    return numbers


def _number(figures: str, noun: str) -> int:
    """Return a number; raise `UnknownReferenceError` if it is greater than any in a register."""
    try:
        return number(figures)
    except UsageError:
        name = noun.partition(" ")[2]  # without its article
        raise UnknownReferenceError(f"there is no {name} {figures[:_SHOWN]}", "check the number") from None
