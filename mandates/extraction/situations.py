"""Which situation a resolution of the Security Council is about, by what it speaks of most.

Resolutions of the Council have no title, and the table of its cycles is arranged by situation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mandates import lexicon


@dataclass(frozen=True, slots=True)
class _Words:
    """The situation of each word, and the words by the first run of letters of each."""

    names: Mapping[str, str]
    beginning: Mapping[bytes, tuple[str, ...]]


_LETTERS = bytes(code if chr(code).isalnum() or chr(code) == "_" else ord(" ") for code in range(128)).ljust(256)


@lexicon.derived
def _words() -> _Words:
    entries = lexicon.load("situations")["situation"]
    names = {word: entry["name"] for entry in entries for word in entry["words"]}
    beginning: dict[bytes, tuple[str, ...]] = {}
    for word in names:
        first_run = _runs(word)[0]
        beginning[first_run] = (*beginning.get(first_run, ()), word)
    return _Words(names, beginning)


def situation(texts: Iterable[str]) -> str | None:
    """Return the situation that `texts`, the paragraphs of one resolution, mention most.

    Of several mentioned equally often it is the first; None if none is mentioned.
    """
    words = _words()
    text = "\n".join(texts)
    present = words.beginning.keys() & set(_runs(text))
    places = sorted(
        (start, -len(word), word)
        for first in present
        for word in words.beginning[first]
        for start in _places(word, text)
    )
    mentions: Counter[str] = Counter()
    end = 0
    for start, _, word in places:  # a shorter word inside a longer one does not count
        if start >= end:
            mentions[words.names[word]] += 1
            end = start + len(word)
    return max(mentions, key=lambda name: mentions[name]) if mentions else None


def _runs(text: str) -> list[bytes]:
    """Return the runs of ASCII letters and digits in `text`: a fast way to find the words that it may contain."""
    return text.encode("ascii", "replace").translate(_LETTERS).split()


def _places(word: str, text: str) -> Iterator[int]:
    """Yield the offsets of `word` in `text` where it is not part of another word."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() or before == "_" or after.isalnum() or after == "_"):
            yield start
        start = text.find(word, end)
