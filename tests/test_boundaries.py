"""Imports point back along the line of rooms only, and never in circles within a room."""

from __future__ import annotations

import ast
import graphlib
import pathlib
import re
import sys

import pytest

from scripts import architecture
from scripts.imports import ROOT, SOURCES, imported, part_of

#: The rooms of the program, each a package: what stands in one may use only the rooms before it.
ROOMS = (
    *("domain", "schema", "reference", "lexicon", "readers", "structure", "extraction"),
    *("timeline", "store", "matching", "register", "rendering", "cli", "web"),
)
#: Modules that stand outside the rooms: what each may use, and the first room that may use it.
MODULES: dict[str, tuple[set[str], str]] = {
    "datafiles": ({"domain"}, "reference"),
    "paths": ({"domain"}, "store"),
    "pipeline": ({"domain", "readers", "structure", "extraction"}, "cli"),
    "bounded": ({"domain", "readers"}, "cli"),
    "processes": ({"domain", "readers", "bounded"}, "cli"),
}
#: The ends of the line, which never meet.
ENDS = {"cli", "web"}
#: Each part of the program with the parts it may use, besides itself.
USES: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    **{module: uses for module, (uses, _) in MODULES.items()},
    **{
        room: {*ROOMS[:place], *(module for module, (_, first) in MODULES.items() if ROOMS.index(first) <= place)}
        - (ENDS if room in ENDS else set())
        for place, room in enumerate(ROOMS)
    },
}
#: Rooms whose modules may still import each other in circles.
IN_CIRCLES: set[str] = set()
#: Libraries that only some parts may load.
LIBRARIES = {
    "click": {"cli"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "pypdfium2": {"readers"},
    "lxml": {"readers"},
    "msgspec": {"schema", "register", "rendering", "cli"},
    "starlette": {"web"},
    "uvicorn": {"web"},
    "argon2": {"web"},
    "limits": {"web"},
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_back(path: pathlib.Path) -> None:
    part = part_of(path)
    assert part in USES, f"{part} is new: say in ROOMS or MODULES where it stands"
    for name, line in imported(path):
        parts = name.split(".")
        used = parts[1] if parts[0] == "mandates" and len(parts) > 1 else None
        allowed = USES[part] | {part, "__version__", None}
        assert used in allowed, f"{path.relative_to(ROOT)}:{line}: {part} may not import mandates.{used}"


def dotted(path: pathlib.Path) -> str:
    """Return the full name of the module in a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("mandates", *parts)).removesuffix(".__init__")


def within(room: str) -> dict[str, set[str]]:
    """Return each module of a room with those of the room that it imports, wherever in it, but for types.

    A package that a module of it imports from is loaded before that module anyway: only a name of its own counts.
    """
    paths = {dotted(path): path for path in SOURCES if part_of(path) == room}
    graph: dict[str, set[str]] = {}
    for module, path in paths.items():
        names = [name for name, _ in imported(path, for_types=False)]
        used = {name if name in paths else name.rpartition(".")[0] for name in names}
        graph[module] = used & set(paths) - {module}
    return graph


def test_modules_of_a_room_are_found_with_what_they_import() -> None:
    graph = within("domain")
    assert graph["mandates.domain.due"] == {"mandates.domain.resolution"}
    assert graph["mandates.domain.errors"] == set()


@pytest.mark.parametrize("room", sorted({part_of(path) for path in SOURCES} & set(ROOMS) - IN_CIRCLES))
def test_no_imports_go_in_circles_within_a_room(room: str) -> None:
    try:
        graphlib.TopologicalSorter(within(room)).prepare()
    except graphlib.CycleError as error:
        pytest.fail(f"imports go in a circle: {' imports '.join(reversed(error.args[1]))}")


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
    assert there <= set(USES)
    assert set(MODULES) <= there
    assert not there & sys.stdlib_module_names  # a name that hides a module of Python's own


def test_the_page_on_the_architecture_is_what_the_sources_say() -> None:
    assert architecture.PAGE.read_text(encoding="utf-8") == architecture.page(), "write it anew with 'make schemas'"


def test_the_page_on_the_architecture_names_places_that_are_there() -> None:
    places = re.findall(r"`((?:mandates|alembic|tests)/[\w/.]+)`", architecture.page())
    assert [place for place in places if not (ROOT.parent / place).exists()] == []
