"""What is kept of the ends of mandates: from when each is known, and what a later reading changes."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates.domain.lifecycle import ALWAYS, FOREVER
from mandates.register.endings import _changed_from, _endings_by_others
from mandates.timeline.endings import Ending
from mandates.timeline.facts import Ended

DAYS = [dt.date(2020, 1, day) for day in range(1, 10)]
IDS = {"A": 1, "B": 2}


def ended(since: dt.date = ALWAYS, until: dt.date = FOREVER, **values) -> Ended:
    return Ended(**{"stands_until": DAYS[8], "by": 1, "renewed": False} | values, since=since, until=until)


def test_each_ending_is_known_until_the_next() -> None:
    known = [
        (None, Ending(DAYS[5])),  # its own text says so
        (DAYS[1], Ending(DAYS[6], "A")),
        (DAYS[1], Ending(DAYS[7], "B")),  # on the same day: the first of both was never known
        (DAYS[3], Ending(DAYS[8], "A", renewed=True)),
    ]
    assert _endings_by_others(known, IDS) == (
        ended(DAYS[1], DAYS[3], stands_until=DAYS[7], by=2),
        ended(DAYS[3], renewed=True),
    )
    assert _endings_by_others([(None, Ending(DAYS[5], "A"))], IDS) == (ended(stands_until=DAYS[5]),)
    assert _endings_by_others([], IDS) == ()


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        # what is said from today on is known from today on
        ([], [ended()], [ended(DAYS[4])]),
        ([], [ended(DAYS[6])], [ended(DAYS[6])]),
        ([], [ended(DAYS[4])], [ended(DAYS[4])]),
        # what is said of days that are over is not known any more
        ([], [ended(DAYS[1], DAYS[4])], []),
        ([], [ended(DAYS[1], DAYS[5])], [ended(DAYS[4], DAYS[5])]),
        # what was known until today stays
        ([ended()], [], [ended(until=DAYS[4])]),
        ([ended(DAYS[3])], [], [ended(DAYS[3], DAYS[4])]),
        ([ended(DAYS[4])], [], []),
        ([ended(until=DAYS[2])], [], [ended(until=DAYS[2])]),
        # what is said as before goes on
        ([ended()], [ended()], [ended()]),
        ([ended(DAYS[1])], [ended(DAYS[2])], [ended(DAYS[1])]),
        ([ended(until=DAYS[2])], [ended()], [ended(until=DAYS[2]), ended(DAYS[4])]),
        ([ended()], [ended(until=DAYS[6])], [ended(until=DAYS[6])]),
        # another one takes its place
        ([ended()], [ended(by=2)], [ended(until=DAYS[4]), ended(DAYS[4], by=2)]),
        ([ended()], [ended(renewed=True)], [ended(until=DAYS[4]), ended(DAYS[4], renewed=True)]),
    ],
)
def test_a_later_reading_counts_from_its_day(before: list[Ended], after: list[Ended], kept: list[Ended]) -> None:
    assert _changed_from(DAYS[4], before, after) == tuple(kept)
    assert all(one.since < one.until for one in kept)
