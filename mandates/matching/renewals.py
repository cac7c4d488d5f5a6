"""Which requests of a resolution the one that continues it goes on with, and which of them it asks for anew."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from mandates.domain.deliverables import REPORTS, REPORTS_AND_REVIEWS
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

#: Two clauses with at least this score, from 0 to 100, ask for the same; measured on pairs aligned by hand.
_ALIKE_SCORE = 80
#: The least score of clauses of which the newer sets no time, or that were read as different deliverables.
_STRICT_SCORE = 90
#: Two clauses that ask for the same share at least this part of the words of the shorter one.
_COMMON_WORDS = 0.5
#: One clause may have all the words of another and ask for something else: "to report thereon". From `_WHOLE_SCORE`
#: on the full clauses are alike; below it their subjects have to be: at least this share of the words of the shorter
#: subject, and at least this many words, must be in both.
_WHOLE_SCORE, _SUBJECT_SHARE, _SUBJECT_WORDS = 75, 0.4, 2
#: Clauses that leave their subject to the rest of their paragraphs must be in paragraphs with subjects at least this
#: much alike, from 0 to 100.
_PARAGRAPH_SCORE = 40
#: The least score of full clauses that were read as different deliverables: one of them may only mention its own.
_OTHER_DELIVERABLE_SCORE = 83
#: The least score of full clauses if many years lie between two texts of one title.
_LONG_AFTER_SCORE = 85
#: Added to the score of two clauses if both have a due time or neither has one.
_TIMED_BONUS = 10
#: Deliverables that take place, or are decided, once: each request asks for another one, whatever its words.
_ONE_TIME = frozenset({"agenda_item", "extension", "meeting", "observance"})
#: Prefixes of the name of a party that do not change it: the office of a party counts as the party.
_OFFICE = re.compile(r"\A(?:the\s+)?(?:office|secretariat)\s+of\s+the\s+")
_NAME_WORD = re.compile(r"[^\W_]+")
#: Words in names that do not tell one party from another.
_SMALL_WORDS = frozenset({"of", "on", "the", "and", "in", "for", "its", "to"})


@dataclass(frozen=True)
class Request(Passage):
    """What a resolution asks for: a clause, under the label of its paragraph.

    Attributes:
        key: what the caller identifies it by. paragraph: the whole paragraph that contains the clause.
    """

    key: int = 0
    owners: frozenset[str] = frozenset()
    deliverable: str = ""
    paragraph: str = ""

    @cached_property
    def is_another_each_time(self) -> bool:
        """Whether each such request is for another object, even in equal words, so that it is never renewed."""
        return is_another_each_time(self.plain)

    @cached_property
    def is_on_itself(self) -> bool:
        """Whether it asks for a report on the implementation of its own resolution."""
        return is_on_itself(self.plain)

    @cached_property
    def is_reiterated(self) -> bool:
        """Whether it says that the same was asked for before."""
        return is_reiterated(self.plain)

    @property
    def recurs(self) -> bool:
        """Whether it has a recurring due time."""
        return any(kind == "recurring" for kind, _ in self.due)

    @cached_property
    def leans_on_others(self) -> bool:
        """Whether it leaves its subject to words elsewhere: "requests the Secretary-General to report thereon"."""
        return len(self.about) < LEAST and leans_on_others(self.plain)

    @cached_property
    def about(self) -> Collection[str]:
        """The words of its subject: without those of templates and the names of its owners."""
        return frozenset(subject(self.text, self.owners))

    @cached_property
    def around(self) -> Sequence[str]:
        """The words of the subject of its paragraph."""
        return subject(self.paragraph, self.owners)

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody waits for it: it has a due time, or asks for a report, a briefing or a review."""
        return bool(self.due) or self.deliverable in REPORTS_AND_REVIEWS


class Continued(NamedTuple):
    """A request that continues an earlier one, by the keys of both.

    Attributes:
        score: how alike the words are, from 0 to 100. renews: whether it asks for the same anew, so that nobody waits
            for the earlier one any more.
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
    """Return which requests of `newer` continue which of `older`, the requests of the resolution `symbol`.

    Args:
        confirmed: pairs of keys of requests that belong together according to a person. rejected: pairs that do not.
    """
    places = (
        {request.key: place for place, request in enumerate(older)},
        {request.key: place for place, request in enumerate(newer)},
    )
    confirmed_places, barred = (
        {(places[0][i], places[1][j]) for i, j in pairs if i in places[0] and j in places[1]}
        for pairs in (confirmed, rejected)
    )
    known = dict.fromkeys(confirmed_places, 100.0)
    renewals = renewed(older, newer, taken=confirmed_places, barred=barred)
    known |= renewals
    return [
        Continued(pair.older.key, pair.newer.key, pair.relation, round(pair.score, 1), (i, j) in known)
        for pair in align(older, newer, symbol=symbol, known=known, barred=barred)
        if isinstance(pair.older, Request) and isinstance(pair.newer, Request)
        for i, j in [(places[0][pair.older.key], places[1][pair.newer.key])]
    ]


def renewed(
    older: Sequence[Request], newer: Sequence[Request], *, taken: Pairs = (), barred: Pairs = ()
) -> dict[tuple[int, int], float]:
    """Return the scores of the pairs of requests of which the newer renews the older, by their places, one to one.

    Both ask the same party for the same in similar words.

    Args:
        taken: pairs of places that belong together already. barred: pairs of places that do not.
    """
    scores: dict[tuple[int, int], float] = {}
    taken_older, taken_newer = {i for i, _ in taken}, {j for _, j in taken}
    for _, score, _, i, j in sorted(_scored(older, newer), reverse=True):
        if i not in taken_older and j not in taken_newer and (i, j) not in barred:
            taken_older.add(i)
            taken_newer.add(j)
            scores[i, j] = score
    return scores


def renewed_long_after(
    older: Sequence[Request], newer: Sequence[Request], *, barred: Pairs = ()
) -> dict[tuple[int, int], float]:
    """Return the scores of the pairs of requests of which the newer renews the older in nearly the same words.

    The resolutions have the same title, but the newer one is too much later to continue the older one.
    """
    scores = renewed(older, newer, barred=barred)
    return {
        (i, j): score
        for (i, j), score in scores.items()
        if fuzz.token_sort_ratio(older[i].plain, newer[j].plain) >= _LONG_AFTER_SCORE
    }


def _scored(older: Sequence[Request], newer: Sequence[Request]) -> Iterable[tuple[float, float, int, int, int]]:
    """Yield the pairs of requests of which the newer may renew the older.

    Each is a tuple that sorts by likeness: the likeness in all respects, the score of the words, the negative distance
    of the places, the older place and the newer place.
    """
    for i, old in enumerate(older):
        if not old.is_waited_for:
            continue
        for j, new in enumerate(newer):
            if not _may_renew(old, new):
                continue
            score = 100.0 if old.plain == new.plain else fuzz.token_set_ratio(old.plain, new.plain)
            on_itself = old.is_on_itself and new.is_on_itself
            if on_itself:
                score = max(score, _ALIKE_SCORE)
            if score < _least_score(old, new) or _is_another_object(old, new):
                continue
            whole_score = fuzz.token_sort_ratio(old.plain, new.plain)
            if not on_itself and (old.leans_on_others or new.leans_on_others) and not _like_paragraphs(old, new):
                continue
            if on_itself or whole_score >= _least_whole_score(old, new) or _same_subject(old, new):
                likeness = (score + whole_score) / 2 + (_TIMED_BONUS if bool(old.due) == bool(new.due) else 0)
                yield likeness, score, -abs(i - j), i, j


def _least_score(old: Request, new: Request) -> float:
    """Return the least score of the words of two requests."""
    if not _same_deliverable(old, new):
        return _STRICT_SCORE
    return _ALIKE_SCORE if new.is_waited_for or new.is_reiterated else _STRICT_SCORE


def _least_whole_score(old: Request, new: Request) -> float:
    """Return the least score of two full clauses whose subjects are not enough alike."""
    return _WHOLE_SCORE if _same_deliverable(old, new) else _OTHER_DELIVERABLE_SCORE


def _is_another_object(old: Request, new: Request) -> bool:
    """Whether two requests ask for different objects, unless both recur or both are on their own resolutions."""
    is_one = (old.recurs and new.recurs) or (old.is_on_itself and new.is_on_itself)
    return (old.is_another_each_time or new.is_another_each_time) and not is_one


def _same_deliverable(old: Request, new: Request) -> bool:
    return old.deliverable == new.deliverable or (old.deliverable in REPORTS and new.deliverable in REPORTS)


def _like_paragraphs(old: Request, new: Request) -> bool:
    """Whether the paragraphs of two requests are alike, by their subjects or, without these, by their words."""
    old_subject, new_subject = old.around, new.around
    if old_subject and new_subject:
        return alike(old_subject, new_subject) >= _PARAGRAPH_SCORE
    return fuzz.token_sort_ratio(plain(old.paragraph), plain(new.paragraph)) >= _STRICT_SCORE


def _same_subject(old: Request, new: Request) -> bool:
    """Whether two requests share the words of their subjects, or one of them has no subject of its own."""
    if not _same_deliverable(old, new):
        return False
    fewest = min(len(old.about), len(new.about))
    if fewest < LEAST:
        return True
    return len(set(old.about) & set(new.about)) >= max(_SUBJECT_WORDS, _SUBJECT_SHARE * fewest)


def _may_renew(old: Request, new: Request) -> bool:
    if not _same_deliverable(old, new) and not _ONE_TIME.isdisjoint((old.deliverable, new.deliverable)):
        return False
    if old.owners != new.owners and not any(
        _same_party(old_owner, new_owner) for old_owner in old.owners for new_owner in new.owners
    ):
        return False
    if old.is_on_itself and new.is_on_itself:
        return True
    return len(old.words & new.words) >= _COMMON_WORDS * min(len(old.words), len(new.words))


def _same_party(party: str, other: str) -> bool:
    """Whether two names are of one party.

    One name is a part of the other ("Special Rapporteur"), or names its office, or has the same words in another order.
    """
    shorter, longer = sorted((_name_words(name) for name in (party, other)), key=len)
    return bool(shorter) and shorter[0] in longer and set(shorter) <= set(longer) and _begin_alike(shorter, longer)


@functools.lru_cache(1 << 12)
def _name_words(party: str) -> tuple[str, ...]:
    """Return the words of a name that distinguish the party from others."""
    words = _NAME_WORD.findall(_OFFICE.sub("", party.casefold()))
    return tuple(word for word in words if word not in _SMALL_WORDS)


def _begin_alike(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """Whether two names begin or are made of the same words: "specialized agencies of the United Nations"."""
    return shorter[0] == longer[0] or set(shorter) == set(longer)
