from __future__ import annotations

import pathlib
import shutil
import sqlite3

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from mandates import paths
from mandates.domain.errors import DatabaseUnavailableError, NotARegisterError, RevisionError, UsageError
from mandates.domain.filters import Filters
from mandates.register import maintenance
from mandates.register.lists import count_obligations
from mandates.store import migrations, revision
from mandates.store.engine import open_register
from mandates.store.tables import metadata
from mandates.store.urls import to_url
from tests.conftest import NOW
from tests.register.conftest import ingests
from tests.register.samples import clause, reading, session_due

HEADER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{new}", "{old}", None, None


def downgrade():
    raise NotImplementedError
"""

#: Recreates `mandate` on SQLite, which rows of `obligation` point to, as batch mode does.
RECREATE = """
def upgrade():
    with op.batch_alter_table("mandate", recreate="auto") as batch:
        batch.alter_column("label", existing_type=sa.Text(), nullable=True)
        batch.add_column(sa.Column("theme", sa.Text()))
"""

FAILS = """
def upgrade():
    with op.batch_alter_table("mandate") as batch:
        batch.alter_column("label", existing_type=sa.Text(), nullable=True)
    op.execute("UPDATE reading SET title = 'lost'")
    op.execute("SELECT no_such_function_there()")
"""


def scripts(folder: pathlib.Path, *steps: str) -> pathlib.Path:
    """Return a folder with our migrations and further ones after them."""
    shutil.copytree(paths.migrations(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    old = revision.HEAD
    for step in steps:
        new = f"{int(old) + 1:04}"
        (folder / "versions" / f"{new}_step.py").write_text(HEADER.format(new=new, old=old) + step)
        old = new
    return folder


def after(steps: int) -> str:
    """Return the revision that is so many further ones after ours."""
    return f"{int(revision.HEAD) + steps:04}"


def fill(url: str) -> None:
    with open_register(url, writing=True) as register, register.transaction() as connection:
        ingests(connection, reading(clause("8", session_due(73))))


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all that stands in a register."""
    with open_register(url) as register, register.transaction() as connection:
        return {
            name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name} ORDER BY 1"))]
            for name in metadata.tables
        }


def test_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()))
    assert ScriptDirectory.from_config(config).get_heads() == [revision.HEAD]


def test_new_register_is_sound(url: str) -> None:
    assert maintenance.current(url) == revision.HEAD
    assert maintenance.check(url) == []
    assert maintenance.upgrade(url, at=NOW) == []


def test_check_notices_a_schema_that_is_not_ours(fresh_url: str) -> None:
    with open_register(fresh_url, writing=True) as register, register.transaction() as connection:
        connection.execute(text("DROP INDEX ix_change_person_id"))
    assert any("ix_change_person_id" in finding for finding in maintenance.check(fresh_url))


def test_check_notices_a_status_without_its_decision(url: str) -> None:
    fill(url)
    with open_register(url, writing=True) as register, register.transaction() as connection:
        connection.execute(text("UPDATE obligation_state SET status = 'reported'"))
    assert any("A/RES/71/500#8" in finding for finding in maintenance.check(url))


def test_migration_of_a_parent_table_keeps_every_row(fresh_url: str, tmp_path: pathlib.Path) -> None:
    fill(fresh_url)
    before = rows(fresh_url)
    assert maintenance.upgrade(fresh_url, at=NOW, scripts=scripts(tmp_path / "s", RECREATE)) == [after(1)]
    assert maintenance.current(fresh_url) == after(1)
    with pytest.raises(RevisionError, match="upgrade the program"):
        open_register(fresh_url)
    with migrations._connection(to_url(fresh_url)) as connection:
        for name, kept in before.items():
            columns = ", ".join(column.name for column in metadata.tables[name].columns)
            found = connection.execute(text(f"SELECT {columns} FROM {name} ORDER BY 1"))
            assert len(found.all()) == len(kept), name


def test_migration_that_fails_half_way_leaves_everything_and_can_be_run_again(
    fresh_url: str, tmp_path: pathlib.Path
) -> None:
    fill(fresh_url)
    before = rows(fresh_url)
    for _ in range(2):
        with pytest.raises(RevisionError, match=f"migration {after(2)} failed and was taken back: .*no_such_function"):
            maintenance.upgrade(fresh_url, at=NOW, scripts=scripts(tmp_path / "s", RECREATE, FAILS))
        shutil.rmtree(tmp_path / "s")
        assert maintenance.current(fresh_url) == revision.HEAD
        assert rows(fresh_url) == before
        assert maintenance.check(fresh_url) == []
    further = scripts(tmp_path / "s", RECREATE, RECREATE.replace("theme", "topic"))
    assert maintenance.upgrade(fresh_url, at=NOW, scripts=further) == [after(1), after(2)]


def test_upgrade_copies_a_file_first(sqlite_url: str, tmp_path: pathlib.Path) -> None:
    maintenance.create(sqlite_url, at=NOW)
    fill(sqlite_url)
    maintenance.upgrade(sqlite_url, at=NOW, scripts=scripts(tmp_path / "s", RECREATE))
    copy = f"{sqlite_url}.{revision.HEAD}.bak"
    assert maintenance.check(copy) == []


def test_older_register_says_what_to_run(fresh_url: str) -> None:
    with open_register(fresh_url, writing=True) as register, register.transaction() as connection:
        connection.execute(text("UPDATE mandates_revision SET version_num = '0000'"))
    with pytest.raises(RevisionError, match="run 'mandates db upgrade'"):
        open_register(fresh_url, writing=True)


def test_migrations_import_nothing_that_changes_but_what_they_share() -> None:
    for file in [*(paths.migrations() / "versions").glob("*.py"), paths.migrations() / "env.py"]:
        lines = [line for line in file.read_text().splitlines() if line.startswith(("import", "from"))]
        ours = {line.split()[1] for line in lines if "mandates" in line}
        assert ours <= {"mandates.store.revision_helpers"}
    assert not (paths.migrations() / "__init__.py").exists()


def test_migrations_are_found_inside_an_installed_package(tmp_path: pathlib.Path, monkeypatch) -> None:
    package = tmp_path / "site" / "mandates"
    (package / "_alembic").mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.migrations() == package / "_alembic"
    with pytest.raises(FileNotFoundError, match="installation is incomplete"):
        paths.seeds()


def test_create_where_something_is_already(url: str, tmp_path: pathlib.Path) -> None:
    with pytest.raises(UsageError, match=r"a register at .* already"):
        maintenance.create(url, at=NOW)
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE shopping (item)")
    connection.close()
    with pytest.raises(NotARegisterError, match="already contains something else"):
        maintenance.create(other, at=NOW)


def test_create_makes_the_folder_and_says_where_it_cannot(tmp_path: pathlib.Path) -> None:
    assert maintenance.create(tmp_path / "a" / "b" / "r.sqlite", at=NOW)
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseUnavailableError, match="no register can be made"):
        maintenance.create(tmp_path / "file" / "r.sqlite", at=NOW)


def test_backup_of_a_register_in_use(sqlite_url: str, tmp_path: pathlib.Path) -> None:
    maintenance.create(sqlite_url, at=NOW)
    with open_register(sqlite_url, writing=True) as register, register.transaction() as connection:
        ingests(connection, reading(clause("8", session_due(73))))
        maintenance.backup(sqlite_url, tmp_path / "during.sqlite")
    maintenance.backup(sqlite_url, tmp_path / "after.sqlite")
    for name, expected in (("during", 0), ("after", 1)):
        with open_register(tmp_path / f"{name}.sqlite") as register, register.transaction() as connection:
            assert count_obligations(connection, Filters(), NOW.date()) == expected
    with pytest.raises(UsageError, match="exists already"):
        maintenance.backup(sqlite_url, tmp_path / "after.sqlite")


@pytest.mark.postgresql
def test_backup_on_postgresql_names_its_own_tools(postgresql_url: str, tmp_path: pathlib.Path) -> None:
    with pytest.raises(UsageError, match="pg_dump"):
        maintenance.backup(postgresql_url, tmp_path / "copy")
