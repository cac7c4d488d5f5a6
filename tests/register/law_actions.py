"""What is done to a register at random, as plain data, so that the same can be done to another register."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from mandates.domain.commands import Appraise, Assign, Correct, Entry, Judge, Report, Update
from mandates.domain.filters import Criteria, Filters
from mandates.domain.kinds import Judgement, MandateClass
from mandates.domain.status import State, Status
from mandates.reference.lookup import FILE_VARIABLE
from mandates.register import adding, housekeeping, redating, review, track, undo
from mandates.register.ingest import ingest_reading
from mandates.register.track import Named, Selected
from mandates.register.unit_of_work import UnitOfWork
from mandates.store.engine import Connection, Register
from mandates.store.tables import change
from tests.register.law_texts import DUES, OWNERS, Document
from tests.register.samples import session_due


@dataclass(frozen=True)
class Action:
    """One thing that one person does at one moment, with the calendar of that day.

    Attributes:
        kind: the name of a function in `KINDS`; `given` are its arguments.
    """

    kind: str
    at: dt.datetime
    actor: str = "Anna"
    calendar: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


def perform(register: Register, action: Action, numbers: list[int]) -> Any:
    """Do it; `numbers` are those of the changes made so far, to which that of a new one is added."""
    with calendar(action.calendar), register.transaction() as connection:
        before = last_change(connection)
        work = UnitOfWork(connection, actor=action.actor, at=action.at, command=action.kind)
        done = KINDS[action.kind](work, numbers, **action.given)
        after = last_change(connection)
    if after != before:
        numbers.append(after)
    return done


def last_change(connection: Connection) -> int:
    """Return the number of the last change; 0 where there is none."""
    return int(connection.execute(select(func.max(change.c.id))).scalar() or 0)


@contextlib.contextmanager
def calendar(path: str | None) -> Iterator[None]:
    """Let the program know the sessions in this file while the block lasts."""
    before = os.environ.pop(FILE_VARIABLE, None)
    if path is not None:
        os.environ[FILE_VARIABLE] = path
    try:
        yield
    finally:
        os.environ.pop(FILE_VARIABLE, None)
        if before is not None:
            os.environ[FILE_VARIABLE] = before


def _ingest(work: UnitOfWork, _numbers: list[int], document: Document) -> Any:
    return ingest_reading(work, document.reading())


def _report(work: UnitOfWork, _numbers: list[int], reference: str, what: int, ago: int) -> Any:
    day = work.day - dt.timedelta(ago) if ago else None
    command = Report(
        document=f"A/73/{what % 5}" if what % 7 else None,
        on=day,
        note="with an addendum" if what % 3 == 0 else None,
        partial=what % 4 == 1,
        additional=what % 4 == 2,
    )
    return track.apply(work, command, Named(references=(reference,)))


#: What an update may bring.
UPDATES: tuple[dict[str, Any], ...] = (
    {"status": Status.IN_PROGRESS},
    {"status": Status.IMPLEMENTED},
    {"status": Status.DISCONTINUED, "note": "overtaken by events"},
    {"status": Status.PENDING, "reopen": True},
    {"status": Status.SUBMITTED, "reopen": True},
    {"note": "letter of the President of 3 May"},
    {"note": ""},
    {"due": 30, "reason": "letter of the Secretariat"},
    {"due": 400, "reason": "decision of the Bureau"},
    {"due": -100, "reason": "advanced"},
    {"due": session_due(76), "reason": "a letter", "granted_by": "the President"},
    {"due": 200, "reason": "a letter", "granted_by": "A/DEC/73/555"},
    {"original_due": True},
    {"happened_on": 10},
    {"happened_on": 0},
    {"later": True},
    {"later": True, "reopen": True},
)


def _changes(work: UnitOfWork, what: int) -> tuple[Update, bool]:
    """Return an update, and whether a later mandate is still to be named in it."""
    given = dict(UPDATES[what % len(UPDATES)])
    if isinstance(given.get("due"), int):
        given["due"] = work.day + dt.timedelta(given["due"])
    if "happened_on" in given:
        given["happened_on"] = work.day - dt.timedelta(given["happened_on"])
    return Update(**{name: value for name, value in given.items() if name != "later"}), "later" in given


def _update(work: UnitOfWork, _numbers: list[int], reference: str, what: int, later: str) -> Any:
    command, names_later = _changes(work, what)
    targets = Named(references=(reference,))
    if names_later:
        command = track.superseding(work, command, later, targets)
    return track.apply(work, command, targets)


def _assign(work: UnitOfWork, _numbers: list[int], reference: str, what: int) -> Any:
    if what % 5 == 1:
        charge = Assign(lead=("DESA", "Joint Board", "")[what % 3], focal_point=("Ms. Rivera", None, "")[what % 2])
        return track.apply(work, charge, Named(references=(reference,)))
    if what % 5 == 2:
        command = Appraise(judgement=(Judgement.RETIRE, None, Judgement.MERGE)[what % 3], reason=f"because {what}")
        return track.apply(work, command, Named(references=(reference,)))
    names = tuple(filter(None, {OWNERS[what % len(OWNERS)], OWNERS[what // 2 % len(OWNERS)]})) if what % 6 else ()
    return track.apply(work, Assign(owners=tuple(sorted(names))), Named(references=(reference,)))


#: What a correction may bring.
CORRECTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"verb": "decide"},
    {"deliverable": "briefing"},
    {"owners": ("Secretariat",)},
    {"owners": ()},
    {"not_a_mandate": True},
    {"not_a_mandate": False},
    {"due": 0},
    {"due": 1},
    {"due": 1, "verb": "urge"},
)


def _correct(work: UnitOfWork, _numbers: list[int], reference: str, what: int, dues: int) -> Any:
    given = dict(CORRECTIONS[what % len(CORRECTIONS)])
    if "due" in given:
        given["due"] = DUES[dues % len(DUES)] if given["due"] else ()
    return track.apply(work, Correct(**given), Named(references=(reference,)))


def _judge(work: UnitOfWork, _numbers: list[int], reference: str, accept: bool) -> Any:
    return review.judge(work, Judge(accept=accept), reference)


def _add(work: UnitOfWork, _numbers: list[int], reference: str, what: int, dues: int) -> Any:
    entry = Entry(
        reference=reference,
        verb=("request", "invite", "decide")[what % 3],
        owners=tuple(filter(None, [OWNERS[what % len(OWNERS)]])),
        deliverable=("report", "meeting", "action", "briefing")[what % 4],
        due=DUES[dues % len(DUES)],
    )
    return adding.add(work, entry)


#: What many are selected by.
FILTERS: tuple[Filters, ...] = (
    Filters(),
    Filters(settled=False),
    Filters(settled=True),
    Filters(overdue=True),
    Filters(owners=("Secretary-General",)),
    Filters(sessions=("73",), bodies=("General Assembly",)),
    Filters(undated=True),
    Filters(changed_since=dt.date(2018, 1, 1)),
    Filters(leads=("DESA",)),
    Filters(excluded=Criteria(focal_points=("rivera",))),
    Filters(deliverables=("report",)),
    Filters(resolutions=("A/RES/71/500",)),
    Filters(series=("A/RES/71/500",), not_renewed=True),
    Filters(renewed=True, excluded=Criteria(series=("A/RES/71/500",))),
    Filters(since=dt.date(2018, 1, 1), until=dt.date(2019, 12, 31)),
    Filters(statuses=(Status.REPORTED,)),
    Filters(search="report", settled=False),
    Filters(verbs=("decide",), sort="-due"),
    Filters(due_sessions=("73", "74"), deliverables=("report", "meeting")),
    Filters(agenda_items=("regional",), excluded=Criteria(committees=("Third",))),
    Filters(excluded=Criteria(owners=("Secretary-General",), due_sessions=("73",))),
    Filters(
        excluded=Criteria(bodies=("Security Council",), resolutions=("A/RES/71/500",), statuses=(Status.REPORTED,))
    ),
    Filters(states=(State.OVERDUE, State.UNDATED)),
    Filters(unissued=True),
    Filters(classes=(MandateClass.OUTCOME, MandateClass.EXPECTED)),
    Filters(excluded=Criteria(classes=(MandateClass.MANDATE,))),
    Filters(states=(State.ENDED, State.DUE), every=True),
    Filters(due_sessions=("73",), bodies=("General Assembly",)),
)


def _bulk(work: UnitOfWork, _numbers: list[int], filters: int, what: int) -> Any:
    targets = Selected(filters=FILTERS[filters % len(FILTERS)])
    if what % 3 == 0:
        return track.apply(work, Report(document=f"A/74/{what % 4}"), targets)
    if what % 7 == 1:
        return track.apply(work, Assign(owners=("Joint Board of Review",)), targets)
    command, _ = _changes(work, what)
    return track.apply(work, command, targets)


def _redate(work: UnitOfWork, _numbers: list[int]) -> Any:
    return redating.redate(work)


def _undo_last(work: UnitOfWork, _numbers: list[int]) -> Any:
    return undo.undo(work)


def _undo(work: UnitOfWork, numbers: list[int], back: int) -> Any:
    return undo.undo(work, numbers[-1 - back])


def _tidy(work: UnitOfWork, _numbers: list[int]) -> Any:
    return housekeeping.tidy(work)


KINDS: dict[str, Callable[..., Any]] = {
    "ingest": _ingest,
    "report": _report,
    "update": _update,
    "assign": _assign,
    "correct": _correct,
    "add": _add,
    "judge": _judge,
    "bulk": _bulk,
    "redate": _redate,
    "undo last": _undo_last,
    "undo": _undo,
    "tidy": _tidy,
}
