"""The files of notes, stored in the register itself so that a copy of it has them too."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from mandates.store import storable
from mandates.store.rows import fetch_one
from mandates.store.tables import attachment


class Attachment(NamedTuple):
    """A file with its content."""

    id: int
    name: str
    media_type: str
    size: int
    content: bytes


def add(connection: Connection, name: str, media_type: str, content: bytes) -> int:
    """Store a file and return its id; a file of the same name and content is stored once."""
    plain = storable.text(name)
    digest = hashlib.sha256(content).hexdigest()
    statement = select(attachment.c.id).where(attachment.c.digest == digest, attachment.c.name == plain)
    existing = connection.execute(statement).scalar()
    if existing is not None:
        return int(existing)
    values = {"name": plain, "media_type": media_type, "size": len(content), "digest": digest, "content": content}
    return int(connection.execute(insert(attachment).values(values).returning(attachment.c.id)).scalar_one())


def find(connection: Connection, attachment_id: int) -> Attachment | None:
    """Return a file by its id."""
    columns = [attachment.c[name] for name in Attachment._fields]
    return fetch_one(connection, Attachment, select(*columns).where(attachment.c.id == attachment_id))
