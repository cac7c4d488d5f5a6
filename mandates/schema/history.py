"""Changes of the register."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from msgspec import Meta, Struct
from msgspec.structs import force_setattr


class EventRow(Struct, frozen=True, kw_only=True, rename={"kind": "action"}):
    """One change of one thing: when, who, what before and after, why."""

    id: Annotated[int, Meta(description="Number of the event in the register, in order of time.")]
    change: Annotated[int, Meta(description="Number of the change it is part of; `undo` takes back a whole change.")]
    batch: Annotated[int, Meta(description="The same number as `change`, under its earlier name.")] = 0
    at: Annotated[dt.datetime, Meta(tz=True, description="When it happened.")]
    actor: Annotated[str, Meta(description="Who did it.")]
    kind: Annotated[str, Meta(description="What happened.")]
    reference: Annotated[str | None, Meta(description="Reference, at that time, of what was changed.")]
    before: Annotated[dict[str, Any], Meta(description="The fields that changed, as they were before.")]
    after: Annotated[dict[str, Any], Meta(description="The same fields as they are after.")]
    reason: Annotated[str | None, Meta(description="Why, where that was said.")] = None
    undone: Annotated[bool, Meta(description="Whether it was taken back since.")] = False
    resolution_id: Annotated[int | None, Meta(description="Number of the resolution in the register.")] = None
    mandate_id: Annotated[int | None, Meta(description="Number of the mandate in the register.")] = None
    obligation_id: Annotated[int | None, Meta(description="Number of the obligation in the register.")] = None

    def __post_init__(self) -> None:
        force_setattr(self, "batch", self.change)
