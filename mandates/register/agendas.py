"""The items of agendas that are kept, each with the committees it is allocated to: known while the agenda is held."""

from __future__ import annotations

import datetime as dt

from mandates.reference.committees import committees_in
from mandates.store import agendas, issued
from mandates.store.agendas import AgendaItemRow
from mandates.store.engine import Connection
from mandates.store.issued import IssuedRow
from mandates.store.tables import FOREVER


def sync(connection: Connection, issued_id: int, day: dt.date) -> None:
    """Bring the items in force of a document to what it says, from `day` on; nothing of one that is not held."""
    document = issued.by_id(connection, issued_id)
    wanted = _items(document, day) if document is not None and document.held else []
    known = {_told(one): one.id for one in agendas.of_document(connection, issued_id)}
    new = [one for one in wanted if _told(one) not in known]
    gone = [number for told, number in known.items() if told not in {_told(one) for one in wanted}]
    if gone:
        agendas.end(connection, gone, day)
    agendas.add(connection, new)


def _items(document: IssuedRow, day: dt.date) -> list[AgendaItemRow]:
    said = document.reading["document"]
    body, session = said.get("body"), said.get("session")
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
        for entry in said.get("entries") or ()
        for committee in committees_in(entry.get("committee") or "") or (None,)
    ]


def _told(one: AgendaItemRow) -> tuple[str, str, str, str, str | None]:
    return one.body, one.session, one.item, one.title, one.committee
