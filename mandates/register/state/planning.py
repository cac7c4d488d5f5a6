"""From what was read of one mandate and what people decided on it to its obligations as they hold; no database.

`mandates.register.state.projection` stores what is planned here.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mandates.register.database.rows import Row, to_date
from mandates.register.state import expectations
from mandates.register.state.expectations import Expectation
from mandates.register.tables import ALWAYS, OPEN, SETTLED, UNDATED, WITHDRAWN
from mandates.register.views import Status

#: Decisions by their field.
Decided = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided on a mandate and on each of its obligations, by id.

    `kept` are the obligations with a history; `remarks` what their evidence says in words, for search.
    """

    mandate: Decided = field(default_factory=dict)
    each: Mapping[int, Decided] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()
    remarks: Mapping[int, Sequence[str]] = field(default_factory=dict)


_READ_COLUMNS = {
    "key": "key",
    "series": "series",
    "occurrence": "occurrence",
    "due_kind": "kind",
    "due_phrase": "phrase",
    "due_body": "body",
    "due_session": "session",
    "due_every": "every",
    "due_after": "after",
    "due_event": "event",
    "ends_on": "ends_on",
    "read_opens_on": "opens_on",
    "read_due_on": "due_on",
    "timetable_on": "timetable_on",
}

_read_values = operator.attrgetter(*_READ_COLUMNS.values())

#: Recurrences are stored so far ahead of the day they are worked out for, each expectation with the day from which it
#: is to be seen: asking a register that nobody has written to for a while then costs no more than on the day itself.
AHEAD = dt.timedelta(days=2 * 366)


def read_columns(expectation: Expectation, *, given: bool) -> Row:
    """Return the columns that hold what was read; `given` where the text itself names this one."""
    row: Row = dict(zip(_READ_COLUMNS, _read_values(expectation), strict=True))
    row["given"], row["dropped"] = given, False
    return row


def to_expectation(row: Mapping[str, Any]) -> Expectation:
    """Return the expectation that a row was made from."""
    return Expectation(**{name: row[column] for column, name in _READ_COLUMNS.items()})


def plan(
    mandate_row: Mapping[str, Any],
    rows: Sequence[Row],
    *,
    decisions: Decisions,
    as_of: dt.date,
) -> list[Row]:
    """Return the obligations of a mandate as they should be stored: those of `rows` that stay, and new ones.

    Rows of a recurrence are added until one is neither settled nor past `AHEAD` of `as_of`, and taken away again where
    that is no longer so and no history hangs on them.

    Args:
        mandate_row: columns of `mandate` with `adopted_on`, `body`, `session`, `sort_key` and
            `resolution_withdrawn` of its resolution.
        rows: its obligations, without ``id`` while they are not stored.
    """
    singles = [row for row in rows if row["series"] is None]
    series: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["series"] is not None:
            series[row["series"]].append(row)
    undecided = _undecided(mandate_row, decisions.mandate)
    planned = [_effective(undecided, row, decisions) for row in singles]
    keys = {row["key"] for row in rows}
    for number in sorted(series):
        members = sorted(series[number], key=lambda row: int(row["occurrence"]))
        planned += _row_of_expectations(undecided, members, decisions, as_of, keys)
    live = [row for row in planned if not row["dropped"]]
    lone = len(live) == 1 and live[0]["series"] is None
    for row in planned:
        alone = lone and not row["dropped"]
        row["reference"] = mandate_row["reference"] if alone else f"{mandate_row['reference']}@{row['key']}"
    return planned


def _row_of_expectations(
    undecided: Row,
    members: list[Row],
    decisions: Decisions,
    as_of: dt.date,
    keys: set[str],
) -> list[Row]:
    """Return one recurrence: what the text names, what was missed or settled, and the one expected next.

    `keys` are those in use in the whole mandate; a new one of a day on which another recurrence has one gets a ``.2``.
    """
    out: list[Row] = []
    passed = {row["key"] for row in members}
    first = to_expectation(members[0])
    waiting = list(members)
    expected_from: dt.date | None = None
    while True:
        if waiting:
            row = waiting.pop(0)
            needed = row["given"] or row["dropped"] or expected_from is not None or row.get("id") in decisions.kept
            if not needed:
                continue
        else:
            last = next((row for row in reversed(out) if not row["dropped"]), None)
            if last is None or expected_from is None:
                if last is not None and last["standing"] != WITHDRAWN:
                    last["head"] = True  # its passing will open the next one
                return out
            following = expectations.following(_counted_on(last), first=first)
            if following is None or following.key in passed:
                return out
            passed.add(following.key)
            row = read_columns(following, given=False)
            row["key"] = _free(following.key, keys)
            keys.add(row["key"])
        done = _effective(undecided, row, decisions)
        worked_on_early = expected_from is not None and expected_from > as_of and row.get("id") in decisions.kept
        if not row["given"] and expected_from is not None and not worked_on_early:
            done["expected_from"] = expected_from
        out.append(done)
        if not done["dropped"]:
            expected_from = _over_from(done, as_of + AHEAD)


def _free(key: str, taken: set[str]) -> str:
    turn, free = 1, key
    while free in taken:
        turn += 1
        free = f"{key}.{turn}"
    return free


def _counted_on(row: Row) -> Expectation:
    """Return what the next one is counted from: the date as read, since an extension moves nothing but itself.

    Where none was read, because it counts from an event, the date that holds.
    """
    read = to_expectation(row)
    return read if read.due_on is not None else replace(read, due_on=row["due_on"])


def _over_from(row: Row, as_of: dt.date) -> dt.date | None:
    """Return since when the next one is expected: this one is settled, or its time has passed; None while it is not."""
    days = []
    if row["standing"] == SETTLED:
        days.append(row["settled_on"] or row["due_on"] or ALWAYS)
    if row["due_on"] is not None and row["due_on"] < as_of:
        days.append(row["due_on"] + dt.timedelta(days=1))
    if row["standing"] == WITHDRAWN:
        return None
    return min(days, default=None)


def _undecided(mandate_row: Mapping[str, Any], decided: Decided) -> Row:
    """Return the effective columns that all obligations of a mandate share where nothing was decided on one alone.

    `decided` is what was decided on the mandate.
    """
    names = decided.get("owners")
    gone = mandate_row["withdrawn"] or mandate_row["resolution_withdrawn"] or decided.get("not_a_mandate")
    return {
        "mandate_id": mandate_row["id"],
        "resolution_id": mandate_row["resolution_id"],
        "paragraph_id": mandate_row["paragraph_id"],
        "head": False,
        "standing": WITHDRAWN if gone else OPEN,
        "status": Status.PENDING.value,
        "settled_on": None,
        "expected_from": mandate_row["adopted_on"] or ALWAYS,
        # orders obligations due on one day: by symbol and place in the text; the place in the recurrence comes behind
        "sort_key": f"{mandate_row['sort_key']}#{mandate_row['position']:04}",
        "at_body": mandate_row["body"],
        "body": mandate_row["body"],
        "adopted_session": mandate_row["session"],
        "verb": decided.get("verb", mandate_row["verb"]),
        "deliverable": decided.get("deliverable", mandate_row["deliverable"]),
        **(_owned_by(mandate_row["owners"]) if names is None else _given_to(names)),
        "note": None,
        "remarks": None,
        "superseded_by": None,
    }


def _effective(undecided: Row, row: Row, decisions: Decisions) -> Row:
    """Return `row` with its effective columns, but for its reference; `undecided` are those of `_undecided`."""
    done = {**row, **undecided}
    done["opens_on"], done["due_on"] = row["read_opens_on"], row["read_due_on"]
    done["sort_key"] += f"@{row['series'] or 0}.{row['occurrence']:04}@{row['key']}"
    if row["due_body"]:
        done["at_body"] = row["due_body"]
    if row["dropped"]:
        done["standing"] = WITHDRAWN
    done.setdefault("version", 1)
    if "id" in row:
        _decide(done, decisions)
    done["rank_on"] = done["due_on"] or UNDATED
    return done


def _decide(row: Row, decisions: Decisions) -> None:
    """Bring the effective columns of a stored obligation to what was decided on it alone."""
    decided = decisions.each.get(row["id"], {})
    status = Status(decided.get("status", Status.PENDING))
    if status.settled:
        row["settled_on"] = to_date(decided.get("settled_on"))
        if row["standing"] == OPEN:
            row["standing"] = SETTLED
    if row["due_after"] and (happened := to_date(decided.get("happened_on"))):
        row["opens_on"], row["due_on"] = happened, expectations.counted(happened, row["due_after"])
    row["due_on"] = to_date(decided.get("due_on")) or row["due_on"]
    if "owners" in decided:
        row |= _given_to(decided["owners"])
    row["status"], row["note"], row["superseded_by"] = status.value, decided.get("note"), decided.get("superseded_by")
    row["remarks"] = "\n".join(filter(None, (row["note"], *decisions.remarks.get(row["id"], ())))) or None


def _owned_by(parties: Sequence[Mapping[str, Any]]) -> Row:
    """Return the columns that say whose an obligation is."""
    return {"owners": list(dict.fromkeys([party["name"] for party in parties])), "parties": parties}


def _given_to(names: Sequence[str]) -> Row:
    """Return the same where a person has named the owners."""
    return _owned_by([{"name": name, "entity": None} for name in names])
