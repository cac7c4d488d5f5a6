"""The states of a mandate's obligations on every day, from what holds now and what happened.

Later events are taken back one by one, so that on each day there is what was known and decided by its end:

* what was decided counts from the day on which it was decided, whatever it says of earlier days;
* a text counts from its adoption, in the first version that the register had of it, as long as it is held; corrected
  versions count from the day on which they were read;
* what one text says of the end of another counts while it is known (`mandates.timeline.facts.Ended`).

What was still to come when something changed is kept too, as it was expected until then. So an answer for a past day
stays what it was, also of what was to recur after it, whatever is decided or corrected later.
"""

from __future__ import annotations

import datetime as dt
import itertools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from mandates.reference.lookup import Calendar
from mandates.timeline.ahead import AHEAD
from mandates.timeline.facts import Ended, Facts, Happened, Head, Version, take_back
from mandates.timeline.planning import ALWAYS, FOREVER, ObligationState, plan

#: Ends the key of an obligation that was to come and did not, and whose own key another one has by now.
BESIDE = "~"

#: Columns that say of a state when it holds and is known, and what comes after it.
_OF_PERIOD = ("known_on", "since", "until", "continues")
#: What two states have to share to be one that goes on: all but their times and what follows from other columns.
_same = operator.attrgetter(
    *(field.name for field in fields(ObligationState) if field.compare and field.name not in _OF_PERIOD)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The versions of texts that a mandate has had, by their ids, and what was ever known of its end."""

    versions: Mapping[int, Version]
    heads: Mapping[int, Head]
    ended: Sequence[Ended] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """The calendar as it was known on each day: `of` gives that of a day, `changed` the days on which it changed."""

    of: Callable[[dt.date], Calendar]
    changed: Sequence[dt.date] = ()


@dataclass(frozen=True, slots=True)
class _Period:
    """The days, from `start` to before `end`, in which these facts were known and this calendar held."""

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
    """Return how each obligation of a mandate stood, one state for each period in which nothing changed.

    Args:
        now: how the mandate stands. events: all that happened to it and its resolution, in their order.
        horizon: recurrences are worked out up to this day; what was expected before a change, up to `AHEAD` of that
            change, so that it does not depend on the horizon. through: both at least up to this day.
    """

    def planned(period: _Period, last: dt.date) -> list[ObligationState]:
        version, head = texts.versions.get(period.facts.version_id), texts.heads.get(period.facts.reading_id)
        if version is None or head is None:
            return []
        return plan(period.facts, version, head, calendar=period.calendar, horizon=last)

    def last_of(period: _Period) -> dt.date:
        return max(through, horizon if period.end == FOREVER else _ahead_of(period.end))

    found: dict[int | str, list[ObligationState]] = {}
    spans = _with_ends(_spans(now, events, calendars.changed), texts.ended)
    several: list[tuple[_Period, list[ObligationState]]] = []
    for period in _dated(spans, calendars):
        states = planned(period, last_of(period))
        before = several[-1][0] if several else None
        recurs = any(state.series is not None for state in states)
        if before is not None and before.end == period.start and recurs:
            # what was done and undone, or is no matter of this mandate, ends nothing that was to come
            last = max(last_of(before), last_of(period))
            if planned(before, last) == planned(period, last):
                several[-1] = replace(period, start=before.start), states
                continue
        several.append((period, states))
    beside = {key: number for number, key in now.keys.items() if key.endswith(BESIDE)}
    for period, states in several:
        for state in states:
            if state.obligation_id is None and period.end != FOREVER:
                state.obligation_id = beside.get(f"{state.key}{BESIDE}")
            state.known_on = max(state.known_on, period.start)
            state.since = max(state.since, period.start)
            state.until = period.end
            if state.known_on < period.end:
                _append(found.setdefault(state.obligation_id or state.key, []), state)
    return [state for each in found.values() for state in each]


def facts_on(now: Facts, events: Sequence[Happened], day: dt.date) -> Facts:
    """Return how a mandate stood on a day, by what texts and people said by its end; before all of that, at first."""
    spans = _spans(now, events, ())
    return next((facts for start, end, facts in spans if start <= day < end), spans[0][2])


def _ahead_of(day: dt.date) -> dt.date:
    return day + min(AHEAD, FOREVER - day)


def _append(earlier: list[ObligationState], state: ObligationState) -> None:
    """Add a state after earlier ones of its obligation, or let the last of them go on where it is the same."""
    last = earlier[-1] if earlier else None
    goes_on = last is not None and last.until == state.known_on and max(last.since, state.known_on) == state.since
    if last is not None and goes_on and _same(last) == _same(state):
        last.until = state.until
        # of one of its periods it may be the last that is stored, though not of another
        last.continues = last.continues or state.continues
        return
    earlier.append(state)


def _dated(spans: Sequence[tuple[dt.date, dt.date, Facts]], calendars: Calendars) -> list[_Period]:
    """Return spans with the calendar of each, those between which nothing changed as one."""
    found: list[_Period] = []
    for start, end, facts in spans:
        calendar = calendars.of(min(end - dt.timedelta(days=1), dt.date.max))
        last = found[-1] if found else None
        same = last is not None and last.end == start and last.calendar is calendar and last.facts == facts
        found.append(_Period(found.pop().start if same else start, end, facts, calendar))
    return found


def _spans(now: Facts, events: Sequence[Happened], also: Sequence[dt.date]) -> list[tuple[dt.date, dt.date, Facts]]:
    """Return from which day to before which other the facts were what, the earliest first."""
    days = _days(events)
    boundaries = sorted({*days, *(day for day in also if days and day > days[0])}, reverse=True)
    facts = now.copy()
    spans: list[tuple[dt.date, dt.date, Facts]] = []
    end = FOREVER
    left = list(zip(events, days, strict=True))
    first: Facts | None = None
    for day in boundaries:
        spans.append((day, end, facts.copy()))
        while left and left[-1][1] >= day:
            event, _ = left.pop()
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
    """Return spans in pieces, each with what was known of the mandate's end in it."""
    if not ended:
        return spans
    days = sorted({day for one in ended for day in (one.since, one.until)})
    found = []
    for start, end, facts in spans:
        cuts = [start, *(day for day in days if start < day < end), end]
        for begins, ends in itertools.pairwise(cuts):
            piece = facts.copy()
            piece.ended = tuple(one for one in ended if one.since <= begins < one.until)
            found.append((begins, ends, piece))
    return found


def _brought_in(event: Happened) -> bool:
    """Whether it brought a resolution into the register."""
    return event.of_resolution and bool(event.after.get("held")) and not event.before.get("held")


def _days(events: Sequence[Happened]) -> list[dt.date]:
    """Return the day from which each event counts: its own, not before that of an earlier one."""
    found: list[dt.date] = []
    for event in events:
        found.append(max(event.day, found[-1]) if found else event.day)
    return found
