"""Which situation a resolution of the Security Council is about, by what it speaks of most.

Resolutions of the Council have no title, and the table of its cycles is by situation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from mandates import lexicon


@dataclass(frozen=True, slots=True)
class _Words:
    """One pattern of all words, the longest first, and the situation of each."""

    pattern: re.Pattern[str]
    names: dict[str, str]


@lexicon.derived
def _words() -> _Words:
    entries = lexicon.load("situations")["situation"]
    names = {word: entry["name"] for entry in entries for word in entry["words"]}
    longest_first = sorted(names, key=len, reverse=True)
    return _Words(re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), names)


def situation(texts: Iterable[str]) -> str | None:
    """Return the situation that `texts`, the paragraphs of one resolution, mention most; of two the first mentioned.

    None where none is mentioned.
    """
    words = _words()
    mentions = Counter(words.names[match[0]] for text in texts for match in words.pattern.finditer(text))
    return max(mentions, key=lambda name: mentions[name]) if mentions else None
