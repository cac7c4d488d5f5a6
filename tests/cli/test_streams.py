"""Standard streams as shells give them: a reader that has gone, a full disk, streams that are closed."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.usefixtures("register"),
    pytest.mark.skipif(not pathlib.Path("/dev/full").exists(), reason="needs a device that is full"),
]


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of a shell in which $M is the program."""
    program = {"M": f"{sys.executable} -m mandates"}
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=os.environ | program, check=False)


@pytest.mark.parametrize("command", ["list", "export --format xlsx", "list --help"])
def test_a_pipe_whose_reader_has_gone_gives_its_own_code(command):
    ours, theirs = os.pipe()
    os.close(ours)
    program = [sys.executable, "-m", "mandates", *command.split()]
    with open(theirs, "wb") as pipe:  # noqa: PTH123 - no file of a folder
        result = subprocess.run(program, stdout=pipe, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 141
    assert "Traceback" not in result.stderr
    assert "Error" not in result.stderr


@pytest.mark.parametrize(("command", "code"), [("list", 1), ("--help", 1), ("update 71/500#8 --note seen", 0)])
def test_a_closed_output_is_an_error_where_there_is_an_answer(command, code):
    result = shell(f"$M {command} >&-")
    assert result.returncode == code
    assert ("Error: the answer cannot be written" in result.stderr) == bool(code)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("command", "code", "errors"),
    [("list", 0, "2>&-"), ("show 71/500#77", 4, "2>/dev/full"), ("nonsense", 2, "2>&-")],
)
def test_messages_that_nobody_reads_change_nothing(command, code, errors):
    assert shell(f"$M {command} {errors} >/dev/null").returncode == code


def test_a_closed_input_is_an_empty_one():
    result = shell("$M ingest - <&-")
    assert (result.returncode, "is empty" in result.stderr) == (3, True)


def test_a_full_disk_is_called_full():
    for line in ("$M list -o /dev/full", "$M export --format xlsx > /dev/full"):
        result = shell(line)
        assert (result.returncode, result.stderr.count("Error")) == (1, 1)
        assert "No space left on device" in result.stderr
