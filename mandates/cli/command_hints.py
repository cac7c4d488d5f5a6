"""Hints for words that are no command, option or argument: the command or option that was probably meant."""

from __future__ import annotations

import re

import click

#: Words that people try as commands, and what to use instead.
TRIED = {
    "search": "to find words: mandates list --search WORDS",
    "find": "to find words: mandates list --search WORDS",
    "grep": "to find words: mandates list --search WORDS",
    "status": "to see a session: mandates summary; to set the status: mandates update REFERENCE --status STATUS",
    "stats": "to see how a session stands: mandates summary",
    "session": "to see how a session stands: mandates summary --session N; its dates: mandates sessions --session N",
    "due": "to see what is due: mandates list; to move a date: mandates update REFERENCE --due WHEN",
    "extend": "to move a date: mandates update REFERENCE --due WHEN --granted-by WHO --reason TEXT",
    "late": "to see what is late: mandates overdue",
    "pending": "to see what is pending: mandates list",
    "todo": "to see what is pending: mandates list",
    "next": "to see what is coming up: mandates forecast",
    "upcoming": "to see what is coming up: mandates forecast",
    "unissued": "to see which reports are not issued in time: mandates list --unissued",
    "done": "to say that something is done: mandates report REFERENCE",
    "mark": "to mark an item: mandates report REFERENCE, mandates update REFERENCE --status STATUS",
    "close": "to say that something is done: mandates report REFERENCE",
    "edit": "to change an item: mandates update REFERENCE; to correct what was read: mandates review REFERENCE",
    "correct": "to correct what was read: mandates review REFERENCE",
    "delete": "to hide a mandate: mandates review REFERENCE --not-a-mandate; to undo a change: mandates undo",
    "remove": "to hide a mandate: mandates review REFERENCE --not-a-mandate; to undo a change: mandates undo",
    "lead": "to set a lead: mandates assign REFERENCE --lead NAME; to find: mandates list --lead NAME",
    "focal": "to set a focal point: mandates assign REFERENCE --focal NAME; to find: mandates list --focal NAME",
    "comment": "to add a note: mandates note REFERENCE TEXT",
    "attach": "to keep a file with an item: mandates note REFERENCE TEXT --attach FILE",
    "committee": "to see the items from a committee: mandates list --committee NAME",
    "committees": "to see the items from a committee: mandates list --committee NAME",
    "agenda": "to see what is under an agenda item: mandates list --agenda-item ITEM",
    "calendar": "to write a calendar: mandates export --output due.ics",
    "ics": "to write a calendar: mandates export --output due.ics",
    "workbook": "to write one: mandates export --output items.xlsx; to read it back: mandates import --marks FILE",
    "excel": "to write a workbook: mandates export --output items.xlsx",
    "xlsx": "to write a workbook: mandates export --output items.xlsx",
    "mail": "to write a digest: mandates digest --output digest.eml",
    "email": "to write a digest: mandates digest --output digest.eml",
    "backup": "to copy the register: mandates db backup FILE",
    "upgrade": "to upgrade the register: mandates db upgrade",
    "migrate": "to upgrade the register: mandates db upgrade",
    "web": "to work in a browser: mandates serve",
    "read": "to read resolutions: mandates ingest FOLDER",
    "load": "to read resolutions: mandates ingest FOLDER",
    "config": "MANDATES_DB names the register, MANDATES_USER the user; to keep filters: mandates view save NAME",
}

#: Patterns of words that are given without their option, and the options that may have been meant.
_OPTIONS_BY_PATTERN = (
    (r"\d+[-,]\d+", ("--sessions",)),
    (r"\d+|(special|emergency) \d+", ("--session", "--due-session")),
    (r"\S*\.(csv|eml|html?|ics|jsonl?|md|xlsx|ndjson|txt)", ("--output",)),
    (r"\d{4}-\d\d-\d\d", ("--as-of",)),
    (r"\S*\d/\S*\d\S*", ("--resolution",)),
    (r".+", ("--search", "--committee", "--owner", "--view")),
)
_EXTRA_ARGUMENT = re.compile(r"Got unexpected extra arguments? \((.*)\)")


def extra_argument(error: click.ClickException) -> str | None:
    """Return what is wrong with an argument that a command does not take, with the options that it may belong to.

    None if the error is another one, or no option of the command fits.
    """
    match = _EXTRA_ARGUMENT.match(error.format_message())
    context = getattr(error, "ctx", None)
    if match is None or context is None:
        return None
    known_options = {name for parameter in context.command.params for name in parameter.opts}
    candidates = (options for pattern, options in _OPTIONS_BY_PATTERN if re.fullmatch(pattern, match[1], re.IGNORECASE))
    meant_options = next(
        (present for options in candidates if (present := [name for name in options if name in known_options])), None
    )
    if meant_options is None:
        return None
    word = f"'{match[1]}'" if " " in match[1] else match[1]
    *others, last = [f"{name} {word}" for name in meant_options[: 1 if meant_options[0] != "--search" else None]]
    return f"'{match[1]}' needs an option; use {', '.join(others)}{' or ' if others else ''}{last}"
