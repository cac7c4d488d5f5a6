"""Resolutions and owners as rows of lists."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Connection, case, func, select

from mandates.register.answers import pastday, selection
from mandates.register.database.rows import fetch
from mandates.register.state.asof import AsOf
from mandates.register.tables import mandate, obligation, obligation_owner, owner, paragraph, resolution
from mandates.register.views import OwnerRow, ResolutionRow


def resolutions(
    session: Connection,
    as_of: dt.date,
    *,
    symbol: str | None = None,
    body: str | None = None,
    adopted_session: str | None = None,
    search: str | None = None,
    limit: int | None = None,
) -> list[ResolutionRow]:
    """Return the resolutions of the register in order of their symbols, with what is open of each.

    `search` is a part of the title, capitals or not.
    """
    day = AsOf(session, as_of)
    wanted: list[ColumnElement[bool]] = [resolution.c.withdrawn.is_(False)]
    if symbol:
        wanted.append(resolution.c.symbol == symbol)
    if body:
        wanted.append(resolution.c.body == body)
    if adopted_session:
        wanted.append(resolution.c.session == adopted_session)
    if search:
        wanted.append(func.lower(resolution.c.title).contains(search.lower(), autoescape=True))
    of_paragraph = (paragraph.c.resolution_id == resolution.c.id) & paragraph.c.withdrawn.is_(False)
    of_mandate = (mandate.c.resolution_id == resolution.c.id) & mandate.c.withdrawn.is_(False)
    of_obligation = (obligation.c.resolution_id == resolution.c.id) & day.expected()
    counted = select(func.count()).correlate(resolution)
    statement = (
        select(
            resolution,
            counted.select_from(paragraph).where(of_paragraph).scalar_subquery().label("paragraphs"),
            counted.select_from(mandate).where(of_mandate).scalar_subquery().label("mandates"),
            counted.select_from(obligation).where(of_obligation, day.open()).scalar_subquery().label("open"),
            counted.select_from(obligation).where(of_obligation, day.overdue()).scalar_subquery().label("overdue"),
        )
        .where(*wanted)
        .order_by(resolution.c.sort_key)
    )
    names = ("symbol", "title", "body", "session", "adopted_on", "paragraphs", "mandates", "open", "overdue")
    with pastday.on(session, as_of):
        rows = fetch(session, statement.limit(limit) if limit else statement)
    return [ResolutionRow(**{name: row[name] for name in names}) for row in rows]


def owners(session: Connection, as_of: dt.date, *, name: str | None = None, limit: int | None = None) -> list[OwnerRow]:
    """Return the owners with their load, most open obligations first; `name` is a part of it or an entity's key."""
    day = AsOf(session, as_of)
    wanted = [day.shown(), day.expected()]
    if name:
        wanted.append(owner.c.id.in_(selection.owner_ids(session, name)))
    number_open = func.count(case((day.open(), 1)))
    statement = (
        select(
            owner.c.name,
            owner.c.entity,
            func.count(obligation.c.mandate_id.distinct()).label("mandates"),
            number_open.label("open"),
            func.count(case((day.overdue(), 1))).label("overdue"),
            func.count(case((day.settled(), 1))).label("settled"),
        )
        .join(obligation_owner, obligation_owner.c.owner_id == owner.c.id)
        .join(obligation, obligation.c.id == obligation_owner.c.obligation_id)
        .where(*wanted)
        .group_by(owner.c.id, owner.c.name, owner.c.entity)
        .order_by(number_open.desc(), owner.c.name)
    )
    with pastday.on(session, as_of):
        return [OwnerRow(**row) for row in fetch(session, statement.limit(limit) if limit else statement)]
