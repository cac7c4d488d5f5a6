"""The cycles of a body: its mandates with a time, what each is about, and until when it stands. Nothing here writes.

What a text extends or ends was read when it was ingested; no text is interpreted here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from msgspec.structs import replace

from mandates.domain.filters import Filters
from mandates.domain.kinds import MandateClass
from mandates.register.endings import known_links
from mandates.register.lists import shown
from mandates.schema.cycles import CycleRow
from mandates.schema.items import DueRow, ObligationRow
from mandates.store import cycles as store
from mandates.store import obligations
from mandates.store.cycles import extended_of
from mandates.store.engine import Connection
from mandates.timeline.endings import Ending, Timed, endings
from mandates.timeline.occurrences import counted_from


def cycles(connection: Connection, filters: Filters, as_of: dt.date) -> list[CycleRow]:
    """Return the mandates with a due that `filters` select, in order of their symbols.

    The end of each is computed from everything in the register on its situation, including what the filters exclude.
    """
    selected = obligations.selected_mandates(connection, filters, as_of)
    situations = store.of_resolutions(connection, sorted(set(selected.values())))
    resolutions = {
        resolution.id: resolution
        for resolution in store.on_situations(connection, [row.situation for row in situations])
    }
    state_ids = store.timed_states(connection, list(resolutions), as_of)
    listed = sorted(obligations.by_ids(connection, state_ids), key=lambda row: row.sort_key)
    relations = store.relations(connection, [row.version_id for row in listed])
    rows = shown(connection, listed, as_of)
    rows_of: dict[int, list[ObligationRow]] = {}
    versions: dict[int, int] = {}
    for state, row in zip(listed, rows, strict=True):
        rows_of.setdefault(row.mandate_id, []).append(row)
        versions[row.mandate_id] = state.version_id
    timed: list[Timed] = []
    rows_by_reference: dict[str, list[ObligationRow]] = {}
    for mandate_id, all_rows in rows_of.items():
        mandate_rows = _without_next_only(_narrowed(all_rows))
        relation = relations.get(versions[mandate_id])
        lasts = any(row.due and row.due.kind == "until" for row in mandate_rows)
        extended = extended_of(relation) if relation and (mandate_rows[0].deliverable == "extension" or lasts) else None
        if extended is None and not any(row.due for row in mandate_rows):
            continue
        resolution = resolutions[mandate_rows[0].resolution_id]
        adopted_on = resolution.adopted_on or dt.date.min  # a resolution without a date ends nothing
        first = mandate_rows[0]
        rows_by_reference[first.mandate] = mandate_rows
        timed.append(
            Timed(
                reference=first.mandate,
                symbol=first.symbol,
                label=first.label,
                clause=first.clause,
                deliverable=first.deliverable,
                owners=first.owners,
                dues=[row.due for row in mandate_rows if row.due],
                situation=resolution.situation,
                adopted_on=adopted_on,
                extended=extended,
            )
        )
    # what an organ intends or looks forward to does not end a cycle and is not extended by one
    links = known_links(
        connection,
        {mandate_rows[0].mandate_id: reference for reference, mandate_rows in rows_by_reference.items()},
        {mandate_rows[0].resolution_id: mandate_rows[0].symbol for mandate_rows in rows_by_reference.values()},
    )
    ending_of = endings(
        [mandate for mandate in timed if rows_by_reference[mandate.reference][0].class_ is MandateClass.MANDATE], links
    )
    return [
        _row(mandate, mandate_rows, ending_of.get(mandate.reference))
        for mandate in timed
        if (mandate_rows := rows_by_reference[mandate.reference])[0].mandate_id in selected and _has_time(mandate)
    ]


def _has_time(mandate: Timed) -> bool:
    """Return whether a mandate has a date, an end or a recurrence; one that waits for an event has none."""
    return bool(mandate.dues) and (not mandate.waits or mandate.before_end or mandate.deliverable == "extension")


def _narrowed(rows: list[ObligationRow]) -> list[ObligationRow]:
    """Return the obligations without sessions that include a set day: "on 27 May 2025 ... at its 79th session"."""
    days = [row.due.due_on for row in rows if row.due and row.due.kind == "date" and row.due.due_on]
    return [row for row in rows if not (row.due and _includes_day(row.due, days))]


def _includes_day(due: DueRow, days: list[dt.date]) -> bool:
    if due.kind != "session" or due.opens_on is None or due.due_on is None:
        return False
    return any(due.opens_on <= day <= due.due_on for day in days)


def _without_next_only(rows: list[ObligationRow]) -> list[ObligationRow]:
    """Return the obligations of a mandate; for "in his next annual report" only the first, without its recurrence."""
    due = rows[0].due
    if due is None or due.every is None or len({row.due and row.due.every for row in rows}) > 1:
        return rows
    pattern = rf"\bnext\s+(?:[\w-]+\s+){{0,2}}{re.escape(due.phrase)}"
    if not re.search(pattern, " ".join(rows[0].clause.split())):
        return rows
    first = min(rows, key=lambda row: (row.due and row.due.due_on) or dt.date.max)
    due_on = first.due.due_on if first.due is not None else None
    return [replace(first, due=replace(due, due_on=due_on, every=None, kind="date"))]


def _dated(row: ObligationRow, ends_on: dt.date) -> ObligationRow:
    """Return an obligation with its due date, if it is counted from the end of a mandate."""
    if row.due is None or row.due.after is None or row.due.due_on is not None:
        return row
    return replace(row, due=replace(row.due, due_on=counted_from(ends_on, row.due.after)))


def _row(mandate: Timed, rows: Sequence[ObligationRow], ending: Ending | None) -> CycleRow:
    extended = mandate.extended if mandate.deliverable == "extension" else None
    if ending is not None and ending.lasts and mandate.before_end:
        rows = [_dated(row, ending.on) for row in rows]
    return CycleRow(
        obligations=tuple(rows),
        situation=mandate.situation,
        adopted_on=None if mandate.adopted_on == dt.date.min else mandate.adopted_on,
        subject=f"end of {extended.subject}" if extended and extended.ends else extended.subject if extended else None,
        ends_on=ending.on if ending else None,
        ended_by=ending.by if ending else None,
        renewed=ending is not None and ending.renewed,
    )
