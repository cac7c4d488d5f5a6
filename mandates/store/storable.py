"""Text that both databases can keep: no NUL, which PostgreSQL refuses, and no half characters of broken file names."""

from __future__ import annotations

import re
from typing import Any

import orjson

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: str) -> str:
    """Return `value` with what cannot be stored replaced by U+FFFD."""
    if "\x00" not in value:
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    return _UNSTORABLE.sub("\ufffd", value)


def data(value: Any) -> Any:
    """Return plain data, whose keys are the program's own, with all its text made storable: as it is where it is so."""
    try:
        if b"\\u0000" not in orjson.dumps(value):
            return value
    except TypeError:  # half a character
        pass
    return _data(value)


def _data(value: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_data(one) for one in value]
    if isinstance(value, dict):
        return {name: _data(one) for name, one in value.items()}
    return value
