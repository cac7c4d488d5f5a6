"""Which paragraphs of a resolution continue which of an earlier one, many to many, and what became of each.

Words are compared without what changes from year to year: resolutions cited, dates, ordinals. What extends the same
thing is the same paragraph, whatever its words. Items are compared with items, chapeaux with paragraphs. Closing words
that every resolution has are compared last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from mandates.domain.extended import Extended

#: From here on two paragraphs say the same in other words; measured on pairs aligned by hand.
_LINKED = 70
#: A paragraph that has another in it, which is a part split off or merged into it, and the fewest words of such a part.
_PART, _PART_WORDS = 85, 8
#: So many words in a row are no accident; a clause of one paragraph is at least this share of it.
_RUN, _CLAUSE = 10, 0.25
#: From here on the words are the same, but for a letter that was misread.
_SAME = 99.5

_VARYING = re.compile(
    r"\b[A-Z](?:/[A-Z0-9.]+)+(?:\s*\([^)]*\))?|\b\d{1,4}\s*\(\d{4}\)|\b\d{1,2}/\d+\b|\b\d[\d,.]*\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:\w+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+teenth|\w+tieth)\b"
)
_LINKING = re.compile(r"\b(?:also|further|furthermore|once again|again)\b")
_LETTERS = re.compile(r"[^\w\s]+")
_CLOSING = re.compile(
    r"\b(?:remain\w*\s+(?:actively\s+)?seized|continue\s+(?:its\s+)?consideration|include\s+in\s+the\s+provisional"
    r"|necessary\s+(?:human|resources|financial))"
)
_CARRIES = re.compile(
    r"\bas\s+(?:set\s+out|contained|specified|outlined|defined|established|described|provided|mandated|authori[sz]ed)\s+"
    r"(?:in|by)\b|\bin\s+accordance\s+with\b|\breaffirms\b",
    re.IGNORECASE,
)


class Relation(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    REWORDED = "reworded"
    DUE_MOVED = "due_moved"
    EXTENDED = "extended"
    SPLIT = "split"
    MERGED = "merged"
    CARRIED = "carried"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Passage:
    """An operative paragraph, or an item of one.

    Attributes:
        due: when what it asks for is due, as resolved: sessions, dates, recurrences.
        extended: what it extends or ends. carries: the resolutions whose paragraphs it keeps in force, each with the
            labels that it names; none for all that are of its mandate.
    """

    label: str
    text: str
    due: frozenset[tuple[str, str]] = frozenset()
    extended: Extended | None = None
    carries: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def plain(self) -> str:
        """Its words without what changes from year to year."""
        return plain(self.text)

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return "(" in self.label

    @property
    def parent(self) -> str:
        """The label of what it is an item of."""
        return self.label.rpartition(" (")[0]

    @cached_property
    def closes(self) -> bool:
        """Whether it is of the words that close every resolution."""
        return _CLOSING.search(self.plain) is not None


class Aligned(NamedTuple):
    """A paragraph with what it continues; None where there is none."""

    older: Passage | None
    newer: Passage | None
    relation: Relation
    score: float


def plain(text: str) -> str:
    """Return words without what changes from year to year: resolutions cited, dates, ordinals, "also"."""
    return " ".join(_LINKING.sub(" ", _LETTERS.sub(" ", _VARYING.sub(" ", text)).casefold()).split())


def carries(text: str) -> bool:
    """Whether a paragraph keeps in force what the resolutions that it names say: "as contained in resolution"."""
    return _CARRIES.search(text) is not None


def align(older: Sequence[Passage], newer: Sequence[Passage], *, symbol: str = "") -> list[Aligned]:
    """Return what became of each paragraph of `older`, whose symbol is `symbol`, and of each of `newer`, in order."""
    links = _links(older, newer)
    parts = _parts(older, newer, links)
    carried = _carried(older, newer, links, symbol)
    found = [
        Aligned(older[i], newer[j], _relation(older[i], newer[j], (i, j), links | parts), score)
        for (i, j), score in (links | parts).items()
    ]
    found += [Aligned(older[i], newer[j], Relation.CARRIED, 100.0) for i, j in carried]
    places = {id(one): place for place, one in enumerate(newer)}
    kept = {id(one.older) for one in found}
    found += [Aligned(one, None, Relation.DROPPED, 0.0) for one in older if id(one) not in kept]
    brought = {id(one.newer) for one in found}
    found += [Aligned(None, one, Relation.NEW, 0.0) for one in newer if id(one) not in brought]
    order = {id(one): place for place, one in enumerate(older)}
    return sorted(found, key=lambda one: (places.get(id(one.newer), len(newer)), order.get(id(one.older), len(older))))


def _links(older: Sequence[Passage], newer: Sequence[Passage]) -> dict[tuple[int, int], float]:
    """Return the best partner of each paragraph, one to one, with how alike they are."""
    found: dict[tuple[int, int], float] = {}
    for j, new in enumerate(newer):  # what extends the same thing
        if new.extended is None or new.extended.ends:
            continue
        for i, old in enumerate(older):
            if old.extended is None or old.extended.ends or old.is_item != new.is_item:
                continue
            if i not in {one for one, _ in found} and new.extended.same(old.extended):
                found[i, j] = max(_alike(old, new), float(_LINKED))
                break
    for closing in (False, True):
        scored = []
        for i, old in enumerate(older):
            for j, new in enumerate(newer):
                if old.is_item == new.is_item and (old.closes or new.closes) == closing:
                    score = _alike(old, new)
                    if score >= _LINKED:
                        scored.append((score, _under_one(old, new, older, newer, found), -abs(i - j), i, j))
        left, right = {i for i, _ in found}, {j for _, j in found}
        for score, _, _, i, j in sorted(scored, reverse=True):
            if i not in left and j not in right:
                found[i, j] = score
                left.add(i)
                right.add(j)
    return found


def _alike(old: Passage, new: Passage) -> float:
    return fuzz.token_set_ratio(old.plain, new.plain)


def _under_one(
    old: Passage,
    new: Passage,
    older: Sequence[Passage],
    newer: Sequence[Passage],
    found: dict[tuple[int, int], float],
) -> bool:
    """Whether two items stand under chapeaux that are linked."""
    return any(older[i].label == old.parent and newer[j].label == new.parent for i, j in found)


def _parts(
    older: Sequence[Passage], newer: Sequence[Passage], links: dict[tuple[int, int], float]
) -> dict[tuple[int, int], float]:
    """Return the second legs of what was split or merged: a free paragraph that is a part of one that has a partner."""
    found: dict[tuple[int, int], float] = {}
    left, right = {i for i, _ in links}, {j for _, j in links}
    for j, new in enumerate(newer):
        if j not in right:
            best = _whole(new, older, left)
            if best is not None:
                found[best[0], j] = best[1]
    for i, old in enumerate(older):
        if i not in left:
            best = _whole(old, newer, right)
            if best is not None:
                found[i, best[0]] = best[1]
    return found


def _whole(part: Passage, passages: Sequence[Passage], taken: set[int]) -> tuple[int, float] | None:
    """Return which of the `taken` passages has the words of `part` in it."""
    if part.is_item or part.closes or len(part.plain.split()) < _PART_WORDS:
        return None
    best = None
    for place in taken:
        one = passages[place]
        if one.is_item:
            continue
        within = fuzz.partial_ratio(part.plain, one.plain) if len(one.plain) > len(part.plain) else 0.0
        score = max(within, _shared_clause(part, one))
        if score >= _PART and (best is None or score > best[1]):
            best = (place, score)
    return best


def _shared_clause(part: Passage, one: Passage) -> float:
    """Return how alike two passages are that have a whole clause word for word in common; 0 where they have none."""
    mine, theirs = part.plain.split(), one.plain.split()
    runs = {tuple(theirs[k : k + _RUN]) for k in range(len(theirs) - _RUN + 1)}
    covered = {k + n for k in range(len(mine) - _RUN + 1) if tuple(mine[k : k + _RUN]) in runs for n in range(_RUN)}
    return float(_PART) if len(covered) >= _CLAUSE * len(mine) else 0.0


def _carried(
    older: Sequence[Passage], newer: Sequence[Passage], links: dict[tuple[int, int], float], symbol: str
) -> list[tuple[int, int]]:
    """Return the paragraphs without a partner that a newer one keeps in force by reference."""
    free = [i for i in range(len(older)) if i not in {i for i, _ in links}]
    found = []
    for j, new in enumerate(newer):
        labels = [one for cited, some in new.carries if cited == symbol for one in (some or ("",))]
        for i in free:
            head = older[i].label.partition(" (")[0]
            named = older[i].label in labels or head in labels
            of_mandate = "" in labels and new.extended is not None and _gives_tasks(older, head)
            if named or of_mandate:
                found.append((i, j))
        free = [i for i in free if i not in {one for one, _ in found}]
    return found


def _gives_tasks(older: Sequence[Passage], head: str) -> bool:
    """Whether a paragraph says what a mandate consists of: a list of tasks under words that name it."""
    chapeau = next((one for one in older if one.label == head), None)
    has_items = any(one.label.startswith(f"{head} (") for one in older)
    return has_items and chapeau is not None and "mandate" in chapeau.plain


def _relation(old: Passage, new: Passage, at: tuple[int, int], links: dict[tuple[int, int], float]) -> Relation:
    if sum(i == at[0] for i, _ in links) > 1:
        return Relation.SPLIT
    if sum(j == at[1] for _, j in links) > 1:
        return Relation.MERGED
    if old.extended is not None and new.extended is not None and not new.extended.ends:
        return Relation.EXTENDED
    if old.due and new.due and old.due != new.due:
        return Relation.DUE_MOVED
    return Relation.SAME if fuzz.ratio(old.plain, new.plain) >= _SAME else Relation.REWORDED
