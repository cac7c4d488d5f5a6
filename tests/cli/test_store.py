import sqlite3

import pytest

from mandates.domain.errors import DatabaseUnavailableError


def test_init_makes_a_register_once(run, tmp_path):
    path = tmp_path / "new" / "register.sqlite"
    result = run("init", "--db", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert str(path) in result.stderr
    again = run("init", "--db", path)
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)


def test_the_default_register_is_in_the_users_data(run, tmp_path):
    assert run("init").exit_code == 0
    assert (tmp_path / "data" / "mandates" / "register.sqlite").exists()
    assert run("list").stdout == "No pending item matches.\n"


@pytest.mark.usefixtures("register")
def test_db_current_prints_the_revision_alone(run):
    assert run("db", "current").stdout.strip().isdigit()


def test_db_check_proves_or_names(run, register):
    assert run("db", "check").exit_code == 0
    with sqlite3.connect(register) as connection:
        connection.execute("UPDATE obligation_state SET sort_date = '1999-01-01' WHERE reference = 'A/RES/71/500#8'")
    broken = run("db", "check")
    assert broken.exit_code == 1
    assert "A/RES/71/500#8" in broken.stdout


@pytest.mark.usefixtures("register")
def test_db_upgrade_of_the_newest_does_nothing(run):
    assert run("db", "upgrade").stderr == "The register is up to date.\n"


@pytest.mark.usefixtures("register")
def test_db_redate_moves_what_is_due_where_the_calendar_moved(run, tmp_path, monkeypatch):
    assert run("db", "redate").stdout == "All dates agree with the calendar.\n"
    head = "body,session,year,opens_on,closes_on,place,parts,source,confidence\n"
    (tmp_path / "sessions.csv").write_text(head + "General Assembly,73,2018,2018-09-18,2019-10-16,,,a decision,high\n")
    monkeypatch.setenv("MANDATES_CALENDAR", str(tmp_path / "sessions.csv"))
    for options in (["--dry-run"], []):
        result = run("db", "redate", *options)
        assert "GA 73" in result.stdout
        assert "16 Oct 2019" in result.stdout
    assert "GA 73, 16 Oct 2019" in run("list", "--body", "GA").stdout
    assert run("undo").exit_code == 0
    assert "GA 73, 17 Sep 2019" in run("list", "--body", "GA").stdout


@pytest.mark.usefixtures("register")
def test_db_backup_is_a_register(run, tmp_path):
    copy = tmp_path / "copy.sqlite"
    assert run("db", "backup", copy).exit_code == 0
    assert run("list", "--db", copy).stdout == run("list").stdout
    assert run("db", "backup", copy).exit_code == 2


ODD = {
    "nothing there": (lambda _path: None, 7, "mandates init"),
    "an empty file": (lambda path: path.write_bytes(b""), 8, "mandates init"),
    "a text": (
        lambda path: path.write_text("this is no database, and long enough to be seen as none" * 20),
        8,
        "register",
    ),
    "another database": (
        lambda path: sqlite3.connect(path).execute("CREATE TABLE a (b)").connection.close(),
        8,
        "register",
    ),
    "a folder": (lambda path: path.mkdir(), 8, "register"),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("command", [["list"], ["report", "71/1#1"], ["db", "check"], ["ingest", "nothing.pdf"]])
def test_what_is_no_register_is_said_to_be_none(run, tmp_path, odd, command):
    make, code, said = ODD[odd]
    path = tmp_path / "odd.sqlite"
    make(path)
    result = run(*command, "--db", path)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert said in result.stderr


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", 7),
        ("postgresql://nobody:secret@127.0.0.1:1/none", 7),
        ("oracle://host/x", 2),
        ("nonsense://", 2),
        ("sqlite://", 2),
    ],
)
def test_an_address_that_does_not_answer_gives_one_line_without_its_password(run, url, code):
    result = run("list", "--db", url)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert "secret" not in result.stderr


READING = [
    *(["list"], ["list", "--search", "report", "--owner", "secretary"], ["overdue"], ["show", "71/500#8"]),
    *(["show", "71/500"], ["summary", "--session", "73"], ["forecast"], ["cycles", "--ended"], ["owners"]),
    *(["resolutions"], ["history"], ["history", "71/500#8"], ["review"], ["review", "71/500#8"], ["export"]),
    *(["export", "--format", "csv"], ["db", "check"], ["db", "current"], ["db", "redate", "--dry-run"]),
    *(["update", "--session", "73", "--status", "implemented", "--dry-run"],),
    *(["assign", "Fifth Committee", "--session", "73", "--dry-run"], ["report", "--session", "73", "--dry-run"]),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_who_only_asks_waits_for_nobody_and_writes_nothing(run, register, monkeypatch, command):
    monkeypatch.setattr("mandates.store.engine.open_register.__kwdefaults__", {"writing": False, "busy_seconds": 0.1})
    before = register.read_bytes()
    with sqlite3.connect(register, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        result = run(*command)
        other.execute("ROLLBACK")
    other.close()
    assert result.exit_code == 0
    assert register.read_bytes() == before


def test_a_register_in_use_is_waited_for_and_then_given_up(run, register, monkeypatch):
    monkeypatch.setattr("mandates.store.engine.open_register.__kwdefaults__", {"writing": False, "busy_seconds": 0.1})
    with sqlite3.connect(register, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        result = run("report", "71/500#8", "--on", "2018-08-20")
        assert run("list").exit_code == 0  # readers are not kept waiting
        other.execute("ROLLBACK")
    other.close()
    assert (result.exit_code, result.stderr.count("\n")) == (7, 1)
    assert "in use" in result.stderr


def test_what_cannot_be_made_whole_leaves_nothing(run, tmp_path, monkeypatch):
    def full(*_args):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("mandates.store.migrations.sqlite3.connect", full)
    result = run("init", "--db", tmp_path / "new.sqlite")
    assert (result.exit_code, list(tmp_path.iterdir())) == (7, [])
    assert f"no register can be made at {tmp_path / 'new.sqlite'}: the disk is full. Make room there." in result.stderr


def test_nor_what_stops_half_way(run, tmp_path, monkeypatch):
    def stopped(*_args, **_options):
        raise DatabaseUnavailableError("the disk is full", "make room")

    monkeypatch.setattr("mandates.store.migrations._create", stopped)
    assert run("init", "--db", tmp_path / "new.sqlite").exit_code == 7
    assert list(tmp_path.iterdir()) == []


def test_no_register_is_made_under_a_name_that_is_too_long(run, tmp_path):
    result = run("init", "--db", tmp_path / ("x" * 300))
    assert (result.exit_code, result.stderr.count("\n")) == (7, 1)
    assert "no register can be made at" in result.stderr
