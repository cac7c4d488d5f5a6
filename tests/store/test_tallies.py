"""Counts of very many states are those of fewer, whichever way they are counted."""

from __future__ import annotations

import datetime as dt

from benchmarks import generate
from mandates.store import sessions, tallies
from mandates.store.engine import open_register

DAYS = (generate.AS_OF, *(generate.AS_OF - dt.timedelta(days=days) for days in (1, 365, 3000)))


def test_a_total_is_the_sum_of_counts_by_status(empty_url: str) -> None:
    generate.generate(empty_url, obligations=800)
    with open_register(empty_url) as register, register.transaction() as connection:
        totals = []
        for day in DAYS:
            for number in ("70", "79", "80"):
                opens_on = dt.date(1945 + int(number), 9, 10)
                carried = sessions.carried_into(connection, ("General Assembly", number), opens_on, day)
                for parts in ((sessions.asked_at("General Assembly", number, day),), carried.open):
                    total = tallies.total(connection, parts, day)
                    by_status = tallies.tallies(connection, parts, day, ("status",))
                    assert total[1:-1] == tuple(map(sum, zip(*(one[1:-1] for one in by_status), strict=True))) or (
                        not by_status and total.total == 0
                    )
                    assert total.earliest == min((one.earliest for one in by_status if one.earliest), default=None)
                    totals.append(total)
        for name in ("total", "done", "open", "overdue", "ended"):
            assert any(getattr(total, name) for total in totals), name
