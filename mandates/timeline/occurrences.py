"""From the dues of a mandate to its occurrences: one for each thing to be delivered once.

* No due: one occurrence without a date.
* Sessions and dates: one each, known by the session's number or the ISO date.
* ``until``: one, when it ends ("expiring"), unless there is a recurrence that it ends.
* ``relative``: one, undated until its event is entered.
* ``recurring``: a recurrence, of which one at a time is open; sessions and dates named with it are its first ones.
  Without those it begins one interval after adoption; without an interval ("regularly") it has no dates. "three times
  in total" bounds it, and "a final report by" a date is its last occurrence.

Dates of sessions come from the calendar argument, so that the same calendar gives the same occurrences.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mandates.domain.due import Due, DueKind
from mandates.reference import recurrence
from mandates.reference.lookup import Calendar

#: An arbitrary day, to see whether a duration leads forward or back.
_ANY_DAY = dt.date(2000, 1, 1)

#: Longer than the time between two sessions of any body that meets regularly.
_LONGEST_BREAK = dt.timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One thing to be delivered once, as it was extracted from the text.

    Attributes:
        key: what follows ``@`` in its reference: session number, ISO date or ordinal; unique in its mandate.
        recurrence: number of the recurrence that it belongs to, None if it does not recur.
        number: its place in the recurrence, from 1.
        explicit: whether the text itself names it.
        timetable_on: the exact opening day that the document timetable counts back from.
    """

    key: str
    kind: str | None = None
    phrase: str | None = None
    body: str | None = None
    session: str | None = None
    every: str | None = None
    after: str | None = None
    event: str | None = None
    opens_on: dt.date | None = None
    due_on: dt.date | None = None
    timetable_on: dt.date | None = None
    ends_on: dt.date | None = None
    recurrence: int | None = None
    number: int = 1
    explicit: bool = True

    @property
    def is_once(self) -> bool:
        """Whether no other occurrence comes before or after it."""
        return self.recurrence is None or (self.number == 1 and self.due_on is not None and self.due_on == self.ends_on)


_WITHOUT_DATE = Occurrence(key="1")


@dataclass(frozen=True, slots=True)
class Adopted:
    """The body, session and day of the adoption of a resolution, from which its dues are counted."""

    body: str
    session: str | None
    on: dt.date | None


def explicit(dues: Sequence[Due], adopted: Adopted, calendar: Calendar, clause: str = "") -> list[Occurrence]:
    """Return the occurrences that dues name explicitly, and the first of each recurrence; never empty.

    The words of `clause` show whether something is due only in the next report of a recurrence: "in his annual report".
    """
    if not dues:
        return [_WITHOUT_DATE]
    once = [due for due in dues if due.kind in (DueKind.SESSION, DueKind.DATE, DueKind.RELATIVE)]
    ends = [due for due in dues if due.kind is DueKind.UNTIL]
    recurring = [due for due in dues if due.kind is DueKind.RECURRING]
    if not recurring:
        return _unique([_single(due, ordinal, calendar) for ordinal, due in enumerate([*once, *ends], 1)])
    end = max((due.date for due in ends if due.date), default=None)
    final = [due for due in once if due.kind is DueKind.DATE and due.date and _is_final(due.phrase, clause)]
    members = [_single(due, ordinal, calendar) for ordinal, due in enumerate(final, 1)]
    if final:  # "monthly updates, and one final report by 15 October": no update on that day as well
        once = [due for due in once if due not in final]
        last = max(due.date for due in final if due.date) - dt.timedelta(days=1)
        end = last if end is None else min(end, last)
    for number, due in enumerate(recurring, 1):
        starts = (
            [_single(due_once, ordinal, calendar) for ordinal, due_once in enumerate(once, 1)] if number == 1 else []
        )
        if not starts:
            starts = [_first(due, adopted, number, calendar)]
        length = _length(due.every)
        if length == recurrence.EVERY_SESSION:
            starts = [replace(start, body=start.body or due.body or adopted.body) for start in starts]
        starts.sort(key=lambda start: start.due_on or dt.date.max)
        stop = _last_of_so_many(due.phrase, length, starts[0].due_on) or end
        if _is_within_one(due.phrase, clause):
            stop = starts[-1].due_on or end
        members += [
            replace(start, recurrence=number, number=place, every=length, ends_on=stop, phrase=_phrases(start, due))
            for place, start in enumerate(starts, 1)
        ]
    return _unique(members)


def _is_final(phrase: str, clause: str) -> bool:
    """Return whether a due is the last of a recurrence: "monthly updates, and one final report by 15 October"."""
    return (
        phrase.startswith(_prefixes("final"))
        or re.search(rf"{_final_pattern()}{re.escape(phrase)}", clause) is not None
    )


@functools.cache
def _final_pattern() -> str:
    words = "|".join(map(re.escape, _word_list("final")))
    return rf"\b(?:{words})\s+(?:\w+\s+){{0,3}}?"


def _is_within_one(phrase: str, clause: str) -> bool:
    """Return whether a due is in one of several reports: "in his next annual report", "in its fifth annual report"."""
    if phrase.startswith(_prefixes("next")):
        return True
    return (
        phrase.endswith(_word_list("told_again"))
        and re.search(rf"{_within_pattern()}{re.escape(phrase)}\b", clause) is not None
    )


@functools.cache
def _within_pattern() -> str:
    words = "|".join(map(re.escape, _word_list("in_one")))
    return rf"\b(?:{words})\s+(?:[\w-]+\s+){{0,2}}?"


def _last_of_so_many(phrase: str, every: str, first: dt.date | None) -> dt.date | None:
    """Return the day of the last of a bounded number of occurrences: "every six months, three times in total"."""
    match = _times_pattern().search(phrase) if " times " in phrase else None
    if match is None or first is None or every in (recurrence.REGULAR, recurrence.EVERY_SESSION):
        return None
    from mandates.lexicon.numbers import cardinals  # noqa: PLC0415 - lists do not need it

    times = int(match[1]) if match[1].isdecimal() else cardinals().get(match[1].lower(), 0)
    return first + recurrence.duration(every) * (times - 1) if times else None


@functools.cache
def _times_pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _word_list("in_total")))
    return re.compile(rf"\b([A-Za-z-]+|\d{{1,3}})\s+times\s+(?:{words})$")


@functools.cache
def _prefixes(name: str) -> tuple[str, ...]:
    """Return the words of a list, each followed by a space, as prefixes of phrases."""
    return tuple(f"{word} " for word in _word_list(name))


@functools.cache
def _word_list(name: str) -> tuple[str, ...]:
    from mandates import lexicon  # noqa: PLC0415 - lists do not need it

    return tuple(lexicon.load("due")["words"][name])


@functools.lru_cache(maxsize=1 << 10)  # every period of a mandate goes through the same recurrence
def following(last: Occurrence, first: Occurrence, calendar: Calendar) -> Occurrence | None:
    """Return the occurrence after `last` in its recurrence; None if this has ended or the date cannot be determined.

    `first` is the first of the recurrence, from which months are counted.
    """
    if last.recurrence is None or last.every is None:
        return None
    number = last.number + 1
    next_with = functools.partial(replace, last, number=number, after=None, event=None, explicit=False)
    recurring = DueKind.RECURRING.value
    if last.every == recurrence.REGULAR:  # what follows has no date, even if the first one had
        dates = {"opens_on": None, "due_on": None, "timetable_on": None}
        return next_with(kind=recurring, key=str(number), body=None, session=None, **dates)
    if last.every == recurrence.EVERY_SESSION and last.kind != DueKind.SESSION:
        return _at_session_after(next_with(), last.due_on, calendar)
    if last.kind == DueKind.SESSION and last.body and last.session:
        session = recurrence.next_due_session(last.every, last.body, last.session, calendar)
        if session is None or (last.ends_on and session.opens_on and session.opens_on > last.ends_on):
            return None
        return _at_session(next_with(key=_session_key(str(session.session)), session=str(session.session)), calendar)
    if last.due_on is None:
        return None
    anchor = first.due_on if first.kind != DueKind.SESSION else None
    date = recurrence.next_occurrence(last.every, last.due_on, last.ends_on, anchor)
    if date is None:
        return None
    return next_with(kind=recurring, key=date.isoformat(), opens_on=None, due_on=date)


def counted_from(event_on: dt.date, after: str) -> dt.date:
    """Return the date at the ISO 8601 duration `after` from an event (before it for a negative duration)."""
    return event_on + recurrence.duration(after)


def _at_session(occurrence: Occurrence, calendar: Calendar) -> Occurrence:
    """Return `occurrence` with the dates of its session in the calendar; unchanged if the calendar does not have it."""
    if not occurrence.body or not occurrence.session or occurrence.session == "next":
        return occurrence
    session = calendar.session(occurrence.body, occurrence.session)
    if session is None:
        return occurrence
    return replace(
        occurrence,
        opens_on=session.opens_on,
        due_on=session.closes_on,
        timetable_on=session.opens_on if session.exact else None,
    )


def _single(due: Due, ordinal: int, calendar: Calendar) -> Occurrence:
    plain = Occurrence(
        key=str(ordinal),
        kind=due.kind.value,
        phrase=due.phrase,
        body=due.body,
        session=None if due.session is None else str(due.session),
        after=due.after,
        event=due.event,
        opens_on=due.opens_on,
        due_on=due.closes_on,
    )
    if due.kind is DueKind.SESSION:
        key = str(ordinal) if due.session in (None, "next") else _session_key(str(due.session))
        return _at_session(replace(plain, key=key), calendar)
    if due.kind in (DueKind.DATE, DueKind.UNTIL) and due.date:
        return replace(plain, key=due.date.isoformat(), opens_on=due.opens_on or due.date, due_on=due.date)
    return plain


def _first(due: Due, adopted: Adopted, ordinal: int, calendar: Calendar) -> Occurrence:
    """Return the first occurrence of a recurrence for which the text names no beginning."""
    plain = Occurrence(key=str(ordinal), kind=DueKind.RECURRING.value, every=due.every, phrase=due.phrase)
    if due.every == recurrence.EVERY_SESSION and adopted.session:
        session = calendar.next_session(due.body or adopted.body, adopted.session)
        if session is not None:
            number = str(session.session)
            kind = DueKind.SESSION.value
            occurrence = replace(plain, kind=kind, key=_session_key(number), body=session.body, session=number)
            return _at_session(occurrence, calendar)
    length = _length(due.every)
    if length in (recurrence.EVERY_SESSION, recurrence.REGULAR) or adopted.on is None or due.event is not None:
        return plain  # "every two years following that review": the date of the event is not known
    if due.closes_on is not None:  # "on 5 September of every year"
        return replace(plain, key=due.closes_on.isoformat(), due_on=due.closes_on)
    date = recurrence.next_occurrence(length, adopted.on)
    return plain if date is None else replace(plain, key=date.isoformat(), due_on=date)


def _length(every: str | None) -> str:
    """Return a recurrence as a usable interval: `REGULAR`, without dates, if it is not a positive duration."""
    if every == recurrence.EVERY_SESSION:
        return every
    try:
        forward = every is not None and _ANY_DAY + recurrence.duration(every) > _ANY_DAY
    except ValueError:
        forward = False
    return every if every and forward else recurrence.REGULAR


def _at_session_after(plain: Occurrence, date: dt.date | None, calendar: Calendar) -> Occurrence | None:
    """Return `plain` as due at the first regular session of its body that opens after `date`; None if there is none."""
    if plain.body is None or date is None:
        return None
    for session in calendar.sessions(plain.body, through=date + _LONGEST_BREAK):
        if str(session.session).isdecimal() and session.opens_on is not None and session.opens_on > date:
            if plain.ends_on and session.opens_on > plain.ends_on:
                return None
            number = str(session.session)
            occurrence = replace(plain, kind=DueKind.SESSION.value, key=_session_key(number), session=number)
            return _at_session(occurrence, calendar)
    return None


def _phrases(start: Occurrence, due: Due) -> str:
    """Return the distinct phrases of a first occurrence and of its recurrence, joined by an ellipsis."""
    return " ... ".join(dict.fromkeys(phrase for phrase in (start.phrase, due.phrase) if phrase))


def _session_key(session: str) -> str:
    """Return a session as written after ``@`` in a reference: without spaces (``special32``)."""
    return "".join(session.split())


def _unique(members: list[Occurrence]) -> list[Occurrence]:
    """Return `members` without duplicates, with a suffix (``.2``) on keys that would clash."""
    by_key: dict[str, Occurrence] = {}
    for member in members:
        key, count = member.key, 1
        while key in by_key:
            if (by_key[key].kind, by_key[key].body, by_key[key].due_on) == (
                member.kind,
                member.body,
                member.due_on,
            ) and member.due_on:
                break
            count += 1
            key = f"{member.key}.{count}"
        else:
            by_key[key] = member if key == member.key else replace(member, key=key)
    return list(by_key.values())
