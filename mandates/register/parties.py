"""Whether the register has the parties that filters name, and who is near to a name that it has not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.filters import Filters
from mandates.domain.status import Role
from mandates.store import obligations, selection
from mandates.store.engine import Connection

if TYPE_CHECKING:  # the registry is read only after a mistake
    from mandates.reference.entities import Entity

#: Names that an error offers.
_OFFERED = 3
#: How alike a name has to be that shares no entity with what was typed, of 100.
_ALIKE = 80


def own_name(name: str) -> str:
    """Return the name of the entity that a name or an abbreviation stands for, else the name as it is.

    >>> own_name("OCHA")
    'Office for the Coordination of Humanitarian Affairs'
    """
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which few commands need

    key = entities.resolve(name)
    found = entities.entity(key) if key is not None else None
    return found.name if found is not None else name


def require(connection: Connection, filters: Filters) -> None:
    """Check that every name of a party that filters seek or leave out is one in the register.

    Raises:
        UnknownReferenceError: one is not; says which are near.
    """
    for named in (filters, filters.excluded):
        for names, role in selection.parties_asked(named):
            for name in names:
                if not obligations.has_part(connection, selection.entity_ids(connection, (name,)), role):
                    raise _unknown(connection, name, role)


def _unknown(connection: Connection, name: str, role: Role) -> UnknownReferenceError:
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which only a mistake needs

    known = obligations.party_names(connection, role)
    meant = entities.find(name)
    reason = f"no {role} has '{name}' in the name"
    if len(meant) == 1:
        reason = f"{meant[0].name} is no {role} in the register"
    near = list(dict.fromkeys([*_related(meant, known), *_alike(name, list(known))]))[:_OFFERED]
    see = "'mandates owners'" if role is Role.OWNER else f"'mandates owners --role {role}'"
    offered = " or ".join(f"'{one}'" for one in near)
    remedy = f"did you mean {offered}" if near else f"see {see}"
    return UnknownReferenceError(reason, remedy)


def _related(meant: Sequence[Entity], known: dict[str, str | None]) -> Iterator[str]:
    """Yield the names in the register of what is above the entities that are meant, or is part of them."""
    from mandates.reference import entities  # noqa: PLC0415 - see above

    names = {key: name for name, key in known.items() if key is not None}
    for one in meant[:1]:
        above = entities.entity(one.parent) if one.parent else None
        while above is not None:
            if above.key in names:
                yield names[above.key]
            above = entities.entity(above.parent) if above.parent else None
        yield from (names[key] for key in names if (part := entities.entity(key)) and part.parent == one.key)


def _alike(name: str, known: Sequence[str]) -> Iterator[str]:
    """Yield the names in the register that are near in meaning to `name`, else those that are spelt nearly so."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only after a mistake

    from mandates.reference import entities  # noqa: PLC0415 - see above

    yield from (one.name for one in entities.near(name, limit=20) if one.name in known)
    yield from (
        match[0]
        for match in process.extract(name, known, scorer=fuzz.ratio, score_cutoff=_ALIKE, processor=str.casefold)
    )
