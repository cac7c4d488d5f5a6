"""Recurrences as time passes: once an expectation's day is over the next one is there, whether or not anyone wrote.

What writes to a mandate stores them (`advance`); what reads works them out and takes them back
(`mandates.register.answers.pastday`).
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select

from mandates.register.tables import obligation


def lapsed(session: Connection, as_of: dt.date, *, mandate_id: int | None = None) -> list[int]:
    """Return the mandates with a recurrence whose latest expectation's day is over on `as_of`."""
    found = select(obligation.c.mandate_id).where(obligation.c.head, obligation.c.rank_on < as_of).distinct()
    if mandate_id is not None:
        found = found.where(obligation.c.mandate_id == mandate_id)
    return list(session.execute(found).scalars())


def advance(session: Connection, as_of: dt.date, *, mandate_id: int | None = None) -> None:
    """Store what is expected by `as_of`, of one mandate or of all."""
    behind = lapsed(session, as_of, mandate_id=mandate_id)
    if behind:
        from mandates.register.state import projection  # noqa: PLC0415 - loads the calendar, which lists seldom need

        projection.refresh(session, behind, as_of=as_of)
