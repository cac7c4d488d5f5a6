"""Write mandates/reference/data/entities.json anew: the registry of entities, worked out from its data files.

python -m scripts.registry
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

from mandates import datafiles
from mandates.reference import entities

FILE = pathlib.Path(entities.__file__).parent / entities.PREPARED


def text() -> str:
    """Return the text of the file, with each entity on a line of its own."""
    checksum = datafiles.checksum("mandates.reference", entities.SOURCES)
    parts = ",\n".join(f'"{name}": {_on_lines(part)}' for name, part in entities.written().items())
    return f'{{"checksum": {checksum}, "result": {{\n{parts}\n}}}}\n'


def _on_lines(part: list[Any] | dict[str, Any]) -> str:
    if isinstance(part, list):
        return "[\n" + ",\n".join(map(_json, part)) + "\n]"
    return "{\n" + ",\n".join(f"{_json(key)}: {_json(value)}" for key, value in part.items()) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
