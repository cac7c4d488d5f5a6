"""A reading as rows of the register, and rows as a reading again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from mandates.domain.due import Due
from mandates.domain.mandate import Mandate, Party, Reading
from mandates.domain.problems import Problem
from mandates.domain.references import Reference
from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind, Resolution, Span
from mandates.domain.symbols import Symbol
from mandates.interchange import due_from_json, due_to_json
from mandates.register.database import storable
from mandates.register.database.rows import Row, fetch
from mandates.register.tables import mandate, paragraph, resolution

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True).encode


def digest(value: Any) -> str:
    """Return a short hash of a text or of plain data, the same in every process."""
    text = value if isinstance(value, str) else _encode(value)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Rows(NamedTuple):
    """A reading as rows: of `resolution`, `paragraph` and `mandate`, without what only the register knows."""

    resolution: Row
    paragraphs: list[Row]
    mandates: list[Row]


def rows_of(reading: Reading) -> Rows:
    """Return a reading as rows. The resolution's hash is of all that was read, wherever the file lay."""
    head, paragraphs, mandates = (
        storable.data(part) for part in (_resolution_row(reading), _paragraph_rows(reading), _mandate_rows(reading))
    )
    whole = [
        {name: str(value) if name == "adopted_on" else value for name, value in head.items() if name != "source"},
        paragraphs,
        [[one["paragraph"], one["reference"], one["digest"]] for one in mandates],
    ]
    head["digest"] = digest(whole)
    for row, text in zip(paragraphs, storable.data([one.text for one in reading.resolution.paragraphs]), strict=True):
        row["text"] = text  # which the hash of the whole knows by its own
    return Rows(head, paragraphs, mandates)


def symbol_key(symbol: str) -> str:
    """Return what sorts symbols as people count: 71/9 before 71/12."""
    return re.sub(r"\d+", lambda number: number[0].zfill(5), symbol)


def _resolution_row(reading: Reading) -> Row:
    """Return the columns of `resolution` but for its hash."""
    r = reading.resolution
    return {
        "symbol": r.symbol,
        "sort_key": symbol_key(r.symbol),
        "title": r.title,
        "body": r.body,
        "session": None if r.session is None else str(r.session),
        "adopted_on": r.adopted_on,
        "agenda_items": list(r.agenda_items),
        "draft_symbol": r.draft_symbol,
        "committee": r.committee,
        "meeting": r.meeting,
        "source": r.source,
        "problems": [[one.code, one.where, one.message] for one in reading.problems],
        "withdrawn": False,
    }


def _paragraph_rows(reading: Reading) -> list[Row]:
    """Return the columns of `paragraph`, without its resolution and its text."""
    return [
        {
            "digest": digest(one.text),
            "footnotes": [[note.mark, note.text] for note in one.footnotes],
            "kind": one.kind.value,
            "label": one.label,
            "numbered": one.numbered,
            "page": one.page,
            "parent": one.parent,
            "position": position,
            "section": one.section,
            "withdrawn": False,
        }
        for position, one in enumerate(reading.resolution.paragraphs)
    ]


def _mandate_rows(reading: Reading) -> list[Row]:
    """Return the columns of `mandate`, with ``paragraph`` for the position of the paragraph each stands in.

    References come out unique even where a document prints a number twice.
    """
    places: dict[tuple[str | None, str], int] = {}
    labels: dict[str | None, int] = {}
    for position, one in enumerate(reading.resolution.paragraphs):
        if one.kind is ParagraphKind.OPERATIVE:
            places.setdefault((one.label, one.text), position)
            labels.setdefault(one.label, position)
    symbol = Symbol.parse(reading.resolution.symbol)
    counts: dict[str, int] = {}
    rows = []
    for place, found in enumerate(reading.mandates):
        counts[found.label] = ordinal = counts.get(found.label, 0) + 1
        rows.append(
            {
                "paragraph": places.get((found.label, found.text), labels.get(found.label)),
                "reference": str(Reference.of(symbol, found.label, ordinal)),
                "label": found.label,
                "ordinal": ordinal,
                "position": place,
                "withdrawn": False,
                **_read(found),
            }
        )
    return [row for row in rows if row["paragraph"] is not None]


def _read(one: Mandate) -> Row:
    """Return the columns that hold what was read in the clause, with their hash.

    They stand in the order in which the hash takes them, which saves a third of its time; so do those of a paragraph.
    """
    row: Row = {
        "clause": one.clause,
        "clause_end": one.clause_span.end,
        "clause_start": one.clause_span.start,
        "confidence": one.confidence,
        "deliverable": one.deliverable,
        "dues": [due_to_json(due) for due in one.due],
        "owners": [_party(party) for party in one.owners],
        "partners": [_party(party) for party in one.partners],
        "reasons": list(one.reasons),
        "recipients": [_party(party) for party in one.recipients],
        "reiterated": one.reiterated,
        "verb": one.verb,
        "verb_end": one.verb_span.end if one.verb_span else None,
        "verb_start": one.verb_span.start if one.verb_span else None,
    }
    row["digest"] = digest(row)
    return row


#: The columns of `mandate` that hold what was read in the clause.
READ = (
    "clause",
    "clause_start",
    "clause_end",
    "verb",
    "verb_start",
    "verb_end",
    "reiterated",
    "deliverable",
    "owners",
    "partners",
    "recipients",
    "dues",
    "confidence",
    "reasons",
    "digest",
)


def material(row: Mapping[str, Any]) -> Row:
    """Return what a person would call the reading: who, what, to whom, when; without places and resolved dates."""
    dates = ("opens_on", "closes_on", "span", "phrase")
    return {
        "verb": row["verb"],
        "reiterated": row["reiterated"],
        "deliverable": row["deliverable"],
        "owners": [party["name"] for party in row["owners"]],
        "partners": [party["name"] for party in row["partners"]],
        "recipients": [party["name"] for party in row["recipients"]],
        "due": [{name: value for name, value in due.items() if name not in dates} for due in row["dues"]],
    }


def dues_of(row: Mapping[str, Any]) -> tuple[Due, ...]:
    """Return the dues of a row of `mandate`."""
    return tuple([due_from_json(due) for due in row["dues"]])


def stored(session: Connection, resolution_id: int) -> Reading:
    """Return the reading that the register holds of a resolution, without what was withdrawn."""
    head = fetch(session, select(resolution).where(resolution.c.id == resolution_id))[0]
    in_force = paragraph.c.withdrawn.is_(False)
    paragraphs = fetch(
        session,
        select(paragraph).where(paragraph.c.resolution_id == resolution_id, in_force).order_by(paragraph.c.position),
    )
    texts = {row["id"]: row["text"] for row in paragraphs}
    mandates = fetch(
        session,
        select(mandate)
        .where(mandate.c.resolution_id == resolution_id, mandate.c.withdrawn.is_(False))
        .order_by(mandate.c.position),
    )
    problems = tuple(Problem(*one) for one in head["problems"])
    return Reading(
        resolution=Resolution(
            symbol=head["symbol"],
            title=head["title"],
            body=head["body"],
            session=_session(head["session"]),
            adopted_on=head["adopted_on"],
            agenda_items=tuple(head["agenda_items"]),
            draft_symbol=head["draft_symbol"],
            committee=head["committee"],
            meeting=head["meeting"],
            source=head["source"],
            paragraphs=tuple(_to_paragraph(row) for row in paragraphs),
            problems=problems,
        ),
        mandates=tuple(_to_mandate(row, texts[row["paragraph_id"]]) for row in mandates),
        problems=problems,
    )


def _session(text: str | None) -> int | str | None:
    """Return a stored session as the model has it: numbers as such, years and special sessions as text."""
    if text is None or not text.isdecimal() or len(text) == 4:
        return text
    return int(text)


def _to_paragraph(row: Mapping[str, Any]) -> Paragraph:
    return Paragraph(
        kind=ParagraphKind(row["kind"]),
        text=row["text"],
        label=row["label"],
        numbered=row["numbered"],
        section=row["section"],
        parent=row["parent"],
        page=row["page"],
        footnotes=tuple(Footnote(mark=mark, text=text) for mark, text in row["footnotes"]),
    )


def _to_mandate(row: Mapping[str, Any], text: str) -> Mandate:
    return Mandate(
        reference=row["reference"],
        label=row["label"],
        text=text,
        clause=row["clause"],
        clause_span=Span(row["clause_start"], row["clause_end"]),
        verb=row["verb"],
        verb_span=None if row["verb_start"] is None else Span(row["verb_start"], row["verb_end"]),
        reiterated=row["reiterated"],
        owners=_to_parties(row["owners"]),
        partners=_to_parties(row["partners"]),
        recipients=_to_parties(row["recipients"]),
        deliverable=row["deliverable"],
        due=dues_of(row),
        confidence=row["confidence"],
        reasons=tuple(row["reasons"]),
    )


def _party(party: Party) -> Row:
    return {"name": party.name, "entity": party.entity, "span": list(party.span) if party.span else None}


def _to_parties(parties: Sequence[Mapping[str, Any]]) -> tuple[Party, ...]:
    return tuple(
        Party(name=one["name"], entity=one["entity"], span=Span(*one["span"]) if one["span"] else None)
        for one in parties
    )
