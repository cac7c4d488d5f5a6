"""Rows, of the register or made for it, as a reading again; and a new reading completed by what is stored."""

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

#: What a copy of a text may lack that an earlier one had: fields of a resolution, with a word for each.
_HEAD = {
    "title": "title",
    "session": "session",
    "adopted_on": "date of adoption",
    "agenda_items": "agenda items",
    "draft_symbol": "draft symbol",
    "committee": "committee",
    "meeting": "meeting",
}


def stored_resolution(connection: Connection, row: ResolutionRow) -> Resolution:
    """Return the text of a resolution as it is in force."""
    head = texts.reading_by_id(connection, row.reading_id)
    return _resolution(row, head, texts.paragraphs_of(connection, row.reading_id))


def stored(connection: Connection, symbol: str) -> Reading:
    """Return the reading in force of a resolution that the register has."""
    row = texts.resolutions_of(connection, [symbol])[symbol]
    head = texts.reading_by_id(connection, row.reading_id)
    paragraphs = texts.paragraphs_of(connection, row.reading_id)
    by_id = {one.id: one for one in paragraphs}
    mandates = [one for one in texts.mandates_of(connection, row.id) if one.in_text]
    versions = texts.versions(connection, [one.version_id for one in mandates])
    found = []
    for one in mandates:
        version = versions[one.version_id]
        paragraph = by_id.get(version.paragraph_text_id) or texts.paragraph_by_id(connection, version.paragraph_text_id)
        found.append(_mandate(one.reference, one.label, version, paragraph.text))
    problems = tuple(Problem(*one) for one in head.problems)
    return Reading(resolution=_resolution(row, head, paragraphs), mandates=tuple(found), problems=problems)


def prepared_reading(rows: Prepared) -> Reading:
    """Return the reading that rows were made of: they are made of it again just so."""
    row = ResolutionRow(0, rows.symbol, rows.sort_key, rows.body, True, 0, rows.digest)
    told = {name: value for name, value in rows.reading.items() if name in ReadingRow._fields}
    head = ReadingRow(id=0, resolution_id=0, **told)
    paragraphs = [ParagraphRow(id=0, paragraph_id=0, reading_id=0, **one) for one in rows.paragraphs]
    found = []
    for one in rows.mandates:
        version = VersionRow(id=0, mandate_id=0, paragraph_text_id=0, **{name: one[name] for name in READ})
        found.append(_mandate(one["reference"], one["label"], version, paragraphs[one["paragraph"]].text))
    problems = tuple(Problem(*one) for one in head.problems)
    return Reading(resolution=_resolution(row, head, paragraphs), mandates=tuple(found), problems=problems)


def completed(reading: Reading, earlier: Resolution) -> tuple[Reading, list[str]]:
    """Return a reading with what a better copy of the same text had and this one lacks, and what that is, in words.

    What is not in this copy is no reason to forget it: fields of the head, page numbers, footnotes, sections of
    paragraphs with the same words.
    """
    r = reading.resolution
    lacking = {name: getattr(earlier, name) for name in _HEAD if getattr(earlier, name) and not getattr(r, name)}
    kept = [_HEAD[name] for name in lacking]
    before: dict[tuple[ParagraphKind, str | None, str], deque[Paragraph]] = defaultdict(deque)
    for one in earlier.paragraphs:  # the same words may stand in several places: the first is the first again
        before[one.kind, one.label, one.text].append(one)
    paragraphs = []
    filled: dict[str, str] = {}
    for one in r.paragraphs:
        same = before.get((one.kind, one.label, one.text))
        other = same.popleft() if same else None
        wanted: dict[str, Any] = {}
        for name, word in (("page", "page numbers"), ("footnotes", "footnotes"), ("section", "sections")):
            if other is not None and getattr(other, name) and not getattr(one, name):
                wanted[name] = getattr(other, name)
                filled[name] = word
        paragraphs.append(replace(one, **wanted) if wanted else one)
    if not lacking and not filled:
        return reading, []
    whole = replace(r, **lacking, paragraphs=tuple(paragraphs))
    if "adopted_on" in lacking or "session" in lacking:  # which times are counted from
        from mandates.extraction.extract import extract  # noqa: PLC0415 - only where texts are read again

        again = extract(whole)
        return replace(again, problems=reading.problems), [*kept, *filled.values()]
    return replace(reading, resolution=whole), [*kept, *filled.values()]


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
        paragraphs=tuple(_paragraph(one) for one in paragraphs),
        problems=tuple(Problem(*one) for one in head.problems),
    )


def _session(text: str | None) -> int | str | None:
    """Return a stored session as the domain has it: numbers as such, years and special sessions as text."""
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
