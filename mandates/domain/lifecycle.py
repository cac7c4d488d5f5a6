"""Values of planned obligations: whether one is open, and the first and last days of what has no beginning or end."""

from __future__ import annotations

import datetime as dt

#: Whether a person has settled it.
OPEN, SETTLED = 0, 1

#: The day before all others: the start of what has always been expected.
ALWAYS = dt.date(1, 1, 1)

#: The sort date of what has no date, after all others; and the end of what has no end.
UNDATED = FOREVER = dt.date(9999, 12, 31)
