"""Which situation a resolution of the Security Council is about, by what it speaks of most.

Resolutions of the Council have no title, and the table of its cycles is by situation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mandates import lexicon


@dataclass(frozen=True, slots=True)
class _Words:
    """The situation of each word, and the words by the letters that each begins with."""

    names: Mapping[str, str]
    beginning: Mapping[bytes, tuple[str, ...]]


_LETTERS = bytes(code if chr(code).isalnum() or chr(code) == "_" else ord(" ") for code in range(128)).ljust(256)


@lexicon.derived
def _words() -> _Words:
    entries = lexicon.load("situations")["situation"]
    names = {word: entry["name"] for entry in entries for word in entry["words"]}
    beginning: dict[bytes, tuple[str, ...]] = {}
    for word in names:
        first = _runs(word)[0]
        beginning[first] = (*beginning.get(first, ()), word)
    return _Words(names, beginning)


def situation(texts: Iterable[str]) -> str | None:
    """Return the situation that `texts`, the paragraphs of one resolution, mention most; of two the first mentioned.

    None where none is mentioned.
    """
    words = _words()
    text = "\n".join(texts)
    there = words.beginning.keys() & set(_runs(text))
    places = sorted(
        (at, -len(word), word) for first in there for word in words.beginning[first] for at in _places(word, text)
    )
    mentions: Counter[str] = Counter()
    end = 0
    for at, _, word in places:  # what a longer word has does not count for a shorter one in it
        if at >= end:
            mentions[words.names[word]] += 1
            end = at + len(word)
    return max(mentions, key=lambda name: mentions[name]) if mentions else None


def _runs(text: str) -> list[bytes]:
    """Return the runs of plain letters and figures in `text`: found in no time, and with them the words it may have."""
    return text.encode("ascii", "replace").translate(_LETTERS).split()


def _places(word: str, text: str) -> Iterator[int]:
    """Yield where `word` stands in `text`, no part of another word."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, after = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            yield at
        at = text.find(word, end)
