"""A register made by each released revision is upgraded with all that is in it."""

from __future__ import annotations

import gzip
import json
import pathlib

import pytest
from sqlalchemy import create_engine, make_url

from mandates.domain.commands import Update
from mandates.register import maintenance
from mandates.store import revision
from mandates.store.engine import open_register
from tests.conftest import NOW
from tests.register.conftest import does, undoes
from tests.register.keep_revision import FOLDER, SCHEMA, said
from tests.register.samples import SYMBOL

KEPT = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.json"))


def test_the_present_revision_is_kept() -> None:
    assert revision.HEAD in KEPT  # else: python -m tests.register.keep_revision


def unpack_sqlite(name: str, path: pathlib.Path) -> str:
    path.write_bytes(gzip.decompress((FOLDER / f"{name}.sqlite.gz").read_bytes()))
    return str(path)


def unpack_postgresql(name: str, address: str) -> str:
    url = make_url(address)
    schema = str(url.query["options"]).rpartition("=")[2]
    words = gzip.decompress((FOLDER / f"{name}.sql.gz").read_bytes()).decode().replace(SCHEMA, schema)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(words.replace("%", "%%"))
    engine.dispose()
    return address


def upgrade(name: str, address: str) -> None:
    assert maintenance.current(address) == name.partition("-")[0]
    steps = maintenance.upgrade(address, at=NOW)
    assert bool(steps) == (name.partition("-")[0] != revision.HEAD)
    assert maintenance.check(address) == []
    with open_register(address, writing=True) as register, register.transaction() as connection:
        assert said(connection) == json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
        does(connection, Update(note="goes on"), f"{SYMBOL}#9@73", actor="Ben")
        undoes(connection, actor="Ben")
        assert said(connection) == json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    assert maintenance.check(address) == []


@pytest.mark.parametrize("name", KEPT)
def test_kept_file_is_upgraded(name: str, tmp_path: pathlib.Path) -> None:
    upgrade(name, unpack_sqlite(name, tmp_path / "kept.sqlite"))


@pytest.mark.postgresql
@pytest.mark.parametrize("name", KEPT)
def test_kept_dump_is_upgraded(name: str, postgresql_url: str) -> None:
    upgrade(name, unpack_postgresql(name, postgresql_url))
