"""A reading as JSON and back: the public contract of `mandates extract`, one object per resolution.

Promise: keys are always present, ``null`` or ``[]`` when unknown; keys may be added, never removed or renamed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import orjson

from mandates.domain.due import Due, DueKind
from mandates.domain.errors import UsageError
from mandates.domain.mandate import Mandate, Party, Reading
from mandates.domain.problems import Problem
from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind, Resolution, Span
from mandates.domain.symbols import Symbol
from mandates.fields import Fields, to_span

#: The fields a due of each kind always has, besides `phrase` and the resolved window.
DUE_FIELDS: Mapping[DueKind, tuple[str, ...]] = {
    DueKind.SESSION: ("body", "session"),
    DueKind.DATE: ("date",),
    DueKind.UNTIL: ("date",),
    DueKind.RELATIVE: ("after", "event"),
    DueKind.RECURRING: ("every", "event"),
}


_PARAGRAPH_KINDS: Mapping[ParagraphKind, str] = {kind: kind.value for kind in ParagraphKind}


def encoded(value: object, *, indented: bool = False) -> bytes:
    """Return plain data as a JSON text in UTF-8, on one line unless `indented`."""
    try:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 if indented else None)
    except TypeError:  # half a character, as in the name of a file, which JSON has a way to write
        text = json.dumps(value, ensure_ascii=False, **({"indent": 2} if indented else {"separators": (",", ":")}))
        return text.encode("utf-8", "backslashreplace")


def due_to_json(due: Due) -> dict[str, Any]:
    """Return the JSON object of one due: its kind, the kind's fields, phrase, window and span."""
    out: dict[str, Any] = {"kind": due.kind.value}
    for name in DUE_FIELDS[due.kind]:
        value = getattr(due, name)
        out[name] = value.isoformat() if isinstance(value, dt.date) else value
    out["phrase"] = due.phrase
    out["opens_on"] = _iso(due.opens_on)
    out["closes_on"] = _iso(due.closes_on)
    out["span"] = _span(due.span)
    return out


def due_from_json(data: Mapping[str, Any]) -> Due:
    """Return the due that `due_to_json` wrote.

    Raises:
        ValueError: the object does not follow the contract; says where.
    """
    return _due(Fields(data, "due"))


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """Return the JSON object of one resolution (the contract's order of keys)."""
    r = reading.resolution
    return {
        "resolution": {
            "symbol": r.symbol,
            "title": r.title,
            "body": r.body,
            "session": r.session,
            "adopted_on": _iso(r.adopted_on),
            "agenda_items": list(r.agenda_items),
            "draft_symbol": r.draft_symbol,
            "committee": r.committee,
            "meeting": r.meeting,
            "source": r.source,
        },
        "paragraphs": [
            {
                "label": p.label,
                "kind": _PARAGRAPH_KINDS[p.kind],
                "section": p.section,
                "text": p.text,
                "page": p.page,
                "numbered": p.numbered,
                "parent": p.parent,
                "footnotes": [{"mark": f.mark, "text": f.text} for f in p.footnotes] if p.footnotes else [],
            }
            for p in r.paragraphs
        ],
        "mandates": [_mandate_to_json(m) for m in reading.mandates],
        "problems": [{"code": p.code, "where": p.where, "message": p.message} for p in reading.problems],
    }


def reading_from_json(data: Any) -> Reading:
    """Return the reading that `reading_to_json` wrote. Keys that were added later than the first contract may be
    missing, unknown ones are passed over.

    Raises:
        ValueError: the object does not follow the contract; says where.
    """
    top = Fields(data, "")
    r = top.nested("resolution")
    resolution = Resolution(
        symbol=_canonical(r),
        title=r.text_or_none("title"),
        body=r.text("body"),
        session=r.session("session"),
        adopted_on=r.date("adopted_on"),
        agenda_items=r.texts("agenda_items"),
        draft_symbol=r.text_or_none("draft_symbol"),
        committee=r.text_or_none("committee"),
        meeting=r.text_or_none("meeting"),
        source=r.text_or_none("source"),
        paragraphs=tuple(_paragraph(p, index) for index, p in enumerate(top.objects("paragraphs"))),
    )
    return Reading(
        resolution=resolution,
        mandates=tuple(_mandate(m) for m in top.objects("mandates")),
        problems=tuple(Problem(p.text("code"), p.text("where"), p.text("message")) for p in top.objects("problems")),
    )


def _mandate_to_json(m: Mandate) -> dict[str, Any]:
    return {
        "reference": m.reference,
        "label": m.label,
        "text": m.text,
        "clause": m.clause,
        "verb": m.verb,
        "reiterated": m.reiterated,
        "owners": _names(m.owners),
        "partners": _names(m.partners),
        "recipients": _names(m.recipients),
        "deliverable": m.deliverable,
        "due": [due_to_json(d) for d in m.due] if m.due else [],
        "confidence": m.confidence,
        "reasons": list(m.reasons),
        "entities": {
            "owners": _entities(m.owners),
            "partners": _entities(m.partners),
            "recipients": _entities(m.recipients),
        },
        "spans": {
            "clause": _span(m.clause_span),
            "verb": _span(m.verb_span),
            "owners": _places(m.owners),
            "partners": _places(m.partners),
            "recipients": _places(m.recipients),
        },
    }


def _names(parties: tuple[Party, ...]) -> list[str]:
    return [party.name for party in parties] if parties else []


def _entities(parties: tuple[Party, ...]) -> list[str | None]:
    return [party.entity for party in parties] if parties else []


def _places(parties: tuple[Party, ...]) -> list[list[int] | None]:
    return [_span(party.span) for party in parties] if parties else []


def _canonical(r: Fields) -> str:
    try:
        return str(Symbol.parse(r.text("symbol")))
    except UsageError as error:
        raise ValueError(f"{r.place}symbol: {error.reason}") from error


def _paragraph(p: Fields, index: int) -> Paragraph:
    parent = p.integer("parent")
    if parent is not None and not 0 <= parent < index:
        raise ValueError(f"{p.place}parent is not an earlier paragraph")
    return Paragraph(
        kind=p.choice("kind", ParagraphKind),
        text=p.text("text"),
        label=p.text_or_none("label"),
        numbered=p.boolean("numbered", default=True),
        section=p.text_or_none("section"),
        parent=parent,
        page=p.integer("page"),
        footnotes=tuple(Footnote(mark=f.text("mark"), text=f.text("text")) for f in p.objects("footnotes")),
    )


def _mandate(m: Fields) -> Mandate:
    text, clause = m.text("text"), m.text("clause")
    spans = m.nested("spans", optional=True)
    at = text.find(clause)
    clause_span = spans.span("clause") or Span(at, at + len(clause))
    if at < 0 or text[clause_span.start : clause_span.end] != clause:
        raise ValueError(f"{m.place}clause does not stand in the text where it is said to")
    return Mandate(
        reference=m.text("reference"),
        label=m.text("label"),
        text=text,
        clause=clause,
        clause_span=clause_span,
        verb=m.text("verb"),
        verb_span=spans.span("verb"),
        reiterated=m.boolean("reiterated", default=False),
        owners=_parties(m, spans, "owners"),
        partners=_parties(m, spans, "partners"),
        recipients=_parties(m, spans, "recipients"),
        deliverable=m.text("deliverable"),
        due=tuple(_due(d) for d in m.objects("due")),
        confidence=m.number("confidence", default=1.0),
        reasons=m.texts("reasons"),
    )


def _parties(m: Fields, spans: Fields, role: str) -> tuple[Party, ...]:
    names = m.texts(role)
    entities = m.nested("entities", optional=True).items(role) or [None] * len(names)
    places = spans.items(role) or [None] * len(names)
    if not len(names) == len(entities) == len(places):
        raise ValueError(f"{m.place}{role}: as many names as entities and spans are needed")
    return tuple(
        Party(name=name, entity=None if entity is None else str(entity), span=to_span(place, f"{m.place}{role}"))
        for name, entity, place in zip(names, entities, places, strict=True)
    )


def _due(d: Fields) -> Due:
    return Due(
        kind=d.choice("kind", DueKind),
        phrase=d.text_or_none("phrase") or "",
        body=d.text_or_none("body"),
        session=d.session("session"),
        date=d.date("date"),
        after=d.text_or_none("after"),
        event=d.text_or_none("event"),
        every=d.text_or_none("every"),
        span=d.span("span"),
        opens_on=d.date("opens_on"),
        closes_on=d.date("closes_on"),
    )


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _span(span: Span | None) -> list[int] | None:
    return list(span) if span else None
