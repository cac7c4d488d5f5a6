"""The masthead: what a resolution says about itself before its text and behind it."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass, field

from mandates.domain.errors import UsageError
from mandates.domain.symbols import Symbol, printed_form
from mandates.structure import shapes
from mandates.structure.furniture import DOCUMENT_SYMBOL
from mandates.structure.titles import Title

#: No masthead is longer.
_MOST_LINES = 200
_MOST_CHARACTERS = 20_000
#: A document's own masthead is asked of again for its resolutions, and a symbol stands in several lines of it.
_RECENT = 64
_ADOPTED_SYMBOL = re.compile(printed_form())
_ANY_SYMBOL = re.compile(rf"(?<![\w/]){DOCUMENT_SYMBOL}")
_ON_DATE = re.compile(rf"\bon\s+{shapes.DATE}", re.IGNORECASE)
_OF_DATE = re.compile(
    rf"(?:resolution\s+of|^\s*of|\)\s+of)\s+(?:\d{{1,2}}\s+(?:{shapes.MONTH})\s+and\s+)?{shapes.DATE}",
    re.IGNORECASE,
)
_TOLD = re.compile(rf"\badopted\b[^.;]{{0,120}}?\bon\s+{shapes.DATE}", re.IGNORECASE)
_DATE = re.compile(shapes.DATE, re.IGNORECASE)
_ORGAN_LINE = re.compile(
    rf"(?:united nations\s+)?(?:the\s+)?{shapes.ORGAN_NAMED}(?:\s+(?-i:{printed_form()}))?[\s.,:|]*", re.IGNORECASE
)
#: “General Assembly resolution 77/407 of 2 May 2023” on top of a copy.
_IN_WORDS = re.compile(
    rf"(?:United\s+Nations\s+)?(?P<named>(?:{shapes.ORGAN})\s+(?:resolution|decision)\s+[\dESOM][^\s,]*(?:\s?\([\w-]+\))?)"
    rf"(?:,?\s+(?:of\s+|\()?{shapes.DATE}\)?)?\W*",
    re.IGNORECASE,
)
_NUMBER_ALONE = re.compile(
    r"(?:United\s+Nations\s+)?Security\s+Council\s+Resolution\s+(?P<number>\d{1,4})(?!\s*\(|\d|/)(?:\s*$|\W+[A-Z].{0,60}$)",
    re.IGNORECASE,
)
_BEGINNING = 4
_ADOPTED_BY = re.compile(
    rf"(?:(?:resolutions?|decisions?)\s+|^)adopted\s+by\s+the\s+{shapes.ORGAN_NAMED}", re.IGNORECASE
)
#: The symbol of a press release; the date alone under it is the day on which what it tells happened.
_PRESS = re.compile(r"(?<![\w/])(?:SC|GA(?:/[A-Z]{2,4})?|ECOSOC|HRC|ENV/DEV)/\d{2,5}(?![\w/])")
#: No line of a press release's masthead is longer.
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
_DRAFT = re.compile(r"(?<![\w/])[AES]/(?:[\w.-]+/)*L\.\d+(?:/Rev\.\d+)?")
_BULLETIN = re.compile(
    r"resolutions?\s+adopted\s+on\s+the\s+reports?\s+of\s+the\s+(?P<name>(?:[A-Z]\w+\s+){1,6}?Committee)\b",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"agenda\s+items?\s+(?P<items>(?:\d{1,3}|\([a-z]{1,5}\)|and|to|,|\s){1,200})", re.IGNORECASE)
_AGENDA_PART = re.compile(r"(\d{1,3})|\(([a-z]{1,5})\)")
_SESSION = re.compile(r"^(?P<words>[A-Z][A-Za-z-]+(?:\s[a-z-]+){0,4})\s+session\b", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(
    rf".{{0,160}}\b[A-Z]\w+,\s(?:\d{{1,2}}\s?[-\u2013]\s?)?{shapes.DATE}", re.DOTALL | re.IGNORECASE
)
_BRACKETED = re.compile(r"^\s*[\[(].*[\])]\s*$", re.DOTALL)


@dataclass(slots=True)
class Masthead:
    """What a masthead says; `None` where it does not.

    Attributes:
        symbols: those of resolutions named in it, in order.
        documents: other symbols named alone on a line or beside “United Nations”.
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
    """Return what the passages `texts` before a resolution's title and opening say."""
    head = Masthead()
    texts = texts[:_MOST_LINES]
    whole = "\n".join(texts)[:_MOST_CHARACTERS]
    for match in _ADOPTED_SYMBOL.finditer(whole):
        symbol = parse_symbol(match[0])
        if symbol is not None and symbol not in head.symbols:
            head.symbols.append(symbol)
    if not head.symbols:
        head.symbols += [symbol for text in texts[:_BEGINNING] if (symbol := _named_in_words(text)) is not None]
    bracket = _BRACKET.search(whole)
    for text in texts:
        stripped = text.removeprefix("United Nations").strip()
        if _ANY_SYMBOL.fullmatch(stripped) and parse_symbol(stripped) is None:
            head.documents.append(stripped)
        named = _ADOPTED_BY.search(text) or (None if head.body else _ORGAN_LINE.fullmatch(text))
        organs = shapes.organs_of(named) if named is not None else ()
        if len(organs) == 1:
            head.body = organs[0]
    adopted = _ADOPTED.search(whole)
    if adopted is not None:
        rest = whole[adopted.start() : adopted.start() + 400]
        head.adopted_on = _first_date(_ON_DATE, rest)
        head.meeting = meeting_in(rest) if re.match(r"adopted\s+by", rest, re.IGNORECASE) else None
    head.adopted_on = head.adopted_on or _first_date(_OF_DATE, whole)
    if head.adopted_on is None:
        head.adopted_on = _date_of_press_release(texts)
    if not head.symbols and head.adopted_on is not None:
        head.symbols += _by_number_and_year(texts[:_BEGINNING], head.adopted_on.year)
    agenda = _AGENDA.search(whole)
    if agenda is not None:
        head.agenda_items = agenda_items(agenda["items"])
    if bracket is not None:
        inside = " ".join(bracket["text"].split())
        committee = _COMMITTEE.match(inside)
        head.committee = committee["name"].strip(" ,") if committee else None
        draft = _DRAFT.search(inside)
        head.draft_symbol = draft[0] if draft else None
    elif (bulletin := _BULLETIN.search(whole)) is not None:
        head.committee = " ".join(bulletin["name"].split())
    return head


def _named_in_words(text: str) -> Symbol | None:
    """Return the symbol of a text whose first line says “General Assembly resolution 77/407”, perhaps a date."""
    match = _IN_WORDS.fullmatch(text)
    return parse_symbol(match["named"]) if match is not None else None


def _by_number_and_year(texts: list[str], year: int) -> list[Symbol]:
    """Return the symbol of a resolution whose first line has its number alone: “Security Council Resolution 2997”."""
    match = next((match for text in texts if (match := _NUMBER_ALONE.match(text))), None)
    symbol = parse_symbol(f"S/RES/{match['number']} ({year})") if match is not None else None
    return [symbol] if symbol is not None else []


def _date_of_press_release(texts: list[str]) -> dt.date | None:
    """Return the day on which what a press release tells happened: it stands beside its symbol or alone under it."""
    for index, text in enumerate(texts):
        if len(text) <= _LONGEST_PRESS_LINE and _PRESS.search(text):
            beside = [text, *(after for after in texts[index + 1 :] if shapes.is_date(after))]
            return next((date for one in beside if (date := date_in(one)) is not None), None)
    return None


@functools.lru_cache(maxsize=_RECENT)
def parse_symbol(text: str) -> Symbol | None:
    """Return the symbol of a resolution that `text` writes, or None; a corrigendum or an addendum is none."""
    try:
        symbol = Symbol.parse(text)
    except UsageError:
        return None
    return symbol if symbol.suffix is None else None


def title_behind(texts: list[str]) -> str | None:
    """Return the title among the passages of a masthead without a readable number: what stands behind its last line."""
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


def date_in_title(title: Title) -> dt.date | None:
    """Return the date in “7 (1946). Resolution of 26 June 1946” and “Resolution 734 (1992) of 29 January 1992”."""
    return _first_date(_OF_DATE if title.whole[:1].isdigit() else _DATE, title.whole)


def agenda_items(text: str) -> tuple[str, ...]:
    """Return the items listed in `text`: ``126 (v)``; ``19 (b) and (c)`` gives both with their number."""
    items: list[str] = []
    number = ""
    bare = False
    for match in _AGENDA_PART.finditer(text):
        if match[1]:
            number, bare = match[1], True
            items.append(number)
        elif number:
            if bare:
                items.pop()
            items.append(f"{number} ({match[2]})")
            bare = False
    return tuple(items)


def meeting_in(text: str) -> str | None:
    """Return the meeting that `text` names: ``48th plenary meeting``."""
    match = _MEETING.search(text)
    if match is None:
        in_words = _MEETING_IN_WORDS.match(text)
        return in_words[0] if in_words else None
    return f"{match['number']}{match['th'].lower()} {' '.join(match['kind'].split())}"


def date_told(texts: list[str]) -> dt.date | None:
    """Return the date that a report of the adoption gives: “was adopted unanimously on 28 May 2026”."""
    return next((date for text in texts if (date := _first_date(_TOLD, text))), None)


def date_alone(texts: list[str]) -> dt.date | None:
    """Return the date that stands alone in a masthead that has no other, such as that of its distribution."""
    if any(_OTHER_DATE.search(text) for text in texts):
        return None
    dates = [date for text in texts if shapes.is_date(text) and (date := date_in(text)) is not None]
    return dates[0] if len(dates) == 1 else None


def date_in(text: str) -> dt.date | None:
    """Return the first date in `text`."""
    return _first_date(_DATE, text)


def _first_date(pattern: re.Pattern[str], text: str) -> dt.date | None:
    for match in pattern.finditer(text):
        month = shapes.month_number(match["month"])
        try:
            return dt.date(int("".join(match["year"].split())), month, int(match["day"]))
        except ValueError:
            continue
    return None
