"""The filters that every command shares, as conditions and order in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from mandates.domain.errors import UsageError
from mandates.register.answers.search import Search
from mandates.register.database import storable
from mandates.register.state.asof import AsOf
from mandates.register.tables import UNDATED, obligation, obligation_owner, owner, resolution
from mandates.register.views import Filters

#: The columns a list can be sorted by.
SORTS: dict[str, tuple[Any, ...]] = {
    "due": (obligation.c.rank_on,),
    "symbol": (obligation.c.sort_key,),
    "reference": (obligation.c.sort_key,),
    "status": (obligation.c.status, obligation.c.rank_on),
    "verb": (obligation.c.verb, obligation.c.rank_on),
    "deliverable": (obligation.c.deliverable, obligation.c.rank_on),
    "body": (obligation.c.at_body, obligation.c.rank_on),
}


def conditions(
    session: Connection, filters: Filters, as_of: AsOf, searched: Search | None = None
) -> list[ColumnElement[bool]]:
    """Return the conditions that `filters` put on `obligation`; all of them have to hold.

    `searched` is the search of the filters, where the caller has made it already.

    Raises:
        UsageError: a filter makes no sense.
    """
    found = [_standing(filters, as_of), as_of.expected()]
    if filters.statuses:
        found.append(obligation.c.status.in_([status.value for status in filters.statuses]))
    if filters.verbs:
        found.append(obligation.c.verb.in_(filters.verbs))
    if filters.deliverables:
        found.append(obligation.c.deliverable.in_(filters.deliverables))
    if filters.undated:
        found.append(obligation.c.rank_on == UNDATED)
    if filters.since:
        found += [obligation.c.rank_on >= filters.since, obligation.c.rank_on < UNDATED]
    if filters.until:
        found.append(obligation.c.rank_on <= filters.until)
    found += _sessions(filters)
    if filters.resolution:
        of_symbol = select(resolution.c.id).where(resolution.c.symbol == filters.resolution)
        found.append(obligation.c.resolution_id.in_(of_symbol))
    if filters.owner:
        found.append(_owner(session, filters.owner))
    if filters.search:
        found.append((searched or Search(session, filters.search)).condition())
    return found


def order(filters: Filters) -> list[Any]:
    """Return the order of a list: as asked, else open before settled, soonest first, undated last.

    Raises:
        UsageError: nothing can be sorted by that.
    """
    if not filters.sort:
        return [obligation.c.standing, obligation.c.rank_on, obligation.c.sort_key]
    name = filters.sort.removeprefix("-")
    if name not in SORTS:
        raise UsageError(f"a list cannot be sorted by '{name}'", f"sort by {', '.join(SORTS)}, or -due for the reverse")
    columns = [*SORTS[name], obligation.c.sort_key]
    return [column.desc() for column in columns] if filters.sort.startswith("-") else columns


def owner_ids(session: Connection, text: str) -> list[int]:
    """Return the owners with `text` in their name, capitals or not, or whose entity it names: key, alias, initials."""
    from mandates.reference import entities  # noqa: PLC0415 - reads the registry, which only this filter needs

    plain = " ".join(storable.text(text).split())
    like = func.lower(owner.c.name).contains(plain.lower(), autoescape=True)
    keys = [plain.lower().replace(" ", "-"), entities.resolve(plain)]
    wanted = or_(like, owner.c.entity.in_([key for key in keys if key]))
    return list(session.execute(select(owner.c.id).where(wanted).order_by(owner.c.id)).scalars())


def _standing(filters: Filters, as_of: AsOf) -> ColumnElement[bool]:
    if filters.overdue:
        return as_of.overdue()
    if filters.settled is False:
        return as_of.open()
    if filters.settled is True:
        return as_of.settled()
    return as_of.shown()


def _sessions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    due_then, adopted_then = obligation.c.due_session, obligation.c.adopted_session
    at_body, by_body = obligation.c.at_body, obligation.c.body
    if filters.session and filters.body:
        due = and_(due_then == filters.session, at_body == filters.body)
        found.append(or_(due, and_(adopted_then == filters.session, by_body == filters.body)))
    elif filters.session:
        found.append(or_(due_then == filters.session, adopted_then == filters.session))
    elif filters.body:
        found.append(or_(at_body == filters.body, by_body == filters.body))
    if filters.due_session:
        found.append(due_then == filters.due_session)
    if filters.adopted_session:
        found.append(adopted_then == filters.adopted_session)
    return found


def _owner(session: Connection, text: str) -> ColumnElement[bool]:
    ids = owner_ids(session, text)
    owned = select(obligation_owner.c.obligation_id).where(obligation_owner.c.owner_id.in_(ids))
    return obligation.c.id.in_(owned)
