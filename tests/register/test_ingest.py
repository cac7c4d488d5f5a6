from __future__ import annotations

import pytest
from sqlalchemy import select

from mandates import paths
from mandates.domain.mandate import Reading
from mandates.pipeline import read_file_safely
from mandates.register import ingest, maintenance
from mandates.register.preparing import Prepared, prepare
from mandates.register.stored_extraction import prepared_reading, stored
from mandates.store.engine import Connection, open_register
from mandates.store.tables import resolution
from tests.conftest import NOW
from tests.register.conftest import ingests, listed
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due


def test_what_was_read_comes_back_as_it_was(url: str) -> None:
    given = reading(clause("8", session_due(73)), clause("9", session_due(73), session_due(75)))
    with open_register(url, writing=True) as register, register.transaction() as connection:
        result = ingests(connection, given)
        assert (result.outcome, result.mandates) == ("new", 2)
        assert stored(connection, SYMBOL) == given
    assert maintenance.check(url) == []


def test_same_reading_again_changes_nothing(url: str) -> None:
    with open_register(url, writing=True) as register:
        for expected in ("new", "unchanged", "unchanged"):
            given = reading(clause("8", session_due(73)), source=f"{expected}.pdf")
            assert ingests(register, given).outcome == expected


def test_a_long_text_is_stored_in_order_and_found_to_its_last_paragraph(url: str) -> None:
    texts = [f"Requests the Secretary-General to study matter no{number};" for number in range(120)]
    given = reading(*[clause(str(number), text=text) for number, text in enumerate(texts, 1)])
    with open_register(url, writing=True) as register, register.transaction() as connection:
        ingests(connection, given)
        assert stored(connection, SYMBOL) == given
        for number in (0, 49, 50, 119):
            (found,) = listed(connection, search=f"no{number}")
            assert found.label == str(number + 1)
    assert maintenance.check(url) == []


def several(*symbols: str) -> list[Reading]:
    return [reading(clause("8", session_due(73), symbol=symbol), symbol=symbol) for symbol in symbols]


def test_many_are_stored_as_one_ingest_and_told_in_order(url: str) -> None:
    first, second = several("A/RES/71/501", "A/RES/71/502")
    again = reading(clause("8", session_due(74), symbol="A/RES/71/501"), symbol="A/RES/71/501")
    given = [first, second, first, again, again]
    with open_register(url, writing=True) as register:
        results = list(ingest.ingest_all(register, given, actor="Anna", at=NOW))
        assert [one.outcome for one in results] == ["new", "new", "unchanged", "updated", "unchanged"]
        assert {one.change for one in results} == {1}
    assert maintenance.check(url) == []


def held(connection: Connection) -> list[str]:
    return list(connection.execute(select(resolution.c.symbol).order_by(resolution.c.id)).scalars())


def test_one_that_cannot_be_stored_takes_no_other_with_it(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = ingest.prepare

    def failing(one: Reading) -> Prepared:
        if one.resolution.symbol == "A/RES/71/503":
            raise ValueError("a fault")
        return prepare(one)

    monkeypatch.setattr(ingest, "prepare", failing)
    given = several("A/RES/71/501", "A/RES/71/502", "A/RES/71/503", "A/RES/71/504")
    told: list[str] = []
    with open_register(url, writing=True) as register:
        with pytest.raises(ValueError, match="a fault"):
            told.extend(one.symbol for one in ingest.ingest_all(register, given, actor="Anna", at=NOW))
        with register.transaction() as connection:
            assert told == held(connection) == ["A/RES/71/501", "A/RES/71/502"]
    assert maintenance.check(url) == []


@pytest.mark.parametrize("bound", ["_MAX_RESOLUTIONS", "_MAX_PARAGRAPHS"])
def test_a_transaction_holds_no_more_than_others_can_wait_for(
    url: str, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(ingest, bound, 1)
    with open_register(url, writing=True) as register:
        results = ingest.ingest_all(register, several("A/RES/71/501", "A/RES/71/502"), actor="Anna", at=NOW)
        assert next(results).symbol == "A/RES/71/501"
        with register.transaction() as connection:
            assert held(connection) == ["A/RES/71/501"]
        assert next(results).change == 1


def test_text_that_no_database_keeps_is_mended(url: str) -> None:
    given = reading(clause("8", session_due(73)), title="a \x00 b", source="broken\udcff.txt")
    with open_register(url, writing=True) as register, register.transaction() as connection:
        ingests(connection, given)
        head = stored(connection, SYMBOL).resolution
        assert (head.title, head.source) == ("a \ufffd b", "broken\ufffd.txt")


def test_rows_are_made_again_just_so_of_the_reading_that_they_hold() -> None:
    """A poorer copy is completed from its rows: nothing that was read may be lost in them."""
    (seed,) = [one for one in read_file_safely(str(next(paths.seeds().iterdir()))) if isinstance(one, Reading)]
    dues = (session_due(73), date_due("2019-04-01"), every("P6M"))
    for one in (seed, reading(*[clause(str(number), due) for number, due in enumerate(dues, 8)])):
        rows = prepare(one)
        assert rows.mandates
        assert prepare(prepared_reading(rows)) == rows
