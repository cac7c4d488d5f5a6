"""Text that is safe and fits: control characters made harmless, widths in terminal cells, wrapping, cutting."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache

#: C0 and C1 controls, line separators and the marks that reorder text: no document needs them in a report, and a
#: terminal or a reader could be deceived by them.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SPACES = frozenset("\t\n\v\f\r\x85\u2028\u2029")
#: Letters and signs of Latin scripts: without soft hyphens, combining and wide characters.
_NARROW = re.compile("[ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*")
ELLIPSIS = "\u2026"


def plain(text: str) -> str:
    """Return `text` on one line without anything a terminal would obey; what is removed shows as U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(lambda match: " " if match[0] in _SPACES else "\ufffd", text)


def document_url(symbol: str) -> str:
    """Return where the United Nations' site has the document of a symbol, or of a reference to something in it."""
    import urllib.parse  # noqa: PLC0415 - only formats with links need it

    return "https://docs.un.org/en/" + urllib.parse.quote(symbol.partition("#")[0], safe="/()")


@lru_cache(maxsize=4096)
def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Return how many cells of a terminal `text` takes."""
    return len(text) if _is_narrow(text) else sum(map(_char_width, text))


def _is_narrow(text: str) -> bool:
    """Tell whether each character of `text` surely takes one cell, as in almost all of it."""
    return text.isascii() or _NARROW.fullmatch(text) is not None


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Return `text` filled with spaces to `cells`."""
    fill = " " * (cells - width(text))
    return fill + text if right else text + fill


def cut(text: str, cells: int) -> str:
    """Return `text` in at most `cells`, its end replaced by an ellipsis where it is longer."""
    if width(text) <= cells:
        return text
    return _head(text, cells - 1).rstrip() + ELLIPSIS


def wrap(text: str, cells: int, lines: int | None = None) -> list[str]:
    """Return `text` in lines of at most `cells`, broken at spaces, longer words anywhere.

    At most `lines` where given, the last one ending in an ellipsis if something is left.
    """
    if width(text) <= cells:
        return [text]
    if lines == 1:
        return [cut(text, cells)]
    out = _wrapped_narrow(text, cells, lines) if _is_narrow(text) else _wrapped(text, cells, lines)
    if lines is not None and len(out) > lines:
        out = [*out[: lines - 1], cut(f"{out[lines - 1]} {out[lines]}", cells)]
        if not out[-1].endswith(ELLIPSIS):
            out[-1] = _head(out[-1], cells - 1).rstrip() + ELLIPSIS
    return out


def _wrapped_narrow(text: str, cells: int, lines: int | None) -> list[str]:
    """Return the lines of `text`, whose characters take one cell each; one more than `lines` at most."""
    text = " ".join(text.split())
    out: list[str] = []
    start = 0
    while len(text) - start > cells and (lines is None or len(out) <= lines):
        space = text.rfind(" ", start, start + cells + 1)
        out.append(text[start : space if space > start else start + cells])
        start = space + 1 if space > start else start + cells
    return [*out, text[start:]]


def _wrapped(text: str, cells: int, lines: int | None) -> list[str]:
    """Return the lines of `text`, as many as are needed to tell whether there are more than `lines`."""
    out: list[str] = []
    current = ""
    for word in text.split():
        rest = word
        if current and width(current) + 1 + width(rest) <= cells:
            current = f"{current} {rest}"
            continue
        if current:
            out.append(current)
        while width(rest) > cells:
            head = _head(rest, cells)
            out.append(head)
            rest = rest[len(head) :]
            if lines is not None and len(out) > lines:
                break
        current = rest
        if lines is not None and len(out) > lines:
            break
    return [*out, current] if current else out


def _head(text: str, cells: int) -> str:
    """Return as much of the beginning of `text` as fits, and at least one character, so that cutting ends."""
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
