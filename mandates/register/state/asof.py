"""Where an obligation stood on a day: derived for that day and never stored.

On a day in the past, what was settled later counts as open, and what was not expected yet is left out.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from mandates.register.database.rows import Row
from mandates.register.tables import OPEN, SETTLED, WITHDRAWN, obligation
from mandates.register.views import State, Status


class AsOf:
    """A day, with the conditions that say in SQL where an obligation stood on it.

    Attributes:
        date: the day. past: whether something in the register was settled after it.
    """

    def __init__(self, session: Connection, date: dt.date) -> None:
        self.date = date
        latest = select(func.max(obligation.c.settled_on)).where(obligation.c.settled_on.is_not(None))
        settled = session.execute(latest).scalar()
        self.past = settled is not None and settled > date

    def open(self) -> ColumnElement[bool]:
        """Not settled on the day."""
        if not self.past:
            return obligation.c.standing == OPEN
        # said in this way, it leads SQLite through an index in the order of lists
        late = or_(obligation.c.standing == OPEN, obligation.c.settled_on > self.date)
        return and_(obligation.c.standing.in_([OPEN, SETTLED]), late)

    def settled(self) -> ColumnElement[bool]:
        """Settled on or before the day."""
        if not self.past:
            return obligation.c.standing == SETTLED
        early = or_(obligation.c.settled_on.is_(None), obligation.c.settled_on <= self.date)
        return and_(obligation.c.standing == SETTLED, early)

    def shown(self) -> ColumnElement[bool]:
        """Open or settled, not withdrawn; as nearly all are, no index is to be led by this."""
        return obligation.c.standing != WITHDRAWN

    def expected(self) -> ColumnElement[bool]:
        """Whether it was expected already on the day."""
        return obligation.c.expected_from <= self.date

    def overdue(self) -> ColumnElement[bool]:
        """Open, and its time had passed."""
        return and_(self.open(), obligation.c.rank_on < self.date)

    def status(self, row: Row) -> Status:
        """Return the status a row had on the day, as far as its present one tells: before it was settled, pending."""
        status = Status(row["status"])
        if status.settled and row["settled_on"] is not None and row["settled_on"] > self.date:
            return Status.PENDING
        return status

    def state(self, row: Row) -> State:
        """Return where a row stood on the day."""
        if self.status(row).settled:
            return State.SETTLED
        if row["due_on"] is None:
            return State.UNDATED
        if row["due_on"] < self.date:
            return State.OVERDUE
        if row["opens_on"] is not None and row["opens_on"] <= self.date:
            return State.DUE
        return State.UPCOMING
