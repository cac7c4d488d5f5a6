"""Readings as `mandates extract` wrote them, one JSON object a line or all in one array, back to readings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from mandates.interchange import reading_from_json
from mandates.model import Problem, Reading

_REMEDY = "give what 'mandates extract' wrote, unchanged"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(text: str, source: str) -> Iterator[Reading | Problem]:
    """Yield the readings in `text`, their mandates kept as written; a problem for each object that is none."""
    whole = text.lstrip()
    if not whole.startswith("["):
        yield from _read_lines(text, source)
        return
    try:
        items = json.loads(whole)
    except (ValueError, RecursionError) as error:
        yield Problem("json.broken", source, f"is no JSON ({error}); {_REMEDY}")
        return
    for number, item in enumerate(items, start=1):
        yield _reading(item, source, f"item {number}")


def _read_lines(text: str, source: str) -> Iterator[Reading | Problem]:
    decoder = json.JSONDecoder()
    position, line = 0, 1
    blank = re.compile(r"\s*")
    while True:  # objects one after another, whether a line each or spread over lines by a pretty-printer
        gap = blank.match(text, position)
        start = gap.end() if gap else position
        if start >= len(text):
            return
        line += text.count("\n", position, start)
        try:
            item, position = decoder.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            yield Problem("json.broken", source, f"line {line} is no JSON ({reason}); {_REMEDY}")
            position = text.find("\n{", start)
            if position < 0:
                return
            line += text.count("\n", start, position)
            continue
        yield _reading(item, source, f"line {line}")
        line += text.count("\n", start, position)


def _reading(item: Any, source: str, place: str) -> Reading | Problem:
    try:
        return reading_from_json(_without_surrogates(item))
    except ValueError as error:
        return Problem("json.not_a_reading", source, f"{place} is no reading of a resolution: {error}; {_REMEDY}")


def _without_surrogates(item: Any) -> Any:
    """Return `item` with halves of characters, which JSON can write and no store can hold, replaced."""
    if isinstance(item, str):
        return _LONE_SURROGATE.sub("\ufffd", item)
    if isinstance(item, list):
        return [_without_surrogates(each) for each in item]
    if isinstance(item, dict):
        return {key: _without_surrogates(value) for key, value in item.items()}
    return item
