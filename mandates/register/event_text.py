"""Fields of events as people are told them: without what points to rows, mandates by their references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mandates.store import texts
from mandates.store.engine import Connection

#: Fields that point to rows, and places in the text.
_HIDDEN = frozenset(
    {
        *("reading_id", "version_id", "suggestion_id", "session_id", "reading", "proposal"),
        *("issued_id", "answer_id", "read"),
        *("digest", "held", "label", "ordinal", "position"),
    }
)


class Teller:
    """Tells the fields of several events, whose mandates are looked up together."""

    def __init__(self, connection: Connection, values: Iterable[Mapping[str, Any]]) -> None:
        later = {one["superseded_by"] for one in values if isinstance(one.get("superseded_by"), int)}
        self._references = texts.references_of(connection, sorted(later)) if later else {}

    def told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of an event, before or after it, as a person is told them."""
        told = {name: value for name, value in values.items() if name not in _HIDDEN}
        if "reference" in told and str(told["reference"]).startswith("~"):
            del told["reference"]
        if isinstance(told.get("evidence"), list):
            pieces = [{name: value for name, value in piece.items() if name != "id"} for piece in told["evidence"]]
            told["evidence"] = pieces
        if isinstance(told.get("judgement"), dict):
            told["judgement"] = told["judgement"]["word"]  # the reason is the event's own
        later = told.get("superseded_by")
        if later in self._references:
            told["superseded_by"] = self._references[later]
        return told
