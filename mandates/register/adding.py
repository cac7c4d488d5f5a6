"""Entering a mandate that reading missed, or one of a text that the register does not have.

It lives like one that was read: it is listed, tracked, corrected and taken back alike. A later reading of its text
leaves it as it is, and where that reads the clause itself, suggests its reading instead.
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
from mandates.register import projection, records
from mandates.register.ingest import ingest_reading
from mandates.register.new_rows import NewRows
from mandates.register.parties import own_name
from mandates.register.preparing import ENTERED, PLACE, prepare
from mandates.register.references import suggest_reference
from mandates.register.stored_extraction import stored
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import locks, storable, texts
from mandates.store.texts import MandateRow, ResolutionRow

#: Where the text of a resolution comes from that a person has entered.
BY_HAND = "entered by hand"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A mandate that a person entered; `change` takes it back."""

    reference: str
    change: int


def add(work: UnitOfWork, entry: Entry) -> Added:
    """Enter a mandate and return what it is called.

    Raises:
        UsageError: its reference is none, or names one occurrence; the words of a paragraph that is held are given.
        UnknownReferenceError: the text or the paragraph is not in the register, and no words are given.
        TransitionError: the same is there already.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    work.reason = entry.reason
    wanted = Reference.parse(storable.text(entry.reference))
    if wanted.obligation is not None:
        raise UsageError(
            f"{wanted} names one occurrence of a mandate", f"give {wanted.mandate}, and --due for each time"
        )
    known = texts.resolutions_of(work.connection, [str(wanted.symbol)]).get(str(wanted.symbol))
    if known is None or not known.held:
        return _with_text(work, entry, wanted, known)
    locks.mandates(work.connection, [one.id for one in texts.mandates_of(work.connection, known.id)])
    if entry.text is not None:
        return _with_words(work, entry, wanted, known)
    reading = stored(work.connection, known.symbol)
    return _into(work, entry, known, reading, _paragraph(reading, wanted))


def _with_text(work: UnitOfWork, entry: Entry, wanted: Reference, known: ResolutionRow | None) -> Added:
    """Enter a mandate together with the paragraph of a text that the register does not have."""
    if entry.text is None:
        near = suggest_reference(work.connection, str(wanted.symbol), limit=1)
        meant = f"; did you mean {near[0]}" if near and known is None else ""
        raise UnknownReferenceError(
            f"{wanted.symbol} is not in the register", f"ingest it, or give the paragraph's words: --text WORDS{meant}"
        )
    paragraph = Paragraph(kind=ParagraphKind.OPERATIVE, text=storable.text(entry.text.strip()), label=_label(wanted))
    resolution = Resolution(
        symbol=str(wanted.symbol),
        title=entry.title,
        body=wanted.symbol.body,
        session=wanted.symbol.body_session,
        adopted_on=entry.adopted_on,
        source=BY_HAND,
        paragraphs=(paragraph,),
    )
    done = ingest_reading(work, Reading(resolution=resolution, mandates=(_mandate(entry, wanted, paragraph),)))
    return Added(reference=str(wanted.mandate), change=done.change or work.started())


def _with_words(work: UnitOfWork, entry: Entry, wanted: Reference, known: ResolutionRow) -> Added:
    """Enter one more paragraph of a text that a person has entered, with its mandate."""
    reading = stored(work.connection, known.symbol)
    if reading.resolution.source != BY_HAND:
        raise UsageError(f"the words of {known.symbol} are in the register", "leave --text out")
    given = " ".join((entry.text or "").split())
    same = [one for one in reading.resolution.paragraphs if _squeezed(one.label) == wanted.label]
    if same and " ".join(same[0].text.split()) != given:
        raise ConflictError(f"paragraph {same[0].label} of {known.symbol} has other words", "leave --text out")
    if same:
        return _into(work, entry, known, reading, same[0])
    paragraph = Paragraph(kind=ParagraphKind.OPERATIVE, text=storable.text(given), label=_label(wanted))
    paragraphs = sorted([*reading.resolution.paragraphs, paragraph], key=lambda one: _in_order(one.label))
    resolution = dataclasses.replace(reading.resolution, paragraphs=tuple(paragraphs))
    mandates = _in_place([*reading.mandates, _mandate(entry, wanted, paragraph)], resolution)
    done = ingest_reading(work, dataclasses.replace(reading, resolution=resolution, mandates=tuple(mandates)))
    return Added(reference=str(wanted.mandate), change=done.change or work.started())


def _into(work: UnitOfWork, entry: Entry, known: ResolutionRow, reading: Reading, paragraph: Paragraph) -> Added:
    """Enter a mandate of a paragraph that the register has."""
    connection = work.connection
    there = texts.mandates_of(connection, known.id)
    label = paragraph.label or ""
    ordinal = _free_ordinal(there, label)
    reference = Reference.of(Reference.parse(entry.reference).symbol, label, ordinal)
    made = _mandate(entry, reference, paragraph)
    for one in reading.mandates:
        if one.label == made.label and _said(one) == _said(made):
            raise TransitionError(f"{one.reference} already says the same", f"see 'mandates show {one.reference}'")
    mandates = _in_place([*reading.mandates, made], reading.resolution)
    place = mandates.index(made)
    row = prepare(dataclasses.replace(reading, mandates=tuple(mandates))).mandates[place]
    row |= {"reference": str(reference), "ordinal": ordinal}
    passage = texts.paragraphs_of(connection, known.reading_id)[row["paragraph"]].id
    (mandate_id,), (version_id,) = (texts.allocate(connection, table, 1) for table in ("mandate", "mandate_version"))
    spare = f"~{mandate_id}"
    new = NewRows()
    new.add_mandate(mandate_id, known.id, version_id, {**{name: row[name] for name in PLACE}, "reference": spare})
    new.mandates[-1]["in_text"] = False
    new.add_version(mandate_id, version_id, passage, row)
    new.insert(work)
    event = Event(
        kind=EventKind.ADDED,
        reference=str(reference),
        resolution_id=known.id,
        mandate_id=mandate_id,
        before={"in_text": False, "reference": spare},
        after={"in_text": True, "reference": str(reference)},
        details={name: row[name] for name in ("verb", "deliverable", "dues")}
        | {"owners": [party["name"] for party in row["owners"]]},
    )
    moved = [
        Event(
            kind=EventKind.RENUMBERED,
            reference=one.reference,
            resolution_id=known.id,
            mandate_id=one.id,
            before={"position": one.position},
            after={"position": one.position + 1},
            quiet=True,
        )
        for one in there
        if one.in_text and one.position >= row["position"]
    ]
    records.put(work, [event, *moved])
    projection.refresh(work, [mandate_id, *(one.mandate_id for one in moved if one.mandate_id)])
    return Added(reference=str(reference), change=work.started())


def _paragraph(reading: Reading, wanted: Reference) -> Paragraph:
    """Return the paragraph that a reference names.

    Raises:
        UnknownReferenceError: there is none; says which there are.
    """
    operative = [one for one in reading.resolution.paragraphs if one.kind is ParagraphKind.OPERATIVE and one.label]
    for one in operative:
        if _squeezed(one.label) == wanted.label:
            return one
    if not operative:
        raise UnknownReferenceError(
            f"{wanted.symbol} has no operative paragraphs in the register", "ingest a better copy"
        )
    labels = [str(one.label) for one in operative]
    raise UnknownReferenceError(
        f"{wanted.symbol} has no paragraph {wanted.label}",
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


def _said(one: Mandate) -> tuple[Any, ...]:
    owners = {entities.identify(party.name) for party in one.owners}
    return (
        one.verb,
        one.deliverable,
        owners,
        [(due.kind, due.body, due.session, due.date, due.every) for due in one.due],
    )


def _in_place(mandates: Sequence[Mandate], resolution: Resolution) -> list[Mandate]:
    """Return mandates in the order of their paragraphs."""
    places: dict[str | None, int] = {}
    for place, one in enumerate(resolution.paragraphs):
        places.setdefault(one.label, place)
    return sorted(mandates, key=lambda one: places.get(one.label, len(places)))


def _free_ordinal(there: Sequence[MandateRow], label: str) -> int:
    """Return the number that a further mandate of a paragraph has there."""
    taken = {one.ordinal for one in there if one.label == label and not one.reference.startswith("~")}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _squeezed(label: str | None) -> str:
    return "".join((label or "").split())


def _label(wanted: Reference) -> str:
    """Return the label of a reference as it is printed: ``8 (a)``."""
    return re.sub(r"(?<=\w)\(", " (", wanted.label)


def _in_order(label: str | None) -> list[tuple[int, str]]:
    """Return what sorts labels as people count."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.findall(r"\d+|\D+", label or "")]
