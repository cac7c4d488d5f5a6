"""Streams of a PDF that unpack to absurd sizes, found before PDFium unpacks them whole."""

from __future__ import annotations

import zlib

from mandates.readers.limits import EXPANSION, PDF_STREAM_BYTES, Refusal

#: How far deflating shrinks anything at best; shorter streams cannot reach the limit.
_DEFLATE = 1032
_HARMLESS = PDF_STREAM_BYTES // _DEFLATE
#: Up to this length, that of large fonts, a stream is looked into only where it begins like a bomb.
_COMMON = 65_536
_BEGINNING = 4096
_CHUNK = 1_000_000
_DICTIONARY = 400  # bytes before a stream in which its dictionary says what it is


def check_streams(data: bytes) -> None:
    """Check the sizes that the streams of a PDF unpack to.

    What hides from this, such as a stream in a protected file, is left to the limits of the process that reads it.

    Raises:
        Refusal: one unpacks to what only a bomb does.
    """
    position = 0
    while (end := data.find(b"endstream", position)) >= 0:
        begin = data.find(b"stream", position, end)
        if begin >= 0 and end - begin > _HARMLESS and b"/Image" not in data[max(0, begin - _DICTIONARY) : begin]:
            _check(data[begin + len(b"stream") : end].lstrip(b"\r\n"))
        position = end + len(b"endstream")


def _check(packed: bytes) -> None:
    if len(packed) <= _COMMON and _unpacked(packed[:_BEGINNING], _CHUNK) < EXPANSION * _BEGINNING:
        return
    limit = max(PDF_STREAM_BYTES, EXPANSION * len(packed))
    unpacked = _unpacked(packed, limit)
    if unpacked > limit:
        message = f"holds {len(packed):,} bytes that unpack to {unpacked:,} and more, as only a bomb does"
        raise Refusal("file.bomb", message)


def _unpacked(packed: bytes, limit: int) -> int:
    """Return how many bytes `packed` unpacks to, counted not much further than `limit`; 0 where it is not deflated."""
    unpacker = zlib.decompressobj()
    count = 0
    try:
        for start in range(0, len(packed), _COMMON):
            piece = packed[start : start + _COMMON]
            while piece and not unpacker.eof and count <= limit:
                count += len(unpacker.decompress(piece, _CHUNK))
                piece = unpacker.unconsumed_tail
    except zlib.error:  # another packing, or damaged: what came before is what PDFium gets
        pass
    return count
