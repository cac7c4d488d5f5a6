"""Dates in a clause: "no later than 15 April 2025", "by the end of 2019", "in the first half of 2020"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from mandates import lexicon
from mandates.extraction.times.sessions import YEAR
from mandates.extraction.times.tokens import Token, at, before
from mandates.extraction.times.words import listed

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name[1:], 1)}
_WEEKDAYS = frozenset(name.lower() for name in calendar.day_name)
#: Dates that one year can follow: "15 March, 15 June, 15 September and 15 December 2025".
_LONGEST_LIST = 12
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date, month, year or part of a year, with what governs it.

    Attributes:
        start, end: the phrase with its preposition, in the paragraph. first, last: tokens of the date itself.
        opens_on, closes_on: the days it covers.
        role: ``by`` (a deadline or a time), ``until``, ``from`` (a start) or ``of`` (it says no more than which).
        preposition: the words that govern it.
        precise: a day or a month; a year alone is less.
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


@dataclass(frozen=True, slots=True)
class _Words:
    """Prepositions of dates with their roles, and parts of a year with their months."""

    roles: dict[tuple[str, ...], str]
    parts: dict[tuple[str, ...], tuple[int, int, int | None]]

    @property
    def longest(self) -> range:
        """The numbers of words that an entry may have, the most first."""
        return range(max(map(len, (*self.roles, *self.parts))), 0, -1)


@lexicon.derived
def _words() -> _Words:
    data = lexicon.load("due")
    return _Words(
        {tuple(entry["words"].split()): entry["role"] for entry in data["date_preposition"]},
        {
            tuple(words.split()): (entry["from_month"], entry["to_month"], entry.get("day"))
            for entry in data["part_of_year"]
            for words in entry["words"]
        },
    )


def find_dates(found: Sequence[Token], adopted_on: dt.date | None = None) -> Iterator[DateTime]:
    """Yield the dates in order; those of a list ("15 April and 15 October 2025") one by one, governed as the first.

    A day and month without a year after "by" or the like is the next one after `adopted_on`.
    """
    after, before_it = 0, None
    for index, token in enumerate(found):
        if index < after or not _may_be_date(token.low):
            continue
        dates, first, after = _listed(found, index, adopted_on)
        if not dates and adopted_on is not None:
            unnamed = _year_counted if token.low == "year" else _yearless
            dates, first, after = unnamed(found, index, adopted_on)
        if dates:
            start, role, words = _governed(found, first)
            if not words and before_it is not None and _joined(found, before_it.last, first):
                role, words = before_it.role, before_it.preposition  # "by 30 April 2023 and 31 October 2024"
            if not words and _adverbial_year(found, index, first):
                role, words = "by", "next"
            if words in listed("spanning") and len(dates) > 1:  # "across 2024 and 2025" ends with 2025
                dates = [(dates[0][0], dates[-1][1], dates[0][2], dates[-1][3], dates[0][4])]
            for opens_on, closes_on, one_first, one_last, precise in dates:
                begin = found[start].start if one_first == dates[0][2] else found[one_first].start
                before_it = DateTime(
                    begin, found[one_last].end, one_first, one_last, opens_on, closes_on, role, words, precise
                )
                yield before_it


def _may_be_date(low: str) -> bool:
    """Return whether a token in lower case looks like a month, a year or "mid-June"."""
    if low in MONTHS or low[0] in "12" or low == "year":
        return True
    return "-" in low and (low.startswith("mid-") or low.rpartition("-")[2] in MONTHS)


def _joined(found: Sequence[Token], last: int, first: int) -> bool:
    """Return whether only commas and "and" stand between two dates."""
    between = {token.low for token in found[last + 1 : first]}
    return bool(between) and between <= {",", "and", "or"}


_One = tuple[dt.date, dt.date, int, int, bool]


def _listed(found: Sequence[Token], index: int, adopted_on: dt.date | None) -> tuple[list[_One], int, int]:
    """Return the dates listed at `index`, the first token of the first with its part of the year, and what follows."""
    if YEAR.fullmatch(found[index].low):
        return _years(found, index)
    if found[index].low.startswith("mid-"):
        return _middle(found, index, adopted_on)
    # one or more [day] month, the last with a year: "15 April and 15 October 2025", "3 to 5 June 2025"
    places: list[tuple[list[int], int, int]] = []  # days, month, index of the first token
    place = index
    while place < len(found) and len(places) < _LONGEST_LIST and (month := month_of(found[place])):
        days, first = _days(found, place)
        places.append((days, month, first))
        year, after = _year_at(found, place + 1)
        if year is None and not days and (american := _american(found, place)):
            days, year, after = american
            places[-1] = (days, places[-1][1], first)
        if year is not None:
            dates = [one for days, month, begin in places for one in _of_month(days, month, year, begin, after - 1)]
            first = places[0][2]
            if len(dates) == 2 and _is_range(found, places[1][2], dates):
                dates = [(dates[0][0], dates[1][1], first, after - 1, True)]
            if at(found, places[-1][2] - 1, "or") and len(dates) > 1:
                dates = [(*dates[-1][:2], first, *dates[-1][3:])]  # "no later than April or May 2019"
            if len(dates) == 1 and not places[0][0]:
                dates = [_narrowed(found, dates[0])]
                first = dates[0][2]
            return dates, first, after
        step = place + 1
        step += at(found, step, ",", "to|and")  # "from Tuesday, 5 June, to Friday, 8 June 2018"
        if not at(found, step, "and|,|or|to|-|\u2013"):
            break
        place = step + 1
        if place + 1 < len(found) and found[place].low in _WEEKDAYS:
            place += 1 + at(found, place + 1, ",")
        if place < len(found) and _DAY.fullmatch(found[place].low):
            place += 1
    return [], index, index + 1


#: No meeting lasts more days than this.
LONGEST_MEETING = 27


def _is_range(found: Sequence[Token], second: int, dates: Sequence[_One]) -> bool:
    """Return whether two days, the second at the token `second`, are the ends of a meeting: "30 June to 4 July"."""
    days = (dates[1][1] - dates[0][0]).days
    first = _past_weekday(found, dates[0][2])
    ranged = before(found, _past_weekday(found, second), "to|-|\u2013") and before(found, first, "from")
    return ranged and 0 < days < LONGEST_MEETING


def _past_weekday(found: Sequence[Token], first: int) -> int:
    """Return where "Monday," before the day at `first` begins, or `first`."""
    place = first - before(found, first, ",")
    return place - 1 if place > 0 and found[place - 1].low in _WEEKDAYS else first


def month_of(token: Token) -> int:
    """Return the number of the month that `token` names, of two ("March–April") the later; 0 where it names none."""
    return MONTHS.get(token.low.rpartition("-")[2], 0) if token.text[0].isupper() else 0


#: Words before a day that show a "1" in a figure that a scan gave as a letter: "by l October".
_BEFORE_DAY = "by|on|until|before|than|to|from"


def _days(found: Sequence[Token], month: int) -> tuple[list[int], int]:
    """Return the days before the month at `month` ("3 to 5 June": both) and the index of the first token."""
    days: list[int] = []
    first = month
    if before(found, month, "of") and month > 1 and found[month - 2].low.endswith(("st", "nd", "rd", "th")):
        day = _DAY.fullmatch(found[month - 2].low)
        if day is not None:  # "the 30th of June"
            return [int(day[1])], month - 2 - before(found, month - 2, "the")
    if first > 1 and found[first - 1].low in listed("misread_one") and before(found, first - 1, _BEFORE_DAY):
        return [1], first - 1
    while first > 0:
        token = found[first - 1].low
        day = _DAY.fullmatch(token)
        pair = re.fullmatch(r"(\d{1,2})-(\d{1,2})", token)
        if pair:
            days[:0] = [int(pair[1]), int(pair[2])]
            first -= 1
        elif day and (not days or found[first].low in ("and", "to", ",", "or")):
            days.insert(0, int(day[1]))
            first -= 1
        else:
            break
        if first > 1 and found[first - 1].low in ("and", "to", "or", ",") and _DAY.fullmatch(found[first - 2].low):
            first -= 1
            continue
        first -= before(found, first, "the") and not token.isdecimal()  # "by the 30th September"
        break
    return [day for day in days if 1 <= day <= 31], first


def _year_at(found: Sequence[Token], index: int) -> tuple[int | None, int]:
    place = index + 1 if at(found, index, ",") else index
    place += at(found, place, "of")  # "by June of 2026"
    if place < len(found) and YEAR.fullmatch(found[place].low):
        return int(found[place].low), place + 1
    return None, index


def _american(found: Sequence[Token], month: int) -> tuple[list[int], int, int] | None:
    """Return day, year and what follows of "June 15, 2020"."""
    if month + 1 < len(found) and (day := _DAY.fullmatch(found[month + 1].low)):
        year, after = _year_at(found, month + 2)
        if year is not None:
            return [int(day[1])], year, after
    return None


def _of_month(days: list[int], month: int, year: int, first: int, last: int) -> list[_One]:
    begin = dt.date(year, month, 1)
    if not days:
        return [(begin, begin + relativedelta(day=31), first, last, True)]
    values = [begin + relativedelta(day=day) for day in days]
    return [(values[0], values[-1], first, last, True)]


def _years(found: Sequence[Token], index: int) -> tuple[list[_One], int, int]:
    dates: list[_One] = []
    place = index
    while place < len(found) and YEAR.fullmatch(found[place].low):
        year = int(found[place].low)
        dates.append((dt.date(year, 1, 1), dt.date(year, 12, 31), place, place, False))
        place += 1
        if place < len(found) and found[place].text[0].isupper():
            return [], index, place  # "the 2030 Agenda"
        step = 2 if at(found, place, ",", "and") else 1 if at(found, place, "and|,|or") else 0
        if not step:
            break
        place += step
    after = dates[-1][3] + 1
    first = index
    part = _narrowed(found, dates[0])
    if part != dates[0]:  # "before the end of 2023 and 2024" is the end of each
        months, closes = part[0].month, part[1]
        dates = [
            part,
            *(
                (one[0].replace(month=months), dt.date(one[0].year, closes.month, 1) + relativedelta(day=31), *one[2:])
                for one in dates[1:]
            ),
        ]
        first = part[2]
    return dates, first, after


def _middle(found: Sequence[Token], index: int, adopted_on: dt.date | None) -> tuple[list[_One], int, int]:
    """Return "mid-2024" and "mid-June 2024"; "by mid-June" is the next after the adoption."""
    rest = found[index].low.removeprefix("mid-")
    if YEAR.fullmatch(rest):
        year = int(rest)
        return [(dt.date(year, 5, 1), dt.date(year, 6, 30), index, index, False)], index, index + 1
    year_or_none, after = _year_at(found, index + 1)
    if rest in MONTHS and year_or_none is not None:
        begin = dt.date(year_or_none, MONTHS[rest], 10)
        return [(begin, begin.replace(day=15), index, after - 1, True)], index, after
    if rest in MONTHS and adopted_on is not None and before(found, index, "by|before|than|until"):
        begin = adopted_on + relativedelta(month=MONTHS[rest], day=10)
        begin += relativedelta(years=begin <= adopted_on)
        return [(begin, begin.replace(day=15), index, index, True)], index, index + 1
    return [], index, index + 1


def _narrowed(found: Sequence[Token], one: _One) -> _One:
    """Return the month or year narrowed to "the end of", "the first half of", "early" where that is said."""
    opens_on, closes_on, first, last, precise = one
    place = _before_year(found, first)
    for length in _words().longest:
        words = tuple(token.low for token in found[max(0, place - length) : place])
        months = _words().parts.get(words) if len(words) == length else None
        if months is None or (not precise and months[2] is not None and months[1] == 1):  # a week has no year
            continue
        start = place - length
        if before(found, start, "the", "end|close", "of"):  # "by the end of the first quarter of 2026"
            start -= 3
        if before(found, start, "first|second|third", "or|and|to"):  # "in the second or third quarter of 2026"
            start -= 2 + before(found, start - 2, "the")
        if precise:
            return (opens_on, closes_on.replace(day=months[2]) if months[2] else closes_on, start, last, True)
        year = opens_on.year
        opens_on = dt.date(year, months[0], 1)
        return opens_on, dt.date(year, months[1], 1) + relativedelta(day=31), start, last, True
    return one


def _before_year(found: Sequence[Token], first: int) -> int:
    """Return where "the year" or "the calendar year" before a year begins, or `first`."""
    if not before(found, first, "year|years|month"):
        return first
    the = first - 1 - before(found, first - 1, "calendar")
    return the - 1 if before(found, the, "the") else first


def _governed(found: Sequence[Token], first: int) -> tuple[int, str, str]:
    """Return where the governing preposition begins, its role and its words."""
    index = _before_year(found, first)
    index = _past_weekday(found, index)  # "on Monday, 5 June 2026"
    while index > 0 and found[index - 1].low in ("about", "approximately", "around", *_WEEKDAYS):
        index -= 2 if before(found, index - 1, "or") else 1  # "on or about 5 June"
    if at(found, first, "early|late", "in"):  # "early in 2026"
        return first, "by", "in"
    if at(found, first, "the", "end|close|middle") and before(found, index, "towards|toward"):
        return index - 1, "by", "towards"
    for length in _words().longest:
        words = tuple(token.low for token in found[max(0, index - length) : index])
        role = _words().roles.get(words) if len(words) == length else None
        if role is not None:
            return index - length, role, " ".join(words)
    return (index, "by", "about") if before(found, first, "about|around|approximately") else (first, "of", "")


def _yearless(found: Sequence[Token], index: int, adopted_on: dt.date) -> tuple[list[_One], int, int]:
    """Return the next "15 May" after `adopted_on`, where a deadline gives no year and no recurrence follows."""
    days, first = _days(found, index)
    told = at(found, index + 1, "each|every|annually|yearly|of|and|to")
    told = told and not at(found, index + 1, "of", "next|the", "year|following")
    if not month_of(found[index]) or len(days) > 1 or told:
        return [], index, index + 1
    if not days and not at(found, index + 1, ",|or"):
        return _yearless_month(found, index, adopted_on)
    if not days or not (before(found, first, "by|before|than|until") or _on_the_day(found, first)):
        return [], index, index + 1
    if _every_year(found, first):
        return [], index, index + 1  # "every year not later than 1 October"
    month = month_of(found[index])
    date = adopted_on + relativedelta(month=month, day=days[0])
    next_year = at(found, index + 1, "of", "next", "year") or at(found, index + 1, "of", "the", "following", "year")
    if next_year or date <= adopted_on:
        date = date.replace(year=adopted_on.year + 1)
    return [(date, date, first, index, True)], first, index + 1


def _year_counted(found: Sequence[Token], index: int, adopted_on: dt.date) -> tuple[list[_One], int, int]:
    """Return the year that is counted from the adoption: "by the end of next year", "before the end of the year"."""
    none: tuple[list[_One], int, int] = [], index, index + 1
    which = found[index - 1].low if index else ""
    if at(found, index + 1, "of|in|when|during|for") or YEAR.fullmatch(_low_at(found, index + 1)):
        return none
    first = index - 1
    if before(found, first, "calendar"):
        first -= 1
    first -= before(found, first, "the") and which != "the"
    ended = before(found, first, "end|close", "of")
    if which == "next" and (ended or first == index - 1):
        year = adopted_on.year + 1
    elif which in ("this", "current", "present", "the", "calendar") and ended:
        year = adopted_on.year
    else:
        return none
    begin = dt.date(year, 1, 1)
    if ended:
        first -= 2 + before(found, first - 2, "the")
    elif before(found, first, "the", "course", "of"):
        first -= 3
    return [(begin, dt.date(year, 12, 31), first, index, ended)], first, index + 1


def day_and_month(found: Sequence[Token], index: int) -> tuple[int, int, int] | None:
    """Return month, day and the index of the token after "5 May" or "May 5" at `index`, or None."""
    for month in (index + 1, index):
        if month >= len(found) or not month_of(found[month]):
            continue
        other = index if month > index else index + 1
        day = _DAY.fullmatch(_low_at(found, other))
        if day is not None:
            return month_of(found[month]), int(day[1]), index + 2
    return None


def _adverbial_year(found: Sequence[Token], year: int, first: int) -> bool:
    """Return whether "next year" stands by itself: "to hold it *next year*", not "the budget for next year"."""
    if found[year].low != "year" or first == 0 or not before(found, year, "next") or at(found, year + 1, "\u2019|'"):
        return False
    previous = found[first - 1]
    loose = previous.low in listed("phrase_bounds") | listed("joining") | listed("determiners")
    return previous.text[0].isalpha() and not loose


def _low_at(found: Sequence[Token], index: int) -> str:
    return found[index].low if index < len(found) else ""


def day_of_year(found: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """Return (month, day) of the day named with a yearly recurrence: "by *5 May* of each year".

    Args:
        found: the tokens of the clause.
        first: of the tokens of "each year".
        last: of them.
    """
    place = first - 1
    while place > 0 and found[place].low in ("of", ",", "in", "the"):
        place -= 1
    for month in (place, *range(last + 1, min(last + 5, len(found)))):
        if not 0 <= month < len(found) or not month_of(found[month]):
            continue
        days, begin = _days(found, month)
        named = begin > last + 1 or month == place
        if len(days) == 1 and named and not YEAR.fullmatch(_low_at(found, month + 1)):
            return month_of(found[month]), days[0]
    return None


def _yearless_month(found: Sequence[Token], index: int, adopted_on: dt.date) -> tuple[list[_One], int, int]:
    """Return the next "June" after the adoption, where a deadline gives it: "no later than the last week of June"."""
    begin = adopted_on + relativedelta(month=month_of(found[index]), day=1)
    if begin <= adopted_on:
        begin += relativedelta(years=1)
    one = _narrowed(found, (begin, begin + relativedelta(day=31), index, index, True))
    named = one[2] < index and before(found, one[2], "at|in|during")  # "at the end of September"
    named = named or (before(found, one[2], "in") and before(found, index, "in") and _is_held(found, index))
    if not named and not before(found, one[2], "by|before|than|until"):
        return [], index, index + 1
    return [one], one[2], index + 1


def _every_year(found: Sequence[Token], first: int) -> bool:
    """Return whether the day at `first` is that of every year, which is said right before it."""
    near = range(max(0, first - _NEAR_DAY), first)
    return any(found[i].low == "annually" or at(found, i, "every|each", "year") for i in near)


#: How many tokens before a day "every year" may stand: "every year, not later than the first of".
_NEAR_DAY = 6


def _on_the_day(found: Sequence[Token], first: int) -> bool:
    """Return whether the day is that of a meeting to come: "to hold a hearing on the afternoon of 4 October"."""
    on = before(found, first, "on") or before(found, first, "on", "the", "morning|afternoon", "of")
    return on and _is_held(found, first)


def _is_held(found: Sequence[Token], first: int) -> bool:
    """Return whether something is to be held, which is said before the token `first`."""
    return any(token.low in ("convene", "hold", "held", "convened") for token in found[:first])
