"""Write the JSON Schemas and the data dictionary anew from the schema of the public data.

python -m scripts.schemas
"""

from __future__ import annotations

import pathlib

from mandates.schema.dictionary import dictionary
from mandates.schema.json_schema import schema_texts

_ROOT = pathlib.Path(__file__).parents[1]


def main() -> None:
    """Write all schema files and the data dictionary, and remove obsolete schema files."""
    folder = _ROOT / "mandates" / "schema" / "data"
    folder.mkdir(exist_ok=True)
    texts = schema_texts()
    for path in folder.glob("*.json"):
        if path.stem not in texts:
            path.unlink()
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (_ROOT / "docs" / "data-dictionary.md").write_text(dictionary(), encoding="utf-8")


if __name__ == "__main__":
    main()
