"""Storing a resolution that the register has already, read again: what continues what, what changed, what is gone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, select, update

from mandates.interchange import reading_to_json
from mandates.register.database import ids, locks
from mandates.register.database.inserting import insert_rows
from mandates.register.database.rows import Row, fetch
from mandates.register.state import projection
from mandates.register.storing import additions, applying, matching, proposals, readings
from mandates.register.storing.readings import Rows
from mandates.register.tables import mandate, paragraph, resolution
from mandates.register.work import journal
from mandates.register.work.journal import Event


@dataclass(slots=True, kw_only=True)
class Rereading:
    """The work on one resolution and what came of it, so far.

    Attributes:
        row: columns of `resolution` as read now. ask: see `store`.
        mandates: how many there are now. changes: a line for each that changed. proposals: how many wait.
    """

    session: Connection
    row: Row
    batch: int
    ask: bool
    mandates: int = 0
    changes: list[str] = field(default_factory=list)
    proposals: int = 0
    events: list[Event] = field(default_factory=list)

    def note(self, action: str, old: Row, reference: str, before: Row, after: Row) -> None:
        """Remember an event of a mandate."""
        of = {"resolution_id": old["resolution_id"], "mandate_id": old["id"]}
        self.events.append(Event(action=action, reference=reference, before=before, after=after, **of))


def store(
    session: Connection,
    resolution_id: int,
    rows: Rows,
    batch: int,
    *,
    as_of: dt.date,
    ask: bool = True,
    told: bool = True,
) -> Rereading:
    """Bring the stored resolution to `rows` and write down what changed.

    With `ask` a changed reading of a mandate that a person has worked on becomes a proposal; without, it is applied.
    Without `told` the caller writes the event of the resolution.
    """
    before = readings.stored(session, resolution_id)
    of_resolution = mandate.c.resolution_id == resolution_id
    old = fetch(session, select(mandate).where(of_resolution).order_by(mandate.c.position))
    locks.mandates(session, [one["id"] for one in old])
    row, texts, new = rows
    session.execute(update(resolution).where(resolution.c.id == resolution_id), row)
    paragraph_ids = _store_paragraphs(session, resolution_id, texts)
    for one in new:
        one["paragraph_id"] = paragraph_ids[one.pop("paragraph")]
        one["resolution_id"] = resolution_id
    pairs = _pair(old, new)
    work = Rereading(session=session, row=row, batch=batch, ask=ask, mandates=len(new))
    continued = {one["id"] for one in pairs.values()}
    gone = [one for one in old if one["id"] not in continued]
    _rename(work, gone, pairs, new)
    for index, one in pairs.items():
        _continue(work, one, new[index])
    _withdraw(work, gone)
    added = [one for index, one in enumerate(new) if index not in pairs]
    additions.add_mandates(session, [(row, added)], as_of=as_of)
    work.changes += [f"{one['reference']} is new" for one in added]
    projection.refresh(session, [one["id"] for one in old], as_of=as_of)
    head = Event(
        action="reread",
        reference=row["symbol"],
        resolution_id=resolution_id,
        before={"reading": reading_to_json(before)},
        after={"mandates": len(new)},
    )
    journal.write(session, batch, [head, *work.events] if told else work.events)
    return work


def withdraw(session: Connection, resolution_id: int, *, as_of: dt.date) -> None:
    """Take a resolution off the lists with all that hangs on it, which is kept."""
    _show(session, resolution_id, withdrawn=True, as_of=as_of)


def restore(session: Connection, resolution_id: int, *, as_of: dt.date) -> None:
    """Put a resolution that was withdrawn on the lists again."""
    _show(session, resolution_id, withdrawn=False, as_of=as_of)


def _show(session: Connection, resolution_id: int, *, withdrawn: bool, as_of: dt.date) -> None:
    ids = session.execute(select(mandate.c.id).where(mandate.c.resolution_id == resolution_id)).scalars().all()
    locks.mandates(session, ids)
    session.execute(update(resolution).where(resolution.c.id == resolution_id).values(withdrawn=withdrawn))
    projection.refresh(session, ids, as_of=as_of)


def _store_paragraphs(session: Connection, resolution_id: int, new: list[Row]) -> list[int]:
    """Store the paragraphs and return the id of each; those that are gone are marked."""
    old = fetch(session, select(paragraph).where(paragraph.c.resolution_id == resolution_id))
    pairs = matching.paragraphs(old, new)
    kept: dict[int, int] = {}
    for index, continued in pairs.items():
        kept[index] = continued["id"]
        changed = {name: value for name, value in new[index].items() if continued[name] != value}
        if changed:
            session.execute(update(paragraph).where(paragraph.c.id == continued["id"]).values(changed))
    gone = {one["id"] for one in old} - set(kept.values())
    if gone:
        session.execute(update(paragraph).where(paragraph.c.id.in_(sorted(gone))).values(withdrawn=True))
    fresh = [index for index in range(len(new)) if index not in kept]
    if fresh:
        kept.update(zip(fresh, ids.allocate(session, paragraph, len(fresh)), strict=True))
        rows = [{"id": kept[index], "resolution_id": resolution_id, **new[index]} for index in fresh]
        insert_rows(session, paragraph, rows)
    return [kept[index] for index in range(len(new))]


def _pair(old: Sequence[Row], new: Sequence[Row]) -> dict[int, Row]:
    """Return which stored mandate each new one continues: the paragraphs are matched already, so within each."""
    stored: dict[int, list[Row]] = defaultdict(list)
    for one in old:
        stored[one["paragraph_id"]].append(one)
    read: dict[int, list[int]] = defaultdict(list)
    for index, one in enumerate(new):
        read[one["paragraph_id"]].append(index)
    pairs: dict[int, Row] = {}
    for paragraph_id, indexes in read.items():
        found = matching.mandates(stored[paragraph_id], [new[index] for index in indexes])
        pairs.update({indexes[place]: dict(continued) for place, continued in found.items()})
    return pairs


def _rename(work: Rereading, gone: Sequence[Row], pairs: Mapping[int, Row], new: Sequence[Row]) -> None:
    """Give every mandate its reference in the new text; what is gone makes way for what has its number now."""
    wanted = {one["reference"] for one in new}
    moves = [(one, _spare(work.session, one["reference"])) for one in gone if one["reference"] in wanted]
    moves += [
        (one, new[index]["reference"]) for index, one in pairs.items() if one["reference"] != new[index]["reference"]
    ]
    if not moves:
        return
    work.session.execute(
        update(mandate).where(mandate.c.id == bindparam("this")).values(reference=bindparam("free")),
        [{"this": one["id"], "free": f"~{one['id']}"} for one, _ in moves],
    )
    applying.free_obligations(work.session, [one["id"] for one, _ in moves])
    for one, reference in moves:
        work.session.execute(update(mandate).where(mandate.c.id == one["id"]).values(reference=reference))
        work.note("renumbered", one, reference, {"reference": one["reference"]}, {"reference": reference})
        work.changes.append(f"{one['reference']} is now {reference}")


def _spare(session: Connection, reference: str) -> str:
    """Return a reference for a withdrawn mandate whose number another has now: ``...#8!1``."""
    number = 1
    while session.execute(select(mandate.c.id).where(mandate.c.reference == f"{reference}!{number}")).first():
        number += 1
    return f"{reference}!{number}"


def _continue(work: Rereading, old: Row, new: Row) -> None:
    """Bring a stored mandate to what is read of it now, or propose it where a person has worked on it."""
    place = {name: new[name] for name in ("paragraph_id", "label", "ordinal", "position", "withdrawn")}
    changed_place = {name: value for name, value in place.items() if old[name] != value}
    if changed_place:
        work.session.execute(update(mandate).where(mandate.c.id == old["id"]).values(changed_place))
    reference = new["reference"]
    if old["withdrawn"]:
        work.note("restored", old, reference, {"withdrawn": True}, {"withdrawn": False})
        work.changes.append(f"{reference} is in the text again")
    was, now = readings.material(old), readings.material(new)
    if was == now:
        proposals.close(work.session, old["id"])
        if old["digest"] != new["digest"]:  # its place or its confidence, or dates of the calendar
            applying.apply(work.session, old["id"], new)
        return
    before = {name: was[name] for name in was if was[name] != now[name]}
    after = {name: now[name] for name in now if was[name] != now[name]}
    if work.ask and proposals.worked_on(work.session, old["id"]):
        if proposals.propose(work.session, old["id"], new, work.batch):
            work.note("proposed", old, reference, before, after)
            work.changes.append(f"{reference} reads differently: waits for a decision ({', '.join(after)})")
            work.proposals += 1
        return
    applying.apply(work.session, old["id"], new)
    work.note("read", old, reference, before, after)
    work.changes.append(f"{reference} reads differently ({', '.join(after)})")


def _withdraw(work: Rereading, gone: Sequence[Row]) -> None:
    leaving = [one for one in gone if not one["withdrawn"]]
    if leaving:
        ids = [one["id"] for one in leaving]
        work.session.execute(update(mandate).where(mandate.c.id.in_(ids)).values(withdrawn=True))
    for one in leaving:
        work.note("withdrawn", one, one["reference"], {"withdrawn": False}, {"withdrawn": True})
        work.changes.append(f"{one['reference']} is no longer in the text")
