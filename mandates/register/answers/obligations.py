"""Obligations as rows of a list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, func, select, union

from mandates.register.answers import pastday, selection
from mandates.register.answers.search import Search
from mandates.register.database.rows import Row, chunks, fetch
from mandates.register.state.asof import AsOf
from mandates.register.tables import evidence, mandate, obligation, resolution
from mandates.register.views import DueView, EvidenceView, Filters, ObligationRow, State

#: Documents for a session are submitted and issued so long before it opens (the slots of DGACM's timetable).
SUBMIT_BEFORE, ISSUE_BEFORE = dt.timedelta(weeks=10), dt.timedelta(weeks=6)


def list_obligations(session: Connection, filters: Filters, as_of: dt.date) -> list[ObligationRow]:
    """Return the obligations that `filters` select as they stood on `as_of`, in the order the filters ask for.

    Raises:
        UsageError: a filter makes no sense.
    """
    with pastday.on(session, as_of):
        day = AsOf(session, as_of)
        if filters.search:
            return _searched(session, filters, Search(session, filters.search), day)
        conditions, order = selection.conditions(session, filters, day), selection.order(filters)
        if not filters.limit:
            return to_rows(session, rows_statement().where(*conditions).order_by(*order), day)
        # the first ones from the index of the order, by themselves: a join may lead the database elsewhere
        first = select(obligation.c.id).where(*conditions).order_by(*order).limit(filters.limit)
        return rows_by_id(session, session.execute(first).scalars().all(), day)


def count_obligations(session: Connection, filters: Filters, as_of: dt.date, *, at_most: int | None = None) -> int:
    """Return how many obligations `filters` select as they stood on `as_of`, whatever its limit.

    With `at_most` counting stops there, so that it takes no longer in a large register than in a small one.
    """
    with pastday.on(session, as_of):
        conditions = selection.conditions(session, replace(filters, search=None), AsOf(session, as_of))
        found = select(obligation.c.id).where(*conditions).limit(at_most)
        if filters.search:
            # each by its own index: asked with OR, PostgreSQL reads the whole table to see which rows are among them
            parts = [found.where(part).subquery() for part in Search(session, filters.search).parts()]
            found = select(union(*(select(part.c.id) for part in parts)).subquery().c.id).limit(at_most)
        return int(session.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def rows_statement() -> Select[Any]:
    """Return the select of all that a row of a list needs; without its evidence, which `to_rows` adds."""
    return (
        select(
            obligation,
            mandate.c.reference.label("mandate_reference"),
            mandate.c.label,
            mandate.c.clause,
            resolution.c.symbol,
            resolution.c.title,
        )
        .join(mandate, mandate.c.id == obligation.c.mandate_id)
        .join(resolution, resolution.c.id == obligation.c.resolution_id)
    )


def _searched(session: Connection, filters: Filters, search: Search, day: AsOf) -> list[ObligationRow]:
    """Return what a search finds, each with the words around the match; the best first where nothing else is asked."""
    of_list = selection.order(filters)
    statement = select(obligation.c.id, obligation.c.paragraph_id).where(
        *selection.conditions(session, filters, day, search)
    )
    statement = statement.order_by(*of_list)
    by_rank = search.ranked and not filters.sort
    if filters.limit and not by_rank:
        statement = statement.limit(filters.limit)
    found = fetch(session, statement)
    if by_rank:
        found = search.best_first(found)[: filters.limit or None]
    views = rows_by_id(session, [row["id"] for row in found], day)
    return [replace(view, matched=words) for view, words in zip(views, search.snippets(found), strict=True)]


def rows_by_id(session: Connection, ids: Sequence[int], as_of: AsOf) -> list[ObligationRow]:
    """Return the rows of these obligations in the order of `ids`."""
    found: dict[int, Row] = {}
    for some in chunks(ids):
        found |= {row["id"]: row for row in fetch(session, rows_statement().where(obligation.c.id.in_(some)))}
    return _views(session, [found[one] for one in ids], as_of)


def to_rows(session: Connection, statement: Select[Any], as_of: AsOf) -> list[ObligationRow]:
    """Return the rows of a statement made of `rows_statement`, each with its evidence."""
    return _views(session, fetch(session, statement), as_of)


def _views(session: Connection, rows: Sequence[Row], as_of: AsOf) -> list[ObligationRow]:
    documents = _evidence(session, [row["id"] for row in rows])
    return [_view(row, documents.get(row["id"], ()), as_of) for row in rows]


def _evidence(session: Connection, ids: Sequence[int]) -> dict[int, tuple[EvidenceView, ...]]:
    found: dict[int, tuple[EvidenceView, ...]] = defaultdict(tuple)
    for ids_here in chunks(ids):
        some = evidence.c.obligation_id.in_(ids_here)
        for one in fetch(session, select(evidence).where(some).order_by(evidence.c.id)):
            view = EvidenceView(document=one["document"], on=one["dated_on"], note=one["note"], url=one["url"])
            found[one["obligation_id"]] += (view,)
    return found


def _view(row: Row, documents: tuple[EvidenceView, ...], as_of: AsOf) -> ObligationRow:
    state = as_of.state(row)
    late = state is State.OVERDUE and row["due_on"] is not None
    slots = row["timetable_on"] if row["deliverable"] == "report" else None
    return ObligationRow(
        reference=row["reference"],
        mandate=row["mandate_reference"],
        symbol=row["symbol"],
        label=row["label"],
        verb=row["verb"],
        owners=tuple(row["owners"]),
        deliverable=row["deliverable"],
        status=as_of.status(row),
        state=state,
        days_late=(as_of.date - row["due_on"]).days if late else None,
        due=_due(row),
        clause=row["clause"],
        evidence=documents,
        note=row["note"],
        title=row["title"],
        submit_by=slots - SUBMIT_BEFORE if slots else None,
        issue_by=slots - ISSUE_BEFORE if slots else None,
        superseded_by=row["superseded_by"],
        version=row["version"],
    )


def _due(row: Row) -> DueView | None:
    """Return when a row is due: what was read, with the dates that hold; None where nothing says when."""
    if row["due_kind"] is None and row["due_on"] is None:
        return None
    session = row["due_session"]
    number = int(session) if session and session.isdecimal() and len(session) < 4 else session
    return DueView(
        kind=row["due_kind"] or "date",
        phrase=row["due_phrase"] or "",
        body=row["due_body"],
        session=number,
        every=row["due_every"],
        after=row["due_after"],
        event=row["due_event"],
        opens_on=row["opens_on"],
        due_on=row["due_on"],
        read_due_on=row["read_due_on"] if row["read_due_on"] != row["due_on"] else None,
        ends_on=row["ends_on"],
    )
