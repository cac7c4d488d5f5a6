"""Which resolutions and mandates continue which according to their texts, and what people decided about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, delete, func, or_, select, update

from mandates.domain.kinds import LinkState
from mandates.store import ids
from mandates.store.inserting import insert_values
from mandates.store.rows import chunks, columns_of, fetch, fetch_in
from mandates.store.series import counts
from mandates.store.tables import (
    body,
    link,
    mandate,
    mandate_version,
    obligation_state,
    paragraph_text,
    reading,
    resolution,
)

#: The basis of a link between requests whose resolutions share a title, but are too many years apart to be linked.
LONG_AFTER = "nearly the same words, years later"


class NewLink(NamedTuple):
    """One link as derived from texts; see `mandates.store.tables.link`. A link of resolutions has no mandates."""

    resolution_id: int
    mandate_id: int | None
    older_id: int
    older_mandate_id: int | None
    relation: str
    sure: bool
    renews: bool
    score: float
    basis: str

    @property
    def pair(self) -> tuple[int, int | None, int, int | None]:
        """What is linked."""
        return self[:4]


class LinkRow(NamedTuple):
    """A stored link, with its state: what a person decided about it."""

    resolution_id: int
    mandate_id: int | None
    older_id: int
    older_mandate_id: int | None
    relation: str
    sure: bool
    renews: bool
    score: float
    basis: str
    id: int
    state: str

    @property
    def pair(self) -> tuple[int, int | None, int, int | None]:
        """What is linked."""
        return self[:4]

    @property
    def is_rejected(self) -> bool:
        """Whether a person rejected it."""
        return self.state == LinkState.REJECTED

    @property
    def counts(self) -> bool:
        """Whether the newer resolution is taken to continue the older one: sure, or confirmed, and not rejected."""
        return self.state == LinkState.CONFIRMED or (bool(self.sure) and self.state == LinkState.PROPOSED)


_LINKS: Select[Any] = columns_of(LinkRow, link)
_OF_RESOLUTIONS = link.c.mandate_id.is_(None)


def of_newer(connection: Connection, resolution_ids: Iterable[int]) -> list[LinkRow]:
    """Return what these resolutions, and mandates of them, continue or may continue."""
    return fetch_in(connection, LinkRow, _LINKS, link.c.resolution_id, resolution_ids)


def to_older(connection: Connection, resolution_ids: Iterable[int]) -> list[LinkRow]:
    """Return what continues, or may continue, these resolutions and mandates of them."""
    return fetch_in(connection, LinkRow, _LINKS, link.c.older_id, resolution_ids)


def by_ids(connection: Connection, link_ids: Iterable[int]) -> dict[int, LinkRow]:
    """Return links by their numbers."""
    return {row.id: row for row in fetch_in(connection, LinkRow, _LINKS, link.c.id, link_ids)}


def of_mandates_to(connection: Connection, mandate_ids: Iterable[int]) -> list[LinkRow]:
    """Return what continues these mandates."""
    return fetch_in(connection, LinkRow, _LINKS, link.c.older_mandate_id, mandate_ids)


class RenewingRow(NamedTuple):
    """A request that asks again for the same as an earlier one, with the day on which the newer one was adopted."""

    mandate_id: int
    older_id: int
    older_mandate_id: int
    adopted_on: dt.date | None


def renewing(connection: Connection, resolution_ids: Iterable[int]) -> list[RenewingRow]:
    """Return the requests of these resolutions that ask again for those of earlier ones on no situation, as far as the
    link counts: a person confirmed it, or nobody rejected it and their resolutions are linked or, if its basis is
    `LONG_AFTER`, share a title.
    """
    older, newer = resolution.alias("older"), resolution.alias("newer")
    head, earlier_head = reading.alias("head"), reading.alias("earlier_head")
    whole = link.alias("whole")
    linked = (
        select(whole.c.id)
        .where(whole.c.resolution_id == link.c.resolution_id, whole.c.older_id == link.c.older_id)
        .where(whole.c.mandate_id.is_(None))
        .where(or_(counts(whole), and_(link.c.basis == LONG_AFTER, whole.c.state != LinkState.REJECTED.value)))
        .exists()
    )
    statement = (
        select(link.c.mandate_id, link.c.older_id, link.c.older_mandate_id, head.c.adopted_on)
        .join(newer, newer.c.id == link.c.resolution_id)
        .join(head, head.c.id == newer.c.reading_id)
        .join(older, older.c.id == link.c.older_id)
        .join(earlier_head, earlier_head.c.id == older.c.reading_id)
        .where(link.c.mandate_id.is_not(None), newer.c.held, older.c.held, earlier_head.c.situation.is_(None))
        .where(
            or_(
                link.c.state == LinkState.CONFIRMED.value,
                and_(link.c.renews, link.c.state == LinkState.PROPOSED.value, linked),
            )
        )
        .order_by(link.c.mandate_id, link.c.older_mandate_id)
    )
    return fetch_in(connection, RenewingRow, statement, link.c.resolution_id, resolution_ids)


class ReplacedRequest(NamedTuple):
    """An earlier, recurring request, and the newer one that asks for the same again."""

    link_id: int
    mandate_id: int
    older: str
    older_symbol: str
    newer: str
    state: str


def replaced_requests(connection: Connection, mandate_ids: Iterable[int]) -> list[ReplacedRequest]:
    """Return the recurring requests of earlier resolutions for which these mandates ask again, without links that a
    person rejected.
    """
    older, newer = mandate.alias("older"), mandate.alias("newer")
    recurs = select(obligation_state.c.id).where(
        obligation_state.c.mandate_id == older.c.id, obligation_state.c.series.is_not(None)
    )
    statement = (
        select(
            link.c.id,
            link.c.mandate_id,
            older.c.reference,
            resolution.c.symbol,
            newer.c.reference,
            link.c.state,
        )
        .join(older, older.c.id == link.c.older_mandate_id)
        .join(newer, newer.c.id == link.c.mandate_id)
        .join(resolution, resolution.c.id == link.c.older_id)
        .where(link.c.renews, link.c.state != LinkState.REJECTED.value, recurs.exists())
        .order_by(link.c.id)
    )
    return fetch_in(connection, ReplacedRequest, statement, link.c.mandate_id, mandate_ids)


def waiting(connection: Connection) -> list[LinkRow]:
    """Return the links of mandates in which the newer one asks for the same again and which nobody has decided on.

    Those of the highest score come first.
    """
    statement = _LINKS.where(link.c.renews, link.c.state == LinkState.PROPOSED.value, ~_OF_RESOLUTIONS)
    return fetch(connection, LinkRow, statement.order_by(link.c.score.desc(), link.c.id))


def put(connection: Connection, stored: Sequence[LinkRow], new_links: Sequence[NewLink]) -> None:
    """Replace the links `stored` by `new_links`, those derived from texts; links that a person decided on stay."""
    known = {row.pair: row for row in stored}
    by_pair = {new_link.pair: new_link for new_link in new_links}
    gone = [row.id for pair, row in known.items() if pair not in by_pair and row.state == LinkState.PROPOSED]
    for batch in chunks(gone):
        connection.execute(delete(link).where(link.c.id.in_(batch)))
    changed = [
        {"row": known[pair].id, **dict(zip(NewLink._fields[4:], new_link[4:], strict=True))}
        for pair, new_link in by_pair.items()
        if pair in known and tuple(known[pair][4:9]) != new_link[4:]
    ]
    if changed:
        values: dict[str, Any] = {name: bindparam(name) for name in NewLink._fields[4:]}
        connection.execute(update(link).where(link.c.id == bindparam("row")).values(values), changed)
    new = [new_link for pair, new_link in by_pair.items() if pair not in known]
    link_ids = ids.allocate(connection, link, len(new))
    names = ("id", *NewLink._fields, "state")
    rows = [(number, *new_link, LinkState.PROPOSED.value) for number, new_link in zip(link_ids, new, strict=True)]
    insert_values(connection, link, names, rows)


def set_state(connection: Connection, link_id: int, state: str) -> None:
    """Set the state of a link: what a person decided about it."""
    connection.execute(update(link).where(link.c.id == link_id).values(state=state))


class NamedLink(NamedTuple):
    """A link for display, with references, symbols and clauses. The mandates of a link of resolutions are None."""

    id: int
    older_mandate_id: int | None
    relation: str
    score: float
    basis: str
    state: str
    older: str | None
    newer: str | None
    older_symbol: str
    newer_symbol: str
    older_clause: str
    newer_clause: str
    body: str
    session: str | None
    adopted_on: dt.date | None
    reading_id: int
    title: str | None


def named(connection: Connection, link_ids: Iterable[int]) -> list[NamedLink]:
    """Return links by their ids, in the order of `link_ids`, for display."""
    older, newer = resolution.alias("older"), resolution.alias("newer")
    older_mandate, newer_mandate = mandate.alias("older_mandate"), mandate.alias("newer_mandate")
    older_version, newer_version = mandate_version.alias("older_version"), mandate_version.alias("newer_version")
    statement = (
        select(
            link.c.id,
            link.c.older_mandate_id,
            link.c.relation,
            link.c.score,
            link.c.basis,
            link.c.state,
            older_mandate.c.reference,
            newer_mandate.c.reference,
            older.c.symbol,
            newer.c.symbol,
            func.coalesce(older_version.c.clause, ""),
            func.coalesce(newer_version.c.clause, ""),
            body.c.name,
            reading.c.session,
            reading.c.adopted_on,
            reading.c.id,
            reading.c.title,
        )
        .join(older, older.c.id == link.c.older_id)
        .join(newer, newer.c.id == link.c.resolution_id)
        .join(reading, reading.c.id == newer.c.reading_id)
        .join(body, body.c.id == newer.c.body_id)
        .outerjoin(older_mandate, older_mandate.c.id == link.c.older_mandate_id)
        .outerjoin(newer_mandate, newer_mandate.c.id == link.c.mandate_id)
        .outerjoin(older_version, older_version.c.id == older_mandate.c.version_id)
        .outerjoin(newer_version, newer_version.c.id == newer_mandate.c.version_id)
    )
    ordered_ids = list(link_ids)
    rows = {row.id: row for row in fetch_in(connection, NamedLink, statement, link.c.id, ordered_ids)}
    return [rows[link_id] for link_id in ordered_ids if link_id in rows]


def paragraphs(connection: Connection, reading_ids: Iterable[int]) -> dict[int, list[tuple[str, list[list[str]]]]]:
    """Return text and footnotes of the paragraphs of readings, by reading id."""
    columns = select(paragraph_text.c.reading_id, paragraph_text.c.text, paragraph_text.c.footnotes)
    by_reading: dict[int, list[tuple[str, list[list[str]]]]] = {}
    for batch in chunks(sorted(set(reading_ids))):
        ordered = columns.where(paragraph_text.c.reading_id.in_(batch)).order_by(
            paragraph_text.c.reading_id, paragraph_text.c.position
        )
        for reading_id, text, footnotes in connection.execute(ordered):
            by_reading.setdefault(reading_id, []).append((text, footnotes))
    return by_reading
