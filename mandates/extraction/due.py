"""When a clause's action is to be done, how often, or how long it lasts, with the words that say so.

One way: trigger words decide whether there is anything to read; the grammar of `times` finds every expression of time;
`times.scope` leaves out those that tell of something else; the rest are resolved through the calendar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dateutil.relativedelta import relativedelta

from mandates import calendar
from mandates.calendar.recurrence import EVERY_SESSION, REGULAR, duration
from mandates.extraction import lexicon
from mandates.extraction.clause import Clause, Context
from mandates.extraction.times.bodies import given_to, possible, reported_by, whose
from mandates.extraction.times.dates import DateTime, find_dates
from mandates.extraction.times.durations import Duration, Use, find_durations
from mandates.extraction.times.scope import Zone, done_elsewhere, zone
from mandates.extraction.times.sessions import ANNUAL, CURRENT, EVERY, NEXT, SessionTime, find_sessions
from mandates.extraction.times.tokens import Token, at, before, tokens
from mandates.extraction.times.words import listed
from mandates.model import Due, DueKind, Span

_TRIGGER = re.compile(
    r"(?:19|20)\d\d|session|\b(?:annual|bienn|trienn|quadrenn|quinquenn|quarter|month|week|year|day|every|each|regular|period"
    r"|semi|bi-?annual|fortnight|from time|twice|three times|half|january|february|march|april|may \d|june|july|august"
    r"|september|october|november|december)",
    re.IGNORECASE,
)


@lexicon.derived
def _lasting_words() -> frozenset[str]:
    """Return the words for what can last."""
    return frozenset(word for entry in lexicon.load("due")["lasting"] for word in entry["words"])


@lexicon.derived
def _target_years() -> frozenset[int]:
    return frozenset(int(year) for entry in lexicon.load("due")["target_year"] for year in entry["words"])


_DECIDING = frozenset(("decide", "resolve", "agree", "establish", "extend", "proclaim", "designate"))


@dataclass(frozen=True, slots=True)
class DueReading:
    """The dues of a clause, in text order, and codes of what was uncertain or left out (`docs/calendar.md`)."""

    due: tuple[Due, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """What has been read of one clause so far."""

    clause: Clause
    context: Context
    tokens: Sequence[Token]
    due: list[Due] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def adopted_on(self) -> dt.date | None:
        return self.context.resolution.adopted_on

    def phrase(self, start: int, end: int) -> str:
        return " ".join(self.clause.text[start:end].split())

    def add(self, due: Due) -> None:
        self.due.append(due)


def find_due(clause: Clause, context: Context) -> DueReading:
    """Return when the action of `clause` is to be done; an item without a time of its own has its chapeau's."""
    start = clause.verb_end if clause.verb_end > clause.verb_start else clause.start
    end = _end(clause, start)
    own = _read(clause, context, start, end) if _TRIGGER.search(clause.text, start, end) else DueReading()
    if own.due or clause.chapeau is None:
        return own
    inherited = find_due(clause.chapeau, context)
    elsewhere = tuple(replace(due, span=None) for due in inherited.due)  # the words stand in another paragraph
    return DueReading(elsewhere, own.reasons + inherited.reasons)


def _end(clause: Clause, start: int) -> int:
    """Return where to read to: past the clause when its action follows the next ("requests A, and urges B, to ...")."""
    said = clause.text[start : clause.end]
    shared = clause.text.startswith(", and ", clause.end) and not re.search(r"\b(?:to|that|by)\b|,", said)
    return len(clause.text) if shared else clause.end


def _read(clause: Clause, context: Context, start: int, end: int) -> DueReading:
    found = _Found(clause, context, tokens(clause.text, start, end))
    sessions = list(find_sessions(found.tokens))
    durations = [one for one in find_durations(found.tokens) if not _inside(one.first, sessions)]
    dates = [one for one in find_dates(found.tokens, found.adopted_on) if not _inside(one.first, sessions)]
    for session in sessions:
        _add_session(found, session)
    fixed = bool(found.due)
    for date in dates:
        if not _of_session(date, sessions, found.tokens):
            _add_date(found, date, durations)
    fixed = bool(found.due)
    for measured in durations:
        _add_duration(found, measured, dates, fixed)
    due = sorted(found.due, key=lambda one: one.span or Span(0, 0))
    return DueReading(tuple(_unique(due)), tuple(dict.fromkeys(found.reasons)))


def _inside(index: int, sessions: Iterable[SessionTime]) -> bool:
    return any(session.first <= index <= session.last for session in sessions)


def _of_session(date: DateTime, sessions: Iterable[SessionTime], found: Sequence[Token]) -> bool:
    """Return whether the date tells when a session is held: "at its sixty-second session, to be held in June 2019"."""
    for session in sessions:
        between = [token.low for token in found[session.last + 1 : date.first]]
        if len(between) <= 8 and between and set(between) <= listed("holding"):
            return True
    return False


def _add_session(found: _Found, time: SessionTime) -> None:
    first = next(i for i, token in enumerate(found.tokens) if token.start >= time.start)
    if done_elsewhere(found.tokens, first):
        found.reasons.append("due.session_of_another_action")
        return
    if zone(found.tokens, first, asides=False) is Zone.SUBORDINATE and not given_to(time, found.tokens):
        found.reasons.append("due.session_of_another_action")
        return
    span, phrase = Span(time.start, time.end), found.phrase(time.start, time.end)
    if time.sessions[0] in (EVERY, ANNUAL):
        every = EVERY_SESSION if time.sessions[0] == EVERY else "P1Y"
        found.add(Due(kind=DueKind.RECURRING, every=every, phrase=phrase, span=span))
        return
    body = whose(time, found.tokens, _decides(found), found.context)
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


def _past(session: calendar.Session, found: _Found) -> bool:
    last = session.window_end or session.closes_on
    return last is not None and found.adopted_on is not None and last < found.adopted_on


def _decides(found: _Found) -> bool:
    """Return whether the organ itself acts: "Decides to consider", not "Decides that the Committee shall"."""
    return found.clause.verb in _DECIDING and not at(found.tokens, 0, "that") and not at(found.tokens, 1, "that")


def _numbered(session: int | str, body: str, found: _Found) -> int | str | None:
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


def _add_date(found: _Found, date: DateTime, durations: Sequence[Duration]) -> None:
    if date.role in ("of", "from"):
        return  # a start counts with what starts: see `_start`
    if found.adopted_on is not None and date.closes_on < found.adopted_on:
        return
    first = next(i for i, token in enumerate(found.tokens) if token.start >= date.start)
    if any(one.first <= first <= one.last for one in durations):
        return
    if not _of_action(found, date, first):
        return
    if (
        date.preposition == "by"
        and not date.precise
        and date.closes_on.year in _target_years()
        and not _beside_verb(found.tokens, first)
    ):
        return
    if date.role == "until" and date.preposition == "to" and _is_period(found, date, first):
        return
    if date.preposition in ("in", "on", "at", "during") and _of_event(found, first):
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


def _of_action(found: _Found, date: DateTime, first: int) -> bool:
    """Return whether the date belongs to the action; an explicit deadline on a day does so wherever it stands."""
    if date.precise and date.preposition.endswith("later than"):
        return True
    made_by = before(found.tokens, first, "made") and date.preposition == "by"  # "inform it of progress made by 15 May"
    elsewhere = done_elsewhere(found.tokens, first) and not made_by
    return not elsewhere and zone(found.tokens, first) is Zone.ACTION


def _is_period(found: _Found, date: DateTime, first: int) -> bool:
    """Return whether "to" ends a period of the subject matter: "for the period from 1 July 2016 to 30 June 2017"."""
    if any(token.low in listed("extending") for token in found.tokens[:first]) or found.clause.verb == "extend":
        return False
    ranged = [i for i in range(max(0, first - 8), first) if found.tokens[i].low in ("from", "between", "for")]
    return bool(ranged) or not date.precise


def _of_event(found: _Found, first: int) -> bool:
    """Return whether the date tells when something named is: "the Conference in 2025", "Expo 2020, to be held in 2021"."""
    if any(token.low in listed("convening") for token in found.tokens[:first]) or found.clause.verb in _DECIDING:
        return False
    if before(found.tokens, first, "to", "be", "held|convened"):
        return True
    place = first - 2 if before(found.tokens, first, ",") else first - 1
    if place < 0 or not found.tokens[place].text[0].isupper():
        return False
    name = [token.low for token in found.tokens[max(0, place - 3) : place + 1]]
    return listed("body_nouns").isdisjoint(name)


def _beside_verb(found: Sequence[Token], first: int) -> bool:
    """Return whether the date follows the verb of an action: "to complete, by 2030, ..."; "to apply by 2010"."""
    place = first - 1 if before(found, first, ",") else first
    return before(found, place - 1, "to") or place <= 1


def _add_duration(found: _Found, measured: Duration, dates: Sequence[DateTime], fixed: bool) -> None:
    span, phrase = Span(measured.start, measured.end), found.phrase(measured.start, measured.end)
    around = zone(found.tokens, measured.first)
    if around is Zone.SUBORDINATE or (around is Zone.PURPOSE and measured.use is not Use.WITHIN):
        return
    if measured.use is Use.EVERY:
        beside = measured.noun is not None and fixed and measured.iso.endswith(("Y", REGULAR))
        if beside or done_elsewhere(found.tokens, measured.first):
            return
        recurring = any(due.kind is DueKind.RECURRING for due in found.due)
        vehicle = before(found.tokens, measured.first - 1, "part", "of")  # "as part of their regular reporting"
        if measured.iso == REGULAR and recurring and (measured.noun is None or vehicle):
            return
        found.add(Due(kind=DueKind.RECURRING, every=measured.iso, phrase=phrase, span=span))
        start = _start(measured, dates)
        if start is not None:
            found.add(_dated(DueKind.DATE, start.closes_on, found, start.start, start.end))
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


def _add_lasting(found: _Found, measured: Duration, dates: Sequence[DateTime]) -> None:
    """Add the end of "for a further period of one year", unless the text gives the end itself."""
    if any(due.kind is DueKind.UNTIL for due in found.due) or not _can_last(found, measured):
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


def _can_last(found: _Found, measured: Duration) -> bool:
    """Return whether the clause speaks of something that lasts: an extension, an establishment."""
    if found.clause.verb in ("extend", "authorize", "establish", "proclaim"):
        return True
    if any(token.low in listed("extending") for token in found.tokens[: measured.first]):
        return True
    if measured.iso.endswith("D") and not any(
        token.low == "period" for token in found.tokens[measured.first : measured.last]
    ):
        return False  # "to meet for three days"
    words = _lasting_words()
    return any(token.low in words for token in found.tokens[: measured.first]) or measured.first <= 3


def _event(found: _Found, measured: Duration) -> str:
    """Return the words of the event a duration is counted from; those before the duration where none follows it."""
    if measured.event is None:
        return found.phrase(found.tokens[0].start, found.tokens[measured.first - 1].end)[-80:]
    first, last = measured.event
    return found.phrase(found.tokens[first].start, found.tokens[last - 1].end)


def _start(measured: Duration, dates: Sequence[DateTime]) -> DateTime | None:
    """Return the date from which a recurrence or period runs, where the text gives one near it."""
    near = [date for date in dates if date.role == "from" and abs(date.first - measured.last) <= 12]
    return near[0] if near else None


def _dated(kind: DueKind, date: dt.date, found: _Found, start: int, end: int) -> Due:
    return Due(
        kind=kind, date=date, phrase=found.phrase(start, end), span=Span(start, end), opens_on=date, closes_on=date
    )


def _unique(dues: Iterable[Due]) -> Iterable[Due]:
    """Yield each due once: the same time said twice is one time."""
    seen = set()
    for due in dues:
        key = (due.kind, due.body, due.session, due.date, due.after, due.every)
        if key not in seen:
            seen.add(key)
            yield due
