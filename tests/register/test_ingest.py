from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from mandates.model import Reading
from mandates.register import ingest, migrate, readings
from mandates.register.engine import Session, open_register
from mandates.register.tables import resolution
from tests.conftest import NOW
from tests.register.samples import clause, reading, session_due


def test_what_was_read_comes_back_as_it_was(url: str) -> None:
    given = reading(clause("8", session_due(73)), clause("9", session_due(73), session_due(75)))
    with open_register(url, writing=True) as register, register.session() as session:
        result = ingest.ingest_reading(session, given, actor="Anna", at=NOW)
        assert (result.outcome, result.mandates) == ("new", 2)
        assert readings.stored(session, 1) == given
    assert migrate.check(url) == []


def test_same_reading_again_changes_nothing(url: str) -> None:
    with open_register(url, writing=True) as register:
        for expected in ("new", "unchanged", "unchanged"):
            with register.session() as session:
                given = reading(clause("8", session_due(73)), source=f"{expected}.pdf")
                assert ingest.ingest_reading(session, given, actor="Anna", at=NOW).outcome == expected


def several(*symbols: str) -> list[Reading]:
    return [reading(clause("8", session_due(73), symbol=symbol), symbol=symbol) for symbol in symbols]


def test_many_are_stored_as_one_ingest_and_told_in_order(url: str) -> None:
    given = several("A/RES/71/501", "A/RES/71/502", "A/RES/71/501")
    with open_register(url, writing=True) as register:
        results = list(ingest.ingest_all(register, given, actor="Anna", at=NOW))
        assert [one.outcome for one in results] == ["new", "new", "unchanged"]
        assert {one.batch for one in results} == {1}
    assert migrate.check(url) == []


def test_one_that_cannot_be_stored_takes_no_other_with_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ingest.ingest_reading

    def failing(session: Session, given: Reading, **how: Any) -> ingest.IngestResult:
        result = store(session, given, **how)
        if given.resolution.symbol == "A/RES/71/503":
            raise ValueError("a fault")
        return result

    monkeypatch.setattr(ingest, "ingest_reading", failing)
    given = several("A/RES/71/501", "A/RES/71/502", "A/RES/71/503", "A/RES/71/504")
    told: list[str] = []
    with open_register(url, writing=True) as register:
        with pytest.raises(ValueError, match="a fault"):
            told.extend(one.symbol for one in ingest.ingest_all(register, given, actor="Anna", at=NOW))
        with register.session() as session:
            held = session.execute(select(resolution.c.symbol).order_by(resolution.c.id)).scalars().all()
    assert told == held == ["A/RES/71/501", "A/RES/71/502"]
    assert migrate.check(url) == []


def test_a_transaction_lasts_no_longer_than_others_can_wait(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_HELD_SECONDS", 0.0)
    with open_register(url, writing=True) as register:
        results = ingest.ingest_all(register, several("A/RES/71/501", "A/RES/71/502"), actor="Anna", at=NOW)
        assert next(results).symbol == "A/RES/71/501"
        with register.session() as session:
            assert session.execute(select(resolution.c.symbol)).scalars().all() == ["A/RES/71/501"]
        assert next(results).batch == 1


def test_text_that_no_database_keeps_is_mended(url: str) -> None:
    given = reading(clause("8", session_due(73)), title="a \x00 b", source="broken\udcff.txt")
    with open_register(url, writing=True) as register, register.session() as session:
        ingest.ingest_reading(session, given, actor="Anna", at=NOW)
        head = readings.stored(session, 1).resolution
        assert (head.title, head.source) == ("a \ufffd b", "broken\ufffd.txt")
