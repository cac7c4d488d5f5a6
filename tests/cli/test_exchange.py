import json
import sqlite3

import pytest
from icalendar import Calendar

SHORT = (
    "A/RES/71/901\n\nResolution adopted on 5 December 2016\n\nThe General Assembly,\n\n"
    "1. Invites States to submit reports.\n"
)

pytestmark = pytest.mark.usefixtures("quick_init", "register")


def test_a_register_goes_out_in_and_out_again_unchanged(run, tmp_path):
    run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20")
    first, copy = tmp_path / "first.jsonl", tmp_path / "copy.sqlite"
    assert run("export", "--output", first).exit_code == 0
    run("init", "--db", copy)
    assert run("import", first, "--db", copy).exit_code == 0
    assert run("export", "--db", copy).stdout == first.read_text(encoding="utf-8")
    assert run("db", "check", "--db", copy).exit_code == 0
    assert run("undo", "--db", copy).exit_code == 0


@pytest.mark.parametrize("piped", [False, True])
def test_a_byte_order_mark_before_an_exported_register_is_passed_over(run, tmp_path, piped):
    exported = run("export").stdout
    marked, copy = tmp_path / "marked.jsonl", tmp_path / "copy.sqlite"
    marked.write_text(exported, encoding="utf-8-sig")
    run("init", "--db", copy)
    result = run("import", "-" if piped else marked, "--db", copy, stdin=marked.read_bytes() if piped else None)
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1)
    assert run("export", "--db", copy).stdout == exported


def test_so_it_is_before_tables_and_readings(run, tmp_path):
    tables = {
        ("import", "--marks", "--yes"): "reference,status\nA/RES/71/500#8,in_progress\n",
        ("import", "--registry"): "Symbol,Entity,Section,Programme,Programme Title,Origin Document\n"
        "A/RES/71/500,DPPA,3,2,Peace,A/80/6\n",
        ("report", "--from"): "reference,document\nA/RES/71/500#8,A/73/1\n",
        ("ingest",): run("extract", "-", "--format", "jsonl", stdin=SHORT).stdout,
    }
    for command, content in tables.items():
        marked = tmp_path / f"{command[0]}{command[-1]}.{'jsonl' if command[0] == 'ingest' else 'csv'}"
        marked.write_text(content, encoding="utf-8-sig")
        result = run(*command, marked)
        assert result.exit_code == 0, (command, result.stderr)


def test_every_line_is_json_and_the_schema_is_told(run):
    for line in run("export").stdout.splitlines():
        json.loads(line)
    assert json.loads(run("export", "--schema").stdout)["$schema"].startswith("https://json-schema.org/")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 3), (b"not json\n", 3), (b"\xff\xfe\x00", 3), (b'{"format": 99, "revision": "x"}\n', 3)],
)
def test_what_is_no_exported_register_is_refused(run, tmp_path, content, code):
    (tmp_path / "odd.jsonl").write_bytes(content)
    run("init", "--db", tmp_path / "new.sqlite")
    result = run("import", tmp_path / "odd.jsonl", "--db", tmp_path / "new.sqlite")
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)


def test_a_cut_file_is_read_not_at_all(run, tmp_path):
    run("export", "--output", tmp_path / "cut.jsonl")
    text = (tmp_path / "cut.jsonl").read_text(encoding="utf-8")
    (tmp_path / "cut.jsonl").write_text(text[: len(text) // 2], encoding="utf-8")
    run("init", "--db", tmp_path / "new.sqlite")
    assert run("import", tmp_path / "cut.jsonl", "--db", tmp_path / "new.sqlite").exit_code == 3
    with sqlite3.connect(tmp_path / "new.sqlite") as connection:
        assert connection.execute("SELECT COUNT(*) FROM resolution").fetchone() == (0,)


def test_only_an_empty_register_is_filled(run, tmp_path):
    run("export", "--output", tmp_path / "all.jsonl")
    result = run("import", tmp_path / "all.jsonl")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert run("import", tmp_path / "missing.jsonl").exit_code == 3


def test_a_calendar_of_due_dates(run, tmp_path):
    options = ["--body", "GA", "--as-of", "2018-04-01", "--output", tmp_path / "due.ics"]
    assert run("export", "--format", "ics", *options).exit_code == 0
    calendar = Calendar.from_ical((tmp_path / "due.ics").read_bytes())
    assert {(event["dtstart"].dt.isoformat(), str(event["summary"])) for event in calendar.walk("VEVENT")} == {
        ("2018-07-10", "GA 73: submit report: Cooperation between the United Nations and regional organizations"),
        ("2018-08-07", "GA 73: report: Cooperation between the United Nations and regional organizations to be issued"),
        ("2018-09-18", "GA 73: opens, 2 items due"),
        ("2019-09-17", "GA 73: closes, 2 items open"),
    }
    later = run("export", "--format", "ics", "--body", "GA", "--as-of", "2018-10-01").stdout
    assert later.count("BEGIN:VEVENT") == 1
    assert (
        run("export", "--format", "ics", "--body", "GA", "--as-of", "2018-10-01", "--all").stdout.count("VEVENT") == 8
    )


@pytest.mark.parametrize("form", ["csv", "json", "md", "html", "xlsx"])
def test_items_in_each_format(run, form):
    assert run("export", "--format", form, "--session", "73").stdout_bytes


def test_filters_have_no_place_in_the_whole_register(run):
    assert "choose another --format" in run("export", "--session", "73").stderr.lower()
