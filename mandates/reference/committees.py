"""Committees as agendas and lists of their items write them.

>>> committees_in("Second and Third Committees")
('Second Committee', 'Third Committee')
>>> committees_in("C.4")
('Special Political and Decolonization Committee',)
>>> committees_in("Plenary meetings")
('Plenary',)
"""

from __future__ import annotations

import re

from mandates.domain.issued import PLENARY
from mandates.reference import entities

_PLENARY = re.compile(r"(?:the\s+)?plenary(?:\s+meetings?)?", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*[,;/|&]\s*(?:and\s+)?|\s+and\s+(?!Decolonization|Financial|Humanitarian|Budgetary|Cultural)"
)
_FIGURE = re.compile(r"(?:C\.?)?(?P<number>[1-6])(?:st|nd|rd|th)?(?:\s+Committee)?", re.IGNORECASE)


def committees_in(text: str) -> tuple[str, ...]:
    """Return the committees that a text lists, each under its name; one that is not known as it is written."""
    found = []
    for part in _SEPARATOR.split(" ".join(text.split()).strip(" .:")):
        plain = part.strip(" .:")
        if plain:
            found.append(_committee(plain))
    return tuple(dict.fromkeys(found))


def _committee(text: str) -> str:
    if _PLENARY.fullmatch(text):
        return PLENARY
    figure = _FIGURE.fullmatch(text)
    if figure is not None:
        text = f"C.{figure['number']}"
    named = entities.abbreviated(text.lower())
    if named is not None:
        return _plain(named.name)
    for words in (text, re.sub(r"ommittees\b", "ommittee", text), f"{text} Committee"):
        key = entities.resolve(words)
        found = entities.entity(key) if key is not None else None
        if found is not None and found.kind == "subsidiary_body":
            return _plain(found.name)
    return text


def _plain(name: str) -> str:
    """Return a name as resolutions print it, without the number in brackets."""
    return re.sub(r"\s+\([^()]*\)$", "", name)
