"""Write docs/architecture.md: what each part of the program does, and which imports which.

python -m scripts.architecture
"""

from __future__ import annotations

import ast
import functools
import graphlib
import pathlib
from collections.abc import Iterator

from scripts.imports import ROOT, SOURCES, imported, part_of

PAGE = pathlib.Path(__file__).parents[1] / "docs" / "architecture.md"
_TEXT = pathlib.Path(__file__).with_suffix(".md")


def page() -> str:
    """Return the page as Markdown: the template next to this script, filled in from the sources."""
    text = _TEXT.read_text(encoding="utf-8")
    return text.replace("{picture}", "\n".join(_picture())).replace("{parts}", "\n".join(_parts()))


@functools.cache
def graph() -> dict[str, set[str]]:
    """Return the parts that each part of the program imports."""
    parts = {part_of(path) for path in SOURCES} - {"__init__", "__main__"}
    imports: dict[str, set[str]] = {part: set() for part in parts}
    for path in SOURCES:
        names = [name.split(".") for name, _ in imported(path)]
        used = {name[1] for name in names if name[0] == "mandates" and len(name) > 1}
        if part_of(path) in parts:
            imports[part_of(path)] |= (used & parts) - {part_of(path)}
    return imports


def _ordered() -> list[str]:
    """Return the parts, each after those that it imports; otherwise in alphabetical order."""
    return list(
        graphlib.TopologicalSorter({part: sorted(used) for part, used in sorted(graph().items())}).static_order()
    )


def _picture() -> Iterator[str]:
    """Yield the diagram in Mermaid, without arrows that are implied by others."""
    uses = graph()
    reachable: dict[str, set[str]] = {}
    yield "```mermaid"
    yield "flowchart BT"
    for part in _ordered():
        reachable[part] = uses[part] | {indirect for neighbour in uses[part] for indirect in reachable[neighbour]}
        direct = uses[part] - {indirect for neighbour in uses[part] for indirect in reachable[neighbour]}
        yield f"    {part}"
        yield from (f"    {part} --> {used}" for used in sorted(direct))
    yield "```"


def _parts() -> Iterator[str]:
    """Yield the table of the parts with the first line of the docstring of each."""
    yield "| part | what it does | imports |"
    yield "| --- | --- | --- |"
    for part in _ordered():
        package = ROOT / part / "__init__.py"
        path = package if package.exists() else ROOT / f"{part}.py"
        summary = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        used = ", ".join(f"`{name}`" for name in sorted(graph()[part]))
        yield f"| [`{part}`](../{path.relative_to(ROOT.parent).as_posix()}) | {summary} | {used} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
