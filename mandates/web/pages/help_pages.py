"""`/help`: what the pages show, the words they use, the keys, and the same in a terminal."""

from __future__ import annotations

from starlette.responses import Response

from mandates.domain.status import State, Status
from mandates.web.parameters import filter_parameters
from mandates.web.site import Page, Visit

#: The meaning of each state; states without one are listed by name only.
_STATES = {
    "overdue": "its time has passed and nothing answers it",
    "due": "its window is open now: the session has begun, the date has not passed",
    "unissued": "its document should have been issued by now, six weeks before the session opens",
    "upcoming": "its time is still to come",
    "undated": "no time is named, or the dates of its session are not known",
    "ended": "its mandate ended or was renewed before it fell due",
    "settled": "somebody has said what became of it",
}
_KEYS = (
    ("/", "to the search field"),
    ("j, k", "next row, row before"),
    ("Enter", "open the row"),
    ("x", "choose the row"),
    ("r", "report"),
    ("n", "note"),
    ("u", "take back the change just made"),
    ("c, d", "yes, no (on Review)"),
    ("e", "correct it (on Review)"),
    ("s, k", "later, back (on Review)"),
    ("?", "this list"),
)


def helping(_visit: Visit) -> Page | Response:
    """Answer `/help`."""
    context = {
        "states": [(parameter.value, _STATES.get(parameter.value, "")) for parameter in State],
        "statuses": [status.value for status in Status],
        "keys": _KEYS,
        "parameters": [parameter for parameter in filter_parameters().values() if not parameter.excluding],
    }
    return Page("help.html", "Help", context)
