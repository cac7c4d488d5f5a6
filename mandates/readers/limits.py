"""Guards against input that is broken, hostile or absurdly large: every limit with its reason, in this one place.

A reader that meets a limit raises `Refusal`, which becomes the one problem of that file; the others are read on.
"""

from __future__ import annotations

from typing import BinaryIO

from mandates.domain.problems import Problem

_MEGABYTE = 1_000_000

#: One document, as stored. The largest resolutions with annexes are near 10 MB, a scanned yearly volume near 100.
DOCUMENT_BYTES = 200 * _MEGABYTE
#: The text of one document. All resolutions of a session together are about 5 million characters.
DOCUMENT_CHARACTERS = 20_000_000
#: Pages of one PDF. A yearly volume of all resolutions has about 1,500.
PDF_PAGES = 5_000
#: What a stream of a PDF that is no image may unpack to where it unpacks to more than `EXPANSION` times its size. The
#: text of a page is below 1 MB, a large font about 20; PDFium takes up to a hundred times as much memory as a stream.
PDF_STREAM_BYTES = 20 * _MEGABYTE
#: One XML part of a Word file, unpacked. A thousand pages of text are about 30 MB; its tree takes ten times as much.
XML_BYTES = 64 * _MEGABYTE
#: Documents in one archive. All resolutions of the General Assembly since 1946 are about 20,000.
ARCHIVE_MEMBERS = 50_000
#: Everything in one archive, unpacked. Those 20,000 as PDF are about 5 GB. Members are read one at a time.
ARCHIVE_BYTES = 10_000 * _MEGABYTE
#: How many times its packed size a part may unpack to; text and XML stay below 50, a bomb reaches 1,000.
EXPANSION = 200
#: Below this size a member may unpack as it likes: small files of blanks are harmless.
EXPANSION_FREE_BYTES = 2 * _MEGABYTE
#: Archives within archives. One level is a habit of people (a folder of zipped sessions), more is not.
ARCHIVE_DEPTH = 2
#: Memory that reading one file may take, twice what the largest volume takes.
FILE_MEMORY = 800 * _MEGABYTE
#: Seconds of processor time that one file may take; a resolution takes a few thousandths, the largest volume half.
FILE_CPU_SECONDS = 50.0
#: Memory that each process of a program may take which recognizes pictures or reads another program's files.
PROGRAM_MEMORY = 4_000 * _MEGABYTE
#: Seconds that such a program may take for one file: less than the file as a whole may.
PROGRAM_SECONDS = 500.0
#: Seconds by the clock that one file may take, from a slow disk on a busy machine.
FILE_SECONDS = 600.0


class Refusal(Exception):  # noqa: N818 - it is no fault of the program but a reader's answer
    """A file that cannot be read, and why.

    Attributes:
        code: the problem's code, such as ``file.encrypted``.
        message: one line for a person: what is wrong and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)

    def problem(self, where: str) -> Problem:
        """Return the problem of the file `where`."""
        return Problem(self.code, where, self.message)


def size(count: int) -> str:
    """Return a number of bytes as a person reads it (``12 MB``)."""
    return f"{count / _MEGABYTE:,.0f} MB" if count >= _MEGABYTE else f"{count:,} bytes"


def takes_too_much_memory(where: str) -> Problem:
    """Return the problem of a file that takes more memory than any resolution."""
    message = f"takes more than {size(FILE_MEMORY)} of memory to read; split it, or leave it out"
    return Problem("file.too_large", where, message)


def read_bounded(stream: BinaryIO, limit: int = DOCUMENT_BYTES) -> bytes:
    """Return what is left in `stream`.

    Raises:
        Refusal: it is more than `limit` bytes; no more than that was read.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refusal("file.too_large", f"is larger than {size(limit)}, far more than any resolution; split it")
    return data


def check_characters(count: int) -> None:
    """Check how much text a document has.

    Raises:
        Refusal: it has more characters than any volume of resolutions.
    """
    if count > DOCUMENT_CHARACTERS:
        message = f"has more than {DOCUMENT_CHARACTERS:,} characters of text, more than any volume; split it"
        raise Refusal("file.too_large", message)


def check_expansion(packed: int, unpacked: int, limit: int) -> None:
    """Check the sizes that a packed part states.

    Raises:
        Refusal: it unpacks to more than `limit` bytes, or to absurdly many times its packed size.
    """
    if unpacked > limit:
        raise Refusal("file.too_large", f"unpacks to {size(unpacked)}, more than the {size(limit)} allowed")
    if unpacked > EXPANSION_FREE_BYTES and unpacked > EXPANSION * max(packed, 1):
        raise Refusal("file.bomb", f"unpacks to {unpacked // max(packed, 1):,} times its size, as only a bomb does")
