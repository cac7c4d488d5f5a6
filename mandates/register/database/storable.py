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
    """Return plain data, whose keys are the program's own, with all its text made storable: as it is where it is so."""
    texts: list[str] = []
    left: list[Any] = [[value]]
    for one in left:  # which grows
        for part in one.values() if one.__class__ is dict else one:
            kind = part.__class__
            if kind is str:
                texts.append(part)
            elif kind is dict or kind is list:
                left.append(part)
    whole = "".join(texts)
    return value if text(whole) is whole else _data(value)


def _data(value: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [_data(one) for one in value]
    if isinstance(value, dict):
        return {name: _data(one) for name, one in value.items()}
    return value
