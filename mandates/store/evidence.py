"""The documents that people named as evidence, and what they answer."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, select

from mandates.store.rows import fetch
from mandates.store.tables import document, evidence


class NamedDocument(NamedTuple):
    """That a document answers an obligation."""

    id: int
    symbol: str
    obligation_id: int


def documents(connection: Connection) -> list[NamedDocument]:
    """Return the documents that are evidence, in order of their symbols, once for each obligation they answer."""
    statement = (
        select(document.c.id, document.c.symbol, evidence.c.obligation_id)
        .join(evidence, evidence.c.document_id == document.c.id)
        .where(evidence.c.in_force)
        .order_by(document.c.symbol, evidence.c.obligation_id)
    )
    return fetch(connection, NamedDocument, statement)
