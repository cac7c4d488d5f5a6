"""Values out of a JSON object that someone else may have written, each checked, with its place in the message."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from mandates.domain.resolution import Span

_Choice = TypeVar("_Choice", bound=StrEnum)


class Fields:
    """The fields of one JSON object.

    Every method raises ValueError, naming the field, where the value is not of its kind; ``null`` is the same as a
    missing key.

    Attributes:
        place: where the object stands, as a prefix for its keys (``paragraphs[3].``).
    """

    def __init__(self, data: Any, name: str) -> None:
        if not isinstance(data, Mapping):
            raise ValueError(f"{name or 'it'} is no object")  # noqa: TRY004 - a value of the input, not of the program
        self._data = data
        self.place = f"{name}." if name else ""

    def _get(self, key: str, kinds: type | tuple[type, ...], what: str) -> Any:
        value = self._data.get(key)
        is_kind = isinstance(value, kinds) and not (isinstance(value, bool) and kinds is not bool)
        if value is not None and not is_kind:
            raise ValueError(f"{self.place}{key} is no {what}")
        return value

    def text(self, key: str) -> str:
        """Return the text of a field that must be there."""
        value = self.text_or_none(key)
        if value is None:
            raise ValueError(f"{self.place}{key} is missing")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Return the text of a field, or None."""
        value: str | None = self._get(key, str, "text")
        return value

    def boolean(self, key: str, *, default: bool) -> bool:
        """Return the truth value of a field."""
        value: bool | None = self._get(key, bool, "truth value")
        return default if value is None else value

    def integer(self, key: str) -> int | None:
        """Return the whole number in a field, or None."""
        value: int | None = self._get(key, int, "whole number")
        return value

    def number(self, key: str, *, default: float) -> float:
        """Return the number in a field."""
        value = self._get(key, (int, float), "number")
        if value is not None and not math.isfinite(value):  # JSON as Python reads it knows NaN
            raise ValueError(f"{self.place}{key} is no number")
        return default if value is None else float(value)

    def session(self, key: str) -> int | str | None:
        """Return a session: a number, a text such as ``special 32``, or None."""
        value: int | str | None = self._get(key, (int, str), "session")
        return value

    def date(self, key: str) -> dt.date | None:
        """Return the date in a field, written as in ISO 8601, or None."""
        value = self.text_or_none(key)
        try:
            return dt.date.fromisoformat(value) if value else None
        except ValueError as error:
            raise ValueError(f"{self.place}{key} is no date: {value!r}") from error

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """Return the member of `choices` that a field names; it must be there."""
        value = self.text(key)
        try:
            return choices(value)
        except ValueError as error:
            raise ValueError(f"{self.place}{key} is none of {', '.join(choices)}: {value!r}") from error

    def span(self, key: str) -> Span | None:
        """Return the span in a field, or None."""
        return to_span(self._data.get(key), f"{self.place}{key}")

    def items(self, key: str) -> list[Any]:
        """Return the list in a field; empty where it is missing."""
        value: list[Any] | None = self._get(key, list, "list")
        return value or []

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts in a field."""
        values = self.items(key)
        if not all(isinstance(value, str) for value in values):
            raise ValueError(f"{self.place}{key} is no list of texts")
        return tuple(values)

    def nested(self, key: str, *, optional: bool = False) -> Fields:
        """Return the object in a field; where it is missing and `optional`, an empty one."""
        value = self._data.get(key)
        return Fields({} if value is None and optional else value, f"{self.place}{key}")

    def objects(self, key: str) -> list[Fields]:
        """Return the objects in a field's list."""
        return [Fields(value, f"{self.place}{key}[{index}]") for index, value in enumerate(self.items(key))]


def to_span(value: Any, place: str) -> Span | None:
    """Return the span that a pair of character offsets gives; None for ``null``.

    Raises:
        ValueError: it is no such pair.
    """
    if value is None:
        return None
    match value:
        case [int(start), int(end)] if 0 <= start <= end and not isinstance(start, bool):
            return Span(start, end)
    raise ValueError(f"{place} is no pair of character offsets")
