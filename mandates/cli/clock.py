"""What time it is for a command: one clock, which tests put another in place of."""

from __future__ import annotations

import datetime as dt
import functools

#: Gives the moment; tests put another clock in its place.
clock = functools.partial(dt.datetime.now, dt.UTC)


def now() -> dt.datetime:
    """Return the moment for the record of changes."""
    return clock()


def today() -> dt.date:
    """Return the day where the person sits."""
    return now().astimezone().date()


def latest() -> dt.date:
    """Return the day that answers are for unless another is asked for: today, with all that was done by now.

    What was done counts from its day in UTC, which west of Greenwich begins before the person's own is over.
    """
    return max(today(), now().date())
