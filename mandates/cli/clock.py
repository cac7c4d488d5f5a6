"""The clock of all commands, which tests replace."""

from __future__ import annotations

import datetime as dt
import functools

#: Returns the current time; tests replace it.
clock = functools.partial(dt.datetime.now, dt.UTC)


def now() -> dt.datetime:
    """Return the current time, as it is recorded with changes."""
    return clock()


def today() -> dt.date:
    """Return the current date in the local time zone."""
    return now().astimezone().date()


def latest() -> dt.date:
    """Return the date that answers are for by default: today, or the current date in UTC if that is later.

    Changes count from their date in UTC. West of Greenwich the day in UTC begins before the local one is over, and the
    answers are to include all changes up to now.
    """
    return max(today(), now().date())
