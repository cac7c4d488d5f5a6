"""The upgrade from the first revision: its schema, what becomes of every row, and what a failure leaves."""

from __future__ import annotations

import collections
import contextlib
import functools
import os
import pathlib
import random
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, event, inspect, text

from mandates import paths
from mandates.domain.events import UNDECIDED, Event, EventKind
from mandates.store import partial_indexes, tables
from mandates.store.revision import HEAD
from tests.conftest import schema_of_its_own
from tests.store.upgrading import opened, reflected, stored, unpack, upgrade

KEPT = ("0001", "0001-rich")
RICH = "0001-rich"
DERIVED = ("obligation_state", "party", "remark", "citation", "relation", "session", "ending")

Stored = dict[str, list[dict[str, Any]]]


def rows_of(address: str) -> Stored:
    with opened(address) as connection:
        return stored(connection)


def by_id(rows: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def ids(rows: list[dict[str, Any]]) -> list[int]:
    return [row["id"] for row in rows]


def some_of(row: dict[str, Any], names: str) -> dict[str, Any]:
    return {name: row[name] for name in names.split()}


# the schema


def described(connection: Connection) -> dict[str, Any]:
    """Return all that the database says of each table, but for what it keeps for search."""
    seen = inspect(connection)
    return {
        name: {
            "columns": [
                (one["name"], str(one["type"]), one["nullable"], bool(one["default"]))
                for one in seen.get_columns(name)
                if one["name"] != "search_vector"
            ],
            "key": seen.get_pk_constraint(name),
            "foreign": sorted(map(str, seen.get_foreign_keys(name))),
            "unique": sorted(map(str, seen.get_unique_constraints(name))),
            "checks": sorted(map(str, seen.get_check_constraints(name))),
            "indexes": sorted(str(one) for one in seen.get_indexes(name) if "search_vector" not in str(one)),
        }
        for name in tables.metadata.tables
    }


def is_ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
    if kind == "table":
        return name in tables.metadata.tables
    return not (name or "").endswith("search_vector")


def test_schema_is_that_of_the_tables(url: str) -> None:
    with opened(url) as connection:
        options = {"compare_type": True, "include_object": is_ours, "version_table": tables.REVISION_TABLE}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, partial_indexes.whole_metadata()) == []


@pytest.mark.postgresql
def test_server_says_of_tables_what_the_program_says(postgresql_register: str) -> None:
    with tried(postgresql_register) as connection:
        found = described(connection)
        for name in inspect(connection).get_table_names():
            connection.exec_driver_sql(f"DROP TABLE {name} CASCADE")
        partial_indexes.whole_metadata().create_all(connection)
        assert found == described(connection)


def test_file_says_of_tables_what_the_program_says(tmp_path: pathlib.Path) -> None:
    said = []
    for name in ("upgraded", "made"):
        address = str(tmp_path / name)
        if name == "upgraded":
            unpack(RICH, address)
            upgrade(address)
        with opened(address) as connection:
            if name == "made":
                partial_indexes.whole_metadata().create_all(connection)
            found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
            said.append({one: re.sub(r"\s+", " ", sql) for one, sql in found if "_fts" not in one})
    for name in (tables.REVISION_TABLE, "sqlite_stat1", "sqlite_stat4"):
        said[0].pop(name, None)
    assert said[0] == said[1]


# what becomes of every row


class Upgraded(NamedTuple):
    """All rows of a kept register before and after its upgrade, and its address."""

    before: Stored
    after: Stored
    address: str


@pytest.fixture(scope="session")
def upgraded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, str], Upgraded]]:
    """Give kept registers, by their names and databases, upgraded once for tests that leave them as they are."""
    with contextlib.ExitStack() as held:

        @functools.cache
        def made(name: str, database: str) -> Upgraded:
            if database == "sqlite":
                address = str(tmp_path_factory.mktemp("upgraded") / "register.sqlite")
            else:
                address = held.enter_context(schema_of_its_own(request.getfixturevalue("postgresql_server")))
            before = rows_of(unpack(name, address))
            upgrade(address)
            return Upgraded(before, rows_of(address), address)

        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """Name each database."""
    return str(request.param)


@pytest.fixture(params=KEPT)
def kept(request: pytest.FixtureRequest, upgraded: Callable[[str, str], Upgraded], database: str) -> Upgraded:
    """Give each kept register on each database."""
    return upgraded(request.param, database)


@pytest.fixture
def rich(upgraded: Callable[[str, str], Upgraded], database: str) -> Upgraded:
    """Give the register in which everything happened."""
    return upgraded(RICH, database)


@contextlib.contextmanager
def tried(address: str) -> Iterator[Connection]:
    """Give a transaction of which nothing stays."""
    with opened(address) as connection:
        yield connection
        connection.rollback()


def test_every_row_has_its_place_and_number(kept: Upgraded) -> None:
    old, new, _ = kept
    assert set(new) == {*tables.metadata.tables, tables.REVISION_TABLE}
    for name in ("resolution", "paragraph", "mandate", "obligation", "event"):
        assert ids(new[name]) == ids(old[name]), name
    assert ids(new["change"]) == ids(old["batch"])
    assert [one["id"] for one in new["evidence"] if one["in_force"]] == ids(old["evidence"])
    assert ids(new["paragraph_text"]) == ids(old["paragraph"])
    assert ids(new["mandate_version"])[: len(old["mandate"])] == ids(old["mandate"])
    assert len(new["mandate_version"]) == len(old["mandate"]) + len(old["proposal"])
    assert ids(new["suggestion"]) == ids(old["proposal"])
    assert len(new["decision"]) == len(old["decision"])
    assert all(not new[name] for name in DERIVED)


def test_texts_are_what_they_were(kept: Upgraded) -> None:
    old, new, _ = kept
    bodies, readings = by_id(new["body"]), by_id(new["reading"])
    was = by_id(old["resolution"])
    for one in new["resolution"]:
        row = was[one["id"]]
        assert some_of(one, "symbol sort_key") == some_of(row, "symbol sort_key")
        assert bodies[one["body_id"]]["name"] == row["body"]
        assert one["held"] is not row["withdrawn"]
        assert one["reading_id"] == one["id"] == readings[one["id"]]["resolution_id"]
        head = "title session adopted_on agenda_items draft_symbol committee meeting source problems digest"
        assert some_of(readings[one["id"]], head) == some_of(row, head)
        assert readings[one["id"]]["situation"] is None
    texts, whose = by_id(new["paragraph_text"]), by_id(new["paragraph"])
    for row in old["paragraph"]:
        one = texts[row["id"]]
        columns = "kind label numbered section page text footnotes digest"
        assert some_of(one, columns) == some_of(row, columns)
        assert one["paragraph_id"] == row["id"]
        assert whose[row["id"]]["resolution_id"] == row["resolution_id"] == readings[one["reading_id"]]["resolution_id"]
        assert (one["reading_id"] == row["resolution_id"]) is not row["withdrawn"]
        if not row["withdrawn"]:
            assert some_of(one, "position parent") == some_of(row, "position parent")
    versions, mandates = by_id(new["mandate_version"]), by_id(new["mandate"])
    for row in old["mandate"]:
        columns = "resolution_id reference label ordinal position"
        assert some_of(mandates[row["id"]], columns) == some_of(row, columns)
        assert mandates[row["id"]]["in_text"] is not row["withdrawn"]
        assert mandates[row["id"]]["version_id"] == row["id"] == versions[row["id"]]["mandate_id"]
        assert versions[row["id"]]["paragraph_text_id"] == row["paragraph_id"]
        columns = "clause clause_start clause_end verb verb_start verb_end reiterated deliverable owners partners"
        columns += " recipients dues confidence reasons digest"
        assert some_of(versions[row["id"]], columns) == some_of(row, columns)
    columns = "id mandate_id key version"
    assert [some_of(row, columns) for row in new["obligation"]] == [some_of(row, columns) for row in old["obligation"]]


def test_paragraphs_that_are_gone_are_in_a_reading_of_their_own(rich: Upgraded) -> None:
    old, new, _ = rich
    gone = {row["id"] for row in old["paragraph"] if row["withdrawn"]}
    former = {row["id"] for row in new["reading"]} - {row["id"] for row in new["resolution"]}
    assert gone
    assert {row["id"] for row in new["paragraph_text"] if row["reading_id"] in former} == gone
    places = collections.Counter((row["reading_id"], row["position"]) for row in new["paragraph_text"])
    assert set(places.values()) == {1}
    assert {row["digest"] for row in new["reading"] if row["id"] in former} == {""}


def test_people_and_what_they_used_are_named_once(kept: Upgraded) -> None:
    old, new, _ = kept
    persons, batches = by_id(new["person"]), by_id(old["batch"])
    for one in new["change"]:
        row = batches[one["id"]]
        columns = "at command undoes_id undone_by_id"
        assert some_of(one, columns) == some_of(row, columns)
        assert persons[one["person_id"]]["name"] == row["actor"]
        assert one["on_day"] == row["at"].date()
    documents, evidence = by_id(new["document"]), by_id(new["evidence"])
    for row in old["evidence"]:
        one = evidence[row["id"]]
        columns = "obligation_id dated_on note url partial"
        assert some_of(one, columns) == some_of(row, columns)
        assert (documents[one["document_id"]]["symbol"] if one["document_id"] else None) == row["document"]
    owners = {row["name"]: row["entity"] for row in old["owner"]}
    assert all(owners[one["name"]] == one["key"] for one in new["entity"])
    assert {one["key"] for one in new["entity"] if one["key"]} == {key for key in owners.values() if key}
    assert {one["name"] for one in new["entity"]} >= {name for name, key in owners.items() if key is None}
    assert {one["name"] for one in new["body"]} == {
        *(row["body"] for row in old["resolution"]),
        *(row["due_body"] for row in old["obligation"] if row["due_body"]),
    }
    (register,) = new["register"]
    last = max(row["at"] for row in old["batch"]).date()
    assert (register["horizon_on"] - last).days == 732
    assert some_of(register, "id uid created_at") == old["register"][0]


def test_events_are_of_the_kinds_and_fields_that_there_are(kept: Upgraded) -> None:
    old, new, _ = kept
    was = by_id(old["event"])
    for one in new["event"]:
        row = was[one["id"]]
        assert one["version"] == 1
        columns = "reference resolution_id mandate_id obligation_id reason"
        assert some_of(one, columns) == some_of(row, columns)
        assert one["change_id"] == row["batch_id"]
        Event(kind=EventKind(one["kind"]), before=one["before"], after=one["after"])
        assert set(one["before"]) == set(one["after"])
        action = {"proposed": "suggested", "removed": "undo"}.get(row["action"], row["action"])
        assert one["kind"] == action
        if row["action"] == "ingested":
            assert one["details"] == row["after"]
        elif row["action"] == "removed":
            assert (one["before"], one["after"]) == ({"held": True}, {"held": False})
        elif not one["after"] or one["kind"] == "reread":
            told = {"before": row["before"], "after": row["after"]}
            assert one["details"] == (told if row["after"] or row["before"] else {})
        else:
            assert set(one["after"]) == {"notes" if name == "note" else name for name in row["after"]}


def test_nothing_of_what_happened_is_of_an_unknown_kind(rich: Upgraded) -> None:
    old, _, _ = rich
    actions = {row["action"] for row in old["event"]}
    later = {"added", "judge", "moved", "suggested", "note"}  # than that revision
    assert actions == ({*EventKind} - later) | {"proposed", "removed"}


def test_a_note_becomes_the_first_of_its_notes(rich: Upgraded) -> None:
    old, new, _ = rich
    people = {row["id"]: row["name"] for row in new["person"]}
    changes = {row["id"]: row for row in new["change"]}
    noted: dict[int, tuple[str, str, str]] = {}
    for row in old["event"]:
        if (row["after"] or {}).get("note") and row["action"] == "update":
            change = changes[row["batch_id"]]
            noted[row["obligation_id"]] = (
                row["after"]["note"],
                change["on_day"].isoformat(),
                people[change["person_id"]],
            )
    found = {row["obligation_id"]: row["value"] for row in new["decision"] if row["field"] == "notes"}
    assert found
    for obligation_id, notes in found.items():
        assert [(one["text"], one["on"], one["by"]) for one in notes] == [noted[obligation_id]]
    stated = {row["obligation_id"]: row["notes"] for row in new["obligation_state"] if row["until"].year == 9999}
    assert {one: notes for one, notes in stated.items() if notes} == {
        one: notes for one, notes in found.items() if one in stated
    }


def test_history_leads_to_what_is_decided(kept: Upgraded) -> None:
    _, new, _ = kept
    told: dict[tuple[Any, ...], Any] = {}
    held: dict[int, bool] = {}
    for one in new["event"]:
        for name, value in one["after"].items():
            if name == "held":
                assert held.get(one["resolution_id"], False) == one["before"][name]
                held[one["resolution_id"]] = value
                continue
            key = (one["mandate_id"], one["obligation_id"], name)
            assert told.get(key, UNDECIDED.get(name)) == one["before"][name], one
            told[key] = value
    assert held == {row["id"]: row["held"] for row in new["resolution"]}
    decided = {(row["mandate_id"], row["obligation_id"], row["field"]): row["value"] for row in new["decision"]}
    mandates = {row["id"]: row["mandate_id"] for row in new["obligation"]}
    symbols = {row["id"]: row["symbol"] for row in new["document"]}
    pieces = {row["id"]: row for row in new["evidence"]}
    for key in list(told):
        if key[2] == "evidence":
            assert all(pieces[piece["id"]]["in_force"] for piece in told.pop(key))
    assert {key: value for key, value in told.items() if value not in (None, UNDECIDED.get(key[2]))} == decided
    for one in new["event"]:
        for piece in [*one["before"].get("evidence", []), *one["after"].get("evidence", [])]:
            row = pieces[piece["id"]]
            assert row["obligation_id"] == one["obligation_id"]
            assert mandates[row["obligation_id"]] == one["mandate_id"]
            assert piece == {
                "id": row["id"],
                "document": symbols.get(row["document_id"]),
                "on": row["dated_on"].isoformat() if row["dated_on"] else None,
                **some_of(row, "note url partial"),
            }


def test_evidence_that_was_taken_back_is_kept_once(rich: Upgraded) -> None:
    old, new, _ = rich
    symbols = {row["id"]: row["symbol"] for row in new["document"]}
    back = [one for one in new["evidence"] if not one["in_force"]]
    assert [symbols.get(one["document_id"]) for one in back] == ["A/73/328", None, "A/73/400"]
    alike = [one["id"] for one in new["evidence"] if one["note"] == "handed out"]
    assert len(alike) == 3
    assert len([one for one in old["evidence"] if one["note"] == "handed out"]) == 2
    (returned,) = [one["id"] for one in back if symbols.get(one["document_id"]) == "A/73/400"]
    named = [
        one["id"] for one in new["event"] if any(piece["id"] == returned for piece in one["after"].get("evidence", []))
    ]
    assert len(named) == 2  # reported, taken back, and that taken back


def test_later_mandates_are_those_that_were_meant(rich: Upgraded) -> None:
    _, new, _ = rich
    references = {row["id"]: row["reference"] for row in new["mandate"]}
    meant = {
        references[row["mandate_id"]]: references[row["value"]]
        for row in new["decision"]
        if row["field"] == "superseded_by"
    }
    # the first was told as #2 and is #3 now; the second was told as #2 after that
    assert meant == {"A/RES/71/501#2": "A/RES/71/501#3", "A/RES/71/500#11": "A/RES/71/501#2"}
    former = {(row["reference"], references[row["mandate_id"]]) for row in new["former_reference"]}
    assert former == {
        ("A/RES/71/501#1", "A/RES/71/501#2"),
        ("A/RES/71/501#2", "A/RES/71/501#3"),
        ("A/RES/71/501#3", "A/RES/71/501#4"),
        ("A/RES/71/501#4", "A/RES/71/501#7"),
        ("A/RES/71/501#4!1", "A/RES/71/501#7"),
    }


def test_later_mandate_that_is_not_there_is_told_in_words(empty_url: str) -> None:
    unpack(RICH, empty_url)
    with opened(empty_url) as connection:
        for column in ("value", "after"):
            table = {"value": "decision", "after": "event"}[column]
            kind = "JSON" if connection.dialect.name == "postgresql" else "TEXT"
            connection.execute(
                text(
                    f"UPDATE {table} SET {column} = CAST(REPLACE(CAST({column} AS TEXT), '\"A/RES/71/501#2\"',"
                    f" '\"A/RES/60/1#99@2\"') AS {kind}) WHERE obligation_id = 9"
                )
            )
    upgrade(empty_url)
    new = rows_of(empty_url)
    assert not [row for row in new["decision"] if row["obligation_id"] == 9 and row["field"] == "superseded_by"]
    (told,) = [row for row in new["event"] if row["obligation_id"] == 9 and row["details"]]
    assert told["after"]["superseded_by"] is None
    assert told["details"] == {"superseded_by": {"before": None, "after": "A/RES/60/1#99@2"}}


def test_proposals_become_suggestions_with_versions(rich: Upgraded) -> None:
    old, new, _ = rich
    versions, proposals = by_id(new["mandate_version"]), by_id(old["proposal"])
    for one in new["suggestion"]:
        row = proposals[one["id"]]
        assert (one["mandate_id"], one["change_id"]) == (row["mandate_id"], row["batch_id"])
        assert one["state"] == {"taken_back": "undone"}.get(row["state"], row["state"])
        version = versions[one["version_id"]]
        assert version["mandate_id"] == row["mandate_id"]
        assert version["paragraph_text_id"] == versions[row["mandate_id"]]["paragraph_text_id"]
        assert {name: version[name] for name in row["reading"]} == row["reading"]
    assert {one["state"] for one in new["suggestion"]} == {*tables.SUGGESTION_STATES}


def test_pointers_resolve(kept: Upgraded) -> None:
    _, _, address = kept
    with opened(address) as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
            assert connection.exec_driver_sql("PRAGMA integrity_check").all() == [("ok",)]
        for pointer in (
            "resolution t LEFT JOIN reading o ON o.id = t.reading_id AND o.resolution_id = t.id",
            "mandate t LEFT JOIN mandate_version o ON o.id = t.version_id AND o.mandate_id = t.id",
        ):
            assert connection.exec_driver_sql(f"SELECT t.id FROM {pointer} WHERE o.id IS NULL").all() == []


def test_nothing_is_left_of_the_old(kept: Upgraded) -> None:
    _, _, address = kept
    with opened(address) as connection:
        everything = (
            "SELECT name FROM sqlite_master"
            if connection.dialect.name == "sqlite"
            else "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        )
        names = set(connection.exec_driver_sql(everything).scalars())
    assert not [name for name in names if "old_" in name]
    assert not [name for name in names if re.match(r"(paragraph_fts|batch|owner|obligation_owner|proposal)", name)]


def test_new_rows_get_new_numbers(kept: Upgraded) -> None:
    _, _, address = kept
    with opened(address) as connection:
        for name, table in tables.metadata.tables.items():
            if "id" not in table.c or name == "register" or connection.dialect.name == "sqlite":
                continue
            last = connection.exec_driver_sql(f"SELECT COALESCE(MAX(id), 0) FROM {name}").scalar_one()
            following = f"SELECT nextval(pg_get_serial_sequence('{name}', 'id'))"
            assert connection.exec_driver_sql(following).scalar_one() == last + 1, name


def found(connection: Connection, words: str, name: str = "paragraph_text") -> list[int]:
    if connection.dialect.name == "sqlite":
        query = f"SELECT rowid FROM {name}_fts WHERE {name}_fts MATCH :words ORDER BY rowid"
    else:
        query = f"SELECT id FROM {name} WHERE search_vector @@ plainto_tsquery('mandates', :words) ORDER BY id"
    return list(connection.execute(text(query), {"words": words}).scalars())


def test_search_finds_the_words_of_texts(rich: Upgraded) -> None:
    with tried(rich.address) as connection:
        texts = {row["id"]: row["text"] for row in stored(connection)["paragraph_text"]}
        wanted = [number for number, words in texts.items() if re.search(r"\breport", words)]
        assert found(connection, "reporting") == wanted
        fresh = max(texts) + 1
        connection.execute(
            text(
                f"INSERT INTO paragraph_text SELECT {fresh}, paragraph_id, reading_id, 99, kind, label, numbered,"
                " section, parent, page, 'a zebra', footnotes, digest FROM paragraph_text WHERE id = 1"
            )
        )
        assert found(connection, "zebras") == [fresh]
        connection.exec_driver_sql(f"UPDATE paragraph_text SET text = 'a giraffe' WHERE id = {fresh}")
        assert (found(connection, "zebra"), found(connection, "giraffe")) == ([], [fresh])
        connection.exec_driver_sql(f"DELETE FROM paragraph_text WHERE id = {fresh}")
        assert found(connection, "giraffe") == []
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO remark(state_id, text) VALUES (7, 'overdue')")
            assert found(connection, "overdue", "remark") == [7]
            for name in ("paragraph_text_fts", "remark_fts", "reading_fts"):
                connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")


def test_search_finds_the_words_of_titles(rich: Upgraded) -> None:
    with tried(rich.address) as connection:
        titles = {row["id"]: row["title"] or "" for row in stored(connection)["reading"]}
        wanted = [number for number, title in titles.items() if re.search(r"\bcooperat", title, re.IGNORECASE)]
        assert wanted
        assert titled(connection, "cooperat") == wanted
        last = max(titles)
        connection.exec_driver_sql(f"UPDATE reading SET title = 'A giraffe' WHERE id = {last}")
        assert titled(connection, "giraf") == [last]


def titled(connection: Connection, beginning: str) -> list[int]:
    """Return the readings that the index of titles gives."""
    if connection.dialect.name == "sqlite":
        query = f"SELECT rowid FROM reading_fts WHERE reading_fts MATCH '{beginning}*' ORDER BY rowid"
    else:
        expression = "to_tsvector('pg_catalog.simple', regexp_replace(lower(title), '[^a-z0-9]+', ' ', 'g'))"
        query = f"SELECT id FROM reading WHERE {expression} @@ to_tsquery('simple', '{beginning}:*') ORDER BY id"
        for other in ("seqscan", "indexscan"):  # which are cheaper for so few rows
            connection.exec_driver_sql(f"SET LOCAL enable_{other} = off")
        plan = connection.exec_driver_sql(f"EXPLAIN {query}").scalars()
        assert any("ix_reading_search_vector" in line for line in plan)
    return list(connection.exec_driver_sql(query).scalars())


def test_portions_make_no_difference(
    empty_url: str, tmp_path: pathlib.Path, upgraded: Callable[[str, str], Upgraded]
) -> None:
    scripts = tmp_path / "scripts"
    shutil.copytree(paths.migrations(), scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (script,) = (scripts / "versions").glob("0002_*.py")
    words = script.read_text("utf-8")
    assert "_PORTION = 2000" in words
    script.write_text(words.replace("_PORTION = 2000", "_PORTION = 1"), "utf-8")
    upgrade(unpack(RICH, empty_url), scripts=scripts)
    assert like_a_file(rows_of(empty_url)) == like_a_file(upgraded(RICH, "sqlite").after)


@pytest.mark.postgresql
@pytest.mark.parametrize("name", KEPT)
def test_both_databases_hold_the_same(name: str, upgraded: Callable[[str, str], Upgraded]) -> None:
    file, server = ({**upgraded(name, database).after} for database in ("sqlite", "postgresql"))
    file.pop("register"), server.pop("register")
    assert like_a_file(server) == like_a_file(file)


def like_a_file(rows: Stored) -> Stored:
    """Return rows with moments as SQLite has them, in UTC and without saying so."""
    return {
        name: [
            {column: value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value for column, value in row.items()}
            for row in several
        ]
        for name, several in rows.items()
    }


# what a failure leaves


@pytest.fixture
def statements() -> Iterator[list[int]]:
    """Count the statements of an upgrade; fail at the one whose number comes second."""
    state = [0, 0]

    def count(*_: object) -> None:
        state[0] += 1
        if state[0] == state[1]:
            raise InterruptedError

    event.listen(Engine, "before_cursor_execute", count)
    yield state
    event.remove(Engine, "before_cursor_execute", count)


def catalogue(connection: Connection) -> list[Any]:
    """Return what the database knows of tables, columns, indexes and triggers."""
    if connection.dialect.name == "sqlite":
        return list(connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"))
    columns = (
        "SELECT relname, attname, atttypid, attnotnull, atthasdef FROM pg_attribute JOIN pg_class ON attrelid = oid"
        " WHERE relnamespace = current_schema()::regnamespace AND attnum > 0 ORDER BY relname, attnum"
    )
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1, 2"
    return [*connection.exec_driver_sql(columns), *connection.exec_driver_sql(indexes)]


def test_failure_at_any_statement_leaves_the_first_revision(empty_url: str, statements: list[int]) -> None:
    unpack(RICH, empty_url)
    with opened(empty_url) as connection:
        schema, known = catalogue(connection), reflected(connection)
        before = stored(connection, known)
    last = 1
    while True:
        statements[:] = [0, last]
        try:
            upgrade(empty_url)
        except InterruptedError:
            pass
        else:
            break
        statements[1] = 0
        with opened(empty_url) as connection:
            assert catalogue(connection) == schema, f"after statement {last}"
            assert stored(connection, known) == before, f"after statement {last}"
        last += 3 + last // 3
    statements[1] = 0
    assert last > 150
    assert rows_of(empty_url)[tables.REVISION_TABLE] == [{"version_num": HEAD}]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process like this one")
def test_register_survives_a_kill(sqlite_url: str) -> None:
    before = rows_of(unpack(RICH, sqlite_url))
    for statement in sorted(random.sample(range(2, 150), 4)):
        child = os.fork()
        if not child:
            kill_before(statement)
            try:
                upgrade(sqlite_url)
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        assert rows_of(sqlite_url) == before, f"killed at statement {statement}"
    upgrade(sqlite_url)
    assert rows_of(sqlite_url)[tables.REVISION_TABLE] == [{"version_num": HEAD}]


def kill_before(statement: int) -> None:
    """Let this process kill itself before a statement, counted from now."""
    count = 0

    def before(*_: object) -> None:
        nonlocal count
        count += 1
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", before)
