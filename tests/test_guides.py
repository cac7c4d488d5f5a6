"""The guides of docs/ and the tour of the README: each command is run as it is written, and does what it says."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
import re
import shlex
import shutil

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from mandates.cli.main import cli
from mandates.domain.commands import Note
from mandates.register import maintenance
from mandates.store.engine import open_register
from tests import golden
from tests.conftest import NOW
from tests.register.conftest import does, ingests, listed
from tests.register.samples import SYMBOL, clause, reading, session_due

ROOT = pathlib.Path(__file__).parents[1]
REPORT = """\
A/73/328

General Assembly
Seventy-third session

Cooperation between the United Nations and the Collective Security Treaty Organization

Report of the Secretary-General

The present report is submitted pursuant to paragraph 8 of General Assembly resolution 71/12.
"""
BUDGET = (
    "Symbol,Entity,Programme,Programme Title,Origin Document\nA/RES/71/12,DPPA,2,Political affairs,A/81/6 (Sect. 3)\n"
)


def commands(name: str) -> list[str]:
    """Return the commands of a guide, one a line, in order."""
    guide = (ROOT / "docs" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines() if line.strip()]


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, quick_init: None) -> pathlib.Path:  # noqa: ARG001
    """Stand in a folder with the documents that the guides speak of, and a register of one's own."""
    for name in ("MANDATES_DB", "MANDATES_PUBLIC_URL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("MANDATES_USER", "Ada")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "seeds", tmp_path / "resolutions")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "A_73_328.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "all_mandates.csv").write_text(BUDGET, encoding="utf-8")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


@pytest.mark.parametrize("name", ["delegate.md", "officer.md", "researcher.md"])
def test_a_guide_can_be_followed(name: str, folder: pathlib.Path) -> None:
    lines = commands(name)
    assert len(lines) > 15
    for line in lines:
        program, *args = shlex.split(line)
        assert program == "mandates", line
        result = CliRunner().invoke(cli, args)
        assert result.exit_code == 0, (line, result.stderr, result.exception)
        if "--output" in args:
            path = folder / args[args.index("--output") + 1]
            assert (path.exists() and path.stat().st_size) or "no news" in result.stderr, line
        assert max(map(len, result.stdout.splitlines()), default=0) <= 80 or "json" in line or "--schema" in line, line
    assert os.listdir(folder / "data")  # noqa: PTH208 - the register is where the guides say


def readme() -> tuple[str, str, str]:
    """Return the tour of the README, with what stands before and after it."""
    whole = (ROOT / "README.md").read_text(encoding="utf-8")
    begin, end = whole.index("## A tour"), whole.index("## How it reads")
    return whole[:begin], whole[begin:end], whole[end:]


def told(line: str) -> str:
    """Return what a command line says, on the screen of a user, who sees answers and messages in their order."""
    program, *args = shlex.split(line)
    assert program == "mandates", line
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0, (line, result.output, result.exception)
    return result.stdout + result.stderr  # the answer, then what is said of it


def test_the_tour_shows_what_is_said(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(folder / "resolutions", folder / "seeds")
    monkeypatch.setenv("MANDATES_DB", "register.db")
    monkeypatch.setattr("mandates.cli.clock.clock", lambda: dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC))
    before, tour, after = readme()

    def run(block: re.Match[str]) -> str:
        if block["kind"] == "sh":
            for line in block["lines"].splitlines():
                told(line)
            return block[0]
        pieces = re.split(r"^\$ (.*)\n", block["lines"], flags=re.MULTILINE)
        said = (f"$ {line}\n{told(line).rstrip().replace(f'{folder}/', '')}\n" for line in pieces[1::2])
        return "```text\n" + "\n".join(said) + "```"

    now = re.sub(r"```(?P<kind>text|sh)\n(?P<lines>.*?)```", run, tour, flags=re.DOTALL)
    if golden.UPDATING:
        (ROOT / "README.md").write_text(before + now + after, encoding="utf-8")
        tour = now
    assert tour == now
    assert tour.count("\n$ mandates ") > 5


PAGES = ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")))


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_that_pages_name_are_there_with_their_options(page: str) -> None:
    written = (ROOT / page).read_text(encoding="utf-8").replace("\\\n", " ")
    fenced = "\n".join(re.findall(r"^```(?:sh|text)\n(.*?)^```", written, re.MULTILINE | re.DOTALL))
    lines = re.findall(r"`mandates ([a-z][^`\n]*)`", written) + re.findall(
        r"^(?:\$ )?mandates ([a-z].*)", fenced, re.MULTILINE
    )
    for line in lines:
        command: click.Command = cli
        words = shlex.split(line.replace("\\|", "|").partition("|")[0])
        while words and isinstance(command, click.Group) and words[0] in command.list_commands(click.Context(cli)):
            found = command.get_command(click.Context(cli), words.pop(0))
            assert found is not None
            command = found
        assert command is not cli, line
        taken = {name for one in command.params for name in (*one.opts, *one.secondary_opts)} | {"--help", "-h"}
        assert {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)} <= taken, line


@pytest.mark.postgresql
def test_the_roles_of_a_team_may_what_the_guide_says(postgresql_url: str) -> None:
    maintenance.create(postgresql_url, at=NOW)
    (roles,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs" / "officer.md").read_text(encoding="utf-8"), re.DOTALL)
    with open_register(postgresql_url, writing=True) as register, register.transaction() as connection:
        ingests(connection, reading(clause("8", session_due(73))))
        schema = connection.execute(text("SELECT current_schema()")).scalar_one()
        roles = re.sub("mandates_(readers|editors)", rf"{schema}_\1", roles).replace(
            "SCHEMA public", f"SCHEMA {schema}"
        )
        for statement in filter(str.strip, roles.split(";")):
            connection.execute(text(statement))
        connection.execute(text(f"SET LOCAL ROLE {schema}_editors"))
        does(connection, Note(text="by an editor"), f"{SYMBOL}#8")
        connection.execute(text(f"SET LOCAL ROLE {schema}_readers"))
        assert [row.note for row in listed(connection)] == ["by an editor"]
        with pytest.raises(ProgrammingError, match="permission denied"):
            does(connection, Note(text="by a reader"), f"{SYMBOL}#8")
        connection.rollback()
