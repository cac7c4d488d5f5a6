"""What was found in a clause made into dues: sessions and lengths resolved through the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from dateutil.relativedelta import relativedelta

from mandates.domain.due import Due, DueKind
from mandates.domain.resolution import Span
from mandates.extraction.clause import Clause, Context
from mandates.extraction.times import belonging
from mandates.extraction.times.bodies import (
    given_to,
    given_to_another,
    possible,
    reported_by,
    titles_office_holder,
    whose,
)
from mandates.extraction.times.dates import LONGEST_MEETING, DateTime, day_of_year
from mandates.extraction.times.durations import Duration, Use
from mandates.extraction.times.observances import find_observance
from mandates.extraction.times.scope import (
    Zone,
    done_elsewhere,
    handed_over,
    in_manner,
    in_purpose,
    only_possible,
    zone,
)
from mandates.extraction.times.sessions import ANNUAL, CURRENT, EVERY, NEXT, SAME, SessionTime
from mandates.extraction.times.tokens import Token, at, before, first_token
from mandates.extraction.times.words import listed
from mandates.reference import calendar
from mandates.reference.recurrence import EVERY_SESSION, REGULAR, duration


@dataclass(slots=True)
class Collected:
    """What has been read of one clause so far."""

    clause: Clause
    context: Context
    tokens: Sequence[Token]
    due: list[Due] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def adopted_on(self) -> dt.date | None:
        """When the resolution was adopted."""
        return self.context.resolution.adopted_on

    def phrase(self, start: int, end: int) -> str:
        """Return the words from `start` to `end` in one line."""
        return " ".join(self.clause.text[start:end].split())

    def add(self, due: Due) -> None:
        """Keep `due`."""
        self.due.append(due)


def add_session(found: Collected, time: SessionTime, named: Callable[[], Sequence[Due]]) -> None:
    """Add the dues of a reference to sessions, or the reason why it is none; `named` gives those named before it."""
    first = first_token(found.tokens, time.start)
    elsewhere = done_elsewhere(found.tokens, first)
    awaited = handed_over(found.tokens, first) or _of_own_agenda(found, time, first)
    if elsewhere and (time.sessions[0] in (EVERY, ANNUAL) or not awaited):
        found.reasons.append("due.session_of_another_action")
        return
    if zone(found.tokens, first, asides=False) is Zone.SUBORDINATE and not given_to(time, found.tokens):
        found.reasons.append("due.session_of_another_action")
        return
    if in_purpose(found.tokens, first) or titles_office_holder(time, found.tokens, first):
        found.reasons.append("due.session_of_another_action")
        return
    span, phrase = Span(time.start, time.end), found.phrase(time.start, time.end)
    if time.sessions[0] in (EVERY, ANNUAL):
        every = EVERY_SESSION if time.sessions[0] == EVERY else "P1Y"
        found.add(Due(kind=DueKind.RECURRING, every=every, phrase=phrase, span=span))
        return
    if time.sessions[0] == SAME:
        own = any(due.kind is DueKind.SESSION for due in found.due)  # which is the one meant, and is there already
        for due in () if own else named()[-1:]:
            found.add(replace(due, phrase=phrase, span=span))
        return
    body = whose(time, found.tokens, _decides(found), found.context)
    if elsewhere and given_to_another(time, found.tokens, body.body, found.context):
        found.reasons.append("due.session_of_another_action")
        return
    if reported_by(time, found.tokens) and not possible(body.body, time.sessions[0], found.context):
        found.reasons.append("due.session_of_another_action")
        return
    if body.doubtful:
        found.reasons.append("due.two_bodies_possible")
    if body.unresolved:
        found.reasons.append("due.body_unresolved")
    for session in time.sessions:
        number = _numbered(session, body.body, found)
        if number is None:
            continue
        dates = calendar.session(body.body, number)
        if dates is not None and _past(dates, found):
            found.reasons.append("due.session_past")
            continue
        if elsewhere and not _to_come(dates, found):
            found.reasons.append("due.session_of_another_action")
            continue
        if dates is None or dates.closes_on is None:
            found.reasons.append("due.session_undated")
        found.add(
            Due(
                kind=DueKind.SESSION,
                body=body.body,
                session=number,
                phrase=phrase,
                span=span,
                opens_on=dates.opens_on if dates else None,
                closes_on=dates.closes_on if dates else None,
            )
        )
    if time.subsequent and found.due:
        found.add(Due(kind=DueKind.RECURRING, every=EVERY_SESSION, phrase=phrase, span=span))


def _past(session: calendar.Session, found: Collected) -> bool:
    last = session.window_end or session.closes_on
    return last is not None and found.adopted_on is not None and last < found.adopted_on


def _of_own_agenda(found: Collected, time: SessionTime, first: int) -> bool:
    """Return whether the organ itself acts at its session: "decides to examine the fares *charged* at its ..."."""
    return time.possessive and _decides(found) and first > 0 and found.tokens[first - 1].low.endswith("ed")


def _to_come(session: calendar.Session | None, found: Collected) -> bool:
    """Return whether a session is known to open after the adoption."""
    opens = session.opens_on if session is not None else None
    return opens is not None and found.adopted_on is not None and opens > found.adopted_on


def _decides(found: Collected) -> bool:
    """Return whether the organ itself acts: "Decides to consider", not "Decides that the Committee shall"."""
    return belonging.decides(found.clause.verb) and not at(found.tokens, 0, "that") and not at(found.tokens, 1, "that")


def _numbered(session: int | str, body: str, found: Collected) -> int | str | None:
    """Return the number of "next" and "current" sessions of the adopting organ."""
    own = found.context.resolution.session
    if session not in (NEXT, CURRENT):
        return session
    if body != found.context.resolution.body or own is None:
        return session if session == NEXT else None
    if session == CURRENT:
        return own
    if isinstance(own, int):
        return own + 1
    return str(int(own) + 1) if own.isdecimal() else session


def add_date(found: Collected, date: DateTime, durations: Sequence[Duration]) -> None:
    """Add the due of a date, where it belongs to the action."""
    days = (date.closes_on - date.opens_on).days
    ranged = (
        date.role == "from"
        and date.precise
        and 0 < days < LONGEST_MEETING
        and belonging.convenes(found.tokens, date.first)
    )
    if date.role in ("of", "from") and not ranged:
        return  # a start counts with what starts: see `_start`
    if found.adopted_on is not None and date.closes_on < found.adopted_on:
        return
    first = first_token(found.tokens, date.start)
    if any(one.first <= first <= one.last for one in durations):
        return
    compared = before(found.tokens, first, "as|than") and not before(found.tokens, first, "well", "as")
    if date.preposition == "in" and compared:  # "at the same level as in 2012"
        return
    if not belonging.of_action(found.tokens, date, first):
        return
    if belonging.is_target(found.tokens, date, first):
        return
    ends_period = date.role == "until" and date.preposition in ("to", "ending", "ending on")
    if ends_period and belonging.is_period(found.tokens, date, first, found.clause.verb):
        return
    loose = date.preposition in ("in", "on", "at", "during") or date.preposition in listed("spanning")
    if loose and belonging.of_event(found.tokens, first, found.clause.verb):
        return
    kind = DueKind.UNTIL if date.role == "until" else DueKind.DATE
    found.add(
        Due(
            kind=kind,
            date=date.closes_on,
            phrase=found.phrase(date.start, date.end),
            span=Span(date.start, date.end),
            opens_on=date.opens_on,
            closes_on=date.closes_on,
        )
    )


def add_duration(found: Collected, measured: Duration, dates: Sequence[DateTime], fixed: bool) -> None:
    """Add the due of a length of time or recurrence; `fixed` says that a session or date is set already."""
    span, phrase = Span(measured.start, measured.end), found.phrase(measured.start, measured.end)
    lasts = measured.use is Use.LASTING  # "established in accordance with his report for a period of six months"
    often = measured.use is Use.EVERY and measured.iso != REGULAR and measured.noun is None
    in_zone = zone(found.tokens, measured.first, asides=not lasts, definite=often)
    around = Zone.ACTION if _goes_on(found, measured) else in_zone
    aim = measured.use is not Use.WITHIN or measured.iso.endswith("Y")  # "with a view to ... within five years"
    if around is Zone.SUBORDINATE or (around is Zone.PURPOSE and aim):
        return
    if measured.use is Use.EVERY:
        beside = measured.noun is not None and fixed and measured.iso.endswith(("Y", REGULAR))
        beside = beside and not _another_action(found, measured)
        renewed = before(found.tokens, measured.first, "to", "be", "appointed|elected")  # its members, not the body
        if beside or renewed or done_elsewhere(found.tokens, measured.first):
            return
        if measured.iso == REGULAR and measured.noun is None and in_manner(found.tokens, measured.first):
            return
        if measured.noun is None and only_possible(found.tokens, measured.first):
            return
        recurring = any(due.kind is DueKind.RECURRING for due in found.due)
        vehicle = before(found.tokens, measured.first - 1, "of|in")  # "as part of their regular reporting"
        if measured.iso == REGULAR and measured.noun is not None and vehicle and found.due:
            return
        if measured.iso == REGULAR and recurring and belonging.beside_action(found.tokens, measured.first):
            return
        event = _event(found, measured) if measured.event is not None else None
        yearly = _yearly_day(found, measured) if measured.iso == "P1Y" else None
        start = _start(measured, dates)
        first = _next(yearly, found.adopted_on) if yearly is not None else None
        found.add(
            Due(
                kind=DueKind.RECURRING,
                every=measured.iso,
                event=event,
                phrase=phrase,
                span=span,
                opens_on=first,
                closes_on=first,
            )
        )
        if start is not None:
            day = start.closes_on
            if yearly is not None and not start.precise:
                day = dt.date(day.year, *yearly)
            found.add(_dated(DueKind.DATE, day, found, start.start, start.end))
    elif measured.use is Use.AFTER:
        found.add(
            Due(kind=DueKind.RELATIVE, after=measured.iso, event=_event(found, measured), phrase=phrase, span=span)
        )
    elif measured.use is Use.WITHIN:
        if found.adopted_on is None:
            found.reasons.append("due.adoption_date_missing")
            found.add(Due(kind=DueKind.RELATIVE, after=measured.iso, event="adoption", phrase=phrase, span=span))
        else:
            found.add(_dated(DueKind.DATE, found.adopted_on + duration(measured.iso), found, *span))
    else:
        _add_lasting(found, measured, dates)


def _yearly_day(found: Collected, measured: Duration) -> tuple[int, int] | None:
    """Return (month, day) of what is done every year on a day of its own."""
    beside = day_of_year(found.tokens, measured.first, measured.last)
    if beside is not None or measured.noun is not None:
        return beside
    proclaimed = find_observance(found.tokens, found.clause.verb)
    return None if proclaimed is None else proclaimed.day


def add_observance(found: Collected) -> None:
    """Add the due of a day that is proclaimed, unless the clause says itself how often it is observed."""
    time = find_observance(found.tokens, found.clause.verb)
    if time is None or found.due:
        return
    start, end = found.tokens[time.first].start, found.tokens[time.after - 1].end
    first = _next(time.day, found.adopted_on) if time.day is not None else None
    found.add(
        Due(
            kind=DueKind.RECURRING,
            every="P1Y",
            phrase=found.phrase(start, end),
            span=Span(start, end),
            opens_on=first,
            closes_on=first,
        )
    )


def _another_action(found: Collected, measured: Duration) -> bool:
    """Return whether a fixed time is of an action after that of "regular": "to issue regular updates and to report"."""
    if measured.iso != REGULAR or found.tokens[measured.first - 1].low not in listed("giving"):
        return False
    fixed = min((due.span.start for due in found.due if due.span is not None), default=0)
    return any(
        at(found.tokens, i, "and", "to") and found.tokens[i].start < fixed
        for i in range(measured.last, len(found.tokens) - 1)
    )


def _next(day: tuple[int, int], adopted_on: dt.date | None) -> dt.date | None:
    """Return the first such day, (month, day), after the adoption."""
    if adopted_on is None:
        return None
    date = adopted_on + relativedelta(month=day[0], day=day[1])
    return date if date > adopted_on else date + relativedelta(years=1)


def _goes_on(found: Collected, measured: Duration) -> bool:
    """Return whether "and" joins the length to a due, "within 30 days and every month", or to whom it is given."""
    first = measured.first
    if first < 2 or not before(found.tokens, first, "and"):
        return False
    if measured.noun is None and at(found.tokens, measured.last + 1, "to|on", "the|its|their|overall"):
        # "to the Council in accordance with its programme of work and annually to the Assembly"
        return zone(found.tokens, first, asides=False) is Zone.ACTION
    end = found.tokens[first - 2].end
    return any(due.span is not None and due.span.end == end for due in found.due)


def _add_lasting(found: Collected, measured: Duration, dates: Sequence[DateTime]) -> None:
    """Add the end of "for a further period of one year", unless the text gives the end itself."""
    if any(due.kind is DueKind.UNTIL for due in found.due) or not belonging.can_last(
        found.tokens, measured, found.clause.verb
    ):
        return
    start = _start(measured, dates)
    if measured.event is not None:
        first, last = measured.event
        start = next((date for date in dates if first <= date.first < last), None)
        if start is None:
            due = Due(
                kind=DueKind.RELATIVE,
                after=measured.iso,
                event=_event(found, measured),
                phrase=found.phrase(measured.start, measured.end),
                span=Span(measured.start, measured.end),
            )
            found.add(due)
            return
        end = start.closes_on + duration(measured.iso)
        end = end + relativedelta(day=31) if start.opens_on.day == 1 and start.closes_on != start.opens_on else end
    elif start is not None:
        end = start.opens_on + duration(measured.iso) - relativedelta(days=1)
    elif found.adopted_on is not None:
        end = found.adopted_on + duration(measured.iso)
    else:
        found.reasons.append("due.adoption_date_missing")
        return
    found.add(_dated(DueKind.UNTIL, end, found, measured.start, measured.end))


def _event(found: Collected, measured: Duration) -> str:
    """Return the words of the event a duration is counted from; those before the duration where none follows it."""
    if measured.event is None:
        return found.phrase(found.tokens[0].start, found.tokens[measured.first - 1].end)[-80:]
    first, last = measured.event
    return found.phrase(found.tokens[first].start, found.tokens[last - 1].end)


def _start(measured: Duration, dates: Sequence[DateTime]) -> DateTime | None:
    """Return the date from which a recurrence or period runs, where the text gives one near it."""
    near = [date for date in dates if date.role == "from" and abs(date.first - measured.last) <= 12]
    return near[0] if near else None


def _dated(kind: DueKind, date: dt.date, found: Collected, start: int, end: int) -> Due:
    return Due(
        kind=kind, date=date, phrase=found.phrase(start, end), span=Span(start, end), opens_on=date, closes_on=date
    )
