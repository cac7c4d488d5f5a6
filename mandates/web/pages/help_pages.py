"""`/help`: what the pages show, the words they use, the keys, and the same in a terminal."""

from __future__ import annotations

from starlette.responses import Response

from mandates.domain.status import State, Status
from mandates.web.parameters import filter_parameters
from mandates.web.places import name_of
from mandates.web.site import Page, Visit

#: The meaning of each state; states without one are listed by name only.
_STATES = {
    "overdue": "its due date or session is past, and it is not settled",
    "due": "its time has begun and is not past: the session is open, or it is due today",
    "unissued": "its document should have been issued by now, six weeks before the session opens",
    "upcoming": "its due date or session is still to come",
    "undated": "the text sets no date, or the dates of the session are not known",
    "ended": "its mandate ended or was renewed before it fell due",
    "settled": "a person has recorded what became of it",
}
_KEYS = (
    ("/", "go to the search field"),
    ("j, k", "next row, previous row"),
    ("Enter", "open the row"),
    ("x", "mark the row"),
    ("r", "mark as reported"),
    ("n", "add a note"),
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
    return Page("help.html", name_of("/help"), context)
