"""Which requests of a resolution the one that continues it goes on with, and which of them it asks for anew."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from mandates.domain.kinds import Relation
from mandates.matching.alignment import Pairs, Passage, align, plain
from mandates.matching.subjects import (
    LEAST,
    alike,
    is_another_each_time,
    is_on_itself,
    is_reiterated,
    leans_on_others,
    subject,
)

#: From here on two clauses ask for the same; measured on pairs aligned by hand.
_ALIKE = 80
#: What is asked anew without a time, or was read as another deliverable, is the same from here on.
_ALMOST = 90
#: Two clauses that ask for the same share at least this part of the words of the shorter one.
_WORDS = 0.5
#: One clause may have all the words of another and ask for something else: "to report thereon". From here on the whole
#: of both is alike; below, what they are about has to be: this part of the words that tell it, and so many.
_WHOLE, _ABOUT, _TELLING = 75, 0.4, 2
#: What leaves it to the rest of its paragraph to say what it is about stands in one that is about the same, of 100.
_AROUND = 40
#: So much of the whole has to be alike where both were read as another deliverable: one of them may only speak of it.
_THOUGH_OTHER = 83
#: So much of the whole has to be alike where many years lie between two texts of one title.
_LONG_AFTER = 85
#: What has a time goes with what has one, where the words tell no more than this.
_TIMED = 10
#: Deliverables that are one thing to those who wait for it.
_TOLD = frozenset({"report", "briefing"})
#: What takes place, or is decided, is another one each time, however it is asked for.
_SINGLE = frozenset({"agenda_item", "extension", "meeting", "observance"})
#: Words before the name of a party that leave it the same: the office of one that is asked is that one.
_OFFICE = re.compile(r"\A(?:the\s+)?(?:office|secretariat)\s+of\s+the\s+")
_NAME = re.compile(r"[^\W_]+")
#: Words in names that do not tell one party from another.
_SMALL = frozenset({"of", "on", "the", "and", "in", "for", "its", "to"})

#: What is waited for without a date too; what else has none stands beside what is asked anew.
_STANDING = frozenset({"report", "briefing", "review"})


@dataclass(frozen=True)
class Request(Passage):
    """What a resolution asks for: a clause, under the label of its paragraph.

    Attributes:
        key: what the caller knows it by. paragraph: the whole paragraph that the clause stands in.
    """

    key: int = 0
    owners: frozenset[str] = frozenset()
    deliverable: str = ""
    paragraph: str = ""

    @cached_property
    def is_another_each_time(self) -> bool:
        """Whether it is another object each time, whatever the words, so that nobody asks for that one anew."""
        return is_another_each_time(self.plain)

    @cached_property
    def is_on_itself(self) -> bool:
        """Whether it asks for a report on what became of the resolution that it stands in."""
        return is_on_itself(self.plain)

    @cached_property
    def is_reiterated(self) -> bool:
        """Whether it says itself that it was asked before."""
        return is_reiterated(self.plain)

    @property
    def recurs(self) -> bool:
        """Whether it is asked for again and again."""
        return any(kind == "recurring" for kind, _ in self.due)

    @cached_property
    def leans_on_others(self) -> bool:
        """Whether it is told elsewhere what it is about: "requests the Secretary-General to report thereon"."""
        return len(self.about) < LEAST and leans_on_others(self.plain)

    @cached_property
    def about(self) -> Collection[str]:
        """The words that tell what it is about, but for those of templates and whom it asks."""
        return frozenset(subject(self.text, self.owners))

    @cached_property
    def around(self) -> Sequence[str]:
        """The words that tell what its paragraph is about."""
        return subject(self.paragraph, self.owners)

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
    for _, score, _, i, j in sorted(_scored(older, newer), reverse=True):
        if i not in left and j not in right and (i, j) not in barred:
            left.add(i)
            right.add(j)
            found[i, j] = score
    return found


def renewed_long_after(
    older: Sequence[Request], newer: Sequence[Request], *, barred: Pairs = ()
) -> dict[tuple[int, int], float]:
    """Return which requests are asked for anew in nearly the same words, by their places: in a resolution of the same
    title that is too much later to continue the older one.
    """
    found = renewed(older, newer, barred=barred)
    return {
        (i, j): score
        for (i, j), score in found.items()
        if fuzz.token_sort_ratio(older[i].plain, newer[j].plain) >= _LONG_AFTER
    }


def _scored(older: Sequence[Request], newer: Sequence[Request]) -> Iterable[tuple[float, float, int, int, int]]:
    """Yield which requests may be asked for anew, by their places: the likest first by the whole of their words."""
    for i, old in enumerate(older):
        if not old.is_waited_for:
            continue
        for j, new in enumerate(newer):
            if not _may_be(old, new):
                continue
            score = 100.0 if old.plain == new.plain else fuzz.token_set_ratio(old.plain, new.plain)
            on_itself = old.is_on_itself and new.is_on_itself
            if on_itself:
                score = max(score, _ALIKE)
            if score < _least(old, new) or _is_another(old, new):
                continue
            whole = fuzz.token_sort_ratio(old.plain, new.plain)
            if not on_itself and (old.leans_on_others or new.leans_on_others) and not _stand_alike(old, new):
                continue
            if on_itself or whole >= _least_whole(old, new) or _about_the_same(old, new):
                likeness = (score + whole) / 2 + (_TIMED if bool(old.due) == bool(new.due) else 0)
                yield likeness, score, -abs(i - j), i, j


def _least(old: Request, new: Request) -> float:
    """Return how alike the words of two requests have to be."""
    if not _is_one_thing(old, new):
        return _ALMOST
    return _ALIKE if new.is_waited_for or new.is_reiterated else _ALMOST


def _least_whole(old: Request, new: Request) -> float:
    """Return how alike the whole of two requests has to be, where what they are about does not tell enough."""
    return _WHOLE if _is_one_thing(old, new) else _THOUGH_OTHER


def _is_another(old: Request, new: Request) -> bool:
    """Whether what two requests ask for is another object each time: not what recurs, or is on their resolutions."""
    is_one = (old.recurs and new.recurs) or (old.is_on_itself and new.is_on_itself)
    return (old.is_another_each_time or new.is_another_each_time) and not is_one


def _is_one_thing(old: Request, new: Request) -> bool:
    return old.deliverable == new.deliverable or {old.deliverable, new.deliverable} <= _TOLD


def _stand_alike(old: Request, new: Request) -> bool:
    """Whether the paragraphs are alike in which two requests stand that leave it to them to say what they are about."""
    mine, theirs = old.around, new.around
    if mine and theirs:
        return alike(mine, theirs) >= _AROUND
    return fuzz.token_sort_ratio(plain(old.paragraph), plain(new.paragraph)) >= _ALMOST


def _about_the_same(old: Request, new: Request) -> bool:
    """Whether two requests share the words that tell what they are about; or one of them has none."""
    if not _is_one_thing(old, new):
        return False
    least = min(len(old.about), len(new.about))
    if least < LEAST:
        return True
    return len(set(old.about) & set(new.about)) >= max(_TELLING, _ABOUT * least)


def _may_be(old: Request, new: Request) -> bool:
    if not _is_one_thing(old, new) and not _SINGLE.isdisjoint((old.deliverable, new.deliverable)):
        return False
    if old.owners != new.owners and not any(_is_one(mine, theirs) for mine in old.owners for theirs in new.owners):
        return False
    if old.is_on_itself and new.is_on_itself:
        return True
    return len(old.words & new.words) >= _WORDS * min(len(old.words), len(new.words))


def _is_one(mine: str, theirs: str) -> bool:
    """Whether two names are of one party: what one is called is a part of what the other is, "Special Rapporteur", its
    office, or the same words in another order.
    """
    words, others = sorted((_name(one) for one in (mine, theirs)), key=len)
    return bool(words) and words[0] in others and set(words) <= set(others) and _same_head(words, others)


@functools.lru_cache(1 << 12)
def _name(party: str) -> tuple[str, ...]:
    """Return the words that tell a party from others."""
    words = _NAME.findall(_OFFICE.sub("", party.casefold()))
    return tuple(word for word in words if word not in _SMALL)


def _same_head(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two names begin alike, or have the same words: "specialized agencies of the United Nations"."""
    return words[0] == others[0] or set(words) == set(others)
