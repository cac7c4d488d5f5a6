"""Requests and documents for tests of matching, with what a test does not care about filled in."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from mandates.domain.issued import Basis, Ground, IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.match import Occurrence, Request
from mandates.matching.propose import Known
from mandates.matching.titles import TitleIndex

_numbers = itertools.count(1)
HARBOURS = (
    "Requests the Secretary-General to submit to the General Assembly at its eighty-first session a report on harbours"
)


def occurrence(key: str, **values: Any) -> dict[str, Any]:
    """Return what makes an obligation: ``81`` of a session of the Assembly, a day, or nothing."""
    if key.isdecimal() and len(key) < 4:
        at = {"due_body": "General Assembly", "due_session": key}
        year = 1945 + int(key)
        return {"key": key, "due_on": dt.date(year + 1, 9, 7), "opens_on": dt.date(year, 9, 9), **at, **values}
    if "-" in key:
        return {"key": key, "due_on": dt.date.fromisoformat(key), **values}
    return {"key": key, **values}


def request(reference: str, clause: str = HARBOURS, *keys: str | dict[str, Any], **values: Any) -> Request:
    """Return a request with obligations, by their keys."""
    number = next(_numbers)
    resolution, label = reference.split("#")
    made = [occurrence(one) if isinstance(one, str) else one for one in keys or ("81",)]
    return Request(
        **{
            "id": number,
            "reference": reference,
            "resolution": resolution,
            "label": label,
            "clause": clause,
            "verb": "request",
            "deliverable": "report",
            "owners": ("Secretary-General",),
            "recipients": (),
            "title": "Harbours",
            "adopted_on": dt.date(2025, 12, 1),
            "occurrences": tuple(
                Occurrence(
                    id=next(_numbers),
                    reference=f"{reference}@{one['key']}",
                    **{name: value for name, value in one.items() if name != "key"},
                )
                for one in made
            ),
            **values,
        }
    )


def document(*resolutions: str, **values: Any) -> IssuedDocument:
    """Return a report of the Secretary-General to the Assembly that names resolutions: ``A/RES/80/301#4``."""
    grounds = []
    for one in resolutions:
        symbol, _, label = one.partition("#")
        words = f"The present report is submitted pursuant to resolution {symbol}."
        grounds.append(
            Ground(resolution=symbol, labels=(label,) if label else (), basis=Basis.OWN, words=words, page=1)
        )
    return IssuedDocument(
        **{
            "symbols": ("A/81/97",),
            "kind": DocumentKind.REPORT,
            "title": "Harbours",
            "form": "Report of the Secretary-General",
            "author": "Secretary-General",
            "dated_on": dt.date(2026, 7, 3),
            "body": "General Assembly",
            "session": 81,
            "answers": tuple(grounds),
            "opening": "The present report describes what was done.",
            **values,
        }
    )


def known(*requests: Request, held: tuple[str, ...] = ()) -> Known:
    """Return a register that holds these requests, and resolutions that ask for nothing."""
    by: dict[str, list[Request]] = {symbol: [] for symbol in held}
    for one in requests:
        by.setdefault(one.resolution, []).append(one)
    return Known(by_resolution=by, titles=TitleIndex(requests))
