"""Regular expressions of the vocabulary in a form that is found fast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_BOUNDARY = r"(?:\A|(?<=\|))\\b"
_LETTER = re.compile(r"[A-Za-z](?![?*+{])")
#: A boundary and the letter, or the group of plain alternatives, behind it.
_BEGINNING = re.compile(rf"{_BOUNDARY}(?:(?P<letter>{_LETTER.pattern})|\(\?:(?P<group>[^()\[\]]+)\)(?![?*+{{]))")


def letter_first(pattern: str) -> str:
    r"""Return `pattern` with the boundary before a word checked after its first letter: ``t(?<=\bt)o`` for ``\bto``.

    It matches the same. A search skips text without the first letters of a pattern very fast, but only if the pattern
    begins with letters; one that begins with ``\b`` is tried at every character.
    """
    return _BEGINNING.sub(_with_letters_first, pattern)


def _with_letters_first(match: re.Match[str]) -> str:
    if match["letter"]:
        return _checked(match["letter"])
    words = match["group"].split("|")
    if not all(map(_LETTER.match, words)):
        return match[0]
    return f"(?:{by_first_letter(words, _checked)})"


def by_first_letter(alternatives: Iterable[str], after: Callable[[str], str] = str) -> str:
    """Return a pattern of `alternatives` grouped by their first letters, so that only those of one letter are tried.

    It matches the same, faster above all without regard to case. `after` returns the pattern of a first letter.

    >>> by_first_letter(["the", "that", "a"])
    't(?:he|hat)|a'
    """
    rests: dict[str, list[str]] = {}
    for alternative in alternatives:
        rests.setdefault(alternative[0], []).append(alternative[1:])
    return "|".join(
        after(letter) + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for letter, rest in rests.items()
    )


def _checked(letter: str) -> str:
    return rf"{letter}(?<=\b{letter})"
