"""What `db check` proves of states, decisions and history, by breaking each of it."""

from __future__ import annotations

import functools

import pytest
from sqlalchemy import text

from mandates.register import integrity
from mandates.store import states
from mandates.store.engine import open_register
from mandates.store.tables import STATE_COLUMNS, obligation_state
from tests.register.damaged import damaged
from tests.register.samples import SYMBOL

_CURRENT = "(SELECT id FROM obligation_state WHERE ended_in = 9999)"
_OF_NINE = f"ended_in = 9999 AND reference LIKE '{SYMBOL}#9@%'"
_LAST = f"(SELECT id FROM obligation_state WHERE {_OF_NINE} ORDER BY key DESC LIMIT 1)"


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        (
            ["UPDATE obligation_state SET lifecycle = 0 WHERE status = 'reported'"],
            "follow from texts and events (lifecycle)",
        ),
        (["UPDATE obligation_state SET status = 'in_progress' WHERE status = 'pending'"], "events (status)"),
        (["UPDATE obligation_state SET sort_date = '2001-01-01'"], "events (sort_date)"),
        (
            ["UPDATE obligation_state SET until = '2022-02-01' WHERE ended_in = 9999 AND since < '2022-01-01'"],
            "events (until)",
        ),
        ([f"DELETE FROM party WHERE state_id IN {_CURRENT}"], "its parties are not those"),
        (["UPDATE party SET role = 'recipient'"], "its parties are not those"),
        (
            ["INSERT INTO party SELECT state_id, 1, 'partner', lifecycle, sort_date FROM party"],
            "its parties are not those",
        ),
        (
            [f"DELETE FROM {table} WHERE {column} = {_LAST}" for table, column in (("party", "state_id"),)]
            + [f"DELETE FROM obligation_state WHERE id = {_LAST}"],
            "has no state from",
        ),
        (["UPDATE obligation_state SET since = '2016-11-22' WHERE since = '2016-11-21'"], "events (since)"),
        (["UPDATE obligation_state SET known_on = '2016-11-20'"], "that nothing leads to"),
        (["UPDATE mandate SET in_text = FALSE"], "that nothing leads to"),
        (["UPDATE resolution SET held = FALSE"], "that nothing leads to"),
        (["UPDATE mandate_version SET deliverable = 'study'"], "events (deliverable)"),
        (["UPDATE mandate SET position = position + 7"], "events (sort_key)"),
        (["UPDATE reading SET session = '70'"], "events (adopted_session)"),
        (["UPDATE session SET closes_on = '2001-01-01'"], "events (due_on"),
        (["DELETE FROM remark"], "its words are not found"),
        (["UPDATE remark SET text = 'something else'"], "its words are not found"),
        (
            [f"INSERT INTO remark SELECT id, 'ghost' FROM obligation_state WHERE id = {_LAST}"],
            "its words are not found",
        ),
        (["UPDATE document SET symbol = 'A/73/2'"], "does not lead to its evidence"),
        (["UPDATE evidence SET in_force = FALSE"], "does not lead to its evidence"),
        (["UPDATE evidence SET dated_on = '2019-01-01'"], "does not lead to its evidence"),
        (["DELETE FROM event WHERE kind = 'report'"], "does not lead to its status"),
        (["DELETE FROM decision WHERE field = 'settled_on'"], "does not lead to its settled_on"),
        (["UPDATE decision SET value = '\"in_progress\"' WHERE field = 'status'"], "does not lead to its status"),
        (["UPDATE decision SET value = '\"decide\"' WHERE field = 'verb'"], "does not lead to its verb"),
        (
            ["UPDATE mandate SET reference = 'A/RES/71/500#77' WHERE reference LIKE '%#8'"],
            "events (reference)",
        ),
        (["DELETE FROM former_reference"], "forgotten"),
    ],
)
def test_damage_is_found(filled_url: str, damage: list[str], finding: str) -> None:
    with open_register(filled_url, writing=True) as register, register.transaction() as connection:
        found = damaged(connection, damage)
    assert any(finding in line for line in found), found


#: Other values of columns that the database keeps to a list of words.
_OTHERS = {"mandate_class": "'outcome'", "judgement": "'retire'"}


def test_a_change_of_any_column_of_a_state_is_found(filled_url: str) -> None:
    with open_register(filled_url, writing=True) as register, register.transaction() as connection:
        of = f"WHERE id = (SELECT MIN(id) FROM obligation_state WHERE ended_in = 9999 AND reference = '{SYMBOL}#8')"
        for name in STATE_COLUMNS:
            column = obligation_state.c[name]
            if name in (
                "obligation_id",
                "due_kind",
                "status",
                "judgement",
            ):  # which the database itself keeps to what there is
                continue
            kind = column.type.python_type if name not in ("owners", "evidence", "notes") else list
            value = _OTHERS.get(name) or {str: "'other'", int: "7", bool: f"NOT {name}", list: "'[\"other\"]'"}.get(
                kind, "'2001-01-01'"
            )
            found = damaged(connection, [f"UPDATE obligation_state SET {name} = {value} {of}"])
            assert any(name in line for line in found), name


def test_the_history_is_followed_portion_by_portion(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "all_mandate_ids", functools.partial(states.all_mandate_ids, limit=1))
    with open_register(filled_url, writing=True) as register, register.transaction() as connection:
        assert integrity.findings(connection) == []
        found = damaged(connection, ["UPDATE event SET after = '{}' WHERE kind = 'report'"])
    broken = {line.partition(":")[0].partition("@")[0] for line in found}
    assert broken == {f"{SYMBOL}#8", f"{SYMBOL}#9"}


def test_recurrence_that_stopped_is_found(filled_url: str) -> None:
    with open_register(filled_url, writing=True) as register, register.transaction() as connection:
        last = f"SELECT MAX(obligation_id) FROM obligation_state WHERE reference LIKE '{SYMBOL}#9@%'"
        number = connection.execute(text(last)).scalar_one()
        mine = f"(SELECT id FROM obligation_state WHERE obligation_id = {number})"
        found = damaged(
            connection,
            [
                f"DELETE FROM party WHERE state_id IN {mine}",
                f"DELETE FROM obligation_state WHERE obligation_id = {number}",
                f"DELETE FROM obligation WHERE id = {number}",
            ],
        )
    assert any("has no state from" in line for line in found)
