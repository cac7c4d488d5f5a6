"""Runs the lines of a shell that come on standard input, those of `mandates` in this process: loaded once for all.

Prints what they print, on standard output and on standard error.
"""

import shlex
import subprocess
import sys

from click.testing import CliRunner

from mandates.cli.main import cli


def run(lines: str) -> str:
    """Run lines one by one and return what they print; none may fail."""
    said = ""
    for line in lines.splitlines():
        if line.startswith("mandates "):
            result = CliRunner().invoke(cli, shlex.split(line)[1:])
            assert isinstance(result.exception, SystemExit | None), (line, result.exception)
            assert result.exit_code in (0, 1), (line, result.output)  # 1: with problems of the document
            said += result.stdout + result.stderr
        else:
            said += subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout
    return said


if __name__ == "__main__":
    sys.stdout.write(run(sys.stdin.read()))
