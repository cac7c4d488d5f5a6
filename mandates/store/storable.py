"""Text that both databases can keep: no NUL, which PostgreSQL refuses, and no half characters of broken file names."""

from __future__ import annotations

import re
from typing import Any

import orjson

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: str) -> str:
    """Return `value` with characters that cannot be stored replaced by U+FFFD."""
    if "\x00" not in value:
        try:
            value.encode()
        except UnicodeEncodeError:
            pass
        else:
            return value
    return _UNSTORABLE.sub("\ufffd", value)


def data(value: Any) -> Any:
    """Return plain data with all text values made storable; `value` itself if they are. Keys are not changed."""
    try:
        if b"\\u0000" not in orjson.dumps(value):
            return value
    except TypeError:  # a lone surrogate
        pass
    return _data(value)


def _data(value: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_data(item) for item in value]
    if isinstance(value, dict):
        return {name: _data(item) for name, item in value.items()}
    return value
