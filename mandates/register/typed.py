"""What people type, as values: days, numbers, bodies, sessions, times; each with an error that says what to write.

The command line, the forms of pages, their addresses and the API read the same words by these functions.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported where a due is given: commands are to start quickly
    from mandates.domain.due import Due

Kind = TypeVar("Kind", bound=StrEnum)

#: Years that dates of the United Nations can be in.
_YEARS = range(1945, 3001)
#: No session has a higher number: those named by their year are the highest.
_LAST_SESSION = 2200
#: So many years ahead of the sessions that are known nothing is planned.
_AHEAD = 50
#: As many sessions stand beside each other at most.
_MOST_SESSIONS = 30
#: The greatest number that both databases keep.
MOST = 2**31 - 1
#: No name and no title is longer.
_LONGEST = 2000

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that is most like `word`, whatever its case, or None where none is."""
    import difflib  # noqa: PLC0415 -- needed only where something is wrong

    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1)
    if found:
        return by_lower[found[0]]
    if len(word) < 2:
        return None
    begun = [name for lower, name in by_lower.items() if lower.startswith(word.lower())]
    within = begun or [name for lower, name in by_lower.items() if word.lower() in lower]
    return within[0] if len(within) == 1 else None


def day(text: str, today: dt.date | None = None) -> dt.date:
    """Return the day that is written ``2019-12-01``, ``1 December 2019`` or ``1 Dec 2019``.

    Args:
        today: where it is given, ``today``, ``yesterday`` and the last ``Monday`` are days too.

    Raises:
        UsageError: it is none.
    """
    plain = " ".join(text.split())
    named = None if today is None else _named_day(plain.lower(), today)
    if named is not None:
        return named
    for form in ("%Y-%m-%d", "%d %B %Y", "%d %b %Y"):
        try:
            found = dt.datetime.strptime(plain, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
        if found.year not in _YEARS:
            raise UsageError(f"'{text}' is not between {_YEARS[0]} and {_YEARS[-1]}", "check the year")
        return found
    raise UsageError(f"'{text}' is not a date", "write it like 2019-12-01 or 1 Dec 2019")


def _named_day(word: str, today: dt.date) -> dt.date | None:
    """Return the day that a word means: the last of that name up to today; None where it means none."""
    if word in ("today", "yesterday"):
        return today - dt.timedelta(days=word == "yesterday")
    if word not in _WEEKDAYS:
        return None
    return today - dt.timedelta(days=(today.weekday() - _WEEKDAYS.index(word)) % 7)


def number(text: str, least: int = 0) -> int:
    """Return a number of things, from `least` on.

    Raises:
        UsageError: it is none.
    """
    plain = text.strip().replace(",", "")
    if plain.isascii() and plain.isdecimal() and least <= int(plain[:12]) <= MOST:
        return int(plain)
    raise UsageError(f"'{text}' is not a number from {least} to {MOST:,}", "write it in figures")


def switch(text: str) -> bool:
    """Return whether something is asked for: ``1``, ``yes``, ``true``, ``on``.

    Raises:
        UsageError: neither yes nor no.
    """
    plain = text.strip().lower()
    if plain in ("1", "yes", "true", "on"):
        return True
    if plain in ("0", "no", "false", "off"):
        return False
    raise UsageError(f"'{text}' is neither yes nor no", "write 1 or 0")


def word_of(noun: str, known: Callable[[], Iterable[str]]) -> Callable[[str], str]:
    """Return what reads one of a set of words; ``call upon`` and ``call-upon`` are ``call_upon``."""

    def read(text: str) -> str:
        words = tuple(known())
        plain = re.sub(r"[\s-]+", "_", text.strip().lower())
        if plain in words:
            return plain
        near = closest(plain, words)
        raise UsageError(
            f"'{text}' is not a {noun}", f"did you mean '{near}'" if near else f"it is one of {', '.join(words)}"
        )

    return read


def member_of(kind: type[Kind]) -> Callable[[str], Kind]:
    """Return what reads one of the words of `kind`."""
    noun = re.findall("[A-Z][a-z]*", kind.__name__)[-1].lower()  # of a `MandateClass` "class"
    read = word_of(noun, lambda: [one.value for one in kind])
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
        UsageError: it is none that is known; names the nearest.
    """
    from mandates.reference import calendar  # noqa: PLC0415 -- reads tables

    full = calendar.resolve_body(text)
    if full:
        return full
    names = [name for one in calendar.bodies() for name in (one, calendar.abbreviation(one)) if name]
    near = closest(text, names)
    remedy = f"did you mean '{near}'" if near else "write it like GA, HRC or 'Security Council'"
    raise UsageError(f"'{text}' is not a known body", remedy)


def session(text: str) -> str:
    """Return a session as the register has it: ``73``, ``2022``, ``special 32``, ``emergency 11``.

    Raises:
        UsageError: it is none.
    """
    plain = " ".join(text.lower().split())
    plain = re.sub(r"^(?:es-|emergency special )", "emergency ", re.sub(r"^s-", "special ", plain))
    match = re.fullmatch(r"((?:special|emergency) )?(\d{1,4})(?:st|nd|rd|th)?(?: session)?", plain)
    if not match or int(match[2]) > _LAST_SESSION:
        raise UsageError(f"'{text}' is not a session", "write it like 73, 2022 or 'special 32'")
    return f"{match[1] or ''}{int(match[2])}"


def sessions(text: str) -> tuple[str, ...]:
    """Return several sessions as the register has them, each once: ``76-81``, ``76,78,80``.

    Raises:
        UsageError: one of them is none, or they are too many.
    """
    found: dict[str, None] = {}
    for part in text.split(","):
        span = re.fullmatch(r"\s*(\d{1,4})\s*(?:-|\u2013|to)\s*(\d{1,4})\s*", part)
        if span is None:
            found[session(part)] = None
            continue
        first, last = int(span[1]), int(span[2])
        if not first <= last < first + _MOST_SESSIONS or last > _LAST_SESSION:
            raise UsageError(
                f"'{part.strip()}' is not a range of sessions", f"write it like 76-81, at most {_MOST_SESSIONS}"
            )
        found |= dict.fromkeys(map(str, range(first, last + 1)))
    return tuple(found)


def symbol(text: str) -> str:
    """Return the canonical symbol that `text` means.

    Raises:
        UsageError: it means none.
    """
    from mandates.domain.symbols import Symbol  # noqa: PLC0415 -- compiles patterns

    return str(Symbol.parse(text))


def due(text: str, today: dt.date | None = None) -> Due:
    """Return when something is due: ``GA 73``, ``2019-05-31``, ``until 2019-05-31``, ``every 90 days``.

    The text is its phrase; its dates come from the calendar.

    Raises:
        UsageError: it is no time.
    """
    from mandates.domain.due import Due, DueKind  # noqa: PLC0415 -- needed only where a due is given
    from mandates.reference import calendar  # noqa: PLC0415 -- reads tables

    plain = " ".join(text.split())
    every = re.fullmatch(r"every (?:(session)|(\d{1,3})? ?(day|week|month|year)s?)", plain.lower())
    if every:
        length = every[1] or f"P{every[2] or 1}{every[3][0].upper()}"
        return Due(kind=DueKind.RECURRING, phrase=plain, every=length)
    until = plain.lower().startswith("until ")
    try:
        on = day(plain[6:] if until else plain, today)
    except UsageError:
        at, _, name = plain.rpartition(" ")
        if until or not at or not re.fullmatch(r"\d{1,4}", name):
            raise UsageError(
                f"'{text}' is not a time", "write it like 'GA 73', 2019-05-31, 'until 2019-05-31' or 'every 90 days'"
            ) from None
        kind = re.search(r" (special|emergency)$", at)
        if kind:
            at, name = at[: kind.start()], f"{kind[1]} {name}"
        full = body(at)
        window = calendar.session(full, name)
        if window is not None and window.opens_on is not None and window.opens_on.year >= _year_beyond(full):
            raise UsageError(
                f"'{text}' would open in {window.opens_on.year}", "write a session that is planned, like 'GA 83'"
            ) from None
        return Due(
            kind=DueKind.SESSION,
            phrase=plain,
            body=full,
            session=int(name) if name.isdecimal() and len(name) < 4 else name,
            opens_on=window.opens_on if window else None,
            closes_on=window.closes_on if window else None,
        )
    return Due(kind=DueKind.UNTIL if until else DueKind.DATE, phrase=plain, date=on, opens_on=on, closes_on=on)


def _year_beyond(body: str) -> int:
    """Return a year by which nothing is due at a body that is not mistyped."""
    from mandates.reference import calendar  # noqa: PLC0415 -- reads tables

    known = [one.opens_on.year for one in calendar.sessions(body) if one.opens_on is not None]
    return max(known, default=dt.date.max.year) + _AHEAD


def extension(text: str, today: dt.date | None = None) -> dt.date | Due:
    """Return the time to which something is extended, a day or a session: ``2019-12-31``, ``GA 74``.

    Raises:
        UsageError: it is neither, or a session without known dates.
    """
    from mandates.domain.due import DueKind  # noqa: PLC0415 -- needed only where a due is given

    found = due(text, today)
    if found.kind is DueKind.DATE and found.date is not None:
        return found.date
    if found.kind is DueKind.SESSION and found.closes_on is not None:
        return found
    known = "has no known dates" if found.kind is DueKind.SESSION else "is neither a date nor a session"
    raise UsageError(f"'{text}' {known}", "write it like 2019-12-31 or 'GA 74'")


def line(value: str) -> str:
    """Return a text on one line.

    Raises:
        UsageError: it is longer than any name or title.
    """
    plain = " ".join(value.split())
    if len(plain) > _LONGEST:
        raise UsageError(f"a text is longer than {_LONGEST:,} characters", "shorten it")
    return plain
