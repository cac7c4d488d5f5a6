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
from mandates.errors import UsageError

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from sqlalchemy import Connection

    from mandates.register.tracking import Change
    from mandates.register.views import Filters, ObligationRow


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

    def apply(self, change: Callable[[Connection, str, int | None], Change]) -> None:
        """Apply `change` (session, reference, batch) to each item, all or none, and say what was done."""
        from mandates.register.engine import open_register  # noqa: PLC0415 -- `--help` is to be quick

        references = self.references or self._selected()
        changes: list[Change] = []
        if not references:
            return
        with open_register(self.database, writing=True) as register, register.session() as session:
            for reference in references:
                changes.append(change(session, reference, changes[-1].batch if changes else None))
            if self.dry_run:
                session.rollback()
        self._say(changes)

    def _say(self, changes: Sequence[Change]) -> None:
        from mandates.reporting.history import difference_words  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.reporting.text import count  # noqa: PLC0415 -- the same

        single = len(changes) == 1
        for change in changes:
            words = difference_words(change.before, change.after) or "it is so already; nothing is changed"
            self.console.say(f"{change.reference}: {words}.", least=0 if single or self.references else 1)
            for opened in change.opened:
                self.console.say(f"Next expected: {opened}.")
        batch = changes[-1].batch
        if self.dry_run:
            self.console.say(f"{count(len(changes), 'item')} would change; nothing is changed now.")
        elif not single and batch is not None:
            self.console.say(f"{count(len(changes), 'item')} changed. Take it back with: mandates undo {batch}")

    def _selected(self) -> list[str]:
        """Return what the filters select, after showing it and asking; [] where there is nothing to do."""
        from mandates.register import queries  # noqa: PLC0415 -- `--help` is to be quick
        from mandates.register.engine import open_register  # noqa: PLC0415 -- the same
        from mandates.register.views import Filters  # noqa: PLC0415 -- the same
        from mandates.reporting.obligations import Obligations  # noqa: PLC0415 -- the same
        from mandates.reporting.text import count  # noqa: PLC0415 -- the same

        filters = self.filters
        if filters == Filters(sort=filters.sort, limit=filters.limit):
            raise UsageError("no item is named", "give references such as 71/12#8, or filters such as --session 73")
        if not filters.statuses:
            filters = dataclasses.replace(filters, settled=False)
        today = dt.date.today()  # noqa: DTZ011 -- the day where the person sits
        with open_register(self.database) as register, register.session() as session:
            rows: list[ObligationRow] = queries.list_obligations(session, filters, today)
            if not rows and filters.owner:
                require_owner(session, filters.owner, today)
        if not rows:
            self.console.say("Nothing matches; nothing is changed.")
            return []
        if self.dry_run or not self.yes:
            Console(colour=self.console.colour).answer(Obligations(rows))
        if not (self.dry_run or self.yes):
            question = f"{self.what} ({count(len(rows), 'item')})?"
            if not sys.stdin.isatty():
                raise UsageError(f"{question.removesuffix('?')} needs a yes", "add --yes, or look with --dry-run")
            click.confirm(question, abort=True, err=True)
        return [row.reference for row in rows]
