"""Which earlier resolution a resolution continues: by title, by what it cites, and by its words.

The score of a pair is the weighted sum of three features: how alike the titles are, whether the newer text names the
older one, and how much of the operative text they share. The weights were found on pairs read by hand. The newest of
the texts that score near the best is the predecessor. Texts written from one template can mislead: texts of the same
day are siblings, another proper noun in the title means another subject, and an old founding text has the same title as
those that follow it up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

#: The weights of a like title, a citation and shared words, and the share of the words from which these count in full.
_TITLE_WEIGHT, _CITED_WEIGHT, _WORDS_WEIGHT, _FULL_SHARE = 1.2, 0.6, 1.0, 0.5
#: Scores within `_NEAR_BEST` of the best count as equally good. Below `_LINKED_SCORE` nothing is linked, below
#: `_POSSIBLE_SCORE` nothing is suggested.
_NEAR_BEST, _LINKED_SCORE, _POSSIBLE_SCORE = 0.35, 1.2, 0.8
#: Titles less alike than this, on a scale from 0 to 1, are of different subjects.
ALIKE = 0.8
#: The longest time between two texts of a series unless their words show that they belong together, and the longest
#: time at all.
LONG = dt.timedelta(days=6 * 366)
LONGEST = 2 * LONG
#: A text with the same title that is up to this much later may still ask for the same in the same words, although it
#: does not continue the series.
FARTHEST = dt.timedelta(days=20 * 366)
#: Texts with the same title that are adopted within this time may belong to two parallel series.
_STRAND_GAP = dt.timedelta(days=300)
#: The share of the words that shows that a text continues an old one; founding texts have less in common with the texts
#: that follow.
_FOUNDING_SHARE = 0.4
#: The title similarity of texts without titles that extend the same thing, or are about the same situation.
_SAME_SUBJECT, _SAME_SITUATION = 0.6, 0.2
#: The number of consecutive words in a shingle.
_SHINGLE_LENGTH = 6

_STOPWORDS = re.compile(
    r"\b(?:the|a|an|of|on|for|and|in|to|its|draft|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|\w+(?:ieth|teenth|tieth|-first|-second|-third|-fourth|-fifth|-sixth|-seventh|-eighth|-ninth)|\d[\w/().]*|[a-z])\b"
)
_NOT_LETTERS = re.compile(r"[^a-z\s]+")
_WORD = re.compile(r"[a-z]{2,}")
_PROPER = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


@dataclass(frozen=True)
class Text:
    """The facts about a resolution that decide its place in a series.

    Attributes:
        cited: symbols that it names. operative: the words of its operative paragraphs.
        subjects: what it extends or ends, by the names in these clauses. situation: the one that it is about.
    """

    symbol: str
    body: str
    title: str | None
    adopted_on: dt.date | None
    cited: frozenset[str]
    operative: Sequence[str]
    subjects: frozenset[str] = frozenset()
    situation: str | None = None

    @cached_property
    def stem(self) -> str:
        """Its title without ordinals, numbers, years and small words."""
        return stem(self.title or "")

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """The shingles of its operative paragraphs: all runs of `_SHINGLE_LENGTH` words."""
        shingles: set[tuple[str, ...]] = set()
        for paragraph in self.operative:
            words = _WORD.findall(paragraph.casefold())
            shingles.update(zip(*(words[i:] for i in range(_SHINGLE_LENGTH)), strict=False))
        return frozenset(shingles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """An earlier resolution that a resolution may continue.

    Attributes:
        linked: whether the link is certain; if not, a person has to decide. basis: the evidence for it, in words.
    """

    symbol: str
    score: float
    linked: bool
    basis: str


def stem(title: str) -> str:
    """Return the part of a title that all titles of its series share.

    These are its words in order, without ordinals, numbers, years and small words.
    """
    subject = title.partition(":")[0] if title.find(":") > _SUBJECT_LENGTH else title
    words = _STOPWORDS.sub(" ", subject.casefold())
    return " ".join(_NOT_LETTERS.sub(" ", words).split())


#: A colon at this place or before does not end the subject of a title: "Peace: ..."
_SUBJECT_LENGTH = 15


def predecessors(newer: Text, earlier: Iterable[Text]) -> list[Predecessor]:
    """Return the earlier resolutions that `newer` may continue: the linked one first, then the others by score.

    At most one is linked: the newest of those that score near the best.
    """
    scored = []
    for older in earlier:
        if not _may_precede(newer, older):
            continue
        similarity, cited, shared = (
            _title_similarity(newer, older),
            older.symbol in newer.cited,
            _shared_words(newer, older),
        )
        if _is_another_subject(newer, older, similarity, cited=cited, shared=shared):
            continue
        score = _TITLE_WEIGHT * similarity + _CITED_WEIGHT * cited + _WORDS_WEIGHT * min(shared / _FULL_SHARE, 1.0)
        if score >= _POSSIBLE_SCORE:
            scored.append((score, older, _basis_words(similarity, shared, cited=cited)))
    if any(score >= _LINKED_SCORE and not _is_long_before(newer, older) for score, older, _ in scored):
        scored = [candidate for candidate in scored if not _is_long_before(newer, candidate[1])]
    best = max((score for score, _, _ in scored), default=0.0)
    near = [candidate for candidate in scored if candidate[0] >= max(_LINKED_SCORE, best - _NEAR_BEST)]
    chosen = max(near, key=lambda candidate: (candidate[1].adopted_on or dt.date.min, candidate[0]), default=None)
    ranked = [
        Predecessor(
            symbol=predecessor[1].symbol,
            score=round(predecessor[0], 3),
            linked=predecessor is chosen,
            basis=predecessor[2],
        )
        for predecessor in scored
    ]
    return sorted(ranked, key=lambda candidate: (not candidate.linked, -candidate.score, candidate.symbol))


def surely(newer: Text, earlier: Iterable[Text]) -> str | None:
    """Return the symbol of the predecessor if the titles alone decide it, without a comparison of the words; else None.

    It is the newest text of the same title, unless another text of that title is near it in time, or it is too old.
    """
    same_title = [text for text in earlier if _may_precede(newer, text) and text.stem and text.stem == newer.stem]
    same_title.sort(key=lambda text: (text.adopted_on or dt.date.min, text.symbol))
    if not same_title:
        return None
    newest_date = same_title[-1].adopted_on or dt.date.min
    if newer.adopted_on is None or newer.adopted_on - newest_date > LONG:
        return None
    return (
        None
        if any(text.adopted_on and newest_date - text.adopted_on < _STRAND_GAP for text in same_title[:-1])
        else same_title[-1].symbol
    )


def like_titles(text: Text, other: Text) -> bool:
    """Whether two titles are of one subject."""
    return bool(text.stem and other.stem) and fuzz.token_sort_ratio(text.stem, other.stem) >= ALIKE * 100


def _may_precede(newer: Text, older: Text) -> bool:
    if newer.body != older.body or older.symbol == newer.symbol:
        return False
    return older.adopted_on is not None and newer.adopted_on is not None and older.adopted_on < newer.adopted_on


def _is_long_before(newer: Text, older: Text) -> bool:
    if newer.adopted_on is None or older.adopted_on is None:
        return False
    return newer.adopted_on - older.adopted_on > LONG


def _title_similarity(newer: Text, older: Text) -> float:
    """Return how alike two titles are, from 0 to 1; without titles, how alike the subjects and situations are."""
    if newer.stem and older.stem:
        if newer.stem == older.stem:
            return 1.0
        ratio = fuzz.token_sort_ratio(newer.stem, older.stem) / 100
        return ratio if ratio >= ALIKE else 0.0
    same_situation = newer.situation is not None and newer.situation == older.situation
    if newer.subjects & older.subjects and (same_situation or older.symbol in newer.cited):
        return _SAME_SUBJECT
    return _SAME_SITUATION if same_situation else 0.0


def _shared_words(newer: Text, older: Text) -> float:
    """Return which share of the shingles of the shorter text the other text has too, from 0 to 1."""
    shorter = min(len(newer.shingles), len(older.shingles))
    return len(newer.shingles & older.shingles) / shorter if shorter else 0.0


def _is_another_subject(newer: Text, older: Text, similarity: float, *, cited: bool, shared: float) -> bool:
    """Whether two texts look alike but are of different subjects."""
    if _is_long_before(newer, older):
        return not cited or shared < _FOUNDING_SHARE
    if cited or similarity == 1.0:
        return False
    if not newer.title and not older.title and newer.situation != older.situation:
        return True  # the texts of different regimes share a template
    newer_names, older_names = (set(_PROPER.findall(text.title or "")) for text in (newer, older))
    return bool(newer_names - older_names) and bool(older_names - newer_names)


def _basis_words(similarity: float, shared: float, *, cited: bool) -> str:
    reasons = []
    if similarity == 1.0:
        reasons.append("same title")
    elif similarity >= ALIKE:
        reasons.append("like title")
    elif similarity > 0:
        reasons.append("same subject")
    if cited:
        reasons.append("named in the text")
    if shared >= 0.05:  # less is coincidence
        reasons.append(f"{shared:.0%} of the words")
    return ", ".join(reasons)
