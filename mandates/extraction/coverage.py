"""Sessions that a paragraph names and no mandate of it is due at: reported, so that none is missed in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mandates.model import Mandate, ParagraphKind, Problem, Resolution

#: "at its seventy-third session", "at the 2016 session of the Council", "for its second regular session".
_SESSION = re.compile(
    r"\b(?:at|during|for|by|before|to|until)\s+(?:its|the|their|his)\s+(?:[\w-]+\s+){0,5}?[\w-]+(?:th|st|nd|rd)\b"
    r"(?:\s*(?:,|and|or|to)\s*(?:its\s+)?(?:[\w-]+(?:th|st|nd|rd)))*\s+(?:[a-z]+\s+){0,2}?sessions?\b",
    re.IGNORECASE,
)


def unread_sessions(resolution: Resolution, mandates: Iterable[Mandate]) -> Iterator[Problem]:
    """Yield a problem for each directive paragraph that names a session where no mandate has a due or a reason why."""
    read: dict[str, bool] = {}
    for mandate in mandates:
        explained = bool(mandate.due) or any(reason.startswith("due.") for reason in mandate.reasons)
        read[mandate.text] = read.get(mandate.text, False) or explained
    for paragraph in resolution.paragraphs:
        if paragraph.kind is not ParagraphKind.OPERATIVE or read.get(paragraph.text, True):
            continue
        session = _SESSION.search(paragraph.text)
        if session is not None:
            yield Problem(
                "due.session_not_read",
                f"{resolution.symbol}#{paragraph.label}",
                f"'{session[0]}' is named here, but no mandate was read as due then: check the paragraph",
            )
