"""Which requests of a resolution the one that continues it goes on with, and which of them it asks for anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from mandates.domain.kinds import Relation
from mandates.matching.alignment import Pairs, Passage, align
from mandates.matching.subjects import is_another_each_time, is_on_itself

#: The least score, of 100, of two clauses that ask for the same; measured on pairs aligned by hand.
_SAME_SCORE = 80
#: The least score if the newer request has no due date and is no report.
_UNDATED_SCORE = 90
#: Two clauses that ask for the same have at least this share of the words of the shorter one in common.
_COMMON_WORDS = 0.5
#: Deliverables that are interchangeable for those who wait for them.
_REPORTING = frozenset({"report", "briefing"})
#: Words before the name of a party that do not change it: the office of a party stands for that party.
_OFFICE = re.compile(r"\A(?:the\s+)?(?:office|secretariat)\s+of\s+the\s+")

#: Deliverables that are expected even without a date; other requests without one remain beside those that repeat them.
_WAITED_FOR = frozenset({"report", "briefing", "review"})


@dataclass(frozen=True)
class Request(Passage):
    """A request of a resolution: a clause, with the label of its paragraph.

    Attributes:
        key: the number by which the caller identifies it.
    """

    key: int = 0
    owners: frozenset[str] = frozenset()
    deliverable: str = ""

    @cached_property
    def is_another_each_time(self) -> bool:
        """Whether it asks for a different object each time, whatever its words, so that no later request renews it."""
        return is_another_each_time(self.plain)

    @cached_property
    def is_on_itself(self) -> bool:
        """Whether it asks for a report on the implementation of its own resolution."""
        return is_on_itself(self.plain)

    @property
    def is_waited_for(self) -> bool:
        """Whether something is expected: it has a due date, or asks for a report or a review."""
        return bool(self.due) or self.deliverable in _WAITED_FOR


class Continued(NamedTuple):
    """A request that continues an earlier one, by the keys of both.

    Attributes:
        score: how alike the words are, from 0 to 100. renews: whether it asks for the same anew, so that the earlier
            one is no longer expected.
    """

    older: int
    newer: int
    relation: Relation
    score: float
    renews: bool


def continued(
    older: Sequence[Request],
    newer: Sequence[Request],
    *,
    symbol: str = "",
    confirmed: Pairs = (),
    rejected: Pairs = (),
) -> list[Continued]:
    """Return which of the `older` requests, of the resolution `symbol`, the `newer` ones continue.

    Args:
        older, newer: the requests of a resolution and of the one that continues it.
        confirmed, rejected: pairs of keys of which a person has said that they belong together, or do not.
    """
    places = (
        {request.key: place for place, request in enumerate(older)},
        {request.key: place for place, request in enumerate(newer)},
    )
    confirmed_places, barred = (
        {
            (places[0][old_key], places[1][new_key])
            for old_key, new_key in pairs
            if old_key in places[0] and new_key in places[1]
        }
        for pairs in (confirmed, rejected)
    )
    known = dict.fromkeys(confirmed_places, 100.0)
    renewed_pairs = renewed(older, newer, taken=confirmed_places, barred=barred)
    known |= renewed_pairs
    return [
        Continued(pair.older.key, pair.newer.key, pair.relation, round(pair.score, 1), (i, j) in known)
        for pair in align(older, newer, symbol=symbol, known=known, barred=barred)
        if isinstance(pair.older, Request) and isinstance(pair.newer, Request)
        for i, j in [(places[0][pair.older.key], places[1][pair.newer.key])]
    ]


def renewed(
    older: Sequence[Request], newer: Sequence[Request], *, taken: Pairs = (), barred: Pairs = ()
) -> dict[tuple[int, int], float]:
    """Return which requests are asked for anew: pairs of places, one to one, with how alike they are, of 100.

    Both requests of a pair ask the same party for the same thing in like words.
    """
    pairs: dict[tuple[int, int], float] = {}
    taken_older, taken_newer = {i for i, _ in taken}, {j for _, j in taken}
    for score, _, i, j in sorted(_scored(older, newer), reverse=True):
        if i not in taken_older and j not in taken_newer and (i, j) not in barred:
            taken_older.add(i)
            taken_newer.add(j)
            pairs[i, j] = score
    return pairs


def _scored(older: Sequence[Request], newer: Sequence[Request]) -> Iterable[tuple[float, int, int, int]]:
    for i, old in enumerate(older):
        if not old.is_waited_for or old.is_another_each_time:
            continue
        for j, new in enumerate(newer):
            if not _may_renew(old, new):
                continue
            score = 100.0 if old.plain == new.plain else fuzz.token_set_ratio(old.plain, new.plain)
            if old.is_on_itself and new.is_on_itself:
                score = max(score, _SAME_SCORE)
            if score >= (_SAME_SCORE if new.is_waited_for else _UNDATED_SCORE) and not new.is_another_each_time:
                yield score, -abs(i - j), i, j


def _may_renew(old: Request, new: Request) -> bool:
    if old.deliverable != new.deliverable and not {old.deliverable, new.deliverable} <= _REPORTING:
        return False
    if old.owners != new.owners and not any(
        _is_same_party(old_owner, new_owner) for old_owner in old.owners for new_owner in new.owners
    ):
        return False
    if old.is_on_itself and new.is_on_itself:
        return True
    return len(old.words & new.words) >= _COMMON_WORDS * min(len(old.words), len(new.words))


def _is_same_party(first: str, second: str) -> bool:
    """Whether two names are of one party: one is the beginning of the other ("Special Rapporteur"), or its office."""
    short, long = sorted((_OFFICE.sub("", name.casefold()) for name in (first, second)), key=len)
    return long == short or long.startswith(f"{short} ")
