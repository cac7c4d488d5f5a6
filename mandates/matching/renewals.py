"""Which requests of a resolution the one that continues it asks for anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from mandates.matching.alignment import plain

#: From here on two clauses ask for the same; measured on pairs aligned by hand.
_ALIKE = 80
#: Two clauses that ask for the same share at least this part of the words of the shorter one.
_WORDS = 0.5
#: Deliverables that are one thing to those who wait for it.
_TOLD = frozenset({"report", "briefing"})
#: What is another object each time, whatever the words: nobody asks for that one anew.
_EACH_TIME = re.compile(
    r"\b(?:panel|discussion|stud(?:y|ies)|theme|thematic|subtopic|workshop|seminar|meeting|conference|symposium|forum)\b"
)


@dataclass(frozen=True)
class Request:
    """What a resolution asks for.

    Attributes:
        key: what the caller knows it by.
    """

    key: int
    clause: str
    owners: frozenset[str]
    deliverable: str

    @cached_property
    def plain(self) -> str:
        """Its words without what changes from year to year."""
        return plain(self.clause)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words, each once."""
        return frozenset(self.plain.split())


class Renewal(NamedTuple):
    """A request that is asked for anew, by the keys of both."""

    older: int
    newer: int
    score: float


def renewed(older: Sequence[Request], newer: Sequence[Request]) -> list[Renewal]:
    """Return which requests are asked for anew: of the same party, for the same, in like words; one by one."""
    scored = sorted(_scored(older, newer), reverse=True)
    found: list[Renewal] = []
    left, right = set(), set()
    for score, _, i, j in scored:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append(Renewal(older[i].key, newer[j].key, score))
    return found


def _scored(older: Sequence[Request], newer: Sequence[Request]) -> Iterable[tuple[float, int, int, int]]:
    for i, old in enumerate(older):
        if _EACH_TIME.search(old.plain):
            continue
        for j, new in enumerate(newer):
            if not _may_be(old, new):
                continue
            score = 100.0 if old.plain == new.plain else fuzz.token_set_ratio(old.plain, new.plain)
            if score >= _ALIKE and not _EACH_TIME.search(new.plain):
                yield score, -abs(i - j), i, j


def _may_be(old: Request, new: Request) -> bool:
    if old.deliverable != new.deliverable and not {old.deliverable, new.deliverable} <= _TOLD:
        return False
    if old.owners != new.owners and old.owners.isdisjoint(new.owners):
        return False
    return len(old.words & new.words) >= _WORDS * min(len(old.words), len(new.words))
