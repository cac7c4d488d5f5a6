"""From the dues of a mandate to what is expected, one expectation for each thing to be delivered once.

* No due: one expectation without a date.
* Sessions and dates: one each, known by the session's number or the ISO date.
* ``until``: one, when it ends ("expiring"), unless a recurrence is there to be ended by it.
* ``relative``: one, undated until its event is entered.
* ``recurring``: a row of expectations of which one at a time is open; the sessions and dates beside it are its first
  ones. Without those it begins one length after adoption; without a length ("regularly") it has no dates.

Nothing here knows the database.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mandates.domain.due import Due, DueKind
from mandates.reference import calendar, recurrence

#: Any day, to see which way a length leads.
_ANY_DAY = dt.date(2000, 1, 1)

#: Longer than any body that meets regularly goes without a session.
_LONGEST_BREAK = dt.timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing expected once.

    Attributes:
        key: what follows ``@`` in its reference: session number, ISO date or ordinal; unique in its mandate.
        series: number of the recurrence it belongs to, None for what comes once. occurrence: from 1, its place there.
        anchored: whether its date can be counted on from (False for ``regular``).
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
    series: int | None = None
    occurrence: int = 1


_WITHOUT_DATE = Expectation(key="1")


def expected(dues: Sequence[Due], *, body: str, session: str | None, adopted_on: dt.date | None) -> list[Expectation]:
    """Return what is expected of a mandate with these dues, adopted by `body` at `session`: never empty."""
    if not dues:
        return [_WITHOUT_DATE]
    once = [due for due in dues if due.kind in (DueKind.SESSION, DueKind.DATE, DueKind.RELATIVE)]
    ends = [due for due in dues if due.kind is DueKind.UNTIL]
    rows = [due for due in dues if due.kind is DueKind.RECURRING]
    if not rows:
        found = [_single(due, ordinal) for ordinal, due in enumerate([*once, *ends], 1)]
        return _unique(found)
    found = []
    for number, row in enumerate(rows, 1):
        end = max((due.date for due in ends if due.date), default=None)
        starts = [_single(due, ordinal) for ordinal, due in enumerate(once, 1)] if number == 1 else []
        if not starts:
            starts = [_first(row, body=body, session=session, adopted_on=adopted_on, ordinal=number)]
        length = _length(row.every)
        if length == recurrence.EVERY_SESSION:
            starts = [replace(start, body=start.body or row.body or body) for start in starts]
        starts.sort(key=lambda start: start.due_on or dt.date.max)
        found += [
            replace(start, series=number, occurrence=place, every=length, ends_on=end, phrase=_phrases(start, row))
            for place, start in enumerate(starts, 1)
        ]
    return _unique(found)


def following(last: Expectation, *, first: Expectation) -> Expectation | None:
    """Return the expectation after `last` in its row, or None: the row has ended, or no date can be told.

    `first` is the first of the row, from which months are counted.
    """
    if last.series is None or last.every is None:
        return None
    occurrence = last.occurrence + 1
    moved = functools.partial(replace, last, occurrence=occurrence, after=None, event=None)
    recurring = DueKind.RECURRING.value
    if last.every == recurrence.REGULAR:  # what follows has no date, whatever the first one had
        dates = {"opens_on": None, "due_on": None, "timetable_on": None}
        return moved(kind=recurring, key=str(occurrence), body=None, session=None, **dates)
    if last.every == recurrence.EVERY_SESSION and last.kind != DueKind.SESSION:
        return _at_session_after(moved(), last.due_on)
    if last.kind == DueKind.SESSION and last.body and last.session:
        found = recurrence.next_due_session(last.every, last.body, last.session)
        if found is None or (last.ends_on and found.opens_on and found.opens_on > last.ends_on):
            return None
        return dated_by_session(moved(key=_session_key(str(found.session)), session=str(found.session)))
    if last.due_on is None:
        return None
    anchor = first.due_on if first.kind != DueKind.SESSION else None
    date = recurrence.next_occurrence(last.every, last.due_on, last.ends_on, anchor)
    if date is None:
        return None
    return moved(kind=recurring, key=date.isoformat(), opens_on=None, due_on=date)


def dated_by_session(expectation: Expectation) -> Expectation:
    """Return `expectation` with the dates that the calendar has of its session."""
    if not expectation.body or not expectation.session or expectation.session == "next":
        return expectation
    found = calendar.session(expectation.body, expectation.session)
    if found is None:
        return expectation
    return replace(
        expectation,
        opens_on=found.opens_on,
        due_on=found.closes_on,
        timetable_on=found.opens_on if found.exact else None,
    )


def _single(due: Due, ordinal: int) -> Expectation:
    plain = Expectation(
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
        return dated_by_session(replace(plain, key=key))
    if due.kind in (DueKind.DATE, DueKind.UNTIL) and due.date:
        return replace(plain, key=due.date.isoformat(), opens_on=due.opens_on or due.date, due_on=due.date)
    return plain


def _first(row: Due, *, body: str, session: str | None, adopted_on: dt.date | None, ordinal: int) -> Expectation:
    """Return the first expectation of a row that names no beginning."""
    plain = Expectation(key=str(ordinal), kind=DueKind.RECURRING.value, every=row.every, phrase=row.phrase)
    if row.every == recurrence.EVERY_SESSION and session:
        found = calendar.next_session(row.body or body, session)
        if found is not None:
            named = str(found.session)
            kind = DueKind.SESSION.value
            return dated_by_session(replace(plain, kind=kind, key=_session_key(named), body=found.body, session=named))
    length = _length(row.every)
    if length in (recurrence.EVERY_SESSION, recurrence.REGULAR) or adopted_on is None or row.event is not None:
        return plain  # "every two years following that review": who knows when that is
    date = recurrence.next_occurrence(length, adopted_on)
    return plain if date is None else replace(plain, key=date.isoformat(), due_on=date)


def _length(every: str | None) -> str:
    """Return a recurrence as one can count with it; one without a length, or that leads back, has no dates."""
    if every == recurrence.EVERY_SESSION:
        return every
    try:
        forward = every is not None and _ANY_DAY + recurrence.duration(every) > _ANY_DAY
    except ValueError:
        forward = False
    return every if every and forward else recurrence.REGULAR


def _at_session_after(plain: Expectation, date: dt.date | None) -> Expectation | None:
    """Return `plain` as due at the first regular session of its body that opens after `date`."""
    if plain.body is None or date is None:
        return None
    for one in calendar.sessions(plain.body, through=date + _LONGEST_BREAK):
        if str(one.session).isdecimal() and one.opens_on is not None and one.opens_on > date:
            if plain.ends_on and one.opens_on > plain.ends_on:
                return None
            named = str(one.session)
            return dated_by_session(replace(plain, kind=DueKind.SESSION.value, key=_session_key(named), session=named))
    return None


def _phrases(start: Expectation, row: Due) -> str:
    """Return the words of a start and of its recurrence, each once."""
    return " ... ".join(dict.fromkeys(words for words in (start.phrase, row.phrase) if words))


def _session_key(session: str) -> str:
    """Return a session as it stands behind ``@``: without spaces (``special32``)."""
    return "".join(session.split())


def _unique(found: list[Expectation]) -> list[Expectation]:
    """Return `found` with one of several that are the same, and keys told apart that would clash."""
    out: dict[str, Expectation] = {}
    for one in found:
        key, turn = one.key, 1
        while key in out:
            if (out[key].kind, out[key].body, out[key].due_on) == (one.kind, one.body, one.due_on) and one.due_on:
                break
            turn += 1
            key = f"{one.key}.{turn}"
        else:
            out[key] = one if key == one.key else replace(one, key=key)
    return list(out.values())


def counted(event_on: dt.date, after: str) -> dt.date:
    """Return the date that lies the ISO 8601 duration `after` from an event (before it for a negative one)."""
    return event_on + recurrence.duration(after)
