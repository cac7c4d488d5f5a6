"""Requests that later resolutions ask for anew, and what is proposed for the older ones."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import Meta, Struct

from mandates.domain.kinds import Becomes, LinkState
from mandates.domain.status import State, Status


class OlderItem(Struct, frozen=True, kw_only=True):
    """An item of the older request that nobody has settled, and what is proposed for it."""

    reference: Annotated[str, Meta(description="Its reference.")]
    status: Annotated[Status, Meta(description="Its status.")]
    state: Annotated[State, Meta(description="Its state on the as-of date.")]
    due_on: Annotated[dt.date | None, Meta(description="When it is due.")]
    proposed: Annotated[
        Becomes,
        Meta(
            description="`implemented`, `reported` or `superseded` settle it; `delivered` (probably, by a document "
            "that is not told), `stops` (a recurrence) and `renewed` settle nothing."
        ),
    ]
    documents: Annotated[
        tuple[str, ...], Meta(description="The document that settles it; of several that may have, all.")
    ] = ()
    words: Annotated[str | None, Meta(description="The words of the newer text that name the document.")] = None


class RenewalRow(Struct, frozen=True, kw_only=True):
    """A request that a later resolution asks for anew."""

    number: Annotated[int, Meta(description="Number of the link, by which a person confirms or rejects it.")]
    older: Annotated[str, Meta(description="Reference of the older mandate.")]
    newer: Annotated[str, Meta(description="Reference of the newer mandate.")]
    older_resolution: Annotated[str, Meta(description="Symbol of the older resolution.")]
    newer_resolution: Annotated[str, Meta(description="Symbol of the newer resolution.")]
    title: Annotated[str | None, Meta(description="Title of the newer resolution.")]
    adopted_on: Annotated[dt.date | None, Meta(description="When the newer resolution was adopted.")]
    relation: Annotated[str, Meta(description="`same`, `reworded`, `due_moved`, `extended`, `split` or `merged`.")]
    score: Annotated[float, Meta(description="How sure it is, from 0 to 1.")]
    basis: Annotated[str, Meta(description="What speaks for it.")]
    state: Annotated[LinkState, Meta(description="`proposed`, `confirmed` or `rejected`.")]
    older_clause: Annotated[str, Meta(description="The older words.")]
    newer_clause: Annotated[str, Meta(description="The newer words.")]
    items: Annotated[tuple[OlderItem, ...], Meta(description="What is open of the older request.")] = ()
