"""What a resolution is about and which of its mandates prolong or end something: read once, to be kept as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mandates.domain.due import DueKind
from mandates.domain.extended import Extended
from mandates.domain.kinds import MandateClass
from mandates.domain.mandate import Mandate, Reading
from mandates.domain.resolution import ParagraphKind
from mandates.extraction.extensions import extended
from mandates.extraction.situations import situation

#: The body whose resolutions have no title; their subject is determined from their words.
_UNTITLED = "Security Council"
_EXTENSION = "extension"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """What a resolution says about how long things last.

    Attributes:
        situation: the situation that a resolution of the Security Council mentions most; None if it names none, and for
            other bodies.
        extended: what a mandate extends or ends, by its index in `Reading.mandates`; only mandates that do so.
    """

    situation: str | None = None
    extended: Mapping[int, Extended] = field(default_factory=dict)


def lifecycle(reading: Reading) -> Lifecycle:
    """Return the situation of a resolution, and what its mandates extend or end."""
    resolution = reading.resolution
    texts = [paragraph.text for paragraph in resolution.paragraphs if paragraph.kind is not ParagraphKind.ANNEX]
    extensions: dict[int, Extended] = {}
    for index, mandate in enumerate(reading.mandates):
        if mandate.class_ != MandateClass.MANDATE:
            continue  # an intention or expectation of an organ prolongs nothing
        times = _ends(mandate)
        if not times and mandate.deliverable != _EXTENSION:
            continue
        extension = extended(mandate.clause, times, _text_before(mandate.clause, texts))
        if extension is not None:
            extensions[index] = extension
    situation_name = situation(texts) if resolution.body == _UNTITLED else None
    return Lifecycle(situation=situation_name, extended=extensions)


def _ends(mandate: Mandate) -> list[str]:
    """Return the phrases that say until when a mandate lasts, one for each date; none if the mandate recurs, as then
    they end the recurrence.
    """
    if any(due.kind is DueKind.RECURRING for due in mandate.due):
        return []
    ends = [due for due in mandate.due if due.kind is DueKind.UNTIL]
    days = [due.date for due in ends]
    return [due.phrase for i, due in enumerate(ends) if due.date is None or due.date not in days[:i]]


def _text_before(clause: str, texts: Sequence[str]) -> str:
    """Return the text before `clause` in the first of `texts` that contains it; empty if none does."""
    text = next((text for text in texts if clause in text), "")
    return text[: text.find(clause)] if text else ""
