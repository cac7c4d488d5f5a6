"""`mandates digest`: one mail with what is new for a person, to a file or by SMTP."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import urllib.parse
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import actor_option, as_of_option, filter_options, now, output_options, register_option
from mandates.cli.types import DATE
from mandates.domain.errors import DatabaseUnavailableError, UsageError

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from email.message import EmailMessage

    from mandates.domain.filters import Filters
    from mandates.register.digest import Digest

#: The default number of days in which a change counts as new.
_DEFAULT_DAYS = 7

#: The environment variable with the URL of the mail server: smtp://USER:PASSWORD@HOST:PORT (with STARTTLS) or smtps://.
SMTP_VARIABLE = "MANDATES_SMTP"


@click.command("digest")
@filter_options(without=("overdue", "undated", "since", "until", "changed_since", "statuses"), order=False)
@click.option(
    "--since",
    type=DATE,
    metavar="DATE",
    help="Report changes from this day on as news.  [default: since the last digest, else 7 days ago]",
)
@click.option("--to", "to", multiple=True, metavar="ADDRESS", help="The address to send it to; repeatable.")
@click.option(
    "--from",
    "sender",
    metavar="ADDRESS",
    default="mandates@localhost",
    show_default=True,
    help="The address of the sender.",
)
@click.option(
    "--send", is_flag=True, help=f"Send the mail through the server in {SMTP_VARIABLE}: smtp://USER:PASSWORD@HOST:587."
)
@click.option("--dry-run", is_flag=True, help="Show the mail, and send nothing.")
@actor_option
@as_of_option
@register_option
@output_options("table", "eml", "html", "md")
def command_digest(
    *,
    filters: Filters,
    since: dt.date | None,
    to: tuple[str, ...],
    sender: str,
    send: bool,
    dry_run: bool,
    actor: str,
    as_of: dt.date,
    database: str | None,
    console: Console,
) -> None:
    """Write a mail with items that are newly late, late, not issued, due in 30 and 60 days, changed by others, and to
    check.

    Only items selected by the filters or a view. The mail has text, HTML and an attached calendar. Without news there
    is no mail. The register remembers what was sent for the same filters, addresses and --actor, so that a mail every
    Monday reports nothing as new twice. What is only shown, also with --dry-run, is not remembered.

    \b
    Examples:
      mandates digest --view mine
      mandates digest --focal "Ms. Rivera" --output digest.eml
      mandates digest --view mine --to rivera@example.org --send
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register import digest as digests  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import named  # noqa: PLC0415 -- the same
    from mandates.rendering.digest import answer_of  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    if send and not (to and os.environ.get(SMTP_VARIABLE)):
        missing = f"{SMTP_VARIABLE} is not set" if to else "no address to send to is given"
        raise UsageError(missing, f"give --to ADDRESS, and set {SMTP_VARIABLE} to smtp://USER:PASSWORD@HOST:587")
    reader = digests.reader_of(filters, to, actor)
    with open_register(database) as register, register.transaction() as connection:
        named.require(connection, filters)
        previous = digests.last_sent(connection, reader, as_of) if since is None else None
        start = since or (previous.on_day if previous is not None else as_of - dt.timedelta(days=_DEFAULT_DAYS))
        digest = digests.digest(connection, filters, since=start, as_of=as_of, reader=actor, last_digest=previous)
    if not digest.has_news:
        console.say("There is no news: no mail was written.")
        return
    answer = answer_of(digest)
    title = answer.title
    if not send and console.form != "eml":
        console.answer(answer)
        return
    from mandates.rendering.formats import as_eml, as_ics  # noqa: PLC0415 -- the same

    items = [row for _, rows in answer.parts for row in rows]
    calendar = as_ics.make(list({row.id: row for row in items}.values()), as_of=as_of)
    mail = as_eml.message(answer, subject=title, sender=sender, to=to, at=now(), calendar=calendar)
    if dry_run or not send:
        if dry_run:
            console = dataclasses.replace(console, form="table")
            console.answer(answer)
            return
        console.binary(bytes(mail))
    else:
        _send(mail, os.environ[SMTP_VARIABLE])
        console.say(f"Sent to {', '.join(to)}: {title}")
    _remember(database, reader, digest, console)


def _remember(database: str | None, reader: str, digest: Digest, console: Console) -> None:
    """Store in the register what a mail has said; where the register can only be read, say that it is not stored."""
    from mandates.register import digest as digests  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    try:
        with open_register(database, writing=True) as register, register.transaction() as connection:
            digests.remember(connection, reader, digest)
    except DatabaseUnavailableError as error:
        console.say(f"The register could not record what was sent: {error.reason}.")


def _send(mail: EmailMessage, address: str) -> None:
    """Send a mail through the server whose URL is `address`.

    Raises:
        UsageError: it is not the URL of a mail server. DatabaseUnavailableError: the server did not accept the mail.
    """
    import smtplib  # noqa: PLC0415 -- only where mail is sent
    import ssl  # noqa: PLC0415 -- the same

    url = urllib.parse.urlsplit(address)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise UsageError(
            f"{SMTP_VARIABLE} is not the address of a mail server", "write it like smtp://USER:PASSWORD@HOST:587"
        )
    secure = ssl.create_default_context()
    try:
        server: smtplib.SMTP
        if url.scheme == "smtps":
            server = smtplib.SMTP_SSL(url.hostname, url.port or 465, timeout=30, context=secure)
        else:
            server = smtplib.SMTP(url.hostname, url.port or 587, timeout=30)
        with server:
            if url.scheme == "smtp" and (server.ehlo()[0], server.has_extn("starttls"))[1]:
                server.starttls(context=secure)
            elif url.scheme == "smtp" and url.password:
                raise UsageError(
                    f"{url.hostname} offers no STARTTLS, so the password would be sent unencrypted", "use smtps://"
                )
            if url.username:
                server.login(urllib.parse.unquote(url.username), urllib.parse.unquote(url.password or ""))
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise DatabaseUnavailableError(
            f"the mail server {url.hostname} did not accept the mail ({error})", f"check {SMTP_VARIABLE}"
        ) from None
