"""Regular expressions of the vocabulary in a form that is found fast."""

from __future__ import annotations

import re

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
    return f"(?:{'|'.join(_checked(word) for word in words)})"


def _checked(word: str) -> str:
    return rf"{word[0]}(?<=\b{word[0]}){word[1:]}"
