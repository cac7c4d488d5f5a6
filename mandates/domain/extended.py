"""What a clause of a resolution extends or brings to an end, by the names under which other resolutions speak of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extended:
    """What is extended or ended.

    Attributes:
        subject: as written, without article, time and grounds: "mandate of UNMISS".
        names: the names in it by which other resolutions speak of it: ``UNMISS``, ``Panel of Experts``.
        noun: its first noun, by which it is known where it has no name: ``measures``.
        ends: whether the clause brings it to an end. ends_on: the day it names for that.
        cites: numbers of the resolutions by which it is told, where it has no name: ``2140``.
        cited: the paragraph that it extends, as ``2722 (2024)#10``, where it extends what one paragraph asks for.
    """

    subject: str
    names: frozenset[str]
    noun: str
    cites: frozenset[str] = frozenset()
    ends: bool = False
    ends_on: dt.date | None = None
    cited: str | None = None

    def same(self, earlier: Extended, number: str = "") -> bool:
        """Whether this is about what `earlier`, in resolution `number` on the same situation, was about."""
        if self.names or earlier.names:
            return any(mine.startswith(its) or its.startswith(mine) for mine in self.names for its in earlier.names)
        if self.cites and earlier.cites and number not in self.cites and self.cites.isdisjoint(earlier.cites):
            return False
        return self.noun == earlier.noun
