"""A resolution whole: its paragraphs in order, each with what follows from it. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from mandates.domain.problems import Problem
from mandates.domain.resolution import Paragraph, Resolution
from mandates.register import lists
from mandates.register.references import not_held
from mandates.schema.items import ObligationRow
from mandates.store import obligations, texts
from mandates.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with the obligations that follow from it, in their order."""

    paragraph: Paragraph
    items: Sequence[ObligationRow] = field(default=())


@dataclass(frozen=True, slots=True)
class WholeResolution:
    """A resolution as it is in force, with what follows from each paragraph on a day.

    Attributes:
        problems: those that its extraction found.
    """

    resolution: Resolution
    passages: Sequence[Passage]
    problems: Sequence[Problem]

    @property
    def items(self) -> list[ObligationRow]:
        """All obligations that follow from it."""
        return [row for passage in self.passages for row in passage.items]


def whole(connection: Connection, symbol: str, as_of: dt.date) -> WholeResolution:
    """Return a resolution of the register with what follows from it.

    Raises:
        UnknownReferenceError: it is not in the register; names the nearest.
    """
    from mandates.register.stored_extraction import stored_resolution  # noqa: PLC0415 - imports the extraction of texts

    row = texts.resolutions_of(connection, [symbol]).get(symbol)
    if row is None or not row.held:
        raise not_held(connection, symbol)
    head = texts.reading_by_id(connection, row.reading_id)
    resolution = stored_resolution(connection, row)
    paragraphs = texts.paragraphs_of(connection, row.reading_id)
    mandates = [mandate for mandate in texts.mandates_of(connection, row.id) if mandate.in_text]
    versions = texts.versions(connection, [mandate.version_id for mandate in mandates])
    of_paragraph = {
        text.id: text.paragraph_id
        for text in texts.paragraph_ids(connection, [version.paragraph_text_id for version in versions.values()])
    }
    paragraph_of = {mandate.id: of_paragraph[versions[mandate.version_id].paragraph_text_id] for mandate in mandates}
    listed = sorted(
        obligations.of_mandates(connection, list(paragraph_of), as_of), key=lambda listed_row: listed_row.sort_key
    )
    items: dict[int, list[ObligationRow]] = defaultdict(list)
    for obligation in lists.shown(connection, listed, as_of):
        items[paragraph_of[obligation.mandate_id]].append(obligation)
    passages = [
        Passage(paragraph, items.get(stored.paragraph_id, ()))
        for paragraph, stored in zip(resolution.paragraphs, paragraphs, strict=True)
    ]
    return WholeResolution(resolution, passages, [Problem(*problem) for problem in head.problems])
