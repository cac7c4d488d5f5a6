from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import json
import pathlib
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandates.domain.commands import Assign, Correct, Report, Update
from mandates.domain.errors import InputError, UsageError
from mandates.domain.filters import Filters
from mandates.register import exchange, lists, maintenance
from mandates.store.engine import Connection, open_register
from tests.conftest import NOW
from tests.register.conftest import TODAY, does, does_to_all, ingests, keeps, listed, rejects, supersedes, undoes
from tests.register.samples import SYMBOL, agenda, clause, every, issued, reading, session_due

pytestmark = pytest.mark.usefixtures("quick_init")

ANNA = {"actor": "Anna Øst", "at": NOW + dt.timedelta(microseconds=5)}
R8 = f"{SYMBOL}#8"
FOLDER = pathlib.Path(__file__).parent / "revisions"


def fill(connection: Connection) -> None:
    """Make something of everything."""
    both = clause("8", session_due(73)), clause("9", session_due(73), every("P1Y"))
    ingests(connection, reading(*both), **ANNA)
    does(connection, Report(document="A/73/328", note="=HYPERLINK('x')\u2028"), R8, **ANNA)
    undoes(connection, **ANNA)
    does(connection, Report(document="A/73/329"), R8, **ANNA)
    does(connection, Assign(owners=("Büro",)), f"{SYMBOL}#9", **ANNA)
    does_to_all(connection, Update(note="late"), Filters(overdue=True), **ANNA)
    ingests(connection, reading(clause("8", session_due(74)), both[1]), **ANNA)
    does(connection, Correct(verb="urge"), R8, **ANNA)
    supersedes(connection, R8, f"{SYMBOL}#9@73", **ANNA)
    cited = "Recalls resolution 70/1 and requests the Secretary-General to report on it;"
    ingests(connection, reading(clause("7", text=cited), *both), **ANNA)
    keeps(connection, issued("A/73/330", f"{SYMBOL}#7", "A/RES/70/1"), issued("A/73/331", f"{SYMBOL}#9"), **ANNA)
    keeps(connection, agenda(("18", "Seas", "Second and Third Committees"), ("19", "Ports", None)), **ANNA)
    rejects(connection, 1, **ANNA)


def lines(url: str) -> list[str]:
    with open_register(url) as register, register.transaction() as connection:
        return list(exchange.export(connection))


def test_out_in_and_out_again_is_the_same(url: str, tmp_path) -> None:
    with open_register(url, writing=True) as register, register.transaction() as connection:
        fill(connection)
    first = lines(url)
    other = str(tmp_path / "other.sqlite")
    maintenance.create(other, at=NOW)
    with open_register(other, writing=True) as register, register.transaction() as connection:
        assert exchange.load(connection, first) == len(first) - 1
        assert lists.count_obligations(connection, Filters(search="late"), TODAY) > 0
    assert lines(other) == first
    assert maintenance.check(other) == []
    with open_register(other, writing=True) as register, register.transaction() as connection:
        does(connection, Update(note="goes on"), R8, **ANNA)


@pytest.mark.postgresql
def test_from_sqlite_to_postgresql(sqlite_register: str, postgresql_register: str) -> None:
    with open_register(sqlite_register, writing=True) as register, register.transaction() as connection:
        fill(connection)
    first = lines(sqlite_register)
    with open_register(postgresql_register, writing=True) as register, register.transaction() as connection:
        exchange.load(connection, first)
    assert lines(postgresql_register) == first
    with open_register(postgresql_register, writing=True) as register, register.transaction() as connection:
        does(connection, Update(note="goes on"), R8, **ANNA)
        undoes(connection, **ANNA)
    assert len(lines(postgresql_register)) > len(first)  # its own numbers go on after those that were read in
    assert maintenance.check(postgresql_register) == []


def test_only_into_an_empty_register(connection: Connection) -> None:
    fill(connection)
    with pytest.raises(UsageError, match="not empty"):
        exchange.load(connection, list(exchange.export(connection)))


def refuse(url: str, broken: list[str], match: str) -> None:
    def load() -> None:
        with open_register(url, writing=True) as register, register.transaction() as connection:
            exchange.load(connection, broken)

    with pytest.raises(InputError, match=match):
        load()
    with open_register(url) as register, register.transaction() as connection:
        assert lists.resolutions(connection, TODAY) == []


def test_files_that_are_none_or_broken_change_nothing(url: str, tmp_path) -> None:
    source = str(tmp_path / "source.sqlite")
    maintenance.create(source, at=NOW)
    with open_register(source, writing=True) as register, register.transaction() as connection:
        fill(connection)
    whole = lines(source)
    refuse(url, [], "not an exported register")
    refuse(url, ["A/RES/71/12\n"], "not an exported register")
    refuse(url, [whole[0].replace('"format":2', '"format":9')], "format 9")
    refuse(url, [*whole[:3], "{}\n"], "line 4 is not a row")
    refuse(url, [*whole[:3], whole[3].replace('"table":"', '"table":"x')], "line 4 is not a row")
    without_paragraphs = [line for line in whole if json.loads(line).get("table") != "paragraph"]
    refuse(url, without_paragraphs, "does not (fit|hold)")
    other_status = [line.replace('"status":"reported"', '"status":"pending"') for line in whole]
    refuse(url, other_status, "is inconsistent: A/RES/71/500#8")


def test_every_line_follows_the_schema(connection: Connection) -> None:
    fill(connection)
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
    forms = {form["properties"].get("table", {}).get("const"): form for form in exchange.schema()["oneOf"]}
    for line in exchange.export(connection):
        data = json.loads(line)
        form = forms[data.get("table")]
        assert set(form["required"]) == set(data) == set(form["properties"])
        for name, value in data.items():
            kind = form["properties"][name].get("type")
            allowed = [kind] if isinstance(kind, str) else kind or []
            assert not allowed or any(isinstance(value, kinds[one]) for one in allowed), (name, value)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(note=st.text(st.characters(), max_size=30), document=st.text(st.characters(), min_size=1, max_size=10))
def test_any_text_is_stored_and_comes_back(connection: Connection, note: str, document: str) -> None:
    nested = connection.begin_nested()
    ingests(connection, reading(clause("8", text=f"Requests {note} to act;"), title=note), **ANNA)
    does(connection, Report(document=document, note=note), R8, actor=f"A{note}")
    (row,) = listed(connection)
    bad = str.maketrans({"\x00": "\ufffd", **{chr(code): "\ufffd" for code in range(0xD800, 0xE000)}})
    assert (row.title, row.evidence[0].note) == (note.translate(bad), note.translate(bad))
    "".join(exchange.export(connection)).encode()
    nested.rollback()


def read(kind: str, value: object) -> object:
    """Return a value of a column of a SQLite file as an export has it."""
    if kind == "BOOLEAN" and value is not None:
        return bool(value)
    return json.loads(value) if kind == "JSON" and isinstance(value, str) else value


@pytest.mark.parametrize("name", ["0002", "0006"])
def test_files_of_earlier_revisions_are_still_read(url: str, name: str, tmp_path: pathlib.Path) -> None:
    from tests.register.keep_revision import said  # noqa: PLC0415 - which fills registers as this module does

    kept = tmp_path / "kept.sqlite"
    kept.write_bytes(gzip.decompress((FOLDER / f"{name}.sqlite.gz").read_bytes()))
    with contextlib.closing(sqlite3.connect(kept)) as was:
        was.row_factory = sqlite3.Row
        names = [row[0] for row in was.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")]
        ours = [one for one in names if "_fts" not in one and "sqlite_" not in one and one != "mandates_revision"]
        rows = []
        for one in ours:
            kinds = {row[1]: row[2] for row in was.execute(f"PRAGMA table_info({one})")}
            for row in was.execute(f"SELECT * FROM {one}"):
                values = {key: read(kinds[key], row[key]) for key in row.keys()}  # noqa: SIM118
                rows.append({"table": one, **values})
    head = {"format": 2, "revision": name, "what": "register of mandates"}
    with open_register(url, writing=True) as register, register.transaction() as connection:
        exchange.load(connection, [json.dumps(one) for one in (head, *rows)])
        assert said(connection) == json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert maintenance.check(url) == []


def test_files_of_the_first_format_are_still_read(url: str) -> None:
    from tests.register.keep_revision import said  # noqa: PLC0415 - which fills registers as this module does

    first = io.StringIO(gzip.decompress((FOLDER / "0001-rich.jsonl.gz").read_bytes()).decode(), newline="\n")
    with open_register(url, writing=True) as register, register.transaction() as connection:
        exchange.load(connection, first)
        assert said(connection) == json.loads((FOLDER / "0001-rich.json").read_text("utf-8"))
    assert maintenance.check(url) == []
