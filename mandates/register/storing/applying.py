"""Putting a new reading in the place of the old one, so that the obligations that stay keep their history."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from mandates.register.database.rows import Row, fetch
from mandates.register.state import planning, projection
from mandates.register.state.expectations import Expectation, expected
from mandates.register.storing import owners, readings
from mandates.register.tables import decision, event, evidence, mandate, obligation, resolution


def apply(session: Connection, mandate_id: int, read: Row) -> None:
    """Store what is read of a mandate now, and what is expected of it.

    The effective columns are stale afterwards: call `mandates.register.state.projection.refresh`.
    """
    session.execute(
        update(mandate).where(mandate.c.id == mandate_id).values({name: read[name] for name in readings.READ})
    )
    reconcile(session, mandate_id)


def reconcile(session: Connection, mandate_id: int) -> None:
    """Bring the obligations of a mandate to its dues: those a person has given, else those that were read.

    The effective columns are stale afterwards: call `mandates.register.state.projection.refresh`.
    """
    of_resolution = (resolution.c.body, resolution.c.session, resolution.c.adopted_on)
    found = fetch(session, select(mandate.c.dues, *of_resolution).join(resolution).where(mandate.c.id == mandate_id))[0]
    given = (decision.c.mandate_id == mandate_id) & decision.c.obligation_id.is_(None) & (decision.c.field == "dues")
    decided = session.execute(select(decision.c.value).where(given)).scalar()
    if decided is not None:
        found["dues"] = decided
    wanted = expected(
        readings.dues_of(found), body=found["body"], session=found["session"], adopted_on=found["adopted_on"]
    )
    _reconcile(session, mandate_id, wanted)


def free_obligations(session: Connection, mandate_ids: list[int]) -> None:
    """Let the obligations of these mandates go of their references."""
    ids = session.execute(select(obligation.c.id).where(obligation.c.mandate_id.in_(mandate_ids))).scalars().all()
    if ids:
        projection.free_references(session, list(ids))


def with_history(session: Connection, ids: list[int]) -> set[int]:
    """Return which of these obligations carry decisions, evidence or events."""
    found: set[int] = set()
    for table in (decision, evidence, event):
        found |= set(session.execute(select(table.c.obligation_id).where(table.c.obligation_id.in_(ids))).scalars())
    return found


def _reconcile(session: Connection, mandate_id: int, wanted: list[Expectation]) -> None:
    """Bring the obligations of a mandate to `wanted`: by key, then in order; the rest is dropped or added."""
    of_mandate = obligation.c.mandate_id == mandate_id
    rows = fetch(session, select(obligation).where(of_mandate).order_by(obligation.c.sort_key))
    history = with_history(session, [row["id"] for row in rows])
    left = {row["key"]: row for row in rows}
    matched: list[tuple[Row, Expectation]] = []
    fresh: list[Expectation] = []
    for one in wanted:
        if one.key in left:
            matched.append((left.pop(one.key), one))
        else:
            fresh.append(one)
    moved = [row for row in left.values() if row["given"] and not row["dropped"]]
    for row in moved[: len(fresh)]:
        del left[row["key"]]
        matched.append((row, fresh.pop(0)))
    goes = [row["id"] for row in left.values() if row["id"] not in history]
    stays = [row["id"] for row in left.values() if row["id"] in history]
    if goes:
        owners.unlink(session, goes)
        session.execute(delete(obligation).where(obligation.c.id.in_(goes)))
    if stays:
        session.execute(update(obligation).where(obligation.c.id.in_(stays)).values(dropped=True, series=None))
    for row, one in matched:  # two may exchange their keys
        if row["key"] != one.key:
            session.execute(update(obligation).where(obligation.c.id == row["id"]).values(key=f"~{row['id']}"))
    for row, one in matched:
        columns = planning.read_columns(one, given=True)
        session.execute(update(obligation).where(obligation.c.id == row["id"]).values(columns))
    if fresh:
        projection.insert_bare(session, mandate_id, fresh)
