"""Read models made by hand: defaults for what a test does not care about."""

import datetime as dt

from mandates.domain.status import State, Status
from mandates.schema.history import EventRow
from mandates.schema.items import DueRow, EvidenceRow, ObligationRow
from mandates.schema.mandates import MandateView
from mandates.schema.summaries import GroupCount, SessionSummary

CLAUSE = (
    "Requests the Secretary-General to submit to the General Assembly at its seventy-third session a report on the "
    "implementation of the present resolution"
)
DUE = DueRow(
    kind="session",
    body="General Assembly",
    session=73,
    phrase="at its seventy-third session",
    opens_on=dt.date(2018, 9, 18),
    due_on=dt.date(2019, 9, 17),
)


def row(number=12, **changes):
    values = {
        "id": number,
        "mandate_id": 100 + number,
        "resolution_id": 200 + number,
        "reference": f"A/RES/71/{number}#8",
        "mandate": f"A/RES/71/{number}#8",
        "symbol": f"A/RES/71/{number}",
        "label": "8",
        "verb": "request",
        "owners": ("Secretary-General",),
        "deliverable": "report",
        "status": Status.PENDING,
        "state": State.OVERDUE,
        "days_late": 76,
        "due": DUE,
        "clause": CLAUSE,
        "title": "Cooperation between the United Nations and a regional organization",
    }
    return ObligationRow(**values | changes)


def settled(number=13, **changes):
    evidence = (EvidenceRow(id=1, document="A/73/328", on=dt.date(2018, 8, 20)),)
    values = {"status": Status.REPORTED, "state": State.SETTLED, "days_late": None, "evidence": evidence}
    return row(number, **values | changes)


def undated(number=14, **changes):
    values = {"state": State.UNDATED, "days_late": None, "due": None, "deliverable": "action", "verb": "invite"}
    return row(number, **values | changes)


def event(number=1, **changes):
    values = {
        "id": number,
        "change": number,
        "at": dt.datetime(2018, 8, 21, 9, 30, tzinfo=dt.UTC),
        "actor": "Ada",
        "kind": "report",
        "reference": "A/RES/71/12#8",
        "before": {"status": "pending"},
        "after": {"status": "reported"},
    }
    return EventRow(**values | changes)


def mandate(**changes):
    text = CLAUSE + ";"
    values = {
        "id": 112,
        "resolution_id": 212,
        "paragraph_id": 312,
        "reference": "A/RES/71/12#8",
        "symbol": "A/RES/71/12",
        "title": "Cooperation between the United Nations and a regional organization",
        "label": "8",
        "text": text,
        "clause": CLAUSE,
        "verb": "request",
        "reiterated": False,
        "owners": ("Secretary-General",),
        "partners": (),
        "recipients": ("General Assembly",),
        "deliverable": "report",
        "confidence": 0.98,
        "reasons": (),
        "spans": {
            "clause": [0, len(CLAUSE)],
            "verb": [0, 8],
            "owners": [[13, 30]],
            "due": [[text.index("at its"), text.index(" a report")]],
        },
        "obligations": (row(),),
        "history": (event(),),
        "page": 3,
    }
    return MandateView(**values | changes)


def group(name, total, done=0, overdue=0):
    return GroupCount(name=name, total=total, done=done, open=total - done, overdue=overdue)


def summary(**changes):
    values = {
        "body": "General Assembly",
        "session": "73",
        "opens_on": dt.date(2018, 9, 18),
        "closes_on": dt.date(2019, 9, 17),
        "as_of": dt.date(2019, 12, 1),
        "fell_due": group("fell due", 3, done=1, overdue=2),
        "days_late": 76,
        "newly_asked": group("newly asked", 0),
        "carried_over": group("carried over", 1),
        "by_owner": (group("Secretary-General", 2, done=1, overdue=1), group("General Assembly", 1, overdue=1)),
        "by_deliverable": (group("report", 2, done=1, overdue=1), group("agenda_item", 1, overdue=1)),
        "by_status": (group("pending", 2, overdue=2), group("reported", 1, done=1)),
        "due_rows": (row(), row(15, deliverable="agenda_item", owners=("General Assembly",)), settled()),
        "new_rows": (),
        "carried_rows": (undated(),),
    }
    return SessionSummary(**values | changes)
