"""Which part of the program imports which, read from the sources."""

from __future__ import annotations

import ast
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
    package = ("mandates", *path.relative_to(ROOT).parent.parts)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unused: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            unused |= {descendant for statement in node.body for descendant in ast.walk(statement)}
    for node in ast.walk(tree):
        if node in unused and not for_types:
            continue
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            yield from ((f"{module}.{name.name}", node.lineno) for name in node.names)
