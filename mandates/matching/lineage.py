"""Which earlier resolution a resolution continues: by title, by what it cites, and by its words.

Three features are added up, each with the weight it earned on pairs read by hand: how alike the titles are, whether the
newer text names the older one, and how much of the operative text they share. The newest of those near the best is the
predecessor. Templates are full of traps: texts of one day are siblings, another proper noun in the title is another
subject, a founding text of long ago has the title of those that follow it up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

#: What a like title, a citation and shared words weigh; shared words count in full from this share on.
_TITLE, _CITED, _WORDS, _ENOUGH = 1.2, 0.6, 1.0, 0.5
#: Of the best: what is within this of it is as good. Below `_LEAST` nothing is linked, below `_POSSIBLE` not proposed.
_NEAR, _LEAST, _POSSIBLE = 0.35, 1.2, 0.8
#: Titles less alike than this, of 1, are of another subject.
ALIKE = 0.8
#: Longer than a chain goes without a new text, unless words show that it is one; and longer than any does.
LONG = dt.timedelta(days=6 * 366)
LONGEST = 2 * LONG
#: What has the same title so much later may still ask for the same in the same words, though no chain goes on.
FARTHEST = dt.timedelta(days=20 * 366)
#: Texts under one title that are nearer to each other than this may be of two strands.
_STRANDS = dt.timedelta(days=300)
#: So much of the words shows that a text continues an old one; founding texts have less in common with what follows.
_SHARED = 0.4
#: What stands for a like title where there is none: the same thing extended, or the same situation.
_SAME_SUBJECT, _SAME_SITUATION = 0.6, 0.2
#: How many words in a row make a shingle.
_SHINGLE = 6

_STEM_OUT = re.compile(
    r"\b(?:the|a|an|of|on|for|and|in|to|its|draft|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|\w+(?:ieth|teenth|tieth|-first|-second|-third|-fourth|-fifth|-sixth|-seventh|-eighth|-ninth)|\d[\w/().]*|[a-z])\b"
)
_NOT_LETTERS = re.compile(r"[^a-z\s]+")
_WORD = re.compile(r"[a-z]{2,}")
_PROPER = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


@dataclass(frozen=True)
class Text:
    """A resolution as far as its place in a series goes.

    Attributes:
        cited: symbols that it names. operative: the words of its operative paragraphs.
        subjects: what it extends or ends, by the names in these clauses; the situation it is about.
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
        """The runs of words in its operative paragraphs."""
        found: set[tuple[str, ...]] = set()
        for one in self.operative:
            words = _WORD.findall(one.casefold())
            found.update(zip(*(words[i:] for i in range(_SHINGLE)), strict=False))
        return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """An earlier resolution that a resolution may continue.

    Attributes:
        linked: whether it surely does; else a person is to judge. basis: what speaks for it, in words.
    """

    symbol: str
    score: float
    linked: bool
    basis: str


def stem(title: str) -> str:
    """Return what two titles of one series share: words in order, without ordinals, numbers, years and small words."""
    head = title.partition(":")[0] if title.find(":") > _ENOUGH_OF_TITLE else title
    plain = _STEM_OUT.sub(" ", head.casefold())
    return " ".join(_NOT_LETTERS.sub(" ", plain).split())


#: A colon so early does not end what the title is about: "Peace: ..."
_ENOUGH_OF_TITLE = 15


def predecessors(newer: Text, earlier: Iterable[Text]) -> list[Predecessor]:
    """Return the earlier resolutions that one may continue, the likeliest first; of those linked the newest."""
    scored = []
    for older in earlier:
        if not _may_precede(newer, older):
            continue
        title, cited, shared = _title(newer, older), older.symbol in newer.cited, _shared(newer, older)
        if _another_subject(newer, older, title, cited=cited, shared=shared):
            continue
        score = _TITLE * title + _CITED * cited + _WORDS * min(shared / _ENOUGH, 1.0)
        if score >= _POSSIBLE:
            scored.append((score, older, _basis(title, shared, cited=cited)))
    if any(score >= _LEAST and not _is_long_before(newer, older) for score, older, _ in scored):
        scored = [one for one in scored if not _is_long_before(newer, one[1])]
    best = max((score for score, _, _ in scored), default=0.0)
    near = [one for one in scored if one[0] >= max(_LEAST, best - _NEAR)]
    chosen = max(near, key=lambda one: (one[1].adopted_on or dt.date.min, one[0]), default=None)
    found = [
        Predecessor(symbol=one[1].symbol, score=round(one[0], 3), linked=one is chosen, basis=one[2]) for one in scored
    ]
    return sorted(found, key=lambda one: (not one.linked, -one.score, one.symbol))


def surely(newer: Text, earlier: Iterable[Text]) -> str | None:
    """Return the predecessor that titles tell without a look at the words; None where they do not.

    The newest of the same title is it where no other of that title is near; a founding text of long ago is none.
    """
    same = [one for one in earlier if _may_precede(newer, one) and one.stem and one.stem == newer.stem]
    same.sort(key=lambda one: (one.adopted_on or dt.date.min, one.symbol))
    if not same:
        return None
    last = same[-1].adopted_on or dt.date.min
    if newer.adopted_on is None or newer.adopted_on - last > LONG:
        return None
    return None if any(one.adopted_on and last - one.adopted_on < _STRANDS for one in same[:-1]) else same[-1].symbol


def like_titles(one: Text, other: Text) -> bool:
    """Whether two titles are of one subject."""
    return bool(one.stem and other.stem) and fuzz.token_sort_ratio(one.stem, other.stem) >= ALIKE * 100


def _may_precede(newer: Text, older: Text) -> bool:
    if newer.body != older.body or older.symbol == newer.symbol:
        return False
    return older.adopted_on is not None and newer.adopted_on is not None and older.adopted_on < newer.adopted_on


def _is_long_before(newer: Text, older: Text) -> bool:
    if newer.adopted_on is None or older.adopted_on is None:
        return False
    return newer.adopted_on - older.adopted_on > LONG


def _title(newer: Text, older: Text) -> float:
    """Return how alike two titles are, from 0 to 1; where there are none, what they extend and are about."""
    if newer.stem and older.stem:
        if newer.stem == older.stem:
            return 1.0
        ratio = fuzz.token_sort_ratio(newer.stem, older.stem) / 100
        return ratio if ratio >= ALIKE else 0.0
    same = newer.situation is not None and newer.situation == older.situation
    if newer.subjects & older.subjects and (same or older.symbol in newer.cited):
        return _SAME_SUBJECT
    return _SAME_SITUATION if same else 0.0


def _shared(newer: Text, older: Text) -> float:
    """Return the share of the words of the shorter of two texts that the other has."""
    least = min(len(newer.shingles), len(older.shingles))
    return len(newer.shingles & older.shingles) / least if least else 0.0


def _another_subject(newer: Text, older: Text, title: float, *, cited: bool, shared: float) -> bool:
    """Whether two texts only look alike."""
    if _is_long_before(newer, older):
        return not cited or shared < _SHARED
    if cited or title == 1.0:
        return False
    if not newer.title and not older.title and newer.situation != older.situation:
        return True  # one regime is written from the template of another
    mine, theirs = (set(_PROPER.findall(one.title or "")) for one in (newer, older))
    return bool(mine - theirs) and bool(theirs - mine)


def _basis(title: float, shared: float, *, cited: bool) -> str:
    said = []
    if title == 1.0:
        said.append("same title")
    elif title >= ALIKE:
        said.append("like title")
    elif title > 0:
        said.append("same subject")
    if cited:
        said.append("named in the text")
    if shared >= 0.05:  # less is chance
        said.append(f"{shared:.0%} of the words")
    return ", ".join(said)
