"""Readings made from rows, of the register or prepared for it; and a new reading completed by what is stored."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mandates.domain.due import due_from_plain
from mandates.domain.mandate import Mandate, Reading, enacted_from_plain, part_from_plain
from mandates.domain.problems import Problem
from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind, Resolution, Span
from mandates.register.preparing import READ, Prepared
from mandates.store import texts
from mandates.store.engine import Connection
from mandates.store.states import parties_of
from mandates.store.texts import ParagraphRow, ReadingRow, ResolutionRow, VersionRow

#: Fields of a resolution that a copy of its text may lack although an earlier one had them, with their names.
_RESOLUTION_FIELDS = {
    "title": "title",
    "session": "session",
    "adopted_on": "date of adoption",
    "agenda_items": "agenda items",
    "draft_symbol": "draft symbol",
    "committee": "committee",
    "meeting": "meeting",
}


def stored_resolution(connection: Connection, row: ResolutionRow) -> Resolution:
    """Return a resolution with its text in force."""
    head = texts.reading_by_id(connection, row.reading_id)
    return _resolution(row, head, texts.paragraphs_of(connection, row.reading_id))


def stored(connection: Connection, symbol: str) -> Reading:
    """Return the extraction in force of a resolution in the register."""
    row = texts.resolutions_of(connection, [symbol])[symbol]
    head = texts.reading_by_id(connection, row.reading_id)
    paragraphs = texts.paragraphs_of(connection, row.reading_id)
    by_id = {paragraph_row.id: paragraph_row for paragraph_row in paragraphs}
    mandate_rows = [mandate_row for mandate_row in texts.mandates_of(connection, row.id) if mandate_row.in_text]
    versions = texts.versions(connection, [mandate_row.version_id for mandate_row in mandate_rows])
    mandates = []
    for mandate_row in mandate_rows:
        version = versions[mandate_row.version_id]
        paragraph = by_id.get(version.paragraph_text_id) or texts.paragraph_by_id(connection, version.paragraph_text_id)
        mandates.append(_mandate(mandate_row.reference, mandate_row.label, version, paragraph.text))
    problems = tuple(Problem(*problem) for problem in head.problems)
    return Reading(resolution=_resolution(row, head, paragraphs), mandates=tuple(mandates), problems=problems)


def prepared_reading(rows: Prepared) -> Reading:
    """Return the extraction that rows were prepared from; preparing it again gives the same rows."""
    row = ResolutionRow(0, rows.symbol, rows.sort_key, rows.body, True, 0, rows.extraction_digest)
    fields = {name: value for name, value in rows.reading.items() if name in ReadingRow._fields}
    head = ReadingRow(id=0, resolution_id=0, **fields)
    paragraphs = [ParagraphRow(id=0, paragraph_id=0, reading_id=0, **values) for values in rows.paragraphs]
    mandates = []
    for values in rows.mandates:
        version = VersionRow(id=0, mandate_id=0, paragraph_text_id=0, **{name: values[name] for name in READ})
        mandates.append(_mandate(values["reference"], values["label"], version, paragraphs[values["paragraph"]].text))
    problems = tuple(Problem(*problem) for problem in head.problems)
    return Reading(resolution=_resolution(row, head, paragraphs), mandates=tuple(mandates), problems=problems)


def completed(reading: Reading, earlier: Resolution) -> tuple[Reading, list[str]]:
    """Return an extraction completed by what an earlier, better copy of the text had, and the names of what was added.

    Fields of the resolution, page numbers, footnotes and sections of paragraphs with the same words are kept although
    this copy lacks them.
    """
    resolution = reading.resolution
    lacking = {
        name: getattr(earlier, name)
        for name in _RESOLUTION_FIELDS
        if getattr(earlier, name) and not getattr(resolution, name)
    }
    kept_names = [_RESOLUTION_FIELDS[name] for name in lacking]
    earlier_paragraphs: dict[tuple[ParagraphKind, str | None, str], deque[Paragraph]] = defaultdict(deque)
    for paragraph in earlier.paragraphs:  # paragraphs with the same words are matched in order
        earlier_paragraphs[paragraph.kind, paragraph.label, paragraph.text].append(paragraph)
    paragraphs = []
    filled: dict[str, str] = {}
    for paragraph in resolution.paragraphs:
        candidates = earlier_paragraphs.get((paragraph.kind, paragraph.label, paragraph.text))
        counterpart = candidates.popleft() if candidates else None
        missing: dict[str, Any] = {}
        for name, word in (("page", "page numbers"), ("footnotes", "footnotes"), ("section", "sections")):
            if counterpart is not None and getattr(counterpart, name) and not getattr(paragraph, name):
                missing[name] = getattr(counterpart, name)
                filled[name] = word
        paragraphs.append(replace(paragraph, **missing) if missing else paragraph)
    if not lacking and not filled:
        return reading, []
    completed_resolution = replace(resolution, **lacking, paragraphs=tuple(paragraphs))
    if "adopted_on" in lacking or "session" in lacking:  # dues are counted from these
        from mandates.extraction.extract import extract  # noqa: PLC0415 - only if texts are extracted again

        extracted = extract(completed_resolution)
        return replace(extracted, problems=reading.problems), [*kept_names, *filled.values()]
    return replace(reading, resolution=completed_resolution), [*kept_names, *filled.values()]


def _resolution(row: ResolutionRow, head: ReadingRow, paragraphs: Sequence[ParagraphRow]) -> Resolution:
    return Resolution(
        symbol=row.symbol,
        title=head.title,
        body=row.body,
        session=_session(head.session),
        adopted_on=head.adopted_on,
        agenda_items=tuple(head.agenda_items),
        draft_symbol=head.draft_symbol,
        committee=head.committee,
        meeting=head.meeting,
        source=head.source,
        paragraphs=tuple(_paragraph(paragraph) for paragraph in paragraphs),
        problems=tuple(Problem(*problem) for problem in head.problems),
    )


def _session(text: str | None) -> int | str | None:
    """Return a stored session in the form of the domain: an int for numbers, text for years and special sessions."""
    if text is None or not text.isdecimal() or len(text) == 4:
        return text
    return int(text)


def _paragraph(row: ParagraphRow) -> Paragraph:
    return Paragraph(
        kind=ParagraphKind(row.kind),
        text=row.text,
        label=row.label,
        numbered=bool(row.numbered),
        section=row.section,
        parent=row.parent,
        page=row.page,
        footnotes=tuple(Footnote(mark=mark, text=text) for mark, text in row.footnotes),
    )


def _mandate(reference: str, label: str, version: VersionRow, text: str) -> Mandate:
    return Mandate(
        reference=reference,
        label=label,
        text=text,
        clause=version.clause,
        clause_span=Span(version.clause_start, version.clause_end),
        verb=version.verb,
        verb_span=None if version.verb_start is None else Span(version.verb_start, version.verb_end or 0),
        reiterated=bool(version.reiterated),
        owners=parties_of(version.owners),
        partners=parties_of(version.partners),
        recipients=parties_of(version.recipients),
        deliverable=version.deliverable,
        due=tuple(due_from_plain(due) for due in version.dues),
        class_=version.mandate_class,
        parts=tuple(part_from_plain(part) for part in version.parts),
        enacted=enacted_from_plain(version.enacted),
        confidence=version.confidence,
        reasons=tuple(version.reasons),
    )
