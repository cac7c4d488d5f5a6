"""Creating, upgrading, copying, optimizing and checking a register."""

from __future__ import annotations

import datetime as dt
import os
import pathlib

from mandates.domain.errors import DatabaseUnavailableError
from mandates.reference import calendar, entities, lookup
from mandates.reference.lookup import Dates
from mandates.register import endings, integrity, projection, relations
from mandates.register.housekeeping import tidy
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import checks as table_checks
from mandates.store import migrations, optimizing, reference_data
from mandates.store.engine import Connection, open_register
from mandates.store.reference_data import EntityData
from mandates.timeline.ahead import AHEAD

#: The actor of changes that the program makes by itself.
_PROGRAM = "mandates"


def create(url_or_path: str | os.PathLike[str] | None = None, *, at: dt.datetime) -> str:
    """Create an empty register of the newest revision and return its location in a form that may be shown.

    Raises:
        NotARegisterError: the location holds something else.
        UsageError: there is a register already.
        DatabaseUnavailableError: it cannot be created there.
    """
    horizon = at.astimezone(dt.UTC).date() + AHEAD
    return migrations.create(url_or_path, at=at, horizon=horizon, fill=keep_reference_data)


def upgrade(
    url_or_path: str | os.PathLike[str] | None = None,
    *,
    at: dt.datetime,
    copy_to: str | os.PathLike[str] | None = None,
    scripts: pathlib.Path | None = None,
) -> list[str]:
    """Upgrade a register to the program's revision and return the revisions applied; [] if it is current.

    A SQLite register is copied first, next to itself as ``NAME.REVISION.bak`` or to `copy_to`. A migration that fails
    leaves data and revision as they were. `scripts` is the folder of migrations, for tests.

    Raises:
        NotARegisterError: there is no register there.
        RevisionError: it is of a newer program, or a migration failed; names it and the cause.
    """

    def made(connection: Connection) -> None:
        keep_reference_data(connection)
        remake(connection, at=at)
        optimizing.analyze(connection)

    return migrations.upgrade(url_or_path, remake=made, copy_to=copy_to, scripts=scripts)


def remake(connection: Connection, *, at: dt.datetime) -> None:
    """Recompute everything derived from texts and decisions, which an earlier revision may not have stored."""
    work = UnitOfWork(connection, actor=_PROGRAM, at=at, command="upgrade")
    relations.remake(work)
    endings.rebuild(work)
    projection.rebuild(work)


def keep_reference_data(connection: Connection) -> None:
    """Update bodies and entities from the program's data and add new sessions; dates of known sessions stay."""
    program_calendar = lookup.current()
    bodies = program_calendar.bodies()
    reference_data.set_abbreviations(connection, {name: program_calendar.abbreviation(name) for name in bodies})
    dates = {
        (name, str(session.session)): Dates(session.opens_on, session.closes_on, session.exact)
        for name in bodies
        for session in calendar.sessions(name)
    }
    reference_data.add_sessions(connection, dates, reference_data.sessions(connection))
    reference_data.set_entities(
        connection,
        [
            EntityData(
                key=entity.key,
                name=entity.name,
                kind=entity.kind,
                abbreviation=entity.abbreviation,
                parent=entity.parent,
                successor=entity.successor,
                valid_from=entity.valid_from,
                valid_until=entity.valid_until,
            )
            for entity in entities.entities()
        ],
    )


def check(url_or_path: str | os.PathLike[str] | None = None) -> list[str]:
    """Return the problems of a register, one line each; [] if there are none.

    Compares the schema with the program's tables, then runs the checks of `mandates.register.integrity`. The full-text
    index is checked only if the register can be written.

    Raises:
        RevisionError: the register is of another revision.
    """
    with open_register(url_or_path) as register, register.transaction() as connection:
        problems = [*migrations.schema_findings(connection), *integrity.findings(connection)]
    try:
        with open_register(url_or_path, writing=True) as register, register.transaction() as connection:
            problems += table_checks.search_findings(connection)
    except DatabaseUnavailableError:
        pass
    return problems


backup, current = migrations.backup, migrations.current

__all__ = ["backup", "check", "create", "current", "keep_reference_data", "remake", "tidy", "upgrade"]
