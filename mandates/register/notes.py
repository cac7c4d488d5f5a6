"""Storing the files that are attached to notes, and returning them."""

from __future__ import annotations

import mimetypes
import pathlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mandates.domain import notes
from mandates.domain.errors import UnknownReferenceError, UsageError
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import attachments
from mandates.store.attachments import Attachment
from mandates.store.engine import Connection

#: How many characters at the end of a file's name are kept.
_NAME_LENGTH = 200


class File(NamedTuple):
    """A file to be attached."""

    name: str
    content: bytes


def attach(work: UnitOfWork, files: Sequence[File]) -> tuple[Mapping[str, Any], ...]:
    """Store files and return the references to them that notes contain: mappings with ``id``, ``name`` and ``size``.

    Raises:
        UsageError: a file is empty, or larger than `notes.LARGEST`.
    """
    return tuple(_attach(work, file) for file in files)


def _attach(work: UnitOfWork, file: File) -> Mapping[str, Any]:
    name = "".join(char for char in pathlib.PurePath(file.name).name if char.isprintable())[-_NAME_LENGTH:] or "file"
    size = len(file.content)
    if not size:
        raise UsageError(f"{name} is empty", "attach a file with something in it")
    if size > notes.LARGEST:
        raise UsageError(
            f"{name} has more than {notes.LARGEST // 2**20} MB", "put it where others can read it, and give a --link"
        )
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"id": attachments.add(work.connection, name, kind, file.content), "name": name, "size": size}


def file_of(connection: Connection, number: int) -> Attachment:
    """Return an attached file by its number.

    Raises:
        UnknownReferenceError: there is none.
    """
    attachment = attachments.find(connection, number)
    if attachment is None:
        raise UnknownReferenceError(f"no note has a file {number}", "see 'mandates show REFERENCE' for those there are")
    return attachment
