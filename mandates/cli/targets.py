"""Which obligations a change is for: those named, or those that filters select, after a count and a question."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from mandates.cli.console import Console
from mandates.cli.options import (
    Command,
    actor_option,
    dry_run_option,
    filter_options,
    latest,
    now,
    output_options,
    register_option,
    today,
    yes_option,
)
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.domain import commands
    from mandates.domain.filters import Filters
    from mandates.register import track
    from mandates.register.unit_of_work import UnitOfWork
    from mandates.store.engine import Register

#: The exit code if the question is answered with no.
DECLINED = 1

#: The most items that are described one by one; the others are counted.
_MOST_DESCRIBED = 10


@dataclasses.dataclass(frozen=True, kw_only=True)
class Targets:
    """The items that a command is to change, and how.

    Attributes:
        references: the items by name. filters: without names they select the items, settled ones only if they name a
            status.
        dry_run: only show the change. yes: do not ask.
        actor: who makes the change. command: its name in the history.
    """

    references: tuple[str, ...]
    filters: Filters
    dry_run: bool
    yes: bool
    actor: str
    command: str
    database: str | None
    console: Console

    def apply(self, command: commands.Command, what: str, *, later: str | None = None) -> None:
        """Apply a command to the named items, all or none, or to those that the filters select; report what was done.

        Args:
            what: the change in a few words, for the question.
            later: the reference of the mandate that supersedes the items of an `Update`.
        """
        if self.references:
            self._require_no_filters()
            self._named(command, later)
        else:
            self._selected(command, what, later)

    def _require_no_filters(self) -> None:
        from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick

        if self.filters != Filters():
            raise UsageError("both references and filters are given", "give only one of them")

    def _named(self, command: commands.Command, later: str | None) -> None:
        from mandates.register import track  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.rendering.history import difference_words  # noqa: PLC0415 -- the same
        from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

        targets = track.Named(references=self.references)
        with open_register(self.database, writing=True) as register, self._working(register) as work:
            done = track.apply(work, _complete(work, command, later, targets), targets)
            if self.dry_run:
                work.connection.rollback()
        for change in done.changed:
            self.console.notice(change.notice)
            words = difference_words(change.before, change.after) or "already so; nothing was changed"
            self.console.say(f"{change.reference}: {words}.")
            for opened in change.opened:
                self.console.say(f"Next expected: {opened}.")
            if change.closed:
                self.console.say(f"No longer expected: {some(change.closed)}.")
        self._tell(len(done.changed), done.change if len(done.changed) > 1 else None)

    def _selected(self, command: commands.Command, what: str, later: str | None) -> None:
        from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.register import track  # noqa: PLC0415 -- the same
        from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

        filters = self.filters
        if filters == Filters():
            raise UsageError("no item is named", "give references such as 71/12#8, or filters such as --session 73")
        if not filters.statuses:
            filters = dataclasses.replace(filters, settled=False)
        targets = track.Selected(filters=filters)
        with open_register(self.database) as register:
            with self._working(register) as work:
                planned = track.look(work, _complete(work, command, later, targets), targets)
            selected = len(planned.changed) + len(planned.refused)
            if not selected:
                self.console.say("Nothing matches; nothing was changed.")
                return
            self._refused(planned)
            if self.dry_run or not self.yes:
                self._show(register, filters)
        if self.dry_run:
            self._tell(len(planned.changed), None)
        elif planned.changed:
            self._ask(what, len(planned.changed))
            targets = dataclasses.replace(targets, expected=selected)
            with open_register(self.database, writing=True) as register, self._working(register) as work:
                done = track.apply(work, _complete(work, command, later, targets), targets)
            self._tell(len(done.changed), done.change)

    def _working(self, register: Register) -> contextlib.AbstractContextManager[UnitOfWork]:
        from mandates.register.unit_of_work import working  # noqa: PLC0415 -- `--help` is to be quick

        return working(register, actor=self.actor, at=now(), command=self.command, today=today())

    def _ask(self, what: str, number: int) -> None:
        if not confirmed(what, number, yes=self.yes):
            self.console.say("Nothing was changed.")
            sys.exit(DECLINED)

    def _tell(self, number: int, change: int | None) -> None:
        from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

        if self.dry_run:
            self.console.say(f"{count(number, 'item')} would change; nothing was changed.")
        elif change is not None:
            self.console.say(f"{count(number, 'item')} changed. Take it back with: mandates undo {change}")

    def _refused(self, planned: track.Outcome) -> None:
        shown = planned.refused if self.console.loudness > 0 else planned.refused[:_MOST_DESCRIBED]
        for reference, reason in shown:
            self.console.say(f"{reference} is unchanged: {reason}.")
        if len(planned.refused) > len(shown):
            self.console.say(f"The same for {len(planned.refused) - len(shown):,} others; -v lists them.")

    def _show(self, register: Register, filters: Filters) -> None:
        from mandates.register.lists import list_obligations  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.rendering.obligations import Obligations  # noqa: PLC0415 -- the same

        with register.transaction() as connection:
            rows = list_obligations(connection, filters, latest())
        Console(colour=self.console.colour).answer(Obligations(rows))


def confirmed(what: str, number: int, *, yes: bool) -> bool:
    """Return whether the change of `number` items is confirmed: by `yes`, or by the answer to a question.

    Raises:
        UsageError: nobody is at a terminal to be asked.
    """
    from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

    question = f"{what} ({count(number, 'item')})"
    if yes:
        return True
    if not somebody_is_there():
        raise UsageError(
            f"to {question[0].lower()}{question[1:]} needs your confirmation", "add --yes, or preview with --dry-run"
        )
    return click.confirm(f"{question}?", err=True)


def target_options(
    command: str, *, argument: str = "[REFERENCE]...", without: tuple[str, ...] = ()
) -> Callable[[Command], Any]:
    """Add the options that say which items are changed, by whom and how; the command gets them as `targets`.

    Args:
        command: the name of the command in the history.
        argument: the name in the help of the arguments, which become the references.
        without: filters that the command does not have.
    """

    def decorate(function: Command) -> Any:
        @click.argument("references", nargs=-1, metavar=argument)
        @filter_options(without=without, order=False)
        @dry_run_option
        @yes_option
        @actor_option
        @register_option
        @output_options()
        @functools.wraps(function)
        def run(
            *,
            references: tuple[str, ...],
            filters: Filters,
            dry_run: bool,
            yes: bool,
            actor: str,
            database: str | None,
            console: Console,
            **rest: Any,
        ) -> Any:
            targets = Targets(
                references=references,
                filters=filters,
                dry_run=dry_run,
                yes=yes,
                actor=actor,
                command=command,
                database=database,
                console=console,
            )
            return function(targets=targets, **rest)

        return run

    return decorate


def _complete(
    work: UnitOfWork, command: commands.Command, later: str | None, targets: track.Targets
) -> commands.Command:
    """Return `command` with the later mandate that supersedes the targets, if one is named."""
    from mandates.domain.commands import Update  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import track  # noqa: PLC0415 -- the same

    if later is None or not isinstance(command, Update):
        return command
    return track.superseding(work, command, later, targets)


def some(names: Sequence[str]) -> str:
    """Return the first of some names, and the number of the others, as text."""
    from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

    more = len(names) - _MOST_DESCRIBED
    others = f" and {count(more, 'other')}" if more > 0 else ""
    return f"{', '.join(names[:_MOST_DESCRIBED])}{others}"


def somebody_is_there() -> bool:
    """Whether a person is at the terminal to be asked."""
    return sys.stdin.isatty()
