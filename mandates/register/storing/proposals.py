"""Readings that a later ingest made of a mandate on which a person has worked, until somebody accepts or keeps."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from mandates.register.database.rows import Row
from mandates.register.storing import readings
from mandates.register.tables import decision, evidence, obligation, proposal

OPEN, ACCEPTED, KEPT, REPLACED, TAKEN_BACK = "open", "accepted", "kept", "replaced", "taken_back"


def worked_on(session: Connection, mandate_id: int) -> bool:
    """Return whether something that a person decided on a mandate or an obligation of it holds."""
    of_mandate = select(obligation.c.id).where(obligation.c.mandate_id == mandate_id)
    for wanted in (
        select(decision.c.id).where(decision.c.mandate_id == mandate_id),
        select(evidence.c.id).where(evidence.c.obligation_id.in_(of_mandate)),
    ):
        if session.execute(wanted.limit(1)).first():
            return True
    return False


def propose(session: Connection, mandate_id: int, read: Row, batch: int) -> bool:
    """Keep a reading beside the one in force; False where a person has been asked about this very one before."""
    known = session.execute(
        select(proposal.c.id, proposal.c.reading, proposal.c.state).where(proposal.c.mandate_id == mandate_id)
    ).all()
    wanted = readings.material(read)
    if any(readings.material(one.reading) == wanted and one.state in (OPEN, KEPT) for one in known):
        return False
    close(session, mandate_id)
    reading = {name: read[name] for name in readings.READ}
    session.execute(insert(proposal).values(mandate_id=mandate_id, batch_id=batch, reading=reading, state=OPEN))
    return True


def take_back(session: Connection, batch: int) -> None:
    """Close what a batch proposed and nobody has decided on, because the batch is taken back."""
    session.execute(
        update(proposal).where(proposal.c.batch_id == batch, proposal.c.state == OPEN).values(state=TAKEN_BACK)
    )


def close(session: Connection, mandate_id: int) -> None:
    """Close what is proposed for a mandate because its text reads as in force again."""
    session.execute(
        update(proposal).where(proposal.c.mandate_id == mandate_id, proposal.c.state == OPEN).values(state=REPLACED)
    )
