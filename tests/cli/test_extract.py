"""`mandates extract`: its answer alone on standard output, everything else on standard error, an exit code by kind."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import select
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from mandates.cli.main import cli
from tests.readers import samples

SECOND = samples.TEXT.replace("77/901", "77/902")
GAP = SECOND.replace("4.\tDecides", "6.\tDecides")


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Work in a folder with two resolutions, one of them deeper down."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "one.txt").write_text(samples.TEXT)
    (tmp_path / "in" / "deep" / "two.pdf").write_bytes(samples.pdf(SECOND))
    return tmp_path


def extract(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, ["extract", *arguments], input=stdin)


def symbols(result: Result) -> list[str]:
    return [json.loads(line)["resolution"]["symbol"] for line in result.stdout.splitlines()]


def test_a_folder_is_walked_and_the_answer_stands_alone(folder: pathlib.Path) -> None:
    (folder / "in" / "notes.xyz").write_text("left out")
    result = extract("in")
    assert result.exit_code == 0
    assert symbols(result) == ["A/RES/77/901", "A/RES/77/902"]
    assert result.stderr.splitlines() == [
        "Skipped 1 file of other kinds.",
        "2 files: 2 resolutions, 8 mandates, 0 problems.",
    ]


def test_the_json_array_holds_the_same_objects() -> None:
    lines = extract("-", stdin=samples.TEXT.encode()).stdout
    array = extract("-", "--format", "json", stdin=samples.TEXT.encode()).stdout
    assert json.loads(array) == [json.loads(lines)]
    assert array.startswith("[\n{\n")
    assert extract("-", "--format", "json", stdin=b"").stdout == "[]\n"


@pytest.mark.usefixtures("folder")
def test_a_pattern_a_file_and_a_folder_name_each_file_once() -> None:
    result = extract("in/one.txt", "in/*.txt", "in", "in/**/*.pdf")
    assert symbols(result) == ["A/RES/77/901", "A/RES/77/902"]


def test_one_bad_file_stops_nothing_and_is_one_line(folder: pathlib.Path) -> None:
    (folder / "in" / "bad.pdf").write_bytes(b"%PDF-1.4 junk")
    (folder / "in" / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (folder / "empty").mkdir()
    result = extract("in", "missing.txt", "none-*.pdf", "empty")
    assert result.exit_code == 1
    assert len(symbols(result)) == 2
    *told, summary = result.stderr.splitlines()
    assert [line.rpartition("[")[0].split(":")[0] for line in told] == [
        "none-*.pdf",
        "empty",
        "in/bad.pdf",
        "in/old.doc",
        "missing.txt",
    ]
    assert summary.startswith("5 files: 2 resolutions, 8 mandates, 5 problems (")
    for code in ("1 file.broken", "1 file.kind", "1 file.unreadable", "1 file.none", "1 folder.empty"):
        assert code in summary


def test_problems_in_a_resolution_are_told_and_in_its_json(folder: pathlib.Path) -> None:
    (folder / "gap.txt").write_text(GAP)
    result = extract("gap.txt")
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)["problems"]
    assert problem["code"] == "numbering.gap"
    assert result.stderr.splitlines()[0] == f"gap.txt: {problem['where']}: {problem['message']} [numbering.gap]"
    quiet = extract("gap.txt", "--quiet")
    assert (quiet.exit_code, quiet.stderr, quiet.stdout) == (1, "", result.stdout)


@pytest.mark.parametrize(
    ("arguments", "code"), [(["-"], 3), (["missing.txt"], 3), ([], 2), (["-", "--format", "xml"], 2), (["-j", "0"], 2)]
)
def test_nothing_read_has_an_exit_code_by_its_kind(arguments: list[str], code: int) -> None:
    result = extract(*arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr


def test_a_hostile_name_does_the_terminal_no_harm(folder: pathlib.Path) -> None:
    name = "a\x1b[31m\u202e.txt"
    (folder / name).write_text("nothing")
    result = extract(name)
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


def test_what_it_wrote_it_reads_and_writes_the_same(folder: pathlib.Path) -> None:
    written = extract("in").stdout
    (folder / "out.jsonl").write_text(written)
    assert extract("out.jsonl").stdout == written


def test_an_archive_reads_the_same_in_one_process_and_in_several(folder: pathlib.Path) -> None:
    members = {f"{n}.txt": samples.TEXT.replace("77/901", f"77/{n}").encode() for n in range(100, 130)}
    (folder / "all.zip").write_bytes(samples.archive({**members, "bad.txt": b"\0"}))
    one, two = extract("all.zip", "--jobs", "1"), extract("all.zip", "--jobs", "2")
    assert symbols(one) == [f"A/RES/77/{n}" for n in range(100, 130)]
    assert two.stdout == one.stdout
    assert json.loads(one.stdout.splitlines()[0])["resolution"]["source"] == "all.zip/100.txt"
    assert [line for line in one.stderr.splitlines() if "bad" in line] == [
        line for line in two.stderr.splitlines() if "bad" in line
    ]


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "mandates", "extract", *arguments]


def test_an_interruption_ends_it_and_all_its_processes(folder: pathlib.Path) -> None:
    for number in range(100, 130):
        (folder / "in" / f"{number}.txt").write_text(samples.TEXT)
    command = _command("in", "-", "--jobs", "2")  # standard input, to which no one writes: reading it waits
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        try:
            at_work, _, _ = select.select([process.stdout], [], [], 60)
            os.killpg(process.pid, signal.SIGINT)
            _, errors = process.communicate(timeout=60)  # which ends when no process is left that holds the pipe
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert at_work
    assert process.returncode == 130
    assert b"interrupted" in errors
    assert b"Traceback" not in errors


def test_a_reader_that_has_seen_enough_ends_it_quietly(folder: pathlib.Path) -> None:
    for number in range(100, 130):
        (folder / "in" / f"{number}.txt").write_text(samples.TEXT)
    with subprocess.Popen(_command("in", "--quiet"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read() if process.stderr else b""
    assert errors == b""
    assert process.returncode != 0
