"""Streams of a PDF that unpack to absurd sizes, found before PDFium unpacks them whole."""

from __future__ import annotations

import zlib

from mandates.readers.limits import EXPANSION, PDF_STREAM_BYTES, Refusal

#: The best possible ratio of deflate compression; streams shorter than `_HARMLESS_LENGTH` cannot reach the limit.
_BEST_DEFLATE_RATIO = 1032
_HARMLESS_LENGTH = PDF_STREAM_BYTES // _BEST_DEFLATE_RATIO
#: Up to this length, that of large fonts, a stream is only unpacked if its beginning unpacks like a bomb.
_COMMON_LENGTH = 65_536
_SAMPLE_LENGTH = 4096
_CHUNK_LENGTH = 1_000_000
_DICTIONARY_LENGTH = 400  # bytes before a stream that contain its dictionary, with its type


def check_streams(data: bytes) -> None:
    """Check the unpacked sizes of the streams of a PDF.

    Streams that cannot be checked, such as those of a protected file, are subject to the limits of the reading process.

    Raises:
        Refusal: a stream is a decompression bomb.
    """
    position = 0
    while (end := data.find(b"endstream", position)) >= 0:
        begin = data.find(b"stream", position, end)
        if (
            begin >= 0
            and end - begin > _HARMLESS_LENGTH
            and b"/Image" not in data[max(0, begin - _DICTIONARY_LENGTH) : begin]
        ):
            _check_stream(data[begin + len(b"stream") : end].lstrip(b"\r\n"))
        position = end + len(b"endstream")


def _check_stream(packed: bytes) -> None:
    if (
        len(packed) <= _COMMON_LENGTH
        and _unpacked_size(packed[:_SAMPLE_LENGTH], _CHUNK_LENGTH) < EXPANSION * _SAMPLE_LENGTH
    ):
        return
    limit = max(PDF_STREAM_BYTES, EXPANSION * len(packed))
    unpacked = _unpacked_size(packed, limit)
    if unpacked > limit:
        message = f"holds {len(packed):,} bytes that unpack to {unpacked:,} and more, like a decompression bomb"
        raise Refusal("file.bomb", message)


def _unpacked_size(packed: bytes, limit: int) -> int:
    """Return the unpacked size of `packed` in bytes, counted not far beyond `limit`; 0 if it is not deflated."""
    unpacker = zlib.decompressobj()
    count = 0
    try:
        for start in range(0, len(packed), _COMMON_LENGTH):
            piece = packed[start : start + _COMMON_LENGTH]
            while piece and not unpacker.eof and count <= limit:
                count += len(unpacker.decompress(piece, _CHUNK_LENGTH))
                piece = unpacker.unconsumed_tail
    except zlib.error:  # another compression, or damaged: PDFium only gets the part before
        pass
    return count
