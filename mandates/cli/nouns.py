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

_LIMIT = click.option("--limit", type=COUNT, metavar="N", help="At most so many; 0 for all.")
#: Bodies whose sessions are shown unless one is named.
_MAIN_BODIES = ("General Assembly", "Economic and Social Council", "Human Rights Council")
#: Sessions shown before and after the one of the date.
_BEFORE, _AFTER = 1, 3


@click.command("resolutions")
@click.option("--resolution", metavar="SYMBOL", help="Only this resolution.")
@click.option("--body", type=BODY, metavar="BODY", help="Only those adopted by this body.")
@click.option(
    "--session", "--adopted-session", "session", type=SESSION, metavar="N", help="Only those adopted at this session."
)
@click.option("--search", metavar="WORDS", help="Only those with this in the title.")
@_LIMIT
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_resolutions(
    *,
    resolution: str | None,
    body: str | None,
    session: str | None,
    search: str | None,
    limit: int | None,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """List the resolutions in the register, with what is open of each.

    \b
    Examples:
      mandates resolutions --body GA --session 71
      mandates resolutions --search "small arms"
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import lists  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.lists import Resolutions  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    name = symbol(resolution) if resolution else None
    with open_register(database) as register, register.transaction() as connection:
        rows = lists.resolutions(
            connection, as_of, symbol=name, body=body, adopted_session=session, search=search, limit=limit or None
        )
    console.answer(Resolutions(rows))


@click.command("owners")
@click.option("--owner", metavar="NAME", help="Only those with this in the name; an abbreviation will do.")
@click.option(
    "--role",
    type=ROLE,
    default="owner",
    metavar="ROLE",
    help="Whom to list: owner, partner or recipient.  [default: owner]",
)
@_LIMIT
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_owners(
    *, owner: str | None, role: Role, limit: int | None, as_of: dt.date, database: str | None, console: Console
) -> None:
    """List who has to act, and how much is open, the busiest first.

    With --role partner: who acts together with the owner; with --role recipient: who is to receive what is delivered.

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
        rows = lists.owners(connection, as_of, name=owner, limit=limit or None, role=role)
    console.answer(Owners(rows, role=role))


@click.command("sessions")
@click.option("--body", type=BODY, metavar="BODY", help="The body.  [default: the main ones]")
@click.option(
    "--session", "number", type=SESSION, metavar="N", help="Only this session, with where its dates come from."
)
@click.option(
    "--all", "-a", "everything", is_flag=True, help="All sessions that are known, not only those around the day."
)
@as_of_option
@output_options(*TEXT_FORMATS)
def command_sessions(
    *, body: str | None, number: str | None, everything: bool, as_of: dt.date, console: Console
) -> None:
    """List sessions of a body: when they open and close, and when their documents are to be submitted and issued.

    Documents are submitted ten weeks and issued six weeks before a session opens. ">" marks a session that is on; "~" a
    date of which only the month or the year is known. Needs no register.

    \b
    Examples:
      mandates sessions
      mandates sessions --body HRC
      mandates sessions --body GA --session 73
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.reference import calendar  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.lists import Sessions  # noqa: PLC0415 -- the same

    if number is not None:
        one = calendar.session(body or "General Assembly", number)
        if one is None:
            name = body or "General Assembly"
            raise UnknownReferenceError(f"no session {number} of the {name} is known", "see 'mandates sessions --all'")
        rows: list[Session] = [one]
    else:
        rows = [row for name in ([body] if body else _MAIN_BODIES) for row in _around(name, as_of, everything)]
    console.answer(Sessions(rows, as_of))


def _around(body: str, as_of: dt.date, everything: bool) -> list[Session]:
    """Return the sessions of a body around a date: the one before, the one that is on or last was, and some after."""
    from mandates.reference import calendar  # noqa: PLC0415 -- `--help` is to be quick

    horizon = as_of.replace(year=as_of.year + 4, day=1)
    known = list(calendar.sessions(body, horizon))
    if everything:
        return known
    regular = [row for row in known if str(row.session).isdecimal()]
    begun = sum(1 for row in regular if row.opens_on is None or row.opens_on <= as_of)
    return regular[max(begun - 1 - _BEFORE, 0) : begun + _AFTER]
