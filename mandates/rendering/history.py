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

_COLUMNS = (
    Column("Change", number=True),
    Column("When"),
    Column("Who", flexible=True, minimum=8),
    Column("Did"),
    Column("To"),
    Column("What", flexible=True, minimum=24, below=True, lines=8),
)

#: What falls back to what was read when a person's word is taken away.
_READ = frozenset({"owners", "verb", "deliverable", "dues", "due_on"})

#: Fields that are called otherwise than their names.
_NAMES = {"dues": "due", "key": "occurrence"}

_FLAT = tuple(
    Column(name, flexible=True)
    for name in ("id", "batch", "at", "actor", "action", "reference", "before", "after", "reason", "undone")
)


@dataclass(frozen=True)
class History(Answer):
    """Events, the latest first or last as the query has them."""

    events: Sequence[EventRow]
    title: str | None = None
    empty: str = "Nothing has been changed."

    def records(self) -> Iterator[EventRow]:
        """Yield one object a change."""
        return iter(self.events)

    def flat(self) -> Grid:
        """Return one row a change; what was before and after as ``field=value`` pairs."""
        return Grid(_FLAT, [_flat_row(event) for event in self.events])

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the grid of a terminal."""
        yield history_grid(self.events, empty=self.empty)


def history_grid(events: Sequence[EventRow], *, caption: str | None = None, empty: str | None = None) -> Grid:
    """Return changes as a person reads them."""
    return Grid(_COLUMNS, [_screen_row(event) for event in events], caption=caption, empty=empty)


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
            first = _field_words(key, old) if key in _READ and key in before else value_words(old)
            new = False if new is None and old is True else new
            name = status_words(_NAMES.get(key, key))
            parts[key] = f"{name}: {first} -> {_field_words(key, new)}" if first else f"{name}: {value_words(new)}"
    if len(parts) > 1:  # what a person has corrected has been looked at
        parts.pop("confirmed", None)
    return "; ".join(filter(None, parts.values()))


def _one_time(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the fields of a change with one time on each side, where a day replaces a session or the reverse.

    What a person has set there says when it is due; the other field is back at what was read.
    """
    both = all("due_on" in side and side.get("dues") for side in (before, after))
    if not both or before["due_on"] == after["due_on"] or before["dues"] == after["dues"]:
        return before, after
    to_session = any(str(one["phrase"]).startswith(EXTENDED) for one in after["dues"])
    old, new = (dict(side) for side in (before, after))
    day_of = old if to_session else new
    day_of["dues"] = [{"kind": "date", "date": day_of["due_on"], "phrase": day_of["due_on"]}]
    del old["due_on"], new["due_on"]
    return old, new


def _notes_words(before: notes.Notes, after: notes.Notes) -> str:
    """Return which notes came and which went: ``note: asked OLA [letter.pdf]``."""
    came = [notes.brief(one) for one in after if one not in before]
    gone = [notes.brief(one) for one in before if one not in after]
    return "; ".join([*(f"note: {one}" for one in came), *(f"note taken away: {one}" for one in gone)])


def _field_words(key: str, value: Any) -> str:
    """Return the value of a field before or after a change, also where it is empty or what was read."""
    empty = "as read" if value is None and key in _READ else "nobody" if key == "owners" else "none"
    return value_words(value) or empty


def change_words(event: EventRow) -> str:
    """Return what a change did, with its reason."""
    words = difference_words(event.before, event.after)
    return "; ".join(filter(None, (words, f"reason: {event.reason}" if event.reason else "")))


def _screen_row(event: EventRow) -> tuple[Value, ...]:
    done = status_words(event.kind) + (" (undone)" if event.undone else "")
    return (
        event.change,
        event.at.strftime("%Y-%m-%d %H:%M"),
        event.actor,
        Styled(done, Style.QUIET) if event.undone else done,
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
    """Return any value of a change in words: parts of a list set off by semicolons, what is None left out.

    What holds of a piece of evidence is told by its name: ``A/57/1, 2002-10-01, partial``.
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
        said = {key: item for key, item in value.items() if item not in (None, False)}
        return ", ".join(status_words(key) if item is True else _plain_words(item) for key, item in said.items())
    if isinstance(value, list):
        return "; ".join(map(_plain_words, value))
    return str(value)
