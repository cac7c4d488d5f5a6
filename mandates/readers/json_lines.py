"""JSON, one object a line or all in one array: readings as `mandates extract` wrote them, and decisions."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.readers import kinds, limits
from mandates.readers.decisions import decision_document, is_decision
from mandates.readers.document import Document
from mandates.readers.limits import Refusal
from mandates.schema.documents import document_from_plain
from mandates.schema.readings import reading_from_plain

_REMEDY = "give what 'mandates extract' wrote, unchanged"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
#: The maximum size of a line: an extraction has its paragraphs twice, and with their mandates.
_MOST_LINE_BYTES = 4 * limits.DOCUMENT_CHARACTERS
#: The number of invalid objects after which the rest of a file is not read: it is something else.
_MOST_PROBLEMS = 20


def read_json(stream: BinaryIO, source: str) -> Iterator[Document | Reading | IssuedDocument | Problem]:
    """Yield the extractions and issued documents in `stream`, with their mandates unchanged, and the decisions from the
    system of the General Assembly, as documents; a problem for each object that is none of these.

    Lines are read one by one, so that a file of any length takes little memory.

    Raises:
        Refusal: a line or an array is too long, or the file is not text.
    """
    read_count = problems = 0
    for place, item in _items(stream):
        try:
            data = _without_surrogates(json.loads(item) if isinstance(item, bytes) else item)
            if is_decision(data):
                read_count += 1
                yield decision_document(data, f"{source}, {place}")
                continue
            is_issued = isinstance(data, dict) and "document" in data and "resolution" not in data
            reading = document_from_plain(data) if is_issued else reading_from_plain(data)
        except (ValueError, RecursionError) as error:
            broken = isinstance(error, json.JSONDecodeError | UnicodeError | RecursionError)
            reason = "is no JSON" if broken else f"is no reading of a resolution: {error}"
            code = "json.broken" if broken else "json.not_a_reading"
            yield Problem(code, source, f"{place} {reason}; {_REMEDY}")
            problems += 1
            if not read_count or problems == _MOST_PROBLEMS:
                return
        else:
            read_count += 1
            yield reading


def _items(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Yield each object with its place: a line unparsed, as bytes, or an item of an array, parsed."""
    lines = enumerate(_lines(stream), start=1)
    number, first = next(((number, line) for number, line in lines if line.strip()), (1, b""))
    if _is_object(first):
        for position, line in itertools.chain([(number, first)], lines):
            if line.strip():
                yield f"line {position}", line
        return
    text = kinds.decode(first + limits.read_bounded(stream))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        yield "it", text.encode("utf-8", "replace")  # the caller parses it again and reports the error
        return
    items: Iterable[Any] = content if isinstance(content, list) else [content]
    yield from ((f"item {position}", item) for position, item in enumerate(items, start=1))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_MOST_LINE_BYTES):
        if len(line) == _MOST_LINE_BYTES:
            raise Refusal("file.too_large", f"has a line of more than {limits.size(_MOST_LINE_BYTES)}; {_REMEDY}")
        yield line


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _without_surrogates(item: Any) -> Any:
    """Return `item` with lone surrogates replaced, which JSON can express but a database cannot store."""
    if isinstance(item, str):
        return _LONE_SURROGATE.sub("\ufffd", item)
    if isinstance(item, list):
        return [_without_surrogates(entry) for entry in item]
    if isinstance(item, dict):
        return {key: _without_surrogates(value) for key, value in item.items()}
    return item
