import dataclasses
import json
import sqlite3

import pytest

from mandates import processes
from mandates.domain.errors import DatabaseUnavailableError
from mandates.register import ingest
from mandates.register.preparing import prepare
from tests.cli.conftest import ASSEMBLY, COUNCIL, readings_file
from tests.register.samples import clause, session_due

RESOLUTION = """Resolution adopted by the General Assembly on 21 November 2016

[without reference to a Main Committee (A/71/L.99)]

71/900. Cooperation with a regional organization

The General Assembly,

Recalling its earlier resolutions on the matter,

1. Takes note of the report of the Secretary-General;

2. Requests the Secretary-General to submit to the General Assembly at its seventy-third session a report on the
implementation of the present resolution.

48th plenary meeting
21 November 2016
"""


@pytest.fixture(autouse=True)
def empty(run, tmp_path, monkeypatch, quick_init):  # noqa: ARG001 - how `init` makes registers
    path = tmp_path / "empty.sqlite"
    monkeypatch.setenv("MANDATES_DB", str(path))
    assert run("init", "-q").exit_code == 0
    return path


def test_each_file_says_what_became_of_it(run, tmp_path):
    text = tmp_path / "a.txt"
    text.write_text(RESOLUTION)
    result = run("ingest", text)
    assert result.exit_code == 0
    assert result.stdout.split() == ["new", "A/RES/71/900", "1", "mandate", str(text)]
    assert result.stderr == "1 file: 1 resolution, 1 mandate (1 new).\n"
    assert run("ingest", text).stdout.split()[0] == "unchanged"
    text.write_text(RESOLUTION.replace("seventy-third", "seventy-fourth"))
    updated = run("ingest", text)
    assert updated.stdout.split()[0] == "updated"
    assert "A/RES/71/900#2" in updated.stdout.splitlines()[1]


def test_an_ingest_is_one_change_and_one_that_brings_nothing_is_none(run, tmp_path, empty):
    path = readings_file(tmp_path / "two.jsonl", ASSEMBLY, COUNCIL)
    for _ in range(3):
        assert run("ingest", path).exit_code == 0
    with sqlite3.connect(empty) as connection:
        assert connection.execute("SELECT id, command FROM change").fetchall() == [(1, "ingest")]
    connection.close()


def test_a_file_that_fails_does_not_stop_the_others(run, tmp_path):
    (tmp_path / "1.txt").write_text("")
    (tmp_path / "2.pdf").write_bytes(b"%PDF-1.7 but no more")
    (tmp_path / "3.txt").write_text(RESOLUTION)
    (tmp_path / "4.txt").write_text("Dear Sir, this is a letter and no resolution at all.")
    result = run("ingest", tmp_path)
    assert result.exit_code == 1
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["new"]
    failed = [line for line in result.stderr.splitlines() if line.startswith("failed")]
    assert [line.split("/")[-1].split(":")[0] for line in failed] == ["1.txt", "2.pdf", "4.txt"]
    assert "4 files: 1 resolution, 1 mandate (1 new, 3 failed)." in result.stderr


@pytest.mark.parametrize("name", ["empty.txt", "no-such-file.pdf", "*.docx", "folder"])
def test_nothing_to_read_is_told_in_a_line_and_has_its_own_code(run, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "folder").mkdir()
    result = run("ingest", name, "-q")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (3, "", 1)
    assert result.stderr.startswith(f"failed     {name}: ")


def test_standard_input_is_read(run):
    assert run("ingest", "-", stdin=RESOLUTION).stdout.split()[:2] == ["new", "A/RES/71/900"]


def test_one_file_may_hold_several_resolutions(run, tmp_path):
    result = run("ingest", readings_file(tmp_path / "two.jsonl", ASSEMBLY, COUNCIL))
    assert [line.split()[1] for line in result.stdout.splitlines()] == ["A/RES/71/500", "S/RES/2400"]


def test_a_resolution_in_two_files_is_pointed_out(run, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(RESOLUTION)
    result = run("ingest", tmp_path / "a.txt", tmp_path / "b.txt", "-v")
    assert result.exit_code == 1
    assert "A/RES/71/900: is also in" in result.stderr
    assert "1 ingest.duplicate" in result.stderr


def test_results_can_be_read_by_programs(run, tmp_path):
    path = readings_file(tmp_path / "two.jsonl", ASSEMBLY)
    (tmp_path / "bad.txt").write_text("")
    result = run("ingest", path, tmp_path / "bad.txt", "--format", "jsonl")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    told = [(one["outcome"], one["symbol"], one["mandates"]) for one in records]
    assert told == [("new", "A/RES/71/500", 3), ("failed", None, 0)]
    assert records[1]["problems"][0]["code"]


def test_an_ingest_is_taken_back_as_one(run, tmp_path):
    run("ingest", readings_file(tmp_path / "two.jsonl", ASSEMBLY, COUNCIL))
    refused = run("undo")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert "removes 2 resolutions: A/RES/71/500, S/RES/" in refused.stderr
    assert "mandates undo 1" in refused.stderr
    assert run("undo", "--yes").exit_code == 0
    assert run("list").stdout == "No pending item matches.\n"


def test_an_ingest_that_is_named_is_taken_back_unasked(run, tmp_path):
    run("ingest", readings_file(tmp_path / "two.jsonl", ASSEMBLY, COUNCIL))
    assert run("undo", "1").exit_code == 0
    assert run("list").stdout == "No pending item matches.\n"


def test_what_a_person_did_survives_and_what_changed_waits(run, tmp_path):
    run("ingest", readings_file(tmp_path / "first.jsonl", ASSEMBLY))
    run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20")
    changed = dataclasses.replace(
        ASSEMBLY, mandates=tuple(clause("8", session_due(74)) if m.label == "8" else m for m in ASSEMBLY.mandates)
    )
    result = run("ingest", readings_file(tmp_path / "again.jsonl", changed))
    assert "1 changed reading" in result.stderr
    row = json.loads(run("show", "71/500#8", "--format", "json").stdout)["obligations"][0]
    assert (row["status"], row["due"]["session"]) == ("reported", 73)


def stops_at(monkeypatch, symbol, error):
    """Let storing a resolution raise `error`."""
    prepared = ingest._prepared

    def stopping(one):
        if one.symbol == symbol:
            raise error
        return prepared(one)

    monkeypatch.setattr(ingest, "_prepared", stopping)


def test_an_interrupted_ingest_keeps_what_it_has_stored(run, tmp_path, monkeypatch):
    path = readings_file(tmp_path / "two.jsonl", ASSEMBLY, COUNCIL)
    with monkeypatch.context() as patch:
        stops_at(patch, COUNCIL.resolution.symbol, KeyboardInterrupt)
        result = run("ingest", path)
    assert result.exit_code == 130
    assert result.stdout.split()[:2] == ["new", "A/RES/71/500"]
    assert result.stderr.endswith("Run the same command again for the rest.\n\nError: interrupted.\n")
    again = run("ingest", path)
    assert [line.split()[0] for line in again.stdout.splitlines()] == ["unchanged", "new"]


def test_what_was_read_before_an_interruption_is_stored(run, tmp_path, monkeypatch):
    def items():
        yield prepare(ASSEMBLY)
        raise KeyboardInterrupt

    def interrupted(_work, paths, _jobs):
        yield paths[0], items()

    monkeypatch.setattr(processes, "read_all", interrupted)
    result = run("ingest", readings_file(tmp_path / "two.jsonl", ASSEMBLY, COUNCIL))
    assert (result.exit_code, result.stdout.split()[:2]) == (130, ["new", "A/RES/71/500"])
    assert "1 file: 1 resolution" in result.stderr


def test_files_are_told_in_order_and_only_once_stored(run, tmp_path, monkeypatch):
    for number, text in enumerate([RESOLUTION, "", RESOLUTION.replace("71/900", "71/901")], start=1):
        (tmp_path / f"{number}.txt").write_text(text)
    stops_at(monkeypatch, "A/RES/71/901", DatabaseUnavailableError("the disk is full", "make room"))
    result = run("ingest", tmp_path / "1.txt", tmp_path / "2.txt", tmp_path / "3.txt", "--format", "jsonl")
    assert (result.exit_code, result.stdout) == (7, "")
    monkeypatch.undo()
    monkeypatch.setenv("MANDATES_DB", str(tmp_path / "empty.sqlite"))
    result = run("ingest", tmp_path / "1.txt", tmp_path / "2.txt", tmp_path / "3.txt", "--format", "jsonl")
    assert [json.loads(line)["outcome"] for line in result.stdout.splitlines()] == ["new", "failed", "new"]


def test_hostile_texts_are_stored_and_shown_without_harm(run, tmp_path):
    hostile = "Requests '; DROP TABLE mandate; -- <script>alert(1)</script> \x1b[31m =1+1 " + "x" * 400 + ";"
    one = dataclasses.replace(ASSEMBLY, mandates=(clause("8", session_due(73), text=hostile, owner="=cmd|x"),))
    run("ingest", readings_file(tmp_path / "hostile.jsonl", one))
    for command in (["list"], ["show", "71/500#8"], ["summary", "--session", "73"]):
        for form in ("table", "json", "csv", "md"):
            result = run(*command, "--format", form)
            assert result.exit_code == 0
            assert "\x1b" not in result.stdout
    assert "<script" not in run("show", "71/500#8", "--format", "html").stdout
    assert run("list", "--search", "'; DROP TABLE mandate; --").exit_code == 0
