"""The cycles of a body: its mandates with a time, what each is about, and until when it stands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from mandates.extraction.extensions import Extended, extended
from mandates.extraction.situations import situation
from mandates.register.answers.lists import resolutions
from mandates.register.answers.obligations import list_obligations
from mandates.register.answers.texts import paragraph_texts
from mandates.register.state.endings import Ending, Timed, endings
from mandates.register.state.expectations import counted
from mandates.register.views import CycleRow, DueView, Filters, ObligationRow

#: The body whose resolutions have no title; what they are about is told from their words.
_UNTITLED = "Security Council"


def cycles(session: Connection, filters: Filters, as_of: dt.date) -> list[CycleRow]:
    """Return the mandates with a time that `filters` select, in order of their symbols.

    Until when each stands is worked out from all that its body asked for, whatever the filters leave out.
    """
    everything = Filters(body=filters.body, sort="symbol")
    together: dict[str, list[ObligationRow]] = {}
    for row in list_obligations(session, everything, as_of):
        together.setdefault(row.mandate, []).append(row)
    adopted = {row.symbol: row.adopted_on for row in resolutions(session, as_of, body=filters.body)}
    texts = paragraph_texts(session, sorted(adopted))
    untitled = filters.body == _UNTITLED
    about = {symbol: situation(text) for symbol, text in texts.items()} if untitled else {}
    timed = []
    for given in together.values():
        rows = _once(_narrowed(given))
        first = rows[0]
        if first.symbol not in adopted:
            continue
        what = _extended(rows, texts[first.symbol])
        if what is not None or any(row.due for row in rows):
            named = about.get(first.symbol) or first.title or first.symbol
            on = adopted[first.symbol] or dt.date.min  # one without a date ends nothing
            timed.append(Timed(rows=rows, situation=named, adopted_on=on, extended=what))
    ended = endings(timed)
    shown = {row.mandate for row in list_obligations(session, filters, as_of)}
    return [_row(one, ended.get(one.first.mandate)) for one in timed if one.first.mandate in shown and _has_time(one)]


def _has_time(one: Timed) -> bool:
    """Whether it has a date, an end or a recurrence; what waits for an event that may never come has none."""
    return bool(one.dues) and (not one.waits or one.before_end or one.first.deliverable == "extension")


def _narrowed(rows: list[ObligationRow]) -> list[ObligationRow]:
    """Return the obligations without a session that the day set falls in: "on 27 May 2025 ... at its 79th session"."""
    days = [row.due.due_on for row in rows if row.due and row.due.kind == "date" and row.due.due_on]
    return [row for row in rows if not (row.due and _holds(row.due, days))]


def _holds(due: DueView, days: list[dt.date]) -> bool:
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


def _extended(rows: Sequence[ObligationRow], texts: Sequence[str]) -> Extended | None:
    """Return what a mandate extends or ends: one that is an extension, or that lasts until a day."""
    first = rows[0]
    times = [row.due.phrase for row in rows if row.due and row.due.kind == "until"]
    if first.deliverable != "extension" and not times:
        return None
    text = next((text for text in texts if first.clause in text), "")
    return extended(first.clause, times, text[: text.find(first.clause)] if text else "")


def _dated(row: ObligationRow, ends_on: dt.date) -> ObligationRow:
    """Return an obligation counted from the end of a mandate with its date."""
    if row.due is None or row.due.after is None or row.due.due_on is not None:
        return row
    return replace(row, due=replace(row.due, due_on=counted(ends_on, row.due.after)))


def _row(one: Timed, ending: Ending | None) -> CycleRow:
    extends = one.extended if one.first.deliverable == "extension" else None
    return CycleRow(
        obligations=tuple(
            _dated(row, ending.on) if ending is not None and ending.lasts and one.before_end else row
            for row in one.rows
        ),
        situation=one.situation,
        adopted_on=None if one.adopted_on == dt.date.min else one.adopted_on,
        subject=f"end of {extends.subject}" if extends and extends.ends else extends.subject if extends else None,
        ends_on=ending.on if ending else None,
        ended_by=ending.by if ending else None,
        renewed=ending is not None and ending.renewed,
    )
