"""Matches: which obligation an issued document answers, how certain that is, and why not more. Values only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mandates.domain.issued import IssuedDocument
from mandates.domain.kinds import MatchClass, MatchState


class Reason(StrEnum):
    """Why a match is not certain."""

    RESOLUTION_NOT_NAMED = "resolution.not_named"  # found by title, agenda item and session
    RESOLUTION_IN_TITLE = "resolution.in_title"  # named as a subject
    RESOLUTION_MENTIONED = "resolution.mentioned"  # mentioned, but not as the resolution that is answered
    RESOLUTION_RENEWED = "resolution.renewed"  # an earlier one is named, whose request this one renews
    RESOLUTION_SEVERAL = "resolution.several"  # several are named
    PARAGRAPH_NOT_NAMED = "paragraph.not_named"
    PARAGRAPH_SEVERAL = "paragraph.several"  # others of the resolution ask for a report too
    PARAGRAPH_NO_REPORT = "paragraph.no_report"  # it does not explicitly ask for a report
    PARAGRAPH_WITHIN_OTHER = "paragraph.within_other"  # asks for something to be included in a report
    OWNER_DIFFERS = "owner.differs"  # someone else is asked
    RECIPIENT_DIFFERS = "recipient.differs"  # another organ is to receive it
    DUE_UNDATED = "due.undated"  # no date to identify the occurrence
    DUE_FAR = "due.far"  # its day is far from the document's
    DUE_NONE = "due.none"  # no occurrence is near: the series had ended, or its extraction is wrong
    DUE_NO_DATE = "due.document_undated"  # the document has no date
    TITLE_PARTLY = "title.partly"  # the titles share words only
    TITLE_TWICE = "title.twice"  # two documents, or two requests, have the same title
    SETTLED = "settled.already"  # it is settled; this would be a further document
    AS_PARENT = "document.as_parent"  # only the document that it adds to or replaces says so
    PARTIAL = "document.partial"  # the document says that it is a part
    ASKS_TIME = "document.asks_time"


class WhyNone(StrEnum):
    """Why a document answers nothing here."""

    KIND = "kind"  # documents of this kind answer no request
    NOTHING_NAMED = "nothing.named"  # it names no resolution, and no title is near
    NOT_HELD = "not.held"  # the resolution it names is not in the register
    NO_REQUEST = "no.request"  # the resolution it names has no request that it could answer
    CORRIGENDUM = "corrigendum"  # it only corrects


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One obligation of a request.

    Attributes:
        id: the id of the obligation. reference: its reference, with ``@`` and the occurrence.
        due_body, due_session: the body and session at which it is due, if any. number: the position in the series of
            occurrences, from 1.
        documents: the documents that already answer it.
    """

    id: int
    reference: str
    due_on: dt.date | None = None
    opens_on: dt.date | None = None
    due_body: str | None = None
    due_session: str | None = None
    due_kind: str | None = None
    every: str | None = None
    number: int = 1
    settled: bool = False
    days_late: int | None = None
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A mandate that a document may answer, with its obligations.

    Attributes:
        id: the id of the mandate. reference: its reference, without ``@``. items: the texts of the list items, if the
            clause introduces a list.
    """

    id: int
    reference: str
    resolution: str
    label: str
    clause: str
    verb: str
    deliverable: str
    owners: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    title: str | None = None
    agenda_items: tuple[str, ...] = ()
    adopted_on: dt.date | None = None
    occurrences: tuple[Occurrence, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A match of a document with an obligation that it answers.

    Attributes:
        score: from 0 to 1. words, page: a quotation from the document, with its page. clause: the words of the request.
        reasons: what lowers the score. partial, additional: how the evidence would be recorded.
        replaces: earlier recurring requests that this one replaces: a report on it shows that they have ended.
    """

    obligation_id: int
    mandate_id: int
    reference: str
    resolution: str
    label: str
    match_class: MatchClass
    score: float
    words: str
    page: int | None
    clause: str
    due_on: dt.date | None = None
    days_late: int | None = None
    reasons: tuple[Reason, ...] = ()
    partial: bool = False
    additional: bool = False
    replaces: tuple[str, ...] = ()
    state: MatchState = MatchState.PROPOSED
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The suggested matches of one document.

    Attributes:
        names_unheld: resolutions that it answers and that are not in the register. why_none: why it has no match.
    """

    document: IssuedDocument
    matches: tuple[Match, ...] = ()
    names_unheld: tuple[str, ...] = ()
    why_none: WhyNone | None = None
