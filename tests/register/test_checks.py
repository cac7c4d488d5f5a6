"""What `db check` proves, by breaking each of it."""

from __future__ import annotations

import pytest
from mandates.register.database import checks
from mandates.register.engine import open_register
from sqlalchemy import text

from mandates.register import migrate, tracking
from mandates.register.ingest import ingest_reading
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, date_due, every, reading, session_due

ANNA = {"actor": "Anna", "at": NOW}


def fill(url: str) -> None:
    with open_register(url, writing=True) as register, register.session() as session:
        given = reading(clause("8", session_due(73)), clause("9", date_due("2019-05-15"), every("P1Y")))
        ingest_reading(session, given, **ANNA)
        tracking.report(session, f"{SYMBOL}#8", document="A/73/1", **ANNA)
        tracking.report(session, f"{SYMBOL}#9@2019-05-15", **ANNA)


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE obligation SET standing = 0 WHERE status = 'reported'", "standing says open"),
        ("UPDATE obligation SET status = 'in_progress' WHERE status = 'pending'", "not what was decided"),
        ("UPDATE obligation SET rank_on = '2001-01-01'", "sorted under another date"),
        ("UPDATE obligation SET head = TRUE WHERE series IS NOT NULL", "two latest"),
        ("DELETE FROM obligation_owner WHERE obligation_id IN (SELECT id FROM obligation WHERE head)", None),
        ("UPDATE mandate SET withdrawn = TRUE", "withdrawn"),
        ("UPDATE obligation_owner SET standing = 1 - standing", "its owners"),
        ("UPDATE evidence SET document = 'A/73/2'", "does not lead to its evidence"),
        ("DELETE FROM event WHERE action = 'report'", "does not lead to its status"),
        ("DELETE FROM decision WHERE field = 'settled_on'", "does not lead to its settled_on"),
    ],
)
def test_damage_is_found(url: str, damage: str, finding: str | None) -> None:
    fill(url)
    with open_register(url, writing=True) as register, register.session() as session:
        assert checks.findings(session) == []
        session.execute(text(damage))
        found = checks.findings(session)
    assert any(finding in line for line in found) if finding else found == []


def test_the_history_is_followed_portion_by_portion(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "_PORTION", 1)
    fill(url)
    with open_register(url, writing=True) as register, register.session() as session:
        assert checks.findings(session) == []
        session.execute(text("UPDATE event SET after = '{}' WHERE action = 'report'"))
        broken = {line.partition(":")[0].partition("@")[0] for line in checks.findings(session)}
    assert broken == {f"{SYMBOL}#8", f"{SYMBOL}#9"}


def test_recurrence_that_stopped_is_found(url: str) -> None:
    fill(url)
    with open_register(url, writing=True) as register, register.session() as session:
        session.execute(
            text("DELETE FROM obligation_owner WHERE obligation_id IN (SELECT id FROM obligation WHERE head)")
        )
        session.execute(text("DELETE FROM obligation WHERE head"))
        assert any("stopped" in line for line in checks.findings(session))


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("DROP TRIGGER paragraph_fts_update", "triggers that keep paragraph_fts"),
        ("INSERT INTO paragraph_fts(rowid, text) VALUES (99, 'ghost')", "does not hold what paragraph holds"),
    ],
)
def test_damage_to_the_search_of_sqlite_is_found(sqlite_url: str, damage: str, finding: str) -> None:
    migrate.create(sqlite_url, at=NOW)
    fill(sqlite_url)
    with open_register(sqlite_url, writing=True) as register, register.session() as session:
        session.execute(text(damage))
    assert any(finding in line for line in migrate.check(sqlite_url))
