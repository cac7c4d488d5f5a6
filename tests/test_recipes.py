"""The recipes of CONTRIBUTING.md, carried out as they are written in a copy of the program."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests import shell_lines

ROOT = pathlib.Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DRAFT = re.search(r"kept as `draft.md`:\n\n```markdown\n(.*?)```", TEXT, re.DOTALL)
#: What a step may say: something is added to a file, something in it replaced, commands are run, and what they print.
STEP = re.compile(
    r"In\s+`(?P<added>[^`]+)`, at the end, add:\n\n```\w+\n(?P<what>.*?)```"
    r"|In\s+`(?P<file>[^`]+)`, replace `(?P<old>[^`]+)` by:\n\n```\w+\n(?P<new>.*?)```"
    r"|```sh\n(?P<commands>.*?)```(?:\n\n```text\n(?P<output>.*?)```)?",
    re.DOTALL,
)
#: Recipes that are parts of one.
TOGETHER = {"Add a status": "Add a migration"}


def recipes() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each recipe."""
    parts = re.split(r"^### (.+)\n", TEXT, flags=re.MULTILINE)
    texts = dict(zip(parts[1::2], parts[2::2], strict=True))
    second = {name: texts[name] for name in TOGETHER.values()}
    for name, text in texts.items():
        if name not in second:
            yield name, re.split(r"^## ", text + texts.get(TOGETHER.get(name, ""), ""), flags=re.MULTILINE)[0]


@pytest.fixture
def copy(tmp_path: pathlib.Path) -> pathlib.Path:
    """Give a copy of the program, compiled as far as this one is, with the draft beside it."""
    for name in ("mandates", "alembic", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    assert DRAFT is not None
    (tmp_path / "draft.md").write_text(DRAFT[1], encoding="utf-8")
    return tmp_path


def filled(text: str) -> str:
    """Return a recipe with the numbers of the newest revision and the next put in."""
    newest = max(path.name[:4] for path in (ROOT / "alembic" / "versions").glob("[0-9]*.py"))
    return text.replace("{newest}", newest).replace("{next}", f"{int(newest) + 1:04}")


def run(copy: pathlib.Path, commands: str) -> str:
    """Run the commands of a recipe with the program as it was changed, in one process; return what they print."""
    environment = {**os.environ, "PYTHONPATH": str(copy), "HOME": str(copy), "MANDATES_USER": "anna"}
    environment.pop("MANDATES_DB", None)
    done = subprocess.run(
        [sys.executable, shell_lines.__file__],
        input=commands,
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.fixture
def said_before(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    quick_init: None,  # noqa: ARG001
) -> Callable[[str], str]:
    """Give a function that returns what commands of a recipe print with the program as it is."""
    folder = tmp_path_factory.mktemp("before")
    assert DRAFT is not None
    (folder / "draft.md").write_text(DRAFT[1], encoding="utf-8")
    monkeypatch.delenv("MANDATES_DB", raising=False)
    monkeypatch.setenv("MANDATES_USER", "anna")

    def said(commands: str) -> str:
        with contextlib.chdir(folder):
            return shell_lines.run(commands)

    return said


@pytest.mark.parametrize(("name", "text"), list(recipes()), ids=lambda value: value if len(value) < 60 else "")
def test_a_recipe_does_what_it_says(
    copy: pathlib.Path, said_before: Callable[[str], str], name: str, text: str
) -> None:
    outputs = [step for step in STEP.finditer(filled(text)) if step["output"]]
    assert outputs, f"{name} shows no output"
    with pytest.raises(AssertionError):  # before the change it fails or prints something else
        assert outputs[-1]["output"].strip() in said_before(outputs[-1]["commands"])
    for step in STEP.finditer(filled(text)):
        if step["added"]:
            path = copy / step["added"]
            before = path.read_text(encoding="utf-8").rstrip("\n") + "\n" if path.exists() else ""
            path.write_text(before + ("\n" if step["added"].endswith("toml") else "") + step["what"], encoding="utf-8")
        elif step["file"]:
            path = copy / step["file"]
            before = path.read_text(encoding="utf-8")
            assert before.count(step["old"] + "\n") == 1, f"{step['file']} has not one line `{step['old']}`"
            path.write_text(before.replace(step["old"] + "\n", step["new"]), encoding="utf-8")
        elif step["output"]:
            assert step["output"].strip() in run(copy, step["commands"])
