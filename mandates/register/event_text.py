"""Fields of events as people are told them: without what points to rows, mandates by their references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mandates.store import texts
from mandates.store.engine import Connection

#: Fields that are ids of rows or positions in the text, which are not shown.
_HIDDEN = frozenset(
    {
        *("reading_id", "version_id", "suggestion_id", "session_id", "reading", "proposal"),
        *("issued_id", "answer_id", "read"),
        *("digest", "held", "label", "ordinal", "position"),
    }
)


class Teller:
    """Formats the fields of several events for people; their mandates are looked up together."""

    def __init__(self, connection: Connection, values: Iterable[Mapping[str, Any]]) -> None:
        mandate_ids = {fields["superseded_by"] for fields in values if isinstance(fields.get("superseded_by"), int)}
        self._references = texts.references_of(connection, sorted(mandate_ids)) if mandate_ids else {}

    def described(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of an event, before or after it, as they are shown to people."""
        shown = {name: value for name, value in values.items() if name not in _HIDDEN}
        if "reference" in shown and str(shown["reference"]).startswith("~"):
            del shown["reference"]
        if isinstance(shown.get("evidence"), list):
            pieces = [{name: value for name, value in piece.items() if name != "id"} for piece in shown["evidence"]]
            shown["evidence"] = pieces
        if isinstance(shown.get("judgement"), dict):
            shown["judgement"] = shown["judgement"]["word"]  # the event itself has the reason
        superseded_by = shown.get("superseded_by")
        if superseded_by in self._references:
            shown["superseded_by"] = self._references[superseded_by]
        return shown
