"""Values of the schema out of plain data that someone else may have written, each fault said with its place."""

from __future__ import annotations

import functools
import re
from typing import Any, TypeVar

import msgspec

_Value = TypeVar("_Value")

#: An error message of msgspec: what is wrong, and where: ``$.mandates[3].due[0].kind``.
_ERROR = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<place>.*)`)?", re.DOTALL)
_EXPECTED = re.compile(r"Expected `(?P<kind>[^`]*)`(?: (?P<bound>[<>]=) (?P<number>\S+)| of length (?P<length>\d+))?")
_MISSING = re.compile(r"Object missing required field `(?P<name>[^`]*)`")
_STEP = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")
_KINDS = {"str": "text", "int": "whole number", "float": "number", "bool": "truth value", "array": "list"}


def from_plain(data: Any, kind: type[_Value]) -> _Value:
    """Return the value of `kind` that plain data stands for; ``null`` is the same as a missing key.

    Raises:
        ValueError: the data does not follow the schema; says where.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError:
        complete = _without_nulls(data)
    try:
        return msgspec.convert(complete, kind)
    except msgspec.ValidationError as error:
        raise ValueError(_error_message(str(error), complete)) from error


def _without_nulls(data: Any) -> Any:
    """Return `data` without the keys that are ``null``."""
    if isinstance(data, dict):
        return {key: _without_nulls(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_without_nulls(item) for item in data]
    return data


def _error_message(message: str, data: Any) -> str:
    """Return what is wrong in our words: ``mandates[3].due[0].date is no date: '9 June'``."""
    match = _ERROR.fullmatch(message)
    error, place = (match["what"], match["place"] or "") if match else (message, "")
    name = place.removeprefix(".") or "it"
    if missing_field := _MISSING.fullmatch(error):
        return f"{place}.{missing_field['name']} is missing".removeprefix(".")
    if error.startswith("Invalid RFC3339"):
        return f"{name} is no date: {_value(data, place)!r}"
    if error.startswith(("Invalid enum value", "Invalid value")):
        return f"{name} is none of the words that are known: {_value(data, place)!r}"
    expected = _EXPECTED.match(error)
    if expected is None:
        return f"{name}: {error}"
    if expected["bound"]:
        return f"{name} is {'less' if expected['bound'] == '>=' else 'more'} than {float(expected['number']):g}"
    kinds = " or ".join(_KINDS.get(kind, kind) for kind in expected["kind"].split(" | ") if kind != "null")
    return f"{name} is no {kinds}" + (f" of {expected['length']}" if expected["length"] else "")


def _value(data: Any, place: str) -> Any:
    """Return what stands at a place."""
    steps = (step["key"] or int(step["index"]) for step in _STEP.finditer(place))
    return functools.reduce(lambda value, step: value[step], steps, data)
