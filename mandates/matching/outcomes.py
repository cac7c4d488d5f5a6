"""What becomes of an item that a later resolution asks for anew, by its kind: proposed, for a person to agree.

An agenda item was taken up if the later resolution was adopted under it. A report that was due by then was probably
made: the later text takes note of it, and a footnote gives its symbol. An item that was not due yet has a new date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mandates import lexicon
from mandates.domain.deliverables import REPORTS
from mandates.domain.kinds import Becomes
from mandates.reference.series import forum_of

_SYMBOL = re.compile(r"\b[AES](?:/[A-Z][A-Za-z.]*)*/\d[\w/.]*(?:-[AES]/\d[\w/.]*)?")
#: The number of words of a name that suffice to recognize it.
_OWNER_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """An item that the older resolution asks for.

    Attributes:
        recurs: whether it belongs to a recurrence. lasts: whether its date is an end "until" which something lasts.
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
    """The later resolution that asks for the item anew.

    Attributes:
        noted: the reports that its text takes note of: the symbol of each, and the words of the paragraph.
    """

    symbol: str
    body: str
    session: str | None
    adopted_on: dt.date
    noted: Sequence[tuple[str, str]]


class Outcome(NamedTuple):
    """The suggested outcome of an item.

    Attributes:
        documents: the symbol of the document that settles it; all candidates if there are several. words: the words of
            the newer text that say so.
    """

    becomes: Becomes
    documents: tuple[str, ...] = ()
    words: str | None = None


def outcome(expected: Expected, newer: Newer) -> Outcome:
    """Return the suggested outcome of an item that `newer` asks for anew."""
    if expected.recurs:
        return Outcome(Becomes.STOPS)
    if expected.due_on is None or expected.lasts:
        return Outcome(Becomes.RENEWED)
    passed = expected.due_on <= newer.adopted_on or _is_due_by(expected, newer)
    if expected.deliverable == "agenda_item":
        if _is_due_at(expected, newer):
            return Outcome(Becomes.IMPLEMENTED, (newer.symbol,))
        return Outcome(Becomes.RENEWED if passed else Becomes.SUPERSEDED)
    if expected.deliverable not in REPORTS:
        return Outcome(Becomes.RENEWED if passed else Becomes.SUPERSEDED)
    if not passed:
        return Outcome(Becomes.SUPERSEDED)
    reports = {symbol: words for symbol, words in newer.noted if _may_be(symbol, words, expected)}
    if len(reports) == 1:
        ((symbol, words),) = reports.items()
        return Outcome(Becomes.REPORTED, (symbol,), words)
    return Outcome(Becomes.DELIVERED, tuple(reports))


def noted(paragraphs: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> list[tuple[str, str]]:
    """Return the reports that paragraphs take note of: the symbol of each, with the words of the paragraph.

    Args:
        paragraphs: the text and the footnotes of each; symbols are found in both.
    """
    reports = []
    for text, footnotes in paragraphs:
        match = _noted_pattern().search(text)
        if match is not None:
            words = " ".join([text, *(footnote[1] for footnote in footnotes)])
            reports += [(symbol.rstrip("."), text) for symbol in _SYMBOL.findall(words)]
    return reports


@lexicon.derived
def _noted_pattern() -> re.Pattern[str]:
    return re.compile(lexicon.load("matching")["noted"], re.IGNORECASE | re.DOTALL)


def _is_due_at(expected: Expected, newer: Newer) -> bool:
    """Whether the item was due at the session at which the newer resolution was adopted."""
    return expected.session is not None and (expected.body, expected.session) == (newer.body, newer.session)


def _is_due_by(expected: Expected, newer: Newer) -> bool:
    if expected.session is None or newer.session is None or expected.body != newer.body:
        return False
    if expected.session.isdecimal() and newer.session.isdecimal():
        return int(expected.session) <= int(newer.session)
    return expected.session == newer.session


def _may_be(symbol: str, words: str, expected: Expected) -> bool:
    """Whether a report may be the expected one: for the same session, and by an author that was asked."""
    body, session = forum_of(symbol)
    if body is not None and body != expected.body:
        return False
    if expected.session is not None and session is not None and str(session) != expected.session:
        return False
    text = words.casefold()
    return not expected.owners or any(_is_named(owner, text) for owner in expected.owners)


def _is_named(owner: str, text: str) -> bool:
    """Whether `text`, in lower case, names a party by the first words of its name."""
    prefix = " ".join(owner.casefold().replace("-", " ").split()[:_OWNER_WORDS])
    name = prefix.removesuffix(" of the").removesuffix(" of")
    return name in text.replace("-", " ")
