"""Questions to the calendar: which dates has a session, which session a date."""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mandates.reference.rules import Rule
from mandates.reference.session import Confidence, Session
from mandates.reference.tables import Row, Tables, load, session_key

#: The environment variable with a folder, or a file of sessions, that adds to the tables or replaces rows of them.
FILE_VARIABLE = "MANDATES_CALENDAR"


class Calendar:
    """The sessions of all bodies, from the tables of the program and of a person. Immutable; results are cached."""

    def __init__(self, own: str | None = None) -> None:
        """Read the tables of the program and those at `own`.

        Raises:
            VocabularyError: `own` does not exist or does not have the form of the tables.
        """
        self._tables: Tables = load(own)
        self._made: dict[tuple[str, int | str], Session | None] = {}

    def bodies(self) -> tuple[str, ...]:
        """Return the full names of all bodies that have a session or a rule, in the order of the tables."""
        names = dict.fromkeys(self._tables.names.values())
        known = {body for body, _ in self._tables.rows} | set(self._tables.rules)
        return tuple(body for body in names if body in known)

    def resolve_body(self, name: str) -> str | None:
        """Return the full name of the body that `name` (alias, abbreviation, "the Assembly") means, or None."""
        plain = " ".join(name.lower().split()).removeprefix("the ")
        return self._tables.names.get(plain)

    def abbreviation(self, body: str) -> str:
        """Return the usual abbreviation of a body by its full name; empty if there is none."""
        return self._tables.abbreviations.get(body, "")

    def session(self, body: str, session: int | str) -> Session | None:
        """Return a session with its known dates, or None if nothing is known of it.

        `body` may be any name of the body. Dates come from a source, else from the rule in force; a session of which
        only the year is known gets that year as its window (`Session.exact` is then False). Nothing is guessed.
        """
        full_name = self.resolve_body(body) or body
        key = session_key(session)
        if (full_name, key) not in self._made:
            self._made[full_name, key] = self._make(full_name, key)
        return self._made[full_name, key]

    def session_at(self, body: str, date: dt.date) -> Session | None:
        """Return the regular session of `body` on `date`, or None; of two on one day, the one that opened last."""
        sessions = self.sessions(body, through=date)
        regular = [session for session in sessions if _is_number(session.session)]  # special ones run in parallel
        current = [session for session in regular if session.includes(date)]
        return max(current, key=lambda session: session.opens_on or date, default=None)

    def sessions(self, body: str, through: dt.date | None = None) -> tuple[Session, ...]:
        """Return the known sessions of `body`, regular ones first, each kind in order.

        Without `through`, these are the sessions up to the last one that a source names. With `through`, they also
        include those that follow from the rules, but none that opens after that date.
        """
        full = self.resolve_body(body) or body
        keys = self._named(full)
        numbers = {int(key) for key in keys if _is_number(key)}
        for rule in self._tables.rules.get(full, ()):
            last_number = max(numbers, default=rule.first)
            while through is not None and rule.covers(last_number + 1) and rule.window(last_number + 1)[0] <= through:
                last_number += 1
            last_in_rule = last_number if rule.last is None else min(last_number, rule.last)
            numbers.update(range(rule.first, last_in_rule + 1))
        keys.update(session_key(number) for number in numbers)
        candidates = (self.session(full, key) for key in sorted(keys, key=_sort_key))
        known = (candidate for candidate in candidates if candidate is not None)
        return tuple(
            candidate
            for candidate in known
            if through is None or candidate.opens_on is None or candidate.opens_on <= through
        )

    def next_session(self, body: str, session: int | str) -> Session | None:
        """Return the next session of the same kind after `session`, or None if nothing is known of it."""
        key = session_key(session)
        if _is_number(key):
            return self.session(body, session_key(int(key) + 1))
        kind, _, number = str(key).partition(" ")
        return self.session(body, f"{kind} {int(number) + 1}") if number.isdecimal() else None

    def _named(self, body: str) -> set[int | str]:
        """Return the keys of the sessions of `body` that a source names."""
        return {key for row_body, key in self._tables.rows if row_body == body}

    def _make(self, body: str, key: int | str) -> Session | None:
        row, rule = self._tables.rows.get((body, key)), self._rule(body, key)
        if row is None and rule is None:
            return _year_session(body, key)
        opens_on, closes_on, exact = self._dates(row, rule, key)
        has_dates = row is not None and (row.opens_on or row.closes_on)
        if row is not None and (has_dates or row.confidence is Confidence.YEAR):
            confidence = row.confidence
        else:
            confidence = Confidence.RULE if exact else Confidence.WINDOW
        sources = (row.source if row else "", rule.source if rule and not (row and row.opens_on) else "")
        notes = (row.parts if row else "", rule.note if rule and not row else "")
        next_opening = self._opening_after(body, key) if rule and rule.opening else None
        return Session(
            body=body,
            session=key,
            opens_on=opens_on,
            closes_on=closes_on,
            exact=exact,
            window_end=next_opening or closes_on,
            confidence=confidence,
            source="; ".join(filter(None, sources)),
            place=row.place if row else "",
            note="; ".join(filter(None, notes)),
        )

    def _dates(self, row: Row | None, rule: Rule | None, key: int | str) -> tuple[dt.date | None, dt.date | None, bool]:
        """Return (first day, last day, whether the first is exact), from the source, else the rule, else the year."""
        opens_on, closes_on = (row.opens_on, row.closes_on) if row else (None, None)
        exact = opens_on is not None
        if rule is not None:
            first, last = rule.window(int(key))
            if last is None:  # the rule gives the opening day; the session closes when the next one opens
                last, exact = self._opening_after(rule.body, key), exact or rule.exact
            elif row is not None and row.year is not None and row.year != last.year:
                first, last = dt.date(row.year, 1, 1), dt.date(row.year, 12, 31)
            return opens_on or first, closes_on or last, exact
        if row is not None and row.year is not None and not opens_on and not closes_on:
            return dt.date(row.year, 1, 1), dt.date(row.year, 12, 31), False
        return opens_on, closes_on, exact

    def _opening_after(self, body: str, key: int | str) -> dt.date | None:
        following = session_key(int(key) + 1)
        row, rule = self._tables.rows.get((body, following)), self._rule(body, following)
        return row.opens_on if row and row.opens_on else rule.window(int(following))[0] if rule else None

    def _rule(self, body: str, key: int | str) -> Rule | None:
        if not _is_number(key):
            return None
        named_by_year = isinstance(key, str)
        return next(
            (
                rule
                for rule in self._tables.rules.get(body, ())
                if isinstance(session_key(rule.first), str) == named_by_year and rule.covers(int(key))
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a session; `exact` as in `Session`."""

    opens_on: dt.date | None
    closes_on: dt.date | None
    exact: bool


class DatedCalendar(Calendar):
    """A calendar with the dates of sessions that a register has, which replace or add to those of another calendar.

    A session that has no dates and is not in the other calendar is not known.
    """

    def __init__(self, base: Calendar, dates: Mapping[tuple[str, str], Dates]) -> None:
        """Use `base`, except for the sessions in `dates`, by the full name of the body and the session as text."""
        self._tables = base._tables  # noqa: SLF001 - same module
        self._made = {}
        self._base = base
        self._dated = dates

    def _named(self, body: str) -> set[int | str]:
        """Return the keys of the sessions, including those of the register, except sessions of which the register only
        has the year in their name: otherwise the first text that names such a session would make it the next session
        for other texts.
        """
        keys = {
            session_key(number)
            for (dated_body, number), dates in self._dated.items()
            if dated_body == body and not _is_named_year(number, dates)
        }
        return super()._named(body) | keys

    def _make(self, body: str, key: int | str) -> Session | None:
        base_session = self._base.session(body, key)
        register_dates = self._dated.get((body, str(key)))
        if register_dates is None or (
            base_session is None and register_dates.opens_on is None and register_dates.closes_on is None
        ):
            return base_session
        if base_session is None:
            return Session(
                body=body,
                session=key,
                opens_on=register_dates.opens_on,
                closes_on=register_dates.closes_on,
                exact=register_dates.exact,
                window_end=register_dates.closes_on,
                confidence=Confidence.HIGH if register_dates.exact else Confidence.WINDOW,
                source="the register",
            )
        return replace(
            base_session,
            opens_on=register_dates.opens_on,
            closes_on=register_dates.closes_on,
            exact=register_dates.exact,
        )


@functools.lru_cache(maxsize=4)
def _calendar(own: str | None) -> Calendar:
    return Calendar(own)


def current() -> Calendar:
    """Return the calendar of the program with the tables that the environment names (`FILE_VARIABLE`)."""
    return _calendar(os.environ.get(FILE_VARIABLE) or None)


def program() -> Calendar:
    """Return the calendar of the program without other tables: the same wherever the program runs."""
    return _calendar(None)


def _is_number(key: int | str) -> bool:
    return isinstance(key, int) or key.isdecimal()


def _sort_key(key: int | str) -> tuple[bool, str, int]:
    kind, _, number = str(key).rpartition(" ")
    return bool(kind), kind, int(number) if number.isdecimal() else 0


def _is_named_year(number: str, dates: Dates) -> bool:
    """Return whether the name of a session is a year and the dates are only those of that year."""
    year_session = _year_session("", session_key(number))
    return year_session is not None and (dates.opens_on, dates.closes_on) == (
        year_session.opens_on,
        year_session.closes_on,
    )


def _year_session(body: str, key: int | str) -> Session | None:
    """Return a session named by a year, with that year as its window, or None if `key` is not a year."""
    if not (isinstance(key, str) and key.isdecimal()):
        return None
    year = int(key)
    return Session(
        body=body,
        session=key,
        opens_on=dt.date(year, 1, 1),
        closes_on=dt.date(year, 12, 31),
        exact=False,
        window_end=dt.date(year, 12, 31),
        confidence=Confidence.YEAR,
        source="the year in the session's name",
    )
