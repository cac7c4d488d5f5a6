"""One module per format, each with `write(answer, out, screen)`; imported when asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from mandates.rendering.answer import Answer

#: Text formats, with the module of each. docs/commands.md describes them.
_MODULES: dict[str, str] = {
    "table": "as_table",
    "json": "as_json",
    "jsonl": "as_jsonl",
    "csv": "as_csv",
    "md": "as_markdown",
    "html": "as_html",
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where an answer is shown: the width in character cells, and whether it supports colour."""

    width: int = 80
    colour: bool = False


def writer(name: str) -> Callable[[Answer, IO[str], Screen], None]:
    """Return the function that writes an answer as text in the format `name`."""
    module: Any = importlib.import_module(f"{__name__}.{_MODULES[name]}")
    write: Callable[[Answer, IO[str], Screen], None] = module.write
    return write
