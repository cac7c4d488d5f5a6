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
from mandates.reference import entities, entity_search

_PLENARY = re.compile(r"(?:the\s+)?plenary(?:\s+meetings?)?", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*[,;/|&]\s*(?:and\s+)?|\s+and\s+(?!Decolonization|Financial|Humanitarian|Budgetary|Cultural)"
)
_NUMBERED = re.compile(r"(?:C\.?)?(?P<number>[1-6])(?:st|nd|rd|th)?(?:\s+Committee)?", re.IGNORECASE)


def committees_in(text: str) -> tuple[str, ...]:
    """Return the names of the committees that a text lists; an unknown committee is returned as written."""
    committees = []
    for part in _SEPARATOR.split(" ".join(text.split()).strip(" .:")):
        name = part.strip(" .:")
        if name:
            committees.append(_committee(name))
    return tuple(dict.fromkeys(committees))


def _committee(text: str) -> str:
    if _PLENARY.fullmatch(text):
        return PLENARY
    numbered = _NUMBERED.fullmatch(text)
    if numbered is not None:
        text = f"C.{numbered['number']}"
    abbreviated_entity = entity_search.abbreviated(text.lower())
    if abbreviated_entity is not None:
        return _without_brackets(abbreviated_entity.name)
    for candidate in (text, re.sub(r"ommittees\b", "ommittee", text), f"{text} Committee"):
        key = entities.resolve(candidate)
        entity = entities.entity(key) if key is not None else None
        if entity is not None and entity.kind == "subsidiary_body":
            return _without_brackets(entity.name)
    return text


def _without_brackets(name: str) -> str:
    """Return the name of a committee without the number in brackets, as resolutions print it."""
    return re.sub(r"\s+\([^()]*\)$", "", name)
