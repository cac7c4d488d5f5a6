"""When a clause's action is to be done, how often, or how long it lasts, with the words that say so.

Trigger words decide whether there is anything to read; the grammar of `times` finds every expression of time;
`times.scope` and `times.belonging` leave out those that do not belong to the action; `times.dues` resolves the rest.
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
from mandates.extraction.times.belonging import of_session, takes_effect
from mandates.extraction.times.dates import MONTHS, DateTime, find_dates
from mandates.extraction.times.dues import Collected, add_date, add_duration, add_observance, add_session
from mandates.extraction.times.duration import Duration, Use
from mandates.extraction.times.durations import find_durations
from mandates.extraction.times.scope import Zone, zone
from mandates.extraction.times.sessions import NEXT, SessionTime, find_sessions
from mandates.extraction.times.tokens import at, before, first_token, tokens
from mandates.extraction.times.words import listed
from mandates.extraction.token import Token
from mandates.lexicon.patterns import letter_first
from mandates.reference.recurrence import REGULAR

#: A clause without any of these words and without a year has no time: a quick check before the clause is read.
_TIME_WORDS = (
    *("session", "annual", "year", "month", "week", "day", "daily", "hour", "quarter", "regular", "period", "every"),
    *(" each ", "enni", "semi-", "fortnight", "from time", "twice", "three times", " half", "health assembl", "basis"),
    *("thereafter", "th meeting", "st meeting", "nd meeting", "rd meeting", "th conference", "deadline", " date"),
    *(name for name in MONTHS if name != "may"),
)
#: A year, but not "resolution 1325 (2000)", "the 2030 Agenda".
_YEAR = re.compile(r"[12](?<![(\d/].)[09]\d\d(?!\d|\s+[A-Z])")
_MAY = re.compile(r"may \d|\d may\b|\b(?:of|in|by|before|until|during|early|late|end|each|every|than|mid-) ?may\b")


@dataclass(frozen=True, slots=True)
class DueReading:
    """The dues of a clause, in text order, with codes for what was uncertain or left out (`docs/calendar.md`)."""

    due: tuple[Due, ...] = ()
    reasons: tuple[str, ...] = ()


def find_due(clause: Clause, context: Context, chapeaus: dict[Clause, DueReading] | None = None) -> DueReading:
    """Return when the action of `clause` is to be done; an item without an explicit time has that of its chapeau.

    `chapeaus` holds the readings of the chapeaus met so far, so that a chapeau is read once and not for each item.
    """
    chapeaus = {} if chapeaus is None else chapeaus
    start = clause.verb_end if clause.verb_end > clause.verb_start else clause.start
    end = _end(clause, start)
    explicit = _find_in_span(clause, context, start, end) if _may_have_time(clause.text[start:end]) else DueReading()
    if explicit.due or clause.chapeau is None:
        return explicit
    if clause.chapeau not in chapeaus:
        chapeaus[clause.chapeau] = find_due(clause.chapeau, context, chapeaus)
    inherited = chapeaus[clause.chapeau]
    chapeau_dues = tuple(replace(due, span=None) for due in inherited.due)  # the words stand in another paragraph
    return DueReading(chapeau_dues, explicit.reasons + inherited.reasons)


def with_times_of_items(own: DueReading, clause: Clause, context: Context, items: Sequence[int]) -> DueReading:
    """Return the dues `own` of a chapeau that carries the mandate, together with the deadlines set in its `items`.

    "to provide the Council with: (a) an evaluation, no later than May 2026; (b) a final report by June 2026".
    """
    if not items or any(due.kind is not DueKind.UNTIL for due in own.due) or _CONDITION.search(clause.complement):
        return own
    creates = own.due or _creates_body().match(clause.text, clause.verb_start)
    dues = list(own.due)
    for index in items:
        text = context.resolution.paragraphs[index].text
        if not _may_have_time(text):
            continue
        item = Clause(text=text, start=0, end=len(text), verb=clause.verb, verb_start=0, verb_end=0)
        reading = _find_in_span(item, replace(context, index=index, previous=()), 0, len(text))
        dues += [replace(due, span=None) for due in reading.due if _is_deadline(due, creates=bool(creates))]
    return replace(own, due=tuple(_unique(dues))) if len(dues) > len(own.due) else own


@lexicon.derived
def _creates_body() -> re.Pattern[str]:
    """Return the pattern of words that establish or extend a body, whose tasks follow."""
    finite, plain = (
        "|".join(word.replace(" ", r"\s+") for word in sorted(listed(name)))
        for name in ("founding", "founding_after_decides_to")
    )
    return re.compile(
        rf"(?:{finite}|(?:decides|resolves)\s+(?:[a-z]+ly\s+)?to\s+(?:[a-z]+ly\s+)?(?:{plain}))\b", re.IGNORECASE
    )


def _is_deadline(due: Due, *, creates: bool) -> bool:
    """Return whether a time in an item is a deadline; a mere "in 2026" or "regularly" may belong to its subject.

    If the mandate `creates` a body, only dates count in its tasks: recurrences and sessions are those of the body.
    """
    if due.kind in (DueKind.DATE, DueKind.RELATIVE):
        return _DEADLINE.match(due.phrase) is not None
    if creates:
        return False
    return due.kind is DueKind.SESSION or (due.kind is DueKind.RECURRING and due.every != REGULAR)


#: Words that make the items a condition or an exception, not a request.
_CONDITION = re.compile(
    r"\bprovided\s+that\b|\b(?:do|does|shall)\s+not\s+apply\b|\bexcept\b|\bunless\b(?!\s+otherwise\b)"
)
_DEADLINE = re.compile(r"(?:by|before|no|not|at the latest|within|prior)\b")


def _may_have_time(text: str) -> bool:
    lower = " ".join(text.lower().split())  # some texts have several spaces between words, or hard ones
    for word in _TIME_WORDS:  # a plain loop for speed, as every clause is checked
        if word in lower:
            return True
    if ("20" in text or "19" in text) and _YEAR.search(text) is not None:
        return True
    return "may" in lower and _MAY.search(lower) is not None


def _end(clause: Clause, start: int) -> int:
    """Return where to stop reading: after the clause if its action follows the next ("requests A, and urges B, to")."""
    words = clause.text[start : clause.end]
    action_follows = clause.text.startswith(", and ", clause.end) and not re.search(
        r"\b(?:to|that|by|for|in)\b|,", words
    )
    return len(clause.text) if action_follows else clause.end


def _find_in_span(clause: Clause, context: Context, start: int, end: int) -> DueReading:
    collected = Collected(clause, context, tokens(clause.text, start, end))
    if not collected.tokens:
        return DueReading()  # all of it is a quotation
    durations = list(find_durations(collected.tokens))
    events = [duration.event for duration in durations if duration.event is not None]
    sessions = [
        time
        for time in find_sessions(collected.tokens)
        if not any(first <= time.first < last for first, last in events)
    ]  # the session in "within six months after the end of the present session" is part of the event
    durations = [duration for duration in durations if not _is_inside(duration.first, sessions)]
    if any(duration.use is Use.EVERY for duration in durations):
        sessions = [time for time in sessions if not _follows_each_time(time, collected)]
    else:
        sessions = [time for time in sessions if not _takes_effect(time, collected)]
    dates = [
        time for time in find_dates(collected.tokens, collected.adopted_on) if not _is_inside(time.first, sessions)
    ]
    sessions_before = functools.cache(lambda: _sessions_named_before(clause, context))
    for session in sessions:
        add_session(collected, session, sessions_before)
    for date in dates:
        if not of_session(date, sessions, collected.tokens):
            add_date(collected, date, durations)
    is_start = _start_recurrence(sessions, collected) or any(
        date.preposition.startswith(_START_WORDS) for date in dates
    )
    fixed = not is_start and any(due.kind is DueKind.SESSION or not _is_day_or_month(due) for due in collected.due)
    for length in durations:
        add_duration(collected, length, dates, fixed)
    _add_end_of_period(collected)
    _add_date_named_before(collected)
    add_observance(collected)
    if not collected.due:
        collected.reasons += _times_not_read(collected, dates, durations, sessions)
    dues = _in_first_sentence(sorted(collected.due, key=lambda due: due.span or Span(0, 0)), collected)
    dues = list(_without_repetitions(dues, clause.text))
    dues = _with_bounds(dues, collected)
    return DueReading(tuple(_unique(_without_vague(dues))), tuple(dict.fromkeys(collected.reasons)))


def _takes_effect(session: SessionTime, collected: Collected) -> bool:
    """Return whether something takes effect with a session: "effective from the end of its fifty-sixth session"."""
    return session.preposition in ("from", "as of") and before(
        collected.tokens, first_token(collected.tokens, session.start), "effective|effect"
    )


def _follows_each_time(session: SessionTime, collected: Collected) -> bool:
    """Return whether a session follows each time on what recurs: "a yearly report, and to *the subsequent session*"."""
    return session.sessions == (NEXT,) and all(
        token.lower not in listed("next") for token in collected.tokens[session.first : session.last]
    )


@lexicon.derived
def _unknown_times() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of times that the grammar does not resolve: "at its twentieth meeting".

    They are searched one after the other: a search for the first letters of one is fast, for those of all is not.
    """
    return tuple(re.compile(letter_first(entry["form"])) for entry in lexicon.load("due")["not_read"])


def _times_not_read(
    collected: Collected,
    dates: Sequence[DateTime],
    durations: Sequence[Duration],
    sessions: Sequence[SessionTime],
) -> list[str]:
    """Return the reason if the clause names a time from which no due was read, or an empty list."""
    since = collected.adopted_on or dt.date.min
    has_date = any(
        date.precise and date.role in ("by", "until") and date.preposition != "to" and date.closes_on >= since
        for date in dates
        if not of_session(date, sessions, collected.tokens) and not takes_effect(collected.tokens, date.first)
    )
    has_length = any(length.iso != REGULAR and not takes_effect(collected.tokens, length.first) for length in durations)
    text, start, end = collected.clause.text, collected.tokens[0].start, collected.tokens[-1].end
    if has_date or has_length or any(time.search(text, start, end) for time in _unknown_times()):
        return ["due.time_not_read"]
    return ["due.words_left"] if _has_word_of_time(collected.tokens) else []


def _has_word_of_time(clause_tokens: Sequence[Token]) -> bool:
    """Return whether an unread word may say how often or how long: "its *annual* fair", "for many *years*"."""
    words = listed("left_words")
    for index, token in enumerate(clause_tokens):
        if token.lower not in words:
            continue
        excluded_before = index > 0 and clause_tokens[index - 1].lower in listed("left_not_after")
        excluded_after = index + 1 < len(clause_tokens) and clause_tokens[index + 1].lower in listed("left_not_before")
        if not excluded_before and not excluded_after:
            return True
    return False


#: Number of previous clauses in which "that session" and "this period" are looked up.
_LOOK_BACK = 6


def _sessions_named_before(clause: Clause, context: Context) -> list[Due]:
    """Return the sessions of the nearest previous clause in the paragraph that names any, for "at that session"."""
    earlier = [
        clause_before
        for clause_before in context.previous[-_LOOK_BACK:]
        if clause_before.text == clause.text and clause_before.end <= clause.start
    ]
    # without previous clauses, so that "at that session" is not followed further back repeatedly
    without_previous = replace(context, previous=())
    for clause_before in reversed(earlier):
        sessions = [due for due in find_due(clause_before, without_previous).due if due.kind is DueKind.SESSION]
        if sessions:
            return sessions
    return []


#: The end of a period that was extended just before: "to submit a report at the end of this period".
_END_OF_PERIOD = re.compile(r"\b(?:at|by|before|on)\s+the\s+end\s+of\s+(?:this|that|the\s+said|such)\s+period\b")


def _add_end_of_period(collected: Collected) -> None:
    """Add the date on which "this period" ends, as extended by the nearest previous clause."""
    text = collected.clause.text
    match = (
        _END_OF_PERIOD.search(text, collected.tokens[0].start, collected.tokens[-1].end) if "period" in text else None
    )
    if match is None or any(due.kind is DueKind.UNTIL for due in collected.due):
        return  # "extends it until 26 June, in the hope that by the end of this period a solution will be found"
    ends: list[Due] = []
    without_previous = replace(collected.context, previous=())
    for clause_before in reversed(collected.context.previous[-_LOOK_BACK:]):
        ends = ends or [due for due in find_due(clause_before, without_previous).due if due.kind is DueKind.UNTIL]
    if ends:
        span = Span(*match.span())
        collected.add(replace(ends[-1], kind=DueKind.DATE, phrase=collected.phrase(*span), span=span))


@lexicon.derived
def _date_named_before() -> re.Pattern[str]:
    """Return the pattern of a deadline that was named before: "by the same deadline", "no later than that date"."""
    prepositions, names = (
        "|".join(words.replace(" ", r"\s+") for words in sorted(listed(name))) for name in ("deadline_by", "same_date")
    )
    return re.compile(letter_first(rf"\b(?:{prepositions})\s+(?:{names})\b"))


def _add_date_named_before(collected: Collected) -> None:
    """Add the deadline of the clause that is the date named last before it, in this clause or an earlier one."""
    text = collected.clause.text
    match = _date_named_before().search(text, collected.tokens[0].start, collected.tokens[-1].end)
    if match is None or zone(collected.tokens, first_token(collected.tokens, match.start())) is not Zone.ACTION:
        return
    named = [due for due in collected.due if due.date is not None and due.span and due.span.end <= match.start()]
    without_previous = replace(collected.context, previous=())
    for clause_before in reversed(collected.context.previous[-_LOOK_BACK:]):
        named = named or [due for due in find_due(clause_before, without_previous).due if due.date is not None]
    if named:
        span = Span(*match.span())
        collected.add(replace(named[-1], kind=DueKind.DATE, phrase=collected.phrase(*span), span=span))


def _with_bounds(dues: Sequence[Due], collected: Collected) -> list[Due]:
    """Return the dues, their phrases extended by the words that bound a recurrence.

    Examples: "every six months, three times in total", "final report by 15 October" next to monthly ones, "next annual
    report". `mandates.timeline.occurrences` counts by these words.
    """
    if not any(due.kind is DueKind.RECURRING for due in dues):
        return list(dues)
    return [_with_bounding_words(due, collected) for due in dues]


def _with_bounding_words(due: Due, collected: Collected) -> Due:
    if due.span is None:
        return due
    text, start, end = collected.clause.text, due.span.start, due.span.end
    if due.kind is DueKind.RECURRING:
        match = _in_total_words().match(text, end, collected.tokens[-1].end)
        end = match.end() if match is not None else end
        next_match = _next_words().search(text, collected.tokens[0].start, start) if due.phrase[-1:] != "s" else None
        start = next_match.start() if next_match is not None else start
    elif due.kind is DueKind.DATE:
        match = _final_words().search(text, collected.tokens[0].start, start)
        start = match.start() if match is not None else start
    return due if (start, end) == due.span else replace(due, phrase=collected.phrase(start, end), span=Span(start, end))


@lexicon.derived
def _in_total_words() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(listed("in_total")))
    return re.compile(rf",?\s+(?:[A-Za-z-]+|\d{{1,3}})\s+times\s+(?:{words})\b")


@lexicon.derived
def _next_words() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(listed("next")))
    return re.compile(rf"\b(?:{words})\s+\Z")


@lexicon.derived
def _final_words() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(listed("final")))
    return re.compile(rf"\b(?:{words})\s+(?:written\s+)?(?:report|update|briefing)\b[^;,]{{0,40}}\Z")


#: Words between two forms of the same deadline: "within two years and no later than the end of 2021".
_IN_OTHER_WORDS = re.compile(r"\s*,?\s*(?:and|but)?,?\s*(?:in\s+any\s+case,?\s*)?")
_AGAIN = re.compile(r"(?:no|not)\s+later\s+than|at\s+the\s+latest")
#: Words between a date and a session that explains it: "on 23 September, the Monday before the opening of its
#: sixty-eighth session".
_WHICH_DAY = re.compile(r",?\s*(?:namely\s*,?\s*)?(?:the|a)\s+(?:day|week|[A-Z][a-z]+day)\s+")
#: The topic of a report, up to a date of its own: "an update by 30 April on preparations for the drawdown by 30 June".
_REPORTED_ON = re.compile(r"\son\s(?:(?!\s(?:and|or|on)\s)[^;,]|,(?=\d)){1,200}\s\Z")


#: The year of the events that are reported on: "to report at its next session on the work done in 2026".
_YEAR_OF_TOPIC = re.compile(r"(?:in|during)\s+\d{4}")
_FURTHER_ACTION = re.compile(r"\bto\s+[a-z]+\s+(?:a|an|the)\b|\band\s+to\b")


def _without_repetitions(dues: list[Due], text: str) -> Iterable[Due]:
    """Yield the dues without lengths that the next due states more exactly and without dates of a report's topic."""
    for i, due in enumerate(dues):
        previous = dues[i - 1] if i else None
        following = dues[i + 1] if i + 1 < len(dues) else None
        if due.kind is DueKind.SESSION and previous is not None and _says_again(due, previous, text):
            continue
        if due.kind is DueKind.DATE and due.span is not None:
            if (
                following is not None
                and following.kind is DueKind.DATE
                and following.span is not None
                and _is_length(due)
            ):
                between = text[due.span.end : following.span.start]
                if _IN_OTHER_WORDS.fullmatch(between) and _AGAIN.match(following.phrase):
                    continue
            if previous is not None and previous.kind is DueKind.DATE and previous.span is not None:
                between = text[previous.span.end : due.span.start]
                if due.phrase.startswith("by ") and _REPORTED_ON.search(between):
                    continue
            if previous is not None and previous.span is not None and _YEAR_OF_TOPIC.fullmatch(due.phrase):
                between = text[previous.span.end : due.span.start]
                if _REPORTED_ON.search(between) and not _FURTHER_ACTION.search(between):
                    continue
        yield due


def _says_again(session: Due, previous: Due, text: str) -> bool:
    """Return whether a session only explains which day the previous date is."""
    if previous.kind is not DueKind.DATE or previous.span is None or session.span is None:
        return False
    return _WHICH_DAY.fullmatch(text, previous.span.end, session.span.start) is not None


def _is_length(due: Due) -> bool:
    return due.phrase.startswith(("within ", "in "))


def _is_day_or_month(due: Due) -> bool:
    """Return whether a date is a day or a month.

    Next to one, "annual reports" stay annual, and the date is that of the first.
    """
    return due.opens_on is not None and due.closes_on is not None and (due.closes_on - due.opens_on).days < 31


#: Words before the date of the first of several occurrences: "beginning from 2026".
_START_WORDS = ("beginning", "starting", "commencing")


def _start_recurrence(sessions: Iterable[SessionTime], collected: Collected) -> bool:
    """Return whether a session is only the first of a recurrence.

    Example: "an annual report, starting at its eightieth session".
    """
    return any(
        session.preposition in ("from", "as of", "beginning with", "starting with")
        or before(collected.tokens, first_token(collected.tokens, session.start), "|".join(_START_WORDS))
        for session in sessions
    )


def _in_first_sentence(dues: list[Due], collected: Collected) -> list[Due]:
    """Return the dues before another sentence begins ("; the programme could be adjusted"); all if there are none."""
    if ";" not in collected.clause.text:
        return dues
    ends = [
        token.start
        for i, token in enumerate(collected.tokens)
        if token.lower == ";" and at(collected.tokens, i + 1, _SUBJECT)
    ]
    if not ends:
        return dues
    in_first = [
        due for due in dues if due.span is not None and _is_in_first_sentence(due, due.span.start, ends, collected)
    ]
    return in_first or dues


def _is_in_first_sentence(due: Due, start: int, ends: Sequence[int], collected: Collected) -> bool:
    """Return whether a time stands in the first sentence, or is a date in a later one that has its own "shall"."""
    earlier_ends = [end for end in ends if end <= start]
    if not earlier_ends or due.kind is not DueKind.DATE:
        return not earlier_ends
    return any(token.lower in ("shall", "will") for token in collected.tokens if earlier_ends[-1] < token.start < start)


_SUBJECT = "the|at|this|these|it|such"


def _is_inside(index: int, sessions: Iterable[SessionTime]) -> bool:
    return any(session.first <= index <= session.last for session in sessions)


def _without_vague(dues: list[Due]) -> Iterable[Due]:
    """Yield the dues without a "regularly" that the next words make more exact: "on a regular basis, every 60 days"."""
    definite_spans = [due.span for due in dues if due.kind is DueKind.RECURRING and due.every != REGULAR and due.span]
    for due in dues:
        is_next = due.span and any(0 <= span.start - due.span.end <= 25 for span in definite_spans)
        if due.every != REGULAR or not is_next:
            yield due


def _unique(dues: Iterable[Due]) -> Iterable[Due]:
    """Yield each due once, even if the text gives the same time twice."""
    seen = set()
    for due in dues:
        key = (due.kind, due.body, due.session, due.date, due.after, due.every)
        if key not in seen:
            seen.add(key)
            yield due
