"""What speaks for a document being what a request asks for: who, to whom, what, and in which words."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass

from mandates.domain.errors import UsageError
from mandates.domain.issued import IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.match import Request
from mandates.domain.symbols import Symbol
from mandates.matching import clauses
from mandates.matching.occurrences import forums
from mandates.matching.words import Weights, without_author, words_of
from mandates.reference import entities

#: What a request asks for where it is read as a report, and what a report may be besides.
REPORTS = frozenset({"report", "briefing"})
#: Who sends what others write.
_SENDS = frozenset({"Secretary-General", "Secretariat"})
_WEIGHTS = {"owner": 0.25, "recipient": 0.15, "asks": 0.2, "words": 0.25, "due": 0.15}
_WITHIN = 0.15
#: What remains of how surely a report is asked for, where the document calls itself something else.
_OTHER = 0.5
#: What is asked for again and again goes with a document that says which time it covers.
_PERIODIC = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """How much speaks for a request, each from 0 to 1.

    Attributes:
        owner: the author is who is asked. recipient: the organ is who is to receive it. asks: it asks for a report.
        words: its words are the document's. due: its day is near. within: it asks for a part of another report.
        periodic: it asks again and again, and the document says which time it covers or the how-manieth it is.
    """

    owner: float
    recipient: float
    asks: float
    words: float
    due: float
    within: bool
    periodic: bool = False

    @property
    def score(self) -> float:
        """All together, from 0 to 1."""
        total: float = sum(weight * getattr(self, name) for name, weight in _WEIGHTS.items())
        total += _PERIODIC if self.periodic else 0.0
        return min(max(total - (_WITHIN if self.within else 0.0), 0.0), 1.0)


def features(
    document: IssuedDocument,
    request: Request,
    weights: Weights,
    *,
    words: tuple[str, ...],
    told: tuple[str, ...],
    due: float,
    bodies: Collection[str] | None = None,
) -> Features:
    """Return what speaks for `request`.

    Args:
        words: the document's. told: those of its title and of the sentence that names the resolution. due: how near the
            day of the request is. bodies: whom the document is for, where that is at hand.
    """
    said = " ".join((request.clause, *request.items))
    clause = words_of(said)
    return Features(
        owner=_owner(document, request),
        recipient=_recipient(request, forums(document) if bodies is None else bodies),
        asks=clauses.asks_for_report(request) * (_OTHER if clauses.asks_for_other(said, document.form or "") else 1.0),
        words=0.4 * weights.covered(clause, words) + 0.6 * weights.covered(weights.known(told), clause),
        due=due,
        within=clauses.is_within(request.clause),
        periodic=bool(document.period or document.ordinal) and any(one.every for one in request.occurrences),
    )


def document_words(document: IssuedDocument, ground: str = "") -> tuple[str, ...]:
    """Return the words of a document's title and beginning, and of the sentence that names what it answers."""
    return words_of(f"{without_author(document.title or '')} {ground} {document.opening[:1500]}")


def _owner(document: IssuedDocument, request: Request) -> float:
    author = document.author
    if author is None or not request.owners:
        return 0.5
    if clauses.is_extension(request.clause):
        return 0.8  # who is to report is said in what is extended
    if request.deliverable == "review" and set(request.owners) & set(forums(document)):
        return 0.7  # what is prepared for the organ's own review
    names = [name.lower() for name in request.owners]
    if (
        document.kind is DocumentKind.NOTE and not document.opening
    ):  # whose report is sent on, its title says or nothing
        return 0.8 if any(name in (document.title or "").lower() for name in names if name != author.lower()) else 0.5
    low = author.lower()
    if any(low in name or name in low for name in names):
        return 1.0
    mine = set(words_of(author))
    if any(mine and len(mine & set(words_of(name))) >= min(2, len(mine)) for name in request.owners):
        return 0.9
    if author in _SENDS and any(_is_of_secretariat(name) for name in request.owners):
        return 0.9  # a department reports through the Secretary-General
    opening = document.opening.lower()
    if document.kind in (DocumentKind.NOTE, DocumentKind.LETTER):
        return 0.8 if any(name in opening for name in names) else 0.3  # the report of another that is sent on
    if author == "Secretariat" and any("secretary-general" in name for name in names):
        return 0.7
    return 0.4 if author in _SENDS and any(name.startswith("united nations") for name in names) else 0.0


@functools.lru_cache(maxsize=4096)
def _is_of_secretariat(name: str) -> bool:
    """Whether a party is a department or an office of the Secretariat."""
    key = entities.resolve(name)
    found = entities.entity(key) if key is not None else None
    return found is not None and found.parent == "secretariat"


@functools.lru_cache(maxsize=4096)
def _adopted_by(symbol: str) -> str | None:
    try:
        return Symbol.parse(symbol).body
    except UsageError:
        return None


def _recipient(request: Request, forum: Collection[str]) -> float:
    bodies = set(forum)
    named = set(request.recipients) | {one.due_body for one in request.occurrences if one.due_session and one.due_body}
    if not bodies:
        return 0.5
    if not named:
        return 0.9 if _adopted_by(request.resolution) in bodies else 0.5
    if named & bodies:
        return 1.0
    return 0.3 if any(body in name or name in body for body in bodies for name in named) else 0.0
