"""Which paragraphs of a resolution continue which of an earlier one, many to many, and what became of each.

Words are compared without what changes from year to year: resolutions cited, dates, ordinals. What extends the same
thing is the same paragraph, whatever its words. Items are compared with items, chapeaux with paragraphs. Closing words
that every resolution has are compared last.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import fuzz

from mandates.domain.extended import Extended
from mandates.domain.kinds import Relation

#: From here on two paragraphs say the same in other words; measured on pairs aligned by hand.
_LINKED = 70
#: Below this the whole of both has to be so much alike too: a short one has words of any long one.
_SURE, _WHOLE = 80, 50
#: What is so much alike has at least this part of the words of the shorter one in common.
_COMMON = 0.4
#: A paragraph that has another in it, which is a part split off or merged into it, and the fewest words of such a part.
_PART, _PART_WORDS = 85, 8
#: So many words in a row are no accident; a clause of one paragraph is at least this share of it, and longer than the
#: name of a body or an instrument.
_RUN, _CLAUSE, _SHORTEST = 10, 0.25, 13
#: What is part of another has most of its words in common with it, and what shares a clause some.
_MOST, _FEW = 0.75, 6
#: From here on the words are the same, but for a letter that was misread.
_SAME = 99.5

_VARYING = re.compile(
    r"\b[A-Z](?:/[A-Z0-9.]+)+(?:\s*\([^)]*\))?|\b\d{1,4}\s*\(\d{4}\)|\b\d{1,2}/\d+\b|\b\d[\d,.]*\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:\w+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+teenth|\w+tieth)\b"
)
_LINKING = re.compile(r"\b(?:also|further|furthermore|again)\b")
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

    @cached_property
    def words(self) -> frozenset[str]:
        """These words, each once."""
        return frozenset(self.plain.split())

    @cached_property
    def runs(self) -> Sequence[str]:
        """So many words in a row as are no accident, from each word on."""
        words = self.plain.split()
        return [" ".join(words[k : k + _RUN]) for k in range(len(words) - _RUN + 1)]

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
    return " ".join(filter(None, map(_lasting, text.split())))


@functools.lru_cache(1 << 16)
def _lasting(word: str) -> str:
    """Return what is left of a word without what changes from year to year."""
    return " ".join(_LINKING.sub(" ", _LETTERS.sub(" ", _VARYING.sub(" ", word)).casefold()).split())


def carries(text: str) -> bool:
    """Whether a paragraph keeps in force what the resolutions that it names say: "as contained in resolution"."""
    return _CARRIES.search(text) is not None


def compared_due(due: Mapping[str, object]) -> tuple[str, str]:
    """Return when something is due as it can be compared: resolved, without the words."""
    kind = str(due["kind"])
    if kind == "session":
        return kind, f"{due.get('body') or ''} {due.get('session') or due['phrase']}".strip()
    value = due.get("date") or due.get("every") or due.get("after") or due["phrase"]
    return kind, str(value)


#: Pairs of places in two texts.
Pairs = Collection[tuple[int, int]]


def align(
    older: Sequence[Passage],
    newer: Sequence[Passage],
    *,
    symbol: str = "",
    known: Mapping[tuple[int, int], float] | None = None,
    barred: Pairs = (),
) -> list[Aligned]:
    """Return what became of each paragraph of `older`, whose symbol is `symbol`, and of each of `newer`, in order.

    Args:
        known: places of paragraphs that belong together, with their scores. barred: of those that do not.
    """
    words = _Words(older, newer)
    links = _links(older, newer, words, known or {}, barred)
    parts = {at: score for at, score in _parts(older, newer, words, links).items() if at not in barred}
    carried = [at for at in _carried(older, newer, links, symbol) if at not in barred]
    both = links | parts
    legs, roots = Counter(i for i, _ in both), Counter(j for _, j in both)
    found = [
        Aligned(older[i], newer[j], _relation(older[i], newer[j], splits=legs[i] > 1, merges=roots[j] > 1), score)
        for (i, j), score in both.items()
    ]
    found += [Aligned(older[i], newer[j], Relation.CARRIED, 100.0) for i, j in carried]
    places = {id(one): place for place, one in enumerate(newer)}
    kept = {id(one.older) for one in found}
    found += [Aligned(one, None, Relation.DROPPED, 0.0) for one in older if id(one) not in kept]
    brought = {id(one.newer) for one in found}
    found += [Aligned(None, one, Relation.NEW, 0.0) for one in newer if id(one) not in brought]
    order = {id(one): place for place, one in enumerate(older)}
    return sorted(found, key=lambda one: (places.get(id(one.newer), len(newer)), order.get(id(one.older), len(older))))


def _links(
    older: Sequence[Passage],
    newer: Sequence[Passage],
    words: _Words,
    known: Mapping[tuple[int, int], float],
    barred: Pairs,
) -> dict[tuple[int, int], float]:
    """Return the best partner of each paragraph, one to one, with how alike they are."""
    found: dict[tuple[int, int], float] = dict(known)
    right = {j for _, j in found}
    for j, new in enumerate(newer):  # what extends the same thing
        if new.extended is None or new.extended.ends or j in right:
            continue
        for i, old in enumerate(older):
            if old.extended is None or old.extended.ends or old.is_item != new.is_item or (i, j) in barred:
                continue
            if i not in {one for one, _ in found} and new.extended.same(old.extended):
                found[i, j] = max(_alike(old, new), float(_LINKED))
                break
    found |= _word_for_word(older, newer, found, barred)
    for closing in (False, True):
        left, right = {i for i, _ in found}, {j for _, j in found}
        chapeaux = {(older[i].label, newer[j].label) for i, j in found}
        before, after = (
            [(k, one, one.is_item, one.closes) for k, one in enumerate(several) if k not in taken]
            for several, taken in ((older, left), (newer, right))
        )
        scored = []
        for i, old, is_item, closes in before:
            for j, new, is_item_too, closes_too in after:
                if is_item != is_item_too or (closes or closes_too) != closing or not words.may_be_alike(i, j):
                    continue
                score = _alike(old, new)
                if score >= _LINKED and (i, j) not in barred:
                    scored.append((score, (old.parent, new.parent) in chapeaux, -abs(i - j), i, j))
        for score, _, _, i, j in sorted(scored, reverse=True):
            if i not in left and j not in right:
                found[i, j] = score
                left.add(i)
                right.add(j)
    return found


class _Words:
    """Counts the words that passages of two texts have in common, quickly: each word is a bit of a number."""

    def __init__(self, older: Sequence[Passage], newer: Sequence[Passage]) -> None:
        self._bits: dict[str, int] = {}
        self._older, self._newer = ([self._mask(one.words) for one in several] for several in (older, newer))

    def _mask(self, words: Collection[str]) -> tuple[int, int]:
        mask = 0
        for word in words:
            mask |= 1 << self._bits.setdefault(word, len(self._bits))
        return mask, len(words)

    def of_newer(self, j: int) -> Callable[[int], int]:
        """Return what tells how many words each older passage has in common with this newer one."""
        mask = self._newer[j][0]
        return lambda i: (self._older[i][0] & mask).bit_count()

    def of_older(self, i: int) -> Callable[[int], int]:
        """Return what tells how many words each newer passage has in common with this older one."""
        mask = self._older[i][0]
        return lambda j: (self._newer[j][0] & mask).bit_count()

    def may_be_alike(self, i: int, j: int) -> bool:
        """Whether two passages have so many words in common that they may be alike."""
        (mine, some), (theirs, others) = self._older[i], self._newer[j]
        return (mine & theirs).bit_count() >= _COMMON * min(some, others)


def _word_for_word(
    older: Sequence[Passage], newer: Sequence[Passage], known: Mapping[tuple[int, int], float], barred: Pairs
) -> dict[tuple[int, int], float]:
    """Return the pairs of what is still free and says the same word for word, where it stands once in each text."""
    left, right = {i for i, _ in known}, {j for _, j in known}
    places: dict[tuple[str, bool], list[list[int]]] = {}
    for side, (several, taken) in enumerate(((older, left), (newer, right))):
        for k, one in enumerate(several):
            if k not in taken:
                places.setdefault((one.plain, one.is_item), [[], []])[side].append(k)
    pairs = [(i[0], j[0]) for i, j in places.values() if len(i) == len(j) == 1]
    return {pair: 100.0 for pair in pairs if pair not in barred}


def _alike(old: Passage, new: Passage) -> float:
    """Return how alike two passages are, of 100; 0 where that is less than what links them."""
    if old.plain == new.plain:
        return 100.0
    score = fuzz.token_set_ratio(old.plain, new.plain, score_cutoff=_LINKED)
    return score if score >= _SURE or fuzz.token_sort_ratio(old.plain, new.plain) >= _WHOLE else 0.0


def _parts(
    older: Sequence[Passage], newer: Sequence[Passage], words: _Words, links: dict[tuple[int, int], float]
) -> dict[tuple[int, int], float]:
    """Return the second legs of what was split or merged: a free paragraph that is a part of one that has a partner."""
    found: dict[tuple[int, int], float] = {}
    left, right = {i for i, _ in links}, {j for _, j in links}
    wholes = _Wholes(older, left, newer)
    for j, new in enumerate(newer):
        best = None if j in right else wholes.of(new, words.of_newer(j))
        if best is not None:
            found[best[0], j] = best[1]
    wholes = _Wholes(newer, right, older)
    for i, old in enumerate(older):
        best = None if i in left else wholes.of(old, words.of_older(i))
        if best is not None:
            found[i, best[0]] = best[1]
    return found


def _repeated(passages: Sequence[Passage]) -> set[str]:
    """Return the runs of words that more than one passage has."""
    seen = Counter(run for one in passages for run in set(one.runs))
    return {run for run, times in seen.items() if times > 1}


class _Wholes:
    """Finds of which passages of one text, of those that have partners in the other, another one is a part.

    What several passages of a text have in common is a name or a set phrase, and makes none of them a part of another.
    """

    def __init__(self, passages: Sequence[Passage], taken: Collection[int], others: Sequence[Passage]) -> None:
        self._passages = [(place, passages[place]) for place in sorted(taken) if not passages[place].is_item]
        self._common = {run for several in (passages, others) for run in _repeated(several)}
        self._runs: dict[str, set[int]] = {}
        for place, one in self._passages:
            for run in one.runs:
                self._runs.setdefault(run, set()).add(place)

    def of(self, part: Passage, common: Callable[[int], int]) -> tuple[int, float] | None:
        """Return the place of the passage that has the words of `part` in it, and how surely."""
        length = len(part.plain.split())
        if part.is_item or part.closes or length < _PART_WORDS:
            return None
        covered = self._covered(part)
        least = max(_FEW, _MOST * len(part.words))
        best = None
        for place, one in self._passages:
            score = 0.0
            if len(one.plain) > len(part.plain) and common(place) >= least:
                score = fuzz.partial_ratio(part.plain, one.plain, score_cutoff=_PART)
            if len(covered.get(place, ())) >= max(_SHORTEST, _CLAUSE * length):
                score = max(score, float(_PART))
            if score >= _PART and (best is None or score > best[1]):
                best = (place, score)
        return best

    def _covered(self, part: Passage) -> dict[int, set[int]]:
        """Return which words of `part` stand in which passage as a part of a whole clause, by their places."""
        found: dict[int, set[int]] = {}
        for k, run in enumerate(part.runs):
            for place in () if run in self._common else self._runs.get(run, ()):
                found.setdefault(place, set()).update(range(k, k + _RUN))
        return found


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


def _relation(old: Passage, new: Passage, *, splits: bool, merges: bool) -> Relation:
    """Return what became of a paragraph in one that continues it, one of several of either where these are told."""
    if splits:
        return Relation.SPLIT
    if merges:
        return Relation.MERGED
    if old.extended is not None and new.extended is not None and not new.extended.ends:
        return Relation.EXTENDED
    if old.due and new.due and old.due != new.due:
        return Relation.DUE_MOVED
    return Relation.SAME if fuzz.ratio(old.plain, new.plain) >= _SAME else Relation.REWORDED
