"""The items of stored agendas, each with the committees to which it is allocated."""

from __future__ import annotations

import datetime as dt

from mandates.domain.lifecycle import FOREVER
from mandates.reference.committees import committees_in
from mandates.store import agendas, issued
from mandates.store.agendas import AgendaItemRow
from mandates.store.engine import Connection
from mandates.store.issued import IssuedRow


def sync(connection: Connection, issued_id: int, day: dt.date) -> None:
    """Update the stored items of a document to those in its text, from `day` on; one that is not held has none."""
    document = issued.by_id(connection, issued_id)
    items = _items(document, day) if document is not None and document.held else []
    known_ids = {_identity(item): item.id for item in agendas.of_document(connection, issued_id)}
    new = [item for item in items if _identity(item) not in known_ids]
    gone = [item_id for identity, item_id in known_ids.items() if identity not in {_identity(item) for item in items}]
    if gone:
        agendas.end(connection, gone, day)
    agendas.add(connection, new)


def _items(document: IssuedRow, day: dt.date) -> list[AgendaItemRow]:
    extracted = document.reading["document"]
    body, session = extracted.get("body"), extracted.get("session")
    if not body or session is None:
        return []
    return [
        AgendaItemRow(
            id=0,
            issued_id=document.id,
            body=body,
            session=str(session),
            item=entry["item"],
            title=entry["title"],
            committee=committee,
            since=day,
            until=FOREVER,
        )
        for entry in extracted.get("entries") or ()
        for committee in committees_in(entry.get("committee") or "") or (None,)
    ]


def _identity(item: AgendaItemRow) -> tuple[str, str, str, str, str | None]:
    return item.body, item.session, item.item, item.title, item.committee
