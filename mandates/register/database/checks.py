"""What must hold in every register, whatever happened to the process that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DatabaseError

from mandates.register.database.rows import Row, fetch
from mandates.register.tables import decision, event, evidence, mandate, obligation
from mandates.register.work import decisions

#: Each invariant with the query that finds what breaks it (a label per row); the same on both databases.
_INVARIANTS: tuple[tuple[str, str], ...] = (
    (
        "settled, but its standing says open (or the reverse)",
        """SELECT reference FROM obligation WHERE standing <> 2 AND (standing = 1) <>
           (status NOT IN ('pending', 'in_progress', 'submitted'))""",
    ),
    (
        "its status is not what was decided",
        """SELECT o.reference FROM obligation o LEFT JOIN decision d
           ON d.obligation_id = o.id AND d.field = 'status'
           WHERE '"' || o.status || '"' <> COALESCE(CAST(d.value AS TEXT), '"pending"')""",
    ),
    (
        "sorted under another date than it is due",
        "SELECT reference FROM obligation WHERE rank_on <> COALESCE(due_on, DATE '9999-12-31')",
    ),
    (
        "a recurrence with two latest expectations, or one that is not the latest",
        """SELECT o.reference FROM obligation o JOIN obligation later
           ON later.mandate_id = o.mandate_id AND later.series = o.series AND later.occurrence > o.occurrence
           WHERE o.head AND later.standing <> 2""",
    ),
    (
        "a recurrence that stopped although nothing ends it",
        """SELECT o.reference FROM obligation o JOIN mandate m ON m.id = o.mandate_id
           WHERE o.standing <> 2 AND o.series IS NOT NULL AND NOT o.head AND o.due_kind <> 'session'
           AND o.due_every <> 'session'
           AND o.ends_on IS NULL AND NOT EXISTS (SELECT 1 FROM obligation later WHERE later.mandate_id = o.mandate_id
           AND later.series = o.series AND later.occurrence > o.occurrence)""",
    ),
    (
        "shown although its mandate or resolution is withdrawn",
        """SELECT o.reference FROM obligation o JOIN mandate m ON m.id = o.mandate_id
           JOIN resolution r ON r.id = o.resolution_id
           WHERE o.standing <> 2 AND (m.withdrawn OR o.dropped OR r.withdrawn)""",
    ),
    (
        "a mandate without an obligation",
        "SELECT reference FROM mandate m WHERE NOT EXISTS (SELECT 1 FROM obligation o WHERE o.mandate_id = m.id)",
    ),
    (
        "its owners are listed under another standing or date",
        """SELECT o.reference FROM obligation_owner w JOIN obligation o ON o.id = w.obligation_id
           WHERE w.standing <> o.standing OR w.rank_on <> o.rank_on""",
    ),
)

#: Events that tell of something else than a person's decision.
_MACHINE = ("ingested", "reread", "removed", "read", "renumbered", "proposed", "withdrawn", "restored", "redated")

#: Mandates whose history is followed at a time, so that memory does not grow with the register.
_PORTION = 5000

_SEARCH = {"paragraph_fts": "paragraph", "remark_fts": "remark"}


def findings(session: Connection) -> list[str]:
    """Return what is broken in the register, one line each; [] when all holds."""
    found = _sqlite(session) if session.dialect.name == "sqlite" else []
    for complaint, query in _INVARIANTS:
        statement = query.replace("DATE '", "'") if session.dialect.name == "sqlite" else query
        found += [f"{reference}: {complaint}" for (reference,) in session.execute(text(statement))]
    return found + list(_history(session))


def _history(session: Connection) -> Iterator[str]:
    """Yield where what holds is not what the history of decisions leads to."""
    last = session.execute(select(func.max(mandate.c.id))).scalar() or 0
    for start in range(1, last + 1, _PORTION):
        yield from _history_of(session, start, start + _PORTION)


def _history_of(session: Connection, start: int, stop: int) -> Iterator[str]:
    """Yield what `_history` does, for the mandates numbered from `start` to before `stop`."""
    told: dict[tuple[int, int | None, str], Any] = {}
    names: dict[tuple[int, int | None], str] = {}
    numbered = (event.c.mandate_id >= start, event.c.mandate_id < stop)
    decided = select(event).where(*numbered, event.c.action.not_in(_MACHINE))
    for one in fetch(session, decided.order_by(event.c.id)):
        names[one["mandate_id"], one["obligation_id"]] = one["reference"]
        if "proposal" in one["after"] or "session" in one["after"]:
            continue
        for name, value in one["after"].items():
            told[one["mandate_id"], one["obligation_id"], name] = value
    held = dict(_held(session, start, stop))
    for key in sorted({*told, *held}, key=str):
        if told.get(key, decisions.UNDECIDED.get(key[2])) != held.get(key, decisions.UNDECIDED.get(key[2])):
            yield f"{names.get(key[:2], f'mandate {key[0]}')}: its history does not lead to its {key[2]}"


def _held(session: Connection, start: int, stop: int) -> Iterator[tuple[tuple[int, int | None, str], Any]]:
    decided = select(decision).where(decision.c.mandate_id >= start, decision.c.mandate_id < stop)
    for one in fetch(session, decided):
        yield (one["mandate_id"], one["obligation_id"], one["field"]), one["value"]
    pieces: dict[tuple[int, int | None, str], list[Row]] = {}
    given = select(evidence, obligation.c.mandate_id).join(obligation).order_by(evidence.c.id)
    for one in fetch(session, given.where(obligation.c.mandate_id >= start, obligation.c.mandate_id < stop)):
        key = (one["mandate_id"], one["obligation_id"], "evidence")
        pieces.setdefault(key, []).append(decisions.piece(one))
    yield from pieces.items()


def _sqlite(session: Connection) -> list[str]:
    found = [f"file: {line}" for (line,) in session.exec_driver_sql("PRAGMA quick_check(20)") if line != "ok"]
    found += [
        f"foreign key: row {row[1]} of {row[0]} points nowhere in {row[2]}"
        for row in session.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    for index, table in _SEARCH.items():
        triggers = f"SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{index}%'"  # noqa: S608 - our constants
        if session.exec_driver_sql(triggers).scalar_one() < 3:
            found.append(f"search: the triggers that keep {index} are gone")
        try:
            session.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - our constants
        except DatabaseError:
            found.append(f"search: {index} does not hold what {table} holds")
    return found
