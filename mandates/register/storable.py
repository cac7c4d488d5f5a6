"""Text that both databases can keep: no NUL, which PostgreSQL refuses, and no half characters of broken file names."""

from __future__ import annotations

import re
from typing import Any

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
    """Return plain data with all its text made storable."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [data(one) for one in value]
    if isinstance(value, dict):
        return {text(name): data(one) for name, one in value.items()}
    return value
