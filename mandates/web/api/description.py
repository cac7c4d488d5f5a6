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

#: The answer of each question: the name of its record (None: an object that no schema describes), and whether it is a
#: list of them. What is not in here answers with such an object.
ANSWERS: Mapping[str, tuple[str | None, bool]] = {
    "all_items": ("ObligationRow", True), "item": ("ObligationRow", False), "mandate": ("MandateView", False),
    "all_resolutions": ("ResolutionRow", True), "all_sessions": ("SessionRow", True),
    "session": ("SessionSummary", False), "all_owners": ("OwnerRow", True), "all_documents": ("ProposalRecord", True),
    "stock_on_heaps": ("StockRow", True), "all_review": (None, True), "events": ("EventRow", True),
    "all_people": (None, True), "resolution": (None, False), "health": (None, False), "patch": ("ObligationRow", False),
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
#: The handlers that answer with 201 if something new was stored.
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


def description(addresses: Sequence[Address]) -> Any:
    """Return the handler that answers with the description of the addresses `addresses`."""

    def handler(visit: Visit) -> Response:
        del visit
        return answer(_described(tuple(addresses)))

    return handler


@functools.cache
def _described(addresses: tuple[Address, ...]) -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    for address in addresses:
        paths.setdefault(re.sub(r"\{(\w+):\w+\}", r"{\1}", address.path), {})[address.method.lower()] = _operation(
            address
        )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mandates",
            "version": __version__,
            "description": "The register of mandates, with the same filters and data as the commands.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {"schemas": {**_records(), "Problem": _PROBLEM}},
    }


def _operation(address: Address) -> dict[str, Any]:
    name = address.handler.__name__
    parameters = [*address.parameters, *(filter_parameters().values() if address.filters else ())]
    content = {"application/json": {"schema": _answer_schema(name)}}
    described: dict[str, Any] = {
        "operationId": f"{name}_{address.path.rpartition('/')[2]}" if name == "upload" else name,
        "summary": (address.handler.__doc__ or name).strip().splitlines()[0],
        "parameters": [
            *(
                {"name": part, "in": "path", "required": True, "schema": {"type": "string"}}
                for part in re.findall(r"\{(\w+):\w+\}", address.path)
            ),
            *(_parameter(parameter) for parameter in parameters),
        ],
        "responses": {
            "200": {"description": "The answer.", "content": content},
            **({"201": {"description": "Something new was stored.", "content": content}} if name in _MAKES else {}),
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
    if address.sends == "form":
        files = {"type": "array", "items": {"type": "string", "contentMediaType": "application/octet-stream"}}
        schema = {"type": "object", "properties": {"files": files}, "required": ["files"]}
        described["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    return described


def _answer_schema(name: str) -> dict[str, Any]:
    record, several = ANSWERS.get(name, (None, False))
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


def _parameter(parameter: Parameter) -> dict[str, Any]:
    if parameter.is_switch:
        schema: dict[str, Any] = {"type": "boolean"}
    elif parameter.read is typed.day:
        schema = {"type": "string", "format": "date"}
    elif parameter.read is typed.number:
        schema = {"type": "integer", "minimum": 0}
    else:
        schema = {"type": "string", **({"enum": list(parameter.choices)} if parameter.choices else {})}
    if parameter.several:
        schema = {"type": "array", "items": schema}
    return {
        "name": parameter.name.replace("_", "-"),
        "in": "query",
        "required": False,
        "description": parameter.help or "A filter, as the option of `mandates list` of the same name.",
        "schema": schema,
        **({"style": "form", "explode": True} if parameter.several else {}),
    }


def _records() -> dict[str, Any]:
    """Return the schemas of all records, by their class names."""
    definitions: dict[str, Any] = {}
    for schema in schemas().values():
        definitions |= schema["$defs"]
    relocated: dict[str, Any] = _relocated(definitions)
    return relocated


def _relocated(value: Any) -> Any:
    """Return a schema with its references changed to the place of schemas in an OpenAPI description."""
    if isinstance(value, dict):
        return {key: _relocated(element) for key, element in value.items()}
    if isinstance(value, list):
        return [_relocated(element) for element in value]
    return value.replace("#/$defs/", "#/components/schemas/") if isinstance(value, str) else value
