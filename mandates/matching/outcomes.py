"""What becomes of an item that a later resolution asks for anew, by its kind: proposed, for a person to agree.

An item of the agenda was taken up when the later resolution was adopted under it. A report that was due by then was
probably made: the later text takes note of it, and a footnote gives its symbol. What was not due yet has a new date.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mandates import lexicon
from mandates.domain.kinds import Becomes
from mandates.reference.series import forum_of

_REPORTS = frozenset({"report", "briefing"})
_SYMBOL = re.compile(r"\b[AES](?:/[A-Z][A-Za-z.]*)*/\d[\w/.]*(?:-[AES]/\d[\w/.]*)?")
#: So many words of a name say who it is.
_OWNER_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected by the older resolution.

    Attributes:
        recurs: whether it is one of a recurrence. lasts: whether it is an end, "until" which something lasts.
        body, session: where it is due.
    """

    deliverable: str
    recurs: bool
    lasts: bool
    body: str
    session: str | None
    opens_on: dt.date | None
    due_on: dt.date | None
    owners: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """The resolution that asks for it anew.

    Attributes:
        noted: the reports that its text takes note of: their symbols, and the words.
    """

    symbol: str
    body: str
    session: str | None
    adopted_on: dt.date
    noted: Sequence[tuple[str, str]]


class Outcome(NamedTuple):
    """What is proposed for an item.

    Attributes:
        documents: the one that settles it; of several that may have, all. words: those of the newer text.
    """

    becomes: Becomes
    documents: tuple[str, ...] = ()
    words: str | None = None


def outcome(expected: Expected, newer: Newer) -> Outcome:
    """Return what becomes of an item that is asked for anew."""
    if expected.recurs:
        return Outcome(Becomes.STOPS)
    if expected.due_on is None or expected.lasts:
        return Outcome(Becomes.RENEWED)
    passed = expected.due_on <= newer.adopted_on or _at_or_before(expected, newer)
    if expected.deliverable == "agenda_item":
        if _at(expected, newer):
            return Outcome(Becomes.IMPLEMENTED, (newer.symbol,))
        return Outcome(Becomes.RENEWED if passed else Becomes.SUPERSEDED)
    if expected.deliverable not in _REPORTS:
        return Outcome(Becomes.RENEWED if passed else Becomes.SUPERSEDED)
    if not passed:
        return Outcome(Becomes.SUPERSEDED)
    found = {symbol: words for symbol, words in newer.noted if _may_be(symbol, words, expected)}
    if len(found) == 1:
        ((symbol, words),) = found.items()
        return Outcome(Becomes.REPORTED, (symbol,), words)
    return Outcome(Becomes.DELIVERED, tuple(found))


def noted(paragraphs: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> list[tuple[str, str]]:
    """Return the symbols of the reports that paragraphs take note of, in their words or footnotes, with these words."""
    found = []
    for text, footnotes in paragraphs:
        match = _noted().search(text)
        if match is not None:
            said = " ".join([text, *(note[1] for note in footnotes)])
            found += [(symbol.rstrip("."), text) for symbol in _SYMBOL.findall(said)]
    return found


@functools.cache
def _noted() -> re.Pattern[str]:
    return re.compile(lexicon.load("matching")["noted"], re.IGNORECASE | re.DOTALL)


def _at(expected: Expected, newer: Newer) -> bool:
    """Whether the newer resolution was adopted at the session at which the item was due."""
    return expected.session is not None and (expected.body, expected.session) == (newer.body, newer.session)


def _at_or_before(expected: Expected, newer: Newer) -> bool:
    if expected.session is None or newer.session is None or expected.body != newer.body:
        return False
    if expected.session.isdecimal() and newer.session.isdecimal():
        return int(expected.session) <= int(newer.session)
    return expected.session == newer.session


def _may_be(symbol: str, words: str, expected: Expected) -> bool:
    """Whether a report may be the one that was expected: of its session, and of its author."""
    body, session = forum_of(symbol)
    if body is not None and body != expected.body:
        return False
    if expected.session is not None and session is not None and str(session) != expected.session:
        return False
    said = words.casefold()
    return not expected.owners or any(_named(owner, said) for owner in expected.owners)


def _named(owner: str, said: str) -> bool:
    """Whether a party is named in words, by the first words of its name."""
    head = " ".join(owner.casefold().replace("-", " ").split()[:_OWNER_WORDS])
    short = head.removesuffix(" of the").removesuffix(" of")
    return short in said.replace("-", " ")
