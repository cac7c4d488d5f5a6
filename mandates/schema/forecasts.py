"""What is coming, by session of a body and by month."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from mandates.schema.items import ObligationRow


class OwnerLoad(Struct, frozen=True, kw_only=True):
    """How much falls due for one owner."""

    name: Annotated[str, Meta(description="Name of the owner.")]
    total: Annotated[int, Meta(description="How many obligations fall due.")]


class ForecastGroup(Struct, frozen=True, kw_only=True):
    """What falls due at one session, or on dates of one month, or in another group of the forecast."""

    body: Annotated[
        str | None,
        Meta(description="The body at which it is due or, for dates, which asked for it; `null` for other groups."),
    ]
    session: Annotated[int | str | None, Meta(description="The session; `null` for a month.")]
    month: Annotated[str | None, Meta(description="The month, `2026-03`; `null` for a session.")]
    first: Annotated[
        dt.date,
        Meta(description="The opening day of the session, or the first day of the month; else the first due day."),
    ]
    by_owner: Annotated[tuple[OwnerLoad, ...], Meta(description="The load of each owner, the busiest first.")]
    rows: Annotated[tuple[ObligationRow, ...], Meta(description="The obligations.")]
    name: Annotated[str, Meta(description="The heading: a session, a month, a committee, an owner, a lead.")] = ""


class ForecastView(Struct, frozen=True, kw_only=True):
    """What falls due in a period, as it will stand at its end if nothing is done."""

    as_of: Annotated[dt.date, Meta(description="The first day of the period.")]
    until: Annotated[dt.date, Meta(description="The last day of the period.")]
    groups: Annotated[
        tuple[ForecastGroup, ...],
        Meta(description="What falls due together, in order of time; by committee, owner or lead the largest first."),
    ]
    by: Annotated[
        str | None, Meta(description="By what it is grouped: `committee`, `owner`, `lead`, `month`; `null` otherwise.")
    ] = None
