"""The words with which short names are recognised: ``[short_forms]`` in ``lexicon/owners.toml``, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandates import lexicon


@dataclass(frozen=True, slots=True)
class ShortFormWords:
    """The word lists of ``[short_forms]`` in ``owners.toml``, which explains the use of each."""

    fixed: dict[str, str]
    #: by organ, what a short name stands for if its resolution contains no full one
    by_body: dict[str, dict[str, str]]
    nouns: frozenset[str]
    lower_nouns: frozenset[str]
    small_nouns: frozenset[str]
    #: by the last word of a short name, what may follow it in the full one
    prepositions: dict[str, list[str]]
    #: infinitives in names, joined for a pattern: "Committee to *Elaborate* a Convention"
    infinitives: str
    #: last words of short names whose full names may continue in lower case
    on_topics: frozenset[str]
    #: a name that ends in "of the Committee" or "parties to the Convention"
    inner: re.Pattern[str]
    #: a name that begins with a short one: "Forum secretariat"
    part: re.Pattern[str]
    #: words with a capital before a name that are no part of it
    not_names: frozenset[str]
    #: first words of what has two founders: "Joint Envoy of the Harbour Council *and the* Tide Union"
    joint: frozenset[str]
    #: words in small letters inside names
    inside_names: frozenset[str]
    #: treaties: "Convention"
    instruments: frozenset[str]
    #: words in the names of treaties and other acts: "Declaration"
    acts: frozenset[str]
    #: how the subject of a treaty may begin, and small words inside it, each joined for a pattern
    treaty_subjects: str
    treaty_words: str


@lexicon.derived
def short_form_words() -> ShortFormWords:
    """Return the vocabulary of short names."""
    data = lexicon.load("owners")["short_forms"]
    nouns, instruments = data["nouns"], data["instruments"]
    return ShortFormWords(
        dict(data["fixed"]),
        data["by_body"],
        frozenset(nouns),
        frozenset(data["lower_nouns"]),
        frozenset(data["small_nouns"]),
        data["prepositions"],
        _joined(data["infinitives"]),
        frozenset(data["on_topics"]),
        re.compile(
            rf"(?P<head>.+? of |.*\b(?:[Pp]art(?:y|ies)|[Ss]ignator(?:y|ies)) to )the "
            rf"(?P<short>{_joined(instruments)}|(?:[A-Z][\w-]+ ){{0,2}}(?:{_joined(nouns)}))\Z"
        ),
        re.compile(rf"(?P<short>{_joined(nouns)}) (?P<part>{_joined(data['parts'])})"),
        frozenset(data["not_names"]),
        frozenset(data["joint"]),
        frozenset(data["inside_names"]),
        frozenset(instruments),
        frozenset(word for name in (*instruments, *data["acts"]) for word in name.split()),
        _joined(data["treaty_subjects"]),
        _joined(data["treaty_words"]),
    )


def _joined(words: list[str]) -> str:
    """Return a pattern of any of the words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
