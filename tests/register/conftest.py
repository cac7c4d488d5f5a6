"""A register to write to, and what people do with one, so that tests read like sentences."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from mandates.domain.commands import Command, Judge, Update
from mandates.domain.filters import Filters
from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.register import documents as register_documents
from mandates.register import ingest, integrity, lists, review, track
from mandates.register import undo as undoing
from mandates.register.documents import StoredDocument
from mandates.register.ingest import IngestResult
from mandates.register.track import Changed, Named, Outcome, Selected
from mandates.register.undo import Undone
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.items import ObligationRow
from mandates.store.engine import Connection, Register, open_register
from tests.conftest import NOW

TODAY = NOW.date()

#: Where something is done: in a transaction that is open, or in one of its own.
Place = Register | Connection


@pytest.fixture
def register(url: str, request: pytest.FixtureRequest) -> Iterator[Register]:
    """Give an open register; afterwards it has to be sound."""
    with contextlib.ExitStack() as open_for_this:
        if "://" in url:
            opened: Register = request.getfixturevalue("postgresql_opened")
            with opened.transaction() as first:  # what the test before may have left in the connection
                first.exec_driver_sql("DISCARD TEMP")
                first.exec_driver_sql("RESET ALL")
        else:
            opened = open_for_this.enter_context(open_register(url, writing=True))
        yield opened
        with opened.transaction() as last:
            assert integrity.findings(last) == []


@pytest.fixture
def connection(register: Register) -> Iterator[Connection]:
    """Give one transaction for the whole test."""
    with register.transaction() as opened:
        yield opened


def moment(at: dt.datetime | dt.date | str) -> dt.datetime:
    """Return a moment, or noon of a day."""
    if isinstance(at, str):
        at = dt.date.fromisoformat(at)
    return at if isinstance(at, dt.datetime) else dt.datetime.combine(at, dt.time(12), dt.UTC)


@contextlib.contextmanager
def working(place: Place, *, actor: str = "Anna", at: Any = NOW, command: str = "test") -> Iterator[UnitOfWork]:
    """Give a unit of work in a transaction that is open, or in one of its own."""
    with contextlib.ExitStack() as opened:
        connection = opened.enter_context(place.transaction()) if isinstance(place, Register) else place
        yield UnitOfWork(connection, actor=actor, at=moment(at), command=command)


def ingests(place: Place, reading: Reading, *, actor: str = "Anna", at: Any = NOW) -> IngestResult:
    """Store a reading."""
    with working(place, actor=actor, at=at, command="ingest") as work:
        return ingest.ingest_reading(work, reading)


def does(
    place: Place, command: Command, *references: str, actor: str = "Anna", at: Any = NOW, version: int | None = None
) -> Outcome:
    """Apply a command to what references mean."""
    with working(place, actor=actor, at=at, command=command.kind.value) as work:
        return track.apply(work, command, Named(references=references, version=version))


def does_to_all(
    place: Place, command: Command, filters: Filters, *, actor: str = "Anna", at: Any = NOW, expected: int | None = None
) -> Outcome:
    """Apply a command to all that filters select."""
    with working(place, actor=actor, at=at, command=command.kind.value) as work:
        return track.apply(work, command, Selected(filters=filters, expected=expected))


def changed(outcome: Outcome) -> Changed:
    """Return what a command did to the one item that was meant."""
    (one,) = outcome.changed
    return one


def supersedes(
    place: Place, later: str, reference: str, *, actor: str = "Anna", at: Any = NOW, **options: Any
) -> Outcome:
    """Say that a later mandate takes the place of an obligation."""
    with working(place, actor=actor, at=at, command="update") as work:
        targets = Named(references=(reference,))
        return track.apply(work, track.superseding(work, Update(**options), later, targets), targets)


def judges(
    place: Place, reference: str, *, accept: bool, actor: str = "Anna", at: Any = NOW
) -> tuple[Changed, int | None]:
    """Say a person's word on a suggested reading, and return what came of it with the number of the change."""
    with working(place, actor=actor, at=at, command="review") as work:
        return review.judge(work, Judge(accept=accept), reference), work.change_id


def undoes(place: Place, change: int | None = None, *, actor: str = "Anna", at: Any = NOW) -> Undone:
    """Take a change back, or the person's last one."""
    with working(place, actor=actor, at=at, command="undo") as work:
        return undoing.undo(work, change)


def keeps(place: Place, *documents: IssuedDocument, actor: str = "Anna", at: Any = NOW) -> list[StoredDocument]:
    """Keep issued documents."""
    with working(place, actor=actor, at=at, command="ingest") as work:
        return register_documents.keep(work, documents)


def accepts(place: Place, *numbers: int, actor: str = "Anna", at: Any = NOW) -> Outcome:
    """Accept proposals by their numbers."""
    with working(place, actor=actor, at=at, command="accept") as work:
        return register_documents.accept(work, numbers, today=moment(at).date())


def rejects(place: Place, *numbers: int, actor: str = "Anna", at: Any = NOW) -> list[str]:
    """Reject proposals by their numbers."""
    with working(place, actor=actor, at=at, command="accept") as work:
        return register_documents.reject(work, numbers)


def listed(place: Place, as_of: dt.date | str = TODAY, **filters: Any) -> list[ObligationRow]:
    """Return what filters select as it stood on a day; by default each missed occurrence of a recurrence."""
    day = dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    with working(place) as work:
        return lists.list_obligations(work.connection, Filters(**{"every": True} | filters), day)
