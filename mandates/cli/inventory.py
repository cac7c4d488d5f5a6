"""`mandates resolutions`, `owners` and `sessions`: what the register and the calendar hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, output_options, register_option, symbol
from mandates.cli.types import BODY, COUNT, ROLE, SESSION
from mandates.domain.errors import UnknownReferenceError
from mandates.domain.status import Role

if TYPE_CHECKING:  # imported when a command runs: `--help` is to be quick
    from mandates.reference.calendar import Session

_LIMIT = click.option("--limit", type=COUNT, metavar="N", help="Show at most N; 0 for all.")
#: The bodies whose sessions are shown by default.
_MAIN_BODIES = ("General Assembly", "Economic and Social Council", "Human Rights Council")
#: The number of sessions shown before and after the one at the date.
_BEFORE, _AFTER = 1, 3


@click.command("resolutions")
@click.option("--resolution", "symbols", multiple=True, metavar="SYMBOL", help="Only this resolution; repeatable.")
@click.option(
    "--body", "bodies", type=BODY, multiple=True, metavar="BODY", help="Only those adopted by this body; repeatable."
)
@click.option(
    "--session",
    "--adopted-session",
    "sessions",
    type=SESSION,
    multiple=True,
    metavar="N",
    help="Only those adopted at this session; repeatable.",
)
@click.option("--search", metavar="WORDS", help="Only those with these words in the title.")
@_LIMIT
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_resolutions(
    *,
    symbols: tuple[str, ...],
    bodies: tuple[str, ...],
    sessions: tuple[str, ...],
    search: str | None,
    limit: int | None,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """List the resolutions in the register, with the number of open items of each.

    \b
    Examples:
      mandates resolutions --body GA --session 71
      mandates resolutions --search "small arms"
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import lists, references  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.lists import Resolutions  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    wanted = tuple(map(symbol, symbols))
    with open_register(database) as register, register.transaction() as connection:
        references.require_resolutions(connection, wanted)
        rows = lists.resolutions(
            connection,
            as_of,
            symbols=wanted,
            bodies=bodies,
            adopted_sessions=sessions,
            search=search,
            limit=limit or None,
        )
    console.answer(Resolutions(rows))


@click.command("owners")
@click.option(
    "--owner",
    "names",
    multiple=True,
    metavar="NAME",
    help="Only those with this in the name, or this abbreviation; repeatable.",
)
@click.option(
    "--role",
    type=ROLE,
    default="owner",
    metavar="ROLE",
    help="Whom to list: owner, partner, recipient, lead or focal.  [default: owner]",
)
@_LIMIT
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_owners(
    *, names: tuple[str, ...], role: Role, limit: int | None, as_of: dt.date, database: str | None, console: Console
) -> None:
    """List who has to act and how many items are open, most first.

    With --role partner: who acts together with the owner; with --role recipient: who receives what is delivered.

    \b
    Examples:
      mandates owners --limit 20
      mandates owners --owner "High Commissioner"
      mandates owners --role partner
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import lists  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.lists import Owners  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        rows = lists.owners(connection, as_of, names=names, limit=limit or None, role=role)
    console.answer(Owners(rows, role=role))


@click.command("sessions")
@click.option(
    "--body",
    "bodies",
    type=BODY,
    multiple=True,
    metavar="BODY",
    help="The body; repeatable.  [default: the main ones]",
)
@click.option(
    "--session",
    "numbers",
    type=SESSION,
    multiple=True,
    metavar="N",
    help="Only this session, with the source of its dates; repeatable.",
)
@click.option("--all", "-a", "everything", is_flag=True, help="All known sessions, not only those around the day.")
@as_of_option
@output_options(*TEXT_FORMATS)
def command_sessions(
    *, bodies: tuple[str, ...], numbers: tuple[str, ...], everything: bool, as_of: dt.date, console: Console
) -> None:
    """List sessions of a body: when they open and close, and when their documents are to be submitted and issued.

    Documents are submitted ten weeks and issued six weeks before a session opens. ">" marks the current session; "~" a
    date of which only the month or the year is known. Needs no register.

    \b
    Examples:
      mandates sessions
      mandates sessions --body HRC
      mandates sessions --body GA --session 73
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.rendering.lists import Sessions  # noqa: PLC0415 -- `--help` is to be quick

    if numbers:
        rows = [_known_session(body, number) for body in bodies or ("General Assembly",) for number in numbers]
    else:
        rows = [row for body in bodies or _MAIN_BODIES for row in _sessions_around(body, as_of, everything)]
    console.answer(Sessions(rows, as_of))


def _known_session(body: str, number: str) -> Session:
    """Return a session of a body.

    Raises:
        UnknownReferenceError: the session is not known.
    """
    from mandates.reference import calendar  # noqa: PLC0415 -- `--help` is to be quick

    session = calendar.session(body, number)
    if session is None:
        raise UnknownReferenceError(f"no session {number} of the {body} is known", "see 'mandates sessions --all'")
    return session


def _sessions_around(body: str, as_of: dt.date, everything: bool) -> list[Session]:
    """Return the sessions of a body around a date: the current or last one, the one before it, and some after it."""
    from mandates.reference import calendar  # noqa: PLC0415 -- `--help` is to be quick

    horizon = as_of.replace(year=as_of.year + 4, day=1)
    known = list(calendar.sessions(body, horizon))
    if everything:
        return known
    regular = [row for row in known if str(row.session).isdecimal()]
    begun_count = sum(1 for row in regular if row.opens_on is None or row.opens_on <= as_of)
    return regular[max(begun_count - 1 - _BEFORE, 0) : begun_count + _AFTER]
