from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mandates.register.engine import Session, open_register
from mandates.register.views import Filters
from mandates.register.work import bulk, review

from mandates.domain.errors import InputError, UsageError
from mandates.register import exchange, migrate, queries, tracking
from mandates.register.ingest import ingest_reading
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, every, reading, session_due

ANNA = {"actor": "Anna Øst", "at": NOW + dt.timedelta(microseconds=5)}
R8 = f"{SYMBOL}#8"


def fill(session: Session) -> None:
    """Make something of everything."""
    ingest_reading(session, reading(clause("8", session_due(73)), clause("9", session_due(73), every("P1Y"))), **ANNA)
    tracking.report(session, R8, document="A/73/328", note="=HYPERLINK('x')\u2028", **ANNA)
    tracking.undo(session, **ANNA)
    tracking.report(session, R8, document="A/73/329", **ANNA)
    tracking.assign(session, f"{SYMBOL}#9", ["Büro"], **ANNA)
    bulk.update_many(session, Filters(overdue=True), note="late", **ANNA)
    ingest_reading(session, reading(clause("8", session_due(74)), clause("9", session_due(73), every("P1Y"))), **ANNA)
    review.correct(session, f"{SYMBOL}#8", verb="urge", **ANNA)


def lines(url: str) -> list[str]:
    with open_register(url) as register, register.session() as session:
        return list(exchange.export(session))


def test_out_in_and_out_again_is_the_same(url: str, tmp_path) -> None:
    with open_register(url, writing=True) as register, register.session() as session:
        fill(session)
    first = lines(url)
    other = str(tmp_path / "other.sqlite")
    migrate.create(other, at=NOW)
    with open_register(other, writing=True) as register, register.session() as session:
        assert exchange.load(session, first) == len(first) - 1
        assert queries.count_obligations(session, Filters(search="late"), NOW.date()) > 0
    assert lines(other) == first
    assert migrate.check(other) == []
    with open_register(other, writing=True) as register, register.session() as session:
        tracking.update(session, R8, note="goes on", **ANNA)


@pytest.mark.postgresql
def test_from_sqlite_to_postgresql(sqlite_url: str, postgresql_url: str) -> None:
    for url in (sqlite_url, postgresql_url):
        migrate.create(url, at=NOW)
    with open_register(sqlite_url, writing=True) as register, register.session() as session:
        fill(session)
    first = lines(sqlite_url)
    with open_register(postgresql_url, writing=True) as register, register.session() as session:
        exchange.load(session, first)
    assert lines(postgresql_url) == first
    with open_register(postgresql_url, writing=True) as register, register.session() as session:
        tracking.update(session, R8, note="goes on", **ANNA)
        tracking.undo(session, **ANNA)
    assert len(lines(postgresql_url)) > len(first)  # its own numbers go on after those that were read in
    assert migrate.check(postgresql_url) == []


def test_only_into_an_empty_register(session: Session) -> None:
    fill(session)
    with pytest.raises(UsageError, match="not empty"):
        exchange.load(session, list(exchange.export(session)))


def refuse(url: str, broken: list[str], match: str) -> None:
    def load() -> None:
        with open_register(url, writing=True) as register, register.session() as session:
            exchange.load(session, broken)

    with pytest.raises(InputError, match=match):
        load()
    with open_register(url) as register, register.session() as session:
        assert queries.resolutions(session, NOW.date()) == []


def test_files_that_are_none_or_broken_change_nothing(url: str, tmp_path) -> None:
    source = str(tmp_path / "source.sqlite")
    migrate.create(source, at=NOW)
    with open_register(source, writing=True) as register, register.session() as session:
        fill(session)
    whole = lines(source)
    refuse(url, [], "no exported register")
    refuse(url, ["A/RES/71/12\n"], "no exported register")
    refuse(url, [whole[0].replace('"format":1', '"format":9')], "format 9")
    refuse(url, [*whole[:3], "{}\n"], "line 4 is no row")
    refuse(url, [*whole[:3], whole[3].replace('"table":"', '"table":"x')], "line 4 is no row")
    without_paragraphs = [line for line in whole if json.loads(line).get("table") != "paragraph"]
    refuse(url, without_paragraphs, "does not (fit|hold)")
    other_status = [line.replace('"status":"reported"', '"status":"pending"') for line in whole]
    refuse(url, other_status, "does not hold together: A/RES/71/500#8")


def test_every_line_follows_the_schema(session: Session) -> None:
    fill(session)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    forms = {form["properties"].get("table", {}).get("const"): form for form in exchange.schema()["oneOf"]}
    for line in exchange.export(session):
        data = json.loads(line)
        form = forms[data.get("table")]
        assert set(form["required"]) == set(data) == set(form["properties"])
        for name, value in data.items():
            kind = form["properties"][name].get("type")
            allowed = [kind] if isinstance(kind, str) else kind or []
            assert not allowed or any(isinstance(value, kinds[one]) for one in allowed), (name, value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(note=st.text(st.characters(), max_size=30), document=st.text(st.characters(), min_size=1, max_size=10))
def test_any_text_is_stored_and_comes_back(session: Session, note: str, document: str) -> None:
    nested = session.begin_nested()
    ingest_reading(session, reading(clause("8", text=f"Requests {note} to act;"), title=note), **ANNA)
    tracking.report(session, R8, document=document, note=note, actor=f"A{note}", at=NOW)
    (row,) = queries.list_obligations(session, Filters(), NOW.date())
    bad = str.maketrans({"\x00": "\ufffd", **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)}})
    assert (row.title, row.evidence[0].note) == (note.translate(bad), note.translate(bad))
    "".join(exchange.export(session)).encode()
    nested.rollback()
