"""What is kept of the ends of mandates: all that was ever known, and which of it holds still."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from mandates.domain.lifecycle import FOREVER
from mandates.store import endings
from mandates.store.engine import Connection
from mandates.store.tables import mandate
from mandates.timeline.facts import Ended
from tests.register.conftest import ingests
from tests.register.samples import clause, reading

KNOWN = dt.date(2020, 1, 15)


@pytest.fixture
def mandates(connection: Connection) -> Iterator[list[int]]:
    """Give the ids of four mandates; what is said of their ends, which no text says, is taken back."""
    ingests(connection, reading(*(clause(label) for label in "1234")))
    with connection.begin_nested() as said:
        yield list(connection.execute(select(mandate.c.id).order_by(mandate.c.id)).scalars())
        said.rollback()


def renewed(by: int, until: str) -> Ended:
    return Ended(stands_until=dt.date.fromisoformat(until), by=by, renewed=True, since=KNOWN, until=FOREVER)


@pytest.mark.parametrize("first", [1, 2])
def test_the_successor_is_what_ends_it_first(connection: Connection, mandates: list[int], first: int) -> None:
    of, *by = mandates[:3]
    days = ["2021-05-31", "2021-06-01"]
    ends = [renewed(one, day) for one, day in zip(by, days if first == 1 else days[::-1], strict=True)]
    endings.add(connection, [(of, end) for end in ends])
    assert endings.successors(connection, mandates) == {of: mandates[first]}


@pytest.mark.parametrize("other", [{"renewed": False}, {"until": dt.date(2020, 3, 1)}])
def test_what_only_ends_it_or_is_known_no_more_is_no_successor(
    connection: Connection, mandates: list[int], other: dict[str, object]
) -> None:
    end = renewed(mandates[1], "2021-05-31")
    endings.add(connection, [(mandates[0], dataclasses.replace(end, **other)), (mandates[3], end)])
    assert endings.successors(connection, mandates) == {mandates[3]: mandates[1]}


@pytest.mark.parametrize("other", [
    {"stands_until": dt.date(2021, 6, 1)},
    {"since": dt.date(2020, 1, 16)},
    {"until": dt.date(2020, 3, 1)},
])  # fmt: skip
def test_one_end_is_forgotten_and_no_other(
    connection: Connection, mandates: list[int], other: dict[str, object]
) -> None:
    of, by, another, whole = mandates
    end = renewed(by, "2021-05-31")
    ends = [(of, end), (of, dataclasses.replace(end, **other)), (of, renewed(another, "2021-05-31")), (whole, end)]
    endings.add(connection, ends)
    endings.forget(connection, ends[:1])
    kept = endings.of_mandates(connection, mandates)
    assert [kept[one] for one in (of, whole)] == [tuple(one for _, one in ends[1:3]), (end,)]
    assert set(kept) == {of, whole}
