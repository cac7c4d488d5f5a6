"""The fields of events for people: in a fixed order, without ids of rows, and with the references of mandates."""

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

#: The order of fields, of events and of what they hold, since PostgreSQL keeps none; any others follow by name.
_ORDER = {
    name: place
    for place, name in enumerate(
        (
            *("status", "evidence", "settled_on", "superseded_by", "happened_on"),
            *("verb", "owners", "lead", "focal_point", "deliverable", "dues", "due_on", "notes"),
            *("judgement", "not_a_mandate", "confirmed", "paragraphs", "mandates"),
            # of evidence and notes
            *("document", "text", "on", "by", "note", "url", "partial", "files", "links"),
            # of a due date
            *("kind", "date", "body", "session", "every", "after", "event", "phrase", "opens_on", "closes_on", "exact"),
        )
    )
}


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
        ordered: dict[str, Any] = _in_order(shown)
        return ordered


def _in_order(value: Any) -> Any:
    """Return plain data with the fields of each object in one order."""
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (_ORDER.get(name, len(_ORDER)), name))
        return {name: _in_order(value[name]) for name in names}
    return [_in_order(item) for item in value] if isinstance(value, list) else value
