"""What the program needs is declared, what is declared is used, and the lock holds it all."""

from __future__ import annotations

import ast
import pathlib
import re
import sys
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement

ROOT = pathlib.Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {name: [Requirement(line) for line in lines] for name, lines in PROJECT["optional-dependencies"].items()}
NEEDED = [Requirement(line) for line in PROJECT["dependencies"]]
#: What is used without being imported: by the name of a driver, a parser of forms, a program.
USED_OTHERWISE = {"psycopg": "the driver of PostgreSQL", "python-multipart": "forms with files, for Starlette"}
#: Modules that come with a library that is declared, and belong to it.
COMES_WITH = {"joserfc": "authlib", "markupsafe": "jinja2"}
LOCKED = dict(
    re.findall(r"^([a-z0-9-]+)==([^\s;]+)", (ROOT / ".ci" / "requirements.txt").read_text("utf-8"), re.MULTILINE)
)


def imported() -> set[str]:
    """Return the libraries that the program and its migrations import, wherever in a module, as they are installed."""
    names = set()
    for folder in ("mandates", "alembic"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names.add(str(node.module).partition(".")[0])
    named = metadata.packages_distributions()
    own = {*sys.stdlib_module_names, "mandates", "__future__"}
    found = {COMES_WITH.get(name, named.get(name, [name])[0]) for name in names - own}
    return {name.lower().replace("_", "-") for name in found}


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    declared = {one.name for one in (*NEEDED, *EXTRAS["oidc"])}
    assert imported() | set(USED_OTHERWISE) == declared


@pytest.mark.parametrize("one", [*NEEDED, *EXTRAS["dev"]], ids=lambda one: one.name)
def test_the_lock_holds_what_is_asked_for(one: Requirement) -> None:
    assert one.name in LOCKED, "run 'make lock'"
    assert one.specifier.contains(LOCKED[one.name]), "run 'make lock'"


@pytest.mark.parametrize("one", NEEDED, ids=lambda one: one.name)
def test_each_library_has_a_lowest_version(one: Requirement) -> None:
    assert any(bound.operator == ">=" for bound in one.specifier)
