"""What people note of an obligation: several notes, each dated and by somebody, with files and links attached.

A note is plain data, as events and decisions hold it: ``{"text", "on", "by", "files": [{"id", "name", "size"}],
"links": [...]}``. `by` is None until the change in which it is made says who makes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from mandates.domain.errors import UsageError

#: A note, and the notes of an obligation in the order in which they were made.
Note = Mapping[str, Any]
Notes = Sequence[Note]

#: Characters of a note, files or links of one, and bytes of a file at most.
LONGEST, MOST, LARGEST = 20_000, 20, 10 * 2**20

_SCHEMES = ("https://", "http://", "mailto:")


def made(text: str, on: dt.date, *, files: Sequence[Note] = (), links: Sequence[str] = ()) -> dict[str, Any]:
    """Return a new note.

    Raises:
        UsageError: it says nothing, is too long, or has a link that is none.
    """
    words = text.strip()
    if not (words or files or links):
        raise UsageError("the note is empty", "write something, or attach a file or a link")
    if len(words) > LONGEST:
        raise UsageError(f"the note has {len(words):,} characters", f"write at most {LONGEST:,}, or attach a file")
    if max(len(files), len(links)) > MOST:
        raise UsageError(f"more than {MOST} are attached", "write several notes")
    for link in links:
        if not link.startswith(_SCHEMES) or not link.isprintable() or " " in link:
            raise UsageError(f"'{link}' is no link", "write it like https://docs.un.org/A/81/100")
    return {
        "text": words,
        "on": on.isoformat(),
        "by": None,
        "files": [dict(one) for one in files],
        "links": list(links),
    }


def same(one: Note, other: Note) -> bool:
    """Whether two notes say the same, whoever wrote them and when."""
    return all(one[name] == other[name] for name in ("text", "files", "links"))


def signed(notes: Notes, actor: str) -> list[Note]:
    """Return notes of which those that nobody has signed are of `actor`."""
    return [{**one, "by": actor} if one["by"] is None else one for one in notes]


def brief(note: Note) -> str:
    """Return a note in a line: its text and what is attached to it."""
    attached = [one["name"] for one in note["files"]] + list(note["links"])
    return " ".join(filter(None, (note["text"], f"[{', '.join(attached)}]" if attached else "")))


def newest(notes: Notes) -> str | None:
    """Return the last of several notes in a line; None where there is none."""
    return brief(notes[-1]) if notes else None
