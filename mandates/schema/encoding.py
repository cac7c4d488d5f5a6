"""Values of the schema as JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import msgspec
import orjson

#: The types that orjson writes itself, with `+00:00` for UTC as `isoformat` does.
_TIMES = (dt.datetime, dt.date)


def to_json(value: Any, *, indented: bool = False, spaced: bool = False) -> bytes:
    """Return a value of the schema, or plain data with such values in it, as a JSON text in UTF-8.

    It stands on one line unless `indented`; with a space after each comma and colon where `spaced`.
    """
    data = msgspec.to_builtins(value, builtin_types=_TIMES, str_keys=True)
    try:
        text = orjson.dumps(data, option=orjson.OPT_INDENT_2 if indented else None)
    except TypeError:  # a lone surrogate, as in the name of a file; JSON can escape it
        separators = None if indented or spaced else (",", ":")
        indent = 2 if indented else None
        escaped = json.dumps(data, ensure_ascii=False, default=_iso, indent=indent, separators=separators)
        return escaped.encode("utf-8", "backslashreplace")
    return msgspec.json.format(text, indent=0) if spaced else text


def to_plain(value: Any) -> Any:
    """Return a value of the schema as the plain data that its JSON text holds: dates as text, tuples as lists."""
    return json.loads(to_json(value))


def _iso(value: dt.date) -> str:
    return value.isoformat()
