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

#: Authors who transmit documents that others have written.
_TRANSMITTERS = frozenset({"Secretary-General", "Secretariat"})
_WEIGHTS = {"owner": 0.25, "recipient": 0.15, "asks": 0.2, "words": 0.25, "due": 0.15}
_WITHIN_PENALTY = 0.15
#: The factor for `Features.asks` where the document calls itself something that the request does not ask for.
_OTHER_FORM_FACTOR = 0.5
#: What is added for a recurring request and a document that says which period it covers.
_PERIODIC_BONUS = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """How well a request fits a document in each respect, from 0 to 1.

    Attributes:
        owner: whether the author is the party that is asked. recipient: whether the document's organ is to receive it.
        asks: whether the request asks for a report. words: how far its words are those of the document. due: how near
            its due date is. within: whether it asks for a part of another report. periodic: whether it recurs and the
            document says which period it covers or which number in the series it has.
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
        """The weighted sum of the features, with `_PERIODIC_BONUS` and `_WITHIN_PENALTY`, limited to 0 to 1."""
        total: float = sum(weight * getattr(self, name) for name, weight in _WEIGHTS.items())
        total += _PERIODIC_BONUS if self.periodic else 0.0
        return min(max(total - (_WITHIN_PENALTY if self.within else 0.0), 0.0), 1.0)


def features(
    document: IssuedDocument,
    request: Request,
    weights: Weights,
    *,
    words: tuple[str, ...],
    title_words: tuple[str, ...],
    due: float,
    bodies: Collection[str] | None = None,
) -> Features:
    """Return how well `request` fits `document`.

    Args:
        words: the words of the document. title_words: those of its title and of the sentence that names the resolution.
        due: how near the due date of the request is, from 0 to 1. bodies: the organs that the document is for, if they
            have been computed already.
    """
    text = " ".join((request.clause, *request.items))
    clause = words_of(text)
    return Features(
        owner=_owner(document, request),
        recipient=_recipient(request, forums(document) if bodies is None else bodies),
        asks=clauses.asks_for_report(request)
        * (_OTHER_FORM_FACTOR if clauses.asks_for_other(text, document.form or "") else 1.0),
        words=0.4 * weights.covered(clause, words) + 0.6 * weights.covered(weights.known(title_words), clause),
        due=due,
        within=clauses.is_within(request.clause),
        periodic=bool(document.period or document.ordinal)
        and any(occurrence.every for occurrence in request.occurrences),
    )


def document_words(document: IssuedDocument, ground: str = "") -> tuple[str, ...]:
    """Return the words of a document's title and beginning, and of `ground`: the sentence that names the resolution."""
    return words_of(f"{without_author(document.title or '')} {ground} {document.opening[:1500]}")


def _owner(document: IssuedDocument, request: Request) -> float:
    author = document.author
    if author is None or not request.owners:
        return 0.5
    if clauses.is_extension(request.clause):
        return 0.8  # the request that is extended says who is to report
    if request.deliverable == "review" and set(request.owners) & set(forums(document)):
        return 0.7  # a document prepared for the organ's own review
    names = [name.lower() for name in request.owners]
    if document.kind is DocumentKind.NOTE and not document.opening:  # only the title can say whose report it transmits
        return 0.8 if any(name in (document.title or "").lower() for name in names if name != author.lower()) else 0.5
    author_name = author.lower()
    if any(author_name in name or name in author_name for name in names):
        return 1.0
    author_words = set(words_of(author))
    if any(
        author_words and len(author_words & set(words_of(name))) >= min(2, len(author_words)) for name in request.owners
    ):
        return 0.9
    if author in _TRANSMITTERS and any(_is_of_secretariat(name) for name in request.owners):
        return 0.9  # a department reports through the Secretary-General
    opening = document.opening.lower()
    if document.kind in (DocumentKind.NOTE, DocumentKind.LETTER):
        return 0.8 if any(name in opening for name in names) else 0.3  # transmits the report of another
    if author == "Secretariat" and any("secretary-general" in name for name in names):
        return 0.7
    return 0.4 if author in _TRANSMITTERS and any(name.startswith("united nations") for name in names) else 0.0


@functools.lru_cache(maxsize=4096)
def _is_of_secretariat(name: str) -> bool:
    """Whether a party is a department or an office of the Secretariat."""
    key = entities.resolve(name)
    entity = entities.entity(key) if key is not None else None
    return entity is not None and entity.parent == "secretariat"


@functools.lru_cache(maxsize=4096)
def _adopted_by(symbol: str) -> str | None:
    try:
        return Symbol.parse(symbol).body
    except UsageError:
        return None


def _recipient(request: Request, forum_bodies: Collection[str]) -> float:
    bodies = set(forum_bodies)
    recipients = set(request.recipients) | {
        occurrence.due_body for occurrence in request.occurrences if occurrence.due_session and occurrence.due_body
    }
    if not bodies:
        return 0.5
    if not recipients:
        return 0.9 if _adopted_by(request.resolution) in bodies else 0.5
    if recipients & bodies:
        return 1.0
    return 0.3 if any(body in name or name in body for body in bodies for name in recipients) else 0.0
