"""Whether the register has what filters name."""

from __future__ import annotations

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.filters import Criteria, Filters
from mandates.register import parties
from mandates.store import selection
from mandates.store.engine import Connection


def require(connection: Connection, filters: Filters) -> None:
    """Check that whatever filters include or exclude by name is known: parties, resolutions, committees, the entities
    and programmes of the budget.

    A list that is empty because of a mistyped name would look like one with nothing to do.

    Raises:
        UnknownReferenceError: one of them is not; the error suggests the nearest.
    """
    parties.require(connection, filters)
    for criteria in (filters, filters.excluded):
        for name in criteria.committees:
            if not selection.is_committee(connection, name):
                remedy = "name it as 'Fourth', 'C.4' or 'Special Political'; the plenary is 'none'"
                raise UnknownReferenceError(f"no committee has '{name}' in the name", remedy)
        for name in criteria.entities:
            _require_cited(connection, Criteria(entities=(name,)), f"entity '{name}'")
        for name in criteria.programmes:
            _require_cited(connection, Criteria(programmes=(name,)), f"programme '{name}'")
        if criteria.resolutions or criteria.series:
            from mandates.register.references import require_resolutions  # noqa: PLC0415 - few lists ask for one

            require_resolutions(connection, (*criteria.resolutions, *criteria.series))


def _require_cited(connection: Connection, criteria: Criteria, what: str) -> None:
    if not selection.cites_any(connection, criteria):
        remedy = "import the list with 'mandates import --registry FILE', or check the name in it"
        raise UnknownReferenceError(f"no resolution here is cited in the budget by {what}", remedy)
