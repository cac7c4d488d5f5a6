from __future__ import annotations

from mandates.register import ingest, migrate, readings
from mandates.register.engine import open_register
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
