"""A register with something of everything, to be damaged."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from mandates.domain.commands import Assign, Correct, Report, Update
from mandates.register import integrity
from mandates.store.engine import Connection, open_register
from tests.register.conftest import does, ingests, keeps, supersedes
from tests.register.samples import SYMBOL, clause, date_due, every, issued, reading, session_due

LATER = "A/RES/73/600"


def fill(url: str) -> None:
    """Make a report, an undated row, a correction, an owner, a suggestion, a later mandate, a document kept."""
    with open_register(url, writing=True) as register, register.transaction() as connection:
        asked = "Requests the Secretary-General to study the matter;"
        given = (
            clause("8", session_due(73)),
            clause("9", date_due("2019-05-15"), every("P1Y")),
            clause("10", text=asked),
            clause("11", every("regular"), text=asked.replace("matter", "question of regular reports")),
        )
        ingests(connection, reading(*given))
        later = clause("5", session_due(75), symbol=LATER)
        ingests(connection, reading(later, symbol=LATER, session=73, adopted="2018-12-20"))
        does(connection, Report(document="A/73/1", note="whole"), f"{SYMBOL}#8")
        does(connection, Report(), f"{SYMBOL}#9@2019-05-15")
        does(connection, Update(note="seen"), f"{SYMBOL}#9@2020-05-15")
        does(connection, Assign(owners=("Bureau",)), f"{SYMBOL}#10")
        does(connection, Correct(verb="urge"), f"{SYMBOL}#11")
        supersedes(connection, f"{LATER}#5", f"{SYMBOL}#10", at="2020-01-16")
        moved = (clause("8", session_due(74)), *given[1:2], clause("12", text=asked), given[3])
        ingests(connection, reading(*moved), at="2020-01-17")
        keeps(connection, issued("A/73/2", f"{SYMBOL}#9"), at="2020-01-18")


def damaged(connection: Connection, statements: Iterable[str]) -> list[str]:
    """Return what is found after these statements, which are taken back."""
    with connection.begin_nested() as nested:
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0, f"changes nothing: {statement}"
        found = integrity.findings(connection)
        nested.rollback()
    return found
