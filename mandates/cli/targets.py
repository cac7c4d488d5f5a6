"""Which obligations a change is for: those named, or those that filters select, after a count and a question."""

from __future__ import annotations

import dataclasses
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.listing import require_owner
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from sqlalchemy import Connection

    from mandates.register.engine import Register
    from mandates.register.views import Filters
    from mandates.register.work.bulk import BulkResult
    from mandates.register.work.journal import Change

    #: Changes one item: session, its reference, the batch to add to.
    One = Callable[[Connection, str, int | None], Change]
    #: Changes what filters select: session, filters, whether only to look, how many the person was told.
    Many = Callable[[Connection, Filters, bool, int | None], BulkResult]

_DECLINED = 1

#: Items that are told one by one before the rest is counted.
_NAMED = 10


@dataclasses.dataclass(frozen=True, kw_only=True)
class Targets:
    """What a command was asked to change.

    Attributes:
        references: items named one by one. filters: else those that these select; settled ones only where the filters
            name a status.
        what: the change in few words, for the question.
        dry_run: show, change nothing. yes: do not ask.
    """

    references: Sequence[str]
    filters: Filters
    what: str
    dry_run: bool
    yes: bool
    database: str | None
    console: Console

    def apply(self, one: One, many: Many) -> None:
        """Change the items named with `one`, all or none, or what the filters select with `many`; say what was done."""
        if self.references:
            self._named(one)
        else:
            self._selected(many)

    def _named(self, one: One) -> None:
        from mandates.register.engine import open_register  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.rendering.history import difference_words  # noqa: PLC0415 -- the same

        changes: list[Change] = []
        with open_register(self.database, writing=True) as register, register.session() as session:
            for reference in self.references:
                changes.append(one(session, reference, changes[-1].batch if changes else None))
            if self.dry_run:
                session.rollback()
        for change in changes:
            words = difference_words(change.before, change.after) or "it is so already; nothing is changed"
            self.console.say(f"{change.reference}: {words}.")
            for opened in change.opened:
                self.console.say(f"Next expected: {opened}.")
        self._tell(len(changes), changes[-1].batch if len(changes) > 1 else None)

    def _selected(self, many: Many) -> None:
        from mandates.register.engine import open_register  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.register.views import Filters  # noqa: PLC0415 -- the same

        filters = self.filters
        if filters == Filters():
            raise UsageError("no item is named", "give references such as 71/12#8, or filters such as --session 73")
        if not filters.statuses:
            filters = dataclasses.replace(filters, settled=False)
        with open_register(self.database) as register:
            with register.session() as session:
                planned = many(session, filters, True, None)
            selected = len(planned.changed) + len(planned.refused)
            if not selected:
                self._require_owner(register, filters)
                self.console.say("Nothing matches; nothing is changed.")
                return
            self._refused(planned)
            if self.dry_run or not self.yes:
                self._show(register, filters)
        if self.dry_run:
            self._tell(len(planned.changed), None)
        elif planned.changed:
            self._ask(len(planned.changed))
            with open_register(self.database, writing=True) as register, register.session() as session:
                done = many(session, filters, False, selected)
            self._tell(len(done.changed), done.batch)

    def _ask(self, number: int) -> None:
        from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

        question = f"{self.what} ({count(number, 'item')})"
        if self.yes:
            return
        if not _somebody_is_there():
            raise UsageError(f"to {question[0].lower()}{question[1:]} needs a yes", "add --yes, or look with --dry-run")
        if not click.confirm(f"{question}?", err=True):
            self.console.say("Nothing is changed.")
            sys.exit(_DECLINED)

    def _tell(self, number: int, batch: int | None) -> None:
        from mandates.rendering.text import count  # noqa: PLC0415 -- `--help` is to be quick

        if self.dry_run:
            self.console.say(f"{count(number, 'item')} would change; nothing is changed now.")
        elif batch is not None:
            self.console.say(f"{count(number, 'item')} changed. Take it back with: mandates undo {batch}")

    def _refused(self, planned: BulkResult) -> None:
        named = planned.refused if self.console.loudness > 0 else planned.refused[:_NAMED]
        for reference, reason in named:
            self.console.say(f"{reference} stays as it is: {reason}.")
        if len(planned.refused) > len(named):
            self.console.say(f"So do {len(planned.refused) - len(named):,} others; -v names them.")

    def _show(self, register: Register, filters: Filters) -> None:
        from mandates.register import queries  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.rendering.obligations import Obligations  # noqa: PLC0415 -- the same

        with register.session() as session:
            rows = queries.list_obligations(session, filters, _today())
        Console(colour=self.console.colour).answer(Obligations(rows))

    def _require_owner(self, register: Register, filters: Filters) -> None:
        if filters.owner:
            with register.session() as session:
                require_owner(session, filters.owner, _today())


def _somebody_is_there() -> bool:
    return sys.stdin.isatty()


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 -- the day where the person sits
