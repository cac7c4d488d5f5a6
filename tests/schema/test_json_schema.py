"""The JSON Schemas and the data dictionary: written anew from the code, they are what the files hold."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any

import pytest

import mandates
from mandates.schema.dictionary import dictionary
from mandates.schema.encoding import to_plain
from mandates.schema.json_schema import RECORDS, schema_texts, schemas
from mandates.schema.readings import reading_to_plain
from tests.rendering import made
from tests.schema.test_readings import READING

ROOT = pathlib.Path(mandates.__file__).parent
RENEW = "write them anew with 'make schemas'"


def test_the_schemas_that_are_shipped_are_those_of_the_code() -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "schema" / "data").glob("*.json")}
    assert files == schema_texts(), RENEW


def test_the_data_dictionary_is_up_to_date() -> None:
    page = ROOT.parent / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == dictionary(), RENEW


@pytest.mark.parametrize("name", RECORDS)
def test_every_key_is_described_in_a_sentence(name: str) -> None:
    for part, schema in schemas()[name]["$defs"].items():
        assert schema["description"].endswith("."), part
        for key, described in schema.get("properties", {}).items():
            assert described["description"].endswith("."), f"{part}.{key}"


def faults(value: Any, schema: dict[str, Any], parts: dict[str, Any], place: str) -> Iterator[str]:
    """Yield the places where a value does not follow a schema, as far as our schemas go."""
    if "$ref" in schema:
        yield from faults(value, parts[schema["$ref"].rpartition("/")[2]], parts, place)
        return
    if "anyOf" in schema:
        if all(any(faults(value, choice, parts, place)) for choice in schema["anyOf"]):
            yield place
        return
    if "enum" in schema:
        if value not in schema["enum"]:
            yield place
        return
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
    kind = kinds.get(schema.get("type", ""), type(None))
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):  # type: ignore[arg-type]
        yield place
        return
    if isinstance(value, dict) and "properties" in schema:
        if list(value) != schema["required"]:
            yield place
        for key, described in schema["properties"].items():
            yield from faults(value.get(key), described, parts, f"{place}.{key}")
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(value):
            yield from faults(item, schema["items"], parts, f"{place}[{index}]")


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("reading", reading_to_plain(READING)),
        ("obligation", to_plain(made.settled())),
        ("obligation", to_plain(made.undated())),
        ("mandate", to_plain(made.mandate())),
        ("event", to_plain(made.event())),
        ("summary", to_plain(made.summary())),
    ],
)
def test_records_follow_their_schema(name: str, record: Any) -> None:
    schema = schemas()[name]
    assert list(faults(record, schema, schema["$defs"], name)) == []
    assert list(faults({**record, "more": 1}, schema, schema["$defs"], name)) == [name]
