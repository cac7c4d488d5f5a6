"""Whether the register has what filters name."""

from __future__ import annotations

from mandates.domain.filters import Filters
from mandates.register import parties
from mandates.store.engine import Connection


def require(connection: Connection, filters: Filters) -> None:
    """Check that every party and every resolution that filters include or exclude is in the register.

    A list that is empty because of a mistyped name would look like one with nothing to do.

    Raises:
        UnknownReferenceError: one of them is not; the error suggests the nearest.
    """
    parties.require(connection, filters)
    for criteria in (filters, filters.excluded):
        if criteria.resolutions or criteria.series:
            from mandates.register.references import require_resolutions  # noqa: PLC0415 - few lists ask for one

            require_resolutions(connection, (*criteria.resolutions, *criteria.series))
