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
    asked_of_another,
    each_its_own,
    given_to,
    given_to_another,
    is_itself_held,
    past_consideration,
    possible,
    reported_by,
    titles_office_holder,
    whose,
)
from mandates.extraction.times.dates import LONGEST_MEETING, DateTime, day_of_year
from mandates.extraction.times.duration import Duration, Use
from mandates.extraction.times.observances import find_observance, proclaimed_year
from mandates.extraction.times.recurrences import attended
from mandates.extraction.times.scope import (
    Zone,
    described_in_purpose,
    done_elsewhere,
    goes_into_report,
    handed_over,
    in_manner,
    in_purpose,
    in_thing,
    may_be_of_another,
    of_event_in_purpose,
    only_possible,
    prepared_for,
    zone,
)
from mandates.extraction.times.sessions import ANNUAL, CURRENT, EVERY, NEXT, SAME, SessionTime
from mandates.extraction.times.tokens import at, before, first_token
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token
from mandates.reference import calendar
from mandates.reference.recurrence import EVERY_SESSION, REGULAR, duration, in_days


@dataclass(slots=True)
class Collected:
    """The dues and reasons collected from one clause so far."""

    clause: Clause
    context: Context
    tokens: Sequence[Token]
    due: list[Due] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    #: the last token of the session before, if something else was done at it
    last_elsewhere: int | None = None

    @property
    def adopted_on(self) -> dt.date | None:
        """The date on which the resolution was adopted."""
        return self.context.resolution.adopted_on

    def phrase(self, start: int, end: int) -> str:
        """Return the words from `start` to `end` on one line."""
        return " ".join(self.clause.text[start:end].split())

    def add(self, due: Due) -> None:
        """Add `due` to the dues of the clause."""
        self.due.append(due)


def add_session(collected: Collected, time: SessionTime, named: Callable[[], Sequence[Due]]) -> None:
    """Add the dues of a reference to sessions, or the reason why there is none; `named` returns those named before."""
    first = first_token(collected.tokens, time.start)
    elsewhere = done_elsewhere(collected.tokens, first) or _continues_elsewhere(collected, first)
    collected.last_elsewhere = time.last if elsewhere else None
    report_due = handed_over(collected.tokens, first) or _is_on_own_agenda(collected, time, first)
    if elsewhere and (time.sessions[0] in (EVERY, ANNUAL) or not report_due):
        collected.reasons.append("due.session_of_another_action")
        return
    if zone(collected.tokens, first, asides=False) is Zone.SUBORDINATE and not given_to(time, collected.tokens):
        collected.reasons.append("due.session_of_another_action")
        return
    if (
        in_purpose(collected.tokens, first)
        or described_in_purpose(collected.tokens, first)
        or of_event_in_purpose(collected.tokens, first)
        or prepared_for(collected.tokens, first)
        or goes_into_report(collected.tokens, first)
        or titles_office_holder(time, collected.tokens, first)
        or is_itself_held(time, collected.tokens, first)
        or asked_of_another(time, collected.tokens)
        or past_consideration(time, collected.tokens)
    ):
        collected.reasons.append("due.session_of_another_action")
        return
    span, phrase = Span(time.start, time.end), collected.phrase(time.start, time.end)
    if time.sessions[0] in (EVERY, ANNUAL):
        is_annual = time.sessions[0] == ANNUAL
        spoken_of = is_annual and (_is_share(collected, first) or attended(collected.tokens, time.first))
        if spoken_of or zone(collected.tokens, first) is Zone.SUBORDINATE:
            collected.reasons.append("due.session_of_another_action")
            return
        every = "P1Y" if is_annual else EVERY_SESSION
        collected.add(Due(kind=DueKind.RECURRING, every=every, phrase=phrase, span=span))
        return
    if time.sessions[0] == SAME:
        # a session of this clause is the one meant and has been added already
        is_named_here = any(due.kind is DueKind.SESSION for due in collected.due)
        for due in () if is_named_here else named()[-1:]:
            collected.add(replace(due, phrase=phrase, span=span))
        return
    bodies = each_its_own(time, collected.tokens, collected.context)
    body = bodies[0] if bodies else whose(time, collected.tokens, _is_organ_decision(collected), collected.context)
    if elsewhere and given_to_another(time, collected.tokens, body.body, collected.context):
        collected.reasons.append("due.session_of_another_action")
        return
    if reported_by(time, collected.tokens) and not possible(body.body, time.sessions[0], collected.context):
        collected.reasons.append("due.session_of_another_action")
        return
    if body.doubtful:
        collected.reasons.append("due.two_bodies_possible")
    if body.unresolved:
        collected.reasons.append("due.body_unresolved")
    if may_be_of_another(collected.tokens, first):
        collected.reasons.append("due.session_maybe_of_another")
    for index, session in enumerate(time.sessions):
        body = bodies[index] if bodies else body
        number = _session_number(session, body.body, collected, named)
        if number is None:
            continue
        dates = calendar.session(body.body, number)
        if dates is not None and _is_past(dates, collected):
            collected.reasons.append("due.session_past")
            continue
        if elsewhere and not _is_upcoming(dates, collected):
            collected.reasons.append("due.session_of_another_action")
            continue
        if dates is None or dates.closes_on is None:
            collected.reasons.append("due.session_undated")
        collected.add(
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
    if time.subsequent and collected.due:
        collected.add(Due(kind=DueKind.RECURRING, every=EVERY_SESSION, phrase=phrase, span=span))


def _continues_elsewhere(collected: Collected, first: int) -> bool:
    """Return whether "and" joins another body and session at which something else was done.

    Example: "as agreed by the Board at its tenth session *and the Committee at its second session*".
    """
    if collected.last_elsewhere is None or not at(collected.tokens, collected.last_elsewhere + 1, "and", "the|by"):
        return False
    between = collected.tokens[collected.last_elsewhere + 2 : first]
    return all(token.text[0].isupper() or token.lower in listed("passed_over") for token in between)


def _is_share(collected: Collected, first: int) -> bool:
    """Return whether a yearly session is only what part of it is used for: "to devote *half of* its annual session"."""
    return any(
        at(collected.tokens, i, "half|part|portion|time") for i in range(first, min(first + 4, len(collected.tokens)))
    )


def _is_past(session: calendar.Session, collected: Collected) -> bool:
    last_day = session.window_end or session.closes_on
    return last_day is not None and collected.adopted_on is not None and last_day < collected.adopted_on


def _is_on_own_agenda(collected: Collected, time: SessionTime, first: int) -> bool:
    """Return whether the organ itself acts at its own session: "decides to examine the fares *charged* at its ..."."""
    return (
        time.possessive
        and _is_organ_decision(collected)
        and first > 0
        and collected.tokens[first - 1].lower.endswith("ed")
    )


def _is_upcoming(session: calendar.Session | None, collected: Collected) -> bool:
    """Return whether the session is known to open after the adoption."""
    opens = session.opens_on if session is not None else None
    return opens is not None and collected.adopted_on is not None and opens > collected.adopted_on


def _is_organ_decision(collected: Collected) -> bool:
    """Return whether the organ itself acts: "Decides to consider", not "Decides that the Committee shall"."""
    return (
        belonging.decides(collected.clause.verb)
        and not at(collected.tokens, 0, "that")
        and not at(collected.tokens, 1, "that")
    )


def _session_number(
    session: int | str, body: str, collected: Collected, named: Callable[[], Sequence[Due]]
) -> int | str | None:
    """Return the number of the session; that of "next" and "current" is known for the adopting organ.

    For another body, "next" is the session for which a clause before it in the paragraph asks for something: "to report
    to the Committee at its *tenth* session, and requests a briefing before the *next session* of the Committee".
    """
    own_session = collected.context.resolution.session
    if session not in (NEXT, CURRENT):
        return session
    if body != collected.context.resolution.body or own_session is None:
        numbers = [due.session for due in named() if due.body == body] if session == NEXT else []
        return numbers[0] if numbers else session if session == NEXT else None
    if session == CURRENT:
        return own_session
    if isinstance(own_session, int):
        return own_session + 1
    return str(int(own_session) + 1) if own_session.isdecimal() else session


def add_date(collected: Collected, date: DateTime, durations: Sequence[Duration]) -> None:
    """Add the due of a date if the date belongs to the action."""
    days = (date.closes_on - date.opens_on).days
    is_meeting = (
        date.role == "from"
        and date.precise
        and 0 < days < LONGEST_MEETING
        and belonging.convenes(collected.tokens, date.first)
    )
    if date.role in ("of", "from") and not is_meeting:
        return  # a start counts as part of the recurrence or period: see `_start_date`
    if collected.adopted_on is not None and date.closes_on < collected.adopted_on:
        return
    first = first_token(collected.tokens, date.start if date.list_start is None else date.list_start)
    if any(length.first <= first <= length.last for length in durations):
        return
    is_compared = before(collected.tokens, first, "as|than") and not before(collected.tokens, first, "well", "as")
    if date.preposition == "in" and is_compared:  # "at the same level as in 2012"
        return
    if not belonging.of_action(collected.tokens, date, first) or only_possible(collected.tokens, first):
        return
    if belonging.is_target(collected.tokens, date, first):
        return
    ends_period = date.role == "until" and date.preposition in ("to", "ending", "ending on")
    if ends_period and belonging.is_period(collected.tokens, date, first, collected.clause.verb):
        return
    is_loose = date.preposition in ("in", "on", "at", "during") or date.preposition in listed("spanning")
    if is_loose and belonging.of_event(collected.tokens, first, collected.clause.verb):
        return
    if belonging.takes_effect(collected.tokens, first):
        return
    ends = date.role == "until" or belonging.says_end(collected.tokens, first)
    kind = DueKind.UNTIL if ends else DueKind.DATE
    collected.add(
        Due(
            kind=kind,
            date=date.closes_on,
            phrase=collected.phrase(date.start, date.end),
            span=Span(date.start, date.end),
            opens_on=date.opens_on,
            closes_on=date.closes_on,
        )
    )


def add_duration(collected: Collected, measured: Duration, dates: Sequence[DateTime], fixed: bool) -> None:
    """Add the due of a length of time or recurrence; `fixed` means that a session or date has been added already."""
    span, phrase = Span(measured.start, measured.end), collected.phrase(measured.start, measured.end)
    is_lasting = measured.use is Use.LASTING  # "established in accordance with his report for a period of six months"
    is_definite = measured.use is Use.EVERY and (
        (measured.iso != REGULAR and measured.noun is None) or _is_own_report(collected, measured)
    )
    in_zone = zone(collected.tokens, measured.first, asides=not is_lasting, definite=is_definite)
    clause_zone = Zone.ACTION if _continues_due(collected, measured) else in_zone
    # "with a view to ... within five years"
    excludes_purpose = measured.use is not Use.WITHIN or measured.iso.endswith("Y")
    if clause_zone is Zone.SUBORDINATE or (clause_zone is Zone.PURPOSE and excludes_purpose):
        return
    if measured.use in (Use.WITHIN, Use.AFTER) and belonging.takes_effect(collected.tokens, measured.first):
        return
    if measured.use is Use.EVERY:
        is_redundant = measured.noun is not None and fixed and measured.iso.endswith(("Y", REGULAR))
        is_redundant = is_redundant and not _is_another_action(collected, measured)
        # the term of its members, not of the body
        is_appointment = before(collected.tokens, measured.first, "to", "be", "appointed|elected")
        if is_redundant or is_appointment or done_elsewhere(collected.tokens, measured.first):
            return
        if measured.iso == REGULAR and measured.noun is not None and in_manner(collected.tokens, measured.first):
            return
        if (
            measured.iso == REGULAR
            and measured.noun is None
            and (in_manner(collected.tokens, measured.first) or in_thing(collected.tokens, measured.first))
        ):
            return
        if measured.noun is None and only_possible(collected.tokens, measured.first):
            return
        has_recurrence = any(due.kind is DueKind.RECURRING for due in collected.due)
        is_part = before(collected.tokens, measured.first - 1, "of|in")  # "as part of their regular reporting"
        if measured.iso == REGULAR and measured.noun is not None and is_part and collected.due:
            return
        if measured.iso == REGULAR and has_recurrence and belonging.beside_action(collected.tokens, measured.first):
            return
        event = _event_words(collected, measured) if measured.event is not None else None
        yearly_day = _yearly_day(collected, measured) if measured.iso == "P1Y" else None
        start = _start_date(measured, dates)
        first_date = _next_occurrence(yearly_day, collected.adopted_on) if yearly_day is not None else None
        collected.add(
            Due(
                kind=DueKind.RECURRING,
                every=measured.iso,
                event=event,
                phrase=phrase,
                span=span,
                opens_on=first_date,
                closes_on=first_date,
            )
        )
        if start is not None:
            day = start.closes_on
            if yearly_day is not None and not start.precise:
                day = dt.date(day.year, *yearly_day)
            collected.add(_date_due(DueKind.DATE, day, collected, start.start, start.end))
    elif measured.use is Use.AFTER:
        collected.reasons.append("due.from_event")
        collected.add(
            Due(
                kind=DueKind.RELATIVE,
                after=in_days(measured.iso),
                event=_event_words(collected, measured),
                phrase=phrase,
                span=span,
            )
        )
    elif measured.use is Use.WITHIN:
        if collected.adopted_on is None:
            collected.reasons.append("due.adoption_date_missing")
            collected.add(
                Due(kind=DueKind.RELATIVE, after=in_days(measured.iso), event="adoption", phrase=phrase, span=span)
            )
        else:
            kind = DueKind.UNTIL if belonging.says_end(collected.tokens, measured.first) else DueKind.DATE
            collected.add(_date_due(kind, collected.adopted_on + duration(measured.iso), collected, *span))
    else:
        _add_lasting(collected, measured, dates)


def _is_own_report(collected: Collected, length: Duration) -> bool:
    """Return whether the addressee's own report carries the answer: "on progress made, *in his annual report*"."""
    if length.noun is None or collected.tokens[length.noun].lower not in listed("told"):
        return False
    first = length.first
    while first > 0 and collected.tokens[first - 1].lower in listed("describing"):
        first -= 1
    return before(collected.tokens, first, "in|within|through", "his|her|its")


def _yearly_day(collected: Collected, length: Duration) -> tuple[int, int] | None:
    """Return the (month, day) on which a yearly action takes place, or None if the clause names none."""
    yearly_day = day_of_year(collected.tokens, length.first, length.last)
    if yearly_day is not None or length.noun is not None:
        return yearly_day
    observance = find_observance(collected.tokens, collected.clause.verb)
    return None if observance is None else observance.day


def add_observance(collected: Collected) -> None:
    """Add the due of a proclaimed day or year, unless the clause has another due that says how often it is observed."""
    year = proclaimed_year(collected.tokens, collected.clause.verb) if not collected.due else None
    if year is not None:
        token = collected.tokens[year]
        opens_on = dt.date(int(token.lower), 1, 1)
        due = _date_due(DueKind.DATE, opens_on.replace(month=12, day=31), collected, token.start, token.end)
        collected.add(replace(due, opens_on=opens_on))
        return
    time = find_observance(collected.tokens, collected.clause.verb)
    if time is None or collected.due:
        return
    start, end = collected.tokens[time.first].start, collected.tokens[time.after - 1].end
    first_date = _next_occurrence(time.day, collected.adopted_on) if time.day is not None else None
    collected.add(
        Due(
            kind=DueKind.RECURRING,
            every="P1Y",
            phrase=collected.phrase(start, end),
            span=Span(start, end),
            opens_on=first_date,
            closes_on=first_date,
        )
    )


def _is_another_action(collected: Collected, length: Duration) -> bool:
    """Return whether a fixed time belongs to a later action than "regular" does.

    Example: "to issue regular updates and to report".
    """
    if length.iso != REGULAR or collected.tokens[length.first - 1].lower not in listed("giving"):
        return False
    fixed = [due.span for due in collected.due if due.span is not None]
    starts = [
        token.start for i, token in enumerate(collected.tokens[:-1]) if at(collected.tokens, i, "and", "to")
    ]  # of further actions
    first, last = collected.tokens[length.first].start, collected.tokens[length.last].end
    return any(last < start < span.start or span.end < start < first for start in starts for span in fixed)


def _next_occurrence(day: tuple[int, int], adopted_on: dt.date | None) -> dt.date | None:
    """Return the first date after the adoption that is on `day`, a (month, day), or None if the adoption is unknown."""
    if adopted_on is None:
        return None
    date = adopted_on + relativedelta(month=day[0], day=day[1])
    return date if date > adopted_on else date + relativedelta(years=1)


def _continues_due(collected: Collected, length: Duration) -> bool:
    """Return whether "and" joins the length to a due ("within 30 days and every month") or to another recipient."""
    first = length.first
    if first < 2 or not before(collected.tokens, first, "and"):
        return False
    if length.noun is None and at(collected.tokens, length.last + 1, "to|on", "the|its|their|overall"):
        # "to the Council in accordance with its programme of work and annually to the Assembly"
        return zone(collected.tokens, first, asides=False) is Zone.ACTION
    end = collected.tokens[first - 2].end
    return any(due.span is not None and due.span.end == end for due in collected.due)


def _add_lasting(collected: Collected, length: Duration, dates: Sequence[DateTime]) -> None:
    """Add the end of "for a further period of one year", unless the text gives the end explicitly."""
    if any(due.kind is DueKind.UNTIL for due in collected.due) or not belonging.can_last(
        collected.tokens, length, collected.clause.verb
    ):
        return
    if any(due.kind is DueKind.SESSION and due.span and due.span.end <= length.start for due in collected.due):
        return  # "that the Board, at its tenth session, should establish, for one year, a group": it runs from then
    start = _start_date(length, dates)
    if length.event is not None:
        first, last = length.event
        start = next((date for date in dates if first <= date.first < last), None)
        if start is None:
            due = Due(
                kind=DueKind.RELATIVE,
                after=in_days(length.iso),
                event=_event_words(collected, length),
                phrase=collected.phrase(length.start, length.end),
                span=Span(length.start, length.end),
            )
            collected.add(due)
            return
        end = start.closes_on + duration(length.iso)
        end = end + relativedelta(day=31) if start.opens_on.day == 1 and start.closes_on != start.opens_on else end
    elif start is not None:
        end = start.opens_on + duration(length.iso) - relativedelta(days=1)
    elif collected.adopted_on is not None:
        end = collected.adopted_on + duration(length.iso)
    else:
        collected.reasons.append("due.adoption_date_missing")
        return
    collected.add(_date_due(DueKind.UNTIL, end, collected, length.start, length.end))


def _event_words(collected: Collected, length: Duration) -> str:
    """Return the words for the event from which a length is counted; those before the length if no event follows it."""
    if length.event is None:
        return collected.phrase(collected.tokens[0].start, collected.tokens[length.first - 1].end)[-80:]
    first, last = length.event
    return collected.phrase(collected.tokens[first].start, collected.tokens[last - 1].end)


def _start_date(length: Duration, dates: Sequence[DateTime]) -> DateTime | None:
    """Return the date from which a recurrence or period runs if the text gives one near it, or None."""
    starts = [date for date in dates if date.role == "from" and abs(date.first - length.last) <= 12]
    return starts[0] if starts else None


def _date_due(kind: DueKind, date: dt.date, collected: Collected, start: int, end: int) -> Due:
    return Due(
        kind=kind, date=date, phrase=collected.phrase(start, end), span=Span(start, end), opens_on=date, closes_on=date
    )
