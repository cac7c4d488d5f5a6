"""Storing what people marked in a table: the changes are shown first and, once confirmed, stored as one change."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.marked_tables import lines_of
from mandates.cli.options import now, today

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from collections.abc import Sequence

    from mandates.register.marks import Brought, Line
    from mandates.store.engine import Register

#: The exit code if some of the marks could not be written.
_EXIT_PROBLEMS = 1

#: The most changes that are described one by one.
_MOST_DESCRIBED = 40


def bring(file: str, *, dry_run: bool, yes: bool, actor: str, database: str | None, console: Console) -> None:
    """Write what people marked in a table to the register, after a question.

    Raises:
        InputError: the table cannot be read. UsageError: it is not a table of items.
    """
    from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    lines = lines_of(file)
    with open_register(database, writing=True) as register:
        planned = _bring(register, lines, actor, dry_run=True)
        _tell(planned, console)
        number = len({change.reference for change in planned.changed})
        if not planned.changed:
            console.say(
                "Nothing else was edited; nothing was changed."
                if _has_problems(planned)
                else "Nothing was edited; nothing was changed."
            )
        elif dry_run or not (yes or _confirmed(number)):
            console.say(
                f"{count(number, 'item')} would change; nothing was changed{'' if dry_run else ': --yes writes it'}."
            )
        else:
            done = _bring(register, lines, actor, dry_run=False)
            number = len({change.reference for change in done.changed})
            console.say(f"{count(number, 'item')} changed. Take it back with: mandates undo {done.change}")
    if _has_problems(planned):
        sys.exit(_EXIT_PROBLEMS)


def _bring(register: Register, lines: Sequence[Line], actor: str, *, dry_run: bool) -> Brought:
    from mandates.register import marks  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- the same

    with working(register, actor=actor, at=now(), command="import", today=today()) as work:
        done = marks.bring(work, lines)
        if dry_run:
            work.connection.rollback()
    return done


def _tell(planned: Brought, console: Console) -> None:
    from mandates.rendering.history import difference_words  # noqa: PLC0415 -- `--help` is to be quick

    descriptions = [
        f"{change.reference}: {difference_words(change.before, change.after) or 'already so'}."
        for change in planned.changed
    ]
    shown = descriptions if console.loudness > 0 else descriptions[:_MOST_DESCRIBED]
    for line in shown:
        console.say(line)
    if len(descriptions) > len(shown):
        console.say(f"And {len(descriptions) - len(shown):,} others; -v lists them.")
    for place, words in planned.conflicts:
        console.say(f"Conflict at {place}: {words}; left as it is.", least=-1)
    for place, words in planned.refused:
        console.say(f"Refused: {place}: {words}.", least=-1)


def _has_problems(planned: Brought) -> bool:
    return bool(planned.conflicts or planned.refused)


def _confirmed(number: int) -> bool:
    """Ask whether to write the changes; False if nobody is at a terminal."""
    from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

    return sys.stdin.isatty() and click.confirm(f"Change {count(number, 'item')}?", err=True)
