"""What the masthead of a draft says: under which symbol its text can be read, its session and its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mandates.domain.symbols import Symbol
from mandates.lexicon.numbers import ordinals, plain
from mandates.structure import masthead, shapes
from mandates.structure.furniture import DOCUMENT_SYMBOL

#: The number in the symbol of a text that has none yet, and the session if that is unknown.
_PLACEHOLDER_NUMBER, _UNKNOWN_SESSION = "0", "1"
#: The session or the year in the symbol of a draft: ``A/C.2/80/L.12``, ``A/HRC/60/L.5``, ``S/2026/212``.
_SESSION_IN_SYMBOL = re.compile(r"/(?P<session>\d{1,4})(?=/)")
#: The last line of the masthead; the title follows it.
_SPONSORS = re.compile(
    r"(?:.*\b)?(?:revised\s+)?draft\s+(?:resolution|decision)\b[^.]{0,40}", re.IGNORECASE | re.DOTALL
)
_MASTHEAD = re.compile(
    rf"(?:distr\.|original:|agenda\s+items?\b|\[|united\s+nations\b|{DOCUMENT_SYMBOL})", re.IGNORECASE
)
_SESSION_NAMED = re.compile(r"(?P<ordinal>[A-Z][A-Za-z-]+(?:\s[a-z-]+){0,4}) session\b")
_SESSION_LINE = re.compile(r".{0,80}\bsession\b.{0,20}|.{0,80}\bcommittee", re.IGNORECASE)
#: The placeholder for the number of a draft before its title: “57/…”.
_NUMBER_PLACEHOLDER = re.compile(r"^\d{1,3}/\s*[\u2026._\s-]+")
#: The maximum length of a title; what is longer is a note.
_MAX_TITLE = 400


def stand_in(organ: str | None, symbols: Iterable[str], head: Iterable[str] = ()) -> Symbol | None:
    """Return a placeholder symbol for a draft of `organ`.

    Its session is that of one of the document's own `symbols`, or else of a line of its `head`. Return None if the
    organ is not known or has no series of symbols.

    >>> str(stand_in("General Assembly", ["A/C.2/80/L.12"]))
    'A/RES/80/0'
    """
    if organ is None:
        return None
    sessions_in_symbols = (
        match["session"] for symbol_text in symbols if (match := _SESSION_IN_SYMBOL.search(symbol_text))
    )
    session = next(sessions_in_symbols, None) or next(filter(None, map(_session_named_in, head)), _UNKNOWN_SESSION)
    forms = (
        f"{session}/{_PLACEHOLDER_NUMBER}",
        f"{_PLACEHOLDER_NUMBER} ({session})",
        f"{_PLACEHOLDER_NUMBER} (2000)",
        f"2000/{_PLACEHOLDER_NUMBER}",
    )
    return next((symbol for form in forms if (symbol := Symbol.numbered(organ, form)) is not None), None)


def is_stand_in(symbol: str) -> bool:
    """Return whether a symbol is such a placeholder.

    >>> is_stand_in("A/RES/80/0"), is_stand_in("A/RES/80/10")
    (True, False)
    """
    return Symbol.parse(symbol).number == int(_PLACEHOLDER_NUMBER)


def session(symbol: Symbol) -> int | str | None:
    """Return the session in a placeholder symbol; None if it was not known."""
    return None if symbol.session in (_UNKNOWN_SESSION, "2000") else symbol.body_session


def _session_named_in(text: str) -> str | None:
    """Return the number of the session that a line of a masthead names in words: “Eightieth session”."""
    match = _SESSION_NAMED.search(text)
    number = ordinals().get(plain(match["ordinal"].lower())) if match else None
    return str(number) if number else None


def title(head: Sequence[str]) -> str | None:
    """Return the title of a draft: the lines after the one that states what it is, or the line before its opening.

    >>> title(["Second Committee", "Egypt:* draft resolution", "Oil slick on Lebanese shores"])
    'Oil slick on Lebanese shores'
    """
    start = 0
    for index, text in enumerate(head):
        if _SPONSORS.fullmatch(text):
            start = index + 1
    if not start:
        masthead_lines = [i for i, text in enumerate(head) if _is_masthead(text)]
        start = masthead_lines[-1] + 1 if masthead_lines else max(len(head) - 1, 0)
    words = _NUMBER_PLACEHOLDER.sub("", " ".join(head[start:])).strip(" *#")
    return words if 0 < len(words) <= _MAX_TITLE else None


def _is_masthead(text: str) -> bool:
    return (
        shapes.is_masthead(text)
        or shapes.is_date(text)
        or _MASTHEAD.match(text) is not None
        or _SESSION_LINE.fullmatch(text) is not None
        or masthead.parse_symbol(text) is not None
    )
