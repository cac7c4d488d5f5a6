"""The description of the API (OpenAPI 3.1), made from the table of addresses and the schema of the data."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from mandates import __version__
from mandates.register import typed
from mandates.schema.json_schema import schemas
from mandates.web.api import changes, people
from mandates.web.api.answers import answer
from mandates.web.parameters import Parameter, filter_parameters
from mandates.web.site import Address, Visit

#: What each question answers with: the name of its record, and whether it is a list of them.
_ANSWERS: Mapping[str, tuple[str | None, bool]] = {
    "all_items": ("ObligationRow", True), "item": ("ObligationRow", False), "mandate": ("MandateView", False),
    "all_resolutions": ("ResolutionRow", True), "all_sessions": ("SessionRow", True),
    "session": ("SessionSummary", False), "all_owners": ("OwnerRow", True), "all_documents": (None, True),
    "all_review": (None, True), "events": ("EventRow", True), "patch": ("ObligationRow", False),
}  # fmt: skip
_BODIES: Mapping[str, Mapping[str, type]] = {
    "patch": changes.PATCH,
    "report": changes.REPORT,
    "bulk": changes.BULK,
    "take_back": changes.UNDO,
    "accept_match": {},
    "reject_match": changes.REJECT,
    "accept_renewal": {},
    "reject_renewal": changes.REJECT,
    "enter": changes.ENTRY,
    "change": people.CHANGE,
}
#: Those that answer with 201 where something new is in the register.
_MAKES = frozenset({"report", "upload", "enter", "change"})
_JSON: Mapping[type, Mapping[str, Any]] = {
    str: {"type": ["string", "null"]},
    bool: {"type": ["boolean", "null"]},
    int: {"type": ["integer", "null"], "minimum": 0, "maximum": typed.MOST},
    list: {"type": ["array", "null"], "items": {"type": "string"}},
    dict: {"type": ["object", "null"]},
}
_PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong."},
        "remedy": {"type": "string", "description": "What to do about it."},
        "exit_code": {"type": "integer", "description": "Exit code of a command in the same case."},
    },
    "required": ["type", "title", "status", "detail", "remedy"],
}


def description(of: Sequence[Address]) -> Any:
    """Return what answers with the description of these addresses."""

    def handler(visit: Visit) -> Response:
        del visit
        return answer(_described(tuple(of)))

    return handler


@functools.cache
def _described(of: tuple[Address, ...]) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for one in of:
        paths.setdefault(re.sub(r"\{(\w+):\w+\}", r"{\1}", one.path), {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mandates",
            "version": __version__,
            "description": "The register of mandates: the same filters, words and rows as the commands.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {"schemas": {**_records(), "Problem": _PROBLEM}},
    }


def _operation(one: Address) -> dict[str, Any]:
    name = one.handler.__name__
    known = [*one.parameters, *(filter_parameters().values() if one.filters else ())]
    content = {"application/json": {"schema": _answer_schema(name)}}
    described: dict[str, Any] = {
        "operationId": f"{name}_{one.path.rpartition('/')[2]}" if name == "upload" else name,
        "summary": (one.handler.__doc__ or name).strip().splitlines()[0],
        "parameters": [
            *(
                {"name": part, "in": "path", "required": True, "schema": {"type": "string"}}
                for part in re.findall(r"\{(\w+):\w+\}", one.path)
            ),
            *(_parameter(each) for each in known),
        ],
        "responses": {
            "200": {"description": "The answer.", "content": content},
            **({"201": {"description": "What is new.", "content": content}} if name in _MAKES else {}),
            "default": {
                "description": "What is wrong, and what to do.",
                "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }
    if name == "patch":
        described["parameters"].append(
            {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
        )
    if name in _BODIES:
        schema = {
            "type": "object",
            "properties": {field: dict(_JSON[kind]) for field, kind in _BODIES[name].items()},
            "additionalProperties": False,
        }
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if one.sends == "form":
        files = {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}}
        schema = {"type": "object", "properties": {"files": files}, "required": ["files"]}
        described["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    return described


def _answer_schema(name: str) -> dict[str, Any]:
    record, several = _ANSWERS.get(name, (None, False))
    row: dict[str, Any] = {"$ref": f"#/components/schemas/{record}"} if record else {"type": "object"}
    if not several:
        return row
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": row},
            "next": {"type": ["string", "null"], "description": "Address of the next portion."},
            "as_of": {"type": "string", "format": "date"},
        },
        "required": ["items", "next", "as_of"],
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    if one.is_switch:
        schema: dict[str, Any] = {"type": "boolean"}
    elif one.read is typed.day:
        schema = {"type": "string", "format": "date"}
    elif one.read is typed.number:
        schema = {"type": "integer", "minimum": 0}
    else:
        schema = {"type": "string", **({"enum": list(one.choices)} if one.choices else {})}
    if one.several:
        schema = {"type": "array", "items": schema}
    return {
        "name": one.name.replace("_", "-"),
        "in": "query",
        "required": False,
        "description": one.help or "A filter, as the option of `mandates list` of the same name.",
        "schema": schema,
        **({"style": "form", "explode": True} if one.several else {}),
    }


def _records() -> dict[str, Any]:
    """Return the schemas of all records, under the names that they have in code."""
    found: dict[str, Any] = {}
    for schema in schemas().values():
        found |= schema["$defs"]
    moved: dict[str, Any] = _moved(found)
    return moved


def _moved(value: Any) -> Any:
    """Return a schema whose references lead to where schemas stand in this description."""
    if isinstance(value, dict):
        return {key: _moved(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_moved(each) for each in value]
    return value.replace("#/$defs/", "#/components/schemas/") if isinstance(value, str) else value
