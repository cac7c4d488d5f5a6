"""From what was read and what people decided to what holds: the effective columns of `obligation`.

`mandates.register.state.planning` works it out for one mandate. `refresh` does so for stored mandates after anything
about them changed, and writes the difference; a new mandate's plan is written by `insert_planned`. Nothing else
writes those columns.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from mandates.register.database import ids
from mandates.register.database.inserting import insert_rows
from mandates.register.database.rows import Row, fetch
from mandates.register.state import planning
from mandates.register.state.expectations import Expectation
from mandates.register.storing import owners
from mandates.register.tables import (
    ALWAYS,
    UNDATED,
    WITHDRAWN,
    decision,
    event,
    evidence,
    mandate,
    obligation,
    remark,
    resolution,
)
from mandates.register.views import Status

_COLUMNS = tuple(column.name for column in obligation.c)

_CHUNK = 500


def refresh(session: Connection, mandate_ids: Iterable[int], *, as_of: dt.date) -> None:
    """Bring the obligations of these mandates to what was read of them and decided on them."""
    ids = sorted(set(mandate_ids))
    for start in range(0, len(ids), _CHUNK):
        _refresh_some(session, ids[start : start + _CHUNK], as_of)


def insert_planned(session: Connection, planned: list[Row]) -> None:
    """Store new obligations with their owners."""
    if not planned:
        return
    for row, new_id in zip(planned, ids.allocate(session, obligation, len(planned)), strict=True):
        row["id"] = new_id
    insert_rows(session, obligation, planned)
    owners.link(session, planned)


def _refresh_some(session: Connection, ids: list[int], as_of: dt.date) -> None:
    of_resolution = (
        resolution.c.adopted_on,
        resolution.c.body,
        resolution.c.session,
        resolution.c.sort_key,
        resolution.c.withdrawn.label("resolution_withdrawn"),
    )
    mandates = fetch(
        session,
        select(mandate, *of_resolution).join(resolution).where(mandate.c.id.in_(ids)).order_by(mandate.c.id),
    )
    rows: dict[int, list[Row]] = defaultdict(list)
    with_remark = select(obligation, remark.c.text.label("remarks")).outerjoin(remark)
    for row in fetch(session, with_remark.where(obligation.c.mandate_id.in_(ids))):
        rows[row["mandate_id"]].append(row)
    on_mandate: dict[int, dict[str, Any]] = defaultdict(dict)
    on_each: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in fetch(session, select(decision).where(decision.c.mandate_id.in_(ids))):
        of = on_mandate[one["mandate_id"]] if one["obligation_id"] is None else on_each[one["obligation_id"]]
        of[one["field"]] = one["value"]
    remarks: dict[int, list[str]] = defaultdict(list)
    of_these = evidence.c.obligation_id.in_([row["id"] for several in rows.values() for row in several])
    for one in fetch(session, select(evidence).where(of_these).order_by(evidence.c.id)):
        remarks[one["obligation_id"]] += filter(None, (one["document"], one["note"]))
    recurring = [row["id"] for several in rows.values() for row in several if row["series"] is not None]
    with_history = session.execute(
        select(event.c.obligation_id).where(event.c.obligation_id.in_(recurring)).distinct()
    ).scalars()
    kept = frozenset(with_history if recurring else ()) | frozenset(on_each)
    new: list[Row] = []
    for one in mandates:
        before = {row["id"]: row for row in rows[one["id"]]}
        decisions = planning.Decisions(on_mandate[one["id"]], on_each, kept, remarks)
        planned = planning.plan(one, list(before.values()), decisions=decisions, as_of=as_of)
        stay = {row["id"] for row in planned if "id" in row}
        _remove(session, [row_id for row_id in before if row_id not in stay])
        _update(session, before, [row for row in planned if "id" in row])
        _remark(session, before, planned)
        new += [row for row in planned if "id" not in row]
    insert_planned(session, new)


def _remove(session: Connection, gone: list[int]) -> None:
    """Delete expectations of a recurrence that are not due after all and have no history."""
    if gone:
        owners.unlink(session, gone)
        session.execute(delete(obligation).where(obligation.c.id.in_(gone)))


def _remark(session: Connection, before: Mapping[int, Row], planned: list[Row]) -> None:
    """Keep the words people added to obligations where search looks for them."""
    changed = [row for row in planned if "id" in row and row["remarks"] != before[row["id"]]["remarks"]]
    if changed:
        session.execute(delete(remark).where(remark.c.obligation_id.in_([row["id"] for row in changed])))
    added = [{"obligation_id": row["id"], "text": row["remarks"]} for row in changed if row["remarks"]]
    if added:
        insert_rows(session, remark, added)


def _update(session: Connection, before: Mapping[int, Row], planned: list[Row]) -> None:
    changed = []
    for row in planned:
        old = before[row["id"]]
        values = {name: row[name] for name in _COLUMNS}
        if any(values[name] != old[name] for name in values):
            changed.append((row, values, old))
    if not changed:
        return
    renamed = [values["id"] for _, values, old in changed if values["reference"] != old["reference"]]
    if renamed:  # two may exchange their references: let go of the old ones first
        free_references(session, renamed)
    for row, values, old in changed:
        names = [name for name in values if values[name] != old[name] or name == "reference"]
        session.execute(
            update(obligation).where(obligation.c.id == bindparam("this")),
            {"this": row["id"], **{name: values[name] for name in names}},
        )
    owners.unlink(session, [row["id"] for row, _, _ in changed])
    owners.link(session, [row for row, _, _ in changed])


def insert_bare(session: Connection, mandate_id: int, wanted: Sequence[Expectation]) -> None:
    """Store obligations with what was read of them alone; `refresh` has to follow."""
    of_mandate = session.execute(
        select(mandate.c.resolution_id, mandate.c.paragraph_id).where(mandate.c.id == mandate_id)
    ).one()
    bare = {
        "mandate_id": mandate_id,
        "resolution_id": of_mandate.resolution_id,
        "paragraph_id": of_mandate.paragraph_id,
        "head": False,
        "standing": WITHDRAWN,
        "status": Status.PENDING.value,
        "rank_on": UNDATED,
        "expected_from": ALWAYS,
        "sort_key": "",
        "at_body": "",
        "body": "",
        "verb": "",
        "deliverable": "",
        "owners": [],
        "version": 1,
    }
    rows = [
        {**bare, **planning.read_columns(one, given=True), "reference": f"~{mandate_id}@{one.key}"} for one in wanted
    ]
    insert_rows(session, obligation, rows)


def free_references(session: Connection, obligation_ids: list[int]) -> None:
    """Let obligations go of their references, which are unique, before others take them over."""
    session.execute(
        update(obligation).where(obligation.c.id == bindparam("this")).values(reference=bindparam("free")),
        [{"this": one, "free": f"~{one}"} for one in obligation_ids],
    )
