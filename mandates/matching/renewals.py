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

#: From here on two clauses ask for the same; measured on pairs aligned by hand.
_ALIKE = 80
#: What is asked anew without a time is the same from here on.
_ALMOST = 90
#: Two clauses that ask for the same share at least this part of the words of the shorter one.
_WORDS = 0.5
#: Deliverables that are one thing to those who wait for it.
_TOLD = frozenset({"report", "briefing"})
#: Words before the name of a party that leave it the same: the office of one that is asked is that one.
_OFFICE = re.compile(r"\A(?:the\s+)?(?:office|secretariat)\s+of\s+the\s+")

#: What is waited for without a date too; what else has none stands beside what is asked anew.
_STANDING = frozenset({"report", "briefing", "review"})


@dataclass(frozen=True)
class Request(Passage):
    """What a resolution asks for: a clause, under the label of its paragraph.

    Attributes:
        key: what the caller knows it by.
    """

    key: int = 0
    owners: frozenset[str] = frozenset()
    deliverable: str = ""

    @cached_property
    def is_another_each_time(self) -> bool:
        """Whether it is another object each time, whatever the words, so that nobody asks for that one anew."""
        return is_another_each_time(self.plain)

    @cached_property
    def is_on_itself(self) -> bool:
        """Whether it asks for a report on what became of the resolution that it stands in."""
        return is_on_itself(self.plain)

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody waits for it: it has a time, or is a report."""
        return bool(self.due) or self.deliverable in _STANDING


class Continued(NamedTuple):
    """A request that continues an earlier one, by the keys of both.

    Attributes:
        score: how alike the words are, of 100. renews: whether it asks for the same anew, so that nobody waits for the
            earlier one any more.
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
    """Return which requests of a resolution with this `symbol` the requests of one that continues it continue.

    Args:
        confirmed, rejected: pairs of keys of which a person said that they belong together, or do not.
    """
    at = {one.key: place for place, one in enumerate(older)}, {one.key: place for place, one in enumerate(newer)}
    said, barred = (
        {(at[0][i], at[1][j]) for i, j in pairs if i in at[0] and j in at[1]} for pairs in (confirmed, rejected)
    )
    known = dict.fromkeys(said, 100.0)
    anew = renewed(older, newer, taken=said, barred=barred)
    known |= anew
    return [
        Continued(one.older.key, one.newer.key, one.relation, round(one.score, 1), (i, j) in known)
        for one in align(older, newer, symbol=symbol, known=known, barred=barred)
        if isinstance(one.older, Request) and isinstance(one.newer, Request)
        for i, j in [(at[0][one.older.key], at[1][one.newer.key])]
    ]


def renewed(
    older: Sequence[Request], newer: Sequence[Request], *, taken: Pairs = (), barred: Pairs = ()
) -> dict[tuple[int, int], float]:
    """Return which requests are asked for anew, by their places: of the same party, for the same, in like words; one
    by one.
    """
    found: dict[tuple[int, int], float] = {}
    left, right = {i for i, _ in taken}, {j for _, j in taken}
    for score, _, i, j in sorted(_scored(older, newer), reverse=True):
        if i not in left and j not in right and (i, j) not in barred:
            left.add(i)
            right.add(j)
            found[i, j] = score
    return found


def _scored(older: Sequence[Request], newer: Sequence[Request]) -> Iterable[tuple[float, int, int, int]]:
    for i, old in enumerate(older):
        if not old.is_waited_for or old.is_another_each_time:
            continue
        for j, new in enumerate(newer):
            if not _may_be(old, new):
                continue
            score = 100.0 if old.plain == new.plain else fuzz.token_set_ratio(old.plain, new.plain)
            if old.is_on_itself and new.is_on_itself:
                score = max(score, _ALIKE)
            if score >= (_ALIKE if new.is_waited_for else _ALMOST) and not new.is_another_each_time:
                yield score, -abs(i - j), i, j


def _may_be(old: Request, new: Request) -> bool:
    if old.deliverable != new.deliverable and not {old.deliverable, new.deliverable} <= _TOLD:
        return False
    if old.owners != new.owners and not any(_is_one(mine, theirs) for mine in old.owners for theirs in new.owners):
        return False
    if old.is_on_itself and new.is_on_itself:
        return True
    return len(old.words & new.words) >= _WORDS * min(len(old.words), len(new.words))


def _is_one(mine: str, theirs: str) -> bool:
    """Whether two names are of one party: one of them is the other's beginning, "Special Rapporteur", or its office."""
    short, long = sorted((_OFFICE.sub("", one.casefold()) for one in (mine, theirs)), key=len)
    return long == short or long.startswith(f"{short} ")
