"""Guards against input that is broken, hostile or absurdly large: every limit with its reason, in this one place.

A reader that meets a limit raises `Refusal`, which becomes the one problem of that file; the others are read on.
"""

from __future__ import annotations

from typing import BinaryIO

from mandates.domain.problems import Problem

_MEGABYTE = 1_000_000

#: The size of one document. The largest resolutions with annexes have about 10 MB, a scanned yearly volume about 100.
DOCUMENT_BYTES = 200 * _MEGABYTE
#: The text of one document, in characters. All resolutions of a session together have about 5 million.
DOCUMENT_CHARACTERS = 20_000_000
#: The number of pages of one PDF. A yearly volume of all resolutions has about 1,500.
PDF_PAGES = 5_000
#: The unpacked size of a stream of a PDF that is not an image and unpacks to more than `EXPANSION` times its size. The
#: text of a page is below 1 MB, a large font about 20; PDFium takes up to a hundred times as much memory as a stream.
PDF_STREAM_BYTES = 20 * _MEGABYTE
#: One XML part of a Word file, unpacked. A thousand pages of text have about 30 MB; the tree takes ten times as much.
XML_BYTES = 64 * _MEGABYTE
#: The number of documents in one archive. The General Assembly has adopted about 20,000 resolutions since 1946.
ARCHIVE_MEMBERS = 50_000
#: The total unpacked size of an archive. Those 20,000 resolutions as PDF have about 5 GB. Members are read one by one.
ARCHIVE_BYTES = 10_000 * _MEGABYTE
#: The ratio of unpacked to packed size of a part; text and XML stay below 50, a decompression bomb reaches 1,000.
EXPANSION = 200
#: Unpacked size up to which the ratio is not checked: small files of blanks are harmless.
EXPANSION_FREE_BYTES = 2 * _MEGABYTE
#: Levels of nested archives. One archive within another is common (a folder of zipped sessions), more is not.
ARCHIVE_DEPTH = 2
#: The memory for reading one file, in bytes: twice what the largest volume takes.
FILE_MEMORY = 800 * _MEGABYTE
#: The processor time for one file, in seconds; a resolution takes a few milliseconds, the largest volume half of this.
FILE_CPU_SECONDS = 50.0
#: The memory for each process of an external program that recognizes or converts a file, in bytes.
PROGRAM_MEMORY = 4_000 * _MEGABYTE
#: The time for such a program to process one file, in seconds: less than `FILE_SECONDS`.
PROGRAM_SECONDS = 500.0
#: The elapsed time for one file, in seconds, sufficient for a slow disk on a busy machine.
FILE_SECONDS = 600.0


class Refusal(Exception):  # noqa: N818 - not an error of the program but a result of reading
    """Raised for a file that cannot be read, with the reason.

    Attributes:
        code: the code of the problem, such as ``file.encrypted``.
        message: one line for a person: what is wrong and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)

    def problem(self, where: str) -> Problem:
        """Return this refusal as a problem of the file `where`."""
        return Problem(self.code, where, self.message)


def size(count: int) -> str:
    """Return a number of bytes in words (``12 MB``)."""
    return f"{count / _MEGABYTE:,.0f} MB" if count >= _MEGABYTE else f"{count:,} bytes"


def takes_too_much_memory(where: str) -> Problem:
    """Return a problem for the file `where`, which takes more than `FILE_MEMORY` to read."""
    message = f"takes more than {size(FILE_MEMORY)} of memory to read; split it, or leave it out"
    return Problem("file.too_large", where, message)


def read_bounded(stream: BinaryIO, limit: int = DOCUMENT_BYTES) -> bytes:
    """Return the remaining bytes of `stream`.

    Raises:
        Refusal: there are more than `limit` bytes; the rest is not read.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refusal("file.too_large", f"is larger than {size(limit)}, far more than any resolution; split it")
    return data


def check_characters(count: int) -> None:
    """Check the number of characters of a document.

    Raises:
        Refusal: it is more than `DOCUMENT_CHARACTERS`.
    """
    if count > DOCUMENT_CHARACTERS:
        message = f"has more than {DOCUMENT_CHARACTERS:,} characters of text, more than any volume; split it"
        raise Refusal("file.too_large", message)


def check_expansion(packed: int, unpacked: int, limit: int) -> None:
    """Check the declared sizes of a packed part, in bytes.

    Raises:
        Refusal: it unpacks to more than `limit` bytes, or to more than `EXPANSION` times its packed size.
    """
    if unpacked > limit:
        raise Refusal("file.too_large", f"unpacks to {size(unpacked)}, more than the {size(limit)} allowed")
    if unpacked > EXPANSION_FREE_BYTES and unpacked > EXPANSION * max(packed, 1):
        raise Refusal(
            "file.bomb",
            f"unpacks to {unpacked // max(packed, 1):,} times its size, like a decompression bomb",
        )
