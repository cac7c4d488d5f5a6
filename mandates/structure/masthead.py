"""The masthead: what a resolution says about itself before and after its text."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass, field

from mandates.domain.errors import UsageError
from mandates.domain.symbols import Symbol
from mandates.structure import shapes
from mandates.structure.furniture import DOCUMENT_SYMBOL
from mandates.structure.titles import PRINTED_SYMBOL, Title

#: The maximum size of a masthead.
_MAX_LINES = 200
_MAX_CHARACTERS = 20_000
#: The size of the cache of symbols: a symbol is in several lines, and the masthead is read again for each resolution.
_RECENT = 64
_ANY_SYMBOL = re.compile(rf"(?<![\w/]){DOCUMENT_SYMBOL}")
_ON_DATE = re.compile(rf"\bon\s+{shapes.DATE}", re.IGNORECASE)
_OF_DATE = re.compile(
    rf"(?:resolution\s+of|^\s*of|\)\s+of)\s+(?:\d{{1,2}}\s+(?:{shapes.MONTH})\s+and\s+)?{shapes.DATE}",
    re.IGNORECASE,
)
_ADOPTION_REPORTED = re.compile(rf"\badopted\b[^.;]{{0,120}}?\bon\s+{shapes.DATE}", re.IGNORECASE)
_DATE = re.compile(shapes.DATE, re.IGNORECASE)
_ORGAN_LINE = re.compile(
    rf"(?:united nations\s+)?(?:the\s+)?{shapes.ORGAN_NAMED}(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_MARKS = re.compile(r"[\s.,:|]*")
#: “General Assembly resolution 77/407 of 2 May 2023” at the top of a copy.
_RESOLUTION_IN_WORDS = re.compile(
    rf"(?:United\s+Nations\s+)?(?P<named>(?:{shapes.ORGAN})\s+(?:resolution|decision)\s+[\dESOM][^\s,]*(?:\s?\([\w-]+\))?)"
    rf"(?:,?\s+(?:of\s+|\()?{shapes.DATE}\)?)?\W*",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(
    r"(?:United\s+Nations\s+)?Security\s+Council\s+Resolution\s+(?P<number>\d{1,4})(?!\s*\(|\d|/)(?:\s*$|\W+[A-Z].{0,60}$)",
    re.IGNORECASE,
)
_FIRST_LINES = 4
_ADOPTED_BY = re.compile(
    rf"(?:(?:resolutions?|decisions?)\s+|^)adopted\s+by\s+the\s+{shapes.ORGAN_NAMED}", re.IGNORECASE
)
#: The symbol of a press release; a date alone below it is the date of the events that it reports.
_PRESS_RELEASE = re.compile(r"(?<![\w/])(?:SC|GA(?:/[A-Z]{2,4})?|ECOSOC|HRC|ENV/DEV)/\d{2,5}(?![\w/])")
#: The maximum length of a line in the masthead of a press release.
_LONGEST_PRESS_LINE = 160
_OTHER_DATE = re.compile(r"\bdistr\.|\badopted\s+by\s|\bUnited\s+Nations\b|\bdraft\b", re.IGNORECASE)
_ADOPTED = re.compile(r"(?:resolutions?\s+adopted|adopted\s+by)\b", re.IGNORECASE)
_MEETING_IN_WORDS = re.compile(r"[A-Z][\w-]+(?:\s[\w-]+){0,5}\splenary\smeeting\b")
_MEETING = re.compile(
    r"\b(?P<number>\d{1,5})\s?(?P<th>st|nd|rd|d|th)\s+(?P<kind>(?:\(?(?:resumed|closed|special)\)?\s+)?(?:plenary\s+)?meeting)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    r"\[\s*(?P<text>(?:on\s+the|without|adopted\s+without\s+ref).{0,600}?)\]", re.IGNORECASE | re.DOTALL
)
_COMMITTEE = re.compile(
    r"on\s+the\s+(?:reports?|recommendations?|proposal)\s+of\s+(?:the\s+)?(?P<name>[^([\]]{3,200}?)\s*(?:,?\s*contained\s.*)?(?:\(|\]|$)",
    re.IGNORECASE | re.DOTALL,
)
_DRAFT_SYMBOL = re.compile(r"(?<![\w/])[AES]/(?:[\w.-]+/)*L\.\d+(?:/Rev\.\d+)?")
_BULLETIN = re.compile(
    r"resolutions?\s+adopted\s+on\s+the\s+reports?\s+of\s+the\s+(?P<name>(?:[A-Z]\w+\s+){1,6}?Committee)\b",
    re.IGNORECASE,
)
_AGENDA_ITEMS = re.compile(r"agenda\s+items?\s+(?P<items>(?:\d{1,3}|\([a-z]{1,5}\)|and|to|,|\s){1,200})", re.IGNORECASE)
_AGENDA_PART = re.compile(r"(\d{1,3})|\(([a-z]{1,5})\)")
_SESSION = re.compile(r"^(?P<words>[A-Z][A-Za-z-]+(?:\s[a-z-]+){0,4})\s+session\b", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(
    rf".{{0,160}}\b[A-Z]\w+,\s(?:\d{{1,2}}\s?[-\u2013]\s?)?{shapes.DATE}", re.DOTALL | re.IGNORECASE
)
_BRACKETED = re.compile(r"^\s*[\[(].*[\])]\s*$", re.DOTALL)


@dataclass(slots=True)
class Masthead:
    """What a masthead states; None for what it does not.

    Attributes:
        symbols: the symbols of resolutions in it, in order.
        documents: other symbols that are alone on a line or beside “United Nations”.
    """

    symbols: list[Symbol] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    body: str | None = None
    adopted_on: dt.date | None = None
    meeting: str | None = None
    agenda_items: tuple[str, ...] = ()
    committee: str | None = None
    draft_symbol: str | None = None


def read_masthead(texts: list[str]) -> Masthead:
    """Return the masthead in `texts`, the passages before the title and opening of a resolution."""
    head = Masthead()
    texts = texts[:_MAX_LINES]
    masthead_text = "\n".join(texts)[:_MAX_CHARACTERS]
    for match in PRINTED_SYMBOL.finditer(masthead_text):
        symbol = parse_symbol(match[0])
        if symbol is not None and symbol not in head.symbols:
            head.symbols.append(symbol)
    if not head.symbols:
        head.symbols += [symbol for text in texts[:_FIRST_LINES] if (symbol := _named_in_words(text)) is not None]
    bracket = _BRACKET.search(masthead_text)
    for text in texts:
        stripped = text.removeprefix("United Nations").strip()
        if _ANY_SYMBOL.fullmatch(stripped) and parse_symbol(stripped) is None:
            head.documents.append(stripped)
        organ_match = _ADOPTED_BY.search(text) or (None if head.body else _organ_alone(text))
        organs = shapes.organs_of(organ_match) if organ_match is not None else ()
        if len(organs) == 1:
            head.body = organs[0]
    adopted = _ADOPTED.search(masthead_text)
    if adopted is not None:
        adoption_clause = masthead_text[adopted.start() : adopted.start() + 400]
        head.adopted_on = _first_date(_ON_DATE, adoption_clause)
        head.meeting = (
            meeting_in(adoption_clause) if re.match(r"adopted\s+by", adoption_clause, re.IGNORECASE) else None
        )
    head.adopted_on = head.adopted_on or _first_date(_OF_DATE, masthead_text)
    if head.adopted_on is None:
        head.adopted_on = _date_of_press_release(texts)
    if not head.symbols and head.adopted_on is not None:
        head.symbols += _by_number_and_year(texts[:_FIRST_LINES], head.adopted_on.year)
    agenda = _AGENDA_ITEMS.search(masthead_text)
    if agenda is not None:
        head.agenda_items = agenda_items(agenda["items"])
    if bracket is not None:
        inside = " ".join(bracket["text"].split())
        committee = _COMMITTEE.match(inside)
        head.committee = committee["name"].strip(" ,") if committee else None
        draft = _DRAFT_SYMBOL.search(inside)
        head.draft_symbol = draft[0] if draft else None
    elif (bulletin := _BULLETIN.search(masthead_text)) is not None:
        head.committee = " ".join(bulletin["name"].split())
    return head


def _named_in_words(text: str) -> Symbol | None:
    """Return the symbol in a line like “General Assembly resolution 77/407”, which may have a date; None otherwise."""
    match = _RESOLUTION_IN_WORDS.fullmatch(text)
    return parse_symbol(match["named"]) if match is not None else None


def _by_number_and_year(texts: list[str], year: int) -> list[Symbol]:
    """Return the symbol of a resolution from its number alone in `texts`, “Security Council Resolution 2997”, and year.

    The list is empty if there is no such line.
    """
    match = next((match for text in texts if (match := _NUMBER_ALONE.match(text))), None)
    symbol = parse_symbol(f"S/RES/{match['number']} ({year})") if match is not None else None
    return [symbol] if symbol is not None else []


def _date_of_press_release(texts: list[str]) -> dt.date | None:
    """Return the date of the events in a press release: the date beside its symbol or alone below it."""
    for index, text in enumerate(texts):
        if len(text) <= _LONGEST_PRESS_LINE and _PRESS_RELEASE.search(text):
            candidates = [text, *(later for later in texts[index + 1 :] if shapes.is_date(later))]
            return next((date for candidate in candidates if (date := date_in(candidate)) is not None), None)
    return None


@functools.lru_cache(maxsize=_RECENT)
def parse_symbol(text: str) -> Symbol | None:
    """Return the symbol of a resolution that `text` is; None if it is none, as a corrigendum or an addendum."""
    try:
        symbol = Symbol.parse(text)
    except UsageError:
        return None
    return symbol if symbol.suffix is None else None


def title_behind(texts: list[str]) -> str | None:
    """Return the title below a masthead without a readable number: the passages after the last line of the masthead."""
    start = 0
    for index, text in enumerate(texts):
        ends_in_date = _PLACE_AND_DATE.fullmatch(text) is not None  # “Nairobi, 11–15 March 2019”
        if (
            text[0] == "["
            or ends_in_date
            or shapes.is_masthead(text)
            or shapes.is_date(text)
            or _ANY_SYMBOL.match(text)
            or parse_symbol(text) is not None
        ):
            start = index + 1
    words = " ".join(texts[start:]) if start else ""
    return re.sub(r"^[\dIlO/()\s]+\.\s*", "", words) or None


def _organ_alone(text: str) -> re.Match[str] | None:
    """Return the match of the organ that is alone on a line, or with only a symbol: “General Assembly A/RES/71/12”."""
    organ = _ORGAN_LINE.match(text)
    return organ if organ is not None and _MARKS.fullmatch(PRINTED_SYMBOL.sub("", organ["rest"], count=1)) else None


def date_in_title(title: Title) -> dt.date | None:
    """Return the date in “7 (1946). Resolution of 26 June 1946” and “Resolution 734 (1992) of 29 January 1992”."""
    return _first_date(_OF_DATE if title.whole[:1].isdigit() else _DATE, title.whole)


def agenda_items(text: str) -> tuple[str, ...]:
    """Return the agenda items in `text`, such as ``126 (v)``; ``19 (b) and (c)`` gives two, each with its number."""
    items: list[str] = []
    number = ""
    is_bare = False
    for match in _AGENDA_PART.finditer(text):
        if match[1]:
            number, is_bare = match[1], True
            items.append(number)
        elif number:
            if is_bare:
                items.pop()
            items.append(f"{number} ({match[2]})")
            is_bare = False
    return tuple(items)


def meeting_in(text: str) -> str | None:
    """Return the meeting that `text` names: ``48th plenary meeting``."""
    match = _MEETING.search(text)
    if match is None:
        in_words = _MEETING_IN_WORDS.match(text)
        return in_words[0] if in_words else None
    return f"{match['number']}{match['th'].lower()} {' '.join(match['kind'].split())}"


def date_told(texts: list[str]) -> dt.date | None:
    """Return the date in a report of the adoption: “was adopted unanimously on 28 May 2026”."""
    return next((date for text in texts if (date := _first_date(_ADOPTION_REPORTED, text))), None)


def date_alone(texts: list[str]) -> dt.date | None:
    """Return the only date that is alone on a line; None if the masthead has others, such as that of distribution."""
    if any(_OTHER_DATE.search(text) for text in texts):
        return None
    dates = [date for text in texts if shapes.is_date(text) and (date := date_in(text)) is not None]
    return dates[0] if len(dates) == 1 else None


def date_in(text: str) -> dt.date | None:
    """Return the first date in `text`, or None."""
    return _first_date(_DATE, text)


def _first_date(pattern: re.Pattern[str], text: str) -> dt.date | None:
    for match in pattern.finditer(text):
        month = shapes.month_number(match["month"])
        try:
            return dt.date(int("".join(match["year"].split())), month, int(match["day"]))
        except ValueError:
            continue
    return None
