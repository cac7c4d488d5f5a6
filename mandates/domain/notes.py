"""The notes of an obligation: each with its date and author, and with attached files and links.

A note is plain data, as events and decisions hold it: ``{"text", "on", "by", "files": [{"id", "name", "size"}],
"links": [...]}``. `by` is None until the change that adds the note sets its author.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from mandates.domain.errors import UsageError

#: A note, and the notes of an obligation in the order in which they were made.
Note = Mapping[str, Any]
Notes = Sequence[Note]

#: The maximum number of characters of a note, of files or links of a note, and of bytes of a file.
LONGEST, MOST, LARGEST = 20_000, 20, 10 * 2**20

_SCHEMES = ("https://", "http://", "mailto:")


def made(text: str, on: dt.date, *, files: Sequence[Note] = (), links: Sequence[str] = ()) -> dict[str, Any]:
    """Return a new note.

    Raises:
        UsageError: the note is empty or too long, has too many attachments, or an invalid link.
    """
    stripped = text.strip()
    if not (stripped or files or links):
        raise UsageError("the note is empty", "write something, or attach a file or a link")
    if len(stripped) > LONGEST:
        raise UsageError(f"the note has {len(stripped):,} characters", f"write at most {LONGEST:,}, or attach a file")
    if max(len(files), len(links)) > MOST:
        raise UsageError(f"a note can have at most {MOST} attachments", "write several notes")
    for link in links:
        if not link.startswith(_SCHEMES) or not link.isprintable() or " " in link:
            raise UsageError(f"'{link}' is not a link", "write it like https://docs.un.org/A/81/100")
    return {
        "text": stripped,
        "on": on.isoformat(),
        "by": None,
        "files": [dict(file) for file in files],
        "links": list(links),
    }


def same(note: Note, other: Note) -> bool:
    """Return whether two notes have the same content, regardless of author and date."""
    return all(note[name] == other[name] for name in ("text", "files", "links"))


def signed(notes: Notes, actor: str) -> list[Note]:
    """Return the notes with `actor` as the author of those that have none."""
    return [{**note, "by": actor} if note["by"] is None else note for note in notes]


def brief(note: Note) -> str:
    """Return a note as one line: its text and its attachments."""
    attached = [file["name"] for file in note["files"]] + list(note["links"])
    return " ".join(filter(None, (note["text"], f"[{', '.join(attached)}]" if attached else "")))


def newest(notes: Notes) -> str | None:
    """Return the last note as one line, or None if there are no notes."""
    return brief(notes[-1]) if notes else None
