"""Maintenance after much has been stored, so that the register stays fast."""

from __future__ import annotations

from mandates.register import projection
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import optimizing


def tidy(work: UnitOfWork) -> None:
    """Extend the computed recurrences if half of the period ahead has passed, and update the database's statistics."""
    projection.extend_horizon(work)
    optimizing.analyze(work.connection)
