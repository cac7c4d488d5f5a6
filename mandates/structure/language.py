"""Telling English from other languages: bilingual records print French in a second column."""

from __future__ import annotations

import re

from mandates.domain.problems import Problem
from mandates.structure.reflow import Passage
from mandates.structure.shapes import FRENCH

#: One of these is in every French record of an organ.
_NAMES = ("Nations Unies", "NATIONS UNIES")
_ACCENTED = (
    "Assemblée",
    "Conseil de sécurité",
    "Conseil économique",
    "Résolution",
    "résolution",
)
_SIGNS = (*_NAMES, *_ACCENTED)
_WORD = re.compile(r"[a-zà-ÿ]+")
_SHARE = 0.18
_FEW = 4


def english(passages: list[Passage]) -> tuple[list[Passage], int]:
    """Return the passages that are not French, and the number of those that are."""
    text = "\n".join([passage.text for passage in passages])
    if not any(sign in text for sign in (_SIGNS if "é" in text else _NAMES)):
        return passages, 0
    kept = [passage for passage in passages if not _is_french(passage.text)]
    return kept, len(passages) - len(kept)


def is_foreign(passages: list[Passage], foreign: int) -> bool:
    """Whether the whole document is French, so that the other passages are only names and numbers."""
    return len(passages) < foreign / _FEW


def problem(source: str, count: int, *, wholly: bool) -> Problem:
    """Return the problem that `count` passages of `source` are French, or all of them (`wholly`)."""
    if wholly:
        return Problem("language.french", source, "is in French; give the English text")
    return Problem(
        "language.french_beside",
        source,
        f"holds {count} passages in French beside the English text; they were left out",
    )


def _is_french(text: str) -> bool:
    words = _WORD.findall(text.lower())
    if len(words) < _FEW:
        return any(sign in text for sign in _SIGNS)
    return sum(word in FRENCH for word in words) >= _SHARE * len(words)
