"""Search for entities by what a person types: a key, an abbreviation, a name, a part of one, or a misspelling.

Names in documents are resolved by `mandates.reference.entities`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from mandates import datafiles
from mandates.reference.entities import Entity, Registry, abbreviation_key, load_registry, normal, plain_form, resolve


def find(text: str) -> list[Entity]:
    """Return the entities that a person means by `text`: a key, abbreviation or name, in any case, or part of a name.

    Entities with exactly this key, abbreviation or name are returned alone; else those with `text` in a name: first the
    names that begin with it, shorter names first.
    """
    registry = load_registry()
    typed = plain_form(text)
    candidates = [
        registry.by_abbreviation.get(abbreviation_key(typed)),
        typed.lower().replace(" ", "-"),
        resolve(typed),
    ]
    named = [
        registry.entities[key] for key in dict.fromkeys(candidates) if key is not None and key in registry.entities
    ]
    return named or _containing(normal(typed), registry)


def abbreviated(text: str) -> Entity | None:
    """Return the entity that `text` is an abbreviation of, in any case, or None."""
    registry = load_registry()
    key = registry.by_abbreviation.get(abbreviation_key(plain_form(text)))
    return None if key is None else registry.entities[key]


def _containing(plain: str, registry: Registry) -> list[Entity]:
    """Return the entities with `plain` in a name at the beginning of a word, else those with all its words."""
    words = plain.split()
    if not words:
        return []
    matches = [(name, key) for name, key in _search_names() if f" {plain}" in f" {name}"]
    if not matches:
        matches = [
            (name, key)
            for name, key in _search_names()
            if all(any(word.startswith(prefix) for word in name.split()) for prefix in words)
        ]
    ranks: dict[str, tuple[bool, bool, int]] = {}
    for name, key in matches:
        rank = (registry.entities[key].kind == "state", not name.startswith(plain), len(name))
        ranks[key] = min(rank, ranks.get(key, rank))
    return [registry.entities[key] for key in sorted(ranks, key=lambda key: ranks[key])]


#: Words that do not distinguish names.
_INSIGNIFICANT = frozenset(
    {"of", "for", "on", "in", "to", "by", "with", "at", "a", "an", "its", "all", "united", "nation", "un"}
)
#: The share of the typed words that a name must contain, by weight of the words.
_SHARED_THRESHOLD = 0.5


def near(text: str, limit: int = 3) -> list[Entity]:
    """Return at most `limit` entities that an unknown name may mean, the likeliest first.

    An abbreviation is compared with abbreviations. Other names are near if they share significant words, allowing for
    misspellings; words that few names have weigh more. Names that only look alike are not near.
    """
    registry = load_registry()
    plain = normal(plain_form(text))
    if not plain:
        return []
    keys = dict.fromkeys([*_near_abbreviations(abbreviation_key(text), registry), *_with_shared_words(plain)])
    return [registry.entities[key] for key in list(keys)[:limit]]


def _near_abbreviations(typed: str, registry: Registry) -> list[str]:
    """Return the keys of the entities with nearly the abbreviation `typed`: one edit, for seven letters or more two."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - needed only after a miss

    matches: list[tuple[int, int, str]] = []
    for abbreviation, key in registry.by_abbreviation.items():
        if typed.removeprefix("un") == abbreviation.removeprefix("un"):
            matches.append((0, 0, key))
        elif sorted(typed) == sorted(abbreviation):
            matches.append((1, 0, key))
        elif typed[:1] == abbreviation[:1] and min(len(typed), len(abbreviation)) > 2:
            most_edits = 2 if len(abbreviation) > 6 else 1
            distance = OSA.distance(typed, abbreviation, score_cutoff=most_edits)
            if distance <= most_edits:
                matches.append((distance, abs(len(typed) - len(abbreviation)), key))
    return [key for *_, key in sorted(matches)]


def _with_shared_words(plain: str) -> list[str]:
    """Return the keys of the entities with most of the significant words of `plain` in a name, most similar first."""
    typed = dict.fromkeys(word for word in plain.split() if word not in _INSIGNIFICANT)
    weights = _word_weights()
    similar = {word: _similar_words(word, weights) for word in typed}
    rarest = max(weights.values())
    total_weight = sum(max((weights[match] for match in similar[word]), default=rarest) for word in typed)
    shares: dict[str, float] = {}
    for name, key in _search_names():
        words = {word for word in name.split() if word not in _INSIGNIFICANT}
        shared = sum(max((weights[match] for match in similar[word] if match in words), default=0.0) for word in typed)
        if total_weight and shared >= _SHARED_THRESHOLD * total_weight:
            share = 2 * shared / (total_weight + sum(weights[word] for word in words))
            shares[key] = max(share, shares.get(key, 0.0))
    return sorted(shares, key=lambda key: -shares[key])


def _similar_words(typed: str, words: Mapping[str, float]) -> list[str]:
    """Return `typed` if it is one of `words`, else those that it misspells: one edit from six letters, two from ten."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - needed only after a miss

    most_edits = 0 if len(typed) < 6 else 1 if len(typed) < 10 else 2
    if typed in words or not most_edits:
        return [typed] if typed in words else []
    candidates = (word for word in words if word[0] == typed[0])
    return [word for word in candidates if OSA.distance(word, typed, score_cutoff=most_edits) <= most_edits]


@datafiles.derived
def _search_names() -> tuple[tuple[str, str], ...]:
    """Return the names to search as (name in its `normal` form, key of the entity) pairs."""
    return tuple({(normal(name), key): None for key, names in load_registry().names.items() for name in names})


@datafiles.derived
def _word_weights() -> dict[str, float]:
    """Return the weight of each significant word of the names: the fewer entities have it, the higher."""
    entity_counts = Counter(word for word, _ in {(word, key) for name, key in _search_names() for word in name.split()})
    return {
        word: 1 + math.log(len(load_registry().entities) / count)
        for word, count in entity_counts.items()
        if word not in _INSIGNIFICANT
    }
