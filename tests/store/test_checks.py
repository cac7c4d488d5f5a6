"""What must hold in the tables, each broken by hand."""

from __future__ import annotations

import pathlib
import sqlite3

import pytest
from sqlalchemy import text

from mandates.domain.errors import NotARegisterError
from mandates.register import maintenance
from mandates.store import checks
from mandates.store.engine import open_register
from tests.register.damaged import damaged
from tests.register.samples import SYMBOL

_ONE = f"(SELECT id FROM mandate WHERE reference = '{SYMBOL}#8')"
_OTHER = f"(SELECT id FROM mandate WHERE reference = '{SYMBOL}#9')"
_LATER = "(SELECT id FROM resolution WHERE symbol = 'A/RES/73/600')"

DAMAGE = {
    "its reading in force is not one of its own": (
        f"UPDATE resolution SET reading_id = (SELECT r.reading_id FROM resolution r WHERE r.id = {_LATER})"
        f" WHERE id <> {_LATER}"
    ),
    "its version in force is not one of its own": (
        f"UPDATE mandate SET version_id = (SELECT MIN(id) FROM mandate_version WHERE mandate_id = {_OTHER})"
        f" WHERE id = {_ONE}"
    ),
    "its version stands in a paragraph of another resolution": (
        "UPDATE mandate_version SET paragraph_text_id = (SELECT MIN(t.id) FROM paragraph_text t"
        f" JOIN paragraph p ON p.id = t.paragraph_id WHERE p.resolution_id = {_LATER}) WHERE mandate_id = {_ONE}"
    ),
    "a paragraph is read from another resolution": (
        f"UPDATE paragraph SET resolution_id = {_LATER} WHERE id = (SELECT MIN(id) FROM paragraph)"
    ),
    "decided for another mandate than its obligation's": (
        f"UPDATE decision SET mandate_id = {_OTHER} WHERE mandate_id = {_ONE} AND field = 'status'"
    ),
    "told of another mandate than its obligation's": (
        f"UPDATE event SET mandate_id = {_OTHER} WHERE mandate_id = {_ONE} AND obligation_id IS NOT NULL"
    ),
    "told of without its reference": f"UPDATE event SET reference = NULL WHERE mandate_id = {_ONE}",
    "suggested for another mandate than its version's": f"UPDATE suggestion SET mandate_id = {_OTHER}",
    "two suggestions wait for it": (
        "INSERT INTO suggestion (mandate_id, change_id, version_id, state)"
        " SELECT mandate_id, change_id, version_id, state FROM suggestion"
    ),
    "superseded by what is not there": "UPDATE obligation_state SET superseded_by_id = 999 WHERE ended_in = 9999",
    "a recurrence with two open occurrences of which neither is late": (
        "UPDATE obligation_state SET series = 1, occurrence = key_number.n, due_on = NULL,"
        " known_on = '2016-11-21', since = '2016-11-21'"
        " FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM obligation_state WHERE ended_in = 9999)"
        " AS key_number"
        " WHERE key_number.id = obligation_state.id AND ended_in = 9999"
    ),
    "its symbol leads to another document": "DELETE FROM issued_symbol",
    "undone by a change that does not undo it": (
        "UPDATE change SET undone_by_id = (SELECT MAX(id) FROM change) WHERE id = (SELECT MIN(id) FROM change)"
    ),
    "the periods of its state overlap": (
        "UPDATE obligation_state SET until = '2020-03-01' WHERE ended_in < 9999 AND until = '2020-01-15'"
    ),
    "found under another year than that of its end": ("UPDATE obligation_state SET ended_in = 2001"),
    "its parties are listed under another lifecycle or date": "UPDATE party SET lifecycle = 1 - lifecycle",
    "an entity is a part of itself, or of a part of itself": (
        "UPDATE entity SET parent_id = id WHERE id = (SELECT MIN(id) FROM entity)"
    ),
}


def test_all_that_must_hold_is_broken_here() -> None:
    assert {complaint for complaint, _ in checks._INVARIANTS} == set(DAMAGE)


@pytest.mark.parametrize("finding", DAMAGE)
def test_damage_is_found(filled_url: str, finding: str) -> None:
    with open_register(filled_url, writing=True) as register, register.transaction() as connection:
        found = damaged(connection, [DAMAGE[finding]])
    assert any(line.endswith(f": {finding}") for line in found), found


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("DROP TRIGGER paragraph_text_fts_update", "triggers that keep paragraph_text_fts"),
        ("DROP TRIGGER remark_fts_delete", "triggers that keep remark_fts"),
        ("INSERT INTO paragraph_text_fts(rowid, text) VALUES (99, 'ghost')", "does not hold what paragraph_text holds"),
        ("INSERT INTO remark_fts(rowid, text) VALUES (99, 'ghost')", "does not hold what remark holds"),
        ("DROP TRIGGER reading_fts_insert", "triggers that keep reading_fts"),
        ("INSERT INTO reading_fts(rowid, title) VALUES (99, 'ghost')", "does not hold what reading holds"),
    ],
)
def test_damage_to_the_search_of_sqlite_is_found(filled_file: str, damage: str, finding: str) -> None:
    with open_register(filled_file, writing=True) as register, register.transaction() as connection:
        connection.execute(text(damage))
    assert any(finding in line for line in maintenance.check(filled_file))


def test_a_row_that_points_nowhere_is_found(filled_file: str) -> None:
    with sqlite3.connect(filled_file) as loose:  # where foreign keys are not looked at
        loose.execute("DELETE FROM document")
    loose.close()
    assert any(line.startswith("foreign key: row") and "evidence" in line for line in maintenance.check(filled_file))


def test_a_damaged_file_is_found(filled_file: str) -> None:
    with sqlite3.connect(filled_file) as loose:
        loose.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = loose.execute("PRAGMA page_size").fetchone()
        wanted = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_citation_symbol'"
        (page,) = loose.execute(wanted).fetchone()
    loose.close()
    path = pathlib.Path(filled_file)
    whole = bytearray(path.read_bytes())
    whole[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(whole)
    try:
        assert any(line.startswith("file: ") for line in maintenance.check(filled_file))
    except NotARegisterError as error:
        assert "damaged" in str(error)  # noqa: PT017 - either way of saying so
