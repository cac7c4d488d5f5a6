"""Changes of the register as an answer: when, who, what before and after, why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mandates.domain import notes
from mandates.domain.commands import EXTENDED
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.words import read_due_words, status_words
from mandates.schema.encoding import to_plain
from mandates.schema.history import EventRow

_SCREEN_COLUMNS = (
    Column("Change", number=True),
    Column("When"),
    Column("Who", flexible=True, minimum=8),
    Column("Did"),
    Column("To"),
    Column("What", flexible=True, minimum=24, below=True, lines=8),
)

#: Fields that return to their extracted value when a person's correction is removed.
_EXTRACTED_FIELDS = frozenset({"owners", "verb", "deliverable", "dues", "due_on"})

#: Names of fields for people, where they differ from the field names.
_FIELD_NAMES = {"dues": "due", "key": "occurrence"}

_FLAT_COLUMNS = tuple(
    Column(name, flexible=True)
    for name in ("id", "batch", "at", "actor", "action", "reference", "before", "after", "reason", "undone")
)


@dataclass(frozen=True)
class History(Answer):
    """Events in the order of the query."""

    events: Sequence[EventRow]
    title: str | None = None
    empty: str = "Nothing has been changed."

    def records(self) -> Iterator[EventRow]:
        """Yield one object per change."""
        return iter(self.events)

    def flat(self) -> Grid:
        """Return one row per change, with the fields before and after as ``field=value`` pairs."""
        return Grid(_FLAT_COLUMNS, [_flat_row(event) for event in self.events])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        yield history_grid(self.events, empty=self.empty)


def history_grid(events: Sequence[EventRow], *, caption: str | None = None, empty: str | None = None) -> Grid:
    """Return changes as a grid for people."""
    return Grid(_SCREEN_COLUMNS, [_screen_row(event) for event in events], caption=caption, empty=empty)


def difference_words(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return what changed, field by field: ``status: pending -> reported; evidence: A/73/328, 2018-08-20``."""
    before, after = _one_time(before, after)
    parts = {}
    for key in sorted(dict.fromkeys((*before, *after)), key=lambda key: key != "status"):
        old, new = before.get(key), after.get(key)
        if key == "notes":
            parts[key] = _notes_words(old or (), new or ())
            continue
        if value_words(old) != value_words(new) or (old is None) != (new is None):
            old_words = _field_words(key, old) if key in _EXTRACTED_FIELDS and key in before else value_words(old)
            new = False if new is None and old is True else new
            name = status_words(_FIELD_NAMES.get(key, key))
            parts[key] = (
                f"{name}: {old_words} -> {_field_words(key, new)}" if old_words else f"{name}: {value_words(new)}"
            )
    if len(parts) > 1:  # a correction always confirms too
        parts.pop("confirmed", None)
    return "; ".join(filter(None, parts.values()))


def _one_time(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the fields of a change with one due date on each side, where a day replaces a session or the reverse.

    The field that a person has set says when the item is due; the other one has its extracted value again.
    """
    both_fields_changed = all("due_on" in side and side.get("dues") for side in (before, after))
    if not both_fields_changed or before["due_on"] == after["due_on"] or before["dues"] == after["dues"]:
        return before, after
    to_session = any(str(due["phrase"]).startswith(EXTENDED) for due in after["dues"])
    old, new = (dict(side) for side in (before, after))
    date_side = old if to_session else new
    date_side["dues"] = [{"kind": "date", "date": date_side["due_on"], "phrase": date_side["due_on"]}]
    del old["due_on"], new["due_on"]
    return old, new


def _notes_words(before: notes.Notes, after: notes.Notes) -> str:
    """Return the notes that were added and those that were removed: ``note: asked OLA [letter.pdf]``."""
    added = [notes.brief(note) for note in after if note not in before]
    removed = [notes.brief(note) for note in before if note not in after]
    return "; ".join([*(f"note: {text}" for text in added), *(f"note removed: {text}" for text in removed)])


def _field_words(key: str, value: Any) -> str:
    """Return the value of a field before or after a change; words also for an empty or an extracted value."""
    empty = "as read" if value is None and key in _EXTRACTED_FIELDS else "nobody" if key == "owners" else "none"
    return value_words(value) or empty


def change_words(event: EventRow) -> str:
    """Return the differences that a change made, with its reason."""
    words = difference_words(event.before, event.after)
    return "; ".join(filter(None, (words, f"reason: {event.reason}" if event.reason else "")))


def _screen_row(event: EventRow) -> tuple[Value, ...]:
    action = status_words(event.kind) + (" (undone)" if event.undone else "")
    return (
        event.change,
        event.at.strftime("%Y-%m-%d %H:%M"),
        event.actor,
        Styled(action, Style.QUIET) if event.undone else action,
        event.reference,
        change_words(event),
    )


def _flat_row(event: EventRow) -> tuple[Value, ...]:
    return (
        event.id,
        event.change,
        event.at,
        event.actor,
        event.kind,
        event.reference,
        _pairs(event.before),
        _pairs(event.after),
        event.reason,
        "yes" if event.undone else "no",
    )


def _pairs(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{key}={value_words(value)}" for key, value in values.items())


def value_words(value: Any) -> str:
    """Return any value of a change in words: list items separated by semicolons, None left out.

    A flag that is true is given by its name: ``A/57/1, 2002-10-01, partial``.
    """
    return _plain_words(to_plain(value))


def _plain_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict) and "phrase" in value:
        return read_due_words(value)
    if isinstance(value, dict):
        entries = {key: item for key, item in value.items() if item not in (None, False)}
        return ", ".join(status_words(key) if item is True else _plain_words(item) for key, item in entries.items())
    if isinstance(value, list):
        return "; ".join(map(_plain_words, value))
    return str(value)
