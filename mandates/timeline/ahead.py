"""How far ahead recurrences are worked out and stored. By itself, since every list asks for it and for nothing more."""

from __future__ import annotations

import datetime as dt

#: Recurrences are stored so far ahead of the day they are worked out for, each occurrence with the day from which it
#: is to be seen: asking a register that nobody has written to for a while then costs no more than on the day itself.
AHEAD = dt.timedelta(days=2 * 366)
