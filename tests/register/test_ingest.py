from __future__ import annotations

import pytest
from sqlalchemy import select

from mandates.domain.mandate import Reading
from mandates.register import ingest, migrate
from mandates.register.answers.obligations import list_obligations
from mandates.register.engine import open_register
from mandates.register.storing import readings
from mandates.register.tables import resolution
from mandates.register.views import Filters
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


def test_a_long_text_is_stored_in_order_and_found_to_its_last_paragraph(url: str) -> None:
    texts = [f"Requests the Secretary-General to study matter no{number};" for number in range(120)]
    given = reading(*[clause(str(number), text=text) for number, text in enumerate(texts, 1)])
    with open_register(url, writing=True) as register, register.session() as session:
        ingest.ingest_reading(session, given, actor="Anna", at=NOW)
        assert readings.stored(session, 1) == given
        for number in (0, 49, 50, 119):
            (found,) = list_obligations(session, Filters(search=f"no{number}"), NOW.date())
            assert found.label == str(number + 1)
    assert migrate.check(url) == []


def several(*symbols: str) -> list[Reading]:
    return [reading(clause("8", session_due(73), symbol=symbol), symbol=symbol) for symbol in symbols]


def test_many_are_stored_as_one_ingest_and_told_in_order(url: str) -> None:
    first, second = several("A/RES/71/501", "A/RES/71/502")
    again = reading(clause("8", session_due(74), symbol="A/RES/71/501"), symbol="A/RES/71/501")
    given = [first, second, first, again, again]
    with open_register(url, writing=True) as register:
        results = list(ingest.ingest_all(register, given, actor="Anna", at=NOW))
        assert [one.outcome for one in results] == ["new", "new", "unchanged", "updated", "unchanged"]
        assert {one.batch for one in results} == {1}
    assert migrate.check(url) == []


def test_one_that_cannot_be_stored_takes_no_other_with_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows_of = readings.rows_of

    def failing(one: Reading) -> readings.Rows:
        if one.resolution.symbol == "A/RES/71/503":
            raise ValueError("a fault")
        return rows_of(one)

    monkeypatch.setattr(readings, "rows_of", failing)
    given = several("A/RES/71/501", "A/RES/71/502", "A/RES/71/503", "A/RES/71/504")
    told: list[str] = []
    with open_register(url, writing=True) as register:
        with pytest.raises(ValueError, match="a fault"):
            told.extend(one.symbol for one in ingest.ingest_all(register, given, actor="Anna", at=NOW))
        with register.session() as session:
            held = session.execute(select(resolution.c.symbol).order_by(resolution.c.id)).scalars().all()
    assert told == held == ["A/RES/71/501", "A/RES/71/502"]
    assert migrate.check(url) == []


@pytest.mark.parametrize("bound", ["_AT_ONCE", "_PARAGRAPHS"])
def test_a_transaction_holds_no_more_than_others_can_wait_for(
    url: str, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(ingest, bound, 1)
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
