"""Imports point back along the line only: readers, structure, extraction, register, reporting, cli."""

from __future__ import annotations

import ast
import pathlib
import sys
from collections.abc import Iterator

import pytest

import mandates

ROOT = pathlib.Path(mandates.__file__).parent

#: Each part of the program with the parts it may use, besides itself. What is no folder is a module.
USES: dict[str, set[str]] = {
    "errors": set(),
    "model": set(),
    "domain_citation": {"model"},
    "paths": {"errors"},
    "symbols": {"errors"},
    "fields": {"model"},
    "interchange": {"errors", "model", "symbols", "fields"},
    "calendar": {"errors", "model", "symbols"},
    "readers": {"errors", "model", "interchange"},
    "structure": {"errors", "model", "symbols", "readers"},
    "extraction": {"errors", "model", "domain_citation", "symbols", "calendar"},
    "pipeline": {"errors", "model", "readers", "structure", "extraction"},
    "parallel": {"model", "readers", "processes"},
    "processes": {"model", "readers"},
    "register": {"errors", "paths", "model", "symbols", "interchange", "fields", "calendar", "extraction"},
    "reporting": {"errors", "model", "symbols", "calendar", "register"},
    "__init__": set(),
    "__main__": {"cli"},
}
#: The end of the line may use everything.
ENDS = {"cli", "web"}
#: Libraries that only some parts may load.
LIBRARIES = {
    "click": {"cli"},
    "rich": {"cli", "reporting"},
    "sqlalchemy": {"register"},
    "alembic": {"register"},
    "psycopg": {"register"},
    "pypdfium2": {"readers"},
    "lxml": {"readers"},
}

SOURCES = sorted(ROOT.rglob("*.py"))


def part_of(path: pathlib.Path) -> str:
    """Return the part of the program that a source file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: pathlib.Path, *, for_types: bool = True) -> Iterator[tuple[str, int]]:
    """Yield the full name of each module that a source file imports, wherever in it, and the line; where not
    `for_types`, without those that only a type checker follows.
    """
    package = ("mandates", *path.relative_to(ROOT).parent.parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unused: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            unused |= {each for statement in node.body for each in ast.walk(statement)}
    for node in ast.walk(tree):
        if node in unused and not for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from ((f"{module}.{name.name}", node.lineno) for name in node.names)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_back(path: pathlib.Path) -> None:
    part = part_of(path)
    if part in ENDS:
        return
    assert part in USES, f"{part} is new: say in USES what it may import"
    for name, line in imported(path):
        parts = name.split(".")
        used = parts[1] if parts[0] == "mandates" and len(parts) > 1 else None
        allowed = USES[part] | {part, "__version__", None}
        assert used in allowed, f"{path.relative_to(ROOT)}:{line}: {part} may not import mandates.{used}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_libraries_are_loaded_where_they_belong(path: pathlib.Path) -> None:
    for name, line in imported(path, for_types=False):
        library = name.partition(".")[0]
        parts = LIBRARIES.get(library)
        assert parts is None or part_of(path) in parts, f"{path.relative_to(ROOT)}:{line} imports {library}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_command_line_prints_or_exits(path: pathlib.Path) -> None:
    if part_of(path) in ENDS | {"__main__"}:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="print" | "exit" | "quit" | "input" as name)):
                pytest.fail(f"{path.relative_to(ROOT)}:{node.lineno} calls {name}()")
            case ast.Attribute(value=ast.Name(id="sys"), attr="exit" | "stdout" | "stderr" as name):
                pytest.fail(f"{path.relative_to(ROOT)}:{node.lineno} uses sys.{name}")


def test_the_part_names_exist() -> None:
    there = {part_of(path) for path in SOURCES}
    assert set(USES) - there == set()
    assert ENDS & there == {"cli"}
    assert not there & set(sys.stdlib_module_names - {"calendar"})  # a name that hides a module of Python's own
