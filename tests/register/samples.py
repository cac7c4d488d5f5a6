"""Readings for tests, in the style of real resolutions, made with as little as the test needs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from mandates.domain.due import Due, DueKind
from mandates.domain.issued import AgendaEntry, Ground, IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.mandate import Mandate, Party, Reading
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution, Span

REPORT = (
    "Requests the Secretary-General to submit to the General Assembly at its seventy-third session a report on the "
    "implementation of the present resolution;"
)
SYMBOL = "A/RES/71/500"


def session_due(number: int, body: str = "General Assembly") -> Due:
    return Due(kind=DueKind.SESSION, phrase=f"at its session {number}", body=body, session=number)


def date_due(date: str) -> Due:
    day = dt.date.fromisoformat(date)
    return Due(kind=DueKind.DATE, phrase=f"by {date}", date=day, opens_on=day, closes_on=day)


def until(date: str) -> Due:
    day = dt.date.fromisoformat(date)
    return Due(kind=DueKind.UNTIL, phrase=f"until {date}", date=day, opens_on=day, closes_on=day)


def every(length: str) -> Due:
    return Due(kind=DueKind.RECURRING, phrase=f"every {length}", every=length)


def after(length: str, event: str) -> Due:
    return Due(kind=DueKind.RELATIVE, phrase=f"{length} after {event}", after=length, event=event)


def clause(
    label: str,
    *due: Due,
    text: str = REPORT,
    verb: str = "request",
    deliverable: str = "report",
    owner: str | None = "Secretary-General",
    symbol: str = SYMBOL,
    confidence: float = 0.95,
) -> Mandate:
    return Mandate(
        reference=f"{symbol}#{re.sub(' ', '', label)}",
        label=label,
        text=text,
        clause=text.rstrip(";"),
        clause_span=Span(0, len(text) - 1),
        verb=verb,
        verb_span=Span(0, 8),
        owners=(Party(name=owner, entity=owner.lower().replace(" ", "-")),) if owner else (),
        deliverable=deliverable,
        due=due,
        confidence=confidence,
    )


def agenda(*entries: tuple[str, str, str | None], session: int = 73) -> IssuedDocument:
    """Return a list of agenda items of a session of the General Assembly: number, title, committee."""
    return IssuedDocument(
        symbols=(f"AGENDA/GA/{session}",),
        kind=DocumentKind.AGENDA,
        body="General Assembly",
        session=session,
        title="Agenda",
        entries=tuple(AgendaEntry(number=number, title=title, committee=of) for number, title, of in entries),
    )


def issued(symbol: str = "A/73/328", *grounds: str, **values: Any) -> IssuedDocument:
    """Return a report of the Secretary-General to the seventy-third session that answers resolutions or paragraphs."""
    named = []
    for one in grounds or (f"{SYMBOL}#8",):
        resolution, _, label = one.partition("#")
        words = f"The present report is submitted pursuant to {one}."
        named.append(Ground(resolution=resolution, labels=(label,) if label else (), words=words, page=1))
    return IssuedDocument(
        **{
            "symbols": (symbol,),
            "kind": DocumentKind.REPORT,
            "title": "Cooperation",
            "form": "Report of the Secretary-General",
            "author": "Secretary-General",
            "dated_on": dt.date(2018, 2, 20),
            "body": "General Assembly",
            "session": 73,
            "answers": tuple(named),
            "opening": "The present report says what was done.",
            **values,
        }
    )


def reading(
    *mandates: Mandate,
    symbol: str = SYMBOL,
    adopted: str | None = "2016-11-21",
    body: str = "General Assembly",
    session: int | str | None = 71,
    title: str = "Cooperation between the United Nations and regional organizations",
    source: str = "sample.txt",
) -> Reading:
    paragraphs = [Paragraph(kind=ParagraphKind.PREAMBULAR, text="Recalling its earlier resolutions,")]
    seen = set()
    for one in mandates:
        if (one.label, one.text) not in seen:
            seen.add((one.label, one.text))
            paragraphs.append(Paragraph(kind=ParagraphKind.OPERATIVE, label=one.label, text=one.text, page=1))
    return Reading(
        resolution=Resolution(
            symbol=symbol,
            title=title,
            body=body,
            session=session,
            adopted_on=dt.date.fromisoformat(adopted) if adopted else None,
            paragraphs=tuple(paragraphs),
            source=source,
        ),
        mandates=mandates,
    )
