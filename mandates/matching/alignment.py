"""Which paragraphs of a resolution continue which of an earlier one, many to many, and what became of each.

Texts are compared without the words that change from year to year: resolutions cited, dates, ordinals. Paragraphs that
extend the same thing are the same paragraph, whatever their words. Items are compared with items, chapeaux with
paragraphs. The closing paragraphs that every resolution has are compared last.
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

#: Two paragraphs with at least this score say the same in other words; measured on pairs aligned by hand.
_LINKED_SCORE = 70
#: Below the first score the full texts must have the second one too: a long paragraph has the words of many short ones.
_SURE, _WHOLE = 80, 50
#: Paragraphs with that score have at least this share of the words of the shorter one in common.
_COMMON_WORDS = 0.4
#: The least score at which one paragraph contains another, a part split off or merged into it; the fewest words of such
#: a part.
_PART_SCORE, _PART_WORDS = 85, 8
#: A run of this many equal words is no coincidence. A shared clause has at least this share of the words of its
#: paragraph, and at least this many words, which is more than the name of a body or an instrument has.
_RUN_LENGTH, _CLAUSE_SHARE, _SHORTEST = 10, 0.25, 13
#: A part has at least this share of its words, and at least this number of words, in common with the whole.
_PART_COMMON_SHARE, _PART_COMMON_WORDS = 0.75, 6
#: At this score and above the words are the same except for a misread letter.
_SAME_SCORE = 99.5

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
        due: the resolved due times of what it asks for: sessions, dates, recurrences.
        extended: what it extends or ends. carries: the resolutions whose paragraphs it keeps in force, each with the
            labels that it names; no labels mean all paragraphs of its mandate.
    """

    label: str
    text: str
    due: frozenset[tuple[str, str]] = frozenset()
    extended: Extended | None = None
    carries: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def plain(self) -> str:
        """Its text without the words that change from year to year."""
        return plain(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct words of `plain`."""
        return frozenset(self.plain.split())

    @cached_property
    def runs(self) -> Sequence[str]:
        """All runs of `_RUN_LENGTH` consecutive words of `plain`."""
        words = self.plain.split()
        return [" ".join(words[i : i + _RUN_LENGTH]) for i in range(len(words) - _RUN_LENGTH + 1)]

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return "(" in self.label

    @property
    def parent(self) -> str:
        """The label of the paragraph or item that contains it; empty for a paragraph."""
        return self.label.rpartition(" (")[0]

    @cached_property
    def closes(self) -> bool:
        """Whether it is one of the closing paragraphs that every resolution has."""
        return _CLOSING.search(self.plain) is not None


class Aligned(NamedTuple):
    """A paragraph and the earlier one that it continues; `older` or `newer` is None where there is none."""

    older: Passage | None
    newer: Passage | None
    relation: Relation
    score: float


def plain(text: str) -> str:
    """Return `text` without the words that change from year to year: resolutions cited, dates, ordinals, "also"."""
    return " ".join(filter(None, map(_lasting, text.split())))


@functools.lru_cache(1 << 16)
def _lasting(word: str) -> str:
    """Return a word without the parts that change from year to year, case-folded; empty if nothing is left."""
    return " ".join(_LINKING.sub(" ", _LETTERS.sub(" ", _VARYING.sub(" ", word)).casefold()).split())


def carries(text: str) -> bool:
    """Whether a paragraph keeps in force the provisions of resolutions that it names: "as contained in resolution"."""
    return _CARRIES.search(text) is not None


def compared_due(due: Mapping[str, object]) -> tuple[str, str]:
    """Return the kind of a resolved due time and its value in a form that can be compared."""
    kind = str(due["kind"])
    if kind == "session":
        return kind, f"{due.get('body') or ''} {due.get('session') or due['phrase']}".strip()
    value = due.get("date") or due.get("every") or due.get("after") or due["phrase"]
    return kind, str(value)


#: Pairs of places: of a paragraph in the older text and of one in the newer.
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
        known: pairs of places of paragraphs that belong together, with their scores.
        barred: pairs of places of paragraphs that do not.
    """
    words = _Words(older, newer)
    links = _links(older, newer, words, known or {}, barred)
    parts = {pair: score for pair, score in _parts(older, newer, words, links).items() if pair not in barred}
    carried = [pair for pair in _carried(older, newer, links, symbol) if pair not in barred]
    both = links | parts
    newer_counts, older_counts = Counter(i for i, _ in both), Counter(j for _, j in both)
    aligned = [
        Aligned(
            older[i],
            newer[j],
            _relation(older[i], newer[j], splits=newer_counts[i] > 1, merges=older_counts[j] > 1),
            score,
        )
        for (i, j), score in both.items()
    ]
    aligned += [Aligned(older[i], newer[j], Relation.CARRIED, 100.0) for i, j in carried]
    newer_places = {id(passage): place for place, passage in enumerate(newer)}
    continued = {id(pair.older) for pair in aligned}
    aligned += [Aligned(passage, None, Relation.DROPPED, 0.0) for passage in older if id(passage) not in continued]
    continuing = {id(pair.newer) for pair in aligned}
    aligned += [Aligned(None, passage, Relation.NEW, 0.0) for passage in newer if id(passage) not in continuing]
    older_places = {id(passage): place for place, passage in enumerate(older)}
    return sorted(
        aligned,
        key=lambda pair: (newer_places.get(id(pair.newer), len(newer)), older_places.get(id(pair.older), len(older))),
    )


def _links(
    older: Sequence[Passage],
    newer: Sequence[Passage],
    words: _Words,
    known: Mapping[tuple[int, int], float],
    barred: Pairs,
) -> dict[tuple[int, int], float]:
    """Return the pairs of paragraphs that belong together, one to one, with their scores."""
    links: dict[tuple[int, int], float] = dict(known)
    taken_newer = {j for _, j in links}
    for j, new in enumerate(newer):  # paragraphs that extend the same thing
        if new.extended is None or new.extended.ends or j in taken_newer:
            continue
        for i, old in enumerate(older):
            if old.extended is None or old.extended.ends or old.is_item != new.is_item or (i, j) in barred:
                continue
            if i not in {linked for linked, _ in links} and new.extended.same(old.extended):
                links[i, j] = max(_alike(old, new), float(_LINKED_SCORE))
                break
    links |= _word_for_word(older, newer, links, barred)
    for closing in (False, True):
        taken_older, taken_newer = {i for i, _ in links}, {j for _, j in links}
        chapeaux = {(older[i].label, newer[j].label) for i, j in links}
        free_older, free_newer = (
            [
                (place, passage, passage.is_item, passage.closes)
                for place, passage in enumerate(passages)
                if place not in taken
            ]
            for passages, taken in ((older, taken_older), (newer, taken_newer))
        )
        scored = []
        for i, old, old_is_item, old_closes in free_older:
            for j, new, new_is_item, new_closes in free_newer:
                if old_is_item != new_is_item or (old_closes or new_closes) != closing or not words.may_be_alike(i, j):
                    continue
                score = _alike(old, new)
                if score >= _LINKED_SCORE and (i, j) not in barred:
                    scored.append((score, (old.parent, new.parent) in chapeaux, -abs(i - j), i, j))
        for score, _, _, i, j in sorted(scored, reverse=True):
            if i not in taken_older and j not in taken_newer:
                links[i, j] = score
                taken_older.add(i)
                taken_newer.add(j)
    return links


class _Words:
    """Counts quickly the words that passages of two texts have in common: a bit mask holds one bit for each word."""

    def __init__(self, older: Sequence[Passage], newer: Sequence[Passage]) -> None:
        self._bits: dict[str, int] = {}
        self._older, self._newer = ([self._mask(passage.words) for passage in passages] for passages in (older, newer))

    def _mask(self, words: Collection[str]) -> tuple[int, int]:
        mask = 0
        for word in words:
            mask |= 1 << self._bits.setdefault(word, len(self._bits))
        return mask, len(words)

    def of_newer(self, j: int) -> Callable[[int], int]:
        """Return a function that counts the words an older passage has in common with newer passage `j`."""
        mask = self._newer[j][0]
        return lambda i: (self._older[i][0] & mask).bit_count()

    def of_older(self, i: int) -> Callable[[int], int]:
        """Return a function that counts the words a newer passage has in common with older passage `i`."""
        mask = self._older[i][0]
        return lambda j: (self._newer[j][0] & mask).bit_count()

    def may_be_alike(self, i: int, j: int) -> bool:
        """Whether two passages have enough words in common to be possibly alike."""
        (older_mask, older_count), (newer_mask, newer_count) = self._older[i], self._newer[j]
        return (older_mask & newer_mask).bit_count() >= _COMMON_WORDS * min(older_count, newer_count)


def _word_for_word(
    older: Sequence[Passage], newer: Sequence[Passage], known: Mapping[tuple[int, int], float], barred: Pairs
) -> dict[tuple[int, int], float]:
    """Return the pairs of free passages that are equal word for word and occur only once in each text."""
    taken_older, taken_newer = {i for i, _ in known}, {j for _, j in known}
    places: dict[tuple[str, bool], list[list[int]]] = {}
    for side, (passages, taken) in enumerate(((older, taken_older), (newer, taken_newer))):
        for place, passage in enumerate(passages):
            if place not in taken:
                places.setdefault((passage.plain, passage.is_item), [[], []])[side].append(place)
    pairs = [
        (in_older[0], in_newer[0]) for in_older, in_newer in places.values() if len(in_older) == len(in_newer) == 1
    ]
    return {pair: 100.0 for pair in pairs if pair not in barred}


def _alike(old: Passage, new: Passage) -> float:
    """Return how alike two passages are, from 0 to 100; 0 if that is less than `_LINKED_SCORE`."""
    if old.plain == new.plain:
        return 100.0
    score = fuzz.token_set_ratio(old.plain, new.plain, score_cutoff=_LINKED_SCORE)
    return score if score >= _SURE or fuzz.token_sort_ratio(old.plain, new.plain) >= _WHOLE else 0.0


def _parts(
    older: Sequence[Passage], newer: Sequence[Passage], words: _Words, links: dict[tuple[int, int], float]
) -> dict[tuple[int, int], float]:
    """Return the further pairs of split and merged paragraphs, with scores: a free one is a part of a linked one."""
    parts: dict[tuple[int, int], float] = {}
    linked_older, linked_newer = {i for i, _ in links}, {j for _, j in links}
    wholes = _Wholes(older, linked_older, newer)
    for j, new in enumerate(newer):
        best = None if j in linked_newer else wholes.of(new, words.of_newer(j))
        if best is not None:
            parts[best[0], j] = best[1]
    wholes = _Wholes(newer, linked_newer, older)
    for i, old in enumerate(older):
        best = None if i in linked_older else wholes.of(old, words.of_older(i))
        if best is not None:
            parts[i, best[0]] = best[1]
    return parts


def _repeated(passages: Sequence[Passage]) -> set[str]:
    """Return the runs of words that more than one passage has."""
    seen = Counter(run for passage in passages for run in set(passage.runs))
    return {run for run, times in seen.items() if times > 1}


class _Wholes:
    """Finds the passage of one text that contains a given part, among those that are linked to the other text.

    Runs of words that several passages of a text have in common are names or set phrases; they do not count.
    """

    def __init__(self, passages: Sequence[Passage], taken: Collection[int], others: Sequence[Passage]) -> None:
        self._passages = [(place, passages[place]) for place in sorted(taken) if not passages[place].is_item]
        self._common = {run for text_passages in (passages, others) for run in _repeated(text_passages)}
        self._runs: dict[str, set[int]] = {}
        for place, passage in self._passages:
            for run in passage.runs:
                self._runs.setdefault(run, set()).add(place)

    def of(self, part: Passage, common: Callable[[int], int]) -> tuple[int, float] | None:
        """Return the place of the passage that contains `part`, with its score; None if there is none."""
        length = len(part.plain.split())
        if part.is_item or part.closes or length < _PART_WORDS:
            return None
        covered = self._covered(part)
        least_common = max(_PART_COMMON_WORDS, _PART_COMMON_SHARE * len(part.words))
        best = None
        for place, passage in self._passages:
            score = 0.0
            if len(passage.plain) > len(part.plain) and common(place) >= least_common:
                score = fuzz.partial_ratio(part.plain, passage.plain, score_cutoff=_PART_SCORE)
            if len(covered.get(place, ())) >= max(_SHORTEST, _CLAUSE_SHARE * length):
                score = max(score, float(_PART_SCORE))
            if score >= _PART_SCORE and (best is None or score > best[1]):
                best = (place, score)
        return best

    def _covered(self, part: Passage) -> dict[int, set[int]]:
        """Return, by the place of each passage, the places of the words of `part` that it has in a long enough run."""
        covered: dict[int, set[int]] = {}
        for start, run in enumerate(part.runs):
            for place in () if run in self._common else self._runs.get(run, ()):
                covered.setdefault(place, set()).update(range(start, start + _RUN_LENGTH))
        return covered


def _carried(
    older: Sequence[Passage], newer: Sequence[Passage], links: dict[tuple[int, int], float], symbol: str
) -> list[tuple[int, int]]:
    """Return pairs of a free older paragraph and a newer one that keeps it in force by reference."""
    free = [i for i in range(len(older)) if i not in {i for i, _ in links}]
    pairs = []
    for j, new in enumerate(newer):
        labels = [label for cited, paragraphs in new.carries if cited == symbol for label in (paragraphs or ("",))]
        for i in free:
            parent = older[i].label.partition(" (")[0]
            named = older[i].label in labels or parent in labels
            of_mandate = "" in labels and new.extended is not None and _gives_tasks(older, parent)
            if named or of_mandate:
                pairs.append((i, j))
        free = [i for i in free if i not in {carried for carried, _ in pairs}]
    return pairs


def _gives_tasks(older: Sequence[Passage], label: str) -> bool:
    """Whether a paragraph lists the tasks of a mandate: a chapeau that says "mandate", with items."""
    chapeau = next((passage for passage in older if passage.label == label), None)
    has_items = any(passage.label.startswith(f"{label} (") for passage in older)
    return has_items and chapeau is not None and "mandate" in chapeau.plain


def _relation(old: Passage, new: Passage, *, splits: bool, merges: bool) -> Relation:
    """Return the relation of an older paragraph to the newer one that continues it.

    Args:
        splits: whether several newer paragraphs continue the older one.
        merges: whether the newer one continues several older ones.
    """
    if splits:
        return Relation.SPLIT
    if merges:
        return Relation.MERGED
    if old.extended is not None and new.extended is not None and not new.extended.ends:
        return Relation.EXTENDED
    if old.due and new.due and old.due != new.due:
        return Relation.DUE_MOVED
    return Relation.SAME if fuzz.ratio(old.plain, new.plain) >= _SAME_SCORE else Relation.REWORDED
