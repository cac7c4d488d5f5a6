"""ZIP archives of documents: their members one at a time, guarded against decompression bombs. Nothing is unpacked
to disk, so a member's name can do no harm.
"""

from __future__ import annotations

import functools
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

from mandates.domain.problems import Problem
from mandates.readers import limits, recognition
from mandates.readers.kinds import is_document_name
from mandates.readers.limits import Refusal
from mandates.readers.opening import open_file

#: An open zip container: an archive of documents, or a Word file.
Container: TypeAlias = zipfile.ZipFile
_ENCRYPTED_BIT = 0x1  # bit of ZipInfo.flag_bits


@dataclass(slots=True)
class Budget:
    """How much an archive, including the archives in it, may still contain: members, bytes, levels of nesting."""

    members: int = limits.ARCHIVE_MEMBERS
    bytes: int = limits.ARCHIVE_BYTES
    depth: int = limits.ARCHIVE_DEPTH

    def spend(self, count: int) -> None:
        """Deduct a member of `count` bytes from the budget.

        Raises:
            Refusal: the budget is exhausted.
        """
        self.members -= 1
        self.bytes -= count
        if self.members < 0:
            raise Refusal("archive.too_large", f"holds more than {limits.ARCHIVE_MEMBERS:,} documents; split it")
        if self.bytes < 0:
            raise Refusal("archive.too_large", f"unpacks to more than {limits.size(limits.ARCHIVE_BYTES)}; split it")


def open_container(stream: BinaryIO) -> Container:
    """Return the zip container in `stream`, which must be seekable.

    Raises:
        Refusal: the container is damaged.
    """
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
        raise Refusal("file.broken", f"is a damaged ZIP or Word file ({error}); get it again") from error


def members(container: Container, source: str, budget: Budget) -> Iterator[tuple[str, bytes] | Problem]:
    """Yield each document of an archive as (``archive.zip/inner.pdf``, its bytes), sorted by name; a problem for each
    document that cannot be unpacked, and for an archive without documents.
    """
    documents = sorted(_documents(container), key=lambda info: info.filename)
    if not documents:
        yield Problem("archive.no_documents", source, "contains no readable document")
    for info in documents:
        name = f"{source}/{info.filename}"
        try:
            budget.spend(info.file_size)
        except Refusal as refusal:
            yield refusal.problem(source)
            return
        try:
            yield name, unpack(container, info, limits.DOCUMENT_BYTES)
        except Refusal as refusal:
            yield refusal.problem(name)


def member_names(path: str) -> list[str]:
    """Return the names of the documents in the archive at `path`, sorted, as ``archive.zip/inner.pdf``.

    The list is empty if the file is not a readable archive or exceeds a limit; reading the file reports that problem.
    """
    try:
        with open_file(path) as file, zipfile.ZipFile(file) as container:
            documents = _documents(container)
            budget = Budget()
            for info in documents:
                budget.spend(info.file_size)
            return sorted({f"{path}/{info.filename}" for info in documents})
    except (Refusal, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError):
        return []


def read_member(path: str, name: str) -> bytes | None:
    """Return the bytes of the document `name` in the archive at `path`; None if there is no such document.

    Raises:
        Refusal: the archive or the member is damaged or exceeds a limit.
        OSError: the archive cannot be opened.
    """
    container = _open_archive(path)
    try:
        info = container.getinfo(name)
    except KeyError:
        return None
    return unpack(container, info, limits.DOCUMENT_BYTES)


def unpack(container: Container, info: zipfile.ZipInfo, limit: int) -> bytes:
    """Return the bytes of one member.

    Raises:
        Refusal: it is encrypted or damaged, unpacks to more than `limit` bytes, or is a decompression bomb.
    """
    if info.flag_bits & _ENCRYPTED_BIT:
        raise Refusal("file.encrypted", "is protected by a password; pack it without one")
    limits.check_expansion(info.compress_size, info.file_size, limit)
    try:
        return container.read(info)  # returns at most the declared size
    except NotImplementedError as error:
        raise Refusal("file.broken", "uses an unsupported compression; pack it as ordinary ZIP") from error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise Refusal("file.broken", f"cannot be unpacked ({error}); get it again") from error


def _documents(container: Container) -> list[zipfile.ZipInfo]:
    with_pictures = recognition.is_available()
    return [
        info
        for info in container.infolist()
        if not info.is_dir() and is_document_name(info.filename, pictures=with_pictures)
    ]


@functools.lru_cache(maxsize=1)  # members are read one by one by name; keep the archive open
def _open_archive(path: str) -> Container:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise Refusal("file.broken", f"is a damaged ZIP file ({error}); get it again") from error
