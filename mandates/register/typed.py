"""What people type, as values: days, numbers, bodies, sessions, times; each with an error that says what to write.

The command line, the forms of pages, their addresses and the API parse the same words with these functions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported only where a due date is parsed: commands must start quickly
    from mandates.domain.due import Due

Kind = TypeVar("Kind", bound=StrEnum)

#: The years in which dates of the United Nations can lie.
_YEARS = range(1945, 3001)
#: The highest session number: sessions named by their year have the highest ones.
_LAST_SESSION = 2200
#: How many years after the last known session a due date is taken for a mistake.
_YEARS_AHEAD = 50
#: The maximum number of sessions in a span.
_MOST_SESSIONS = 30
#: The greatest integer that both databases can store.
MOST = 2**31 - 1
#: The maximum length of a name or title, in characters.
_MAX_LENGTH = 2000

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the word of `known` that is most like `word`, ignoring case, or None where none is like it."""
    import difflib  # noqa: PLC0415 -- needed only for error messages

    by_lower = {name.lower(): name for name in known}
    matches = difflib.get_close_matches(word.lower(), by_lower, n=1)
    if matches:
        return by_lower[matches[0]]
    if len(word) < 2:
        return None
    prefixed = [name for lower, name in by_lower.items() if lower.startswith(word.lower())]
    containing = prefixed or [name for lower, name in by_lower.items() if word.lower() in lower]
    return containing[0] if len(containing) == 1 else None


def day(text: str, today: dt.date | None = None) -> dt.date:
    """Return the day that is written ``2019-12-01``, ``1 December 2019`` or ``1 Dec 2019``.

    Args:
        today: if set, ``today``, ``yesterday`` and weekdays, for the last ``Monday``, are accepted too.

    Raises:
        UsageError: it is not a day, or its year is out of range.
    """
    plain = " ".join(text.split())
    named_day = None if today is None else _named_day(plain.lower(), today)
    if named_day is not None:
        return named_day
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
        try:
            parsed = dt.datetime.strptime(plain, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
        if parsed.year not in _YEARS:
            raise UsageError(f"'{text}' is not between {_YEARS[0]} and {_YEARS[-1]}", "check the year")
        return parsed
    raise UsageError(f"'{text}' is not a date", "write it like 2019-12-01 or 1 Dec 2019")


def _named_day(word: str, today: dt.date) -> dt.date | None:
    """Return the day that a word names, for a weekday the last one up to today; None where it names none."""
    if word in ("today", "yesterday"):
        return today - dt.timedelta(days=word == "yesterday")
    if word not in _WEEKDAYS:
        return None
    return today - dt.timedelta(days=(today.weekday() - _WEEKDAYS.index(word)) % 7)


def number(text: str, least: int = 0, most: int = MOST) -> int:
    """Return a whole number from `least` to `most`.

    Raises:
        UsageError: it is not such a number.
    """
    plain = text.strip().replace(",", "")
    figures = plain.lstrip("0") or "0"
    if plain.isascii() and plain.isdecimal() and len(figures) <= len(str(MOST)) and least <= int(figures) <= most:
        return int(figures)
    limit = f"{most:,}" if most > 9999 else str(most)  # years are written without a comma
    raise UsageError(f"'{text}' is not a number from {least} to {limit}", "write it in figures")


def switch(text: str) -> bool:
    """Return whether a switch is on: ``1``, ``yes``, ``true``, ``on``.

    Raises:
        UsageError: it is neither yes nor no.
    """
    plain = text.strip().lower()
    if plain in ("1", "yes", "true", "on"):
        return True
    if plain in ("0", "no", "false", "off"):
        return False
    raise UsageError(f"'{text}' is neither yes nor no", "write 1 or 0")


def word_of(noun: str, known: Callable[[], Iterable[str]]) -> Callable[[str], str]:
    """Return a parser for one of a set of words; ``call upon`` and ``call-upon`` are parsed as ``call_upon``."""

    def read(text: str) -> str:
        words = tuple(known())
        plain = re.sub(r"[\s-]+", "_", text.strip().lower())
        if plain in words:
            return plain
        suggestion = closest(plain, words)
        raise UsageError(
            f"'{text}' is not a {noun}",
            f"did you mean '{suggestion}'" if suggestion else f"it must be one of {', '.join(words)}",
        )

    return read


def member_of(kind: type[Kind]) -> Callable[[str], Kind]:
    """Return a parser for the values of the enumeration `kind`."""
    noun = re.findall("[A-Z][a-z]*", kind.__name__)[-1].lower()  # "class" for `MandateClass`
    read = word_of(noun, lambda: [member.value for member in kind])
    return lambda text: kind(read(text))


def verbs() -> list[str]:
    """Return the lemmas of operative verbs."""
    from mandates import lexicon  # noqa: PLC0415 -- reads the lexicon

    return [verb["key"] for verb in lexicon.load("verbs")["verb"]]


def deliverables() -> list[str]:
    """Return the kinds of deliverable."""
    from mandates import lexicon  # noqa: PLC0415 -- reads the lexicon

    return list(dict.fromkeys([rule["deliverable"] for rule in lexicon.load("deliverables")["rule"]] + ["action"]))


verb = word_of("verb", verbs)
deliverable = word_of("deliverable", deliverables)


def body(text: str) -> str:
    """Return the full name of a body: ``GA``, ``General Assembly``, ``the Council``.

    Raises:
        UsageError: it is not a known body; the error suggests the closest name.
    """
    from mandates.reference import calendar  # noqa: PLC0415 -- reads tables

    full_name = calendar.resolve_body(text)
    if full_name:
        return full_name
    names = [
        name for known_body in calendar.bodies() for name in (known_body, calendar.abbreviation(known_body)) if name
    ]
    suggestion = closest(text, names)
    remedy = f"did you mean '{suggestion}'" if suggestion else "write it like GA, HRC or 'Security Council'"
    raise UsageError(f"'{text}' is not a known body", remedy)


def session(text: str) -> str:
    """Return a session in the form of the register: ``73``, ``2022``, ``special 32``, ``emergency 11``.

    Raises:
        UsageError: it is not a session.
    """
    plain = " ".join(text.lower().split())
    plain = re.sub(r"^(?:es-|emergency special )", "emergency ", re.sub(r"^s-", "special ", plain))
    match = re.fullmatch(r"((?:special|emergency) )?(\d{1,4})(?:st|nd|rd|th)?(?: session)?", plain)
    if not match or not 0 < int(match[2]) <= _LAST_SESSION:
        raise UsageError(f"'{text}' is not a session", "write it like 73, 2022 or 'special 32'")
    return f"{match[1] or ''}{int(match[2])}"


def sessions(text: str) -> tuple[str, ...]:
    """Return several sessions in the form of the register, each once: ``76-81``, ``76,78,80``.

    Raises:
        UsageError: one of them is not a session, or a span has too many.
    """
    numbers: dict[str, None] = {}
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d{1,4})\s*(?:-|\u2013|to)\s*(\d{1,4})\s*", part)
        if match is None:
            numbers[session(part)] = None
            continue
        first, last = int(match[1]), int(match[2])
        if not first <= last < first + _MOST_SESSIONS or last > _LAST_SESSION:
            raise UsageError(
                f"'{part.strip()}' is not a range of sessions", f"write it like 76-81, at most {_MOST_SESSIONS}"
            )
        numbers |= dict.fromkeys(map(str, range(first, last + 1)))
    return tuple(numbers)


def symbol(text: str) -> str:
    """Return the canonical form of the symbol `text`.

    Raises:
        UsageError: it is not a symbol.
    """
    from mandates.domain.symbols import Symbol  # noqa: PLC0415 -- compiles patterns

    return str(Symbol.parse(text))


def due(text: str, today: dt.date | None = None) -> Due:
    """Return when something is due: ``GA 73``, ``2019-05-31``, ``until 2019-05-31``, ``every 90 days``.

    The text becomes its phrase; the dates of a session come from the calendar.

    Raises:
        UsageError: it is not a due date.
    """
    from mandates.domain.due import Due, DueKind  # noqa: PLC0415 -- needed only where a due is given
    from mandates.domain.symbols import has_sessions  # noqa: PLC0415 -- compiles patterns
    from mandates.reference import calendar  # noqa: PLC0415 -- reads tables

    plain = " ".join(text.split())
    every = re.fullmatch(r"every (?:(session)|([1-9]\d{0,2})? ?(day|week|month|year)s?)", plain.lower())
    if every:
        length = every[1] or f"P{every[2] or 1}{every[3][0].upper()}"
        return Due(kind=DueKind.RECURRING, phrase=plain, every=length)
    until = plain.lower().startswith("until ")
    try:
        on = day(plain[6:] if until else plain, today)
    except UsageError:
        body_text, _, session_text = plain.rpartition(" ")
        known_session = re.fullmatch(r"\d{1,4}", session_text) and 0 < int(session_text) <= _LAST_SESSION
        if until or not body_text or not known_session:
            raise UsageError(
                f"'{text}' is not a time", "write it like 'GA 73', 2019-05-31, 'until 2019-05-31' or 'every 90 days'"
            ) from None
        kind_match = re.search(r" (special|emergency)$", body_text)
        if kind_match:
            body_text, session_text = body_text[: kind_match.start()], f"{kind_match[1]} {session_text}"
        full_name = body(body_text)
        window = calendar.session(full_name, session_text)
        if window is None and not has_sessions(full_name):
            raise UsageError(f"the {full_name} has no numbered sessions", "write a date, like 2019-05-31") from None
        if window is not None and window.opens_on is not None and window.opens_on.year >= _year_beyond(full_name):
            raise UsageError(
                f"session '{text}' would open only in {window.opens_on.year}",
                "write a session that is planned, like 'GA 83'",
            ) from None
        return Due(
            kind=DueKind.SESSION,
            phrase=plain,
            body=full_name,
            session=int(session_text) if session_text.isdecimal() and len(session_text) < 4 else session_text,
            opens_on=window.opens_on if window else None,
            closes_on=window.closes_on if window else None,
        )
    return Due(kind=DueKind.UNTIL if until else DueKind.DATE, phrase=plain, date=on, opens_on=on, closes_on=on)


def _year_beyond(body: str) -> int:
    """Return the first year in which a due date at a body is taken for a typing mistake."""
    from mandates.reference import calendar  # noqa: PLC0415 -- reads tables

    years = [
        known_session.opens_on.year for known_session in calendar.sessions(body) if known_session.opens_on is not None
    ]
    return max(years, default=dt.date.max.year) + _YEARS_AHEAD


def extension(text: str, today: dt.date | None = None) -> dt.date | Due:
    """Return the time to which something is extended, a day or a session: ``2019-12-31``, ``GA 74``.

    Raises:
        UsageError: it is neither, or a session without known dates.
    """
    from mandates.domain.due import DueKind  # noqa: PLC0415 -- needed only where a due is given

    parsed = due(text, today)
    if parsed.kind is DueKind.DATE and parsed.date is not None:
        return parsed.date
    if parsed.kind is DueKind.SESSION and parsed.closes_on is not None:
        return parsed
    problem = "has no known dates" if parsed.kind is DueKind.SESSION else "is neither a date nor a session"
    raise UsageError(f"'{text}' {problem}", "write it like 2019-12-31 or 'GA 74'")


def line(value: str) -> str:
    """Return a text on one line.

    Raises:
        UsageError: it is longer than `_MAX_LENGTH` characters.
    """
    plain = " ".join(value.split())
    if len(plain) > _MAX_LENGTH:
        raise UsageError(f"a text is longer than {_MAX_LENGTH:,} characters", "shorten it")
    return plain
