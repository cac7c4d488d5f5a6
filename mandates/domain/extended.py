"""What a clause of a resolution extends or brings to an end, by the names under which other resolutions speak of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extended:
    """What a clause extends or ends.

    Attributes:
        subject: the subject as written, without article, time and grounds: "mandate of UNMISS".
        names: the names in it that other resolutions use for it: ``UNMISS``, ``Panel of Experts``.
        noun: its first noun, which identifies it if it has no name: ``measures``.
        ends: whether the clause ends it. ends_on: the day on which it ends.
        cites: the numbers of the resolutions that identify it if it has no name: ``2140``.
        cited: the paragraph, as ``2722 (2024)#10``, if the clause extends what one paragraph asks for.
    """

    subject: str
    names: frozenset[str]
    noun: str
    cites: frozenset[str] = frozenset()
    ends: bool = False
    ends_on: dt.date | None = None
    cited: str | None = None

    def same(self, earlier: Extended, number: str = "") -> bool:
        """Return whether this has the same subject as `earlier`, from resolution `number` on the same situation."""
        if self.names or earlier.names:
            return any(
                own_name.startswith(earlier_name) or earlier_name.startswith(own_name)
                for own_name in self.names
                for earlier_name in earlier.names
            )
        if self.cites and earlier.cites and number not in self.cites and self.cites.isdisjoint(earlier.cites):
            return False
        return self.noun == earlier.noun
