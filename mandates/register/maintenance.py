"""Making a register, bringing it to the program's revision, copying it, keeping it quick, proving that it is sound."""

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

#: Who does what the program does by itself.
_PROGRAM = "mandates"


def create(url_or_path: str | os.PathLike[str] | None = None, *, at: dt.datetime) -> str:
    """Make an empty register of the newest revision and return where it is, as it may be shown.

    Raises:
        NotARegisterError: something else is there.
        UsageError: there is a register already.
        DatabaseUnavailableError: it cannot be made there.
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
    """Bring a register to the program's revision and return the revisions applied; [] where there was nothing to do.

    A SQLite register is copied first, beside itself as ``NAME.REVISION.bak`` or to `copy_to`. A migration that fails
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
    """Work out anew what follows from texts and decisions, as an earlier revision of the program may have it not."""
    work = UnitOfWork(connection, actor=_PROGRAM, at=at, command="upgrade")
    relations.remake(work)
    endings.rebuild(work)
    projection.rebuild(work)


def keep_reference_data(connection: Connection) -> None:
    """Bring bodies, sessions that are new, and entities to the program's data; dates of known sessions stay."""
    known = lookup.current()
    bodies = known.bodies()
    reference_data.set_abbreviations(connection, {name: known.abbreviation(name) for name in bodies})
    dates = {
        (name, str(one.session)): Dates(one.opens_on, one.closes_on, one.exact)
        for name in bodies
        for one in calendar.sessions(name)
    }
    reference_data.add_sessions(connection, dates, reference_data.sessions(connection))
    reference_data.set_entities(
        connection,
        [
            EntityData(
                key=one.key,
                name=one.name,
                kind=one.kind,
                abbreviation=one.abbreviation,
                parent=one.parent,
                successor=one.successor,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
            )
            for one in entities.entities()
        ],
    )


def check(url_or_path: str | os.PathLike[str] | None = None) -> list[str]:
    """Return what is wrong with a register, one line each; [] when it is sound.

    Compares the schema with the program's tables, then proves what `mandates.register.integrity` says. Whether
    full-text search is whole is proved where the register may be written.

    Raises:
        RevisionError: the register is of another revision.
    """
    with open_register(url_or_path) as register, register.transaction() as connection:
        found = [*migrations.schema_findings(connection), *integrity.findings(connection)]
    try:
        with open_register(url_or_path, writing=True) as register, register.transaction() as connection:
            found += table_checks.search_findings(connection)
    except DatabaseUnavailableError:
        pass
    return found


backup, current = migrations.backup, migrations.current

__all__ = ["backup", "check", "create", "current", "keep_reference_data", "remake", "tidy", "upgrade"]
