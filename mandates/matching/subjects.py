"""What a clause is about: its words without those that clauses of any series have.

Clauses of one series are compared as a whole. Across series only the words of the subject count: "submit to the General
Assembly at its eighty-first session a report on the implementation of the present resolution" is in a hundred series.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from mandates import lexicon
from mandates.matching.alignment import plain
from mandates.matching.words import stem, words_of

#: A clause with fewer significant words has no subject of its own.
LEAST = 3
#: The least score, of 100, of two clauses of different series that say the same.
ALIKE = 75.0

_WORD = re.compile(r"[^\W\d_]{3,}")
_PUNCTUATION = re.compile(r"[^\w\s]+")


@lexicon.derived
def _templates() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(entry["words"]) for entry in lexicon.load("subjects")["template"])


@lexicon.derived
def _patterns() -> dict[str, re.Pattern[str]]:
    data = lexicon.load("subjects")
    return {
        name: re.compile("|".join(f"(?:{entry['words']})" for entry in data[name]))
        for name in ("each_time", "own", "reiterated", "elsewhere")
    }


def is_another_each_time(clause: str) -> bool:
    """Whether a clause, as returned by `plain`, asks for another object each time: a study, or a report on a debate."""
    return _patterns()["each_time"].search(clause) is not None


def is_on_itself(clause: str) -> bool:
    """Whether a clause, as returned by `plain`, asks for a report on the implementation of its own resolution."""
    return _patterns()["own"].search(clause) is not None


def is_reiterated(clause: str) -> bool:
    """Whether a clause, as returned by `plain`, says that the same was asked for before."""
    return _patterns()["reiterated"].search(clause) is not None


def leans_on_others(clause: str) -> bool:
    """Whether a clause, as returned by `plain`, leaves its subject to words elsewhere: "to report thereon"."""
    return _patterns()["elsewhere"].search(clause) is not None


@lexicon.derived
def _stopwords() -> frozenset[str]:
    return frozenset(stem(word) for word in lexicon.load("subjects")["idle"])


@lexicon.derived
def within_series() -> frozenset[str]:
    """Return the deliverables that many series ask for in the same words without being duplicates."""
    return frozenset(lexicon.load("subjects")["within_series"])


def telling(clause: str, owners: Iterable[str] = ()) -> str:
    """Return a clause without the words that change from year to year, its owners, and the words of templates.

    >>> telling("Requests the Secretary-General to report on the implementation of the present resolution")
    'the secretary general'
    """
    text = plain(clause)
    for owner in owners:
        name = " ".join(_PUNCTUATION.sub(" ", owner).casefold().split())
        text = re.sub(rf"\b(?:the )?{re.escape(name)}\b", " ", text)
    for template in _templates():
        text = template.sub(" ", " ".join(text.split()))
    return " ".join(text.split())


def subject(clause: str, owners: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the words that say what a clause is about, stemmed, in order; few or none if it only uses a template."""
    return tuple(word for word in words_of(telling(clause, owners)) if word not in _stopwords())


def searched(clause: str, owners: Iterable[str] = ()) -> frozenset[str]:
    """Return the words of a clause, unstemmed, by which clauses like it can be searched for."""
    return frozenset(
        word for word in _WORD.findall(telling(clause, owners)) if stem(word) not in _stopwords() and words_of(word)
    )


def written(text: str) -> dict[str, str]:
    """Return, by stem, the words of a text as they are first written in it, in lower case."""
    forms: dict[str, str] = {}
    for word in _WORD.findall(text):
        for stemmed in words_of(word.casefold()):
            forms.setdefault(stemmed, word.casefold())
    return forms


def alike(words: Sequence[str], other: Sequence[str]) -> float:
    """Return which share of the words of two subjects are the same, from 0 to 100.

    >>> alike(("oil", "slick", "shore"), ("oil", "slick", "coast"))
    66.7
    """
    if not words or not other:
        return 0.0
    shared = sum((Counter(words) & Counter(other)).values())
    return round(200 * shared / (len(words) + len(other)), 1)
