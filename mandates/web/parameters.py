"""What an address asks for: the filters of the register and a page's own words, each known, none ignored.

The filters are those of `mandates.domain.filters.Filters`, whatever it has: a field that holds several values is a
parameter that repeats, under its name in the singular; a field that has fields itself holds the exclusions
(``not-status``). Hyphens and underscores in names are equivalent.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.register import typed

#: Pairs of name and value, in the order of the address.
Pairs = Sequence[tuple[str, str]]

#: Fields of the filters that are not parameters: they are derived from others.
_DERIVED = frozenset({"session_dates", "through", "settled"})
#: Parameter names that are not the regular singular of the field's name.
_IRREGULAR = {"series": "series", "statuses": "status", "classes": "class", "focal_points": "focal"}
#: Aliases of parameters: the name of the field in rows.
_ALIASES = {"focal_point": "focal", "not_focal_point": "not_focal"}
#: The parsers of filter values, by parameter name; other values are plain text.
_READERS: Mapping[str, Callable[[str], Any]] = {
    "body": typed.body,
    "session": typed.session,
    "due_session": typed.session,
    "adopted_session": typed.session,
    "resolution": typed.symbol,
    "series": typed.symbol,
    "verb": typed.verb,
    "deliverable": typed.deliverable,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address.

    Attributes:
        read: parses a value; raises UsageError.
        several: whether it may be repeated, meaning any of its values.
        field: the field of the filters, or None for a page's own parameter. excluding: whether it excludes items.
        choices: the possible values, if there are few.
    """

    name: str
    read: Callable[[str], Any]
    several: bool = False
    field: str | None = None
    excluding: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""

    @property
    def is_switch(self) -> bool:
        """Whether the parameter is a switch, on or off."""
        return self.read is typed.switch


@functools.cache
def filter_parameters() -> dict[str, Parameter]:
    """Return the parameters that are filters, by name."""
    return {parameter.name: parameter for parameter in _parameters(Filters, excluding=False)}


#: The parameter that every page of tracked data takes.
AS_OF = Parameter("as_of", typed.day, help="Everything as it stood at the end of this day.")


#: The parameter that selects a saved view, on every page with filters.
VIEW = Parameter("view", typed.line, help="A saved view; other filters in the address take precedence.")


@dataclass(frozen=True, slots=True)
class Asked:
    """The parsed parameters of an address.

    Attributes:
        pairs: the parameters as written, without empty ones.
        values: the parsed parameters by name. filters: the filters of the register.
    """

    pairs: Pairs
    values: Mapping[str, Any]
    filters: Filters

    def get(self, name: str, default: Any = None) -> Any:
        """Return a page's own value."""
        return self.values.get(name, default)

    def several(self, name: str) -> tuple[Any, ...]:
        """Return the values of a page's own parameter: none, one, or several if it is repeated."""
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else (value,)

    def given(self, name: str) -> list[str]:
        """Return the values of a parameter as written in the address."""
        return [value for key, value in self.pairs if key == name]

    def address(self, path: str, *without: str, **changed: object) -> str:
        """Return an address with the same parameters, some left out, some with another value (None: left out)."""
        remaining = [(key, value) for key, value in self.pairs if key not in without and key not in changed]
        added = [(key, str(value)) for key, value in changed.items() if value is not None]
        return address(path, [*remaining, *added])

    def without_value(self, path: str, name: str, value: str) -> str:
        """Return an address with one value of a parameter removed."""
        return address(path, [pair for pair in self.pairs if pair != (name, value) and pair[0] != "after"])

    def with_value(self, path: str, name: str, value: str) -> str:
        """Return an address with a value of a parameter added, or replaced if the parameter takes only one value."""
        several = filter_parameters()[name].several if name in filter_parameters() else False
        pairs = [pair for pair in self.pairs if pair[0] != "after" and (several or pair[0] != name)]
        return address(path, [*pairs, (name, value)] if (name, value) not in pairs else pairs)


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return an address with parameters, in the form that users see (hyphens in names)."""
    query = urlencode([(name.replace("_", "-"), value) for name, value in pairs])
    return f"{path}?{query}" if query else path


def read(raw_pairs: Iterable[tuple[str, str]], own: Iterable[Parameter] = (), *, filters: bool = False) -> Asked:
    """Return the parsed parameters of an address.

    Args:
        raw_pairs: pairs of name and value. own: the parameters of the page itself.
        filters: whether the page also takes the filters of the register.

    Raises:
        UsageError: a parameter is unknown or repeated, or a value is invalid.
    """
    accepted = {parameter.name: parameter for parameter in own} | (
        {VIEW.name: VIEW, **filter_parameters()} if filters else {}
    )
    pairs: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    for raw, value in raw_pairs:
        name = raw.replace("-", "_")
        name = _ALIASES.get(name, name) if name not in accepted else name
        parameter = accepted.get(name)
        if parameter is None:
            suggestion = typed.closest(name, accepted)
            names = [accepted_name.replace("_", "-") for accepted_name in accepted]
            remedy = f"did you mean '{suggestion.replace('_', '-')}'" if suggestion else f"known are {', '.join(names)}"
            raise UsageError(f"there is no parameter '{raw}' here", remedy if accepted else "leave it out")
        if not value.strip():
            continue
        if "\0" in value:
            raise UsageError(f"'{raw}' contains a NUL character", "leave it out")
        if name in values and not parameter.several:
            raise UsageError(f"'{raw}' is given twice", "give it once")
        pairs.append((name, value.strip()))
        parsed = parameter.read(value)
        values[name] = (*values.get(name, ()), parsed) if parameter.several else parsed
    return Asked(tuple(pairs), values, _filters(values, accepted.values()))


def filters_of(**parameters: str | Sequence[str]) -> Filters:
    """Return the filters for parameters as written in an address: ``filters_of(resolution="71/12")``."""
    pairs = [
        (name, value)
        for name, values in parameters.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return read(pairs, filters=True).filters


def _filters(values: Mapping[str, Any], parameters: Iterable[Parameter]) -> Filters:
    chosen: dict[str, Any] = {}
    excluded: dict[str, Any] = {}
    for parameter in parameters:
        if parameter.field is not None and parameter.name in values:
            (excluded if parameter.excluding else chosen)[parameter.field] = values[parameter.name]
    if excluded:
        kind: Any = next(field.type for field in _fields(Filters) if dataclasses.is_dataclass(field.type))
        chosen["excluded"] = kind(**excluded)
    filters = Filters(**chosen)
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError("'since' is later than 'until'", "swap the two")
    return filters


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    type: Any


def _fields(kind: type) -> list[_Field]:
    hints = typing.get_type_hints(kind)
    return [_Field(field.name, hints[field.name]) for field in dataclasses.fields(kind)]


def _parameters(kind: type, *, excluding: bool) -> Iterable[Parameter]:
    for field in _fields(kind):
        if field.name in _DERIVED:
            continue
        if dataclasses.is_dataclass(field.type):
            yield from _parameters(typing.cast("type", field.type), excluding=True)
            continue
        several = typing.get_origin(field.type) is tuple
        inner = typing.get_args(field.type)[0] if several else _without_none(field.type)
        word = _singular(field.name) if several else field.name
        choices: tuple[str, ...] = ()
        if inner is bool:
            reader: Callable[[str], Any] = typed.switch
        elif inner is dt.date:
            reader = typed.day
        elif inner is int:
            reader = typed.number
        elif isinstance(inner, type) and issubclass(inner, StrEnum):
            reader = typed.member_of(inner)
            choices = tuple(member.value for member in inner)
        else:
            reader = _READERS.get(word, typed.line)
        yield Parameter(
            f"not_{word}" if excluding else word, reader, several, field.name, excluding=excluding, choices=choices
        )


def _singular(name: str) -> str:
    return _IRREGULAR.get(name) or re.sub(r"(ies|s)$", lambda match: "y" if match[0] == "ies" else "", name)


def _without_none(hint: Any) -> Any:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next(member for member in typing.get_args(hint) if member is not type(None))
    return hint
