"""Dates in a clause: "no later than 15 April 2025", "by the end of 2019", "in the first half of 2020"."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from mandates import lexicon
from mandates.extraction.times.durations import is_adoption
from mandates.extraction.times.sessions import YEAR
from mandates.extraction.times.tokens import at, backwards, before, words_before
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name[1:], 1)}
_WEEKDAYS = frozenset(name.lower() for name in calendar.day_name)
#: Maximum number of dates before one common year: "15 March, 15 June, 15 September and 15 December 2025".
_LONGEST_LIST = 12
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date, month, year or part of a year, with its preposition.

    Attributes:
        start, end: the phrase with its preposition, in the paragraph. first, last: tokens of the date itself.
        opens_on, closes_on: the days it covers.
        role: ``by`` (a deadline or a time), ``until``, ``from`` (a start) or ``of`` (it says no more than which).
        preposition: the words that govern it.
        precise: a day or a month; a year alone is less.
        list_start: for the later dates of a list, where its phrase begins: what the first says, they say as well.
    """

    start: int
    end: int
    first: int
    last: int
    opens_on: dt.date
    closes_on: dt.date
    role: str
    preposition: str
    precise: bool
    list_start: int | None = None


class _Part(NamedTuple):
    """What "the end of" or "early" leaves of a year: whole months; of a month: what ends with `day`."""

    from_month: int
    to_month: int
    day: int | None
    only_of_month: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """Prepositions of dates with their roles, and parts of a year or month."""

    roles: dict[tuple[str, ...], str]
    parts: dict[tuple[str, ...], _Part]

    @property
    def longest(self) -> range:
        """The possible numbers of words in an entry, from the largest to the smallest."""
        return range(max(map(len, (*self.roles, *self.parts))), 0, -1)


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("due")
    return _Words(
        {tuple(entry["words"].split()): entry["role"] for entry in data["date_preposition"]},
        {
            tuple(words.split()): _Part(
                entry.get("from_month", 1),
                entry.get("to_month", 12),
                entry.get("day"),
                entry.get("only_of_month", False),
            )
            for entry in data["part_of_year"]
            for words in entry["words"]
        },
    )


def find_dates(tokens: Sequence[Token], adopted_on: dt.date | None = None) -> Iterator[DateTime]:
    """Yield the dates in order, each date of a list ("15 April and 15 October 2025") with the preposition of the first.

    A day and month without a year after "by" or a similar preposition is the next one after `adopted_on`.
    """
    after, previous = 0, None
    for index, token in enumerate(tokens):
        if index < after or not _may_be_date(token.lower):
            continue
        dates, first, after = _date_list(tokens, index, adopted_on)
        if not dates and adopted_on is not None:
            read_without_year = _relative_year if token.lower == "year" else _yearless
            dates, first, after = read_without_year(tokens, index, adopted_on)
        if dates:
            start, role, words = _preposition_of(tokens, first)
            if not words and previous is not None and _are_joined(tokens, previous.last, first):
                role, words = previous.role, previous.preposition  # "by 30 April 2023 and 31 October 2024"
            if not words and _adverbial_year(tokens, index, first):
                role, words = "by", "next"
            if words in listed("spanning") and len(dates) > 1:  # "across 2024 and 2025" ends with 2025
                dates = [(dates[0][0], dates[-1][1], dates[0][2], dates[-1][3], dates[0][4])]
            for opens_on, closes_on, date_first, date_last, precise in dates:
                list_start = tokens[start].start if date_first != dates[0][2] else None
                begin = tokens[start].start if list_start is None else tokens[date_first].start
                end = tokens[date_last].end
                previous = DateTime(
                    begin, end, date_first, date_last, opens_on, closes_on, role, words, precise, list_start
                )
                yield previous


@functools.lru_cache(maxsize=1 << 12)
def _may_be_date(low: str) -> bool:
    """Return whether a token in lower case looks like a month, a year or "mid-June"."""
    if low in MONTHS or low[0] in "12" or low == "year":
        return True
    return "-" in low and (low.startswith("mid-") or low.rpartition("-")[2] in MONTHS)


def _are_joined(tokens: Sequence[Token], last: int, first: int) -> bool:
    """Return whether only commas and "and" stand between two dates."""
    between = {token.lower for token in tokens[last + 1 : first]}
    return bool(between) and between <= {",", "and", "or"}


_Date = tuple[dt.date, dt.date, int, int, bool]


def _date_list(tokens: Sequence[Token], index: int, adopted_on: dt.date | None) -> tuple[list[_Date], int, int]:
    """Return the dates listed at `index`, the index of their first token and that of the token after them.

    The first token includes the part of the year, such as "the end of".
    """
    if YEAR.fullmatch(tokens[index].lower):
        return _year_dates(tokens, index)
    if tokens[index].lower.startswith("mid-"):
        return _mid_dates(tokens, index, adopted_on)
    # one or more [day] month, the last with a year: "15 April and 15 October 2025", "3 to 5 June 2025"
    month_parts: list[tuple[list[int], int, int]] = []  # days, month, index of the first token
    position = index
    while position < len(tokens) and len(month_parts) < _LONGEST_LIST and (month := month_of(tokens[position])):
        days, first = _days(tokens, position)
        month_parts.append((days, month, first))
        year, after = _year_at(tokens, position + 1)
        if year is None and not days and (american := _american(tokens, position)):
            days, year, after = american
            month_parts[-1] = (days, month_parts[-1][1], first)
        if year is not None:
            dates = [
                date for days, month, begin in month_parts for date in _of_month(days, month, year, begin, after - 1)
            ]
            first = month_parts[0][2]
            if len(dates) == 2 and _is_range(tokens, month_parts[1][2], dates):
                dates = [(dates[0][0], dates[1][1], first, after - 1, True)]
            if at(tokens, month_parts[-1][2] - 1, "or") and len(dates) > 1:
                dates = [(*dates[-1][:2], first, *dates[-1][3:])]  # "no later than April or May 2019"
            if len(dates) == 1 and not month_parts[0][0]:
                dates = [_narrowed_to_part(tokens, dates[0])]
                first = dates[0][2]
            return dates, first, after
        step = position + 1
        step += at(tokens, step, ",", "to|and")  # "from Tuesday, 5 June, to Friday, 8 June 2018"
        if not at(tokens, step, "and|,|or|to|-|\u2013"):
            break
        position = step + 1
        if position + 1 < len(tokens) and tokens[position].lower in _WEEKDAYS:
            position += 1 + at(tokens, position + 1, ",")
        if position < len(tokens) and _DAY.fullmatch(tokens[position].lower):
            position += 1
    return [], index, index + 1


#: Maximum number of days that a meeting lasts.
LONGEST_MEETING = 27


def _is_range(tokens: Sequence[Token], second: int, dates: Sequence[_Date]) -> bool:
    """Return whether two days, the second at the token `second`, are those of one meeting: "30 June to 4 July"."""
    days = (dates[1][1] - dates[0][0]).days
    first = _past_weekday(tokens, dates[0][2])
    has_prepositions = before(tokens, _past_weekday(tokens, second), "to|-|\u2013") and before(tokens, first, "from")
    return has_prepositions and 0 < days < LONGEST_MEETING


def _past_weekday(tokens: Sequence[Token], first: int) -> int:
    """Return the index of "Monday," before the day at `first`, or `first`."""
    position = first - before(tokens, first, ",")
    return position - 1 if position > 0 and tokens[position - 1].lower in _WEEKDAYS else first


def month_of(token: Token) -> int:
    """Return the number of the month that `token` names, the later of two ("March–April"), or 0 if it names none."""
    return MONTHS.get(token.lower.rpartition("-")[2], 0) if token.text[0].isupper() else 0


#: Words before a day that show that a letter is a misread "1" of a scan: "by l October".
_BEFORE_DAY = "by|on|until|before|than|to|from"


def _days(tokens: Sequence[Token], month: int) -> tuple[list[int], int]:
    """Return the days before the month at `month` ("3 to 5 June": both) and the index of the first token."""
    days: list[int] = []
    first = month
    if before(tokens, month, "of") and month > 1 and tokens[month - 2].lower.endswith(("st", "nd", "rd", "th")):
        day = _DAY.fullmatch(tokens[month - 2].lower)
        if day is not None:  # "the 30th of June"
            return [int(day[1])], month - 2 - before(tokens, month - 2, "the")
    if first > 1 and tokens[first - 1].lower in listed("misread_one") and before(tokens, first - 1, _BEFORE_DAY):
        return [1], first - 1
    while first > 0:
        token = tokens[first - 1].lower
        day = _DAY.fullmatch(token)
        pair = re.fullmatch(r"(\d{1,2})-(\d{1,2})", token)
        if pair:
            days[:0] = [int(pair[1]), int(pair[2])]
            first -= 1
        elif day and (not days or tokens[first].lower in ("and", "to", ",", "or")):
            days.insert(0, int(day[1]))
            first -= 1
        else:
            break
        if (
            first > 1
            and tokens[first - 1].lower in ("and", "to", "or", ",")
            and _DAY.fullmatch(tokens[first - 2].lower)
        ):
            first -= 1
            continue
        first -= before(tokens, first, "the") and not token.isdecimal()  # "by the 30th September"
        break
    return [day for day in days if 1 <= day <= 31], first


def _year_at(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    position = index + 1 if at(tokens, index, ",") else index
    position += at(tokens, position, "of")  # "by June of 2026"
    if position < len(tokens) and YEAR.fullmatch(tokens[position].lower):
        return int(tokens[position].lower), position + 1
    return None, index


def _american(tokens: Sequence[Token], month: int) -> tuple[list[int], int, int] | None:
    """Return days, year and the index of the next token for "June 15, 2020"."""
    if month + 1 < len(tokens) and (day := _DAY.fullmatch(tokens[month + 1].lower)):
        year, after = _year_at(tokens, month + 2)
        if year is not None:
            return [int(day[1])], year, after
    return None


def _of_month(days: list[int], month: int, year: int, first: int, last: int) -> list[_Date]:
    begin = dt.date(year, month, 1)
    if not days:
        return [(begin, begin + relativedelta(day=31), first, last, True)]
    values = [begin + relativedelta(day=day) for day in days]
    return [(values[0], values[-1], first, last, True)]


def _year_dates(tokens: Sequence[Token], index: int) -> tuple[list[_Date], int, int]:
    dates: list[_Date] = []
    position = index
    while position < len(tokens) and YEAR.fullmatch(tokens[position].lower):
        year = int(tokens[position].lower)
        dates.append((dt.date(year, 1, 1), dt.date(year, 12, 31), position, position, False))
        position += 1
        if position < len(tokens) and tokens[position].text[0].isupper():
            return [], index, position  # "the 2030 Agenda"
        step = 2 if at(tokens, position, ",", "and") else 1 if at(tokens, position, "and|,|or") else 0
        if not step:
            break
        position += step
    after = dates[-1][3] + 1
    first = index
    part = _narrowed_to_part(tokens, dates[0])
    if part != dates[0]:  # "before the end of 2023 and 2024" is the end of each
        months, closes = part[0].month, part[1]
        dates = [
            part,
            *(
                (date[0].replace(month=months), _end_of_month(date[0].year, closes.month), *date[2:])
                for date in dates[1:]
            ),
        ]
        first = part[2]
    return dates, first, after


def _mid_dates(tokens: Sequence[Token], index: int, adopted_on: dt.date | None) -> tuple[list[_Date], int, int]:
    """Return the date of "mid-2024" or "mid-June 2024"; "by mid-June" is the next one after the adoption."""
    rest = tokens[index].lower.removeprefix("mid-")
    if YEAR.fullmatch(rest):
        year = int(rest)
        return [(dt.date(year, 5, 1), dt.date(year, 6, 30), index, index, False)], index, index + 1
    year_or_none, after = _year_at(tokens, index + 1)
    if rest in MONTHS and year_or_none is not None:
        begin = dt.date(year_or_none, MONTHS[rest], 10)
        return [(begin, begin.replace(day=15), index, after - 1, True)], index, after
    if rest in MONTHS and adopted_on is not None and before(tokens, index, "by|before|than|until"):
        begin = adopted_on + relativedelta(month=MONTHS[rest], day=10)
        begin += relativedelta(years=begin <= adopted_on)
        return [(begin, begin.replace(day=15), index, index, True)], index, index + 1
    return [], index, index + 1


def _narrowed_to_part(tokens: Sequence[Token], date: _Date) -> _Date:
    """Return the month or year narrowed to "the end of", "the first half of" or "early" if that stands before it.

    A year ends with the last day of the last month of the part: "by the end of 2025" is 31 December 2025. A month ends
    with the day of the part, if it has one: "early May" is 10 May.
    """
    opens_on, closes_on, first, last, precise = date
    position = _before_year(tokens, first)
    for length in _words().longest:
        words = words_before(tokens, position, length)
        part = _words().parts.get(words) if len(words) == length else None
        if part is None or (part.only_of_month and not precise):
            continue
        start = position - length
        if before(tokens, start, "the", "end|close", "of"):  # "by the end of the first quarter of 2026"
            start -= 3
        if before(tokens, start, "first|second|third", "or|and|to"):  # "in the second or third quarter of 2026"
            start -= 2 + before(tokens, start - 2, "the")
        if precise:
            return (opens_on, closes_on.replace(day=part.day) if part.day else closes_on, start, last, True)
        year = opens_on.year
        return dt.date(year, part.from_month, 1), _end_of_month(year, part.to_month), start, last, True
    return date


def _end_of_month(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _before_year(tokens: Sequence[Token], first: int) -> int:
    """Return the index at which "the year" or "the calendar year" before a year begins, or `first`."""
    if not before(tokens, first, "year|years|month"):
        return first
    start = first - 1 - before(tokens, first - 1, "calendar")
    return start - 1 if before(tokens, start, "the") else first


def _preposition_of(tokens: Sequence[Token], first: int) -> tuple[int, str, str]:
    """Return the index at which the governing preposition begins, its role and its words."""
    index = _before_year(tokens, first)
    index = _past_weekday(tokens, index)  # "on Monday, 5 June 2026"
    while index > 0 and tokens[index - 1].lower in ("about", "approximately", "around", *_WEEKDAYS):
        index -= 2 if before(tokens, index - 1, "or") else 1  # "on or about 5 June"
    if before(tokens, first, "in|within|through", "his|her|its|their") and at(tokens, first + 1, "annual", "report"):
        return first - 2, "by", "in"  # "in his 2026 annual report"
    if at(tokens, first, "early|late", "in"):  # "early in 2026"
        return first, "by", "in"
    if at(tokens, first, "the", "end|close|middle") and before(tokens, index, "towards|toward"):
        return index - 1, "by", "towards"
    for length in _words().longest:
        words = words_before(tokens, index, length)
        role = _words().roles.get(words) if len(words) == length else None
        if role is not None:
            return index - length, role, " ".join(words)
    return (index, "by", "about") if before(tokens, first, "about|around|approximately") else (first, "of", "")


def _yearless(tokens: Sequence[Token], index: int, adopted_on: dt.date) -> tuple[list[_Date], int, int]:
    """Return the next "15 May" after `adopted_on` if a deadline gives no year and no recurrence follows."""
    days, first = _days(tokens, index)
    qualified = at(tokens, index + 1, "each|every|annually|yearly|of|and|to")
    qualified = qualified and not at(tokens, index + 1, "of", "next|the", "year|following")
    if not month_of(tokens[index]) or len(days) > 1 or qualified:
        return [], index, index + 1
    if not days and not at(tokens, index + 1, ",|or"):
        return _yearless_month(tokens, index, adopted_on)
    if not days or not (before(tokens, first, "by|before|than|until") or _on_the_day(tokens, first)):
        return [], index, index + 1
    if _every_year(tokens, first):
        return [], index, index + 1  # "every year not later than 1 October"
    month = month_of(tokens[index])
    date = adopted_on + relativedelta(month=month, day=days[0])
    next_year = at(tokens, index + 1, "of", "next", "year") or at(tokens, index + 1, "of", "the", "following", "year")
    if next_year or date <= adopted_on:
        date = date.replace(year=adopted_on.year + 1)
    return [(date, date, first, index, True)], first, index + 1


def _relative_year(tokens: Sequence[Token], index: int, adopted_on: dt.date) -> tuple[list[_Date], int, int]:
    """Return the year that is relative to the adoption: "by the end of next year", "before the end of the year"."""
    no_dates: tuple[list[_Date], int, int] = [], index, index + 1
    qualifier = tokens[index - 1].lower if index else ""
    if _follows_adoption(tokens, index):
        begin = dt.date(adopted_on.year + 1, 1, 1)
        first = index - 1 - (qualifier == "following")
        return [(begin, begin.replace(month=12, day=31), first, index, False)], first, index + 1
    if at(tokens, index + 1, "of|in|when|during|for") or YEAR.fullmatch(_low_at(tokens, index + 1)):
        return no_dates
    first = index - 1
    if before(tokens, first, "calendar"):
        first -= 1
    first -= before(tokens, first, "the") and qualifier != "the"
    at_end = before(tokens, first, "end|close", "of")
    if qualifier == "next" and (at_end or first == index - 1):
        year = adopted_on.year + 1
    elif qualifier in ("this", "current", "present", "the", "calendar") and at_end:
        year = adopted_on.year
    else:
        return no_dates
    begin = dt.date(year, 1, 1)
    if at_end:
        first -= 2 + before(tokens, first - 2, "the")
    elif before(tokens, first, "the", "course", "of"):
        first -= 3
    return [(begin, dt.date(year, 12, 31), first, index, at_end)], first, index + 1


def _follows_adoption(tokens: Sequence[Token], year: int) -> bool:
    """Return whether the year at `year` is that after the adoption: "the *following year after* this resolution"."""
    named = before(tokens, year, "the") or before(tokens, year, "the", "following")
    return named and at(tokens, year + 1, "after|following") and is_adoption(tokens, year + 2)


def day_and_month(tokens: Sequence[Token], index: int) -> tuple[int, int, int] | None:
    """Return the month, the day and the index of the token after "5 May" or "May 5" at `index`, or None."""
    for month in (index + 1, index):
        if month >= len(tokens) or not month_of(tokens[month]):
            continue
        other = index if month > index else index + 1
        day = _DAY.fullmatch(_low_at(tokens, other))
        if day is not None:
            return month_of(tokens[month]), int(day[1]), index + 2
    return None


def _adverbial_year(tokens: Sequence[Token], year: int, first: int) -> bool:
    """Return whether "next year" stands by itself: "to hold it *next year*", not "the budget for next year"."""
    if (
        tokens[year].lower != "year"
        or first == 0
        or not before(tokens, year, "next|following")
        or at(tokens, year + 1, "\u2019|'")
    ):
        return False
    previous = tokens[first - 1]
    in_phrase = previous.lower in listed("phrase_bounds") | listed("joining") | listed("determiners")
    return previous.text[0].isalpha() and not in_phrase


def _low_at(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if index < len(tokens) else ""


def day_of_year(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """Return the (month, day) that is named with a yearly recurrence: "by *5 May* of each year".

    Args:
        tokens: the tokens of the clause.
        first: index of the first token of "each year".
        last: index of its last token.
    """
    position = first - 1
    while position > 0 and tokens[position].lower in ("of", ",", "in", "the"):
        position -= 1
    for month in (position, *range(last + 1, min(last + 5, len(tokens)))):
        if not 0 <= month < len(tokens) or not month_of(tokens[month]):
            continue
        days, begin = _days(tokens, month)
        named = begin > last + 1 or month == position
        if len(days) == 1 and named and not YEAR.fullmatch(_low_at(tokens, month + 1)):
            return month_of(tokens[month]), days[0]
    return None


def _yearless_month(tokens: Sequence[Token], index: int, adopted_on: dt.date) -> tuple[list[_Date], int, int]:
    """Return the next "June" after the adoption if it is a deadline: "no later than the last week of June"."""
    begin = adopted_on + relativedelta(month=month_of(tokens[index]), day=1)
    if begin <= adopted_on:
        begin += relativedelta(years=1)
    date = _narrowed_to_part(tokens, (begin, begin + relativedelta(day=31), index, index, True))
    is_day_of_event = date[2] < index and before(tokens, date[2], "at|in|during")  # "at the end of September"
    is_day_of_event = is_day_of_event or (
        before(tokens, date[2], "in") and before(tokens, index, "in") and _is_held(tokens, index)
    )
    if not is_day_of_event and not before(tokens, date[2], "by|before|than|until"):
        return [], index, index + 1
    return [date], date[2], index + 1


def _every_year(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the words right before the day at `first` say that it recurs every year."""
    near = backwards(first, _NEAR_DAY)
    return any(tokens[i].lower == "annually" or at(tokens, i, "every|each", "year") for i in near)


#: "every year" is fewer tokens before its day than this: "every year, not later than the first of".
_NEAR_DAY = 7


def _on_the_day(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the day is that of a future meeting: "to hold a hearing on the afternoon of 4 October"."""
    has_preposition = before(tokens, first, "on") or before(tokens, first, "on", "the", "morning|afternoon", "of")
    return has_preposition and _is_held(tokens, first)


def _is_held(tokens: Sequence[Token], first: int) -> bool:
    """Return whether a word for holding an event stands before the token `first`."""
    return any(token.lower in ("convene", "hold", "held", "convened") for token in tokens[:first])
