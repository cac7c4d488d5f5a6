"""Text that is safe and fits: control characters made harmless, widths in terminal cells, wrapping, cutting."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

#: C0 and C1 controls, line separators and bidirectional formatting characters: a report does not need them, and they
#: could control a terminal or mislead a reader.
_CONTROL_CHARACTERS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SPACE_CONTROLS = frozenset("\t\n\v\f\r\x85\u2028\u2029")
#: Letters and signs of Latin scripts, without soft hyphens, combining and wide characters.
_SINGLE_WIDTH = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*")
ELLIPSIS = "\u2026"


def plain(text: str) -> str:
    """Return `text` on one line without control characters; each one becomes a space or U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL_CHARACTERS.sub(lambda match: " " if match[0] in _SPACE_CONTROLS else "\ufffd", text)


def document_url(symbol: str) -> str:
    """Return the URL of a document on the United Nations' site, from its symbol or from a reference to a part of it."""
    import urllib.parse  # noqa: PLC0415 - only formats with links need it

    return "https://docs.un.org/en/" + urllib.parse.quote(symbol.partition("#")[0], safe="/()")


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Return the width of `text` in terminal cells."""
    return len(text) if _is_narrow(text) else sum(map(_char_width, text))


def _is_narrow(text: str) -> bool:
    """Return whether each character of `text` certainly takes one cell, which is true of almost all texts."""
    return text.isascii() or _SINGLE_WIDTH.fullmatch(text) is not None


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return `text` padded with spaces to a width of `cells`."""
    fill = " " * (cells - width(text))
    return fill + text if right else text + fill


def cut(text: str, cells: int) -> str:
    """Return `text` in at most `cells`; the end of a longer one is replaced by an ellipsis."""
    if width(text) <= cells:
        return text
    return _head(text, cells - 1).rstrip() + ELLIPSIS


def wrap(text: str, cells: int, lines: int | None = None) -> list[str]:
    """Return `text` as lines of at most `cells`, broken at spaces; longer words are broken anywhere.

    If `lines` is set, there are at most so many, and the last one ends in an ellipsis if text is left out.
    """
    if width(text) <= cells:
        return [text]
    if lines == 1:
        return [cut(text, cells)]
    wrapped = _wrapped_narrow(text, cells, lines) if _is_narrow(text) else _wrapped(text, cells, lines)
    if lines is not None and len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], cut(f"{wrapped[lines - 1]} {wrapped[lines]}", cells)]
        if not wrapped[-1].endswith(ELLIPSIS):
            wrapped[-1] = _head(wrapped[-1], cells - 1).rstrip() + ELLIPSIS
    return wrapped


def _wrapped_narrow(text: str, cells: int, lines: int | None) -> list[str]:
    """Return the lines of a `text` whose characters take one cell each, at most one more than `lines`."""
    text = " ".join(text.split())
    wrapped: list[str] = []
    start = 0
    while len(text) - start > cells and (lines is None or len(wrapped) <= lines):
        space = text.rfind(" ", start, start + cells + 1)
        wrapped.append(text[start : space if space > start else start + cells])
        start = space + 1 if space > start else start + cells
    return [*wrapped, text[start:]]


def _wrapped(text: str, cells: int, lines: int | None) -> list[str]:
    """Return the lines of `text`, only as many as are needed to know whether there are more than `lines`."""
    wrapped: list[str] = []
    current = ""
    for word in text.split():
        rest = word
        if current and width(current) + 1 + width(rest) <= cells:
            current = f"{current} {rest}"
            continue
        if current:
            wrapped.append(current)
        while width(rest) > cells:
            head = _head(rest, cells)
            wrapped.append(head)
            rest = rest[len(head) :]
            if lines is not None and len(wrapped) > lines:
                break
        current = rest
        if lines is not None and len(wrapped) > lines:
            break
    return [*wrapped, current] if current else wrapped


def _head(text: str, cells: int) -> str:
    """Return the beginning of `text` that fits into `cells`, at least one character, so that loops terminate."""
    if text.isascii():
        return text[: max(cells, 1)]
    taken = 0
    for index, char in enumerate(text):
        taken += _char_width(char)
        if taken > cells:
            return text[: max(index, 1)]
    return text


def day(date: dt.date | None) -> str:
    """Return a date as United Nations documents abbreviate it: ``16 Sep 2019``; empty for None."""
    if date is None:
        return ""
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[date.month - 1]
    return f"{date.day} {month} {date.year}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: ``1 mandate``, ``2 mandates``; thousands are set off by commas."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
