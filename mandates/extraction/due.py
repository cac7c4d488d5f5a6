"""When a clause's action is to be done, how often, or how long it lasts, with the words that say so.

One way: trigger words decide whether there is anything to read; the grammar of `times` finds every expression of time;
`times.scope` and `times.belonging` leave out those that tell of something else; `times.dues` resolves the rest.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mandates import lexicon
from mandates.domain.due import Due, DueKind
from mandates.domain.resolution import Span
from mandates.extraction.clause import Clause, Context
from mandates.extraction.times.belonging import of_session
from mandates.extraction.times.dates import MONTHS, DateTime, find_dates
from mandates.extraction.times.dues import Collected, add_date, add_duration, add_observance, add_session
from mandates.extraction.times.durations import Duration, Use, find_durations
from mandates.extraction.times.sessions import SessionTime, find_sessions
from mandates.extraction.times.tokens import Token, at, before, first_token, tokens
from mandates.extraction.times.words import listed
from mandates.reference.recurrence import REGULAR

#: What a clause without any of them says has no time: a quick look before the reading.
_TIME_WORDS = (
    *("session", "annual", "year", "month", "week", "day", "daily", "hour", "quarter", "regular", "period", "every"),
    *(" each ", "enni", "semi-", "fortnight", "from time", "twice", "three times", " half", "health assembl", "basis"),
    *("thereafter", "th meeting", "st meeting", "nd meeting", "rd meeting", "th conference"),
)
_MONTH = re.compile(f"(?:{'|'.join(f'{name[0].upper()}(?i:{name[1:]})' for name in MONTHS if name != 'may')})")
#: A year, but not "resolution 1325 (2000)", "the 2030 Agenda".
_YEAR = re.compile(r"[12](?<![(\d/].)[09]\d\d(?!\d|\s+[A-Z])")
_MAY = re.compile(r"may \d|\d may\b|\b(?:of|in|by|before|until|during|early|late|end|each|every|than|mid-) ?may\b")


@dataclass(frozen=True, slots=True)
class DueReading:
    """The dues of a clause, in text order, and codes of what was uncertain or left out (`docs/calendar.md`)."""

    due: tuple[Due, ...] = ()
    reasons: tuple[str, ...] = ()


def find_due(clause: Clause, context: Context) -> DueReading:
    """Return when the action of `clause` is to be done; an item without a time of its own has its chapeau's."""
    start = clause.verb_end if clause.verb_end > clause.verb_start else clause.start
    end = _end(clause, start)
    own = _read(clause, context, start, end) if _names_time(clause.text[start:end]) else DueReading()
    if own.due or clause.chapeau is None:
        return own
    inherited = find_due(clause.chapeau, context)
    elsewhere = tuple(replace(due, span=None) for due in inherited.due)  # the words stand in another paragraph
    return DueReading(elsewhere, own.reasons + inherited.reasons)


def with_times_of_items(own: DueReading, clause: Clause, context: Context, items: Iterable[int]) -> DueReading:
    """Return the dues of a chapeau that carries the mandate, `own`, with the times that its `items` set for their part.

    "to provide the Council with: (a) an evaluation, no later than May 2026; (b) a final report by June 2026".
    """
    if any(due.kind is not DueKind.UNTIL for due in own.due) or _CONDITION.search(clause.complement):
        return own
    creates = own.due or _CREATES.match(clause.text, clause.verb_start)
    found = list(own.due)
    for index in items:
        text = context.resolution.paragraphs[index].text
        if not _names_time(text):
            continue
        item = Clause(text=text, start=0, end=len(text), verb=clause.verb, verb_start=0, verb_end=0)
        told = _read(item, replace(context, index=index, previous=()), 0, len(text))
        found += [replace(due, span=None) for due in told.due if _is_set(due, creates=bool(creates))]
    return replace(own, due=tuple(_unique(found))) if len(found) > len(own.due) else own


def _is_set(due: Due, *, creates: bool) -> bool:
    """Return whether a time in an item is set for its part; a mere "in 2026" or "regularly" may be of its subject.

    Of the tasks of a body that the mandate `creates` only days count: its rows and sessions are its own.
    """
    if due.kind in (DueKind.DATE, DueKind.RELATIVE):
        return _DEADLINE.match(due.phrase) is not None
    if creates:
        return False
    return due.kind is DueKind.SESSION or (due.kind is DueKind.RECURRING and due.every != REGULAR)


#: What sets up or lengthens a body, whose tasks follow.
_CREATES = re.compile(
    r"(?:establishes|extends|(?:decides|resolves)\s+(?:[a-z]+ly\s+)?to\s+(?:[a-z]+ly\s+)?(?:establish|extend|create|renew|appoint|set\s+up))\b",
    re.IGNORECASE,
)
#: What does not ask for its items but makes them a condition or an exception.
_CONDITION = re.compile(
    r"\bprovided\s+that\b|\b(?:do|does|shall)\s+not\s+apply\b|\bexcept\b|\bunless\b(?!\s+otherwise\b)"
)
_DEADLINE = re.compile(r"(?:by|before|no|not|at the latest|within|prior)\b")


def _names_time(said: str) -> bool:
    lower = said.lower()
    for word in _TIME_WORDS:  # a plain loop: this is asked of every clause
        if word in lower:
            return True
    if _YEAR.search(said) is not None or _MONTH.search(said) is not None:
        return True
    return "may" in lower and _MAY.search(lower) is not None


def _end(clause: Clause, start: int) -> int:
    """Return where to read to: past the clause when its action follows the next ("requests A, and urges B, to ...")."""
    said = clause.text[start : clause.end]
    shared = clause.text.startswith(", and ", clause.end) and not re.search(r"\b(?:to|that|by|for|in)\b|,", said)
    return len(clause.text) if shared else clause.end


def _read(clause: Clause, context: Context, start: int, end: int) -> DueReading:
    found = Collected(clause, context, tokens(clause.text, start, end))
    durations = list(find_durations(found.tokens))
    events = [one.event for one in durations if one.event is not None]
    sessions = [
        one for one in find_sessions(found.tokens) if not any(first <= one.first < last for first, last in events)
    ]  # "within six months after the end of the present session" is no session
    durations = [one for one in durations if not _inside(one.first, sessions)]
    if not any(one.use is Use.EVERY for one in durations):
        sessions = [one for one in sessions if not _takes_effect(one, found)]
    dates = [one for one in find_dates(found.tokens, found.adopted_on) if not _inside(one.first, sessions)]
    named_before = functools.cache(lambda: _sessions_named_before(clause, context))
    for session in sessions:
        add_session(found, session, named_before)
    for date in dates:
        if not of_session(date, sessions, found.tokens):
            add_date(found, date, durations)
    starts = _starts(sessions, found) or any(date.preposition.startswith(_FIRST) for date in dates)
    fixed = not starts and any(due.kind is DueKind.SESSION or not _by_day(due) for due in found.due)
    for measured in durations:
        add_duration(found, measured, dates, fixed)
    _add_end_of_period(found)
    add_observance(found)
    if not found.due:
        found.reasons += _times_not_read(found, dates, durations, sessions)
    due = _of_first_sentence(sorted(found.due, key=lambda one: one.span or Span(0, 0)), found)
    due = list(_apart(due, clause.text))
    due = _bounded(due, found)
    return DueReading(tuple(_unique(_definite(due))), tuple(dict.fromkeys(found.reasons)))


def _takes_effect(session: SessionTime, found: Collected) -> bool:
    """Return whether something begins to hold with a session: "effective from the end of its fifty-sixth session"."""
    return session.preposition in ("from", "as of") and before(
        found.tokens, first_token(found.tokens, session.start), "effective|effect"
    )


@lexicon.derived
def _unknown_times() -> re.Pattern[str]:
    """Return times of a form that the grammar does not know, or leaves to the reader: "at its twentieth meeting"."""
    return re.compile("|".join(entry["form"] for entry in lexicon.load("due")["not_read"]))


def _times_not_read(
    found: Collected,
    dates: Sequence[DateTime],
    durations: Sequence[Duration],
    sessions: Sequence[SessionTime],
) -> list[str]:
    """Return the reason that a clause names a time from which no due was read, where it does."""
    since = found.adopted_on or dt.date.min
    named = any(
        date.precise and date.role in ("by", "until") and date.preposition != "to" and date.closes_on >= since
        for date in dates
        if not of_session(date, sessions, found.tokens)
    )
    measured = any(one.iso != REGULAR for one in durations)
    if named or measured or _unknown_times().search(found.clause.text, found.tokens[0].start, found.tokens[-1].end):
        return ["due.time_not_read"]
    return ["due.words_left"] if _has_word_of_time(found.tokens) else []


def _has_word_of_time(found: Sequence[Token]) -> bool:
    """Return whether a word is left that may say how often or how long: "its *annual* fair", "for many *years*"."""
    words = listed("left_words")
    for index, token in enumerate(found):
        if token.low not in words:
            continue
        said_before = index > 0 and found[index - 1].low in listed("left_not_after")
        said_after = index + 1 < len(found) and found[index + 1].low in listed("left_not_before")
        if not said_before and not said_after:
            return True
    return False


#: Of how many clauses before it a session may be "that session".
_FAR_BACK = 6


def _sessions_named_before(clause: Clause, context: Context) -> list[Due]:
    """Return the sessions of the nearest clause before this in its paragraph that names any: "at that session"."""
    earlier = [one for one in context.previous[-_FAR_BACK:] if one.text == clause.text and one.end <= clause.start]
    alone = replace(context, previous=())  # so that "at that session" is not followed further back time and again
    for one in reversed(earlier):
        named = [due for due in find_due(one, alone).due if due.kind is DueKind.SESSION]
        if named:
            return named
    return []


#: The end of what was extended just before: "to submit a report at the end of this period".
_END_OF_PERIOD = re.compile(r"\b(?:at|by|before|on)\s+the\s+end\s+of\s+(?:this|that|the\s+said|such)\s+period\b")


def _add_end_of_period(found: Collected) -> None:
    """Add the date on which the period ends that this clause or the nearest before it extends."""
    named = (
        _END_OF_PERIOD.search(found.clause.text, found.tokens[0].start, found.tokens[-1].end) if found.tokens else None
    )
    if named is None or any(due.kind is DueKind.UNTIL for due in found.due):
        return  # "extends it until 26 June, in the hope that by the end of this period a solution will be found"
    ends: list[Due] = []
    alone = replace(found.context, previous=())
    for one in reversed(found.context.previous[-_FAR_BACK:]):
        ends = ends or [due for due in find_due(one, alone).due if due.kind is DueKind.UNTIL]
    if ends:
        span = Span(*named.span())
        found.add(replace(ends[-1], kind=DueKind.DATE, phrase=found.phrase(*span), span=span))


def _bounded(dues: Sequence[Due], found: Collected) -> list[Due]:
    """Return dues with the words that bound a row as a part of their phrases: "every six months, three times in total",
    "final report by 15 October" beside monthly ones, "next annual report". `mandates.timeline.occurrences` counts by
    them.
    """
    if not any(due.kind is DueKind.RECURRING for due in dues):
        return list(dues)
    return [_bounding(due, found) for due in dues]


def _bounding(due: Due, found: Collected) -> Due:
    if due.span is None:
        return due
    text, start, end = found.clause.text, due.span.start, due.span.end
    if due.kind is DueKind.RECURRING:
        said = _in_total().match(text, end, found.tokens[-1].end)
        end = said.end() if said is not None else end
        one = _next().search(text, found.tokens[0].start, start) if due.phrase[-1:] != "s" else None
        start = one.start() if one is not None else start
    elif due.kind is DueKind.DATE:
        said = _final().search(text, found.tokens[0].start, start)
        start = said.start() if said is not None else start
    return due if (start, end) == due.span else replace(due, phrase=found.phrase(start, end), span=Span(start, end))


@functools.cache
def _in_total() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in sorted(listed("in_total")))
    return re.compile(rf",?\s+(?:[A-Za-z-]+|\d{{1,3}})\s+times\s+(?:{words})\b")


@functools.cache
def _next() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in sorted(listed("next")))
    return re.compile(rf"\b(?:{words})\s+\Z")


@functools.cache
def _final() -> re.Pattern[str]:
    words = "|".join(re.escape(one) for one in sorted(listed("final")))
    return re.compile(rf"\b(?:{words})\s+(?:written\s+)?(?:report|update|briefing)\b[^;,]{{0,40}}\Z")


#: Words by which a deadline is said in another way: "within two years and no later than the end of 2021".
_IN_OTHER_WORDS = re.compile(r"\s*,?\s*(?:and|but)?,?\s*(?:in\s+any\s+case,?\s*)?")
_AGAIN = re.compile(r"(?:no|not)\s+later\s+than|at\s+the\s+latest")
#: A day is said again by a session: "on 23 September, the Monday before the opening of its sixty-eighth session".
_WHICH_DAY = re.compile(r",?\s*(?:namely\s*,?\s*)?(?:the|a)\s+(?:day|week|[A-Z][a-z]+day)\s+")
#: What is reported on, up to a date of its own: "an update by 30 April on preparations for the drawdown by 30 June".
_REPORTED_ON = re.compile(r"\son\s(?:(?!\s(?:and|or|on)\s)[^;,]|,(?=\d)){1,200}\s\Z")


#: A year in which what is reported on happens: "to report at its next session on the work done in 2026".
_YEAR_OF_TOPIC = re.compile(r"(?:in|during)\s+\d{4}")
_FURTHER_ACTION = re.compile(r"\bto\s+[a-z]+\s+(?:a|an|the)\b|\band\s+to\b")


def _apart(dues: list[Due], text: str) -> Iterable[Due]:
    """Yield the dues without a length that the next says more exactly, and without dates of what is reported on."""
    for i, due in enumerate(dues):
        before = dues[i - 1] if i else None
        after = dues[i + 1] if i + 1 < len(dues) else None
        if due.kind is DueKind.SESSION and before is not None and _says_again(due, before, text):
            continue
        if due.kind is DueKind.DATE and due.span is not None:
            if after is not None and after.kind is DueKind.DATE and after.span is not None and _is_length(due):
                between = text[due.span.end : after.span.start]
                if _IN_OTHER_WORDS.fullmatch(between) and _AGAIN.match(after.phrase):
                    continue
            if before is not None and before.kind is DueKind.DATE and before.span is not None:
                between = text[before.span.end : due.span.start]
                if due.phrase.startswith("by ") and _REPORTED_ON.search(between):
                    continue
            if before is not None and before.span is not None and _YEAR_OF_TOPIC.fullmatch(due.phrase):
                between = text[before.span.end : due.span.start]
                if _REPORTED_ON.search(between) and not _FURTHER_ACTION.search(between):
                    continue
        yield due


def _says_again(session: Due, before: Due, text: str) -> bool:
    """Return whether a session only says which day the date before it is."""
    if before.kind is not DueKind.DATE or before.span is None or session.span is None:
        return False
    return _WHICH_DAY.fullmatch(text, before.span.end, session.span.start) is not None


def _is_length(due: Due) -> bool:
    return due.phrase.startswith(("within ", "in "))


def _by_day(due: Due) -> bool:
    """Return whether a date is a day or a month: beside one "annual reports" stay annual, the date being the first."""
    return due.opens_on is not None and due.closes_on is not None and (due.closes_on - due.opens_on).days < 31


#: How a date is said from which on something is done time and again: "beginning from 2026".
_FIRST = ("beginning", "starting", "commencing")


def _starts(sessions: Iterable[SessionTime], found: Collected) -> bool:
    """Return whether a session is but the first of a row: "an annual report, starting at its eightieth session"."""
    return any(
        one.preposition in ("from", "as of", "beginning with", "starting with")
        or before(found.tokens, first_token(found.tokens, one.start), "|".join(_FIRST))
        for one in sessions
    )


def _of_first_sentence(dues: list[Due], found: Collected) -> list[Due]:
    """Return the dues before another sentence begins ("; the programme could be adjusted"), where there are any."""
    ends = [
        token.start for i, token in enumerate(found.tokens) if token.low == ";" and at(found.tokens, i + 1, _SUBJECT)
    ]
    if not ends:
        return dues
    first = [due for due in dues if due.span is not None and _of_sentence(due, due.span.start, ends, found)]
    return first or dues


def _of_sentence(due: Due, start: int, ends: Sequence[int], found: Collected) -> bool:
    """Return whether a time stands in the first sentence, or is a date in one that says itself what shall be done."""
    before_it = [end for end in ends if end <= start]
    if not before_it or due.kind is not DueKind.DATE:
        return not before_it
    return any(token.low in ("shall", "will") for token in found.tokens if before_it[-1] < token.start < start)


_SUBJECT = "the|at|this|these|it|such"


def _inside(index: int, sessions: Iterable[SessionTime]) -> bool:
    return any(session.first <= index <= session.last for session in sessions)


def _definite(dues: list[Due]) -> Iterable[Due]:
    """Yield the dues without a "regularly" that the next words make definite: "on a regular basis, every 60 days"."""
    often = [due.span for due in dues if due.kind is DueKind.RECURRING and due.every != REGULAR and due.span]
    for due in dues:
        beside = due.span and any(0 <= span.start - due.span.end <= 25 for span in often)
        if due.every != REGULAR or not beside:
            yield due


def _unique(dues: Iterable[Due]) -> Iterable[Due]:
    """Yield each due once: the same time said twice is one time."""
    seen = set()
    for due in dues:
        key = (due.kind, due.body, due.session, due.date, due.after, due.every)
        if key not in seen:
            seen.add(key)
            yield due
