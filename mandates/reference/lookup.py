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

#: Names a folder, or a file of sessions, that adds to our tables or replaces rows of them.
FILE_VARIABLE = "MANDATES_CALENDAR"


class Calendar:
    """The sessions of all bodies, from our tables and a person's own. Immutable; answers are kept once made."""

    def __init__(self, own: str | None = None) -> None:
        """Read our tables and those at `own`.

        Raises:
            VocabularyError: `own` is not there or breaks the tables' form.
        """
        self._tables: Tables = load(own)
        self._made: dict[tuple[str, int | str], Session | None] = {}

    def bodies(self) -> tuple[str, ...]:
        """Return the full names of all bodies that have a session or a rule, in order of the tables."""
        named = dict.fromkeys(self._tables.names.values())
        held = {body for body, _ in self._tables.rows} | set(self._tables.rules)
        return tuple(body for body in named if body in held)

    def resolve_body(self, name: str) -> str | None:
        """Return the full name of the body that `name` (alias, abbreviation, "the Assembly") stands for, or None."""
        plain = " ".join(name.lower().split()).removeprefix("the ")
        return self._tables.names.get(plain)

    def abbreviation(self, body: str) -> str:
        """Return the usual abbreviation of a body by its full name; empty where there is none."""
        return self._tables.abbreviations.get(body, "")

    def session(self, body: str, session: int | str) -> Session | None:
        """Return a session with the dates that are known of it, or None where nothing is.

        `body` may be any name of it. Dates come from a source, else from the rule in force; a session known by its
        year alone gets that year as its window (`Session.exact` is then False). Nothing is guessed.
        """
        full = self.resolve_body(body) or body
        key = session_key(session)
        if (full, key) not in self._made:
            self._made[full, key] = self._make(full, key)
        return self._made[full, key]

    def session_at(self, body: str, date: dt.date) -> Session | None:
        """Return the regular session that `body` was in on `date`; of two on one day, the one that opened last."""
        best = None
        for made in self.sessions(body, through=date):
            if isinstance(made.session, str) and not made.session.isdecimal():
                continue  # special sessions run beside the regular ones
            if made.includes(date) and (best is None or (made.opens_on or date) >= (best.opens_on or date)):
                best = made
        return best

    def sessions(self, body: str, through: dt.date | None = None) -> tuple[Session, ...]:
        """Return the sessions known of `body`, regular ones first, each kind in order.

        Without `through` those up to the last that a source names; with it also those that the rule gives up to there.
        """
        full = self.resolve_body(body) or body
        keys = self._named(full)
        numbers = {int(key) for key in keys if _is_number(key)}
        for rule in self._tables.rules.get(full, ()):
            end = max(numbers, default=rule.first)
            while through is not None and rule.covers(end + 1) and rule.window(end + 1)[0] <= through:
                end += 1
            stop = end if rule.last is None else min(end, rule.last)
            numbers.update(range(rule.first, stop + 1))
        keys.update(session_key(number) for number in numbers)
        made = (self.session(full, key) for key in sorted(keys, key=_order))
        found = (one for one in made if one is not None)
        return tuple(one for one in found if through is None or one.opens_on is None or one.opens_on <= through)

    def next_session(self, body: str, session: int | str) -> Session | None:
        """Return the session after `session` of the same kind, or None where nothing is known of it."""
        key = session_key(session)
        if _is_number(key):
            return self.session(body, session_key(int(key) + 1))
        kind, _, number = str(key).partition(" ")
        return self.session(body, f"{kind} {int(number) + 1}") if number.isdecimal() else None

    def _named(self, body: str) -> set[int | str]:
        """Return the sessions of `body` that a source names."""
        return {key for held, key in self._tables.rows if held == body}

    def _make(self, body: str, key: int | str) -> Session | None:
        row, rule = self._tables.rows.get((body, key)), self._rule(body, key)
        if row is None and rule is None:
            return _year_window(body, key)
        opens_on, closes_on, exact = self._dates(row, rule, key)
        dated = row is not None and (row.opens_on or row.closes_on)
        if row is not None and (dated or row.confidence is Confidence.YEAR):
            confidence = row.confidence
        else:
            confidence = Confidence.RULE if exact else Confidence.WINDOW
        sources = (row.source if row else "", rule.source if rule and not (row and row.opens_on) else "")
        notes = (row.parts if row else "", rule.note if rule and not row else "")
        opening = self._opening_after(body, key) if rule and rule.opening else None
        return Session(
            body=body,
            session=key,
            opens_on=opens_on,
            closes_on=closes_on,
            exact=exact,
            window_end=opening or closes_on,
            confidence=confidence,
            source="; ".join(filter(None, sources)),
            place=row.place if row else "",
            note="; ".join(filter(None, notes)),
        )

    def _dates(self, row: Row | None, rule: Rule | None, key: int | str) -> tuple[dt.date | None, dt.date | None, bool]:
        """Return first and last day and whether the first is exact: the source's, else the rule's, else the year's."""
        opens_on, closes_on = (row.opens_on, row.closes_on) if row else (None, None)
        exact = opens_on is not None
        if rule is not None:
            first, last = rule.window(int(key))
            if last is None:  # the rule gives the day, and the session closes on the day on which the next one opens
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
        return next((rule for rule in self._tables.rules.get(body, ()) if rule.covers(int(key))), None)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a session; `exact` as in `Session`."""

    opens_on: dt.date | None
    closes_on: dt.date | None
    exact: bool


class DatedCalendar(Calendar):
    """A calendar with other dates for some sessions, and some that it does not have: those that a register knows.

    What has no dates and is not in the calendar is not known.
    """

    def __init__(self, base: Calendar, dates: Mapping[tuple[str, str], Dates]) -> None:
        """Take all from `base` but `dates`, by the full name of the body and the session as text."""
        self._tables = base._tables  # noqa: SLF001 - of the same module
        self._made = {}
        self._base = base
        self._dated = dates

    def _named(self, body: str) -> set[int | str]:
        """Return also the sessions that the register knows, but for those of which it knows the year in the name alone:
        else the first text that names such a session would give others a session to come after theirs.
        """
        own = {
            session_key(number)
            for (held, number), dates in self._dated.items()
            if held == body and not _by_name(number, dates)
        }
        return super()._named(body) | own

    def _make(self, body: str, key: int | str) -> Session | None:
        made = self._base.session(body, key)
        other = self._dated.get((body, str(key)))
        if other is None or (made is None and other.opens_on is None and other.closes_on is None):
            return made
        if made is None:
            return Session(
                body=body,
                session=key,
                opens_on=other.opens_on,
                closes_on=other.closes_on,
                exact=other.exact,
                window_end=other.closes_on,
                confidence=Confidence.HIGH if other.exact else Confidence.WINDOW,
                source="the register",
            )
        return replace(made, opens_on=other.opens_on, closes_on=other.closes_on, exact=other.exact)


@functools.lru_cache(maxsize=4)
def _calendar(own: str | None) -> Calendar:
    return Calendar(own)


def current() -> Calendar:
    """Return the calendar of our tables with those that the environment names (`FILE_VARIABLE`)."""
    return _calendar(os.environ.get(FILE_VARIABLE) or None)


def program() -> Calendar:
    """Return the calendar of our tables alone: the same wherever the program runs."""
    return _calendar(None)


def _is_number(key: int | str) -> bool:
    return isinstance(key, int) or key.isdecimal()


def _order(key: int | str) -> tuple[bool, str, int]:
    kind, _, number = str(key).rpartition(" ")
    return bool(kind), kind, int(number) if number.isdecimal() else 0


def _by_name(number: str, dates: Dates) -> bool:
    """Whether these are the dates that follow from a session's name, where that is a year."""
    window = _year_window("", session_key(number))
    return window is not None and (dates.opens_on, dates.closes_on) == (window.opens_on, window.closes_on)


def _year_window(body: str, key: int | str) -> Session | None:
    """Return the window of a session named by its year, which lies in that year whatever the body."""
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
