"""How far ahead recurrences are worked out and stored. Lists need nothing else of this package."""

from __future__ import annotations

import datetime as dt

#: How far ahead of the current day the occurrences of recurrences are computed and stored, each with the day from
#: which it is visible. Reading a register that nobody has written to for a while then costs no more than on that day.
AHEAD = dt.timedelta(days=2 * 366)
