"""Values of the register in words: when something is due, its state, how often it recurs."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import Any

from mandates.domain.commands import GRANTED
from mandates.domain.kinds import MandateClass
from mandates.domain.status import State, Status
from mandates.reference import calendar
from mandates.rendering.answer import Style, Styled, Value
from mandates.rendering.text import count, day
from mandates.schema.items import DueRow, NoteRow, ObligationRow, PartRow

#: The sign in front of a row of each state, readable without colour.
MARKS = dict.fromkeys(State, "") | {State.OVERDUE: "!", State.UNISSUED: ">", State.DUE: ">"}

_STYLES = {
    State.OVERDUE: Style.OVERDUE,
    State.UNISSUED: Style.DUE,
    State.DUE: Style.DUE,
    State.SETTLED: Style.DONE,
    State.UNDATED: Style.QUIET,
}

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def duration(iso: str) -> str:
    """Return an ISO 8601 duration in words: ``P90D`` -> ``90 days``, ``P1Y6M`` -> ``1 year 6 months``."""
    parts = re.findall(r"(\d+)([YMWD])", iso)
    return " ".join(count(int(number), _UNITS[unit]) for number, unit in parts) or iso


def cycle(every: str) -> str:
    """Return a recurrence in words: ``P90D`` -> ``every 90 days``, ``P1Y`` -> ``every year``."""
    if every == "session":
        return "every session"
    if every == "regular":
        return "regularly"
    words = duration(every)
    return f"every {words.removeprefix('1 ') if words.count(' ') == 1 else words}"


def session_name(body: str | None, session: int | str | None, *, short: bool = True) -> str:
    """Return the usual name of a session: ``GA 73``, ``HRC 55``, ``ECOSOC 2022``, or with the body's full name."""
    name = abbreviation(body) if short else body
    return " ".join(str(part) for part in (name, session) if part is not None)


@functools.cache
def abbreviation(body: str | None) -> str | None:
    """Return the abbreviation of a body, or its name if it has none."""
    return body and (calendar.abbreviation(body) or body)


def due_words(due: DueRow | None, *, short: bool = True) -> str:
    """Return when something is due, in few words: ``GA 73, 16 Sep 2019``; ``until 31 May 2026``; ``every 90 days``.

    In the short form, the date of a recurrence is given without its cycle.
    """
    if due is None:
        return "no date"
    if due.extended_from is None:
        return _due_words(due, short=short)
    same_session = due.extended_from == session_name(
        due.body, due.session
    )  # the session is the same, only the day has changed
    due_text = day(due.due_on) if same_session else _due_words(due, short=short)
    advanced = due.due_on is not None and due.read_due_on is not None and due.due_on < due.read_due_on
    return f"{due_text}, {'advanced' if advanced else 'extended'} from {_read_words(due.extended_from)}"


def _read_words(read: str) -> str:
    """Return the time from which something was extended; an ISO date is written like ``16 Sep 2019``."""
    return day(dt.date.fromisoformat(read)) if read[:4].isdecimal() and read[4:5] == "-" else read


def _due_words(due: DueRow, *, short: bool) -> str:
    on = day(due.due_on)
    if due.kind == "session":
        name = session_name(due.body, due.session, short=short)
        return f"{name}, {on}" if on else name
    if due.kind == "until":
        return f"until {on}" if on else due.phrase
    if due.every and not (on and short):
        return f"{on}, {cycle(due.every)}" if on else cycle(due.every)
    if due.kind == "relative" and not on:
        return due.phrase or " ".join(filter(None, (duration(due.after or ""), due.event)))
    return on or due.phrase or "no date"


def read_due_words(due: Mapping[str, Any]) -> str:
    """Return an extracted or corrected due date in few words: ``GA 73``; ``until 31 May 2026``; ``every 90 days``.

    For an extension that was granted, the words say by whom: ``GA 74, extended by A/DEC/73/555``.
    """
    granted = due["phrase"] if str(due.get("phrase")).startswith(GRANTED) else None
    return ", ".join(filter(None, (_read_due(due), granted)))


def _read_due(due: Mapping[str, Any]) -> str:
    kind = due.get("kind")
    if kind == "session":
        return session_name(due.get("body"), due.get("session"))
    if kind == "recurring" and due.get("every"):
        return cycle(due["every"])
    if kind in ("date", "until") and due.get("date"):
        on = day(dt.date.fromisoformat(due["date"]))
        return f"until {on}" if kind == "until" else on
    return str(due["phrase"])


def state_words(row: ObligationRow) -> Styled:
    """Return the state of an obligation: ``75 days late``, ``due now``, ``upcoming, submitted``, ``reported``."""
    style = _STYLES.get(row.state, Style.QUIET)
    if row.state in (State.SETTLED, State.UNDATED):  # the due words already say that there is no date
        return Styled(status_words(row.status), style)
    if row.state is State.OVERDUE:
        text = f"{count(row.days_late, 'day')} late" if row.days_late else "overdue"
        text = f"{text}, {row.missed:,} missed" if row.missed > 1 else text
    elif row.state is State.ENDED:
        text = f"renewed by {row.renewed_by}" if row.renewed_by else "ended"
        text = f"ended by {row.ended_by}" if row.ended_by and not row.renewed_by else text
    elif row.state is State.UNISSUED:
        text = f"not issued by {day(row.issue_by)}" if row.issue_by else "not issued"
    else:
        text = {State.DUE: "due now", State.UPCOMING: "upcoming"}[row.state]
    return Styled(text if row.status is Status.PENDING else f"{text}, {status_words(row.status)}", style)


def status_words(status: str) -> str:
    """Return a status or a deliverable without its underscores: ``in_progress`` -> ``in progress``."""
    return str(status).replace("_", " ")


def what_words(row: ObligationRow) -> str:
    """Return the deliverable, with the class if it is not a mandate: ``report``, ``report (outcome)``."""
    what = status_words(row.deliverable)
    return what if row.class_ is MandateClass.MANDATE else f"{what} ({status_words(row.class_)})"


def part_words(part: PartRow) -> str:
    """Return a part of a mandate as one text, with its owners and dates: ``8 (a) A list, by 1 May [1 May 2024]``."""
    details = "; ".join((*part.owners, *part_dues(part)))
    return " ".join(filter(None, (part.label, part.text, f"[{details}]" if details else None)))


def part_dues(part: PartRow) -> tuple[str, ...]:
    """Return the due dates of a part of a mandate, each in few words."""
    return tuple(dict.fromkeys(map(read_due_words, part.due)))


def class_words(class_: MandateClass) -> str:
    """Return the name of a class for people: ``outcome document``, ``expected``, ``by reference``."""
    return "outcome document" if class_ is MandateClass.OUTCOME else status_words(class_)


def verb_words(verb: str) -> str:
    """Return a verb's lemma without its underscores: ``call_upon`` -> ``call upon``."""
    return verb.replace("_", " ")


def period(opens: dt.date | None, closes: dt.date | None) -> str:
    """Return a period in words: ``18 Sep 2018 to 16 Sep 2019``; empty if neither end is known."""
    if opens and closes:
        return day(opens) if opens == closes else f"{day(opens)} to {day(closes)}"
    if opens:
        return f"from {day(opens)}"
    return f"to {day(closes)}" if closes else ""


def evidence_words(row: ObligationRow) -> tuple[str, ...]:
    """Return the evidence of an obligation, one text per document: ``A/73/328 of 20 Aug 2018``."""
    return tuple(
        " ".join(filter(None, (item.document, f"of {day(item.on)}" if item.on and item.document else day(item.on))))
        or (item.note or "")
        for item in row.evidence
    )


def note_words(note: NoteRow) -> str:
    """Return the text of a note with its numbered files and its links: ``Asked OLA [file 3: letter.pdf, 12 kB]``."""
    attached = "; ".join(
        (*(f"file {file.id}: {file.name}, {size_words(file.size)}" for file in note.files), *note.links)
    )
    return " ".join(filter(None, (note.text, f"[{attached}]" if attached else "")))


def size_words(size: int) -> str:
    """Return a number of bytes in kilobytes or megabytes: ``12 kB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(round(size / 1000), 1)} kB"


def late(number: int) -> Value:
    """Return a count of overdue items, with the overdue style if there are any."""
    return Styled(f"{number:,}", Style.OVERDUE) if number else 0
