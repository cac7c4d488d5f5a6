"""A pattern with its boundary behind the first letter matches the same."""

from __future__ import annotations

import re

import pytest

from mandates.lexicon.patterns import letter_first

_TEXTS = (
    "to report to the Board, which meets within two weeks; thereafter annually",
    "the lake into which the tributaries flow, including those of the north",
    "that\u00a0is: \u00e9to, to-be, _to",
    "to",
    "",
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bto\b", r"t(?<=\bt)o\b"),
        (r"\b(?:which|who)\b", r"(?:w(?<=\bw)(?:hich|ho))\b"),
        (r"\bin\s+it|\bwithin\s", r"i(?<=\bi)n\s+it|w(?<=\bw)ithin\s"),
        (r"to\b", r"to\b"),
        (r"\bt?o", r"\bt?o"),  # it need not begin with the letter
        (r"\b(?:two|\d+)\s", r"\b(?:two|\d+)\s"),
        (r"\b(?:the\s)?(?:to|north)", r"\b(?:the\s)?(?:to|north)"),
        (r"\b(?:to|in)?", r"\b(?:to|in)?"),
    ],
)
def test_boundary_comes_after_first_letter(pattern: str, expected: str) -> None:
    """The boundary is moved only where the pattern begins with a letter; the matches stay the same."""
    assert letter_first(pattern) == expected
    for text in _TEXTS:
        spans = [match.span() for match in re.finditer(pattern, text)]
        assert [match.span() for match in re.finditer(letter_first(pattern), text)] == spans
