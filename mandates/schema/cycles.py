"""Reporting and mandate cycles: each mandate with a time, and the line that `cycles` shows for it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from mandates.schema.items import ObligationRow


class CycleRow(Struct, frozen=True, kw_only=True):
    """One mandate with a time."""

    obligations: Annotated[
        tuple[ObligationRow, ...], Meta(description="Those of the mandate, in order of their dates, settled ones too.")
    ]
    situation: Annotated[str, Meta(description="What its resolution is about.")]
    adopted_on: Annotated[dt.date | None, Meta(description="The day on which its resolution was adopted.")] = None
    subject: Annotated[str | None, Meta(description="What it extends: `mandate of UNMISS`.")] = None
    ends_on: Annotated[
        dt.date | None,
        Meta(
            description="The last day on which it applies: its own end, that of the mandate it reports on, or the day "
            "on which a later resolution ended it or set another in its place; `null` where no end is known."
        ),
    ] = None
    ended_by: Annotated[str | None, Meta(description="Reference of what ended it, where that is another mandate.")] = (
        None
    )
    renewed: Annotated[bool, Meta(description="Whether that extends the same anew.")] = False


class CycleLine(Struct, frozen=True, kw_only=True):
    """One mandate with a time, as the table of cycles shows it."""

    situation: Annotated[str, Meta(description="What its resolution is about.")]
    what: Annotated[str, Meta(description="What is to be delivered, or what is extended.")]
    owners: Annotated[tuple[str, ...], Meta(description="Who is to act.")]
    cycle: Annotated[str, Meta(description="The cycle in words, with its next date.")]
    next_on: Annotated[dt.date | None, Meta(description="The next date on which something is expected.")]
    legal_basis: Annotated[str, Meta(description="Resolution and paragraph: `2349 (2017), para. 5`.")]
    reference: Annotated[str, Meta(description="Reference of the mandate.")]
    clause: Annotated[str, Meta(description="The words that ask for it.")]
    deliverable: Annotated[str, Meta(description="What is to be delivered.")]
    ends_on: Annotated[dt.date | None, Meta(description="The last day on which it applies; `null` if not known.")]
    ended_by: Annotated[str | None, Meta(description="Reference of what ended it, where that is another mandate.")]
    ended: Annotated[bool, Meta(description="Whether it has ended.")]
