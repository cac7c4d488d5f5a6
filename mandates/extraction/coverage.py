"""Sessions that a mandate's own words name and that were not read as its due: reported, so that none is missed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mandates.domain.mandate import Mandate
from mandates.domain.problems import Problem

#: "at its seventy-third session", "before the end of the main part of its seventy-first session".
_SESSION = re.compile(
    r"\b(?:at|during|for|by|before|to|until)\s+(?:[a-z]+\s+){0,3}?(?:(?:the\s+)?(?:main|first|second|resumed)\s+part\s+of\s+)?"
    r"(?:its|the|their|his)\s+(?:(?:next|resumed|annual|regular)\s+)?[a-z0-9-]{1,40}(?:th|st|nd|rd)"
    r"(?:,?\s+(?:(?:and|or|to)\s+)?(?:its\s+|the\s+)?[a-z0-9-]{1,40}(?:th|st|nd|rd))*\s+(?:[a-z]+\s+){0,2}?sessions?\b",
    re.IGNORECASE,
)


def names_session(clause: str) -> str | None:
    """Return the words by which `clause` names a session of a body as a time ("at its seventy-third session")."""
    session = _SESSION.search(clause) if "session" in clause else None
    return session[0] if session else None


def unread_sessions(mandates: Iterable[Mandate]) -> Iterator[Problem]:
    """Yield a problem for each mandate that names a session and has neither a due nor a reason why it has none."""
    for mandate in mandates:
        if mandate.due or any(reason.startswith("due.") for reason in mandate.reasons):
            continue
        session = names_session(mandate.clause)
        if session is not None:
            yield Problem(
                "due.session_not_read",
                mandate.reference,
                f"'{session}' is named, but no due was read from it: check the paragraph",
            )
