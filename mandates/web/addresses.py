"""Addresses of what the register holds: a mandate, a resolution, a session, an owner."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote

from mandates.domain.errors import UsageError
from mandates.domain.symbols import Symbol
from mandates.rendering.words import abbreviation

_SAFE = "/()@~"


def of_mandate(reference: str) -> str:
    """Return the address of a reference, with ``/`` for ``#``: ``A/RES/71/12#8`` -> ``/m/A/RES/71/12/8``."""
    symbol, _, label = reference.partition("#")
    return f"/m/{quote(symbol, safe=_SAFE)}/{quote(label, safe=_SAFE)}"


def reference_at(path: str) -> str:
    """Return the reference of the address that ends in `path`: ``A/RES/71/12/8`` -> ``A/RES/71/12#8``."""
    symbol, _, label = path.rpartition("/")
    return f"{symbol}#{label}"


def of_resolution(symbol: str) -> str:
    """Return the address of a resolution."""
    return f"/r/{quote(symbol, safe=_SAFE)}"


def of_session(body: str | None, session: int | str | None) -> str:
    """Return the address of a session: ``/s/GA/81``."""
    return f"/s/{quote(abbreviation(body) or '', safe='')}/{quote(str(session), safe='')}"


@functools.lru_cache(maxsize=1000)  # lists name the same few owners many times
def of_owner(name: str) -> str:
    """Return the address of an owner's page."""
    return f"/owners/{quote(name, safe='')}"


def of_text(text: str) -> str | None:
    """Return the address of the mandate or resolution that a cell names; None if it names neither."""
    if re.fullmatch(r"[A-Z][A-Z./0-9-]*/\S[^#]*#\S+", text):
        return of_mandate(text)
    if re.fullmatch(r"[A-Z][A-Z/0-9-]*/RES/\S+(?: \(\d{4}\)| \([XIVLC]+\))?(?: [A-Z](?:-[A-Z])?)?", text):
        return of_resolution(text)
    return None


def of_changed(reference: str) -> str:
    """Return the address of the object of an event: a mandate, a resolution, or a document on another site."""
    if "#" in reference:
        return of_mandate(reference)
    try:
        return of_resolution(str(Symbol.parse(reference)))
    except UsageError:
        return of_document(reference)


def of_document(symbol: str) -> str:
    """Return the address of a United Nations document on undocs.org."""
    return f"https://undocs.org/{quote(symbol, safe='/()')}"
