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

#: Exit code where the question is answered with no.
DECLINED = 1

#: Items that are told one by one before the rest is counted.
_NAMED = 10


@dataclasses.dataclass(frozen=True, kw_only=True)
class Targets:
    """What a command was asked to change, and how.

    Attributes:
        references: items named one by one. filters: else those that these select; settled ones only where the filters
            name a status.
        dry_run: show, change nothing. yes: do not ask.
        actor: who does it. command: what the history calls it.
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
        """Apply a command to the items named, all or none, or to what the filters select; say what was done.

        Args:
            what: the change in few words, for the question.
            later: reference of the mandate that takes the place of what an `Update` is for.
        """
        if self.references:
            self._require_no_filters()
            self._named(command, later)
        else:
            self._selected(command, what, later)

    def _require_no_filters(self) -> None:
        from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick

        if self.filters != Filters():
            raise UsageError("items are named, and filters are given beside them", "leave out one or the other")

    def _named(self, command: commands.Command, later: str | None) -> None:
        from mandates.register import track  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.rendering.history import difference_words  # noqa: PLC0415 -- the same
        from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

        meant = track.Named(references=self.references)
        with open_register(self.database, writing=True) as register, self._working(register) as work:
            done = track.apply(work, _complete(work, command, later, meant), meant)
            if self.dry_run:
                work.connection.rollback()
        for one in done.changed:
            self.console.notice(one.notice)
            words = difference_words(one.before, one.after) or "it is so already; nothing is changed"
            self.console.say(f"{one.reference}: {words}.")
            for opened in one.opened:
                self.console.say(f"Next expected: {opened}.")
            if one.closed:
                self.console.say(f"Not expected before that any more: {some(one.closed)}.")
        self._tell(len(done.changed), done.change if len(done.changed) > 1 else None)

    def _selected(self, command: commands.Command, what: str, later: str | None) -> None:
        from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.register import parties, track  # noqa: PLC0415 -- the same
        from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

        filters = self.filters
        if filters == Filters():
            raise UsageError("no item is named", "give references such as 71/12#8, or filters such as --session 73")
        if not filters.statuses:
            filters = dataclasses.replace(filters, settled=False)
        meant = track.Selected(filters=filters)
        with open_register(self.database) as register:
            with self._working(register) as work:
                planned = track.look(work, _complete(work, command, later, meant), meant)
            selected = len(planned.changed) + len(planned.refused)
            if not selected:
                with register.transaction() as connection:
                    parties.require(connection, filters)
                self.console.say("Nothing matches; nothing is changed.")
                return
            self._refused(planned)
            if self.dry_run or not self.yes:
                self._show(register, filters)
        if self.dry_run:
            self._tell(len(planned.changed), None)
        elif planned.changed:
            self._ask(what, len(planned.changed))
            meant = dataclasses.replace(meant, expected=selected)
            with open_register(self.database, writing=True) as register, self._working(register) as work:
                done = track.apply(work, _complete(work, command, later, meant), meant)
            self._tell(len(done.changed), done.change)

    def _working(self, register: Register) -> contextlib.AbstractContextManager[UnitOfWork]:
        from mandates.register.unit_of_work import working  # noqa: PLC0415 -- `--help` is to be quick

        return working(register, actor=self.actor, at=now(), command=self.command, today=today())

    def _ask(self, what: str, number: int) -> None:
        if not confirmed(what, number, yes=self.yes):
            self.console.say("Nothing is changed.")
            sys.exit(DECLINED)

    def _tell(self, number: int, change: int | None) -> None:
        from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

        if self.dry_run:
            self.console.say(f"{count(number, 'item')} would change; nothing is changed now.")
        elif change is not None:
            self.console.say(f"{count(number, 'item')} changed. Take it back with: mandates undo {change}")

    def _refused(self, planned: track.Outcome) -> None:
        named = planned.refused if self.console.loudness > 0 else planned.refused[:_NAMED]
        for reference, reason in named:
            self.console.say(f"{reference} stays as it is: {reason}.")
        if len(planned.refused) > len(named):
            self.console.say(f"So do {len(planned.refused) - len(named):,} others; -v names them.")

    def _show(self, register: Register, filters: Filters) -> None:
        from mandates.register.lists import list_obligations  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.rendering.obligations import Obligations  # noqa: PLC0415 -- the same

        with register.transaction() as connection:
            rows = list_obligations(connection, filters, latest())
        Console(colour=self.console.colour).answer(Obligations(rows))


def confirmed(what: str, number: int, *, yes: bool) -> bool:
    """Return whether a change of so many items is wanted: `yes` was said, or is said now.

    Raises:
        UsageError: nobody is there to be asked.
    """
    from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

    question = f"{what} ({count(number, 'item')})"
    if yes:
        return True
    if not somebody_is_there():
        raise UsageError(f"to {question[0].lower()}{question[1:]} needs a yes", "add --yes, or look with --dry-run")
    return click.confirm(f"{question}?", err=True)


def target_options(
    command: str, *, argument: str = "[REFERENCE]...", without: tuple[str, ...] = ()
) -> Callable[[Command], Any]:
    """Add what says which items are meant, who changes them and how; the command gets it as `targets`.

    Args:
        command: what the history calls it.
        argument: how help calls the arguments, which become the references.
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


def _complete(work: UnitOfWork, command: commands.Command, later: str | None, meant: track.Targets) -> commands.Command:
    """Return `command` with the later mandate that takes the place of what is meant, where one is named."""
    from mandates.domain.commands import Update  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import track  # noqa: PLC0415 -- the same

    if later is None or not isinstance(command, Update):
        return command
    return track.superseding(work, command, later, meant)


def some(names: Sequence[str]) -> str:
    """Return the first of some names, and how many others there are."""
    from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

    more = len(names) - _NAMED
    others = f" and {count(more, 'other')}" if more > 0 else ""
    return f"{', '.join(names[:_NAMED])}{others}"


def somebody_is_there() -> bool:
    """Whether a person is there to be asked."""
    return sys.stdin.isatty()
