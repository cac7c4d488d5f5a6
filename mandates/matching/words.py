"""Titles and clauses as sets of words, by which they are compared."""

from __future__ import annotations

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mandates import lexicon

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
#: The end of a title in a catalogue: whose report it is, or that it is an addendum, a summary or a corrigendum.
_AUTHOR_STATEMENT = re.compile(
    r"\s*[:/]\s*(?:(?:\w+[\s-]){0,4}(?:report|note)\s+(?:of|by)\s+the\b.*|addendum\b.*|summary\b.*|corrigendum\b.*)$",
    re.IGNORECASE,
)
#: Endings in which the forms of one word differ, the longest first.
_ENDINGS = ("ations", "ation", "ities", "ity", "ies", "ing", "ed", "es", "s", "y", "al")
_SHORTEST_STEM = 4
#: The number of texts whose words are cached.
_CACHE_SIZE = 50_000


@lexicon.derived
def _stopwords() -> frozenset[str]:
    return frozenset(lexicon.load("matching")["idle"])


def without_author(title: str) -> str:
    """Return a title without what a catalogue adds to it, as in “Mine action : report of the Secretary-General”."""
    return " ".join(_AUTHOR_STATEMENT.sub("", title).split()).strip(" :/.")


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the part of a word that its other forms share; for an ordinal in figures its number ("3" for "3rd")."""
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal:
        return ordinal[1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


@lexicon.derived
def _words_cache() -> dict[str, tuple[str, ...]]:
    """Return the cache of `words_of`: each text is compared with many. It is emptied when the vocabulary changes."""
    return {}


def words_of(text: str) -> tuple[str, ...]:
    """Return the significant words of a text, stemmed, in order; ordinals in words as figures."""
    cache = _words_cache()
    words = cache.get(text)
    if words is None:
        if len(cache) > _CACHE_SIZE:
            cache.clear()
        words = cache[text] = _read_words(text)
    return words


def _read_words(text: str) -> tuple[str, ...]:
    from mandates.lexicon import numbers  # noqa: PLC0415 - needed only where titles are compared

    stopwords, ordinals = _stopwords(), numbers.ordinals()
    words = []
    for match in _WORD.finditer(text.lower().replace("’", "'")):
        word = match[0].removesuffix("'s")
        if word in stopwords:
            continue
        number = ordinals.get(word)
        words.append(str(number) if number is not None else stem(word))
    return tuple(words)


class Weights:
    """The weights of words: the fewer of the texts contain a word, the more it weighs."""

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
        weight = self._weights.get(word)
        if weight is None:
            weight = self._weights[word] = math.log(1 + self._total / (1 + self._counts.get(word, 0)))
        return weight

    def known(self, words: Iterable[str]) -> list[str]:
        """Return those of `words` that occur in the texts."""
        return [word for word in words if word in self._counts]

    def sum(self, words: Iterable[str]) -> float:
        """Return the sum of the weights of `words`."""
        return sum(self.of(word) for word in words)

    def shared(self, words: Sequence[str], other: Sequence[str]) -> float:
        """Return how alike two texts are, from 0 to 1: the weight of their common words as a share of that of all."""
        first, second = set(words), set(other)
        total = self.sum(first | second)
        return self.sum(first & second) / total if total else 0.0

    def covered(self, words: Sequence[str], other: Sequence[str]) -> float:
        """Return how much of the first text is in the second, from 0 to 1, by the weight of its words."""
        first = set(words)
        total = self.sum(first)
        return self.sum(first & set(other)) / total if total else 0.0


class Titles:
    """An index of titles by their words, to find those that are like another."""

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
        """Return the keys of at most `most` titles that share the most with `words`, best first.

        Titles are collected from the rarest word on, until there are more than `among`.
        """
        total = self.weights.sum(set(words))
        scores: dict[int, float] = defaultdict(float)
        for word in sorted(set(words), key=lambda stemmed: len(self._by_word.get(stemmed, ()))):
            keys = self._by_word.get(word, ())
            if len(scores) > among or (len(keys) > among and scores):
                break
            weight = self.weights.of(word)
            for key in keys:
                scores[key] += weight
        ranked = sorted(scores, key=lambda key: (-scores[key] / (total + self._sums[key] - scores[key]), key))
        return ranked[:most]
