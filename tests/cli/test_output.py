"""Answers in files: whole or not at all, never over a register, with the access rights of what was there."""

import os
import pathlib
import shutil
import sqlite3
import stat

import click
import pytest

from mandates.cli.main import COMMANDS, cli

#: A command line of each command that writes its answer to a file where asked.
WRITING = {
    "export": ["export"],
    "export a schema": ["export", "--schema"],
    "export a workbook": ["export", "--format", "xlsx"],
    "export a calendar": ["export", "--format", "ics"],
    "summary": ["summary", "--session", "73"],
    "summary as a workbook": ["summary", "--session", "73", "--format", "xlsx"],
    "forecast": ["forecast"],
    "cycles": ["cycles"],
    "digest": ["digest"],
    "list": ["list"],
    "overdue": ["overdue"],
    "show": ["show", "71/500#8"],
    "show a resolution": ["show", "71/500"],
    "history": ["history"],
    "review": ["review"],
    "resolutions": ["resolutions"],
    "owners": ["owners"],
    "sessions": ["sessions"],
    "match": ["match", "--list", str(pathlib.Path(__file__).with_name("documents.csv"))],
    "documents": ["documents"],
    "compare": ["compare", "71/500", "2400 (2018)"],
    "series": ["series", "71/500"],
    "renewals": ["renewals"],
    "check": ["check", str(pathlib.Path(__file__).parents[2] / "seeds" / "A_RES_71_12.md")],
    "stock": ["stock"],
    "compare-sessions": ["compare-sessions", "73", "74"],
    "note": ["note", "71/500#8"],
    "db redate": ["db", "redate", "--dry-run"],
}


def link(path, register):
    path.symlink_to(register)


def link_of_a_link(path, register):
    between = path.with_name("between")
    between.symlink_to(register.name)
    path.symlink_to(between)


def hard_link(path, register):
    path.hardlink_to(register)


def copy(path, register):
    shutil.copy(register, path)


WAYS = {"a link": link, "a link of a link": link_of_a_link, "a hard link": hard_link, "another register": copy}


def commands_with_output():
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        group = command.commands if isinstance(command, click.Group) else {"": command}
        for sub, one in group.items():
            if any("--output" in parameter.opts for parameter in one.params):
                yield f"{name} {sub}".strip()


def files(folder):
    """Return the files of a folder, apart from what SQLite keeps beside a database that is read."""
    found = [path for path in folder.iterdir() if path.is_file() and not path.name.endswith(("-wal", "-shm"))]
    return {path.name: path.read_bytes() for path in found}


def refused(run, command, name, register):
    """Run a command with its answer to `name`, which has to be refused with nothing written anywhere."""
    before = files(register.parent)
    result = run(*command, "--output", name)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "is a register and is not overwritten. Give another file with --output." in result.stderr
    assert files(register.parent) == before


def test_every_command_with_an_output_file_is_tried():
    tried = {" ".join(line[:2] if line[0] == "db" else line[:1]) for line in WRITING.values()}
    assert tried == set(commands_with_output())


@pytest.mark.parametrize("command", WRITING)
def test_no_command_writes_over_the_register_in_use(run, register, command):
    refused(run, WRITING[command], register, register)


@pytest.mark.parametrize("command", ["export", "summary", "forecast", "cycles", "list", "show"])
@pytest.mark.parametrize("way", WAYS)
def test_nor_over_one_by_another_name(run, register, command, way):
    path = register.with_name("answer.csv")
    WAYS[way](path, register)
    refused(run, WRITING[command], path, register)


def test_nor_by_another_spelling_of_its_path(run, register, monkeypatch):
    monkeypatch.chdir(register.parent)
    for name in (register.name, f"./{register.name}", f"{register.parent}/../{register.parent.name}/{register.name}"):
        refused(run, ["list"], name, register)


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal", "-turn"])
def test_nor_over_what_is_kept_beside_a_register(run, register, end):
    path = pathlib.Path(f"{register}{end}")
    refused(run, ["list", "--format", "csv"], path, register)
    if end in ("-wal", "-shm"):
        with sqlite3.connect(register) as other:
            other.execute("UPDATE register SET uid = uid")
            other.commit()
            refused(run, ["list", "--format", "csv"], path, register)
            assert not path.read_bytes().startswith(b"reference")
        other.close()


@pytest.mark.usefixtures("quick_init")
def test_nor_over_a_register_that_is_not_the_one_in_use(run, register, tmp_path, monkeypatch):
    other = tmp_path / "other.sqlite"
    assert run("init", "--db", other).exit_code == 0
    refused(run, ["list", "--db", register], other, register)
    monkeypatch.delenv("MANDATES_DB")
    refused(run, ["sessions"], other, register)


def test_nor_over_a_register_that_somebody_is_writing_to(run, register, tmp_path):
    other = tmp_path / "other.sqlite"
    shutil.copy(register, other)
    with sqlite3.connect(other, isolation_level=None) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("BEGIN EXCLUSIVE")
        result = run("list", "--output", other)
        writer.execute("ROLLBACK")
    writer.close()
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_nor_over_a_register_of_which_all_stands_in_its_log(run, register, tmp_path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other, isolation_level=None) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE mandates_revision (version_num TEXT)")
        refused(run, ["list"], other, register)
    writer.close()


def test_other_files_are_written_over_even_other_databases(run, register, tmp_path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    for path in (other, tmp_path / "list.csv-wal", tmp_path / "list.csv"):
        for _ in range(2):
            assert run("list", "--format", "csv", "--output", path).exit_code == 0
            assert path.read_text(encoding="utf-8").startswith("reference,")
    assert register.exists()


@pytest.mark.usefixtures("register")
def test_a_link_stays_one_and_what_it_leads_to_is_written(run, tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    for name in ("there.csv", "not-there-yet.csv"):
        target, path = folder / name, tmp_path / f"link-to-{name}"
        if name == "there.csv":
            target.write_text("old", encoding="utf-8")
        path.symlink_to(target)
        assert run("list", "--format", "csv", "--output", path).exit_code == 0
        assert path.is_symlink()
        assert target.read_text(encoding="utf-8").startswith("reference,")
    assert sorted(path.name for path in folder.iterdir()) == ["not-there-yet.csv", "there.csv"]


@pytest.mark.usefixtures("register")
def test_links_that_lead_round_in_a_circle_are_told_in_a_line(run, tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    result = run("list", "--output", tmp_path / "a")
    assert (result.exit_code, result.stderr.count("\n")) == (3, 1)


@pytest.mark.skipif(os.name != "posix", reason="access rights of POSIX")
@pytest.mark.usefixtures("register")
def test_a_file_keeps_its_access_rights(run, tmp_path):
    path = tmp_path / "list.csv"
    mask = os.umask(0o027)
    try:
        for name, rights in (("new.csv", 0o640), ("private.csv", 0o600), ("shared.csv", 0o664)):
            path = tmp_path / name
            if name != "new.csv":
                path.write_text("old", encoding="utf-8")
                path.chmod(rights)
            assert run("list", "--format", "csv", "--output", path).exit_code == 0
            assert stat.S_IMODE(path.stat().st_mode) == rights
            assert path.read_text(encoding="utf-8").startswith("reference,")
    finally:
        os.umask(mask)


@pytest.mark.usefixtures("register")
def test_an_answer_in_a_file_is_whole_whatever_the_screen_shows(run, tmp_path, monkeypatch):
    monkeypatch.setattr("mandates.cli.listing.SCREENFUL", 1)
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _stream: True, raising=False)
    assert "A/RES/71/500#9" not in run("list", "--as-of", "2018-04-01").stdout
    assert run("list", "--as-of", "2018-04-01", "--output", tmp_path / "list.txt").exit_code == 0
    assert "A/RES/71/500#9" in (tmp_path / "list.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("due.xlsx", b"PK"),
        ("due.ics", b"BEGIN:VCALENDAR"),
        ("due.CSV", b"reference,"),
        ("due.json", b"["),
        ("due.md", b"|"),
        ("due.html", b"<!doctype html>"),
        ("due.jsonl", b'{"format"'),
        ("due", b'{"format"'),
    ],
)
@pytest.mark.usefixtures("register")
def test_the_ending_of_a_file_chooses_the_format(run, tmp_path, name, begins):
    assert run("export", "--output", tmp_path / name).exit_code == 0
    assert (tmp_path / name).read_bytes().lower().startswith(begins.lower())


@pytest.mark.usefixtures("register")
def test_a_format_that_the_ending_contradicts_is_refused(run, tmp_path):
    result = run("export", "--format", "csv", "--output", tmp_path / "due.xlsx")
    assert (result.exit_code, (tmp_path / "due.xlsx").exists()) == (2, False)
    assert "due.xlsx means xlsx, but --format is csv. Leave --format out, or name another file." in result.stderr


@pytest.mark.usefixtures("register")
def test_an_ending_that_a_command_does_not_write_is_refused(run, tmp_path):
    result = run("history", "--output", tmp_path / "due.xlsx")
    assert (result.exit_code, (tmp_path / "due.xlsx").exists()) == (2, False)
    assert "this command does not write .xlsx files. Give a name that ends in one of .csv, " in result.stderr
    told = run("list", "--output", tmp_path / "due.ics").stderr
    assert "this command does not write .ics files. Write one with 'mandates export', or give a name that ends" in told
    assert run("export", "--output", tmp_path / "due.ics").exit_code == 0


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("command", ["export", "list"])
def test_an_ending_that_says_no_format_is_refused_unless_one_is_given(run, tmp_path, command):
    for name, ending in (("due.ods", ".ods"), ("due.jsonl.gz", ".gz")):
        result = run(command, "--output", tmp_path / name)
        assert (result.exit_code, (tmp_path / name).exists()) == (2, False)
        assert f"no format is known by the ending {ending}. Give --format, or a name that ends in one" in result.stderr
        assert run(command, "--format", "csv", "--output", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(b"reference,")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("ending", "begin"), [("xlsx", b"PK"), ("html", b"<!DOCTYPE html>"), ("txt", b"Reference")])
def test_a_list_goes_to_a_workbook_or_a_page(run, tmp_path, ending, begin):
    path = tmp_path / f"due.{ending}"
    assert run("list", "--resolution", "71/500", "--as-of", "2018-04-01", "--output", path).exit_code == 0
    assert path.read_bytes().startswith(begin)
