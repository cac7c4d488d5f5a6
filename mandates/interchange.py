"""A reading as JSON and back: the public contract of `mandates extract`, one object per resolution.

Promise: keys are always present, ``null`` or ``[]`` when unknown; keys may be added, never removed or renamed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mandates.model import (
    Due,
    DueKind,
    Footnote,
    Mandate,
    Paragraph,
    ParagraphKind,
    Party,
    Problem,
    Reading,
    Resolution,
    Span,
)

#: The fields a due of each kind always has, besides `phrase` and the resolved window.
DUE_FIELDS: Mapping[DueKind, tuple[str, ...]] = {
    DueKind.SESSION: ("body", "session"),
    DueKind.DATE: ("date",),
    DueKind.UNTIL: ("date",),
    DueKind.RELATIVE: ("after", "event"),
    DueKind.RECURRING: ("every",),
}


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
    """Return the due that `due_to_json` wrote."""
    return Due(
        kind=DueKind(data["kind"]),
        phrase=data.get("phrase") or "",
        body=data.get("body"),
        session=data.get("session"),
        date=_date(data.get("date")),
        after=data.get("after"),
        event=data.get("event"),
        every=data.get("every"),
        span=_to_span(data.get("span")),
        opens_on=_date(data.get("opens_on")),
        closes_on=_date(data.get("closes_on")),
    )


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
                "kind": p.kind.value,
                "section": p.section,
                "text": p.text,
                "page": p.page,
                "numbered": p.numbered,
                "parent": p.parent,
                "footnotes": [{"mark": f.mark, "text": f.text} for f in p.footnotes],
            }
            for p in r.paragraphs
        ],
        "mandates": [_mandate_to_json(m) for m in reading.mandates],
        "problems": [{"code": p.code, "where": p.where, "message": p.message} for p in reading.problems],
    }


def reading_from_json(data: Mapping[str, Any]) -> Reading:
    """Return the reading that `reading_to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: the object does not follow the contract.
    """
    r = data["resolution"]
    problems = tuple(Problem(p["code"], p["where"], p["message"]) for p in data.get("problems", ()))
    resolution = Resolution(
        symbol=r["symbol"],
        title=r.get("title"),
        body=r["body"],
        session=r.get("session"),
        adopted_on=_date(r.get("adopted_on")),
        agenda_items=tuple(r.get("agenda_items") or ()),
        draft_symbol=r.get("draft_symbol"),
        committee=r.get("committee"),
        meeting=r.get("meeting"),
        source=r.get("source"),
        paragraphs=tuple(
            Paragraph(
                kind=ParagraphKind(p["kind"]),
                text=p["text"],
                label=p.get("label"),
                numbered=p.get("numbered", True),
                section=p.get("section"),
                parent=p.get("parent"),
                page=p.get("page"),
                footnotes=tuple(Footnote(mark=f["mark"], text=f["text"]) for f in p.get("footnotes") or ()),
            )
            for p in data["paragraphs"]
        ),
    )
    return Reading(
        resolution=resolution,
        mandates=tuple(_mandate_from_json(m) for m in data.get("mandates", ())),
        problems=problems,
    )


def _mandate_to_json(m: Mandate) -> dict[str, Any]:
    return {
        "reference": m.reference,
        "label": m.label,
        "text": m.text,
        "clause": m.clause,
        "verb": m.verb,
        "reiterated": m.reiterated,
        "owners": [p.name for p in m.owners],
        "partners": [p.name for p in m.partners],
        "recipients": [p.name for p in m.recipients],
        "deliverable": m.deliverable,
        "due": [due_to_json(d) for d in m.due],
        "confidence": m.confidence,
        "reasons": list(m.reasons),
        "entities": {
            "owners": [p.entity for p in m.owners],
            "partners": [p.entity for p in m.partners],
            "recipients": [p.entity for p in m.recipients],
        },
        "spans": {
            "clause": _span(m.clause_span),
            "verb": _span(m.verb_span),
            "owners": [_span(p.span) for p in m.owners],
            "partners": [_span(p.span) for p in m.partners],
            "recipients": [_span(p.span) for p in m.recipients],
        },
    }


def _mandate_from_json(data: Mapping[str, Any]) -> Mandate:
    clause_span = _to_span(data["spans"]["clause"])
    if clause_span is None:
        raise ValueError("a mandate without the span of its clause")
    return Mandate(
        reference=data["reference"],
        label=data["label"],
        text=data["text"],
        clause=data["clause"],
        clause_span=clause_span,
        verb=data["verb"],
        verb_span=_to_span(data["spans"].get("verb")),
        reiterated=data["reiterated"],
        owners=_parties(data, "owners"),
        partners=_parties(data, "partners"),
        recipients=_parties(data, "recipients"),
        deliverable=data["deliverable"],
        due=tuple(due_from_json(d) for d in data["due"]),
        confidence=data["confidence"],
        reasons=tuple(data["reasons"]),
    )


def _parties(data: Mapping[str, Any], role: str) -> tuple[Party, ...]:
    names, entities, spans = data[role], data["entities"][role], data["spans"][role]
    return tuple(
        Party(name=name, entity=entity, span=_to_span(span))
        for name, entity, span in zip(names, entities, spans, strict=True)
    )


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _span(span: Span | None) -> list[int] | None:
    return list(span) if span else None


def _to_span(value: list[int] | None) -> Span | None:
    return Span(*value) if value else None
