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
    """Return the page as Markdown: the text beside this script, filled in from the sources."""
    text = _TEXT.read_text(encoding="utf-8")
    return text.replace("{picture}", "\n".join(_picture())).replace("{parts}", "\n".join(_parts()))


@functools.cache
def graph() -> dict[str, set[str]]:
    """Return each part of the program with the parts that it imports."""
    parts = {part_of(path) for path in SOURCES} - {"__init__", "__main__"}
    found: dict[str, set[str]] = {part: set() for part in parts}
    for path in SOURCES:
        names = [name.split(".") for name, _ in imported(path)]
        used = {name[1] for name in names if name[0] == "mandates" and len(name) > 1}
        if part_of(path) in parts:
            found[part_of(path)] |= (used & parts) - {part_of(path)}
    return found


def _ordered() -> list[str]:
    """Return the parts, each after those that it imports; parts of one rank in alphabetical order."""
    return list(
        graphlib.TopologicalSorter({part: sorted(used) for part, used in sorted(graph().items())}).static_order()
    )


def _picture() -> Iterator[str]:
    """Yield the picture in Mermaid, without arrows that follow from others."""
    uses = graph()
    behind: dict[str, set[str]] = {}
    yield "```mermaid"
    yield "flowchart BT"
    for part in _ordered():
        behind[part] = uses[part] | {far for near in uses[part] for far in behind[near]}
        direct = uses[part] - {far for near in uses[part] for far in behind[near]}
        yield f"    {part}"
        yield from (f"    {part} --> {used}" for used in sorted(direct))
    yield "```"


def _parts() -> Iterator[str]:
    """Yield the table of the parts with the first sentence of what each says of itself."""
    yield "| part | what it does | imports |"
    yield "| --- | --- | --- |"
    for part in _ordered():
        package = ROOT / part / "__init__.py"
        path = package if package.exists() else ROOT / f"{part}.py"
        said = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        used = ", ".join(f"`{one}`" for one in sorted(graph()[part]))
        yield f"| [`{part}`](../{path.relative_to(ROOT.parent).as_posix()}) | {said} | {used} |"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
