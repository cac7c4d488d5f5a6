"""Entering a mandate that reading missed, or one of a text that the register does not have.

It is handled like an extracted one: it is listed, tracked, corrected and undone in the same way. A later extraction of
its text leaves it as it is, and is suggested instead of it where it has the clause itself.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from mandates.domain.commands import Entry
from mandates.domain.errors import ConflictError, TransitionError, UnknownReferenceError, UsageError
from mandates.domain.events import Event, EventKind
from mandates.domain.mandate import Mandate, Party, Reading
from mandates.domain.references import Reference
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution, Span
from mandates.reference import entities
from mandates.register import endings, projection, records
from mandates.register.ingest import ingest_reading
from mandates.register.new_rows import NewRows
from mandates.register.parties import own_name
from mandates.register.preparing import ENTERED, PLACE, prepare
from mandates.register.references import suggest_reference
from mandates.register.stored_extraction import stored
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import locks, storable, texts
from mandates.store.texts import MandateRow, ResolutionRow

#: The source of the text of a resolution that a person entered.
BY_HAND = "entered by hand"
#: The figures by which the number of a paragraph is sorted; no document has more.
_FIGURES = 9


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A mandate that a person entered; `change` takes it back."""

    reference: str
    change: int


def add(work: UnitOfWork, entry: Entry) -> Added:
    """Enter a mandate and return its reference.

    Raises:
        UsageError: its reference is not valid, or names one occurrence; it has the words of a paragraph that is held.
        UnknownReferenceError: the text or the paragraph is not in the register, and it has no words.
        TransitionError: there is such a mandate already.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    work.reason = entry.reason
    reference = Reference.parse(storable.text(entry.reference))
    if reference.obligation is not None:
        raise UsageError(
            f"{reference} names one occurrence of a mandate", f"give {reference.mandate}, and --due for each time"
        )
    known = texts.resolutions_of(work.connection, [str(reference.symbol)]).get(str(reference.symbol))
    if known is None or not known.held:
        return _with_text(work, entry, reference, known)
    locks.mandates(work.connection, [mandate.id for mandate in texts.mandates_of(work.connection, known.id)])
    if entry.text is not None:
        return _with_words(work, entry, reference, known)
    reading = stored(work.connection, known.symbol)
    return _add_to_paragraph(work, entry, known, reading, _paragraph(reading, reference))


def _with_text(work: UnitOfWork, entry: Entry, reference: Reference, known: ResolutionRow | None) -> Added:
    """Enter a mandate together with its paragraph, of a text that the register does not have."""
    if entry.text is None:
        suggestions = suggest_reference(work.connection, str(reference.symbol), limit=1)
        hint = f"; the nearest symbol there is {suggestions[0]}" if suggestions and known is None else ""
        raise UnknownReferenceError(
            f"{reference.symbol} is not in the register",
            f"ingest it, or give the paragraph's words: --text WORDS{hint}",
        )
    paragraph = Paragraph(kind=ParagraphKind.OPERATIVE, text=storable.text(entry.text.strip()), label=_label(reference))
    resolution = Resolution(
        symbol=str(reference.symbol),
        title=entry.title,
        body=reference.symbol.body,
        session=reference.symbol.body_session,
        adopted_on=entry.adopted_on,
        source=BY_HAND,
        paragraphs=(paragraph,),
    )
    result = ingest_reading(work, Reading(resolution=resolution, mandates=(_mandate(entry, reference, paragraph),)))
    return Added(reference=str(reference.mandate), change=result.change or work.started())


def _with_words(work: UnitOfWork, entry: Entry, reference: Reference, known: ResolutionRow) -> Added:
    """Enter another paragraph of a text that a person has entered, with its mandate."""
    reading = stored(work.connection, known.symbol)
    if reading.resolution.source != BY_HAND:
        raise UsageError(f"the words of {known.symbol} are in the register", "leave --text out")
    words = " ".join((entry.text or "").split())
    existing = [other for other in reading.resolution.paragraphs if _without_spaces(other.label) == reference.label]
    if existing and " ".join(existing[0].text.split()) != words:
        raise ConflictError(f"paragraph {existing[0].label} of {known.symbol} has other words", "leave --text out")
    if existing:
        return _add_to_paragraph(work, entry, known, reading, existing[0])
    paragraph = Paragraph(kind=ParagraphKind.OPERATIVE, text=storable.text(words), label=_label(reference))
    paragraphs = sorted([*reading.resolution.paragraphs, paragraph], key=lambda other: _label_sort_key(other.label))
    resolution = dataclasses.replace(reading.resolution, paragraphs=tuple(paragraphs))
    mandates = _in_paragraph_order([*reading.mandates, _mandate(entry, reference, paragraph)], resolution)
    result = ingest_reading(work, dataclasses.replace(reading, resolution=resolution, mandates=tuple(mandates)))
    return Added(reference=str(reference.mandate), change=result.change or work.started())


def _add_to_paragraph(
    work: UnitOfWork, entry: Entry, known: ResolutionRow, reading: Reading, paragraph: Paragraph
) -> Added:
    """Enter a mandate in a paragraph that the register has."""
    connection = work.connection
    existing = texts.mandates_of(connection, known.id)
    label = paragraph.label or ""
    ordinal = _free_ordinal(existing, label)
    reference = Reference.of(Reference.parse(entry.reference).symbol, label, ordinal)
    mandate = _mandate(entry, reference, paragraph)
    for other in reading.mandates:
        if other.label == mandate.label and _content(other) == _content(mandate):
            raise TransitionError(f"{other.reference} already says the same", f"see 'mandates show {other.reference}'")
    mandates = _in_paragraph_order([*reading.mandates, mandate], reading.resolution)
    index = mandates.index(mandate)
    row = prepare(dataclasses.replace(reading, mandates=tuple(mandates))).mandates[index]
    row |= {"reference": str(reference), "ordinal": ordinal}
    text_id = texts.paragraphs_of(connection, known.reading_id)[row["paragraph"]].id
    (mandate_id,), (version_id,) = (texts.allocate(connection, table, 1) for table in ("mandate", "mandate_version"))
    placeholder = f"~{mandate_id}"
    new = NewRows()
    new.add_mandate(mandate_id, known.id, version_id, {**{name: row[name] for name in PLACE}, "reference": placeholder})
    new.mandates[-1]["in_text"] = False
    new.add_version(mandate_id, version_id, text_id, row)
    new.insert(work)
    event = Event(
        kind=EventKind.ADDED,
        reference=str(reference),
        resolution_id=known.id,
        mandate_id=mandate_id,
        before={"in_text": False, "reference": placeholder},
        after={"in_text": True, "reference": str(reference)},
        details={name: row[name] for name in ("verb", "deliverable", "dues")}
        | {"owners": [party["name"] for party in row["owners"]]},
    )
    moves = [
        Event(
            kind=EventKind.RENUMBERED,
            reference=other.reference,
            resolution_id=known.id,
            mandate_id=other.id,
            before={"position": other.position},
            after={"position": other.position + 1},
            quiet=True,
        )
        for other in existing
        if other.in_text and other.position >= row["position"]
    ]
    records.put(work, [event, *moves])
    moved_ids = [move.mandate_id for move in moves if move.mandate_id]
    projection.refresh(work, [mandate_id, *moved_ids, *endings.sync(work, [known.id])])
    return Added(reference=str(reference), change=work.started())


def _paragraph(reading: Reading, reference: Reference) -> Paragraph:
    """Return the paragraph that a reference names.

    Raises:
        UnknownReferenceError: there is no such paragraph; the error says which there are.
    """
    operative = [
        paragraph
        for paragraph in reading.resolution.paragraphs
        if paragraph.kind is ParagraphKind.OPERATIVE and paragraph.label
    ]
    for paragraph in operative:
        if _without_spaces(paragraph.label) == reference.label:
            return paragraph
    if not operative:
        raise UnknownReferenceError(
            f"{reference.symbol} has no operative paragraphs in the register", "ingest a better copy"
        )
    labels = [str(paragraph.label) for paragraph in operative]
    raise UnknownReferenceError(
        f"{reference.symbol} has no paragraph {reference.label}",
        f"it has {labels[0]} to {labels[-1]}",
    )


def _mandate(entry: Entry, reference: Reference, paragraph: Paragraph) -> Mandate:
    text = paragraph.text
    return Mandate(
        reference=str(reference),
        label=paragraph.label or reference.label,
        text=text,
        clause=text,
        clause_span=Span(0, len(text)),
        verb=entry.verb,
        verb_span=None,
        owners=_parties(entry.owners),
        partners=_parties(entry.partners),
        recipients=_parties(entry.recipients),
        deliverable=entry.deliverable,
        due=entry.due,
        reasons=(ENTERED,),
    )


def _parties(names: Sequence[str]) -> tuple[Party, ...]:
    if not all(name.strip() for name in names):
        raise UsageError("a party has no name", "give its name, or leave it out")
    plain = dict.fromkeys(own_name(storable.text(" ".join(name.split()))) for name in names)
    return tuple(Party(name=name, entity=entities.resolve(name)) for name in plain)


def _content(mandate: Mandate) -> tuple[Any, ...]:
    owners = {entities.identify(party.name) for party in mandate.owners}
    return (
        mandate.verb,
        mandate.deliverable,
        owners,
        [(due.kind, due.body, due.session, due.date, due.every) for due in mandate.due],
    )


def _in_paragraph_order(mandates: Sequence[Mandate], resolution: Resolution) -> list[Mandate]:
    """Return mandates sorted in the order of their paragraphs."""
    positions: dict[str | None, int] = {}
    for position, item in enumerate(resolution.paragraphs):
        positions.setdefault(item.label, position)
    return sorted(mandates, key=lambda item: positions.get(item.label, len(positions)))


def _free_ordinal(existing: Sequence[MandateRow], label: str) -> int:
    """Return the first free ordinal for another mandate of a paragraph."""
    taken = {
        mandate.ordinal for mandate in existing if mandate.label == label and not mandate.reference.startswith("~")
    }
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _without_spaces(label: str | None) -> str:
    return "".join((label or "").split())


def _label(reference: Reference) -> str:
    """Return the label of a reference as it is printed: ``8 (a)``."""
    return re.sub(r"(?<=\w)\(", " (", reference.label)


def _label_sort_key(label: str | None) -> list[tuple[int, str]]:
    """Return the key that sorts labels in natural order."""
    return [
        (int(part[:_FIGURES]), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", label or "")
    ]
