"""What was not understood, reported so that none is missed: sessions that are no due, paragraphs without a verb."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from mandates.domain.mandate import Mandate
from mandates.domain.problems import Problem
from mandates.domain.resolution import ParagraphKind, Resolution
from mandates.lexicon.verbs import asking_without_mandate, finite_forms

#: "at its seventy-third session", "before the end of the main part of its seventy-first session".
_SESSION = re.compile(
    r"\b(?:(?:at|during|for|by|before|until)\s+(?:[a-z]+\s+){0,3}?|to\s+)(?:(?:the\s+)?(?:main|first|second|resumed)\s+part\s+of\s+)?"
    r"(?:its|the|their|his)\s+(?:(?:next|resumed|annual|regular)\s+)?(?!most\b|last\b|past\b)[a-z0-9-]{1,40}(?:th|st|nd|rd)(?!\s+(?:two|three|four|five|six|seven)\b)"
    r"(?:,?\s+(?:(?:and|or|to)\s+)?(?:its\s+|the\s+)?[a-z0-9-]{1,40}(?:th|st|nd|rd))*\s+(?:[a-z]+\s+){0,2}?sessions?\b",
    re.IGNORECASE,
)


_FIRST_WORD = re.compile(r"\W*([A-Z][a-z]+)\W+[A-Za-z]")
#: A first word that may be a verb in the third person.
_THIRD_PERSON = re.compile(r"(?!This|States)[A-Z][a-z]{2,}(?<!s)s")


def unread_verbs(
    resolution: Resolution, with_verb: Collection[int], with_mandates: Collection[int]
) -> Iterator[Problem]:
    """Yield a problem for each operative paragraph that seems to begin with a verb of the organ but has no clause.

    For example "Requeststhe Registrar to report", "Exhorts the parties to meet".

    Args:
        resolution: the whole resolution.
        with_verb: the indexes of the paragraphs that have a known verb.
        with_mandates: the indexes of the paragraphs that have a mandate.
    """
    for index, paragraph in enumerate(resolution.paragraphs):
        if paragraph.kind is not ParagraphKind.OPERATIVE or paragraph.parent is not None:
            continue
        word = _FIRST_WORD.match(paragraph.text)
        if word is None:
            continue
        first = word[1]
        if first.lower() in asking_without_mandate() and index not in with_mandates:
            where = f"{resolution.symbol}#{paragraph.label}"
            yield Problem("verb.not_read", where, f"begins with '{first}', which is read as no mandate: check it")
        if index in with_verb:
            continue
        is_glued = any(first.lower().startswith(form) and len(first) > len(form) for form in finite_forms())
        if is_glued or _THIRD_PERSON.fullmatch(first):
            where = f"{resolution.symbol}#{paragraph.label}"
            is_known = first.lower() in finite_forms()  # but stands in a quotation
            why = "which is not read as its verb" if is_known else "no verb that is known"
            yield Problem("verb.not_read", where, f"begins with '{first}', {why}: check it")


def names_session(clause: str) -> str | None:
    """Return the words by which `clause` names a session of a body as a time ("at its seventy-third session")."""
    session = _SESSION.search(clause) if "session" in clause else None
    return session[0] if session else None


def unread_sessions(mandates: Iterable[Mandate]) -> Iterator[Problem]:
    """Yield a problem for each mandate that names a session but has neither a due nor a reason for having none."""
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
