"""The states of a mandate's obligations on every day, from what holds now and what happened.

Later events are undone one by one, so that the state of each day is what was known and decided by its end:

* a decision counts from the day on which it was made, whatever it says about earlier days;
* a text counts from its adoption, in the first version that the register had of it, as long as it is held; corrected
  versions count from the day on which they were read;
* what one text says about the end of another counts while it is known (`mandates.timeline.facts.Ended`).

Occurrences that were still to come when something changed are kept too, as they were expected until then. So an answer
for a past day stays the same, also for later occurrences, whatever is decided or corrected afterwards.
"""

from __future__ import annotations

import datetime as dt
import itertools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from mandates.domain.lifecycle import ALWAYS, FOREVER
from mandates.reference.lookup import Calendar
from mandates.timeline.ahead import AHEAD
from mandates.timeline.facts import Ended, Facts, Happened, Head, Version, take_back
from mandates.timeline.planning import ObligationState, plan

#: Suffix of the key of an obligation that was expected and did not come about, and whose key another one has since got.
BESIDE = "~"

#: Columns that say when a state holds and is known, and whether another follows it.
_OF_PERIOD = ("known_on", "since", "until", "continues")
#: The columns in which two adjacent states must agree to be merged: all except their times and derived columns.
_same = operator.attrgetter(
    *(field.name for field in fields(ObligationState) if field.compare and field.name not in _OF_PERIOD)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The versions of texts that a mandate has had, by their ids, and all that was ever known about its end."""

    versions: Mapping[int, Version]
    heads: Mapping[int, Head]
    ended: Sequence[Ended] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """The calendar as it was known on each day: `of` returns that of a day, `changed` lists the days of its changes."""

    of: Callable[[dt.date], Calendar]
    changed: Sequence[dt.date] = ()


@dataclass(frozen=True, slots=True)
class _Period:
    """The days from `start` to the day before `end`, on which these facts were known and this calendar was in use."""

    start: dt.date
    end: dt.date
    facts: Facts
    calendar: Calendar


def periods(
    now: Facts,
    events: Sequence[Happened],
    texts: Texts,
    *,
    calendars: Calendars,
    horizon: dt.date,
    through: dt.date = ALWAYS,
) -> list[ObligationState]:
    """Return the states of each obligation of a mandate, one for each period in which nothing changed.

    Args:
        now: the current facts of the mandate. events: all events of it and of its resolution, in their order.
        horizon: the day up to which recurrences are computed; what was expected before a change is computed up to
            `AHEAD` after that change, so that it does not depend on the horizon.
        through: a day up to which both are computed at least.
    """

    def planned(period: _Period, last: dt.date) -> list[ObligationState]:
        version, head = texts.versions.get(period.facts.version_id), texts.heads.get(period.facts.reading_id)
        if version is None or head is None:
            return []
        return plan(period.facts, version, head, calendar=period.calendar, horizon=last)

    def last_of(period: _Period) -> dt.date:
        return max(through, horizon if period.end == FOREVER else _ahead_of(period.end))

    by_obligation: dict[int | str, list[ObligationState]] = {}
    spans = _with_ends(_spans(now, events, calendars.changed), texts.ended)
    planned_periods: list[tuple[_Period, list[ObligationState]]] = []
    for period in _dated(spans, calendars):
        states = planned(period, last_of(period))
        previous = planned_periods[-1][0] if planned_periods else None
        recurs = any(state.series is not None for state in states)
        if previous is not None and previous.end == period.start and recurs:
            # a change that was undone, or does not concern this mandate, does not begin a new period
            last = max(last_of(previous), last_of(period))
            if planned(previous, last) == planned(period, last):
                planned_periods[-1] = replace(period, start=previous.start), states
                continue
        planned_periods.append((period, states))
    superseded = {key: number for number, key in now.keys.items() if key.endswith(BESIDE)}
    for period, states in planned_periods:
        for state in states:
            if state.obligation_id is None and period.end != FOREVER:
                state.obligation_id = superseded.get(f"{state.key}{BESIDE}")
            state.known_on = max(state.known_on, period.start)
            state.since = max(state.since, period.start)
            state.until = period.end
            if state.known_on < period.end:
                _append(by_obligation.setdefault(state.obligation_id or state.key, []), state)
    return [state for states_of_one in by_obligation.values() for state in states_of_one]


def facts_on(now: Facts, events: Sequence[Happened], day: dt.date) -> Facts:
    """Return the facts of a mandate at the end of a day; for a day before all of them, the earliest facts."""
    spans = _spans(now, events, ())
    return next((facts for start, end, facts in spans if start <= day < end), spans[0][2])


def _ahead_of(day: dt.date) -> dt.date:
    return day + min(AHEAD, FOREVER - day)


def _append(states: list[ObligationState], state: ObligationState) -> None:
    """Append a state to those of its obligation, or extend the last of them if it is the same."""
    last = states[-1] if states else None
    goes_on = last is not None and last.until == state.known_on and max(last.since, state.known_on) == state.since
    if last is not None and goes_on and _same(last) == _same(state):
        last.until = state.until
        # it may be the last state that is stored in one of its periods, but not in another
        last.continues = last.continues or state.continues
        return
    states.append(state)


def _dated(spans: Sequence[tuple[dt.date, dt.date, Facts]], calendars: Calendars) -> list[_Period]:
    """Return periods: spans with the calendar of each; adjacent spans between which nothing changed are merged."""
    dated: list[_Period] = []
    for start, end, facts in spans:
        calendar = calendars.of(min(end - dt.timedelta(days=1), dt.date.max))
        last = dated[-1] if dated else None
        same = last is not None and last.end == start and last.calendar is calendar and last.facts == facts
        dated.append(_Period(dated.pop().start if same else start, end, facts, calendar))
    return dated


def _spans(
    now: Facts, events: Sequence[Happened], more_days: Sequence[dt.date]
) -> list[tuple[dt.date, dt.date, Facts]]:
    """Return the facts as spans (first day, day after the last, facts), the earliest first.

    Spans begin on the days of `events` and, after the first of those, on `more_days`.
    """
    days = _days(events)
    boundaries = sorted({*days, *(day for day in more_days if days and day > days[0])}, reverse=True)
    facts = now.copy()
    spans: list[tuple[dt.date, dt.date, Facts]] = []
    end = FOREVER
    remaining = list(zip(events, days, strict=True))
    first: Facts | None = None
    for day in boundaries:
        spans.append((day, end, facts.copy()))
        while remaining and remaining[-1][1] >= day:
            event, _ = remaining.pop()
            if _brought_in(event):
                first = facts.copy()
            take_back(facts, event)
        end = day
    if first is not None and now.held:
        spans.append((ALWAYS, end, first))
    elif not boundaries:
        spans.append((ALWAYS, end, facts))
    return spans[::-1]


def _with_ends(
    spans: Sequence[tuple[dt.date, dt.date, Facts]], ended: Sequence[Ended]
) -> Sequence[tuple[dt.date, dt.date, Facts]]:
    """Return spans cut into pieces, each with what was known about the end of the mandate during it."""
    if not ended:
        return spans
    days = sorted({day for ending in ended for day in (ending.since, ending.until)})
    pieces = []
    for start, end, facts in spans:
        cuts = [start, *(day for day in days if start < day < end), end]
        for begins, ends in itertools.pairwise(cuts):
            piece = facts.copy()
            piece.ended = tuple(ending for ending in ended if ending.since <= begins < ending.until)
            pieces.append((begins, ends, piece))
    return pieces


def _brought_in(event: Happened) -> bool:
    """Return whether an event brought a resolution into the register."""
    return event.of_resolution and bool(event.after.get("held")) and not event.before.get("held")


def _days(events: Sequence[Happened]) -> list[dt.date]:
    """Return the day from which each event counts: its own, but not before that of an earlier event."""
    days: list[dt.date] = []
    for event in events:
        days.append(max(event.day, days[-1]) if days else event.day)
    return days
