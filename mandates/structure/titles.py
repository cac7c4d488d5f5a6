"""The number and title above a text: “71/12. Rivers”, “2907 A (XXI)”, “Resolution 734 (1992)”, “Decision 19/CMA.3”."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from mandates.domain.symbols import Symbol, printed_form

_PARTS = r"(?-i:[A-Z])(?:\s?(?:and|to|-|\u2013|,)\s?(?-i:[A-Z])\b)*"
#: A year, which may have stray characters from optical recognition: "197-4".
_YEAR = r"(?:19|20)\d[-.,' ]?\d"
_TITLE = re.compile(
    rf"""
      # 71/12. Title   2023/20. Title   S-32/1. Title   OM/11/1   76/84 A and B. Title   PRST 60/1   Decision 81/571
      (?P<kind>(?:resolution|decision|prst)\s+)?
      (?P<series_number>(?:\d{{1,3}}|(?:19|20)\d\d|E?S-\d{{1,2}}|OM/\d{{1,2}})/\d{{1,3}})\s*
      (?P<part>{_PARTS}\b)?\s*
      (?:(?P<stop>[.:])\s*|\s(?=(?-i:[A-Z]))|$)(?P<title>\S.*)?
      # 485 (V). Title   7 (1946). Resolution of 26 June 1946   2907 A (XXI). Title   1974/1911(LVII). Title
    | (?:(?:19|20)\d\d/)?(?P<number>\d{{1,4}})(?:\s*(?P<first_part>(?-i:[A-Z])))?\s*\.?\s*
      \((?P<session>(?:ES-|S-)?[IVXLC1]{{1,9}}|ORG-\d\d|{_YEAR})\)\s*
      (?P<roman_part>{_PARTS})?
      (?:\.|\s*(?=Resolution\sof|R[ée]solution\sdu))\s*(?P<roman_title>\S.*)?
      # Resolution 734 (1992) of 29 January 1992   Resolution 290 of 8 December 1970
    | (?:(?:united\snations\s)?security\scouncil\s)?resolution\s(?P<council_number>\d{{1,4}})\s*
      (?:\((?P<year>{_YEAR})\)\s*(?:\*|(?P<dated>(?:\w\w\s)?\d{{1,2}}\s.{{3,40}})|adopted\sby.*)?
        |of\s\d{{1,2}}\s\w{{3,9}}\s(?P<date_year>(?:19|20)\d\d))
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
#: A symbol with the name of its series. Its many forms take long to compile: other patterns do not repeat them.
PRINTED_SYMBOL = re.compile(printed_form())
#: What may stand before and after a symbol in a title: “Decision 19/CMA.3”, “Resolution WHA74.7. Title”.
_BEFORE_SYMBOL = re.compile(r"(?:resolution|decision)\s+", re.IGNORECASE)
_AFTER_SYMBOL = re.compile(r"\s*(?:[.:]\s*)?")
_FIRST_WORDS = ("s-", "es-", "om/", "resolution", "decision", "prst", "security cou", "united natio")
#: “The full text of resolution 2991 (2026) reads as follows:” of press releases and copies of them.
_INTRODUCES_QUOTATION = re.compile(
    r".{0,200}\b(?:resolution\s+(?P<number>\d{1,4}\s*\((?:19|20)\d\d\)|(?:E?S-)?\d{1,4}/\d{1,3})|(?P<statement>S/PRST/\d{4}/\d{1,3}))"
    r".{0,80}\breads?\s+as\s+follows\s*:?",
    re.IGNORECASE | re.DOTALL,
)
_MAX_INTRODUCTION = 400
_KINDS = {"decision": "decision", "prst": "statement"}
#: The slash or bracket of a number is within this many characters of the start of a title.
_NUMBER_REACH = 12
#: Each stage asks the same about the text of a passage, so the last results are cached: this many.
_RECENT = 2048


class Title(NamedTuple):
    """The number and title of a text.

    Attributes:
        number: the number as `Symbol.numbered` parses it: ``71/12``, ``2349 (2017)``, ``2907 (XXI) A``.
        symbol: the symbol, if it is printed in full.
        text: the words of the title after the number.
        kind: what the text is, if stated: ``decision``, ``statement``.
        whole: all that was printed.
        sure: whether a full stop or another sign shows that the number is one.
        dated: whether a date follows.
        organ: the organ, if only its numbers are written like this one.
        quoted: whether a quotation of the text follows: “reads as follows:”.
    """

    number: str
    symbol: Symbol | None
    text: str | None
    kind: str | None
    whole: str
    sure: bool
    dated: bool
    organ: str | None
    quoted: bool = False


def title_of(text: str, *, surely: bool = False) -> Title | None:
    """Return the number and title that `text` consists of, or None.

    `surely`: only if the number has its full stop, as the text may otherwise be the middle of a sentence.
    """
    first, number_part = text[:1], text[:_NUMBER_REACH]
    if first.isdigit():
        if "/" not in number_part and "(" not in number_part:
            return None
    elif first not in "rRESesOoDdPpUu" or not number_part.lower().startswith(_FIRST_WORDS):
        return _announced(text)
    title = _parsed_title(text)
    return None if title is None or (surely and not title.sure) else title


@functools.lru_cache(maxsize=_RECENT)
def _parsed_title(text: str) -> Title | None:
    match = _TITLE.fullmatch(text)
    if match is None:
        return _of_symbol(text) or _announced(text)
    groups = match.groupdict()
    part = groups["part"] or groups["roman_part"] or groups["first_part"] or ""
    part = re.sub(r"\s?(?:and|to|-|\u2013|,)\s?", "-", part)
    if groups["council_number"]:
        number = f"{groups['council_number']} ({_plain_year(groups['year'] or groups['date_year'])})"
    elif groups["number"]:
        session = groups["session"].upper()
        # as it is in old print and after optical recognition
        if re.fullmatch(_YEAR, session):
            session = _plain_year(session)
        elif "-" not in session:
            session = session.replace("1", "I")
        number = f"{groups['number']} ({session}) {part}"
    else:
        number = f"{groups['series_number'].upper()} {part}"
    return Title(
        number=number.strip(),
        symbol=None,
        text=_words(groups["title"] or groups["roman_title"]),
        kind=_KINDS.get((groups["kind"] or "").strip().lower()),
        whole=text,
        sure=not groups["series_number"] or bool(groups["stop"]),
        dated=bool(groups["date_year"] or groups["dated"]),
        organ=_organ_of(number),
    )


def _of_symbol(text: str) -> Title | None:
    """Return the title that consists of a symbol and words: “Resolution WHA74.7. Title”."""
    before = _BEFORE_SYMBOL.match(text)
    symbol = PRINTED_SYMBOL.match(text, before.end()) if before is not None else None
    if symbol is None:
        return None
    words = _words(_AFTER_SYMBOL.sub("", text[symbol.end() :], count=1))
    return Title("", Symbol.parse(symbol[0]), words, None, text, sure=True, dated=False, organ=None)


def _words(title: str | None) -> str | None:
    """Return the words of a title; None if they say no more than the date or are in French."""
    if not title or re.match(r"r[ée]solution\s+(?:of|du)\b", title, re.IGNORECASE):
        return None
    return title.strip()


def _plain_year(text: str) -> str:
    return re.sub(r"\D", "", text)


def _organ_of(number: str) -> str | None:
    """Return the only organ with numbers like `number`: with a year in brackets or an emergency session; else None."""
    if re.search(r"\((?:19|20)\d\d\)", number):
        return "Security Council"
    return "General Assembly" if "ES-" in number else None


def _announced(text: str) -> Title | None:
    """Return the title in a sentence that introduces a quotation of the whole text; None if `text` is none."""
    if len(text) > _MAX_INTRODUCTION or "as follows" not in text[-14:].lower():
        return None
    match = _INTRODUCES_QUOTATION.fullmatch(text)
    if match is None:
        return None
    number = match["number"]
    if number is None:
        symbol = Symbol.parse(match["statement"])
        return Title("", symbol, None, "statement", text, sure=True, dated=False, organ=symbol.body, quoted=True)
    return Title(number, None, None, None, text, sure=True, dated=False, organ=_organ_of(number), quoted=True)
