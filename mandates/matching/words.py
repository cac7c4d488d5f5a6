"""Titles and clauses as sets of words, by which they are compared."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mandates import lexicon

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_FIGURED = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
#: A catalogue's way to say whose report it is, and what it adds.
_BY_WHOM = re.compile(
    r"\s*[:/]\s*(?:(?:\w+[\s-]){0,4}(?:report|note)\s+(?:of|by)\s+the\b.*|addendum\b.*|summary\b.*|corrigendum\b.*)$",
    re.IGNORECASE,
)
#: Endings that tell no words apart. Longest first.
_ENDINGS = ("ations", "ation", "ities", "ity", "ies", "ing", "ed", "es", "s", "y", "al")
_SHORTEST_STEM = 4
#: Texts whose words are remembered.
_MOST_REMEMBERED = 50_000


@lexicon.derived
def _idle() -> frozenset[str]:
    return frozenset(lexicon.load("matching")["idle"])


def without_author(title: str) -> str:
    """Return a title without what a catalogue adds: “Mine action : report of the Secretary-General”."""
    return " ".join(_BY_WHOM.sub("", title).split()).strip(" :/.")


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what a word has in common with its other forms; figures of ordinals as their number."""
    figured = _FIGURED.fullmatch(word)
    if figured:
        return figured[1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@lexicon.derived
def _known() -> dict[str, tuple[str, ...]]:
    """Return where the words of texts are remembered, until the vocabulary changes: each is compared with many."""
    return {}


def words_of(text: str) -> tuple[str, ...]:
    """Return the telling words of a text, stemmed, in order; ordinals in words as figures."""
    known = _known()
    found = known.get(text)
    if found is None:
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        found = known[text] = _read_words(text)
    return found


def _read_words(text: str) -> tuple[str, ...]:
    from mandates.lexicon import numbers  # noqa: PLC0415 - only where titles are compared

    idle, ordinals = _idle(), numbers.ordinals()
    found = []
    for match in _WORD.finditer(text.lower().replace("’", "'")):
        word = match[0].removesuffix("'s")
        if word in idle:
            continue
        number = ordinals.get(word)
        found.append(str(number) if number is not None else stem(word))
    return tuple(found)


class Weights:
    """How much each word tells: the rarer among the texts it was made from, the more."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """Count the words of `texts`."""
        counts: Counter[str] = Counter()
        total = 0
        for words in texts:
            counts.update(set(words))
            total += 1
        self._total = max(total, 1)
        self._counts = counts
        self._weights: dict[str, float] = {}

    def of(self, word: str) -> float:
        """Return the weight of a word."""
        found = self._weights.get(word)
        if found is None:
            found = self._weights[word] = math.log(1 + self._total / (1 + self._counts.get(word, 0)))
        return found

    def known(self, words: Iterable[str]) -> list[str]:
        """Return those of `words` that the texts have."""
        return [word for word in words if word in self._counts]

    def sum(self, words: Iterable[str]) -> float:
        """Return the weight of several words."""
        return sum(self.of(word) for word in words)

    def shared(self, one: Sequence[str], other: Sequence[str]) -> float:
        """Return how alike two texts are, 0 to 1: what they share of all that they have."""
        mine, theirs = set(one), set(other)
        both = self.sum(mine | theirs)
        return self.sum(mine & theirs) / both if both else 0.0

    def covered(self, one: Sequence[str], other: Sequence[str]) -> float:
        """Return how much of the first text the second has, 0 to 1."""
        mine = set(one)
        whole = self.sum(mine)
        return self.sum(mine & set(other)) / whole if whole else 0.0


class Titles:
    """Titles by their words, to find those that are near another."""

    def __init__(self, titles: Mapping[int, str]) -> None:
        """Index `titles` by their keys."""
        self._words = {key: words_of(title) for key, title in titles.items()}
        self.weights = Weights(self._words.values())
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._sums: dict[int, float] = {}
        for key, words in self._words.items():
            self._sums[key] = self.weights.sum(set(words))
            for word in set(words):
                self._by_word[word].append(key)

    def words(self, key: int) -> tuple[str, ...]:
        """Return the words of a title."""
        return self._words[key]

    def near(self, words: Sequence[str], *, most: int, among: int = 2000) -> list[int]:
        """Return the titles that share the most with `words`, best first; those that have its rarest words are looked
        at first, and no more than `among`.
        """
        whole = self.weights.sum(set(words))
        scores: dict[int, float] = defaultdict(float)
        for word in sorted(set(words), key=lambda one: len(self._by_word.get(one, ()))):
            keys = self._by_word.get(word, ())
            if len(scores) > among or (len(keys) > among and scores):
                break
            weight = self.weights.of(word)
            for key in keys:
                scores[key] += weight
        found = sorted(scores, key=lambda key: (-scores[key] / (whole + self._sums[key] - scores[key]), key))
        return found[:most]
