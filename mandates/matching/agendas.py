"""Which decisions to include an item an agenda answers: by the session, and by the title of the item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandates.domain.issued import AgendaEntry, IssuedDocument
from mandates.domain.kinds import MatchClass
from mandates.domain.match import Match, Occurrence, Proposal, Reason, Request, WhyNone
from mandates.matching.occurrences import forums
from mandates.matching.words import Weights, words_of

_QUOTED = re.compile(r"[“\"]([^”\"]{3,400})[”\"]")
#: Titles at least this much alike, from 0 to 1, are the same except for a word or so.
_SAME_TITLE = 0.8


def answer_agenda(document: IssuedDocument, requests: Sequence[Request]) -> Proposal:
    """Return the matches of an agenda with the decisions among `requests` to include an item that is on it."""
    sessions = {(body, session) for body, session in forums(document).items() if session is not None}
    weights = Weights([words_of(entry.title) for entry in document.entries])
    by_title = {words_of(entry.title): entry for entry in document.entries}
    matches: list[Match] = []
    for request in requests:
        for occurrence in request.occurrences:
            if (occurrence.due_body, occurrence.due_session) in sessions:
                matches += _matches(request, occurrence, by_title, weights)
    return Proposal(document=document, matches=tuple(matches), why_none=None if matches else WhyNone.NOTHING_NAMED)


def _matches(
    request: Request, occurrence: Occurrence, entries: dict[tuple[str, ...], AgendaEntry], weights: Weights
) -> Iterator[Match]:
    titles = _QUOTED.findall(request.clause)
    if not titles:
        return
    title_words = words_of(titles[-1])  # under the item entitled “...”, the sub-item entitled “...”
    entry, score = entries.get(title_words), 1.0
    if entry is None:
        nearest = max(entries, key=lambda words: weights.shared(words, title_words), default=())
        entry, score = entries.get(nearest), weights.shared(nearest, title_words)
    if entry is None or score < _SAME_TITLE:
        return
    reasons = [Reason.RESOLUTION_NOT_NAMED]
    if score < 1.0:
        reasons.append(Reason.TITLE_PARTLY)
    yield Match(
        obligation_id=occurrence.id,
        mandate_id=request.id,
        reference=occurrence.reference,
        resolution=request.resolution,
        label=request.label,
        match_class=MatchClass.LIKELY if score == 1.0 else MatchClass.POSSIBLE,
        score=round(score, 3),
        words=f"{entry.number}. {entry.title}",
        page=None,
        clause=request.clause,
        due_on=occurrence.due_on,
        days_late=None,
        reasons=tuple(reasons),
        additional=occurrence.settled,
    )
