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
from mandates.register.endings import said
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
    """Return the mandates with a time that `filters` select, in order of their symbols.

    Until when each stands is worked out from all that is in the register on its situation, whatever the filters leave
    out.
    """
    wanted = obligations.selected_mandates(connection, filters, as_of)
    about = store.of_resolutions(connection, sorted(set(wanted.values())))
    beside = {one.id: one for one in store.on_situations(connection, [one.situation for one in about])}
    state_ids = store.timed_states(connection, list(beside), as_of)
    listed = sorted(obligations.by_ids(connection, state_ids), key=lambda row: row.sort_key)
    relations = store.relations(connection, [row.version_id for row in listed])
    rows = shown(connection, listed, as_of)
    together: dict[int, list[ObligationRow]] = {}
    versions: dict[int, int] = {}
    for state, row in zip(listed, rows, strict=True):
        together.setdefault(row.mandate_id, []).append(row)
        versions[row.mandate_id] = state.version_id
    timed: list[Timed] = []
    together_by: dict[str, list[ObligationRow]] = {}
    for mandate_id, given in together.items():
        own = _once(_narrowed(given))
        relation = relations.get(versions[mandate_id])
        lasts = any(row.due and row.due.kind == "until" for row in own)
        extended = extended_of(relation) if relation and (own[0].deliverable == "extension" or lasts) else None
        if extended is None and not any(row.due for row in own):
            continue
        of = beside[own[0].resolution_id]
        on = of.adopted_on or dt.date.min  # one without a date ends nothing
        first = own[0]
        together_by[first.mandate] = own
        timed.append(
            Timed(
                reference=first.mandate,
                symbol=first.symbol,
                label=first.label,
                clause=first.clause,
                deliverable=first.deliverable,
                owners=first.owners,
                dues=[row.due for row in own if row.due],
                situation=of.situation,
                adopted_on=on,
                extended=extended,
            )
        )
    # what an organ intends or looks forward to ends no cycle, and lasts no longer by one
    known = said(
        connection,
        {own[0].mandate_id: reference for reference, own in together_by.items()},
        {own[0].resolution_id: own[0].symbol for own in together_by.values()},
    )
    ended = endings([one for one in timed if together_by[one.reference][0].class_ is MandateClass.MANDATE], known)
    return [
        _row(one, own, ended.get(one.reference))
        for one in timed
        if (own := together_by[one.reference])[0].mandate_id in wanted and _has_time(one)
    ]


def _has_time(one: Timed) -> bool:
    """Whether it has a date, an end or a recurrence; what waits for an event that may never come has none."""
    return bool(one.dues) and (not one.waits or one.before_end or one.deliverable == "extension")


def _narrowed(rows: list[ObligationRow]) -> list[ObligationRow]:
    """Return the obligations without a session that the day set falls in: "on 27 May 2025 ... at its 79th session"."""
    days = [row.due.due_on for row in rows if row.due and row.due.kind == "date" and row.due.due_on]
    return [row for row in rows if not (row.due and _holds(row.due, days))]


def _holds(due: DueRow, days: list[dt.date]) -> bool:
    if due.kind != "session" or due.opens_on is None or due.due_on is None:
        return False
    return any(due.opens_on <= day <= due.due_on for day in days)


def _once(rows: list[ObligationRow]) -> list[ObligationRow]:
    """Return the obligations of a mandate; for "in his next annual report" the first alone, which does not recur."""
    due = rows[0].due
    if due is None or due.every is None or len({row.due and row.due.every for row in rows}) > 1:
        return rows
    said = rf"\bnext\s+(?:[\w-]+\s+){{0,2}}{re.escape(due.phrase)}"
    if not re.search(said, " ".join(rows[0].clause.split())):
        return rows
    first = min(rows, key=lambda row: (row.due and row.due.due_on) or dt.date.max)
    on = first.due.due_on if first.due is not None else None
    return [replace(first, due=replace(due, due_on=on, every=None, kind="date"))]


def _dated(row: ObligationRow, ends_on: dt.date) -> ObligationRow:
    """Return an obligation counted from the end of a mandate with its date."""
    if row.due is None or row.due.after is None or row.due.due_on is not None:
        return row
    return replace(row, due=replace(row.due, due_on=counted_from(ends_on, row.due.after)))


def _row(one: Timed, own: Sequence[ObligationRow], ending: Ending | None) -> CycleRow:
    extends = one.extended if one.deliverable == "extension" else None
    if ending is not None and ending.lasts and one.before_end:
        own = [_dated(row, ending.on) for row in own]
    return CycleRow(
        obligations=tuple(own),
        situation=one.situation,
        adopted_on=None if one.adopted_on == dt.date.min else one.adopted_on,
        subject=f"end of {extends.subject}" if extends and extends.ends else extends.subject if extends else None,
        ends_on=ending.on if ending else None,
        ended_by=ending.by if ending else None,
        renewed=ending is not None and ending.renewed,
    )
