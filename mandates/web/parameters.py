"""What an address asks for: the filters of the register and a page's own words, each known, none ignored.

The filters are those of `mandates.domain.filters.Filters`, whatever it has: a field that holds several values is a
parameter that repeats, under its name in the singular; one that is made of fields itself is what is left out
(``not-status``). A hyphen in a name is as good as an underscore.
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

#: Fields of the filters that an address does not name: they follow from others.
_DERIVED = frozenset({"session_dates", "through", "settled"})
#: Names that are not the singular of the field's.
_SAME = {"series": "series", "statuses": "status", "classes": "class", "focal_points": "focal"}
#: Other names under which parameters are known: the field of a row that one is about.
_ALSO = {"focal_point": "focal", "not_focal_point": "not_focal"}
#: What reads the values of filters that are words, by the parameter's name; others are texts.
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
        read: turns a value into what is meant; raises UsageError.
        several: whether it may be repeated, meaning any of its values.
        field: of the filters, or None for a page's own. excluding: whether it names what is left out.
        choices: the words it can be, where they are few.
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
        """Whether it is on or off."""
        return self.read is typed.switch


@functools.cache
def filter_parameters() -> dict[str, Parameter]:
    """Return the parameters that are filters, by name."""
    return {one.name: one for one in _parameters(Filters, excluding=False)}


#: Parameters that every page of what is tracked takes.
AS_OF = Parameter("as_of", typed.day, help="Everything as it stood at the end of this day.")


#: Wherever filters are: what a saved view selects.
VIEW = Parameter("view", typed.line, help="What is kept under this name; filters that are given besides count first.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    Attributes:
        pairs: the parameters as they were given, without empty ones.
        values: a page's own ones, by name. filters: those of the register.
    """

    pairs: Pairs
    values: Mapping[str, Any]
    filters: Filters

    def get(self, name: str, default: Any = None) -> Any:
        """Return a page's own value."""
        return self.values.get(name, default)

    def several(self, name: str) -> tuple[Any, ...]:
        """Return the values of a page's own parameter: none, one, or several where it repeats."""
        found = self.values.get(name, ())
        return found if isinstance(found, tuple) else (found,)

    def given(self, name: str) -> list[str]:
        """Return the values of a parameter as they were given."""
        return [value for key, value in self.pairs if key == name]

    def address(self, path: str, *without: str, **changed: object) -> str:
        """Return an address with the same parameters, some left out, some with another value (None: left out)."""
        kept = [(key, value) for key, value in self.pairs if key not in without and key not in changed]
        added = [(key, str(value)) for key, value in changed.items() if value is not None]
        return address(path, [*kept, *added])

    def without_value(self, path: str, name: str, value: str) -> str:
        """Return an address with one value of a parameter taken away."""
        return address(path, [pair for pair in self.pairs if pair != (name, value) and pair[0] != "after"])

    def with_value(self, path: str, name: str, value: str) -> str:
        """Return an address with one more value of a parameter, or that value where there can be one only."""
        several = filter_parameters()[name].several if name in filter_parameters() else False
        kept = [pair for pair in self.pairs if pair[0] != "after" and (several or pair[0] != name)]
        return address(path, [*kept, (name, value)] if (name, value) not in kept else kept)


def address(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return an address with parameters, in the form in which people see it."""
    query = urlencode([(name.replace("_", "-"), value) for name, value in pairs])
    return f"{path}?{query}" if query else path


def read(given: Iterable[tuple[str, str]], own: Iterable[Parameter] = (), *, filters: bool = False) -> Asked:
    """Return what an address asks for.

    Args:
        own: the parameters of the page itself. filters: whether it takes those of the register.

    Raises:
        UsageError: a parameter is not known or given twice, or a value is none of its kind.
    """
    known = {one.name: one for one in own} | ({VIEW.name: VIEW, **filter_parameters()} if filters else {})
    pairs: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    for raw, value in given:
        name = raw.replace("-", "_")
        name = _ALSO.get(name, name) if name not in known else name
        one = known.get(name)
        if one is None:
            near = typed.closest(name, known)
            shown = [each.replace("_", "-") for each in known]
            remedy = f"did you mean '{near.replace('_', '-')}'" if near else f"known are {', '.join(shown)}"
            raise UsageError(f"there is no parameter '{raw}' here", remedy if known else "leave it out")
        if not value.strip():
            continue
        if "\0" in value:
            raise UsageError(f"'{raw}' contains a NUL character", "leave it out")
        if name in values and not one.several:
            raise UsageError(f"'{raw}' is given twice", "give it once")
        pairs.append((name, value.strip()))
        found = one.read(value)
        values[name] = (*values.get(name, ()), found) if one.several else found
    return Asked(tuple(pairs), values, _filters(values, known.values()))


def filters_of(**given: str | Sequence[str]) -> Filters:
    """Return the filters that parameters mean, as they stand in an address: ``filters_of(resolution="71/12")``."""
    pairs = [(name, one) for name, value in given.items() for one in ([value] if isinstance(value, str) else value)]
    return read(pairs, filters=True).filters


def _filters(values: Mapping[str, Any], known: Iterable[Parameter]) -> Filters:
    chosen: dict[str, Any] = {}
    excluded: dict[str, Any] = {}
    for one in known:
        if one.field is not None and one.name in values:
            (excluded if one.excluding else chosen)[one.field] = values[one.name]
    if excluded:
        kind: Any = next(each.type for each in _fields(Filters) if dataclasses.is_dataclass(each.type))
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
    return [_Field(one.name, hints[one.name]) for one in dataclasses.fields(kind)]


def _parameters(kind: type, *, excluding: bool) -> Iterable[Parameter]:
    for one in _fields(kind):
        if one.name in _DERIVED:
            continue
        if dataclasses.is_dataclass(one.type):
            yield from _parameters(typing.cast("type", one.type), excluding=True)
            continue
        several = typing.get_origin(one.type) is tuple
        inner = typing.get_args(one.type)[0] if several else _without_none(one.type)
        word = _singular(one.name) if several else one.name
        choices: tuple[str, ...] = ()
        if inner is bool:
            reader: Callable[[str], Any] = typed.switch
        elif inner is dt.date:
            reader = typed.day
        elif inner is int:
            reader = typed.number
        elif isinstance(inner, type) and issubclass(inner, StrEnum):
            reader = typed.member_of(inner)
            choices = tuple(each.value for each in inner)
        else:
            reader = _READERS.get(word, typed.line)
        yield Parameter(
            f"not_{word}" if excluding else word, reader, several, one.name, excluding=excluding, choices=choices
        )


def _singular(name: str) -> str:
    return _SAME.get(name) or re.sub(r"(ies|s)$", lambda ending: "y" if ending[0] == "ies" else "", name)


def _without_none(hint: Any) -> Any:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return next(one for one in typing.get_args(hint) if one is not type(None))
    return hint
