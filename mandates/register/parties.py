"""Whether the register has the parties that filters name, and names that are similar to one that it does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.filters import Filters
from mandates.domain.status import Role
from mandates.store import parties, selection
from mandates.store.engine import Connection

if TYPE_CHECKING:  # the registry is read only after a mistake
    from mandates.reference.entities import Entity

#: How many names an error suggests at most.
_MOST_SUGGESTIONS = 3
#: The least similarity in spelling, from 0 to 100, of a name that is suggested.
_ALIKE = 80


def own_name(name: str) -> str:
    """Return the name of the entity that a name or an abbreviation stands for; the name itself if there is none.

    >>> own_name("OCHA")
    'Office for the Coordination of Humanitarian Affairs'
    """
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which few commands need

    key = entities.resolve(name)
    entity = entities.entity(key) if key is not None else None
    return entity.name if entity is not None else name


def require(connection: Connection, filters: Filters) -> None:
    """Check that every party that filters include or exclude is in the register.

    Raises:
        UnknownReferenceError: a party is not; the error suggests similar names.
    """
    for criteria in (filters, filters.excluded):
        for names, role in selection.parties_asked(criteria):
            for name in names:
                if not parties.has_part(connection, selection.entity_ids(connection, (name,)), role):
                    raise _unknown(connection, name, role)


def _unknown(connection: Connection, name: str, role: Role) -> UnknownReferenceError:
    from mandates.reference import entity_search  # noqa: PLC0415 - reads the registry, which only a mistake needs

    known = parties.party_names(connection, role)
    matches = entity_search.find(name)
    reason = f"no {role.words} has '{name}' in the name"
    if len(matches) == 1:
        reason = f"{matches[0].name} is no {role.words} in the register"
    near = list(dict.fromkeys([*_related(matches, known), *_alike(name, list(known))]))[:_MOST_SUGGESTIONS]
    see = "'mandates owners'" if role is Role.OWNER else f"'mandates owners --role {role}'"
    suggestions = " or ".join(f"'{suggestion}'" for suggestion in near)
    remedy = f"did you mean {suggestions}" if near else f"see {see}"
    return UnknownReferenceError(reason, remedy)


def _related(matches: Sequence[Entity], registered_names: dict[str, str | None]) -> Iterator[str]:
    """Yield the names in the register of the entities above the first match, and of those that are part of it."""
    from mandates.reference import entities  # noqa: PLC0415 - see above

    names = {key: name for name, key in registered_names.items() if key is not None}
    for entity in matches[:1]:
        ancestor = entities.entity(entity.parent) if entity.parent else None
        while ancestor is not None:
            if ancestor.key in names:
                yield names[ancestor.key]
            ancestor = entities.entity(ancestor.parent) if ancestor.parent else None
        yield from (
            names[key] for key in names if (candidate := entities.entity(key)) and candidate.parent == entity.key
        )


def _alike(name: str, registered_names: Sequence[str]) -> Iterator[str]:
    """Yield the names in the register that are near in meaning to `name`, then those with a similar spelling."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only after a mistake

    from mandates.reference import entity_search  # noqa: PLC0415 - see above

    yield from (entity.name for entity in entity_search.near(name, limit=20) if entity.name in registered_names)
    yield from (
        match[0]
        for match in process.extract(
            name, registered_names, scorer=fuzz.ratio, score_cutoff=_ALIKE, processor=str.casefold
        )
    )
