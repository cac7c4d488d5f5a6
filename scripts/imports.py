"""Which part of the program imports which, read from the sources."""

from __future__ import annotations

import ast
import functools
import pathlib
from collections.abc import Iterator

import mandates

ROOT = pathlib.Path(mandates.__file__).parent
SOURCES = sorted(ROOT.rglob("*.py"))


def part_of(path: pathlib.Path) -> str:
    """Return the part of the program that a source file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path: pathlib.Path, *, for_types: bool = True) -> Iterator[tuple[str, int]]:
    """Yield the full name of each module that a source file imports, at any level, and the line.

    Without `for_types`, imports under ``if TYPE_CHECKING`` are left out.
    """
    yield from ((name, line) for name, line, only_types in _imports(path) if for_types or not only_types)


@functools.cache
def _imports(path: pathlib.Path) -> tuple[tuple[str, int, bool], ...]:
    """Return each import of a source file with its line, and whether only types need it."""
    package = ("mandates", *path.relative_to(ROOT).parent.parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types: set[ast.AST] = set()
    found = []
    for node in ast.walk(tree):  # what stands within a node comes after it
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for_types |= {descendant for statement in node.body for descendant in ast.walk(statement)}
        elif isinstance(node, ast.Import):
            found += [(name.name, node.lineno, node in for_types) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            found += [(f"{module}.{name.name}", node.lineno, node in for_types) for name in node.names]
    return tuple(found)
