"""An answer as a mail: text and HTML of the same, and a calendar attached."""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from mandates.rendering.answer import Answer
from mandates.rendering.formats import Screen, as_html, as_table
from mandates.rendering.text import plain

#: The width of the text part, in characters.
_TEXT_WIDTH = 78


def message(
    answer: Answer, *, subject: str, sender: str, to: tuple[str, ...], at: dt.datetime, calendar: bytes | None = None
) -> EmailMessage:
    """Return a mail with `answer` as text and as HTML, and with `calendar` attached if it is not None."""
    mail = EmailMessage()
    mail["Subject"] = plain(subject)
    mail["From"] = plain(sender)
    if to:
        mail["To"] = ", ".join(map(plain, to))
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(domain="mandates.invalid")
    text, page = io.StringIO(), io.StringIO()
    as_table.write(answer, text, Screen(_TEXT_WIDTH))
    as_html.write_page(answer, page, narrow=True)
    mail.set_content(text.getvalue())
    mail.add_alternative(page.getvalue(), subtype="html")
    if calendar is not None:
        mail.add_attachment(calendar, maintype="text", subtype="calendar", filename="due.ics")
    return mail
