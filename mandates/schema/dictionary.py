"""The data dictionary: what every key of the public data means, written from the JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mandates.schema.json_schema import schemas

_HEAD = """\
# Data dictionary

What every key means in the JSON that `mandates` writes. All keys are always present, `null` or an empty list where
nothing is known; keys may be added, and are never removed or renamed. Dates are written `2018-09-18`, moments
`2018-08-21T09:30:00+00:00`. Each sort of record has a JSON Schema in `mandates/schema/data/`, which is installed with
the program. What is read back, as the records of `extract` are by `ingest`, may lack keys that were added later.

This page and the schemas are written by `make schemas`; change them in `mandates/schema/`.
"""
#: The commands that write each sort of record.
_WRITTEN_BY = {
    "reading": "`extract`: one a resolution. `ingest` takes it back.",
    "document": "`extract`: one an issued document. `ingest` and `match` take it back.",
    "proposal": "`match`: one an issued document.",
    "obligation": "`list`, `overdue` and `export`: one an obligation. Also within other records.",
    "mandate": "`show`: the one mandate. `review`: one an uncertain reading, with `kind` before it.",
    "suggestion": "`review`: one a reading that waits for a person's word, with `kind` before it.",
    "event": "`history`: one a change.",
    "resolution": "`resolutions`: one a resolution.",
    "owner": "`owners`: one an owner.",
    "session": "`sessions`: one a session.",
    "redated": "`db redate`: one a session whose dates changed.",
    "summary": "`summary`: the one session.",
    "burden": "`summary --sessions` and `compare-sessions`: the sessions beside each other.",
    "forecast": "`forecast`: the one period.",
    "cycle": "`cycles`: one a mandate with a time.",
    "comparison": "`compare`: the two resolutions.",
    "series": "`series`: the one series.",
    "renewal": "`renewals`: one a request that is asked for anew.",
    "check": "`check`: the one draft.",
    "stock": "`stock`: the one stock.",
}
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "`true` or `false`",
    "object": "object",
    "null": "`null`",
}


def dictionary() -> str:
    """Return the data dictionary as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    described: set[str] = set()
    for name, schema in schemas().items():
        parts: Mapping[str, Any] = schema["$defs"]
        yield f"## {name}\n"
        yield f"Written by {_WRITTEN_BY[name]}\n"
        yield f"What is written: {_type(schema)}. JSON Schema: `mandates/schema/data/{name}.json`\n"
        for part in (part for part in parts if part not in described):
            described.add(part)
            yield from _section(part, parts[part])


def _section(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one record, one list of words, or one pair."""
    yield f"### {name}\n"
    yield f"{schema['description']}\n"
    if "enum" in schema:
        yield f"One of {_words(schema['enum'])}.\n"
    elif "properties" not in schema:
        yield f"Written as a {_type(schema)}.\n"
    else:
        yield "| key | value | meaning |"
        yield "| --- | --- | --- |"
        for key, property_schema in schema["properties"].items():
            yield f"| `{key}` | {_type(property_schema)} | {property_schema['description']} |"
        yield ""


def _type(schema: Mapping[str, Any]) -> str:
    """Return what a value is, in words."""
    match schema:
        case {"$ref": str(reference)}:
            part = reference.rpartition("/")[2]
            return f"[{part}](#{part.casefold()})"
        case {"anyOf": list(choices)}:
            return " or ".join(map(_type, choices))
        case {"enum": list(choices)}:
            return _words(choices)
        case {"prefixItems": list(items)}:
            return f"pair of {_several(items[0])}" if len(items) == 2 else f"list of {len(items)}"
        case {"items": dict(item)}:
            return f"list of {_several(item)}"
        case {"format": "date"}:
            return "date"
        case {"format": "date-time"}:
            return "moment"
    return _TYPES[schema["type"]]


def _several(schema: Mapping[str, Any]) -> str:
    """Return what the values of a list are, in words."""
    words = _type(schema)
    if "anyOf" in schema:
        return f"({words})"
    return {"text": "texts", "date": "dates", "whole number": "whole numbers"}.get(words, words)


def _words(choices: Iterable[Any]) -> str:
    return ", ".join(f"`{choice}`" for choice in choices)
