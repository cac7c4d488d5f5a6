"""Several people at once: nobody's work is lost, and everybody is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from mandates.domain.commands import Report, Update
from mandates.domain.errors import ConflictError, MandatesError, TransitionError
from mandates.register import maintenance
from mandates.register.history import history
from mandates.register.track import Outcome
from mandates.store.engine import open_register
from tests.register.conftest import does, ingests, listed
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due


def fill(url: str, symbols: tuple[str, ...] = (SYMBOL,)) -> None:
    for symbol in symbols:
        with open_register(url, writing=True) as register, register.transaction() as connection:
            mandates = [clause(label, session_due(73), symbol=symbol) for label in ("8", "9", "10")]
            ingests(connection, reading(*mandates, symbol=symbol))


def together(number: int, work: Callable[[int], object]) -> list[object]:
    """Run `work` in threads that start at one moment; errors of ours come back as values."""
    start = threading.Barrier(number)

    def one(index: int) -> object:
        start.wait(timeout=30)
        try:
            return work(index)
        except MandatesError as error:
            return error

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_two_report_the_same_at_once_one_wins_the_other_is_told(url: str) -> None:
    fill(url)

    def work(index: int) -> object:
        with open_register(url, writing=True) as register, register.transaction() as connection:
            return does(connection, Report(document=f"A/73/{index}"), f"{SYMBOL}#8", actor=f"P{index}")

    found = together(2, work)
    won = [one for one in found if isinstance(one, Outcome)]
    told = [one for one in found if isinstance(one, TransitionError | ConflictError)]
    assert (len(won), len(told)) == (1, 1)
    with open_register(url) as register, register.transaction() as connection:
        (event, _) = history(connection, f"{SYMBOL}#8")
        (done,) = listed(connection, settled=True)
        assert [e.document for e in done.evidence] == [event.after["evidence"][0]["document"]]
    assert maintenance.check(url) == []


def test_many_writers_and_readers_lose_nothing(url: str) -> None:
    fill(url)
    rounds = 6

    def work(index: int) -> object:
        for turn in range(rounds):
            if index % 2:
                with open_register(url) as register, register.transaction() as connection:
                    assert len(listed(connection)) == 3
            else:
                with open_register(url, writing=True) as register, register.transaction() as connection:
                    reference = f"{SYMBOL}#{(8, 9, 10)[(index + turn) % 3]}"
                    does(connection, Update(note=f"{index}.{turn}"), reference, actor=f"P{index}")
        return None

    assert together(6, work) == [None] * 6
    with open_register(url) as register, register.transaction() as connection:
        events = [e for e in history(connection) if e.kind == "update"]
        assert len(events) == 3 * rounds
        for reference in ("8", "9", "10"):  # each change began where the one before had ended
            of = [e for e in reversed(events) if e.reference == f"{SYMBOL}#{reference}"]
            assert [e.before["notes"] for e in of] == [of[0].before["notes"], *[e.after["notes"] for e in of[:-1]]]
            assert not of[0].before["notes"]
    assert maintenance.check(url) == []


def test_ingest_and_report_at_once_keep_the_report(url: str) -> None:
    fill(url)
    again = reading(*[clause(label, session_due(74)) for label in ("8", "9", "10")])

    def work(index: int) -> object:
        with open_register(url, writing=True) as register, register.transaction() as connection:
            if index:
                return ingests(connection, again, actor="Ben")
            return does(connection, Report(document="A/73/1"), f"{SYMBOL}#8")

    found = together(2, work)
    assert not any(isinstance(one, MandatesError) for one in found), found
    with open_register(url) as register, register.transaction() as connection:
        rows = {row.reference: row for row in listed(connection)}
        assert rows[f"{SYMBOL}#8"].status == "reported"
        assert rows[f"{SYMBOL}#9"].due.session == 74
    assert maintenance.check(url) == []


def test_two_ingest_the_same_at_once(url: str) -> None:
    given = reading(clause("8", session_due(73)))

    def work(index: int) -> object:
        with open_register(url, writing=True) as register, register.transaction() as connection:
            return ingests(connection, given, actor=f"P{index}").outcome

    assert sorted(map(str, together(3, work))) == ["new", "unchanged", "unchanged"]


def test_horizon_moved_at_once_by_two_is_moved_once(url: str) -> None:
    """Nobody has changed the register for years, and two do at one moment."""
    with open_register(url, writing=True) as register:
        ingests(register, reading(clause("8", date_due("2019-05-15"), every("P1Y")), clause("9", session_due(73))))

    def work(index: int) -> object:
        with open_register(url, writing=True) as register:
            reference = (f"{SYMBOL}#8@2026-05-15", f"{SYMBOL}#9")[index]
            return does(register, Report(), reference, actor=f"P{index}", at="2027-01-01")

    assert not any(isinstance(one, MandatesError) for one in together(2, work))
    assert maintenance.check(url) == []
