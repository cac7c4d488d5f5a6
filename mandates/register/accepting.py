"""Marking many items as reported, each with its own document and date, as one change: all or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mandates.domain.commands import Report
from mandates.domain.errors import MandatesError
from mandates.domain.kinds import MatchState
from mandates.domain.match import Match, Proposal
from mandates.register import replaced_requests, track
from mandates.register.references import find_obligation
from mandates.register.track import Changed, Outcome
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import locks


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One obligation to be marked as reported.

    Attributes:
        place: its place in the user's input, for error messages: ``row 12``.
        replaces: earlier requests that the report shows to have ended, as they were shown to the user.
    """

    reference: str
    report: Report
    place: str | None = None
    replaces: tuple[str, ...] = ()


def mark_all(work: UnitOfWork, marks: Sequence[Mark]) -> Outcome:
    """Mark obligations as reported, all or none; one that has the same evidence already stays unchanged.

    Raises:
        MandatesError: what `track.apply` raises, with the place of the mark that cannot be applied.
    """
    locks.many(work.connection)
    changed: list[Changed] = []
    replaced: dict[int, set[str]] = {}
    for mark in marks:
        try:
            row = find_obligation(work.connection, mark.reference, work.day)
            if mark.replaces:
                replaced.setdefault(row.mandate_id, set()).update(mark.replaces)
            if _has(row.evidence, mark.report):
                changed.append(Changed(reference=row.reference, before={}, after={}))
                continue
            outcome = track.apply(work, mark.report, track.Named(references=(mark.reference,)))
        except MandatesError as error:
            if mark.place is None:
                raise
            raise type(error)(f"{mark.place}: {error.reason}", error.remedy) from error
        changed += outcome.changed
    confirmed = (
        replaced_requests.confirm(work, replaced, reason="a report on the newer one was accepted") if replaced else ()
    )
    return Outcome(changed=tuple(changed), confirmed=confirmed, change=work.change_id)


def _has(evidence: Sequence[Mapping[str, Any]], report: Report) -> bool:
    """Return whether a document is evidence already: by its symbol, or by its address and title."""
    if report.document is not None:
        return any(piece["document"] == report.document for piece in evidence)
    address_and_title = (report.url, report.note)
    return any(piece["document"] is None and (piece["url"], piece["note"]) == address_and_title for piece in evidence)


def mark_of(proposal: Proposal, match: Match, *, today: dt.date) -> Mark:
    """Return the mark that accepts a match."""
    document = proposal.document
    day = document.dated_on
    report = Report(
        document=document.symbol,
        on=day if day is not None and day <= today else None,
        note=None if document.symbol else document.title,
        url=document.url,
        partial=match.partial,
        additional=True,
    )
    return Mark(reference=match.reference, report=report, replaces=match.replaces)


def open_matches(proposal: Proposal) -> list[Match]:
    """Return the matches of a document that nobody has accepted or rejected yet."""
    return [match for match in proposal.matches if match.state is MatchState.PROPOSED]
