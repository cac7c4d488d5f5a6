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
#: One resolution as JSON: its paragraphs come twice, and with their readings.
_LINE_BYTES = 4 * limits.DOCUMENT_CHARACTERS
#: After so many objects that are no readings the rest of a file is left unread: it is something else.
_MOST_PROBLEMS = 20


def read_json(stream: BinaryIO, source: str) -> Iterator[Document | Reading | IssuedDocument | Problem]:
    """Yield the readings and issued documents in `stream`, their mandates kept as written, and the decisions that the
    General Assembly's own system gives, as documents; a problem for each object that is none of these.

    Lines are read one by one, so that a file of any length takes little memory.

    Raises:
        Refusal: a line or an array is absurdly long, or it is no text.
    """
    readings = problems = 0
    for place, item in _items(stream):
        try:
            data = _without_surrogates(json.loads(item) if isinstance(item, bytes) else item)
            if is_decision(data):
                readings += 1
                yield decision_document(data, f"{source}, {place}")
                continue
            issued = isinstance(data, dict) and "document" in data and "resolution" not in data
            reading = document_from_plain(data) if issued else reading_from_plain(data)
        except (ValueError, RecursionError) as error:
            broken = isinstance(error, json.JSONDecodeError | UnicodeError | RecursionError)
            reason = "is no JSON" if broken else f"is no reading of a resolution: {error}"
            code = "json.broken" if broken else "json.not_a_reading"
            yield Problem(code, source, f"{place} {reason}; {_REMEDY}")
            problems += 1
            if not readings or problems == _MOST_PROBLEMS:
                return
        else:
            readings += 1
            yield reading


def _items(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    """Yield each object with its place: a line as it is, an item of an array parsed."""
    lines = enumerate(_lines(stream), start=1)
    number, first = next(((number, line) for number, line in lines if line.strip()), (1, b""))
    if _is_object(first):
        for at, line in itertools.chain([(number, first)], lines):
            if line.strip():
                yield f"line {at}", line
        return
    text = kinds.decode(first + limits.read_bounded(stream))
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield "it", text.encode("utf-8", "replace")  # which says what is wrong with it
        return
    items: Iterable[Any] = whole if isinstance(whole, list) else [whole]
    yield from ((f"item {at}", item) for at, item in enumerate(items, start=1))


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_LINE_BYTES):
        if len(line) == _LINE_BYTES:
            raise Refusal("file.too_large", f"has a line of more than {limits.size(_LINE_BYTES)}; {_REMEDY}")
        yield line


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _without_surrogates(item: Any) -> Any:
    """Return `item` with halves of characters, which JSON can write and no store can hold, replaced."""
    if isinstance(item, str):
        return _LONE_SURROGATE.sub("\ufffd", item)
    if isinstance(item, list):
        return [_without_surrogates(each) for each in item]
    if isinstance(item, dict):
        return {key: _without_surrogates(value) for key, value in item.items()}
    return item
