"""English beside other languages: bilingual records print French in a second column."""

from __future__ import annotations

import re

from mandates.model import Problem
from mandates.structure.reflow import Passage
from mandates.structure.shapes import FRENCH

_MAY_BE = re.compile(
    r"nations\sunies|assembl[ée]e\sg[ée]n[ée]rale|conseil\sde\ss[ée]curit[ée]|r[ée]solution\sdu\s",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-zà-ÿ]+")
_SHARE = 0.18


def english(passages: list[Passage]) -> tuple[list[Passage], int]:
    """Return the passages of `passages` that are not French, and how many were."""
    if not any(_MAY_BE.search(p.text) for p in passages):
        return passages, 0
    kept = [p for p in passages if not _is_french(p.text)]
    return kept, len(passages) - len(kept)


def problem(source: str, count: int, *, left: int) -> Problem:
    """Return the problem that `count` passages of `source` are French and `left` are not."""
    if left < count / 4:
        return Problem("language.french", source, "is in French; give the English text")
    return Problem(
        "language.french_beside",
        source,
        f"holds {count} passages in French beside the English text; they were left out",
    )


def _is_french(text: str) -> bool:
    words = _WORD.findall(text.lower())
    if len(words) < 4:
        return _MAY_BE.search(text) is not None or any(c in text for c in "éèêàçô") and not words[1:]
    return sum(word in FRENCH for word in words) >= _SHARE * len(words)
