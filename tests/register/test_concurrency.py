"""Several people at once: nobody's work is lost, and everybody is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from mandates.register.engine import open_register
from mandates.register.views import Filters

from mandates.domain.errors import ConflictError, MandatesError, TransitionError
from mandates.register import migrate, queries, tracking
from mandates.register.ingest import ingest_reading
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, reading, session_due


def fill(url: str, symbols: tuple[str, ...] = (SYMBOL,)) -> None:
    for symbol in symbols:
        with open_register(url, writing=True) as register, register.session() as session:
            mandates = [clause(label, session_due(73), symbol=symbol) for label in ("8", "9", "10")]
            ingest_reading(session, reading(*mandates, symbol=symbol), actor="Anna", at=NOW)


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
        with open_register(url, writing=True) as register, register.session() as session:
            return tracking.report(session, f"{SYMBOL}#8", document=f"A/73/{index}", actor=f"P{index}", at=NOW)

    found = together(2, work)
    won = [one for one in found if isinstance(one, tracking.Change)]
    told = [one for one in found if isinstance(one, TransitionError | ConflictError)]
    assert (len(won), len(told)) == (1, 1)
    with open_register(url) as register, register.session() as session:
        (event, _) = queries.history(session, f"{SYMBOL}#8")
        (done,) = queries.list_obligations(session, Filters(settled=True), NOW.date())
        assert [e.document for e in done.evidence] == [event.after["evidence"][0]["document"]]
    assert migrate.check(url) == []


def test_many_writers_and_readers_lose_nothing(url: str) -> None:
    fill(url)
    rounds = 6

    def work(index: int) -> object:
        for turn in range(rounds):
            if index % 2:
                with open_register(url) as register, register.session() as session:
                    assert len(queries.list_obligations(session, Filters(), NOW.date())) == 3
            else:
                with open_register(url, writing=True) as register, register.session() as session:
                    reference = f"{SYMBOL}#{(8, 9, 10)[(index + turn) % 3]}"
                    tracking.update(session, reference, note=f"{index}.{turn}", actor=f"P{index}", at=NOW)
        return None

    assert together(6, work) == [None] * 6
    with open_register(url) as register, register.session() as session:
        events = [e for e in queries.history(session) if e.action == "update"]
        assert len(events) == 3 * rounds
        for reference in ("8", "9", "10"):  # each change began where the one before had ended
            of = [e for e in reversed(events) if e.reference == f"{SYMBOL}#{reference}"]
            assert [e.before["note"] for e in of] == [None, *[e.after["note"] for e in of[:-1]]]
    assert migrate.check(url) == []


def test_ingest_and_report_at_once_keep_the_report(url: str) -> None:
    fill(url)
    again = reading(*[clause(label, session_due(74)) for label in ("8", "9", "10")])

    def work(index: int) -> object:
        with open_register(url, writing=True) as register, register.session() as session:
            if index:
                return ingest_reading(session, again, actor="Ben", at=NOW)
            return tracking.report(session, f"{SYMBOL}#8", document="A/73/1", actor="Anna", at=NOW)

    found = together(2, work)
    assert not any(isinstance(one, MandatesError) for one in found), found
    with open_register(url) as register, register.session() as session:
        rows = {row.reference: row for row in queries.list_obligations(session, Filters(), NOW.date())}
        assert rows[f"{SYMBOL}#8"].status == "reported"
        assert rows[f"{SYMBOL}#9"].due.session == 74
    assert migrate.check(url) == []


def test_two_ingest_the_same_at_once(url: str) -> None:
    given = reading(clause("8", session_due(73)))

    def work(index: int) -> object:
        with open_register(url, writing=True) as register, register.session() as session:
            return ingest_reading(session, given, actor=f"P{index}", at=NOW).outcome

    assert sorted(map(str, together(3, work))) == ["new", "unchanged", "unchanged"]
