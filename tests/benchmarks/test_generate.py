"""Registers made for measuring are sound, of the size asked for, and in the proportions of the counts."""

from __future__ import annotations

import datetime as dt
import itertools
import pathlib
import sqlite3

import pytest
from sqlalchemy import func, select

from benchmarks import generate, plans, proportions
from benchmarks.made_up import MadeUp
from mandates.domain.commands import Report
from mandates.register import maintenance
from mandates.store.engine import open_register
from mandates.store.tables import entity, event
from mandates.store.tables import obligation_state as state
from tests.register.conftest import does

SIZE = 400


def test_a_made_register_is_sound_and_works(empty_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    generate.generate(empty_url, obligations=SIZE)
    assert maintenance.check(empty_url) == []
    with open_register(empty_url, writing=True) as register, register.transaction() as connection:
        current = state.c.until == dt.date(9999, 12, 31)
        by_standing = select(state.c.lifecycle, func.count()).where(current).group_by(state.c.lifecycle)
        counted = {row[0]: row[1] for row in connection.execute(by_standing)}
        assert sum(counted.values()) == SIZE
        assert set(counted) == {0, 1}
        assert connection.execute(select(func.count()).select_from(entity)).scalar_one() > 10
        before = connection.execute(select(func.max(event.c.id))).scalar_one()
        pending = current & (state.c.lifecycle == 0) & state.c.series.is_(None)
        reference = connection.execute(select(state.c.reference).where(pending).limit(1)).scalar_one()
        does(connection, Report(document="A/81/1"), reference, actor="amina", at="2026-07-01")
        assert connection.execute(select(func.max(event.c.id))).scalar_one() == before + 1
    assert maintenance.check(empty_url) == []
    plans.show(empty_url, generate.AS_OF, "79")
    printed = capsys.readouterr().out
    assert "overdue" in printed
    assert "ix_obligation" in printed or "Scan" in printed


def test_the_same_seed_makes_the_same_register(tmp_path: pathlib.Path) -> None:
    dumps = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        path = tmp_path / name
        generate.generate(str(path), obligations=SIZE, seed=seed)
        with sqlite3.connect(path) as connection:
            dumps.append([line for line in connection.iterdump() if '"register"' not in line])
        connection.close()
    assert dumps[0] == dumps[1]
    assert dumps[0] != dumps[2]


def test_readings_keep_to_the_counts() -> None:
    counted = proportions.load()
    made = list(itertools.islice(MadeUp(counted, seed=3, as_of=generate.AS_OF).readings(), 150))
    mandates = [mandate for reading in made for mandate in reading.mandates]
    assert len({reading.resolution.symbol for reading in made}) == len(made)
    for mandate in mandates:
        assert mandate.text[mandate.clause_span.start : mandate.clause_span.end] == mandate.clause
        for party in mandate.owners:
            assert party.span is not None
            assert mandate.text[party.span.start : party.span.end] == party.name
        for due in mandate.due:
            assert due.span is not None
            assert mandate.text[due.span.start : due.span.end] == due.phrase
    operative = sum(1 for reading in made for one in reading.resolution.paragraphs if one.kind == "operative")
    weights = counted.mandates.weights
    each = [b - a for a, b in itertools.pairwise((0, *weights))]
    expected = sum(number * count for number, count in zip(counted.mandates.things, each, strict=True)) / weights[-1]
    assert len(mandates) / operative == pytest.approx(expected, rel=0.1)


def test_proportions_are_counted_from_readings() -> None:
    paragraph = {"kind": "operative", "text": "Requests X to report;", "label": "1", "parent": None}
    due = {"kind": "session", "body": "General Assembly", "session": 73}
    mandate = {
        "label": "1",
        "verb": "request",
        "deliverable": "report",
        "reiterated": False,
        "owners": ["X"],
        "entities": {"owners": ["x"]},
        "due": [due],
        "confidence": 0.9,
    }
    head = {"body": "General Assembly", "session": 71, "adopted_on": "2016-11-21"}
    counted = proportions.measure([{"resolution": head, "paragraphs": [paragraph], "mandates": [mandate]}])
    assert counted["shapes"] == [[("request", "report", "session"), 1]]
    assert counted["steps"] == [[2, 1]]
    assert counted["names"] == [[("X", "x"), 1]]
    assert counted["mandates"] == [[1, 1]]
